"""Filing: everything is checked first, then the case gets its number, then its workflow; repeated, it goes on."""

import asyncio
from dataclasses import dataclass

from adapters.store.cases.act_answers import kept_act
from adapters.store.cases.filing import Draft, Effect, begin_filing, filed_with
from adapters.store.engine import open_session
from adapters.store.units.registry import read_unit
from commands.access.caller import Caller
from commands.acts.acting import Acting
from commands.acts.checks import judge, wrong
from commands.acts.preparing import answered
from commands.bodies import ApplicationBody
from commands.keys import digest_of
from commands.wiring import Wiring
from domain.calculator.sheet import resolve_readings
from domain.case.acts.filing import File
from domain.case.filing import happened_by, plan_case
from domain.case.identifiers import CaseNumber, act_id, maker_unit
from domain.case.record.plan import CasePlan
from domain.case.record.steps import Progress
from domain.case.roles import Role
from domain.catalogue.facts import Phase
from domain.catalogue.schema import Policy, SubsidyType
from domain.catalogue.validation import validate_facts
from domain.errors import FieldError, InvalidInput, NotAllowed, Repeated
from domain.normal_form import says_something
from domain.other_funding.declared import without_amount
from domain.units.code import NO_CODE, compact, is_code
from domain.units.unit import RegisteredUnit, against_registry, has_ended

_FILING = "POST /v1/applications"


async def file_application(wired: Wiring, caller: Caller, key: str, body: ApplicationBody) -> Progress:
    """File a case.

    Raises:
        Refusal: with every reason; nothing is stored then.
        TemporalAway: the number is kept; a repeat with the same key goes on.
    """
    identifier, digest = act_id(caller.account, File.kind, key), digest_of(_FILING, body)
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
    with open_session(wired.engine) as session:
        first = answered(kept_act(session, identifier), digest)
    if first is not None:
        return first
    today = wired.today()
    filed = filed_with(wired.engine, identifier)
    if filed is None:
        policy = wired.law_on(today)
        draft = _draft(wired, policy, _unit(wired, caller, body), caller, body)
        filed = begin_filing(wired.engine, draft, identifier, digest, filing.also)
    if filed.digest != digest:
        raise Repeated(
            "同一 Idempotency-Key 已用于另一份内容不同的申请。", remedy="请使用新的 Idempotency-Key。"
        )
    return filed.plan


def _draft(
    wired: Wiring, policy: Policy, unit: RegisteredUnit, caller: Caller, body: ApplicationBody
) -> Draft:
    """Check everything, and lay down what is kept of the application."""
    today = wired.today()
    subsidy = policy.type(body.measure)
    found = _wrong_fields(subsidy, unit, body)
    try:
        facts = validate_facts(subsidy, body.facts, (Phase.FILING,), wired.latest_day(), policy.values)
    except InvalidInput as refused:
        found += refused.facts.fields
    wrong(f"“{subsidy.name}”的申请有 {len(found)} 处需要更正。", found)
    readings = resolve_readings(policy, None)
    filed_on = happened_by(subsidy, facts, today)  # today, unless cases run ahead of the clock
    judge(policy, subsidy, body.facts, filed_on, readings)
    holder = maker_unit(unit.code, body.maker) if body.maker else unit.code

    def planned(case_number: str) -> CasePlan:
        return plan_case(policy, subsidy, case_number, unit.locality, facts, readings)

    return Draft(
        code=subsidy.code,
        measure_number=subsidy.number,
        policy_version=policy.version,
        policy_digest=policy.digest,
        unit=holder,
        unit_name=unit.name,
        maker=body.maker,
        locality=unit.locality,
        lead=subsidy.lead,
        award_base=subsidy.award_base.of(
            unit=holder, year=today.year, key=body.award_base_key or "", facts=facts
        ),
        award_base_key=body.award_base_key or "",
        is_repeatable=subsidy.award_base.repeatable,
        applicant_account=caller.account,
        contact_email=unit.contact_email,
        declared_facts=dict(body.facts),
        other_funding=[entry.model_dump(mode="json") for entry in body.other_funding],
        readings=readings,
        reading_documents=policy.reading_documents,
        fiscal_year=today.year,
        filed_on=filed_on,
        plan_for=planned,
        number_for=lambda running: str(CaseNumber(year=today.year, measure=subsidy.number, running=running)),
    )


def _unit(wired: Wiring, caller: Caller, body: ApplicationBody) -> RegisteredUnit:
    """The unit that applies: the caller's own, as it is registered.

    Raises:
        NotAllowed: it is another one, has ended, or was never registered.
    """
    own = caller.unit
    if own is None:
        raise NotAllowed("您的账号没有所属单位，不能申报。", remedy="请使用申请单位的账号登录。")
    if body.unit is not None and compact(body.unit) != own:
        wrong("申请需要更正。", [] if is_code(body.unit) else [FieldError(path="unit", message=NO_CODE)])
        raise NotAllowed(
            "只能为本单位申报。", why="账号所属单位与申报单位不同。", remedy="请使用该单位的账号登录。"
        )
    found = read_unit(wired.engine, own)
    if found is None:
        raise NotAllowed(
            "您的单位尚未登记，不能申报。", remedy="请凭登记机关的证照联系牵头部门或属地登记单位后再提交。"
        )
    if found.ended_on is not None:
        raise has_ended(found)
    return found


def _wrong_fields(subsidy: SubsidyType, unit: RegisteredUnit, body: ApplicationBody) -> list[FieldError]:
    """Every wrong field beside the facts."""
    checks = (
        (body.maker and not subsidy.admits_makers, "maker", "本事项不接受创客申报"),
        (body.maker and not says_something(body.maker), "maker", "须填写创客姓名"),
        (
            subsidy.award_base.lacks_key(body.award_base_key or ""),
            "award_base_key",
            f"须填写{subsidy.award_base.key_label}，并含文字或数字",
        ),
        (not body.credit_commitment, "credit_commitment", "须签署信用承诺书（true）"),
    )
    return [
        *against_registry(unit, body.unit_name, body.locality, body.contact_email),
        *(FieldError(path=path, message=message) for is_wrong, path, message in checks if is_wrong),
        *without_amount(body.other_funding),
    ]
