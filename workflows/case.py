"""What every case has: acts as Updates, waiting with terms, verbs, recorded stages, and a face in the Temporal UI."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeAlias, TypeVar

from temporalio import workflow

from domain.calendar import shanghai_date
from domain.case.acts.act import Act
from domain.case.acts.defects import Defect
from domain.case.admission import Situation, admit
from domain.case.record.events import TITLES, Event
from domain.case.record.progress import CaseInput, CaseOutcome, CaseState
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.case.user_tasks import TimerEventKind, UserTask
from domain.case.verbs import ENTER_STAGE, RECKON_TERMS, RING
from domain.errors import CaseClosed, Refusal
from domain.verb import Answer, Asked, Content, Verb
from workflows.endings import NotTakenUp, ProcedureEnded, TaskOver, Woken, as_failure
from workflows.inbox import Inbox
from workflows.options import ask, ask_at_once
from workflows.recording import recorded, timer_name, told
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
        inbox: what came in.
        stage: where the case is.
        waiting: what is waited for besides acts.
        closed: whether it has ended.
        is_recovering: whether money is being recovered.
    """

    interrupts: ClassVar[Mapping[type[Act], Interrupt]] = {}

    @workflow.init
    def __init__(self, case: CaseInput) -> None:
        """Be whole before the first act: an Update may come before ``run``."""
        progress = case.state.progress
        self.plan = case.plan
        self.inbox = Inbox(case.state)
        self.stage = progress.stage if progress else Stage.DRAFT
        self.waiting = Waiting(self.inbox, progress.clocks if progress else ())
        self.closed = bool(progress and progress.final)
        self.is_recovering = False
        self._kept = case.state
        self._face = Visibility(case.plan)

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
    def stop_changed(self) -> None:
        """Payments of the unit were stopped in another of its cases, or are stopped no more."""
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
            self._face.show(self._kept.progress)
        try:
            await self.follow()
        except NotTakenUp:
            self.closed = True
        except ProcedureEnded as ending:
            await self.close(ending.stage, ending.event, ending.reason)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return CaseOutcome(stage=self.stage, amount=self.state.amount)

    @property
    def state(self) -> CaseState:
        """What the case carries from one run to the next."""
        return self._kept.model_copy(update={"answers": self.inbox.answers, "done": self.inbox.done})

    def keep(self, **changes: object) -> None:
        """Replace parts of the state."""
        self._kept = self._kept.model_copy(update=changes)

    @property
    def tasks(self) -> tuple[UserTask, ...]:
        """The open tasks."""
        return self.inbox.tasks

    def check(self, act: Act) -> None:
        """Refuse an act that the case does not admit; a refused act leaves no trace in the history."""
        try:
            if not self.inbox.repeats(act):
                admit(act, self._situation())
        except Refusal as refusal:
            raise as_failure(refusal.facts) from refusal

    def _situation(self) -> Situation:
        return Situation(
            lead=self.plan.lead,
            state=self.state,
            stage=self.stage,
            tasks=self.tasks,
            ahead=(*self.inbox.waiting, *self.inbox.in_hand),
            closed=self.closed,
            is_recovering=self.is_recovering,
            today=shanghai_date(workflow.now()),
        )

    async def do(
        self, verb: Verb[Content, Asked, Answer], *none: Content.args, **content: Content.kwargs
    ) -> Answer:
        """Have a verb done in this case and give its answer; with case and verb, its number makes it safe to repeat.

        The first verb after an act is an ordinary activity, because Temporal writes the act down before it hands that
        out. A local one takes effect while the act is in memory only: were server and worker killed at that moment,
        the store would have an act of which the case knows nothing, for ever.
        """
        self.keep(seq=self._kept.seq + 1)
        head = {"case_number": self.plan.case_number, "seq": self._kept.seq, "at": workflow.now()}
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

        The tasks are open at once; their days follow from the activity, which knows the calendar.
        """
        acts, self.inbox.in_hand = self.inbox.in_hand, []
        self.stage, self.inbox.tasks = stage, tasks
        progress = await self.do(
            ENTER_STAGE.titled(TITLES[event]),
            stage=stage,
            event=event,
            acts=tuple(recorded(act) for act in acts),
            tasks=tasks,
            reason=reason or told(acts),
            defects=defects,
            notice=notice,
            note=note,
            silent=silent,
            subject=subject,
            amount=self._kept.amount,
            final=final,
        )
        self._take_up(progress)
        self.inbox.answer(acts, progress)

    def _take_up(self, progress: Progress) -> None:
        """The open tasks and the clocks have their days now."""
        self.waiting.clocks = progress.clocks
        self.inbox.date(progress.tasks)
        shown = progress.model_copy(update={"tasks": self.tasks})
        self.keep(progress=shown)
        self._face.show(shown)

    async def close(self, stage: Stage, event: Event, reason: str = "", subject: str = "") -> None:
        """Record the end. Acts that came too late are refused."""
        self.closed = True
        self.inbox.refuse_all(CaseClosed("案件已结束，本次办理未生效。").facts)
        await self.enter(stage, event, reason=reason, subject=subject, final=True)

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

        Reminders and escalations on the way are recorded here; acts that interrupt the procedure are dealt with here, after
        which it goes on where it was.

        Args:
            one: what the open tasks let come, or
            two: this, or
            three: this, or
            four: this.
            patience: how long is waited before the case is woken.
            heeds_wake: whether a wake-up wakes it.

        Raises:
            RoadEnded: the applicant withdrew, the lead terminated the case, or all that was paid wrongly is back.
        """
        came = await self._next(patience, heeds_wake=heeds_wake)
        for kind in (one, two, three, four):
            if kind is not None and isinstance(came, kind):
                return came
        raise AssertionError(f"{type(came).__name__} came, which no open task admits")

    async def _next(self, patience: timedelta | None, *, heeds_wake: bool) -> Act | TaskOver | Woken:
        until = _after(patience)
        while True:
            came = await self.waiting.next(until, heeds_wake=heeds_wake)
            if isinstance(came, Unsettled):
                await self._reckon()
            elif isinstance(came, Due):
                if came.timer_event.kind is TimerEventKind.LAPSE:
                    self.inbox.end(came.task)
                    return TaskOver(came.task)
                await self._ring(came)
            elif isinstance(came, Act) and type(came) in self.interrupts:
                await self.interrupts[type(came)](self, came)
                until = _after(patience)
            else:
                return came

    async def _ring(self, due: Due) -> None:
        """Record a reminder, an escalation or the end of a pause, once."""
        fired = due.task.fired(due.timer_event)
        self.inbox.replace(due.task, fired)
        progress = await self.do(
            RING.titled(timer_name(due.task, due.timer_event)),
            kind=due.timer_event.kind,
            task=fired,
            stage=self.stage,
            tasks=self.tasks,
            amount=self._kept.amount,
        )
        self._take_up(progress)

    async def _reckon(self) -> None:
        """Write down again where the case stands: the open terms by the calendar as it is now, and the stops in force."""
        amount = self._kept.amount
        self._take_up(await self.do(RECKON_TERMS, stage=self.stage, tasks=self.tasks, amount=amount))

    async def continue_in_a_new_run(self, checkpoint: str) -> None:
        """Hand the case over to a new run, unless an act is waiting; then the procedure goes on as it is."""
        self.keep(checkpoint=checkpoint)
        await workflow.wait_condition(lambda: workflow.all_handlers_finished() or bool(self.inbox.waiting))
        if not self.inbox.waiting and workflow.all_handlers_finished():
            workflow.continue_as_new(CaseInput(plan=self.plan, state=self.state))


def _after(patience: timedelta | None) -> datetime | None:
    return workflow.now() + patience if patience else None
