"""The HTML report says what was meant, is whole in itself, and nothing in it is more than text."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envcheck.model import UNWRITTEN, CheckedSource, Failure, Listed, Location, Related, Report, Row
from envcheck.reports import render
from envcheck.reports.html_page import rule_page
from envcheck.reports.html_style import STYLE
from envcheck.rules.all import RULES
from tests.program import Files, write
from tests.reports.helpers import HOSTILE, SOURCE, finding, report, reports, texts
from tests.test_escape import unescaped

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Program

VOID = ("meta",)
#: Elements that have no attribute.
PLAIN = (
    *("head", "title", "style", "body", "main", "footer", "h1", "h4", "ul", "strong", "em", "code", "pre"),
    *("caption", "thead", "tbody", "tr"),
)
#: Every element that the report is made of, and the attributes that it may have.
ELEMENTS = {
    **{name: set[str]() for name in PLAIN},
    "html": {"lang"},
    "meta": {"charset", "name", "content", "http-equiv"},
    "header": {"class"},
    "nav": {"aria-label"},
    "section": {"aria-labelledby"},
    "article": {"class", "aria-labelledby"},
    "h2": {"id"},
    "h3": {"id"},
    "a": {"href"},
    "p": {"class"},
    "ol": {"class"},
    "li": {"id", "class"},
    "span": {"class", "aria-hidden"},
    "div": {"class", "role", "aria-labelledby", "tabindex"},
    "table": {"class"},
    "th": {"scope"},
    "td": {"class"},
}
#: Every word of ours that an attribute may hold.
OURS = re.compile(
    r"#?(finding|variables|group)-[0-9]+|#?rule-[a-z0-9-]+|#?(failures|notices|findings|sources|rules)"
    r"|en|utf-8|viewport|color-scheme|referrer|no-referrer|light dark|width=device-width, initial-scale=1|Content-Security-Policy"
    r"|Contents|group|true|0|col|row|matrix|frame|page|kind|quiet|hint|label|problem|state|head|sign|fine"
    r"|(badge )?(error|warning|note|good)"
)


class Element:
    """An element as a parser sees it: its attributes, and the texts that are shown in it."""

    def __init__(self, name: str, attributes: dict[str, str | None]) -> None:
        self.name = name
        self.attributes = attributes
        self.texts: list[str] = []

    @property
    def text(self) -> str:
        """All that is shown, escapes read back."""
        return unescaped("".join(self.texts))


class Reader(HTMLParser):
    """Reads a document, and refuses one whose elements are not closed in their order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        assert len(element.attributes) == len(attrs)
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.texts.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def all(self, name: str, **attributes: str) -> list[Element]:
        """The elements of a name with these attributes."""
        wanted = {key.strip("_"): value for key, value in attributes.items()}.items()
        return [each for each in self.elements if each.name == name and wanted <= each.attributes.items()]


