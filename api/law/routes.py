"""What the city has promised, and what it would come to. Public."""

from datetime import date
from typing import Any

from fastapi import APIRouter, Depends

from adapters.store.money.products import listed_products
from api.auth import Public
from api.door.quotas import DEAR, Stranger
from api.law.views import (
    DocumentAsked,
    MeasureLine,
    MeasureView,
    Named,
    PointView,
    Product,
    Quote,
    ReadingView,
    RelianceView,
    ServiceRuleView,
    SigningView,
    TermView,
)
from api.wiring import Wired
from commands.bodies import QuoteBody
from domain.calculator.calculate import calculate
from domain.catalogue.facts import PHASE_NAMES, Phase
from domain.catalogue.schema import Policy, SubsidyType
from domain.departments import name_of

router = APIRouter(prefix="/v1", tags=["政策"], dependencies=[Public])


@router.get("/measures", summary="事项清单")
def list_measures(wired: Wired) -> list[MeasureLine]:
    """The 24 subsidy types of the policy in force, in the text's order."""
    policy = wired.law_on(wired.today())
    types = sorted(
        policy.types.values(), key=lambda subsidy: [int(part) for part in subsidy.number.split(".")]
    )
    return [MeasureLine.model_validate(_line(policy, subsidy, wired.today())) for subsidy in types]


@router.get("/measures/{code}", summary="事项说明")
def show_measure(code: str, wired: Wired) -> MeasureView:
    """One type: what it gives, who decides, which facts and documents are asked and when, terms, readings."""
    policy = wired.law_on(wired.today())
    return _view(policy, policy.type(code[:64]), wired.today())


@router.post("/quotes", summary="试算", dependencies=[Depends(Stranger(DEAR))])
def quote(body: QuoteBody, wired: Wired) -> Quote:
    """What an application would come to, with the calculation sheet or every reason against it; nothing is stored.

    Facts of later phases (review, acceptance, instalment) are taken into account when given. What lies ahead of the
    day of filing gives the amount as it would be, with a note; filing refuses it.
    """
    on = body.on or wired.today()
    policy = wired.law_on(on)
    subsidy = policy.type(body.measure[:64])
    later = [
        phase
        for phase in (Phase.REVIEW, Phase.ACCEPTANCE, Phase.INSTALMENT)
        if any(fact.name in body.facts for fact in subsidy.facts_for((phase,)))
    ]
    phases = (Phase.FILING, *later)
    award = calculate(policy, subsidy.code, body.facts, on=on, phases=phases, planned=True)
    return Quote.model_validate(award.model_dump())


@router.get("/product-catalogue", summary="创新产品名录")
def product_catalogue(wired: Wired) -> list[Product]:
    """The products that were entered into the public catalogue (8.3), newest first."""
    return [Product.model_validate(product.model_dump()) for product in listed_products(wired.engine)]


def _named(party: str, day: date) -> Named:
    return Named(id=party, name=name_of(party, day))


def _line(policy: Policy, subsidy: SubsidyType, day: date) -> dict[str, Any]:
    return {
        "code": subsidy.code,
        "number": subsidy.number,
        "name": subsidy.name,
        "measure": subsidy.measure,
        "measure_title": policy.measure(subsidy.measure).title,
        "procedure": subsidy.procedure.value,
        "clause": subsidy.clause,
        "lead": _named(subsidy.lead, day),
        "co_departments": [_named(party, day) for party in subsidy.co_departments],
        "has_money": subsidy.has_money,
    }


def _view(policy: Policy, subsidy: SubsidyType, day: date) -> MeasureView:
    phases = [phase for phase in Phase if subsidy.facts_for((phase,))]
    return MeasureView(
        **_line(policy, subsidy, day),
        quote=subsidy.quote,
        policy_version=policy.version,
        policy_title=policy.title,
        effective_from=policy.effective_from,
        valid_from=policy.released_on,
        valid_until=policy.valid_until,
        filing_until=policy.filing_until,
        formula=subsidy.rule.quote,
        award_base=subsidy.award_base.template,
        award_base_key_label=subsidy.award_base.key_label,
        admits_makers=subsidy.admits_makers,
        facts={phase.value: subsidy.json_schema((phase,), policy.values) for phase in phases},
        documents=[
            DocumentAsked(
                code=document.code,
                name=document.name,
                phase=PHASE_NAMES[document.phase],
                electronic=document.electronic,
            )
            for phase in Phase
            for document in subsidy.documents_needed(phase, policy.values.__getitem__)
        ],
        review_points=[
            PointView(code=point.code, text=point.text, quote=point.quote) for point in subsidy.review_points
        ],
        signing=_signing(policy, subsidy, day),
        service=ServiceRuleView(**policy.service.model_dump()),
        terms=[
            TermView(
                code=code,
                name=term.name,
                working_days=term.working_days,
                silence=term.silence,
                after_supplement=term.after_supplement,
                clause=term.clause,
                source=term.source,
            )
            for code, term in policy.terms.items()
        ],
        readings=[
            ReadingView(
                code=code,
                name=reading.name,
                clause=reading.clause,
                quote=reading.quote,
                document_number=reading.document_number,
                value=reading.default,
                labels=dict(reading.labels),
            )
            for code, reading in policy.readings.items()
        ],
    )


def _signing(policy: Policy, subsidy: SubsidyType, day: date) -> SigningView:
    return SigningView(
        **policy.signing.model_dump(),
        relies_on=[
            RelianceView(party=_named(party, day), facts=list(each.facts), documents=list(each.documents))
            for party, each in subsidy.relies_on.items()
        ],
    )
