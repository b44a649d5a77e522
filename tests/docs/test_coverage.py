"""What can be said to Vigie is written down: settings, commands, addresses, words of files."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from vigie.cli.rooms import ROOMS
from vigie.intake import declaration as mapping_words
from vigie.kit.allocation.declared import TargetsForm
from vigie.kit.calendar.declared import CalendarForm
from vigie.kit.calendar.feasts import Feast
from vigie.kit.periods import Grain
from vigie.metrics.catalog import declaration as metric_words
from vigie.metrics.catalog.loader import load_catalog
from vigie.metrics.glossary import glossary, kept_terms
from vigie.metrics.language.comparison import Align, Comparison
from vigie.metrics.language.definition import Aggregate, MetricType
from vigie.metrics.question.condition import Operator
from vigie.metrics.question.shows import KNOWN
from vigie.model.declaration import ColumnDeclaration
from vigie.model.loader import FAMILIES, load_model
from vigie.model.schema import ColumnType
from vigie.settings import EngineSettings, Settings
from vigie.web import api, live
from vigie.web.monitoring import health, prometheus

from .conftest import DOCS
from .page import Page


def missing(words: Iterable[str], *names: str) -> list[str]:
    """Those of `words` that none of the pages writes as code."""
    pages = "\n".join((DOCS / name).read_text(encoding="utf-8") for name in names)
    shown = re.findall(r"`([^`\n]+)`", pages)
    said = {word for code in shown for word in (code, *code.split())}
    return [word for word in words if word not in said]


def test_every_setting_is_shown_with_its_meaning() -> None:
    steps = Page.read(DOCS / "how-to" / "orders-without-invoices.md").steps()
    shown = next(step for step in steps if getattr(step, "name", "").endswith("vigie.toml"))
    settings = tomllib.loads(Settings().to_toml())
    page = tomllib.loads(shown.content)
    assert {part: page[part].keys() for part in page} == {
        part: settings[part].keys() for part in settings
    }
    moved = (DOCS / "how-to" / "move-to-clickhouse.md").read_text(encoding="utf-8")
    for setting in fields(EngineSettings):
        assert re.search(rf"^{setting.name} = |--{setting.name} ", moved, re.MULTILINE)


def test_every_word_of_a_calendar_and_of_rules_for_targets_is_explained() -> None:
    words = [*CalendarForm.model_fields, *Feast, *TargetsForm.model_fields, *Comparison, *Align]
    assert not missing(words, "reference/calendar.md")


def test_every_command_is_in_the_reference() -> None:
    page = (DOCS / "reference" / "command-line.md").read_text(encoding="utf-8")
    for name in ROOMS:
        assert f"## `vigie {name}" in page


@pytest.mark.parametrize(
    "shape",
    [
        mapping_words.MappingDeclaration,
        mapping_words.FileDeclaration,
        mapping_words.ReadDeclaration,
        mapping_words.TableDeclaration,
        mapping_words.FillDeclaration,
    ],
)
def test_every_word_of_a_mapping_is_explained(shape: type) -> None:
    assert not missing(shape.model_fields, "how-to/map-a-file.md")


def test_every_word_of_a_metric_is_explained() -> None:
    fields = {*metric_words.MetricDeclaration.model_fields} - {"label", "unit"}
    assert not missing([*fields, *MetricType, *Aggregate], "how-to/write-a-metric.md")


def test_every_word_of_a_column_is_explained() -> None:
    words = {*ColumnDeclaration.model_fields, *ColumnType} - {"computed"}
    assert not missing(words, "how-to/add-a-column-to-the-model.md")


def test_everything_that_can_be_shown_is_explained() -> None:
    assert not missing([word for word in KNOWN if "rank within" not in word], "reference/show.md")


def test_every_address_for_programs_is_explained() -> None:
    routes = [r for room in (api, live, health, prometheus) for r in room.router.routes]
    addresses = [
        f"{method} {route.path}"
        for route in routes
        if isinstance(route, APIRoute) and "{path:path}" not in route.path
        for method in route.methods
    ]
    assert not missing(addresses, "reference/http-api.md")
    assert not missing(api.QUERY_WORDS, "reference/http-api.md")


def test_every_word_of_a_question_is_explained() -> None:
    words = [*Comparison, *Grain, *Operator, "by", "where", "last", "compare", "order", "limit"]
    words += ["show", "totals", "align"]
    assert not missing(words, "reference/python.md")


def test_the_glossary_is_what_the_terms_catalogue_and_model_say() -> None:
    reference = DOCS / "reference"
    made = glossary(kept_terms(reference / "glossary.yaml"), load_catalog(load_model()))
    assert (reference / "glossary.md").read_text(encoding="utf-8") == made, (
        "run: python -m vigie.metrics.glossary docs/reference"
    )


def test_the_column_that_the_guide_adds_makes_a_sound_model(tmp_path: Path) -> None:
    steps = Page.read(DOCS / "how-to" / "add-a-column-to-the-model.md").steps()
    line = next(step.content for step in steps if getattr(step, "name", "").startswith("line"))
    for file in FAMILIES.glob("*.yaml"):
        content = file.read_text(encoding="utf-8")
        if file.name == "accounts.yaml":
            first = "      account_id: {type: key, required: true, "
            assert first in content
            content = content.replace(first, line + first, 1)
        (tmp_path / file.name).write_text(content, encoding="utf-8")
    added = load_model(tmp_path).tables["account"].columns["loyalty_level"]
    assert added.values == ("bronze", "silver", "gold")