def harmless(text: str) -> Reader:
    """A document of nothing but our own elements, attributes and words in them, that needs nothing but itself."""
    page = Reader(text)
    ids = [each.attributes["id"] for each in page.elements if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    for each in page.elements:
        assert each.attributes.keys() <= ELEMENTS[each.name], each.name
        for name, value in each.attributes.items():
            assert value is not None
            assert OURS.fullmatch(value) or (each.name == "meta" and value.startswith("default-src 'none'; ")), value
            assert "http" not in value
            assert name not in ("href", "aria-labelledby") or value.removeprefix("#") in ids, value
    assert "<script" not in text
    assert all(line.isprintable() and not line.lstrip().startswith("::") for line in text.split("\n"))
    assert re.findall(r"##(?:vso)?\[", text) == []
    return page


LISTED = (
    Listed("api", "staging", "s.env", "LOG_LEVEL", False, "missing"),
    Listed("api", "staging", "s.env", "PORT", True, "set"),
    Listed("api", "production", "p.env", "LOG_LEVEL", False, "set as OLD_LEVEL"),
    Listed("api", "production", "p.env", "PORT", True, "empty", ("wrong-type",), "error"),
)


def cells(page: Reader) -> list[list[str]]:
    """What the cells of all tables with variables say, without the labels for narrow screens."""
    lines: list[list[str]] = []
    for each in page.elements:
        if each.name == "tr":
            lines.append([])
        elif each.name in ("th", "td"):
            lines[-1].append(each.text)
    return lines


def test_a_check_is_a_matrix_for_each_service() -> None:
    """The worst row first; a cell says what the variable is there, and what is wrong."""
    found = (finding(), finding("unknown-variable", "STRAY", environment="staging"))
    page = harmless(render("html", report(*found, listed=LISTED, allowed=2)))

    assert [each.text for each in page.all("h1")] == ["× envcheck check: failed, 1 error, 1 warning, 2 allowed"]
    assert [each.text for each in page.all("title")] == ["envcheck check: failed, 1 error, 1 warning, 2 allowed"]
    assert cells(page)[:4] == [
        ["variable", "staging", "production"],
        ["PORT", "stagingset required", "productionempty required× error wrong-type"],
        ["STRAY", "stagingnot in the schema! warning unknown-variable", "productionnot in the schema"],
        ["LOG_LEVEL", "stagingmissing", "productionset as OLD_LEVEL"],
    ]
    (item,) = page.all("li", id="finding-1")
    assert item.text == "× error PORT wrong-typePORT is not an integer: a sign and digits.at exports/api.json:7:16"
    assert [each.text for each in page.all("a", href="#finding-1")] == ["wrong-type"]


def test_a_comparison_is_two_columns_and_a_verdict() -> None:
    """With every variable, whether asked for or not."""
    rows = (
        Row("worker", "PORT", "set", "set", "equal"),
        Row("worker", "DATABASE_URL", "session pooler", "direct connection", "endpoint-drift", "error"),
        Row("worker", None, "set", "missing", "missing-in-environment", "error"),
    )
    found = finding("endpoint-drift", "DATABASE_URL", service="worker", message="It differs.")._replace(other="staging")
    page = harmless(render("html", report(found, command="diff", sides=("staging", "production"), rows=rows)))

    assert cells(page)[:4] == [
        ["variable", "staging", "production", "verdict"],
        ["DATABASE_URL", "stagingsession pooler", "productiondirect connection", "verdict× error endpoint-drift"],
        ["(not shown)", "stagingset", "productionmissing", "verdict× error missing-in-environment"],
        ["PORT", "stagingset", "productionset", "verdictequal"],
    ]
    assert [each.text for each in page.all("a", href="#finding-1")] == ["endpoint-drift"]


@pytest.mark.parametrize(
    ("shown", "tone", "title"),
    [
        (report(), "good", "passed, no findings"),
        (report(notices=("no schema was applied.",)), "warning", "passed, no findings"),
        (report(finding(severity="warning"), exit_code=0), "warning", "passed, 1 warning"),
        (report(finding(), exit_code=0), "warning", "passed, 1 error"),
        (report(finding(), allowed=3), "error", "failed, 1 error, 3 allowed"),
        (report(failures=(Failure("missing-file", "a", "b"),)), "error", "incomplete"),
        (report(failures=(Failure(UNWRITTEN, "a", "b"),)), "error", "incomplete"),
    ],
)
def test_nothing_looks_better_than_it_is(shown: Report, tone: str, title: str) -> None:
    """Only a whole run without errors, warnings and notices is green, and only there is a hook drawn."""
    text = render("html", shown)
    page = harmless(text)

    assert [each.attributes["class"] for each in page.all("header")] == [tone]
    assert page.all("title")[0].text == f"envcheck check: {title}"
    assert ("✓" in text) == (tone == "good")


def test_what_was_not_checked_comes_first() -> None:
    """And a table says that it is not whole."""
    failed = (Failure("missing-file", "b.env", "no such file", "check the path"),)
    page = harmless(render("html", report(finding(), failures=failed, listed=LISTED)))

    assert page.all("h2")[0].text == "× incomplete not everything was checked"
    assert "not checked: b.env: no such file (missing-file)Hint: check the path" in [each.text for each in page.all("li")]
    assert "× incomplete What could not be read is not in this table." in [each.text for each in page.all("p")]


def test_two_sources_of_one_environment_are_two_columns() -> None:
    """Called after their files."""
    listed = [each._replace(environment="staging") for each in LISTED]

    assert cells(harmless(render("html", report(listed=tuple(listed)))))[0] == ["variable", "s.env", "p.env"]


def test_the_policy_lets_through_this_style_sheet_and_nothing_else() -> None:
    """By its hash."""
    text = render("html", report())
    digest = base64.b64encode(hashlib.sha256(re.findall("<style>(.*)</style>", text, re.S)[0].encode()).digest()).decode()

    assert f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'" in text
    assert re.findall(r"url\(|@import|http|<", STYLE) == []


@pytest.mark.parametrize("id", RULES)
def test_the_page_of_a_rule_is_whole(id: str) -> None:
    """Each word of it is there, and no sign of Markdown is left outside of code."""
    page = Reader(rule_page(RULES[id]))
    words = re.findall(r"\w+", re.sub("^```.*", "", RULES[id].page, flags=re.M))
    shown = "".join(page.elements[0].texts)
    prose = [each.text for each in page.all("p")]

    assert set(words) <= set(re.findall(r"\w+", shown))
    assert "```" not in shown
    assert [each.text for each in page.all("h3")] == [id]
    assert len(page.all("pre")) == RULES[id].page.count("```") // 2
    assert [each for each in prose if "`" in each or each.startswith("#")] == []


def test_the_worst_service_comes_first() -> None:
    """In a check and in a comparison."""
    rows = (Row("web", "A", "set", "set", "equal"), Row("api", "A", "set", "empty", "shape-drift", "warning"))
    listed = (LISTED[0]._replace(service="web"), *LISTED)
    for shown in (report(listed=listed), report(command="diff", sides=("a", "b"), rows=rows)):
        assert [each.text for each in harmless(render("html", shown)).all("h2")][:2] == ["Service api", "Service web"]


def test_words_with_stress_are_so() -> None:
    """A star in code is a star."""
    page = Reader(rule_page(RULES["misleading-name"]))

    assert "session pooler" in [each.text for each in page.all("em")]


def luminance(color: str) -> float:
    """How light a colour is, as WCAG 2 counts."""
    digits = color * 2 if len(color) == 3 else color
    shares = (int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4))
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "print"])
def test_every_text_can_be_read_on_its_ground(scheme: int) -> None:
    """A contrast of 4.5 to 1 at least."""
    colors = {name: luminance(color) for name, color in re.findall(r"--([a-z-]+): #(\w+);", STYLE.split(":root {")[scheme + 1])}
    pairs = [(name, ground) for name in ("text", "quiet", "link") for ground in ("page", "panel")]
    pairs += [(name, f"{name}-page") for name in ("error", "warning", "note", "good")]
    pairs += [("text", f"{name}-page") for name in ("error", "warning", "good")]
    for pair in pairs:
        dark, light = sorted(colors[name] for name in pair)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, pair


