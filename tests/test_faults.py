"""Each fault that one environment shows is found, alone, in an environment in which all else is well."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.faults import FAULTS, NOT_FOUND, Fault, findings, found, healthy

FACTS = Path(__file__).parents[2] / "shared" / "facts" / "faults.md"
HEALTHY = [("api", "staging"), ("api", "production"), ("worker", "staging"), ("worker", "production"), ("worker", "development")]


@pytest.mark.parametrize(("service", "environment"), HEALTHY)
def test_nothing_is_found_where_all_is_well(service: str, environment: str) -> None:
    """Or a fault would not be told from noise."""
    assert findings(service, environment, healthy(service, environment)) == []


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{fault.id}-{fault.what.replace(' ', '-')}" for fault in FAULTS])
def test_a_fault_is_the_only_finding(fault: Fault) -> None:
    """By the rule nearest to its cause, at its variable."""
    assert [(fault.rule, fault.variable)] == [(each.rule.id, each.variable) for each in found(fault)]


@pytest.mark.skipif(not FACTS.exists(), reason="../shared with the faults is not here")
def test_every_fault_that_an_environment_shows_is_accounted_for() -> None:
    """It is found, or the reason why not is given."""
    rows = re.findall(r"^\| (F\d\d) \|.*\| ([^|]+) \|$", FACTS.read_text(encoding="utf-8"), re.MULTILINE)
    wanted = {id for id, needs in rows if "one env" in needs or "cross-variable" in needs}

    assert wanted <= {fault.id for fault in FAULTS} | NOT_FOUND.keys()
