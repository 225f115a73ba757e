"""No money is promised: a listing or a referral (名录、转办)."""

from domain.calculator.arithmetic import Figures
from domain.calculator.award import CalculationStep
from domain.calculator.sheet import Sheet
from domain.catalogue.rules import NoMoneyRule


def amount_of(rule: NoMoneyRule, figures: Figures) -> None:
    """There is none."""


def compute(rule: NoMoneyRule, sheet: Sheet) -> None:
    """Say that no money is involved, so that the sheet is never empty."""
    sheet.write(CalculationStep.NO_MONEY, rule.quote, "本事项提供服务，不涉及资金", None)
