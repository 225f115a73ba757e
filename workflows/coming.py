"""What comes to a case that waits: what the procedure waits for is handed to it, all else is dealt with here."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar, Protocol

from domain.case.acts.act import Act
from domain.case.record.progress import CaseInput, CaseState
from domain.case.record.situation import Situation
from domain.case.record.steps import Progress
from domain.case.user_tasks import TimerEventKind
from domain.case.verbs import RECKON_TERMS, RING
from domain.errors import RefusalFacts
from domain.verb import Answer, Asked, Content, Verb
from workflows.endings import TURNS, RunFull, TaskOver, Woken
from workflows.judging import against_late, against_stranger, left_behind
from workflows.recording import timer_name
from workflows.runs import hand_over
from workflows.seen import Seen
from workflows.trail import Came, Walking
from workflows.waiting import Due, Unsettled


class Waiter(Walking, Protocol):
    """What of a case is needed to wait."""

    interrupts: ClassVar[Mapping[type[Act], Callable[[Any, Any], Awaitable[None]]]]

    @property
    def situation(self) -> Situation:
        """Where it stands, as an act meets it."""

    @property
    def state(self) -> CaseState:
        """What it carries."""

    async def ask(
        self, verb: Verb[Content, Asked, Answer], *none: Content.args, **content: Content.kwargs
    ) -> Answer:
        """Ask for a verb."""

    def take_up(self, progress: Progress) -> None:
        """Go on from what was written down."""

    def handed_over(self, patient_until: datetime | None = None) -> CaseInput:
        """What another run goes on with."""


async def wait(
    case: Waiter, awaited: tuple[type[object], ...], patience: timedelta | None, *, heeds_wake: bool
) -> Came | None:
    """What comes that is awaited; where nothing is, None when the case has ended."""
    trail, before, patient_until = case.trail, case.trail.seen, case.clock.after(patience)
    if trail.leads_on:
        return trail.follow_to(awaited)
    try:
        if trail.leads_aside:
            await _turn_aside(case, trail.next_act, before)
            patient_until = case.clock.after(patience)
        elif trail.is_followed:
            patient_until = trail.arrive()
        came = await _next(case, awaited, patience, patient_until, before, heeds_wake=heeds_wake)
    except TURNS as turned:
        trail.leave_turned(turned, before)
        raise
    trail.leave_came(came, before)
    return came


async def _next(
    case: Waiter,
    awaited: tuple[type[object], ...],
    patience: timedelta | None,
    patient_until: datetime | None,
    before: Seen,
    *,
    heeds_wake: bool,
) -> Came | None:
    """Deal with what comes until it is for the procedure."""
    while awaited or not case.closed:
        came = await case.waiting.next(patient_until, heeds_wake=heeds_wake)
        if isinstance(came, RunFull):
            await hand_over(partial(case.handed_over, patient_until), case.inbox)
            continue
        left = await _deal_with(case, came, awaited, before)
        if isinstance(came, Act) and case.inbox.refused(came):
            case.waiting.heard.forget(came)
        if left is not None:
            assert isinstance(left, awaited), f"{type(left).__name__} came, which nobody awaits"
            return left
        patient_until = case.clock.after(patience) if isinstance(came, Act) else patient_until
    return None


async def _deal_with(
    case: Waiter, came: Act | Due | Unsettled | Woken, awaited: tuple[type[object], ...], before: Seen
) -> Came | None:
    """What came, unless it is dealt with here."""
    if isinstance(came, Unsettled):
        await _reckon(case)
    elif isinstance(came, Due):
        if came.timer_event.kind is TimerEventKind.LAPSE:
            case.inbox.end(came.task)
            return TaskOver(came.task)
        await _ring(case, came)
    elif isinstance(came, Woken):
        return came
    elif (refusal := await _against(case, came)) is not None:
        case.inbox.give_back(came, refusal)
    elif isinstance(came, awaited):
        return came
    elif type(came) in case.interrupts:
        await _turn_aside(case, came, before)
    else:
        case.inbox.turn_away(came, left_behind(came))
    return None


async def _against(case: Waiter, act: Act) -> RefusalFacts | None:
    """Why an act is not done, now that its turn comes."""
    forged = await against_stranger(act, case.plan.case_number, case.clock, case.waiting.heard)
    return forged or against_late(act, case.inbox, case.situation)


async def _turn_aside(case: Waiter, act: Act, before: Seen) -> None:
    """Do what comes between; once that is over it leaves no trace but what it has changed."""
    since = len(case.trail.traces)
    case.trail.leave_aside(act, before)
    try:
        await case.interrupts[type(act)](case, act)
    finally:
        case.trail.forget(since)


async def _ring(case: Waiter, due: Due) -> None:
    """Record a reminder, an escalation or the end of a pause, once."""
    fired = due.task.fired(due.timer_event)
    case.inbox.replace(due.task, fired)
    rung = RING.titled(timer_name(due.task, due.timer_event))
    case.take_up(await case.ask(rung, kind=due.timer_event.kind, task=fired, **_where(case)))


async def _reckon(case: Waiter) -> None:
    """Write down again where the case stands: the open terms by the calendar as it is now, and the stops in force."""
    case.take_up(await case.ask(RECKON_TERMS, **_where(case)))


def _where(case: Waiter) -> dict[str, Any]:
    return {"stage": case.stage, "tasks": case.inbox.tasks, "amount": case.kept.amount}
