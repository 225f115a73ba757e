"""No day before what it follows, or after today: the same answer by the act's own door, its preview, a list and a file.

Temporal is away: what gets past the door is answered 503.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest

from adapters.store.engine import transaction
from adapters.store.schema import Payment, VoucherRow
from adapters.store.tables.payments.recovery import RecoveryRow
from domain.case.filing import plan_case
from domain.catalogue.registry import load_catalogue
from tests.activities.casework import Casework
from tests.api.asking import UNIT, log_in, new_key, problem_of
from tests.api.listed_payments import Treasury, arrived, as_xlsx
from tests.api.listed_payments import treasury as treasury

NUMBER = "LF2026-0101-00777"
PAYMENT = f"{NUMBER}-P1"
AT = datetime(2026, 11, 10, 16, 30, tzinfo=UTC)
"""In Shanghai it is the eleventh already."""
FACTS = {"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"}
INVOICE = {"number": "24132000000012345678", "supplier": "廊坊云算平台有限公司", "amount": "500000.00"}


def invoices(finished: str = "2026-11-15", paid: str = "2026-11-15", **changes: str) -> dict[str, Any]:
    return {"invoices": [INVOICE | {"service_finished_on": finished, "paid_on": paid} | changes]}


@dataclass(frozen=True)
class Door:
    """Where a day is told: who tells it, the act, its path, and what a body with a day is."""

    username: str
    act: str
    path: str
    field: str
    body: Any
    subject: str = ""


PAID = Door(
    "finance",
    "confirm_payment",
    f"/payments/{PAYMENT}/confirm",
    "paid_on",
    lambda day: {"paid_on": day},
    PAYMENT,
)
ACCEPTED = Door(
    "fgw",
    "record_acceptance",
    "/acceptance",
    "accepted_on",
    lambda day: {"decision": "failed", "reason": "指标未达到", "accepted_on": day},
)
REPAID = Door(
    "finance",
    "record_repayment",
    "/recovery/repayments",
    "received_on",
    lambda day: {"amount": "1.00", "received_on": day},
)
FINISHED = Door(
    "yunshu",
    "redeem",
    "/redemptions",
    "invoices[0].service_finished_on",
    lambda day: invoices(finished=day),
)
INVOICED = Door("yunshu", "redeem", "/redemptions", "invoices[0].paid_on", lambda day: invoices(paid=day))

WRONG: list[tuple[Door, str, str]] = [
    (PAID, "1990-01-01", "不得早于拨付指令日期 2026-11-11"),
    (PAID, "2026-11-10", "不得早于拨付指令日期 2026-11-11"),
    (PAID, "2026-11-24", "不得晚于今天"),
    (ACCEPTED, "1990-01-01", "不得早于申请提交日期 2026-11-05"),
    (ACCEPTED, "2026-11-04", "不得早于申请提交日期 2026-11-05"),
    (ACCEPTED, "2027-01-01", "不得晚于今天"),
    (REPAID, "1990-01-01", "不得早于追回决定日期 2026-11-12"),
    (REPAID, "2026-11-11", "不得早于追回决定日期 2026-11-12"),
    (REPAID, "2026-11-24", "不得晚于今天"),
    (FINISHED, "2019-01-01", "不得早于算力券发放日期 2026-11-13"),
    (FINISHED, "2026-11-12", "不得早于算力券发放日期 2026-11-13"),
    (FINISHED, "2026-11-21", "不得晚于算力券有效期 2026-11-20"),
    (FINISHED, "2026-11-24", "不得晚于今天"),
    (INVOICED, "2019-01-01", "不得早于算力券发放日期 2026-11-13"),
    (INVOICED, "2026-11-12", "不得早于算力券发放日期 2026-11-13"),
    (INVOICED, "2026-11-24", "不得晚于今天"),
]
RIGHT: list[tuple[Door, str]] = [
    (PAID, "2026-11-11"),
    (PAID, "2026-11-23"),
    (ACCEPTED, "2026-11-05"),
    (ACCEPTED, "2026-11-23"),
    (REPAID, "2026-11-12"),
    (REPAID, "2026-11-23"),
    (FINISHED, "2026-11-13"),
    (FINISHED, "2026-11-20"),
    (INVOICED, "2026-11-13"),
    (INVOICED, "2026-11-23"),
]


@pytest.fixture
def case(casework: Casework) -> str:
    """A case with an ordered payment, a recovery and a voucher: every day that another may follow."""
    policy = load_catalogue().in_force(AT.date())
    typed = {"commissioned_on": date(2026, 3, 1)}
    plan = plan_case(policy, policy.type("compute_centre_construction"), NUMBER, "kfq", typed, {})
    file = {"filed_on": date(2026, 11, 5), "stage": "拨付中", "plan": plan.model_dump(mode="json")}
    casework.file(NUMBER, "compute_centre_construction", FACTS, **file)
    payment: dict[str, Any] = {
        **dict.fromkeys(("amount", "transfer", "city_amount"), Decimal("10.00")),
        "document_number": "廊财建〔2026〕1号",
        "payee": "p",
        "status": "ordered",
        "ordered_at": AT,
    }
    recovery: dict[str, Any] = {
        **dict.fromkeys(("means", "reason", "clause", "document_number", "act"), "x"),
        "amount": Decimal("5.00"),
        "decided_at": datetime(2026, 11, 12, 1, 0, tzinfo=UTC),
    }
    voucher: dict[str, Any] = {"issued_on": date(2026, 11, 13), "expires_on": date(2026, 11, 20)}
    of_case: dict[str, Any] = {"case_number": NUMBER}
    with transaction(casework.engine) as session:
        session.add(Payment(id=PAYMENT, locality_amount=Decimal("0.00"), **of_case, **payment))
        session.add(RecoveryRow(number="R1", unit=UNIT, **of_case, **recovery))
        session.add(VoucherRow(unit=UNIT, year=2026, status="issued", **of_case, **voucher))
    return f"/v1/applications/{NUMBER}"


@pytest.mark.parametrize(
    ("door", "day", "words"), WRONG, ids=[f"{door.act}-{door.field}-{day}" for door, day, _ in WRONG]
)
async def test_a_day_that_cannot_be_is_refused_by_every_door_with_the_same_words(
    http: httpx.AsyncClient, case: str, door: Door, day: str, words: str
) -> None:
    headers = await log_in(http, door.username)
    told = [{"path": door.field, "message": words}]
    single = await http.post(case + door.path, json=door.body(day), headers=headers | new_key())
    assert problem_of(single, 422, "invalid-input")["errors"] == told
    asked = {"act": door.act, "subject": door.subject, "body": door.body(day)}
    previewed = await http.post(f"{case}/preview", json=asked, headers=headers)
    assert previewed.status_code in (200, 422), previewed.text
    assert words in previewed.text
    if door is PAID:
        item = {"case_number": NUMBER, "subject": PAYMENT}
        listed = {"act": door.act, "items": [item], "body": door.body(day), "dry_run": True}
        answer = await http.post("/v1/bulk-acts", json=listed, headers=headers)
        assert answer.json()["items"][0]["refusal"]["errors"] == told


@pytest.mark.parametrize(
    ("door", "day"), RIGHT, ids=[f"{door.act}-{door.field}-{day}" for door, day in RIGHT]
)
async def test_the_first_and_the_last_day_that_can_be_get_past_the_door(
    http: httpx.AsyncClient, case: str, door: Door, day: str
) -> None:
    headers = await log_in(http, door.username) | new_key()
    answer = await http.post(case + door.path, json=door.body(day), headers=headers)
    assert answer.status_code == 503, answer.text


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("1990-01-01", "不得早于拨付指令日期 2026-11-02"),
        ("2026-11-01", "不得早于拨付指令日期 2026-11-02"),
        ("2026-11-24", "不得晚于今天"),
    ],
)
async def test_the_treasurys_file_is_told_the_same(treasury: Treasury, day: str, words: str) -> None:
    made = (await treasury.make()).json()
    rows = await treasury.file(made["id"])
    arrived(1, day)(rows)
    problem = problem_of(await treasury.send(made["id"], as_xlsx(rows)), 422, "invalid-input")
    assert problem["rows"][0]["faults"] == [f"到账日期：{words}"]


@pytest.mark.parametrize(
    "supplier",
    [
        "廊坊云枢智算科技有限公司",
        " 廊坊 云枢智算科技有限公司 ",
        "廊坊云枢智算科技有限公司\u200b",
        UNIT,
        UNIT.lower(),
    ],
    ids=["name", "blanks", "invisible", "code", "lower-case-code"],
)
async def test_a_unit_does_not_supply_itself(http: httpx.AsyncClient, case: str, supplier: str) -> None:
    headers = await log_in(http, "yunshu") | new_key()
    answer = await http.post(f"{case}/redemptions", json=invoices(supplier=supplier), headers=headers)
    problem = problem_of(answer, 422, "invalid-input")
    assert problem["errors"] == [{"path": "invoices[0].supplier", "message": "不能是申请单位自己"}]
    assert "供需双方" in problem["detail"]
