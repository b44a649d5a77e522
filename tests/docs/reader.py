"""Somebody who does what a page says, in a folder of their own."""

import code
import contextlib
import io
import os
import shlex
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vigie.cli.desk import Desk
from vigie.cli.run import run

from .page import Exchange, WrittenFile
from .transcript import Names

BIN = Path(sys.executable).parent
ADDRESS = "http://127.0.0.1:8320/"  # what `vigie serve` announces unless told otherwise


@dataclass
class Recorder:
    """A terminal without a person, whose two streams are one."""

    interactive: bool = False
    said: list[str] = field(default_factory=list)

    def out(self, words: str) -> None:
        self.said.append(words + "\n")

    def raw(self, data: bytes) -> None:
        self.said.append(data.decode())

    def note(self, words: str) -> None:
        self.said.append(words + "\n")

    def status(self, words: str) -> None:
        pass

    def ask(self, question: str) -> bool:
        raise AssertionError(f"nobody is there to answer: {question}")


@dataclass
class Reader:
    """Carries out the steps of one page. `vigie serve` is the installed command, a process of
    its own; every other `vigie` command runs in this process, where it starts faster."""

    start: Path  # where the page begins; the files that it shows are named from there
    names: Names = field(default_factory=Names)
    _folder: Path = field(init=False)
    _python: code.InteractiveInterpreter = field(default_factory=code.InteractiveInterpreter)
    _server: subprocess.Popen[str] | None = None
    _address: str = ADDRESS

    def __post_init__(self) -> None:
        self._folder = self.start

    def write(self, file: WrittenFile) -> None:
        path = self.start / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.content, encoding=file.encoding)

    def type(self, exchange: Exchange) -> list[str]:
        """What comes back, line by line, both streams together."""
        words = self.names.typed(exchange.words)
        if exchange.language == "pycon":
            return self._interpret(words)
        command, *arguments = shlex.split(words.replace("\\\n", " "))
        match command, arguments:
            case "cd", [folder]:
                self._folder = (self._folder / folder).resolve()
                return []
            case "vigie", ["serve", *options]:
                return self._serve(options)
            case "vigie", _:
                return self._vigie(arguments)
            case "curl", _:
                return self._fetch(arguments)
        return self._shell(words)

    def leave(self) -> None:
        """Stops what still runs."""
        if self._server:
            self._server.terminate()
            self._server.communicate(timeout=20)
            self._server = None

    def _vigie(self, arguments: Sequence[str]) -> list[str]:
        console = Recorder()
        status = run(arguments, Desk(console, self._folder))
        lines = "".join(console.said).splitlines()
        assert status == 0 or lines[-1].startswith("vigie: ")
        return lines

    def _serve(self, options: Sequence[str]) -> list[str]:
        self._server = subprocess.Popen(
            [BIN / "vigie", "serve", *options, "--port", "0"],
            cwd=self._folder,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._server.stdout is not None
        said = self._server.stdout.readline().rstrip()
        self._address = next(word for word in said.split() if word.startswith("http"))
        return [said.replace(self._address, ADDRESS)]

    def _fetch(self, arguments: Sequence[str]) -> list[str]:
        request = _request(arguments, self._folder)
        request.full_url = request.full_url.replace(ADDRESS, self._address)
        try:
            with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310
                body = response.read().decode()
        except urllib.error.HTTPError as refusal:
            body = refusal.read().decode()
        return body.splitlines()

    def _interpret(self, words: str) -> list[str]:
        said = io.StringIO()
        here = contextlib.chdir(self._folder)
        with here, contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            self._python.runsource(words + "\n", symbol="single")
        return said.getvalue().splitlines()

    def _shell(self, words: str) -> list[str]:
        path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-c", words],
            cwd=self._folder,
            env={**os.environ, "PATH": path, "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").splitlines()


def _request(arguments: Sequence[str], folder: Path) -> urllib.request.Request:
    """The request that curl would send: an address, a token, -X METHOD, -F NAME=@FILE."""
    words, method, files, address = list(arguments), None, [], ""
    headers: dict[str, str] = {}
    while words:
        match words.pop(0):
            case "-s":
                pass
            case "--oauth2-bearer":
                headers["Authorization"] = f"Bearer {words.pop(0)}"
            case "-X":
                method = words.pop(0)
            case "-F":
                files.append(words.pop(0).partition("=@")[::2])
            case address:
                pass
    if not files:
        return urllib.request.Request(address, headers=headers, method=method)  # noqa: S310
    boundary = "a-line-that-no-file-holds"
    body = b"".join(_part(boundary, name, folder / file) for name, file in files)
    return urllib.request.Request(  # noqa: S310
        address,
        body + f"--{boundary}--\r\n".encode(),
        {**headers, "Content-Type": f"multipart/form-data; boundary={boundary}"},
        method=method,
    )


def _part(boundary: str, name: str, file: Path) -> bytes:
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file.name}"'
    return f"{head}\r\n\r\n".encode() + file.read_bytes() + b"\r\n"
