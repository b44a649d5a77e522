"""Delimited texts: encodings, dialects, headers, and the lines that are not rows."""

import gzip
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from vigie.intake.reading import ReadOptions, Source, ValueKind, open_sources
from vigie.kit.errors import Invalid, UnreadableFile
from vigie.kit.progress import silent
from vigie.warehouse.engine import Session

Read = Callable[..., list[Source]]

FRENCH = "Référence;Désignation;Montant\nA1;Évier œuvré;1 234,50\nA2;Tuyau d’eau;12,00\n"


def rows(session: Session, source: Source) -> list[tuple[object, ...]]:
    return session.rows(f'SELECT * FROM {source.relation} ORDER BY "#line"')


def one(read: Read, path: Path, content: str | bytes, **options: object) -> Source:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    [source] = read(path, **options)
    return source


@pytest.mark.parametrize(
    ("encoding", "recognised"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("mac_roman", "mac_roman"),
    ],
)
def test_each_encoding_gives_the_same_words(
    read: Read, session: Session, tmp_path: Path, encoding: str, recognised: str
) -> None:
    source = one(read, tmp_path / "a.csv", FRENCH.encode(encoding))
    assert source.format.encoding == recognised
    assert [c.name for c in source.columns] == ["Référence", "Désignation", "Montant"]
    assert rows(session, source)[0] == (2, "A1", "Évier œuvré", "1 234,50")


def test_the_euro_sign_and_the_oe_tell_latin_9_from_cp1252(read: Read, tmp_path: Path) -> None:
    content = "Cœur;Prix\nBœuf;12 €\nSœur;13 €\n".encode("iso8859-15")
    source = one(read, tmp_path / "a.csv", content)
    assert source.format.encoding == "iso8859-15"
    assert source.columns[0].name == "Cœur"


def test_the_encoding_is_decided_on_the_whole_file(read: Read, tmp_path: Path) -> None:
    content = b"a;b\n" + b"1;x\n" * 600_000 + "2;é\n".encode("cp1252")
    assert one(read, tmp_path / "a.csv", content).format.encoding == "cp1252"


def test_a_wrong_encoding_is_refused_by_name(read: Read, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"a\.csv is not written in utf-8"):
        one(read, tmp_path / "a.csv", FRENCH.encode("cp1252"), encoding="utf-8-sig")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_each_delimiter_is_recognised(read: Read, tmp_path: Path, delimiter: str) -> None:
    lines = [["code", "name", "note"], ["1", "Dupont", "x"], ["2", "Durand", "y; z, t"]]
    quoted = "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    source = one(read, tmp_path / "a.csv", quoted)
    assert source.format.delimiter == delimiter
    assert source.rows == 2


def test_decimal_commas_do_not_pass_for_delimiters(read: Read, tmp_path: Path) -> None:
    source = one(read, tmp_path / "a.csv", "a;b;c\n1,5;2,5;3,5\n4,5;5,5;6,5\n")
    assert source.format.delimiter == ";"
    assert source.format.decimal == ","


def test_the_separator_hint_of_excel_is_followed(read: Read, tmp_path: Path) -> None:
    source = one(read, tmp_path / "a.csv", "sep=|\ncode|name\n1|a;b\n2|c;d\n")
    assert [c.name for c in source.columns] == ["code", "name"]
    assert source.rows == 2


def test_single_quotes_and_backslashes(read: Read, session: Session, tmp_path: Path) -> None:
    source = one(read, tmp_path / "a.csv", "'code';'name'\n'1';'a;b'\n'2';'c'\n")
    assert rows(session, source) == [(2, "1", "a;b"), (3, "2", "c")]
    source = one(read, tmp_path / "b.csv", 'code,name\n1,"say \\"hello\\", you"\n2,"x"\n')
    assert rows(session, source)[0] == (2, "1", 'say "hello", you')


def test_columns_set_apart_by_spaces(read: Read, session: Session, tmp_path: Path) -> None:
    source = one(
        read, tmp_path / "a.txt", " id  day amount\n 001 19970101  11.77\n 002 19970112 1.00\n"
    )
    assert rows(session, source)[0] == (2, "001", "19970101", "11.77")


