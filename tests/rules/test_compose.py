"""Where the variables of containers lead: files as people write them, in which all is well, and those with a mistake."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

import pytest

from envcheck.model import Finding
from tests.conftest import Program, check_text, ids
from tests.program import write

PASSWORD = "made-up-Zq7x"

#: Services that stand beside the one that is looked at.
DB = 'db:\n  image: postgres:16-alpine\n  ports: ["5433:5432"]\n'
CACHE = 'cache:\n  image: docker.io/library/redis:7\n  ports:\n    - "127.0.0.1:6380:6379"\n'
WEB = 'web:\n  build: ./web\n  ports: ["3000:3000"]\n'
SEARCH = "search:\n  image: getmeili/meilisearch\n  ports:\n    - target: 7700\n      published: 7701\n"
QUEUE = "queue:\n  image: rabbitmq:3-management\n  expose: [5672, 15672]\n"


def file(environment: str, *others: str, more: str = "") -> str:
    """A compose file with a service ``api`` that has these variables, one a line, and this besides."""
    variables = "\n".join(f"  - {line}" for line in environment.strip().splitlines())
    own = f"api:\n  build: .\n  ports: ['8000:8000']\n{indent(more, '  ')}\n  environment:\n{indent(variables, '  ')}\n"
    return "services:\n" + indent("".join((own, *others)), "  ")


def found(text: str, environment: str | None = None) -> list[Finding]:
    return check_text(None, text, path="compose.yaml#api", environment=environment, platform="compose")


@pytest.mark.parametrize(
    "text",
    [
        # hosts and ports as they are among containers
        file(f"DATABASE_URL=postgresql://app:{PASSWORD}@db:5432/app", DB),
        file(f"DATABASE_URL=postgresql://app:{PASSWORD}@db/app", DB),
        file("DATABASE_URL=postgresql://app:${DB_PASSWORD}@db:5432/app", DB),
        file("DATABASE_URL=postgresql+asyncpg://app:${DB_PASSWORD:?set it}@db:5432/app", DB),
        file("REDIS_URL=redis://cache:6379/0", CACHE),
        file("CELERY_BROKER_URL=amqp://app:${P}@queue:5672//", QUEUE),
        file("DB_HOST=db\nDB_PORT=5432", DB),
        file("PGHOST=db", DB),
        file("REDIS_HOST=cache\nREDIS_PORT=6379", CACHE),
        file("SEARCH_URL=http://search:7700", SEARCH),
        file("API_INTERNAL_URL=http://web:3000", WEB),
        # what runs elsewhere
        file(f"DATABASE_URL=postgresql://app:{PASSWORD}@db.acme.dev:5433/app", DB),
        file("DB_HOST=db.acme.dev\nDB_PORT=5433", DB),
        file("OLLAMA_URL=http://host.docker.internal:11434", DB),
        file("DB_HOST=host.docker.internal\nDB_PORT=5433", DB),
        # the service itself, and what it listens on
        file("BASE_URL=http://localhost:8000", WEB),
        file("SELF_CHECK=http://127.0.0.1:8000/health", WEB),
        file("METRICS_URL=http://localhost:9100/metrics", WEB),
        file("HOST=localhost\nPORT=8000", DB),
        file("LISTEN_HOST=127.0.0.1", DB),
        file("BIND=0.0.0.0:8000\nASPNETCORE_URLS=http://0.0.0.0:8000", DB),
        file("SERVER_ADDRESS=http://[::]:8000", DB),
        file("REDIS_URL=redis://localhost:6379", DB, more="image: redis-stack\nexpose: ['6379']"),
        # addresses for browsers
        file("NEXT_PUBLIC_API_URL=http://localhost:3000\nVITE_API_URL=http://localhost:3000", WEB),
        file("CORS_ORIGINS=http://localhost:3000,http://127.0.0.1:3000", WEB),
        file("CORS_ORIGIN=http://localhost:3000\nFRONTEND_URL=http://localhost:3000", WEB),
        file("OAUTH_REDIRECT_URI=http://localhost:3000/callback\nAPP_URL=http://localhost:3000", WEB),
        file("NEXTAUTH_URL=http://localhost:3000\nSITE_URL=http://localhost:3000", WEB),
        file("KEYCLOAK_ISSUER=http://localhost:8080/realms/a", "keycloak:\n  image: keycloak\n  ports: ['8080:8080']\n"),
        # the network of the host, or of another container
        file("DATABASE_URL=postgresql://app:${P}@localhost:5433/app", DB, more="network_mode: host"),
        file("DATABASE_URL=postgresql://app:${P}@localhost:5432/app", DB, more="network_mode: service:db"),
        file("DATABASE_URL=postgresql://app:${P}@localhost:5432/app", DB, more="network_mode: ${MODE:-host}"),
        file("DATABASE_URL=postgresql://app:${P}@localhost:5432/app", DB, more="network_mode: ${MODE}"),
        file("REDIS_URL=redis://localhost:6379", "side:\n  image: redis\n  network_mode: service:api\n"),
        # ports that lead to more than one
        file("DB_HOST=db\nDB_PORT=5433", 'db:\n  image: acme/db\n  ports: ["5433:5432", "5434:5433"]\n'),
        file(
            "DATABASE_URL=postgresql://app:${P}@db:5433/app", "db:\n  image: acme/db\n  ports: ['5433:5432']\n  expose: [5433]\n"
        ),
        file("DATABASE_URL=postgresql://app:${P}@db:5433/app", 'db:\n  image: acme/db\n  ports: ["${DB_PORT}:5432"]\n'),
        file("DATABASE_URL=postgresql://app:${P}@db:5433/app", 'db:\n  image: acme/db\n  ports: ["5430-5440:5432"]\n'),
        # what is not known, or no address
        file("DATABASE_URL=${DATABASE_URL}\nDB_HOST=${DB_HOST}", DB),
        file("DATABASE_URL=postgresql://app:${P}@${DB_HOST}:${DB_PORT}/app", DB),
        file("DATABASE_URL=postgresql://app:${P}@db:${DB_PORT}/app", DB),
        file("NOTE=see http://localhost:3000 or db:5433", WEB, DB),
        file("KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://localhost:9092", "kafka:\n  image: kafka\n  ports: ['9092:9092']\n"),
        file("JAVA_OPTS=-Dhost=$${HOSTNAME}", DB),
        file("SENTRY_DSN=", DB),
    ],
)
def test_what_is_right_has_no_finding(text: str) -> None:
    assert ids(found(text)) == []


LOOPBACK, PORT = "loopback-in-container", "host-port-in-container"


@pytest.mark.parametrize(
    ("text", "rule", "severity", "hint"),
    [
        (file("DB=postgresql://app:${P}@localhost:5432/app", DB), LOOPBACK, "error", "Use db:5432."),
        (file("DB=postgresql://app:${P}@localhost:5433/app", DB), LOOPBACK, "error", "Use db:5432."),
        (file("DB=postgresql://app:${P}@localhost/app", DB), LOOPBACK, "error", "Use db:5432."),
        (file("DB=postgresql://app:${P}@127.0.0.1:${DB_PORT:-5432}/app", DB), LOOPBACK, "error", "Use db:5432."),
        (file(f"DB=postgresql://app:{PASSWORD}@[::1]:5432/app", DB), LOOPBACK, "error", "Use db:5432."),
        (file("DB=postgresql+psycopg://app@localhost:5432/app", DB), LOOPBACK, "error", "Use db:5432."),
        (file("REDIS_URL=redis://localhost:6379/0", CACHE), LOOPBACK, "error", "Use cache:6379."),
        (file("REDIS_URL=redis://localhost:6380/0", CACHE), LOOPBACK, "error", "Use cache:6379."),
        (file("BROKER=amqp://app:${P}@localhost//", QUEUE), LOOPBACK, "error", "Use queue:5672."),
        (file("DB_HOST=localhost", DB), LOOPBACK, "warning", "host.docker.internal"),
        (file("DB_HOST=localhost\nDB_PORT=5432", DB), LOOPBACK, "error", "Use db:5432."),
        (file("POSTGRES_HOST=127.0.0.1", DB), LOOPBACK, "error", "Use db:5432."),
        (file("REDIS_HOST=localhost", CACHE), LOOPBACK, "error", "Use cache:6379."),
        (file("DB=postgresql://app:${P}@localhost:5432/app", WEB), LOOPBACK, "warning", "host.docker.internal"),
        (file("SEARCH_URL=http://localhost:7701", SEARCH), LOOPBACK, "warning", "Use search:7700."),
        (file("SEARCH_URL=http://127.0.0.1:7701/indexes", SEARCH), LOOPBACK, "warning", "Use search:7700."),
        (file("DB=postgresql://app:${P}@db:5433/app", DB), PORT, "error", "5432"),
        (file("REDIS_URL=redis://cache:6380", CACHE), PORT, "error", "6379"),
        (file("SEARCH_URL=http://search:7701", SEARCH), PORT, "error", "7700"),
        (file("DB_HOST=db\nDB_PORT=5433", DB), PORT, "error", "5432"),
        (file("DB=mysql://app:${P}@sql:3307/app", 'sql:\n  image: mysql:8\n  ports: ["3307:3306"]\n'), PORT, "error", "3306"),
        (
            file("DB=postgresql://app:${P}@acme-db:5433/app", DB + "  container_name: acme-db\n"),
            PORT,
            "error",
            "5432",
        ),
    ],
)
def test_a_mistake_is_one_finding(text: str, rule: str, severity: str, hint: str) -> None:
    (finding,) = found(text)

    assert (finding.rule.id, finding.severity) == (rule, severity)
    assert hint in finding.hint
    assert finding.location is not None
    assert ["BROKER", "DB", "DB_HOST", "REDIS_URL", "REDIS_HOST", "POSTGRES_HOST", "SEARCH_URL"].count(
        finding.variable or ""
    ) == 1


@pytest.mark.parametrize("environment", [None, "development", "staging", "production"])
@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (file("DB_URL=postgresql://app:s3cret-Zq7x@localhost:5432/app", DB), LOOPBACK),
        (file("REDIS_URL=redis://localhost:6379/0", CACHE), LOOPBACK),
        (file("DB_URL=postgresql://app:s3cret-Zq7x@db:5433/app", DB), PORT),
    ],
)
def test_it_is_the_same_finding_wherever_it_runs(text: str, rule: str, environment: str | None) -> None:
    assert ids(found(text, environment)) == [rule]


@pytest.mark.parametrize("environment", ["staging", "production"])
def test_names_of_services_are_right_where_a_compose_file_is_deployed(environment: str) -> None:
    variables = (
        "DB_URL=postgresql://app:s3cret-Zq7x@db:5432/app\nREDIS_URL=redis://cache:6379/0\nAI_URL=http://host.docker.internal:1"
    )
    text = file(variables, DB, CACHE)

    assert ids(found(text, environment)) == []


@pytest.mark.parametrize("environment", [None, "development"])
@pytest.mark.parametrize("name", ["NEXT_PUBLIC_API_URL", "VITE_API_URL", "REACT_APP_API", "PUBLIC_API_URL"])
@pytest.mark.parametrize("value", ["http://web:3000", "http://db:5433", "http://host.docker.internal:3000"])
def test_browsers_do_not_know_the_hosts_of_containers(name: str, value: str, environment: str | None) -> None:
    """One finding, whatever else is to say of the host and the port."""
    assert ids(found(file(f"{name}={value}", WEB, DB), environment)) == ["local-address"]


def test_a_file_of_variables_is_judged_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("compose")
    (folder / "api.env").write_text("REDIS_URL=redis://localhost:6379\n", encoding="utf-8")
    text = "services:\n  api:\n    env_file: api.env\n  cache:\n    image: redis:7\n"
    (finding,) = check_text(None, text, path=f"{folder}/compose.yaml#api", platform="compose")

    assert finding.rule.id == LOOPBACK
    assert finding.location is not None
    assert (finding.location.path, finding.location.line) == (f"{folder}/api.env", 1)


def test_a_host_that_may_be_a_secret_is_not_shown() -> None:
    pasted = "sk-proj-made7up-made7up-made7up"
    text = file("REDIS_URL=redis://localhost:6379", f"{pasted}:\n  image: redis:7\n")
    (finding,) = found(text)

    assert finding.rule.id == LOOPBACK
    assert pasted not in f"{finding.message} {finding.hint}"


def test_the_name_of_a_service_may_be_a_value_too(folder: Path, program: Program) -> None:
    """It stands in the hint, although a variable has the same text."""
    text = file("DB_USER=postgres-main\nDB_URL=postgresql://a@localhost:5432/x", DB.replace("db:", "postgres-main:"))
    write(folder, {"compose.yaml": text})
    done = program("check", "compose.yaml#api")

    assert done.code == 1
    assert "Use postgres-main:5432." in done.out


NAME = "invalid-name"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("discovery.type=single-node", []),
        ("xpack.security.http.ssl.enabled=false", []),
        ("bootstrap.memory_lock=true", []),
        ("APP-NAME=demo", [NAME]),
        ("a..b=1", [NAME]),
        (".a=1", [NAME]),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtYWRlLXVwIn0.bWFkZXVwMTIzNDU2Nzg5=1", [NAME]),
    ],
)
def test_names_with_dots_are_what_images_ask_for(line: str, expected: list[str]) -> None:
    assert ids(found(file(line))) == expected


ANCHOR = """
x-env: &env
  DB_URL: postgresql://app:made-up-Zq7x@localhost:5432/app
