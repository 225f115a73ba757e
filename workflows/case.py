"""What every case has: acts as Updates, waiting with terms, recorded stages, and a face in the Temporal UI."""

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.act import Act, Defect
    from domain.case.money_acts import DecideRecovery, LiftStop, StopPayment
    from domain.case.office_acts import ExtendTerm, PauseClock, ResumeClock, Urge
    from domain.case.record.events import TITLES, Event
    from domain.case.record.progress import CaseInput, CaseOutcome
    from domain.case.record.stages import Stage
    from domain.case.record.steps import Assessed, Assessment, Progress, Reckoning, Ring, Step
    from domain.case.turns import Rung, RungKind, TermAsked, Turn
    from domain.departments import APPLICANT
    from domain.errors import CaseClosed

from workflows.desk import ENDINGS
from workflows.endings import NotTakenUp, RoadEnded, TurnOver
from workflows.options import record
from workflows.recording import recorded, timer_name, told
from workflows.stages.recovery import interrupt
from workflows.stages.stop import change_stop
from workflows.stages.terms import change_terms
from workflows.stages.urge import urge
from workflows.updates import Counter
from workflows.visibility import Face

A_YEAR = timedelta(days=365)
"""The longest that one run of a case waits before it hands over to the next."""


class Case(Counter):
    """One application, from filing to its end. Shapes say the road by ``follow``."""

    @workflow.init
    def __init__(self, case: CaseInput) -> None:
        """Be whole before the first act: an Update may come before ``run``."""
        super().__init__(case)
        self.face = Face(case.plan)
        self.nudged = False
        self.must_reckon = False

    @workflow.signal
    def quota_released(self) -> None:
        """Money of a pool came free and this case is the next in its queue."""
        self.nudged = True

    @workflow.signal
    def receivable_netted(self) -> None:
        """Something was set off against what this case is to get back."""
        self.nudged = True

    @workflow.signal
    def calendar_announced(self) -> None:
        """A year of the calendar was announced, or corrected: the open terms are computed again."""
        self.must_reckon = True

    @workflow.signal
    def stop_changed(self) -> None:
        """Payments of the unit were stopped in another of its cases, or are stopped no more."""
        self.must_reckon = True

    @workflow.query
    def progress(self) -> Progress | None:
        """Where the case stands."""
        return self.state.progress

    async def follow(self) -> None:
        """The road, written by the shape."""
        raise AssertionError("a shape says the road")

    async def release(self) -> None:
        """Give back what the road has reserved; a shape that reserves says how."""

    async def walk(self) -> CaseOutcome:
        """Follow the road to its end, or to where somebody ends it."""
        if self.state.progress is not None:
            self.face.show(self.state.progress)
        try:
            await self.follow()
        except NotTakenUp:
            self.closed = True
        except RoadEnded as ending:
            await self.release()
            await self.close(ending.stage, ending.event, ending.reason)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return CaseOutcome(stage=self.stage, amount=self.state.amount)

    def next_seq(self) -> int:
        """The number of the next recorded thing; with case and verb it makes an activity safe to repeat."""
        self.keep(seq=self.state.seq + 1)
        return self.state.seq

    async def enter(
        self,
        stage: Stage,
        event: Event,
        *turns: Turn,
        reason: str = "",
        defects: tuple[Defect, ...] = (),
        notice: int = 0,
        note: str = "",
        silent: str = "",
        subject: str = "",
        final: bool = False,
    ) -> None:
        """Record what happened and open the next turns; the acts in hand get their answer.

        The turns are open at once; their days follow from the activity, which knows the calendar.
        """
        acts, self.in_hand = self.in_hand, []
        self.stage, self.turns = stage, turns
        step = Step(
            case_number=self.plan.case_number,
            seq=self.next_seq(),
            at=workflow.now(),
            stage=stage,
            event=event,
            acts=tuple(recorded(act) for act in acts),
            turns=turns,
            reason=reason or told(acts),
            defects=defects,
            notice=notice,
            note=note,
            silent=silent,
            subject=subject,
            amount=self.state.amount,
            final=final,
        )
        progress = await record("enter_stage", step, Progress, TITLES[event])
        self.take_up(progress)
        self.answer(acts, progress)

    def take_up(self, progress: Progress) -> None:
        """Give the open turns their days; those used up meanwhile stay used."""
        self.clocks = progress.clocks
        dated = {_key(turn): turn for turn in progress.turns}
        self.turns = tuple(dated.get(_key(turn), turn) for turn in self.turns)
        self.used = {act: dated.get(_key(turn), turn) for act, turn in self.used.items()}
        shown = progress.model_copy(update={"turns": self.turns})
        self.keep(progress=shown)
        self.face.show(shown)

    async def close(self, stage: Stage, event: Event, reason: str = "", subject: str = "") -> None:
        """Record the end. Acts that came too late are refused."""
        self.closed = True
        late, self.inbox = self.inbox, []
        self.answer(late, None, CaseClosed("案件已结束，本次办理未生效。").facts)
        await self.enter(stage, event, reason=reason, subject=subject, final=True)

    async def next_act(
        self, patience: timedelta | None = None, *, heeds_nudge: bool = False
    ) -> Act | TurnOver | None:
        """Wait for the next act of the road, the end of a turn, or None: a nudge, or patience is out.

        Reminders and escalations on the way are recorded here; stops and a recovery are dealt with here, after
        which the road goes on where it was.

        Raises:
            RoadEnded: the applicant withdrew, the lead terminated the case, or all that was paid wrongly is back.
        """
        while True:
            act = await self.next_of_any(patience, heeds_nudge)
            if not isinstance(act, Act):
                return act
            self.in_hand.append(act)
            if act.kind in ENDINGS:
                event = Event.WITHDRAWN if act.kind == "withdraw" else Event.TERMINATED
                raise RoadEnded(Stage.WITHDRAWN if event is Event.WITHDRAWN else Stage.REJECTED, event)
            if not await self.interrupted(act):
                return act

    async def interrupted(self, act: Act) -> bool:
        """Deal with an act that is not of the road; False when it is of the road."""
        if isinstance(act, StopPayment | LiftStop):
            await change_stop(self, act)
        elif isinstance(act, ExtendTerm | PauseClock | ResumeClock):
            await change_terms(self, act)
        elif isinstance(act, Urge):
            await urge(self, act)
        elif isinstance(act, DecideRecovery):
            await self.recover(act)
        else:
            return False
        return True

    async def recover(self, decision: DecideRecovery) -> None:
        """Recover what was paid; where the decision is reversed, the road goes on where it was."""
        await interrupt(self, decision)

    async def next_of_any(self, patience: timedelta | None, heeds_nudge: bool) -> Act | TurnOver | None:
        """Wait as ``next_act`` does, for any act."""
        tired_at = workflow.now() + patience if patience else None
        while not self.inbox:
            if heeds_nudge and self.nudged:
                return None
            if self.must_reckon:
                await self.reckon()
                continue
            turn, rung = self.next_rung()
            wake_at = min((moment for moment in (rung and rung.at, tired_at) if moment), default=None)
            if wake_at is None or workflow.now() < wake_at:
                name = timer_name(turn, rung)
                await self.rest(wake_at - workflow.now() if wake_at else None, name, heeds_nudge)
            elif turn and rung and rung.at <= workflow.now():
                if rung.kind is RungKind.LAPSE:
                    self.turns = tuple(other for other in self.turns if other is not turn)
                    return TurnOver(turn)
                await self.ring(turn, rung)
            else:
                return None
        return self.inbox.pop(0)

    async def rest(self, duration: timedelta | None, name: str, heeds_nudge: bool) -> None:
        """Sleep until an act, a nudge that is heeded, or the time."""
        try:
            await workflow.wait_condition(
                lambda: bool(self.inbox) or (heeds_nudge and self.nudged) or self.must_reckon,
                timeout=duration,
                timeout_summary=name,
            )
        except TimeoutError:
            return

    def next_rung(self) -> tuple[Turn | None, Rung | None]:
        """The rung that comes first among all open turns and the clocks of the case."""
        ahead = [(turn, turn.next_rung) for turn in (*self.turns, *self.clocks)]
        due = [(turn, rung) for turn, rung in ahead if rung is not None]
        return min(due, key=lambda pair: pair[1].at) if due else (None, None)

    async def ring(self, turn: Turn, rung: Rung) -> None:
        """Record a reminder, an escalation or the end of a pause, once."""
        rung_turn = turn.fired(rung)
        self.turns = tuple(rung_turn if other is turn else other for other in self.turns)
        message = Ring(
            case_number=self.plan.case_number,
            seq=self.next_seq(),
            at=workflow.now(),
            kind=rung.kind,
            turn=rung_turn,
            stage=self.stage,
            turns=self.turns,
            amount=self.state.amount,
        )
        self.take_up(await record("ring", message, Progress, timer_name(turn, rung)))

    async def reckon(self) -> None:
        """Write down again where the case stands: the open terms by the calendar as it is now, and the stops in force."""
        self.must_reckon = False
        message = Reckoning(
            case_number=self.plan.case_number,
            seq=self.next_seq(),
            at=workflow.now(),
            stage=self.stage,
            turns=self.turns,
            amount=self.state.amount,
        )
        self.take_up(await record("reckon_terms", message, Progress, "重新核对期限和停拨"))

    async def assess(self, act: Act, message: Assessment) -> Assessed | None:
        """Compute the award; None when the figures do not carry it: the act is refused and its turn open again."""
        assessed = await record("assess_award", message, Assessed, "核算金额")
        if assessed.refusal is not None:
            self.give_back(act, assessed.refusal)
            return None
        self.keep(amount=assessed.amount)
        dates = {"acceptance_from": assessed.acceptance_from, "instalment_ends": assessed.instalment_ends}
        self.plan = self.plan.model_copy(update={name: day for name, day in dates.items() if day})
        return assessed

    async def turn_the_year(self, chapter: str) -> None:
        """Hand the case over to a new run, unless an act is waiting; then the road goes on as it is."""
        self.keep(chapter=chapter)
        await workflow.wait_condition(lambda: workflow.all_handlers_finished() or bool(self.inbox))
        if not self.inbox and workflow.all_handlers_finished():
            workflow.continue_as_new(CaseInput(plan=self.plan, state=self.state))

    def term(self, name: str) -> TermAsked:
        """A term of the pinned policy."""
        label = self.plan.term_labels.get(name, name)
        return TermAsked(name=name, label=label, working_days=self.plan.terms[name])

    def lead_turn(self, *kinds: str, term: str, subject: str = "") -> Turn:
        """The lead department's turn."""
        return Turn(party=self.plan.lead, acts=kinds, subject=subject, asked=self.term(term))

    def applicant_turn(self, *kinds: str, term: str, subject: str = "") -> Turn:
        """The applicant's turn."""
        return Turn(party=APPLICANT, acts=kinds, subject=subject, asked=self.term(term))


def _key(turn: Turn) -> tuple[str, tuple[str, ...], str]:
    return turn.party, turn.acts, turn.subject
