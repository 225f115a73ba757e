"""The case of each procedure whose history is recorded: who does what on its way, beside what everybody grants."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from functools import partial

from temporalio.client import WorkflowHistory

from adapters.store.cases.ended_cases import ended_case
from domain.case.acts.defects import Defect
from domain.case.contests.contested import Contestable
from domain.case.identifiers import workflow_id
from domain.case.record.stages import Stage
from domain.departments import APPLICANT, PUBLIC
from tests.workflows.contesting import answer, contest
from tests.workflows.office import Office
from tests.workflows.reconsidering import ask_again, refuse
from tests.workflows.recovering import decide, reopen, repay, send_back
from tests.workflows.signing_again import EQUIPMENT, sign, upheld
from tests.workflows.starting import start_with
from tests.workflows.walked_case import WalkedCase

DEFECT = Defect(item="1.1-3", problem="未加盖公章。", name="专项审计报告")


async def grant(case: WalkedCase) -> None:
    """Whatever is asked is granted."""
    await case.end()


async def change_clock(case: WalkedCase) -> None:
    """Extended, paused until the pause was over, returned, late, urged, and computed again by another calendar."""
    lead = case.plan.lead
    await case.walk(Stage.LEAD_REVIEW)
    await case.act("extend_term", whose=lead, working_days=10, reason="核对批复")
    await case.act("pause_clock", working_days=5, reason="委托审计")
    await case.ring()
    await case.act("review", decision="return", defects=(DEFECT,), reason="请补正")
    await case.act("extend_term", APPLICANT, whose=APPLICANT, working_days=5, reason="公章外借")
    await case.act("supplement", APPLICANT)
    await case.act("pause_clock", working_days=30, reason="补充审计")
    await case.act("resume_clock", reason="报告已收到")
    await case.ring()
    await case.act("urge", reason="请尽快办理")
    await case.handle.signal("calendar_announced")


async def sign_again(case: WalkedCase) -> None:
    """An upheld objection changes a figure: two departments sign again; after another one that changes nothing, nobody."""
    await upheld(case)
    await case.act("review", decision="approve", verified_facts={"unit_price": "8800000.00"})
    await sign(case)
    await upheld(case)


async def object_thrice(case: WalkedCase) -> None:
    """Three objections: with the first upheld the notice is over, and the case goes back once all were found on."""
    await case.walk(Stage.PUBLIC_NOTICE)
    for objection in ("one", "two", "three"):
        await case.act("raise_objection", PUBLIC, objection=objection, by=f"citizen-{objection}")
    for objection, decision in (("one", "uphold"), ("two", "dismiss"), ("three", "uphold")):
        await case.act("find_on_objection", decision=decision, objection=objection, reason="已核查")


async def go_the_long_way(case: WalkedCase) -> None:
    """Everything that holds a case up and brings it back."""
    await change_clock(case)
    await sign_again(case)
    await object_thrice(case)
    await case.end()


async def go_back_once(case: WalkedCase) -> None:
    """An objection is upheld after the selection."""
    await upheld(case)
    await case.end()


async def stop_and_reverse(case: WalkedCase) -> None:
    """The last year of support, with a stop and a reversed recovery on the way."""
    await case.walk(Stage.INSTALMENTS, subject="3")
    await case.act("stop_payment", reason="核查", clause="附则(四)")
    await case.act("lift_stop", reason="属实")
    await decide(case, amount=Decimal("972000.00"))
    await case.act("reverse_recovery", reason="复核属实")
    await case.end()


async def reconsider(case: WalkedCase) -> None:
    """Refused at the review, judged again by other people and paid."""
    await refuse(case)
    await ask_again(case)
    await case.end()


async def recover(case: WalkedCase) -> None:
    """A case that had ended: part of what was paid comes back; so does part of more, which is reversed and paid again."""
    await case.end()
    await reopen(case)
    await repay(case, "1500000.00")
    await repay(case, "2500000.00")
    await reopen(case)
    await repay(case, "1500000.00")
    await case.act("reverse_recovery", reason="复核属实")
    await case.end()


async def come_back(case: WalkedCase) -> None:
    """A case that had ended: the bank returns what it had confirmed, and it is paid again."""
    await case.end()
    await send_back(case, f"{case.plan.case_number}-P1")
    await case.end()


async def pay_the_rest(case: WalkedCase) -> None:
    """A case that had ended, in which too little was paid: the rest follows."""
    await case.walk(Stage.LEAD_REVIEW)
    less = {"audited_investment": "50000000.00"}
    await case.act("review", decision="approve", verified_facts=less, reason="部分投资不予认定。")
    await case.walk()
    begun = ended_case(case.office.engine, case.plan.case_number)
    assert begun is not None
    why = {"reason": "复核认定的投资额高于原核定。", "document_number": "廊发改复〔2027〕2号"}
    more = {"audited_investment": "98000000.00"}
    act = case.make("decide_top_up", by=f"{case.plan.lead}-afresh", verified_facts=more, **why)
    await start_with(case, "top_up", begun, act)
    await case.end()


async def contest_the_amount(case: WalkedCase) -> None:
    """A case that had ended, whose amount is contested and upheld."""
    await case.end()
    await answer(case, await contest(case, Contestable.AMOUNT), "uphold")


async def find_one_project(case: WalkedCase) -> None:
    """A case that had ended, of which is found that another one is no part of it."""
    await case.end()
    unit = case.scenario.applicant
    other = await case.office.file("national_research_platform", applicant=unit, base="云枢实验室")
    begun = ended_case(case.office.engine, case.plan.case_number)
    assert begun is not None
    number = other.plan.case_number
    act = case.make("find_same_project", other_case=number, decision="not_the_same", reason="用途不同。")
    await start_with(case, "project_finding", begun, act)


WALKS: dict[str, tuple[str, Callable[[WalkedCase], Awaitable[None]]]] = {
    "one_off": (EQUIPMENT, go_the_long_way),
    "multi_year": ("compute_centre_operation", stop_and_reverse),
    "voucher": ("settlement_voucher", grant),
    "post_acceptance": ("core_technology", reconsider),
    "discretionary": ("leading_goose", grant),
    "listing": ("product_catalogue", grant),
    "referral": ("fiscal_support", grant),
    "ranked_batch": ("foundation_model", go_back_once),
    "recovery": ("compute_centre_construction", recover),
    "bank_return": ("compute_centre_construction", come_back),
    "top_up": ("compute_centre_construction", pay_the_rest),
    "project_finding": ("compute_centre_construction", find_one_project),
    "reconsideration": ("compute_centre_construction", contest_the_amount),
}
"""Procedure → the type of its case, and the case's way."""


async def walk(office: Office, procedure: str) -> WorkflowHistory:
    """Walk the case of a procedure to its end and give the history of its last run."""
    code, way = WALKS[procedure]
    case = await office.file(code)
    await way(case)
    await case.handle.result()
    return await office.client.get_workflow_handle(workflow_id(case.plan.case_number)).fetch_history()


PROCEDURES = {procedure: partial(walk, procedure=procedure) for procedure in WALKS}
"""Procedure → who gives its history."""
