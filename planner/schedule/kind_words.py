"""What other programmes call their events, and which kind of event that is.

To teach planner a word, add it to the table: small letters, no accents, words
apart by one blank. A name is looked up whole, then by how it ends ("Rust
devroom"), then by how it begins ("Workshop on causality"); the longest entry
wins, a plural is found by its singular.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from planner.model import Kind
from planner.schedule.text import fold

_Default = TypeVar("_Default", bound=Kind | None)

WORDS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.ORAL: ("oral", "oral presentation", "contributed oral"),
        Kind.SPOTLIGHT: ("spotlight", "spotlight poster", "poster spotlight"),
        Kind.POSTER: ("poster", "journal poster", "poster presentation"),
        Kind.INVITED_TALK: (
            "invited talk", "invited speaker", "invited lecture", "keynote", "keynote talk",
            "keynote speaker", "keynote lecture", "plenary lecture", "test of time",
        ),
        Kind.TALK: (
            "talk", "lightning talk", "lightningtalk", "short talk", "long talk", "expo talk",
            "expo talk panel", "sponsor talk", "contributed talk", "lecture", "presentation",
            "devroom", "developer room", "maintrack", "main track", "podium", "panel", "expo panel",
            "panel discussion", "discussion", "debate", "plenary", "interview", "seminar",
            "screening", "town hall", "townhall", "business meeting", "vortrag", "vortrage",
            "podiumsdiskussion", "diskussion", "conference pleniere", "presentation longue",
            "presentation courte", "table ronde", "ponencia", "charla", "palestra", "conferenza",
        ),
        Kind.TUTORIAL: (
            "tutorial", "tutoriel", "training", "course", "masterclass", "hands on", "schulung",
        ),
        Kind.WORKSHOP: (
            "workshop", "expo workshop", "hackathon", "hacking session", "sprint", "atelier",
            "taller", "oficina", "laboratorio", "werkstatt",
        ),
        Kind.DEMO: (
            "demo", "demonstration", "expo demonstration", "expo demo", "live demo", "booth",
            "stand", "exhibition", "exhibit", "exhibit hall", "exhibitor", "expo", "ausstellung",
        ),
        Kind.SOCIAL: (
            "social", "social event", "bof", "birds of a feather", "meetup", "meet up", "meeting",
            "self organized session", "assembly", "mixer", "party", "reception", "get together",
            "concert", "performance", "music", "dj set", "conference dinner", "gala dinner",
            "mentorship", "networking", "soiree", "rencontre", "treffen", "abendveranstaltung",
        ),
        Kind.AFFINITY: (
            "affinity", "affinity workshop", "affinity event", "affinity poster session",
            "affinity joint poster session",
        ),
        Kind.SESSION: ("session", "oral session", "poster session", "spotlight session"),
        Kind.BREAK: (
            "break", "coffee", "coffee break", "tea", "tea break", "tea time", "lunch",
            "lunch break", "breakfast", "brunch", "dinner", "meal", "refreshments", "rest",
            "lunch and break", "coffee and tea", "day off", "pause", "pause cafe", "pause dejeuner",
            "cafe", "buffet", "repas", "dejeuner", "petit dejeuner", "diner", "cocktail",
            "kaffee", "kaffeepause", "mittag", "mittagessen", "mittagspause", "fruhstuck",
            "abendessen", "imbiss", "pausa", "pausa caffe", "pausa cafe", "pausa pranzo", "pranzo",
            "colazione", "cena", "almuerzo", "comida", "desayuno", "descanso", "almoco", "jantar",
            "intervalo", "pauze", "koffie", "koffiepauze", "lunchpauze", "przerwa", "obiad",
            "prestavka", "obed", "frokost", "kaffepaus", "kahvi", "lounas", "tauko",
        ),
        Kind.OTHER: (
            "registration", "registration desk", "check in", "welcome", "welcome desk", "opening",
            "opening remarks", "opening ceremony", "closing", "closing remarks", "closing ceremony",
            "award", "awards", "award ceremony", "awards ceremony", "remarks", "organisation",
            "organization", "accueil", "accueil congressistes", "inscription", "ouverture",
            "cloture", "anmeldung", "registrierung", "einlass", "eroffnung", "abschluss",
            "registro", "inauguracion", "clausura", "registrazione", "apertura", "chiusura",
        ),
    }
)  # fmt: skip

_KINDS: Mapping[str, Kind] = MappingProxyType(
    {word: kind for kind, words in WORDS.items() for word in words}
)
_LONGEST = max(len(word.split()) for word in _KINDS)
_MOST_CHARACTERS = 300
#: Words of a title that may be a break of some sort.
_SHORT = 2
#: Lengths and remarks in brackets, and numbers: "Long talk (45 minutes)", "Poster Session 3".
_BRACKETS = re.compile(r"\([^()]*\)|\[[^][]*\]")
_NUMBERS = re.compile(r"\b(?:\d+[a-z]?|minutes?|mins?|min)\b")
_APART = re.compile(r"[^\w]+|_")
_TITLE_END = re.compile(r"\s*(?::|\s[-–—|/]\s|[(\[,]).*", re.DOTALL)


def kind_named(words: str | None, default: Kind) -> Kind:
    """Return the kind that foreign ``words`` name, such as a track's or a type's name.

    Args:
        words: The name as the file has it; None and an empty one name nothing.
        default: The kind where the words are not known.
    """
    return known_kind(words) or default


def known_kind(words: str | None) -> Kind | None:
    """Return the kind that foreign ``words`` name, None if they are not known."""
    found = _tokens(words)
    if kind := _whole(found):
        return kind
    for size in range(min(_LONGEST, len(found)), 0, -1):
        for part in (found[-size:], found[:size]):
            if kind := _whole(part):
                return kind
    return None


def kind_of_title(title: str, default: _Default) -> Kind | _Default:
    """Return the kind that an event's title names if it is no more than a name, else ``default``.

    "Lunch", "Coffee break (Hall A)" and "Keynote: Ada Lovelace" tell their kind;
    "Lunch with the kernel developers" may be about anything.
    """
    found = _tokens(_TITLE_END.sub("", title[:_MOST_CHARACTERS]))
    if kind := _whole(found):
        return kind
    # "Afternoon break", "Conference lunch".
    is_break = len(found) == _SHORT and _whole(found[-1:]) is Kind.BREAK
    return Kind.BREAK if is_break else default


def _tokens(words: str | None) -> list[str]:
    text = fold((words or "")[:_MOST_CHARACTERS])
    text = _NUMBERS.sub(" ", _APART.sub(" ", _BRACKETS.sub(" ", text)))
    return text.split()


def _whole(tokens: list[str]) -> Kind | None:
    text = " ".join(tokens)
    singular = text.removesuffix("s")
    return _KINDS.get(text) or _KINDS.get(singular)
