"""Reads the catalogue's YAML files into one checked, frozen Catalog."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from vigie.kit.errors import Invalid
from vigie.kit.i18n import Text, text
from vigie.kit.spelling import nearest
from vigie.metrics.catalog import declaration
from vigie.metrics.catalog.building import dataset_of, dimension_of, inlined, metric_of, rollup_of
from vigie.metrics.catalog.checks import mistakes
from vigie.metrics.catalog.declaration import CatalogFile, Declaration
from vigie.metrics.catalog.expansion import with_conversions, with_formulas
from vigie.metrics.catalog.holes import filled
from vigie.metrics.catalog.places import unknown
from vigie.metrics.catalog.traits import joined
from vigie.metrics.language.definition import Catalog
from vigie.metrics.language.expression import Unreadable
from vigie.metrics.language.reach import steps
from vigie.metrics.planning.goals import COMPANY, SCOPES, goals_of
from vigie.metrics.rollups.keys import settled
from vigie.model.document import Document, Place, read
from vigie.model.loader import load_model
from vigie.model.schema import Model
from vigie.settings import AGREED, Agreed

SHIPPED: Final = Path(__file__).parents[2] / "catalog"
_Built = TypeVar("_Built")


@dataclass(frozen=True, slots=True)
class _File:
    document: Document
    content: CatalogFile

    @property
    def is_own(self) -> bool:
        """Whether it is the company's, not shipped."""
        return SHIPPED not in self.document.file.parents


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
    own = tuple(folder for folder in extra if any(folder.glob("*.yaml")))
    if not own and model is load_model():
        return _shipped(revenue_basis, agreed)
    return _sound(model, revenue_basis, agreed, own)


@lru_cache(maxsize=8)
def _shipped(revenue_basis: str, agreed: Agreed) -> Catalog:
    """What comes with Vigie is read once: it costs a third of a second."""
    return _sound(load_model(), revenue_basis, agreed, ())


def _sound(model: Model, basis: str, agreed: Agreed, extra: Sequence[Path]) -> Catalog:
    catalog, faults = read_catalog(model, revenue_basis=basis, agreed=agreed, extra=extra)
    for fault in faults:
        raise fault
    return catalog


def read_catalog(
    model: Model,
    *,
    revenue_basis: str = "invoices",
    agreed: Agreed = AGREED,
    extra: Sequence[Path] = (),
) -> tuple[Catalog, list[Invalid]]:
    """The same with every mistake told: the catalogue is of no use where there are any.

    A file that cannot be read hides what else is wrong: it is told alone.
    """
    reading = _Reading(model, revenue_basis, agreed)
    return reading.catalog([SHIPPED, *extra]), reading.faults


def declared(agreed: Agreed = AGREED, extra: Sequence[Path] = ()) -> list[CatalogFile]:
    """The definitions as the files have them; raises Invalid for a file that cannot be read."""
    faults: list[Invalid] = []
    files = _files([SHIPPED, *extra], agreed, faults)
    for fault in faults:
        raise fault
    return [file.content for file in files]


class _Reading:
    """Makes definitions of files and collects what is wrong in them."""

    def __init__(self, model: Model, revenue_basis: str, agreed: Agreed) -> None:
        self._model = model
        self._revenue_basis = revenue_basis
        self._agreed = agreed
        self._homes: dict[Place, _File] = {}
        self.faults: list[Invalid] = []

    def catalog(self, folders: Sequence[Path]) -> Catalog:
        """What the files define; not to be used once there are faults."""
        model, basis = self._model, self._revenue_basis
        files = _files(folders, self._agreed, self.faults)
        for file in files:
            self._settle(file)
        metrics = self._built(
            "metrics",
            lambda name, file: metric_of(
                name, file.content.metrics[name].on_basis(basis), file.content.family
            ),
        )
        metrics = with_conversions(metrics)
        dimensions = self._built(
            "dimensions", lambda name, file: dimension_of(name, file.content.dimensions[name])
        )
        datasets = self._built(
            "datasets",
            lambda name, file: replace(
                dataset_of(name, file.content.datasets[name], model), is_own=file.is_own
            ),
        )
        catalog = Catalog(
            metrics=metrics,
            dimensions=dimensions,
            datasets=inlined(datasets),
            tables=steps(model),
            model=model,
            families={
                file.content.family: file.content.label.label()
                for file in files
                if file.content.family and file.content.label
            },
            rollups=self._built(
                "rollups", lambda name, file: rollup_of(name, file.content.rollups[name])
            ),
        )
        catalog = joined(catalog)
        if not self.faults:
            for mistake in mistakes(catalog):
                file = self._homes[mistake.place[:2]]
                self.faults.append(file.document.error(mistake.place, mistake.problem))
        if self.faults:
            return catalog
        rollups = {name: settled(one, catalog) for name, one in catalog.rollups.items()}
        goals = tuple(goals_of(scope, catalog) for scope in (COMPANY, *SCOPES))
        return replace(catalog, rollups=rollups, metrics=with_formulas(metrics), goals=goals)

    def _settle(self, file: _File) -> None:
        """Notes where each definition stands; a name stands once."""
        for kind in ("datasets", "dimensions", "metrics", "rollups"):
            for name in getattr(file.content, kind):
                home = self._homes.setdefault((kind, name), file)
                if home is not file:
                    self.faults.append(file.document.error((kind, name), _taken(name, home)))

    def _built(self, kind: str, build: Callable[[str, _File], _Built]) -> dict[str, _Built]:
        made = {}
        for (of, name), file in self._homes.items():
            if of == kind:
                try:
                    made[str(name)] = build(str(name), file)
                except Unreadable as error:
                    self.faults.append(file.document.error((kind, name), error.problem))
        return made


def _taken(name: str, home: _File) -> Text:
    file = home.document.file
    if not home.is_own:
        return text(
            "'{name}' is a shipped definition (in {file}); choose another name.",
            name=name,
            file=file.name,
        )
    return text(
        "'{name}' is already defined in {file}; choose another name.", name=name, file=file.name
    )


def _files(folders: Sequence[Path], agreed: Agreed, faults: list[Invalid]) -> list[_File]:
    """The files that can be read, in the order in which families are shown."""
    found = [file for path in _yaml_files(folders) if (file := _declared(path, agreed, faults))]
    return sorted(found, key=lambda file: file.content.position)


def _declared(path: Path, agreed: Agreed, faults: list[Invalid]) -> _File | None:
    try:
        document = read(path)
    except Invalid as fault:
        faults.append(fault)
        return None
    try:
        return _File(document, CatalogFile.model_validate(filled(document.content, agreed)))
    except ValidationError as errors:
        faults += [_explained(document, error) for error in errors.errors()]
        return None


def _yaml_files(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        parts = [folder / part for part in ("datasets", "metrics")] if folder == SHIPPED else []
        for place in (folder, *parts):
            yield from sorted(place.glob("*.yaml"))


def _explained(document: Document, error: ErrorDetails) -> Invalid:
    place = error["loc"]
    word = str(place[-1]) if place else ""
    match error["type"]:
        case "missing":
            problem = text("'{word}' is missing.", word=word)
        case "extra_forbidden":
            problem = unknown(word, _fields(place))
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
        "rollups": declaration.RollupDeclaration,
    }
    holder: type[Declaration] = CatalogFile if len(place) == 1 else holders[str(place[0])]
    return list(holder.model_fields)
