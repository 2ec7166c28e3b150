"""The schemas, exports and settings that the repository shows to its readers."""

from __future__ import annotations

import base64
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[1]
INVENTORY = ROOT.parent / "shared" / "facts" / "inventory.json"
SERVICES = ("api", "worker")
ENVIRONMENTS = ("staging", "production")
PAIRS = [(service, environment) for service in SERVICES for environment in ENVIRONMENTS]
REFS = {"staging": "stgexamplestgexample", "production": "prdexampleprdexample"}
DIRECT_HOST = "@db.prdexampleprdexample.supabase.co:5432/"

needs_inventory = pytest.mark.skipif(not INVENTORY.exists(), reason="../shared with the inventory is not here")


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = read_json(ROOT / "schemas" / f"{name}.json")
    return found


def variables(service: str) -> dict[str, dict[str, Any]]:
    """The schema of each variable, its reference followed."""
    shared = schema("common")["$defs"]
    return {
        name: shared[entry["$ref"].removeprefix("common.json#/$defs/")] if "$ref" in entry else entry
        for name, entry in schema(service)["properties"].items()
    }


def inventory(service: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read_json(INVENTORY)["services"][service]["variables"]
    return found


def export(service: str, environment: str) -> dict[str, str]:
    entries = read_json(ROOT / "examples" / "exports" / f"{service}.{environment}.json")
    return {entry["envVar"]["key"]: entry["envVar"]["value"] for entry in entries}


def local() -> dict[str, str]:
    """The variables of worker.env, of which every line is a plain one."""
    lines = (ROOT / "examples" / "worker.env").read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    return {name: value for name, _, value in pairs}


def required(service: str, environment: str) -> set[str]:
    chosen = {n for n, v in variables(service).items() if environment in v.get("x-envcheck", {}).get("requiredIn", ())}
    return chosen | set(schema(service)["required"])


def intent(variable: dict[str, Any]) -> str | None:
    """What must hold between environments; of a secret it is ``different`` where nothing is said."""
    between = variable.get("x-envcheck", {}).get("between", "different" if variable.get("writeOnly") else None)
    word: str | None = between["intent"] if isinstance(between, dict) else between
    return word


def as_declared(variable: dict[str, Any], value: str) -> Any:
    separator = variable.get("x-envcheck", {}).get("separator")
    match variable["type"]:
        case "string":
            return value
        case "array" if separator is not None:
            return value.split(separator)
        case _:
            return json.loads(value)


def claims(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return found


@pytest.mark.parametrize("name", ["common", *SERVICES])
def test_schemas_are_valid_json_schema_2020_12(name: str) -> None:
    """The three files say which dialect they are in, and are right in it."""
    document = schema(name)

    assert document["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(document)
    for variable in document.get("$defs", {}).values():
        Draft202012Validator.check_schema(variable)


@pytest.mark.parametrize("service", SERVICES)
def test_required_variables_are_declared(service: str) -> None:
    """No service requires a variable that its schema does not describe."""
    assert set(schema(service)["required"]) - set(variables(service)) == set()


@pytest.mark.parametrize("service", SERVICES)
def test_variables_tell_what_they_are_for(service: str) -> None:
    """Each has a title and one sentence."""
    for name, variable in variables(service).items():
        assert variable["title"], name
        assert variable["description"].endswith("."), name
        assert ". " not in variable["description"], name


def test_shared_variables_are_written_once() -> None:
    """What both services read stands in common.json, and nothing else does."""
    api, worker = (schema(service)["properties"] for service in SERVICES)

    assert set(schema("common")["$defs"]) == set(api) & set(worker)
    assert all(api[name] == worker[name] == {"$ref": f"common.json#/$defs/{name}"} for name in set(api) & set(worker))


@needs_inventory
@pytest.mark.parametrize("service", SERVICES)
def test_schema_has_the_variables_of_the_inventory(service: str) -> None:
    """All of them, and no other."""
    assert set(variables(service)) == {variable["name"] for variable in inventory(service)}


@needs_inventory
@pytest.mark.parametrize("service", SERVICES)
def test_secrets_of_the_inventory_are_write_only(service: str) -> None:
    """A secret is marked as one, and nothing else is."""
    marked = {name for name, variable in variables(service).items() if variable.get("writeOnly")}

    assert marked == {variable["name"] for variable in inventory(service) if variable["secret"]}


@needs_inventory
@pytest.mark.parametrize("service", SERVICES)
def test_presence_is_that_of_the_inventory(service: str) -> None:
    """Required and forbidden names are those of each environment."""
    for environment in ("development", *ENVIRONMENTS):
        listed = {variable["name"]: variable["required"][environment] for variable in inventory(service)}
        forbidden = {n for n, v in variables(service).items() if environment in v.get("x-envcheck", {}).get("forbiddenIn", ())}

        assert required(service, environment) == {name for name, word in listed.items() if word == "required"}
        assert forbidden == {name for name, word in listed.items() if word == "must_not_be_set"}


@needs_inventory
@pytest.mark.parametrize("service", SERVICES)
def test_drift_is_that_of_the_inventory(service: str) -> None:
    """What must or should differ is `different`, what must match is `same`, and the rest is neither."""
    words = {"must_differ": "different", "should_differ": "different", "must_match": "same"}
    known = variables(service)
    for variable in inventory(service):
        name, found = variable["name"], intent(known[variable["name"]])

        assert (found if found in words.values() else None) == words.get(variable["staging_vs_production"]), name


@pytest.mark.parametrize(("service", "environment"), PAIRS)
def test_exports_have_the_shape_of_the_render_api(service: str, environment: str) -> None:
    """Each entry is an envVar of two texts with its cursor, and no name comes twice."""
    entries = read_json(ROOT / "examples" / "exports" / f"{service}.{environment}.json")

    assert all(entry.keys() == {"envVar", "cursor"} and entry["envVar"].keys() == {"key", "value"} for entry in entries)
    assert all(isinstance(text, str) for entry in entries for text in (*entry["envVar"].values(), entry["cursor"]))
    assert len({entry["envVar"]["key"] for entry in entries}) == len(entries)
    assert len(entries) not in (20, 100)  # as long as a page of the API, and so perhaps cut off


def test_only_one_variable_is_missing_from_the_exports() -> None:
    """Production's worker lacks the key that the case is about; everything else is complete."""
    missing = {(s, e, name) for s, e in PAIRS for name in required(s, e) - set(export(s, e))}

    assert missing == {("worker", "production", "DOCUMENT_ENCRYPTION_KEY")}
    assert all("FLASH_API_KEY" in export("api", environment) for environment in ENVIRONMENTS)


def test_only_one_database_address_is_the_direct_one() -> None:
    """Production's worker has the direct host; the others go through the pooler, as their own project."""
    direct = [(s, e) for s, e in PAIRS if DIRECT_HOST in export(s, e)["DATABASE_URL"]]
    pooled = [(s, e) for s, e in PAIRS if f"//postgres.{REFS[e]}:" in export(s, e)["DATABASE_URL"]]

    assert direct == [("worker", "production")]
    assert pooled == [pair for pair in PAIRS if pair not in direct]


@pytest.mark.parametrize("service", SERVICES)
def test_environments_share_no_value_that_must_differ(service: str) -> None:
    """Secrets, addresses and markers of staging and production are different ones."""
    staging, production = (export(service, environment) for environment in ENVIRONMENTS)
    both = [name for name in staging.keys() & production.keys() if intent(variables(service)[name]) == "different"]

    assert len(both) > 8
    assert [name for name in both if staging[name] == production[name]] == []


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_local_example_shares_no_value_that_must_differ(environment: str) -> None:
    """A developer's machine has nothing of staging or production."""
    here, there = local(), export("worker", environment)
    both = [name for name in here.keys() & there.keys() if intent(variables("worker")[name]) == "different"]

    assert len(both) > 6 - (environment == "production")  # whose worker lacks a key
    assert [name for name in both if here[name] == there[name]] == []


@pytest.mark.parametrize("service", SERVICES)
def test_environments_agree_where_they_must(service: str) -> None:
    """What is `same` between environments is the same in the exports."""
    staging, production = (export(service, environment) for environment in ENVIRONMENTS)
    both = [name for name in staging.keys() & production.keys() if intent(variables(service)[name]) == "same"]

    assert both != []
    assert [name for name in both if staging[name] != production[name]] == []


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_services_of_one_environment_agree(environment: str) -> None:
    """What `acrossServices` says is the same in both exports, where both have it."""
    api, worker = (export(service, environment) for service in SERVICES)
    known = variables("api")
    same = [n for n in api.keys() & worker.keys() if known[n].get("x-envcheck", {}).get("acrossServices") == "same"]

    assert len(same) > 4
    assert [name for name in same if api[name] != worker[name]] == []


@pytest.mark.parametrize(("service", "environment"), PAIRS)
def test_exported_values_are_what_the_schema_asks(service: str, environment: str) -> None:
    """Each value, read as its declared type, passes the standard keywords, those for the environment too."""
    for name, value in export(service, environment).items():
        variable = variables(service)[name]
        here = variable.get("x-envcheck", {}).get("in", {}).get(environment, {})
        for keywords in (variable, here):
            assert Draft202012Validator(keywords).is_valid(as_declared(variable, value)), name


@pytest.mark.parametrize(("service", "environment"), PAIRS)
def test_keys_are_tokens_of_their_own_project(service: str, environment: str) -> None:
    """The claims are right, and the signature is plainly made up."""
    values = export(service, environment)
    for name, role, length in (("SUPABASE_ANON_KEY", "anon", 208), ("SUPABASE_SERVICE_ROLE_KEY", "service_role", 219)):
        said = claims(values[name])

        assert (said["iss"], said["ref"], said["role"]) == ("supabase", REFS[environment], role)
        assert len(values[name]) == length
        assert "ExampleSignature" in values[name]
    assert values["SUPABASE_URL"] == f"https://{REFS[environment]}.supabase.co"


def test_local_example_is_right_for_a_developers_machine() -> None:
    """It has what development requires, of the declared types, and nothing that is unknown."""
    values = local()
    known = variables("worker")

    assert required("worker", "development") - set(values) == set()
    assert set(values) - set(known) == set()
    assert all(Draft202012Validator(known[name]).is_valid(as_declared(known[name], text)) for name, text in values.items())
    assert claims(values["SUPABASE_SERVICE_ROLE_KEY"])["iss"] == "supabase-demo"


def test_config_names_files_that_exist() -> None:
    """Each schema and each source of envcheck.toml is there."""
    config = tomllib.loads((ROOT / "envcheck.toml").read_text(encoding="utf-8"))
    named = [service["schema"] for service in config["services"].values()]
    named += [path for environment in config["environments"].values() for path in environment["sources"].values()]

    assert [path for path in named if not (ROOT / path).is_file()] == []
    assert len(named) == len(SERVICES) + len(PAIRS)
