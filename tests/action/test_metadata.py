"""``action.yml``: what it takes, and how it passes it on."""

from __future__ import annotations

import re

from action.inputs import Inputs
from tests.action.helpers import ROOT

TEXT = (ROOT / "action.yml").read_text(encoding="utf-8")
INPUTS = re.findall(r"^  ([\w-]+):$", TEXT.partition("\ninputs:\n")[2].partition("\noutputs:\n")[0], re.M)


def test_every_input_reaches_the_step() -> None:
    """By its environment, under its own name; one of them is the interpreter's, which the script itself finds."""
    passed = re.findall(r"^        GATE_(\w+): \$\{\{ inputs\.([\w-]+) \}\}$", TEXT, re.M)

    assert [name.replace("-", "_").upper() for name in INPUTS] == [variable for variable, _ in passed]
    assert [name for _, name in passed] == INPUTS
    assert {name.replace("-", "_") for name in INPUTS} == {*Inputs._fields, "python"}


def test_nothing_is_pasted_into_a_script() -> None:
    """What runs is one line without an expression."""
    runs = re.findall(r"^ *(?:- )?run: (.*)$", TEXT, re.M)

    assert runs == ['bash "$GITHUB_ACTION_PATH/action/run.sh"']
    assert "uses:" not in TEXT


def test_the_documents_name_every_input_and_output() -> None:
    """In their tables."""
    outputs = re.findall(r"^  ([\w-]+):$", TEXT.partition("\noutputs:\n")[2].partition("\nruns:\n")[0], re.M)
    page = (ROOT / "docs" / "pipelines.md").read_text(encoding="utf-8")

    assert [name for name in [*INPUTS, *outputs] if f"| `{name}` |" not in page] == []
    assert len(outputs) == 6


def test_the_script_writes_no_environment_of_later_steps() -> None:
    """Neither variables nor the path."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "action").iterdir() if path.is_file()]

    assert not [text for text in texts if "GITHUB_ENV" in text or "GITHUB_PATH" in text]
