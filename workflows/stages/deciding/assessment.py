"""Assessing an award: what was computed holds, or the act that gave the figures is refused."""

from typing import TypeAlias

from domain.case.acts.acceptance import RecordAcceptance
from domain.case.acts.act import Act
from domain.case.acts.instalments import ReviewInstalment
from domain.case.acts.recovery import DecideTopUp
from domain.case.acts.review import Review
from domain.case.acts.vouchers import ReviewRedemption
from domain.case.record.steps import Assessed
from domain.case.roles import together
from domain.other_funding.judgement import GivenJudgement
from workflows.case import Case

Judging: TypeAlias = Review | RecordAcceptance | ReviewInstalment | ReviewRedemption | DecideTopUp
"""Acts that find something of other money."""


def found_by(act: Judging) -> GivenJudgement | None:
    """What an act finds of other money, and whose finding that is."""
    if act.other_funding is None:
        return None
    return GivenJudgement(act=act.kind, party=act.by.party, judgement=act.other_funding)


def holds(case: Case, act: Act, assessed: Assessed) -> bool:
    """Keep what was computed, and who decided it; False when the figures do not carry it: the act is refused and its task open again.

    An acceptance carries on what was approved before: whoever approved it has decided this amount too.
    """
    if assessed.refusal is not None:
        case.inbox.give_back(act, assessed.refusal)
        return False
    earlier = case.state.decided_by if isinstance(act, Review | RecordAcceptance) else ()
    case.keep(amount=assessed.amount, decided_by=together(earlier, act.by.people))
    dates = {"acceptance_from": assessed.acceptance_from, "instalment_ends": assessed.instalment_ends}
    case.plan = case.plan.model_copy(update={name: day for name, day in dates.items() if day})
    return True
