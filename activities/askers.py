"""Who asks for a verb: on a task queue, any workflow of anybody who reaches the engine may."""

from temporalio import activity

from activities.office import CaseOffice
from adapters.store.cases.ended_cases import runs_of
from adapters.store.engine import open_session


class StrangerAsks(Exception):
    """A verb of a case was asked for by a run that the door did not begin. It is tried again, and never done."""


def is_asked_here() -> bool:
    """Whether our own workflow code asks, in this very process: a local activity is handed to nobody else."""
    return not activity.in_activity() or activity.info().is_local


def refuse_strangers(office: CaseOffice, case_number: str) -> None:
    """Let only the case's own run have a verb done.

    Raises:
        StrangerAsks: another run asks.
    """
    if is_asked_here():
        return
    with open_session(office.engine) as session:
        runs = runs_of(session, case_number)
    if runs is None or runs[1] != activity.info().workflow_run_id:
        raise StrangerAsks(case_number)
