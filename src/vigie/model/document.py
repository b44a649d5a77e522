"""A YAML file read with the line of each of its values, so that a mistake can be pointed at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from vigie.kit.errors import Invalid
from vigie.kit.i18n import Text, text

Place = tuple[str | int, ...]
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Document:
    """What a YAML file holds, and on which line (from 1) each value stands."""

    file: Path
    content: object
    lines: Mapping[Place, int]

    def line(self, where: Place) -> int:
        """The line of the value at `where`, or of the nearest thing that holds it."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def error(self, where: Place, problem: Text) -> Invalid:
        """The refusal of what stands at `where`."""
        return _refusal(self.file, self.line(where), problem)


def read(file: Path) -> Document:
    """Reads one YAML file.

    Raises Invalid, with the file and the line, when it is not YAML or says a thing twice.
    """
    try:
        written = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _refusal(file, 1, text("the file is not a text in UTF-8.")) from error
    return parse(written, file)


def parse(written: str, file: Path) -> Document:
    """Reads YAML that came from elsewhere than a file; `file` is what it is called."""
    try:
        loader = _Loader(written)
    except yaml.reader.ReaderError as error:
        raise _refusal(file, 1, text("the file is not a text in UTF-8.")) from error
    try:
        node = loader.get_single_node()
        if node is None:
            raise _refusal(file, 1, text("the file is empty."))
        lines = dict(_lines(file, node, ()))
        return Document(file, loader.construct_document(node), lines)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _refusal(file, line, text("not YAML: {problem}.", problem=error.problem)) from error
    except (ValueError, RecursionError) as error:
        # A date that no calendar has, a list that holds itself.
        raise _refusal(file, 1, text("not YAML: {problem}.", problem=error)) from error
    finally:
        loader.dispose()


def _lines(file: Path, node: yaml.Node, where: Place) -> Iterator[tuple[Place, int]]:
    yield where, node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _lines(file, item, (*where, index))
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                problem = text("a list or a mapping cannot be a name.")
                raise _refusal(file, key.start_mark.line + 1, problem)
            if key.value in seen:
                problem = text("'{word}' is written twice.", word=key.value)
                raise _refusal(file, key.start_mark.line + 1, problem)
            seen.add(key.value)
            yield from _lines(file, value, (*where, key.value))
            yield (*where, key.value), key.start_mark.line + 1


def _refusal(file: Path, line: int, problem: Text) -> Invalid:
    return Invalid("{file}, line {line}: {problem}", file=file.name, line=line, problem=problem)
