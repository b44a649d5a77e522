"""Commands beside a running server: the server owns the data, so it does the work for them.

The server listens on loopback and leaves its address and a key in `data/server.json`, readable by
its owner alone. Messages are JSON; the key is proven by a challenge before anything is read.
"""

import json
import os
import secrets
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import Any, Final

from vigie.cli.console import Console

ADDRESS_FILE: Final = "server.json"
Command = Callable[[Sequence[str], Console, Path], int]


class Relay:
    """The server's side: runs each received command line and streams what it says back."""

    def __init__(self, data: Path, command: Command) -> None:
        key = secrets.token_bytes(32)
        self._listener = Listener(("127.0.0.1", 0), authkey=key)
        self._file = data / ADDRESS_FILE
        self._command = command
        self._key = key
        self._closing = threading.Event()
        address: Any = self._listener.address
        _write_private(self._file, {"port": address[1], "key": key.hex()})
        threading.Thread(target=self._listen, name="relay", daemon=True).start()

    def close(self) -> None:
        """Stops listening and takes the address away."""
        self._file.unlink(missing_ok=True)
        self._closing.set()
        # Closing a listener does not wake the thread that waits on it; a last caller does.
        with suppress(OSError, EOFError):
            Client(self._listener.address, authkey=self._key).close()
        self._listener.close()

    def _listen(self) -> None:
        while not self._closing.is_set():
            try:
                connection = self._listener.accept()
            except (AuthenticationError, OSError, EOFError):
                # A caller who has no key, or hung up before it was heard.
                continue
            if self._closing.is_set():
                connection.close()
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: "Connection[Any, Any]") -> None:
        # A caller who hangs up ends its command at the next word that cannot be delivered.
        with connection, suppress(OSError, EOFError):
            request = _receive(connection)
            console = RemoteConsole(connection, interactive=request["interactive"])
            code = self._command(request["arguments"], console, Path(request["cwd"]))
            _send(connection, {"exit": code})


@dataclass(frozen=True)
class RemoteConsole:
    """The console of a person at the other end of a connection."""

    connection: "Connection[Any, Any]"
    interactive: bool

    def out(self, words: str) -> None:
        _send(self.connection, {"out": words})

    def raw(self, data: bytes) -> None:
        _send(self.connection, {"raw": b64encode(data).decode("ascii")})

    def note(self, words: str) -> None:
        _send(self.connection, {"note": words})

    def status(self, words: str) -> None:
        _send(self.connection, {"status": words})

    def ask(self, question: str) -> bool:
        _send(self.connection, {"ask": question})
        return bool(_receive(self.connection)["answer"])


def forward(data: Path, arguments: Sequence[str], console: Console) -> int | None:
    """Has the server that owns `data` run a command line; its exit code, or None without one."""
    address = data / ADDRESS_FILE
    try:
        found = json.loads(address.read_text(encoding="utf-8"))
        connection = Client(("127.0.0.1", found["port"]), authkey=bytes.fromhex(found["key"]))
    except (OSError, ValueError, KeyError, AuthenticationError, EOFError):
        return None
    with connection:
        request = {
            "arguments": list(arguments),
            "interactive": console.interactive,
            "cwd": str(Path.cwd()),
        }
        _send(connection, request)
        return _listen_to(connection, console)


def _listen_to(connection: "Connection[Any, Any]", console: Console) -> int:
    while True:
        try:
            message = _receive(connection)
        except (EOFError, OSError):
            console.note("The server stopped before the command ended.")
            return 1
        match message:
            case {"out": words}:
                console.out(words)
            case {"raw": data}:
                console.raw(b64decode(data))
            case {"note": words}:
                console.note(words)
            case {"status": words}:
                console.status(words)
            case {"ask": question}:
                _send(connection, {"answer": console.ask(question)})
            case {"exit": code}:
                return int(code)


def _send(connection: "Connection[Any, Any]", message: dict[str, object]) -> None:
    connection.send_bytes(json.dumps(message).encode())


def _receive(connection: "Connection[Any, Any]") -> Any:
    return json.loads(connection.recv_bytes())


def _write_private(path: Path, content: dict[str, object]) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file)
