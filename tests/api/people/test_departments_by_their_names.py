"""Departments bear the name of the day wherever a case speaks of them, and one that is dissolved tells who has its desk."""

from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlmodel import select
from temporalio.testing import WorkflowEnvironment

from adapters.settings import Settings
from adapters.store.engine import open_engine, open_session
from adapters.store.schema import Mail
from tests.api.asking import log_in, new_key, problem_of
from tests.api.walking_over_http import Everybody, WalkOverHttp, begin, employ_everybody, number_apart

BANK, REGULATOR = "中国人民银行廊坊市分行", "国家金融监督管理总局廊坊监管分局"
BEFORE = ("人行廊坊市中心支行", "廊坊银保监分局")
GONE = "local_financial_regulation"
DISSOLVED = {"since": "2026-11-20", "document_number": "廊编〔2026〕9号", "document_on": "2026-11-18"}


@pytest_asyncio.fixture
async def signing(
    served: httpx.AsyncClient, temporal: WorkflowEnvironment, served_settings: Settings, worked: None
) -> WalkOverHttp:
    """A case of measure 9 that waits for its signatures."""
    employ_everybody(served_settings)
    number_apart(served_settings, "9")
    walk = await begin(served, temporal, "demonstration_scenario")
    await walk.until("sign_off")
    return walk


async def dissolve(walk: WalkOverHttp, gone: str, heir: str) -> None:
    assert isinstance(walk.people, Everybody)
    headers = await log_in(walk.people.http, "administrator") | new_key()
    body = {"successor": heir, **DISSOLVED}
    answer = await walk.people.http.put(f"/v1/departments/{gone}/successor", json=body, headers=headers)
    assert answer.status_code == 200, answer.text


async def test_sentences_views_and_worklists_bear_the_names_of_today(signing: WalkOverHttp) -> None:
    seen = await signing.get("auditor")
    waiting = {task["party"]: task["name"] for task in seen["waiting_for"]}
    assert (waiting["peoples_bank"], waiting["banking_insurance_regulation"]) == (BANK, REGULATOR)
    spoken = [seen["sentence"], str(seen["co_signers"]), str(waiting)]
    spoken.append((await signing.get("auditor", "/clock"))["sentence"])
    for words in spoken:
        assert (BANK in words, REGULATOR in words, *(name in words for name in BEFORE)) == (
            *(True, True),
            *(False, False),
        )
    await signing.do("peoples_bank", "/signoffs", {"decision": "agree"})
    assert not signing.waits_for("nothing")
    assert BEFORE[0] not in str(await signing.get("auditor", ""))


@pytest.mark.parametrize("heir", ["commerce", "education", "peoples_bank"])
async def test_a_dissolved_department_tells_who_signs_for_it(signing: WalkOverHttp, heir: str) -> None:
    await dissolve(signing, GONE, heir)
    seen: dict[str, Any] = await signing.get("auditor")
    name = next(task["name"] for task in seen["waiting_for"] if task["party"] == GONE)
    assert name.startswith("市地方金融监管局（职责由")
    assert name in seen["sentence"]
    problem_of(await signing.answer("human_resources", "/signoffs", {"decision": "agree"}), 404, "not-found")
    for _ in range(2):  # its own turn first, where it has one
        await signing.answer(heir, "/signoffs", {"decision": "agree"})
    waiting = {task["party"] for task in (await signing.get("auditor"))["waiting_for"]}
    assert not {GONE, heir} & waiting


async def test_mails_and_letters_bear_the_name_of_their_day(
    served: httpx.AsyncClient, temporal: WorkflowEnvironment, served_settings: Settings, worked: None
) -> None:
    """13.2 is led by the bank; a letter is made of the facts of its mail."""
    employ_everybody(served_settings)
    number_apart(served_settings, "13.2")
    walk = await begin(served, temporal, "listing_award")
    await walk.until("issue_fund_document")
    engine = open_engine(served_settings.database_url)
    with open_session(engine) as session:
        asked = select(Mail).where(Mail.case_number == walk.number)
        facts = [str(mail.facts) for mail in session.exec(asked)]
    engine.dispose()
    assert any(BANK in told for told in facts)
    assert not any(name in told for told in facts for name in BEFORE)
    law = (await served.get("/v1/measures/listing_award")).text
    assert (BANK in law, BEFORE[0] in law) == (True, False)
