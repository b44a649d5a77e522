from pathlib import Path

import pytest

from vigie.kit.errors import Invalid, NotFound
from vigie.metrics.catalog.loader import load_catalog
from vigie.model.schema import Model
from vigie.people.declaration import load_roles
from vigie.people.permission import MEANINGS, Permission
from vigie.people.roles import Roles

ROLES = {
    "director", "manager", "rep", "marketing", "finance", "supply", "data", "privacy_officer",
    "admin", "viewer",
}  # fmt: skip
ROLE = "roles:\n  x:\n    label: {en: X, fr: X}\n    "
GROUP = "sensitive:\n  s:\n    label: {en: S, fr: S}\n    "


@pytest.fixture(scope="module")
def shipped(model: Model) -> Roles:
    return load_roles(model)


def own(folder: Path, content: str) -> Path:
    (folder / "roles.yaml").write_text(content, encoding="utf-8")
    return folder


def test_every_role_of_a_sales_company_is_shipped(shipped: Roles) -> None:
    assert set(shipped.names) == ROLES


def test_every_permission_says_what_it_means_and_somebody_has_it(shipped: Roles) -> None:
    assert set(MEANINGS) == set(Permission)
    assert {one for role in shipped.roles.values() for one in role.may} == set(Permission)
    assert shipped["admin"].may == set(Permission)


def test_shipped_rows_are_about_known_dimensions(shipped: Roles, model: Model) -> None:
    dimensions = load_catalog(model).dimensions
    named = {wording.dimension for role in shipped.roles.values() for wording in role.rows}
    assert named <= set(dimensions)


def test_shipped_groups_name_known_metrics(shipped: Roles, model: Model) -> None:
    metrics = load_catalog(model).metrics
    assert {name for group in shipped.sensitive.values() for name in group.metrics} <= set(metrics)


def test_personal_columns_are_each_in_a_group_or_said_to_be_open(
    shipped: Roles, model: Model
) -> None:
    grouped = {column for group in shipped.sensitive.values() for column in group.columns}
    personal = {
        f"{table.name}.{column.name}"
        for table in model.tables.values()
        for column in table.columns.values()
        if column.personal
    }
    # Who changed or set something is part of the work that it documents.
    assert personal - grouped == {
        "opportunity_stage_event.changed_by",
        "target.set_by",
        "account_merge.decided_by",
        "email_event.url",
    }


def test_a_company_has_roles_of_its_own(model: Model, tmp_path: Path) -> None:
    roles = load_roles(
        model,
        own(
            tmp_path,
            """
sensitive:
  prices: {label: {en: Prices, fr: Prix}, columns: [price_list_item.unit_price]}
roles:
  assistant:
    label: {en: Sales assistant, fr: Assistant commercial}
    may: [see_figures, see_rows]
    rows: ["region = 'Bretagne'", sales_rep in team(me)]
    hides: [prices, costs]
  viewer: {label: {en: Guest, fr: Invité}, may: []}
""",
        ),
    )
    assistant = roles["assistant"]
    assert [one.words for one in assistant.rows] == ["region = 'Bretagne'", "sales_rep in team(me)"]
    hidden = roles.columns(assistant.hides)
    assert {"price_list_item.unit_price", "invoice_line.cost_amount"} <= hidden
    assert roles["viewer"].may == frozenset()
    assert roles["rep"].may


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            f"{ROLE}may: [see_figurs]",
            "line 4: 'see_figurs' is not known here; did you mean 'see_fi",
        ),
        (f"{ROLE}may: []\n    hids: [costs]", "line 5: 'hids' is not known here; did you mean"),
        (f"{ROLE}may: []\n    hides: [cots]", "line 5: 'cots' is not known here; did you mean"),
        (f"{ROLE}may: []\n    rows: [sales_rep in us]", "'sales_rep in us' is neither a filter"),
        ("roles:\n  x:\n    may: []", "line 2: 'label'"),
        (f"{GROUP}columns: [invoce.net_amount]", "line 4: 'invoce' is not known here; did you"),
        (f"{GROUP}columns: [invoice.cost]", "did you mean 'cost_amount'"),
        ("shared: [produit]", "did you mean 'product'"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_mend(
    model: Model, tmp_path: Path, content: str, sentence: str
) -> None:
    with pytest.raises(Invalid) as refused:
        load_roles(model, own(tmp_path, content))
    assert "roles.yaml, line " in str(refused.value)
    assert sentence in str(refused.value)


def test_an_unknown_role_is_answered_with_the_nearest(shipped: Roles) -> None:
    with pytest.raises(NotFound, match="did you mean 'finance'"):
        shipped["finances"]
