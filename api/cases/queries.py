"""Reads: from the store's records to what their readers see."""

from datetime import date
from typing import Any

from adapters.store.cases.deputies import ActedFor, acts_of_deputies
from adapters.store.cases.records import CaseRecord, CaseSummary
from adapters.store.cases.worklist import TaskRecord
from adapters.store.engine import open_session
from adapters.store.mail.letters import letters_of
from adapters.store.mail.notices import undelivered_events
from adapters.store.people.successions import names_today
from api.cases.answers import ON_THE_WAY, allowed, allowed_acts, waiting_for
from api.cases.objections import objection_views
from api.cases.projects import same_project_views
from api.cases.remedy_views import RemedyView, open_remedies, remedies_text
from api.cases.review_queries import funding_views, items_view, signature_views
from api.cases.views import (
    CaseLine,
    CaseView,
    DocumentView,
    LetterView,
    OriginView,
    PaymentView,
    RedemptionView,
    SheetView,
    Task,
    TimelineEntry,
    VoucherView,
)
from api.money.earlier_views import award_view
from commands.access.caller import Caller
from commands.acts.choices import choices_of
from commands.cases.serving import served_decisions
from commands.people.desk_sight import DeskSight
from commands.wiring import Wiring
from domain.calendar import shanghai_date
from domain.case.record.events import TITLES, Event
from domain.case.record.narrative import Naming, status_sentence
from domain.case.record.steps import Progress
from domain.case.user_tasks import UserTask
from domain.departments import name_of
from domain.invitation.invited import submitted_words
from domain.other_funding.judgement import last_of, words_of


def case_line(case: CaseSummary, wired: Wiring) -> CaseLine:
    """A case in a list."""
    subsidy = wired.catalogue.policy(case.policy_version).type(case.code)
    kept = case.model_dump(include=set(CaseLine.model_fields))
    return CaseLine(name=subsidy.name, number=case.measure_number, **kept)


_AS_KEPT = {
    *("seq", "maker", "award_base", "award_base_key", "fiscal_year", "policy_version", "declared_facts"),
    *("verified_facts", "other_funding", "readings", "reading_documents", "policy_digest", "expert_score"),
    *("former_names", "later_funding"),
}
"""What a case shows beside its line just as it is kept."""


def case_view(case: CaseRecord, caller: Caller, wired: Wiring) -> CaseView:
    """A case as the caller sees it."""
    day = wired.today()
    acted_for = acts_of_deputies(wired.engine, case.case_number)
    remedies = remedies_of_case(case, wired)
    subsidy = wired.catalogue.policy(case.policy_version).type(case.code)
    titles = subsidy.document_titles
    sheets = [SheetView.model_validate(entry.model_dump()) for entry in case.awards]
    return CaseView(
        **case_line(case, wired).model_dump(),
        **case.model_dump(include=_AS_KEPT),
        sentence=sentence_of(case, remedies, wired),
        lead_name=name_of(case.lead, day),
        locality_name=name_of(case.locality, day),
        co_signers=[name_of(party, day) for party in case.plan.co_signers],
        observers=[name_of(party, day) for party in case.plan.observers],
        waiting_for=waiting_for(case.progress, _names_now(case.progress, wired)) if case.progress else [],
        allowed_acts=allowed_acts(case.case_number, choices_of(wired, caller, case, ON_THE_WAY)),
        sheet=sheets[-1].lines if sheets else [],
        sheets=sheets,
        timeline=[_entry(entry.model_dump(), day, acted_for) for entry in case.timeline],
        documents=[
            DocumentView(title=titles.get(document.code, document.code), **document.model_dump())
            for document in case.documents
        ],
        items=items_view(case, subsidy, wired),
        funding_judgements=funding_views(case, day),
        signatures=signature_views(case, wired),
        letters=letter_views(case.case_number, wired),
        payments=[PaymentView.model_validate(payment.model_dump()) for payment in case.payments],
        voucher=VoucherView.model_validate(case.voucher.model_dump()) if case.voucher else None,
        redemptions=[RedemptionView.model_validate(entry.model_dump()) for entry in case.redemptions],
        objections=objection_views(case, caller),
        invitation=_origin(case),
        remedies=remedies,
        same_project=same_project_views(case.case_number, caller, wired),
        earlier_awards=[award_view(wired, award) for award in case.earlier_awards],
    )


