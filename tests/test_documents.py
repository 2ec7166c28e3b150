"""What is written about envcheck is made from it, or run."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from envcheck import __version__
from envcheck.cli import COMMANDS
from envcheck.keywords import OWN_OF_SERVICE, OWN_OF_VARIABLE
from envcheck.metaschema import MEANINGS, metaschema
from envcheck.model import Context
from envcheck.rules.all import FAMILIES, RULES
from envcheck.schema import SchemaError, SchemaFile, SchemaFiles

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = runpy.run_path(str(ROOT / "docs" / "generate.py"))["documents"]()


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_made_document_is_up_to_date(path: str) -> None:
    """``python docs/generate.py`` changes nothing."""
    actual = (ROOT / path).read_text(encoding="utf-8")

    assert DOCUMENTS[path] == actual


def test_the_version_is_said_once() -> None:
    """The package and its metadata agree."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert __version__ == project["version"]


def test_every_rule_is_in_a_family_that_the_documents_show() -> None:
    """A new family needs a place in the documentation."""
    families = {rule.family for rule in RULES.values()}

    assert set(FAMILIES) == families


def test_every_word_of_envcheck_has_a_meaning() -> None:
    """Editors and docs/schema.md show it."""
    words = {*OWN_OF_VARIABLE, *OWN_OF_SERVICE}

    assert words == set(MEANINGS)


def test_the_metaschema_is_a_schema() -> None:
    """It is valid by the library."""
    Draft202012Validator.check_schema(metaschema())


@pytest.mark.parametrize("path", sorted(ROOT.glob("schemas/*.json")), ids=lambda path: path.name)
def test_the_metaschema_accepts_the_example(path: Path) -> None:
    """The schemas of the repository are what editors are told is right."""
    if path.name == "envcheck.schema.json":
        return
    errors = list(Draft202012Validator(metaschema()).iter_errors(json.loads(path.read_text(encoding="utf-8"))))

    assert errors == []


def contract_examples(section: str) -> list[tuple[str, str]]:
    """The schema blocks of a section on the pages of the family *contract*."""
    found = []
    for rule in RULES.values():
        part = re.search(rf"^## {section}\n(.*?)(?=^## |\Z)", rule.page, re.M | re.S) if rule.family == "contract" else None
        blocks = re.findall(r"```json schema\n(.*?)```", part[1], re.S) if part else []
        found += [(rule.id, block) for block in blocks]
    return found


def refusals(text: str) -> list[str]:
    """The rules by which the compiler refuses a schema."""
    from envcheck.compile import compile_schema

    try:
        compile_schema(SchemaFiles("."), SchemaFile("schema.json", text), Context())
    except SchemaError as error:
        return [problem.rule for problem in error.problems]
    return []


@pytest.mark.parametrize(("rule", "text"), contract_examples("Fails"))
def test_a_contract_page_shows_what_is_refused(rule: str, text: str) -> None:
    """The example under Fails is refused by this rule alone."""
    assert [rule] == refusals(text)


@pytest.mark.parametrize(("rule", "text"), contract_examples("Passes"))
def test_a_contract_page_shows_what_is_right(rule: str, text: str) -> None:
    """The example under Passes compiles."""
    assert refusals(text) == []


CONSOLE = re.findall(r"```console\n(.*?)```", README, re.S)


@pytest.mark.parametrize("block", CONSOLE, ids=lambda block: block.splitlines()[0])
def test_the_readme_shows_what_is_printed(block: str) -> None:
    """Commands of the README are run in the repository, and print what stands below them."""
    command, expected = block.removeprefix("$ ").split("\n", 1)
    main = [sys.executable, "-m"]
    done = subprocess.run(
        [*main, *command.split()], cwd=ROOT, capture_output=True, text=True, check=False, env={"COLUMNS": "80", "PATH": ""}
    )

    assert expected == done.stdout + done.stderr


def test_the_readme_shows_some_commands() -> None:
    """The test above has something to run."""
    assert len(CONSOLE) >= 3


def test_the_readme_names_every_command() -> None:
    """Nothing is left for users to find out."""
    unnamed = [name for name in COMMANDS if f"envcheck {name}" not in README]

    assert unnamed == []
