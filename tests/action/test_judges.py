"""Programs of others judge the action, the hooks and the workflows that are shown; without them their tests are skipped.

All of them: ``python -m pip install --group judges``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.action.documents import SHOWN, WORKFLOWS
from tests.action.helpers import ROOT
from tests.action.samples import PASSING, SAMPLES, SCHEMA
from tests.program import Files, write

SELFTEST = ".github/workflows/selftest.yml"
SHIPPED = ("action.yml", ".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE", "action", "requirements", "envcheck")


def judge(name: str) -> str:
    """The path of a judge, beside the interpreter or on the path."""
    found = shutil.which(name, path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def said(folder: Path, name: str, *arguments: str, **environment: str) -> tuple[int, str]:
    """The exit code of a judge, and all that it said."""
    done = subprocess.run(
        [judge(name), *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@example.test", *arguments], cwd=folder, check=True)


def commit(folder: Path) -> None:
    git(folder, "init", "-q")
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "-m", "All")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the action and all files that are shown, and the workflow of the self test."""
    folder = tmp_path_factory.mktemp("shown")
    write(folder, SHOWN)
    for path, target in {"action.yml": "action.yml", "tests/action/selftest.yml": SELFTEST}.items():
        shutil.copy(ROOT / path, folder / target)
    commit(folder)
    return folder


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with what is shipped of this one."""
    folder = tmp_path_factory.mktemp("project")
    for name in SHIPPED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder)
    return folder


@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("vendor.github-actions", ["action.yml"]),
        ("vendor.github-workflows", [*WORKFLOWS, SELFTEST]),
        ("custom.github-workflows-require-timeout", [*WORKFLOWS, SELFTEST]),
        ("vendor.gitlab-ci", [".gitlab-ci.yml"]),
    ],
)
def test_files_have_the_form_that_they_should(shown: Path, schema: str, paths: list[str]) -> None:
    assert said(shown, "check-jsonschema", "--builtin-schema", schema, *paths) == (0, "ok -- validation done\n")


def test_zizmor_finds_nothing(shown: Path) -> None:
    code, text = said(shown, "zizmor", "--offline", "--persona", "pedantic", "--strict-collection", "--no-progress", ".")

    assert "No findings to report" in text, text
    assert code == 0


@pytest.mark.parametrize("name", ["actionlint", "jactionlint"])
def test_linters_of_workflows_find_nothing(shown: Path, name: str) -> None:
    assert said(shown, name) == (0, "")


@pytest.mark.parametrize("name", ["pre-commit", "prek"])
def test_manifest_and_config_are_valid(shown: Path, name: str) -> None:
    assert said(ROOT, name, "validate-manifest", ".pre-commit-hooks.yaml")[0] == 0
    assert said(shown, name, "validate-config", ".pre-commit-config.yaml")[0] == 0


class Case(NamedTuple):
    """A hook on a repository: whether it passes, and what it says."""

    hook: str
    files: Files
    passes: bool
    text: str = ""


ENV: Files = {".env": "PORT=80\n"}
CASES = [
    Case("envcheck", {".env": "A=1\n", "config/app.env": "B=1\n", ".env.example": "A=\n"}, True),
    Case("envcheck", {".env": "A=1\nno assignment\n", "environment.ts": "x"}, False, "malformed-line"),
    Case("envcheck", {"config/app.env": 'A="open\n'}, False, "malformed-line"),
    Case("envcheck", {".env.example": "no assignment\n", "src/.encryption.txt": "x"}, True, "no files to check"),
    Case("envcheck-project", PASSING, True),
    Case("envcheck-project", SAMPLES["failing"], False, "wrong-type"),
    Case("envcheck-project", SAMPLES["incomplete"], False, "no such file"),
    Case("envcheck-project", SAMPLES["misconfigured"], False, "sevrices"),
    Case("envcheck-schemas", {"schemas/api.json": SCHEMA}, True),
    Case("envcheck-schemas", {"schemas/api.json": {**SCHEMA, "requird": []}}, False, "requird"),
    Case("envcheck-no-env-file", {".env.example": "A=\n", "src/.encryption.txt": "x", "environment.ts": "x"}, True),
    Case("envcheck-no-env-file", {".env": "A=1\n", "config/app.env": "A=1\n", "b.txt": "x"}, False, ".env"),
]


@pytest.mark.parametrize("name", ["pre-commit", "prek"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.hook}-{case.passes}")
def test_hooks_do_their_work(
    project: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, name: str, case: Case
) -> None:
    """Installed as pre-commit and prek install them, and with the same end in both."""
    judge(name)
    if not (project / ".git").exists():
        commit(project)
    home = str(tmp_path_factory.getbasetemp() / f"{name}-home")
    write(tmp_path, case.files)
    commit(tmp_path)

    code, text = said(
        tmp_path,
        name,
        "try-repo",
        str(project),
        case.hook,
        "--all-files",
        "--verbose",
        PRE_COMMIT_HOME=home,
        PREK_HOME=home,
    )

    assert case.text in text, text
    assert (code == 0) == case.passes, text


@pytest.fixture(scope="module")
def log(project: Path) -> list[dict[str, Any]]:
    """What act tells of the self test, which runs the action once for each sample."""
    judge("act")
    for name, files in SAMPLES.items():
        write(project / "samples" / name, files)
    (project / SELFTEST).parent.mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "action" / "selftest.yml", project / SELFTEST)
    commit(project)
    code, text = said(project, "act", "push", "-W", SELFTEST, "-P", "ubuntu-latest=-self-hosted", "--json")
    assert code == 0, text
    return [json.loads(line) for line in text.splitlines()]


def test_each_sample_has_its_verdict_on_a_runner(log: list[dict[str, Any]]) -> None:
    """The outcome of the step is that of the gate, and outputs reach later steps."""
    told = next(re.sub(r"^steps: ", "", entry["msg"]) for entry in log if entry["msg"].startswith("steps: "))
    steps = {name: step for name, step in json.loads(told).items() if not name.isdigit()}

    assert {
        name: (step["outcome"], step["outputs"]["verdict"], step["outputs"]["exit-code"]) for name, step in steps.items()
    } == {
        "passing": ("success", "clean", "0"),
        "failing": ("failure", "findings", "1"),
        "drifting": ("success", "clean", "0"),
        "incomplete": ("failure", "incomplete", "3"),
        "misconfigured": ("failure", "misconfigured", "2"),
        "hostile": ("failure", "incomplete", "3"),
    }
    assert {name: step["outputs"]["errors"] for name, step in steps.items()} == {
        **dict.fromkeys(steps, "0"),
        "failing": "1",
        "misconfigured": "",
    }
    assert len({step["outputs"]["sarif-file"] for step in steps.values()}) == len(steps)


def test_each_sample_has_a_summary_on_a_runner(log: list[dict[str, Any]]) -> None:
    summaries = {entry["step"]: entry["msg"] for entry in log if entry.get("command") == "summary"}

    assert set(summaries) == {"Passing", "Failing", "Drifting", "Incomplete", "Misconfigured", "Hostile"}
    assert all(re.search(r"Summary - ## envcheck: \w+", text) for text in summaries.values())
    assert "envcheck: incomplete" in summaries["Incomplete"]
    assert "envcheck: misconfigured" in summaries["Misconfigured"]


def test_a_runner_reads_our_commands_and_no_others(log: list[dict[str, Any]]) -> None:
    """What an input or a path says is none."""
    commands = [entry for entry in log if entry.get("command") in ("error", "warning", "notice")]

    wrong = [(each["step"], each["arg"]) for each in commands if each["step"] == "Misconfigured"]
    assert wrong == [("Misconfigured", "config envcheck.toml:1: unknown option 'sevrices'")]
    assert not [each for each in commands if not re.match(r"::(error|warning) (title|file)=", each["raw"])]


def test_a_runner_reads_the_annotations(log: list[dict[str, Any]]) -> None:
    found = [entry["kvPairs"] for entry in log if entry.get("command") == "error" and entry["step"] == "Failing"]

    assert [(each.get("file"), each.get("line")) for each in found] == [("samples/failing/api.production.env", "2")]


def test_names_stay_names_on_a_runner(log: list[dict[str, Any]]) -> None:
    """Nothing of them was run: the last step finds no file called x."""
    assert not [entry for entry in log if re.search(r"^\./.*\bx$", entry["msg"].strip())]
    assert [entry for entry in log if "envcheck: $(touch x): no such file" in entry["msg"]]
