"""Answering an invitation: by the invited unit, in time, as it is prefilled, and once."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from fastapi import FastAPI

from adapters.store.engine import transaction
from adapters.store.invitations.lists import Settling, settle_open
from adapters.store.mail.outbox import Outbox
from adapters.store.people.accounts import Account, save_account
from adapters.store.schema import AuditEntryRow, CaseFile, Invitation
from domain.calendar import shanghai_midnight
from domain.catalogue.registry import Catalogue
from domain.invitation.invited import InvitationStatus
from domain.invitation.term import CLOSE_INVITATIONS, OPEN_INVITATIONS, REMIND_INVITED, InvitationRound
from tests.activities.casework import Casework
from tests.api.asking import HASH, UNIT, application, new_key, paths_of, problem_of
from tests.api.invited_units import CONFIRM, FACTS, POLICY, REPLY_BY, TODAY, YEAR, Inviting, item, listed
from tests.api.invited_units import inviting as inviting
from tests.api.invited_units import inviting_app as inviting_app
from tests.api.invited_units import inviting_engine as inviting_engine
from tests.api.invited_units import inviting_settings as inviting_settings
from tests.api.inviting_office import threads as threads
from tests.api.inviting_office import working as working

Change = Callable[..., None]


@pytest.fixture
def rewire(inviting_app: FastAPI) -> Change:
    """Change what the API works with."""

    def change(**parts: Any) -> None:
        inviting_app.state.wiring = replace(inviting_app.state.wiring, **parts)

    return change


async def confirm(inviting: Inviting, invitation: str, username: str = "yunshu", **changes: Any) -> Any:
    return await inviting.post(username, f"/{invitation}/confirm", CONFIRM | changes)


async def test_only_the_invited_unit_and_the_office_know_of_an_invitation(inviting: Inviting) -> None:
    invitation = await inviting.invited()
    for username in ("lingxi", "fgw", "kfq"):
        problem_of(await inviting.get(username, f"/{invitation}"), 404, "not-found")
        assert (await inviting.get(username)).json() == {"invitations": [], "lists": []}
    problem_of(await confirm(inviting, invitation, "lingxi"), 404, "not-found")
    problem_of(await inviting.post("lingxi", f"/{invitation}/decline", {}), 404, "not-found")
    problem_of(await confirm(inviting, invitation, "gxj"), 403, "not-allowed")
    problem_of(await confirm(inviting, "0" * 32), 404, "not-found")
    problem_of(await confirm(inviting, "x"), 422, "invalid-input")
    own = (await inviting.get("yunshu", f"/{invitation}")).json()
    assert (own["amount"], own["status"], own["unit"]) == ("5000000.00", "open", UNIT)
    assert [figure["value"] for figure in own["figures"]][-1] == "96,000,000.00 元（9,600 万元）"
    assert "@example.com" not in str(own)
    for username in ("gxj", "auditor"):
        assert (await inviting.get(username, f"/{invitation}")).json() == own
        assert len((await inviting.get(username)).json()["lists"]) == 1
    viewed = [entry for entry in inviting.kept(AuditEntryRow) if entry.action == "invitation:viewed"]
    assert [entry.subject for entry in viewed] == [invitation] * 2


async def test_a_list_belongs_to_its_office(inviting: Inviting) -> None:
    await inviting.invited()
    (made,) = (await inviting.get("gxj")).json()["lists"]
    path = f"/lists/{made['id']}"
    assert (await inviting.get("administrator", path)).json() == made
    for username in ("fgw", "yunshu"):
        problem_of(await inviting.get(username, path), 404, "not-found")
    problem_of(await inviting.post("fgw", f"{path}/withdraw", {"reason": "无关"}), 404, "not-found")
    problem_of(await inviting.post("gxj", f"{path}/withdraw", {"reason": " "}), 422, "invalid-input")
    assert [row.status for row in inviting.kept(Invitation)] == ["open"]


async def test_what_is_prefilled_is_confirmed_as_it_is_or_not_at_all(inviting: Inviting) -> None:
    invitation = await inviting.invited()
    corrected = problem_of(
        await confirm(inviting, invitation, corrections={"revenue": "600000000.00"}), 422, "invalid-input"
    )
    assert paths_of(corrected) == {"corrections.revenue"}
    assert "自行申报" in corrected["remedy"]
    unsigned = await confirm(inviting, invitation, credit_commitment=False)
    assert paths_of(problem_of(unsigned, 422, "invalid-input")) == {"credit_commitment"}
    stray = await confirm(inviting, invitation, facts=FACTS)
    assert paths_of(problem_of(stray, 422, "invalid-input")) == {"facts"}
    nothing = await inviting.post("yunshu", f"/{invitation}/confirm", {})
    assert paths_of(problem_of(nothing, 422, "invalid-input")) == {"credit_commitment", "other_funding"}
    assert inviting.kept(CaseFile) == []


async def test_two_people_of_a_unit_who_confirm_at_once_file_one_case(
    inviting: Inviting, working: None
) -> None:
    save_account(
        inviting.engine,
        Account(
            username="yunshu_2", password_hash=HASH, roles=("applicant",), unit=UNIT, email="s@example.com"
        ),
    )
    invitation = await inviting.invited()
    answers = await asyncio.gather(
        *(confirm(inviting, invitation, username) for username in ("yunshu", "yunshu_2", "yunshu"))
    )
    assert [answer.status_code for answer in answers] == [201] * 3
    assert len({answer.text for answer in answers}) == 1
    (case,) = inviting.kept(CaseFile)
    assert (case.contact_email, case.award_base) == ("yunshu@example.com", f"revenue:{UNIT}:{YEAR}")
    late = await confirm(inviting, invitation, other_funding=[{"source": "省级", "amount": "1.00"}])
    assert late.text == answers[0].text
    problem_of(await inviting.post("yunshu", f"/{invitation}/decline", {}), 409, "wrong-stage")
    for spelt in (UNIT, UNIT.lower(), f"{UNIT[:8]} {UNIT[8:]}"):
        row = problem_of(await inviting.load(listed(item(unit=spelt))), 422, "invalid-input")["rows"][0]
        assert (row["result"], row["reference"]) == ("has_case", case.number)


@pytest.mark.parametrize("status", ["declined", "lapsed", "withdrawn"])
async def test_what_has_come_to_its_end_cannot_be_confirmed(inviting: Inviting, status: str) -> None:
    invitation = await inviting.invited()
    settling = Settling(status=InvitationStatus(status), at=shanghai_midnight(TODAY), reason="名单有误")
    (kept,) = inviting.kept(Invitation)
    with transaction(inviting.engine) as session:
        assert settle_open(session, kept.list_id, settling) == [invitation]
    refused = problem_of(await confirm(inviting, invitation), 409, "wrong-stage")
    assert "自行申报" in refused["remedy"]
    assert inviting.kept(CaseFile) == []
    again = await inviting.load()
    assert again.json()["counts"] == {"invited": 1}


async def test_it_is_too_late_the_day_after_and_not_before(
    inviting: Inviting, working: None, rewire: Change
) -> None:
    invitation = await inviting.invited()
    rewire(today=lambda: REPLY_BY + timedelta(days=1))
    problem_of(await confirm(inviting, invitation), 409, "wrong-stage")
    assert (await inviting.get("yunshu")).json()["invitations"] == []
    rewire(today=lambda: REPLY_BY)
    assert (await confirm(inviting, invitation)).status_code == 201


def policy_changed(**changes: Any) -> Catalogue:
    """The catalogue with a version that is in force from tomorrow on."""
    now = POLICY
    milestone = now.type("revenue_milestone").model_copy(update=changes)
    types = {**now.types, milestone.code: milestone}
    later = {"version": "later", "released_on": TODAY + timedelta(days=1), "types": types}
    return Catalogue([now, now.model_copy(update=later)])


async def test_a_policy_that_changed_meanwhile_is_applied_and_says_so(
    inviting: Inviting, rewire: Change
) -> None:
    invitation = await inviting.invited()
    rule: Any = POLICY.type("revenue_milestone").rule
    higher = [tier.model_copy(update={"threshold": Decimal("900000000.00")}) for tier in rule.tiers]
    stricter = policy_changed(rule=rule.model_copy(update={"tiers": tuple(higher)}))
    rewire(catalogue=stricter, today=lambda: TODAY + timedelta(days=1))
    refused = problem_of(await confirm(inviting, invitation), 422, "not-eligible")
    assert refused["detail"].startswith("按现行政策重新核算")
    assert refused["why"]
    assert [row.status for row in inviting.kept(Invitation)] == ["open"]
    assert inviting.kept(CaseFile) == []


async def test_a_policy_that_changed_and_still_grants_it_is_the_one_of_the_case(
    inviting: Inviting, rewire: Change, inviting_app: FastAPI
) -> None:
    invitation = await inviting.invited()
    hasty = inviting_app.state.wiring.settings.model_copy(update={"act_timeout_seconds": 0.3})
    changed = policy_changed(name="营收首次突破奖补")
    rewire(catalogue=changed, today=lambda: TODAY + timedelta(days=1), settings=hasty)
    assert (await inviting.get("yunshu", f"/{invitation}")).json()["policy_version"] != "later"
    await confirm(inviting, invitation)  # the worker of this test does not know the later version
    (case,) = inviting.kept(CaseFile)
    assert case.policy_version == "later"


async def test_who_applied_alone_meanwhile_needs_not_confirm(inviting: Inviting, working: None) -> None:
    invitation = await inviting.invited()
    body = application(measure="revenue_milestone", award_base_key=None, facts=FACTS)
    headers = await inviting.known("yunshu") | new_key()
    filed = await inviting.http.post("/v1/applications", json=body, headers=headers)
    assert filed.status_code == 201, filed.text
    refused = problem_of(await confirm(inviting, invitation), 409, "wrong-stage")
    assert filed.json()["case_number"] in refused["detail"]
    assert (await inviting.http.get(filed.headers["location"], headers=headers)).json()["invitation"] is None


async def test_what_was_applied_for_in_the_new_year_is_not_confirmed_again(
    inviting: Inviting, rewire: Change
) -> None:
    new_year = date(TODAY.year + 1, 1, 4)
    invitation = await inviting.invited(listed(reply_by=(new_year + timedelta(days=30)).isoformat()))
    number = f"LF{new_year.year}-0702-00001"
    Casework(inviting.engine).file(
        number, "revenue_milestone", FACTS, award_base=f"revenue:{UNIT}:{YEAR}", stage="形式审查中"
    )
    rewire(today=lambda: new_year)
    refused = problem_of(await confirm(inviting, invitation), 409, "wrong-stage")
    assert number in refused["detail"]


async def test_the_rounds_of_a_list_are_safe_to_repeat(inviting: Inviting) -> None:
    """A worker that dies after a round does it again: no mail twice, nothing lapses before its time."""
    await inviting.invited()
    (kept,) = inviting.kept(Invitation)
    casework = Casework(inviting.engine)
    early = InvitationRound(list_id=kept.list_id, at=shanghai_midnight(REPLY_BY))
    late = InvitationRound(list_id=kept.list_id, at=shanghai_midnight(REPLY_BY + timedelta(days=1)))
    steps = (
        (OPEN_INVITATIONS, early, "open", 1),
        (REMIND_INVITED, early, "open", 2),
        (CLOSE_INVITATIONS, early, "open", 2),
        (CLOSE_INVITATIONS, late, "lapsed", 3),
    )
    for verb, asked, status, mails in steps:
        assert casework.do(verb, asked) == casework.do(verb, asked)
        assert [row.status for row in inviting.kept(Invitation)] == [status]
        assert Outbox(inviting.engine).count_waiting() == mails
    unknown = InvitationRound(list_id="0" * 32, at=shanghai_midnight(date(2026, 1, 5)))
    assert casework.do(OPEN_INVITATIONS, unknown).found is False
    assert casework.announced.mails


async def test_a_document_that_came_with_the_list_and_is_found_defective_is_asked_for_anew(
    inviting: Inviting, working: None
) -> None:
    filed = await confirm(inviting, await inviting.invited())
    case, officer = filed.headers["location"], await inviting.known("gxj")
    asked = {"decision": "supplement", "defects": [{"item": "7.2-1", "problem": "报告未盖章"}]}
    told = await inviting.http.post(f"{case}/completeness", json=asked, headers=officer | new_key())
    assert told.json()["stage"] == "待补正", told.text
    supplement = {"reason": "请再审。"}
    headers = await inviting.known("yunshu") | new_key()
    await inviting.http.post(f"{case}/supplement", json=supplement, headers=headers)
    bare = await inviting.http.post(
        f"{case}/completeness", json={"decision": "accept"}, headers=officer | new_key()
    )
    assert "7.2-1" in str(problem_of(bare, 422, "invalid-input")["errors"])
    papers = {"decision": "accept", "received_on_paper": ["7.2-1"]}
    accepted = await inviting.http.post(f"{case}/completeness", json=papers, headers=officer | new_key())
    assert accepted.json()["stage"] == "牵头审核中", accepted.text
