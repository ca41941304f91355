"""What may stand at the cursor of a command's line: commands, options, and their values.

Commands, options and where values belong come from the table of commands; the values that
only the schedule or the itinerary knows are asked of :class:`Known`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from planner.cli.command_lines import COMMAND_LINES
from planner.cli.forms import Form, Option, is_value, option_names, read_form
from planner.cli.option_words import option_words

_TOP_OPTIONS = {
    "--help": "what planner can be asked",
    "--version": "which planner this is",
    "--at": "open the app as if it were that time",
}
#: Which ids a command takes, where it isn't those of any event.
_IDS = {
    **dict.fromkeys(("use", "remove", "import"), "conferences"),
    "unblock": "blocks",
    "unstar": "stars",
    "unhide": "hidden",
    "unvisit": "visited",
    "undecline": "declined",
    "unmine": "mine",
    "unpin": "pins",
}


class Candidate(NamedTuple):
    """A word that may stand at the cursor.

    Attributes:
        text: The whole word, as the program is to get it.
        says: What it is, in a few words; may be empty.
        goes_on: Whether something is to follow it without a blank.
    """

    text: str
    says: str = ""
    goes_on: bool = False


class Candidates(NamedTuple):
    """What may stand at the cursor, and whether that may be a file too."""

    words: tuple[Candidate, ...] = ()
    files: bool = False


class Known(Protocol):
    """The values that only the schedule or the itinerary knows; each may be empty."""

    def events(self, begun: str) -> Iterable[Candidate]:
        """Yield the ids that begin so, with their titles."""

    def decided(self, about: str) -> Iterable[Candidate]:
        """Yield the ids of what is decided: a name of the values of ``_IDS``."""

    def conferences(self) -> Iterable[Candidate]:
        """Yield the conferences' ids."""

    def searches(self) -> Iterable[Candidate]:
        """Yield the names of the saved searches."""

    def slots(self) -> Iterable[Candidate]:
        """Yield the poster sessions by title."""

    def days(self) -> Iterable[Candidate]:
        """Yield the conference's days as one types them."""

    def zones(self) -> Iterable[Candidate]:
        """Yield the names of time zones."""

    def query(self, word: str) -> Iterable[Candidate]:
        """Yield what a word of a query may become."""


def candidates(words: Sequence[str], typed: str, known: Known) -> Candidates:
    """Return what may stand at the cursor.

    Args:
        words: The words behind ``planner`` that stand before the cursor's.
        typed: What is typed of the word at the cursor.
        known: Answers what only the schedule or the itinerary knows.
    """
    if not words:
        top = [Candidate(name, line.help) for name, line in COMMAND_LINES.items()]
        top += [Candidate(name, says) for name, says in _TOP_OPTIONS.items()]
        return _begun(top if typed else top[: len(COMMAND_LINES)], typed)
    line = COMMAND_LINES.get(words[0])
    return _Line(words[0], line.forms, words[1:], known).at(typed) if line else Candidates()


class _Line:
    """A command's line up to the cursor: which options are given, which words stand where."""

    def __init__(
        self, command: str, forms: tuple[str, ...], words: Sequence[str], known: Known
    ) -> None:
        self._command = command
        self._known = known
        read = [read_form(form) for form in forms]
        options = {option.name: option for form in read for option in form.options}
        self._given: list[str] = []
        self._places: list[str] = []
        self._pending: Option | None = None
        self._ended = False
        for word in words:
            option = options.get(word.partition("=")[0])
            if self._pending:
                self._pending = None
            elif option is None or self._ended:
                self._ended = self._ended or word == "--"
                self._places += [] if word == "--" else [word]
            else:
                self._given.append(option.name)
                self._pending = option if option.choices and "=" not in word else None
        self._options = options
        self._forms = [form for form in read if form.fits(self._places)]
        # A form of which a flag is given, such as --line, is the one that is meant.
        if meant := [form for form in self._forms if self._holds(form)]:
            self._forms = meant

    def _holds(self, form: Form) -> bool:
        names = {option.name for option in form.options}
        return bool(self._given) and names.issuperset(self._given)

    def at(self, typed: str) -> Candidates:
        """Return what may stand at the cursor."""
        if self._pending:
            return self._values(self._pending.choices, typed)
        name, equals, value = typed.partition("=")
        if equals and name in self._options and name.startswith("--") and not self._ended:
            found = self._values(self._options[name].choices, value)
            words = tuple(each._replace(text=f"{name}={each.text}") for each in found.words)
            return Candidates(words)
        found = self._values(self._choices(), typed)
        if not self._ended and (typed.startswith("-") or not (found.words or found.files)):
            options = _begun(self._untaken(), typed)
            return Candidates((*options.words, *found.words), found.files)
        return found

    def _choices(self) -> tuple[str, ...]:
        places = [form.place(len(self._places)) for form in self._unfinished()]
        return tuple(dict.fromkeys(choice for place in places if place for choice in place.choices))

    def _unfinished(self) -> list[Form]:
        return [form for form in self._forms if form.place(len(self._places)) is not None]

    def _untaken(self) -> Iterator[Candidate]:
        """Yield the options that are not given yet, nor one that excludes them."""
        given = set(self._given)
        wanted = {option.name for form in self._forms for option in form.options}
        for name in (*option_names(COMMAND_LINES[self._command].forms), "--help"):
            others = self._options[name].others if name in self._options else ()
            if name == "--help" or (name in wanted and not given.intersection(others)):
                yield Candidate(name, option_words(self._command, name))

    def _values(self, choices: tuple[str, ...], typed: str) -> Candidates:
        plain = [Candidate(choice) for choice in choices if not is_value(choice)]
        found = list(_begun(plain, typed).words)
        for choice in filter(is_value, choices):
            found += self._of(choice, typed)
        return Candidates(tuple(found), any("FILE" in choice for choice in choices))

    def _of(self, value: str, typed: str) -> Iterable[Candidate]:
        if value == "QUERY":
            return self._known.query(typed)
        if value == "ID":
            ids = _IDS.get(self._command)
            if ids == "conferences":
                return _begun(self._known.conferences(), typed).words
            found = self._known.decided(ids) if ids else self._known.events(typed)
            return [each for each in _begun(found, typed).words if each.text not in self._places]
        if value == "NAME" and self._command == "searches":
            saving = self._places[:1] == ["save"]
            return [] if saving else _begun(self._known.searches(), typed).words
        known = {"SLOT": self._known.slots, "DAY": self._known.days, "ZONE": self._known.zones}
        return _begun(known[value](), typed).words if value in known else []


def _begun(found: Iterable[Candidate], typed: str) -> Candidates:
    """Return those that begin as typed, large and small letters alike."""
    start = typed.casefold()
    return Candidates(tuple(each for each in found if each.text.casefold().startswith(start)))
