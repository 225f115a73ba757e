"""Acts that take an ended case up again: which run they begin. Done or previewed, it is the same run."""

from adapters.store.cases.ended_cases import ended_case
from adapters.store.cases.reconsiderations import case_to_reconsider
from adapters.store.reach import Engine
from commands.dry_run.acts import Opening
from domain.case.act import Act
from domain.case.office_acts import RequestReconsideration


def opening_of(engine: Engine, case_number: str, act: Act) -> Opening | None:
    """The run that an act begins; None while the case runs.

    Args:
        engine: the store, which knows the case as it ended.
        case_number: the case.
        act: of a form that reopens.
    """
    if isinstance(act, RequestReconsideration):
        refused = case_to_reconsider(engine, case_number)
        return Opening(refused.plan.code, refused, f"复核 · {case_number}") if refused else None
    ended = ended_case(engine, case_number)
    return Opening("recovery", ended, f"追回 · {case_number}") if ended else None
