"""The walker: looks at what a case waits for and does it, as the person whose turn it is."""

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from temporalio.client import Client
from temporalio.testing import TimeSkipper

from adapters.temporal.connect import SKIP_ON_DEMAND
from domain.calendar import shanghai_date, shanghai_midnight
from domain.case.identifiers import workflow_id
from domain.catalogue.registry import load_catalogue
from domain.departments import APPLICANT, CALENDAR, FINANCE_BUREAU, LOCALITIES, PUBLIC
from stack.accounts import UNITS
from tools.demo.paper import pdf_of
from tools.demo.people import People, RequestRefused
from tools.demo.scenarios import Scenario

UNIT_NAMES = {number: UNITS[f"applicant_{number}"].name for number in (1, 2)}
PLAIN_GRANTS: dict[str, tuple[str, dict[str, Any]]] = {
    "check_completeness": ("completeness", {"decision": "accept", "reason": "材料齐全，予以受理。"}),
    "confirm_amount": ("amount-confirmation", {"decision": "confirm"}),
    "sign_off": ("signoffs", {"decision": "agree"}),
    "approve_as_head": ("head-approval", {"decision": "approve"}),
    "check_sample": ("sample-check", {"decision": "confirm"}),
}
"""Acts that are granted with the same words every time: path and body."""
SUSPECTED: Final = re.compile(r"same_project\.(LF[\w-]+)")
"""How a refusal names a case of the unit that may be the same project."""
LOOKS = 600
PAUSE_SECONDS = 0.05
"""Between two looks at a case that has something to do by itself."""
EXPERTS = ("expert_1", "expert_2", "expert_3")
OTHER_EYES = frozenset({"confirm_amount", "approve_as_head", "check_sample"})
FINANCE_ACTS = frozenset({"issue_fund_document", "confirm_payment", "return_payment"})


