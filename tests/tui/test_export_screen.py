"""The export dialogue: pages and references, where they go, and what they leave alone."""

from __future__ import annotations

import json
import os
from contextlib import closing
from pathlib import Path

import pytest

from planner.model import Level
from planner.paths import Places
from planner.workspace.session import Session
from tests.conftest import compiled
from tests.five_days import document
from tests.tui.conftest import OpenApp, settled


def star(session: Session, *event_ids: str) -> None:
    found = [session.schedule.event(event_id) for event_id in event_ids]
    session.decisions.star([event for event in found if event is not None], Level.WANT)


async def test_export_writes_a_page_a_trip_report_and_references(
    open_app: OpenApp, session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    star(session, "tutorial-35223", "poster-33646")
    seen = session.schedule.event("poster-34535")
    assert seen is not None
    session.decisions.visit([seen], visited=True)
    async with open_app() as screen:
        for words in ("page", "trip", "bibtex"):
            await screen.press("e", *words, "enter")
            assert screen.status.startswith("Wrote ")
    files = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert sorted(files) == [
        *("icml2024-papers.bib", "icml2024-plan.md", "icml2024-trip-report.md")
    ]
    assert files["icml2024-plan.md"].count("\n- [") == 2
    assert "1 seen, 2 missed" not in files["icml2024-trip-report.md"]
    assert files["icml2024-trip-report.md"].count("\n- [") == 1
    assert "@inproceedings{bruce2024genie," in files["icml2024-papers.bib"]


async def test_export_says_why_there_is_no_trip_report_yet(
    open_app: OpenApp, session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    star(session, "tutorial-35223")
    async with open_app() as screen:
        await screen.press("e", *"trip", "enter")
        assert screen.status == "nothing is marked as seen yet"
        await screen.press("escape", "e", *"bibtex", "enter")
        assert screen.status == "none of them is a paper"


async def test_a_pipe_of_that_name_is_not_waited_for(
    open_app: OpenApp, session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    monkeypatch.chdir(folder)
    os.mkfifo(folder / "icml2024-papers.bib")
    (folder / "icml2024-plan.md").mkdir()
    star(session, "poster-33646")
    async with open_app() as screen:
        for words in ("bibtex", "page"):
            await screen.press("e", *words, "enter")
            assert screen.status.startswith("Wrote ")
    written = {path.name for path in folder.iterdir() if path.is_file()}
    assert written == {"icml2024-papers_2.bib", "icml2024-plan_2.md"}


async def test_a_folder_whose_name_is_no_text_can_be_saved_in(
    open_app: OpenApp, session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / os.fsdecode(b"n\xff")
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("this file system takes no such name")
    monkeypatch.chdir(folder)
    star(session, "poster-33646")
    async with open_app() as screen:
        await screen.press("e")
        assert "n? " in screen.lines[3]
        await screen.press(*"bibtex", "enter")
        assert screen.status.startswith("Wrote 1 paper to ")
        assert screen.status.endswith("n?/icml2024-papers.bib")
    assert [path.name for path in folder.iterdir()] == ["icml2024-papers.bib"]


async def test_export_leaves_alone_a_page_that_was_written_on(
    open_app: OpenApp, session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    star(session, "tutorial-35223")
    page = tmp_path / "icml2024-plan.md"
    async with open_app() as screen:
        for _ in range(2):
            await screen.press("e", *"page", "enter")
        assert sorted(path.name for path in tmp_path.glob("*.md")) == [page.name]
        own = page.read_text(encoding="utf-8") + "My own words.\n"
        page.write_text(own, encoding="utf-8")
        await screen.press("e", *"page", "enter")
    assert page.read_text(encoding="utf-8") == own
    assert (tmp_path / "icml2024-plan_2.md").exists()


async def test_export_writes_a_page_for_the_phone_and_a_table(
    open_app: OpenApp, session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    star(session, "tutorial-35223", "poster-33646")
    async with open_app() as screen:
        for words in ("html", "html", "csv"):
            await screen.press("e", *words, "enter")
            assert screen.status.startswith("Wrote 2 events to ")
    # The same page again takes the place of the one before.
    assert sorted(path.name for path in folder.iterdir()) == [
        *("icml2024-plan.csv", "icml2024-plan.html")
    ]
    assert b"<title>ICML 2024: my plan</title>" in (folder / "icml2024-plan.html").read_bytes()
    assert (folder / "icml2024-plan.csv").read_bytes().count(b"\r\n") == 3


async def test_export_stays_in_its_folder_whatever_the_conference_is_called(
    open_app: OpenApp, where: Places, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "a" / "b" / "c"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    source = tmp_path / "bad.json"
    bad = document()
    bad["conference"]["id"] = "../../x<b>"
    source.write_text(json.dumps(bad), encoding="utf-8")
    monkeypatch.setenv("PLANNER_SCHEDULE", str(source))
    compiled(source, tmp_path).put_into(where)
    with closing(Session.open(where)) as held:
        star(held, "tutorial-1")
    async with open_app() as screen:
        await screen.press("e", *"html", "enter")
    assert [path.name for path in folder.iterdir()] == ["x-b-plan.html"]
    assert [path.name for path in folder.parent.iterdir()] == ["c"]


# Where the file goes


@pytest.fixture
def own_home(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with two folders, in which planner is started; a tutorial is starred."""
    home = tmp_path / "ada"
    for name in ("talks", "trips"):
        (home / name).mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.chdir(home)
    star(session, "tutorial-35223")
    return home


async def test_a_typed_folder_is_completed_and_stays_in_use(
    open_app: OpenApp, own_home: Path
) -> None:
    async with open_app() as screen:
        await screen.press("e")
        assert screen.lines[3].split("  ")[0] == " In ~"
        await screen.press("tab")
        assert "Enter keeps ~" in screen.text
        await screen.press("t", "tab")
        assert screen.lines[4] == " talks/"
        await screen.press("tab")
        await settled(screen.pilot)
        assert screen.lines[4:6] == [" trips/", " ~/trips is there."]
        await screen.press("shift+tab", "enter")
        assert screen.lines[3].split("  ")[0] == " In ~/talks"
        await screen.press("enter")
        assert screen.status == "Wrote 1 event to ~/talks/icml2024-plan.ics (path copied)"
        assert screen.app.clipboard == str(own_home / "talks" / "icml2024-plan.ics")
        await screen.press("e")
        assert screen.lines[3].split("  ")[0] == " In ~/talks"
    assert [path.name for path in (own_home / "talks").iterdir()] == ["icml2024-plan.ics"]


async def test_the_folder_used_last_is_offered_at_the_next_start(
    open_app: OpenApp, own_home: Path
) -> None:
    async with open_app() as screen:
        await screen.press("e", "tab")
        await screen.paste("~/trips")
        await screen.press("enter", "enter")
    async with open_app() as screen:
        await screen.press("e")
        assert screen.lines[3].split("  ")[0] == " In ~"
        await screen.press("tab", "tab", "tab")
        assert screen.lines[4] == " ~/trips"


async def test_a_missing_folder_is_made_and_a_file_refused(
    open_app: OpenApp, own_home: Path
) -> None:
    (own_home / "taxes").write_text("mine", encoding="utf-8")
    async with open_app(size=(60, 20)) as screen:
        await screen.press("e", "tab")
        await screen.paste("~/taxes")
        await screen.press("enter")
        assert screen.status == "~/taxes is a file: name a folder."
        await screen.press("ctrl+u")
        await screen.paste("~/new/one")
        assert "There is no ~/new/one yet: enter makes it." in screen.text
        assert not (own_home / "new").exists()
        await screen.press("enter", "enter")
        assert screen.status.endswith("(path copied)")
    assert (own_home / "new" / "one" / "icml2024-plan.ics").is_file()


async def test_escape_leaves_the_folder_as_it_was(open_app: OpenApp, own_home: Path) -> None:
    async with open_app() as screen:
        await screen.press("e", "tab", "t", "escape")
        assert screen.lines[3].split("  ")[0] == " In ~"


async def test_a_folder_that_cannot_be_written_says_which_key_takes_another(
    open_app: OpenApp, own_home: Path
) -> None:
    async with open_app() as screen:
        await screen.press("e", "tab")
        await screen.paste("~/talks")
        await screen.press("enter")
        (own_home / "talks").rmdir()
        (own_home / "talks").write_text("in the way", encoding="utf-8")
        await screen.press("enter")
        assert screen.status == "Not written: Not a directory. Tab takes another folder."


async def test_where_the_folder_of_the_start_is_gone_another_is_asked_for(
    open_app: OpenApp, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = own_home / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    async with open_app(size=(60, 20)) as screen:
        gone.rmdir()
        await screen.press("e", "enter")
        assert "that planner was started in is gone" in screen.text
        await screen.paste("~/talks")
        await screen.press("enter", "enter")
    assert (own_home / "talks" / "icml2024-plan.ics").is_file()
