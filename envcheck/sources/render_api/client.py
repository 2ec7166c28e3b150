"""Questions to Render's API: each is asked again a few times if it may help, and has to be answered in time."""

from __future__ import annotations

import contextlib
import logging
import random
import socket
import ssl
import threading
import time

import httpx

from envcheck.errors import SourceError
from envcheck.files import MAX_BYTES, decode
from envcheck.json_text import JsonText
from envcheck.records import NamedTuple
from envcheck.sources.render_api.answers import (
    Setback,
    described,
    no_answer,
    rate_limited,
    setback_of,
    setback_of_error,
    unexpected,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from envcheck.sources.render_api.access import Access

#: For all that one service, one group or one list asks: longer than any of it takes, shorter than people wait.
MOST_SECONDS = 60.0
#: For the next bytes of an answer; the API gives them in less than one.
MOST_SECONDS_OF_SILENCE = 10.0
#: A fault that outlasts three tries is no passing one.
MOST_TRIES = 3
#: For one answer, which has at most 100 entries; it comes uncompressed, so that no small one grows.
MOST_BYTES = MAX_BYTES
#: For all the pages of a list: a thousand of them could each be as long as one may be.
MOST_BYTES_OF_A_READ = 5 * MAX_BYTES

#: A page has some thousands of commas and brackets. Of these alone, an answer of that length would become a gigabyte of objects.
MOST_PARTS = 500_000

#: The longest that is waited before a second try, and before a third; where all of them fail at once, chance spreads them.
_PAUSES = (0.5, 1.0, 2.0)


class Clock(NamedTuple):
    """What waiting depends on."""

    monotonic: Callable[[], float] = time.monotonic
    epoch: Callable[[], float] = time.time
    sleep: Callable[[float], object] = time.sleep
    random: Callable[[], float] = random.random


class Allowance:
    """What one read may still take of time and bytes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._end = clock.monotonic() + MOST_SECONDS
        self.bytes = MOST_BYTES_OF_A_READ

    @property
    def seconds(self) -> float:
        """The seconds left."""
        return self._end - self._clock.monotonic()


class Gate:
    """Where one worker is told to wait, all do: the limit is that of the account."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._opens = 0.0

    def hold(self, seconds: float) -> None:
        """Let nobody ask for so long."""
        with self._lock:
            self._opens = max(self._opens, self._clock.monotonic() + seconds)

    @property
    def seconds(self) -> float:
        """How long it is still closed."""
        with self._lock:
            return max(self._opens - self._clock.monotonic(), 0.0)


class Line:
    """A worker's connection, which can be cut: the library bounds each wait for bytes, but not how often it waits."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.turn = 0
        self.is_cut = False
        self._stream: Any = None

    def take(self) -> int:
        """The number of a new use, which alone can be cut from now on."""
        self.turn += 1
        self.is_cut = False
        return self.turn

    def note(self, event: str, info: Mapping[str, Any]) -> None:
        """Take down the stream of a new connection, which httpcore tells of."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._stream = info["return_value"]

    def cut(self, turn: int) -> None:
        """End the connection under whoever waits on it, if it is still the same use."""
        if turn != self.turn:
            return
        self.is_cut = True
        connection = self._stream.get_extra_info("socket") if self._stream is not None else None
        if isinstance(connection, socket.socket):
            with contextlib.suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)  # not that of SSLSocket, which takes its reader apart


