"""The register says what the workspace really holds, and lacks nothing of the model."""

import csv
import io
import json
from pathlib import Path

import pytest

from vigie.kit.errors import Invalid
from vigie.model.loader import load_model
from vigie.privacy import written
from vigie.privacy.declaration import load_declaration
from vigie.privacy.notice import notice
from vigie.privacy.subjects import links, load_subjects, personal_columns
from vigie.workspace import Workspace


def test_every_table_with_personal_columns_stands_under_one_activity(tmp_path: Path) -> None:
    named = [t for a in load_declaration(tmp_path).activities.values() for t in a.tables]
    personal = {table.name for table, _ in personal_columns(load_model())}
    assert personal <= set(named)
    assert sorted(named) == sorted(set(named))


def test_every_personal_column_has_a_category(tmp_path: Path) -> None:
    known = {c for one in load_declaration(tmp_path).categories.values() for c in one.columns}
    assert {column for _, column in personal_columns(load_model())} <= known


def test_every_word_of_the_catalogue_is_one_of_the_model(tmp_path: Path) -> None:
    model, declared = load_model(), load_declaration(tmp_path)
    for name, subject in load_subjects().items():
        said = (*subject.names, *subject.parts, *subject.emails, *subject.phones)
        assert {*said, *subject.also, *subject.keeps} <= model.tables[name].columns.keys()
        for link in links(model, name):
            assert link.column in model.tables[link.table].columns
    tables = {t for a in declared.activities.values() for t in a.tables}
    tables |= {t for c in declared.categories.values() for t in c.tables}
    assert tables <= model.tables.keys()
    for name, rule in declared.retention.columns.items():
        assert set(rule.columns) <= model.tables[name].columns.keys()
        assert model.tables[name].time


def test_an_activity_without_any_row_is_left_out(shown: Workspace) -> None:
    register = shown.privacy.register()
    names = [entry.name for entry in register.entries]
    assert "customers" in names
    assert "access" in names
    customers = register.entries[0]
    assert "contact.email" in customers.columns
    assert customers.sources == ("company",)
    assert "account_identifier.value" not in customers.columns  # no row of that table


def test_recipients_follow_from_roles_and_columns(shown: Workspace) -> None:
    entries = {entry.name: entry for entry in shown.privacy.register().entries}
    seen = {label.en for label in entries["customers"].recipients}
    assert {"Salesperson", "Privacy officer"} <= seen
    assert "Viewer" not in seen  # names are veiled to them, details hidden
    assert {label.en for label in entries["access"].recipients} == {"Administrator"}


def test_a_company_completes_and_corrects_the_text(folder: Path) -> None:
    (folder / "privacy.yaml").write_text(
        "controller: {name: Froid & Cie, email: rgpd@froid.example}\n"
        "activities:\n"
        "  customers: {legal_basis: legitimate_interest, outside: [Cabinet Comptable]}\n"
        "  video:\n"
        "    label: Caméras\n    purpose: Sécurité\n    legal_basis: legitimate_interest\n"
        "    audiences: [employees]\n    because: Un mois\n",
        encoding="utf-8",
    )
    with_text = Workspace.open(folder)
    try:
        register = with_text.privacy.register()
        said = written.markdown(register, "fr")
    finally:
        with_text.close()
    assert "Froid & Cie, rgpd@froid.example" in said
    assert "Cabinet Comptable" in said
    assert "## Caméras" in said
    assert "## Gestion des clients et des ventes" in said
    assert "intérêt légitime" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("controler: {name: X}\n", "privacy.yaml, line 1: 'controler' is not known here; did"),
        ("activities:\n  customers: {legal_basis: contrat}\n", "did you mean 'contract'"),
        ("retention:\n  people:\n    lead: {months: 0}\n", "line 3"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_nearest_word(
    tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "privacy.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        load_declaration(tmp_path)
    assert said in str(refused.value)


def test_csv_and_json_say_the_same(shown: Workspace) -> None:
    register = shown.privacy.register()
    lines = list(csv.reader(io.StringIO(written.comma_separated(register, "en"))))
    told = json.loads(written.in_json(register, "en"))
    assert [line[0] for line in lines[1:]] == [one["label"] for one in told["activities"]]
    assert told["controller"]["name"] == "Froid & Cie"


@pytest.mark.parametrize("audience", ["customers", "prospects", "employees", "users"])
def test_a_notice_names_what_concerns_its_audience(shown: Workspace, audience: str) -> None:
    office = shown.privacy
    said = notice(office.register(), office.declaration, audience, "fr")
    assert ("force de vente" in said) == (audience == "employees")
    assert "CNIL" in said
    assert "{" not in said
