"""Every English sentence that the code and the templates hold for translation."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Final

from babel.messages.extract import extract_from_dir

import vigie
from vigie.kit.errors import VigieError

ROOT: Final = Path(vigie.__file__).parent
METHODS: Final = [
    ("web/templates/**.html", "jinja2"),
    ("**.py", "python"),
]
# Errors hand their sentence to the constructor of the error they extend.
MARKS: Final = ("_", "text", "ngettext", "__init__")


def sentences() -> dict[str, list[str]]:
    """Sentence → the places ("web/app.py:12") that hold it."""
    found: dict[str, list[str]] = {}
    keywords = dict.fromkeys([*MARKS, *_error_names()])
    places = extract_from_dir(ROOT, METHODS, {"**.html": {"silent": "false"}}, keywords)
    for file, line, message, _, _ in places:
        if isinstance(message, str) and message.strip():
            found.setdefault(message, []).append(f"{file}:{line}")
    return found


def _error_names() -> Iterator[str]:
    for module in walk_packages([str(ROOT)], "vigie."):
        # Modules that run when imported are no place for errors.
        if not module.name.endswith("__main__"):
            import_module(module.name)
    pending = [VigieError]
    while pending:
        error = pending.pop()
        yield error.__name__
        pending += error.__subclasses__()
