"""Objections are bounded, so that nobody can fill up the case of another: one open objection a person, which a later one adds to."""

from collections.abc import Iterator
from typing import Final

from domain.case.acts.objections import FindOnObjection, RaiseObjection
from domain.case.roles import Actor
from domain.case.user_tasks import UserTask
from domain.errors import LimitReached, Refusal, WrongStage

MOST_OPEN: Final = 20
"""Each is a task that every later step of the case carries along."""

MOST_OF_ONE: Final = 6
"""What one person says in a case: an objection and five additions to it, or the like."""

MOST_OF_A_CASE: Final = 120

WHY: Final = "同一案件的异议数量有上限，以保证案件能够继续办理。"
IN_WRITING: Final = "请书面向牵头部门提出，由牵头部门一并核查。"


def open_objection_of(people: tuple[str, ...], tasks: tuple[UserTask, ...]) -> str:
    """The objection of somebody on which no finding was made yet; empty where there is none."""
    findings = (task for task in tasks if FindOnObjection.kind in task.acts)
    return next((task.subject for task in findings if not set(task.not_by).isdisjoint(people)), "")


def against_more_objections(
    by: Actor, tasks: tuple[UserTask, ...], objectors: tuple[str, ...]
) -> Iterator[Refusal]:
    """Why no more is taken from somebody, or at all.

    Args:
        by: who would object.
        tasks: the open ones.
        objectors: the account of each objection, and addition, that the case has taken.
    """
    if objectors.count(by.account) >= MOST_OF_ONE:
        yield LimitReached(f"您对本案提出的异议和补充已达 {MOST_OF_ONE} 次。", why=WHY, remedy=IN_WRITING)
    elif len(objectors) >= MOST_OF_A_CASE:
        yield LimitReached(f"本案收到的异议已达 {MOST_OF_A_CASE} 件。", why=WHY, remedy=IN_WRITING)
    findings = [task for task in tasks if FindOnObjection.kind in task.acts]
    if len(findings) >= MOST_OPEN and not open_objection_of(by.people, tasks):
        yield LimitReached(
            f"本案正在核查的异议已有 {MOST_OPEN} 件，暂不能再通过网上提出。", why=WHY, remedy=IN_WRITING
        )


def against_objection(
    act: RaiseObjection, tasks: tuple[UserTask, ...], ahead: tuple[RaiseObjection, ...]
) -> Iterator[WrongStage]:
    """Whoever has an open objection adds to that one; a finding may have been made, or an objection taken, in this moment."""
    same = [other for other in ahead if other.by.account == act.by.account and not other.adds_to]
    if act.adds_to != open_objection_of(act.by.people, tasks) or same:
        yield WrongStage(
            "您对本案的另一项异议刚刚提出或者核查完毕，本次内容尚未受理。",
            why="每人对同一案件同时只有一项异议，再次提出的内容并入该项异议。",
            remedy="请重新提交。",
        )
