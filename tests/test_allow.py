"""What an entry of the config and a comment of a .env file allow, and what is said of those that allow nothing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envcheck.allow import ABSENT_RULES, Comment, Entry, apply
from envcheck.config import FIXED_RULES, load
from envcheck.days import day_of
from envcheck.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, UsageError
from envcheck.model import Finding, Location, Related, Remark, Source
from envcheck.options import FORMATS
from envcheck.rules.all import RULES
from envcheck.sources import dotenv_file, dotenv_remarks
from tests.conftest import TODAY, Program
from tests.program import Done, Files, run, write
from tests.reports.helpers import finding

ROOT = Path(__file__).parents[1]
DAY = day_of(TODAY)
MARKER = "Qx7Zj2kXq9wJz4Kx"

SERVICES = '[services.api]\nschema = "api.json"\n[services.worker]\nschema = "worker.json"\n'
ENVIRONMENTS = """\
[environments.staging.sources]
api = "api.staging.env"
worker = "worker.staging.env"
[environments.production.sources]
api = "api.production.env"
worker = "worker.production.env"
"""
CONFIG = SERVICES + ENVIRONMENTS
LINES = CONFIG.count("\n")
ENTRY = '[[allow]]\nrule = "weak-secret"\nreason = "for now"\n'
SCHEMA = {"required": ["ADMIN_PASSWORD"], "properties": {"ADMIN_PASSWORD": {"writeOnly": True}, "PORT": {"type": "integer"}}}
WEAK = "ADMIN_PASSWORD=letmein\n"
FILES: Files = {
    "envcheck.toml": CONFIG,
    **dict.fromkeys(("api.json", "worker.json"), SCHEMA),
    **dict.fromkeys(
        (f"{s}.{e}.env" for s in ("api", "worker") for e in ("staging", "production")), "ADMIN_PASSWORD=k3pt-Safe-9w\n"
    ),
}


def entry(rule: str = "wrong-type", **fields: Any) -> Entry:
    """An entry, as wide as can be but for what is given."""
    return Entry(
        rule,
        fields.get("variable"),
        fields.get("service"),
        tuple(fields.get("environments", ())),
        "made up",
        fields.get("expires"),
        Location("envcheck.toml", fields.get("line", 1)),
    )


def table(**fields: str) -> str:
    """The text of an entry; a field that is empty is left out."""
    written = {"rule": '"weak-secret"', "reason": '"for now"', **fields}
    return "[[allow]]\n" + "".join(f"{key} = {value}\n" for key, value in written.items() if value)


def found(done: Done) -> list[tuple[str, str | None, str | None]]:
    """Rule, environment and variable of every finding."""
    return [(each["rule"], each["environment"], each["variable"]) for each in done.report["findings"]]


def told(done: Done) -> list[tuple[str, str, str, int]]:
    """Rule, severity, file and line of every finding about allowing."""
    return [
        (each["rule"], each["severity"], each["location"]["path"], each["location"]["line"])
        for each in done.report["findings"]
        if each["rule"].endswith("-allow")
    ]


@pytest.fixture
def repository(folder: Path) -> Path:
    """Two services in two environments, in which all is well."""
    write(folder, FILES)
    return folder


# -- entries: what they may say


@pytest.mark.parametrize("is_shared", [False, True], ids=["envcheck.toml", "pyproject.toml"])
def test_everything_of_an_entry_is_kept(is_shared: bool, folder: Path) -> None:
    text = (
        CONFIG
        + ENTRY
        + table(rule='"wrong-type"', variable='"PORT"', service='"api"', environments='["staging", "live"]', expires="2027-01-31")
    )
    path = "pyproject.toml" if is_shared else "envcheck.toml"
    write(folder, {path: in_pyproject(text) if is_shared else text})
    entries = load(path, lambda: RULES).allow
    line = LINES + is_shared

    assert entries == (
        Entry("weak-secret", None, None, (), "for now", None, Location(path, line + 1)),
        Entry("wrong-type", "PORT", "api", ("staging", "live"), "for now", day_of("2027-01-31"), Location(path, line + 4)),
    )


def in_pyproject(text: str) -> str:
    """A config as it stands in pyproject.toml, one line further down."""
    return "[tool.envcheck]\n" + re.sub(r"^(\[+)", r"\1tool.envcheck.", text, flags=re.MULTILINE)


def test_entries_on_one_line_stand_there(folder: Path) -> None:
    one = 'rule = "weak-secret", reason = "for now"'
    write(folder, {"envcheck.toml": f"# a\nallow = [{{{one}}}, {{{one}}}]\n"})

    assert [each.location.line for each in load("envcheck.toml", lambda: RULES).allow] == [2, 2]


def test_a_config_without_entries_allows_nothing(folder: Path) -> None:
    write(folder, {"envcheck.toml": CONFIG})

    assert load("envcheck.toml", lambda: RULES).allow == ()


ALLOWABLE = [id for id, rule in RULES.items() if rule.family != "contract" and id not in FIXED_RULES]


@pytest.mark.parametrize("rule", ALLOWABLE)
def test_a_rule_can_be_allowed(rule: str, folder: Path) -> None:
    write(folder, {"envcheck.toml": CONFIG + table(rule=f'"{rule}"')})

    assert [each.rule for each in load("envcheck.toml", lambda: RULES).allow] == [rule]


def test_the_example_of_the_repository_can_be_uncommented(folder: Path) -> None:
    text = (ROOT / "envcheck.toml").read_text(encoding="utf-8").partition("# [[allow]]")[1:]
    example = "".join(text).replace("# ", "")
    known = {"shared-value": RULES["weak-secret"], **RULES}
    write(folder, {"envcheck.toml": example})

    assert tomllib.loads(example)["allow"][0]["rule"] == "shared-value"
    assert [each.expires for each in load("envcheck.toml", lambda: known).allow] == [day_of("2027-01-31")]


# -- entries: what is refused

REASON = 'Write reason = "WHY IT IS RIGHT FOR NOW".'
REFUSED: dict[str, tuple[str, int, str, str]] = {
    "no-list": ("allow = 1\n", 1, "'allow' must be a list of tables", "Write [[allow]]."),
    "one-table": ("[allow]\nrule = 'weak-secret'\n", 1, "'allow' must be a list of tables", "Write [[allow]]."),
    "list-of-texts": ("allow = ['weak-secret']\n", 1, "'allow' must be a list of tables", "Write [[allow]]."),
    "unknown-key": (table(environment='"live"'), 4, "unknown option 'environment' in [[allow]]", "did you mean 'environments'?"),
    "unknown-key-of-the-second": (
        ENTRY + "\n" + table(until="1"),
        8,
        "unknown option 'until' in [[allow]]",
        "known: environments",
    ),
    "inline": (
        "allow = [{rule = 'weak-secret', raeson = 'x'}]\n",
        1,
        "unknown option 'raeson' in [[allow]]",
        "did you mean 'reason'?",
    ),
    "no-rule": (table(rule=""), 1, "an entry of [[allow]] names no rule", 'Write rule = "RULE"'),
    "empty": (ENTRY + "[[allow]]\n", 4, "an entry of [[allow]] names no rule", 'Write rule = "RULE"'),
    "rule-of-another-type": (table(rule="1"), 2, "'rule' in [[allow]] must be a text", "Write it in quotes."),
    "unknown-rule": (table(rule='"weak-secrets"'), 2, "unknown rule 'weak-secrets' in [[allow]]", "did you mean 'weak-secret'?"),
    "rules-as-a-list": (table(rule='["weak-secret"]'), 2, "'rule' in [[allow]] must be a text", "Write it in quotes."),
    "failure": (table(rule='"truncated-export"'), 2, "unknown rule 'truncated-export' in [[allow]]", ""),
    "no-reason": (table(reason=""), 1, "an entry of [[allow]] gives no reason", REASON),
    "empty-reason": (table(reason='""'), 3, "'reason' in [[allow]] must be a text that says something", "Write it"),
    "blank-reason": (table(reason='" \\t"'), 3, "'reason' in [[allow]] must be a text that says something", "Write it"),
    "no-text": (table(reason="true"), 3, "'reason' in [[allow]] must be a text that says something", "Write it"),
    "empty-variable": (table(variable='""'), 4, "'variable' in [[allow]] must be a text that says something", "Write it"),
    "variables": (table(variable='["A"]'), 4, "'variable' in [[allow]] must be a text that says something", "Write it"),
    "unknown-service": (
        SERVICES + table(service='"wroker"'),
        8,
        "unknown service 'wroker' in [[allow]]",
        "did you mean 'worker'?",
    ),
    "no-services": (table(service='"worker"'), 4, "unknown service 'worker' in [[allow]]", ""),
    "no-environments": (table(environments="[]"), 4, "'environments' in [[allow]] must be a list of environments", "Write ["),
    "one-environment": (
        table(environments='"staging"'),
        4,
        "'environments' in [[allow]] must be a list of environments",
        "Write [",
    ),
    "numbers": (table(environments="[1]"), 4, "'environments' in [[allow]] must be a list of environments", "Write ["),
    "unknown-environment": (
        table(environments='["staging", "prodution"]'),
        4,
        "unknown environment 'prodution' in [[allow]]",
        "did you mean 'production'?",
    ),
    "date-in-quotes": (table(expires='"2027-01-31"'), 4, "'expires' in [[allow]] must be a date", "Write it without quotes"),
    "point-in-time": (table(expires="2027-01-31T12:00:00Z"), 4, "'expires' in [[allow]] must be a date", "Write it without"),
    "time-of-day": (table(expires="12:00:00"), 4, "'expires' in [[allow]] must be a date", "Write it without quotes"),
    "number": (table(expires="2027"), 4, "'expires' in [[allow]] must be a date", "Write it without quotes"),
    **{
        f"fixed-{rule}": (
            table(rule=f'"{rule}"'),
            2,
            f"'{rule}' cannot be allowed: what it finds could not be read",
            "Mend the line",
        )
        for rule in FIXED_RULES
    },
    **{
        f"contract-{id}": (table(rule=f'"{id}"'), 2, f"'{id}' cannot be allowed: it is about schemas and the config", "Correct")
        for id, rule in RULES.items()
        if rule.family == "contract"
    },
}


@pytest.mark.parametrize("is_shared", [False, True], ids=["envcheck.toml", "pyproject.toml"])
@pytest.mark.parametrize(("text", "line", "message", "hint"), REFUSED.values(), ids=REFUSED)
def test_a_mistake_in_an_entry_is_told_with_its_line(
    text: str, line: int, message: str, hint: str, is_shared: bool, folder: Path
) -> None:
    path = "pyproject.toml" if is_shared else "envcheck.toml"
    write(folder, {path: in_pyproject(text) if is_shared else text})
    with pytest.raises(UsageError) as caught:
        load(path, lambda: RULES)

    assert caught.value.message.startswith(f"config {path}:{line + is_shared}: {message}")
    assert caught.value.hint.startswith(hint)
    assert bool(hint) == bool(caught.value.hint)


@pytest.mark.parametrize("day", ["2027-02-30", "2027-1-1", "31.01.2027"])
def test_a_day_that_does_not_exist_is_told_with_its_line(day: str, repository: Path, program: Program) -> None:
    write(repository, {"envcheck.toml": table(expires=day)})
    done = program("check")

    assert (done.code, done.err.startswith("envcheck: config envcheck.toml:4:")) == (2, True), done.err


# -- what an entry covers

COVERED: dict[str, tuple[Entry, Finding]] = {
    "rule": (entry(), finding()),
    "warning": (entry("weak-secret"), finding("weak-secret")),
    "note": (entry(), finding(severity="note")),
    "variable": (entry(variable="PORT"), finding()),
    "service": (entry(service="api"), finding()),
    "environment": (entry(environments=["production"]), finding()),
    "one-of-two-environments": (entry(environments=["staging", "production"]), finding()),
    "two-environments": (entry(environments=["staging", "production"]), finding()._replace(other="staging")),
    "environments-in-any-order": (entry(environments=["production", "staging"]), finding()._replace(other="staging")),
    "other-alone": (entry(environments=["staging"]), finding(environment=None)._replace(other="staging")),
    "environment-unknown": (entry(), finding(environment=None)),
    "service-unknown": (entry(), finding(service=None)),
    "no-variable": (entry(), finding(variable=None)),
    "all": (entry(variable="PORT", service="api", environments=["production"]), finding()),
    "last-day": (entry(expires=DAY), finding()),
}
NOT_COVERED: dict[str, tuple[Entry, Finding]] = {
    "rule": (entry("wrong-format"), finding()),
    "variable": (entry(variable="PORTS"), finding()),
    "variable-in-another-case": (entry(variable="port"), finding()),
    "no-variable": (entry(variable="PORT"), finding(variable=None)),
    "service": (entry(service="worker"), finding()),
    "service-unknown": (entry(service="api"), finding(service=None)),
    "environment": (entry(environments=["staging"]), finding()),
    "one-of-two-environments": (entry(environments=["production"]), finding()._replace(other="staging")),
    "other-of-two": (entry(environments=["staging"]), finding()._replace(other="staging")),
    "environment-unknown": (entry(environments=["staging", "production"]), finding(environment=None)),
    "one-of-three": (entry(variable="PORT", service="worker", environments=["production"]), finding()),
    "expired": (entry(expires=DAY - 1), finding()),
}


def applied(
    findings: list[Finding], *entries: Entry, sources: tuple[Source, ...] = (), **more: Any
) -> tuple[list[Finding], int, list[Finding]]:
    """What is left, the number of those allowed, and the problems."""
    fields = {"day": DAY, "severities": {}, "is_seen": lambda rule: True, "is_whole": lambda each: True, **more}
    return (lambda done: (done.findings, len(done.allowed), done.problems))(apply(findings, entries, sources, **fields))


@pytest.mark.parametrize(("one", "about"), NOT_COVERED.values(), ids=NOT_COVERED)
def test_an_entry_does_not_cover_another_finding(one: Entry, about: Finding) -> None:
    kept, allowed, problems = applied([about], one)

    assert (kept, allowed, len(problems)) == ([about], 0, 1)


@pytest.mark.parametrize(("one", "about"), COVERED.values(), ids=COVERED)
def test_an_entry_covers_what_it_names(one: Entry, about: Finding) -> None:
    assert applied([about], one) == ([], 1, [])


def test_an_entry_covers_any_number_of_findings_and_each_is_counted_once() -> None:
    findings = [finding(environment="staging"), finding(), finding("wrong-format")]

    assert applied(findings, entry(), entry(variable="PORT", line=2)) == (findings[2:], 2, [])


@given(
    st.lists(st.sampled_from([each for _, each in COVERED.values()]), max_size=6),
    st.lists(st.sampled_from([each for each, _ in (*COVERED.values(), *NOT_COVERED.values())]), max_size=4),
)
def test_nothing_is_lost_and_the_order_is_kept(findings: list[Finding], entries: list[Entry]) -> None:
    done = apply(findings, entries, (), day=DAY, severities={}, is_seen=lambda _: True, is_whole=lambda _: True)
    left = iter(findings)

    assert len(findings) == len(done.findings) + len(done.allowed)
    assert all(each in left for each in done.findings)
    assert {each.rule.id for each in done.problems} <= {"unused-allow", "expired-allow"}


# -- what is said of entries


def test_an_entry_that_matches_nothing_is_told() -> None:
    _, _, [problem] = applied([], entry(variable="PORT", line=7))

    assert (problem.rule.id, problem.severity, problem.variable) == ("unused-allow", "warning", "PORT")
    assert problem.location == Location("envcheck.toml", 7)


def test_an_entry_that_is_past_is_told_with_its_day_whether_or_not_it_matches() -> None:
    for findings in ([], [finding()]):
        kept, allowed, [problem] = applied(findings, entry(expires=day_of("2026-11-23"), line=7))

        assert (kept, allowed) == (findings, 0)
        assert (problem.rule.id, problem.severity, problem.location) == ("expired-allow", "error", Location("envcheck.toml", 7))
        assert "2026-11-23" in problem.message


@pytest.mark.parametrize("one", [entry(), entry(expires=DAY - 1)], ids=["unused", "expired"])
def test_an_entry_of_a_rule_that_the_command_does_not_ask_is_not_told(one: Entry) -> None:
    assert applied([], one, is_seen=lambda rule: rule.id != "wrong-type") == ([], 0, [])


def test_two_entries_that_are_alike_are_both_used() -> None:
    assert applied([finding()], entry(), entry()) == ([], 1, [])


def test_an_unused_entry_is_told_only_where_the_run_saw_all() -> None:
    assert applied([], entry(), is_whole=lambda each: False) == ([], 0, [])


@pytest.mark.parametrize(("one", "rule"), [(entry(), "unused-allow"), (entry(expires=0), "expired-allow")])
@pytest.mark.parametrize("level", ["error", "warning", "note", "off"])
def test_the_config_decides_how_much_they_weigh(one: Entry, rule: str, level: Any) -> None:
    _, _, problems = applied([], one, severities={rule: level})

    assert ([] if level == "off" else [(rule, level)]) == [(each.rule.id, each.severity) for each in problems]


# -- comments: where they stand

ALLOW = "# envcheck: allow[weak-secret] for now\n"
REMARKS: dict[str, tuple[str, list[tuple[int, str | None, int]]]] = {
    "none": ("A=1\n# a comment\nB=2\n", []),
    "in-a-value": ("A=envcheck:latest\n", []),
    "behind-a-value": ("A=1 " + ALLOW, []),
    "in-the-middle-of-a-comment": ("# see envcheck: allow[a] b\nA=1\n", []),
    "of-another": ("# env-check: allow[a] b\nA=1 # envcheck:\n", []),
    "inside-of-quotes": (f'A="x\n{ALLOW}"\nB=1\n', []),
    "above": (ALLOW + "A=1\n", [(1, "A", 2)]),
    "above-export": (ALLOW + "export A=1\n", [(1, "A", 2)]),
    "above-an-empty-value": (ALLOW + "A=\n", [(1, "A", 2)]),
    "above-a-value-with-an-escape": (ALLOW + 'A="a\\n"\n', [(1, "A", 2)]),
    "above-lines": (ALLOW + 'A="a\nb"\n' + ALLOW + "B=1\n", [(1, "A", 2), (4, "B", 5)]),
    "tight": ("#envcheck:allow[weak-secret] b\nA=1\n", [(1, "A", 2)]),
    "indented": ("  " + ALLOW + "A=1\n", [(1, "A", 2)]),
    "windows-line-ends": (ALLOW.replace("\n", "\r\n") + "A=1\r\n", [(1, "A", 2)]),
    "two": (ALLOW + ALLOW + "A=1\n", [(1, "A", 3), (2, "A", 3)]),
    "each-its-own": (ALLOW + "A=1\n" + ALLOW + "B=1\n", [(1, "A", 2), (3, "B", 4)]),
    "blank-line": (ALLOW + "\nA=1\n", [(1, None, 2)]),
    "other-comment": (ALLOW + "# why\nA=1\n", [(1, None, 2)]),
    "at-the-end": ("A=1\n" + ALLOW, [(2, None, 3)]),
    "at-the-end-without-a-line-end": ("A=1\n" + ALLOW.rstrip(), [(2, None, 3)]),
    "above-what-cannot-be-read": (ALLOW + "A B=1\nC=1\n", [(1, None, 2)]),
    "above-a-name-alone": (ALLOW + "A\nB=1\n", [(1, None, 2)]),
}


@pytest.mark.parametrize(("text", "expected"), REMARKS.values(), ids=REMARKS)
def test_a_comment_belongs_to_the_variable_on_the_next_line(text: str, expected: list[tuple[int, str | None, int]]) -> None:
    source = dotenv_file.read(text, path=".env").sources[0]
    remarks = source.remarks() if source.remarks is not None else ()

    assert expected == [(each.line, each.name, each.name_line) for each in remarks]


@pytest.mark.parametrize("text", [text for text, _ in REMARKS.values()], ids=REMARKS)
def test_both_readers_see_the_same_comments(text: str) -> None:
    """The one for plain lines, and python-dotenv's."""
    text = text.replace("\r\n", "\n")
    if dotenv_file.read_plain(text, path=".env") is None:
        return
    assert dotenv_remarks.read(text, is_plain=True) == dotenv_remarks.read(text, is_plain=False)


