"""``planner plan``: save what you decided for others, load a plan, compare several."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.arguments import QueryArguments, readable, split_query_arguments
from planner.cli.export import write_to
from planner.cli.opened import opened
from planner.cli.output import CommandFailed, print_json, print_table, say
from planner.export.plan_values import PlanError
from planner.export.rows import JsonObject, row_record
from planner.schedule.limits import MAX_BYTES
from planner.workspace.plans.sharing import (
    Found,
    for_others,
    given,
    load,
    load_question,
    read_given,
    saved_file,
    saved_line,
    unknown_words,
)
from planner.workspace.wording import counted

if TYPE_CHECKING:
    from planner.itinerary.division import SlotDivision
    from planner.itinerary.group import Comparison, Covered
    from planner.workspace.plans.comparing import Compared
    from planner.workspace.plans.group_words import GroupSection
    from planner.workspace.plans.words import DifferenceWords
    from planner.workspace.session import Session

_SAVE = "plan save FILE|- [--notes] [--all]"
_LOAD = "plan load FILE|LINE|- [--dry-run] [--stars] [--again] [--json]"
_COMPARE = "plan compare [NAME=]FILE|LINE|-... [--divide] [--without-me] [--json]"


def plan(arguments: Sequence[str]) -> int:
    """``planner plan save|load|compare``."""
    verb, *rest = arguments or [""]
    run = {"save": _save, "load": _load, "compare": _compare}.get(verb)
    if run is None:
        said = f"There is no plan {readable(verb)!r}. " if verb else ""
        usages = "\n       planner ".join((_SAVE, _LOAD, _COMPARE))
        raise CommandFailed(f"{said}usage: planner {usages}", code=2)
    try:
        return run(rest)
    except PlanError as error:
        raise CommandFailed(str(error)) from error


def _save(arguments: Sequence[str]) -> int:
    """Save the plan in a file, or its stars as a line on standard output."""
    given_words = _arguments(arguments, _SAVE, "--notes", "--all")
    if len(given_words.words) != 1:
        raise CommandFailed(f"save takes one file, or - for a line. usage: planner {_SAVE}", 2)
    target = given_words.words[0]
    everything = "--all" in given_words.options
    with opened() as session:
        if target == "-":
            if given_words.options:
                raise CommandFailed("a line holds stars alone: name a file to save more.", code=2)
            print(saved_line(session))
            return 0
        content = saved_file(session, notes="--notes" in given_words.options, everything=everything)
        itinerary = session.itinerary()
        written = itinerary if everything else for_others(itinerary)
    has_notes = everything or "--notes" in given_words.options
    path = write_to(Path(target).expanduser(), content, mode=0o600 if has_notes else 0o644)
    held_back = "" if everything else "; what is hidden, declined or your own time is left out"
    notes = "with" if has_notes else "without"
    say(f"Wrote {counted(len(written.stars), 'star')} to {path}, {notes} notes{held_back}.")
    return 0


def _load(arguments: Sequence[str]) -> int:
    """Show what a plan changes, and merge it."""
    words = _arguments(arguments, _LOAD, "--dry-run", "--stars", "--again", "--json")
    if len(words.words) != 1:
        raise CommandFailed(f"load takes one plan. usage: planner {_LOAD}", code=2)
    plans = given(readable(words.words[0]), _standard_input)
    if len(plans) != 1:
        raise CommandFailed("load takes one plan at a time; planner plan compare takes several.")
    from planner.workspace.plans.words import difference_words

    with opened() as session:
        found = read_given(plans[0], session.schedule)
        question = load_question(
            found,
            session.schedule,
            session.clock(),
            stars_only="--stars" in words.options,
            again="--again" in words.options,
        )
        dry = "--dry-run" in words.options
        if dry:
            loading, sentence = question(session.store.held()), ""
        else:
            outcome, loading = load(session, question)
            sentence = outcome.sentence
        shown = [difference_words(each, session.schedule) for each in loading.merged.differences]
        if "--json" in words.options:
            fates = [(each.fate, each.field) for each in loading.merged.differences]
            print_json(_load_record(found, fates, shown, loading.merged.same))
        elif sys.stdout.isatty():
            print_table([(each.id, each.title) for each in shown], [each.what for each in shown])
        else:
            _print_lines([(each.id, each.what, each.title) for each in shown])
        if unknown := unknown_words(found):
            say(f"{unknown}.")
        if loading.merged.same:
            say(f"{counted(loading.merged.same, 'decision')} the same here and there.")
        if dry:
            say(f"Nothing changed. It would be: {loading.sentence}.")
        else:
            undo = "; planner undo takes it back" if outcome.changed else ""
            say(f"{sentence}{undo}.")
    return 0


def _compare(arguments: Sequence[str]) -> int:
    """Compare several plans, the attendee's own among them, or divide the posters."""
    words = _arguments(arguments, _COMPARE, "--divide", "--without-me", "--json")
    if not words.words:
        raise CommandFailed(f"compare takes plans. usage: planner {_COMPARE}", code=2)
    plans = [one for word in words.words for one in given(readable(word), _standard_input)]
    from planner.workspace.plans.comparing import YOU, comparing, itinerary_of
    from planner.workspace.plans.group_words import (
        comparison_sections,
        divided_words,
        division_sections,
        summary_words,
    )

    with opened() as session:
        found = [read_given(one, session.schedule) for one in plans]
        itineraries = [(each.name, itinerary_of(each.plan)) for each in found]
        own = session.itinerary()
        if "--without-me" not in words.options and (own.stars or own.mine):
            itineraries.insert(0, (YOU, own))
        compared = comparing(itineraries, session.settings)(session.schedule)
        names = compared.comparison.names[-len(found) :]
        found = [each._replace(name=name) for name, each in zip(names, found, strict=True)]
        divide = "--divide" in words.options
        if "--json" in words.options:
            print_json(_compared_record(session, compared, found, divide=divide))
        elif not sys.stdout.isatty():
            _print_lines(_cells(compared, divide=divide))
        elif divide:
            _print_sections(division_sections(compared.division))
        else:
            _print_sections(comparison_sections(compared.comparison, session.schedule.zone))
        for each in found:
            if each.unknown:
                say(f"{each.name}: {unknown_words(each)}.")
        if not divide:
            say(f"{summary_words(compared.comparison)}.")
        elif compared.division:
            say(f"{divided_words(compared.division)}.")
        else:
            say("There is nothing to divide: no poster is a must of anybody.")
    return 0


