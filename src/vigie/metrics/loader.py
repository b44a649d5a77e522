"""Reads the catalogue's YAML files into one checked, frozen Catalog."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from vigie.kit.errors import Invalid
from vigie.kit.i18n import text
from vigie.kit.spelling import nearest
from vigie.metrics import declaration
from vigie.metrics.building import dataset_of, dimension_of, inlined, metric_of
from vigie.metrics.checks import mistakes
from vigie.metrics.declaration import CatalogFile, Declaration
from vigie.metrics.definition import Catalog
from vigie.metrics.expression import Unreadable
from vigie.metrics.holes import filled
from vigie.metrics.reach import steps
from vigie.model.document import Document, Place, read
from vigie.model.schema import Model
from vigie.settings import AGREED, Agreed

SHIPPED: Final = Path(__file__).parent.parent / "catalog"
_Built = TypeVar("_Built")


@dataclass(frozen=True, slots=True)
class _File:
    document: Document
    content: CatalogFile


def load_catalog(
    model: Model,
    *,
    revenue_basis: str = "invoices",
    agreed: Agreed = AGREED,
    extra: Sequence[Path] = (),
) -> Catalog:
    """The shipped catalogue with the YAML of `extra` folders merged in.

    Raises Invalid at the first mistake: file, line, what is wrong, nearest valid word.
    """
    files = sorted(
        (_declared(file, agreed) for file in _yaml_files([SHIPPED, *extra])),
        key=lambda file: file.content.position,
    )
    homes: dict[Place, _File] = {}
    for file in files:
        _settle(file, homes)

    def built(kind: str, build: Callable[[str, _File], _Built]) -> dict[str, _Built]:
        made = {}
        for (of, name), file in homes.items():
            if of == kind:
                made[str(name)] = _readable(file, (kind, name), build)
        return made

    catalog = Catalog(
        metrics=built(
            "metrics",
            lambda name, file: metric_of(
                name, file.content.metrics[name].on_basis(revenue_basis), file.content.family
            ),
        ),
        dimensions=built(
            "dimensions", lambda name, file: dimension_of(name, file.content.dimensions[name])
        ),
        datasets=inlined(
            built(
                "datasets", lambda name, file: dataset_of(name, file.content.datasets[name], model)
            )
        ),
        tables=steps(model),
        model=model,
        families={
            file.content.family: file.content.label.label()
            for file in files
            if file.content.family and file.content.label
        },
    )
    for mistake in mistakes(catalog):
        file = homes[mistake.place[:2]]
        raise file.document.error(mistake.place, mistake.problem)
    return catalog


def _yaml_files(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        parts = [folder / part for part in ("datasets", "metrics")] if folder == SHIPPED else []
        for place in (folder, *parts):
            yield from sorted(place.glob("*.yaml"))


def _declared(file: Path, agreed: Agreed) -> _File:
    document = read(file)
    try:
        return _File(document, CatalogFile.model_validate(filled(document.content, agreed)))
    except ValidationError as errors:
        raise _explained(document, errors.errors()[0]) from errors


def _settle(file: _File, homes: dict[Place, _File]) -> None:
    """Notes where each definition stands; a name stands once."""
    for kind in ("datasets", "dimensions", "metrics"):
        for name in getattr(file.content, kind):
            if (kind, name) in homes:
                problem = text(
                    "'{name}' is already defined in {file}; choose another name.",
                    name=name,
                    file=homes[kind, name].document.file.name,
                )
                raise file.document.error((kind, name), problem)
            homes[kind, name] = file


def _readable(file: _File, place: Place, build: Callable[[str, _File], _Built]) -> _Built:
    try:
        return build(str(place[1]), file)
    except Unreadable as error:
        raise file.document.error(place, error.problem) from error


def _explained(document: Document, error: ErrorDetails) -> Invalid:
    place = error["loc"]
    word = str(place[-1]) if place else ""
    match error["type"]:
        case "missing":
            problem = text("'{word}' is missing.", word=word)
        case "extra_forbidden":
            near = nearest(word, _fields(place))
            problem = text(
                "'{word}' is not known here; did you mean '{near}'?", word=word, near=near
            )
        case "enum":
            expected = error["ctx"]["expected"].replace(" or ", ", ").replace("'", "").split(", ")
            near = nearest(str(error["input"]), expected) or expected[0]
            problem = text(
                "'{value}' is not a {word}; did you mean '{near}'?",
                value=error["input"],
                word=word,
                near=near,
            )
        case _:
            problem = text("'{word}': {problem}.", word=word, problem=error["msg"])
    return document.error(place, problem)


def _fields(place: Place) -> list[str]:
    """The words that may stand at `place`."""
    holders: dict[str, type[Declaration]] = {
        "metrics": declaration.MetricDeclaration,
        "datasets": declaration.DatasetDeclaration,
        "dimensions": declaration.DimensionDeclaration,
    }
    holder: type[Declaration] = CatalogFile if len(place) == 1 else holders[str(place[0])]
    return list(holder.model_fields)
