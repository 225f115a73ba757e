"""What extending, correcting an extension, pausing and resuming do to the open tasks, and when they are refused.

Each party changes its own terms; the lead may also give the applicant more time. An extension is granted once, before
the term is over (办理规程; 优化营商环境条例 Art. 40).
"""

from collections.abc import Iterator
from datetime import date

from domain.case.acts.act import Act
from domain.case.acts.time import CorrectExtension, ExtendTerm, PauseClock, ResumeClock
from domain.case.record.narrative import day_text
from domain.case.time.clock import Clock, Extension, Stop, StopKind
from domain.case.user_tasks import UserTask
from domain.departments import APPLICANT
from domain.errors import FieldError, InvalidInput, NotAllowed, Refusal, WrongStage

CLAUSE = "附则(五)"


def against_change(
    kind: type[Act], party: str, whose: str, tasks: tuple[UserTask, ...], lead: str, today: date
) -> Iterator[Refusal]:
    """Why a term may not be changed in such a way now.

    Args:
        kind: of act.
        party: who changes it.
        whose: whose term is extended; the own one unless said.
        tasks: the open ones.
        lead: the lead department.
        today: the day it is.
    """
    if kind is ExtendTerm:
        return _against_extension(whose or party, party, tasks, lead, today)
    if kind is CorrectExtension:
        return _against_correcting(whose or party, party, tasks, lead, today)
    if kind is PauseClock:
        return _against_pause(party, tasks, today)
    return _against_resumption(party, tasks)


def _against_extension(
    whose: str, party: str, tasks: tuple[UserTask, ...], lead: str, today: date
) -> Iterator[Refusal]:
    """Why a party may not extend a term: it is another's, none is open, it was extended before, or is over."""
    yield from _against_anothers(whose, party, lead, "延长")
    task = _with_clock(whose, tasks)
    clock = _clock(task) if task else None
    if task is None or task.term is None or clock is None:
        yield WrongStage("没有可以延长的期限。", why="案件目前不在该单位办理。", remedy="请查看案件详情。")
        return
    if clock.extension is not None:
        yield WrongStage(
            "期限只能延长一次。",
            why=f"已于{day_text(clock.extension.on)}延长 {clock.extension.working_days} 个工作日。",
            clause=CLAUSE,
            remedy="请在期限内办结；确需专家评审或审计的，可以中止计时。",
        )
    yield from _too_late(task, today, "延长")


def _against_anothers(whose: str, party: str, lead: str, what: str) -> Iterator[NotAllowed]:
    if whose != party and (whose != APPLICANT or party != lead):
        yield NotAllowed(
            f"只能{what}本部门的办理期限。",
            why=f"牵头部门也可以{what}申请单位的期限。",
            remedy="请由该期限的办理部门或牵头部门办理。",
        )


def _with_clock(whose: str, tasks: tuple[UserTask, ...]) -> UserTask | None:
    return next((task for task in tasks if task.party == whose and _clock(task)), None)


def _against_correcting(
    whose: str, party: str, tasks: tuple[UserTask, ...], lead: str, today: date
) -> Iterator[Refusal]:
    """Why a party may not correct an extension: it is another's, there is none, or the term is over."""
    yield from _against_anothers(whose, party, lead, "更正")
    task = _with_clock(whose, tasks)
    clock = _clock(task) if task else None
    if task is None or clock is None or clock.extension is None:
        yield WrongStage("没有可以更正的延期。", why="当前的期限没有延长过。", remedy="请查看办理时限。")
        return
    yield from _too_late(task, today, "更正")


