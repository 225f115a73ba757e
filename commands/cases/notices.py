"""Notices that could not arrive: the address is corrected and they are sent again, or the office serves them otherwise."""

from datetime import UTC, datetime, timedelta

from adapters.store.audit.chain import append
from adapters.store.cases.file import load_case
from adapters.store.cases.records import CaseRecord
from adapters.store.engine import transaction
from adapters.store.mail.notices import CaseMail, count_unsent, mails_of, masked
from adapters.store.mail.services import serve
from adapters.store.schema import ServiceRow
from adapters.store.units.registry import Registrar, enter, hold_unit, send_again, unit_of
from commands.access.audit_trail import party_of_caller
from commands.access.authorise import check_office
from commands.access.caller import Caller
from commands.access.sight import is_own
from commands.acts.checks import wrong
from commands.cases.serving import ServedDecision, served_decisions
from commands.wiring import Wiring
from domain.calendar import shanghai_date
from domain.case.record.narrative import day_text
from domain.case.service import BY_THE_OFFICE, Service, ServiceManner, ServiceRequest
from domain.catalogue.serving import ServiceRule
from domain.closed import Closed, example
from domain.errors import FieldError, NotAllowed, NotFound, WrongStage
from domain.units.unit import UnitEntry, UnitField
from domain.words import MailAddress


class ContactBody(Closed):
    """Where the applicant is written to from now on; what could not arrive is sent there again."""

    model_config = example(contact_email="yunshu@example.com")

    contact_email: MailAddress


def correct_contact(wired: Wiring, caller: Caller, case: CaseRecord, body: ContactBody) -> int:
    """Correct the address of a case's unit, also where the case has ended. The post office is to be told.

    The registry keeps it, so all cases of the unit follow; the same address given anew is trusted again.

    Returns:
        How many mails are on their way to it.

    Raises:
        NotAllowed: the caller is neither of the unit nor of the lead.
    """
    _check_part(wired, caller, case, "更正联系邮箱")
    code, now = case.unit.partition("#")[0], datetime.now(UTC)
    by = Registrar(account=caller.account, party=party_of_caller(caller), at=now)
    with transaction(wired.engine) as session:
        hold_unit(session, code)
        unit = unit_of(session, code)
        count = count_unsent(session, code)
        load_case(session, case.case_number)  # before its chain, as its own steps do
        append(
            session,
            chain=case.case_number,
            action="contact:corrected",
            after={"to": masked(body.contact_email), "mails": count},
            **by.signature,
        )
        if unit is not None and unit.contact_email == body.contact_email:
            send_again(session, code, now)
        else:
            entry = UnitEntry(field=UnitField.CONTACT_EMAIL, value=body.contact_email, since=wired.today())
            enter(session, code, [entry], by)
    return count


def record_service(
    wired: Wiring, caller: Caller, case: CaseRecord, seq: int, said: ServiceRequest
) -> Service:
    """Record that the lead served otherwise what a mail could not: once, with its proof. The post office is to be told.

    Raises:
        NotAllowed: the caller is not of the lead.
        NotFound: the applicant was written nothing in this step.
        WrongStage: it was served before.
        InvalidInput: of another manner, or on a day before the notice or after today, or before an announcement has stood
            long enough.
    """
    rule = wired.catalogue.policy(case.policy_version).service
    if is_own(caller, case) or case.lead not in caller.desks:
        raise NotAllowed("只有牵头部门可以登记送达。", remedy="请联系牵头部门。")
    check_office(wired, caller, case)
    _check_not_deemed(served_decisions(wired, case).get(seq))
    with transaction(wired.engine) as session:
        load_case(session, case.case_number)  # before its chain; and the unit may look at it in this moment
        mails = [mail for mail in mails_of(session, case.case_number) if mail.seq == seq]
        if not mails:
            raise NotFound("没有这一通知。", remedy="请从本案的邮件记录（mails）中选择。")
        wrong("送达登记需要更正。", _faults(said, mails, rule, wired))
        row = ServiceRow(
            case_number=case.case_number,
            seq=seq,
            at=datetime.now(UTC),
            account=caller.account,
            party=case.lead,
            **said.model_dump(),
        )
        if not serve(session, row):
            raise WrongStage("这一通知已有送达记录。", remedy="请查看本案的邮件记录。")
        append(
            session,
            chain=case.case_number,
            at=row.at,
            actor=caller.account,
            party=case.lead,
            action="notice:served",
            subject=str(seq),
            after={"manner": said.manner.value, "served_on": str(said.served_on)},
        )
    return Service(manner=said.manner, on=said.served_on, proof=said.proof)


def _check_part(wired: Wiring, caller: Caller, case: CaseRecord, what: str) -> None:
    """The unit's own account, or somebody of the lead who may act in the case."""
    if not is_own(caller, case) and case.lead not in caller.desks:
        raise NotAllowed(f"只有申请单位和牵头部门可以{what}。", remedy="请联系申请单位或牵头部门。")
    check_office(wired, caller, case)


def _check_not_deemed(decision: ServedDecision | None) -> None:
    """What counts as served by the lapse of days was told as that; another day would only confuse."""
    service = decision.service if decision else None
    if service is not None and service.manner is ServiceManner.DEEMED:
        raise WrongStage(
            f"这一决定已于{day_text(service.on)}视为送达。",
            why=f"{service.proof}。",
            remedy="无须另行登记送达。",
        )


def _faults(
    said: ServiceRequest, mails: list[CaseMail], rule: ServiceRule, wired: Wiring
) -> list[FieldError]:
    manners = "、".join(f"{manner.value}（{manner.label}）" for manner in sorted(BY_THE_OFFICE))
    written = shanghai_date(min(mail.at for mail in mails))
    announced = said.manner is ServiceManner.BY_ANNOUNCEMENT
    at_first = written + timedelta(days=rule.announcement_days if announced else 0)
    stands = f"，公告须满{rule.announcement_days}日，送达日期填写期满之日" if announced else ""
    checks = (
        (said.manner not in BY_THE_OFFICE, "manner", f"须为下列之一：{manners}"),
        (said.served_on < at_first, "served_on", f"不得早于{at_first}（通知于{written}作出{stands}）"),
        (said.served_on > wired.latest_day(), "served_on", "不得晚于今天"),
    )
    return [FieldError(path=path, message=message) for is_wrong, path, message in checks if is_wrong]
