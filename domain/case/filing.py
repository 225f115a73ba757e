"""From the law to the plan of one case: what is pinned when an application is filed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.case.record.plan import CasePlan
from domain.catalogue.schema import Policy, SubsidyType


def plan_case(
    policy: Policy,
    subsidy: SubsidyType,
    case_number: str,
    locality: str,
    facts: Mapping[str, Any],
    readings: Mapping[str, str],
) -> CasePlan:
    """Pin the procedure of a case.

    Args:
        policy: the version in force on the day of filing.
        subsidy: the type that is applied for.
        case_number: the number given to the case.
        locality: the applicant's locality.
        facts: exact typed facts of filing, as ``validate_facts`` gives them.
        readings: every switch with its value.
    """
    return CasePlan(
        case_number=case_number,
        code=subsidy.code,
        number=subsidy.number,
        name=subsidy.name,
        policy_version=policy.version,
        lead=subsidy.lead,
        co_signers=(*subsidy.co_departments, locality),
        locality=locality,
        has_money=subsidy.has_money,
        terms={name: term.working_days for name, term in policy.terms.items()},
        term_labels={name: term.name for name, term in policy.terms.items()},
        silent_signers=policy.signing.silent((*subsidy.co_departments, locality)),
        **_procedure(subsidy, facts, readings),
    )


def _procedure(subsidy: SubsidyType, facts: Mapping[str, Any], readings: Mapping[str, str]) -> dict[str, Any]:
    """What only some procedures need."""
    procedure: dict[str, Any] = {**procedure_dates(subsidy, facts, readings)}
    if subsidy.acceptance is not None:
        procedure["acceptance_by"] = subsidy.acceptance.confirmed_by
    if subsidy.batch is not None:
        procedure["batch_closes"] = subsidy.batch.closes_month_day
        procedure["selection"] = readings.get("m3.selection", "ranked_batch")
    if subsidy.voucher is not None:
        procedure["voucher_months"] = subsidy.voucher.validity_months
    return procedure


def procedure_dates(
    subsidy: SubsidyType, facts: Mapping[str, Any], readings: Mapping[str, str]
) -> dict[str, Any]:
    """The days of a procedure that follow from figures; computed again when verified figures replace declared ones."""
    dates: dict[str, Any] = {}
    if subsidy.acceptance is not None:
        dates["acceptance_from"] = subsidy.acceptance.opens_on(facts, readings)
    if subsidy.instalments is not None:
        dates["instalment_ends"] = subsidy.instalments.ends(facts, readings)
    return dates


def award_year(facts: Mapping[str, Any], today: date) -> int:
    """The year of a base such as ``revenue:{unit}:{year}``: the day of filing's, unless the facts name one."""
    year = facts.get("year", today.year)
    return year if isinstance(year, int) else today.year