LINES_OF_TEXT = st.lists(
    st.sampled_from(
        [ALLOW, "# envcheck: x\n", "A=1\n", "export B='x'\n", "\n", "# c\n", "  #envcheck:\n", "C=\t# envcheck: y\n"]
    ),
    max_size=8,
).map("".join)


@given(LINES_OF_TEXT)
def test_both_readers_see_the_same_comments_in_any_order_of_lines(text: str) -> None:
    assert dotenv_remarks.read(text, is_plain=True) == dotenv_remarks.read(text, is_plain=False)


def test_a_text_without_the_word_has_no_comments_to_read() -> None:
    assert dotenv_file.read("# envcheck allow\nA=1\n", path=".env").sources[0].remarks is None


def test_a_comment_is_never_shown() -> None:
    remark = Remark(1, MARKER, MARKER, 2)

    assert MARKER not in repr(remark) + repr(Comment("weak-secret", MARKER, 2, Location(".env", 1)))


# -- comments: what they allow


def source(text: str, path: str = ".env") -> Source:
    """The source of a .env text."""
    return dotenv_file.read(text, path=path).sources[0]


HERE = Location(".env", 2, 6, 8)
ELSEWHERE = Location("other.env", 2, 6, 8)
ALLOWED_BY_COMMENT: dict[str, tuple[str, Finding]] = {
    "variable": ("allow[wrong-type] b", finding(location=HERE)),
    "several-rules": ("allow[weak-secret, wrong-type] b", finding(location=HERE)),
    "without-blanks": ("allow[weak-secret,wrong-type]b", finding(location=HERE)),
    "any-line-of-its-file": ("allow[wrong-type] b", finding(location=Location(".env", 9))),
    "name-that-is-not-shown": ("allow[wrong-type] b", finding(variable=None, location=HERE)),
    "two-environments": (
        "allow[wrong-type] b",
        finding(location=ELSEWHERE, related=(Related("", HERE),))._replace(other="staging"),
    ),
    "environment-unknown": ("allow[wrong-type] b", finding(environment=None, service=None, location=HERE)),
}
KEPT_BY_COMMENT: dict[str, tuple[str, Finding]] = {
    "rule": ("allow[weak-secret] b", finding(location=HERE)),
    "variable": ("allow[wrong-type] b", finding(variable="OTHER", location=HERE)),
    "file": ("allow[wrong-type] b", finding(location=ELSEWHERE)),
    "related-alone": ("allow[wrong-type] b", finding(location=ELSEWHERE, related=(Related("", HERE),))),
    "schema": ("allow[wrong-type] b", finding()),
    "no-place": ("allow[wrong-type] b", finding(location=None)),
    "another-line": ("allow[wrong-type] b", finding(variable=None, location=Location(".env", 3))),
    "no-variable-no-place": ("allow[wrong-type] b", finding(variable=None, location=None)),
}