def against_new_length(whose: str, working_days: int, tasks: tuple[UserTask, ...]) -> Iterator[Refusal]:
    """Why an extension does not become so long: it is so long already, or the applicant was told a later day."""
    task = _with_clock(whose, tasks)
    clock = _clock(task) if task else None
    if clock is None or clock.extension is None:
        return
    was = clock.extension.working_days
    if working_days == was:
        message = f"延期原为 {was} 个工作日，没有变化"
        yield InvalidInput(
            f"{message}。",
            remedy="请核对应延长的工作日。",
            fields=(FieldError(path="working_days", message=message),),
        )
    if whose == APPLICANT and working_days < was:
        yield NotAllowed(
            "已告知申请单位的最后一天不得提前。",
            why=f"延期原为 {was} 个工作日，申请单位可以信赖。",
            clause=CLAUSE,
            remedy="申请单位的期限只能更正为更长；办理部门的期限可以缩短。",
        )


def _too_late(task: UserTask, today: date, what: str) -> Iterator[WrongStage]:
    """A term that is over is neither extended nor paused: it would hide that the office is late."""
    if task.term is not None and not task.stop and task.term.due_on < today:
        yield WrongStage(
            f"期限已满，不能再{what}。",
            why=f"期限至{day_text(task.term.due_on)}，{what}须在期满前提出。",
            clause=CLAUSE,
            remedy="请尽快办结。",
        )


def _against_pause(party: str, tasks: tuple[UserTask, ...], today: date) -> Iterator[WrongStage]:
    """Why a party's terms may not stand still: none runs, or one is over."""
    running = [task for task in tasks if _runs(task, party)]
    if not running:
        yield WrongStage("没有可以中止的期限。", why=_none_open(tasks, party), remedy="请查看案件详情。")
    for task in running:
        yield from _too_late(task, today, "中止")


def _against_resumption(party: str, tasks: tuple[UserTask, ...]) -> Iterator[WrongStage]:
    """Why a party's terms may not go on: none stands still."""
    if not any(_stands_still(task, party) for task in tasks):
        yield WrongStage("没有中止计时的期限。", why="期限正在计算。", remedy="请查看案件详情。")


def _none_open(tasks: tuple[UserTask, ...], party: str) -> str:
    if any(_stands_still(task, party) for task in tasks):
        return "期限已经中止计时。"
    return "案件目前不在本部门办理。"


def _clock(task: UserTask) -> Clock | None:
    """The clock of a term; None for a fixed last day."""
    return task.term.clock if task.term else None


def _runs(task: UserTask, party: str) -> bool:
    return task.party == party and task.is_of_an_office and _clock(task) is not None and task.stop is None


def _stands_still(task: UserTask, party: str) -> bool:
    return task.party == party and task.stop is not None


def changed_terms(act: Act, tasks: tuple[UserTask, ...], today: date) -> tuple[UserTask, ...]:
    """The open tasks after an act on terms."""
    return tuple(_changed(act, task, today) for task in tasks)


def _changed(act: Act, task: UserTask, today: date) -> UserTask:
    clock = _clock(task)
    if clock is None:
        return task
    if isinstance(act, ExtendTerm) and task.party == act.whose and clock.extension is None:
        extension = Extension(on=today, working_days=act.working_days, reason=act.reason)
        return task.with_clock(clock.extended(extension))
    if isinstance(act, CorrectExtension) and task.party == act.whose and clock.extension is not None:
        extension = Extension(on=today, working_days=act.working_days, reason=act.reason)
        return task.with_clock(clock.corrected(extension))
    if isinstance(act, PauseClock) and _runs(task, act.by.party):
        stop = Stop(on=today, kind=StopKind.EXPERT, reason=act.reason, working_days=act.working_days)
        return task.with_clock(clock.stopped(stop))
    if isinstance(act, ResumeClock) and _stands_still(task, act.by.party):
        return task.with_clock(clock.gone_on(today))
    return task


def told(act: Act) -> str:
    """What the applicant reads."""
    if isinstance(act, ExtendTerm):
        return f"延长{act.working_days}个工作日。理由：{act.reason}"
    if isinstance(act, CorrectExtension):
        return f"延期更正为{act.working_days}个工作日。理由：{act.reason}"
    if isinstance(act, PauseClock):
        return f"最长{act.working_days}个工作日。理由：{act.reason}"
    return act.reason