def remedies_of_case(case: CaseRecord, wired: Wiring) -> list[RemedyView]:
    """The remedies of a case that stand open today."""
    clause = wired.catalogue.policy(case.policy_version).type(case.code).clause
    return open_remedies(case, clause, served_decisions(wired, case), wired.today(), wired.calendar())


def sentence_of(case: CaseRecord, remedies: list[RemedyView], wired: Wiring) -> str:
    """Where the case stands; what could not be told by mail, and what stands open, is as it is now, also after its end."""
    if case.progress is None:
        return case.stage
    with open_session(wired.engine) as session:
        undelivered = undelivered_events(session, case.case_number)
    progress = case.progress.model_copy(update={"undelivered": undelivered})
    return status_sentence(progress, remedies_text(remedies), _names_now(case.progress, wired))


def _names_now(progress: Progress, wired: Wiring) -> Naming:
    """The names of parties today; a case may be ahead of the clock where time is skipped."""
    with open_session(wired.engine) as session:
        return names_today(session, max(wired.today(), shanghai_date(progress.at)))


def _origin(case: CaseRecord) -> OriginView | None:
    """Where the case came from by invitation."""
    origin = case.origin
    if origin is None:
        return None
    return OriginView(
        id=origin.invitation,
        list_id=origin.list_id,
        source_title=origin.source.title,
        source_number=origin.source.number,
        words=submitted_words(origin.source),
        documents_held=list(origin.source.documents_held),
        invited_at=origin.invited_at,
        confirmed_at=origin.confirmed_at,
    )


def letter_views(case_number: str, wired: Wiring) -> list[LetterView]:
    """The letters of a case, and where each is."""
    return [
        LetterView(href=f"/v1/applications/{case_number}/letters/{letter.id}", **letter.model_dump())
        for letter in letters_of(wired.engine, case_number)
    ]


def _entry(entry: dict[str, Any], day: date, acted_for: dict[int, list[ActedFor]]) -> TimelineEntry:
    event = entry["event"]
    title = TITLES[Event(event)]
    party = entry["party"]
    pairs = acted_for.get(entry["seq"], []) if party else []
    on_behalf = "；".join(f"{pair.deputy.title}代{pair.absent.title}办理" for pair in pairs)
    return TimelineEntry(
        **entry, title=title, party_name=name_of(party, day) if party else "", on_behalf=on_behalf
    )


def task_view(task: TaskRecord, caller: Caller, wired: Wiring, desks: DeskSight) -> Task | None:
    """A task on the caller's worklist; None for one in which the caller has no part, or no part any more."""
    can = caller.parties().get(task.party, frozenset())
    kinds = [kind for kind in task.acts if kind in can]
    whole = UserTask(
        party=task.party, acts=task.acts, subject=task.subject, since=task.since, not_by=task.not_by
    )
    if not kinds or desks.has_left(task.case_number, whole):
        return None
    subsidy = wired.catalogue.policy(task.policy_version).type(task.code)
    offered = [kind for kind in kinds if desks.offers(task.case_number, whole, task.party, kind)]
    acts = [allowed(task.case_number, kind, task.subject) for kind in offered]
    kept = task.model_dump(include=set(Task.model_fields), exclude={"acts"})
    found = last_of(task.funding_judgements)
    kept["other_funding"] = words_of(found) if found else ""
    return Task(name=subsidy.name, acts=acts, **kept, **desks.marks(task.case_number, whole))
