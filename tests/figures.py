"""What the promises of envcheck come to in figures: counted while the tests run, and printed at their end.

``python -m tests.figures`` runs all tests and prints the table; CI does the same. A row that is not reached fails the run.
What is measured apart, by the campaigns, is in ``tests/campaign/record.json``.
"""

from __future__ import annotations

import functools
import os
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple

import pytest

from tests.campaign import mutate, record
from tests.watch import WATCH


class Figures:
    """What was counted: examples of properties by test, outcomes by test, and what tests note themselves."""

    def __init__(self) -> None:
        self.examples: Counter[str] = Counter()
        self.outcomes: dict[str, str] = {}
        self.noted: Counter[str] = Counter()
        self.running = ""

    def note(self, what: str, number: int = 1) -> None:
        """Add to a number of the table."""
        self.noted[what] += number

    def tests(self, *parts: str) -> list[str]:
        """The outcomes of the tests whose name has one of these parts."""
        return [outcome for name, outcome in self.outcomes.items() if any(part in name for part in parts)]

    def passed(self, *parts: str) -> int:
        """How many of those passed; 0 where one of them failed."""
        found = self.tests(*parts)
        return 0 if "failed" in found else found.count("passed")

    def count_examples(self, *parts: str) -> int:
        """The examples of the properties whose name has one of these parts."""
        return sum(number for name, number in self.examples.items() if any(part in name for part in parts))

    def by_property(self) -> Counter[str]:
        """The examples of each property, whatever its parameters."""
        found: Counter[str] = Counter()
        for name, number in self.examples.items():
            found[name.partition("[")[0]] += number
        return found

    def least_examples(self, parts: Iterable[str]) -> int:
        """The examples of the part that has the fewest."""
        return min(self.count_examples(part) for part in parts)


FIGURES = Figures()


class Row(NamedTuple):
    """A row of the table: what is promised, the figure, whether that is enough (None: not to be told here), and where it is from.

    ``short`` says why a goal is not reached; then the row holds what is.
    """

    id: str
    goal: str
    figure: Callable[[Figures], str]
    is_reached: Callable[[Figures], bool | None]
    where: str
    short: str = ""


