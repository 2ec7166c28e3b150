"""What an answer without data means is told by its status and its headers, and nothing of it is quoted."""

from __future__ import annotations

import socket
import ssl

import httpx
import pytest

from envcheck.sources.render_api import answers

KEY = "rnd_made_up_key"
NOW = 1_790_000_000.0
MARKER = "made-up-marker-7Q"

KEY_HINT = "Is the key whole and still valid, and may its owner see the workspace of this service?"
PROXY_HINT = "Does a proxy or another server answer in place of Render's API?"
STATUS_HINT = "Try again later; status.render.com tells whether Render knows of it."
NETWORK_HINT = "Can this machine reach api.render.com, through a proxy if there is one?"
LIMIT_HINT = "Wait a minute, and see what else uses the API with a key of this account."
ID_HINT = "Is the id right, the service in a workspace that the key's owner may see, and the base address right?"
REDIRECT_HINT = "The key is sent to no other address; does a proxy or a login page answer in place of the API?"
TLS_HINT = "TLS is never switched off; SSL_CERT_FILE may name the certificates of a proxy that you trust."


def response(status: int, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, headers=named, content=MARKER)


def setback(answer: httpx.Response) -> answers.Setback:
    found = answers.setback_of(answer, key=KEY, now=NOW)
    assert found is not None
    return found


def test_an_answer_with_data_is_no_setback() -> None:
    assert answers.setback_of(response(200), key=KEY, now=NOW) is None


@pytest.mark.parametrize(
    ("status", "id", "message", "hint", "is_final"),
    [
        (401, "refused-key", "the API refuses this key (401)", KEY_HINT, True),
        (403, "refused-key", "the API refuses this key (403)", KEY_HINT, True),
        (404, "no-such-service", "the API knows no such service for this key (404)", ID_HINT, True),
        (429, "rate-limited", "the API answers no more for now (429)", LIMIT_HINT, False),
        (500, "failing-api", "the API fails (500)", STATUS_HINT, False),
        (502, "failing-api", "the API fails (502)", STATUS_HINT, False),
        (503, "failing-api", "the API fails (503)", STATUS_HINT, False),
        (599, "failing-api", "the API fails (599)", STATUS_HINT, False),
        (199, "unexpected-answer", "an unexpected answer: status 199, no content type", PROXY_HINT, True),
        (201, "unexpected-answer", "an unexpected answer: status 201, no content type", PROXY_HINT, True),
        (204, "unexpected-answer", "an unexpected answer: status 204, no content type", PROXY_HINT, True),
        (304, "unexpected-answer", "an unexpected answer: status 304, no content type", PROXY_HINT, True),
        (400, "unexpected-answer", "an unexpected answer: status 400, no content type", PROXY_HINT, True),
        (402, "unexpected-answer", "an unexpected answer: status 402, no content type", PROXY_HINT, True),
        (499, "unexpected-answer", "an unexpected answer: status 499, no content type", PROXY_HINT, True),
    ],
)
def test_a_status_says_what_went_wrong(status: int, id: str, message: str, hint: str, is_final: bool) -> None:
    found = setback(httpx.Response(status))
    error = found.error

    assert (error.id, error.message, error.hint, found.is_final, found.told) == (id, message, hint, is_final, None)


@pytest.mark.parametrize(("status", "told"), [(429, 7.0), (503, 7.0), (500, None), (502, None), (401, None), (404, None)])
def test_only_a_limit_and_a_pause_say_how_long_to_wait(status: int, told: float | None) -> None:
    assert setback(response(status, retry_after="7")).told == told
    assert setback(response(status, retry_after="1790000007")).told == told


@pytest.mark.parametrize(
    ("type", "shown"),
    [
        ("application/json", "application/json"),
        ("application/json; charset=utf-8", "application/json"),
        (" TEXT/HTML ;charset=utf-8", "text/html"),
        ("text/plain;a;b", "text/plain"),
        ("application/xml", "application/xml"),
        ("application/problem+json", "application/problem+json"),
        ("application/octet-stream", "application/octet-stream"),
        ("text/xml", "text/xml"),
        (MARKER, "another content type"),
        ("", "no content type"),
        (" ; charset=utf-8", "no content type"),
    ],
)
def test_of_content_types_the_known_are_named(type: str, shown: str) -> None:
    assert answers.described(httpx.Response(418, headers={"content-type": type})) == f"status 418, {shown}"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": " 12 "}, 12.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": "1."}, 1.0),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "1e3"}, None),
        ({"retry-after": "1.x"}, None),
        ({"retry-after": ".5"}, None),
        ({"retry-after": "x"}, None),
        ({"retry-after": ""}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "999999999"}, 999_999_999.0),
        ({"retry-after": "999999999.5"}, 999_999_999.5),
        ({"retry-after": "1000000000"}, 0.0),  # a moment that is over
        ({"retry-after": "1790000009"}, 9.0),
        ({"retry-after": "1789999999"}, 0.0),
        ({"retry-after": "999999999999"}, 999_999_999_999.0 - NOW),
        ({"retry-after": "1000000000000"}, None),
        ({"retry-after": "Mon, 21 Sep 2026 14:13:30 GMT"}, 10.0),
        ({"retry-after": "Mon, 21 Sep 2026 14:13:10 GMT"}, 0.0),
        ({"retry-after": "Mon, 99 Sep 2026 14:13:30 GMT"}, None),
        ({"ratelimit-reset": "5"}, 5.0),
        ({"ratelimit-reset": "1790000005"}, 5.0),
        ({"retry-after": "3", "ratelimit-reset": "5"}, 3.0),
        ({"retry-after": "0", "ratelimit-reset": "5"}, 0.0),
        ({"retry-after": "x", "ratelimit-reset": "5"}, 5.0),
        ({"retry-after": "x", "ratelimit-reset": "y"}, None),
    ],
)
def test_seconds_to_wait_are_numbers_moments_and_dates(headers: dict[str, str], seconds: float | None) -> None:
    """None is what cannot be read, or is too long to be meant."""
    assert answers.seconds_told(httpx.Headers(headers), NOW) == seconds


