"""What a unit has already, as the calculator wants to know it."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from activities.money.earlier_awards import (
    earlier_instalments,
    earlier_milestones,
    earlier_priors,
    with_earlier_tests,
)
from adapters.store.cases.file import FiledCase
from adapters.store.money.awards import StandingAward, awards_beside, awards_on_base, own_instalments
from adapters.store.money.earlier_awards import earlier_of_year
from adapters.store.money.once import given_for_life, milestones_of, tested_by_year, used_reports, year_of
from adapters.store.money.parts import AwardedParts
from adapters.store.money.vouchers import taken_from_pools
from adapters.store.writing import Session
from domain.calculator.award import Prior, PriorAward
from domain.calculator.higher_of import compared_beside
from domain.calculator.rules.testing import report_of
from domain.calendar import shanghai_midnight
from domain.case.acts.act import Facts
from domain.case.record.stages import Stage
from domain.catalogue.registry import Catalogue
from domain.catalogue.schema import Policy, SubsidyType
from domain.errors import NotFound
from domain.ledger.accounts import COMMITTED, HELD, Account
from domain.money import ZERO
from domain.other_funding.declared import total_of
from domain.other_funding.judgement import last_of


def prior_of(
    session: Session,
    catalogue: Catalogue,
    policy: Policy,
    case: FiledCase,
    year: int,
    *,
    subject: str = "",
    again: Mapping[str, AwardedParts] | None = None,
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
        again: instalments that the same decision pays again, in place of what they hold.
        pool_left: what the year's pool has, when a voucher is about to be issued.
        is_final: money is about to be ordered: under 就高 only what others cannot give up any more counts.
    """
    subsidy = policy.type(case.code)
    used = settlement = ZERO
    if subsidy.voucher:
        used, settlement = (
            taken_from_pools(session, year, case.unit, beside=case.number, codes=codes)
            + earlier_of_year(session, case.unit, codes, year)
            for codes in (_vouchers(policy), _vouchers(policy, settlement=True))
        )
    accounts = COMMITTED if is_final else HELD
    own_year = subsidy.once.fact if subsidy.once else None

    def choice(name: str) -> str:
        return case.readings.get(name, policy.readings[name].default)

    across = subsidy.award_base.is_across_units(choice)
    standing = awards_on_base(session, case, accounts, across_units=across)
    codes_beside = compared_beside(policy, subsidy, choice)
    beside = awards_beside(session, case, accounts, codes_beside)
    if subsidy.once and not own_year:
        known = {award.case_number for award in standing}
        given = given_for_life(session, case, accounts)
        standing += [award for award in given if award.case_number not in known]
    kind = subsidy.rule.kind
    return Prior(
        unit_year_used=used,
        tested_by_year=with_earlier_tests(session, case, tested_by_year(session, case))
        if kind == "testing"
        else {},
        used_reports=used_reports(session, case, _reports_of(subsidy, case)) if kind == "testing" else {},
        milestones=(*earlier_milestones(session, subsidy, case), *milestones_of(session, case, accounts))
        if kind == "tiers"
        else (),
        unit_year_settlement=settlement,
        pool_left=pool_left,
        same_base=(
            *earlier_priors(
                session,
                catalogue,
                subsidy,
                case,
                subject=subject,
                across_units=across,
                beside=codes_beside,
            ),
            *(
                _prior_award(
                    catalogue,
                    award,
                    year_of(session, award.case_number, own_year)
                    if own_year and award.code == case.code
                    else None,
                )
                for award in standing
            ),
            *(_prior_award(catalogue, award).model_copy(update={"is_same_base": False}) for award in beside),
        ),
        own_instalments=_own_instalments(session, catalogue, subsidy, case, subject, accounts, again or {}),
        **funding_of(case, subject),
    )


def prior_before_filing(
    session: Session,
    catalogue: Catalogue,
    policy: Policy,
    code: str,
    unit: str,
    award_base: str,
    facts: Facts,
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
        facts: as they would be filed.
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
        declared_facts=facts,
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


def _vouchers(policy: Policy, *, settlement: bool = False) -> list[str]:
    """The types of vouchers, or of settlement vouchers alone."""
    return [
        each.code
        for each in policy.types.values()
        if each.voucher and (each.voucher.is_settlement or not settlement)
    ]


def _reports_of(subsidy: SubsidyType, case: FiledCase) -> list[str]:
    """The test reports that a case names."""
    rule = subsidy.rule
    tests = case.facts.get(rule.tests) if rule.kind == "testing" else None
    listed = tests if isinstance(tests, list) else []
    return [report_of(rule, test) for test in listed if isinstance(test, dict) and rule.kind == "testing"]


def _prior_award(catalogue: Catalogue, award: StandingAward, of_year: int | None = None) -> PriorAward:
    return PriorAward(
        case_number=award.case_number,
        code=award.code,
        name=_name_of(catalogue, award),
        amount=award.amount,
        paid=award.paid,
        before_higher_of=award.before_higher_of,
        found=award.found,
        of_year=of_year,
    )


def _own_instalments(
    session: Session,
    catalogue: Catalogue,
    subsidy: SubsidyType,
    case: FiledCase,
    subject: str,
    accounts: Collection[Account],
    again: Mapping[str, AwardedParts],
) -> PriorAward | None:
    """What the case holds for its other instalments, with what was granted on paper for some of them."""
    if not subject:
        return None
    held = _prior_award(catalogue, own_instalments(session, case, {subject, *again}, accounts))
    on_paper = earlier_instalments(session, subsidy, case, subject)
    before = held.amount if held.before_higher_of is None else held.before_higher_of
    whole = held.model_copy(
        update={
            "amount": held.amount + on_paper + sum((each.amount for each in again.values()), ZERO),
            "paid": held.paid + on_paper,
            "before_higher_of": before + on_paper + sum((each.standard for each in again.values()), ZERO),
        }
    )
    return whole if whole.amount or whole.before_higher_of else None


def _name_of(catalogue: Catalogue, award: StandingAward) -> str:
    try:
        return catalogue.policy(award.policy_version).type(award.code).name
    except NotFound:  # an old version that is no longer shipped
        return award.code


def funding_of(case: FiledCase, subject: str) -> dict[str, Any]:
    """Money of other policies (附则(四)): what was declared for the award, a year or a redemption, and what was found of it."""
    judged = last_of(case.funding_judgements, subject)
    return {
        "other_policies": total_of(case.declared_funding(subject)),
        "other_sources": judged.sources if judged else "",
        "judged": judged.judgement if judged else None,
    }
