"""Every metric of the catalogue answers on every engine as it does in DuckDB, cell by cell."""

from vigie.kit.errors import VigieError
from vigie.metrics.question.query import Query
from vigie.warehouse.mirror import Mirror
from vigie.workspace import Workspace

from .conftest import MakeLayer
from .likeness import alike, differences
from .questions import Answered, questions


def test_every_metric_answers_alike(
    mirror: Mirror,
    workspace: Workspace,
    layer: MakeLayer,
    questions_answered: list[Answered],
    every: int,
) -> None:
    reference, other = layer(workspace.warehouse), layer(mirror)
    asked: set[str] = set()
    wrong: list[str] = []
    for query, policy in questions(questions_answered, every):
        asked.update(query.metrics)
        here = reference.query(query, policy=policy)
        try:
            found = differences(here, other.query(query, policy=policy))
        except VigieError as error:  # the rest is asked all the same
            found = [str(error)]
        wrong += [f"{query}: {one}" for one in found[:3]]
    assert not wrong, "\n".join(wrong)
    assert asked == {metric.id for metric in workspace.metrics.catalog.shown}


def test_the_rows_behind_a_figure_are_the_same(
    mirror: Mirror, workspace: Workspace, layer: MakeLayer, every: int
) -> None:
    reference, other = layer(workspace.warehouse), layer(mirror)
    for metric in workspace.metrics.catalog.shown[::every]:
        query = Query((metric.id,), last="3 months")
        here = reference.rows_behind(query, metric.id, {}, limit=1)
        there = other.rows_behind(query, metric.id, {}, limit=1)
        assert there.total_rows == here.total_rows, metric.id
        assert alike(here.total, there.total), metric.id


def test_readiness_is_the_same(mirror: Mirror, workspace: Workspace, layer: MakeLayer) -> None:
    reference, other = layer(workspace.warehouse), layer(mirror)
    for metric in workspace.metrics.catalog.shown:
        assert other.readiness(metric.id) == reference.readiness(metric.id)


def test_the_statement_is_explained_in_the_words_of_the_engine(
    mirror: Mirror, layer: MakeLayer
) -> None:
    explained = layer(mirror).explain(Query(("revenue",), by=("month",), last="3 months"))
    assert "core" in explained or "vigie" in explained
