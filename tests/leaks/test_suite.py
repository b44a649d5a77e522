"""The suite itself: where the policy is not kept, it says so."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from vigie.metrics.language.policy import Sight
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query
from vigie.warehouse.reading import Reader as Session

from .faces import COMMANDS, ROUTES
from .holes import filled
from .readers import NARROWED, SHIPPED, WHOLE, Reader
from .seats import House
from .test_faces import leaks, unknown
from .test_figures import answer, questions

REP = NARROWED[0]
DAYS = "period=custom&from=2025-01-01&to=2025-06-30"


class Leaky(MetricLayer):
    """Figures for everybody, whoever asks."""

    def __init__(self, layer: MetricLayer) -> None:
        self.__dict__.update(layer.__dict__)

    def seen_by(self, sight: Sight) -> MetricLayer:  # noqa: ARG002
        return self


def leaky(house: House) -> House:
    """The same company, its policy switched off."""
    return House(replace(house.workspace, metrics=Leaky(house.workspace.metrics)))


def test_it_hears_bytes_that_leak(house: House, twins: Callable[[Reader], House]) -> None:
    asked = (
        f"/?{DAYS}",
        "/api/v1/query?metric=revenue",
        "/api/v1/query?metric=revenue&by=customer&format=csv",
        f"/metrics/revenue?{DAYS}",
        f"/rows?metric=revenue&{DAYS}",
        "/api/v1/contributions?metric=revenue&from=2025-01-01&to=2025-06-30",
    )
    marks = [owner.value for owner in REP.hidden]
    others = twins(REP).seat(REP).ask(*asked)
    assert leaks(house.seat(REP).ask(*asked), others, marks) == []
    found = leaks(leaky(house).seat(REP).ask(*asked), others, marks)
    for address in asked:
        assert any(address.partition("?")[0] in one for one in found), address


def test_it_sees_figures_that_leak(house: House, twins: Callable[[Reader], House]) -> None:
    twin = twins(REP)
    narrowed = house.workspace.seen_by(house.person(REP)).metrics
    other = twin.workspace.seen_by(twin.person(REP)).metrics
    with house.workspace.warehouse.read() as here, twin.workspace.warehouse.read() as there:
        told = differing(narrowed, other, here, there)
        assert told == []
        assert len(differing(house.workspace.metrics, other, here, there)) > 5


def differing(
    layer: MetricLayer, other: MetricLayer, here: Session, there: Session
) -> list[tuple[str, ...]]:
    asked = [metrics for name, metrics in questions(other.catalog) if name == "sales_rep"][:8]
    return [
        metrics
        for metrics in asked
        if answer(layer, Query(metrics), here) != answer(other, Query(metrics), there)
    ]


def test_a_face_that_it_cannot_ask_is_named() -> None:
    assert unknown(iter(("GET /metrics", "GET /brand/new"))) == ["GET /brand/new"]


def test_every_shipped_role_is_a_reader() -> None:
    assert set(SHIPPED) <= {one.role for one in (*NARROWED, *WHOLE)}


def test_every_hole_of_a_declared_face_is_filled(words: Mapping[str, list[str]]) -> None:
    for face in (*ROUTES.values(), *COMMANDS.values()):
        for template in getattr(face, "words", ()):
            assert filled(template, words), template
            assert "{" not in filled(template, words)[0]
