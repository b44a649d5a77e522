# ruff: noqa: E501 - a row is read as a row
"""A dozen people in files: private customers, contacts of companies, leads, two salespeople.

Zélie Brunâtre is in all of them: private customer P1, contact K1 of the company C1, lead L1. Her
name stands in wordings too, in capitals and without accents. Luc Martin is twice there, as two
people: contact K2 and lead L2 have nothing in common but their name.
"""

import csv
import gzip
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

Row = Sequence[object]
EMAIL = "zelie.brunatre@exemple-prive.fr"
NAME = "Zélie Brunâtre"
PHONE = "06 41 52 63 74"
TRACES = ("zelie.brunatre", "brunâtre", "brunatre", "zélie", "641526374", "6 41 52 63 74")

_TABLES: dict[str, tuple[str, list[Row]]] = {
    "sales_rep": (
        "sales_rep_id,name,email,hire_date",
        [
            ("R1", "Anne Petit", "anne.petit@froid.example", "2020-01-06"),
            ("R2", "Zoé Lefèvre", "zoe.lefevre@froid.example", "2021-03-01"),
        ],
    ),
    "account": (
        "account_id,name,first_name,last_name,account_type,email,phone,postal_code,city,region,"
        "birth_year,gender,is_customer,owner_id,vat_number",
        [
            ("C1", "Dupont & Fils", "", "", "company", "contact@dupont.example", "01 40 00 00 01",
             "75011", "Paris", "Île-de-France", "", "", "true", "R1", "FR11111111111"),
            ("P1", NAME, "Zélie", "Brunâtre", "person", EMAIL, PHONE, "35000", "Rennes",
             "Bretagne", "1984", "F", "true", "R1", ""),
            ("P2", "Paul Morel", "Paul", "Morel", "person", "paul@morel.example", "0611111111",
             "31000", "Toulouse", "Occitanie", "1970", "M", "true", "R2", ""),
        ],
    ),
    "account_address": (
        "account_id,role,line1,postal_code,city",
        [("P1", "billing", "12 allée des Brunâtre", "35000", "Rennes")],
    ),
    "contact": (
        "contact_id,name,first_name,last_name,account_id,job_title,email,mobile",
        [
            ("K1", NAME, "Zélie", "Brunâtre", "C1", "Acheteuse", EMAIL.upper(), "+33 6 41 52 63 74"),
            ("K2", "Luc Martin", "Luc", "Martin", "C1", "Gérant", "luc@dupont.example", ""),
        ],
    ),
    "lead": (
        "lead_id,created_at,status,name,company_name,email,phone,owner_id",
        [
            ("L1", "2024-01-10", "converted", "BRUNATRE Zelie", "", EMAIL, "0641526374", "R1"),
            ("L2", "2019-05-02", "new", "Luc Martin", "Martin SARL", "luc.m@autre.example", "", "R2"),
            ("L3", "2025-02-01", "new", "Ève Noir", "", "eve@noir.example", "", "R2"),
        ],
    ),
    "consent": (
        "person_id,contact_id,account_id,purpose,channel,status,recorded_at,proof,source",
        [
            ("K1", "K1", "", "newsletter", "email", "granted", "2024-02-01 10:00:00",
             "formulaire rempli par Zélie Brunâtre", "site"),
            ("K2", "K2", "", "newsletter", "email", "granted", "2024-02-01 10:00:00", "site", "site"),
            ("K2", "K2", "", "newsletter", "email", "withdrawn", "2024-06-01 10:00:00", "lien", "site"),
            ("P2", "", "P2", "newsletter", "email", "granted", "2024-03-01 10:00:00", "caisse", "caisse"),
        ],
    ),
    "activity": (
        "activity_id,activity_type,occurred_at,sales_rep_id,account_id,contact_id,subject,location,status",
        [
            ("A1", "call", "2024-04-02 09:00:00", "R1", "P1", "", "Rappeler Mme Brunâtre au 06.41.52.63.74", "", "done"),
            ("A2", "visit", "2024-05-02 09:00:00", "R1", "C1", "K1", "Visite", "chez Zélie, 2e étage", "done"),
            ("A3", "email", "2024-05-03 09:00:00", "R2", "P2", "", "Réponse à Zélie BRUNÂTRE et P. Morel", "", "done"),
        ],
    ),
    "survey_response": (
        "response_id,survey_id,responded_at,score,account_id,contact_id,comment",
        [("S1", "NPS", "2024-06-01 10:00:00", 9, "C1", "K1", "Merci, rappelez-moi")],
    ),
    "product": ("product_id,name", [("X1", "Pompe 8 kW"), ("X2", "Gaz R32")]),
    "invoice": (
        "invoice_id,number,invoice_date,due_date,account_id,invoice_type,status,sales_rep_id,currency_code",
        [
            ("F1", "F1", "2024-03-05", "2024-04-04", "P1", "invoice", "posted", "R1", "EUR"),
            ("F2", "F2", "2024-04-05", "2024-05-05", "P2", "invoice", "posted", "R2", "EUR"),
            ("F3", "F3", "2024-05-05", "2024-06-04", "C1", "invoice", "posted", "R1", "EUR"),
        ],
    ),
    "invoice_line": (
        "line_id,invoice_id,product_id,quantity,unit_price,net_amount,cost_amount,description",
        [
            ("F1-1", "F1", "X1", 1, 1200, 1200, 700, "Pompe livrée à Z. Brunâtre"),
            ("F2-1", "F2", "X2", 2, 150, 300, 120, "Gaz"),
            ("F3-1", "F3", "X1", 2, 1100, 2200, 1400, "Pompes"),
        ],
    ),
    "journal_entry_line": (
        "company_id,journal_code,entry_number,line_number,entry_date,gl_account,aux_account,"
        "aux_name,label,account_id,debit,credit",
        [("X", "VT", "E1", 1, "2024-03-05", "411000", "411P1", "ZELIE BRUNATRE",
          "Facture F1 BRUNATRE ZELIE", "P1", 1440, 0)],
    ),
}  # fmt: skip