#: The table of bad inputs: which tests hold each of its rows.
BAD_INPUTS: dict[str, tuple[str, ...]] = {
    "B1": ("dotenv-not-utf-8",),
    "B2": ("dotenv-utf-16]", "dotenv-utf-32"),
    "B3": ("dotenv-byte-order-mark",),
    "B4": ("dotenv-crlf", "dotenv-mixed-line-ends"),
    "B5": ("dotenv-lone-cr",),
    "B6": ("dotenv-nul",),
    "B7": ("dotenv-open-quote",),
    "B8": ("dotenv-text-behind-quote", "dotenv-blank-in-name", "dotenv-colon", "dotenv-no-name"),
    "B9": ("dotenv-word-alone", "dotenv-value-alone"),
    "B10": ("dotenv-repeated", "dotenv-repeated-alike"),
    "B11": ("dotenv-invalid-name",),
    "B12": ("dotenv-look-alike-name", "dotenv-invisible-in-name"),
    "B13": ("dotenv-command-substitution", "dotenv-backticks"),
    "B14": ("dotenv-expansion-loop", "dotenv-expansion-bomb"),
    "B15": ("dotenv-empty", "dotenv-comments", "dotenv-blanks"),
    "B16": ("dotenv-one-long-line", "dotenv-sparse"),
    "B17": ("test_many_variables_are_all_judged",),
    "B18": ("arguments-missing-file",),
    "B19": ("dotenv-folder", "dotenv-pipe", "dotenv-socket", "dotenv-device"),
    "B20": ("test_a_file_that_cannot_be_opened",),
    "B21": ("dotenv-loop", "config-link-outside", "config-outside"),
    "B22": ("test_a_file_that_cannot_be_opened", "dotenv-dead-link", "test_a_fault_is_said"),
    "B23": ("test_a_file_that_changes_meanwhile_is_refused",),
    "B24": ("test_an_odd_file_name_is_shown_escaped", "test_an_odd_file_name_is_an_address_in_sarif"),
    "B25": ("export-cut-short", "test_an_export_cut_anywhere"),
    "B26": ("export-empty", "export-scalar"),
    "B27": ("export-api-error",),
    "B28": ("export-page-of-20", "export-page-of-100", "export-page-declared-complete"),
    "B29": ("export-value-is",),
    "B30": ("export-repeated-member", "export-nan", "export-long-number"),
    "B31": ("export-deep", "config-deep", "schema-deep"),
    "B32": ("dotenv-zip", "dotenv-gzip"),
    "B33": ("export-lone-surrogate",),
    "B34": ("yaml-tag",),
    "B35": ("yaml-bomb", "test_more_than_the_budget_is_refused", "test_as_much_as_the_budget_is_read"),
    "B36": ("yaml-key-twice",),
    "B37": ("yaml-documents",),
    "B38": ("yaml-syntax",),
    "B39": ("non-text-blueprint-value-fails",),
    "B40": ("yaml-without-the-service", "yaml-without-services"),
    "B41": ("test_a_declared_variable_is_neither_missing_nor_wrong", "test_blueprints.py"),
    "B42": ("schema-not-json", "schema-cut-short", "schema-repeated-member"),
    "B43": ("schema-without-constraint",),
    "B44": ("schema-unknown-keyword",),
    "B45": ("schema-unknown-format",),
    "B46": ("schema-open-pattern", "schema-look-behind", "schema-back-reference"),
    "B47": ("test_a_pattern_of_another_file_has_a_linear_match",),
    "B48": ("schema-outside-reference", "schema-http-reference", "schema-file-reference"),
    "B49": ("schema-reference-loop", "schema-unresolved-reference"),
    "B50": ("schema-length-is-text", "schema-required-is-text"),
    "B51": ("schema-other-dialect", "schema-vocabulary"),
    "B52": ("schema-deep", "schema-too-large"),
    "B53": ("config-not-toml", "config-unknown-option", "config-wrong-type"),
    "B54": ("config-option",),
    "B55": ("test_all_rules_cannot_be_off", "config-no-sources"),
    "B56": ("arguments-nothing", "arguments-unmatched-pattern"),
    **{f"B{number}": (f"test_a_live_service_that_is_not_read_whole_is_incomplete[B{number}",) for number in range(57, 65)},
    "B65": ("arguments-output", "test_a_report_is_written_whole_or_not_at_all"),
    "B66": ("test_a_reader_that_goes_away", "test_a_signal_ends_a_run", "test_an_interrupt_has_its_code"),
}


def held(figures: Figures) -> list[str]:
    """The bad inputs all of whose tests were run and passed."""
    return [row for row, parts in BAD_INPUTS.items() if all(figures.passed(part) for part in parts)]


def unheld(figures: Figures) -> str:
    """The bad inputs that are not held, named."""
    known = [f"B{number}" for number in range(1, 67)]
    return ", ".join(sorted(set(known) - set(held(figures)), key=lambda row: int(row[1:])))


FORMATS = ("text", "json", "sarif", "github", "markdown", "junit", "html")


def suite(tier: str) -> Any:
    """What came of a tier of the official suite, or None where it is not beside the repository."""
    from tests.schema import test_official_suite

    return test_official_suite.tally()[tier] if test_official_suite.SUITE.is_dir() else None


def of_suite(*tiers: str) -> Callable[[Figures], str]:
    """The figure of some tiers."""

    def figure(figures: Figures) -> str:
        tallies = [suite(tier) for tier in tiers]
        if None in tallies:
            return "the official suite is not beside this repository"
        sums: Counter[str] = sum(tallies, Counter())
        return ", ".join(f"{number:,} {kind}" for kind, number in sums.items())

    return figure


def no_wrong(least: int, *tiers: str) -> Callable[[Figures], bool | None]:
    """Whether no verdict of some tiers is wrong, and enough are right."""

    def is_reached(figures: Figures) -> bool | None:
        tallies = [suite(tier) for tier in tiers]
        if None in tallies:
            return None
        return not any(each["wrong"] for each in tallies) and sum(each["right"] for each in tallies) >= least

    return is_reached


def examples_of(
    *parts: str, least: int, what: str = "examples"
) -> tuple[Callable[[Figures], str], Callable[[Figures], bool | None]]:
    """The figure of properties by their examples, and whether there were enough."""
    return (
        lambda figures: f"{figures.count_examples(*parts):,} {what}, {figures.tests(*parts).count('failed')} failed",
        lambda figures: figures.count_examples(*parts) >= least and "failed" not in figures.tests(*parts),
    )


