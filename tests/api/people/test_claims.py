"""What an issuer claims of somebody is checked before it opens anything, and whoever is refused is told who mends it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.case.user_tasks import UserTask
from tests.api.asking import UNIT, problem_of
from tests.api.external_issuer import Issuer
from tests.api.external_issuer import api_settings as api_settings
from tests.api.external_issuer import app as app
from tests.api.external_issuer import issuer as issuer
from tests.api.external_issuer import jwks_url as jwks_url
from tests.api.people_at_desks import DESK, LEAD, NUMBER, House
from tests.api.people_at_desks import house as house

CASE = f"/v1/applications/{NUMBER}"
ROLES, DEPARTMENT, UNIT_CLAIM = "duixian_roles", "duixian_department", "duixian_unit"


@pytest.mark.parametrize(
    ("roles", "claims", "named"),
    [
        ([], {}, ROLES),
        ("official", {DEPARTMENT: DESK}, ROLES),
        (["king"], {DEPARTMENT: DESK}, ROLES),
        (["official", ["finance"]], {DEPARTMENT: DESK}, ROLES),
        (["official"], {}, DEPARTMENT),
        (["official"], {DEPARTMENT: ""}, DEPARTMENT),
        (["official"], {DEPARTMENT: "  "}, DEPARTMENT),
        (["official"], {DEPARTMENT: "applicant"}, DEPARTMENT),
        (["official"], {DEPARTMENT: "public"}, DEPARTMENT),
        (["official"], {DEPARTMENT: "calendar"}, DEPARTMENT),
        (["official"], {DEPARTMENT: [DESK]}, DEPARTMENT),
        (["auditor"], {DEPARTMENT: "nowhere"}, DEPARTMENT),
        (["finance"], {DEPARTMENT: "education"}, DEPARTMENT),
        (["supervisor"], {DEPARTMENT: DESK}, ROLES),
        (["applicant"], {}, UNIT_CLAIM),
        (["applicant"], {UNIT_CLAIM: ""}, UNIT_CLAIM),
        (["applicant"], {UNIT_CLAIM: UNIT[:9]}, UNIT_CLAIM),
        (["applicant"], {UNIT_CLAIM: f"{UNIT}#1"}, UNIT_CLAIM),
        (["official"], {DEPARTMENT: DESK, UNIT_CLAIM: "x"}, UNIT_CLAIM),
    ],
)
async def test_claims_of_no_use_open_nothing_and_are_named(
    house: House, issuer: Issuer, roles: Any, claims: dict[str, Any], named: str
) -> None:
    house.stand(
        LEAD, UserTask(party="public", acts=("object",)), UserTask(party="applicant", acts=("supplement",))
    )
    headers = {"Authorization": f"Bearer {issuer.token('u1', roles, **claims)}"}
    for path in (CASE, f"{CASE}/clock", "/v1/applications", "/v1/tasks"):
        problem = problem_of(await house.http.get(path, headers=headers), 403, "not-allowed")
        assert {each["path"] for each in problem["errors"]} == {named}
        assert (named in problem["why"], "管理员" in problem["remedy"]) == (True, True)


@pytest.mark.parametrize(
    ("roles", "claims"),
    [
        (["official"], {DEPARTMENT: DESK, UNIT_CLAIM: ""}),
        (["official", "supervisor"], {DEPARTMENT: f" {DESK}"}),
        (["finance"], {DEPARTMENT: ""}),
        (["applicant"], {UNIT_CLAIM: UNIT.lower(), DEPARTMENT: ""}),
        (["auditor"], {DEPARTMENT: None}),
    ],
)
async def test_an_empty_claim_is_none(
    house: House, issuer: Issuer, roles: list[str], claims: dict[str, Any]
) -> None:
    answer = await house.http.get(CASE, headers=issuer.bearer("u1", *roles, **claims))
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"iat": 30}, 200),
        ({"nbf": 30, "iat": 30}, 200),
        ({"exp": -30}, 200),
        ({"iat": 120}, 401),
        ({"exp": -120}, 401),
    ],
)
async def test_the_clock_of_an_issuer_may_differ_by_a_minute(
    house: House, issuer: Issuer, claims: dict[str, int], status: int
) -> None:
    now = datetime.now(UTC)
    told = {name: now + timedelta(seconds=seconds) for name, seconds in claims.items()}
    answer = await house.http.get(CASE, headers=issuer.bearer("u1", "auditor", **told))
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize("subject", ["", None, 7])
async def test_nobody_is_let_in_without_a_subject(house: House, issuer: Issuer, subject: Any) -> None:
    headers = issuer.bearer(subject, "auditor")
    problem_of(await house.http.get(CASE, headers=headers), 401, "not-authenticated")
