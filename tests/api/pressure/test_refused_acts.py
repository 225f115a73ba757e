"""What is sent to a case again and again, taken or not, fills neither its store nor its chain: it is bounded for each person."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from adapters.store.audit.chain import held_chain
from adapters.store.cases.submissions import Objection, PayeeDetails, add_objection, add_payee
from domain.bounds import MOST_LAID_DOWN
from domain.case.acts.objections import RaiseObjection
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.user_tasks import UserTask
from domain.departments import PUBLIC
from domain.errors import LimitReached
from tests.api.asking import problem_of
from tests.api.people_at_desks import NUMBER, House
from tests.api.people_at_desks import house as house

NOTICE = UserTask(party=PUBLIC, acts=(RaiseObjection.kind,), standing=True)
ACCOUNT = {
    "account_name": "廊坊云枢智算科技有限公司",
    "bank": "廊坊银行",
    "account_number": "6217000100012345",
}


@pytest.mark.parametrize(
    ("username", "path", "body", "link", "named"),
    [
        ("lingxi", "/objections", {"content": "投资额不实"}, "objection:given", "异议"),
        ("yunshu", "/payee", ACCOUNT, "payee:given", "收款账户"),
    ],
)
async def test_who_sends_the_same_kind_again_and_again_is_told_to_come_tomorrow(
    house: House, username: str, path: str, body: dict[str, Any], link: str, named: str
) -> None:
    """Temporal is away: nothing is taken, and each has its own key."""
    house.stand(NOTICE, stage=Stage.PUBLIC_NOTICE, event=Event.NOTICE_PUBLISHED)
    for _ in range(MOST_LAID_DOWN):
        problem_of(await house.post(username, path, body), 503, "unavailable")
    refused = problem_of(await house.post(username, path, body), 409, "limit-reached")
    assert f"提交{named}已达" in refused["detail"]
    assert "满 24 小时后再提交" in refused["remedy"]
    assert len(house.chain(link)) == MOST_LAID_DOWN


@pytest.mark.parametrize("kind", ["objection", "payee"])
def test_of_many_at_once_no_more_are_taken_than_one_after_the_other(house: House, kind: str) -> None:
    def send(number: int) -> bool:
        given: dict[str, Any] = {"id": f"{kind}-{number}", "case_number": NUMBER}
        try:
            if kind == "objection":
                add_objection(house.engine, Objection(**given, raised_by="p", party=PUBLIC, content="不实"))
            else:
                named: dict[str, Any] = ACCOUNT | {"account_number": f"62170001000{number:05}"}
                add_payee(house.engine, PayeeDetails(**given, **named, given_by="p"))
        except LimitReached:
            return False
        return True

    for number in range(1, MOST_LAID_DOWN):
        assert send(number)
    with ThreadPoolExecutor(6) as threads:
        with held_chain(house.engine, NUMBER):  # who has counted waits here to write it down
            taken = [threads.submit(send, number) for number in range(MOST_LAID_DOWN, MOST_LAID_DOWN + 6)]
            time.sleep(0.5)
        assert [each.result() for each in taken].count(True) == 1
    assert len(house.chain(f"{kind}:given")) == MOST_LAID_DOWN
