"""What has to hold between the services of one environment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import Program, ids, variable
from tests.deployments import together
from tests.test_diff import PRODUCTION_REF, STAGING_REF, found, lay_out, repaired

if TYPE_CHECKING:
    from pathlib import Path

    from tests.test_diff import Exports

REF, OTHER = "abcdefghijklmnopqrst", "zyxwvutsrqponmlkjihg"
SAME: dict[str, Any] = {"acrossServices": "same"}
SAME_PROJECT: dict[str, Any] = {"acrossServices": "same-project"}


def of_two(schema: dict[str, Any], api: str, worker: str) -> list[str]:
    """The rules that speak of two services with one schema."""
    return ids(together({"api": schema, "worker": schema}, {"api": api, "worker": worker}))


#: The ``x-envcheck`` and keywords of ``X``, its value in the api and in the worker, and the rule that speaks.
WRONG: list[tuple[dict[str, Any], str | None, str | None, str]] = [
    (variable(own=SAME), "a", "b", "differing-value"),
    (variable(own=SAME, type="integer"), "1", "2", "differing-value"),
    (variable(own=SAME, writeOnly=True), "mad3-1", "mad3-2", "differing-value"),
    (variable(own=SAME), "a", None, "missing-in-service"),
    (variable(own=SAME), None, "a", "missing-in-service"),
    (variable(own=SAME_PROJECT), "a", None, "missing-in-service"),
    (variable(own=SAME, default="b"), "a", None, "missing-in-service"),
    (variable(own=SAME) | {"required": ["X"]}, "a", None, "missing-variable"),
    (
        variable(own={**SAME, "formerly": ["OLD_X"]}),
        f"https://{REF}.supabase.co",
        f"https://{OTHER}.supabase.co",
        "project-mismatch",
    ),
    (variable(own=SAME_PROJECT), f"https://{REF}.supabase.co", f"https://{OTHER}.supabase.co", "project-mismatch"),
]


def text(value: str | None) -> str:
    return "LOG_LEVEL=INFO\n" + (f"X={value}\n" if value is not None else "")


def with_level(schema: dict[str, Any]) -> dict[str, Any]:
    return schema | {"properties": {**schema["properties"], "LOG_LEVEL": {}}}


@pytest.mark.parametrize(("schema", "api", "worker", "rule"), WRONG)
def test_services_that_do_not_agree_are_one_finding(
    schema: dict[str, Any], api: str | None, worker: str | None, rule: str
) -> None:
    assert of_two(with_level(schema), text(api), text(worker)) == [rule]


RIGHT: list[tuple[dict[str, Any], str | None, str | None]] = [
    (variable(own=SAME), "a", "a"),
    (variable(own=SAME), None, None),
    (variable(own=SAME, type="boolean"), "1", "true"),
    (variable(own=SAME, default="a"), "a", None),
    (variable(own=SAME, default=5, type="integer"), None, "5"),
    (variable(own=SAME, default=False, type="boolean"), "no", None),
    (variable(own={**SAME, "ignoreCase": True}), "A", "a"),
    (variable(), "a", "b"),
    (variable(), "a", None),
    (variable(own={"acrossServices": "any"}), "a", "b"),
    (variable(), f"https://{REF}.supabase.co", f"https://{OTHER}.supabase.co"),
    (variable(own={**SAME, "forbiddenIn": ["staging"]}), None, None),
    (variable(own={"acrossServices": "any"}), f"https://{REF}.supabase.co", f"https://{OTHER}.supabase.co"),
    (variable(own=SAME_PROJECT), f"https://{REF}.supabase.co", "https://data.acme.dev"),
    (
        variable(own=SAME_PROJECT),
        f"postgresql://postgres.{REF}:mad3-1@aws-0-eu-central-1.pooler.supabase.com:5432/postgres",
        f"postgresql://postgres.{REF}:mad3-1@aws-0-eu-central-1.pooler.supabase.com:6543/postgres",
    ),
]


@pytest.mark.parametrize(("schema", "api", "worker"), RIGHT)
def test_services_that_agree_have_no_finding(schema: dict[str, Any], api: str | None, worker: str | None) -> None:
    assert of_two(with_level(schema), text(api), text(worker)) == []


def test_a_service_that_does_not_declare_a_variable_need_not_have_it() -> None:
    schemas = {"api": with_level(variable(own=SAME)), "worker": {"properties": {"LOG_LEVEL": {}}}}

    assert ids(together(schemas, {"api": text("a"), "worker": text(None)})) == []


def test_of_three_the_odd_one_has_the_finding() -> None:
    schema = with_level(variable(own=SAME))
    texts = {"api": text("b"), "cron": text("a"), "worker": text("a")}

    (finding,) = together(dict.fromkeys(texts, schema), texts)

    assert (finding.rule.id, finding.service) == ("differing-value", "api")


def test_a_service_may_say_that_it_has_a_value_of_its_own() -> None:
    schemas = {"api": with_level(variable(own=SAME)), "worker": with_level(variable(own={"acrossServices": "any"}))}

    assert ids(together(schemas, {"api": text("a"), "worker": text("b")})) == []


@pytest.mark.parametrize("own", [{"forbiddenIn": ["staging"]}, {"requiredIn": ["production"]}])
def test_a_service_need_not_have_what_it_must_not_have(own: dict[str, Any]) -> None:
    schemas = {"api": with_level(variable(own=SAME)), "worker": with_level(variable(own=own))}

    assert ids(together(schemas, {"api": text("a"), "worker": text(None)})) == []


def test_one_project_of_three_that_no_schema_speaks_of_is_a_warning() -> None:
    schema = with_level(variable())
    texts = {name: text(f"https://{REF}.supabase.co") for name in ("api", "cron")}
    texts["worker"] = text(f"https://{OTHER}.supabase.co")

    (finding,) = together(dict.fromkeys(texts, schema), texts)

    assert finding.severity == "warning"


def test_a_project_of_its_own_for_each_of_many_services_is_meant() -> None:
    schema = with_level(variable())
    refs = (REF, OTHER, "qwertzuiopasdfghjkly")
    texts = {f"service-{index}": text(f"https://{ref}.supabase.co") for index, ref in enumerate(refs)}

    assert together(dict.fromkeys(texts, schema), texts) == []


def _moved(exports: Exports) -> None:
    """Staging's worker with all of production's project."""
    for name in ("SUPABASE_URL", "SUPABASE_ANON_KEY", "SUPABASE_SERVICE_ROLE_KEY"):
        exports["worker", "staging"][name] = exports["worker", "production"][name]
    database = exports["worker", "staging"]["DATABASE_URL"]
    exports["worker", "staging"]["DATABASE_URL"] = database.replace(STAGING_REF, PRODUCTION_REF)


def test_services_on_different_projects_are_found_by_check(folder: Path, program: Program) -> None:
    exports = repaired()
    _moved(exports)
    lay_out(folder, exports)

    assert found(program, "check") == (1, [("worker", "staging", "project-mismatch", "SUPABASE_URL")])


def test_different_encryption_keys_are_found_by_check(folder: Path, program: Program) -> None:
    exports = repaired()
    exports["worker", "staging"]["DOCUMENT_ENCRYPTION_KEY"] = "ZXhhbXBsZSBvdGhlciBrZXksIG5vdCBmb3IgdXNlISE="
    lay_out(folder, exports)

    assert found(program, "check") == (1, [("worker", "staging", "differing-value", "DOCUMENT_ENCRYPTION_KEY")])


def test_a_required_variable_in_one_service_alone_is_found_by_check(folder: Path, program: Program) -> None:
    exports = repaired()
    del exports["worker", "staging"]["DOCUMENT_ENCRYPTION_KEY"]
    lay_out(folder, exports)

    assert found(program, "check") == (1, [("worker", "staging", "missing-variable", "DOCUMENT_ENCRYPTION_KEY")])


def test_a_service_that_is_checked_alone_says_so(folder: Path, program: Program) -> None:
    lay_out(folder, repaired())

    done = program("check", "--service", "worker", "--env", "staging")

    assert done.code == 0
    assert "service 'worker' was not held against api" in done.err


def test_services_are_compared_within_one_environment_alone(folder: Path, program: Program) -> None:
    lay_out(folder, repaired())

    assert found(program, "check") == (0, [])
