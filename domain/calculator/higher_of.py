"""附则(三) 就高: one unit, one project, one measure only, the higher; a later higher award pays the difference.

Items of the same measure stand together unless the measure itself says otherwise.
"""

from decimal import Decimal
from typing import NamedTuple

from domain.calculator.award import PriorAward, Step
from domain.calculator.sheet import Sheet
from domain.catalogue.schema import HigherOf
from domain.money import ZERO, plain

LATER_HIGHER = "closing3.later_higher"


class Ground(NamedTuple):
    """Why two awards exclude each other."""

    clause: str
    quote: str


def apply_higher_of(sheet: Sheet, amount: Decimal) -> Decimal:
    """Pay what this award adds to the earlier awards on the same base.

    The unit is entitled to the higher of two: this award with the earlier ones that stand beside it, or
    the earlier ones that exclude it. What was awarded already is taken off.
    """
    sheet.before_higher_of = amount
    grounds = {prior: _ground(sheet, prior) for prior in sheet.prior.same_base}
    excluding = [prior for prior, ground in grounds.items() if ground]
    if not excluding:
        return amount
    beside = [prior for prior, ground in grounds.items() if not ground]
    ground = next(found for found in grounds.values() if found)
    earlier = sum((prior.amount for prior in excluding), ZERO)
    entitled = amount + sum((_standard(prior) for prior in beside), ZERO)
    if sheet.choice(LATER_HIGHER) == "refused":
        return _refuse_later(sheet, ground, excluding)
    higher = max(entitled, sum((_standard(prior) for prior in excluding), ZERO))
    _write_comparison(sheet, ground, excluding, amount, entitled, higher)
    awarded = earlier + sum((prior.amount for prior in beside), ZERO)
    return _write_difference(sheet, ground, amount, higher, awarded)


def _ground(sheet: Sheet, prior: PriorAward) -> Ground | None:
    """Why this award and an earlier one exclude each other; None when they stand together."""
    provision = sheet.policy.closing["higher_of"]
    across = Ground(provision.clause, provision.quote)
    other = sheet.policy.types.get(prior.code)
    if other is None or other.measure != sheet.subsidy.measure:
        return across
    if other.code == sheet.subsidy.code:
        return None if sheet.subsidy.award_base.repeatable else across
    groups = sheet.policy.measure(other.measure).higher_of
    group = next((each for each in groups if {other.code, sheet.subsidy.code} <= set(each.codes)), None)
    return Ground(group.clause, group.quote) if group and _holds(sheet, group) else None


def _holds(sheet: Sheet, group: HigherOf) -> bool:
    return group.reading is None or sheet.choice(group.reading) != group.unless


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
    together = "" if entitled == amount else f",连同可并享事项共 {plain(entitled)} 元"
    text = f"同一项目已享受 {_named(excluding)};本项 {plain(amount)} 元{together};就高取 {plain(higher)} 元"
    inputs = {prior.case_no: plain(prior.amount) for prior in sheet.prior.same_base}
    sheet.write(Step.HIGHER_OF, ground.quote, text, higher, inputs=inputs, clause=ground.clause)


def _write_difference(
    sheet: Sheet, ground: Ground, amount: Decimal, higher: Decimal, awarded: Decimal
) -> Decimal:
    kept = min(amount, max(ZERO, higher - awarded))
    paid = sum((prior.paid for prior in sheet.prior.same_base), ZERO)
    text = (
        f"{plain(higher)} 元 − 已核定 {plain(awarded)} 元(其中已拨付 {plain(paid)} 元)"
        f" = {plain(higher - awarded)} 元,本项应补 {plain(kept)} 元({sheet.choice_text(LATER_HIGHER)})"
    )
    sheet.write(Step.PAID_ALREADY, ground.quote, text, kept, reading=LATER_HIGHER, clause=ground.clause)
    if amount and not kept:
        message = f"同一项目已享受不低于本项的政策(已核定 {plain(awarded)} 元),本项不再支付。"
        sheet.refuse("not_higher_than_prior", ground.quote, message, clause=ground.clause)
    return kept


def _refuse_later(sheet: Sheet, ground: Ground, excluding: list[PriorAward]) -> Decimal:
    text = f"同一项目已享受 {_named(excluding)},不再支持其他事项({sheet.choice_text(LATER_HIGHER)})"
    sheet.write(Step.HIGHER_OF, ground.quote, text, ZERO, reading=LATER_HIGHER, clause=ground.clause)
    sheet.refuse("already_supported", ground.quote, f"{text}。", clause=ground.clause)
    return ZERO
