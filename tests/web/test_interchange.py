"""Figures of definitions that went through another tool's hands."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from vigie.interchange.document import Document
from vigie.interchange.export import export
from vigie.interchange.import_ import imported, write
from vigie.metrics.catalog.loader import declared, load_catalog
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query

from .conftest import Visitor

PREFIX = "back_"


def plain(document: Any) -> Any:
    """The same file as another tool would write it: without Vigie's extension."""
    match document:
        case dict():
            return {k: plain(v) for k, v in document.items() if k != "custom_extensions"}
        case list():
            return [plain(one) for one in document]
        case _:
            return document


def test_figures_are_the_same_by_way_of_another_tool(visitor: Visitor, tmp_path: Path) -> None:
    workspace = visitor.workspace
    catalog = workspace.metrics.catalog
    content = plain(yaml.safe_load(export(catalog, declared()).document.yaml()))
    for metric in content["semantic_model"][0]["metrics"]:
        metric["name"] = PREFIX + metric["name"]

    found = imported(Document.model_validate(content), catalog, declared())
    write(found, tmp_path, "back")
    both = load_catalog(workspace.model, extra=[tmp_path])
    layer = MetricLayer(both, workspace.warehouse, workspace.metrics.settings)

    names = [metric.id for metric in both.shown if metric.id.startswith(PREFIX)]
    assert len(names) > 100
    for name in names:
        ours = layer.query(Query((name.removeprefix(PREFIX),))).scalar()
        theirs = layer.query(Query((name,))).scalar()
        assert figure(theirs) == figure(ours), name


def figure(value: Any) -> Any:
    """A figure up to how exactly it is kept: others do not tell what is money."""
    return pytest.approx(float(value)) if value is not None else None
