"""The action's own program, on a runner that is a folder; envcheck is the one of the tests instead of an installed one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from action import gate
from action.inputs import read_inputs
from action.outcome import LIMIT, Outcome, publish, summary_of
from envcheck.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, EXIT_USAGE
from tests.action.helpers import Step, new_step
from tests.action.samples import PASSING, SAMPLES
from tests.program import write

if TYPE_CHECKING:
    from collections.abc import Callable

CODES = {"passing": EXIT_CLEAN, "failing": EXIT_FINDINGS, "misconfigured": EXIT_USAGE, "incomplete": EXIT_INCOMPLETE}


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interpreter of the tests, which has envcheck."""
    monkeypatch.setattr(gate, "install", lambda *_: sys.executable)


@pytest.fixture
def sample(tmp_path: Path, installed: None) -> Callable[..., Step]:
    """A step on one of the samples."""

    def make(name: str = "passing", **inputs: str) -> Step:
        step = new_step(tmp_path, inputs)
        write(tmp_path / "workspace", SAMPLES[name])
        return step

    return make


@pytest.mark.parametrize("name", SAMPLES)
def test_the_code_of_the_step_is_that_of_envcheck(sample: Callable[..., Step], name: str) -> None:
    """And the outputs say the same."""
    step = sample(name)

    code = gate.main(step.environment)

    assert code == CODES[name]
    assert (step.outputs["exit-code"], step.outputs["verdict"]) == (
        str(code),
        ("clean", "findings", "misconfigured", "incomplete")[code],
    )
    assert step.summary.startswith("## envcheck: ")


def test_findings_are_counted(sample: Callable[..., Step]) -> None:
    step = sample("failing", environments="production")

    gate.main(step.environment)

    assert (step.outputs["errors"], step.outputs["warnings"], step.outputs["notes"]) == ("1", "0", "0")


def test_there_is_a_sarif_file_that_was_not_there_before(sample: Callable[..., Step]) -> None:
    """Each run has its own, so that none is uploaded for another."""
    step = sample()
    paths = []
    for _ in range(2):
        gate.main(step.environment)
        paths.append(step.outputs["sarif-file"])

    assert all(Path(path).is_file() for path in paths)
    assert len(set(paths)) == 2


def test_a_wrong_request_has_no_report(sample: Callable[..., Step], capfd: pytest.CaptureFixture[str]) -> None:
    """Neither counts nor SARIF, but an annotation that says why."""
    step = sample("misconfigured")

    gate.main(step.environment)

    assert [step.outputs[name] for name in ("errors", "warnings", "notes", "sarif-file")] == [""] * 4
    assert "::error title=envcheck::config envcheck.toml:1: unknown option 'sevrices'" in capfd.readouterr().out
    assert "did you mean 'services'?" in step.summary


def test_two_environments_are_compared(sample: Callable[..., Step]) -> None:
    step = sample("failing", command="diff", environments="staging\nproduction\n")

    assert gate.main(step.environment) == EXIT_CLEAN
    assert step.outputs["warnings"] == "1"


def test_two_sources_are_compared(sample: Callable[..., Step]) -> None:
    step = sample(command="diff", sources="api.staging.env\r\napi.production.env\r\n", fail_on="note")

    assert gate.main(step.environment) == EXIT_CLEAN


def test_further_reports_are_written(sample: Callable[..., Step]) -> None:
    """In the working directory."""
    step = sample(output="json:a.json\nsarif:b c.sarif")

    gate.main(step.environment)

    assert all((step.folder / "workspace" / name).is_file() for name in ("a.json", "b c.sarif"))


def test_a_folder_to_work_in(tmp_path: Path, installed: None) -> None:
    step = new_step(tmp_path, {"working_directory": "apps/one", "services": "api", "config": "envcheck.toml"})
    write(tmp_path / "workspace" / "apps" / "one", PASSING)

    assert gate.main(step.environment) == EXIT_CLEAN


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"command": "probe"}, "neither check nor diff"),
        ({"command": "check\ndiff"}, "neither check nor diff"),
        ({"command": "$(touch x)"}, "neither check nor diff"),
        ({"environments": "staging\nproduction"}, "at most one"),
        ({"services": "api\nworker"}, "more than one"),
        ({"command": "diff", "environments": "staging"}, "two lines"),
        ({"command": "diff", "environments": "staging", "sources": "a.env"}, "two lines"),
        ({"command": "diff"}, "two lines"),
        ({"working_directory": "nowhere"}, "working-directory"),
        ({"environments": "prodution"}, "prodution"),
        ({"environments": "--isolated"}, "--isolated"),
        ({"fail_on": "nothing"}, "nothing"),
        ({"output": "exe:file"}, "FORMAT:FILE"),
        ({"config": "nowhere.toml"}, "nowhere.toml"),
    ],
    ids=str,
)
def test_what_is_asked_wrongly_is_misconfigured(
    sample: Callable[..., Step], capfd: pytest.CaptureFixture[str], inputs: dict[str, str], said: str
) -> None:
    step = sample(**inputs)

    assert gate.main(step.environment) == EXIT_USAGE
    assert step.outputs["verdict"] == "misconfigured"
    assert said in capfd.readouterr().out
    assert said in step.summary
    assert not list(step.folder.rglob("x"))


