"""What every case has: acts as Updates, waiting with terms, verbs, recorded stages, and how it looks in the Temporal UI."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
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
from domain.case.user_tasks import UserTask
from domain.case.verbs import CHECK_BEGINNING, ENTER_STAGE
from domain.verb import Answer, Asked, Content, Verb
from workflows import options
from workflows.clock import RunClock, until
from workflows.coming import wait
from workflows.endings import TOO_LATE, NotTakenUp, ProcedureEnded, as_failure
from workflows.inbox import Inbox
from workflows.judging import beginning_asked
from workflows.recording import late_note, told
from workflows.signals import hears_signals
from workflows.trail import Laps, Walked
from workflows.updates import takes_acts
from workflows.visibility import Visibility
from workflows.waiting import Waiting

AFTER_AN_ACT = timedelta(seconds=10)
"""How long one try of the first verb after an act may take."""

Interrupt: TypeAlias = Callable[[Any, Any], Awaitable[None]]
"""What is done with an act that comes between, given the case and the act."""

Ending: TypeAlias = tuple[Stage, Event, str, str]
One = TypeVar("One")
Two = TypeVar("Two")
Three = TypeVar("Three")
Four = TypeVar("Four")


@hears_signals
@takes_acts
class Case:
    """One application, from filing to its end. Procedures say the procedure by ``follow``.

    Attributes:
        interrupts: what is done with acts that come between those of the procedure; handed in by the registry.
        plan: by which it is dealt with.
        clock: its own, which every part of it asks.
        kept: its state, but for what its inbox and its waiting keep.
        trail: what brought it where it is.
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
        self.clock = RunClock(case.trail.reached)
        self._begun = beginning_asked(case, self.clock.now())
        self.inbox = Inbox(case.state, self.clock)
        self.stage = progress.stage if progress else Stage.DRAFT
        self.waiting = Waiting(self.inbox, self.clock, case.state, case.trail.reckoned)
        self.closed = bool(progress and progress.final)
        self.trail = Walked(self, case.trail)
        self.opened_by = self.trail.opens_with(self.opened_by or OPENED_BY.get(case.state.checkpoint))
        self.kept = case.state
        self.waiting.heard.begin(case)
        self._visibility = Visibility(case.plan)

    @workflow.query
    def progress(self) -> Progress | None:
        """Where the case stands."""
        return self.kept.progress

    @property
    def state(self) -> CaseState:
        """What the case carries from one run to the next."""
        return self.kept.model_copy(update={**self.inbox.said, **self.waiting.unheeded})

    def handed_over(self, patient_until: datetime | None = None) -> CaseInput:
        """What another run goes on with, from where this one waits."""
        progress = self.kept.progress and self.kept.progress.model_copy(update={"tasks": self.inbox.tasks})
        state = self.state.model_copy(update={"progress": progress})
        trail = self.trail.left(patient_until, self.clock.reached, self.waiting.reckoned)
        return CaseInput(plan=self.plan, state=state, trail=trail)

    def keep(self, **changes: object) -> None:
        """Replace parts of the state."""
        self.kept = self.kept.model_copy(update=changes)

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

    async def ask(
        self, verb: Verb[Content, Asked, Answer], *none: Content.args, **content: Content.kwargs
    ) -> Answer:
        """Ask for a verb, which leaves no trace; with case and verb, its number makes it safe to repeat.

        The first verb after an act is an ordinary activity: Temporal writes the act down before it hands that out. A local
        one takes effect while the act is in memory only: were server and worker killed then, the store would know more.
        """
        self.keep(seq=self.kept.seq + 1)
        head = {"case_number": self.plan.case_number, "seq": self.kept.seq, "at": self.clock.now()}
        asked = verb.request(*none, **content).model_copy(update=head | {"came": self.waiting.heard.told()})
        if not self.inbox.is_unwritten:
            return await options.ask_at_once(verb, asked)
        self.inbox.is_unwritten = False
        return await options.ask(verb, asked, AFTER_AN_ACT)

    def take_up(self, progress: Progress) -> None:
        """The open tasks and the clocks have their days now; who waits for a stop to be lifted asks again when it is."""
        is_lifted = self.kept.progress and self.kept.progress.stops and not progress.stops
        self.waiting.is_woken |= bool(is_lifted)
        self.waiting.clocks = progress.clocks
        self.inbox.date(progress.tasks)
        shown = progress.model_copy(update={"tasks": self.inbox.tasks})
        self.keep(progress=shown)
        self.show(shown)

    def show(self, progress: Progress) -> None:
        """Show where it stands in the Temporal UI."""
        self._visibility.show(progress)

    async def follow(self) -> None:
        """The procedure, written by the procedure."""
        raise AssertionError("a procedure says the procedure")

    async def walk(self) -> CaseOutcome:
        """Follow the procedure to its end, or to where somebody ends it.

        Raises:
            ApplicationError: the run was not begun by the door.
        """
        if refusal := (await options.ask_at_once(CHECK_BEGINNING, self._begun)).refusal:
            self.closed = True
            self.inbox.refuse_all(refusal)
            await until(workflow.all_handlers_finished)
            raise as_failure(refusal)
        self.waiting.set_out()
        if self.kept.progress is not None:
            self.show(self.kept.progress)
        self.trail.set_out()
        try:
            await self.follow()
        except NotTakenUp:
            self.closed = True
            self.inbox.refuse_all(TOO_LATE)
        except ProcedureEnded as ending:
            await self.close(ending.stage, ending.event, ending.reason, ending.subject)
        await until(workflow.all_handlers_finished)
        return CaseOutcome(stage=self.stage, amount=self.state.amount)

    async def do(
        self, verb: Verb[Content, Asked, Answer], *none: Content.args, **content: Content.kwargs
    ) -> Answer:
        """Have a verb done in this case and give its answer."""
        if self.trail.is_followed:
            return verb.answer.model_validate(self.trail.follow(verb.name).value)
        before = self.trail.seen
        answer = await self.ask(verb, *none, **content)
        self.trail.leave_answer(verb.name, answer, before)
        return answer

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
        if self.trail.is_followed:
            self.trail.follow_step(stage, event)
            return
        before = self.trail.seen
        tasks = () if final else self.inbox.with_beside(tasks)
        if final := final or (self.state.is_ending and stage in ENDED and not tasks):
            self.closed = True
            self.inbox.refuse_all(TOO_LATE)
        acts = self.inbox.put_down()
        self.stage, self.inbox.tasks = stage, tasks
        kept = self.inbox.recorded(acts)
        progress = await self.ask(
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
            amount=self.kept.amount,
            final=final,
            circumstances=self.state.circumstances,
        )
        self.take_up(progress)
        self.inbox.answer(acts, progress)
        self.trail.leave_step(stage, event, before)

    async def close(self, stage: Stage, event: Event, reason: str = "", subject: str = "") -> None:
        """Record the end, which waits until what was contested is answered. Acts that came too late are refused."""
        ending = ProcedureEnded(stage, event, reason, subject)
        laps: Laps[Ending] = Laps(self, "close", Ending)
        while True:
            stage, event, reason, subject = laps.top(
                (ending.stage, ending.event, ending.reason, ending.subject)
            )
            self.inbox.clear(TOO_LATE)
            is_ending = stage is not Stage.WITHDRAWN
            self.keep(is_ending=is_ending)
            waits = is_ending and bool(self.inbox.beside)
            await self.enter(stage, event, reason=reason, subject=subject, final=not waits)
            try:
                await wait(self, (), None, heeds_wake=False)
            except ProcedureEnded as other:
                ending = other
            else:
                return

    async def until_answered(self) -> None:
        """The case has come to its end, and stands there until the last answer ends it."""
        try:
            await wait(self, (), None, heeds_wake=False)
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
        came = await wait(self, awaited, patience, heeds_wake=heeds_wake)
        assert isinstance(came, awaited)
        return came
