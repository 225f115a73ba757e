"""What is sent to a case again and again, taken or not, fills neither its store nor its chain: it is bounded for each person."""

from typing import Any

import pytest

from domain.bounds import MOST_LAID_DOWN
from domain.case.acts.objections import RaiseObjection
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.user_tasks import UserTask
from domain.departments import PUBLIC
from tests.api.asking import problem_of
from tests.api.people_at_desks import House
from tests.api.people_at_desks import house as house

NOTICE = UserTask(party=PUBLIC, acts=(RaiseObjection.kind,), standing=True)
ACCOUNT = {
    "account_name": "廊坊云枢智算科技有限公司",
    "bank": "廊坊银行",
    "account_number": "6217000100012345",
}


@pytest.mark.parametrize(
    ("username", "path", "body", "link"),
    [
        ("lingxi", "/objections", {"content": "投资额不实"}, "objection:given"),
        ("yunshu", "/payee", ACCOUNT, "payee:given"),
    ],
)
async def test_who_sends_the_same_kind_again_and_again_is_told_to_come_tomorrow(
    house: House, username: str, path: str, body: dict[str, Any], link: str
) -> None:
    """Temporal is away: nothing is taken, and each has its own key."""
    house.stand(NOTICE, stage=Stage.PUBLIC_NOTICE, event=Event.NOTICE_PUBLISHED)
    for _ in range(MOST_LAID_DOWN):
        problem_of(await house.post(username, path, body), 503, "unavailable")
    refused = problem_of(await house.post(username, path, body), 409, "limit-reached")
    assert all(refused[said] for said in ("detail", "why", "remedy"))
    assert len(house.chain(link)) == MOST_LAID_DOWN