def write(folder: Path) -> list[list[Path]]:
    """Two deliveries: the tables as CSV, gzip and zip; then corrections and rows that cannot be."""
    folder.mkdir(parents=True, exist_ok=True)
    first = [file(folder, name, *content) for name, content in _TABLES.items()]
    packed = folder / "journal_entry_line.csv.gz"
    packed.write_bytes(gzip.compress((folder / "journal_entry_line.csv").read_bytes()))
    zipped = folder / "people.zip"
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("contact.csv", "lead.csv"):
            archive.write(folder / name, name)
    left_out = {"journal_entry_line.csv", "contact.csv", "lead.csv"}
    first = [path for path in first if path.name not in left_out] + [packed, zipped]
    later = folder / "later"
    later.mkdir()
    return [first, corrections(later)]


def corrections(folder: Path) -> list[Path]:
    """Her town has changed (undo keeps the row of before), and one row waits in quarantine."""
    header, rows = _TABLES["account"]
    hers = tuple("Nantes" if value == "Rennes" else value for value in rows[1])
    bad = ("I9", "I9", "not a day", "", "P1", "invoice", "posted", "R1", "EUR")
    return [
        file(folder, "account", header, [hers]),
        file(folder, "activity", _TABLES["activity"][0], [
            ("A9", "call", "no day at all", "R1", "P1", "", f"Appel de {NAME} {EMAIL}", "", "done"),
        ]),
        file(folder, "invoice", _TABLES["invoice"][0], [bad]),
    ]  # fmt: skip


def again(folder: Path) -> list[Path]:
    """The source sends her once more, as if nothing had happened, with a new order."""
    folder.mkdir(parents=True, exist_ok=True)
    new = ("F9", "F9", "2024-07-05", "2024-08-04", "P1", "invoice", "posted", "R1", "EUR")
    line = ("F9-1", "F9", "X1", 1, 500, 500, 300, "Pompe")
    return [
        file(folder, "account", *_TABLES["account"]),
        file(folder, "contact", *_TABLES["contact"]),
        file(folder, "invoice", _TABLES["invoice"][0], [new]),
        file(folder, "invoice_line", _TABLES["invoice_line"][0], [line]),
    ]


def file(folder: Path, name: str, header: str, rows: Iterable[Row]) -> Path:
    """A CSV file of that name."""
    path = folder / f"{name}.csv"
    with path.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines)
        writer.writerow(header.split(","))
        writer.writerows(rows)
    return path
