"""Acts that take an ended case up again: which run they begin. Done or previewed, it is the same run."""

from adapters.store.cases.ended_cases import ended_case
from adapters.store.cases.lapses import case_to_make_good
from adapters.store.cases.reconsiderations import case_to_reconsider
from adapters.store.reach import Engine
from domain.case.acts.act import Act
from domain.case.acts.endings import ExcuseLapse
from domain.case.acts.filing import RequestReconsideration
from domain.case.acts.payment import ReturnPayment
from domain.case.acts.projects import FindSameProject
from domain.case.acts.recovery import DecideTopUp
from domain.case.contests.contested import Contestable
from domain.case.record.progress import CONTEST, Opening


def opening_of(engine: Engine, case_number: str, act: Act) -> Opening | None:
    """The run that an act begins; None while the case runs.

    Args:
        engine: the store, which knows the case as it ended.
        case_number: the case.
        act: of a form that reopens.
    """
    if isinstance(act, RequestReconsideration) and not act.told_in:
        refused = case_to_reconsider(engine, case_number)
        return (
            Opening(kind=refused.plan.code, given=refused, summary=f"复核 · {case_number}")
            if refused
            else None
        )
    if isinstance(act, ExcuseLapse):
        lost = case_to_make_good(engine, case_number, act.instalment)
        return Opening(kind=lost.plan.code, given=lost, summary=f"准予补办 · {case_number}") if lost else None
    if isinstance(act, RequestReconsideration) and act.against is Contestable.LAPSE and not act.number:
        lost = case_to_make_good(engine, case_number, None, CONTEST)
        return Opening(kind=lost.plan.code, given=lost, summary=f"复核 · {case_number}") if lost else None
    ended = ended_case(engine, case_number)
    kind, title = _run(act)
    return Opening(kind=kind, given=ended, summary=f"{title} · {case_number}") if ended else None


def _run(act: Act) -> tuple[str, str]:
    """The kind of workflow, and its title."""
    match act:
        case ReturnPayment():
            return "bank_return", "退票"
        case RequestReconsideration():
            return "reconsideration", "复核"
        case DecideTopUp():
            return "top_up", "补足差额"
        case FindSameProject():
            return "project_finding", "认定是否同一项目"
        case _:
            return "recovery", "追回"