@pytest.mark.parametrize(("said", "about"), KEPT_BY_COMMENT.values(), ids=KEPT_BY_COMMENT)
def test_a_comment_does_not_allow_anything_else(said: str, about: Finding) -> None:
    kept, allowed, problems = applied([about], sources=(source(f"# envcheck: {said}\nPORT=x\n"),))

    assert (kept, allowed, [each.rule.id for each in problems]) == ([about], 0, ["unused-allow"])


@pytest.mark.parametrize(("said", "about"), ALLOWED_BY_COMMENT.values(), ids=ALLOWED_BY_COMMENT)
def test_a_comment_allows_what_is_found_of_its_variable(said: str, about: Finding) -> None:
    kept, allowed, _ = applied([about], sources=(source(f"# envcheck: {said}\nPORT=x\n"),))

    assert (kept, allowed) == ([], 1)


WRONG: dict[str, tuple[str, str, str]] = {
    "nothing": ("", "none that envcheck understands", "Write # envcheck: allow[RULE] REASON."),
    "another-word": ("ignore[wrong-type] b", "none that envcheck understands", "Write"),
    "no-brackets": ("allow wrong-type b", "none that envcheck understands", "Write"),
    "open-bracket": ("allow[wrong-type b", "none that envcheck understands", "Write"),
    "empty-brackets": ("allow[] b", "none that envcheck understands", "Write"),
    "unknown-rule": ("allow[wrong-typ] b", "a rule that does not exist", "did you mean 'wrong-type'?"),
    "odd-rule": (f"allow[{MARKER}] b", "a rule that does not exist", "envcheck rules lists all rules."),
    "one-of-two-unknown": ("allow[wrong-type, ] b", "a rule that does not exist", "envcheck rules"),
    "no-reason": ("allow[wrong-type]", "gives no reason", "Write why"),
    "blank-reason": ("allow[wrong-type] \t", "gives no reason", "Write why"),
    **{f"fixed-{rule}": (f"allow[{rule}] b", "could not be read", "Mend the line") for rule in FIXED_RULES},
    "contract": ("allow[unused-allow] b", "about schemas and the config", "Correct"),
    **{
        f"absent-{rule}": (f"allow[{rule}] b", "about a variable that is missing", "Allow it in the config.")
        for rule in ABSENT_RULES
        if rule in RULES
    },
}


