"""Events as Markdown: by day and topic, notes first, and no text of it ever markup."""

from __future__ import annotations

import urllib.parse
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from planner.export.markdown import MarkdownEvent, escaped, linked, markdown
from planner.model import Link
from planner.schedule.text import clean, clean_text_block

TUESDAY, WEDNESDAY = date(2024, 7, 23), date(2024, 7, 24)
FORUM = Link("OpenReview", "https://openreview.net/forum?id=x")
#: Strict CommonMark, and what GitHub reads besides.
READERS = {
    "commonmark": MarkdownIt("commonmark"),
    "github": MarkdownIt("gfm-like", {"linkify": False}),
}


def page(*events: MarkdownEvent, title: str = "ICML 2024: my plan", by_topic: bool = True) -> str:
    facts = ["ICML", "21-27 Jul 2024"]
    return markdown(title, facts, events, lambda day: f"{day:Day %d}", by_topic=by_topic)


def event(title: str, **known: object) -> MarkdownEvent:
    return MarkdownEvent(title, **{"day": TUESDAY, "topic": None, **known})  # type: ignore[arg-type]


def inline(text: str, reader: str = "commonmark") -> list[Token]:
    return [token for token in READERS[reader].parse(text) if token.type == "inline"]


def said(token: Token) -> str:
    """Return an inline token's text; breaks are line feeds, everything else must be text."""
    words = []
    for child in token.children or ():
        if child.type in ("hardbreak", "softbreak"):
            words.append("\n")
        elif child.type == "text":
            words.append(child.content)
        else:
            assert child.type in ("link_open", "link_close"), child
    return "".join(words)


def test_a_page_is_by_day_then_by_topic_and_has_what_is_unknown_last() -> None:
    assert (
        page(
            event("Late", day=WEDNESDAY, topic="Theory"),
            event("Lost", day=None),
            event("Plain"),
            event("Deep", topic="Deep Learning / LLMs"),
            event("Bare", topic="Applications"),
        )
        == """# ICML 2024: my plan

ICML\\
21-27 Jul 2024

## Day 23

### Applications

- Bare

### Deep Learning / LLMs

- Deep

### No topic

- Plain

## Day 24

### Theory

- Late

## No time known

- Lost
"""
    )


def test_a_page_by_time_keeps_the_order_and_says_each_time_once() -> None:
    posters = {"clock": "13:30-15:00", "topic": "Theory"}
    assert (
        page(
            event("Talk", clock="10:30-10:45", topic="Vision"),
            event("Only the day"),
            event("Poster b", **posters),
            event("Poster a", **posters, notes=("Go!",)),
            event("Late", day=WEDNESDAY),
            event("Lost", day=None),
            by_topic=False,
        ).split("21-27 Jul 2024\n\n")[1]
        == """\
## Day 23

### 10:30-10:45

- Talk
  - Vision

### 13:30-15:00

- Poster b
  - Theory
- Poster a
  > Go!
  - Theory

### No time known

- Only the day

## Day 24

- Late

## No time known

- Lost
"""
    )


def test_an_event_says_its_notes_first_and_then_what_is_known() -> None:
    told = event(
        "Genie",
        asides=("must", "seen"),
        people=("Ada Bär", "Ben"),
        showings=("Poster, 13:30-15:00, Hall C, board 503",),
        notes=("Ask Ada.\nTwice!\n\nThen go.", "And the talk."),
        links=(FORUM, Link("PMLR", "https://proceedings.mlr.press/v235/x.html")),
    )
    assert (
        page(told).split("## Day 23\n\n")[1]
        == """\
- [Genie](https://openreview.net/forum?id=x) (must, seen)
  > Ask Ada.\\
  > Twice!
  >
  > Then go.

  > And the talk.
  - Ada Bär, Ben
  - Poster, 13:30-15:00, Hall C, board 503
  - [OpenReview](https://openreview.net/forum?id=x), \
[PMLR](https://proceedings.mlr.press/v235/x.html)
"""
    )


def test_in_a_topic_what_has_a_note_comes_first_and_the_order_is_kept_else() -> None:
    names = ["b", "a", "noted", "c"]
    text = page(*(event(name, notes=("x",) if name == "noted" else ()) for name in names))
    assert [line[2:] for line in text.splitlines() if line.startswith("- ")] == [
        *("noted", "b", "a", "c")
    ]


