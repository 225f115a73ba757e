"""From the law to the plan of one case: what is pinned when an application is filed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from domain.case.record.plan import CasePlan
from domain.catalogue.facts import FactSpec, Phase
from domain.catalogue.schema import Policy, SubsidyType
from domain.catalogue.terms import AfterSupplement, Silence


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
        policy_digest=policy.digest,
        lead=subsidy.lead,
        co_signers=(*subsidy.co_departments, locality),
        locality=locality,
        has_money=subsidy.has_money,
        terms={name: term.working_days for name, term in policy.terms.items()},
        term_labels={name: term.name for name, term in policy.terms.items()},
        silent_signers=policy.silent_signers((*subsidy.co_departments, locality)),
        accepts_by_silence=policy.terms["completeness_check"].silence is Silence.ACCEPTS,
        anew_after_supplement=tuple(
            name
            for name, term in policy.terms.items()
            if term.after_supplement is AfterSupplement.STARTS_ANEW
        ),
        **_oversight(policy, subsidy, readings),
        **_procedure(subsidy, facts, readings),
    )


def _oversight(policy: Policy, subsidy: SubsidyType, readings: Mapping[str, str]) -> dict[str, Any]:
    """Who looks besides the lead and the signers, where money is decided and the readings ask for it."""
    asked = policy.signing.oversight
    head = asked.head_of(subsidy.lead, readings) if subsidy.has_money else ""
    return {
        "head_by": head,
        "head_above": asked.head_approval_above if head else None,
        "sample_per_mille": asked.share(readings) if subsidy.has_money else 0,
    }


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


def happened_by(subsidy: SubsidyType, facts: Mapping[str, Any], today: date) -> date:
    """The first day, from today on, on which all that these exact facts of filing tell has happened."""
    return max([today, *_days_of(subsidy.facts_for((Phase.FILING,)), facts)])


def _days_of(specs: Iterable[FactSpec], values: Mapping[str, Any]) -> Iterator[date]:
    for spec in specs:
        value = values.get(spec.name)
        if value is None:
            continue
        for entry in value if spec.items else ():
            yield from _days_of(spec.items, entry)
        happened_on = None if spec.items else spec.happened_on(value)
        if happened_on is not None:
            yield happened_on