def _arguments(arguments: Sequence[str], usage: str, *flags: str) -> QueryArguments:
    found = split_query_arguments(arguments, flags=flags, valued=())
    for word in found.words:
        if word.startswith("-") and word != "-":
            raise CommandFailed(f"{readable(word)!r} is not known here. usage: planner {usage}", 2)
    return found


def _standard_input() -> bytes:
    return sys.stdin.buffer.read(MAX_BYTES + 1)


def _load_record(
    found: Found,
    fates: Sequence[tuple[str, str]],
    shown: Sequence[DifferenceWords],
    same: int,
) -> JsonObject:
    return {
        "differences": [
            {"id": each.id, "fact": field, "fate": fate, "what": each.what, "title": each.title}
            for (fate, field), each in zip(fates, shown, strict=True)
        ],
        "same": same,
        "unknown": list(found.unknown),
    }


def _cells(compared: Compared, *, divide: bool) -> list[tuple[str, ...]]:
    from planner.workspace.wording import slot_words

    if divide:
        return [
            (
                *(share.event.id, slot_words(share.event) or "no time known", share.name or "-"),
                *(share.event.title, share.why),
            )
            for slot in compared.division
            for share in slot.shares
        ]
    return [
        (
            *(each.event.id, slot_words(each.event) or "no time known"),
            *(", ".join(each.by) or "-", each.event.title),
        )
        for each in compared.comparison.covered
    ]


def _print_lines(cells: Sequence[tuple[str, ...]]) -> None:
    sys.stdout.writelines("\t".join(line) + "\n" for line in cells)


def _print_sections(sections: Sequence[GroupSection]) -> None:
    signs = {"must": "!", "want": "*", "maybe": "o", None: " "}
    for number, section in enumerate(sections):
        blank = "\n" if number else ""
        print(f"{blank}{section.heading[:1].upper()}{section.heading[1:]}  ({section.aside})")
        below = [each.below for each in section.lines]
        print_table(
            [(signs[each.level], each.when, each.who, each.title) for each in section.lines],
            below if any(below) else (),
        )


def _compared_record(
    session: Session, compared: Compared, found: Sequence[Found], *, divide: bool
) -> JsonObject:
    from planner.itinerary.agenda import day_of

    comparison, zone = compared.comparison, session.schedule.zone
    held = [(day_of(each.event, zone), _covered_record(each)) for each in comparison.covered]
    meetings = _meeting_records(comparison)
    days = sorted({day for day, _ in held if day is not None})
    record: JsonObject = {
        "people": list(comparison.names),
        "days": [
            {
                "date": day.isoformat(),
                "covered": [each for on, each in held if on == day],
                "meetings": [each for on, each in meetings if on == day.isoformat()],
            }
            for day in days
        ],
        "no_time": [each for on, each in held if on is None],
        "uncovered": [each.event.id for each in comparison.uncovered],
        "alone": [{"id": each.event.id, "person": each.by[0]} for each in comparison.alone],
        "unknown": {each.name: list(each.unknown) for each in found if each.unknown},
    }
    return record | ({"division": [*map(_slot_record, compared.division)]} if divide else {})


def _covered_record(covered: Covered) -> JsonObject:
    from planner.workspace.plans.comparing import YOU

    levels: Mapping[str, str] = {name: level.value for name, level in covered.levels.items()}
    row = row_record(covered.event, covered.levels.get(YOU))
    return {**row, "levels": levels, "by": list(covered.by)}


def _meeting_records(comparison: Comparison) -> list[tuple[str | None, JsonObject]]:
    return [
        (
            each.start.date().isoformat() if each.start else None,
            {
                "start": each.start.isoformat() if each.start else None,
                "end": each.end.isoformat() if each.end else None,
                "people": list(each.names),
                "event": each.event.id if each.event else None,
                "common": [event.id for event in each.common],
            },
        )
        for each in comparison.meetings
    ]


def _slot_record(slot: SlotDivision) -> JsonObject:
    return {
        "start": slot.start.isoformat() if slot.start else None,
        "end": slot.end.isoformat() if slot.end else None,
        "loads": dict(slot.loads),
        "free_minutes": dict(slot.free),
        "posters": [
            {"id": each.event.id, "person": each.name, "why": each.why} for each in slot.shares
        ],
    }
