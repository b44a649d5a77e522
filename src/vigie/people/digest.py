"""Secrets that a machine holds: made here, kept only as what can be checked, never read back."""

import secrets
from hashlib import sha256


def fresh() -> str:
    """A secret that nobody can guess, fit for an address or a cookie."""
    return secrets.token_urlsafe(32)


def identifier() -> str:
    """A name for a row, which is no secret."""
    return secrets.token_hex(8)


def digest(secret: str) -> str:
    """What is kept of `secret`: 256 random bits need no salt and no slow hash."""
    return sha256(secret.encode()).hexdigest()
