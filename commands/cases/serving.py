"""Service of decisions: which were served and when, and that the unit looks at one itself, which serves it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from adapters.store.audit.chain import append
from adapters.store.cases.file import load_case
from adapters.store.cases.records import CaseRecord
from adapters.store.engine import open_session, transaction
from adapters.store.mail.services import Look, decisions_told, note_look, serve
from adapters.store.schema import ServiceRow
from adapters.store.writing import Session
from commands.access.caller import Caller
from commands.access.sight import is_own
from commands.wiring import Wiring
from domain.case.remedies import RemedyDays
from domain.case.service import DecisionMail, Service, ServiceManner
from domain.departments import APPLICANT
from domain.frozen import Frozen


class ServedDecision(Frozen):
    """A decision that opens a remedy, as of today.

    Attributes:
        service: how it was served; None where it was not so far.
        deemed_on: the day at which it counts as served when nobody fetches it; None while its mail has not arrived.
        days: from when the days of its remedies run.
    """

    told: DecisionMail
    service: Service | None
    deemed_on: date | None
    days: RemedyDays


def served_decisions(wired: Wiring, case: CaseRecord) -> dict[int, ServedDecision]:
    """The decisions of a case by their ``seq``."""
    with open_session(wired.engine) as session:
        told = decisions_told(session, case.case_number)
    return {decision.seq: _as_of_today(wired, case, decision) for decision in told}


def remedy_days(wired: Wiring, case: CaseRecord, seq: int) -> RemedyDays:
    """From when the days against a decision run."""
    decision = served_decisions(wired, case).get(seq)
    return decision.days if decision else RemedyDays.of(None, wired.today())


def note_fetched(
    wired: Wiring, caller: Caller, case: CaseRecord, what: str, seqs: Iterable[int] | None = None
) -> bool:
    """The unit, as itself, is about to see decisions: those that were not served so far are, by that, once.

    Whoever else looks serves nothing. The last days that it is shown stand from then on.

    Args:
        wired: the adapters and the law.
        caller: who looks.
        case: whose decisions.
        what: it looks at, as proof.
        seqs: which decisions it sees; all unless said.

    Returns:
        Whether something was served whose mail had not arrived: its case may wait for that, and the post office tells it.
    """
    if not is_own(caller, case):
        return False
    decisions = served_decisions(wired, case)
    seen = [decisions[seq] for seq in (decisions if seqs is None else seqs) if seq in decisions]
    by_look = Service(manner=ServiceManner.FETCHED, on=wired.today(), proof=what)
    looks = [_look(decision, by_look, wired, caller) for decision in seen]
    if news := [look for look in looks if look.says_more]:
        with transaction(wired.engine) as session:
            load_case(session, case.case_number)  # before its chain, as its own steps do
            for look in news:
                _record(session, case.case_number, look)
    return any(look.is_new and look.decision.arrived_on is None for look in news)


class _Looked(Frozen):
    """A decision that the unit looks at, as it is served from then on."""

    decision: DecisionMail
    service: Service
    look: Look

    @property
    def is_new(self) -> bool:
        """Whether nothing of its service is on record."""
        return self.decision.recorded is None

    @property
    def says_more(self) -> bool:
        """Whether the record would say more after this look than before."""
        told = (self.service.told_review_until, self.service.told_suit_until)
        return self.service.fetched_at is None or told != (self.look.review_until, self.look.suit_until)


def _as_of_today(wired: Wiring, case: CaseRecord, told: DecisionMail) -> ServedDecision:
    today, rule = wired.today(), wired.catalogue.policy(case.policy_version).service
    service = told.service(rule, today)
    days = RemedyDays.of(service, max(today, told.told_on))
    return ServedDecision(told=told, service=service, deemed_on=told.deemed_on(rule), days=days)


def _look(decision: ServedDecision, by_look: Service, wired: Wiring, caller: Caller) -> _Looked:
    on = max(by_look.on, decision.told.told_on)
    service = decision.service or by_look.model_copy(update={"on": on})
    days, calendar = RemedyDays.of(service, on), wired.calendar()
    look = Look(
        at=datetime.now(UTC),
        account=caller.account,
        review_until=days.review(calendar).on,
        suit_until=days.suit(calendar).on,
    )
    return _Looked(decision=decision.told, service=service, look=look)


def _record(session: Session, case_number: str, looked: _Looked) -> None:
    """Lay down the look, and where it is the service, that as well with a link of the chain."""
    service, look, seq = looked.service, looked.look, looked.decision.seq
    row = ServiceRow(
        case_number=case_number,
        seq=seq,
        manner=service.manner.value,
        served_on=service.on,
        at=look.at,
        account=look.account,
        party=APPLICANT,
        proof=service.proof,
    )
    if serve(session, row):
        append(
            session,
            chain=case_number,
            at=look.at,
            actor=look.account,
            party=APPLICANT,
            action="decision:served",
            subject=str(seq),
            after={"manner": row.manner, "served_on": str(row.served_on), "proof": row.proof},
        )
    session.flush()
    note_look(session, case_number, seq, look)