# -- what a text from a file may not do

MORE = (
    *("<script>alert(1)</script>", "</style><script>", "<img src=x onerror=x>", "--></title>", "&lt;b&gt;", "&#60;", "&amp"),
    *("' onclick='x", '" id="findings', "javascript:x", "https://x.example/a?b=c&d=e", "#findings", "finding-1", "##", "###["),
    *("`", "*a*", "</code>", "<!--", "]]>", "<![CDATA[", "{{x}}", " a ", "a  b"),
)
hostile = st.one_of(st.sampled_from((*HOSTILE, *MORE)), st.text(st.sampled_from("<>&\"'#[]:; a=/-!`*\\"), max_size=12), texts)


@given(hostile, hostile, hostile, hostile)
def test_a_finding_says_what_was_meant(name: str, message: str, hint: str, path: str) -> None:
    """Its texts are the originals, and the text of nothing else."""
    related = (Related(message, Location(path, 3)),)
    found = finding(variable=name, message=message, hint=hint, service=name, location=Location(path, 2), related=related)
    read = (CheckedSource(name, "production", path, 1, True),)
    failed = (Failure("missing-file", path, message, hint),)
    page = harmless(render("html", report(found, sources=read, failures=failed, notices=(message,))))
    (item,) = page.all("li", id="finding-1")
    beside = f" {name}" if name else ""
    behind = f"Hint: {hint}" if hint else ""

    assert item.text == f"× error{beside} wrong-type{message}{behind}at {path}:2see {path}:3 ({message})"
    source = f"{path}: " if path else ""
    assert f"not checked: {source}{message} (missing-file){behind}" in [each.text for each in page.all("li")]
    assert message in [each.text for each in page.all("li")]