@dataclass
class Walk:
    """One case on its way, in its own time."""

    scenario: Scenario
    people: People
    client: Client
    number: str = ""
    redeemed: int = 0
    view: dict[str, Any] = field(default_factory=dict)

    @property
    def applicant(self) -> str:
        """The applicant's account."""
        return f"applicant_{self.scenario.applicant}"

    @property
    def path(self) -> str:
        """Where the case is in the API."""
        return f"/v1/applications/{self.number}"

    async def now(self) -> datetime:
        """The case's own time."""
        handle = self.client.get_workflow_handle(workflow_id(self.number))
        return await TimeSkipper(self.client, config=SKIP_ON_DEMAND).get_current_time(handle)

    async def skip_to(self, moment: datetime) -> None:
        """Let the case's time run to a moment."""
        handle = self.client.get_workflow_handle(workflow_id(self.number))
        ahead = moment - await self.now()
        if ahead > timedelta():
            await TimeSkipper(self.client, config=SKIP_ON_DEMAND).fast_forward(handle, ahead)

    async def file(self) -> None:
        """File the case, and upload a document for each that the type asks for."""
        scenario = self.scenario
        body = {
            "measure": scenario.code,
            "facts": scenario.facts,
            "credit_commitment": True,
            "other_funding": [],
        }
        if scenario.base:
            body["award_base_key"] = scenario.base
        filed = await self.people.post(self.applicant, "/v1/applications", body)
        self.number, self.view = filed["case_number"], filed
        await self.upload("filing")

    async def upload(self, phase: str) -> None:
        """Upload what this phase asks for."""
        policy = load_catalogue().in_force(shanghai_date(datetime.now().astimezone()))
        for document in policy.type(self.scenario.code).documents:
            if document.phase == phase and not document.electronic:
                content = pdf_of(f"{self.number} {document.code}")
                await self.people.upload(self.applicant, f"{self.path}/documents", document.code, content)

    async def step(self) -> bool:
        """Do one thing that the case waits for; False when it has ended."""
        if self.view["final"]:
            self.view = await self.people.get("auditor", self.path)
            return False
        task = self.view["waiting_for"][0]
        if task["party"] in (CALENDAR, PUBLIC):
            await self.skip_to(shanghai_midnight(date.fromisoformat(task["due_on"]) + timedelta(days=1)))
            await self.settled(self.view)
        else:
            await self.act(task)
        return True

    async def settled(self, before: dict[str, Any]) -> None:
        """Give the case the moment that it needs after its timer fired."""
        for _ in range(LOOKS):
            self.view = await self.people.get("auditor", self.path)
            if self.view["final"] or self.view["waiting_for"] != before["waiting_for"]:
                return
            await asyncio.sleep(PAUSE_SECONDS)
        raise TimeoutError(f"{self.number} did not go on after {before['stage']}")

    async def act(self, task: dict[str, Any]) -> None:
        """Do the first act of a task, as the one whose turn it is."""
        path, body = await self.request(task["acts"][0], task["subject"])
        try:
            self.view = await self.people.post(self.account(task), f"{self.path}/{path}", body)
        except RequestRefused as refused:
            suspected = SUSPECTED.findall(str(refused))
            if not suspected:
                raise
            await self.tell_projects_apart(suspected)
            await self.act(task)

    async def tell_projects_apart(self, others: Iterable[str]) -> None:
        """Every case is about a project of its own, however alike it looks: the lead finds so."""
        policy = load_catalogue().in_force(shanghai_date(datetime.now().astimezone()))
        lead = policy.type(self.scenario.code).lead
        for other in dict.fromkeys(others):
            found = {"decision": "not_the_same", "other_case": other, "reason": "经核对，建设内容不同。"}
            await self.people.post(lead, f"{self.path}/same-project", found)

    def account(self, task: dict[str, Any]) -> str:
        """Whose account acts for the party of a task."""
        party: str = task["party"]
        if party == APPLICANT:
            return self.applicant
        if party == FINANCE_BUREAU and set(task["acts"]) & FINANCE_ACTS:
            return "finance_2" if "confirm_payment" in task["acts"] else "finance"
        if "approve_as_head" in task["acts"] and party == FINANCE_BUREAU:
            return "finance_head"
        if OTHER_EYES & set(task["acts"]):  # who entered the amount does not confirm or check it
            return f"{party}_head"
        return f"locality_{party}" if party in LOCALITIES else party

    async def request(self, act: str, subject: str) -> tuple[str, dict[str, Any]]:
        """The path and body of an act that grants what is asked."""
        if act in PLAIN_GRANTS:
            path, body = PLAIN_GRANTS[act]
            return path.format(subject=subject), dict(body)
        path, prepare = {
            "review": ("review", self.review),
            "record_acceptance": ("acceptance", self.acceptance),
            "review_instalment": (f"instalments/{subject}/review", self.year_review),
            "claim_instalment": (f"instalments/{subject}/claim", self.claim),
            "redeem": ("redemptions", self.redemption),
            "review_redemption": (f"redemptions/{subject}/review", self.redemption_review),
            "provide_payee": ("payee", self.payee),
            "issue_fund_document": ("fund-document", self.fund_document),
            "confirm_payment": (f"payments/{subject}/confirm", self.confirmation),
        }[act]
        return path, await prepare()

    async def claim(self) -> dict[str, Any]:
        """This year's figures."""
        await self.upload("instalment")
        year = int(self.view["waiting_for"][0]["subject"])
        claim = {"facts": self.scenario.years[year - 1], "other_funding": []}
        return claim | await self.confirmed_account()

    async def confirmed_account(self) -> dict[str, Any]:
        """The account of before is still right; nothing where there was none yet."""
        seen = await self.people.get(self.applicant, f"{self.path}/payee")
        in_use = [each["account_ending"] for each in seen["accounts"] if each["is_in_use"]]
        return {"payee": {"account_ending": in_use[0]}} if in_use else {}

    async def year_review(self) -> dict[str, Any]:
        """An approval that confirms every review point anew."""
        return {"decision": "approve", "checklist": self.checklist}

    async def redemption_review(self) -> dict[str, Any]:
        """The invoice is found to be paid in full."""
        return {"decision": "approve", "verified_paid": self.scenario.invoices[self.redeemed - 1]}

    async def payee(self) -> dict[str, Any]:
        """An account of the unit itself."""
        unit = self.scenario.applicant
        account = {
            "account_name": UNIT_NAMES[unit],
            "bank": "廊坊银行",
            "account_number": f"621700001000123456{unit}",
        }
        return account | ({"reason": "账户无误，银行已恢复收款。"} if self.view["stage"] == "退票" else {})

    async def fund_document(self) -> dict[str, Any]:
        """The whole amount from the city."""
        split = {"city_amount": self.view["amount"], "locality_amount": "0.00"}
        return {"document_number": "廊财建〔2026〕88号", **split}

    async def confirmation(self) -> dict[str, Any]:
        """Paid on the case's own day."""
        return {"paid_on": shanghai_date(await self.now()).isoformat()}

    @property
    def checklist(self) -> dict[str, bool]:
        """Every review point of the type, confirmed."""
        policy = load_catalogue().in_force(shanghai_date(datetime.now().astimezone()))
        return {point.code: True for point in policy.type(self.scenario.code).review_points}

    async def review(self) -> dict[str, Any]:
        """An approval that records every review point, and the experts' score where experts are asked."""
        body: dict[str, Any] = {
            "decision": "approve",
            "reason": "经核实，符合条件。",
            "checklist": self.checklist,
        }
        if self.scenario.reviewed:
            body["verified_facts"] = self.scenario.reviewed
        if self.view["stage"] == "专家评审中":
            await self.ask_experts()
        return body

    async def ask_experts(self) -> None:
        """A panel of three, who declare that they have no interest and give their marks."""
        asked = {
            "question": "模型是否原创，算力费用是否合理？",
            "criteria": [{"name": "原创性", "weight": 60}, {"name": "应用成效", "weight": 40}],
            "experts": list(EXPERTS),
            "due_on": (shanghai_date(datetime.now().astimezone()) + timedelta(days=14)).isoformat(),
        }
        lead = self.view["waiting_for"][0]["party"]
        panel = await self.people.post(lead, f"{self.path}/expert-panel", asked)
        for number, expert in enumerate(EXPERTS):
            own = f"/v1/expert-panels/{panel['id']}"
            await self.people.post(expert, f"{own}/declaration", {"has_interest": False})
            marks = {"原创性": 90 + number, "应用成效": 91}
            await self.people.post(
                expert, f"{own}/marks", {"marks": marks, "opinion": "方案完整，数据可信。"}
            )

    async def acceptance(self) -> dict[str, Any]:
        """The awaited event, on its day."""
        assert self.scenario.later_on is not None
        await self.skip_to(shanghai_midnight(self.scenario.later_on))
        await self.upload("acceptance")
        return {
            "decision": "passed",
            "accepted_on": self.scenario.later_on.isoformat(),
            "verified_facts": self.scenario.later,
            "reason": "材料核实无误。",
        }

    async def redemption(self) -> dict[str, Any]:
        """The next invoice, for a service finished and paid in full in the case's own time."""
        amount = self.scenario.invoices[self.redeemed]
        self.redeemed += 1
        await self.upload("redemption")
        today = shanghai_date(await self.now()).isoformat()
        invoice = {
            "number": f"{self.number}-{self.redeemed}",
            "supplier": "廊坊公共算力服务平台",
            "amount": amount,
            "service_finished_on": today,
            "paid_on": today,
        }
        return {"invoices": [invoice]} | await self.confirmed_account()
