"""What a blueprint takes from other resources, and whether they can give it."""

from __future__ import annotations

from envcheck.declaration import DATABASE, SERVICE
from envcheck.facts.blueprint import (
    DATABASE_PROPERTIES,
    DATABASE_TYPE,
    DEFAULT_REGION,
    EXTERNAL_ADDRESSES,
    EXTERNAL_TYPES,
    FIELDS,
    INTERNAL_PROPERTIES,
    OLD_DATABASE_PROPERTIES,
    REGIONS,
    SAME_TYPES,
    SERVICE_PROPERTIES,
)
from envcheck.facts.platforms import is_platform_variable
from envcheck.model import Problem, Related
from envcheck.rules.blueprint import Kind, at, declared_in, listed, shown
from envcheck.rules.registry import blueprint_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from envcheck.declaration import Declaration, Entry, Reference, Resource
    from envcheck.rules.registry import Deployment, VariableSpec


#: Properties that are a part of an address, and those that are no number; a password may well be one.
_NO_ADDRESSES = frozenset(("host", "port", "hostport", "user", "password", "database"))
_NO_NUMBERS = frozenset(("connectionString", "connectionPoolString", "hostport"))


def _kinds() -> dict[str, Kind]:
    """All that can be wrong with a reference."""
    elsewhere = "It may stand in the workspace; if it does not, the blueprint cannot be applied."
    return {
        "no-name": Kind(None, "names nothing to take its value from", "name nothing to take their values from", "Give a name."),
        "no-database": Kind(
            "note",
            "takes its value from a database that is not in this file",
            "take their values from databases that are not in this file",
            elsewhere,
        ),
        "no-service": Kind(
            "note",
            "takes its value from a service that is not in this file",
            "take their values from services that are not in this file",
            elsewhere,
        ),
        "is-service": Kind(
            None,
            "takes its value from a database, and what has that name in this file is a service",
            "take their values from databases, and what has those names in this file are services",
            "Use fromService, or correct the name.",
        ),
        "is-database": Kind(
            None,
            "takes its value from a service, and what has that name in this file is a database",
            "take their values from services, and what has those names in this file are databases",
            "Use fromDatabase, or correct the name.",
        ),
        "no-type": Kind(
            None,
            "takes its value from a service without its type, which the schema requires",
            "take their values from services without their types, which the schema requires",
            "Add type: web, worker, pserv, cron or keyvalue.",
        ),
        "other-type": Kind(
            None,
            "takes its value from a service whose type in this file is another",
            "take their values from services whose types in this file are others",
            "Write the type that the service has.",
        ),
        "database-property": Kind(
            None,
            "takes a property from a database that no database has",
            "take properties from databases that no database has",
            f"A database has {', '.join(DATABASE_PROPERTIES)}.",
        ),
        "old-property": Kind(
            "warning",
            "takes a property from a database that the schema no longer has",
            "take properties from databases that the schema no longer has",
            "Take host and port, or connectionString.",
        ),
        "service-property": Kind(
            None,
            "takes a property from a service that a service of its type does not have",
            "take properties from services that services of their types do not have",
            "A web or private service has host, port and hostport, Key Value also connectionString, the others none.",
        ),
        "nothing": Kind(
            "warning",
            "does not say what it takes from the service or database that it names",
            "do not say what they take from the services or databases that they name",
            "Add property or envVarKey.",
        ),
        "no-address": Kind(
            None,
            "takes the external address of a service that has none",
            "take the external addresses of services that have none",
            "Render sets it on web services and static sites, and leaves it empty elsewhere.",
        ),
        "other-form": Kind(
            None,
            "takes a property that is not of the form that the schema demands",
            "take properties that are not of the forms that the schema demands",
            "Take connectionString where an address is demanded, and port where a number is.",
        ),
        "no-variable": Kind(
            "note",
            "takes a variable from a service that does not declare it in this file",
            "take variables from services that do not declare them in this file",
            "It may be set there by hand; if it is not, it has no value here either.",
        ),
    }


