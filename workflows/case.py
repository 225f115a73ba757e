"""What every case has: acts as Updates, waiting with terms, verbs, recorded stages, and how it looks in the Temporal UI."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, ClassVar, TypeAlias, TypeVar

from temporalio import workflow

from domain.calendar import shanghai_date
from domain.case.acts.act import Act
from domain.case.acts.defects import Defect
from domain.case.record.events import TITLES, Event
from domain.case.record.progress import OPENED_BY, CaseInput, CaseOutcome, CaseState
from domain.case.record.situation import Situation
from domain.case.record.stages import ENDED, Stage
from domain.case.record.steps import Progress
from domain.case.user_tasks import TimerEventKind, UserTask
from domain.case.verbs import ENTER_STAGE, RECKON_TERMS, RING
from domain.verb import Answer, Asked, Content, Verb
from workflows.authenticity import against_stranger
from workflows.clock import RunClock, until
from workflows.endings import TOO_LATE, NotTakenUp, ProcedureEnded, TaskOver, Woken
from workflows.inbox import Inbox
from workflows.judging import against_late, left_behind
from workflows.options import ask, ask_at_once
from workflows.recording import late_note, timer_name, told
from workflows.updates import takes_acts
from workflows.visibility import Visibility
from workflows.waiting import Due, Unsettled, Waiting

AFTER_AN_ACT = timedelta(seconds=10)
"""How long one try of the first verb after an act may take."""

Interrupt: TypeAlias = Callable[["Case", Any], Awaitable[None]]
One = TypeVar("One")
Two = TypeVar("Two")
Three = TypeVar("Three")
Four = TypeVar("Four")


@takes_acts
class Case:
    """One application, from filing to its end. Procedures say the procedure by ``follow``.

    Attributes:
        interrupts: what is done with acts that come between those of the procedure; handed in by the registry.
        clock: its own, which every part of it asks.
        inbox: what came in.
        stage: where the case is.
        waiting: what is waited for besides acts.
        closed: whether it has ended.
        opened_by: the act with which an ended case is taken up again; None in its first proceeding.
    """

    interrupts: ClassVar[Mapping[type[Act], Interrupt]] = {}
    opened_by: type[Act] | None = None

    @workflow.init
    def __init__(self, case: CaseInput) -> None:
        """Be whole before the first act: an Update may come before ``run``."""
        progress = case.state.progress
        self.plan = case.plan
        self.clock = RunClock()
        self.inbox = Inbox(case.state, self.clock)
        self.stage = progress.stage if progress else Stage.DRAFT
        self.waiting = Waiting(self.inbox, self.clock, case.state)
        self.closed = bool(progress and progress.final)
        self.opened_by = self.opened_by or OPENED_BY.get(case.state.checkpoint)
        self._kept = case.state
        self._visibility = Visibility(case.plan)

    @workflow.signal
    def quota_released(self) -> None:
        """Money of a pool came free and this case is the next in its queue."""
        self.waiting.is_woken = True

    @workflow.signal
    def receivable_netted(self) -> None:
        """Something was set off against what this case is to get back."""
        self.waiting.is_woken = True

    @workflow.signal
    def calendar_announced(self) -> None:
        """A year of the calendar was announced, or corrected: the open terms are computed again."""
        self.waiting.is_unsettled = True

    @workflow.signal
    def standing_changed(self) -> None:
        """A stop of the unit's payments was set or lifted elsewhere; a mail could not arrive, or has after all."""
        self.waiting.is_unsettled = True

    @workflow.query
    def progress(self) -> Progress | None:
        """Where the case stands."""
        return self._kept.progress

    async def follow(self) -> None:
        """The procedure, written by the procedure."""
        raise AssertionError("a procedure says the procedure")

    async def walk(self) -> CaseOutcome:
        """Follow the procedure to its end, or to where somebody ends it."""
        if self._kept.progress is not None:
            self._visibility.show(self._kept.progress)
        try:
            await self.follow()
        except NotTakenUp:
            self.closed = True
            self.inbox.refuse_all(TOO_LATE)
        except ProcedureEnded as ending:
            await self.close(ending.stage, ending.event, ending.reason, ending.subject)
        await until(workflow.all_handlers_finished)
        return CaseOutcome(stage=self.stage, amount=self.state.amount)

    @property
    def state(self) -> CaseState:
        """What the case carries from one run to the next."""
        return self._kept.model_copy(update={**self.inbox.said, **self.waiting.unheeded})

    def keep(self, **changes: object) -> None:
        """Replace parts of the state."""
        self._kept = self._kept.model_copy(update=changes)

    @property
    def tasks(self) -> tuple[UserTask, ...]:
        """The open tasks of the procedure."""
        return tuple(task for task in self.inbox.tasks if not task.beside)

    @property
    def situation(self) -> Situation:
        """Where the case stands, as an act meets it."""
        return Situation(
            **self.inbox.standing,
            lead=self.plan.lead,
            stage=self.stage,
            state=self.state,
            closed=self.closed,
            opened_by=self.opened_by,
            today=shanghai_date(self.clock.now()),
        )

    async def do(
        self, verb: Verb[Content, Asked, Answer], *none: Content.args, **content: Content.kwargs
    ) -> Answer:
        """Have a verb done in this case and give its answer; with case and verb, its number makes it safe to repeat.

        The first verb after an act is an ordinary activity: Temporal writes the act down before it hands that out. A local
        one takes effect while the act is in memory only: were server and worker killed then, the store would know more.
        """
        self.keep(seq=self._kept.seq + 1)
        head = {"case_number": self.plan.case_number, "seq": self._kept.seq, "at": self.clock.now()}
        asked = verb.request(*none, **content).model_copy(update=head)
        if not self.inbox.is_unwritten:
            return await ask_at_once(verb, asked)
        self.inbox.is_unwritten = False
        return await ask(verb, asked, AFTER_AN_ACT)

    async def enter(
        self,
        stage: Stage,
        event: Event,
        *tasks: UserTask,
        reason: str = "",
        defects: tuple[Defect, ...] = (),
        notice: int = 0,
        note: str = "",
        silent: str = "",
        subject: str = "",
        final: bool = False,
    ) -> None:
        """Record what happened and open the next tasks; the acts in hand get their answer.

        The tasks are open at once; their days follow from the activity, which knows the calendar. What is open beside the
        procedure stays so; with the last of it a case ends that has come to its end, and is not about something else again.
        """
        tasks = () if final else self.inbox.with_beside(tasks)
        if final := final or (self.state.is_ending and stage in ENDED and not tasks):
            self.closed = True
            self.inbox.refuse_all(TOO_LATE)
        acts, self.inbox.in_hand = self.inbox.in_hand, []
        self.stage, self.inbox.tasks = stage, tasks
        kept = self.inbox.recorded(acts)
        progress = await self.do(
            ENTER_STAGE.titled(TITLES[event]),
            stage=stage,
            event=event,
            acts=kept,
            tasks=tasks,
            reason=reason or told(acts),
            defects=defects,
            notice=notice,
            note=note or late_note(kept),
            silent=silent,
            subject=subject,
            amount=self._kept.amount,
            final=final,
            circumstances=self.state.circumstances,
        )
        self._take_up(progress)
        self.inbox.answer(acts, progress)

    def _take_up(self, progress: Progress) -> None:
        """The open tasks and the clocks have their days now; who waits for a stop to be lifted asks again when it is."""
        is_lifted = self._kept.progress and self._kept.progress.stops and not progress.stops
        self.waiting.is_woken |= bool(is_lifted)
        self.waiting.clocks = progress.clocks
        self.inbox.date(progress.tasks)
        shown = progress.model_copy(update={"tasks": self.inbox.tasks})
        self.keep(progress=shown)
        self._visibility.show(shown)

    async def close(self, stage: Stage, event: Event, reason: str = "", subject: str = "") -> None:
        """Record the end, which waits until what was contested is answered. Acts that came too late are refused."""
        self.inbox.clear(TOO_LATE)
        is_ending = stage is not Stage.WITHDRAWN
        self.keep(is_ending=is_ending)
        waits = is_ending and bool(self.inbox.beside)
        await self.enter(stage, event, reason=reason, subject=subject, final=not waits)
        await self.until_answered()

    async def until_answered(self) -> None:
        """The case has come to its end, and stands there until the last answer ends it."""
        try:
            while not self.closed:
                left = await self._deal_with(await self.waiting.next(None, heeds_wake=False), ())
                assert left is None, f"{type(left).__name__} came, and nothing is done about it"
        except ProcedureEnded as other:
            await self.close(other.stage, other.event, other.reason, other.subject)

    async def act_of(
        self,
        one: type[One],
        two: type[Two] | None = None,
        three: type[Three] | None = None,
        four: type[Four] | None = None,
        *,
        patience: timedelta | None = None,
        heeds_wake: bool = False,
    ) -> One | Two | Three | Four:
        """Wait for the next act of the procedure, which is one of these kinds; or for ``TaskOver``, or to be ``Woken``.

        Reminders and acts that interrupt the procedure are dealt with here, after which it goes on where it was.

        Args:
            one: what the open tasks let come, or
            two: this, or
            three: this, or
            four: this.
            patience: how long is waited before the case is woken.
            heeds_wake: whether a wake-up wakes it.

        Raises:
            ProcedureEnded: the applicant withdrew, the lead terminated the case, or all that was paid wrongly is back.
        """
        awaited = tuple(kind for kind in (one, two, three, four) if kind is not None)
        patient_until = self.clock.after(patience)
        while True:
            came = await self.waiting.next(patient_until, heeds_wake=heeds_wake)
            left = await self._deal_with(came, awaited)
            if isinstance(left, awaited):
                return left
            assert left is None, f"{type(left).__name__} came, which no open task admits"
            patient_until = self.clock.after(patience) if isinstance(came, Act) else patient_until

    async def _deal_with(
        self, came: Act | Due | Unsettled | Woken, awaited: tuple[type[object], ...]
    ) -> Act | TaskOver | Woken | None:
        """What came, unless it is dealt with here."""
        if isinstance(came, Unsettled):
            await self._reckon()
        elif isinstance(came, Due):
            if came.timer_event.kind is TimerEventKind.LAPSE:
                self.inbox.end(came.task)
                return TaskOver(came.task)
            await self._ring(came)
        elif isinstance(came, Woken):
            return came
        elif (refusal := await against_stranger(came, self.plan.case_number, self.clock)) is not None or (
            refusal := against_late(came, self.inbox, self.situation)
        ) is not None:
            self.inbox.give_back(came, refusal)
        elif isinstance(came, awaited):
            return came
        elif type(came) in self.interrupts:
            await self.interrupts[type(came)](self, came)
        else:
            self.inbox.turn_away(came, left_behind(came))
        return None

    async def _ring(self, due: Due) -> None:
        """Record a reminder, an escalation or the end of a pause, once."""
        fired = due.task.fired(due.timer_event)
        self.inbox.replace(due.task, fired)
        rung = RING.titled(timer_name(due.task, due.timer_event))
        self._take_up(await self.do(rung, kind=due.timer_event.kind, task=fired, **self._where()))

    async def _reckon(self) -> None:
        """Write down again where the case stands: the open terms by the calendar as it is now, and the stops in force."""
        self._take_up(await self.do(RECKON_TERMS, **self._where()))

    def _where(self) -> dict[str, Any]:
        return {"stage": self.stage, "tasks": self.inbox.tasks, "amount": self._kept.amount}
