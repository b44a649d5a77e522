"""ClickHouse's HTTP interface on loopback, before the embedded build.

No package registry that the tests may use carries a current server. Statements, parameters,
settings, Parquet bodies and error texts cross the network as a server takes and gives them; the
engine behind the door is ClickHouse itself.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import parse_qsl, urlsplit

from python_multipart import parse_form
from python_multipart.multipart import Field

from vigie.warehouse.clickhouse.embedded import Embedded
from vigie.warehouse.clickhouse.failure import ClickHouseError

OPENING = "INSERT INTO "
STATEMENT = "query"
PARAMETER = "param_"
LONGEST = 131_072  # http_max_field_value_size
UNKNOWN = (
    "Code: 516. DB::Exception: default: Authentication failed: password is incorrect, or there "
    "is no user with such name. (AUTHENTICATION_FAILED)"
)


@contextmanager
def server(folder: Path, password: str = "") -> Iterator[str]:
    """The address of a running server, as in http://127.0.0.1:8123/vigie."""
    engine = Embedded(folder / "server")

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            if self.headers["X-ClickHouse-Key"] != password:
                self._answer(403, UNKNOWN.encode())
                return
            try:
                kind = self.headers["Content-Type"] or ""
                is_form = kind.startswith("multipart/form-data")
                done = _answered(engine, kind, body) if is_form else _done(engine, asked, body)
                self._answer(200, done)
            except ClickHouseError as error:
                self._answer(500, f"Code: 1. DB::Exception: {error}. (REFUSED)".encode())

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    door = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=door.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{door.server_port}/vigie"
    finally:
        door.shutdown()
        thread.join()
        door.server_close()
        engine.close()


def _done(engine: Embedded, asked: dict[str, str], body: bytes) -> bytes:
    insert = asked.get("query")
    if insert is None:
        return engine.ask(body.decode(), {})
    with NamedTemporaryFile(suffix=".parquet") as file:
        file.write(body)
        file.flush()
        target = insert.removeprefix(OPENING).removesuffix(" FORMAT Parquet")
        table, _, columns = target.partition(" (")
        engine.load(table, columns.removesuffix(")"), [Path(file.name)])
    return b""


def _answered(engine: Embedded, kind: str, body: bytes) -> bytes:
    """The answer to a form: pieces of a statement follow each other, values go by name."""
    fields: list[tuple[str, str]] = []

    def take(field: Field) -> None:
        value = field.value or b""
        if len(value) > LONGEST:
            raise ClickHouseError("HTML Form Exception: Field value too long")
        fields.append(((field.field_name or b"").decode(), value.decode()))

    parse_form({"Content-Type": kind.encode()}, BytesIO(body), take, None)
    statement = "".join(value for name, value in fields if name == STATEMENT)
    values = {
        name.removeprefix(PARAMETER): value for name, value in fields if name.startswith(PARAMETER)
    }
    return engine.ask(statement, values)
