"""The parts that the text report is made of, line by line, up to the last column."""

from __future__ import annotations

import pytest

from envcheck.model import UNWRITTEN, CheckedSource, Failure, Finding, Location, Related, Report
from envcheck.reports import render
from tests.reports.helpers import finding, report

IN = " " * 11


def lines(shown: Report) -> list[str]:
    """The lines of a report above its summary."""
    found = render("text", shown).split("\n")
    assert found[-1] == ""
    return found[:-2]


def paragraph(*found: Finding) -> list[str]:
    """The lines of one group below its heading."""
    shown = lines(report(*found, sources=()))
    assert (shown[0], shown[1], shown[-1]) == ("api / production", "", "")
    return shown[2:-1]


def words(width: int) -> tuple[str, str]:
    """A text of so many columns that ends in a short word, and its part before that."""
    before = "x" * (width - 3)
    return f"{before} ab", before


# -- headings


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (80 - 19, ["api / production   {path}", ""]),
        (80 - 18, ["api / production", "  {path}", ""]),
    ],
)
def test_a_source_stands_beside_its_heading_where_it_fits(length: int, expected: list[str]) -> None:
    path = "p" * length
    read = (CheckedSource("api", "production", path, 1, True),)

    assert lines(report(finding(location=None), sources=read))[:2] == [each.format(path=path) for each in expected][:2]


def test_sources_stand_beside_each_other_or_below() -> None:
    """Those of another group are not among them."""
    few, many = (
        tuple(CheckedSource("api", "production", f"{number}{'p' * length}.env", 1, True) for number in range(2))
        for length in (1, 30)
    )
    other = CheckedSource("api", "staging", "s.env", 1, True)

    assert lines(report(finding(location=None), sources=(*few, other)))[0] == "api / production   0p.env, 1p.env"
    assert lines(report(finding(location=None), sources=(*many, other)))[:4] == [
        "api / production",
        f"  0{'p' * 30}.env",
        f"  1{'p' * 30}.env",
        "",
    ]


# -- findings


def test_a_name_stands_beside_its_rule_where_it_fits() -> None:
    head = "  error    wrong-type"
    fits, longer = "A" * (78 - len(head)), "A" * (79 - len(head))

    assert paragraph(finding(variable=fits, location=None))[0] == f"{head}  {fits}"
    assert paragraph(finding(variable=longer, location=None))[:2] == [head, f"{IN}{longer}"]


def test_a_finding_without_a_name_is_its_rule() -> None:
    assert paragraph(finding(variable=None, location=None, message="It is odd.")) == ["  error    wrong-type", f"{IN}It is odd."]


@pytest.mark.parametrize(("severity", "head"), [("error", "  error    "), ("warning", "  warning  "), ("note", "  note     ")])
def test_rules_stand_below_each_other(severity: str, head: str) -> None:
    assert paragraph(finding(severity=severity, location=None))[0] == f"{head}wrong-type  PORT"  # type: ignore[arg-type]


def test_a_message_is_broken_behind_the_last_column() -> None:
    """And a hint stands below its own first word."""
    whole, _ = words(80 - len(IN))
    longer, start = words(81 - len(IN))
    hint, _ = words(80 - len(IN) - len("hint: "))
    more, first = words(81 - len(IN) - len("hint: "))

    assert paragraph(finding(message=whole, hint=hint, location=None))[1:] == [f"{IN}{whole}", f"{IN}hint: {hint}"]
    assert paragraph(finding(message=longer, hint=more, location=None))[1:] == [
        f"{IN}{start}",
        f"{IN}ab",
        f"{IN}hint: {first}",
        f"{IN}      ab",
    ]


def test_what_is_alike_but_for_the_name_is_said_of_each() -> None:
    """In the message and in the hint."""
    found = [finding(variable=name, message=f"{name} is odd.", hint=f"Set {name}.", location=None) for name in ("A", "B")]

    assert paragraph(*found) == [
        *("  error    wrong-type  2 variables", f"{IN}Each is odd.", f"{IN}hint: Set each.", f"{IN}A", f"{IN}B")
    ]


def test_a_name_within_another_word_is_not_that_name() -> None:
    """So the two are not alike."""
    found = [finding(variable=name, message=f"{name} is odd, and {name}_OLD is not.", location=None) for name in ("A", "B")]

    assert paragraph(*found) == [
        *("  error    wrong-type  A", f"{IN}A is odd, and A_OLD is not.", ""),
        *("  error    wrong-type  B", f"{IN}B is odd, and B_OLD is not."),
    ]


def test_a_message_that_does_not_start_with_the_name_stays_as_it_is() -> None:
    found = [finding(variable=name, message=f"of {name}, each.", location=Location("a", 1)) for name in ("A", "B")]

    assert paragraph(*found)[1:] == [f"{IN}of each, each.", f"{IN}A at a:1", f"{IN}B at a:1"]


