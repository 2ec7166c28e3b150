"""The parts that the HTML report is made of: markup of ours, and texts that are nothing but text."""

from __future__ import annotations

import html

import pytest
from hypothesis import given

from envcheck.reports.html_text import badge, code, label, link, own, section, table, tag, text
from tests.reports.helpers import texts
from tests.test_escape import unescaped


@given(texts)
def test_a_text_is_read_back(words: str) -> None:
    """And nothing in it is markup or the command of a runner."""
    written = text(words)

    assert unescaped(html.unescape(written)) == words
    assert written.isprintable()
    assert [sign for sign in ("<", ">", '"', "'", "##") if sign in written] == []


@pytest.mark.parametrize(
    ("words", "of_a_file", "of_ours"),
    [
        ("", "", ""),
        ("plain words", "plain words", "plain words"),
        ("<b> & \"c\" 'd'", "&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;", "&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;"),
        ("&lt;", "&amp;lt;", "&amp;lt;"),
        ("#a ##[b]", "#a #&#35;[b]", "#a #&#35;[b]"),
        ("a\nb", "a\\x0ab", "a\nb"),
        ("\\x1b", "\\x5cx1b", "\\x1b"),
    ],
)
def test_only_a_text_of_ours_has_lines_and_escapes(words: str, of_a_file: str, of_ours: str) -> None:
    assert (text(words), own(words)) == (of_a_file, of_ours)


def test_an_element_holds_markup_and_its_attributes_text() -> None:
    assert tag("p") == "<p></p>"
    assert tag("p", "<b>", "</b>") == "<p><b></b></p>"
    assert tag("p", class_="a b", aria_label='"&"') == '<p class="a b" aria-label="&quot;&amp;&quot;"></p>'


def test_a_name_is_code() -> None:
    assert code("<A>") == "<code>&lt;A&gt;</code>"


def test_a_link_leads_to_a_place_in_the_document() -> None:
    assert link("finding-1", "<b>x</b>") == '<a href="#finding-1"><b>x</b></a>'


def test_a_label_is_for_the_eye_only() -> None:
    assert label("a<b") == '<span class="label" aria-hidden="true">a&lt;b</span>'


@pytest.mark.parametrize(("inside", "lines"), [((), ""), (("<p>", "</p>"), "<p>\n</p>\n")])
def test_a_section_is_called_by_its_heading(inside: tuple[str, ...], lines: str) -> None:
    expected = f'<section aria-labelledby="a">\n<h2 id="a"><b>T</b></h2>\n{lines}</section>'

    assert section("a", "<b>T</b>", *inside) == expected


@pytest.mark.parametrize(("kind", "sign"), [("error", "×"), ("warning", "!"), ("note", "i"), ("good", "✓")])
def test_a_badge_says_by_a_sign_what_its_colour_says(kind: str, sign: str) -> None:
    """Those who hear the page hear only the word."""
    expected = f'<span class="badge {kind}"><span class="sign" aria-hidden="true">{sign}</span> a&lt;b</span>'

    assert badge(kind, "a<b") == expected


def test_a_table_has_a_caption_a_heading_and_a_body() -> None:
    assert table("Of <b>all</b>", ["<i>a</i>", "b"], ["<tr>1</tr>", "<tr>2</tr>"], class_="matrix").split("\n") == [
        '<table class="matrix">',
        "<caption>Of <b>all</b></caption>",
        '<thead><tr><th scope="col"><i>a</i></th><th scope="col">b</th></tr></thead>',
        "<tbody>",
        "<tr>1</tr>",
        "<tr>2</tr>",
        "</tbody>",
        "</table>",
    ]
