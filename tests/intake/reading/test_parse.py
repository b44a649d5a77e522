"""SQL and Python read the same grammar, and what people write comes back exactly."""

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

import pytest
from babel.numbers import format_decimal
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vigie.intake.reading import dates
from vigie.intake.reading.formats import EXCEL_SERIAL, NumberFormat, ValueKind
from vigie.intake.reading.number import FORMATS, number
from vigie.intake.reading.parse import parse
from vigie.intake.reading.source import SourceColumn
from vigie.model.schema import ColumnType, Model
from vigie.warehouse.engine import Session, Warehouse

FRENCH = NumberFormat(",", " ")
ENGLISH = NumberFormat(".", ",")
DATE_FORMATS = (*dates.FORMATS, "%d/%m/%Y %H:%M", EXCEL_SERIAL, None)


@pytest.fixture(scope="module")
def engine() -> Iterator[Session]:
    with Warehouse.open(None, Model({})).read() as session:
        yield session


def at(*parts: int) -> dt.datetime:
    """A wall clock, as the engine keeps it."""
    return dt.datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


def typed(session: Session, values: list[str], target: ColumnType, **facts: Any) -> list[object]:
    """What the engine makes of `values`."""
    column = SourceColumn('a "b"', **{"kind": ValueKind.TEXT, **facts})
    sql = f'SELECT {parse(column, target)} FROM (SELECT unnest(?::VARCHAR[]) AS "a ""b""")'
    return [row[0] for row in session.rows(sql, [values])]