def test_names_stay_names(sample: Callable[..., Step], capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing in a list is run, taken for an option, or taken apart."""
    names = ("$(touch x)", "a; touch x", "`touch x`", "--fail-on=never", " a b ", "::set-output name=verdict::clean")
    step = sample(sources="\n".join(names))

    assert gate.main(step.environment) == EXIT_INCOMPLETE
    assert step.outputs["verdict"] == "incomplete"
    said = capfd.readouterr().out
    assert all(f"\nenvcheck: {name}: no such file" in said for name in names)
    assert not list(step.folder.rglob("x"))


def test_no_line_of_the_log_is_a_command_of_an_input(sample: Callable[..., Step], capfd: pytest.CaptureFixture[str]) -> None:
    """Only the action itself commands the runner."""
    step = sample(sources="::error::forged\n##[error]forged", schema="\n::warning::forged")

    gate.main(step.environment)

    lines = [line.strip() for line in "".join(capfd.readouterr()).splitlines()]
    assert not [line for line in lines if line.startswith(("::error::forged", "::warning::forged")) or "##[" in line]


def test_an_output_cannot_be_forged(tmp_path: Path) -> None:
    """A value of several lines stays one value."""
    step = new_step(tmp_path)

    publish(Outcome(EXIT_FINDINGS, sarif="a\nverdict=clean\nexit-code<<X\n0\nX"), step.environment)

    assert step.outputs["verdict"] == "findings"
    assert step.outputs["exit-code"] == "1"


def test_a_report_that_is_not_there_is_no_success(sample: Callable[..., Step], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the exit code says."""
    step = sample()
    monkeypatch.setattr(gate.Reports, "options", [])

    assert gate.main(step.environment) == EXIT_INCOMPLETE
    assert step.outputs["verdict"] == "incomplete"


@pytest.mark.parametrize(
    "change",
    [{"exit_code": 1}, {"complete": False}, {"command": "diff"}, {"summary": {"sources": 0, "variables": 4}}, {"summary": {}}],
    ids=str,
)
def test_a_report_that_disagrees_is_no_success(change: dict[str, Any]) -> None:
    right: dict[str, Any] = {"command": "check", "exit_code": 0, "complete": True, "summary": {"sources": 1, "variables": 4}}

    assert gate.bears_out(right, EXIT_CLEAN, "check")
    assert not gate.bears_out(right | change, EXIT_CLEAN, "check")


@pytest.mark.parametrize("code", [-9, 1 + 3, 130, 255])
def test_an_end_that_is_none_of_ours_is_incomplete(tmp_path: Path, code: int) -> None:
    reports = gate.Reports(tmp_path / "a", tmp_path / "b", tmp_path / "c")

    outcome = gate.judge(code, "", reports, read_inputs({}))

    assert (outcome.code, outcome.verdict) == (EXIT_INCOMPLETE, "incomplete")


def test_an_error_of_the_action_is_incomplete_and_quotes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> str:
        raise ValueError("text of a value")

    monkeypatch.setattr(gate, "install", fail)
    step = new_step(tmp_path)

    assert gate.main(step.environment) == EXIT_INCOMPLETE
    assert "text of a value" not in "".join(capfd.readouterr()) + step.summary


def test_there_is_a_summary_where_envcheck_cannot_be_installed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What is not locked, or cannot be had, ends the step."""
    action = tmp_path / "action"
    write(action, {"requirements/action.txt": "click==8.0\n"})
    step = new_step(tmp_path)
    step.environment.update(GITHUB_ACTION_PATH=str(action), PIP_NO_INDEX="1")

    assert gate.main(step.environment) == EXIT_INCOMPLETE
    assert "could not be installed" in step.summary
    assert "\ninstall: " in f"\n{capfd.readouterr().out}"


def test_outputs_that_cannot_be_written_are_no_success(sample: Callable[..., Step]) -> None:
    step = sample()
    step.environment["GITHUB_OUTPUT"] = str(step.folder)

    assert gate.main(step.environment) == EXIT_INCOMPLETE


def test_nothing_that_steers_python_reaches_envcheck() -> None:
    """Nor do the inputs; the token of a live source does."""
    given = {"PYTHONPATH": "x", "PYTHONSTARTUP": "x", "GATE_COMMAND": "check", "RENDER_API_KEY": "x", "PATH": "x"}

    assert gate.for_child(given) == {"RENDER_API_KEY": "x", "PATH": "x"}


def test_a_long_summary_is_cut() -> None:
    """Of one that is too long GitHub would show nothing."""
    text = summary_of(Outcome(EXIT_FINDINGS, summary="ä" * LIMIT))

    assert len(text.encode()) < 1024 * 1024
    assert "and more" in text


def test_what_is_quoted_in_the_summary_is_no_markup() -> None:
    text = summary_of(Outcome(EXIT_USAGE, message="", said="</pre><img src=x> @somebody"))

    assert "<pre>\n&lt;/pre&gt;&lt;img src=x&gt; @somebody\n</pre>" in text


def test_findings_are_annotations(sample: Callable[..., Step], capfd: pytest.CaptureFixture[str]) -> None:
    step = sample("failing")

    gate.main(step.environment)

    assert "::error file=api.production.env,line=2" in capfd.readouterr().out


def test_the_summary_has_the_findings(sample: Callable[..., Step]) -> None:
    step = sample("failing")

    gate.main(step.environment)

    assert "wrong-type" in step.summary
