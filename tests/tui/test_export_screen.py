"""The export dialogue: pages and references, where they go, and what they leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.model import Level
from planner.workspace.session import Session
from tests.tui.conftest import OpenApp


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
