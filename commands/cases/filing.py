"""Filing: everything is checked first, then the case gets its number, then its workflow; repeated, it goes on."""

import asyncio
from dataclasses import dataclass
from datetime import date

from stdnum.cn import uscc

from adapters.store.cases.act_answers import kept_act
from adapters.store.cases.filing import Draft, Effect, begin_filing, filed_with
from adapters.store.people.accounts import account_by_id
from commands.access.caller import Caller
from commands.acts.acting import Acting
from commands.acts.checks import judge, wrong
from commands.acts.preparing import answered
from commands.bodies import ApplicationBody
from commands.keys import digest_of
from commands.wiring import Wiring
from domain.calculator.sheet import resolve_readings
from domain.case.acts import File
from domain.case.filing import award_year, plan_case
from domain.case.identifiers import CaseNumber, act_id, maker_unit
from domain.case.record.plan import CasePlan
from domain.case.record.steps import Progress
from domain.case.roles import Role
from domain.catalogue.facts import Phase
from domain.catalogue.schema import Policy, SubsidyType
from domain.catalogue.validation import validate_facts
from domain.departments import LOCALITIES
from domain.errors import FieldError, InvalidInput, NotAllowed, Repeated

_FILING = "POST /v1/applications"


async def file_application(wired: Wiring, caller: Caller, key: str, body: ApplicationBody) -> Progress:
    """File a case.

    Raises:
        Refusal: with every reason; nothing is stored then.
        TemporalAway: the number is kept; a repeat with the same key goes on.
    """
    identifier, digest = act_id(caller.account, "file", key), digest_of(_FILING, body)
    return await file_under(wired, caller, Filing(identifier, digest, body))


@dataclass(frozen=True)
class Filing:
    """One filing.

    Attributes:
        identifier: of the act; the same again is the same case.
        digest: of the request.
        body: the application.
        reason: what the record says of it; empty when the unit applies by itself.
        also: done in the transaction that numbers the case.
    """

    identifier: str
    digest: str
    body: ApplicationBody
    reason: str = ""
    also: Effect | None = None


async def file_under(wired: Wiring, caller: Caller, filing: Filing) -> Progress:
    """File a case under a given identifier; raises as ``file_application``."""
    found = await asyncio.to_thread(_prepare, wired, caller, filing)
    if isinstance(found, Progress):
        return found
    actor = caller.actor([Role.APPLICANT])
    act = File(id=filing.identifier, by=actor, digest=filing.digest, reason=filing.reason)
    return await Acting(wired).file(found, act)


def _prepare(wired: Wiring, caller: Caller, filing: Filing) -> CasePlan | Progress:
    identifier, digest, body = filing.identifier, filing.digest, filing.body
    first = answered(kept_act(wired.engine, identifier), digest)
    if first is not None:
        return first
    today = wired.today()
    filed = filed_with(wired.engine, identifier)
    if filed is None:
        policy = wired.catalogue.in_force(today)
        draft = _draft(policy, caller, body, today, _email(wired, caller, body))
        filed = begin_filing(wired.engine, draft, identifier, digest, filing.also)
    if filed.digest != digest:
        raise Repeated(
            "同一 Idempotency-Key 已用于另一份内容不同的申请。", remedy="请使用新的 Idempotency-Key。"
        )
    return filed.plan


def _email(wired: Wiring, caller: Caller, body: ApplicationBody) -> str:
    """Where the applicant is written to: the address given, else the account's."""
    if body.contact_email:
        return body.contact_email
    account = account_by_id(wired.engine, caller.account)
    return (account.email if account else None) or ""


def _draft(policy: Policy, caller: Caller, body: ApplicationBody, today: date, email: str) -> Draft:
    """Check everything, and lay down what is kept of the application."""
    subsidy = policy.type(body.measure)
    unit = _unit(caller, body)
    found = _wrong_fields(subsidy, unit, body)
    try:
        facts = validate_facts(subsidy, body.facts, (Phase.FILING,), today)
    except InvalidInput as refused:
        found += refused.facts.fields
    wrong(f"“{subsidy.name}”的申请有 {len(found)} 处需要更正。", found)
    readings = resolve_readings(policy, None)
    judge(policy, subsidy, body.facts, today, readings)
    holder = maker_unit(unit, body.maker) if body.maker else unit
    year = award_year(facts, today)

    def planned(case_number: str) -> CasePlan:
        return plan_case(policy, subsidy, case_number, body.locality, facts, readings)

    return Draft(
        code=subsidy.code,
        measure_number=subsidy.number,
        policy_version=policy.version,
        unit=holder,
        unit_name=body.unit_name,
        maker=body.maker,
        locality=body.locality,
        lead=subsidy.lead,
        award_base=subsidy.award_base.of(unit=holder, year=year, key=body.award_base_key or ""),
        applicant_account=caller.account,
        contact_email=email,
        declared_facts=dict(body.facts),
        other_funding=[entry.model_dump(mode="json") for entry in body.other_funding],
        readings=readings,
        fiscal_year=today.year,
        filed_on=today,
        plan_for=planned,
        number_for=lambda running: str(CaseNumber(year=today.year, measure=subsidy.number, running=running)),
    )


def _unit(caller: Caller, body: ApplicationBody) -> str:
    """The unit that applies: the caller's own.

    Raises:
        NotAllowed: it is another one.
    """
    own = caller.unit
    if own is None:
        raise NotAllowed("您的账号没有所属单位，不能申报。", remedy="请使用申请单位的账号登录。")
    if body.unit is None or uscc.compact(body.unit) == own:
        return own
    if not uscc.is_valid(body.unit):
        wrong("申请需要更正。", [FieldError(path="unit", message="不是有效的统一社会信用代码")])
    raise NotAllowed(
        "只能为本单位申报。", why="账号所属单位与申报单位不同。", remedy="请使用该单位的账号登录。"
    )


def _wrong_fields(subsidy: SubsidyType, unit: str, body: ApplicationBody) -> list[FieldError]:
    """Every wrong field beside the facts."""
    checks = (
        (not uscc.is_valid(unit), "unit", "不是有效的统一社会信用代码（18 位，校验位须正确）"),
        (body.maker and not subsidy.admits_makers, "maker", "本事项不接受创客申报"),
        (body.locality not in LOCALITIES, "locality", "须为下列之一：" + "、".join(LOCALITIES)),
        (
            subsidy.award_base.needs_key and not body.award_base_key,
            "award_base_key",
            f"须填写{subsidy.award_base.key_label}",
        ),
        (not body.credit_commitment, "credit_commitment", "须签署信用承诺书（true）"),
        *(
            (not entry.amount, f"other_funding[{index}].amount", "金额须大于 0")
            for index, entry in enumerate(body.other_funding)
        ),
    )
    return [FieldError(path=path, message=message) for is_wrong, path, message in checks if is_wrong]