def test_a_value_may_span_lines(read: Read, session: Session, tmp_path: Path) -> None:
    source = one(read, tmp_path / "a.csv", 'id;note\n1;"two\nlines"\n2;one\n')
    assert rows(session, source) == [(2, "1", "two\nlines"), (4, "2", "one")]


def test_line_ends_of_every_system(read: Read, session: Session, tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r"):
        source = one(read, tmp_path / "a.csv", end.join(["id;name", "1;a", "2;b", ""]))
        assert rows(session, source) == [(2, "1", "a"), (3, "2", "b")]


def test_ragged_lines_are_rejected_with_their_line_and_reason(
    read: Read, session: Session, tmp_path: Path
) -> None:
    source = one(read, tmp_path / "a.csv", "id;name;city\n1;a;x\n2;b\n3;c;y;z\n\n4;d;w;\n5;e;v\n")
    assert [row[:2] for row in rows(session, source)] == [(2, "1"), (6, "4"), (7, "5")]
    assert [(r.line, r.raw) for r in source.rejected] == [(3, "2;b"), (4, "3;c;y;z")]
    assert str(source.rejected[0].reason) == "it has 2 fields, 3 are expected"


def test_a_stray_quotation_mark_costs_its_own_line_only(read: Read, tmp_path: Path) -> None:
    lines = [f"{i};name {i};city" for i in range(50)]
    lines[10] = '10;"3/4 inch;city'
    source = one(read, tmp_path / "a.csv", "id;name;city\n" + "\n".join(lines))
    assert source.rows == 49
    assert [r.line for r in source.rejected] == [12]
    assert "quotation marks" in str(source.rejected[0].reason)


def test_no_line_is_lost_whatever_is_wrong(read: Read, tmp_path: Path) -> None:
    lines = [["1;a;b", "1;a", "1;a;b;c", '1;"a;b', '1;"a";b', ""][i % 6] for i in range(600)]
    source = one(read, tmp_path / "a.csv", "x;y;z\n" + "\n".join(lines) + "\n")
    assert source.rows == 200
    assert len(source.rejected) == 300


def test_titles_above_the_header_are_skipped(read: Read, session: Session, tmp_path: Path) -> None:
    content = "Export des ventes;;\nle 21/11/2026;;\n\nCode;Nom;Prix\n1;a;2,5\n2;b;3,5\n"
    source = one(read, tmp_path / "a.csv", content)
    assert source.format.header_row == 4
    assert [c.name for c in source.columns] == ["Code", "Nom", "Prix"]
    assert rows(session, source)[0] == (5, "1", "a", "2,5")


def test_a_file_without_header_gets_numbered_columns(
    read: Read, session: Session, tmp_path: Path
) -> None:
    source = one(read, tmp_path / "a.csv", "\ufeff1;2026-01-01;a\n2;2026-01-02;b\n")
    assert source.format.header_row == 0
    assert [c.name for c in source.columns] == ["column_1", "column_2", "column_3"]
    assert rows(session, source)[0] == (1, "1", "2026-01-01", "a")


def test_words_above_words_are_a_header(read: Read, tmp_path: Path) -> None:
    source = one(read, tmp_path / "a.csv", "name;city\nDupont;Paris\nDurand;Lyon\nDupont;Nice\n")
    assert source.format.header_row == 1


def test_the_header_row_may_be_given(read: Read, session: Session, tmp_path: Path) -> None:
    content = "a;b\nc;d\n1;2\n"
    assert one(read, tmp_path / "a.csv", content, header_row=2).columns[0].name == "c"
    assert one(read, tmp_path / "a.csv", content, header_row=0).rows == 3
    with pytest.raises(Invalid, match="no record on line 9"):
        one(read, tmp_path / "a.csv", content, header_row=9)


def test_names_are_made_unique_and_clean(read: Read, tmp_path: Path) -> None:
    source = one(
        read, tmp_path / "a.csv", "\ufeffCode;CODE; Nom  client ;#line\n1;2;a;b\n3;4;c;d\n"
    )
    assert [c.name for c in source.columns] == ["Code", "CODE_2", "Nom client", "#line_2"]
    assert "Two columns are called CODE" in str(source.warnings[0])


def test_columns_without_name_and_value_are_dropped(read: Read, tmp_path: Path) -> None:
    source = one(read, tmp_path / "a.csv", "Code;Nom;\n1;a;\n2;b;\n;;\n")
    assert [c.name for c in source.columns] == ["Code", "Nom"]
    assert source.rows == 2


def test_the_words_of_databases_for_nothing_are_empty(
    read: Read, session: Session, tmp_path: Path
) -> None:
    content = "id,name,price\n1,NULL,-\n2,\\N,2.5\n3,#N/A,3.5\n4,-,4.5\n"
    source = one(read, tmp_path / "a.csv", content)
    assert [row[2:] for row in rows(session, source)] == [
        (None, None),
        (None, "2.5"),
        (None, "3.5"),
        ("-", "4.5"),
    ]
    assert "Cells that say '-' are read as empty in price." in map(str, source.warnings)


def test_lines_keep_their_numbers_whatever_is_emptied_or_dropped(
    read: Read, session: Session, tmp_path: Path
) -> None:
    lines = [
        ";" if i % 1000 == 0 else f"{i};{'-' if i % 7 == 0 else i / 4}" for i in range(2, 300_000)
    ]
    source = one(read, tmp_path / "a.csv", "id;price\n" + "\n".join(lines))
    wrong = f"""SELECT count(*) FILTER ("#line" <> id::INT), count(*), count(price)
        FROM {source.relation}"""
    assert session.row(wrong) == (0, 299_998 - 299, 299_998 - 299 - 42_815)
    assert source.rows == 299_998 - 299


def test_a_name_that_looks_like_a_pattern_is_a_name(read: Read, tmp_path: Path) -> None:
    (tmp_path / "sales 1.csv").write_text("id;name\n1;a\n2;b\n")
    source = one(read, tmp_path / "l'été [1] *.csv", "id;name\n1;a\n")
    assert (source.name, source.rows) == ("l'été [1] *.csv", 1)


def test_compressed_and_plain_read_alike(read: Read, tmp_path: Path) -> None:
    packed = one(read, tmp_path / "a.csv.gz", gzip.compress(FRENCH.encode("cp1252")))
    assert packed.format.compression == "gzip"
    assert packed.rows == 2
    assert packed.columns[2].kind is ValueKind.NUMBER


def test_one_column_is_a_table_too(read: Read, session: Session, tmp_path: Path) -> None:
    source = one(read, tmp_path / "a.csv", "email\na@x.fr\nb@x.fr\n")
    assert [row[1] for row in rows(session, source)] == ["a@x.fr", "b@x.fr"]


def test_a_few_bytes_of_another_encoding_do_not_spoil_the_rest(
    read: Read, session: Session, tmp_path: Path
) -> None:
    content = FRENCH.encode() * 10 + "A3;Café;1,00\n".encode("cp1252")
    source = one(read, tmp_path / "a.csv", content, header_row=1)
    names = [row[2] for row in rows(session, source)]
    assert names[0] == "Évier œuvré"
    assert names[-1] == "Café"
    assert "mixes UTF-8 and cp1252" in str(source.warnings[0])


def test_the_line_of_totals_is_no_row(read: Read, session: Session, tmp_path: Path) -> None:
    content = "Code;Nom;Montant\n1;Total Energies;2,5\n2;b;3,5\nTotal général;;6,0\n"
    source = one(read, tmp_path / "a.csv", content)
    assert source.rows == session.scalar(f"SELECT count(*) FROM {source.relation}") == 2
    [rejected] = source.rejected
    assert (rejected.line, rejected.raw) == (4, "Total général;;6,0")


def test_a_large_text_never_stands_in_memory(session: Session, shelf: Path, tmp_path: Path) -> None:
    with gzip.open(tmp_path / "a.csv.gz", "wb", compresslevel=1) as file:
        file.write("Clé;Libellé;Montant\n".encode("cp1252"))
        line = "{};article réf {};{},5\n".format("{0}", "x" * 300, "{0}")
        file.writelines(line.format(i).encode("cp1252") for i in range(100_000))
    tracemalloc.start()
    try:
        sources = list(open_sources([tmp_path / "a.csv.gz"], ReadOptions(), session, shelf, silent))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sources[0].rows == 100_000
    assert peak < 12 * 2**20  # of 33 MB
