"""What is proposed for a file that nobody has mapped."""

import pytest

from vigie.intake.mapping import FillKind
from vigie.kit.errors import Invalid

FLAT = (
    "N° facture;Date facture;Code client;Raison sociale;Ville;Article;Désignation;Qté;PU HT;"
    "Vendeur;Humeur",
    "F1;03/01/2024;C1;Durand;Lyon;P1;Pompe;2;10,50;R1;gaie",
    "F1;03/01/2024;C1;Durand;Lyon;P2;Vanne;1;5,00;R1;triste",
    "F2;04/01/2024;C2;Petit;Nice;P1;Pompe;1;10,50;R2;gaie",
)


def tables(plan):
    return {t.mapping.table: t for source in plan.sources for t in source.tables}


def test_a_flat_export_is_split_into_the_tables_that_it_holds(desk):
    plan = desk.intake.plan([desk.write("ventes.csv", *FLAT)])
    found = tables(plan)
    assert {"invoice", "invoice_line", "account", "product"} <= set(found)
    assert found["invoice"].mapping.distinct_on == ("invoice_id",)
    assert found["account"].mapping.columns["name"].source == "Raison sociale"
    assert found["invoice_line"].mapping.columns["line_id"].kind is FillKind.ORDINAL
    assert found["invoice_line"].mapping.columns["unit_price"].source == "PU HT"


def test_what_is_not_recognised_is_kept_never_guessed(desk):
    found = tables(desk.intake.plan([desk.write("ventes.csv", *FLAT)]))
    assert "Humeur" in found["invoice_line"].mapping.keep


def test_every_guess_has_a_confidence_and_a_reason(desk):
    plan = desk.intake.plan([desk.write("ventes.csv", *FLAT)])
    for table in tables(plan).values():
        assert 0 < table.evidence.confidence <= 1
        assert set(table.columns) == set(table.mapping.columns)
        assert all(str(e.reason) and 0 < e.confidence <= 1 for e in table.columns.values())
    assert 0.5 < plan.confidence < 1


def test_a_proposal_imports_as_it_stands(desk, counts):
    report = desk.bring(desk.write("ventes.csv", *FLAT), None)
    assert counts(report, "invoice_line").created == 3
    assert counts(report, "invoice").created == 2
    assert counts(report, "account").created == 2
    assert report.rejected == ()


def test_a_file_that_uses_the_model_s_own_names_is_certain(desk):
    path = desk.write("invoice_line.csv", "line_id,invoice_id,quantity,net_amount", "L1,A1,1,10")
    plan = desk.intake.plan([path])
    assert plan.confidence == 1.0
    assert plan.sources[0].origin == "identity"
    assert set(tables(plan)) == {"invoice_line"}


def test_the_target_can_be_forced(desk):
    path = desk.write("x.csv", "code;libellé", "P1;Pompe")
    found = tables(desk.intake.plan([path], as_table="product"))
    assert found["product"].mapping.columns["product_id"].source == "code"


def test_an_unknown_target_names_the_nearest_one(desk):
    with pytest.raises(Invalid, match="'product'"):
        desk.intake.plan([desk.write("x.csv", "a", "1")], as_table="produkt")


def test_a_file_that_fits_nothing_is_left_to_a_person(desk):
    plan = desk.intake.plan([desk.write("x.csv", "foo;bar", "1;2")])
    assert plan.unmapped == plan.sources
    with pytest.raises(Invalid, match=r"x\.csv"):
        desk.intake.commit(plan)


def test_values_speak_where_names_do_not(desk):
    path = desk.write(
        "clients.csv",
        "code client;raison sociale;contact adresse",
        "C1;Durand;a@durand.fr",
        "C2;Petit;b@petit.fr",
    )
    found = tables(desk.intake.plan([path], as_table="account"))
    assert found["account"].mapping.columns["email"].source == "contact adresse"
    assert found["account"].columns["email"].confidence < 0.85


def test_an_accepted_mapping_is_known_again_for_the_next_file_of_the_shape(desk):
    plan = desk.intake.plan([desk.write("ventes janvier.csv", *FLAT)])
    saved = desk.intake.save_mapping(plan, "Ventes mensuelles")
    assert saved.name == "ventes-mensuelles.yaml"
    lines = (FLAT[0], "F9;03/02/2024;C1;Durand;Lyon;P1;Pompe;2;10,50;R1;gaie")
    again = desk.intake.plan([desk.write("ventes février.csv", *lines)])
    assert again.sources[0].origin == "saved"
    assert again.confidence == 1.0
    assert [t.mapping for t in again.sources[0].tables] == [
        t.mapping for t in plan.sources[0].tables
    ]


def test_an_edited_plan_decides_alone(desk, counts):
    path = desk.write("ventes.csv", *FLAT)
    plan = desk.intake.plan([path])
    again = desk.intake.plan([path], mapping=plan.mapping)
    assert again.sources[0].origin == "explicit"
    assert counts(desk.intake.commit(again), "invoice_line").created == 3


def test_two_flat_files_of_one_folder_are_planned_together(desk):
    folder = desk.folder / "drop"
    folder.mkdir()
    desk.write("drop/account.csv", "account_id,name", "C1,Durand")
    desk.write("drop/product.csv", "product_id,name", "P1,Pompe")
    plan = desk.intake.plan([folder])
    assert set(tables(plan)) == {"account", "product"}
