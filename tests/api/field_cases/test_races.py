"""P3, P11: several people at once. One counts, the others are told what happened, and nothing contradicts itself."""

import asyncio
import re
from collections import Counter
from typing import Any

from tests.api.asking import application, new_key
from tests.api.procedure import POINTS, People

ACCEPT = {"decision": "accept", "received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]}
REFUSE = {"decision": "refuse", "reason": "不属于支持范围。"}
APPROVE = {"decision": "approve", "checklist": POINTS}
REJECT = {"decision": "reject", "reason": "不符合条件，不予支持。"}
AGREE, OBJECT = {"decision": "agree"}, {"decision": "object", "reason": "投资额待核。"}
RACES: tuple[tuple[str, str, tuple[dict[str, Any], ...]], ...] = (
    ("fgw", "/completeness", (ACCEPT, ACCEPT, ACCEPT)),
    ("fgw", "/review", (APPROVE, APPROVE, APPROVE)),
    ("gxj", "/signoffs", (AGREE, AGREE, AGREE)),
    ("kfq", "/signoffs", (OBJECT, OBJECT, OBJECT)),
)
MIXED: tuple[tuple[str, tuple[dict[str, Any], ...]], ...] = (
    ("/completeness", (ACCEPT, REFUSE, REFUSE)),
    ("/review", (APPROVE, REJECT, REJECT)),
    ("/signoffs", (AGREE, OBJECT, AGREE)),
)


def contradicts(told: str) -> bool:
    """Whether a text names a stage and refuses the very act of that name."""
    stage = re.search(r"处于“(\w+?)中?”", told)
    return bool(stage and f"不能办理“{stage[1]}" in told)


async def race(people: People, username: str, path: str, bodies: tuple[dict[str, Any], ...]) -> None:
    answers = await asyncio.gather(*(people.post(username, path, body, new_key()) for body in bodies))
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: len(bodies) - 1}, path
    for answer in answers:
        if answer.status_code == 409:
            told = answer.json()
            assert not contradicts(told["detail"]), told
            assert told["why"] or told["remedy"], told


async def test_of_several_who_say_the_same_at_once_one_counts(people: People) -> None:
    for username, path, bodies in RACES:
        await race(people, username, path, bodies)


async def test_of_several_who_decide_otherwise_at_once_one_counts(people: People) -> None:
    for path, bodies in MIXED:
        username = "gxj" if path == "/signoffs" else "fgw"
        await race(people, username, path, bodies)
        case = (await people.get("auditor")).json()
        if case["final"]:
            return


async def test_ten_filings_with_one_key_are_one_case(people: People) -> None:
    key, body = new_key(), application(award_base_key="另一座算力中心")
    headers = await people.known("yunshu") | key
    answers = await asyncio.gather(
        *(people.http.post("/v1/applications", json=body, headers=headers) for _ in range(10))
    )
    assert len({answer.json()["case_number"] for answer in answers}) == 1
    other = await people.http.post(
        "/v1/applications", json=application(award_base_key="第三座"), headers=headers
    )
    assert other.status_code == 409, other.text
