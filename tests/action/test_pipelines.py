"""What ``docs/pipelines.md`` says is true of the action and of the hooks."""

from __future__ import annotations

import re

import pytest

from tests.action.documents import SHOWN, TEXT, WORKFLOWS
from tests.action.helpers import ROOT
from tests.action.test_metadata import INPUTS

HOOKS = re.findall(r"^- id: (\S+)$", (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"), re.M)


def test_the_page_shows_files() -> None:
    """So that the tests below have something to judge."""
    assert len(WORKFLOWS) == 2
    assert {".gitlab-ci.yml", ".pre-commit-config.yaml", "render.yaml"} < set(SHOWN)


def test_every_action_is_pinned_by_its_commit() -> None:
    used = re.findall(r"uses: (\S+)(.*)", TEXT)

    assert [each for each, _ in used if not re.fullmatch(r"[\w-]+(/[\w-]+)+@[0-9a-f]{40}", each)] == []
    assert all(re.fullmatch(r" # v[\d.]+", comment) for _, comment in used)


@pytest.mark.parametrize("path", WORKFLOWS)
def test_a_workflow_gives_inputs_that_the_action_has(path: str) -> None:
    given = re.findall(
        r"uses: envcheck/envcheck@.*\n(?: +env:\n {10}RENDER_API_KEY: .*\n)? +with:\n((?: {10}.*\n)+)", SHOWN[path]
    )

    assert given
    assert {name for some in given for name in re.findall(r"^ {10}([\w-]+):", some, re.M)} <= set(INPUTS)


def test_every_hook_is_told_of() -> None:
    """And none that is not there."""
    used = re.findall(r"^      - id: (\S+)$", SHOWN[".pre-commit-config.yaml"], re.M)

    assert set(used) <= set(HOOKS)
    assert [hook for hook in HOOKS if f"| `{hook}` |" not in TEXT] == []


def test_no_key_is_an_argument() -> None:
    """It would be seen in the list of processes; ``printf`` is a part of the shell."""
    lines = [line for text in SHOWN.values() for line in text.splitlines() if re.search(r"\$(RENDER_API_KEY|\w*HOOK)", line)]

    assert [line for line in lines if "printf '" not in line] == []
    assert lines