def test_digits_of_other_scripts_are_no_number() -> None:
    headers = httpx.Headers([(b"retry-after", "\u0661\u0662".encode())])

    assert answers.seconds_told(headers, NOW) is None


HOST_OF_253 = ".".join(["a" * 49] * 5 + ["bcd"])
HOST_OF_254 = ".".join(["a" * 49] * 5 + ["bcde"])


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("https://login.acme.dev/x", "login.acme.dev"),
        ("https://LOGIN.acme.dev/x", "login.acme.dev"),
        ("https://a/", "a"),
        (f"https://{HOST_OF_253}/", HOST_OF_253),
        (f"https://{HOST_OF_254}/", "another address"),
        (f"https://login.acme.dev/{KEY}", "login.acme.dev"),
        (f"https://{KEY}.acme.dev/", "another address"),
        (f"https://{KEY.upper()}.acme.dev/", "another address"),
        ("https://l\u00f6gin.acme.dev/", "another address"),
    ],
)
@pytest.mark.parametrize("key", [KEY, KEY.upper()])
def test_a_redirect_names_the_host_unless_it_may_hold_the_key(location: str, shown: str, key: str) -> None:
    answer = httpx.Response(302, headers=[(b"location", location.encode())])
    with httpx.Client(transport=httpx.MockTransport(lambda request: answer)) as client:
        found = answers.setback_of(client.get("https://api.acme.dev/"), key=key, now=NOW)
    assert found is not None

    assert (found.error.id, found.error.message, found.error.hint, found.is_final, found.told) == (
        "redirect-refused",
        f"redirect refused to {shown}",
        REDIRECT_HINT,
        True,
        None,
    )


def caused(error: Exception, *causes: BaseException, implicitly: bool = False) -> Exception:
    """An error that came from others, each from the next."""
    each: BaseException = error
    for cause in causes:
        if implicitly:
            each.__context__ = cause
        else:
            each.__cause__ = cause
        each = cause
    return error


TLS = ssl.SSLError(MARKER)
UNTRUSTED = ssl.SSLCertVerificationError(MARKER)
UNKNOWN = socket.gaierror(MARKER)
REFUSED = ConnectionRefusedError(MARKER)


@pytest.mark.parametrize("implicitly", [False, True])
@pytest.mark.parametrize(
    ("error", "causes", "id", "message", "hint", "is_final"),
    [
        (httpx.ReadTimeout(MARKER), [], "no-answer", "no answer within 12 seconds", NETWORK_HINT, False),
        (httpx.ConnectTimeout(MARKER), [UNTRUSTED], "no-answer", "no answer within 12 seconds", NETWORK_HINT, False),
        (
            httpx.ConnectError(MARKER),
            [UNTRUSTED],
            "unreachable-api",
            "the API's certificate is not trusted",
            TLS_HINT,
            True,
        ),
        *(
            (error, causes, "unreachable-api", message, NETWORK_HINT, False)
            for error, causes, message in [
                (httpx.ProxyError(MARKER), [REFUSED], "the proxy gives no connection to the API"),
                (httpx.ConnectError(MARKER), [TLS], "no safe connection to the API: TLS fails"),
                (httpx.ConnectError(MARKER), [OSError(MARKER), UNKNOWN], "no connection to the API: its name is not known"),
                (httpx.ConnectError(MARKER), [REFUSED], "no connection to the API: it is refused"),
                (httpx.ConnectError(MARKER), [], "no connection to the API"),
                (httpx.UnsupportedProtocol(MARKER), [], "no connection to the API"),
                (httpx.InvalidURL(MARKER), [], "no connection to the API"),
                (httpx.RemoteProtocolError(MARKER), [], "what came from the API's address was no answer"),
                (httpx.ReadError(MARKER), [], "the connection to the API was reset before an answer came"),
                (httpx.ReadError(MARKER), [REFUSED], "no connection to the API: it is refused"),
            ]
        ),
    ],
)
def test_an_error_of_the_library_is_told_by_its_kind(
    error: Exception, causes: list[BaseException], id: str, message: str, hint: str, is_final: bool, implicitly: bool
) -> None:
    for each in (error, *causes):
        each.__cause__ = each.__context__ = None
    found = answers.setback_of_error(caused(error, *causes, implicitly=implicitly), 12.4)

    assert (found.error.id, found.error.message, found.error.hint, found.is_final, found.told) == (
        id,
        message,
        hint,
        is_final,
        None,
    )


@pytest.mark.parametrize(
    ("depth", "message"),
    [(14, "no connection to the API: it is refused"), (15, "no connection to the API")],
)
def test_of_a_long_chain_of_causes_the_first_are_looked_at(depth: int, message: str) -> None:
    causes = [*(OSError(MARKER) for _ in range(depth)), ConnectionRefusedError(MARKER)]

    assert answers.setback_of_error(caused(httpx.ConnectError(MARKER), *causes), 1.0).error.message == message


def test_an_error_that_came_from_itself_ends() -> None:
    error, other = httpx.ConnectError(MARKER), OSError(MARKER)
    error.__context__, other.__context__ = other, error

    assert answers.setback_of_error(error, 1.0).error.message == "no connection to the API"