services:
  db: {image: "postgres:16", environment: {POSTGRES_DB: app}}
  web: {image: x, environment: *env}
  worker: {image: x, environment: {<<: *env, QUEUE: a}}
  other: {image: x, environment: {DB_URL: "postgresql://app:made-up-Zq7x@localhost:5432/app"}}
"""


def test_what_services_share_is_found_once(folder: Path, program: Program) -> None:
    """An anchor's line is one finding, which names all services; what another one has on its own line is another."""
    write(folder, {"compose.yaml": ANCHOR})
    found = program("check", "compose.yaml", "--format", "json").report["findings"]

    assert [(each["rule"], each["location"]["line"], each["service"]) for each in found] == [
        (LOOPBACK, 8, "other"),
        (LOOPBACK, 3, "web"),
    ]
    assert ["worker" in each["message"] for each in found] == [False, True]


def test_what_is_allowed_for_one_service_is_found_in_the_other(folder: Path, program: Program) -> None:
    config = """
    [services.web]
    schema = "s.json"
    [services.worker]
    schema = "s.json"
    [environments.development.sources]
    web = "compose:compose.yaml#web"
    worker = "compose:compose.yaml#worker"
    [[allow]]
    rule = "loopback-in-container"
    variable = "DB_URL"
    service = "web"
    reason = "made up"
    """
    write(
        folder, {"compose.yaml": ANCHOR, "s.json": {"properties": {"QUEUE": {}, "DB_URL": {}}}, "envcheck.toml": dedent(config)}
    )
    found = program("check", "--format", "json").report["findings"]

    assert [(each["service"], "too" in each["message"]) for each in found] == [("worker", False)]


def test_files_that_are_laid_over_each_other_tell_together_what_is_there(folder: Path, program: Program) -> None:
    config = """
    [services.api]
    schema = "s.json"
    [environments.development.sources]
    api = ["compose:a.yaml#api", "compose:b.yaml#api"]
    """
    text = file("DB=postgresql://app@localhost:5432/x\nSEARCH_URL=http://search:7701", DB, SEARCH)
    over = "services: {api: {environment: {}}, search: {expose: [7701]}}"
    write(
        folder,
        {"a.yaml": text, "b.yaml": over, "s.json": {"properties": {"DB": {}, "SEARCH_URL": {}}}, "envcheck.toml": dedent(config)},
    )
    done = program("check", "--format", "json")

    assert done.code == 3  # the second sets nothing
    write(folder, {"b.yaml": over.replace("environment: {}", "environment: {SEARCH_URL: 'http://search:7701'}")})
    report = program("check", "--format", "json").report
    assert [(each["rule"], each["severity"]) for each in report["findings"]] == [(LOOPBACK, "error")]
