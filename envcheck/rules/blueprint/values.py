"""The values that a blueprint gives, by themselves and against those that are deployed."""

from __future__ import annotations

from envcheck.address import Malformed, split
from envcheck.declaration import VALUE
from envcheck.facts.hosts import is_local
from envcheck.facts.names import is_public, is_secret_name, words_of
from envcheck.model import Location, Problem, Related
from envcheck.references import has_reference
from envcheck.rules.blueprint import at, declared_in, shown
from envcheck.rules.hygiene.exposure import ABOUT, is_secret_value, is_varied, may_be_secret, real_secret
from envcheck.rules.identity.slots import UNFILLED
from envcheck.rules.presence import unknown_about
from envcheck.rules.registry import blueprint_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from envcheck.model import Severity
    from envcheck.rules.registry import Deployment, VariableSpec

#: Words in a name that are about nothing else; what is called a key or a token may also be a name or a path.
_SURE = frozenset(("SECRET", "PASSWORD", "PASSPHRASE"))

#: What names of secrets in the stores of Google and Amazon begin with, which are none themselves.
_RESOURCES = ("projects/", "arn:")

#: What separates the words of a comment; what stands behind an equals sign is a word of its own.
_BETWEEN = str.maketrans(dict.fromkeys("\"'`,;<>()[]{}=", " "))


@blueprint_rule("non-text-blueprint-value", severity="error")
def non_text_blueprint_value(deployment: Deployment) -> Iterator[Problem]:
    """A value of a blueprint is no text to YAML.

    The published schema allows texts and numbers. `true`, `false`, null and lists violate it. `yes`, `no`, `on` and `off` are
    booleans to older parsers, and a warning. A number without quotes is allowed, and a note; it is a warning where it may
    arrive otherwise than it is written: `3.10` as 3.1, `010` as 8 or 10, `1e3` as 1000.

    ## Why it matters

    A variable of the environment is a text. Quoted, it is the text that is written; unquoted, it is what a parser makes of it.

    ## Fails

    ```yaml
    services:
      - type: web
        name: api
        runtime: python
        envVars:
          - key: USE_CACHE
            value: false
    ```

    ```yaml
    services:
      - type: web
        name: api
        runtime: python
        envVars:
          - key: PYTHON_VERSION
            value: 3.10
    ```

    ## Passes

    ```yaml
    services:
      - type: web
        name: api
        runtime: python
        envVars:
          - key: USE_CACHE
            value: "false"
          - key: PYTHON_VERSION
            value: "3.10"
          - key: LOG_LEVEL
            value: INFO
    ```

    ## What to do

    Put the value in quotes.

    ## Source

    `render.com/schema/render.yaml.json`, `envVarFromKeyValue`: a value is a string or a number (verified 2026-11).
    """
    for declaration in declared_in(deployment.environment).declarations:
        for entry in declaration.entries:
            said = _said_of(entry.found, is_changed=entry.is_changed, is_old_boolean=entry.is_old_boolean)
            if entry.how == VALUE and said is not None:
                what, severity = said
                name = shown(entry.name, deployment.specs)
                message, hint = f"{name or 'A variable'} {what}.", "Put the value in quotes."
                if entry.found == "null":
                    hint = "Give it a value in quotes, or sync: false if it is set by hand."
                yield Problem(message, hint, at(declaration, entry.value_spot), variable=name, severity=severity)
        for aside in declaration.asides:
            entry = aside.entry
            said = _said_of(entry.found, is_changed=entry.is_changed, is_old_boolean=entry.is_old_boolean)
            if entry.how == VALUE and said is not None:
                message = f"The {aside.what} of {shown(entry.name, deployment.specs) or 'a variable'} {said[0]}."
                yield Problem(message, "Put the value in quotes.", at(declaration, entry.value_spot), severity=said[1])


def _said_of(found: str, *, is_changed: bool, is_old_boolean: bool) -> tuple[str, Severity | None] | None:
    """What is to say of a value of some kind, and how bad it is."""
    if found == "number":
        if is_changed:
            return "is a number without quotes, which may arrive otherwise than it is written", "warning"
        return "is a number without quotes", "note"
    if is_old_boolean:
        return "is a word without quotes that older parsers of YAML take for a boolean", "warning"
    if found in ("", "text"):
        return None
    return f"has {found} as its value, which violates the published schema: it allows texts and numbers", None


@blueprint_rule("differing-blueprint-value", severity="warning")
def differing_blueprint_value(deployment: Deployment) -> Iterator[Problem]:
    """A service has another value than its blueprint gives.

    Somebody changed it in the Dashboard, and the next sync of the blueprint takes the change back; or the blueprint was changed,
    and has not been synced.

    ## Fails

    ```yaml declared
    services:
      - type: worker
        name: worker
        runtime: python
        envVars:
          - key: LOG_LEVEL
            value: INFO
    ```

    ```json
    [{"key": "LOG_LEVEL", "value": "DEBUG"}]
    ```

    ## Passes

    ```yaml declared
    services:
      - type: worker
        name: worker
        runtime: python
        envVars:
          - key: LOG_LEVEL
            value: INFO
          - key: API_TOKEN
            sync: false
    ```

    ```json
    [{"key": "LOG_LEVEL", "value": "INFO"}, {"key": "API_TOKEN", "value": "made-up-made-up-made-up"}]
    ```

    ## What to do

    Put the value that is meant into the blueprint, or `sync: false` if it is meant to be set by hand.

    ## Source

    `render-oss/skills: skills/render-blueprints/references/field-reference.md` (verified 2026-11).
    """
    environment = deployment.environment
    declared = environment.blueprint
    if declared is None:
        return
    unknown = unknown_about(environment)
    changed = {each.name for declaration in declared.declarations for each in declaration.entries if each.is_changed}
    for name, value in declared.values.items():
        deployed = environment.get(name)
        if deployed is None or deployed.value == value or name in unknown or name in changed:
            continue
        named = shown(name, deployment.specs, value, deployed.value)
        yield Problem(
            f"{named or 'A variable'} has another value on the service than in the blueprint.",
            "Put the value that is meant into the blueprint, or sync: false if it is set by hand.",
            declared[name].location,
            (Related("another value here", deployed.location),),
            named,
            subject=deployed,
        )