@given(hostile, hostile, hostile, hostile)
def test_a_table_says_what_was_meant(name: str, left: str, right: str, path: str) -> None:
    """Of a check and of a comparison."""
    listed = (Listed(name, left, path, name, True, right, ("wrong-type",), "error"),)
    checked = harmless(render("html", report(listed=listed)))
    rows = (Row(name, name, left, right, "equal"),)
    compared = harmless(render("html", report(command="diff", sides=(left, right), rows=rows)))

    assert cells(checked)[:2] == [["variable", left], [name, f"{left}{right} required× error wrong-type"]]
    assert cells(compared)[:2] == [
        ["variable", left, right, "verdict"],
        [name, f"{left}{left}", f"{right}{right}", "verdictequal"],
    ]


listed_ = st.builds(
    Listed,
    st.none() | texts,
    st.none() | texts,
    texts,
    texts,
    st.booleans(),
    texts,
    st.lists(st.sampled_from(list(RULES)), max_size=2).map(tuple),
    st.none() | st.sampled_from(["error", "warning", "note"]),
)


@given(reports, st.lists(listed_, max_size=5).map(tuple))
@settings(max_examples=60)
def test_any_report_is_harmless(shown: Report, listed: tuple[Listed, ...]) -> None:
    """Every finding is there once, and the page of each rule that speaks."""
    page = harmless(render("html", shown._replace(listed=listed)))

    assert len([each for each in page.elements if (each.attributes.get("id") or "").startswith("finding-")]) == len(
        shown.findings
    )
    assert sorted({each.rule.id for each in shown.findings}) == [
        (each.attributes["aria-labelledby"] or "").removeprefix("rule-") for each in page.all("article")
    ]


# -- as part of a run

FILES: Files = {
    "schema.json": {"required": ["TOKEN"], "properties": {"TOKEN": {}, "PORT": {"type": "integer"}}},
    "a.env": "PORT=8000\n",
}
HELD = ("check", "a.env", "--schema", "schema.json", "--isolated")


@pytest.mark.parametrize("format", ["text", "json", "markdown"])
def test_what_html_lists_is_in_no_other_report(format: str, folder: Path, program: Program) -> None:
    """Unless it is asked for."""
    write(folder, FILES)
    alone = program(*HELD, "--format", format)
    beside = program(*HELD, "--format", format, "--output", "html:report.html")

    assert (alone.code, alone.out) == (beside.code, beside.out)
    assert "every variable in" in (folder / "report.html").read_text(encoding="utf-8")


def test_a_schema_alone_has_findings_only(folder: Path, program: Program) -> None:
    """No variable was read."""
    write(folder, {"bad.json": {"properties": {"A": {"mininum": 1}}}})
    page = harmless(program("schema", "check", "bad.json", "--format", "html").out)

    assert page.all("h1")[0].text == "× envcheck schema check: failed, 2 errors"
    assert [each.text for each in page.all("h2")] == ["2 findings", "What was read", "Rules that speak here"]


def test_a_place_tells_no_length() -> None:
    """Where a value ends is not said."""
    assert str(SOURCE.end_column) not in "".join(Reader(render("html", report(finding()))).all("main")[0].texts)
