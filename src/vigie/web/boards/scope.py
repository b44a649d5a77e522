"""What a part asks instead of what the reader has chosen for the whole board."""

from collections.abc import Iterator
from dataclasses import replace

from vigie.metrics.language.comparison import Comparison
from vigie.web.boards.frame import Scope
from vigie.web.filters import SPANS, period_of
from vigie.web.members import Members
from vigie.web.scene import Scene


def scoped(scene: Scene, scope: Scope | None, page: str) -> Scene:
    """The scene that a part is drawn in; `page` is where its marks lead when it has its own scope.

    They cannot narrow the board, whose question is another one.
    """
    if scope is None:
        return scene
    filters = scene.filters
    if scope.period:
        dates = period_of(scope.period, scene.today, scene.calendar)
        filters = replace(filters, span=scope.period, dates=dates)
    if scope.compare:
        filters = replace(filters, against=Comparison(scope.compare))
    if scope.where:
        # What the part has settled itself goes before the board's own choices.
        wider = filters.widened(*scope.where)
        own = tuple((name, key) for name, keys in scope.where.items() for key in keys)
        filters = replace(wider, choices=(*wider.choices, *own))
    return replace(scene, filters=filters, path=page)


def told(scope: Scope | None, scene: Scene, members: Members, version: int) -> Iterator[str]:
    """The scope in words, for the part's own head."""
    if scope is None:
        return
    if scope.period:
        yield scene.say(SPANS[scope.period])
    if scope.compare:
        yield scene.versus(Comparison(scope.compare))
    for dimension, keys in scope.where.items():
        names = (members.name(dimension, key, version, scene.reader.locale) for key in keys)
        yield ", ".join(names)
