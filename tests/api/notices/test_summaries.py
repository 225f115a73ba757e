"""The applicant answers a summary that the lead writes: what an objector wrote reaches the lead and auditors alone."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

from sqlmodel import col, select

from adapters.mail.render import render
from adapters.settings import Settings
from adapters.store.engine import open_engine, open_session
from adapters.store.mail.outbox import waiting_mail
from adapters.store.schema import Mail
from domain.public_notice.outside import WHO_READS
from tests.api.acts.test_signed_again import signed
from tests.api.asking import problem_of
from tests.api.matrix.every_route import NOBODY, operations
from tests.api.notices.test_outside_objections import chain_of, number_of
from tests.api.procedure import People

MARK = "一位知情的老会计王某某亲眼所见"
ADDED = "车间主任也可以作证"
SUMMARY = "反映申报的设备投资与账目不符，请说明。"


def mails_of(settings: Settings) -> dict[str, list[str]]:
    """Recipient → the words of every mail."""
    engine, found = open_engine(settings.database_url), dict[str, list[str]]()
    with open_session(engine) as session:
        for row in session.exec(select(Mail).order_by(col(Mail.created_at))):
            found.setdefault(row.recipient, []).append(render(waiting_mail(row).facts).text)
    engine.dispose()
    return found


async def everything_read(people: People, username: str, objection: str) -> str:
    """The text of every answer that somebody gets about the case, over all routes that read; packs and files unpacked."""
    seen = (await people.get(username)).json() if username != "public" else {}
    known = {"number": number_of(people), "objection": objection, "document": NOBODY, "part": "x"}
    letters = [letter["id"] for letter in seen.get("letters", ())]
    texts = []
    for operation in operations():
        if operation.method != "GET":
            continue
        for letter in letters if "{letter}" in operation.route.path else ("",):
            path = operation.path(**known, **({"letter": letter} if letter else {}))
            headers = {} if username == "public" else await people.known(username)
            answer = await people.http.get(path, params=operation.query, headers=headers)
            texts.append(_text_of(answer.content))
    return "\n".join(texts)


def _text_of(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "ignore")
    with ZipFile(BytesIO(content)) as files:
        return "".join(files.read(name).decode("utf-8", "ignore") for name in files.namelist())


async def test_words_of_an_objector_reach_the_lead_and_auditors_alone(
    people: People, served_settings: Settings
) -> None:
    await signed(people)
    assert (await people.http.get(f"/v1/public-notices/{number_of(people)}")).json()["who_reads"] == WHO_READS
    assert WHO_READS.split("，")[0] in (await people.http.get(f"/public-notices/{number_of(people)}")).text
    raised = await people.do("lingxi", "/objections", {"content": MARK})
    await people.do("lingxi", "/objections", {"content": ADDED})
    objection = raised["reference"]
    (open_one,) = (await people.get("yunshu")).json()["objections"]
    assert (open_one["finding"], open_one["content"], open_one["summary"]) == ("open", "", "")
    await people.told(objection, SUMMARY)
    await people.uphold(objection, "属实，重新核定。")
    for username in ("yunshu", "gxj", "kfq", "finance", "administrator", "public"):
        read = await everything_read(people, username, objection)
        assert not [word for word in (MARK, ADDED) if word in read], username
    for username in ("fgw", "auditor"):
        (entry,) = (await people.get(username)).json()["objections"]
        assert MARK in entry["content"]
        assert ADDED in entry["content"]
    (mine,) = (await people.get("lingxi", "/objections")).json()
    assert MARK in mine["content"]
    written = mails_of(served_settings)
    assert not [words for each in written.values() for words in each if MARK in words or ADDED in words]
    assert MARK not in str(chain_of(served_settings, number_of(people)))
    pack = _text_of((await people.get("auditor", "/evidence")).content)
    assert ("异议要点" in pack or "请就投资额作出说明" in pack, MARK in pack) == (True, False)


async def test_the_lead_writes_the_summary_and_must_before_it_upholds(
    people: People, served_settings: Settings
) -> None:
    await signed(people)
    objection = (await people.do("lingxi", "/objections", {"content": MARK}))["reference"]
    finding: dict[str, Any] = {"decision": "uphold", "reason": "属实"}
    refused = problem_of(
        await people.post("fgw", f"/objections/{objection}/finding", finding), 409, "wrong-stage"
    )
    assert f"/objections/{objection}/summary" in refused["remedy"]
    previewed = await people.post(
        "fgw", "/preview", {"act": "find_on_objection", "subject": objection, "body": finding}
    )
    assert previewed.json()["allowed"] is False
    for username, status in (("gxj", 403), ("yunshu", 403), ("jyj", 404)):
        assert (await summary_by(people, username, objection)).status_code == status, username
    problem_of(await summary_by(people, "fgw", "0" * 32), 404, "not-found")
    (warning,) = (await people.told(objection, "请电13800138000说明。"))["warnings"]
    assert "手机号码" in warning
    named = {"decision": "dismiss", "reason": "经电13800138000核实，不属实。"}
    shown = {"act": "find_on_objection", "subject": objection, "body": named}
    assert len((await people.post("fgw", "/preview", shown)).json()["warnings"]) == 1
    for summary in (SUMMARY, SUMMARY, "更正后的要点。"):
        assert (await people.told(objection, summary))["summary"] == summary
    (seen,) = (await people.get("yunshu")).json()["objections"]
    assert (seen["summary"], seen["content"]) == ("更正后的要点。", "")
    told = [words for words in mails_of(served_settings)["yunshu@example.com"] if "异议要点】" in words]
    assert [SUMMARY in words for words in told] == [False, True, False]
    assert all("异议人的身份和原文不告知申请单位" in words for words in told)
    await people.do("lingxi", "/objections", {"content": "另有新的证据。"})
    again = await people.post("fgw", f"/objections/{objection}/finding", finding)
    assert (
        "补充"
        in problem_of(again, 409, "wrong-stage")["title"] + problem_of(again, 409, "wrong-stage")["detail"]
    )
    assert (await people.told(objection, "更正后的要点，及新的证据。"))["summary"]
    found = await people.do("fgw", f"/objections/{objection}/finding", named)
    assert len(found["warnings"]) == 1
    problem_of(await summary_by(people, "fgw", objection), 409, "wrong-stage")


async def summary_by(people: People, username: str, objection: str) -> Any:
    return await people.http.put(
        f"{people.case}/objections/{objection}/summary",
        json={"summary": SUMMARY},
        headers=await people.known(username),
    )
