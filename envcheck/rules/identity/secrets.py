"""One secret under several names, and several secrets under what should be one."""

from __future__ import annotations

from envcheck.facts.formats import FORMATS
from envcheck.facts.names import words_of
from envcheck.model import Problem, Related
from envcheck.readings import READERS
from envcheck.rules.identity.roles import LEAST_OF_SECRET
from envcheck.rules.identity.slots import UNFILLED, kind_at
from envcheck.rules.names import called
from envcheck.rules.registry import together_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from envcheck.model import Environment
    from envcheck.rules.registry import ServiceSpec, TogetherCheck, VariableSpec

#: Names under which programs read the same secret, each after its own manual (verified 2026-11): Auth.js 5 and 4; gh and
#: others; the Supabase CLI and servers of one's own; libpq, the Docker images, Django; AWS, MinIO and S3 clients.
_SAME_SECRET: tuple[frozenset[str], ...] = (
    frozenset(("AUTH_SECRET", "NEXTAUTH_SECRET")),
    frozenset(("GITHUB_TOKEN", "GH_TOKEN")),
    frozenset(("JWT_SECRET", "SUPABASE_JWT_SECRET", "PGRST_JWT_SECRET", "GOTRUE_JWT_SECRET", "SUPABASE_AUTH_JWT_SECRET")),
    frozenset(("PGPASSWORD", "POSTGRES_PASSWORD", "DB_PASSWORD", "DATABASE_PASSWORD", "DB_PASS", "SUPABASE_DB_PASSWORD")),
    frozenset(("AWS_SECRET_ACCESS_KEY", "S3_SECRET_KEY", "S3_SECRET_ACCESS_KEY", "MINIO_ROOT_PASSWORD", "MINIO_SECRET_KEY")),
)
#: A name of as many words is so much one thing that a longer name which ends in it is the same thing, read by another program.
_WORDS_OF_ONE_THING = 3
_NUMBERS = "_0123456789"
#: What a schema has against the value itself is nearer than that another name has another.
OF_VALUES = (
    "wrong-type",
    "unlisted-value",
    "pattern-mismatch",
    "out-of-range",
    "wrong-length",
    "wrong-format",
    "unmet-condition",
)


@together_rule("repeated-secret", severity="error", yields_to=(*UNFILLED, "wrong-key-role", "wrong-vendor-key"))
def repeated_secret(spec: ServiceSpec) -> TogetherCheck | None:
    """Two secrets of one service have the same value.

    Who gets to know one has the other too, and one cannot be changed without the other; most often a value was pasted into
    the wrong line. Judged are variables that the schema declares secret (`writeOnly`). Not judged: addresses, short values, keys
    of known providers, which several programs may read under several names, names that are `aliases` of one variable or differ
    by a number, and pairs of names that manuals give to one secret.

    ## Fails

    ```json schema
    {"properties": {"JWT_SECRET_KEY": {"writeOnly": true}, "DOCUMENT_ENCRYPTION_KEY": {"writeOnly": true}}}
    ```

    ```env
    JWT_SECRET_KEY=made-up-made-up-made-up-made-up
    DOCUMENT_ENCRYPTION_KEY=made-up-made-up-made-up-made-up
    ```

    ## Passes

    ```env
    JWT_SECRET_KEY=made-up-made-up-made-up-made-up
    DOCUMENT_ENCRYPTION_KEY=also-made-up-also-made-up
    ```

    ```json schema
    {"properties": {"JWT_SECRET_KEY": {"writeOnly": true, "x-envcheck": {"aliases": ["SESSION_SECRET"]}},
     "SESSION_SECRET": {"writeOnly": true}}}
    ```

    ```env
    JWT_SECRET_KEY=made-up-made-up-made-up-made-up
    SESSION_SECRET=made-up-made-up-made-up-made-up
    ```

    ## What to do

    Give each its own value; where both names are read for one secret, name one of them in the other's `aliases`.

    ## Source

    NIST SP 800-57 Part 1, section 5.2: a key has one purpose.
    """
    texts = {name: each for name, each in spec.variables.items() if each.reading == "string"}
    secrets = [name for name, each in texts.items() if each.secret and not _is_address(each)]
    if len(secrets) < 2:
        return None

    def check(environment: Environment, noted: Sequence[str]) -> Iterator[Problem]:
        values = environment.values
        seen: dict[str, str] = {}
        for name in secrets:
            value = values.get(name)
            if value is None or len(value) < LEAST_OF_SECRET:
                continue
            first = seen.setdefault(value, name)
            if first == name or _is_one(first, name, spec) or not _is_own_secret(value):
                continue
            yield Problem(
                f"{called(name)} has the same value as {called(first)}, and the two are different secrets.",
                "Give each its own value; where both are read for one secret, say so with 'aliases' in the schema.",
                environment[name].location,
                (Related(f"{called(first)} has the same value", environment[first].location),),
                variable=name,
            )

    return check


