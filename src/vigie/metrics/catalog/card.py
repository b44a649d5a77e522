"""Everything that a definition says, in plain values for JSON."""

from vigie.kit.i18n import Label
from vigie.metrics.data.readiness import Readiness
from vigie.metrics.language.definition import Catalog, Metric
from vigie.metrics.language.reach import possible


def card(metric: Metric, catalog: Catalog, ready: Readiness) -> dict[str, object]:
    """What `metric` means, how it is made, and whether the data carry it."""
    return {
        "id": metric.id,
        "family": metric.family,
        "label": _both(metric.label),
        "synonyms": {"en": list(metric.synonyms.en), "fr": list(metric.synonyms.fr)},
        "description": _both(metric.description),
        "formula": _both(metric.formula),
        "type": metric.type.value,
        "parts": list(catalog.parts(metric.id)),
        "unit": metric.unit.value,
        "digits": metric.digits,
        "direction": metric.direction.value,
        "nature": metric.nature.value,
        "stratum": metric.stratum.value,
        "aida": metric.aida.value if metric.aida else None,
        "bsc": metric.bsc.value,
        "refresh": metric.refresh.value,
        "basis": metric.basis,
        "owner": _both(metric.owner),
        "decision": _both(metric.decision),
        "misleads": _both(metric.misleads),
        "dimensions": possible(metric.id, catalog),
        "readiness": {
            "state": ready.state,
            "coverage": ready.coverage,
            "least": ready.least,
            "missing": list(ready.missing),
        },
    }


def _both(label: Label) -> dict[str, str]:
    return {"en": label.en, "fr": label.fr}
