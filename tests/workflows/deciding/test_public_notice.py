"""An objection holds up the payment of its case until there is a finding on it, however long the notice is over."""

import asyncio
from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import select
from temporalio.client import WorkflowUpdateFailedError

from adapters.store.engine import open_session
from adapters.store.notices.queries import notices_of
from adapters.store.schema import Payment
from domain.case.record.stages import Stage
from domain.departments import FINANCE_BUREAU, PUBLIC
from domain.public_notice.objecting import MOST_OF_ONE, MOST_OPEN
from tests.workflows.office import Office
from tests.workflows.recovering import mails
from tests.workflows.walked_case import WalkedCase

DOCUMENT = {
    "document_number": "廊财建〔2026〕88号",
    "city_amount": Decimal("10000000.00"),
    "locality_amount": Decimal("0.00"),
}


async def no_payment_is_possible(case: WalkedCase) -> None:
    """Neither a fund document nor payee details are taken, and nothing was ordered."""
    assert (await case.refused("issue_fund_document", FINANCE_BUREAU, **DOCUMENT)).kind == "wrong-stage"
    assert (await case.refused("provide_payee", "applicant", payee="p1")).kind == "wrong-stage"
    with open_session(case.office.engine) as session:
        assert list(session.exec(select(Payment))) == []


async def objected(case: WalkedCase, objection: str) -> None:
    """Somebody objects during the notice."""
    await case.act("raise_objection", PUBLIC, objection=objection, by=f"citizen-{objection}")


@pytest.mark.parametrize("code", ["compute_centre_construction", "core_technology"])
async def test_no_money_moves_while_a_finding_is_open_though_the_notice_is_over(
    office: Office, code: str
) -> None:
    case = await office.file(code)
    await case.walk(Stage.PUBLIC_NOTICE)
    await objected(case, "one")
    await objected(case, "two")
    await no_payment_is_possible(case)
    term = next(task.term for task in (await case.progress()).tasks if task.party == PUBLIC)
    assert term is not None
    await case.skip_to(term.timer_events[-1].at + timedelta(days=40))
    over = await case.progress()
    assert over.stage is Stage.OBJECTION_FINDING
    assert PUBLIC not in {task.party for task in over.tasks}
    await no_payment_is_possible(case)
    assert (await case.refused("raise_objection", PUBLIC, objection="late", by="x")).kind == "wrong-stage"
    after_one = await case.act("find_on_objection", decision="dismiss", objection="one", reason="不属实")
    assert after_one.stage is Stage.OBJECTION_FINDING
    await no_payment_is_possible(case)
    await case.act("find_on_objection", decision="dismiss", objection="two", reason="不属实")
    async with asyncio.timeout(30):
        while await case.stage() is not Stage.PAYEE_DETAILS:
            await asyncio.sleep(0.02)
    (notice,) = notices_of(office.engine, case.plan.case_number)
    assert notice.standing.outcome is not None
    assert notice.standing.outcome.text == "公示期满，异议均不成立。"
    assert (await case.end()).stage is Stage.CLOSED


async def test_a_notice_is_published_once_and_again_after_an_upheld_objection(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.PUBLIC_NOTICE)
    await objected(case, "one")
    await case.act("find_on_objection", decision="uphold", objection="one", reason="投资额须重核")
    await no_payment_is_possible(case)
    await case.act("review", decision="approve", verified_facts={"audited_investment": "50000000.00"})
    await case.walk(Stage.PUBLIC_NOTICE)
    again, first = notices_of(office.engine, case.plan.case_number)
    assert (first.published.amount, again.published.amount) == (Decimal("10000000.00"), Decimal("5000000.00"))
    assert first.standing.outcome is not None
    assert first.standing.outcome.code == "upheld"
    assert len(first.standing.objections) == 1
    assert again.standing.is_current
    assert again.standing.objections == ()
    assert [figure.verified for figure in again.published.figures] == ["50000000.00", ""]


