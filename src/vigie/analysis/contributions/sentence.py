"""What a change says, in sentences made of its figures."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from vigie.analysis.contributions.result import Breakdown, Contributions, Flag, Kind, Part
from vigie.kit.formats import Formatter
from vigie.kit.i18n import Label, Text, text

_PARTS: Final = (
    (Decimal("0.25"), text("a quarter")),
    (Decimal(1) / 3, text("a third")),
    (Decimal("0.5"), text("half")),
    (Decimal(2) / 3, text("two thirds")),
    (Decimal("0.75"), text("three quarters")),
    (Decimal(1), text("nearly all")),
)
_NEAR: Final = Decimal("0.025")  # of the whole, to be called by such a name


def sentences(found: Contributions, f: Formatter) -> list[str]:
    """The change, whether it is unusual, who made it, and by what."""
    return [sentence.to(f.locale) for sentence in _sentences(found, f)]


def _sentences(found: Contributions, f: Formatter) -> Iterator[Text]:
    yield _change(found, f)
    if Flag.USUAL in found.flags:
        yield text("That is within its usual variation.")
    if Flag.SIGNAL in found.flags:
        yield text("That is more than its usual variation.")
    if found.breakdowns and (told := _cause(found, found.breakdowns[0], f)):
        yield told
    effects = next((one for one in found.breakdowns if one.effects), None)
    if effects is not None:
        yield _effects(found, effects, f)


def _change(found: Contributions, f: Formatter) -> Text:
    after, before = f.compact(found.after, found.unit), f.compact(found.before, found.unit)
    against = found.comparison.label
    if not found.change:
        return text(
            "{metric} has not moved: {after}, as in {comparison}.",
            metric=found.label,
            after=after,
            comparison=against,
        )
    template = _RISE if found.change > 0 else _FALL
    return Text(
        template.template,
        {
            "metric": found.label,
            "change": _size(found, f),
            "after": after,
            "before": before,
            "comparison": against,
        },
    )


_RISE: Final = text("{metric}: {after} after {before} ({comparison}), up by {change}.")
_FALL: Final = text("{metric}: {after} after {before} ({comparison}), down by {change}.")


def _size(found: Contributions, f: Formatter) -> str:
    size = f.variance(abs(found.change), found.unit).lstrip("+±")
    if not found.unit.is_additive_scale or found.relative is None:
        return size
    return f"{size} ({f.relative(found.relative)})"


def _cause(found: Contributions, breakdown: Breakdown, f: Formatter) -> Text | None:
    """Who made the change; where large moves offset each other, which."""
    named = [part for part in breakdown.parts if part.kind is not Kind.OTHERS and part.change]
    if not named:
        return None
    first = named[0]
    if first.share is not None and 0 < first.share <= 1:
        template = _OF_RISE if found.change > 0 else _OF_DROP
        return Text(template.template, {"name": _name(first, f), "share": spelled(first.share, f)})
    if len(named) == 1:
        return text(
            "{name} moved by {effect}.", name=_name(first, f), effect=_effect(first, found, f)
        )
    return text(
        "Larger moves lie behind it: {first} ({effect}), {second} ({other}).",
        first=_name(first, f),
        effect=_effect(first, found, f),
        second=_name(named[1], f),
        other=_effect(named[1], found, f),
    )


_OF_RISE: Final = text("{name} made {share} of the rise.")
_OF_DROP: Final = text("{name} made {share} of the drop.")


def _name(part: Part, f: Formatter) -> str:
    return part.called(f.locale)


def _effect(part: Part, found: Contributions, f: Formatter) -> str:
    return f.variance(part.change, found.unit)


def _effects(found: Contributions, breakdown: Breakdown, f: Formatter) -> Text:
    written = (
        f"{_inside(effect.label, f)} {f.variance(value, found.unit)}"
        for effect, value in breakdown.effects
    )
    return text(
        "By {dimension}: {effects}.",
        dimension=_inside(breakdown.telling.label, f),
        effects=", ".join(written),
    )


def _inside(label: Label, f: Formatter) -> str:
    """A label as it stands inside a sentence."""
    words = label.to(f.locale)
    return words[:1].lower() + words[1:]


def spelled(share: Decimal, f: Formatter) -> Text | str:
    """A share as people say it: two thirds, else in per cent."""
    nearest, words = min(_PARTS, key=lambda part: abs(part[0] - share))
    return words if abs(nearest - share) <= _NEAR else f.percent(share, 0)
