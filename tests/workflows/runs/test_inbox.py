"""The desk: what is refused leaves no trace, what is repeated gets its first answer, two people stand apart."""

import asyncio

from domain.case.record.stages import Stage
from tests.workflows.office import Office


async def test_an_act_of_the_wrong_stage_leaves_no_new_event_in_the_history(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    before = await case.history_length()
    refusal = await case.refused("review", decision="approve")
    assert (refusal.kind, refusal.why) == ("wrong-stage", "当前等待的事项：市发改委形式审查。")
    assert await case.history_length() == before


async def test_another_department_cannot_use_the_lead_s_task(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    assert (await case.refused("check_completeness", "education", decision="accept")).kind == "wrong-stage"


async def test_who_reviewed_does_not_sign(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.LEAD_REVIEW)
    await case.act("review", decision="approve", by="lin")
    party = (await case.progress()).tasks[0].party
    refusal = await case.refused("sign_off", party, decision="agree", by="lin")
    assert refusal.kind == "conflict-of-roles"
    assert (await case.act("sign_off", party, decision="agree", by="chen")).stage is Stage.SIGN_OFF


async def test_a_repeated_act_gets_its_first_answer_and_another_digest_is_refused(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    act = case.make("check_completeness", decision="accept")
    first = await case.send(act)
    await case.act("review", decision="approve")
    assert await case.send(act) == first
    assert await case.send(act, update_id="asked-anew") == first
    other = act.model_copy(update={"digest": "other"})
    assert (await case.refusal_of(other, "another-content")).kind == "repeated-key"


async def test_of_two_reviews_at_the_same_moment_one_is_taken(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.LEAD_REVIEW)
    outcomes = await asyncio.gather(
        case.act("review", decision="approve", by="a"),
        case.act("review", decision="approve", by="b"),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, BaseException) for outcome in outcomes) == 1
    assert case.timeline().count("approved") == 1
