"""``planner plan``: three plans of ICML 2024 saved, sent, loaded and compared."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any

import pytest

from planner.paths import Places
from tests.cli.conftest import Run
from tests.conftest import Compiled, Ran

# Tue 13:30-15:00 in Hall C 4-9, and the talks of two of them at 16:30 at once.
PRIVATE, TRANSFORMERS, OVERPARAMETRISED = "poster-32705", "poster-32694", "poster-32837"
PRIVATE_TALK, TRANSFORMERS_TALK = "oral-35442", "oral-35441"
# Wed 11:30-13:00, and a poster without a time.
CHAIN, GENIE = "poster-32784", "poster-33646"


class Desk:
    """Several attendees at one command line, each with a home of their own."""

    def __init__(self, run: Run, icml: Compiled, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self._run, self._icml, self.folder, self._patch = run, icml, folder, patch

    def as_(self, name: str, *words: str, stdin: str = "") -> Ran:
        """Run a command as one of them."""
        home = self.folder / name
        self._patch.setenv("PLANNER_HOME", str(home))
        if not home.exists():
            self._icml.put_into(Places(home / "data", home / "config", home / "cache"))
        return self._run(*words, stdin=stdin)

    def line_of(self, name: str) -> str:
        """Return somebody's line."""
        return self.as_(name, "plan", "save", "-").out.strip()

    def file_of(self, name: str, *options: str) -> str:
        """Return the path of somebody's plan file."""
        path = self.folder / f"{name}.json"
        assert self.as_(name, "plan", "save", str(path), *options).code == 0
        return str(path)


