"""HTML from outside as plain text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.schedule.markup import line_of_html, text_of_html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One.</p><p>Two &amp; three.</p>", "One.\n\nTwo & three."),
        ("one<br/>two<BR>three", "one\ntwo\nthree"),
        ("<ul>\n<li>a</li>\n<li>b <b>c</b></li>\n</ul>", "- a\n- b c"),
        ("<h2>Head</h2>text", "Head\n\ntext"),
        ("<div>  a \n  line </div>", "a line"),
        ("<pre>a\n b</pre>", "a\nb"),
        ("a<script>alert('<p>')</script>b<style>p {}</style>c", "abc"),
        ("a<!-- <p>gone</p> -->b", "ab"),
        ("a <em>word</em>\nand a line", "a word\nand a line"),
        ("&lt;p&gt; stays a sign", "<p> stays a sign"),
        ("&#8364; &#x20AC; &euro; &nosuchentity;", "€ € € &nosuchentity;"),
    ],
)
def test_markup_becomes_lines(html: str, text: str) -> None:
    assert text_of_html(html) == text


@pytest.mark.parametrize(
    "text",
    [
        "a < b and c > d",
        "vector<int> & List<T>",
        "AT&T",
        "x &lt without an end",
        "two\n\nparagraphs\n  indented",
        "<3",
    ],
)
def test_plain_text_passes_unchanged(text: str) -> None:
    assert text_of_html(text) == text


@given(st.text(alphabet=st.characters(exclude_characters="<&")))
def test_text_without_signs_of_markup_is_left_alone(text: str) -> None:
    assert text_of_html(text) == text


@given(st.text(alphabet="<>/!-pbli scrt&;#x1\"'="))
def test_anything_gives_a_text(text: str) -> None:
    text_of_html(text)


@pytest.mark.parametrize(
    "part",
    ["<", "<a", "<a ", "</", "<!--", "<script>", "<style ", "<p>", "<p ", "&", "&#", "<a b='"],
)
def test_hostile_text_takes_time_in_proportion(part: str) -> None:
    def seconds(length: int) -> float:
        text = part * (length // len(part))
        began = time.process_time()
        text_of_html(text)
        return time.process_time() - began

    # Four times the text would take sixteen times as long if the work were quadratic.
    assert seconds(400_000) < 8 * seconds(100_000) + 0.25


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("<i>Old</i> lights &amp; new", "Old lights & new"),
        ("The <video> element", "The <video> element"),
        ("<script> kiddies, <b> and vector<int>", "<script> kiddies, <b> and vector<int>"),
        ("CO<sub>2</sub>", "CO2"),
    ],
)
def test_a_title_loses_its_looks_but_not_its_subject(title: str, line: str) -> None:
    assert line_of_html(title) == line
