"""Secrets come from the environment, a file of their own or the keyring, never from settings."""

import os
import re
from pathlib import Path
from typing import Final

from vigie.kit.errors import Invalid, VigieError

SERVICE: Final = "vigie"  # in the keyring
FILE: Final = "_FILE"  # after a variable's name: the file that holds the secret
_NAMED: Final = re.compile(
    r"""^\s*["']?(?P<name>[\w.-]*?(?:password|passwd|secret|token|api_?key|private_key))["']?"""
    r"""\s*[:=]\s*["']?[^\s"'#]""",
    re.IGNORECASE,
)
_IN_ADDRESS: Final = re.compile(r"\w://[^\s/:@\"']*:[^\s/@\"']+@")


def secret(name: str) -> str | None:
    """The secret called `name`: its variable, the file that `name_FILE` says, or the keyring."""
    return in_environment(name) or _from_keyring(name)


def in_environment(name: str) -> str | None:
    """The same without the keyring: for what every command needs at once."""
    if told := os.environ.get(name):
        return told
    place = os.environ.get(f"{name}{FILE}")
    return _content(Path(place), name) if place else None


def refuse_secrets(file: str, content: str) -> None:
    """Raises Invalid when the text of a settings file holds a secret; it is not repeated."""
    for number, line in enumerate(content.splitlines(), 1):
        found = _NAMED.match(line)
        if found or (_IN_ADDRESS.search(line) and not line.lstrip().startswith("#")):
            raise Invalid(
                "{file}, line {line}: {what} does not belong into a file that is shared and saved: "
                "put it in an environment variable or the keyring, as the documentation says.",
                file=file,
                line=number,
                what=f"'{found['name']}'" if found else "'://user:password@'",
            )


def _content(place: Path, name: str) -> str:
    try:
        return place.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise VigieError(
            "The file that {name} names cannot be read: {reason}.",
            name=f"{name}{FILE}",
            reason=getattr(error, "strerror", None) or "not UTF-8",
        ) from error


def _from_keyring(name: str) -> str | None:
    try:
        import keyring
    except ModuleNotFoundError:
        return None
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, name)
    except KeyringError:
        return None  # a machine without one, or one that is locked
