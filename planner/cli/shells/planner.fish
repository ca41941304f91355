# Completion of planner for fish: planner completions fish > ~/.config/fish/completions/planner.fish
function __planner_complete
    set -l answer (command planner complete fish (commandline -cp | string join ' ') 2>/dev/null)
    or return
    if test "$answer[1]" = files
        __fish_complete_path (commandline -ct)
    end
    test (count $answer) -gt 1
    and printf '%s\n' $answer[2..]
end
complete -c planner -e
complete -c planner -f -k -a '(__planner_complete)'
