"""Reads about checks and signatures: what is accepted, and whose signature stands."""

from datetime import date

from adapters.store.cases.earlier_acts import documents_brought, earlier_acts
from adapters.store.cases.records import CaseRecord
from adapters.store.cases.signatures import RecallRecord, signatures_of
from adapters.store.engine import open_session
from api.cases.review_views import (
    FundingJudgementView,
    ItemsView,
    ItemView,
    OpenItemView,
    SignatureView,
    State,
)
from commands.wiring import Wiring
from domain.case.acts.instalments import ReviewInstalment
from domain.case.acts.registry import label_of
from domain.case.acts.signing import SignOff
from domain.case.earlier_work import items_standing
from domain.case.signatures import OBJECTION, SILENCE, Signature
from domain.catalogue.facts import Phase
from domain.catalogue.schema import SubsidyType
from domain.departments import name_of
from domain.other_funding.judgement import CLAUSE, FINDING_NAMES


def items_view(case: CaseRecord, subsidy: SubsidyType, wired: Wiring) -> ItemsView:
    """What the last phase of the case has accepted, and what it left open."""
    with open_session(wired.engine) as session:
        acts = earlier_acts(session, case.case_number)
        documents = documents_brought(session, case.case_number)
    years = [act.subject for act in acts if act.kind == ReviewInstalment.kind]
    of_phase = [act for act in acts if not years or act.subject == years[-1]]
    phase = Phase.INSTALMENT if years else Phase.FILING
    titles = {document.code: document.name for document in subsidy.documents_for(phase)}
    standing = items_standing(of_phase, documents, tuple(titles))
    return ItemsView(
        accepted=[ItemView(item=code, title=titles[code]) for code in standing.accepted],
        open=[OpenItemView.model_validate(item.model_dump()) for item in standing.open],
    )


def signature_views(case: CaseRecord, wired: Wiring) -> list[SignatureView]:
    """Every signature that was given or is awaited."""
    signed, recalls = signatures_of(wired.engine, case.case_number)
    tasks = case.progress.tasks if case.progress else ()
    awaited = [task.party for task in tasks if SignOff.kind in task.acts]
    return [
        SignatureView(
            party=party,
            name=name_of(party, wired.today()),
            state=_state(signed.get(party), recalls.get(party), is_awaited=party in awaited),
            signed_at=signed[party].at if party in signed else None,
            why=recalls[party].why if party in recalls else "",
        )
        for party in dict.fromkeys((*signed, *awaited))
    ]


def _state(signature: Signature | None, recall: RecallRecord | None, *, is_awaited: bool) -> State:
    if is_awaited or signature is None:
        return "awaited"
    if signature.decision == OBJECTION:
        return "objected"
    stands = recall is not None and recall.seq > signature.seq and not recall.signs_again
    if stands:
        return "stands"
    return "silent" if signature.decision == SILENCE else "signed"


def funding_views(case: CaseRecord, day: date) -> list[FundingJudgementView]:
    """What was found of money of other policies, for everybody who sees the case."""
    return [
        FundingJudgementView(
            **judged.model_dump(include={"act", "subject", "party", "at"}),
            **judged.judgement.model_dump(include={"kind", "amount", "reason"}),
            act_label=label_of(judged.act),
            label=FINDING_NAMES[judged.judgement.kind],
            sources=judged.sources,
            declared=list(judged.declared),
            party_name=name_of(judged.party, day),
            clause=CLAUSE,
        )
        for judged in case.funding_judgements
    ]
