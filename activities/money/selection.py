"""The yearly ranked batch (批次遴选) and the public catalogue of products."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from activities.office import CaseOffice
from activities.verbs import verb
from adapters.store.cases.file import FiledCase, cases_in_stage
from adapters.store.money.selection import Ranked, add_product, add_rank, ranked_in_year
from adapters.store.writing import Session, hold
from domain.calculator.arithmetic import fen_of
from domain.calculator.selection import SELECTION, Place, place_in_batch
from domain.calendar import shanghai_midnight
from domain.case.record.money_steps import BatchRequest, BatchResult, ProductListing
from domain.case.record.stages import Stage
from domain.case.verbs import LIST_PRODUCT, SELECT_IN_BATCH
from domain.verb import Done

FIRST_COME = "first_come"


@verb(SELECT_IN_BATCH)
def select_in_batch(
    office: CaseOffice, session: Session, case: FiledCase, request: BatchRequest
) -> BatchResult:
    """Rank the year's batch once for all its cases, and tell this case's place."""
    hold(session, f"batch:{case.code}:{request.year}")
    before = ranked_in_year(session, case.code, request.year)
    own = next((place for place in before if place.case_number == case.number), None)
    if own is not None:
        return own.result
    known = {place.case_number for place in before}
    joining = [each for each in _candidates(office, session, case, request) if each.number not in known]
    taken = sum(place.selected and not place.is_void for place in before)
    first = max((place.rank for place in before), default=0)
    places = _ranked(joining, first=first, free=_quota(office, case) - taken)
    for place in places:
        add_rank(session, case.code, request.year, place)
    return next(place for place in places if place.case_number == case.number).result


@verb(LIST_PRODUCT)
def list_product(_office: CaseOffice, session: Session, case: FiledCase, listing: ProductListing) -> Done:
    """Enter the product into the public catalogue."""
    facts = {name: str(case.facts.get(name) or "") for name in ("product_name", "category", "summary")}
    add_product(
        session,
        case.number,
        name=facts["product_name"],
        category=facts["category"],
        summary=facts["summary"],
        unit_name=case.unit_name,
        listed_at=listing.at,
    )
    return Done()


def _candidates(
    office: CaseOffice, session: Session, case: FiledCase, request: BatchRequest
) -> list[FiledCase]:
    """The cases of the batch that are complete by its closing day, and the one that asks."""
    selection = office.policy_of(case).readings[SELECTION]
    if case.readings.get(SELECTION, selection.default) == FIRST_COME:
        return [case]
    end = shanghai_midnight(request.closes_on + timedelta(days=1))
    waiting = cases_in_stage(session, case.code, Stage.BATCH_SELECTION.value, end)
    return [each for each in waiting if each.number != case.number] + [case]


def _quota(office: CaseOffice, case: FiledCase) -> int:
    batch = office.subsidy_of(case).batch
    if batch is None:
        raise ValueError(f"{case.code} is not selected in batches")
    return batch.quota


def _ranked(cases: list[FiledCase], first: int, free: int) -> list[Ranked]:
    """Places behind the ``first`` ones given already; the best ``free`` are selected."""
    total = first + len(cases)
    return [
        Ranked(case_number=case.number, rank=first + place, selected=place <= free, candidates=total)
        for place, case in enumerate(sorted(cases, key=_merit), start=1)
    ]


def _merit(case: FiledCase) -> Place:
    """Its place by score, scenarios, verified cost and acceptance; whoever comes first is a batch of one."""
    scenarios, cost = case.facts.get("scenario_count"), case.facts.get("compute_cost")
    return place_in_batch(
        lambda _reading: "ranked_batch",
        case.expert_score or 0,
        int(str(scenarios or 0)),
        fen_of(Decimal(str(cost or 0))),
        (case.complete_at or datetime.max.replace(tzinfo=UTC), case.number),
    )
