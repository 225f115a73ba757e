"""What a unit has already, as the calculator wants to know it."""

from datetime import date
from decimal import Decimal

from adapters.store.cases.file import FiledCase
from adapters.store.money.awards import StandingAward, awards_on_base, held_of_year, own_instalments
from adapters.store.money.vouchers import taken_from_pools
from adapters.store.writing import Session
from domain.calculator.award import Prior, PriorAward
from domain.calendar import shanghai_midnight
from domain.case.record.stages import Stage
from domain.catalogue.registry import Catalogue
from domain.catalogue.schema import Policy
from domain.errors import NotFound
from domain.ledger.accounts import COMMITTED, HELD
from domain.money import ZERO


def prior_of(
    session: Session,
    catalogue: Catalogue,
    policy: Policy,
    case: FiledCase,
    year: int,
    *,
    subject: str = "",
    pool_left: Decimal | None = None,
    is_final: bool = False,
) -> Prior:
    """Everything that other cases take from this one.

    Args:
        session: the transaction that will keep the result.
        catalogue: names earlier awards, each under its own policy version.
        policy: the version of this case.
        case: the case that is calculated.
        year: the year of the vouchers that count.
        subject: the instalment that is calculated; the others of the case count beside it.
        pool_left: what the year's pool has, when a voucher is about to be issued.
        is_final: money is about to be ordered: under 就高 only what others cannot give up any more counts.
    """
    subsidy = policy.type(case.code)
    used = held_of_year(session, case) if subsidy.rule.kind == "testing" else ZERO
    settlement = ZERO
    if subsidy.voucher:
        used = taken_from_pools(session, year, case.unit, beside=case.number)
        codes = [each.code for each in policy.types.values() if each.voucher and each.voucher.is_settlement]
        settlement = taken_from_pools(session, year, case.unit, beside=case.number, codes=codes)
    accounts = COMMITTED if is_final else HELD
    own = own_instalments(session, case, subject, accounts) if subject else None
    return Prior(
        unit_year_used=used,
        unit_year_settlement=settlement,
        pool_left=pool_left,
        same_base=tuple(_prior_award(catalogue, award) for award in awards_on_base(session, case, accounts)),
        own_instalments=_prior_award(catalogue, own) if own and own.amount else None,
        other_policies=_declared_elsewhere(case),
    )


def prior_before_filing(
    session: Session,
    catalogue: Catalogue,
    policy: Policy,
    code: str,
    unit: str,
    award_base: str,
    today: date,
    readings: dict[str, str],
) -> Prior:
    """Everything that a unit has already which would meet an application of today.

    Args:
        session: the store.
        catalogue: names earlier awards.
        policy: the version in force today.
        code: the type.
        unit: the unit.
        award_base: what the application would be about.
        today: the day of filing.
        readings: switch → value.
    """
    not_filed = FiledCase(
        number="",
        code=code,
        measure_number=policy.type(code).number,
        policy_version=policy.version,
        unit=unit,
        unit_name="",
        award_base=award_base,
        contact_email="",
        declared_facts={},
        verified_facts=None,
        other_funding=[],
        readings=readings,
        fiscal_year=today.year,
        filed_on=today,
        complete_at=None,
        expert_score=None,
        stage=Stage.DRAFT.value,
        since=shanghai_midnight(today),
        amount=None,
        overdue=False,
    )
    return prior_of(session, catalogue, policy, not_filed, today.year)


def _prior_award(catalogue: Catalogue, award: StandingAward) -> PriorAward:
    return PriorAward(
        case_no=award.case_number,
        code=award.code,
        name=_name_of(catalogue, award),
        amount=award.amount,
        paid=award.paid,
        before_higher_of=award.before_higher_of,
    )


def _name_of(catalogue: Catalogue, award: StandingAward) -> str:
    try:
        return catalogue.policy(award.policy_version).type(award.code).name
    except NotFound:  # an old version that is no longer shipped
        return award.code


def _declared_elsewhere(case: FiledCase) -> Decimal:
    """Money from other policies for the same matter, as declared (附则(四))."""
    amounts = (entry.get("amount") for entry in case.other_funding if isinstance(entry, dict))
    return sum((Decimal(str(amount)) for amount in amounts if amount), ZERO)
