"""Mutation testing of the modules on which trust rests: each is changed in one place at a time, and a test has to notice.

``python -m tests.campaign.mutate`` runs mutmut on a copy of the repository, a module after the other, lists every change that
no test noticed, and records it. mutmut changes what stands in functions, not the tables of a module, and no decorated function.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.campaign import record

ROOT = record.ROOT

#: A run of all modules with fewer mutants has not run.
LEAST_MUTANTS = 200
#: Two processes, and those nice: the machine has other users.
PROCESSES = 2

_COMPOSE = ("tests/sources/test_compose.py", "tests/test_run_command.py", "tests/test_declared.py")
_SCHEMAS = ("tests/test_compile.py", "tests/rules/test_value.py", "tests/rules/test_presence.py", "tests/schema/test_formats.py")

#: The modules, and the tests that are to notice.
MODULES: dict[str, tuple[str, ...]] = {
    "envcheck/escape.py": ("tests/test_escape.py", "tests/reports/test_github.py"),
    "envcheck/console.py": ("tests/test_console.py",),
    "envcheck/last_look.py": ("tests/test_last_look.py",),
    "envcheck/reports/github.py": ("tests/reports/test_github.py",),
    "envcheck/reports/markdown.py": ("tests/reports/test_markdown_parts.py",),
    "envcheck/reports/alone.py": ("tests/reports/test_alone.py", "tests/reports/test_github.py"),
    "envcheck/reports/shown.py": ("tests/reports/test_shown.py", "tests/reports/test_github.py"),
    "envcheck/reports/html_text.py": ("tests/reports/test_html_text.py",),
    "envcheck/reports/junit.py": ("tests/reports/test_junit.py",),
    "envcheck/reports/text.py": ("tests/reports/test_text_parts.py", "tests/reports/test_text.py"),
    "envcheck/reports/table.py": ("tests/reports/test_table.py",),
    "envcheck/reports/json_.py": ("tests/reports/test_json.py",),
    "envcheck/errors.py": ("tests/test_errors.py",),
    "envcheck/__main__.py": ("tests/test_main.py",),
    "envcheck/run.py": ("tests/test_report_of_run.py", "tests/test_bounds.py"),
    "envcheck/jobs.py": ("tests/test_jobs.py",),
    "envcheck/prepare.py": ("tests/test_prepare.py", "tests/test_blueprints.py", "tests/sources/test_process.py", *_COMPOSE),
    "envcheck/files.py": ("tests/test_files.py",),
    "envcheck/merge.py": ("tests/test_merge.py", "tests/test_groups.py", "tests/test_declared.py"),
    "envcheck/sources/render_export.py": ("tests/sources/test_render_export.py",),
    "envcheck/sources/dotenv_file.py": ("tests/sources/test_dotenv_file.py",),
    "envcheck/compile.py": ("tests/test_compile.py",),
    "envcheck/facets.py": ("tests/test_facets.py", *_SCHEMAS),
    "envcheck/branches.py": ("tests/test_branches.py", *_SCHEMAS),
    "envcheck/patterns.py": ("tests/test_patterns.py",),
    "envcheck/sources/dotenv_grammar.py": ("tests/sources/test_dotenv_file.py",),
    "envcheck/sources/render_api/pages.py": ("tests/sources/test_render_api_pages.py",),
    "envcheck/sources/render_api/answers.py": ("tests/sources/test_render_api_answers.py",),
}

#: How a test process ends that mutmut takes for a survivor: no test failed, or no test reaches the place.
_SURVIVED = (0, 5, 33)


class Mutant(NamedTuple):
    """A change of one line of a module; a text that is left out or put in elsewhere has more lines."""

    path: str
    line: int
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}\n    - {self.before}\n    + {self.after}"


class Outcome(NamedTuple):
    """How the mutants of a module fared."""

    path: str
    mutants: int
    survivors: tuple[Mutant, ...]

    @property
    def killed(self) -> int:
        """How many were noticed, or did not end in time."""
        return self.mutants - len(self.survivors)

    def __str__(self) -> str:
        score = 100 * self.killed / self.mutants if self.mutants else 0.0
        return (
            f"{self.path:<42} {self.mutants:>5} mutants {self.killed:>5} killed {len(self.survivors):>4} survived {score:6.1f} %"
        )


def mutate(path: str, tests: Sequence[str]) -> Outcome:
    """Run the tests against every mutant of a module."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "repository"
        ignored = shutil.ignore_patterns(".*_cache", "__pycache__", ".hypothesis", "*.egg-info")
        shutil.copytree(ROOT, folder, ignore=ignored, symlinks=True)
        _configure(folder, path, [test for test in tests if (ROOT / test).exists()])
        done = subprocess.run(
            [sys.executable, "-m", "mutmut", "run", "--max-children", str(PROCESSES)],
            cwd=folder,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            preexec_fn=lambda: os.nice(10) and None,
            timeout=7_200,
        )
        results = folder / "mutants" / f"{path}.meta"
        codes: dict[str, int | None] = json.loads(results.read_bytes())["exit_code_by_key"] if results.exists() else {}
        if None in codes.values() or not codes:
            raise RuntimeError(f"{path}: the mutants were not all run\n{done.stdout.decode('utf-8', 'replace')[-3_000:]}")
        survivors = [name for name, code in codes.items() if code in _SURVIVED]
        return Outcome(path, len(codes), tuple(_described(folder, path, survivors)))


