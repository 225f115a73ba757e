"""Everything is told once: a second notice in a phase needs a ground, and says which notice it is."""

from typing import Any

import pytest

from domain.case.act import Act, Defect, by_item
from domain.case.acts import CheckCompleteness, Review, ReviewInstalment
from domain.case.deficiency_notices import (
    CLAUSE,
    Noticed,
    admit_notice,
    answered,
    begun_anew,
    ground_text,
    phase_of,
    told,
)
from domain.case.record.stages import Stage
from domain.case.roles import Actor, Role
from domain.errors import InvalidInput, NotAllowed

CLERK = Actor(account="clerk", role=Role.OFFICIAL, party="commerce")
SUPERVISOR = Actor(account="head", role=Role.SUPERVISOR, party="commerce")
PHASE = phase_of(Stage.LEAD_REVIEW)
FIRST = told({}, PHASE, Review(id="1", by=CLERK, decision="return", defects=(Defect(item="a", problem="…"),)))


def returned(*items: str, **content: Any) -> Review:
    defects = tuple(Defect(item=item, problem="不清楚") for item in items)
    return Review(**{"id": "2", "by": CLERK, "decision": "return", "defects": defects, **content})


def refused(act: Act, error: type[InvalidInput | NotAllowed], stage: Stage = Stage.LEAD_REVIEW) -> set[str]:
    with pytest.raises(error) as refusal:
        admit_notice(act, stage, FIRST)
    assert refusal.value.facts.clause == CLAUSE
    assert refusal.value.facts.remedy
    return {field.path for field in refusal.value.facts.fields}


def test_a_first_notice_needs_no_ground() -> None:
    admit_notice(returned("a", "b"), Stage.LEAD_REVIEW, {})


def test_a_second_one_without_a_ground_is_refused() -> None:
    assert refused(returned("a"), InvalidInput) == {"new_fact", "supervisor_reason"}
    assert refused(returned("a", new_fact="  "), InvalidInput) == {"new_fact", "supervisor_reason"}


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_a_decision_that_asks_nothing_needs_no_ground(decision: str) -> None:
    admit_notice(returned(decision=decision), Stage.LEAD_REVIEW, FIRST)


def test_a_new_fact_may_concern_what_was_named_before_and_what_the_applicant_brought() -> None:
    admit_notice(returned("a", new_fact="新报告缺页"), Stage.LEAD_REVIEW, FIRST)
    admit_notice(returned("b", new_fact="新报告缺页", brought=("b",)), Stage.LEAD_REVIEW, FIRST)
    admit_notice(returned("c", new_fact="数据变了"), Stage.LEAD_REVIEW, answered(FIRST, PHASE, ["c"]))


def test_what_was_accepted_is_not_named_again() -> None:
    act = returned("a", "b", "c", new_fact="重新看了一遍", brought=("c",))
    assert refused(act, InvalidInput) == {"defects[1].item"}


def test_only_a_supervisor_may_go_beyond_it_and_says_why() -> None:
    beyond = returned("b", supervisor_reason="涉及资金安全")
    assert refused(beyond, NotAllowed) == set()
    admit_notice(beyond.model_copy(update={"by": SUPERVISOR}), Stage.LEAD_REVIEW, FIRST)


def test_another_phase_counts_for_itself() -> None:
    admit_notice(returned("z"), Stage.EXPERT_REVIEW, FIRST)
    check = CheckCompleteness(
        id="3", by=CLERK, decision="supplement", defects=(Defect(item="z", problem="…"),)
    )
    admit_notice(check, Stage.COMPLETENESS_CHECK, FIRST)


def test_each_year_of_support_counts_for_itself() -> None:
    year_one = ReviewInstalment(id="4", by=CLERK, decision="return", instalment=1)
    once = told({}, phase_of(Stage.INSTALMENTS, "1"), year_one)
    admit_notice(year_one.model_copy(update={"instalment": 2}), Stage.INSTALMENTS, once)
    with pytest.raises(InvalidInput):
        admit_notice(year_one, Stage.INSTALMENTS, once)


def test_notices_are_counted_and_remember_what_they_named() -> None:
    second = returned("b", new_fact="…", brought=("b",))
    twice = told(answered(FIRST, PHASE, ["c", "c"]), PHASE, second)
    assert twice == {PHASE: Noticed(count=2, items=("a", "b"), brought=("c", "b"))}


def test_what_lay_there_before_the_first_notice_was_not_brought_by_the_applicant() -> None:
    assert told({}, PHASE, returned("a", brought=("b",)))[PHASE].brought == ()


def test_after_an_objection_the_next_notice_may_concern_anything_but_needs_its_ground() -> None:
    anew = begun_anew(FIRST, PHASE, phase_of(Stage.EXPERT_REVIEW))
    admit_notice(returned("z", new_fact="公示异议反映的情况"), Stage.LEAD_REVIEW, anew)
    with pytest.raises(InvalidInput):
        admit_notice(returned("z"), Stage.LEAD_REVIEW, anew)
    after = told(anew, PHASE, returned("z", new_fact="…"))
    with pytest.raises(InvalidInput):
        admit_notice(returned("y", new_fact="…"), Stage.LEAD_REVIEW, after)
    assert set(anew) == {PHASE}


def test_a_second_notice_says_that_it_is_one_and_why() -> None:
    assert ground_text(1, returned("a", new_fact="…")) == ""
    assert ground_text(2, returned("a", new_fact="报告缺页。")) == "本通知为第2次补正通知。新情况：报告缺页。"
    by_head = returned("a", supervisor_reason="涉及资金安全。")
    assert ground_text(3, by_head) == "本通知为第3次补正通知。主管负责人说明的理由：涉及资金安全。"


def test_defects_of_one_document_are_told_together() -> None:
    defects = (
        Defect(item="1.1-3", problem="缺页", name="专项审计报告"),
        Defect(item="form", problem="不完整"),
        Defect(item="1.1-3", problem="未盖章", name="专项审计报告"),
    )
    grouped = [(group.title, group.problems) for group in by_item(defects)]
    assert grouped == [("专项审计报告", ("缺页", "未盖章")), ("form", ("不完整",))]


def test_a_defect_of_an_earlier_release_still_loads() -> None:
    old = Defect.model_validate({"item": "审计报告", "problem": "缺第3页"})
    assert (old.reason, old.title) == ("", "审计报告")
