"""While Temporal is away nobody is invited, what was confirmed is kept and filed later, and what is withdrawn is told."""

from datetime import timedelta

from fastapi import FastAPI

from activities.invitations.lists import close_invitations
from activities.office import open_office
from adapters.store.mail.outbox import Outbox
from adapters.store.schema import CaseFile, Invitation, Mail
from adapters.temporal.announcing import Announcer
from commands.invitations.answers import file_left
from commands.temporal_link import TemporalLink
from domain.calendar import shanghai_midnight
from domain.invitation.term import InvitationRound
from tests.api.asking import OTHER_UNIT, problem_of
from tests.api.invitations.test_invitation_answers import Change, confirm
from tests.api.invitations.test_invitation_answers import rewire as rewire
from tests.api.invited_units import REPLY_BY, Inviting, item, listed
from tests.api.invited_units import inviting as inviting
from tests.api.invited_units import inviting_app as inviting_app
from tests.api.invited_units import inviting_engine as inviting_engine
from tests.api.invited_units import inviting_settings as inviting_settings
from tests.api.inviting_office import threads as threads
from tests.api.inviting_office import working as working


async def test_while_temporal_is_away_nobody_is_invited_and_a_confirmation_keeps_its_number(
    inviting: Inviting, rewire: Change, working: None, inviting_app: FastAPI
) -> None:
    invitation = await inviting.invited()
    here = inviting_app.state.wiring.temporal
    settings = inviting_app.state.wiring.settings
    rewire(temporal=TemporalLink(settings))
    other = listed(item(unit=OTHER_UNIT, locality="131081"))
    problem_of(await inviting.load(other), 503, "unavailable")
    assert len(inviting.kept(Invitation)) == 1
    answers = [await confirm(inviting, invitation) for _ in range(2)]
    (numbered,) = inviting.kept(CaseFile)
    for answer in answers:
        assert (answer.status_code, answer.headers["location"]) == (202, f"/v1/invitations/{invitation}")
        assert (answer.json()["status_name"], answer.json()["case_number"]) == (
            "已确认，待提交",
            numbered.number,
        )
        assert (
            f"案件编号 {numbered.number}。流程服务恢复后，申请于每日上午8:30自动提交" in answer.json()["next"]
        )
    assert (await inviting.get("yunshu")).json()["invitations"] == [answers[0].json()]
    (row,) = (await inviting.load(dry_run=True)).json()["rows"]
    assert (row["result"], row["reference"]) == ("already_invited", invitation)
    rewire(temporal=here, today=lambda: REPLY_BY + timedelta(days=1))
    assert (await confirm(inviting, invitation)).json()["case_number"] == numbered.number


async def test_what_was_confirmed_while_temporal_was_away_is_filed_in_the_morning(
    inviting: Inviting, rewire: Change, working: None, inviting_app: FastAPI
) -> None:
    invitation = await inviting.invited()
    here, settings = inviting_app.state.wiring.temporal, inviting_app.state.wiring.settings
    rewire(temporal=TemporalLink(settings))
    number = (await confirm(inviting, invitation)).json()["case_number"]
    assert await file_left(inviting_app.state.wiring) == 0, "it is still away"
    rewire(temporal=here)
    assert [await file_left(inviting_app.state.wiring) for _ in range(2)] == [1, 0]
    own = (await inviting.get("yunshu", f"/{invitation}")).json()
    assert (own["status_name"], own["next"]) == ("已确认申报", f"申请已经提交，请查看案件 {number}。")
    assert (await inviting.get("yunshu")).json()["invitations"] == []
    case = await inviting.http.get(f"/v1/applications/{number}", headers=await inviting.known("yunshu"))
    assert (case.json()["stage"], case.json()["timeline"][0]["party"]) == ("形式审查中", "applicant")
    again = await confirm(inviting, invitation)
    assert (again.status_code, again.json()["case_number"]) == (201, number)


async def test_while_temporal_is_away_a_list_is_withdrawn_and_its_units_are_told(
    inviting: Inviting, rewire: Change, inviting_app: FastAPI
) -> None:
    await inviting.invited()
    (made,) = (await inviting.get("gxj")).json()["lists"]
    rewire(temporal=TemporalLink(inviting_app.state.wiring.settings))
    path, reason = f"/lists/{made['id']}/withdraw", {"reason": "名单文件已废止。"}
    for _ in range(2):
        withdrawn = await inviting.post("gxj", path, reason)
        assert (withdrawn.status_code, withdrawn.json()["standing"]) == (200, {"withdrawn": 1})
        assert [mail.event for mail in inviting.kept(Mail)] == ["invitation_withdrawn"]
    late = InvitationRound(list_id=made["id"], at=shanghai_midnight(REPLY_BY + timedelta(days=1)))
    office = open_office(inviting_app.state.wiring.settings, inviting.engine, Announcer())
    close_invitations(office, late)
    assert Outbox(inviting.engine).count_waiting() == 1