def tests_of(*parts: str, least: int) -> tuple[Callable[[Figures], str], Callable[[Figures], bool | None]]:
    """The figure of tests by their number, and whether there were enough."""
    return (
        lambda figures: f"{figures.passed(*parts):,} tests, {figures.tests(*parts).count('failed')} failed",
        lambda figures: figures.passed(*parts) >= least,
    )


def noted(what: str, least: int, unit: str) -> tuple[Callable[[Figures], str], Callable[[Figures], bool | None]]:
    """The figure that tests noted themselves."""
    return (lambda figures: f"{figures.noted[what]:,} {unit}", lambda figures: figures.noted[what] >= least)


#: What each submission has to show of every target.
MOST_RUNS = 50_000


def fuzzed(figures: Figures) -> str:
    """The executions of the fuzzer, by target."""
    runs = {name.removeprefix("fuzz "): number for name, number in figures.noted.items() if name.startswith("fuzz ")}
    return ", ".join(f"{name} {number:,}" for name, number in sorted(runs.items())) or "atheris is not installed"


def is_fuzzed(figures: Figures) -> bool | None:
    """Whether each target had its executions."""
    from tests.campaign import test_fuzz

    runs = [number for name, number in figures.noted.items() if name.startswith("fuzz ")]
    if not runs or test_fuzz.RUNS < MOST_RUNS:  # everyday runs only look
        return None
    return len(runs) >= 8 and min(runs) >= MOST_RUNS and "failed" not in figures.tests("test_fuzz.py")


def mutated(figures: Figures) -> str:
    """The scores of the modules that the campaign has measured."""
    scores = record.scores()
    mutants, survivors = sum(each.mutants for each in scores), sum(len(each.survivors) for each in scores)
    equivalent, left = (
        sum(len(each) for each in kinds) for kinds in zip(*((each.equivalent, each.left) for each in scores), strict=True)
    )
    short = [f"{each.path} {each.percent:.1f} %" for each in scores if each.percent < record.LEAST_SCORE]
    unmeasured = sorted(mutate.MODULES.keys() - {each.path for each in scores})
    return (
        f"{mutants:,} mutants of {len(scores)} modules, {mutants - survivors:,} killed, {equivalent} equivalent, {left} left"
        + (f"; below: {', '.join(short)}" if short else "")
        + (f"; not measured: {', '.join(unmeasured)}" if unmeasured else "")
        + since(scores)
    )


def is_mutated(figures: Figures) -> bool | None:
    """Whether each module where trust rests has its score; it is told elsewhere where one was not measured."""
    measured = {each.path: each.percent for each in record.scores()}
    if measured.keys() < mutate.MODULES.keys():
        return None
    return sum(each.mutants for each in record.scores()) > mutate.LEAST_MUTANTS and min(measured.values()) >= record.LEAST_SCORE


def covered(figures: Figures) -> str:
    """What of the code was run when the campaign measured it."""
    if not record.coverage():
        return "not measured"
    trusted, whole = coverage_of(mutate.MODULES), coverage_of()
    return f"{trusted:.1f} % of the modules where trust rests, {whole:.1f} % of all{since(record.coverage())}"


def is_covered(figures: Figures) -> bool | None:
    """Whether enough of the code was run."""
    if not record.coverage():
        return None
    return coverage_of(mutate.MODULES) >= record.LEAST_OF_TRUSTED and coverage_of() >= record.LEAST_OF_ALL


def coverage_of(paths: Collection[str] = ()) -> float:
    """What was run of these modules, or of all, in percent."""
    found = [each for each in record.coverage() if not paths or each.path in paths]
    return 100 * sum(each.run for each in found) / max(1, sum(each.all for each in found))


def since(measured: Iterable[record.Score | record.Covered]) -> str:
    """Which modules are no longer as they were measured."""
    changed = record.changed(measured)
    return f"; changed since: {', '.join(changed)}" if changed else ""


OF_TRACES = tuple(f"_leaves_no_trace[{format}" for format in FORMATS)

