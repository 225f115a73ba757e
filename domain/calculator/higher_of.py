"""附则(三) 就高: one unit, one project, one measure only, the higher; a later higher award pays the difference.

Items of the same measure stand together unless the measure itself says otherwise.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Final, NamedTuple

from domain.calculator.arithmetic import fen_of, yuan_of
from domain.calculator.award import CalculationStep, PriorAward
from domain.calculator.sheet import Sheet
from domain.catalogue.schema import HigherOf, Policy, SubsidyType
from domain.money import ZERO, plain

LATER_HIGHER: Final = "closing3.later_higher"

Choice = Callable[[str], str]
"""Reading → how it stands."""


class Ground(NamedTuple):
    """Why two awards exclude each other."""

    clause: str
    quote: str


class HigherOfDifference(NamedTuple):
    """What an award adds to those before it, step by step, in 分."""

    entitled: int
    higher: int
    awarded: int
    kept: int


def ground_between(policy: Policy, subsidy: SubsidyType, other: str, choice: Choice) -> Ground | None:
    """Why an award of a type and an earlier one of another exclude each other; None when they stand together."""
    provision = policy.closing["higher_of"]
    earlier = policy.types.get(other)
    if earlier is None or earlier.measure != subsidy.measure:
        return Ground(provision.clause, provision.quote)
    if earlier.code == subsidy.code:
        return None if subsidy.award_base.repeatable else Ground(provision.clause, provision.quote)
    groups = policy.measure(earlier.measure).higher_of
    group = next((each for each in groups if {earlier.code, subsidy.code} <= set(each.codes)), None)
    return Ground(group.clause, group.quote) if group and _holds(group, choice) else None


def _holds(group: HigherOf, choice: Choice) -> bool:
    return group.reading is None or choice(group.reading) != group.unless


def difference(amount: int, *, beside: int, excluding: int, awarded: int) -> HigherOfDifference:
    """What an award adds: the higher of two, less what was awarded already; never more than the award. In 分.

    Args:
        amount: this award, after caps and pool.
        beside: earlier awards that stand beside it, before 就高.
        excluding: earlier awards that exclude it, before 就高.
        awarded: all of them as they were awarded.
    """
    entitled = amount + beside
    higher = max(entitled, excluding)
    return HigherOfDifference(entitled, higher, awarded, min(amount, max(0, higher - awarded)))


def refuses_later(choice: Choice) -> bool:
    """Whether a later award gets nothing at all, even a higher one."""
    return choice(LATER_HIGHER) == "refused"


def apply_higher_of(sheet: Sheet, amount: Decimal) -> Decimal:
    """Pay what this award adds to the earlier awards on the same base.

    The unit is entitled to the higher of two: this award with the earlier ones that stand beside it, or
    the earlier ones that exclude it. What was awarded already is taken off. Instalments of one item are one item.
    """
    sheet.before_higher_of = amount
    grounds = {
        prior: ground_between(sheet.policy, sheet.subsidy, prior.code, sheet.choice)
        for prior in sheet.prior.same_base
    }
    excluding = [prior for prior, ground in grounds.items() if ground]
    if not excluding:
        return amount
    ground = next(found for found in grounds.values() if found)
    if refuses_later(sheet.choice):
        return _refuse_later(sheet, ground, excluding)
    beside = [prior for prior, ground in grounds.items() if not ground] + _own(sheet)
    found = difference(
        fen_of(amount),
        beside=_sum_of_fen(map(_standard, beside)),
        excluding=_sum_of_fen(map(_standard, excluding)),
        awarded=_sum_of_fen(prior.amount for prior in [*beside, *excluding]),
    )
    entitled, higher, awarded, kept = map(yuan_of, found)
    _write_comparison(sheet, ground, excluding, amount, entitled, higher)
    _write_difference(sheet, ground, amount, higher, awarded, kept)
    return kept


def _own(sheet: Sheet) -> list[PriorAward]:
    """The other instalments of the case: with this one they are one item, and stand beside it."""
    return [sheet.prior.own_instalments] if sheet.prior.own_instalments else []


def _sum_of_fen(amounts: Iterable[Decimal]) -> int:
    return sum(map(fen_of, amounts))


def _standard(prior: PriorAward) -> Decimal:
    return prior.amount if prior.before_higher_of is None else prior.before_higher_of


def _named(priors: list[PriorAward]) -> str:
    return "、".join(f"{prior.case_no}“{prior.name}”{plain(prior.amount)} 元" for prior in priors)


def _write_comparison(
    sheet: Sheet,
    ground: Ground,
    excluding: list[PriorAward],
    amount: Decimal,
    entitled: Decimal,
    higher: Decimal,
) -> None:
    together = "" if entitled == amount else f"，连同可并享事项共 {plain(entitled)} 元"
    text = f"同一项目已享受 {_named(excluding)}；本项 {plain(amount)} 元{together}；就高取 {plain(higher)} 元"
    inputs = {prior.case_no: plain(prior.amount) for prior in (*sheet.prior.same_base, *_own(sheet))}
    sheet.write(CalculationStep.HIGHER_OF, ground.quote, text, higher, inputs=inputs, clause=ground.clause)


def _write_difference(
    sheet: Sheet, ground: Ground, amount: Decimal, higher: Decimal, awarded: Decimal, kept: Decimal
) -> None:
    paid = sum((prior.paid for prior in (*sheet.prior.same_base, *_own(sheet))), ZERO)
    text = (
        f"{plain(higher)} 元 − 已核定 {plain(awarded)} 元（其中已拨付 {plain(paid)} 元）"
        f" = {plain(higher - awarded)} 元，本项应补 {plain(kept)} 元（{sheet.choice_text(LATER_HIGHER)}）"
    )
    sheet.write(
        CalculationStep.PAID_ALREADY, ground.quote, text, kept, reading=LATER_HIGHER, clause=ground.clause
    )
    if amount and not kept:
        message = f"同一项目已享受不低于本项的政策（已核定 {plain(awarded)} 元），本项不再支付。"
        sheet.refuse("not_higher_than_prior", ground.quote, message, clause=ground.clause)


def _refuse_later(sheet: Sheet, ground: Ground, excluding: list[PriorAward]) -> Decimal:
    text = f"同一项目已享受 {_named(excluding)}，不再支持其他事项（{sheet.choice_text(LATER_HIGHER)}）"
    sheet.write(
        CalculationStep.HIGHER_OF, ground.quote, text, ZERO, reading=LATER_HIGHER, clause=ground.clause
    )
    sheet.refuse("already_supported", ground.quote, f"{text}。", clause=ground.clause)
    return ZERO
