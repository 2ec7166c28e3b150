"""The inputs of the action, and what they ask of envcheck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from action.outcome import StepError
from envcheck.errors import EXIT_USAGE


class Inputs(NamedTuple):
    """The inputs; of those that are lists, one a line."""

    command: str
    environments: Sequence[str]
    services: Sequence[str]
    sources: Sequence[str]
    config: str
    schema: str
    fail_on: str
    output: Sequence[str]
    working_directory: str


def read_inputs(environment: Mapping[str, str]) -> Inputs:
    """The inputs, as the step passes them on."""

    def text(name: str, default: str = "") -> str:
        return environment.get(f"GATE_{name}", "").strip("\r\n") or default

    def lines(name: str) -> list[str]:
        return [line for line in environment.get(f"GATE_{name}", "").replace("\r\n", "\n").split("\n") if line.strip()]

    return Inputs(
        command=text("COMMAND", "check"),
        environments=lines("ENVIRONMENTS"),
        services=lines("SERVICES"),
        sources=lines("SOURCES"),
        config=text("CONFIG"),
        schema=text("SCHEMA"),
        fail_on=text("FAIL_ON", "error"),
        output=lines("OUTPUT"),
        working_directory=text("WORKING_DIRECTORY", "."),
    )


def arguments(inputs: Inputs, options: Sequence[str]) -> list[str]:
    """The command line of envcheck. Raises StepError where the inputs do not go together."""
    operands, environment = _OPERANDS.get(inputs.command, _unknown)(inputs)
    if len(inputs.services) > 1:
        raise StepError(EXIT_USAGE, "the input services names more than one; leave it empty for all, or take a step for each.")
    given = {
        "env": environment,
        "service": inputs.services[0] if inputs.services else "",
        "config": inputs.config,
        "schema": inputs.schema,
        "fail-on": inputs.fail_on,
    }
    named = [f"--{name}={value}" for name, value in given.items() if value]
    return [inputs.command, *options, *named, *(f"--output={each}" for each in inputs.output), "--", *operands]


def _of_check(inputs: Inputs) -> tuple[Sequence[str], str]:
    if len(inputs.environments) > 1:
        raise StepError(EXIT_USAGE, "check takes at most one of the input environments; leave it empty for all.")
    return inputs.sources, inputs.environments[0] if inputs.environments else ""


def _of_diff(inputs: Inputs) -> tuple[Sequence[str], str]:
    sides = [*inputs.environments, *inputs.sources]
    if len(sides) != 2 or len(inputs.environments) == 1:
        raise StepError(EXIT_USAGE, "diff takes two lines of the input environments, or two of the input sources.")
    return sides, ""


def _unknown(inputs: Inputs) -> tuple[Sequence[str], str]:
    raise StepError(EXIT_USAGE, "the input command is neither check nor diff.")


_OPERANDS = {"check": _of_check, "diff": _of_diff}
