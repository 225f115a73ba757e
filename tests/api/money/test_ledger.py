"""The ledger, the pools and the reconciliation through HTTP: who sees what, and what is refused."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest

from adapters.settings import Settings
from adapters.store.engine import open_engine, transaction
from adapters.store.schema import CaseFile
from domain.ledger.accounts import ACCOUNT_LABELS
from domain.money import ZERO
from tests.api.asking import OTHER_UNIT, log_in, paths_of, problem_of
from tests.audit.paying import CENTRE, PLATFORM, TESTINGS, VOUCHERS, Paying

INSIDE = ("fgw", "finance", "auditor", "administrator")
UNIT_1 = "unit-1"


@pytest.fixture
def paying(api_settings: Settings) -> Iterator[Paying]:
    """5.2 paid, 1.1 ordered, nine vouchers and a part of the tenth issued, two queue; lingxi's is the first."""
    engine = open_engine(api_settings.database_url)
    made = Paying(engine)
    made.fill()
    acts = (("assess", PLATFORM), ("order", PLATFORM), ("settle", PLATFORM), ("assess", CENTRE))
    for verb, number in (*acts, ("assess", TESTINGS[0]), ("issue", VOUCHERS[1]), ("issue", VOUCHERS[2])):
        made.do(verb, number)
    with transaction(engine) as session:
        row = session.get_one(CaseFile, VOUCHERS[2])
        row.unit, row.stage = OTHER_UNIT, "额度排队"
        row.plan = PLAN | {"case_number": VOUCHERS[2]}
        session.add(row)
    yield made
    engine.dispose()


PLAN = {
    "code": "compute_usage_voucher",
    "number": "2.3",
    "name": "算力使用券",
    "policy_version": "langfang-ai-2026",
    "lead": "development_and_reform",
    "co_signers": [],
    "locality": "kfq",
    "has_money": True,
    "terms": {},
    "term_labels": {},
}


async def get(http: httpx.AsyncClient, who: str, path: str) -> httpx.Response:
    return await http.get(f"/v1/{path}", headers=await log_in(http, who) if who else {})


async def test_the_ledger_is_read_in_pages_with_balances_over_all(
    http: httpx.AsyncClient, paying: Paying
) -> None:
    whole = (await get(http, "finance", "ledger?limit=1000")).json()
    ids = [entry["id"] for entry in whole["items"]]
    assert (whole["next"], ids) == (None, sorted(ids))
    assert sum(Decimal(each["amount"]) for each in whole["balances"]) == ZERO
    assert [each["name"] for each in whole["balances"]] == list(ACCOUNT_LABELS.values())
    pages: list[dict[str, Any]] = []
    after: int | None = 0
    while after is not None:
        page = (await get(http, "auditor", f"ledger?limit=7&after={after}")).json()
        assert page["balances"] == whole["balances"]
        pages, after = pages + page["items"], page["next"]
    assert pages == whole["items"]


async def test_an_entry_tells_its_movement_in_words_and_the_clause(
    http: httpx.AsyncClient, paying: Paying
) -> None:
    query = f"ledger?case={PLATFORM}&movement=paid&account=paid&year=2026&from=2026-03-02&to=2026-03-02"
    (entry,) = (await get(http, "administrator", query)).json()["items"]
    assert (entry["name"], entry["amount"], entry["clause"]) == ("到账", "1000000.00", "第5条")
    assert entry["source"] == {"account": "ordered", "name": "已下达", "holder": PLATFORM}
    assert entry["target"] == {"account": "paid", "name": "已拨付", "holder": PLATFORM}
    assert (await get(http, "finance", f"{query}&unit=nobody")).json()["items"] == []
    later = (await get(http, "finance", f"ledger?case={PLATFORM}&from=2026-03-03")).json()
    assert later["items"] == []


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("account=purse", "account"),
        ("movement=stolen", "movement"),
        ("from=2026-02-30", "from"),
        ("to=9999-12-31", "to"),
        ("from=0001-01-01", "from"),
        ("year=26", "year"),
        ("limit=0", "limit"),
        ("after=-1", "after"),
        ("after=99999999999999999999", "after"),
        ("unti=x", "unti"),
        ("case=%00", "case"),
    ],
)
async def test_a_wrong_question_is_refused_by_field(http: httpx.AsyncClient, query: str, path: str) -> None:
    answer = await get(http, "finance", f"ledger?{query}")
    assert paths_of(problem_of(answer, 422, "invalid-input")) == {path}


