"""``make bench-projects``: how long it takes to find what a case is alike (疑似同一项目) among many cases, on a throw-away store."""

import argparse
import random
import statistics
import tempfile
import time
from datetime import UTC, date, datetime
from typing import Any

from tqdm import tqdm

from activities.money.projects import alike_cases
from adapters.store.cases.file import load_case
from adapters.store.engine import open_engine, open_session, transaction
from adapters.store.migrate import migrate
from adapters.store.schema import CaseFile
from domain.case.record.stages import Stage
from domain.catalogue.registry import load_catalogue

WORDS = (
    "云枢",
    "天枢",
    "灵犀",
    "安芯",
    "智语",
    "智算",
    "算力",
    "模型",
    "机器人",
    "实训",
    "平台",
    "中心",
    "基地",
    "数据",
)
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
ROUNDS = 50
AT_ONCE = 5_000
OF_MOST = 1_000
"""Cases of the unit that has the most."""


def run(count: int, database_url: str) -> None:
    """Fill the store, ask for a case of a small unit, of one with 100 cases and of one with 1,000, and print."""
    migrate(database_url)
    engine, catalogue = open_engine(database_url), load_catalogue()
    for first in tqdm(range(0, count, AT_ONCE), unit_scale=AT_ONCE, desc="cases"):
        with transaction(engine) as session:
            rows = (_row(number, count) for number in range(first, min(first + AT_ONCE, count)))
            session.add_all(CaseFile.model_validate(row) for row in rows)
    for number, size in ((count - 1, "5"), (OF_MOST, "100"), (0, "1,000")):
        with open_session(engine) as session:
            case, took = load_case(session, _row(number, count)["number"]), []
            for _ in range(ROUNDS):
                begun = time.perf_counter()
                found = alike_cases(session, catalogue, case)
                took.append((time.perf_counter() - begun) * 1000)
                session.expire_all()
        slowest = sorted(took)[int(len(took) * 0.95)]
        print(
            f"{count:,} cases, a unit of {size:>5}: median {statistics.median(took):.1f} ms, "
            f"95 of 100 within {slowest:.1f} ms, {len(found)} alike"
        )
    engine.dispose()


def _unit_of(number: int, count: int) -> str:
    if number < OF_MOST:
        return "of-1000"
    return "of-100" if number < OF_MOST + 100 else f"unit-{number % max(1, count // 5)}"


def _row(number: int, count: int) -> dict[str, Any]:
    unit = _unit_of(number, count)
    policy = load_catalogue().policies[-1]
    types = [each for each in policy.types.values() if each.award_base.needs_key and each.has_money]
    subsidy, chosen = types[number % len(types)], random.Random(number)  # noqa: S311 - made-up names
    key = "".join(chosen.sample(WORDS, 4)) + f"{chosen.randint(1, 30)}期"
    facts = {fact.name: fact.shown_example for fact in subsidy.facts}
    return {
        "number": f"LF2026-{number:09}",
        "code": subsidy.code,
        "measure_number": subsidy.number,
        "policy_version": policy.version,
        "policy_digest": policy.digest,
        "unit": unit,
        "unit_name": unit,
        "locality": "kfq",
        "lead": subsidy.lead,
        "award_base": subsidy.award_base.of_year(unit=unit, year=2026, key=key),
        "award_base_key": key,
        "found_by": key,
        "applicant_account": "a",
        "contact_email": "a@example.com",
        "declared_facts": facts,
        "other_funding": [],
        "readings": policy.values,
        "reading_documents": {},
        "plan": {},
        "fiscal_year": 2026,
        "filed_on": date(2026, 3, 2),
        "stage": Stage.LEAD_REVIEW.value,
        "since": AT,
        "filing_key": f"key-{number}",
        "filing_digest": "",
    }


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", "--count", type=int, default=100_000, help="cases in the store (100000)")
    parser.add_argument("--url", help="an empty store; a SQLite file of its own when left out")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="duixian-bench-") as folder:
        run(arguments.count, arguments.url or f"sqlite:///{folder}/duixian.sqlite")


if __name__ == "__main__":
    main()
