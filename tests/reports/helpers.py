"""Findings and reports as a run gives them, and any others that hypothesis can think of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from envcheck.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE
from envcheck.model import SEVERITIES, CheckedSource, Failure, Finding, Location, Related, Report
from envcheck.rules.all import RULES

if TYPE_CHECKING:
    from envcheck.model import Severity

SOURCE = Location("exports/api.json", 7, 16, 40)
SCHEMA = Location("schemas/api.json", 3, 5, 11)


def finding(
    rule: str = "wrong-type",
    variable: str | None = "PORT",
    *,
    severity: Severity | None = None,
    service: str | None = "api",
    environment: str | None = "production",
    message: str = "PORT is not an integer: a sign and digits.",
    hint: str = "",
    location: Location | None = SOURCE,
    related: tuple[Related, ...] = (),
    declared: Location | None = SCHEMA,
    secret: bool = False,
) -> Finding:
    """A finding; by itself, that of a variable that is no secret, with a source and a schema."""
    known = RULES[rule]
    return Finding(
        known,
        severity or known.severity,
        service,
        environment,
        variable,
        message,
        hint,
        location,
        related,
        declared,
        secret,
    )


def report(*findings: Finding, failures: tuple[Failure, ...] = (), **more: Any) -> Report:
    """A report on one source with the exit code that it deserves."""
    code = EXIT_INCOMPLETE if failures else EXIT_FINDINGS if findings else EXIT_CLEAN
    fields: dict[str, Any] = {
        "command": "check",
        "exit_code": code,
        "findings": findings,
        "failures": failures,
        "sources": (CheckedSource("api", "production", SOURCE.path, 4, True),),
        "variables": 4,
        **more,
    }
    return Report(**fields)


#: What a runner, a terminal, a viewer or a parser could take for something else than text.
HOSTILE = (
    *("::error::x", " ::warning file=a::x", "##[error]x", "##vso[task.setvariable variable=a]x", "a ##[group]"),
    *("\x1b[31mred", "\r\n::stop-commands::x", "\x07", "\u202e", "\u200b", "\x85::error::x", "\u2028::error::x", "\x00"),
    *("\\x1b", "\\\\u200b", "[words](1)", "<b>", "'", '"', "\ud800", "\udcff", "ünï 🎈", "a" * 90, "..", "%2e%2e/a", "a:b", "/x"),
)
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12), st.sampled_from(["PORT", "api", "exports/api.json", ""]))
numbers = st.integers(1, 10**6)
locations = st.builds(Location, texts, st.none() | numbers, st.none() | numbers, st.none() | numbers)
findings = st.builds(
    Finding,
    rule=st.sampled_from(list(RULES.values())),
    severity=st.sampled_from(SEVERITIES),
    service=st.none() | texts,
    environment=st.none() | texts,
    variable=st.none() | texts,
    message=texts,
    hint=texts,
    location=st.none() | locations,
    related=st.lists(st.builds(Related, texts, locations), max_size=2).map(tuple),
    declared=st.none() | locations,
    secret=st.booleans(),
)
failures = st.builds(Failure, st.sampled_from(["missing-file", "truncated-export"]), texts, texts, texts)
sources = st.builds(CheckedSource, st.none() | texts, st.none() | texts, texts, st.integers(0, 10**6), st.booleans())
reports = st.builds(
    lambda found, failed, read, notices, allowed: report(
        *found, failures=failed, sources=read, notices=notices, allowed=allowed, variables=sum(each.variables for each in read)
    ),
    st.lists(findings, max_size=4),
    st.lists(failures, max_size=2).map(tuple),
    st.lists(sources, max_size=2).map(tuple),
    st.lists(texts, max_size=2).map(tuple),
    st.integers(0, 3),
)
