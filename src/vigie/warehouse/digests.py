"""Digests of keys as the engine works them out, the same as `vigie.privacy` keeps."""


def keyed(kind: str, value: str, secret: str) -> str:
    """The SQL of the digest of `value`, an SQL text, among those of its kind."""
    said = "'" + secret.replace("'", "''") + "'"
    return f"sha256({said} || ':{kind}:' || {value} || {said})"


def rekeyed(key: str, secret: str) -> str:
    """The SQL of the key that takes the place of one which tells who somebody is."""
    return f"'anonymous-' || left({keyed('rekeyed', key, secret)}, 16)"