async def test_officials_and_applicants_read_the_ledger_of_cases_that_they_see(
    http: httpx.AsyncClient, paying: Paying
) -> None:
    path = f"ledger?case={VOUCHERS[2]}"
    for who in ("fgw", "lingxi"):
        assert (await get(http, who, path)).status_code == 200
        problem_of(await get(http, who, "ledger"), 403, "not-allowed")
    for who in ("yunshu", "jyj"):
        problem_of(await get(http, who, path), 404, "not-found")
    assert (await get(http, "", "ledger")).status_code == 401


async def test_limits_are_public_and_the_queue_is_not(http: httpx.AsyncClient, paying: Paying) -> None:
    pool = (await get(http, "", "pools/voucher/2026")).json()
    sums = {name: pool[name] for name in ("limit", "reserved", "issued", "left", "waiting", "queue")}
    assert sums == {
        "limit": "10000000.00",
        "reserved": "10000000.00",
        "issued": "10000000.00",
        "left": "0.00",
        "waiting": 1,
        "queue": None,
    }
    for who in INSIDE:
        (queued,) = (await get(http, who, "pools/voucher/2026")).json()["queue"]
        assert (queued["place"], queued["case_number"]) == (1, VOUCHERS[2])
    assert (await get(http, "lingxi", "pools/voucher/2026")).json()["queue"] is None


async def test_all_limits_of_a_year_are_listed_with_their_words(
    http: httpx.AsyncClient, paying: Paying
) -> None:
    pools: dict[str, Any] = {pool["code"]: pool for pool in (await get(http, "", "pools")).json()}
    assert {code: (pool["kind"], pool["limit"], pool["measured_in"]) for code, pool in pools.items()} == {
        "voucher": ("pool", "10000000.00", "元"),
        "voucher_unit": ("unit_cap", "1000000.00", "元"),
        "foundation_model": ("batch", "3", "个"),
        "security_testing": ("unit_cap", "500000.00", "元"),
    }
    assert all(pool["clause"] and pool["quote"] for pool in pools.values())
    assert all(pool["units"] is None and pool["cases"] is None for pool in pools.values())


async def test_the_share_of_a_unit_is_told_inside(http: httpx.AsyncClient, paying: Paying) -> None:
    tests = (await get(http, "auditor", "pools/security_testing/2026")).json()
    assert [(each["held"], each["left"]) for each in tests["units"]] == [("350000.00", "150000.00")]
    asked = (await get(http, "finance", f"pools/voucher_unit/2026?unit={UNIT_1}")).json()
    assert asked["left"] == "700000.00"
    assert [each["unit"] for each in asked["units"]] == [UNIT_1]
    hidden = (await get(http, "yunshu", f"pools/voucher_unit/2026?unit={UNIT_1}")).json()
    assert (hidden["units"], hidden["left"]) == (None, None)


@pytest.mark.parametrize("path", ["pools/bread/2026", "pools/voucher/2020", "pools?year=2020"])
async def test_what_is_not_limited_is_not_found(http: httpx.AsyncClient, path: str) -> None:
    problem_of(await get(http, "", path), 404, "not-found")


async def test_an_applicant_finds_its_place_in_its_own_case(http: httpx.AsyncClient, paying: Paying) -> None:
    case = (await get(http, "lingxi", f"applications/{VOUCHERS[2]}")).json()
    assert (case["voucher"]["status"], case["voucher"]["place"]) == ("queued", 1)


async def test_the_reconciliation_is_for_finance_auditor_and_administrator(
    http: httpx.AsyncClient, paying: Paying
) -> None:
    for who in ("fgw", "lingxi"):
        problem_of(await get(http, who, "reconciliation"), 403, "not-allowed")
    problem_of(await get(http, "auditor", "reconciliation?all=1"), 422, "invalid-input")
    found = (await get(http, "auditor", "reconciliation")).json()
    assert (found["agrees"], found["entries"] > 20, found["cases"]) == (False, True, 17)
    assert [each["kind"] for each in found["differences"]] == ["unproven"]