@blueprint_rule("secret-in-blueprint", severity="error", yields_to=(*UNFILLED, "demo-key", "exposed-secret", "local-address"))
def secret_in_blueprint(deployment: Deployment) -> Iterator[Problem]:
    """A blueprint, which everyone with the repository can read, holds a secret.

    A secret is told by the schema (`writeOnly`), by the form of the value (a secret key of a known provider, a service-role key,
    an address with its password), or by the variable's name. A key is found within a longer text too, in a `previewValue`, and in
    a group that no service takes. Anon and publishable keys, DSNs and identifiers of clients are none. A real key in a comment is
    a warning.

    ## Fails

    ```yaml
    services:
      - type: web
        name: api
        runtime: python
        envVars:
          - key: OPENAI_API_KEY
            value: sk-proj-made-up-made-up-made-up
    ```

    ```yaml
    services:
      - type: web
        name: api
        runtime: python
        envVars:
          - key: LOG_LEVEL
            value: INFO
          # - key: OPENAI_API_KEY
          #   value: sk-proj-made7up-made7up-made7up
    ```

    ## Passes

    ```yaml
    services:
      - type: web
        name: api
        runtime: python
        envVars:
          - key: OPENAI_API_KEY
            sync: false
          - key: JWT_SECRET
            generateValue: true
          - key: SUPABASE_KEY
            value: sb_publishable_made-up-made-up-made-up
          # - key: STRIPE_SECRET_KEY
          #   value: sk_live_...
    ```

    ## What to do

    Make a new one, because this one is known. Write `sync: false` here, or `generateValue: true` for what the service makes up
    itself.

    ## Source

    `render-oss/skills: skills/render-env-vars/SKILL.md` (verified 2026-11); incidents of the project that envcheck comes from.
    """
    declared = declared_in(deployment.environment)
    hint = "Make a new one, because this one is known, and write sync: false here."
    for name in declared.values:
        variable = declared[name]
        if variable.source.kind not in ("blueprint", "render-group") or not _is_secret(
            name, variable.value, deployment.specs.get(name)
        ):
            continue
        named = shown(name, deployment.specs, variable.value)
        message = f"{named or 'A variable'} is a secret, and stands in the blueprint in clear."
        severity = _severity(variable.value)
        if variable.value == variable.value.strip():
            yield Problem(message, hint, variable.location, variable=named, severity=severity, subject=variable)
        else:  # what is said of blanks around it, as a block has them, must not silence this
            yield Problem(message, hint, variable.location, severity=severity)
    for declaration in declared.declarations:
        for aside in declaration.asides:
            entry, text = aside.entry, aside.text or ""
            found = secret_within(text)
            if found is None and not (is_varied(text) and _is_secret(entry.name, text, deployment.specs.get(entry.name))):
                continue
            message = f"The {aside.what} of {shown(entry.name, deployment.specs, text) or 'a variable'} is a secret, in clear."
            place = at(declaration, entry.value_spot)
            yield Problem(message, hint, place, severity=found[1] if found is not None else None)
        for line, text in declaration.comments:
            found = secret_within(text)
            if found is not None:
                place = Location(declaration.path, line)
                yield Problem(f"A comment of the blueprint holds {found[0]}.", hint, place, severity="warning")


def secret_within(text: str) -> tuple[str, Severity | None] | None:
    """The first real secret among the words of a text, and how bad that is."""
    return next(filter(None, map(real_secret, text.translate(_BETWEEN).split())), None)


def _is_secret(name: str, value: str, spec: VariableSpec | None) -> bool:
    """Whether a value in clear is a secret."""
    if not value or has_reference(value):
        return False
    is_told = is_secret_value(value)
    if not is_told and secret_within(value) is not None:
        return True
    if is_public(name):
        return False
    if is_told is not None:
        return is_told and not _leads_home(value)
    words = words_of(name)
    if not may_be_secret(value) or value.startswith(_RESOURCES) or (value.isdigit() and not words & _SURE):
        return False
    if spec is not None:
        return spec.secret and not spec.is_listed
    return is_secret_name(name) and not words & ABOUT and bool(words & _SURE or is_varied(value))


def _leads_home(value: str) -> bool:
    """Whether a value is the address of a database on the own machine."""
    address = split(value) if "://" in value else None
    return address is not None and not isinstance(address, Malformed) and any(map(is_local, address.hosts))


def _severity(value: str) -> Severity | None:
    """A key of a provider's test mode is bad enough, and no more."""
    found = secret_within(value)
    return found[1] if found is not None else None
