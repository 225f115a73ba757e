"""Answering an invitation: confirmed, the prefilled application goes the way of every other, once."""

import asyncio
import logging
from datetime import UTC, datetime

from adapters.store.engine import open_session, transaction
from adapters.store.invitations.lists import Settling, no_longer_open, settle
from adapters.store.invitations.queries import (
    InvitationRecord,
    LeftFiling,
    cases_on,
    left_filings,
    read_invitation,
)
from commands.access.caller import Caller
from commands.acts.acting import Acting
from commands.bodies import ApplicationBody
from commands.cases.filing import Filing, file_under
from commands.invitations.bodies import ConfirmBody
from commands.keys import digest_of
from commands.temporal_link import OutcomeUnknown, TemporalAway
from commands.wiring import FAR, Wiring
from domain.case.acts.filing import File
from domain.case.identifiers import act_id
from domain.case.record.steps import Progress
from domain.case.roles import Actor, Role
from domain.catalogue.facts import Phase
from domain.catalogue.validation import validate_facts
from domain.departments import APPLICANT
from domain.errors import FieldError, InvalidInput, NotEligible, NotFound, Refusal, WrongStage
from domain.invitation.invited import InvitationStatus, last_day_of, submitted_words

ORDINARY_WAY = "如数据需要更正，请不要确认，通过“提交申请”（POST /v1/applications）自行申报。"

log = logging.getLogger(__name__)


def own_invitation(wired: Wiring, caller: Caller, identifier: str) -> InvitationRecord:
    """The invitation, to the caller's own unit.

    Raises:
        NotFound: there is none, or it is another unit's.
    """
    found = read_invitation(wired.engine, identifier)
    if found is None or caller.unit is None or found.invited.unit != caller.unit:
        raise no_invitation(identifier)
    return found


def no_invitation(identifier: str) -> NotFound:
    """There is none, or the caller may not know of it."""
    return NotFound(f"没有编号为“{identifier[:40]}”的邀请。", remedy="请从邀请列表中选择。")


async def confirm_invitation(
    wired: Wiring, caller: Caller, identifier: str, body: ConfirmBody
) -> Progress | InvitationRecord:
    """File the prefilled application; confirmed again, by whomever of the unit, it is the same case.

    Returns:
        Where the case stands; the invitation while the case could not begin: confirmed, and filed later by ``file_left``.

    Raises:
        WrongStage: it is too late, or it was declined or withdrawn.
        InvalidInput: figures are to be corrected, or something is missing.
        NotEligible: by the law of today the unit is not eligible any more.
    """
    found = await asyncio.to_thread(_to_confirm, wired, caller, identifier, body)
    try:
        return await file_under(wired, caller, _filing(caller, found, body))
    except (TemporalAway, OutcomeUnknown):  # the number is kept, and with it that the unit has confirmed
        return await asyncio.to_thread(own_invitation, wired, caller, identifier)
    except NotEligible as refused:
        facts = refused.facts
        raise NotEligible(
            f"按现行政策重新核算，{facts.what}",
            why=facts.why,
            clause=facts.clause,
            remedy="邀请发出后，政策版本或有关情形已有变化。邀请仍在原处；如认为核算有误，请联系邀请部门。",
            fields=facts.fields,
        ) from refused


async def file_left(wired: Wiring) -> int:
    """File what was confirmed while no case could begin; what no case answers for is left to the next time.

    Returns:
        How many cases have begun.
    """
    left = await asyncio.to_thread(left_filings, wired.engine)
    return sum([await _is_filed(wired, each) for each in left])


async def _is_filed(wired: Wiring, left: LeftFiling) -> bool:
    """File one, under the very id of its confirmation."""
    by = Actor(account=left.account, role=Role.APPLICANT, party=APPLICANT)
    act = File(id=left.key, by=by, digest=left.digest, reason=submitted_words(left.source))
    try:
        await Acting(wired).file(left.plan, act)
    except (TemporalAway, OutcomeUnknown, Refusal) as trouble:
        told = "case %s was confirmed and could not begin: %s"
        log.error(told, left.plan.case_number, type(trouble).__name__)
        return False
    return True


def _to_confirm(wired: Wiring, caller: Caller, identifier: str, body: ConfirmBody) -> InvitationRecord:
    found = own_invitation(wired, caller, identifier)
    if found.status is InvitationStatus.CONFIRMED:
        return found
    if found.status is not InvitationStatus.OPEN:
        raise no_longer_open(found)
    if wired.today() > last_day_of(wired.calendar(), found.reply_by):
        raise no_longer_open(found.model_copy(update={"status": InvitationStatus.LAPSED}))
    if body.corrections:
        fields = tuple(
            FieldError(path=f"corrections.{name[:64]}", message="确认申报不能更改预填的数据")
            for name in body.corrections
        )
        raise InvalidInput("确认申报只能按预填的内容提交。", remedy=ORDINARY_WAY, fields=fields)
    _refuse_second_case(wired, found)
    return found


def _refuse_second_case(wired: Wiring, found: InvitationRecord) -> None:
    """The unit may have applied by itself meanwhile, for the very base that is filed now: a year may have begun."""
    invited, today = found.invited, wired.today()
    subsidy = wired.law_on(today).type(found.code)
    if subsidy.award_base.repeatable:
        return
    facts = validate_facts(subsidy, invited.facts, (Phase.FILING,), FAR)
    base = subsidy.award_base.of(unit=invited.unit, year=today.year, key=invited.award_base_key, facts=facts)
    with open_session(wired.engine) as session:
        there = cases_on(session, found.code, [invited.unit]).get((invited.unit, base))
    if there is not None:
        raise WrongStage(f"同一项目已有申请 {there}，无需再确认。", remedy="请查看该案件的办理情况。")


def _filing(caller: Caller, found: InvitationRecord, body: ConfirmBody) -> Filing:
    invited = found.invited
    settling = Settling(
        status=InvitationStatus.CONFIRMED, at=datetime.now(UTC), actor=caller.account, party=APPLICANT
    )
    return Filing(
        identifier=act_id(found.id, "invitation", "confirm"),
        digest=digest_of("invitation", {"confirm": found.id}),
        body=ApplicationBody(
            measure=found.code,
            award_base_key=invited.award_base_key or None,
            facts=invited.facts,
            credit_commitment=body.credit_commitment,
            other_funding=body.other_funding,
            contact_email=body.contact_email,
        ),
        reason=submitted_words(found.source),
        also=lambda session, number: settle(
            session, found.id, Settling(**{**vars(settling), "case_number": number})
        ),
    )


def decline_invitation(wired: Wiring, caller: Caller, identifier: str, reason: str) -> InvitationRecord:
    """The unit does not want it; declined again, the same answer.

    Raises:
        WrongStage: it was confirmed, or has come to its end otherwise.
    """
    found = own_invitation(wired, caller, identifier)
    if found.status is InvitationStatus.DECLINED:
        return found
    at, status = datetime.now(UTC), InvitationStatus.DECLINED
    settling = Settling(status=status, at=at, actor=caller.account, party=APPLICANT, reason=reason)
    with transaction(wired.engine) as session:
        return settle(session, found.id, settling)