class Client:
    """The API, for as many threads as there are; each has a connection of its own."""

    def __init__(self, access: Access, clock: Clock | None = None, transport: httpx.BaseTransport | None = None) -> None:
        for name in ("httpx", "httpcore"):  # they would tell addresses and headers to whoever listens
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        self._access = access
        self._clock = clock or Clock()
        self._transport = transport
        self._is_local = access.url.startswith("http://")
        # A bare context trusts nobody, and is not used without TLS; making the other takes as long as starting Python.
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if self._is_local else ssl.create_default_context()
        self._gate = Gate(self._clock)
        self._own = threading.local()
        self._lines: list[Line] = []

    def begin(self) -> Allowance:
        """The allowance of a read; if the limit is used up, it begins when something may be asked again."""
        wait = self._gate.seconds
        if wait > MOST_SECONDS:
            raise rate_limited()
        if wait:
            self._clock.sleep(wait)
        return Allowance(self._clock)

    def get(self, path: str, parameters: Mapping[str, str], allowance: Allowance) -> Any:
        """The JSON document at a path. Raises SourceError."""
        setback: Setback | None = None
        for number in range(MOST_TRIES):
            wait = self._gate.seconds
            if setback is not None:
                wait = max(wait, (setback.told or 0.0) + _PAUSES[number] * self._clock.random())
            if wait >= allowance.seconds:
                raise setback.error if setback is not None else rate_limited() if wait else no_answer(MOST_SECONDS)
            if wait:
                self._clock.sleep(wait)
            answer = self._ask(path, parameters, allowance)
            if not isinstance(answer, Setback):
                return answer[0]
            if answer.is_final:
                raise answer.error
            if answer.error.id == "rate-limited":
                self._gate.hold(answer.told or 0.0)
            setback = answer
        assert setback is not None
        raise setback.error

    def close(self) -> None:
        """End all connections, also those that are waited on."""
        for line in self._lines:
            line.cut(line.turn)
            line.client.close()

    def _ask(self, path: str, parameters: Mapping[str, str], allowance: Allowance) -> tuple[Any] | Setback:
        """One try."""
        line = self._line()
        silence = max(min(MOST_SECONDS_OF_SILENCE, allowance.seconds), 0.001)
        watch = threading.Timer(max(allowance.seconds, 0.001), line.cut, (line.take(),))
        watch.daemon = True
        watch.start()
        status = ""
        try:
            with line.client.stream(
                "GET",
                f"{self._access.url}/{path}",
                params=parameters,
                timeout=silence,
                extensions={"trace": line.note},
            ) as response:
                status = described(response)
                return setback_of(response, key=self._access.key, now=self._clock.epoch()) or self._body(response, allowance)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as error:
            setback = setback_of_error(error, silence)
        finally:
            watch.cancel()
        if line.is_cut:
            return Setback(no_answer(MOST_SECONDS))
        if status and setback.error.id != "no-answer":
            return Setback(unexpected(f"{status}, cut short"), is_final=False)
        return setback

    def _body(self, response: httpx.Response, allowance: Allowance) -> tuple[Any] | Setback:
        """The document in an answer."""
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            return Setback(unexpected(f"{described(response)}, compressed without being asked"))
        most = min(MOST_BYTES, allowance.bytes)
        data = bytearray()
        for piece in response.iter_raw():
            data += piece
            if len(data) > most:
                what = f"larger than {MOST_BYTES // 1_000_000} MB" if most == MOST_BYTES else "too much for one list"
                return Setback(unexpected(f"{described(response)}, {what}"))
            if allowance.seconds <= 0:
                return Setback(no_answer(MOST_SECONDS))
        allowance.bytes -= len(data)
        if sum(map(data.count, (b",", b"[", b"{"))) > MOST_PARTS:
            return Setback(unexpected(f"{described(response)}, of too many parts"))
        try:
            return (JsonText(decode(bytes(data))).value,)
        except SourceError:
            pass
        return Setback(unexpected(f"{described(response)}, not JSON"))

    def _line(self) -> Line:
        line: Line | None = getattr(self._own, "line", None)
        if line is None:
            line = self._own.line = Line(self._open())
            self._lines.append(line)
        return line

    def _open(self) -> httpx.Client:
        try:
            return httpx.Client(
                verify=self._context,
                trust_env=not self._is_local,  # a proxy must not see a key that is sent without TLS
                transport=self._transport,
                follow_redirects=False,
                limits=httpx.Limits(max_connections=1),
                headers={
                    "Accept": "application/json",
                    "Accept-Encoding": "identity",
                    "Authorization": f"Bearer {self._access.key}",
                    "User-Agent": "envcheck",
                },
            )
        except (ImportError, ValueError, httpx.InvalidURL):  # of the proxy that the environment names
            pass
        hint = "See HTTPS_PROXY and ALL_PROXY in the environment."
        raise SourceError("unreachable-api", "the proxy that the environment names cannot be used", hint=hint)
