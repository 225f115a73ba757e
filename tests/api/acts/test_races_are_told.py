"""Whoever comes second is told what happened, and never that a stage bars the very act that it is for."""

import asyncio
from collections import Counter

from tests.api.asking import new_key
from tests.api.procedure import People

PAPER = {"decision": "accept", "received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]}
REFUSING = {"decision": "refuse", "reason": "不符合条件"}


async def test_of_three_decisions_at_once_one_counts_and_the_others_are_told(people: People) -> None:
    answers = await asyncio.gather(
        *(people.post("fgw", "/completeness", body, new_key()) for body in (PAPER, REFUSING, REFUSING))
    )
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 2}
    for answer in answers:
        if answer.status_code == 409:
            told = answer.json()
            assert "不能办理“" not in told["detail"]
            assert told["why"] or told["remedy"]
