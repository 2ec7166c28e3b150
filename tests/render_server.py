"""Render's API on loopback, as it is documented, and told to fail where a test wants it to.

Shapes, paging and errors: Render's OpenAPI 1.0.0. ``python -m tests.render_server`` serves made-up services until its standard
input ends, and then says what was asked of it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import socket
import struct
import sys
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    #: Answers a request in place of the API; gets its handler and the answer that the API would give.
    Fault = Callable[["Handler", Any], None]

KEY = "made-up-Zq9wJz4Kx7Yv"
DEFAULT_LIMIT, MOST = 20, 100
#: However long an answer is drawn out, a test that nobody ends comes to an end.
MOST_SECONDS = 20.0


class Service(NamedTuple):
    """A service with its own variables, and the names and contents of its secret files."""

    id: str
    name: str
    variables: Mapping[str, str] = {}
    files: Mapping[str, str] = {}
    type: str = "web_service"
    suspended: str = "not_suspended"


class Group(NamedTuple):
    """An environment group, and the ids of the services that receive it."""

    id: str
    name: str
    services: Sequence[str] = ()
    variables: Mapping[str, str] = {}
    files: Mapping[str, str] = {}


class RenderServer:
    """The API of an account; a context, in which it is served.

    ``faults`` has for a path what answers in its place, one for each time that it is asked and the last for ever. ``most`` is the
    longest page that is given, whatever is asked. ``wraps`` are the lists whose entries come with cursors, bare the others.
    """

    def __init__(self, services: Sequence[Service] = (), groups: Sequence[Group] = (), *, delay: float = 0.0) -> None:
        self.services = {service.id: service for service in services}
        self.groups = {group.id: group for group in groups}
        self.delay = delay
        self.most = MOST
        self.wraps = {"envVar", "secretFile", "service"}
        self.faults: dict[str, list[Fault]] = {}
        self.requests: list[str] = []
        self.agents: set[str] = set()
        self.is_left = threading.Event()
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()
        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.render = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True)

    @property
    def url(self) -> str:
        """The base address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def paths(self) -> Counter[str]:
        """How often each path was asked."""
        return Counter(request.partition("?")[0] for request in self.requests)

    def __enter__(self) -> RenderServer:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, path: str, query: Mapping[str, str]) -> Any:
        """The document at a path, or None."""
        match path.split("/"):
            case ["services"]:
                return self._page("service", [_service(each) for each in self.services.values()], query)
            case ["services", id, "env-vars"] if id in self.services:
                entries = [{"key": key, "value": value} for key, value in self.services[id].variables.items()]
                return self._page("envVar", entries, query)
            case ["services", id, "secret-files"] if id in self.services:
                return self._page("secretFile", _files(self.services[id].files), query)
            case ["env-groups"]:
                return self._page("envGroup", [_meta(each, self.services) for each in self.groups.values()], query)
            case ["env-groups", id] if id in self.groups:
                group = self.groups[id]
                variables = [{"key": key, "value": value} for key, value in group.variables.items()]
                return {**_meta(group, self.services), "envVars": variables, "secretFiles": _files(group.files)}
        return None

    def _page(self, field: str, entries: list[dict[str, Any]], query: Mapping[str, str]) -> list[dict[str, Any]]:
        start = int(query["cursor"].removeprefix("cursor-")) if "cursor" in query else 0
        limit = min(int(query.get("limit", DEFAULT_LIMIT)), self.most)
        page = list(enumerate(entries))[start : start + limit]
        if field not in self.wraps:
            return [entry for _, entry in page]
        return [{field: entry, "cursor": f"cursor-{index + 1}"} for index, entry in page]


class Server(ThreadingHTTPServer):
    """Serves each connection in a thread of its own, and says nothing of those that break."""

    daemon_threads = True
    request_queue_size = 64
    render: RenderServer

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: a client that goes away is what many tests are about."""


class Handler(BaseHTTPRequestHandler):
    """Answers one request after the other of a connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one piece, or the network waits between them
    disable_nagle_algorithm = True
    timeout = 30

    def do_GET(self) -> None:
        """Answer as the API does, or as a fault says."""
        render = self.server.render
        with render.lock:
            render.requests.append(self.path.removeprefix("/v1/"))
            render.agents.add(self.headers.get("User-Agent", ""))
            render.at_once += 1
            render.most_at_once = max(render.most_at_once, render.at_once)
        if render.delay:
            time.sleep(render.delay)
        try:
            self._answer(render)
        finally:
            with render.lock:
                render.at_once -= 1

    def _answer(self, render: RenderServer) -> None:
        parts = urlsplit(self.path)
        path = parts.path.removeprefix("/v1/")
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        with render.lock:
            faults = render.faults.get(path)
            fault = faults.pop(0) if faults and len(faults) > 1 else faults[0] if faults else None
        if self.headers.get("Authorization") != f"Bearer {KEY}":
            self.give(401, {"message": "Unauthorized"})
            return
        answer = render.answer(path, query)
        if fault is not None:
            fault(self, answer)
        elif answer is None:
            self.give(404, {"message": "not found"})
        else:
            self.give(200, answer)

    def give(self, status: int, answer: Any, headers: Mapping[str, str] | None = None) -> None:
        """Send a document, or bytes as they are."""
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.start(status, {"Content-Type": "application/json", "Content-Length": str(len(body)), **(headers or {})})
        self.wfile.write(body)
        self.wfile.flush()

    def start(self, status: int, headers: Mapping[str, str]) -> None:
        """Send the head of an answer."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing."""


