"""Contributions for programs: one flat table, or JSON."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from vigie.analysis.contributions.effects import Effect
from vigie.analysis.contributions.result import Breakdown, Contributions, Flag, Part, Telling
from vigie.analysis.contributions.sentence import sentences
from vigie.kit.formats import Formatter, Unit
from vigie.kit.i18n import Label
from vigie.kit.periods import Period
from vigie.metrics.answers.result import ColumnKind, Result, ResultColumn, Role

FORMULA: Final = "formula"  # stands for a dimension where figures of the formula are told
_FIGURES: Final = ("before", "after", "change", "share")
_TEXTS: Final = ("dimension", "kind", "key", "member")


def flat(found: Contributions) -> Result:
    """One row a part: those of the dimensions, then the figures of the formula."""
    effects = _effects(found)
    return Result(
        columns=(
            *(_column(name, "text") for name in _TEXTS),
            *(_column(name, "decimal", found.unit) for name in _FIGURES),
            _column("score", "number"),
            _column("flags", "text"),
            *(_column(effect.value, "decimal", found.unit) for effect in effects),
        ),
        rows=[
            (
                dimension,
                part.kind.value,
                part.key,
                part.called("en"),
                part.before,
                part.after,
                part.change,
                part.share,
                part.score,
                " ".join(_flags(part.flags)),
                *(dict(part.effects).get(effect) for effect in effects),
            )
            for dimension, parts in _lists(found)
            for part in parts
        ],
        warnings=found.warnings,
        period=found.period,
        basis=found.basis,
        version=found.version,
    )


def as_json(found: Contributions, f: Formatter) -> str:
    """Everything, decimals digit by digit; sentences and names in the formatter's language."""
    return _json(
        {
            "metric": found.metric,
            "unit": found.unit.value,
            "period": _period(found.period),
            "comparison": str(found.comparison),
            "compared": _period(found.compared),
            "before": found.before,
            "after": found.after,
            "change": found.change,
            "score": found.score,
            "flags": _flags(found.flags),
            "sentences": sentences(found, f),
            "breakdowns": [_breakdown(one, f) for one in found.breakdowns],
            "formula": [_part(part, f) for part in found.drivers],
            "ranking": [_telling(one) for one in found.ranking],
            "left_out": [
                {"dimension": one.dimension, "reason": one.reason.to(f.locale)}
                for one in found.left_out
            ],
            "warnings": [warning.to(f.locale) for warning in found.warnings],
        }
    )


def _lists(found: Contributions) -> Iterator[tuple[str, Sequence[Part]]]:
    for one in found.breakdowns:
        yield one.dimension, one.parts
    yield FORMULA, found.drivers


def _effects(found: Contributions) -> tuple[Effect, ...]:
    had = {effect for one in found.breakdowns for effect, _ in one.effects}
    return tuple(effect for effect in Effect if effect in had)


def _column(name: str, kind: ColumnKind, unit: Unit | None = None) -> ResultColumn:
    role: Role = "attribute" if unit is None else "metric"
    return ResultColumn(name, kind, unit, Label(name, name), role)


def _breakdown(one: Breakdown, f: Formatter) -> dict[str, Any]:
    return {
        **_telling(one.telling),
        "method": one.method.value,
        "effects": {effect.value: value for effect, value in one.effects},
        "parts": [{**_part(part, f), "cell": one.cell(part)} for part in one.parts],
    }


def _part(part: Part, f: Formatter) -> dict[str, Any]:
    return {
        "kind": part.kind.value,
        "key": part.key,
        "name": part.called(f.locale),
        "members": part.members,
        "before": part.before,
        "after": part.after,
        "change": part.change,
        "share": part.share,
        "effects": {effect.value: value for effect, value in part.effects},
        "score": part.score,
        "flags": _flags(part.flags),
    }


def _telling(one: Telling) -> dict[str, Any]:
    return {
        "dimension": one.dimension,
        "members": one.members,
        "surprise": one.surprise,
        "concentration": one.concentration,
    }


def _flags(flags: frozenset[Flag]) -> list[str]:
    return sorted(flag.value for flag in flags)


def _period(period: Period | None) -> dict[str, date] | None:
    return None if period is None else {"from": period.start, "to": period.end}


def _json(value: Any) -> str:
    match value:
        case Mapping():
            pairs = (f"{json.dumps(name)}:{_json(one)}" for name, one in value.items())
            return f"{{{','.join(pairs)}}}"
        case list():
            return f"[{','.join(map(_json, value))}]"
        case Decimal():
            return format(value, "f")
        case date():
            return json.dumps(value.isoformat())
        case _:
            return json.dumps(value, ensure_ascii=False)