@pytest.mark.parametrize(("said", "message", "hint"), WRONG.values(), ids=WRONG)
def test_a_comment_that_is_wrong_is_told_and_allows_nothing(said: str, message: str, hint: str) -> None:
    about = finding(location=HERE)
    kept, allowed, [problem] = applied([about], sources=(source(f"# envcheck: {said}\nPORT=x\n"),), is_whole=lambda _: False)

    assert (kept, allowed) == ([about], 0)
    assert (problem.rule.id, problem.location, problem.variable) == ("unused-allow", Location(".env", 1), "PORT")
    assert message in problem.message
    assert problem.hint.startswith(hint)
    assert MARKER not in problem.message + problem.hint


def test_a_comment_above_no_variable_is_told() -> None:
    _, _, [problem] = applied([], sources=(source(ALLOW + "\nPORT=x\n"),), is_whole=lambda _: False)

    assert (problem.location, problem.variable) == (Location(".env", 1), None)
    assert "directly above no variable" in problem.message


def test_each_rule_of_a_comment_that_matches_nothing_is_told() -> None:
    about = finding(location=HERE)
    text = "# envcheck: allow[wrong-type, weak-secret, test-key] b\nPORT=x\n"
    _, allowed, problems = applied([about], sources=(source(text),), is_seen=lambda rule: rule.id != "test-key")

    assert (allowed, [each.location for each in problems]) == (1, [Location(".env", 1)])
    assert "weak-secret" in problems[0].message