def test_a_crowd_of_authors_is_cut_and_counted() -> None:
    text = page(event("Gemini", people=tuple(f"P{n}" for n in range(1100))))
    assert "P19 and 1,080 more" in text
    assert "P20," not in text


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "ftp://a.b", "//a.b", "", None, "https://a b"],
)
def test_what_is_no_address_of_the_web_is_text_alone(url: str | None) -> None:
    assert linked("A *b*", url) == r"A \*b\*"


def test_nothing_gives_no_empty_headings() -> None:
    assert page() == "# ICML 2024: my plan\n\nICML\\\n21-27 Jul 2024\n"


_SIGNS = st.text(
    st.one_of(
        st.sampled_from("\\`*_[]()<>&#~|$^{}!+-=.:;\"'/@1a9 \n\t"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=30,
)
_TEXT = st.one_of(
    _SIGNS,
    st.lists(
        st.sampled_from(
            ["# ", "- ", "1. ", "1) ", "+ ", "> ", "===", "---", "***", "```", "~~~", "    x",
             "*x*", "[a](b)", "![a](b)", "<script>", "</b>", "<!-- ", "&amp;", "&#60;", "|a|\n|-|",
             ":-:", "[ ] x", "<http://a.b>", "\\", "`", "[x]: y", "$$", "^a^", "~~x~~",
             "a\n", "\n\n"]
        ),
        max_size=5,
    ).map("".join),
)  # fmt: skip


@given(text=_TEXT.filter(clean))
@example(text="*x* [a](b) <script> # - 1.")
@example(text="1234567890. x")
@pytest.mark.parametrize("reader", READERS)
def test_any_text_comes_out_as_it_is_wherever_it_stands(text: str, reader: str) -> None:
    for form in ("{}", "# {}", "- {}", "> {}", "  - {}", "x\\\n{}", "- [{}](https://a.b)"):
        tokens = inline(form.format(escaped(text)), reader)
        assert len(tokens) == 1
        assert said(tokens[0]).removeprefix("x\n") == clean(text)


@given(title=_TEXT.filter(clean), note=_TEXT, name=_TEXT.filter(clean), topic=_TEXT.filter(clean))
@pytest.mark.parametrize("reader", READERS)
def test_any_page_holds_these_texts_and_nothing_else(
    title: str, note: str, name: str, topic: str, reader: str
) -> None:
    notes = (note,) if clean_text_block(note) else ()
    told = event(title, topic=topic, people=(name,), notes=notes, links=(Link(name, FORUM.url),))
    text = page(told, title=title)
    tokens = READERS[reader].parse(text)
    allowed = {"heading", "paragraph", "bullet_list", "list_item", "blockquote"}
    assert {token.type.rsplit("_", 1)[0] for token in tokens if token.type != "inline"} <= allowed
    # Lines of a note stay lines, and paragraphs paragraphs.
    paragraphs = clean_text_block(note).split("\n\n") if notes else []
    assert [said(token) for token in inline(text, reader)] == [
        *(clean(title), "ICML\n21-27 Jul 2024", "Day 23", clean(topic), clean(title)),
        *(paragraph for paragraph in paragraphs),
        *(clean(name), clean(name)),
    ]
    assert "<script" not in READERS[reader].render(text).lower()


@given(path=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=30))
@example("a)b(c")
@example("&copy;&amp")
@example("[a]<b>\\*_x_*")
def test_a_link_leads_where_it_says(path: str) -> None:
    url = f"https://a.example/{path}"
    (token,) = inline(linked("x", url))
    opening, word, closing = token.children or []
    assert (opening.type, word.content, closing.type) == ("link_open", "x", "link_close")
    encoded = "".join(f"%{ord(sign):02X}" if sign in '"<>\\^`{|}' else sign for sign in url)
    assert _same(str(opening.attrs["href"])) == _same(encoded)


def _same(url: str) -> str:
    # The reader may write signs of an address in their other form (RFC 3986, section 6.2.2).
    return urllib.parse.unquote(url)
