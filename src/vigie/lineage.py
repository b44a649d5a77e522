"""From a metric down to the columns of the files that it was computed from."""

from dataclasses import dataclass, replace

from vigie.intake.origins import Origin, Origins
from vigie.kit.i18n import Label
from vigie.metrics.language.columns import core_columns
from vigie.metrics.language.definition import Catalog, Metric
from vigie.metrics.language.tables import COMPANY_SUFFIX
from vigie.warehouse.engine import Session

MOST = 3  # origins of one column: the imports with most rows


@dataclass(frozen=True, slots=True)
class Lineage:
    """One column of the model, and the imports that filled it in the rows that still stand."""

    table: str
    column: str
    label: Label
    origins: tuple[Origin, ...]  # at most `MOST`
    further: int = 0  # imports beside those

    @property
    def name(self) -> str:
        return f"{self.table}.{self.column}"


def lineage(metric: Metric, catalog: Catalog, session: Session) -> tuple[Lineage, ...]:
    """Every column that `metric` rests on, with where its values came from."""
    origins = Origins(session, catalog.model)
    return tuple(
        _line(table, column, origins.of(table, column), catalog)
        for table, column in core_columns(metric, catalog)
    )


def without_origins(lines: tuple[Lineage, ...]) -> tuple[Lineage, ...]:
    """The columns alone, for those who may not see what was imported."""
    return tuple(replace(line, origins=(), further=0) for line in lines)


def _line(table: str, column: str, found: tuple[Origin, ...], catalog: Catalog) -> Lineage:
    declared = catalog.model.tables[table].columns.get(column.removesuffix(COMPANY_SUFFIX))
    label = declared.label if declared else Label(column, column)
    filling = [origin for origin in found if origin.words is not None]
    shown = (filling or list(found))[:MOST]
    return Lineage(table, column, label, tuple(shown), len(found) - len(shown))


def account(lines: tuple[Lineage, ...]) -> list[dict[str, object]]:
    """The lineage in plain values for JSON."""
    return [
        {
            "column": line.name,
            "label": {"en": line.label.en, "fr": line.label.fr},
            "origins": [
                {
                    "import_id": origin.import_id,
                    "source": origin.source,
                    "files": list(origin.files),
                    "imported": origin.imported.isoformat(),
                    "rows": origin.rows,
                    "filled": str(origin.words) if origin.words else None,
                }
                for origin in line.origins
            ],
            "further_imports": line.further,
        }
        for line in lines
    ]
