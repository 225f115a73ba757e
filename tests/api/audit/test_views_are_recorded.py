"""Whoever of an office looks at people, desks, delegations, previews, lists or cases is found in the audit record.

Every route that reads stands in one of the tables below: a new one must say whether it shows something of persons.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from adapters.settings import Settings
from api.app import PLAIN_ROUTERS, ROUTERS
from api.auth import Require
from api.openapi import roles_of, routes_of
from api.viewing import Viewed
from domain.audit.entry import HOUSE
from tests.api.asking import UNIT, new_key
from tests.api.links import links_of
from tests.api.procedure import People
from tools.demo.paper import pdf_of

NOBODY = "0" * 32
"""An id of nothing: of a list the look itself is recorded, whatever it finds."""

LISTS = (
    ("fgw", "/v1/applications?limit=5&q=云枢", "applications:listed", "/v1/applications?limit&q"),
    ("gxj", "/v1/tasks", "tasks:listed", "/v1/tasks"),
    ("auditor", "/v1/applications", "applications:listed", "/v1/applications"),
    ("administrator", "/v1/people", "people:listed", "/v1/people"),
    ("fgw", "/v1/delegations?past=true", "delegations:listed", "/v1/delegations?past"),
    ("gxj", "/v1/invitations", "invitations:listed", "/v1/invitations"),
    ("kfq", "/v1/units?q=云枢", "units:listed", "/v1/units?q"),
    ("kfq", f"/v1/units/{UNIT}", "unit:viewed", UNIT),
    ("auditor", f"/v1/ledger?unit={UNIT}", "ledger:listed", "/v1/ledger?unit"),
    ("auditor", "/v1/audit/sample-seed", "sample-seed:viewed", "/v1/audit/sample-seed"),
    ("finance", "/v1/payment-lists", "payment-lists:listed", "/v1/payment-lists"),
    ("fgw", "/v1/earlier-awards", "earlier-awards:listed", "/v1/earlier-awards"),
)
NOT_FOUND = (
    ("fgw", f"/v1/bulk-acts/{NOBODY}", "bulk-act:viewed"),
    ("auditor", f"/v1/bulk-acts/{NOBODY}/report", "bulk-act:viewed"),
    ("fgw", f"/v1/invitations/lists/{NOBODY}", "invitations:listed"),
    ("fgw", f"/v1/earlier-awards/{NOBODY}", "earlier-awards:listed"),
    ("finance", "/v1/payment-lists/BF2026-00001/confirmations", "payment-list:results-viewed"),
)
"""Lists of which there is none yet; the look is recorded before it is known."""

OF_THE_CASE: tuple[tuple[str, str, Any, str], ...] = (
    ("gxj", "", None, "case:viewed"),
    ("gxj", "/desks", None, "desks:viewed"),
    ("kfq", "/mails", None, "mails:viewed"),
    ("gxj", "/acts", None, "acts:viewed"),
    ("gxj", "/clock", None, "clock:viewed"),
    ("auditor", "/audit", None, "audit:viewed"),
    ("auditor", "/evidence", None, "evidence:issued"),
    ("kfq", "/documents/{document}", None, "document:viewed"),
    ("finance", "/payee", None, "payee:viewed"),
    (
        "fgw",
        "/preview",
        {"act": "check_completeness", "body": {"decision": "refuse", "reason": "不符"}},
        "preview:viewed",
    ),
    ("fgw", "/preview", {"act": "recusal", "body": {"reason": "近亲属"}}, "preview:viewed"),
)
ELSEWHERE = {
    "/v1/accounts/{username}": ("account:viewed", "tests/api/people/test_accounts.py"),
    "/v1/applications/{number}/letters/{letter}": ("letter:viewed", "tests/api/mail/test_letters.py"),
    "/v1/invitations/{identifier}": ("invitation:viewed", "tests/api/invitations/test_invitation_answers.py"),
    "/v1/payment-lists/{list_id}": ("payment-list:viewed", "tests/api/payments/test_payment_lists.py"),
    "/v1/payment-lists/{list_id}/file": (
        "payment-list:downloaded",
        "tests/api/payments/test_payment_lists.py",
    ),
    "/v1/me/data": ("personal-data:exported", "tests/api/people/test_personal_data.py"),
    "/v1/applications/{number}/expert-panel": ("expert-panel:viewed", "tests/api/experts/test_experts.py"),
    "/v1/expert-panels/{panel}/documents/{document}": (
        "document:viewed",
        "tests/api/experts/test_experts.py",
    ),
    "/v1/applications/{number}/objections/{objection}/objector": (
        "objector:viewed",
        "tests/api/notices/test_outside_objections.py",
    ),
    "/v1/applications/{number}/objections/{objection}/objector/files/{file}": (
        "objector:evidence-viewed",
        "tests/api/notices/test_outside_objections.py",
    ),
}
"""Looks that need more than a case that was filed: where a test walks them."""

OF_NOBODY = {
    "/v1/departments": "departments, no persons",
    "/v1/me/notifications": "the caller's own choice",
    "/v1/applications/{number}/letters": "titles, numbers and days; the letter itself is a link",
    "/v1/applications/{number}/objections": "what the caller objected",
    "/v1/applications/{number}/recovery": "sums, reasons and departments",
    "/v1/expert-panels": "what the caller is asked",
    "/v1/expert-panels/{panel}": "what the caller is asked",
    "/v1/bulk-acts": "the caller's own, in numbers",
    "/v1/earlier-awards/template": "an empty form",
    "/v1/invitations/template": "an empty form",
    "/v1/alarms": "cases by number, no persons",
    "/v1/reconciliation": "cases and sums that differ",
    "/v1/audit/verification": "whether chains hold",
    "/v1/simulations/{identifier}": "totals",
    "/v1/simulations/{identifier}/rows": "figures of the file that was sent",
}
"""Routes that show nothing of persons, or what is the caller's own."""


