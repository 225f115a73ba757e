"""附则(四) on the sheet: what a person found of money from other policies is taken off what the measure promises."""

from decimal import Decimal

from domain.calculator.award import CalculationStep
from domain.calculator.sheet import Sheet
from domain.catalogue.schema import Procedure
from domain.money import ZERO, plain
from domain.other_funding.judgement import FundingJudgement


def apply_other_funding(sheet: Sheet, amount: Decimal) -> Decimal:
    """Take off what was found to be given for the same matter already; never below zero.

    10,000,000.00 of 1.1 with 2,000,000.00 of a provincial fund for the same centre: 8,000,000.00. What leaves nothing is
    refused. Until somebody has judged, what was declared is shown and changes nothing.
    """
    judgement = sheet.prior.judged
    if judgement is None or judgement.kind == "none":
        _tell_untouched(sheet, judgement)
        return amount
    if judgement.kind == "excluded":
        message = f"同一事项已由其他政策支持，不重复享受{_grounds(sheet, judgement)}。"
        _refuse(sheet, "excluded_by_other_policies", message)
        return ZERO
    return _deduct(sheet, judgement, amount)


def tell_other_funding(sheet: Sheet) -> None:
    """The same where a later phase decides the amount: what was found is told, and is taken off then; each year by itself."""
    judgement = sheet.prior.judged
    if judgement is None or judgement.kind != "deducted":
        _tell_untouched(sheet, judgement)
        return
    taken = plain(judgement.amount or ZERO)
    is_yearly = sheet.subsidy.procedure is Procedure.MULTI_YEAR
    then = "各年度核定时逐年认定" if is_yearly else "核定金额时扣除"
    _write(sheet, f"已认定其他政策资金 {taken} 元，{then}{_grounds(sheet, judgement)}", None, taken)


def _deduct(sheet: Sheet, judgement: FundingJudgement, amount: Decimal) -> Decimal:
    taken = judgement.amount or ZERO
    left = max(amount - taken, ZERO)
    text = f"{plain(amount)} 元 − 其他政策资金 {plain(taken)} 元 = {plain(left)} 元"
    text += "，扣除后不足零的按零计" if taken > amount else ""
    text += "，计算基数已扣除的财政资金不在其内" if judgement.is_beyond_base else ""
    _write(sheet, text + _grounds(sheet, judgement), left, plain(taken))
    if amount and not left:
        message = (
            f"其他政策资金 {plain(taken)} 元不低于本项 {plain(amount)} 元，同一事项不重复享受，本项不再支付。"
        )
        _refuse(sheet, "covered_by_other_policies", message)
    return left


def _tell_untouched(sheet: Sheet, judgement: FundingJudgement | None) -> None:
    """What was declared and is not taken off: because a person found so, or because nobody has judged yet."""
    declared = sheet.prior.other_policies
    if not declared and not (judgement and judgement.reason):
        return
    head = f"已申报其他政策资金 {plain(declared)} 元" if declared else "未申报其他政策资金"
    if judgement is None:
        text = f"{head}，请审核是否为同一事项重复享受"
    else:
        text = f"{head}，经认定不扣除{_grounds(sheet, judgement)}"
    _write(sheet, text, None, plain(declared))


def _grounds(sheet: Sheet, judgement: FundingJudgement) -> str:
    """Sources and reason, in brackets: a public notice ends before them."""
    said = [text for text in (sheet.prior.other_sources, judgement.reason.strip().rstrip("。")) if text]
    return f"（{'；'.join(said)}）" if said else ""


def _write(sheet: Sheet, text: str, result: Decimal | None, figure: str) -> None:
    provision = sheet.policy.closing["no_double_benefit"]
    sheet.write(
        CalculationStep.OTHER_POLICIES,
        provision.quote,
        text,
        result,
        inputs={"其他政策资金": figure},
        clause=provision.clause,
    )


def _refuse(sheet: Sheet, code: str, message: str) -> None:
    provision = sheet.policy.closing["no_double_benefit"]
    sheet.refuse(code, provision.quote, message, clause=provision.clause)