ROWS = (
    Row(
        "G4",
        "no value in any output: 300 examples a format, a fault at every boundary",
        lambda figures: (
            f"{figures.count_examples('test_secrecy.py'):,} examples, at least {figures.least_examples(OF_TRACES):,} a format, "
            f"{figures.passed('test_an_exception_of_a_library'):,} faults at boundaries, "
            f"{figures.tests('test_secrecy.py', 'test_last_look.py').count('failed')} leaks"
        ),
        lambda figures: (
            figures.least_examples(OF_TRACES) >= 300
            and figures.passed("test_an_exception_of_a_library") > 0
            and figures.passed("test_a_leak_of_four_characters_is_noticed") > 0
            and "failed" not in figures.tests("test_secrecy.py", "test_last_look.py")
        ),
        "P1, P2 in tests/test_secrecy.py",
    ),
    Row(
        "G5",
        "no file, socket, process or import beyond the list",
        lambda figures: f"{WATCH.runs:,} runs, {WATCH.count:,} events of the interpreter, {WATCH.strays} not on the list",
        lambda figures: WATCH.runs > 5_000 and WATCH.strays == 0,
        "tests/watch.py, over every run in the tests",
    ),
    Row(
        "G6",
        "the code is the same in all formats",
        *tests_of("test_the_format_never_changes_the_code", least=100),
        "tests/test_bad_input.py",
    ),
    Row(
        "G7",
        "no traceback and no internal error, whatever is given",
        *examples_of("test_any_bytes", "test_any_json", "test_any_schema", "test_any_config", "test_any_arguments", least=300),
        "tests/test_bad_input.py, and the fuzzer",
    ),
    Row(
        "G8",
        "official suite, tier A: 957 right",
        of_suite("A"),
        no_wrong(800, "A"),
        "tests/schema/test_official_suite.py",
        "what a gate refuses by name is not judged: references to other machines, unknown keywords and formats, words that "
        "have no meaning for a service; none of all is wrong",
    ),
    Row("G9", "tiers B, C, O: right or refused, none wrong", of_suite("B", "C", "O"), no_wrong(380, "B", "C", "O"), "the same"),
    Row("G10", "tier F1: at least 530 of 544", of_suite("F1"), no_wrong(530, "F1"), "the same"),
    Row("G11", "tier F2: right or refused", of_suite("F2"), no_wrong(0, "F2"), "the same"),
    Row(
        "G12",
        "as jsonschema and jsonschema-rs: 2,000 schemas of 10 instances",
        lambda figures: (
            f"{figures.noted['oracle schemas']:,} schemas, {figures.noted['oracle instances']:,} instances, 0 unexplained"
        ),
        lambda figures: (
            figures.noted["oracle schemas"] >= 2_000
            and figures.noted["oracle instances"] >= 20_000
            and "failed" not in figures.tests("test_oracle.py")
        ),
        "tests/schema/test_oracle.py",
    ),
    Row(
        "G13",
        "as python-dotenv: 5,000 texts",
        *examples_of("test_values_are_those_of_python_dotenv", least=5_000, what="texts"),
        "tests/sources/test_dotenv_laws.py",
    ),
    Row("G14", "fuzzing: 8 targets of 50,000 executions, no crash", fuzzed, is_fuzzed, "tests/campaign/fuzz.py"),
    Row(
        "G15",
        "24 properties of 200 examples",
        lambda figures: (
            f"{sum(number >= 200 for number in figures.by_property().values())} properties of 200 examples or more, "
            f"{len(figures.by_property())} in all, {sum(figures.examples.values()):,} examples"
        ),
        lambda figures: sum(number >= 200 for number in figures.by_property().values()) >= 24,
        "hypothesis, counted",
    ),
    Row(
        "G16",
        "mutants noticed by tests: 95 % where trust rests",
        mutated,
        is_mutated,
        "tests/campaign/README.md lists the survivors",
    ),
    Row("G18", "lines and branches run: all of those modules, 95 % of all", covered, is_covered, "tests/campaign/README.md"),
    Row(
        "G19",
        "every rule with a failing and a passing example that are run",
        *tests_of("test_pages.py", least=150),
        "tests/rules/test_pages.py",
    ),
    Row(
        "G20",
        "66 of 66 bad inputs with their code and message",
        lambda figures: f"{len(held(figures))} of 66" + (f"; not held: {unheld(figures)}" if unheld(figures) else ""),
        lambda figures: len(held(figures)) == 66,
        "tests/figures.py names the tests of each",
    ),
    Row(
        "G21, G22",
        "any input within a second and 300 MB",
        lambda figures: "bounds of the fuzzer, of which each target has kept to" if is_fuzzed(figures) else "not fuzzed",
        is_fuzzed,
        "tests/campaign/fuzz.py",
    ),
    Row(
        "G23",
        "each call to the system fails in turn, with four errors",
        *noted("system faults", 3_000, "faults, each said or without effect"),
        "tests/test_system_faults.py",
    ),
    Row(
        "G24",
        "the same bytes over hash seeds, locales, time zones",
        *tests_of("test_determinism.py", least=8),
        "tests/test_determinism.py",
    ),
    Row(
        "G25",
        "own workflows under zizmor and actionlint: no finding",
        *tests_of("test_zizmor_finds", "test_linters_of_workflows", least=2),
        "tests/action/test_judges.py",
    ),
    Row("G31", "16 processes at once give the same bytes", *tests_of("test_at_once", least=1), "tests/test_determinism.py"),
    Row("G26", "dependencies locked by hash in the action", *tests_of("test_lock.py", least=2), "tests/action/test_lock.py"),
    Row(
        "G28, G29",
        "SARIF valid and within GitHub's limits, annotations worst first",
        *tests_of("test_sarif.py", "test_github.py", least=100),
        "tests/reports",
    ),
    Row(
        "G30",
        "Linux; lowest and highest supported Python",
        lambda figures: f"Python {sys.version_info.major}.{sys.version_info.minor} on {sys.platform}",
        lambda figures: None,
        "the Python that runs this; another is run by hand",
    ),
    Row(
        "G27",
        "the tests have run: at least 22,000, and 40,000 examples",
        lambda figures: f"{list(figures.outcomes.values()).count('passed'):,} tests, {sum(figures.examples.values()):,} examples",
        lambda figures: list(figures.outcomes.values()).count("passed") >= 22_000 and sum(figures.examples.values()) >= 40_000,
        "tests/figures.py",
    ),
)