def test_a_file_that_several_services_receive_is_judged_once() -> None:
    both = (source(ALLOW + "PORT=x\n"), source(ALLOW + "PORT=x\n"))

    assert len(applied([], sources=both)[2]) == 1


def test_a_name_that_may_be_a_secret_is_not_shown() -> None:
    text = f"{ALLOW}{MARKER}{MARKER}==\n"
    _, _, [problem] = applied([], sources=(source(text),))

    assert problem.variable is None
    assert MARKER not in repr(problem)


# -- the whole way


def test_what_is_allowed_is_not_reported_and_counted(repository: Path, program: Program) -> None:
    write(repository, {"envcheck.toml": CONFIG + ENTRY, "api.staging.env": WEAK, "worker.production.env": WEAK})
    done = program("check", "--format", "json", "--fail-on", "note")

    assert (done.code, found(done), done.report["summary"]["allowed"]) == (EXIT_CLEAN, [], 2)


def test_what_an_entry_does_not_name_is_reported(repository: Path, program: Program) -> None:
    narrow = table(environments='["staging"]', service='"api"', variable='"ADMIN_PASSWORD"')
    write(repository, {"envcheck.toml": CONFIG + narrow, **dict.fromkeys(("api.staging.env", "worker.production.env"), WEAK)})
    done = program("check", "--format", "json", "--fail-on", "warning")

    assert (done.code, done.report["summary"]["allowed"]) == (EXIT_FINDINGS, 1)
    assert found(done) == [("weak-secret", "production", "ADMIN_PASSWORD")]


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_counts_the_allowed(format: str, repository: Path, program: Program) -> None:
    write(repository, {"envcheck.toml": CONFIG + table(reason=f'"{MARKER}"'), "api.staging.env": WEAK})
    done = program("check", "--format", format, "--fail-on", "warning")
    words = {"json": '"allowed": 1', "sarif": "1 allowed finding is left out."}

    assert (done.code, words.get(format, "no findings, 1 allowed") in done.said, MARKER in done.said) == (EXIT_CLEAN, True, False)


