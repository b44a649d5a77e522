"""Names that are safe to stand in SQL."""


def quote(name: str) -> str:
    """`name` as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def qualified(schema: str, name: str) -> str:
    """A quoted `schema.name`."""
    return f"{quote(schema)}.{quote(name)}"