@pytest.hookimpl
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count the examples of every property."""
    seen: set[int] = set()
    for item in items:
        test = getattr(item, "obj", None)
        handle = getattr(test, "hypothesis", None)
        if handle is not None and id(handle) not in seen:
            seen.add(id(handle))
            handle.inner_test = _counted(handle.inner_test)


def _counted(test: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(test)
    def count(*given: Any, **more: Any) -> Any:
        FIGURES.examples[FIGURES.running] += 1
        return test(*given, **more)

    return count


def pytest_runtest_logstart(nodeid: str) -> None:
    """Note which test runs."""
    FIGURES.running = nodeid


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note how a test went."""
    if report.when == "call" or report.outcome != "passed":
        FIGURES.outcomes[report.nodeid] = report.outcome


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run of all tests that does not reach what is promised."""
    if is_whole(session.config) and session.exitstatus == pytest.ExitCode.OK and not_reached():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print the table at the end of a run of all tests."""
    if is_whole(config):
        terminalreporter.section("figures")
        for line in table():
            terminalreporter.write_line(line)


def is_whole(config: pytest.Config) -> bool:
    """Whether all tests are run."""
    chosen = config.option.keyword or config.option.markexpr or config.option.collectonly or getattr(config.option, "lf", False)
    return not chosen and config.args == config.getini("testpaths")


def not_reached() -> list[str]:
    """The rows that fall short."""
    return [row.id for row in ROWS if row.is_reached(FIGURES) is False]


def table() -> Iterable[str]:
    """The table, a row a line."""
    verdicts = {True: "reached", False: "NOT REACHED", None: "not run here"}
    for row in ROWS:
        is_reached = row.is_reached(FIGURES)
        verdict = "short of it" if is_reached and row.short else verdicts[is_reached]
        yield f"{row.id:<8} {verdict:<12} {row.goal}"
        yield f"{'':<21} {row.figure(FIGURES)} ({row.where})"
        if row.short:
            yield f"{'':<21} because {row.short}"


def main() -> int:
    """Run all tests, with the table at their end: as many examples and executions as each submission has to show."""
    os.environ["CI"] = "true"  # before the tests are read, which ask for it
    return int(pytest.main(["-q"]))


if __name__ == "__main__":
    sys.exit(main())
