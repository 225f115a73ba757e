"""Reads: from the store's records to what their readers see."""

from datetime import date
from typing import Any

from adapters.store.case_reading import CaseRecord, CaseSummary
from adapters.store.letters import letters_of
from adapters.store.worklist import TurnRecord
from api.answers import allowed, allowed_acts, name_of, waiting_for
from api.caller import Caller
from api.sight import is_own
from api.views import (
    CaseLine,
    CaseView,
    DocumentView,
    LetterView,
    Notice,
    ObjectionView,
    PaymentView,
    RedemptionView,
    SameProjectView,
    SheetView,
    Task,
    TimelineEntry,
    VoucherView,
)
from api.wiring import Wiring
from domain.case.events import TITLES, Event
from domain.case.narrative import status_sentence


def case_line(case: CaseSummary, wired: Wiring) -> CaseLine:
    """A case in a list."""
    subsidy = wired.catalogue.policy(case.policy_version).type(case.code)
    return CaseLine(
        case_number=case.case_number,
        code=case.code,
        name=subsidy.name,
        number=case.measure_number,
        **{
            name: getattr(case, name)
            for name in (
                *("unit", "unit_name", "locality", "lead", "filed_on", "stage", "since"),
                *("amount", "due_at", "overdue", "final"),
            )
        },
    )


def case_view(case: CaseRecord, caller: Caller, wired: Wiring) -> CaseView:
    """A case as the caller sees it."""
    day = wired.today()
    own = is_own(caller, case)
    subsidy = wired.catalogue.policy(case.policy_version).type(case.code)
    titles = {document.code: document.name for document in subsidy.documents}
    sheets = [SheetView.model_validate(entry.model_dump()) for entry in case.awards]
    content: dict[str, Any] = {
        **case_line(case, wired).model_dump(),
        **{
            name: getattr(case, name)
            for name in (
                *("seq", "maker", "award_base", "fiscal_year", "policy_version", "declared_facts"),
                *("verified_facts", "other_funding", "readings", "expert_score"),
            )
        },
    }
    return CaseView(
        **content,
        sentence=status_sentence(case.progress) if case.progress else case.stage,
        lead_name=name_of(case.lead, day),
        locality_name=name_of(case.locality, day),
        co_signers=[name_of(party, day) for party in case.plan.co_signers],
        waiting_for=waiting_for(case.progress) if case.progress else [],
        allowed_acts=allowed_acts(case.progress, caller, case.lead, is_own=own),
        sheet=sheets[-1].lines if sheets else [],
        sheets=sheets,
        timeline=[_entry(entry.model_dump(), day) for entry in case.timeline],
        documents=[
            DocumentView(title=titles.get(document.code, document.code), **document.model_dump())
            for document in case.documents
        ],
        letters=letter_views(case.case_number, wired),
        payments=[PaymentView.model_validate(payment.model_dump()) for payment in case.payments],
        voucher=VoucherView.model_validate(case.voucher.model_dump()) if case.voucher else None,
        redemptions=[RedemptionView.model_validate(entry.model_dump()) for entry in case.redemptions],
        objections=[ObjectionView.model_validate(entry.model_dump()) for entry in case.objections],
        same_project=[
            SameProjectView(
                case_number=other.case_number,
                name=wired.catalogue.policy(other.policy_version).type(other.code).name,
                amount=other.amount,
                paid=other.paid,
            )
            for other in case.same_project
        ],
    )


def letter_views(case_number: str, wired: Wiring) -> list[LetterView]:
    """The letters of a case, and where each is."""
    return [
        LetterView(href=f"/v1/applications/{case_number}/letters/{letter.id}", **letter.model_dump())
        for letter in letters_of(wired.engine, case_number)
    ]


def _entry(entry: dict[str, Any], day: date) -> TimelineEntry:
    event = entry["event"]
    title = TITLES[Event(event)]
    party = entry["party"]
    return TimelineEntry(**entry, title=title, party_name=name_of(party, day) if party else "")


def task(turn: TurnRecord, caller: Caller, wired: Wiring) -> Task:
    """A turn on the caller's worklist."""
    can = caller.parties().get(turn.party, frozenset())
    subsidy = wired.catalogue.policy(turn.policy_version).type(turn.code)
    acts = [allowed(turn.case_number, kind, turn.subject) for kind in turn.acts if kind in can]
    content = {
        name: getattr(turn, name)
        for name in (
            *("case_number", "code", "unit_name", "stage", "label", "subject"),
            *("since", "due_on", "provisional", "overdue"),
        )
    }
    return Task(name=subsidy.name, acts=acts, **content)


def notice(case: CaseRecord, wired: Wiring) -> Notice:
    """A case on the public page: no facts, no account, and a maker's name masked."""
    subsidy = wired.catalogue.policy(case.policy_version).type(case.code)
    terms = [turn.term for turn in case.progress.turns if turn.party == "public"] if case.progress else []
    term = next((term for term in terms if term is not None), None)
    return Notice(
        case_number=case.case_number,
        code=case.code,
        name=subsidy.name,
        clause=subsidy.clause,
        unit_name=masked(case.maker) if case.maker else case.unit_name,
        amount=case.amount,
        stage=case.stage,
        until=term.due_on if term else None,
        provisional=bool(term and term.provisional),
    )


def masked(person: str) -> str:
    """A natural person's name with its first character alone."""
    return person[:1] + "*" * max(1, len(person) - 1)