def test_other_severities_rules_and_hints_are_paragraphs_of_their_own() -> None:
    """The worst first; between two there is an empty line."""
    found = [
        finding("wrong-type", "A", message="It is odd.", severity="note", location=None),
        finding("wrong-type", "B", message="It is odd.", location=None),
        finding("wrong-type", "C", message="It is odd.", hint="Mend it.", location=None),
        finding("wrong-format", "D", message="It is odd.", location=None),
    ]

    assert paragraph(*found) == [
        *("  error    wrong-type  B", f"{IN}It is odd.", ""),
        *("  error    wrong-type  C", f"{IN}It is odd.", f"{IN}hint: Mend it.", ""),
        *("  error    wrong-format  D", f"{IN}It is odd.", ""),
        *("  note     wrong-type  A", f"{IN}It is odd."),
    ]


def test_one_variable_found_twice_is_one_heading_with_two_places() -> None:
    found = [finding(location=Location("a.env", line)) for line in (1, 2)]

    assert paragraph(*found)[2:] == [f"{IN}at a.env:1", f"{IN}at a.env:2"]


def test_places_that_all_share_are_said_once() -> None:
    """Else each stands below its own."""
    related = (Related("set here", Location("b.env", 3)),)
    found = [finding(variable=name, message="It is odd.", location=Location("a.env", 1), related=related) for name in ("A", "B")]
    see = f"{IN}see b.env:3 (set here)"

    assert paragraph(*found)[2:] == [f"{IN}A at a.env:1", f"{IN}B at a.env:1", see]
    assert paragraph(found[0], found[1]._replace(related=()))[2:] == [f"{IN}A at a.env:1", see, f"{IN}B at a.env:1"]


def test_a_place_stands_beside_its_name_where_it_fits() -> None:
    """It is never broken, not even at a blank."""
    fits, longer = ("p " * 30 + "p" * length for length in (80 - 11 - 2 - 3 - 60, 81 - 11 - 2 - 3 - 60))
    found = [finding(variable=name, message="It is odd.", location=Location(path)) for name, path in (("A", fits), ("B", longer))]

    assert paragraph(*found)[2:] == [f"{IN}A at {fits}", f"{IN}B", f"{IN}  at {longer}"]


def test_a_remark_stands_beside_its_place_where_it_fits() -> None:
    """Below it is words, and broken as such."""
    room = 80 - len(IN) - len("see b (") - len(")")
    fits, longer = "r" * room, "r" * (room + 1)
    long, before = words(80 - len(IN) - 2)
    related = tuple(Related(text, Location("b")) for text in (fits, longer, long))

    assert paragraph(finding(location=None, related=related))[2:] == [
        f"{IN}see b ({fits})",
        *(f"{IN}see b", f"{IN}  ({longer})"),
        *(f"{IN}see b", f"{IN}  ({before}", f"{IN}  ab)"),
    ]


def test_what_is_found_beside_a_comparison_has_a_heading_of_its_own() -> None:
    """Though nothing was read of its file."""
    found = finding("unused-allow", None, service=None, environment=None, message="It is odd.", location=Location("c.toml", 7))

    assert lines(report(found, command="diff", sides=("a", "b"), sources=()))[:3] == ["c.toml", "", "  warning  unused-allow"]


# -- what was not checked


def test_a_failure_is_broken_at_blanks_but_not_in_the_name_of_its_source() -> None:
    """Later lines stand four columns to the right, those of a hint below its first word."""
    path = "a folder/" * 8 + "b.env"
    failure = Failure("missing-file", path, f"no {'x' * 60} file", f"check {'y' * 75} the path")

    assert lines(report(failures=(failure,), sources=())) == [
        f"not checked: {path}:",
        f"    no {'x' * 60} file",
        "    (missing-file)",
        "    hint: check",
        f"          {'y' * 75}",
        "          the path",
        "",
    ]


def test_a_failure_of_no_source_is_its_message() -> None:
    failures = (Failure("no-source", "", "nothing to check"), Failure(UNWRITTEN, "r.json", "it is full"))

    assert lines(report(failures=failures, sources=())) == [
        "not checked: nothing to check (no-source)",
        f"not written: r.json: it is full ({UNWRITTEN})",
        "",
    ]


def test_a_notice_is_broken_at_blanks() -> None:
    """Each has its own lines; later ones stand below its first word."""
    whole, _ = words(80 - len("notice: "))
    longer, before = words(81 - len("notice: "))

    assert lines(report(notices=(whole, longer))) == [f"notice: {whole}", f"notice: {before}", "        ab", ""]


def test_blanks_in_a_row_are_one() -> None:
    assert lines(report(notices=("one  two ",))) == ["notice: one two", ""]