@blueprint_rule("unresolved-reference", severity="error")
def unresolved_reference(deployment: Deployment) -> Iterator[Problem]:
    """A variable of a blueprint takes its value from something that cannot give it.

    A `fromDatabase` names a service or the reverse, a `fromService` has no `type` or another than the service, or a property is
    one that such a resource does not have: a background worker has no host. What is not in the file may well be in the
    workspace, and is a note, as is a group that is neither in the file nor another source. Variables that Render sets itself can
    be taken from every service; an external address (`RENDER_EXTERNAL_URL`) only from a web service or a static site, as it is
    empty elsewhere. Where the schema demands an address, a port or a host is none.

    ## Fails

    ```yaml
    databases:
      - name: main-database
    services:
      - type: web
        name: api
        runtime: python
        envVars:
          - key: DATABASE_URL
            fromDatabase: {name: main-database, property: connectionURL}
    ```

    ## Passes

    ```yaml
    databases:
      - name: main-database
    services:
      - type: web
        name: api
        runtime: python
        envVars:
          - key: DATABASE_URL
            fromDatabase: {name: main-database, property: connectionString}
          - key: PUBLIC_URL
            fromService: {name: api, type: web, envVarKey: RENDER_EXTERNAL_URL}
    ```

    ## What to do

    Correct the name, the type or the property. Of what is elsewhere, look whether it is there.

    ## Source

    `render.com/schema/render.yaml.json`; `render-oss/skills: skills/render-blueprints/references/wiring-patterns.md`,
    `skills/render-networking/SKILL.md` (verified 2026-11).
    """
    for declaration in declared_in(deployment.environment).declarations:
        kinds = _kinds()
        for entry in declaration.entries:
            if entry.reference is not None:
                fault = _fault(entry, entry.reference, declaration)
                if not fault and _is_of_another_form(entry.reference, deployment.specs.get(entry.name)):
                    fault = "other-form"
                if fault:
                    kinds[fault].found.append((entry.name, at(declaration, entry.spot)))
        for kind in kinds.values():
            yield from kind.problems(deployment.specs)
        supplied = {group for source in deployment.environment.sources for group in source.groups}
        outside = [(name, spot) for name, spot in declaration.outside if name not in supplied]
        if outside:
            places = [at(declaration, spot) for _, spot in outside]
            names = " and ".join(name for name, _ in outside)
            yield Problem(
                f"The service takes variables from a group that is not in this file: {names}."
                if len(places) == 1
                else f"The service takes variables from groups that are not in this file: {names}.",
                "What is set there is not known here; save the answer of GET /v1/env-groups/ID as a source, to have it checked.",
                places[0],
                tuple(Related("and here", place) for place in places[1:]),
                severity="note",
            )


def _fault(entry: Entry, reference: Reference, declaration: Declaration) -> str:
    """What is wrong with a reference; empty where nothing is."""
    if reference.name is None:
        return "no-name"
    same = [each for each in declaration.resources if each.name == reference.name]
    if entry.how == DATABASE:
        if reference.property in OLD_DATABASE_PROPERTIES:
            return "old-property"
        if reference.property is not None and reference.property not in DATABASE_PROPERTIES:
            return "database-property" if any(each.kind == "database" for each in same) or not same else "is-service"
        if same and all(each.kind != "database" for each in same):
            return "is-service"
        return "nothing" if reference.property is None else "" if same else "no-database"
    if reference.type is None:
        return "no-type"
    services = [each for each in same if each.kind == "service"]
    if not services:
        if not same and reference.variable in EXTERNAL_ADDRESSES and SERVICE_PROPERTIES.get(reference.type) == ():
            return "no-address"
        return "no-service" if not same else "" if reference.type == DATABASE_TYPE else "is-database"
    return _fault_of_service(reference, services[0])


