"""What Tab offers: every command and option, and values where the schedule knows them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from planner.cli.command_lines import COMMAND_LINES
from planner.cli.completions import SHELLS
from planner.cli.forms import option_names
from planner.model import Kind
from planner.paths import Places, compiled_folder, itinerary_path
from planner.schedule.qualifiers import QUALIFIERS, STATES
from planner.schedule.query import QueryError, from_arguments, parse
from planner.schedule.store import ScheduleStore
from tests.cli.conftest import Run
from tests.conftest import Compiled, Installed


def offered(run: Run, line: str) -> list[str]:
    """Return the words that may stand at the end of ``line``."""
    ran = run("complete", "fish", line)
    assert (ran.code, ran.err) == (0, "")
    return ran.ids[1:]


def said(run: Run, line: str) -> dict[str, str]:
    ran = run("complete", "fish", line)
    return {cells[0]: cells[1] for cells in ran.lines[1:]}


def takes_files(run: Run, line: str) -> bool:
    return run("complete", "fish", line).out.startswith("files\n")


def test_every_command_is_offered_with_its_help(run: Run) -> None:
    assert said(run, "planner ") == {name: line.help for name, line in COMMAND_LINES.items()}
    assert offered(run, "planner unv") == ["unvisit"]
    assert offered(run, "planner --v") == ["--version"]
    assert "complete" not in offered(run, "planner com")


@pytest.mark.parametrize("command", COMMAND_LINES)
def test_every_option_of_every_command_is_offered(run: Run, command: str) -> None:
    written = list(option_names(COMMAND_LINES[command].forms))
    found = [word for word in offered(run, f"planner {command} -") if word[:1] == "-"]
    options = [word for word in found if not word.endswith(":") and word != "-"]
    assert options == [*written, "--help"]


@pytest.mark.parametrize("command", COMMAND_LINES)
def test_every_word_that_a_command_is_called_with_is_offered(run: Run, command: str) -> None:
    for form in COMMAND_LINES[command].forms:
        second = form.split()[1:2]
        for word in second[0].split("|") if second and second[0][:1].islower() else ():
            assert word in offered(run, f"planner {command} "), form


def test_options_that_exclude_each_other_are_offered_once(run: Run) -> None:
    assert offered(run, "planner star --must -") == ["--help"]
    assert offered(run, "planner search --json -")[:1] == ["--limit"]
    assert "--json" not in offered(run, "planner next --line -")
    assert "--divide" not in offered(run, "planner plan save -")
    assert "--utc" not in offered(run, "planner export csv -")


def test_values_of_options_are_offered(run: Run) -> None:
    assert offered(run, "planner density --by ") == ["day", "session"]
    assert offered(run, "planner density --by=s") == ["--by=session"]
    assert offered(run, "planner export ical --posters ") == ["slot", "each"]
    assert said(run, "planner agenda --day t") == {"tue": "2024-07-23", "thu": "2024-07-25"}
    assert offered(run, "planner import x --timezone Europe/Vie") == ["Europe/Vienna"]
    assert offered(run, "planner search --limit ") == []


def test_ids_come_with_titles(run: Run) -> None:
    assert said(run, "planner show session-1b") == {"session-1b": "Oral 1B"}
    assert len(offered(run, "planner star poster-")) == 2634
    assert "session-1b" not in offered(run, "planner star session-1b session-1")
    assert offered(run, "planner show poster-33646 po") == []


def test_of_too_many_ids_the_next_letters_are_offered(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.cli.known_values._MOST_IDS", 40)
    found = said(run, "planner show poster-3")
    assert all(len(each) == len("poster-32") for each in found)
    assert sum(int(says.split()[0].replace(",", "")) for says in found.values()) == 2634
    assert "\t+" in run("complete", "zsh", "planner show poster-3").out
    assert said(run, "planner show session-1b") == {"session-1b": "Oral 1B"}


def test_what_is_taken_off_is_offered_from_what_is_on(run: Run) -> None:
    run("star", "session-1b")
    run("hide", "session-1d")
    run("block", "wed 12-13 lunch")
    run("searches", "save", "my bears", "bear")
    assert said(run, "planner unstar ") == {"session-1b": "Oral 1B"}
    assert offered(run, "planner unhide ") == ["session-1d"]
    assert said(run, "planner unblock ") == {"block-1": "lunch"}
    assert said(run, "planner searches my") == {"my bears": "bear"}
    assert offered(run, "planner searches remove ") == ["my bears"]
    assert offered(run, "planner pin session-1b ; planner") == []


def test_conferences_slots_and_files_are_offered_where_they_belong(run: Run) -> None:
    assert said(run, "planner use ") == {"icml2024": "ICML 2024"}
    assert len(offered(run, "planner walk Poster")) == 6
    for line in ("busy ", "import ", "update ", "export csv -o ", "plan load ", "plan compare a "):
        assert takes_files(run, f"planner {line}"), line
    for line in ("show ", "search ", "export ", "plan ", "use "):
        assert not takes_files(run, f"planner {line}"), line


def test_a_query_is_completed_by_its_qualifiers(run: Run) -> None:
    assert sorted(offered(run, "planner search ")) == sorted(f"{name}:" for name in QUALIFIERS)
    assert offered(run, "planner facets to") == ["topic:"]
    assert offered(run, "planner export csv -au") == ["-author:"]
    assert "-kind:poster" in offered(run, "planner triage bears -kind:")
    assert set(offered(run, "planner search is:")) == {f"is:{state}" for state in STATES}
    kinds = {word.removeprefix("kind:") for word in offered(run, "planner search kind:")}
    assert kinds <= {kind.value for kind in Kind}


@pytest.mark.parametrize(
    "word",
    ["topic:large", "topic:", "room:", "author:levine", "from:eth", "session:oral", "track:"],
)
def test_each_value_offered_finds_something(
    run: Run, icml: Compiled, home: Places, word: str
) -> None:
    found = offered(run, f"planner search {word}")
    assert found
    store = ScheduleStore.open(icml.file)
    assert [
        each
        for each in found
        if isinstance(parse(from_arguments([each]), store.vocabulary()), QueryError)
    ] == []
    store.close()
    assert run("search", found[0], "--limit", "1").out.count("\n") == 1


def test_a_topic_is_offered_by_its_last_part_where_that_is_its_own(run: Run) -> None:
    words = offered(run, "planner search topic:large")
    assert words[0] == "topic:Large Language Models"
    assert (
        run("search", words[0]).ids
        == run("search", "topic:Deep Learning->Large Language Models").ids
    )


def test_a_list_of_values_goes_on_behind_a_comma(run: Run) -> None:
    assert "kind:oral,poster" in offered(run, "planner search kind:oral,po")


def test_bash_keeps_what_is_typed_where_values_have_no_common_beginning(run: Run) -> None:
    assert run("complete", "bash", "planner search author:lev", ":").out.splitlines()[1] == " "
    assert run("complete", "bash", "planner sear").out == "words\nsearch\nsearches\n"


@pytest.mark.parametrize(
    "words", [(), ("zsh",), ("zsh", "planner nonsense "), ("bash", "planner search 'a b\\")]
)
def test_nothing_to_offer_is_said_by_nothing(run: Run, words: tuple[str, ...]) -> None:
    ran = run("complete", *words)
    assert ran.err == ""
    assert ran.out in ("", "words\n")


def test_a_schedule_that_is_not_compiled_is_not_waited_for(
    home: Places, run_small: Run, small: Compiled
) -> None:
    for file in compiled_folder(home).iterdir():
        file.unlink()
    assert offered(run_small, "planner show ") == ["--json", "--help"]
    assert offered(run_small, "planner search room:") == []
    assert not any(compiled_folder(home).iterdir())


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_each_shell_says_where_to_put_it(run: Run, shell: str) -> None:
    ran = run("completions", shell)
    assert ran.code == 0
    assert f"planner completions {shell}" in ran.out
    assert "planner complete" in ran.out


def test_another_shell_is_refused(run: Run) -> None:
    ran = run("completions", "tcsh")
    assert (ran.code, ran.sentence) == (2, "planner: usage: planner completions bash|zsh|fish")


def test_an_answer_needs_nothing_heavy(installed: Installed) -> None:
    code = (
        "import sys\n"
        "from planner.cli.main import main\n"
        "assert main(['complete', 'zsh', 'planner search topic:lar']) == 0\n"
        "assert main(['complete', 'zsh', 'planner show session-1']) == 0\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=installed.environment,
    )
    assert "topic:Large Language Models" in done.stdout
    assert "Oral 1B" in done.stdout
    loaded = {name.partition(".")[0] for name in done.stderr.splitlines()}
    heavy = {"textual", "rich", "pydantic", "icalendar", "dateutil", "rapidfuzz", "httpx"}
    assert loaded.isdisjoint(heavy)
    assert "planner.workspace.session" not in done.stderr.splitlines()


def test_tab_leaves_a_damaged_itinerary_to_whom_it_can_be_told(run: Run, home: Places) -> None:
    run("star", "oral-35486")
    assert offered(run, "planner unstar ") == ["oral-35486"]
    path = itinerary_path(home, "icml2024")
    path.write_bytes(b"no database" * 100)
    assert "oral-35486" not in offered(run, "planner unstar ")
    assert [each.name for each in path.parent.glob("*.db")] == [path.name]
    assert "set aside. Bring back the latest backup" in run("agenda").err
