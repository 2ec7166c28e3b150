"""One project for all that a service connects to."""

from __future__ import annotations

from envcheck.address import Malformed, split
from envcheck.facts.endpoints import classify
from envcheck.facts.hosts import is_placeholder
from envcheck.facts.names import OTHERS, words_of
from envcheck.model import Problem, Related
from envcheck.records import NamedTuple
from envcheck.rules.address import POSTGRES_SCHEMES, is_list
from envcheck.rules.identity.slots import token_at
from envcheck.rules.names import called
from envcheck.rules.registry import together_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envcheck.model import Environment
    from envcheck.rules.registry import ServiceSpec, TogetherCheck

_API_DOMAINS = (".supabase.co", ".supabase.in")
_POOLER = ".pooler.supabase.com"
_REF_LENGTH = 20

#: What is believed where as many variables name one project as another, the most believed first.
_URL, _CONNECTION, _KEY = range(3)


class _Naming(NamedTuple):
    """A variable that names a project, which is a part of its value: the repr is closed."""

    name: str
    project: str
    weight: int

    def __repr__(self) -> str:
        return "_Naming(…)"


@together_rule("project-mismatch", severity="error")
def project_mismatch(spec: ServiceSpec) -> TogetherCheck | None:
    """The variables of one service name more than one Supabase project.

    The project stands in the API's host, in the user of the pooler, in the host of the database and inside each JWT key. All
    of a service have to be one: a key opens no other project, and a service that writes to one database and reads from another
    finds nothing. The finding stands at the variables that are fewer; where they are as many, the address of the API is
    believed before a connection, and that before a key.

    New keys (`sb_publishable_…`, `sb_secret_…`), custom domains and hosts of one's own carry no project: they are not
    comparable, and never a finding. Variables whose name says that they are for another project on purpose (`OLD_`, `SOURCE_`,
    `ANALYTICS_`, `STAGING_` …) are compared among themselves.

    ## Symptom

    `Invalid API key`, `Bucket not found`, `signature verification failed`; uploads succeed and the worker sees no jobs.

    ## Fails

    ```env
    SUPABASE_URL=https://abcdefghijklmnopqrst.supabase.co
    DATABASE_URL=postgresql://postgres.zyxwvutsrqponmlkjihg:made-up@aws-1-eu-central-1.pooler.supabase.com:5432/postgres
    ```

    ## Passes

    ```env
    SUPABASE_URL=https://abcdefghijklmnopqrst.supabase.co
    DATABASE_URL=postgresql://postgres.abcdefghijklmnopqrst:made-up@aws-1-eu-central-1.pooler.supabase.com:5432/postgres
    ```

    ```env
    SUPABASE_URL=https://data.acme.dev
    DATABASE_URL=postgresql://postgres.abcdefghijklmnopqrst:made-up@aws-1-eu-central-1.pooler.supabase.com:5432/postgres
    ```

    ## What to do

    Copy addresses and keys again, all from the settings of the one project that this environment uses.

    ## Source

    `supabase/supabase: apps/docs/content/guides/auth/jwt-fields.mdx` for the project inside a key,
    `supabase/cli: apps/cli-go/internal/utils/misc.go` for the hosts (verified 2026-11).
    """

    def check(environment: Environment, noted: Sequence[str]) -> Iterator[Problem]:
        if len(noted) < 2:
            return
        values = environment.values
        projects = {text: named for text in {values[name] for name in noted} if (named := project_of(text)) is not None}
        if len({project for project, _ in projects.values()}) < 2:
            return
        groups: dict[frozenset[str], list[_Naming]] = {}
        for name in noted:
            if values[name] not in projects:
                continue
            project, weight = projects[values[name]]
            groups.setdefault(words_of(name) & OTHERS, []).append(_Naming(name, project, weight))
        for group in groups.values():
            yield from _odd_ones(group, environment)

    return check


def _odd_ones(group: Sequence[_Naming], environment: Environment) -> Iterator[Problem]:
    """A problem for each project beside the one that most variables name."""
    by_project: dict[str, list[_Naming]] = {}
    for each in sorted(group, key=lambda naming: naming.weight):
        by_project.setdefault(each.project, []).append(each)
    if len(by_project) < 2:
        return
    believed, *others = sorted(by_project.values(), key=lambda namings: (-len(namings), namings[0].weight))
    trusted = believed[0]
    for odd in others:
        first, *rest = odd
        names = [called(each.name) for each in odd]
        who = names[0] if not rest else f"{', '.join(names[:-1])} and {names[-1]}"
        verb = "belongs" if not rest else "belong"
        also = [Related(f"{called(each.name)} names that project too", environment[each.name].location) for each in rest]
        yield Problem(
            f"{who} {verb} to another Supabase project than {called(trusted.name)}.",
            "Copy addresses and keys again, all from the settings of the one project that this environment uses.",
            environment[first.name].location,
            (Related(f"{called(trusted.name)} names its project here", environment[trusted.name].location), *also),
            variable=first.name,
        )


def project_of(value: str) -> tuple[str, int] | None:
    """The project that a value names, and the weight of that."""
    if value[:3] == "eyJ":
        from envcheck.tokens import Token

        token = token_at(value)
        if isinstance(token, Token) and token.issuer == "supabase" and _is_ref(token.project):
            return token.project, _KEY
        return None
    if ".supabase." not in value:
        return None
    if _POOLER in value and value.startswith("postgres"):  # the usual form, at a glance
        ref = value.partition("://")[2].partition(":")[0].rpartition(".")[2]
        if _is_ref(ref):
            return ref, _CONNECTION
    if is_list(value):
        return None
    address = split(value)
    if isinstance(address, Malformed) or len(address.hosts) > 1 or is_placeholder(address.host):
        return None
    if address.base_scheme in POSTGRES_SCHEMES:
        endpoint = classify(address)
        project = endpoint.ref if endpoint is not None and endpoint.provider == "supabase" else None
        return (project, _CONNECTION) if project and _is_ref(project) else None
    first, _, rest = address.host.partition(".")
    if ("." + rest).endswith(_API_DOMAINS) and _is_ref(first):
        return first, _URL
    return None


def project_in(value: str) -> str:
    """The project that a token, a host without its scheme, or a text that is only its name, names; empty where none."""
    if value[:3] == "eyJ":
        named = project_of(value)
        return named[0] if named is not None else ""
    if _is_ref(value):
        return value
    labels = value.partition("/")[0].partition(":")[0].split(".")
    if ".supabase." not in value or len(labels) < 3:
        return ""
    return next((label for label in labels[:2] if _is_ref(label)), "")


def _is_ref(text: str) -> bool:
    return len(text) == _REF_LENGTH and text.isascii() and text.isalpha() and text.islower() and text != text[0] * _REF_LENGTH
