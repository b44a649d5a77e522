"""Every address under requests that were spoilt on their way: a sentence, never a trace."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote

import pytest
from fastapi import FastAPI

from vigie.web.app import create_app
from vigie.web.people.access import ACCESS
from vigie.workspace import Workspace

from .conftest import open_company
from .loop import run
from .signing import COOKIE, person_of, session_of

SPOILT = {"GET": 4, "POST": 6}  # requests of each address
SHARE = 0.1  # of the bytes of what is spoilt
FILL = {
    "{name}": "home", "{part_id}": "revenue", "{metric_id}": "revenue", "{table}": "account",
    "{key:path}": "C1", "{kind}": "csv", "{path:path}": "x", "{rest:path}": "x",
}  # fmt: skip
QUERY = b"metric=revenue&by=month&where=region+%3D+Bretagne&from=2025-01-01&to=2025-06-30&limit=5"
FORM = b"email=ada%40froid.example&name=Ada&role=viewer&do=check&password=abc&kind=orders&next=%2F"
BOUNDARY = b"vigie-boundary"
FILES = (
    b'--vigie-boundary\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    b"account_id,name\nC9,Neuf\n\r\n--vigie-boundary--\r\n"
)
NASTY = (
    b"%00", b"%ff%fe", b"..%2f..%2fetc%2fpasswd", b"../../etc/passwd", b"%", b"%zz", b"\xc3\x28",
    b"'", b"{}", b"${7*7}", b"<script>", b"%0d%0aSet-Cookie:a=b", b"9" * 400, b"-1", b"NaN",
    b"1e999", b"A" * 20_000, b"\xe2\x80\xae", b"%F0%9F%92%A9", b"2025-13-45", b"[]", b"null",
)  # fmt: skip
TYPES = (
    b"", b"application/json", b"multipart/form-data", b"multipart/form-data; boundary=", b"\xff",
    b"multipart/form-data; boundary=other", b"text/plain; charset=nonsense", b"a" * 5000,
    b"application/x-www-form-urlencoded; charset=utf-16",
)  # fmt: skip


@dataclass(frozen=True)
class Call:
    """A request as it travels: bytes."""

    method: str
    path: bytes
    query: bytes = QUERY
    headers: dict[bytes, bytes] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Answered:
    status: int
    kind: str
    body: bytes


class Spoiler:
    """Spoils one thing or several of a request; the same ones at every run."""

    def __init__(self, seed: str) -> None:
        self._dice = random.Random(seed)  # noqa: S311

    def __call__(self, call: Call) -> Call:
        ways = [self._method, self._path, self._query, self._header]
        if call.body:  # a whole page would be drawn as if nothing were spoilt
            ways += [self._body, self._type, self._length]
        for way in self._dice.sample(ways, self._dice.choice((1, 1, 2, 3))):
            call = way(call)
        return call

    def _bytes(self, content: bytes) -> bytes:
        spoilt = bytearray(content)
        for _ in range(max(1, int(len(spoilt) * SHARE))):
            place = self._dice.randrange(len(spoilt) + 1)
            match self._dice.randrange(4):
                case 0 if spoilt:
                    spoilt[place % len(spoilt)] = self._dice.randrange(256)
                case 1:
                    spoilt[place:place] = self._dice.choice(NASTY)
                case 2:
                    del spoilt[place : place + 3]
                case _:
                    spoilt[place:place] = bytes([self._dice.randrange(256)])
        return bytes(spoilt)

    def _method(self, call: Call) -> Call:
        return replace(
            call, method=self._dice.choice(["POST", "PUT", "DELETE", "HEAD", "TRACE", "X"])
        )

    def _path(self, call: Call) -> Call:
        parts = call.path.split(b"/")
        parts[self._dice.randrange(1, len(parts))] = self._dice.choice(NASTY)
        # What a server hands on: printable bytes, the others escaped.
        path = b"".join(
            bytes([one]) if 0x20 < one < 0x7F and one != 0x3F else b"%%%02X" % one
            for one in b"/".join(parts)
        )
        return replace(call, path=path)

    def _query(self, call: Call) -> Call:
        return replace(
            call, query=bytes(one for one in self._bytes(call.query) if 0x20 < one < 0x7F)
        )

    def _body(self, call: Call) -> Call:
        return replace(call, body=self._bytes(call.body))

    def _type(self, call: Call) -> Call:
        return replace(call, headers={**call.headers, b"content-type": self._dice.choice(TYPES)})

    def _length(self, call: Call) -> Call:
        length = self._dice.choice([b"-1", b"abc", b"9" * 30, b"", "½".encode(), b"1"])
        return replace(call, headers={**call.headers, b"content-length": length})

    def _header(self, call: Call) -> Call:
        name = self._dice.choice(
            [b"cookie", b"authorization", b"accept-language", b"if-none-match", b"origin", b"host",
             b"sec-fetch-site", b"x-forwarded-for", b"last-event-id", b"range", b"hx-request-type",
             b"x-request-id", b"accept-encoding"]
        )  # fmt: skip
        words = (
            b"",
            b"\xff\xfe",
            b"Basic \xff",
            b"Bearer ",
            b"Basic Og==",
            b"[",
            b"a=b;;;=",
            b";" * 2000,
        )
        value = self._dice.choice((*words, self._bytes(call.headers.get(name, b"vigie"))))
        return replace(call, headers={**call.headers, name: value})


async def sent(app: FastAPI, call: Call) -> Answered:
    """Hands a request over as a server does, with bytes that no client library would send."""
    messages: list[dict[str, Any]] = [{"type": "http.request", "body": call.body}]
    answer: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        answer.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": call.method,
        "scheme": "http", "path": unquote(call.path.decode("ascii")), "raw_path": call.path,
        "query_string": call.query, "root_path": "", "headers": [*call.headers.items()],
        "client": ("127.0.0.1", 5), "server": ("cockpit.test", 80), "state": {},
    }  # fmt: skip
    await app(scope, receive, send)
    headers = dict(answer[0]["headers"]) if answer else {}
    body = b"".join(one.get("body", b"") for one in answer)
    status = answer[0]["status"] if answer else 499  # it hung up before there was an answer
    return Answered(status, headers.get(b"content-type", b"").decode(), body)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    workspace = open_company(tmp_path_factory.mktemp("spoilt"))
    yield workspace
    workspace.close()


@pytest.fixture(scope="module")
def app(company: Workspace) -> FastAPI:
    return create_app(company)


def valid(name: str, company: Workspace) -> Call:
    """A request of that address as an administrator's own page sends it."""
    method, path = name.split(" ")
    for hole, word in FILL.items():
        path = path.replace(hole, word)
    path = "/".join("x" if part.startswith("{") else part for part in path.split("/"))
    session = session_of(company, person_of(company, "admin"))
    headers = {b"host": b"cockpit.test", b"cookie": f"{COOKIE}={session}; lang=fr".encode()}
    if method == "GET":
        return Call(method, path.encode(), headers=headers)
    is_upload = path.endswith(("/imports", "/new"))
    body = FILES if is_upload else FORM
    kind = b"multipart/form-data; boundary=" + BOUNDARY
    headers[b"content-type"] = kind if is_upload else b"application/x-www-form-urlencoded"
    headers |= {b"origin": b"http://cockpit.test", b"content-length": str(len(body)).encode()}
    return Call(method, path.encode(), headers=headers, body=body)


@pytest.mark.parametrize("name", sorted(ACCESS))
def test_a_spoilt_request_gets_a_sentence(name: str, company: Workspace, app: FastAPI) -> None:
    spoil, whole = Spoiler(name), valid(name, company)
    for _ in range(SPOILT[whole.method]):
        call = spoil(whole)
        answer = run(sent(app, call))
        assert answer.status < 500, (call, answer.body[:500])
        assert b"Traceback" not in answer.body
        if answer.status >= 400 and answer.body and call.method != "HEAD":
            _is_one_sentence(call, answer)


def _is_one_sentence(call: Call, answer: Answered) -> None:
    """In the form that the address speaks."""
    if unquote(call.path.decode("ascii")).startswith("/api/"):
        assert answer.kind.startswith(("application/json", "application/xml")), call
        if "json" in answer.kind:
            assert json.loads(answer.body)["error"]["message"]
    elif not call.path.startswith(b"/static"):
        assert answer.kind.startswith("text/html"), call
        assert b"<" in answer.body
