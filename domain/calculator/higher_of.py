"""附则(三) 就高: one unit, one project, one measure only, the higher; a later higher award pays the difference.

Items of the same measure stand together unless the measure itself says otherwise.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Final, Literal, NamedTuple, TypeVar

from domain.calculator.arithmetic import fen_of, yuan_of
from domain.calculator.award import CalculationStep, PriorAward
from domain.calculator.sheet import Sheet
from domain.catalogue.schema import HigherOf, Policy, SubsidyType
from domain.money import ZERO, plain

SAME_MEASURE: Final = "closing3.same_measure"
LATER_HIGHER: Final = "closing3.later_higher"

One = TypeVar("One")
Money = TypeVar("Money", int, Decimal)

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


def ground_between(
    policy: Policy, subsidy: SubsidyType, other: str, choice: Choice, *, same_year: bool = False
) -> Ground | None:
    """Why an award of a type and an earlier one of another exclude each other; None when they stand together.

    Args:
        policy: whose numbers hold.
        subsidy: the type of the award.
        other: the type of the earlier one.
        choice: reading → how it stands.
        same_year: they are about one year, where a type may count once for each (8.2).
    """
    provision = policy.closing["higher_of"]
    earlier = policy.types.get(other)
    if earlier is None or earlier.measure != subsidy.measure:
        return Ground(provision.clause, provision.quote)
    if earlier.code == subsidy.code:
        each_year = subsidy.once is not None and not same_year and subsidy.once.is_lifted(choice)
        stands = subsidy.award_base.repeatable or each_year
        return None if stands else Ground(provision.clause, provision.quote)
    groups = policy.measure(earlier.measure).higher_of
    group = next((each for each in groups if {earlier.code, subsidy.code} <= set(each.codes)), None)
    if group:
        return Ground(group.clause, group.quote) if _holds(group, choice) else None
    is_higher = choice(SAME_MEASURE) == "higher"
    return Ground(provision.clause, provision.quote) if is_higher else None


def compared_beside(policy: Policy, subsidy: SubsidyType, choice: Choice) -> tuple[str, ...]:
    """The types whose awards to the unit in the year are compared, on whatever base (2.2 and 2.3 under a reading)."""
    groups = policy.measure(subsidy.measure).higher_of
    group = next((each for each in groups if subsidy.code in each.codes and each.wider_reading), None)
    wider = group is not None and group.wider_reading and choice(group.wider_reading) == group.wider_when
    return group.codes if group and wider else ()


def _holds(group: HigherOf, choice: Choice) -> bool:
    return group.reading is None or choice(group.reading) != group.unless


def highest(there: Sequence[tuple[One, Money]], exclude: Callable[[One, One], bool]) -> Money | Literal[0]:
    """The most that awards come to which stand together: take the first or leave it, and so on.

    Args:
        there: awards, each with its amount before 就高.
        exclude: whether one award excludes another.
    """
    if not there:
        return 0
    (first, amount), rest = there[0], there[1:]
    beside = [each for each in rest if not exclude(first, each[0])]
    with_first = amount + highest(beside, exclude)
    return with_first if len(beside) == len(rest) else max(with_first, highest(rest, exclude))


def difference(amount: int, *, beside: int, excluding: int, awarded: int) -> HigherOfDifference:
    """What an award adds: the higher of two, less what was awarded already; never more than the award. In 分.

    Args:
        amount: this award, after caps and pool.
        beside: the most that earlier awards come to which stand beside it, before 就高.
        excluding: the most that all earlier awards come to, before 就高.
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

    The unit is entitled to the most that those come to which stand together: this award with earlier ones beside it, or
    earlier ones without it. What was awarded already is taken off. Instalments of one item are one item.
    """
    sheet.before_higher_of = amount
    compared_beside(sheet.policy, sheet.subsidy, sheet.choice)  # so that the sheet tells how it was compared
    judged = [(prior, _ground(sheet, prior)) for prior in sheet.prior.same_base]  # two may be alike in all
    excluding = [prior for prior, ground in judged if ground]
    if once := [prior for prior in excluding if _is_once(sheet, prior)]:
        return _refuse_second(sheet, once)
    if not excluding:
        return amount
    ground = next(found for _, found in judged if found)
    if refuses_later(sheet.choice):
        return _refuse_later(sheet, ground, excluding)
    beside = [prior for prior, found in judged if not found] + _own(sheet)
    found = difference(
        fen_of(amount),
        beside=_highest(sheet, beside),
        excluding=_highest(sheet, [*excluding, *beside]),
        awarded=_sum_of_fen(prior.amount for prior in [*beside, *excluding]),
    )
    entitled, higher, awarded, kept = map(yuan_of, found)
    _write_comparison(sheet, ground, excluding, amount, entitled, higher)
    _write_difference(sheet, ground, amount, higher, awarded, kept)
    return kept


def _own_year(sheet: Sheet) -> int | None:
    once = sheet.subsidy.once
    return sheet.facts[once.fact] if once and once.fact else None


def _ground(sheet: Sheet, prior: PriorAward) -> Ground | None:
    if not prior.is_same_base and prior.code == sheet.subsidy.code:
        return None
    same_year = _own_year(sheet) is not None and prior.of_year == _own_year(sheet)
    return ground_between(sheet.policy, sheet.subsidy, prior.code, sheet.choice, same_year=same_year)


def ends_it(subsidy: SubsidyType, other: str, own_year: int | None, of_year: int | None) -> bool:
    """Whether an earlier award that excludes one of this type ends it for good (一次性): no difference is paid."""
    once = subsidy.once
    return once is not None and other == subsidy.code and (once.fact is None or own_year != of_year)


def _is_once(sheet: Sheet, prior: PriorAward) -> bool:
    return ends_it(sheet.subsidy, prior.code, _own_year(sheet), prior.of_year)


def _refuse_second(sheet: Sheet, priors: list[PriorAward]) -> Decimal:
    once = sheet.subsidy.once
    assert once is not None  # noqa: S101 - asked before
    read = f"（{sheet.choice_text(once.reading)}）" if once.reading else ""
    text = f"本项为一次性，已由 {_named(priors)}享受，不再给予{read}"
    sheet.write(CalculationStep.HIGHER_OF, once.quote, text, ZERO, reading=once.reading)
    sheet.refuse("granted_once", once.quote, f"{text}。")
    return ZERO


def _own(sheet: Sheet) -> list[PriorAward]:
    """The other instalments of the case: with this one they are one item, and stand beside it."""
    return [sheet.prior.own_instalments] if sheet.prior.own_instalments else []


def _highest(sheet: Sheet, priors: list[PriorAward]) -> int:
    return highest(
        [(prior, fen_of(_standard(prior))) for prior in priors],
        lambda one, other: _exclude_each_other(sheet, one, other),
    )


def _exclude_each_other(sheet: Sheet, one: PriorAward, other: PriorAward) -> bool:
    subsidy = sheet.policy.types.get(one.code)
    if subsidy is None:
        return True
    if one.code == other.code and not (one.is_same_base and other.is_same_base):
        return False
    same_year = one.of_year is not None and one.of_year == other.of_year
    return ground_between(sheet.policy, subsidy, other.code, sheet.choice, same_year=same_year) is not None


def _sum_of_fen(amounts: Iterable[Decimal]) -> int:
    return sum(map(fen_of, amounts))


def _standard(prior: PriorAward) -> Decimal:
    return prior.amount if prior.before_higher_of is None else prior.before_higher_of


def _named(priors: list[PriorAward]) -> str:
    return "、".join(
        f"{prior.case_number}“{prior.name}”（{plain(prior.amount)} 元）"
        + (f"（经认定为同一项目：{prior.found.rstrip('。')}）" if prior.found else "")
        for prior in priors
    )


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
    there = (*sheet.prior.same_base, *_own(sheet))
    numbers = dict.fromkeys(prior.case_number for prior in there)
    inputs = {
        number: plain(sum((prior.amount for prior in there if prior.case_number == number), ZERO))
        for number in numbers
    }
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
