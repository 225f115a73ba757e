"""Where a case stands after something happened: its progress, file, worklists, timeline, and the mail that follows."""

from datetime import date, datetime, timedelta
from typing import Any

from activities.mail.writing import mail_of
from activities.verbs import Verbs
from adapters.store.cases.file import FiledCase, change_case
from adapters.store.cases.steps import Happening, WorklistLine, add_to_timeline, queue_mail, replace_turns
from adapters.store.payments.stops import stops_on
from adapters.store.writing import Session
from domain.calendar import shanghai_date, shanghai_midnight
from domain.case.record.events import MAILED, Event
from domain.case.record.next_step import next_step
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress, Request, StopInForce
from domain.case.time.case_clocks import Standing, case_clocks
from domain.case.time.terms import PROGRESS_NOTICE, WHOLE_CASE, with_terms
from domain.case.turns import TermAsked, Turn
from domain.catalogue.schema import Policy
from domain.frozen import Frozen
from domain.money import Yuan


class Happened(Frozen):
    """What a verb is to record.

    Attributes:
        request: the verb's message.
        stage: the stage from now on.
        event: what happened; None for a reckoning by which nothing moved.
        turns: the open turns, with their days.
        since: since when the case is in the stage.
        clock: a clock of the case of which a rung was dealt with.
        reason: what the applicant is told, unless the step says it.
        went_on: the last day of a pause that has ended by itself.
    """

    request: Request
    stage: Stage
    event: Event | None
    turns: tuple[Turn, ...]
    since: datetime
    amount: Yuan | None = None
    subject: str = ""
    final: bool = False
    clock: Turn | None = None
    reason: str = ""
    went_on: date | None = None


class Standings(Verbs):
    """What the verbs that move a case, or its terms, share."""

    def dated(self, turns: tuple[Turn, ...], at: datetime) -> tuple[Turn, ...]:
        """The turns with their days."""
        return with_terms(turns, at, self.calendar)

    def stand(self, writing: Session, case: FiledCase, happened: Happened, **changes: Any) -> Progress:
        """Write down where the case stands: its file and its lines on the worklists."""
        progress = self._progress(writing, case, happened)
        change_case(writing, case.number, **_filed(progress), **changes)
        replace_turns(writing, progress.case_number, _lines(progress, happened.request.at))
        return progress

    def tell(
        self, writing: Session, case: FiledCase, progress: Progress, happened: Happened, line: Happening
    ) -> None:
        """Add what happened to the timeline, and queue the mail of an event that the applicant can see."""
        add_to_timeline(writing, line)
        if happened.event not in MAILED:
            return
        event, request = happened.event, happened.request
        subsidy = self.policy_of(case).type(case.code)
        facts = mail_of(
            writing,
            case,
            subsidy,
            progress,
            event,
            request,
            self.public_url,
            self.calendar,
            happened.reason,
        )
        message_id = f"<{case.number}.{request.seq}.{event.value}@{self.mail_domain}>"
        queue_mail(writing, message_id, case.contact_email, request.seq, facts)

    def _progress(self, writing: Session, case: FiledCase, happened: Happened) -> Progress:
        policy, at = self.policy_of(case), happened.request.at
        clocks = self._clocks(case, happened, policy)
        subsidy = policy.type(case.code)
        return Progress(
            case_number=case.number,
            seq=happened.request.seq,
            stage=happened.stage,
            since=happened.since,
            turns=happened.turns,
            amount=happened.amount,
            overdue=any(turn.is_overdue(shanghai_date(at)) for turn in (*happened.turns, *clocks)),
            final=happened.final,
            clocks=clocks,
            next_step="" if happened.final else next_step(subsidy.shape, happened.stage, happened.turns),
            stops=_stops(writing, case) if subsidy.has_money and not happened.final else (),
            at=at,
        )

    def _clocks(self, case: FiledCase, happened: Happened, policy: Policy) -> tuple[Turn, ...]:
        standing = Standing(
            lead=policy.type(case.code).lead,
            stage=happened.stage,
            event=happened.event,
            subject=happened.subject,
            turns=happened.turns,
            final=happened.final,
            went_on=happened.went_on,
        )
        before = _with_clock(case.clocks, happened.clock)
        return case_clocks(before, standing, _promised(policy), happened.request.at, self.calendar)


def _stops(writing: Session, case: FiledCase) -> tuple[StopInForce, ...]:
    """The stops of payment that stand against a case."""
    found = stops_on(writing, case.number, case.unit)
    return tuple(StopInForce(scope=stop.scope, party=stop.party, since=stop.at) for stop in found)


def _with_clock(clocks: tuple[Turn, ...], rung: Turn | None) -> tuple[Turn, ...]:
    """The clocks of the case, with the one of which a rung was dealt with as it is now."""
    if rung is None or rung.term is None:
        return clocks
    name = rung.term.name
    return tuple(rung if clock.term and clock.term.name == name else clock for clock in clocks)


def _promised(policy: Policy) -> dict[str, TermAsked]:
    """The terms of the policy that run for the case as a whole."""
    terms = ((name, policy.terms[name]) for name in (WHOLE_CASE, PROGRESS_NOTICE))
    return {
        name: TermAsked(name=name, label=term.name, working_days=term.working_days) for name, term in terms
    }


def due_at(turn: Turn) -> datetime | None:
    """The end of the due day; None while no term runs."""
    if turn.term is None or turn.stop is not None:
        return None
    return shanghai_midnight(turn.term.due_on + timedelta(days=1))


def _filed(progress: Progress) -> dict[str, Any]:
    """Where the case stands, as its file has it."""
    dues = [due for turn in progress.turns if (due := due_at(turn))]
    return {
        "stage": progress.stage.value,
        "since": progress.since,
        "seq": progress.seq,
        "amount": progress.amount,
        "progress": progress.model_dump(mode="json"),
        "due_at": min(dues, default=None),
        "overdue": progress.overdue,
        "final": progress.final,
    }


def _lines(progress: Progress, at: datetime) -> list[WorklistLine]:
    today = shanghai_date(at)
    return [
        WorklistLine(
            turn=turn,
            since=turn.since or progress.since,
            due_at=due_at(turn),
            overdue=turn.is_overdue(today),
        )
        for turn in progress.turns
    ]