@pytest.mark.parametrize(
    ("allowed", "fail_on", "code"),
    [
        (False, "warning", EXIT_FINDINGS),
        (False, "error", EXIT_CLEAN),
        (True, "warning", EXIT_CLEAN),
        (True, "note", EXIT_CLEAN),
        (True, "never", EXIT_CLEAN),
    ],
)
def test_what_is_allowed_does_not_count_for_the_exit_code(
    allowed: bool, fail_on: str, code: int, repository: Path, program: Program
) -> None:
    write(repository, {"envcheck.toml": CONFIG + (ENTRY if allowed else ""), "api.staging.env": WEAK})

    assert code == program("check", "--fail-on", fail_on).code


@pytest.mark.parametrize(
    ("today", "code", "expected"),
    [
        ("2027-01-31", EXIT_CLEAN, []),
        ("2027-02-01", EXIT_FINDINGS, ["expired-allow", "weak-secret"]),
    ],
)
def test_an_entry_holds_to_the_end_of_its_day(
    today: str, code: int, expected: list[str], repository: Path, program: Program
) -> None:
    write(repository, {"envcheck.toml": CONFIG + table(expires="2027-01-31"), "api.staging.env": WEAK})
    done = program("check", "--format", "json", "--today", today)

    assert (code, expected) == (done.code, [each["rule"] for each in done.report["findings"]])
    assert [("expired-allow", "error", "envcheck.toml", LINES + 1)][: len(expected)] == told(done)


UNUSED = [("unused-allow", "warning", "envcheck.toml", LINES + 1)]


