"""Papers as BibTeX: keys that last, honest entries, and text that comes back from LaTeX."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pybtex.database import BibliographyData, Entry, parse_string
from pylatexenc.latex2text import (  # type: ignore[import-untyped]
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

from planner.export.bibtex import bibtex, citation_keys
from planner.export.latex import latex, latex_title
from planner.model import Conference, Event, Kind, Link, Person
from planner.schedule.papers import Paper
from planner.schedule.text import clean

ICML = Conference(
    "icml2024",
    "ICML 2024",
    "The 41st International Conference on Machine Learning",
    date(2024, 7, 21),
    date(2024, 7, 27),
    "Europe/Vienna",
)
FORUM = Link("OpenReview", "https://openreview.net/forum?id=bJbSbJskOS")
PAGE = Link("PMLR", "https://proceedings.mlr.press/v235/bruce24a.html")
SITE = Link("ICML", "https://icml.cc/virtual/2024/poster/33646")


def paper(title: str = "Genie", *people: str, id_: str = "poster-1", **known: Any) -> Event:
    names = tuple(Person(name) for name in people)
    return Event(id_, Kind.POSTER, title, people=names, **known)


def keys_of(*events: Event) -> dict[str, str]:
    heads: dict[str, Paper] = {}
    for event in events:
        author = event.people[0].name if event.people else None
        key = event.paper or event.id
        heads.setdefault(key, Paper(key, event.id, author, event.title))
    return citation_keys(ICML, heads.values())


def read(*events: Event) -> BibliographyData:
    return parse_string(bibtex(ICML, events, keys_of(*events)), "bibtex")


def entry(event: Event) -> Entry:
    (found,) = read(event).entries.values()
    assert isinstance(found, Entry)
    return found


#: Commands of LaTeX's own (The LaTeX Companion, table 7.34) that the reader does not know.
_COMMANDS = get_default_latex_context_db()
_COMMANDS.add_context_category(
    "text signs",
    prepend=True,
    macros=[
        MacroTextSpec(f"text{name}", sign)
        for name, sign in {
            "braceleft": "{", "braceright": "}", "less": "<", "greater": ">", "bar": "|",
            "asciicircum": "^",
        }.items()
    ],
)  # fmt: skip


def plain(text: str) -> str:
    """Return LaTeX as text, braces gone, as pylatexenc's own reader understands it."""
    reader = LatexNodes2Text(_COMMANDS, strict_latex_spaces=True, keep_comments=True)
    return unicodedata.normalize("NFC", reader.latex_to_text(text))


# What an entry says


def test_a_paper_with_a_page_in_the_proceedings_is_of_them() -> None:
    found = entry(paper("Genie", "Jake Bruce", links=(SITE, FORUM, PAGE)))
    assert found.type == "inproceedings"
    assert dict(found.fields) == {
        "title": "Genie",
        "booktitle": "The 41st International Conference on Machine Learning",
        "series": "Proceedings of Machine Learning Research",
        "volume": "235",
        "publisher": "PMLR",
        "year": "2024",
        "url": PAGE.url,
        "openreview": FORUM.url,
    }


def test_a_paper_of_which_no_proceedings_are_known_was_presented() -> None:
    found = entry(paper("Genie", "Jake Bruce", links=(SITE, FORUM)))
    assert found.type == "misc"
    assert dict(found.fields) == {
        "title": "Genie",
        "howpublished": "Presented at the 41st International Conference on Machine Learning",
        "year": "2024",
        "url": FORUM.url,
    }
    assert entry(paper(links=(SITE,))).fields["url"] == SITE.url


def test_what_is_not_known_is_not_said() -> None:
    found = entry(paper("Genie"))
    assert set(found.fields) == {"title", "howpublished", "year"}
    assert not found.persons


def test_only_addresses_of_the_web_are_written() -> None:
    found = entry(paper(links=(Link("x", "javascript:alert(1)"), Link("y", "ftp://a.b/c"))))
    assert "url" not in found.fields


