"""Who issues the fund document of a payment confirms it by no door; another finance official does, by any."""

from typing import Any

from adapters.settings import Settings
from adapters.store.engine import open_engine
from tests.api.asking import new_key, problem_of
from tests.api.listed_payments import Treasury, arrived, as_csv
from tests.api.procedure import PAYEE, People
from tests.api.remedies.test_recovery import SPLIT
from tests.api.remedies.test_recovery import awarded as awarded

PAID_ON = {"paid_on": "2026-12-20"}


async def offered(people: People, username: str) -> list[str]:
    """What somebody's worklist and the case offer to do about the payment."""
    headers = await people.known(username)
    tasks = (await people.http.get("/v1/tasks", headers=headers)).json()
    shown = (await people.get(username)).json()["allowed_acts"]
    return [act["act"] for acts in (*(task["acts"] for task in tasks), shown) for act in acts]


async def kept_off_by_every_door(people: People, treasury: Treasury, payment: str) -> None:
    """The issuer is told why by each, and nothing happens."""
    path = f"/payments/{payment}/confirm"
    alone = problem_of(await people.post("finance", path, PAID_ON), 403, "conflict-of-roles")
    assert "finance_2" in alone["remedy"]
    asked = {"act": "confirm_payment", "subject": payment, "body": PAID_ON}
    foreseen = await people.post("finance", "/preview", asked)
    assert "conflict-of-roles" in foreseen.text
    headers = await people.known("finance") | new_key()
    number = people.case.rpartition("/")[2]
    listed = {
        "act": "confirm_payment",
        "items": [{"case_number": number, "subject": payment}],
        "body": PAID_ON,
    }
    for is_tried in (True, False):
        bulk = await people.http.post("/v1/bulk-acts", json=listed | {"dry_run": is_tried}, headers=headers)
        assert "conflict-of-roles" in bulk.text or "相互制约" in bulk.text, bulk.text
        headers = await people.known("finance") | new_key()
    made = (await treasury.make("finance_2")).json()
    rows = await treasury.file(made["id"])
    arrived(1, PAID_ON["paid_on"])(rows)
    file = problem_of(await treasury.send(made["id"], as_csv(rows), "finance"), 422, "invalid-input")
    assert "下达与登记到账不得为同一人" in file["rows"][0]["faults"][0]
    assert (await treasury.get(f"/{made['id']}/confirmations")).json() == []
    claimed = await people.post("finance", "/claim", {})
    problem_of(claimed, 403, "conflict-of-roles")
    assert "confirm_payment" not in await offered(people, "finance")
    assert "confirm_payment" in await offered(people, "finance_2")
    assert (await people.get("auditor")).json()["stage"] == "拨付中"


async def test_the_issuer_confirms_by_no_door(awarded: People, served_settings: Settings) -> None:
    engine = open_engine(served_settings.database_url)
    treasury = Treasury(awarded.http, engine)
    await awarded.do("finance", "/fund-document", SPLIT)
    await kept_off_by_every_door(awarded, treasury, await in_hand(awarded))
    payment = await in_hand(awarded)
    await awarded.do("finance_2", f"/payments/{payment}/return", {"reason": "账号与户名不符"})
    await awarded.do("yunshu", "/payee", PAYEE | {"account_number": "6217000100067890"})
    await kept_off_by_every_door(awarded, treasury, await in_hand(awarded))
    ended = await awarded.do("finance_2", f"/payments/{await in_hand(awarded)}/confirm", PAID_ON)
    assert ended["final"]
    engine.dispose()


async def in_hand(people: People) -> str:
    """The payment that is under way."""
    payments: list[dict[str, Any]] = (await people.get("auditor")).json()["payments"]
    return str(next(each["id"] for each in payments if each["status"] == "ordered"))