def _is_of_another_form(reference: Reference, spec: VariableSpec | None) -> bool:
    """Whether a property certainly is not what the schema demands."""
    if spec is None or reference.property is None:
        return False
    if any(each.endswith("-url") for each in spec.formats):
        return reference.property in _NO_ADDRESSES
    return spec.reading in ("integer", "number") and reference.property in _NO_NUMBERS


def _fault_of_service(reference: Reference, service: Resource) -> str:
    """What is wrong with a reference to a service of this file."""
    if SAME_TYPES.get(reference.type or "", reference.type) != SAME_TYPES.get(service.type, service.type):
        return "other-type"
    if reference.property is not None:
        known = SERVICE_PROPERTIES.get(service.type)
        return "service-property" if known is not None and reference.property not in known else ""
    if reference.variable is None:
        return "nothing"
    is_own = service.is_open or reference.variable in service.variables
    if reference.variable in EXTERNAL_ADDRESSES and not is_own and service.type not in EXTERNAL_TYPES and service.type in FIELDS:
        return "no-address"
    is_given = service.is_open or reference.variable in service.variables or is_platform_variable(reference.variable, "render")
    return "" if is_given else "no-variable"


@blueprint_rule("region-mismatch", severity="warning", yields_to=("unresolved-reference",))
def region_mismatch(deployment: Deployment) -> Iterator[Problem]:
    """A service takes an internal address of something in another region, where it leads nowhere.

    Render's private network is one for each region: `oregon`, `ohio`, `virginia`, `frankfurt`, `singapore`. A service or a
    database without `region` is in Oregon, so that a region that was written for the database and not for the service is enough.

    ## Symptom

    `could not translate host name "dpg-…-a" to address`, time-outs on connecting.

    ## Fails

    ```yaml
    databases:
      - name: main-database
        region: frankfurt
    services:
      - type: web
        name: api
        runtime: python
        envVars:
          - key: DATABASE_URL
            fromDatabase: {name: main-database, property: connectionString}
    ```

    ## Passes

    ```yaml
    databases:
      - name: main-database
        region: frankfurt
    services:
      - type: web
        name: api
        runtime: python
        region: frankfurt
        envVars:
          - key: DATABASE_URL
            fromDatabase: {name: main-database, property: connectionString}
    ```

    ## What to do

    Put both into one region. The region of what exists cannot be changed: make it anew, or use the external address.

    ## Source

    Render OpenAPI 1.0.0, schema `region`; `render-oss/skills: skills/render-networking/SKILL.md` (verified 2026-11).
    """
    for declaration in declared_in(deployment.environment).declarations:
        own = declaration.region or DEFAULT_REGION
        if own not in REGIONS or declaration.type == "static":  # whose variables are there for its build
            continue
        for region in REGIONS:
            found = [entry for entry in declaration.entries if region != own and _region_of(entry, declaration) == region]
            if found:
                names = [entry.name for entry in found]
                yield Problem(
                    f"Internal addresses lead from {_called(own, declaration.region)} to {region}, where they are not reached: "
                    f"{listed(names, deployment.specs)}.",
                    "Put both into one region, or use the external address.",
                    at(declaration, found[0].spot),
                    tuple(Related("and here", at(declaration, entry.spot)) for entry in found[1:]),
                    shown(names[0], deployment.specs) if len(names) == 1 else None,
                )


def _called(region: str, written: str | None) -> str:
    return region if written is not None else f"{region}, where a service without a region is,"


def _region_of(entry: Entry, declaration: Declaration) -> str | None:
    """The region of the resource whose internal address a variable takes; None where it takes none of this file."""
    reference = entry.reference
    if reference is None or reference.property not in INTERNAL_PROPERTIES or _fault(entry, reference, declaration):
        return None
    kind = {DATABASE: "database", SERVICE: "service"}[entry.how]
    same = [each for each in declaration.resources if each.name == reference.name and each.kind == kind]
    return (same[0].region or DEFAULT_REGION) if same else None
