"""Multiplying by a rate and rounding to 分: the step that most rules have in common."""

from decimal import Decimal
from functools import cache

from domain.calculator.arithmetic import fen_of, share_of_fen, yuan_of
from domain.calculator.award import CalculationStep
from domain.calculator.sheet import Sheet
from domain.money import plain


@cache  # the rates of the law are few
def percent_text(rate: Decimal) -> str:
    """Write a rate as the law does: `10%`."""
    return f"{(rate * 100).normalize():f}%"


def share_of(base: Decimal, rate: Decimal) -> tuple[Decimal, str]:
    """Multiply and round half up to 分, with the arithmetic written out: 0.33 × 50% = 0.165, so 0.17."""
    share = yuan_of(share_of_fen(fen_of(base), rate))
    return share, share_text(base, rate, share)


def share_text(base: Decimal, rate: Decimal, share: Decimal) -> str:
    """The multiplication written out, and the rounding where there was one."""
    exact = base * rate
    head = f"{plain(base)} 元 × {percent_text(rate)} ="
    if share == exact:
        return f"{head} {plain(share)} 元"
    return f"{head} {exact.normalize():,f} 元，四舍五入到分为 {plain(share)} 元"


def write_share(sheet: Sheet, base: Decimal, rate: Decimal, share: Decimal, quote: str) -> None:
    """Write the line of a share that was taken of a base."""
    text = share_text(base, rate, share)
    sheet.write(CalculationStep.RATE, quote, text, share, inputs={"比例": percent_text(rate)})