@pytest.fixture
def desk(run: Run, icml: Compiled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Ada, Bo and Cy, each with a few stars."""
    desk = Desk(run, icml, tmp_path, monkeypatch)
    desk.as_("ada", "star", "--must", PRIVATE, TRANSFORMERS, OVERPARAMETRISED, GENIE)
    desk.as_("ada", "note", PRIVATE, "a secret thought")
    desk.as_("bo", "star", "--must", PRIVATE_TALK, CHAIN)
    desk.as_("bo", "star", TRANSFORMERS_TALK, TRANSFORMERS)
    desk.as_("cy", "star", "--maybe", CHAIN)
    return desk


def test_a_line_takes_stars_from_one_home_to_another(desk: Desk) -> None:
    line = desk.line_of("ada")
    assert line.startswith("planner:icml2024:")
    assert len(line) < 80
    loaded = desk.as_("cy", "plan", "load", line)
    assert loaded.code == 0
    assert [cells[:2] for cells in loaded.lines] == [
        [TRANSFORMERS, "star added, must"],
        [PRIVATE, "star added, must"],
        [OVERPARAMETRISED, "star added, must"],
        [GENIE, "star added, must"],
    ]
    assert "Plan loaded: 4 added; planner undo takes it back." in loaded.err
    assert len(desk.as_("cy", "search", "is:must").ids) == 4
    assert desk.as_("cy", "undo").err == "Undone: plan loaded: 4 added.\n"
    assert desk.as_("cy", "search", "is:starred").ids == [CHAIN]


def test_a_line_wrapped_by_a_chat_comes_by_standard_input(desk: Desk) -> None:
    wrapped = "\n".join(textwrap.wrap(desk.line_of("ada"), 20))
    assert len(desk.as_("cy", "plan", "load", "-", stdin=f"> {wrapped}\n").lines) == 4


def test_a_dry_run_only_shows(desk: Desk) -> None:
    ran = desk.as_("cy", "plan", "load", "--dry-run", desk.line_of("bo"))
    assert "Nothing changed. It would be: Plan loaded: 3 added." in ran.err
    assert [CHAIN, "stays maybe (must there), you decided later"] in [
        cells[:2] for cells in ran.lines
    ]
    assert desk.as_("cy", "search", "is:starred").ids == [CHAIN]


def test_neither_notes_nor_what_is_hidden_leaves_unless_asked(desk: Desk) -> None:
    desk.as_("ada", "hide", GENIE)
    desk.as_("ada", "block", "wed 12-13 lunch with Bo")
    desk.as_("ada", "decline", CHAIN)
    shared = Path(desk.file_of("ada")).read_text(encoding="utf-8")
    for private in ("secret", GENIE, "lunch", CHAIN):
        assert private not in shared
    assert PRIVATE in shared
    assert GENIE not in Path(desk.file_of("ada", "--notes")).read_text(encoding="utf-8")
    assert "secret" in Path(desk.file_of("ada", "--notes")).read_text(encoding="utf-8")
    whole = Path(desk.file_of("ada", "--all")).read_text(encoding="utf-8")
    assert all(private in whole for private in ("secret", GENIE, "lunch", CHAIN))
    line = desk.line_of("ada")
    assert GENIE not in desk.as_("cy", "plan", "load", line).ids


def test_a_file_brings_all_that_it_holds_and_says_so(desk: Desk) -> None:
    desk.as_("ada", "when", GENIE, "thu 11:30-13:00", "--board", "12")
    desk.as_("ada", "block", "wed 12-13 lunch with Bo")
    desk.as_("ada", "pin", PRIVATE)
    whole = desk.file_of("ada", "--all")
    desk.as_("cy", "block", "tue 9-10 call")
    loaded = desk.as_("cy", "plan", "load", whole, "--json")
    facts = {(each["fact"], each["fate"], each["what"]) for each in loaded.json["differences"]}
    assert facts >= {
        ("time", "added", "time that you know added: Thu 25 Jul 11:30-13:00, board 12"),
        ("commitment", "added", "time of your own added: Wed 24 Jul 12:00-13:00"),
        ("note", "added", "note added"),
        ("pin", "added", "pin added"),
    }
    # Both blocks had the same number.
    assert desk.as_("cy", "blocks").ids == ["block-1", "block-2"]
    again = desk.as_("cy", "plan", "load", whole)
    assert again.out == ""
    assert "8 decisions the same here and there." in again.err
    assert "Nothing changed." in again.err
    only = desk.as_("bo", "plan", "load", whole, "--stars")
    assert {cells[1].split(",")[0] for cells in only.lines} == {
        "star added",
        "stays want (must there)",
    }


def test_what_was_taken_off_since_stays_off_unless_it_is_brought_back(desk: Desk) -> None:
    whole = desk.file_of("ada")
    desk.as_("ada", "unstar", PRIVATE)
    kept = desk.as_("ada", "plan", "load", whole)
    assert kept.lines[0][1] == "stays without a star (must there), you took it off later"
    assert "nothing new" in desk.as_("ada", "plan", "load", whole, "--dry-run").err
    assert desk.as_("ada", "plan", "load", whole, "--again").lines[0][1] == "star added, must"


def test_an_event_unknown_here_is_kept_from_a_file_and_named_from_a_line(desk: Desk) -> None:
    path = Path(desk.file_of("ada"))
    plan: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    plan["stars"][0]["id"] = plan["stars"][0]["snapshot"]["id"] = "poster-1"
    plan["stars"][0]["snapshot"]["title"] = "A paper\u001b[31m of elsewhere"
    # What is known here is told by the programme, not by the file.
    plan["stars"][1]["snapshot"]["title"] = "Another title"
    path.write_text(json.dumps(plan), encoding="utf-8")
    loaded = desk.as_("cy", "plan", "load", str(path))
    assert "1 event not in this programme kept as the file tells them." in loaded.err
    assert loaded.lines[0][2] == "A paper [31m of elsewhere"
    assert "Another title" not in loaded.out
    kept = Path(desk.file_of("cy")).read_text(encoding="utf-8")
    assert "A paper [31m of elsewhere" in kept
    assert "Another title" not in kept
    gone = desk.as_("bo", "plan", "load", desk.line_of("cy"))
    assert "1 event not in this programme left out: poster-1." in gone.err


def test_another_conferences_plan_is_refused_by_its_name(desk: Desk) -> None:
    path = Path(desk.file_of("ada"))
    text = path.read_text(encoding="utf-8").replace('"icml2024"', '"icml2025"')
    path.write_text(text, encoding="utf-8")
    for words in (("load", str(path)), ("compare", str(path))):
        assert desk.as_("cy", "plan", *words).sentence == (
            "planner: ada: A plan for icml2025: planner use icml2025 turns to it; "
            "ICML 2024 (icml2024) is in use."
        )


def test_three_plans_are_compared(desk: Desk) -> None:
    plans = [f"Ada={desk.file_of('ada')}", f"Bo={desk.line_of('bo')}"]
    ran = desk.as_("cy", "plan", "compare", *plans)
    assert {(cells[0], cells[2]) for cells in ran.lines} == {
        (OVERPARAMETRISED, "Ada"),
        (TRANSFORMERS, "Ada, Bo"),
        (PRIVATE, "Ada, Bo"),
        (CHAIN, "you, Bo"),
        (GENIE, "Ada"),
    }
    found = desk.as_("cy", "plan", "compare", *plans, "--json").json
    assert found["people"] == ["you", "Ada", "Bo"]
    assert found["uncovered"] == []
    assert {(each["id"], each["person"]) for each in found["alone"]} == {
        (OVERPARAMETRISED, "Ada"),
        (GENIE, "Ada"),
    }
    meetings = [each for day in found["days"] for each in day["meetings"]]
    assert [(each["people"], each["common"]) for each in meetings] == [
        (["Ada", "Bo"], [TRANSFORMERS]),
        (["you", "Bo"], [CHAIN]),
    ]
    without = desk.as_("cy", "plan", "compare", *plans, "--without-me", "--json").json
    assert without["people"] == ["Ada", "Bo"]


def test_a_must_that_gives_way_and_that_nobody_else_sees_is_uncovered(desk: Desk) -> None:
    # Both talks begin at 16:30 on Tuesday, and neither poster is starred.
    desk.as_("di", "star", "--must", PRIVATE_TALK, TRANSFORMERS_TALK)
    desk.as_("di", "block", "tue 13:30-15:00 nap")
    found = desk.as_("di", "plan", "compare", desk.file_of("di", "--all"), "--json").json
    assert len(found["uncovered"]) == 1


def test_the_posters_are_divided(desk: Desk) -> None:
    plans = [f"Ada={desk.file_of('ada')}", f"Bo={desk.file_of('bo')}"]
    ran = desk.as_("cy", "plan", "compare", "--divide", *plans)
    shares = {cells[0]: (cells[2], cells[4]) for cells in ran.lines}
    assert set(shares) == {OVERPARAMETRISED, TRANSFORMERS, PRIVATE, CHAIN, GENIE}
    names = [name for name, _ in shares.values()]
    assert {name: names.count(name) for name in ("you", "Ada", "Bo")} == {
        "you": 1,
        "Ada": 2,
        "Bo": 2,
    }
    assert shares[CHAIN] == ("Bo", "starred as must")
    division = desk.as_("cy", "plan", "compare", "--divide", "--json", *plans).json["division"]
    assert [slot["loads"] for slot in division] == [
        {"you": 1, "Ada": 1, "Bo": 1},
        {"you": 0, "Ada": 0, "Bo": 1},
        {"you": 0, "Ada": 1, "Bo": 0},
    ]


def test_several_lines_come_in_one_text(desk: Desk) -> None:
    text = f"Ada={desk.line_of('ada')}\nBo={desk.line_of('bo')}\n"
    found = desk.as_("cy", "plan", "compare", "-", "--json", stdin=text).json
    assert found["people"] == ["you", "Ada", "Bo"]
    assert "one plan at a time" in desk.as_("cy", "plan", "load", "-", stdin=text).sentence


@pytest.mark.parametrize(
    ("words", "sentence", "code"),
    [
        (("load", "planner:icml2024:AAAA"), "The line is damaged or not whole", 1),
        (("load", "planner:../../x:AAAA"), "'../../x' is no id", 1),
        (("load", "nowhere.json"), "nowhere.json cannot be read: No such file", 1),
        (("compare", "Ada=nowhere.json"), "nowhere.json cannot be read", 1),
        (("load", "."), "is no file: name a plan file, or paste a line", 1),
        (("load", "/dev/zero"), "is no file", 1),
        (("load", "-"), "holds no plan", 1),
        (("load", "-", "--nothing"), "'--nothing' is not known here", 2),
        (("load",), "load takes one plan", 2),
        (("save",), "save takes one file", 2),
        (("save", "-", "--notes"), "a line holds stars alone", 2),
        (("save", "-"), "Nothing is starred", 1),
        (("compare",), "compare takes plans", 2),
        (("save", "/dev/null/x.json"), "cannot be written", 1),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    sentence: str,
    code: int,
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("plan", *words)
    assert ran.code == code
    assert sentence in ran.sentence


@pytest.mark.parametrize("content", ['{"kind": "plan", "format": 9}', '{"kind": 1}', "{", "\x00"])
def test_a_hostile_file_is_refused_in_a_sentence(run: Run, tmp_path: Path, content: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(content, encoding="utf-8")
    ran = run("plan", "load", str(path))
    assert ran.code == 1
    assert ran.sentence
    assert run("history").out == ""


def test_another_verb_is_told_the_usage(run: Run) -> None:
    ran = run("plan", "sell")
    assert ran.code == 2
    assert "There is no plan 'sell'." in ran.err
    assert "plan compare" in ran.err
