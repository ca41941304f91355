#compdef planner
# Completion of planner for zsh: put   eval "$(planner completions zsh)"   behind compinit in
# ~/.zshrc, or this into a folder of $fpath as _planner.
_planner() {
    local line text said what
    local -a answer plain shown going going_shown
    answer=("${(@f)$(command planner complete zsh "${(j: :)words[1,CURRENT-1]} $QIPREFIX$PREFIX" 2>/dev/null)}")
    what=$answer[1]
    for line in "${(@)answer[2,-1]}"; do
        text=${line%%$'\t'*}
        said=${${line#*$'\t'}%%$'\t'*}
        [[ -n $said ]] && said="$text  -- $said" || said=$text
        if [[ $line == *$'\t+' ]]; then
            going+=("$text") going_shown+=("$said")
        else
            plain+=("$text") shown+=("$said")
        fi
    done
    (( $#plain )) && compadd -U -l -V planner -d shown -a -- plain
    (( $#going )) && compadd -U -l -V planner -S '' -d going_shown -a -- going
    [[ $what == files ]] && _files
    # Values may be found by their second word: what is typed then stays until one is left.
    [[ $what == choices ]] && compstate[insert]='' compstate[list]='list force'
    return 0
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _planner "$@"
else
    compdef _planner planner
fi
