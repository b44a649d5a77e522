"""What a part asks instead of what the reader has chosen for the whole board."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from vigie.metrics.comparison import Comparison
from vigie.web.boards.frame import Scope
from vigie.web.filters import SPANS, period_of
from vigie.web.members import Members
from vigie.web.scene import VERSUS, Scene


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
    return replace(scene, filters=replace(filters, choices=_choices(scene, scope)), path=page)


def _choices(scene: Scene, scope: Scope) -> tuple[tuple[str, str], ...]:
    """The board's choices, but for the dimensions that the part has settled itself."""
    kept = [choice for choice in scene.filters.choices if choice[0] not in scope.where]
    own = [(name, key) for name, keys in scope.where.items() for key in keys]
    return (*kept, *own)


def told(scope: Scope | None, scene: Scene, members: Members, version: int) -> Iterator[str]:
    """The scope in words, for the part's own head."""
    if scope is None:
        return
    if scope.period:
        yield scene.say(SPANS[scope.period])
    if scope.compare:
        yield scene.say(VERSUS[Comparison(scope.compare)])
    yield from _members(scope.where, members, version)


def _members(where: Mapping[str, tuple[str, ...]], members: Members, version: int) -> Iterator[str]:
    for dimension, keys in where.items():
        yield ", ".join(members.name(dimension, key, version) for key in keys)
