"""Papers as BibTeX: entries that say what is known and no more, under keys that last.

A paper whose page in the Proceedings of Machine Learning Research is linked is
``@inproceedings``, its series and volume as that address tells them. Of any
other paper it is not known that it appeared: it is ``@misc``, presented at the
conference.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterable, Mapping, Sequence

from planner.export.latex import latex, latex_title
from planner.export.links import best_first, openreview, proceedings
from planner.model import Conference, Event, Link
from planner.schedule.papers import Paper, paper_key
from planner.schedule.text import clean, fold

_ASCII_WORD = re.compile(r"[a-z0-9]+")
#: Words of a title that tell nothing about it.
_NOT_TELLING = {
    "a", "an", "and", "are", "as", "at", "be", "beyond", "by", "can", "do", "does", "for",
    "from", "how", "in", "into", "is", "it", "its", "need", "not", "of", "on", "or", "our",
    "position", "that", "the", "their", "this", "to", "toward", "towards", "under", "using",
    "via", "vs", "we", "what", "when", "where", "which", "who", "why", "with", "without",
    "you", "your",
}  # fmt: skip
_SUFFIX = re.compile(r"(?:jr|sr)\.?|ii|iii|iv", re.IGNORECASE)
#: Words at which BibTeX would part a name, or which it would take for more people.
_PARTING = re.compile(r",|(?:^|\s)and(?:\s|$)|^others$", re.IGNORECASE)
#: What may stand in an address as it is; all else is percent-encoded (RFC 3986, section 2).
_IN_ADDRESS = "!#$%&'()*+,-./:;=?@_~[]"


def bibtex(conference: Conference, chosen: Sequence[Event], keys: Mapping[str, str]) -> str:
    """Return a BibTeX file of papers, in the order of their keys.

    Args:
        conference: Gives the year, and where the papers were presented.
        chosen: The showings to write, each with the people and links of its
            paper; of several showings of one paper the first is written.
        keys: The citation keys by paper, see :func:`citation_keys`.
    """
    papers: dict[str, Event] = {}
    for event in chosen:
        papers.setdefault(keys[paper_key(event)], event)
    name = clean(conference.name).replace("@", " ")
    entries = [_entry(conference, key, papers[key]) for key in sorted(papers)]
    return f"% Papers of {name}, saved by planner\n\n" + "\n".join(entries)


def citation_keys(conference: Conference, papers: Iterable[Paper]) -> dict[str, str]:
    """Return each paper's citation key: ``gao2024graph``, family name, year and telling word.

    Where several papers would have the same, the first keeps it and the others
    get ``-b``, ``-c`` and so on. Given all papers of a schedule in an order
    that lasts, a paper's key does not depend on what is exported with it.
    """
    found: dict[str, str] = {}
    used: dict[str, int] = {}
    for paper in papers:
        stem = _stem(conference, paper)
        used[stem] = number = used.get(stem, 0) + 1
        found[paper.key] = stem if number == 1 else f"{stem}-{_letters(number)}"
    return found


def _stem(conference: Conference, paper: Paper) -> str:
    names = [word for word in clean(paper.author or "").split() if not _SUFFIX.fullmatch(word)]
    # A name that ASCII cannot say gives way to the word before it, at last to the conference's.
    family = next(filter(None, map(_ascii, reversed(names))), "") or (
        re.sub(r"[^a-z]", "", conference.id) or "paper"
    )
    telling = _ASCII_WORD.findall(fold(paper.title).replace("'", ""))
    word = next((word for word in telling if word not in _NOT_TELLING), "".join(telling[:1]))
    return f"{family[:40]}{conference.start.year}{word[:40]}"


def _ascii(word: str) -> str:
    return "".join(_ASCII_WORD.findall(fold(word)))


def _letters(number: int) -> str:
    """Return 2 as ``b``, 26 as ``z``, 27 as ``aa``."""
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("a") + place) + letters
    return letters


def _entry(conference: Conference, key: str, event: Event) -> str:
    where = latex(conference.title or conference.name)
    page, forum = proceedings(event.links), openreview(event.links)
    fields = {
        "title": latex_title(event.title),
        "author": " and ".join(filter(None, (_name(person.name) for person in event.people))),
    }
    if page:
        kind = "inproceedings"
        fields["booktitle"] = where
        fields["series"] = "Proceedings of Machine Learning Research"
        fields["volume"] = page.volume
        fields["publisher"] = "PMLR"
    else:
        kind = "misc"
        fields["howpublished"] = f"Presented at {re.sub('^The ', 'the ', where)}"
    fields["year"] = str(conference.start.year)
    url = page.url if page else _best(event.links)
    fields["url"] = _address(url) if url else ""
    # A field that styles pass over and reference managers keep: two links want no note in print.
    fields["openreview"] = _address(forum) if forum and forum != url else ""
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def _name(name: str) -> str:
    """Return a person's name so that BibTeX takes it as one, a ``Jr`` as what it is."""
    name = clean(name)
    first, _, last = name.rpartition(" ")
    given, _, family = first.rstrip(",").rpartition(" ")
    if given and _SUFFIX.fullmatch(last) and not _PARTING.search(f"{given} {family}"):
        return f"{latex(family)}, {latex(last)}, {latex(given)}"
    return f"{{{latex(name)}}}" if name and _PARTING.search(name) else latex(name)


def _best(links: Sequence[Link]) -> str | None:
    return next((link.url for link in best_first(links)), None)


def _address(url: str) -> str:
    return urllib.parse.quote(url, safe=_IN_ADDRESS)
