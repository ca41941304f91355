"""The documents say what the program does: what they show is made by it, run by it, and there."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import io
import json
import re
import shlex
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from textual.geometry import Size

from docs.make import DOCUMENTS, KEY_SCOPES, PICTURES, README, ROOT, with_parts
from planner.cli.command_lines import COMMAND_LINES
from planner.cli.main import main
from planner.commands import COMMANDS
from planner.export.caldav_account import CaldavFailed
from planner.model import Level
from planner.paths import Places
from planner.schedule import search
from planner.schedule.query import QueryError
from planner.schedule.search import View
from planner.schedule.source import Asked, Content
from planner.schedule.sources import sources
from planner.settings import DEFAULTS
from planner.tui.render import Signs
from planner.workspace.conferences.library import LibraryError
from planner.workspace.preparation import Preparation
from planner.workspace.session import Session
from planner.workspace.settings.check import ALLOWED, parse_settings
from tests.conftest import Compiled, FrozenClock

DOCS = ROOT / "docs"
#: What asks a server, which no test does; everything else in a block of commands is run.
ASKS_A_SERVER = ("import", "sync", "update")
#: What goes on until it is stopped.
GOES_ON = ("serve",)
#: What docs/adding.md tells to write.
TO_BE_WRITTEN = ("honeybee", "hours", "people")
#: Found only after an update, or in schedules with abstracts.
FINDS_NOTHING_HERE = ("is:changed", "has:abstract")
#: What the documents write where one puts one's own: FILE, QUERY..., [NAME=]FILE, FILE.ics.
PLACEHOLDER = re.compile(r"\b[A-Z]{2,}\b|\bN\b|\.\.\.|\|")

NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def spans(text: str) -> list[str]:
    """Return the pieces of code inside the text, each on one line."""
    without_blocks = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", without_blocks)]


def cells(text: str) -> Iterator[list[str]]:
    """Yield the rows of all tables; an escaped bar is part of its cell."""
    for line in text.splitlines():
        if line.startswith("| ") and not line.startswith("| ---"):
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def section(text: str, heading: str) -> str:
    """Return what stands under a heading, up to the next one of its level."""
    _, _, after = text.partition(f"\n## {heading}\n")
    assert after, heading
    return after.partition("\n## ")[0]


# What is made by the program


@pytest.mark.parametrize("name", NAMES)
def test_what_the_program_makes_of_a_document_is_up_to_date(name: str) -> None:
    assert with_parts(text_of(name)) == text_of(name)


def test_every_picture_is_shown_and_every_picture_shown_is_made() -> None:
    shown = {
        target
        for path in DOCUMENTS
        for target in re.findall(r"!\[[^]]+\]\((?:docs/)?([\w-]+)\.svg\)", text_of(str(path)))
    }
    assert shown == PICTURES.keys()


# Everything that there is, is documented


def test_every_command_has_an_example() -> None:
    shown = {line.words[0] for line in planner_lines("docs/commands.md") if line.words}
    assert COMMAND_LINES.keys() <= shown


def options_there_are() -> set[str]:
    """Return the options of all commands, of which ``planner COMMAND --help`` tells."""
    forms = " ".join(form for line in COMMAND_LINES.values() for form in line.forms)
    return set(re.findall(r"(?<![\w-])(--[a-z][a-z-]*|-o)\b", forms))


def test_every_option_is_explained() -> None:
    rows = {row[0].strip("`"): row for row in cells(text_of("docs/commands.md")) if len(row) == 3}
    assert {each for each in options_there_are() if not rows[each][2]} == set()


def test_every_option_that_a_command_reads_is_told_by_its_help() -> None:
    # Refused with a sentence of its own.
    refused = {"--host", "--address"}
    files = (ROOT / "planner" / "cli").glob("*.py")
    read = re.findall(r"""["'](--[a-z][a-z-]*)["']""", "\n".join(map(Path.read_text, files)))
    assert set(read) <= options_there_are() | {"--help", "--version"} | refused


def test_every_key_is_documented_with_its_command() -> None:
    rows = {tuple(row) for row in cells(text_of("docs/keys.md"))}
    by_id = {row[3]: row for row in rows if len(row) == 4}
    for command in COMMANDS:
        keys, what, _, _ = by_id[f"`{command.id}`"]
        assert what == command.help
        assert all(f"`{key}`" in keys.replace("\\|", "|") for key in command.keys), command.id


def test_every_place_where_a_key_works_has_a_name() -> None:
    assert {scope for command in COMMANDS for scope in command.scopes} <= KEY_SCOPES.keys()


def test_every_setting_is_documented_with_what_it_takes() -> None:
    rows = {row[0]: row for row in cells(section(text_of("docs/files.md"), "Settings"))}
    for name, allowed in ALLOWED.items():
        _, default, takes, what = rows[f"`{name}`"]
        assert tomllib.loads(f"value = {default}") == {"value": getattr(DEFAULTS, name)}
        assert takes == allowed.words
        assert what


def test_the_keys_of_ones_own_that_are_shown_can_be_used() -> None:
    (example,) = blocks(text_of("docs/files.md"), "toml")
    settings, problems = parse_settings(example, Path("settings.toml"))
    assert problems == ()
    assert set(settings.keys) == {"star", "open", "link"}


def test_every_variable_of_the_environment_is_documented() -> None:
    code = "\n".join(map(Path.read_text, (ROOT / "planner").rglob("*.py")))
    variables = set(re.findall(r"""["'](PLANNER_[A-Z_]+)["']""", code))
    text = text_of("docs/files.md")
    assert {name for name in variables if f"`{name}`" not in text} == set()


def test_every_format_is_documented_under_its_name() -> None:
    rows = {row[0] for row in cells(section(text_of("docs/sources.md"), "Formats"))}
    assert {source.name for source in sources()} <= rows


# Every link leads somewhere


def anchors(path: Path) -> set[str]:
    """Return the anchors of a document's headings, as GitHub makes them."""
    without_blocks = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", without_blocks, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(name)):
        if target.startswith(("https://", "http://")):
            continue
        file, _, anchor = target.partition("#")
        path = (ROOT / name).parent / file if file else ROOT / name
        assert path.exists(), target
        assert not anchor or anchor in anchors(path), target


def test_every_document_can_be_reached_from_the_readme() -> None:
    reached, to_read = set[Path](), [README]
    while to_read:
        path = to_read.pop()
        if path in reached or path.suffix != ".md":
            continue
        reached.add(path)
        links = re.findall(r"\]\(([^)#\s:]+)", path.read_text(encoding="utf-8"))
        to_read += [(path.parent / link).resolve() for link in links]
    assert set(DOCUMENTS) <= reached


# Every command that is shown can be called


class Line(NamedTuple):
    """A call of planner as a document shows it."""

    words: list[str]
    shown: str


def planner_lines(name: str) -> Iterator[Line]:
    """Yield the calls of planner in a document's blocks and in its text, parts of pipes alone."""
    text = text_of(name)
    shown = [line for block in blocks(text, "sh") for line in block.splitlines()]
    shown += [span for span in spans(text) if span.split()[0] == "planner"]
    for line in shown:
        for part in line.split(" | "):
            if part.split()[:1] == ["planner"]:
                yield Line(shlex.split(part, comments=True)[1:], line)


@pytest.mark.parametrize("name", NAMES)
def test_every_call_of_planner_names_commands_and_options_that_there_are(name: str) -> None:
    known = options_there_are() | {"--help", "--version", "--"}
    for line in planner_lines(name):
        if line.words and not line.words[0].startswith("-"):
            assert line.words[0] in {*COMMAND_LINES, "COMMAND"}, line.shown
        options = {word.partition("=")[0] for word in line.words if word.startswith("--")}
        assert options <= known, line.shown


def _called(words: list[str]) -> list[str]:
    """Return what stands behind ``planner``, up to where its output goes."""
    return words[1 : words.index(">")] if ">" in words else words[1:]


def runnable(name: str) -> list[list[list[str]]]:
    """Return the lines of a document that can be run as they stand, each as its pipe's parts."""
    lines = [line for block in blocks(text_of(name), "sh") for line in block.splitlines()]
    pipes = []
    for line in lines:
        parts = [shlex.split(part, comments=True) for part in line.split(" | ")]
        plain = not any(PLACEHOLDER.search(word) for part in parts for word in part[1:])
        ends = not set(parts[0][1:2]) & set(GOES_ON)
        if parts[0][:1] == ["planner"] and plain and ends:
            pipes.append([_called(part) for part in parts if part[0] == "planner"])
    return pipes


Run = Callable[[list[str], str], tuple[int, str, str]]


@pytest.fixture
def run(
    home: Places,
    icml: Compiled,
    tmp_path: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Run commands in a folder of their own, on the schedule that ships, asking no server."""
    icml.put_into(home)
    monkeypatch.chdir(tmp_path)

    def asked(*_: object, **__: object) -> None:
        raise LibraryError("No server is asked here.")

    def synced(*_: object, **__: object) -> None:
        raise CaldavFailed("No server is asked here.")

    monkeypatch.setattr("planner.workspace.conferences.importing.import_schedule", asked)
    monkeypatch.setattr("planner.workspace.conferences.updating.update_schedule", asked)
    monkeypatch.setattr("planner.workspace.sync.syncing.sync", synced)

    def run(words: list[str], typed: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        capfdbinary.readouterr()
        code = main(words)
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


@pytest.mark.parametrize("name", [name for name in NAMES if runnable(name)])
def test_every_command_in_a_block_works_as_it_stands(name: str, run: Run) -> None:
    for pipe in runnable(name):
        out = ""
        for words in pipe:
            # What stands between them, such as fzf, passes on what was picked.
            code, out, err = run(words, out)
            to_the_app = not words or words[0] == "--at"
            if to_the_app or words[0] in ASKS_A_SERVER:
                assert code == 1, (words, err)
                assert "terminal" in err if to_the_app else "No server is asked" in err
            else:
                assert code == 0, (words, err)


@pytest.mark.parametrize("name", NAMES)
def test_every_program_that_is_shown_is_there(name: str) -> None:
    shown = [line for block in blocks(text_of(name), "(?:sh|text|)") for line in block.splitlines()]
    for line in [*shown, *spans(text_of(name))]:
        for module in re.findall(r"python -m ((?:tests|benchmarks)[\w.]*)", line):
            assert importlib.util.find_spec(module), line
        for file in re.findall(r"(?:python|bash) ([\w./-]+(?:\.py|/run))\b", line):
            assert (ROOT / file).is_file(), line


def test_the_two_commands_are_the_ones_that_ci_runs() -> None:
    shown = re.findall(r"```sh\n(python3 -m venv[^\n]*)\n```", README.read_text(encoding="utf-8"))
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert shown == [
        "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/planner",
        "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/pytest",
    ]
    assert f"\n{shown[1]}\n" in ci


# The query language


@pytest.fixture
def lively(home: Places, icml: Compiled) -> Iterator[Session]:
    """A session in the midst of ICML 2024, with something of everything decided."""
    icml.put_into(home)
    clock = FrozenClock(datetime(2024, 7, 23, 8, 40, tzinfo=UTC))
    session = Session(home, Preparation(home), clock)
    ids = ("oral-35486", "oral-35521", "demo-tacticai", "poster-32714", "poster-32663")
    must, want, maybe, hidden, noted = (session.schedule.event(each) for each in ids)
    assert must
    assert want
    assert maybe
    assert hidden
    assert noted
    for event, level in ((must, Level.MUST), (want, Level.WANT), (maybe, Level.MAYBE)):
        session.decisions.star([event], level)
    session.decisions.hide([hidden], hidden=True)
    session.decisions.visit([must], visited=True)
    session.decisions.note(noted, "ask about the coreset")
    yield session
    session.close()


def examples(heading: str) -> list[list[str]]:
    return [row for row in cells(section(text_of("docs/query.md"), heading)) if row[0][0] == "`"]


def test_every_query_that_is_shown_finds_something(lively: Session) -> None:
    headings = re.findall(r"^## (.+)$", text_of("docs/query.md"), re.MULTILINE)
    shown = [row[0].strip("`") for each in headings if each != "Slips" for row in examples(each)]
    assert len(shown) > 40
    for text in shown:
        query = lively.reading.parse(text)
        assert not isinstance(query, QueryError), query
        view = View("time", merged=False)
        found = search.ids(lively.schedule, query, lively.marks(), view, lively.clock())
        assert isinstance(found, list)
        assert bool(found) != (text in FINDS_NOTHING_HERE), text


def test_every_slip_that_is_shown_is_answered_so(lively: Session) -> None:
    rows = examples("Slips")
    assert rows
    for shown, said in rows:
        answer = lively.reading.parse(shown.strip("`"))
        assert isinstance(answer, QueryError), shown
        assert answer.message == said


def test_every_condition_is_shown() -> None:
    from planner.schedule.qualifiers import HAVINGS, ORDERS, QUALIFIERS, STATES

    text = text_of("docs/query.md")
    conditions = {f"{name}:" for name in QUALIFIERS}
    conditions |= {f"is:{each}" for each in STATES} | {f"has:{each}" for each in HAVINGS}
    conditions |= {f"sort:{each}" for each in ORDERS}
    assert {each for each in conditions if each not in text} == set()


# What can be added, step by step


def written_in_adding() -> dict[str, dict[str, Any]]:
    """Return the modules of docs/adding.md by their paths, each with what it defines."""
    modules = {}
    for block in blocks(text_of("docs/adding.md"), "python"):
        path = block.partition("\n")[0].removeprefix("# ")
        modules[path] = {"__name__": Path(path).stem}
        exec(compile(block, path, "exec"), modules[path])  # noqa: S102 - our own document's
    return modules


def test_the_source_that_is_added_reads_its_example() -> None:
    source = written_in_adding()["planner/schedule/sources/honeybee.py"]["SOURCE"]
    content = Content(blocks(text_of("docs/adding.md"), "text")[0].encode())
    assert [each.name for each in (*sources(), source) if each.recognises(content)] == [source.name]
    loaded = source.read(content, Asked("honey.json"))
    assert [event.title for event in loaded.events] == ["Honey for bears"]
    assert (loaded.conference.timezone, loaded.report.problems) == ("Europe/Vienna", [])


def test_the_command_that_is_added_counts_the_starred_hours(
    run: Run, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    hours = written_in_adding()["planner/cli/hours.py"]["hours"]
    run(["star", "oral-35486", "poster-33646"], "")
    assert hours(["--json"]) == 0
    assert json.loads(capfdbinary.readouterr().out) == {"hours": 0.25, "events": 1}


def test_the_screen_that_is_added_paints_its_lines(lively: Session) -> None:
    screen = written_in_adding()["planner/tui/screens/people.py"]["PeopleScreen"]
    event = lively.schedule.event("oral-35486")
    assert event
    painted = screen(lively, Signs(), Size(80, 24), event).paint_body(80, 24)
    assert painted[0].text.split("  ")[0].strip() == event.people[0].name


# Files, names and figures


def test_the_schedule_in_the_documents_can_be_imported(
    home: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (example,) = blocks(text_of("docs/files.md"), "json")
    (tmp_path / "honey.json").write_text(example, encoding="utf-8")
    from planner.workspace.conferences.importing import import_schedule

    brought = import_schedule(home, str(tmp_path / "honey.json"))
    assert brought.events == len(json.loads(example)["events"])
    assert (brought.dropped, brought.noted) == ((), ())


@pytest.mark.parametrize("name", NAMES)
def test_every_place_in_the_code_that_is_named_is_there(name: str) -> None:
    for span in spans(text_of(name)):
        found = re.fullmatch(r"((?:planner|tests|docs|benchmarks)/[\w./-]+)(?::([\w.]+))?", span)
        if not found or any(name in span for name in TO_BE_WRITTEN):
            continue
        path = ROOT / found[1]
        assert path.exists(), span
        if found[2]:
            assert found[2] in defined_in(path), span


def defined_in(path: Path) -> set[str]:
    """Return the functions, classes, methods and constants that a module defines."""
    names = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        if isinstance(node, ast.ClassDef):
            inner = (each for each in node.body if isinstance(each, ast.FunctionDef))
            names |= {f"{node.name}.{each.name}" for each in inner}
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {each.id for each in targets if isinstance(each, ast.Name)}
    return names


def test_figures_are_quoted_as_they_were_measured() -> None:
    measured = text_of("benchmarks/README.md")
    quoted = re.findall(r"\b\d+\.\d %", text_of("docs/how-it-is-built.md"))
    assert quoted
    assert all(figure in measured for figure in quoted)


def test_every_floor_of_the_house_is_described() -> None:
    text = text_of("docs/how-it-is-built.md")
    rooms = {path.name for path in (ROOT / "planner").iterdir() if (path / "__init__.py").exists()}
    assert {room for room in rooms if f"planner/{room}/" not in text} == set()
