"""Previews of claiming, releasing, giving away and leaving: what the act then does, its refusals, and no trace."""

from typing import Any

import pytest

from tests.api.acts.test_preview import all_rows
from tests.api.asking import log_in, problem_of
from tests.api.people_at_desks import LEAD, NUMBER, House
from tests.api.people_at_desks import house as house

WHY = {"reason": "工作调整"}
ACTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("li", "release", {}),
    ("fgw", "claim", {}),
    ("li", "claim", {}),
    ("li", "claim", {"colour": 1}),
    ("fgw", "reassign", WHY | {"to": "nobody"}),
    ("fgw", "reassign", WHY | {"to": "li"}),
    ("li", "release", {}),
    ("li", "recusal", {"reason": " "}),
    ("li", "recusal", WHY),
    ("li", "claim", {}),
    ("head", "claim", {}),
    ("yunshu", "claim", {}),
)
"""In this order: each meets what the one before has left."""


async def test_every_act_at_a_desk_does_what_its_preview_said(house: House) -> None:
    for username, kind, body in ACTS:
        headers = await log_in(house.http, username)
        before = all_rows(house.engine)
        place = f"/v1/applications/{NUMBER}"
        asked = {"act": kind, "body": body}
        foreseen = (await house.http.post(f"{place}/preview", json=asked, headers=headers)).json()
        assert all_rows(house.engine) == before
        done = await house.http.post(f"{place}/{kind}", json=body, headers=headers)
        assert foreseen["allowed"] is (done.status_code == 200), (username, kind, done.text)
        if not foreseen["allowed"]:
            assert foreseen["refusal"] == done.json()
            continue
        reader = "auditor" if kind == "recusal" else username  # who has left reads nothing more
        assert foreseen["desks"] == await house.get(reader, "/desks")
        assert len(foreseen["mails"]) == len(all_rows(house.engine)["mail"]) - len(before["mail"])
        assert foreseen["before"] == foreseen["after"]


@pytest.mark.parametrize("kind", ["claim", "recusal"])
async def test_whoever_does_not_see_the_case_learns_nothing(house: House, kind: str) -> None:
    house.stand(LEAD, number=NUMBER)
    asked = {"act": kind, "body": WHY if kind == "recusal" else {}}
    problem_of(await house.post("jyj", "/preview", asked), 404, "not-found")
