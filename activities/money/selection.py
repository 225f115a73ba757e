"""The yearly ranked batch (批次遴选) and the public catalogue of products."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from temporalio import activity

from activities.verbs import Done, Verbs
from adapters.store.cases.file import FiledCase, cases_in_stage
from adapters.store.money.selection import Ranked, add_product, add_rank, ranked_in_year
from adapters.store.writing import Session, hold
from domain.calculator.arithmetic import fen_of
from domain.calculator.selection import SELECTION, Place, place_in_batch
from domain.calendar import shanghai_midnight
from domain.case.record.money_steps import BatchRequest, BatchResult, Listing
from domain.case.record.stages import Stage

FIRST_COME = "first_come"


class SelectionRecords(Verbs):
    """The verbs of choosing and listing."""

    @activity.defn(name="select_in_batch")
    def select_in_batch(self, request: BatchRequest) -> BatchResult:
        """Rank the year's batch once for all its cases, and tell this case's place. Done once for case and seq."""
        return self.once(
            "select_in_batch",
            request,
            BatchResult,
            lambda writing, case: self._select(writing, case, request),
        )

    @activity.defn(name="list_product")
    def list_product(self, listing: Listing) -> None:
        """Enter the product into the public catalogue. Done once for case and seq."""

        def effect(writing: Session, case: FiledCase) -> Done:
            facts = {
                name: str(case.facts.get(name) or "") for name in ("product_name", "category", "summary")
            }
            add_product(
                writing,
                case.number,
                name=facts["product_name"],
                category=facts["category"],
                summary=facts["summary"],
                unit_name=case.unit_name,
                listed_at=listing.at,
            )
            return Done()

        self.once("list_product", listing, Done, effect)

    def _select(self, writing: Session, case: FiledCase, request: BatchRequest) -> BatchResult:
        hold(writing, f"batch:{case.code}:{request.year}")
        before = ranked_in_year(writing, case.code, request.year)
        own = next((place for place in before if place.case_number == case.number), None)
        if own is not None:
            return own.result
        known = {place.case_number for place in before}
        joining = [each for each in self._candidates(writing, case, request) if each.number not in known]
        taken = sum(place.selected and not place.is_void for place in before)
        places = _ranked(
            joining, first=max((place.rank for place in before), default=0), free=self._quota(case) - taken
        )
        for place in places:
            add_rank(writing, case.code, request.year, place)
        return next(place for place in places if place.case_number == case.number).result

    def _candidates(self, writing: Session, case: FiledCase, request: BatchRequest) -> list[FiledCase]:
        """The cases of the batch that are complete by its closing day, and the one that asks."""
        selection = self.policy_of(case).readings[SELECTION]
        if case.readings.get(SELECTION, selection.default) == FIRST_COME:
            return [case]
        end = shanghai_midnight(request.closes_on + timedelta(days=1))
        waiting = cases_in_stage(writing, case.code, Stage.BATCH_SELECTION.value, end)
        return [each for each in waiting if each.number != case.number] + [case]

    def _quota(self, case: FiledCase) -> int:
        batch = self.policy_of(case).type(case.code).batch
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