@pytest.mark.parametrize(
    ("narrow", "arguments", "expected"),
    [
        ({}, (), UNUSED),
        ({"service": '"api"'}, (), UNUSED),
        ({}, ("api.staging.env",), []),
        ({}, ("--service", "api"), []),
        ({}, ("--env", "staging"), []),
        ({"service": '"api"'}, ("--service", "api"), UNUSED),
        ({"service": '"worker"'}, ("--service", "api"), []),
        ({"environments": '["staging"]'}, ("--env", "staging"), UNUSED),
        ({"environments": '["staging", "production"]'}, ("--env", "staging"), []),
        ({"environments": '["production"]'}, ("--env", "staging"), []),
        ({"environments": '["staging"]', "service": '"api"'}, ("--env", "staging"), UNUSED),
        ({"environments": '["staging"]'}, ("--env", "staging", "--service", "api"), []),
        ({"environments": '["staging"]', "service": '"api"'}, ("--env", "staging", "--service", "api"), UNUSED),
        ({}, ("--no-allow",), []),
    ],
)
def test_an_unused_entry_is_told_where_it_could_have_matched(
    narrow: dict[str, str], arguments: tuple[str, ...], expected: list[object], repository: Path, program: Program
) -> None:
    write(repository, {"envcheck.toml": CONFIG + table(**narrow)})
    done = program("check", "--format", "json", *arguments)

    assert (expected, EXIT_CLEAN) == (told(done), done.code)


@pytest.mark.parametrize(
    ("narrow", "arguments", "is_told"),
    [
        ({}, (), True),
        ({}, ("api.staging.env",), True),
        ({}, ("--env", "staging"), True),
        ({"environments": '["production"]'}, ("--env", "staging"), False),
        ({"environments": '["staging", "production"]'}, ("--env", "staging"), True),
        ({"service": '"worker"'}, ("--service", "api"), False),
        ({}, ("--no-allow",), False),
        ({}, ("--isolated", "api.staging.env"), False),
    ],
)
def test_an_expired_entry_is_told_wherever_the_run_is_about_it(
    narrow: dict[str, str], arguments: tuple[str, ...], is_told: bool, repository: Path, program: Program
) -> None:
    write(repository, {"envcheck.toml": CONFIG + table(expires="2026-01-31", **narrow)})
    done = program("check", "--format", "json", *arguments)

    assert (["expired-allow"] if is_told else [], int(is_told)) == ([each[0] for each in told(done)], done.code)


def test_a_run_that_failed_tells_no_unused_entry_and_silences_no_failure(repository: Path, program: Program) -> None:
    write(repository, {"envcheck.toml": CONFIG + ENTRY + table(rule='"test-key"')})
    (repository / "worker.production.env").unlink()
    done = program("check", "--format", "json")

    assert (done.code, told(done), len(done.report["failures"])) == (EXIT_INCOMPLETE, [], 1)


def test_an_unused_entry_is_a_warning_that_can_be_switched_off(repository: Path, program: Program) -> None:
    codes = []
    for level in ('unused-allow = "warning"', 'unused-allow = "off"'):
        write(repository, {"envcheck.toml": f"{CONFIG}[rules]\n{level}\n{ENTRY}"})
        codes.append(program("check", "--fail-on", "warning").code)

    assert codes == [EXIT_FINDINGS, EXIT_CLEAN]


def test_no_allow_reports_everything(repository: Path, program: Program) -> None:
    files = {"envcheck.toml": CONFIG + ENTRY, "api.staging.env": WEAK, "worker.staging.env": ALLOW + WEAK + "# envcheck: x\n"}
    write(repository, files)
    done = program("check", "--format", "json", "--no-allow", "--fail-on", "warning")

    assert (done.code, done.report["summary"]["allowed"]) == (EXIT_FINDINGS, 0)
    assert found(done) == [("weak-secret", "staging", "ADMIN_PASSWORD")] * 2


# -- comments, the whole way


def test_a_comment_works_without_a_config(folder: Path, program: Program) -> None:
    write(folder, {".env": ALLOW + WEAK})
    done = program("check", ".env", "--env", "production", "--format", "json", "--fail-on", "note")

    assert (done.code, found(done), done.report["summary"]["allowed"]) == (EXIT_CLEAN, [], 1)


def test_a_comment_works_from_standard_input(folder: Path, program: Program) -> None:
    done = program("check", "-", "--env", "production", "--format", "json", stdin=(ALLOW + WEAK).encode())

    assert (found(done), done.report["summary"]["allowed"]) == ([], 1)


def test_a_comment_works_in_a_file_that_is_not_plain(folder: Path, program: Program) -> None:
    write(folder, {".env": f'A="a\\"b"\n{ALLOW}{WEAK}'})
    done = program("check", ".env", "--env", "production", "--format", "json")

    assert (found(done), done.report["summary"]["allowed"]) == ([], 1)


@pytest.mark.parametrize(
    ("text", "arguments", "is_told"),
    [
        (ALLOW + "PORT=1\n", (), True),
        (ALLOW + "PORT=1\n", ("api.staging.env",), True),
        (ALLOW + "PORT=1\n", ("api.staging.env", "--schema", "api.json"), True),
        (ALLOW + "PORT=1\n", ("api.staging.env", "--schema", "api.json", "--isolated"), True),
        (ALLOW + "PORT=1\n", ("api.staging.env", "--isolated"), False),
        (ALLOW + "PORT=1\n", ("--env", "staging"), False),
        (ALLOW + "PORT=1\n", ("--service", "api"), False),
        (ALLOW + "PORT=1\n", ("--no-allow",), False),
        ("# envcheck: allow[no-such] b\nPORT=1\n", ("api.staging.env", "--isolated"), True),
        ("# envcheck: allow[no-such] b\nPORT=1\n", ("--env", "staging"), True),
        ("# envcheck: allow[no-such] b\nPORT=1\n", ("--env", "production"), False),
        ("# envcheck: allow[no-such] b\nPORT=1\n", ("--no-allow",), False),
    ],
)
def test_a_comment_that_allows_nothing_is_told(
    text: str, arguments: tuple[str, ...], is_told: bool, repository: Path, program: Program
) -> None:
    write(repository, {"api.staging.env": "ADMIN_PASSWORD=k3pt-Safe-9w\n" + text})
    done = program("check", "--format", "json", *arguments)

    assert (EXIT_CLEAN, [("unused-allow", "warning", "api.staging.env", 2)] if is_told else []) == (done.code, told(done))