def _is_address(spec: VariableSpec) -> bool:
    return any(FORMATS[name].schemes for name in spec.formats)


def _is_own_secret(value: str) -> bool:
    from envcheck.facts.keys import is_filler

    return "://" not in value and not is_filler(value) and kind_at(value) is None and value[:3] != "eyJ"


def _is_one(first: str, second: str, spec: ServiceSpec) -> bool:
    """Whether two names are known to be read for one secret."""
    if first.rstrip(_NUMBERS) == second.rstrip(_NUMBERS) or _names(spec.variables[first]) & _names(spec.variables[second]):
        return True
    short, long = sorted((first, second), key=len)
    if long.endswith("_" + short) and len(words_of(short)) >= _WORDS_OF_ONE_THING:
        return True
    from envcheck.facts.key_slots import slot_of

    slot = slot_of(first)
    if slot is not None and slot is slot_of(second):
        return True
    return any({first, second} <= names for names in _SAME_SECRET)


def _names(spec: VariableSpec) -> set[str]:
    return {spec.name or "", *spec.own.get("aliases", ())}


@together_rule("conflicting-aliases", severity="error", yields_to=(*UNFILLED, *OF_VALUES, "wrong-vendor-key", "damaged-key"))
def conflicting_aliases(spec: ServiceSpec) -> TogetherCheck | None:
    """Several names of one variable are set, and their values differ.

    The schema's `aliases` are other names that are still read, the first that is set winning. Where several are set, a part of
    the code may read one and a part another, so they have to agree. The finding stands at the one that does not win.

    ## Symptom

    401 from one part of a service while another works with the same provider.

    ## Fails

    ```json schema
    {"properties": {"SEARCH_API_KEY": {"writeOnly": true, "x-envcheck": {"aliases": ["FINDER_API_KEY"]}}}}
    ```

    ```env
    SEARCH_API_KEY=made-up
    FINDER_API_KEY=also-made-up
    ```

    ## Passes

    ```env
    SEARCH_API_KEY=made-up
    FINDER_API_KEY=made-up
    ```

    ```env
    FINDER_API_KEY=made-up
    ```

    ## What to do

    Delete all but one, or give all the same value.

    ## Source

    `pydantic/pydantic-settings`: of several aliases the first that is set counts (reproduced 2026-11).
    """
    groups = [(name, each) for name, each in spec.variables.items() if each.own.get("aliases")]
    if not groups:
        return None

    def check(environment: Environment, noted: Sequence[str]) -> Iterator[Problem]:
        values = environment.values
        told: set[frozenset[str]] = set()
        for name, each in groups:
            given = [alias for alias in dict.fromkeys((name, *each.own["aliases"])) if values.get(alias)]
            first, *rest = given or [name]
            odd = [alias for alias in rest if _meaning(values[alias], each) != _meaning(values[first], each)]
            if not odd or frozenset((first, odd[0])) in told:
                continue
            told.add(frozenset((first, odd[0])))
            yield Problem(
                f"{called(odd[0])} and {called(first)} are names of one variable, and their values differ.",
                "Delete all but one, or give all the same value.",
                environment[odd[0]].location,
                tuple(Related(f"{called(alias)} stands here", environment[alias].location) for alias in (first, *odd[1:])),
                variable=odd[0],
            )

    return check


def _meaning(value: str, spec: VariableSpec) -> Any:
    """What a value is read as: ``1`` and ``true`` are one boolean, and a slash behind an address changes nothing."""
    read = READERS.get(spec.reading)
    if read is not None:
        meaning = read(value)
        return value if meaning is None else meaning
    text = value.lower() if spec.own.get("ignoreCase") else value
    return text.rstrip("/") if "://" in text else text
