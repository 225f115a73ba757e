"""What a unit was granted before this system ran, as the calculator wants to know it."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal

from adapters.store.cases.file import FiledCase
from adapters.store.money.earlier_awards import earlier_of
from adapters.store.writing import Session
from domain.calculator.award import PriorAward, PriorMilestone
from domain.calculator.rules.tiers import taken_by
from domain.catalogue.registry import Catalogue
from domain.catalogue.schema import SubsidyType
from domain.earlier_awards.award import EarlierAward
from domain.money import ZERO


def earlier_priors(
    session: Session,
    catalogue: Catalogue,
    subsidy: SubsidyType,
    case: FiledCase,
    *,
    subject: str,
    across_units: bool,
    beside: Collection[str],
) -> Iterator[PriorAward]:
    """The awards that meet a case.

    Args:
        session: the store.
        catalogue: names the types.
        subsidy: the type of the case.
        case: the case that is calculated.
        subject: the instalment that is calculated; awards for others of the same item stand beside it.
        across_units: awards to all units meet on the base.
        beside: the types whose awards to the unit in the year are compared, on whatever base.
    """
    own_year = subsidy.once.fact if subsidy.once else None
    of_same_year, _, _ = case.award_base.rpartition(":")
    for award in earlier_of(session, case.unit, everybodys=case.award_base if across_units else None):
        is_same_base = award.award_base == case.award_base
        is_beside = award.code in beside and award.award_base.startswith(f"{of_same_year}:")
        if (is_same_base or is_beside) and _instalment(subsidy, case, award) in {None, subject}:
            of_year = award.year if own_year and award.code == case.code else None
            prior = award.as_prior(catalogue.name_of(award.code))
            yield prior.model_copy(update={"is_same_base": is_same_base, "of_year": of_year})


def earlier_instalments(session: Session, subsidy: SubsidyType, case: FiledCase, subject: str) -> Decimal:
    """What was granted on paper for the other instalments of the item that a case is about: with them it is one item."""
    if subsidy.instalments is None:
        return ZERO
    others = (
        award.amount
        for award in earlier_of(session, case.unit)
        if _instalment(subsidy, case, award) not in {None, subject}
    )
    return sum(others, ZERO)


def _instalment(subsidy: SubsidyType, case: FiledCase, award: EarlierAward) -> str | None:
    """Which instalment of the very item an award stands for: that of the year of support which begins in its year.

    A year before the first counts as the first and one behind the last as the last, so that no award is lost; None for
    what is no instalment of it.
    """
    spec = subsidy.instalments
    if spec is None or (award.code, award.award_base) != (case.code, case.award_base):
        return None
    begun = date.fromisoformat(str(case.facts[spec.counted_from]))
    return str(min(max(award.year - begun.year + 1, 1), spec.count))


def earlier_milestones(session: Session, subsidy: SubsidyType, case: FiledCase) -> Iterator[PriorMilestone]:
    """The milestones (7.2) that an award on paper took up, as far as its amount tells."""
    rule = subsidy.rule
    for award in earlier_of(session, case.unit) if rule.kind == "tiers" else ():
        if award.code == case.code and rule.kind == "tiers":
            for threshold in taken_by(rule, award.amount):
                yield PriorMilestone(
                    case_number=award.document_number,
                    threshold=threshold,
                    is_same_year=award.award_base == case.award_base,
                )


def with_earlier_tests(
    session: Session, case: FiledCase, by_year: Mapping[int, Decimal]
) -> dict[int, Decimal]:
    """What a unit has for testing by the year of the cap, with what was granted on paper."""
    found = dict(by_year)
    for award in earlier_of(session, case.unit):
        if award.code == case.code:
            found[award.year] = found.get(award.year, ZERO) + award.amount
    return found