def _service(service: Service) -> dict[str, Any]:
    return {
        "id": service.id,
        "name": service.name,
        "slug": service.name,
        "type": service.type,
        "ownerId": "tea-example",
        "suspended": service.suspended,
        "serviceDetails": {"region": "frankfurt", "plan": "starter"},
    }


_SHORT = {"web_service": "web", "background_worker": "worker", "cron_job": "cron"}


def _meta(group: Group, services: Mapping[str, Service]) -> dict[str, Any]:
    links = [services[id] for id in group.services if id in services]
    return {
        "id": group.id,
        "name": group.name,
        "ownerId": "tea-example",
        "createdAt": "2026-01-01T00:00:00Z",
        "updatedAt": "2026-01-01T00:00:00Z",
        "serviceLinks": [{"id": each.id, "name": each.name, "type": _SHORT[each.type]} for each in links],
    }


def _files(files: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"name": name, "content": content} for name, content in files.items()]


def well(handler: Handler, answer: Any) -> None:
    """No fault: the answer of the API."""
    handler.give(200, answer)


def gives(answer: Any, status: int = 200, **headers: str) -> Fault:
    """Another document, or bytes, with headers of which ``_`` stands for a hyphen."""
    return lambda handler, _: handler.give(status, answer, {name.replace("_", "-"): value for name, value in headers.items()})


def fails(status: int, **headers: str) -> Fault:
    """An error of the API, whose body holds the key as no real one does."""
    return gives({"id": "made-up", "message": f"refused: {KEY}", "code": KEY}, status, **headers)


def cut(handler: Handler, answer: Any) -> None:
    """An answer that ends in its middle."""
    body = json.dumps(answer).encode()
    handler.start(200, {"Content-Type": "application/json", "Content-Length": str(len(body))})
    handler.wfile.write(body[: len(body) // 2])
    handler.wfile.flush()
    handler.close_connection = True


def reset(handler: Handler, answer: Any) -> None:
    """A connection that is reset before an answer."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True
    handler.rfile.close()
    handler.connection.close()


def hangs(handler: Handler, answer: Any) -> None:
    """No answer, for as long as anyone waits."""
    handler.close_connection = True
    _until_gone(handler, b"")


def trickles(handler: Handler, answer: Any) -> None:
    """A body of which a byte comes now and then, without end."""
    handler.start(200, {"Content-Type": "application/json", "Content-Length": "100000"})
    handler.wfile.flush()
    handler.close_connection = True
    _until_gone(handler, b" ")


def trickles_in_its_head(handler: Handler, answer: Any) -> None:
    """A head of which a byte comes now and then, without end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    handler.wfile.flush()
    handler.close_connection = True
    _until_gone(handler, b"x")


def _until_gone(handler: Handler, piece: bytes) -> None:
    end = time.monotonic() + MOST_SECONDS
    handler.connection.settimeout(0.02)
    with contextlib.suppress(ConnectionError):
        while time.monotonic() < end:
            with contextlib.suppress(TimeoutError):
                if not handler.connection.recv(1):
                    break
            with contextlib.suppress(TimeoutError):
                handler.connection.sendall(piece)
    if time.monotonic() < end:
        handler.server.render.is_left.set()


def fleet(services: int, variables: int) -> RenderServer:
    """An account with as many services, each linked to one of five groups."""
    ids = [f"srv-{number:020}" for number in range(services)]
    own = {f"SETTING_{number}": f"made-up-{number}" for number in range(variables)}
    groups = [Group(f"evg-{number}", f"shared-{number}", ids[number::5], {"LOG_LEVEL": "INFO"}) for number in range(5)]
    return RenderServer([Service(id, f"service-{number:04}", own) for number, id in enumerate(ids)], groups)


def main() -> int:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser(prog="python -m tests.render_server", description=__doc__)
    parser.add_argument("--services", type=int, default=500)
    parser.add_argument("--variables", type=int, default=30)
    parser.add_argument("--delay", type=float, default=0.05, help="seconds before each answer")
    options = parser.parse_args()
    server = fleet(options.services, options.variables)
    server.delay = options.delay
    with server:
        print(server.url, flush=True)
        sys.stdin.read()
    print(json.dumps({"requests": len(server.requests), "most_at_once": server.most_at_once}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
