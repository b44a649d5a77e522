"""Small secrets that have to be read back, sealed: the state alone does not give them away."""

import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cached_property
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vigie.kit.errors import Invalid, VigieError
from vigie.kit.secrets import secret

FILE: Final = "secret.key"
VARIABLE: Final = "VIGIE_SECRET_KEY"  # 32 bytes in base64, instead of the file
_KEY: Final = 32
_NONCE: Final = 12


class Safe:
    """Seals and opens with the company's key, which is made when it is first needed.

    It is the secret VIGIE_SECRET_KEY, or kept in a file of `folder` that its owner alone reads.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    def seal(self, words: bytes, owner: str) -> str:
        """`words` as the state may keep it; it opens again for the same `owner` only."""
        nonce = secrets.token_bytes(_NONCE)
        sealed = AESGCM(self._key).encrypt(nonce, words, owner.encode())
        return urlsafe_b64encode(nonce + sealed).decode()

    def open(self, sealed: str, owner: str) -> bytes:
        """What was sealed; raises VigieError where the key is another one."""
        held = urlsafe_b64decode(sealed)
        try:
            return AESGCM(self._key).decrypt(held[:_NONCE], held[_NONCE:], owner.encode())
        except InvalidTag as error:
            raise VigieError(
                "A sealed secret does not open: put back the key it was sealed with "
                "({variable}, or the file {file}).",
                variable=VARIABLE,
                file=self._file.name,
            ) from error

    @cached_property
    def _key(self) -> bytes:
        return _read(secret(VARIABLE) or self._kept())

    def _kept(self) -> str:
        """The key of the file, which is made whole or not at all: others may want it too."""
        if not self._file.exists():
            draft = self._file.with_suffix(f".{secrets.token_hex(4)}")
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(urlsafe_b64encode(secrets.token_bytes(_KEY)).decode() + "\n")
            try:
                os.link(draft, self._file)
            except FileExistsError:
                pass  # another process was quicker: its key is the key
            finally:
                draft.unlink()
        return self._file.read_text(encoding="ascii")


def _read(written: str) -> bytes:
    try:
        key = urlsafe_b64decode(written.strip().replace("+", "-").replace("/", "_"))
    except ValueError:
        key = b""
    if len(key) != _KEY:
        raise Invalid("{variable} is not a key: give 32 bytes in base64.", variable=VARIABLE)
    return key
