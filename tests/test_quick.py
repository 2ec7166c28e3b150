"""The plain reader of ``check`` and click are one command line."""

from __future__ import annotations

import click
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from envcheck.commands import check as check_command
from envcheck.jobs import Request
from envcheck.options import OF_DIFF, OPTIONS
from envcheck.quick import parse

NAMES = [name for option in OPTIONS for name in option.names]
CHOICES = sorted({choice for option in OPTIONS for choice in option.choices})
VALUES = st.sampled_from(["", "x", "a b", "-", "--", "-x", "a=b", "json:out.json", "ünï", "\udcff", "@file", *CHOICES])
TOKENS = st.one_of(
    st.sampled_from(
        [*NAMES, "--", "-", "", ".env", "a.json", "dotenv:.env", "-qv", "-vv", "-vq", "-h", "--help", "--no-quiet", "--ver"]
    ),
    VALUES,
    st.builds("{}={}".format, st.sampled_from(NAMES), VALUES),
    st.builds("{}{}".format, st.sampled_from(["-q", "-v"]), VALUES),
    st.text(max_size=4),
)
#: An option with a value that mostly fits, so that whole lines are valid often enough.
PAIRS = st.sampled_from(OPTIONS).flatmap(
    lambda option: (
        st.sampled_from([[name] for name in option.names])
        if option.kind in ("flag", "count")
        else st.builds(
            lambda value, is_joined: [f"{option.names[0]}={value}"] if is_joined else [option.names[0], value],
            st.sampled_from(option.choices) if option.choices else VALUES,
            st.booleans(),
        )
    )
)
LINES = st.lists(st.one_of(PAIRS, PAIRS, TOKENS.map(lambda token: [token])), max_size=6).map(
    lambda parts: [token for part in parts for token in part]
)


def by_click(arguments: list[str]) -> Request | None:
    """The request that click makes of arguments, or None where it refuses them."""
    requests: list[Request] = []

    def capture(request: Request, run: object) -> int:
        requests.append(request)
        return 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(check_command, "execute", capture)
        try:
            check_command.command.main(arguments, prog_name="envcheck check", standalone_mode=False)
        except click.ClickException:
            return None
    return requests[0] if requests else None


@given(LINES)
@example(["--service", "-"])
@example(["--service=", "--env="])
@example(["a", "--", "--", "-q", "b"])
@example(["--format", "json", "--format=text", "--output", "json:a", "--output=sarif:b", "-v", "-v"])
def test_what_the_plain_reader_reads_click_reads_alike(arguments: list[str]) -> None:
    plain = parse(arguments)

    assert plain is None or plain == by_click(arguments)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], Request()),
        ([".env"], Request(sources=(".env",))),
        (["a.env", "b.env"], Request(sources=("a.env", "b.env"))),
        (["-"], Request(sources=("-",))),
        (["--", "-odd.env"], Request(sources=("-odd.env",))),
        (["--env", "production", ".env"], Request(sources=(".env",), environment="production")),
        ([".env", "--env=production"], Request(sources=(".env",), environment="production")),
        (["--schema", "a=b.json", "x"], Request(sources=("x",), schema="a=b.json")),
        (["--service", "api"], Request(service="api")),
        (["--format", "sarif", "--fail-on", "never"], Request(format="sarif", fail_on="never")),
        (["--output", "json:a", "--output=sarif:b"], Request(output=("json:a", "sarif:b"))),
        (["--config", "a", "--config", "b"], Request(config="b")),
        (["--isolated", "--complete", "-q", "-v", "--verbose"], Request(isolated=True, complete=True, quiet=True, verbose=2)),
        (["--stdin-filename", ".env", "-"], Request(sources=("-",), stdin_filename=".env")),
        (["--color=never"], Request(color="never")),
    ],
)
def test_plain_forms_need_no_click(arguments: list[str], expected: Request) -> None:
    assert (expected, expected) == (parse(arguments), by_click(arguments))


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["-h"],
        ["-qv"],
        ["--fromat", "json"],
        ["--format", "xml"],
        ["--format"],
        ["--env", "--complete"],
        ["--quiet=1"],
        ["-x"],
    ],
)
def test_help_and_mistakes_are_left_to_click(arguments: list[str]) -> None:
    assert parse(arguments) is None


def test_every_option_is_a_field_of_the_request() -> None:
    fields = {option.field for option in (*OPTIONS, *OF_DIFF)}

    assert set(Request._fields) - {"sources", "is_of_process"} == fields
