"""Definitions of an Apache Ossie file as the YAML files of a workspace."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import TypeAdapter, ValidationError

from vigie.interchange.document import Document, OssieDataset, OssieMetric, SemanticModel
from vigie.interchange.export import words
from vigie.interchange.foreign import Foreign
from vigie.interchange.limit import Limit, Subject
from vigie.kit.i18n import Text, text
from vigie.metrics.catalog.declaration import (
    CatalogFile,
    DatasetDeclaration,
    Declaration,
    DimensionDeclaration,
    MetricDeclaration,
)
from vigie.metrics.language.definition import Catalog

OWN: Final = "own"
_SHAPES: Final[Mapping[str, type[Declaration]]] = {
    "datasets": DatasetDeclaration,
    "dimensions": DimensionDeclaration,
    "metrics": MetricDeclaration,
}
_SUBJECTS: Final[Mapping[str, Subject]] = {
    "datasets": "dataset",
    "dimensions": "dimension",
    "metrics": "metric",
}
Definitions = dict[str, dict[str, dict[str, Any]]]  # kind → name → words


@dataclass
class Imported:
    """New definitions by family, how many were there already, and what could not be brought in."""

    families: dict[str, Definitions] = field(default_factory=dict)
    heads: dict[str, dict[str, Any]] = field(default_factory=dict)
    unchanged: int = 0
    limits: list[Limit] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many definitions are new."""
        kinds = [kind for found in self.families.values() for kind in found.values()]
        return sum(len(kind) for kind in kinds)

    def files(self, prefix: str) -> Iterator[tuple[str, str]]:
        """The names and the texts of the files to write."""
        for family, found in self.families.items():
            head = {"family": family, **self.heads.get(family, {})}
            content = yaml.safe_dump(
                {**head, **found}, allow_unicode=True, sort_keys=False, width=100
            )
            yield f"{prefix}-{family}.yaml", content


def imported(document: Document, catalog: Catalog, files: Sequence[CatalogFile]) -> Imported:
    """What `document` adds to the definitions of `files`, which `catalog` was made of."""
    arriving = _Arriving(catalog, files)
    for model in document.semantic_model:
        arriving.take(model)
    return arriving.found


def write(found: Imported, folder: Path, prefix: str) -> list[Path]:
    """Writes the files into a workspace's folder of metrics."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in found.files(prefix):
        path = next(path for path in _names(folder / name) if not path.exists())
        path.write_text(content, encoding="utf-8")
        written.append(path)
    return written


def _names(path: Path) -> Iterator[Path]:
    """A file's name, then the same numbered: what came in before is not written over."""
    yield path
    yield from (path.with_stem(f"{path.stem}-{number}") for number in count(2))


class _Arriving:
    """Sorts what arrives: already known, new, or not to be brought in."""

    def __init__(self, catalog: Catalog, files: Sequence[CatalogFile]) -> None:
        self._catalog = catalog
        self._known = {
            (kind, name): words(one)
            for file in files
            for kind in _SHAPES
            for name, one in getattr(file, kind).items()
        }
        self.found = Imported()

    def take(self, model: SemanticModel) -> None:
        foreign = Foreign(model, self._catalog, self.found.limits)
        self.found.heads |= model.own.get("families", {})
        for name, declared in model.own.get("dimensions", {}).items():
            self._settle("dimensions", name, declared, OWN)
        for dataset in model.datasets:
            self._dataset(dataset, foreign)
        for name, own in model.own.get("metrics", {}).items():
            self._settle("metrics", name, own["declaration"], own.get("family") or OWN)
        for metric in model.metrics or ():
            self._metric(metric, foreign)

    def _dataset(self, dataset: OssieDataset, foreign: Foreign) -> None:
        own = dataset.own
        if "table" in own:
            return
        if own.get("declaration") is None:
            for name, declared in foreign.dataset(dataset).items():
                self._settle("datasets", name, declared, foreign.family)
        elif own.get("written") != dataset.source:
            reason = text("its rows were changed elsewhere: they stay as Vigie knows them")
            self.found.limits.append(Limit("dataset", dataset.name, reason))
        else:
            self._settle("datasets", dataset.name, own["declaration"], OWN)

    def _metric(self, metric: OssieMetric, foreign: Foreign) -> None:
        own = metric.own
        # What another tool has changed wins over what Vigie once wrote beside it.
        if "declaration" in own and own.get("written") == metric.expression.portable:
            self._settle("metrics", metric.name, own["declaration"], own.get("family") or OWN)
            return
        for name, declared in foreign.metric(metric).items():
            self._settle("metrics", name, declared, foreign.family)

    def _settle(self, kind: str, name: str, declared: Mapping[str, Any], family: str) -> None:
        try:
            content = words(TypeAdapter(_SHAPES[kind]).validate_python(declared))
        except ValidationError as errors:
            reason = text("it cannot be read: {reason}", reason=errors.errors()[0]["msg"])
            self._limit(kind, name, reason)
            return
        known = self._known.get((kind, name))
        if known == content:
            self.found.unchanged += 1
        elif known is not None:
            self._limit(kind, name, text("it is defined otherwise here already"))
        else:
            self._known[kind, name] = content
            self.found.families.setdefault(family, {}).setdefault(kind, {})[name] = content

    def _limit(self, kind: str, name: str, reason: Text) -> None:
        self.found.limits.append(Limit(_SUBJECTS[kind], name, reason))
