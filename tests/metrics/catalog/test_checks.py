"""What `vigie metrics check` finds in a company's own definitions."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from vigie.metrics.catalog.loader import load_catalog, read_catalog
from vigie.metrics.language.reach import carried, possible
from vigie.model.schema import Model

HEAD = "family: own\nlabel: {en: Own, fr: À nous}\n"
LABEL = "label: {en: Mine, fr: Le mien}"
PEOPLE = """datasets:
  firms:
    label: {en: Firms, fr: Sociétés}
    table: account
  launches:
    label: {en: Launches, fr: Lancements}
    table: product
"""


def told(folder: Path, model: Model, *files: str) -> list[str]:
    """What is wrong in these files."""
    for number, content in enumerate(files):
        (folder / f"own{number}.yaml").write_text(content, encoding="utf-8")
    return [str(fault) for fault in read_catalog(model, extra=[folder])[1]]


def test_sound_definitions_are_silent(tmp_path: Path, model: Model) -> None:
    assert (
        told(
            tmp_path,
            model,
            HEAD
            + f"metrics:\n  mine: {{{LABEL}, dataset: orders, aggregate: count, unit: count}}\n",
        )
        == []
    )


@pytest.mark.parametrize(
    "case",
    yaml.safe_load((Path(__file__).parent / "mistakes.yaml").read_text(encoding="utf-8")),
    ids=lambda case: str(case["says"]),
)
def test_a_mistake_is_told_with_its_line(case: Any, tmp_path: Path, model: Model) -> None:
    found, *_ = told(tmp_path, model, HEAD + case["file"].replace("LABEL", LABEL))

    assert found.startswith(f"own0.yaml, line {case['line']}:")
    assert case["says"] in found


def test_all_mistakes_are_told_at_once(tmp_path: Path, model: Model) -> None:
    content = HEAD + (
        f"metrics:\n  a: {{{LABEL}, dataset: order, aggregate: count}}\n"
        f"  b: {{{LABEL}, dataset: orders, expression: nett_amount}}\n"
    )

    found = told(tmp_path, model, content, content.replace("a:", "c:").replace("b:", "d:"))

    assert [words.partition(":")[0] for words in found] == [
        f"own{file}.yaml, line {line}" for file in (0, 1) for line in (4, 5)
    ]


def test_the_same_name_in_two_files_is_told(tmp_path: Path, model: Model) -> None:
    content = (
        HEAD + f"metrics:\n  mine: {{{LABEL}, dataset: orders, aggregate: count, unit: count}}\n"
    )

    (found,) = told(tmp_path, model, content, content)

    assert (
        found == "own1.yaml, line 4: 'mine' is already defined in own0.yaml; choose another name."
    )


def test_a_file_that_is_no_text_is_told(tmp_path: Path, model: Model) -> None:
    (tmp_path / "own.yaml").write_bytes(b"\xff\xfe\x00")

    assert [str(fault) for fault in read_catalog(model, extra=[tmp_path])[1]] == [
        "own.yaml, line 1: the file is not a text in UTF-8."
    ]


def test_rows_of_a_table_that_others_pass_through_cut_nothing_off(
    tmp_path: Path, model: Model
) -> None:
    (tmp_path / "own.yaml").write_text(PEOPLE, encoding="utf-8")

    shipped, ours = load_catalog(model), load_catalog(model, extra=[tmp_path])

    for metric in shipped.metrics:
        assert possible(metric, ours) == possible(metric, shipped), metric
    assert "region" in carried(ours.datasets["firms"], ours)
