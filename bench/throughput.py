"""What one variable costs, in one process, against python-dotenv's parser and jsonschema's validator.

CPU time with the cyclic collector off, as ``envcheck check`` runs.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
from io import StringIO
from time import process_time
from typing import TYPE_CHECKING, Any, NamedTuple

from dotenv.parser import parse_stream
from jsonschema import Draft202012Validator

from bench import samples
from bench.tables import conditions, ratio, table
from envcheck.check import check
from envcheck.compile import CompiledSchema, compile_nothing, compile_schema
from envcheck.model import Context, Environment
from envcheck.readings import READERS
from envcheck.schema import SchemaFile, SchemaFiles
from envcheck.sources import dotenv_file

if TYPE_CHECKING:
    from collections.abc import Callable


CONTEXT = Context("api", "staging", "staging", True, "render")

DOTENV = "python-dotenv's parse_stream"
READ = "read"
COMPILE = "compile a schema of as many"
CHECK = "check with it, lint included"
LINT = "lint alone, without a schema"
ALL = "read, check and lint"
CLOSURES = "closures"
ITER_ERRORS = "jsonschema's iter_errors"

PARSER_TARGET, VALIDATOR_TARGET, GROWTH_TARGET = 10, 15, 1.6

#: How many variables python-dotenv is given at most: it takes ten seconds for a million.
MOST_FOR_DOTENV = 100_000


class Timings(NamedTuple):
    """Nanoseconds for one variable, round by round, of each thing that is measured at one size."""

    size: int
    rounds: dict[str, list[float]]

    def least(self, name: str) -> float:
        """The fastest round."""
        return min(self.rounds[name])


def main(arguments: list[str] | None = None) -> int:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.throughput", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="how often everything is measured (default: 7)")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000], help="how many variables")
    options = parser.parse_args(arguments)
    gc.disable()
    stages = [measure_stages(size, options.rounds) for size in options.sizes]
    values = {
        "30 variables, addresses among them": measure_values(options.rounds, common=False),
        "those with nothing that jsonschema ignores": measure_values(options.rounds, common=True),
    }
    gc.enable()
    print(report_stages(stages), "\n")
    print(report_growth(stages), "\n")
    print(report_values(values), "\n")
    print(conditions(options.rounds))
    return 0


def timed(action: Callable[[], object], *, count: int, repeat: int = 1) -> float:
    """Nanoseconds of CPU time for each of ``count`` things that an action does."""
    start = process_time()
    for _ in range(repeat):
        action()
    return (process_time() - start) * 1e9 / count / repeat


def measure_stages(size: int, rounds: int) -> Timings:
    """What reading, compiling and checking cost at one size."""
    text, schema = samples.env_text(size), samples.schema_text(size)
    environment = dotenv_file.read(text, path=".env")
    compiled, nothing = compiled_schema(schema), compile_nothing(CONTEXT)
    if check(compiled, environment, {}) or check(nothing, environment, {}):
        sys.exit("the sample has findings")

    def everything() -> None:
        fresh = dotenv_file.read(text, path=".env")
        check(compiled, fresh, {})

    actions: dict[str, Callable[[], object]] = {
        READ: lambda: dotenv_file.read(text, path=".env"),
        CHECK: lambda: check(compiled, environment, {}),
        LINT: lambda: check(nothing, environment, {}),
        ALL: everything,
        COMPILE: lambda: compiled_schema(schema),
    }
    if size <= MOST_FOR_DOTENV:
        actions[DOTENV] = lambda: list(parse_stream(StringIO(text)))
    times: dict[str, list[float]] = {name: [] for name in actions}
    repeat = max(1, 10_000 // size)
    for _ in range(rounds):
        for name, action in actions.items():
            gc.collect()
            times[name].append(timed(action, count=size, repeat=repeat))
    return Timings(size, times)


def measure_values(rounds: int, *, common: bool, repeat: int = 300) -> Timings:
    """What judging one value costs, by closures on the text and by jsonschema on what was read from it.

    ``common`` leaves out the variables with a format, which jsonschema does not judge, and most of which are addresses.
    """
    schema = samples.schema()
    schema["properties"] = {name: each for name, each in schema["properties"].items() if not (common and "format" in each)}
    del schema["required"]  # of the service, not of a value
    compiled = compiled_schema(json.dumps(schema))
    environment = dotenv_file.read(samples.env_text(), path=".env")
    variables, glances = compiled.checks.variables, compiled.checks.quiet
    values = [(glances[name], environment.values[name], environment[name]) for name in variables]

    def closures() -> list[object]:
        """As the engine goes through the values of an environment: one loop, a glance, and the checks where it is not enough."""
        return [problem for glance, text, each in values if not glance(text) for problem in variables[each.name].problems(each)]

    validator = Draft202012Validator(schema)
    instance = typed(environment)
    if list(validator.iter_errors(instance)) or closures():
        sys.exit("the sample is not valid")
    actions: dict[str, Callable[[], object]] = {
        CLOSURES: closures,
        ITER_ERRORS: lambda: list(validator.iter_errors(instance)),
    }
    times: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(rounds):
        for name, action in actions.items():
            times[name].append(timed(action, count=len(values), repeat=repeat))
    return Timings(len(values), times)


def compiled_schema(text: str) -> CompiledSchema:
    """A schema, read and compiled."""
    return compile_schema(SchemaFiles("."), SchemaFile("schema.json", text), CONTEXT)


def typed(environment: Environment) -> dict[str, Any]:
    """The variables as a JSON document has them: numbers and booleans where the schema declares them."""
    types = {name: schema.get("type", "string") for name, _, schema in samples.SERVICE}
    return {name: READERS.get(types[name], str)(value) for name, value in environment.values.items()}


def report_stages(stages: list[Timings]) -> str:
    """What each stage takes of the time that python-dotenv's parser takes."""
    rows = []
    for name in (DOTENV, READ, COMPILE, CHECK, LINT, ALL):
        row = [name]
        for each in stages:
            if name not in each.rounds:
                row.append("-")
                continue
            told = f"{each.least(name):,.0f} ns"
            if name != DOTENV and DOTENV in each.rounds:
                told += f", 1/{ratio(each.rounds[DOTENV], each.rounds[name]):.1f}"
            row.append(told)
        rows.append((*row, f"1/{PARSER_TARGET}" if name == ALL else ""))
    return table(("a variable, of", *(f"{each.size:,}" for each in stages), "target"), rows)


def report_growth(stages: list[Timings]) -> str:
    """How much more a variable costs in the largest file than in the smallest."""
    small, large = stages[0], stages[-1]
    rows = [
        (name, f"{large.least(name) / small.least(name):.2f}", f"{GROWTH_TARGET}") for name in (READ, CHECK, LINT, ALL, COMPILE)
    ]
    return table((f"a variable of {large.size:,} against one of {small.size:,}", "ratio of minima", "target"), rows)


def report_values(measured: dict[str, Timings]) -> str:
    """What closures take of the time that jsonschema takes."""
    rows = [
        (
            name,
            f"{values.least(ITER_ERRORS):,.0f}",
            f"{values.least(CLOSURES):,.0f}",
            f"1/{ratio(values.rounds[ITER_ERRORS], values.rounds[CLOSURES]):.1f}",
            f"1/{VALIDATOR_TARGET}",
        )
        for name, values in measured.items()
    ]
    return table(("ns for each value of", ITER_ERRORS, CLOSURES, "ratio", "target"), rows)


if __name__ == "__main__":
    sys.exit(main())
