"""From a plan or the past to today, by the members that make the difference."""

from collections.abc import Sequence
from decimal import Decimal

from vigie.charts.bridge import Bridge, BridgeStep, bridge
from vigie.charts.scenario import Scenario
from vigie.kit.errors import Refused
from vigie.kit.figures import exact
from vigie.kit.i18n import text
from vigie.metrics.language.comparison import Comparison
from vigie.web.boards.declaration import Causes
from vigie.web.boards.drawn import Drawn, drawn
from vigie.web.boards.members import Cutting, Member
from vigie.web.scene import Scene, direction
from vigie.web.versus import scenario


def draw(panel: Causes, scene: Scene) -> Drawn:
    """Asks and draws; raises `Refused` where members do not add up to the whole."""
    metric = scene.layer.catalog.metrics[panel.metric]
    if not metric.is_additive:
        raise Refused(
            "A bridge adds up the parts of a whole, and the parts of '{metric}' do not add up: "
            "choose an amount or a count.",
            metric=metric.label,
        )
    against = Comparison(panel.against)
    answer = scene.layer.query(
        scene.filters.query(metric.id, by=(panel.by,), compare=(against, scene.earlier))
    )
    cutting = Cutting(metric, panel.by, panel.filters, against)
    members = cutting.members(answer, scene)
    if against is scene.earlier:
        befores = [exact(member.previous or 0) for member in members]
    else:
        befores = [exact(member.plan or 0) for member in members]
    effects = [exact(m.value or 0) - b for m, b in zip(members, befores, strict=True)]
    chart = Bridge(
        name=scene.say(metric.label),
        unit=metric.unit,
        start_name=scene.say(scenario(against).label),
        start=sum(befores, Decimal(0)),
        steps=tuple(_steps(members, effects, panel.limit, scene)),
        end_name=scene.say(Scenario.AC.label),
        start_scenario=scenario(against),
        direction=direction(metric),
    )
    return drawn(scene, answer, chart, scene.filters.dates, bridge(chart, scene.formatter))


def _steps(
    members: Sequence[Member], effects: Sequence[Decimal], limit: int, scene: Scene
) -> list[BridgeStep]:
    """The largest effects, then all the others as one."""
    ranked = sorted(zip(effects, members, strict=True), key=lambda pair: -abs(pair[0]))
    steps = [BridgeStep(member.name, effect, member.href) for effect, member in ranked[:limit]]
    rest = [effect for effect, _ in ranked[limit:]]
    if rest:
        name = scene.say(text("{count} others", count=len(rest)))
        steps.append(BridgeStep(name, sum(rest, Decimal(0))))
    return steps
