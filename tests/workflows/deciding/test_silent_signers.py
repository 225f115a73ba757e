"""Where the policy says so, a signer whose term passes in silence agrees; who has to speak never does."""

from typing import Any

import pytest
from sqlmodel import select

from adapters.store.engine import open_session
from adapters.store.schema import Mail, SignatureRow, Timeline
from api.cases.clock_reasons import next_ring
from domain.case.record.plan import CasePlan
from domain.case.record.stages import Stage
from domain.case.signatures import SILENCE
from domain.case.user_tasks import TimerEventKind
from domain.catalogue.registry import load_catalogue
from domain.catalogue.schema import Policy
from domain.catalogue.terms import Silence
from domain.departments import FINANCE_BUREAU, TAXATION
from tests.workflows.office import Office
from tests.workflows.signing_again import awaited
from tests.workflows.time.test_urging import employ, office_mails
from tests.workflows.walked_case import WalkedCase


def agreeing(policy: Policy) -> Policy:
    """The policy with its switch turned on."""
    return policy.model_copy(
        update={
            "terms": {
                **policy.terms,
                "sign_off": policy.terms["sign_off"].model_copy(update={"silence": Silence.AGREES}),
            }
        }
    )


async def at_sign_off(office: Office, code: str) -> WalkedCase:
    """A case of a policy whose switch is on, with its departments."""
    case = await office.file(code, policy=agreeing(load_catalogue().policies[0]))
    await case.walk(Stage.SIGN_OFF)
    return case


async def term_passes(case: WalkedCase) -> None:
    """The term passes, its reminder on the way."""
    for _ in range(2):
        await case.ring()


def recorded(case: WalkedCase, table: Any) -> list[Any]:
    """The rows of the case."""
    with open_session(case.office.engine) as session:
        return list(session.exec(select(table).where(table.case_number == case.plan.case_number)))


def test_the_switch_is_off_unless_the_policy_sets_it_and_two_are_never_silent() -> None:
    policy = load_catalogue().policies[0]
    signing = policy.signing
    assert policy.silent_signers(("commerce", TAXATION)) == ()
    on = agreeing(policy)
    assert on.silent_signers(("commerce", TAXATION, "kfq", FINANCE_BUREAU)) == ("commerce", "kfq")
    assert set(signing.never_by_silence) == {TAXATION, FINANCE_BUREAU}
    assert all(signing.never_by_silence.values())


async def test_a_plan_from_before_lets_nobody_agree_by_silence(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    kept = case.plan.model_dump(mode="json", exclude={"silent_signers"})
    assert CasePlan.model_validate(kept) == case.plan
    await case.walk(Stage.SIGN_OFF)
    for _ in range(2):
        await case.ring()
    assert await awaited(case) == ["industry_and_information", "kfq"]
    assert case.timeline()[-1] == "escalated"


async def test_silence_agrees_at_the_end_of_the_term_and_the_record_says_so(office: Office) -> None:
    case = await at_sign_off(office, "headquarters")
    assert set(case.plan.silent_signers) == {"development_and_reform", "industry_and_information", "kfq"}
    await case.act("sign_off", "industry_and_information", decision="agree")
    task = next(task for task in (await case.progress()).tasks if task.party == "kfq")
    assert task.term is not None
    assert [timer_event.kind.value for timer_event in task.term.timer_events] == ["remind", "lapse"]
    await term_passes(case)
    assert await awaited(case) == [TAXATION]
    assert case.timeline().count("agreed_by_silence") == 2
    silent = [row for row in recorded(case, Timeline) if row.event == "agreed_by_silence"]
    assert {row.party for row in silent} == {"development_and_reform", "kfq"}
    assert all(
        "沉默" in row.note and "不是该部门的同意" in row.note and "附则（五）" in row.note for row in silent
    )
    assert "agreed_by_silence" not in {row.event for row in recorded(case, Mail)}
    assert (await case.refused("sign_off", "kfq", decision="object", reason="迟到")).kind == "wrong-stage"
    await case.act("sign_off", TAXATION, decision="agree")
    assert await case.stage() is Stage.AWAITING_ACCEPTANCE
    assert {row.party: row.decision for row in recorded(case, SignatureRow)} == {
        "industry_and_information": "agree",
        "development_and_reform": SILENCE,
        "kfq": SILENCE,
        TAXATION: "agree",
    }


async def test_an_agreement_by_silence_stands_or_is_called_back_like_any_other(office: Office) -> None:
    case = await at_sign_off(office, "compute_centre_construction")
    await term_passes(case)
    assert await case.stage() is Stage.PUBLIC_NOTICE
    await case.act("raise_objection", "public", objection="one")
    await case.act("find_on_objection", decision="uphold", objection="one", reason="属实")
    lower = {"audited_investment": "90000000.00"}
    await case.act("review", decision="approve", verified_facts=lower)
    assert await awaited(case) == ["kfq"], "市工信局 does not rely on the investment"


@pytest.mark.parametrize("party", ["kfq", "industry_and_information"])
async def test_an_opinion_that_comes_in_time_counts_as_it_is(office: Office, party: str) -> None:
    case = await at_sign_off(office, "compute_centre_construction")
    await case.act("sign_off", party, decision="object", reason="存疑")
    await term_passes(case)
    (task,) = (await case.progress()).tasks
    assert task.acts == ("settle",)


WARNED: dict[str, tuple[str, Silence, Stage, str, str, str]] = {
    # who is warned of what: (term, what silence does, the stage, whose desk, said in the mail, said by the clock)
    "a signer of its agreement": (
        "sign_off",
        Silence.AGREES,
        Stage.SIGN_OFF,
        "kfq",
        "期满未提出意见的，按办理规程（附则（五））记为沉默",
        "提醒承办部门：期满未提出意见的，记为沉默，继续办理",
    ),
    "a lead of its acceptance": (
        "completeness_check",
        Silence.ACCEPTS,
        Stage.COMPLETENESS_CHECK,
        "development_and_reform",
        "期满未告知需要补正的内容的，按办理规程（附则（五））视为受理",
        "提醒承办部门：期满未告知补正的，视为受理",
    ),
    "a lead of nothing": (
        "completeness_check",
        Silence.NOTHING,
        Stage.COMPLETENESS_CHECK,
        "development_and_reform",
        "办理期限已满，请尽快办结",
        "提醒承办部门",
    ),
}


@pytest.mark.parametrize("who", WARNED)
async def test_an_office_is_warned_of_what_its_silence_does_before_it_bites(office: Office, who: str) -> None:
    name, silence, stage, desk, said, shown = WARNED[who]
    employ(office, "clerk", desk)
    policy = load_catalogue().policies[0]
    term = policy.terms[name].model_copy(update={"silence": silence})
    read = policy.model_copy(update={"terms": {**policy.terms, name: term}})
    case = await office.file("compute_centre_construction", policy=read)
    await case.walk(stage)
    task = next(task for task in (await case.progress()).tasks if task.party == desk)
    ahead = next_ring(task)
    assert ahead
    assert (ahead.kind, ahead.does) == (TimerEventKind.REMIND, shown)
    await case.ring()
    assert said in office_mails(case)["clerk@example.com"].model_dump_json()
    assert (await case.progress()).stage is stage, "it was warned, and nothing is lost yet"
    task = next(task for task in (await case.progress()).tasks if task.party == desk)
    ahead = next_ring(task)
    assert ahead
    assert (ahead.kind is TimerEventKind.LAPSE) is (silence is not Silence.NOTHING)