def test_a_comment_cannot_make_a_missing_variable_right(repository: Path, program: Program) -> None:
    write(repository, {"api.staging.env": "# envcheck: allow[missing-variable] b\nPORT=1\n"})
    done = program("check", "--format", "json", "api.staging.env")

    assert ("missing-variable", "staging", "ADMIN_PASSWORD") in found(done)
    assert (done.code, done.report["summary"]["allowed"]) == (EXIT_FINDINGS, 0)


def test_a_comment_cannot_silence_a_line_that_is_not_read(folder: Path, program: Program) -> None:
    write(folder, {".env": "# envcheck: allow[malformed-line] b\nA B=1\nC=1\n"})
    done = program("check", ".env", "--format", "json")

    assert (done.code, [rule for rule, _, _ in found(done)]) == (EXIT_FINDINGS, ["malformed-line", "unused-allow"])


@pytest.mark.parametrize("verbosity", [(), ("-v",)])
@pytest.mark.parametrize("format", FORMATS)
def test_nothing_of_a_comment_is_shown(format: str, verbosity: tuple[str, ...], repository: Path, program: Program) -> None:
    """What stands behind ``#`` may be an old value."""
    said = ("allow[weak-secret] @", "allow[@] @", "@", "allow[weak-secret @", "allow[weak-secret, @] @", "allow[test-key] @")
    text = (
        "".join(f"# envcheck: {each}\n@{number}=1\n" for number, each in enumerate(said)) + "# envcheck: allow[weak-secret] @\n"
    )
    write(repository, {"api.staging.env": (text + WEAK).replace("@", MARKER)})
    done = program("check", "--format", format, *verbosity)

    assert "unused-allow" in done.out
    assert MARKER.lower() not in done.said.lower()


def test_another_reason_makes_no_other_report(tmp_path: Path) -> None:
    reports = set()
    for reason in ("for now", MARKER, f"{MARKER}]=x"):
        write(
            tmp_path,
            {
                ".env": f"# envcheck: allow[weak-secret] {reason}\n{WEAK}# envcheck: allow[test-key] {reason}\nPORT=x\n",
                "s.json": SCHEMA,
            },
        )
        reports.add(run(tmp_path, "check", ".env", "--isolated", "--schema", "s.json", "--env", "production", "--format", "json"))

    assert len(reports) == 1


# -- pages

BLOCKS = [
    (rule, section, block)
    for rule in ("unused-allow", "expired-allow")
    for section in ("Fails", "Passes")
    for block in re.findall(
        r"```sh .env\n(.*?)```", "".join(re.findall(rf"^## {section}\n(.*?)(?=^## |\Z)", RULES[rule].page, re.M | re.S)), re.S
    )
]


@pytest.mark.parametrize(("rule", "section", "block"), BLOCKS)
def test_an_example_of_a_page_is_true(rule: str, section: str, block: str, folder: Path, program: Program) -> None:
    write(folder, {".env": block})
    done = program("check", ".env", "--env", "production", "--format", "json")

    assert ([rule] if section == "Fails" else []) == [each[0] for each in told(done)]


def test_the_pages_have_examples() -> None:
    assert {section for _, section, _ in BLOCKS} == {"Fails", "Passes"}


# -- what it costs

PROGRAM = """
import sys
from envcheck.__main__ import main
code = main(sys.argv[1:])
print("imported", code, *sys.modules)
"""


@pytest.mark.parametrize(
    ("text", "is_there"), [("A=envcheck\n", False), (WEAK, False), (ALLOW + WEAK, True), ("# envcheck: allow[a] b\nA=1\n", True)]
)
def test_allowing_is_imported_where_something_is_allowed(text: str, is_there: bool, tmp_path: Path) -> None:
    write(tmp_path, {".env": text})
    arguments = (
        sys.executable,
        "-I",
        "-S",
        "-c",
        f"import sys; sys.path[:] = {sys.path!r}\n{PROGRAM}",
        "check",
        ".env",
        "--isolated",
    )
    done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    modules = set(done.stdout.splitlines()[-1].split())

    assert is_there == ("envcheck.allow" in modules)
    assert modules.isdisjoint(("click", "dotenv", "dataclasses", "pathlib", "typing", "logging"))


def test_a_config_with_entries_is_one_document(repository: Path, program: Program) -> None:
    """SARIF puts an entry at its line in the config."""
    write(repository, {"envcheck.toml": CONFIG + ENTRY})
    [result] = json.loads(program("check", "--format", "sarif").out)["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]

    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("envcheck.toml", LINES + 1)
