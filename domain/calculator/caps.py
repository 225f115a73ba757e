"""Caps: of the item (单项上限), of a unit in a year (单位年度上限), and the yearly voucher pool (年度额度)."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from domain.calculator.arithmetic import Figure, Figures, fen_of, yuan_of
from domain.calculator.award import CalculationStep
from domain.calculator.sheet import Sheet
from domain.catalogue.rules import Cap, CapScope
from domain.catalogue.schema import SubsidyType
from domain.money import ZERO, plain

CAP_INCLUDES_SETTLEMENT: Final = "m2.cap_includes_settlement"
POOL_PARTIAL: Final = "m2.pool_partial"


def within_item_cap(figures: Figures, amount: Figure, cap: Cap | None) -> Figure:
    """Cut to the cap of the item: 12,300,000.00 under 上限1000万元 gives 10,000,000.00."""
    if cap is None or cap.scope is not CapScope.ITEM:
        return amount
    return figures.minimum(amount, fen_of(cap.amount))


def write_item_cap(sheet: Sheet, amount: Decimal, cap: Cap | None, kept: Decimal) -> None:
    """Write the line of the item's cap, if it has one, and note whether it was reached."""
    if cap is not None and cap.scope is CapScope.ITEM:
        sheet.cap_reached = amount >= cap.amount
        sheet.write(CalculationStep.ITEM_CAP, cap.quote, cap_text(amount, cap.amount), kept)


def cap_text(amount: Decimal, cap: Decimal) -> str:
    """Say whether a cap bites."""
    if amount > cap:
        return f"{plain(amount)} 元超过上限 {plain(cap)} 元，取 {plain(cap)} 元"
    return f"{plain(amount)} 元未超过上限 {plain(cap)} 元"


class YearlyCap(NamedTuple):
    """What one unit may have in one year: 分, and whether settlement vouchers (2.1) count towards it."""

    fen: int
    quote: str
    reading: str
    counts_settlement: bool = True


def yearly_cap(subsidy: SubsidyType, choice: Callable[[str], str]) -> YearlyCap | None:
    """The yearly cap of a unit that holds for a type under these readings: measure 2 and measure 10.

    Args:
        subsidy: the type.
        choice: reading → how it stands.
    """
    voucher, rule = subsidy.voucher, subsidy.rule
    if voucher:
        counts = choice(CAP_INCLUDES_SETTLEMENT) == "yes"
        if voucher.is_settlement and not counts:
            return None
        fen = fen_of(voucher.unit_cap_per_year)
        return YearlyCap(fen, voucher.unit_cap_quote, CAP_INCLUDES_SETTLEMENT, counts)
    if rule.kind != "testing" or choice(rule.reading) == "each_product":
        return None
    return YearlyCap(fen_of(rule.cap.amount), rule.cap.quote, rule.reading)


class LeftOfYear(NamedTuple):
    """What counts of a unit's year, what its cap leaves, and what is kept of an amount; in 分."""

    used: int
    left: int
    kept: int


def within_yearly_cap(cap: YearlyCap, amount: int, used: int, settlement: int) -> LeftOfYear:
    """Cut to what is left of a unit's year.

    Args:
        cap: the cap that holds.
        amount: 分 before it.
        used: 分 that the unit has already this year.
        settlement: the part of it that is settlement vouchers.
    """
    counted = used if cap.counts_settlement else max(0, used - settlement)
    left = max(0, cap.fen - counted)
    return LeftOfYear(counted, left, min(amount, left))


def from_pool(amount: int, left: int, *, partial: bool) -> int:
    """What the year's pool gives, in 分: all of it, else the remainder, or nothing if a reading says so."""
    return amount if amount <= left else left if partial else 0


def apply_unit_year_cap(sheet: Sheet, amount: Decimal) -> Decimal:
    """Cut to what is left of the unit's yearly cap: measure 2 for vouchers, measure 10 for testing."""
    cap = yearly_cap(sheet.subsidy, sheet.choice)
    if cap and sheet.by_year:
        return _cap_each_year(sheet, cap)
    if cap:
        prior = sheet.prior
        found = within_yearly_cap(
            cap, fen_of(amount), fen_of(prior.unit_year_used), fen_of(prior.unit_year_settlement)
        )
        _write_year(sheet, amount, cap, found)
        _refuse_used_up(sheet, cap, {"该年度": (amount, found)})
        return yuan_of(found.kept)
    if sheet.subsidy.voucher:
        text = f"落户算力券不计入单位年度上限（{sheet.choice_text(CAP_INCLUDES_SETTLEMENT)}）"
        quote = sheet.subsidy.voucher.unit_cap_quote
        sheet.write(CalculationStep.UNIT_YEAR_CAP, quote, text, amount, reading=CAP_INCLUDES_SETTLEMENT)
    return amount


