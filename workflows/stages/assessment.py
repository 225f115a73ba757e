"""Assessing an award: what was computed holds, or the act that gave the figures is refused."""

from domain.case.acts.act import Act
from domain.case.record.steps import Assessed
from workflows.case import Case


def holds(case: Case, act: Act, assessed: Assessed) -> bool:
    """Keep what was computed; False when the figures do not carry it: the act is refused and its task open again."""
    if assessed.refusal is not None:
        case.inbox.give_back(act, assessed.refusal)
        return False
    case.keep(amount=assessed.amount)
    dates = {"acceptance_from": assessed.acceptance_from, "instalment_ends": assessed.instalment_ends}
    case.plan = case.plan.model_copy(update={name: day for name, day in dates.items() if day})
    return True