def test_an_address_cannot_end_its_field() -> None:
    found = entry(paper(links=(Link("x", "https://a.example/}{\\x%20é?a=1&b=~c"),)))
    assert found.fields["url"] == "https://a.example/%7D%7B%5Cx%20%C3%A9?a=1&b=~c"


# Names


@pytest.mark.parametrize(
    ("name", "first", "von", "last", "lineage"),
    [
        ("Stan Z. Li", ["Stan", "Z."], [], ["Li"], []),
        ("Nando de Freitas", ["Nando"], ["de"], ["Freitas"], []),
        ("Hal Daumé III", ["Hal"], [], [r"Daum{\'e}"], ["III"]),
        ("Sammy Davis, Jr.", ["Sammy"], [], ["Davis"], ["Jr."]),
        ("Acme, Inc.", [], [], ["{Acme, Inc.}"], []),
        ("Search and Rescue", [], [], ["{Search and Rescue}"], []),
        ("others", [], [], ["{others}"], []),
        ("Özgür Ünal", [r"{\"O}zg{\"u}r"], [], [r"{\"U}nal"], []),
        ("Plato", [], [], ["Plato"], []),
    ],
)
def test_names_are_taken_apart_as_they_are_meant(
    name: str, first: list[str], von: list[str], last: list[str], lineage: list[str]
) -> None:
    (other, found) = entry(paper("Genie", "Ada Bär", name)).persons["author"]
    assert other.last_names == [r"B{\"a}r"]
    assert (found.first_names + found.middle_names, found.prelast_names) == (first, von)
    assert (found.last_names, found.lineage_names) == (last, lineage)


# Titles


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("A Graph is Worth K Words", "A Graph is Worth {K} Words"),
        ("DITTO: Inference-Time T-Optimization", "{DITTO}: Inference-Time {T}-Optimization"),
        ("OpenMoE in C++ and QuIP#", r"{OpenMoE} in {C}++ and {QuIP}\#"),
        ("A* Search, Vitamin A", "{A}* Search, Vitamin {A}"),
        ("École of ÉCOLE", r"{\'E}cole of {{\'E}COLE}"),
        ("100% & $5_6", r"100\% \& \$5\_6"),
        ("{a} ~ ^ \\", r"{\textbraceleft}a{\textbraceright} {\textasciitilde} "
         r"{\textasciicircum} {\textbackslash}"),
        ('"To be" or not--to be', r"{\textquotedblleft}To be{\textquotedblright} or not-{}-to be"),
        ("ℓ₀ and α", r"{\ensuremath{\ell}}{\ensuremath{_0}} and {\ensuremath{\alpha}}"),
        ("Nguyễn", r"Nguy{\~{\^e}}n"),
        ("Erdős", r"Erd{\H{o}}s"),
        ("naïve Łódź", r"na{\"{\i}}ve {\L}{\'o}d{\'z}"),
        ("王伟 🧪 Дом", "王伟 🧪 Дом"),
    ],
)  # fmt: skip
def test_titles_are_safe_and_keep_their_capitals(title: str, written: str) -> None:
    assert latex_title(title) == written


_SIGNS = (
    "{}\\$%&#_^~\"'`-?!,<>|*@= \u00e9\u00dc\u1ec5\u0141\u00df\u03b1\u2113\u2080\u2014\u201c王🧪"
)
#: What LaTeX's reader of pylatexenc gives back in another form, though it prints as it should.
_SAME = str.maketrans({"“": '"', "”": '"', "₀": "_0"})
_TEXT = st.text(st.one_of(st.sampled_from(_SIGNS + "aAbBK1 "), st.characters(
    min_codepoint=32, max_codepoint=0x17F, exclude_categories=("Cs", "Cc")
)), max_size=40)  # fmt: skip


@given(title=_TEXT)
@example("a{")
@example("\\}")
@example("--''``?`!`,,")
def test_any_title_comes_back(title: str) -> None:
    written = entry(paper(title)).fields.get("title", "")
    assert plain(written).translate(_SAME) == clean(title).translate(_SAME)