@pytest.fixture
def chain(served_settings: Settings) -> Callable[[str], list[tuple[str, str]]]:
    return partial(links_of, served_settings)


async def test_every_look_of_an_office_at_a_list_is_a_link(people: People, chain: Any) -> None:
    people.case = ""
    for username, path, action, subject in LISTS:
        answer = await people.get(username, path)
        assert answer.status_code == 200, answer.text
        assert chain(HOUSE)[-1] == (action, subject)
    for username, path, action in NOT_FOUND:
        assert (await people.get(username, path)).status_code == 404, path
        assert chain(HOUSE)[-1] == (action, path)


async def test_every_look_of_an_office_at_a_case_is_a_link_and_none_of_its_applicant(
    people: People, chain: Any
) -> None:
    uploaded = await people.upload("yunshu", pdf_of("report"), "1.1-3", new_key())
    number, document = people.case.rpartition("/")[2], uploaded.json()["id"]
    for username, path, body, action in OF_THE_CASE:
        place = path.format(document=document)
        answer = await (people.get(username, place) if body is None else people.post(username, place, body))
        assert answer.status_code == 200, answer.text
        assert chain(number)[-1][0] == action
    await people.known("yunshu")
    before = chain(HOUSE), [action for action, _ in chain(number)].count
    for path in ("", "/mails", "/acts", "/clock"):
        assert (await people.get("yunshu", path)).status_code == 200
    await people.post("yunshu", "/preview", {"act": "withdraw", "body": {"reason": "计划调整"}})
    people.case = ""
    for path in ("/v1/applications", "/v1/tasks", "/v1/invitations"):
        assert (await people.get("yunshu", path)).status_code == 200
    assert chain(HOUSE) == before[0]
    viewed = [action for action, _ in chain(number) if action.endswith(":viewed")]
    assert len(viewed) == len([act for *_, act in OF_THE_CASE if act.endswith(":viewed")])


async def test_a_dry_run_over_many_cases_is_a_link(people: People, chain: Any) -> None:
    number = people.case.rpartition("/")[2]
    people.case = ""
    listed = {"act": "sign_off", "items": [{"case_number": number}], "body": {"decision": "agree"}}
    answer = await people.post("gxj", "/v1/bulk-acts", {**listed, "dry_run": True})
    assert answer.status_code == 200, answer.text
    assert chain(HOUSE)[-1] == ("bulk-act:previewed", "sign_off")


def test_every_route_that_reads_says_whether_it_leaves_a_link() -> None:
    routes = {
        route.path: roles_of(route.dependant)
        for route in routes_of((*ROUTERS, *PLAIN_ROUTERS))
        if "GET" in (route.methods or ())
    }
    asked = {path for path, roles in routes.items() if roles != {"无需登录"}}
    walked = {_route(path, asked) for _, path, *_ in (*LISTS, *NOT_FOUND)}
    walked |= {
        _route(f"/v1/applications/{NOBODY}{path}", asked) for _, path, body, _ in OF_THE_CASE if not body
    }
    said = [walked, set(ELSEWHERE), set(OF_NOBODY)]
    assert set().union(*said) == asked, (
        "say in one of the tables whether the route shows something of persons"
    )
    assert sum(map(len, said)) == len(asked)


def test_nobody_is_said_to_have_looked_who_was_not_let_in() -> None:
    """That somebody may look is asked where it is recorded: its door asks the same."""
    for route in routes_of((*ROUTERS, *PLAIN_ROUTERS)):
        asked = [each.call for each in route.dependant.dependencies]
        doors = {each.roles for each in asked if isinstance(each, Require)}
        recorded = [each for each in asked if isinstance(each, Viewed)]
        assert all(doors <= {each.roles} for each in recorded), route.path


def test_what_is_walked_elsewhere_is_looked_for_there() -> None:
    house = Path(__file__).resolve().parents[3]
    for action, file in ELSEWHERE.values():
        assert f'"{action}"' in (house / file).read_text(encoding="utf-8"), (action, file)


def _route(path: str, routes: set[str]) -> str:
    """The route of an address."""
    parts = path.partition("?")[0].split("/")
    fitting = [route for route in routes if _fits(route.split("/"), parts)]
    return min(fitting, key=lambda route: route.count("{"))


def _fits(route: list[str], parts: list[str]) -> bool:
    return len(route) == len(parts) and all(
        one == other or one.startswith("{") for one, other in zip(route, parts, strict=True)
    )