def _cap_each_year(sheet: Sheet, cap: YearlyCap) -> Decimal:
    """A case that takes from several years (measure 10): each is capped by itself."""
    used = sheet.prior.tested_by_year
    found = {
        year: within_yearly_cap(cap, fen_of(amount), fen_of(used.get(year, ZERO)), 0)
        for year, amount in sheet.by_year.items()
    }
    for year, amount in sheet.by_year.items():
        _write_year(sheet, amount, cap, found[year], f"{year} 年：")
    _refuse_used_up(
        sheet, cap, {f"{year} 年": (sheet.by_year[year], left) for year, left in sorted(found.items())}
    )
    sheet.by_year = {year: yuan_of(left.kept) for year, left in found.items()}
    return sum(sheet.by_year.values(), ZERO)


def _write_year(sheet: Sheet, amount: Decimal, cap: YearlyCap, found: LeftOfYear, head: str = "") -> None:
    used, left, kept = (yuan_of(fen) for fen in found)
    limit = plain(yuan_of(cap.fen))
    text = (
        f"{head}年度上限 {limit} 元 − 该年度已享受 {plain(used)} 元 = {plain(left)} 元；"
        f"{plain(amount)} 元{'超过余额，' if amount > left else '未超过余额，'}取 {plain(kept)} 元"
        f"（{sheet.choice_text(cap.reading)}）"
    )
    inputs = {"年度上限": limit, "该年度已享受": plain(used)}
    sheet.write(CalculationStep.UNIT_YEAR_CAP, cap.quote, text, kept, inputs=inputs, reading=cap.reading)


def _refuse_used_up(sheet: Sheet, cap: YearlyCap, years: Mapping[str, tuple[Decimal, LeftOfYear]]) -> None:
    """A reason where something is asked and no year of it has anything left; each year has its cap."""
    asked = {year: found for year, (amount, found) in years.items() if amount}
    if asked and not any(found.left for found in asked.values()):
        used = "、".join(f"{year}已享受 {plain(yuan_of(found.used))} 元" for year, found in asked.items())
        message = f"本单位{used}，年度上限已用完。"
        sheet.refuse("unit_year_cap_used_up", cap.quote, message)


def held_by_year(held: Decimal, by_year: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """What a case holds, by the years that it was awarded for; where it holds less than that, in proportion.

    750,000.00 awarded as 250,000.00 for 2026 and 500,000.00 for 2027, of which 375,000.00 is left: 125,000.00 and
    250,000.00.
    """
    awarded = sum(map(fen_of, by_year.values()))
    if not awarded:
        return {}
    shares = {year: fen_of(held) * fen_of(part) // awarded for year, part in by_year.items()}
    shares[max(shares)] += fen_of(held) - sum(shares.values())
    return {year: yuan_of(fen) for year, fen in shares.items()}


def apply_pool(sheet: Sheet, amount: Decimal) -> Decimal:
    """Cut to what is left of the year's pool; the last takes the remainder, or waits if a reading says so."""
    voucher, left = sheet.subsidy.voucher, sheet.prior.pool_left
    if voucher is None or left is None:
        return amount
    partial = sheet.choice(POOL_PARTIAL) == "yes"
    kept = yuan_of(from_pool(fen_of(amount), fen_of(left), partial=partial))
    sheet.awaits_pool = amount > ZERO and kept == ZERO
    found = "额度充足" if amount <= left else "排队等待额度" if not kept else f"领取余额 {plain(kept)} 元"
    sheet.write(
        CalculationStep.POOL,
        voucher.pool_quote,
        f"本年度算力券余额 {plain(left)} 元；本券 {plain(amount)} 元，{found}（{sheet.choice_text(POOL_PARTIAL)}）",
        kept,
        inputs={"年度总额": plain(voucher.pool_per_year), "年度余额": plain(left)},
        reading=POOL_PARTIAL,
    )
    return kept