@given(names=st.lists(_TEXT.filter(clean), max_size=4), title=_TEXT)
@example(names=["Ada and Eve", "and", "Bär, AND", "others", "{", "a, b, c, d"], title="and")
@example(names=["Bär, Jr", "Jr.", "Ada Jr. III", "Ada, III"], title="A")
def test_any_names_come_back_as_many_people(names: list[str], title: str) -> None:
    (text,) = re.findall(r"^  author = \{(.*)\},$", _written(title, names), re.MULTILINE) or [""]
    found = entry(paper(title, *names)).persons.get("author", [])
    assert len(found) == len(names)
    if text:
        assert plain(text).count(" and ") >= len(names) - 1
    for person, name in zip(found, names, strict=True):
        parts = (
            *(person.first_names, person.middle_names, person.prelast_names),
            *(person.last_names, person.lineage_names),
        )
        said = [word for part in parts for word in part]
        assert _letters(plain(" ".join(said))) == _letters(name)


def _written(title: str, names: list[str]) -> str:
    event = paper(title, *names)
    return bibtex(ICML, [event], keys_of(event))


def _letters(text: str) -> list[str]:
    # BibTeX takes blanks, commas and ties between a name's parts for its own.
    return sorted(re.sub(r"[\s,~-]", "", clean(text).translate(_SAME)))


@given(text=st.text(max_size=60))
def test_braces_are_always_balanced_and_no_sign_is_left_bare(text: str) -> None:
    for written in (latex(text), latex_title(text)):
        depth = 0
        for sign in written:
            depth += (sign == "{") - (sign == "}")
            assert depth >= 0
        assert depth == 0
        assert not re.search(r"(?<!\\)[&%$#]|(?<![\\t])_(?!\d|\{|[a-z]\})", _without_maths(written))


def _without_maths(written: str) -> str:
    return re.sub(r"\\ensuremath\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}", "", written)


# Keys


@pytest.mark.parametrize(
    ("name", "title", "key"),
    [
        ("Zhangyang Gao", "A Graph is Worth K Words", "gao2024graph"),
        ("Bernhard Schölkopf", "On the ℓ₀ Norm", "scholkopf2024l0"),
        ("Hal Daumé III", "What to Do?", "daume2024what"),
        ("王 Wei", "Position: Why We Must Rethink", "wei2024must"),
        ("王伟", "DITTO-2: more", "icml2024ditto"),
        (None, "王", "icml2024"),
    ],
)
def test_a_key_is_family_name_year_and_telling_word(name: str | None, title: str, key: str) -> None:
    assert citation_keys(ICML, [Paper("x", "poster-1", name, title)]) == {"x": key}


def test_equal_keys_get_letters_in_the_order_of_the_schedule() -> None:
    papers = [Paper(str(n), f"poster-{n}", "Ada Bär", "Honey") for n in range(30)]
    keys = list(citation_keys(ICML, papers).values())
    assert keys[:3] == ["bar2024honey", "bar2024honey-b", "bar2024honey-c"]
    assert keys[25:28] == ["bar2024honey-z", "bar2024honey-aa", "bar2024honey-ab"]


@given(st.lists(st.tuples(st.one_of(st.none(), _TEXT), _TEXT), max_size=30))
def test_keys_are_unique_and_any_bibtex_takes_them(heads: list[tuple[str | None, str]]) -> None:
    papers = [Paper(str(n), f"poster-{n}", *head) for n, head in enumerate(heads)]
    keys = citation_keys(ICML, papers)
    assert len(set(keys.values())) == len(papers)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z]+)?", key) for key in keys.values())
    # What comes later in the schedule leaves the keys before it alone.
    assert list(citation_keys(ICML, papers[:5]).items()) == list(keys.items())[:5]


def test_several_papers_stand_in_the_order_of_their_keys_and_each_once() -> None:
    zoo = paper("Zoo", "Z Z", id_="poster-1", paper="z")
    talk = Event("oral-1", Kind.ORAL, "Zoo", people=zoo.people, paper="z")
    ape = paper("Ape", "A A", id_="poster-2")
    assert list(read(zoo, talk, ape).entries) == ["a2024ape", "z2024zoo"]
