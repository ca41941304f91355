# Completion of planner for bash: put   eval "$(planner completions bash)"   into ~/.bashrc.
_planner() {
    local line what=""
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ -z $what ]]; then what=$line; else COMPREPLY+=("$line"); fi
    done < <(command planner complete bash "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
    if [[ $what == files && ${COMP_WORDS[COMP_CWORD]} != -* ]]; then
        COMPREPLY=()
        compopt -o default 2>/dev/null
    elif [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *: ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -F _planner planner
