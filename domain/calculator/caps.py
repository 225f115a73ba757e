"""Caps: of the item (单项上限), of a unit in a year (单位年度上限), and the yearly voucher pool (年度额度)."""

from decimal import Decimal

from domain.calculator.award import Step
from domain.calculator.sheet import Sheet
from domain.catalogue.roads import VoucherSpec
from domain.catalogue.rules import Cap, CapScope
from domain.money import ZERO, plain


def apply_item_cap(sheet: Sheet, amount: Decimal, cap: Cap | None) -> Decimal:
    """Cut to the cap of the item: 12,300,000.00 under 上限1000万元 gives 10,000,000.00."""
    if cap is None or cap.scope is not CapScope.ITEM:
        return amount
    kept = min(amount, cap.amount)
    sheet.cap_reached = amount >= cap.amount
    sheet.write(Step.ITEM_CAP, cap.quote, cap_text(amount, cap.amount), kept)
    return kept


def cap_text(amount: Decimal, cap: Decimal) -> str:
    """Say whether a cap bites."""
    if amount > cap:
        return f"{plain(amount)} 元超过上限 {plain(cap)} 元,取 {plain(cap)} 元"
    return f"{plain(amount)} 元未超过上限 {plain(cap)} 元"


def apply_unit_year_cap(sheet: Sheet, amount: Decimal) -> Decimal:
    """Cut to what is left of the unit's yearly cap: measure 2 for vouchers, measure 10 for testing."""
    voucher, rule = sheet.subsidy.voucher, sheet.subsidy.rule
    if voucher:
        return _cap_vouchers(sheet, amount, voucher)
    if rule.kind != "testing" or sheet.choice(rule.reading) == "each_product":
        return amount
    used = sheet.prior.unit_year_used
    return _cap_by_year(sheet, amount, rule.cap.amount, used, rule.cap.quote, rule.reading)


def _cap_vouchers(sheet: Sheet, amount: Decimal, voucher: VoucherSpec) -> Decimal:
    """One unit's vouchers of one year; a reading takes the settlement voucher out of the count."""
    reading = "m2.cap_includes_settlement"
    cap, quote, used = voucher.unit_cap_per_year, voucher.unit_cap_quote, sheet.prior.unit_year_used
    if sheet.choice(reading) == "no":
        if voucher.is_settlement:
            text = f"落户算力券不计入单位年度上限({sheet.choice_text(reading)})"
            sheet.write(Step.UNIT_YEAR_CAP, quote, text, amount, reading=reading)
            return amount
        used = max(ZERO, used - sheet.prior.unit_year_settlement)
    return _cap_by_year(sheet, amount, cap, used, quote, reading)


def _cap_by_year(
    sheet: Sheet, amount: Decimal, cap: Decimal, used: Decimal, quote: str, reading: str
) -> Decimal:
    left = max(ZERO, cap - used)
    kept = min(amount, left)
    text = (
        f"年度上限 {plain(cap)} 元 − 本年已享受 {plain(used)} 元 = {plain(left)} 元;"
        f"{plain(amount)} 元{'超过余额,' if amount > left else '未超过余额,'}取 {plain(kept)} 元"
        f"({sheet.choice_text(reading)})"
    )
    inputs = {"年度上限": plain(cap), "本年已享受": plain(used)}
    sheet.write(Step.UNIT_YEAR_CAP, quote, text, kept, inputs=inputs, reading=reading)
    if amount and not left:
        sheet.refuse("unit_year_cap_used_up", quote, f"本单位本年已享受 {plain(used)} 元,年度上限已用完。")
    return kept


def apply_pool(sheet: Sheet, amount: Decimal) -> Decimal:
    """Cut to what is left of the year's pool; the last takes the remainder, or waits if a reading says so."""
    voucher, left = sheet.subsidy.voucher, sheet.prior.pool_left
    if voucher is None or left is None:
        return amount
    reading = "m2.pool_partial"
    partial = sheet.choice(reading) == "yes"
    kept = amount if amount <= left else left if partial else ZERO
    sheet.awaits_pool = amount > ZERO and kept == ZERO
    found = "额度充足" if amount <= left else "排队等待额度" if not kept else f"领取余额 {plain(kept)} 元"
    sheet.write(
        Step.POOL,
        voucher.pool_quote,
        f"本年度算力券余额 {plain(left)} 元;本券 {plain(amount)} 元,{found}({sheet.choice_text(reading)})",
        kept,
        inputs={"年度总额": plain(voucher.pool_per_year), "年度余额": plain(left)},
        reading=reading,
    )
    return kept
