"""Urging: whoever the case waits for is written to now, once a working day, and nothing else changes."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from adapters.mail.render import render
from adapters.store.engine import open_session
from adapters.store.people.accounts import Account, save_account
from adapters.store.schema import Mail
from adapters.store.units.registry import keep_unit
from domain.calendar import WorkingCalendar, shanghai_date, shanghai_midnight
from domain.case.record.narrative import due_text, status_sentence
from domain.case.record.stages import Stage
from domain.case.roles import Role
from domain.departments import PUBLIC
from domain.office_mail import OfficeMailFacts, OfficeMailKind
from tests.workflows.office import Office
from tests.workflows.recovering import BUREAU, reopen
from tests.workflows.walked_case import FILED_ON, UNITS, WalkedCase

CODE = "compute_centre_construction"


def employ(
    office: Office, username: str, department: str, *roles: Role, email: str = "", unit: str | None = None
) -> None:
    """Somebody of an office, with an address."""
    account = Account(
        username=username,
        password_hash="-",
        email=email or f"{username}@example.com",
        roles=roles or (Role.OFFICIAL,),
        department=department,
        unit=unit,
    )
    if unit:
        keep_unit(office.engine, unit, "某公司", "kfq", "unit@example.com", FILED_ON)
    save_account(office.engine, account)


def office_mails(case: WalkedCase) -> dict[str, OfficeMailFacts]:
    """Address → what was written."""
    with open_session(case.office.engine) as session:
        rows = session.exec(select(Mail)).all()
    return {
        row.recipient: OfficeMailFacts.model_validate(row.facts) for row in rows if row.case_number is None
    }


async def at(office: Office, stage: Stage, code: str = CODE) -> WalkedCase:
    case = await office.file(code)
    await case.walk(stage)
    return case


async def next_working_day(case: WalkedCase) -> None:
    today = shanghai_date(await case.now())
    await case.skip_to(
        shanghai_midnight(WorkingCalendar().add_working_days(today, 1).on) + timedelta(hours=9)
    )


async def test_every_signer_who_is_waited_for_is_written_to_and_the_applicant_hears_nothing(
    office: Office,
) -> None:
    for username, department in (("a", "industry_and_information"), ("b", "kfq"), ("c", "taxation")):
        employ(office, username, department)
    case = await at(office, Stage.SIGN_OFF)
    before = await case.progress()
    waiting = {task.party for task in before.tasks}
    mails_before = len(all_mails(case))
    after = await case.act("urge", reason="请于本周内会签。")
    assert (after.stage, after.tasks, after.since) == (before.stage, before.tasks, before.since)
    assert case.timeline()[-1] == "office_urged"
    written = office_mails(case)
    expected = {
        f"{username}@example.com"
        for username, department in (("a", "industry_and_information"), ("b", "kfq"), ("c", "taxation"))
        if department in waiting
    }
    assert expected
    assert set(written) == expected
    assert len(all_mails(case)) == mails_before + len(expected)
    for facts in written.values():
        assert (facts.kind, facts.reason) == (OfficeMailKind.URGED, "请于本周内会签。")
        assert [line.sentence for line in facts.cases] == [status_sentence(before)]
        assert facts.cases[0].case_number == case.plan.case_number
        assert "廊坊云枢" not in facts.model_dump_json()


async def test_who_bears_the_unit_of_a_case_is_not_written_to_about_it(office: Office) -> None:
    employ(office, "a", "development_and_reform")
    employ(office, "b", "development_and_reform", unit=UNITS[1])
    case = await at(office, Stage.COMPLETENESS_CHECK)
    await case.act("urge", reason="请尽快受理。")
    assert set(office_mails(case)) == {"a@example.com"}


def all_mails(case: WalkedCase) -> list[Mail]:
    with open_session(case.office.engine) as session:
        return list(session.exec(select(Mail)).all())


async def test_the_applicant_is_written_to_when_the_case_waits_for_the_applicant(office: Office) -> None:
    employ(office, "a", "development_and_reform")
    case = await at(office, Stage.PAYEE_DETAILS)
    await case.act("urge", reason="请尽快确认。")
    assert case.timeline()[-1] == "applicant_urged"
    (mail,) = [row for row in all_mails(case) if row.event == "applicant_urged"]
    assert mail.recipient == "yunshu@example.com"
    assert mail.facts["reason"] == "请尽快确认。"
    assert mail.facts["act_label"]
    assert office_mails(case) == {}


async def test_an_office_that_is_late_hears_from_the_clock_and_not_that_the_lead_has_urged(
    office: Office,
) -> None:
    employ(office, "fgw", "development_and_reform")
    employ(office, "admin", "government_services", Role.ADMINISTRATOR)
    case = await at(office, Stage.LEAD_REVIEW)
    await case.act("pause_clock", working_days=5, reason="专项审计")
    for _ in range(3):
        resumed = await case.ring()
    assert to_whom(case) == [
        ("term_escalation", "admin@example.com"),
        ("term_escalation", "fgw@example.com"),
        ("term_reminder", "fgw@example.com"),
        ("term_resumed", "fgw@example.com"),
    ]
    written = [
        OfficeMailFacts.model_validate(row.facts) for row in all_mails(case) if row.case_number is None
    ]
    assert {facts.cases[0].due for facts in written} == {due_text(resumed.tasks[0])}
    assert not any(word in render(facts).text for facts in written for word in ("牵头部门现予", "催办"))


async def test_an_escalation_goes_to_the_head_where_the_desk_has_one(office: Office) -> None:
    employ(office, "head", "development_and_reform", Role.SUPERVISOR)
    employ(office, "admin", "government_services", Role.ADMINISTRATOR)
    case = await at(office, Stage.LEAD_REVIEW)
    await case.ring()
    await case.ring()
    assert {address for kind, address in to_whom(case) if kind == "term_escalation"} == {"head@example.com"}


def to_whom(case: WalkedCase) -> list[tuple[str, str]]:
    return sorted((row.event, row.recipient) for row in all_mails(case) if row.case_number is None)


async def test_the_finance_bureau_is_urged_by_its_finance_people(office: Office) -> None:
    employ(office, "czj", "finance_bureau", Role.FINANCE)
    employ(office, "auditor", "finance_bureau", Role.AUDITOR)
    case = await at(office, Stage.FUND_DOCUMENT)
    await case.act("urge")
    assert set(office_mails(case)) == {"czj@example.com"}


async def test_a_case_is_urged_once_a_working_day(office: Office) -> None:
    employ(office, "a", "development_and_reform")
    case = await at(office, Stage.COMPLETENESS_CHECK)
    first = case.make("urge")
    answer = await case.send(first)
    assert await case.send(first) == answer
    refusal = await case.refused("urge")
    assert (refusal.kind, refusal.what) == ("wrong-stage", "本案在本工作日内已催办过，不能重复催办。")
    assert refusal.remedy.endswith("起可以再次催办。")
    assert case.timeline().count("office_urged") == 1
    await next_working_day(case)
    await case.act("urge")
    assert case.timeline().count("office_urged") == 2
    assert len([mail for mail in all_mails(case) if mail.case_number is None]) == 2


@pytest.mark.parametrize(
    ("stage", "party", "kind"),
    [
        (Stage.COMPLETENESS_CHECK, "taxation", "not-allowed"),
        (Stage.COMPLETENESS_CHECK, "applicant", "not-allowed"),
        (Stage.FUND_DOCUMENT, BUREAU, "not-allowed"),
        (Stage.PUBLIC_NOTICE, "", "wrong-stage"),
    ],
)
async def test_who_may_not_urge_is_told_why(office: Office, stage: Stage, party: str, kind: str) -> None:
    case = await at(office, stage)
    before: Any = await case.progress()
    refusal = await case.refused("urge", party)
    assert refusal.kind == kind
    assert refusal.remedy
    assert (await case.progress()) == before


async def test_who_urged_may_still_review_and_the_procedure_goes_on(office: Office) -> None:
    case = await at(office, Stage.LEAD_REVIEW)
    await case.act("urge", by="somebody")
    assert (await case.act("review", by="somebody", decision="approve")).stage is Stage.SIGN_OFF


async def test_nobody_is_urged_twice_by_two_at_once(office: Office) -> None:
    case = await at(office, Stage.COMPLETENESS_CHECK)
    outcomes = await asyncio.gather(
        case.act("urge", by="one"), case.act("urge", by="two"), return_exceptions=True
    )
    assert sum(isinstance(outcome, Exception) for outcome in outcomes) == 1
    assert case.timeline().count("office_urged") == 1


@pytest.mark.long
async def test_a_case_may_be_urged_at_every_step_and_comes_to_the_same_end(office: Office) -> None:
    case = await office.file(CODE)
    urged = []
    while not (progress := await case.progress()).final:
        task = progress.tasks[0]
        if task.party == PUBLIC:
            await case.ring()
            continue
        await next_working_day(case)
        after = await case.act("urge")
        assert (after.stage, after.tasks) == (progress.stage, progress.tasks)
        urged.append((progress.stage, case.timeline()[-1]))
        await case.grant(task)
    assert (await case.handle.result()).stage is Stage.CLOSED
    offices = (
        Stage.COMPLETENESS_CHECK,
        Stage.LEAD_REVIEW,
        Stage.SIGN_OFF,
        Stage.FUND_DOCUMENT,
        Stage.PAYMENT,
    )
    assert dict(urged) == dict.fromkeys(offices, "office_urged") | {Stage.PAYEE_DETAILS: "applicant_urged"}


async def test_while_money_is_taken_back_the_unit_is_urged_to_repay(office: Office) -> None:
    case = await office.file(CODE)
    await case.end()
    await reopen(case)
    assert (await case.act("urge", reason="请按期退回。")).stage is Stage.RECOVERY
    assert case.timeline()[-1] == "applicant_urged"
