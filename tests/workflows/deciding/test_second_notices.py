"""Everything is told once: the case itself refuses a second notice without its ground, and counts."""

from typing import Any

import pytest
from sqlmodel import col, select

from adapters.store.engine import open_session
from adapters.store.schema import Timeline
from domain.case.acts.defects import Defect
from domain.case.record.stages import Stage
from domain.case.roles import Role
from tests.workflows.office import Office
from tests.workflows.reconsidering import ask_again
from tests.workflows.recovering import mails
from tests.workflows.walked_case import WalkedCase

REPORT = Defect(item="1.1-3", problem="未加盖公章。", reason="not_stamped", name="专项审计报告")
PROOF = Defect(item="1.1-2", problem="模糊不清。", name="竣工验收证明")


def numbers(case: WalkedCase) -> list[tuple[str, int, str]]:
    """The notices that the record knows, with their numbers and grounds."""
    with open_session(case.office.engine) as session:
        asked = select(Timeline).where(
            Timeline.case_number == case.plan.case_number, col(Timeline.notice) > 0
        )
        rows = session.exec(asked.order_by(col(Timeline.seq)))
        return [(row.event, row.notice, row.note) for row in rows]


async def supplemented(
    office: Office, kind: str, decision: str, code: str = "compute_centre_construction"
) -> WalkedCase:
    """A case that was asked once, in its check or its review, and was supplemented."""
    case = await office.file(code)
    await case.walk(Stage.LEAD_REVIEW if kind == "review" else Stage.COMPLETENESS_CHECK)
    await case.act(kind, decision=decision, defects=(REPORT,), reason="请补正")
    await case.act("supplement", "applicant", brought=("1.1-1",))
    return case


STAGES = [("check_completeness", "supplement"), ("review", "return")]


@pytest.mark.parametrize(("kind", "decision"), STAGES)
async def test_a_second_notice_needs_a_new_fact_about_what_was_named_or_brought(
    office: Office, kind: str, decision: str
) -> None:
    case = await supplemented(office, kind, decision)
    before = await case.history_length()
    bare = await case.refused(kind, decision=decision, defects=(REPORT,))
    assert [field.path for field in bare.fields] == ["new_fact", "supervisor_reason"]
    accepted = await case.refused(kind, decision=decision, defects=(REPORT, PROOF), new_fact="重新看过")
    assert [field.path for field in accepted.fields] == ["defects[1].item"]
    assert accepted.clause == "《优化营商环境条例》第三十六条"
    assert await case.history_length() == before
    brought = Defect(item="1.1-1", problem="缺页。")
    new: dict[str, Any] = {"defects": (REPORT, brought), "new_fact": "补交的文件缺页。"}
    assert (await case.act(kind, decision=decision, **new)).stage is Stage.SUPPLEMENT
    event = "supplement_requested" if kind == "check_completeness" else "returned"
    ground = "本通知为第2次补正通知。新情况：补交的文件缺页。"
    assert numbers(case) == [(event, 1, ""), (event, 2, ground)]
    first, second = mails(case, event)
    assert "次补正通知" not in first
    assert ground in second
    assert "1. 专项审计报告：未加盖公章。" in second


async def test_a_supervisor_may_ask_for_anything_once_more_and_the_applicant_reads_why(
    office: Office,
) -> None:
    case = await supplemented(office, "review", "return")
    reason: dict[str, Any] = {
        "decision": "return",
        "defects": (PROOF,),
        "supervisor_reason": "涉及资金安全。",
    }
    refusal = await case.refused("review", **reason)
    assert refusal.kind == "not-allowed"
    act = case.make("review", **reason)
    by_head = act.model_copy(update={"by": act.by.model_copy(update={"role": Role.SUPERVISOR})})
    assert (await case.send(by_head)).stage is Stage.SUPPLEMENT
    assert numbers(case)[-1][1:] == (2, "本通知为第2次补正通知。主管负责人说明的理由：涉及资金安全。")


async def test_the_review_counts_for_itself_after_the_check(office: Office) -> None:
    case = await supplemented(office, "check_completeness", "supplement")
    await case.act("check_completeness", decision="accept")
    await case.act("review", decision="return", defects=(PROOF,), reason="请补正")
    assert [number for _, number, _ in numbers(case)] == [1, 1]


async def test_after_an_upheld_objection_the_review_may_ask_about_what_it_brought_up(office: Office) -> None:
    case = await supplemented(office, "review", "return")
    await case.walk(Stage.PUBLIC_NOTICE)
    await case.act("raise_objection", "public", objection="o1")
    await case.act("find_on_objection", decision="uphold", objection="o1", reason="属实")
    assert (await case.refused("review", decision="return", defects=(PROOF,))).kind == "invalid-input"
    await case.act("review", decision="return", defects=(PROOF,), new_fact="公示异议反映投运日期不实。")
    assert numbers(case)[-1][1] == 2


async def test_each_year_of_support_is_told_once(office: Office) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS)
    await case.ring()
    facts = case.scenario.years[0]
    cost = Defect(item="operating_cost", problem="与审计报告不一致。", name="运营投入")
    report = Defect(item="1.2-3", problem="未盖章。")
    back: dict[str, Any] = {"decision": "return", "instalment": 1, "reason": "请补正"}
    await case.act("claim_instalment", "applicant", instalment=1, facts=facts)
    await case.act("review_instalment", **back, defects=(report,))
    assert "1.2-3：未盖章。" in mails(case, "instalment_returned")[0]
    lower = {"operating_cost": "9000000.00"}
    await case.act("claim_instalment", "applicant", instalment=1, facts=lower)
    assert (await case.refused("review_instalment", **back, defects=(cost,))).kind == "invalid-input"
    again = await case.act("review_instalment", **back, defects=(cost,), new_fact="新填数据与报告不一致。")
    assert again.tasks[0].acts == ("claim_instalment",)
    assert [number for _, number, _ in numbers(case)] == [1, 2]
    await case.act("claim_instalment", "applicant", instalment=1, facts=lower)
    refusal = await case.refused(
        "review_instalment", **back, defects=(Defect(item="1.2-4", problem="缺"),), new_fact="…"
    )
    assert [field.path for field in refusal.fields] == ["defects[0].item"]


REFUSALS = [("check_completeness", "supplement", "refuse"), ("review", "return", "reject")]


@pytest.mark.parametrize(("kind", "decision", "refusal"), REFUSALS)
async def test_notices_are_counted_on_when_a_refused_case_is_judged_again(
    office: Office, kind: str, decision: str, refusal: str
) -> None:
    case = await supplemented(office, kind, decision)
    await case.act(kind, decision=refusal, reason="材料不实。")
    await case.handle.result()
    await ask_again(case)
    bare = await case.refused(kind, decision=decision, defects=(PROOF,))
    assert "已发出1次补正通知" in bare.what
    await case.act(kind, decision=decision, defects=(PROOF,), new_fact="复核中发现日期不一致。")
    assert [number for _, number, _ in numbers(case)] == [1, 2]
