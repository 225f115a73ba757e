"""What is contested in a case, and is dealt with: its tasks are closed, however it came about."""

from domain.case.acts.act import Act
from domain.case.contests.contested import Contestable, Contested, contested_at, with_answer
from domain.errors import WrongStage
from workflows.case import Case


def give_back_if_answered(case: Case, act: Act, reference: str) -> bool:
    """Give an act back that comes after what it is about was dealt with; whether it was."""
    contested = contested_at(case.state.contested, reference)
    if contested is not None and contested.is_open:
        return False
    case.inbox.give_back(act, WrongStage("本项复核已办结，本次办理未生效。", remedy="请查看案件详情。").facts)
    case.inbox.close_beside(reference)
    return True


def close(case: Case, reference: str) -> Contested:
    """Close what is answered, or contested no more; the contested decision."""
    contested = contested_at(case.state.contested, reference)
    assert contested is not None  # its task was open
    case.inbox.close_beside(reference)
    case.keep(contested=with_answer(case.state.contested, contested))
    return contested


def close_contest(case: Case, kind: Contestable, number: str) -> None:
    """A decision stands no more: nobody need answer who contested it."""
    for each in case.state.contested:
        if each.is_open and (each.kind, each.number) == (kind, number):
            close(case, each.reference)
