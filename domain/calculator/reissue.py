"""A voucher that is issued again, after its case was reconsidered: over what was not redeemed before."""

from decimal import Decimal

from domain.calculator.award import Award, CalculationStep, Reason, SheetLine
from domain.catalogue.schema import SubsidyType
from domain.money import ZERO, plain


def without_redeemed(award: Award, subsidy: SubsidyType, redeemed: Decimal) -> Award:
    """The award less what was redeemed; nothing is left to issue when that was all."""
    if not redeemed or not award.eligible or award.amount is None:
        return award
    left = max(award.amount - redeemed, ZERO)
    told = f"{plain(award.amount)} 元 - 此前已兑付 {plain(redeemed)} 元 = {plain(left)} 元"
    line = SheetLine(
        step=CalculationStep.PAID_ALREADY,
        clause=subsidy.clause,
        quote=subsidy.quote,
        explanation=told,
        result=left,
    )
    changed = award.model_copy(update={"amount": left, "lines": (*award.lines, line)})
    if left:
        return changed
    spent = Reason(
        code="redeemed_already",
        clause=subsidy.clause,
        quote=subsidy.quote,
        message="本案算力券此前已全部兑付。",
    )
    return changed.model_copy(update={"eligible": False, "reasons": (spent,)})