def money(value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    if value.adjusted() > 20:
        return None
    with localcontext(prec=200, rounding=ROUND_HALF_UP):
        rounded = value.quantize(Decimal("0.0001"))
    return rounded if abs(rounded) < 10**14 else None


written_numbers = st.lists(
    st.one_of(
        st.text("0123456789 .,-(", max_size=8),
        st.text("0123456789.,'’ \u00a0\u202f()+-−%€$eE_x", max_size=12),
        st.from_regex(
            r"-?[0-9]{1,3}([ ,.'][0-9]{3})*([.,][0-9]{1,5})?(E[-+]?[0-9])?( ?[€%-])?",
            fullmatch=True,
        ),
    ),
    max_size=30,
)
written_dates = st.lists(
    st.one_of(
        st.text("0123456789-/.: T", max_size=20),
        st.from_regex(
            r"[0-3]?[0-9][-/.][01]?[0-9][-/.]([12][0-9])?[0-9]{2}( [0-2][0-9](:[0-6][0-9]){1,2})?",
            fullmatch=True,
        ),
        st.from_regex(
            r"[12][0-9]{3}-[01]?[0-9]-[0-3]?[0-9]"
            r"([ T][0-2][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,8})?(Z|[+-]0[0-9]:?[0-5]0)?)?",
            fullmatch=True,
        ),
        st.from_regex(
            r"[0-3]?[0-9](er)?[ -](janv\.|FEB|mars|août|déc|juil|jui|Sept)[ -][12][0-9]{3}",
            fullmatch=True,
        ),
        st.from_regex(r"[0-9]{4,8}(\.[0-9]{1,6})?", fullmatch=True),
    ),
    max_size=30,
)


@settings(deadline=None)
@given(values=written_numbers, form=st.sampled_from(FORMATS))
def test_sql_and_python_read_the_same_numbers(
    engine: Session, values: list[str], form: NumberFormat
) -> None:
    expected = [money(number(value, form)) for value in values]
    assert typed(engine, values, ColumnType.MONEY, number=form) == expected


@settings(deadline=None)
@given(values=written_dates, date_format=st.sampled_from(DATE_FORMATS))
def test_sql_and_python_read_the_same_instants(
    engine: Session, values: list[str], date_format: str | None
) -> None:
    expected = [dates.instant(value, date_format, "Europe/Paris") for value in values]
    facts = {"date_format": date_format, "time_zone": "Europe/Paris"}
    assert typed(engine, values, ColumnType.INSTANT, **facts) == expected


@settings(deadline=None)
@given(value=st.decimals(-(10**12), 10**12, places=3))
@pytest.mark.parametrize(("locale", "form"), [("fr_FR", FRENCH), ("en_US", ENGLISH)])
def test_a_number_written_in_a_locale_reads_back(
    engine: Session, value: Decimal, locale: str, form: NumberFormat
) -> None:
    written = format_decimal(value, "#,##0.###", locale=locale)
    assert number(written, form) == value
    assert typed(engine, [written], ColumnType.MONEY, number=form) == [value]


@settings(deadline=None)
@given(moment=st.datetimes(at(1950, 1, 1), at(2068, 12, 31)))
@example(moment=at(1952, 2, 29))
@pytest.mark.parametrize("date_format", dates.FORMATS)
def test_a_date_written_in_a_format_reads_back(
    engine: Session, moment: dt.datetime, date_format: str
) -> None:
    if date_format.endswith("%y") and moment.year < 1969:
        moment = moment.replace(year=1972)  # which has a 29 February too
    written = moment.strftime(date_format)
    assert dates.day(written, date_format) == moment.date()
    assert typed(engine, [written], ColumnType.DATE, date_format=date_format) == [moment.date()]


@pytest.mark.parametrize(
    ("written", "form", "value"),
    [
        ("1 234,50", FRENCH, "1234.50"),
        ("1\u00a0234,50", FRENCH, "1234.50"),
        ("1\u202f234,50 €", FRENCH, "1234.50"),
        ("(1 234,50)", FRENCH, "-1234.50"),
        ("1 234,50-", FRENCH, "-1234.50"),
        ("\u2212 12,5", FRENCH, "-12.5"),
        ("1.234.567,8", NumberFormat(",", "."), "1234567.8"),
        ("1'234.50", NumberFormat(".", "'"), "1234.50"),
        ("$1,234.50", ENGLISH, "1234.50"),
        ("-$1,234.50", ENGLISH, "-1234.50"),
        ("12,5 %", FRENCH, "0.125"),
        ("1.5E+03", NumberFormat(), "1500"),
        ("1.5e-3", NumberFormat(), "0.0015"),
        ("5E-6", NumberFormat(), "0.000005"),
        ("EUR 12", NumberFormat(), "12"),
        (".5", NumberFormat(), "0.5"),
    ],
)
def test_every_way_of_writing_a_number(
    engine: Session, written: str, form: NumberFormat, value: str
) -> None:
    assert number(written, form) == Decimal(value)
    assert typed(engine, [written], ColumnType.DECIMAL, number=form) == [Decimal(value)]


@pytest.mark.parametrize(
    "written", ["1 2 3", "A5", "5x", "1-2", "1_000", "0x1F", "nan", "inf", "1.2.3", "", " ", "-"]
)
def test_what_is_no_number_is_null(engine: Session, written: str) -> None:
    assert typed(engine, [written], ColumnType.MONEY) == [None]
    assert typed(engine, [written], ColumnType.INTEGER) == [None]


@pytest.mark.parametrize(
    ("written", "date_format", "day"),
    [
        ("31/01/2026", "%d/%m/%Y", dt.date(2026, 1, 31)),
        ("1/31/2026", "%m/%d/%Y", dt.date(2026, 1, 31)),
        ("31.01.26", "%d.%m.%y", dt.date(2026, 1, 31)),
        ("20260131", "%Y%m%d", dt.date(2026, 1, 31)),
        ("31-JAN-26", "%d-%b-%y", dt.date(2026, 1, 31)),
        ("1er févr. 2026", "%d %b %Y", dt.date(2026, 2, 1)),
        ("March 3, 2026", "%b %d %Y", dt.date(2026, 3, 3)),
        ("45292", EXCEL_SERIAL, dt.date(2024, 1, 1)),
        ("31/01/2026 14:05", "%d/%m/%Y", dt.date(2026, 1, 31)),
        ("2026-01-31T23:30:00Z", None, dt.date(2026, 1, 31)),
        ("31/02/2026", "%d/%m/%Y", None),
        ("01/02/26", "%d/%m/%Y", None),
        ("2026131", "%Y%m%d", None),
        ("jui 2026", "%d %b %Y", None),
    ],
)
def test_every_way_of_writing_a_date(
    engine: Session, written: str, date_format: str | None, day: dt.date | None
) -> None:
    assert dates.day(written, date_format) == day
    facts = {"date_format": date_format, "time_zone": "UTC"}
    assert typed(engine, [written], ColumnType.DATE, **facts) == [day]


def test_an_instant_with_an_offset_becomes_the_company_s_wall_clock(engine: Session) -> None:
    written = ["2026-07-01T10:00:00Z", "2026-01-01 10:00:00+0200", "45292.75"]
    paris = {"time_zone": "Europe/Paris"}
    assert typed(engine, written[:2], ColumnType.INSTANT, **paris) == [
        at(2026, 7, 1, 12),
        at(2026, 1, 1, 9),
    ]
    assert typed(engine, written[2:], ColumnType.INSTANT, date_format=EXCEL_SERIAL) == [
        at(2024, 1, 1, 18)
    ]


def test_booleans_in_two_languages(engine: Session) -> None:
    written = ["Oui", "non", "VRAI", "faux", "1", "0", "Y", "n", "maybe", ""]
    expected = [True, False, True, False, True, False, True, False, None, None]
    assert typed(engine, written, ColumnType.BOOLEAN) == expected


def test_an_integer_is_never_rounded(engine: Session) -> None:
    assert typed(engine, ["12", "12.0", "12.6", "1e3"], ColumnType.INTEGER) == [12, 12, None, 1000]


def test_keys_written_as_floats_lose_their_point_and_others_keep_their_zeros(
    engine: Session,
) -> None:
    assert typed(engine, ["17850.0"], ColumnType.KEY, whole_floats=True) == ["17850"]
    assert typed(engine, ["007", "", "  "], ColumnType.KEY) == ["007", None, None]
    assert typed(engine, [" A "], ColumnType.TEXT) == [" A "]


def test_a_uniform_column_is_cast_without_help() -> None:
    plain = SourceColumn("Price", ValueKind.NUMBER, uniform=True)
    assert parse(plain, ColumnType.MONEY) == 'TRY_CAST("Price" AS DECIMAL(18,4))'
    iso = SourceColumn("Day", ValueKind.DATE, uniform=True)
    assert parse(iso, ColumnType.DATE) == 'TRY_CAST("Day" AS DATE)'