async def test_every_objection_is_found_on_before_an_upheld_one_sends_the_case_back(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.PUBLIC_NOTICE)
    for objection in ("one", "two", "three"):
        await objected(case, objection)
    upheld = await case.act("find_on_objection", decision="uphold", objection="one", reason="投资额须重核")
    assert upheld.stage is Stage.OBJECTION_FINDING
    assert [task.subject for task in upheld.tasks] == ["two", "three"]
    assert (await case.refused("raise_objection", PUBLIC, objection="late", by="x")).kind == "wrong-stage"
    (told,) = mails(case, "objection_upheld")
    assert "投资额须重核" in told
    assert "另有异议尚在核查" in told
    await case.act("find_on_objection", decision="dismiss", objection="two", reason="不属实")
    assert await case.stage() is Stage.OBJECTION_FINDING
    back = await case.act("find_on_objection", decision="uphold", objection="three", reason="设备重复申报")
    assert back.stage is Stage.LEAD_REVIEW
    assert "设备重复申报" in mails(case, "objection_upheld")[-1]
    assert mails(case, "objection_dismissed") == []
    (notice,) = notices_of(office.engine, case.plan.case_number)
    assert [each.finding.value for each in notice.standing.objections] == ["uphold", "dismiss", "uphold"]
    assert notice.standing.outcome is not None
    assert notice.standing.outcome.code == "upheld"
    await case.walk(Stage.PUBLIC_NOTICE)
    assert (await case.end()).stage is Stage.CLOSED


async def test_a_case_goes_back_though_the_last_finding_was_a_dismissal(office: Office) -> None:
    case = await office.file("core_technology")
    await case.walk(Stage.PUBLIC_NOTICE)
    await objected(case, "one")
    await objected(case, "two")
    await case.act("find_on_objection", decision="uphold", objection="two", reason="金额须重核")
    await case.act("find_on_objection", decision="dismiss", objection="one", reason="不属实")
    assert (await case.walk(Stage.AWAITING_ACCEPTANCE)).stage is Stage.AWAITING_ACCEPTANCE
    assert "不属实" not in "".join(mails(case, "objection_upheld"))


@pytest.mark.parametrize("decision", ["dismiss", "uphold"])
async def test_findings_that_come_in_the_same_moment_all_count(office: Office, decision: str) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.PUBLIC_NOTICE)
    names = ("one", "two", "three")
    await asyncio.gather(*(objected(case, name) for name in names))
    term = next(task.term for task in (await case.progress()).tasks if task.party == PUBLIC)
    assert term is not None
    await case.skip_to(term.timer_events[-1].at + timedelta(days=1))
    found = {"decision": decision, "reason": "已核查"}
    async with asyncio.timeout(30):
        await asyncio.gather(*(case.act("find_on_objection", objection=name, **found) for name in names))
    expected = Stage.PAYEE_DETAILS if decision == "dismiss" else Stage.LEAD_REVIEW
    assert (await case.walk(expected)).stage is expected
    (notice,) = notices_of(office.engine, case.plan.case_number)
    assert {each.finding.value for each in notice.standing.objections} == {decision}
    assert (await case.end()).stage is Stage.CLOSED


async def size_of(case: WalkedCase) -> int:
    """Bytes of the history, as the server counts them."""
    description = await case.handle.describe()
    return int(description.raw_description.workflow_execution_info.history_size_bytes)


async def raised(case: WalkedCase, account: str, objection: str, adds_to: str = "") -> str:
    """What became of an objection: taken, or the kind of its refusal."""
    said = {"objection": objection, "adds_to": adds_to, "by": account}
    try:
        await case.act("raise_objection", PUBLIC, **said)
    except WorkflowUpdateFailedError as refused:
        return str(getattr(refused.cause, "type", refused.cause))
    return "taken"


@pytest.mark.long
async def test_nobody_fills_up_the_case_of_another_with_objections(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.PUBLIC_NOTICE)
    before = await size_of(case)
    assert await raised(case, "one", "o0") == "taken"
    assert await raised(case, "one", "again") == "wrong-stage"
    assert await raised(case, "one", "of-another", adds_to="x") == "wrong-stage"
    answers = [await raised(case, "one", f"o{number}", adds_to="o0") for number in range(1, 500)]
    assert Counter(answers) == {"taken": MOST_OF_ONE - 1, "limit-reached": 499 - (MOST_OF_ONE - 1)}
    crowd = [await raised(case, f"citizen-{number}", f"c{number}") for number in range(500)]
    assert Counter(crowd) == {"taken": MOST_OPEN - 1, "limit-reached": 500 - (MOST_OPEN - 1)}
    tasks = [task for task in (await case.progress()).tasks if "find_on_objection" in task.acts]
    assert [task.subject for task in tasks] == ["o0", *(f"c{number}" for number in range(MOST_OPEN - 1))]
    assert await size_of(case) - before < 2 * 1024**2
    assert (await case.act("find_on_objection", decision="dismiss", objection="o0", reason="不属实")).seq
    assert await raised(case, "late", "after") == "taken"
