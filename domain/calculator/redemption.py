"""What paid invoices redeem of a voucher (兑付): their share, up to the face that is left."""

from decimal import Decimal

from domain.calculator.award import Award, CalculationStep, Prior
from domain.calculator.other_funding import apply_other_funding
from domain.calculator.rules.share import percent_text, share_of
from domain.calculator.sheet import Sheet, resolve_readings
from domain.catalogue.schema import Policy, SubsidyType
from domain.money import plain

NOTHING_FOUND = Prior()


def redemption_amount(
    policy: Policy,
    subsidy: SubsidyType,
    invoices_paid: Decimal,
    face_left: Decimal,
    prior: Prior = NOTHING_FOUND,
) -> Award:
    """Work out one redemption; a voucher may be redeemed in parts.

    Args:
        policy: the version that the case was filed under.
        subsidy: a voucher type.
        invoices_paid: 元 of invoices paid in full for finished services.
        face_left: 元 of the voucher not redeemed yet.
        prior: money of other policies for these invoices, and what was found of it.

    Returns:
        Paid × redemption rate, rounded to 分 half up, minus money of other policies for these invoices, at most the
        face left: 800,000.00 × 50% = 400,000.00. Not eligible when that is zero.

    Raises:
        ValueError: The type is no voucher, or an amount is negative.
    """
    voucher = subsidy.voucher
    if voucher is None or invoices_paid < 0 or face_left < 0:
        raise ValueError(f"{subsidy.code}: no redemption of {invoices_paid} against {face_left}")
    sheet = Sheet(policy, subsidy, {}, policy.released_on, resolve_readings(policy, None), prior)
    share, text = share_of(invoices_paid, voucher.redemption_rate)
    inputs = {"已付发票": plain(invoices_paid), "兑付比例": percent_text(voucher.redemption_rate)}
    sheet.write(
        CalculationStep.REDEMPTION, voucher.redemption_quote, f"已付发票 {text}", share, inputs=inputs
    )
    due = apply_other_funding(sheet, share)
    kept = min(due, face_left)
    found = "未超过余额" if due <= face_left else "超过余额"
    text = f"算力券余额 {plain(face_left)} 元；{plain(due)} 元{found}，取 {plain(kept)} 元"
    sheet.write(
        CalculationStep.FACE, voucher.redemption_quote, text, kept, inputs={"算力券余额": plain(face_left)}
    )
    if not kept and not sheet.reasons:
        message = "没有已付发票。" if face_left else "算力券已全部兑付。"
        sheet.refuse("nothing_to_redeem", voucher.redemption_quote, message)
    return sheet.award(kept)
