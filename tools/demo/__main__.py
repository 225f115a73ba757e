"""``make demo``: an own, throw-away stack, and one case of each type carried to its end."""

import argparse
import asyncio
import email
import email.policy
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import httpx
from temporalio.client import WorkflowFailureError

from domain.calendar import shanghai_date
from domain.case.identifiers import workflow_id
from domain.case.record.events import MAILED, Event
from domain.catalogue.signing import HEAD_READING, SAMPLE_READING
from domain.money import plain
from stack.account_keeping import QUICK
from stack.embedded import EmbeddedStack
from stack.embedded_settings import throw_away_settings
from tools.demo.people import People, RequestRefused
from tools.demo.scenarios import SCENARIOS, Scenario
from tools.demo.walker import Walk

OVERSEEN = {HEAD_READING: "finance", SAMPLE_READING: "every"}
"""How the policy is read while a case is filed that more than one pair of eyes looks at."""

EYES = {Event.HEAD_ASKED.value, Event.SAMPLE_DRAWN.value}
"""What then happens in it."""

MOST_STEPS = 120
"""More than any procedure of the demo has."""


@dataclass(frozen=True)
class Told:
    """What a finished case has to tell."""

    code: str
    number: str
    stages: int
    paid: tuple[Decimal, ...]
    stage: str
    virtual_days: int
    seconds: float
    mails_due: int
    as_promised: bool


async def carry(scenario: Scenario, people: People, stack: EmbeddedStack) -> Told:
    """Carry one case to its end."""
    begun = time.monotonic()
    walk = Walk(scenario, people, stack.client)
    if scenario.overseen:
        await switch(people, OVERSEEN)
    await walk.file()
    if scenario.overseen:
        await switch(people, dict.fromkeys(OVERSEEN, "none"))
    for _ in range(MOST_STEPS):
        if not await walk.step():
            break
    handle = stack.client.get_workflow_handle(workflow_id(walk.number))
    await handle.result()
    paid = tuple(
        Decimal(payment["amount"]) for payment in walk.view["payments"] if payment["status"] == "paid"
    )
    stages = [entry["stage"] for entry in walk.view["timeline"]]
    walked = sum(1 for before, after in zip(["", *stages], stages, strict=False) if before != after)
    happened = {entry["event"] for entry in walk.view["timeline"]}
    first, last = (walk.view["timeline"][index]["at"] for index in (0, -1))
    return Told(
        code=scenario.code,
        number=walk.number,
        stages=walked,
        paid=paid,
        stage=walk.view["stage"],
        virtual_days=(_instant(last) - _instant(first)).days,
        seconds=time.monotonic() - begun,
        mails_due=sum(Event(entry["event"]) in MAILED for entry in walk.view["timeline"]),
        as_promised=walk.view["stage"] == scenario.ends
        and paid == scenario.paid
        and (happened >= EYES if scenario.overseen else EYES.isdisjoint(happened)),
    )


async def switch(people: People, values: dict[str, str]) -> None:
    """Have readings switched by a document of today; cases that were filed before keep theirs."""
    today = shanghai_date(datetime.now().astimezone()).isoformat()
    document = {"document_number": "廊财规〔2026〕9号", "document_on": today, "from_on": today}
    for name, value in values.items():
        said = document | {"value": value, "reason": "实施细则：大额核准和拨付的内部制约。"}
        await people.post("administrator", f"/v1/readings/{name}", said)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def mails_by_case(folder: Path, numbers: list[str]) -> Counter[str]:
    """How many mails to its applicant the SMTP server took for each case; they bear its number in their Message-ID."""
    count: Counter[str] = Counter()
    for path in folder.glob("*.eml"):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        count.update(number for number in numbers if number in str(message["Message-ID"]))
    return count


def print_table(told: list[Told], mails: Counter[str]) -> None:
    """The closing table."""
    print(f"\n{'type':<30}{'case':<20}{'stages':>7}{'amount 元':>18}{'mails':>7}{'days':>7}{'s':>7}  end")
    for case in told:
        amount = plain(sum(case.paid, Decimal())) if case.paid else "—"
        mark = "" if case.as_promised else "  ✗ NOT AS PROMISED"
        print(
            f"{case.code:<30}{case.number:<20}{case.stages:>7}{amount:>18}{mails[case.number]:>7}"
            f"{case.virtual_days:>7}{case.seconds:>7.1f}  {case.stage}{mark}"
        )


async def mails_sent(folder: Path, numbers: list[str], expected: int) -> Counter[str]:
    """Wait until the post office has caught up, at most half a minute."""
    for _ in range(60):
        count = mails_by_case(folder, numbers)
        if count.total() >= expected:
            break
        await asyncio.sleep(0.5)
    return count


async def run(codes: list[str]) -> int:
    """Run the scenarios of these types (all when empty); 0 only if every case ended as promised."""
    chosen = [scenario for scenario in SCENARIOS if not codes or scenario.code in codes]
    told: list[Told] = []
    with tempfile.TemporaryDirectory(prefix="duixian-demo-") as folder:
        print("starting a stack of its own …", flush=True)
        settings = throw_away_settings(Path(folder), time_skipping=True)
        async with EmbeddedStack(settings, hasher=QUICK) as stack:
            people = People(stack.url, stack.accounts)
            for scenario in chosen:
                try:
                    case = await carry(scenario, people, stack)
                except (RequestRefused, TimeoutError, httpx.HTTPError, WorkflowFailureError) as trouble:
                    print(f"✗ {scenario.code}: {trouble}", flush=True)
                    continue
                told.append(case)
                done = f"[{len(told):>2}/{len(chosen)}]"
                print(f"{done} {case.code} {case.number} → {case.stage} {case.seconds:.1f} s", flush=True)
            numbers = [case.number for case in told]
            expected = sum(case.mails_due for case in told)
            mails = await mails_sent(stack.settings.var / "mail", numbers, expected)
            print_table(told, mails)
            await people.http.aclose()
    kept = len(told) == len(chosen) and all(
        case.as_promised and mails[case.number] == case.mails_due for case in told
    )
    print("\nevery case ended as promised" if kept else "\nNOT every case ended as promised")
    return 0 if kept else 1


def main() -> None:
    """Parse the arguments and run."""
    parser = argparse.ArgumentParser(prog="python -m tools.demo", description=__doc__)
    parser.add_argument("code", nargs="*", help="subsidy types to run; all 24 unless given")
    sys.exit(asyncio.run(run(parser.parse_args().code)))


if __name__ == "__main__":
    main()
