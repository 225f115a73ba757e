"""G17: a crowded case is told apart from an engine that is away, and those whose turn it is can always act."""

import asyncio
from collections import Counter

import pytest

from adapters.settings import Settings
from tests.api.asking import enter_officials, new_key, problem_of
from tests.api.procedure import POINTS, People

ACCEPT = {"decision": "accept", "received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]}
STOP, LIFT = {"reason": "正在核查投资额。", "clause": "附则(四)"}, {"reason": "核查完毕。"}


@pytest.mark.parametrize("many", [11, 20], ids="G17-{}-at-once".format)
async def test_more_acts_at_once_than_a_run_takes_are_all_answered(
    people: People, served_settings: Settings, many: int
) -> None:
    crowd = [f"crowd_{number}" for number in range(many)]
    enter_officials(served_settings.database_url, crowd)
    for each in crowd:
        await people.known(each)
    await people.do("fgw", "/completeness", ACCEPT)
    await people.do("fgw", "/review", {"decision": "approve", "checklist": POINTS})
    for signer in ("gxj", "kfq"):
        await people.do(signer, "/signoffs", {"decision": "agree"})
    body = {"content": "投资额与年报不符。"}
    answers = await asyncio.gather(*(people.post(each, "/objections", body, new_key()) for each in crowd))
    assert Counter(answer.status_code for answer in answers) == {200: many}


async def test_what_needs_no_turn_ends_first(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.case.admission.MOST_ACTS", 3)
    for path, first in (("/stop", STOP), ("/stop/lift", LIFT)):
        assert (await people.post("fgw", path, first, new_key())).status_code == 200
    pause = {"working_days": 5, "reason": "委托专项审计。"}
    for path, body in (("/stop", STOP), ("/urge", {}), ("/pause", pause)):
        busy = problem_of(await people.post("fgw", path, body, new_key()), 429, "case-busy")
        assert "请先办结" in busy["remedy"], path
    assert (await people.do("fgw", "/completeness", ACCEPT))["stage"] == "牵头审核中"
