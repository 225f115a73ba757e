"""Multiplying by a rate and rounding to 分: the step that most rules have in common."""

from decimal import Decimal

from domain.calculator.award import Step
from domain.calculator.sheet import Sheet
from domain.money import plain, to_fen


def percent_text(rate: Decimal) -> str:
    """Write a rate as the law does: `10%`."""
    return f"{(rate * 100).normalize():f}%"


def share_of(base: Decimal, rate: Decimal) -> tuple[Decimal, str]:
    """Multiply and round half up to 分, with the arithmetic written out: 0.33 × 50% = 0.165, so 0.17."""
    exact = base * rate
    share = to_fen(exact)
    head = f"{plain(base)} 元 × {percent_text(rate)} ="
    if share == exact:
        return share, f"{head} {plain(share)} 元"
    return share, f"{head} {exact.normalize():,f} 元,四舍五入到分为 {plain(share)} 元"


def take_share(sheet: Sheet, base: Decimal, rate: Decimal, quote: str) -> Decimal:
    """Take a share of the base and write its line."""
    share, text = share_of(base, rate)
    sheet.write(Step.RATE, quote, text, share, inputs={"比例": percent_text(rate)})
    return share
