"""Exact yuan (元): the money type of the whole product, its rounding and its written forms.

Every amount is a `Decimal` of 元 with two decimals (分). A float never becomes money: a binary
fraction cannot say 0.10, and a subsidy that is one 分 off is wrong in public.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, WithJsonSchema

FEN: Final = Decimal("0.01")
ZERO: Final = Decimal("0.00")
LARGEST: Final = Decimal("9999999999999999.99")
"""Eighteen digits in all: sixteen of 元 and two of 角分, as wide as the store's column."""

YUAN_PATTERN: Final = r"^\d{1,16}(\.\d{1,2})?$"
_WAN: Final = Decimal(10000)
_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "拾", "佰", "仟")


def _refuse_inexact(value: Any) -> Any:
    """Let through only what says an amount exactly: text, int, Decimal."""
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise ValueError('金额须以文本填写（例如 "12300000.00"），不接受浮点数或布尔值')
    if isinstance(value, str) and not re.fullmatch(YUAN_PATTERN, value, re.ASCII):
        raise ValueError("金额须为不小于 0 的数字，至多 16 位整数和 2 位小数，单位为元")
    return value


def _two_decimals(value: Decimal) -> Decimal:
    """Refuse what is not an amount of 分, and write the rest with exactly two decimals."""
    if not value.is_finite():
        raise ValueError("金额须为有限的数")
    if value < 0:
        raise ValueError("金额不得小于 0")
    if value > LARGEST:
        raise ValueError("金额超出 16 位整数")
    if value != value.quantize(FEN):
        raise ValueError("金额至多两位小数（精确到分）")
    return abs(value.quantize(FEN))


def wire_text(amount: Decimal) -> str:
    """Write an amount as it travels in JSON: `"12300000.00"`."""
    return f"{amount:.2f}"


Yuan = Annotated[
    Decimal,
    BeforeValidator(_refuse_inexact),
    AfterValidator(_two_decimals),
    PlainSerializer(wire_text, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": YUAN_PATTERN, "examples": ["12300000.00"]}),
]
"""An amount in 元: zero or more, finite, two decimals, a JSON string on the wire."""


def to_fen(amount: Decimal) -> Decimal:
    """Round to 分, half up: `to_fen(Decimal("0.125")) == Decimal("0.13")`."""
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)


def plain(amount: Decimal) -> str:
    """Write with thousands separators and two decimals: `12,300,000.00`."""
    return f"{amount:,.2f}"


def wan_text(amount: Decimal) -> str:
    """Write in 万元, exactly and without idle zeros: `1,230 万元`, `197.2 万元`."""
    text = f"{amount / _WAN:,.6f}".rstrip("0").rstrip(".")
    return f"{text} 万元"


def yuan_text(amount: Decimal) -> str:
    """Write for screens and mails, 元 with 万元 beside it: `12,300,000.00 元(1,230 万元)`."""
    return f"{plain(amount)} 元（{wan_text(amount)}）"


def capital_text(amount: Decimal) -> str:
    """Write in 大写 as cheques and fund documents do: `人民币壹仟贰佰叁拾万元整`.

    Follows the Ministry's rule for settlement papers: 整 after 元, none after 角 or 分, and one 零
    for any run of zeros between digits.

    Args:
        amount: 元, from 0 to `LARGEST`, at most two decimals.

    Raises:
        ValueError: The amount is negative, not finite, too large or finer than 分.
    """
    fen = int(_two_decimals(amount) * 100)
    yuan, cents = divmod(fen, 100)
    head = f"{_integer_text(yuan)}元" if yuan or not cents else ""
    return f"人民币{head}{_cents_text(cents, after_yuan=bool(yuan))}"


def _cents_text(cents: int, *, after_yuan: bool) -> str:
    """Write 角 and 分; `整` when there is neither."""
    jiao, fen = divmod(cents, 10)
    if not cents:
        return "整"
    tail = f"{_DIGITS[fen]}分" if fen else ""
    if jiao:
        return f"{_DIGITS[jiao]}角{tail}"
    return f"零{tail}" if after_yuan else tail


def _integer_text(number: int) -> str:
    """Write a whole number of 元, splitting at 亿 and then at 万 as it is read aloud."""
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            bridge = "零" if 0 < low < size // 10 else ""
            return f"{_integer_text(high)}{name}{bridge}{_integer_text(low) if low else ''}"
    return _group_text(number)


def _group_text(number: int) -> str:
    """Write a number below 10,000; zeros inside become one 零, zeros at the end vanish."""
    if number == 0:
        return "零"
    text = ""
    for place, digit in zip(range(3, -1, -1), f"{number:04d}", strict=True):
        text += "零" if digit == "0" else _DIGITS[int(digit)] + _PLACES[place]
    return re.sub("零+", "零", text).strip("零")
