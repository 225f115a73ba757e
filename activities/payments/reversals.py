"""How much of what came back is paid again when a recovery is reversed: no more than the unit may have now (附则(三))."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from activities.money.awards import worked_out_again
from activities.office import CaseOffice
from adapters.store.cases.file import FiledCase
from adapters.store.money.awards import last_part, latest_award
from adapters.store.money.parts import AwardedParts, standing_of
from adapters.store.payments.recoveries import KeptRecovery
from adapters.store.writing import Session
from domain.calculator.award import Award, CalculationStep
from domain.case.record.money_steps import Reversal
from domain.ledger.accounts import HELD, Account
from domain.ledger.standing import of_award, parts_of, shares
from domain.ledger.subjects import Subject
from domain.money import ZERO, plain

COMPARED = frozenset(
    {
        CalculationStep.HIGHER_OF.value,
        CalculationStep.PAID_ALREADY.value,
        CalculationStep.UNIT_YEAR_CAP.value,
    }
)
"""Lines of a sheet that tell what others have taken meanwhile."""


class DueAgain(NamedTuple):
    """Part → what is paid again of it, 元; and why that is less than what came back, empty where it is not."""

    shares: Mapping[str, Decimal]
    why: str = ""


def due_again(
    office: CaseOffice,
    session: Session,
    case: FiledCase,
    recovery: KeptRecovery,
    reversal: Reversal,
) -> DueAgain:
    """What came back, as far as the awards that it was of are still due beside what others were given meanwhile.

    A case of which all came back counts for nobody any more; another one of the same project may have been paid since. The awards
    are worked out once more from their own figures; what counts for them is held. A voucher has its pool, and what was redeemed was taken from it.
    """
    subsidy = office.subsidy_of(case)
    standing = standing_of(session, case.number)
    has_now, back = standing.held(HELD), standing.at(Account.RECOVERED, recovery.recovered.holder)
    numbers = sorted({Subject.parse(part).award for part in back}, key=Subject.parse)
    decided = [number for number in numbers if latest_award(session, case.number, number)]
    if subsidy.voucher is not None or decided != numbers:
        return DueAgain(back)
    due, told, again = dict[str, Decimal](), list[str](), dict[str, AwardedParts]()
    for number in numbers:
        award = _anew(office, session, case, number, reversal, again)
        amount = (award.amount or ZERO) if award.eligible else ZERO
        has = of_award(has_now, number)
        owed = min(of_award(back, number), max(amount - has, ZERO))
        standard = amount if award.before_higher_of is None else award.before_higher_of
        due |= shares(parts_of(back, number).items(), owed)
        again[number] = AwardedParts(amount=has + owed, standard=max(has + owed, standard))
        told += [line.explanation for line in award.lines if line.step in COMPARED]
        told += [reason.message.rstrip("。") for reason in award.reasons]
    came_back, rest = (sum(each.values(), ZERO) for each in (back, due))
    if due == back:
        return DueAgain(due)
    head = f"已退回的 {plain(came_back)} 元中，{plain(came_back - rest)} 元不再拨付（附则(三)）"
    return DueAgain(due, f"{head}：{'；'.join(dict.fromkeys(told))}。")


def _anew(
    office: CaseOffice,
    session: Session,
    case: FiledCase,
    number: str,
    reversal: Reversal,
    again: Mapping[str, AwardedParts],
) -> Award:
    """The award of a year from its own last figures, beside those that are paid ``again`` as well."""
    last = last_part(session, case.number, number)
    return worked_out_again(office, session, case, number, last, reversal.at, again=again)