def _configure(folder: Path, path: str, tests: Sequence[str]) -> None:
    others = [each.name for each in folder.iterdir() if each.name not in ("envcheck", "tests", ".git", "mutants")]
    own = {
        "source_paths": ["envcheck"],
        "only_mutate": [path],
        "also_copy": others,
        "pytest_add_cli_args": ["--hypothesis-seed=1", "--tb=no"],
        "pytest_add_cli_args_test_selection": [*tests],
        "use_git_change_detection": False,
    }
    lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in own.items())
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[tool.mutmut]\n{lines}")


def _described(folder: Path, path: str, names: Sequence[str]) -> Iterator[Mutant]:
    """What each of the mutants changes, in the order of the file."""
    source = (folder / path).read_text(encoding="utf-8")
    starts = _functions(source)
    mutated = _functions((folder / "mutants" / path).read_text(encoding="utf-8"))
    found: list[Mutant] = []
    for name in names:
        own = name.rpartition(".")[2]
        mangled = own.rpartition("__mutmut_")[0]
        words = mangled.removeprefix("x").split("ǁ")
        plain = ".".join(words[1:]) if len(words) > 1 else words[0].removeprefix("_")
        first, _ = starts[plain]
        before, after = (mutated[each][1] for each in (f"{mangled}__mutmut_orig", own))
        found.append(_change(path, first, before, after))
    return iter(sorted(found, key=lambda mutant: mutant.line))


def _change(path: str, first: int, before: Sequence[str], after: Sequence[str]) -> Mutant:
    """The first difference of two functions, but for their names."""
    codes = difflib.SequenceMatcher(None, before[1:], after[1:], autojunk=False).get_opcodes()
    for kind, start, end, other_start, other_end in codes:
        if kind != "equal":
            removed, added = before[1 + start : 1 + end], after[1 + other_start : 1 + other_end]
            return Mutant(path, first + 1 + start, " / ".join(map(str.strip, removed)), " / ".join(map(str.strip, added)))
    return Mutant(path, first, before[0].strip(), after[0].strip())  # a default of a parameter


def _functions(source: str) -> dict[str, tuple[int, list[str]]]:
    """The first line and the lines of each function, those of methods also under the names of their classes."""
    lines = source.splitlines()
    found: dict[str, tuple[int, list[str]]] = {}

    def add(nodes: Sequence[ast.stmt], prefix: str) -> None:
        for node in nodes:
            if isinstance(node, ast.ClassDef):
                add(node.body, f"{node.name}.")
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                place = (node.lineno, lines[node.lineno - 1 : node.end_lineno])
                found[f"{prefix}{node.name}"] = place
                found.setdefault(node.name, place)

    add(ast.parse(source).body, "")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run modules, and print what became of each."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaign.mutate", description=__doc__)
    parser.add_argument(
        "modules", nargs="*", default=[], help="paths such as envcheck/escape.py; all of the table if none is named"
    )
    chosen = parser.parse_args(arguments).modules
    outcomes: list[Outcome] = []
    for path in chosen or MODULES:
        outcomes.append(mutate(path, MODULES[path]))
        print(outcomes[-1], flush=True)
        for mutant in outcomes[-1].survivors:
            reason = record.reasons().get(path, {}).get((mutant.before, mutant.after))
            print(f"  {mutant}" + (f"\n    equivalent: {reason}" if reason else ""), flush=True)
        record.note_score(path, outcomes[-1].mutants, [(mutant.before, mutant.after) for mutant in outcomes[-1].survivors])
    survivors = tuple(mutant for outcome in outcomes for mutant in outcome.survivors)
    total = Outcome("all", sum(outcome.mutants for outcome in outcomes), survivors)
    print(total)
    assert chosen or total.mutants > LEAST_MUTANTS, "too few mutants: the campaign has not run"
    return 0


if __name__ == "__main__":
    sys.exit(main())
