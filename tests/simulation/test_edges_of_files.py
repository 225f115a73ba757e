"""The edges of what a file can hold: refused in words by row and field, never a crash."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from domain.catalogue.registry import load_catalogue
from domain.errors import InvalidInput, RefusalFacts
from simulation.files.cases import Cases, read_cases
from simulation.files.source import Source

POLICY = load_catalogue().policy("langfang-ai-2026")
GOOD = {
    "case_number": "1",
    "code": "compute_centre_construction",
    "unit": "甲",
    "locality": "kfq",
    "complete_at": "2026-03-02",
    "award_base_key": "一号",
    "audited_investment": "123000000.00",
    "commissioned_on": "2026-03-01",
}
FAR = 2**62


def read(path: Path) -> Cases:
    return read_cases(Source(path), POLICY, lambda _: None)


def refused(path: Path) -> RefusalFacts:
    with pytest.raises(InvalidInput) as found:
        read(path)
    return found.value.facts


def two_rows(path: Path, **second: pl.Series) -> Path:
    """A good row, and one whose named cells are the second of the series."""
    columns: dict[str, Any] = {name: [value, value] for name, value in GOOD.items()}
    pl.DataFrame({**columns, "case_number": ["1", "2"], **second}).write_parquet(path)
    return path


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_header_cell_without_end_is_refused(tmp_path: Path, quote: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(quote + "a" * 131_073 + quote + ",b\n1,2\n", encoding="utf-8")
    assert [field.path for field in refused(path).fields] == ["header"]
    assert "131072 个字符" in refused(path).fields[0].message


def test_a_byte_order_mark_alone_is_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbf")
    assert "空的" in refused(tmp_path / "a.csv").what


@pytest.mark.parametrize(("at", "is_over"), [("2026-12-31", False), ("2027-01-01", True)])
def test_a_year_is_over_on_the_first_day_after_it(tmp_path: Path, at: str, is_over: bool) -> None:
    path, row = tmp_path / "a.csv", {name: GOOD[name] for name in ("case_number", "unit", "locality")}
    sales = {"code": "first_software", "award_base_key": "一号", "sales_year": "2026", "annual_sales": "1.00"}
    pl.DataFrame([row | sales | {"complete_at": at}]).write_csv(path)
    if is_over:
        assert read(path).count == 1
    else:
        assert [field.path for field in refused(path).fields] == ["rows[2].sales_year"]


@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-14:00", "0000-01-01T00:00:00"]
)
def test_an_instant_outside_the_calendar_is_refused_by_its_row(tmp_path: Path, at: str) -> None:
    path = tmp_path / "a.csv"
    pl.DataFrame([GOOD, {**GOOD, "case_number": "2", "complete_at": at}]).write_csv(path)
    (field,) = refused(path).fields
    assert field.path == "rows[3].complete_at"
    assert at in field.message


@pytest.mark.parametrize(
    ("kind", "good", "beyond"),
    [
        (pl.Date(), 20_514, 2**31 - 1),
        (pl.Datetime("ms"), 1_772_409_600_000, FAR),
        (pl.Datetime("us"), 1_772_409_600_000_000, -FAR),
        (pl.Datetime("ms", "UTC"), 1_772_409_600_000, -FAR),
        (pl.Datetime("us", "Asia/Shanghai"), 1_772_409_600_000_000, 253_402_300_799_000_000),
    ],
)
def test_a_typed_instant_outside_the_calendar_is_refused_by_its_row(
    tmp_path: Path, kind: pl.DataType, good: int, beyond: int
) -> None:
    column = pl.Series([good, beyond], dtype=pl.Int64).cast(kind)
    path = two_rows(tmp_path / "a.parquet", complete_at=column)
    assert [field.path for field in refused(path).fields] == ["rows[3].complete_at"]


def test_a_typed_day_outside_the_calendar_is_not_taken_for_an_empty_cell(tmp_path: Path) -> None:
    column = pl.Series([20_513, 2**31 - 1], dtype=pl.Int64).cast(pl.Date)
    path = two_rows(tmp_path / "a.parquet", commissioned_on=column)
    assert [field.path for field in refused(path).fields] == ["rows[3].commissioned_on"]


def test_the_last_day_of_the_calendar_is_a_day(tmp_path: Path) -> None:
    days = pl.Series([date(1, 1, 1), date(2026, 3, 1)])
    moments = pl.Series([datetime(1, 1, 2), datetime(9999, 12, 31, 23)])  # noqa: DTZ001 - the clocks of Langfang
    assert read(two_rows(tmp_path / "a.parquet", commissioned_on=days, complete_at=moments)).count == 2


@pytest.mark.parametrize(
    ("amount", "scale", "words"),
    [
        ("9" * 35, 2, "16 位整数"),
        ("9" * 38, 0, "16 位整数"),
        ("1" + "0" * 16, 0, "16 位整数"),
        ("0.505", 38, "两位小数"),
        ("0.999", 38, "两位小数"),
        ("9.999", 37, "两位小数"),
        ("-0.5", 38, "不得小于 0"),
    ],
)
def test_money_of_38_digits_is_refused_by_its_row(
    tmp_path: Path, amount: str, scale: int, words: str
) -> None:
    column = pl.Series([Decimal(0), Decimal(amount)], dtype=pl.Decimal(38, scale))
    (field,) = refused(two_rows(tmp_path / "a.parquet", audited_investment=column)).fields
    assert field.path == "rows[3].audited_investment"
    assert words in field.message


@pytest.mark.parametrize(
    ("amount", "scale", "fen"),
    [("0.5", 38, 50), ("9999999999999999.99", 2, 10**18 - 1), ("7", 0, 700), ("1000", 20, 10**5)],
)
def test_money_of_38_digits_is_read_to_the_fen(tmp_path: Path, amount: str, scale: int, fen: int) -> None:
    column = pl.Series([Decimal(0), Decimal(amount)], dtype=pl.Decimal(38, scale))
    frames = read(two_rows(tmp_path / "a.parquet", audited_investment=column)).frames
    assert frames["compute_centre_construction"]["audited_investment"].to_list() == [0, fen]


def test_a_whole_amount_beyond_all_money_is_refused_by_its_row(tmp_path: Path) -> None:
    column = pl.Series([1, 2**64 - 1], dtype=pl.UInt64)
    (field,) = refused(two_rows(tmp_path / "a.parquet", audited_investment=column)).fields
    assert field.path == "rows[3].audited_investment"
