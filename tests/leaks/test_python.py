"""Every public name of a workspace as a person sees it: an answer like their twin's, or nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

import pytest

from vigie.analysis.contributions.result import Contributions
from vigie.kit.errors import Forbidden, VigieError
from vigie.metrics.answers.result import Result
from vigie.metrics.language.policy import WHOLE as EVERYTHING
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query
from vigie.workspace import Workspace

from .faces import Silent
from .generated import Owner, key_of
from .readers import NARROWED, READERS, Reader
from .seats import House
from .share import AGAIN, Turns, one_of

REP: Final = NARROWED[0]
STRANGER: Final = key_of("sales_rep", Owner.BRUNO, 0)
FIRST: Final = date(2025, 1, 1)
HIS: Final = f"sales_rep.key = '{STRANGER}'"
OWNERS: Final = Silent("for the owner of the folder alone: nobody else is let near")
FOLDER: Final = Silent("the open folder itself; Python runs with the rights of whoever owns it")
WORDS: Final = Silent("words and settings, no row of the data")


class Asked(NamedTuple):
    """One question in Python: a metric and a dimension, to a workspace somebody sees."""

    seen: Workspace
    metric: str
    by: str

    @property
    def layer(self) -> MetricLayer:
        return self.seen.metrics

    @property
    def query(self) -> Query:
        return Query((self.metric,), by=(self.by,), order=(self.by,), date_from=FIRST)


Face = Callable[[Asked], object]
WORKSPACE: Final[Mapping[str, tuple[Face, ...] | Silent]] = {
    "query": (
        lambda q: q.seen.query([q.metric], by=[q.by], order=[q.by], totals=True, show=["rank"]),
        lambda q: q.seen.query([q.metric], where=[HIS], rollups=False),
        lambda q: q.seen.query([q.metric], by=["sales_reps"]),
    ),
    "rows_behind": (
        lambda q: q.seen.rows_behind(q.metric, {}, limit=20, date_from=FIRST),
        lambda q: q.seen.rows_behind(q.metric, {"sales_rep.key": STRANGER}),
    ),
    "contributions": (lambda q: q.seen.contributions(q.metric, by=[q.by], date_from=FIRST),),
    "metrics": Silent("its own names are asked one by one"),
    "intake": OWNERS,
    "people": OWNERS,
    "privacy": OWNERS,
    "roster": OWNERS,
    "sight": OWNERS,
    "seen_by": OWNERS,
    "caller": OWNERS,
    "note": OWNERS,
    "open": FOLDER,
    "create": FOLDER,
    "close": FOLDER,
    "directory": FOLDER,
    "warehouse": FOLDER,
    "mirror": FOLDER,
    "events": Silent("test_stream proves that notices carry no figures"),
    "reader": WORDS,
    "settings": WORDS,
    "model": WORDS,
}
LAYER: Final[Mapping[str, tuple[Face, ...] | Silent]] = {
    "query": (lambda q: q.layer.query(q.query),),
    "query_many": (lambda q: q.layer.query_many([q.query, Query((q.metric,))]),),
    "explain": (lambda q: q.layer.explain(q.query),),
    "rows_behind": (lambda q: q.layer.rows_behind(q.query, q.metric, {}, limit=20),),
    "admits": (lambda q: q.layer.admits("invoice", [key_of("invoice", Owner.BRUNO, 0)]),),
    "tells": (lambda q: q.layer.tells(q.metric),),
    "readiness": (lambda q: q.layer.readiness(q.metric).coverage,),
    "catalog": (
        lambda q: sorted(q.layer.catalog.metrics),
        lambda q: [*q.layer.catalog.dimensions.values()],
        lambda q: [one.drill for one in q.layer.catalog.datasets.values()],
    ),
    "sight": (lambda q: q.layer.sight,),
    "seen_by": (lambda q: q.layer.seen_by(EVERYTHING).query(q.query),),
    "last_day": Silent("up to which day the company's data run is no secret"),
    "meter": Silent("counts of questions, no row of the data"),
    "recipes": WORDS,
    "settings": WORDS,
}
FACES: Final = {
    f"{kind.__name__}.{name}": face
    for kind, faces in ((Workspace, WORKSPACE), (MetricLayer, LAYER))
    for name, face in faces.items()
}


def public(thing: object) -> set[str]:
    return {name for name in dir(thing) if not name.startswith("_")}


def test_every_public_name_is_asked_or_says_why_not(house: House) -> None:
    assert public(house.workspace) == set(WORKSPACE), "Say in WORKSPACE how it is asked."
    assert public(house.workspace.metrics) == set(LAYER), "Say in LAYER how it is asked."


def told(face: Face, asked: Asked) -> object:
    """All that an answer says, or a refusal."""
    try:
        found = face(asked)
    except VigieError as error:
        return (error.code, str(error))
    many = found if isinstance(found, list) else [found]
    return [_written(one) for one in many]


def _written(one: object) -> str:
    """An answer in words; how often the data were written to is no secret."""
    if isinstance(one, Result):
        return one.json()
    return repr(replace(one, version=0) if isinstance(one, Contributions) else one)


def asked_by(words: Mapping[str, list[str]]) -> Iterator[tuple[Reader, str, Face, str, str]]:
    """Who asks what by which name: a reader with row filters, and one without, by turns."""
    sides = [NARROWED, [one for one in READERS if one not in NARROWED]]
    for side in sides:
        turns = Turns()
        for name, faces in FACES.items():
            for place, face in enumerate(faces if isinstance(faces, tuple) else ()):
                for reader in turns.of(side):
                    for one in one_of(words["metric_by"], f"{name} {place} {reader.role}"):
                        metric, _, by = one.partition("&by=")
                        yield reader, name, face, metric, by


def test_every_answer_in_python_is_that_of_the_twin(
    house: House, twins: Callable[[Reader], House], words: dict[str, list[str]]
) -> None:
    for reader, name, face, metric, by in asked_by(words):
        here, there = house.seen_by(reader), twins(reader).seen_by(reader)
        one = told(face, Asked(here, metric, by))
        assert one == told(face, Asked(there, metric, by)), (reader, name, metric, by, AGAIN)


def test_what_is_for_the_owner_is_open_to_nobody_else(house: House) -> None:
    seen = house.seen_by(REP)
    for name in (name for name, face in WORKSPACE.items() if face is OWNERS):
        with pytest.raises(Forbidden):
            _used(seen, name)


def _used(seen: Workspace, name: str) -> object:
    """What comes of using a name, with the arguments of its kind."""
    person = seen.reader
    arguments = {
        "sight": (person,), "seen_by": (person,), "caller": (REP.email,), "note": ("import", "x")
    }  # fmt: skip
    found = getattr(seen, name)
    return found(*arguments[name]) if name in arguments else found


def test_a_policy_that_is_not_kept_is_heard(house: House, twins: Callable[[Reader], House]) -> None:
    there = twins(REP).seen_by(REP)
    for faces in (WORKSPACE["query"], WORKSPACE["contributions"], LAYER["seen_by"]):
        assert isinstance(faces, tuple)
        leaky = told(faces[0], Asked(house.workspace, "revenue", "customer"))
        assert leaky != told(faces[0], Asked(there, "revenue", "customer"))


def test_how_much_of_all_rows_carries_a_figure_is_told_to_who_sees_them_all(house: House) -> None:
    manager = house.layer(NARROWED[1]).readiness("gross_margin")
    assert (manager.state, manager.coverage) == ("ready", None)
    everybody = house.workspace.metrics.readiness("gross_margin")
    assert (everybody.state, (everybody.coverage or 1) < 1) == ("partial", True)
