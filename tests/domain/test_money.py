"""Yuan is exact, two decimals, and text on the wire."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from domain.money import LARGEST, Yuan, capital_text, plain, to_fen, yuan_text

YUAN: TypeAdapter[Decimal] = TypeAdapter(Yuan)
AMOUNTS = st.decimals(min_value=0, max_value=LARGEST, places=2)


@pytest.mark.parametrize(
    ("given_as", "amount"),
    [
        ("12300000", "12300000.00"),
        ("0.1", "0.10"),
        (7, "7.00"),
        (Decimal("1E+3"), "1000.00"),
        ("007", "7.00"),
    ],
)
def test_text_integers_and_decimals_become_yuan(given_as: Any, amount: str) -> None:
    read = YUAN.validate_python(given_as)
    assert (str(read), YUAN.dump_json(read)) == (amount, f'"{amount}"'.encode())


@pytest.mark.parametrize(
    "wrong",
    [
        1.5,
        True,
        None,
        "",
        "-1",
        "1e3",
        "NaN",
        "Infinity",
        " 1",
        "1.234",
        "1,000",
        "１",
        "12345678901234567",
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("-0.01"),
        Decimal("0.001"),
        -1,
        10**16,
        [],
        {},
    ],
)
def test_what_is_not_an_exact_amount_is_refused(wrong: Any) -> None:
    with pytest.raises(ValidationError):
        YUAN.validate_python(wrong)


@pytest.mark.parametrize("wrong", [b"1.5", b"true", b"null", b"-1", b'"1.001"', b"1e2"])
def test_json_numbers_with_a_point_are_refused(wrong: bytes) -> None:
    with pytest.raises(ValidationError):
        YUAN.validate_json(wrong)


def test_the_largest_amount_has_eighteen_digits() -> None:
    assert YUAN.validate_python("9999999999999999.99") == LARGEST


def test_negative_zero_is_written_as_zero() -> None:
    assert str(YUAN.validate_python(Decimal("-0.00"))) == "0.00"


def test_the_schema_has_pattern_and_example() -> None:
    schema = YUAN.json_schema()
    assert schema["type"] == "string"
    assert schema["examples"] == ["12300000.00"]
    assert schema["pattern"]


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [("0.005", "0.01"), ("0.0049", "0.00"), ("1.125", "1.13"), ("2.675", "2.68"), ("3", "3.00")],
)
def test_half_a_fen_rounds_up(exact: str, rounded: str) -> None:
    assert str(to_fen(Decimal(exact))) == rounded


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("12300000", "12,300,000.00 元（1,230 万元）"),
        ("1972000", "1,972,000.00 元（197.2 万元）"),
        ("0.01", "0.01 元（0.000001 万元）"),
        ("0", "0.00 元（0 万元）"),
    ],
)
def test_yuan_stands_beside_wan_yuan(amount: str, text: str) -> None:
    assert yuan_text(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("12300000", "人民币壹仟贰佰叁拾万元整"),
        ("0", "人民币零元整"),
        ("0.05", "人民币伍分"),
        ("0.50", "人民币伍角"),
        ("1.05", "人民币壹元零伍分"),
        ("1409.50", "人民币壹仟肆佰零玖元伍角"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"),
        ("107000.53", "人民币壹拾万柒仟元伍角叁分"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("100010000", "人民币壹亿零壹万元整"),
        ("10010001", "人民币壹仟零壹万零壹元整"),
        ("1000000000000", "人民币壹万亿元整"),
    ],
)
def test_amounts_in_capitals(amount: str, text: str) -> None:
    assert capital_text(Decimal(amount)) == text


@pytest.mark.parametrize("wrong", ["-1", "NaN", "0.001", "10000000000000000"])
def test_capitals_refuse_what_is_no_amount(wrong: str) -> None:
    with pytest.raises(ValueError, match="金额"):
        capital_text(Decimal(wrong))


@settings(max_examples=60, deadline=None)
@given(AMOUNTS)
def test_an_amount_survives_the_wire_and_its_written_form(amount: Decimal) -> None:
    assert YUAN.validate_json(YUAN.dump_json(amount)) == amount
    assert Decimal(plain(amount).replace(",", "")) == amount


@settings(max_examples=60, deadline=None)
@given(AMOUNTS)
def test_capitals_never_double_a_zero(amount: Decimal) -> None:
    text = capital_text(amount)
    assert "零零" not in text
    assert text.startswith("人民币")
    assert text.endswith("整") == (amount == amount.to_integral_value())
