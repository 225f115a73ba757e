"""The lead brings in a department that the policy does not name: to sign as well, or to read along."""

from typing import Any

from sqlmodel import select

from adapters.settings import Settings
from adapters.store.engine import open_engine, open_session
from adapters.store.schema import Mail
from tests.api.asking import new_key, paths_of, problem_of
from tests.api.procedure import ON_PAPER, POINTS, People

ASKED = {"party": "education", "reason": "涉及教育算力平台，请会签。"}
COPIED = {"party": "education", "reason": "供工作参考。"}


async def to_sign_off(people: People) -> None:
    """As far as the signatures."""
    await people.do("fgw", "/completeness", {**ON_PAPER, "received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]})
    await people.do("fgw", "/review", {"decision": "approve", "checklist": POINTS})


async def numbers(people: People, username: str) -> list[str]:
    listed = await people.http.get("/v1/applications", headers=await people.known(username))
    return [each["case_number"] for each in listed.json()["items"]]


def mails_to(settings: Settings, recipient: str) -> list[Any]:
    engine = open_engine(settings.database_url)
    with open_session(engine) as session:
        found = session.exec(select(Mail.event).where(Mail.recipient == recipient)).all()
    engine.dispose()
    return list(found)


async def test_one_more_department_signs(people: People) -> None:
    await to_sign_off(people)
    problem_of(await people.get("jyj"), 404, "not-found")
    problem_of(await people.post("gxj", "/signers", ASKED, new_key()), 403, "not-allowed")
    unknown = problem_of(
        await people.post("fgw", "/signers", {**ASKED, "party": "nobody"}), 422, "invalid-input"
    )
    assert paths_of(unknown) == {"party"}
    for party in ("development_and_reform", "industry_and_information", "kfq"):
        problem_of(await people.post("fgw", "/signers", {**ASKED, "party": party}), 409, "wrong-stage")

    added = await people.do("fgw", "/signers", ASKED)
    assert [each["party"] for each in added["waiting_for"]] == [
        "industry_and_information",
        "kfq",
        "education",
    ]
    problem_of(await people.post("fgw", "/signers", ASKED, new_key()), 409, "wrong-stage")
    assert "市教育局" in (await people.get("fgw")).json()["co_signers"]
    assert len(await numbers(people, "jyj")) == 1

    for username in ("gxj", "kfq"):
        still = await people.do(username, "/signoffs", {"decision": "agree"})
        assert still["stage"] == "部门会签中"
    assert (await people.do("jyj", "/signoffs", {"decision": "agree"}))["stage"] == "公示中"
    late = problem_of(
        await people.post("fgw", "/signers", {**ASKED, "party": "commerce"}, new_key()), 409, "wrong-stage"
    )
    assert "更正决定" in late["remedy"]
    assert len(await numbers(people, "jyj")) == 1, "who signed reads on"


async def test_who_is_asked_during_the_review_signs_with_the_others(people: People) -> None:
    await people.do("fgw", "/signers", ASKED)
    await to_sign_off(people)
    awaited = (await people.get("fgw")).json()["waiting_for"]
    assert [each["party"] for each in awaited] == ["industry_and_information", "kfq", "education"]


async def test_a_copy_is_read_and_asks_for_nothing(people: People, served_settings: Settings) -> None:
    problem_of(await people.get("jyj"), 404, "not-found")
    await people.do("fgw", "/copies", COPIED)
    case = (await people.get("jyj")).json()
    assert case["observers"] == ["市教育局"]
    assert case["allowed_acts"] == []
    assert await numbers(people, "jyj") == [case["case_number"]]
    problem_of(await people.post("fgw", "/copies", COPIED, new_key()), 409, "wrong-stage")
    assert mails_to(served_settings, "jyj@example.com") == ["copied"]
    problem_of(await people.post("jyj", "/signoffs", {"decision": "agree"}), 409, "wrong-stage")


async def test_the_applicant_is_not_written_to_about_either(
    people: People, served_settings: Settings
) -> None:
    before = mails_to(served_settings, "yunshu@example.com")
    await people.do("fgw", "/copies", COPIED)
    await people.do("fgw", "/signers", {**ASKED, "party": "commerce"})
    assert mails_to(served_settings, "yunshu@example.com") == before


async def test_while_an_objection_is_settled_nobody_else_is_asked_to_sign(people: People) -> None:
    await to_sign_off(people)
    await people.do("gxj", "/signoffs", {"decision": "agree"})
    await people.do("kfq", "/signoffs", {"decision": "object", "reason": "投资额待核"})
    refused = problem_of(await people.post("fgw", "/signers", ASKED, new_key()), 409, "wrong-stage")
    assert "会签异议" in refused["detail"]
    again = await people.do("fgw", "/settlement", {"decision": "amend", "reason": "重新核定"})
    assert again["stage"] == "牵头审核中"
    await people.do("fgw", "/signers", ASKED)
