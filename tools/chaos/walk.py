"""One case of the load on its way: everybody does what it waits for, patiently, until the errand is done."""

import asyncio
import time
from datetime import date, datetime, timedelta
from typing import Any

from temporalio.client import Client

from domain.calendar import shanghai_date, shanghai_midnight
from domain.case.record.stages import Stage
from domain.catalogue.facts import Phase
from domain.catalogue.registry import load_catalogue
from domain.departments import APPLICANT
from tools.chaos.callers import PATIENCE_SECONDS, Callers, Stuck
from tools.chaos.clock import CaseTime
from tools.chaos.errands import Errand, Intent
from tools.demo.people import RequestRefused
from tools.demo.walker import Walk

MOST_STEPS = 150
LOOK_AGAIN_SECONDS = 0.4
MOST_REFUSALS = 8
"""A case that moved on by itself makes a caller's picture old; more refusals than that are a defect."""


class PatientWalk(Walk):
    """A case of the load.

    Args:
        errand: what is filed and how it is meant to go.
        people: everybody.
        client: Temporal, for the time of the case alone.
        gate: so many cases are under way at a time; who waits in a queue lets others pass.
        closing: set when nobody but the waiting is left, so that the year may end.
    """

    def __init__(
        self, errand: Errand, people: Callers, client: Client, gate: asyncio.Semaphore, closing: asyncio.Event
    ) -> None:
        super().__init__(errand.scenario, people, client)
        self.errand = errand
        self.gate = gate
        self.closing = closing
        self.is_queued = self.has_queued = False
        self.refusals = 0
        self.bank_returned = False

    @property
    def applicant(self) -> str:
        """The applicant's account."""
        return self.errand.unit.username

    async def carry_out(self) -> None:
        """File the case and do everything until the errand is done.

        Raises:
            Stuck: the case does not go on.
        """
        async with self.gate:
            await self.file()
            for steps in range(MOST_STEPS):
                if self.view["final"] or await self.is_left(steps):
                    return
                await self.one_step()
        raise Stuck(f"{self.number} has not ended after {MOST_STEPS} steps: {self.view['stage']}")

    async def is_left(self, steps: int) -> bool:
        """Whether nobody acts any more; a withdrawal is tried on the way."""
        if steps == self.errand.steps and self.errand.intent is Intent.WITHDRAW:
            try:
                self.view = await self.people.post(
                    self.applicant, f"{self.path}/withdraw", {"reason": "项目调整。"}
                )
            except RequestRefused:  # the money is under way already
                await self.look()
        passes_by_itself = self.view["stage"] == Stage.PUBLIC_NOTICE
        return self.errand.intent is Intent.LEAVE and steps >= self.errand.steps and not passes_by_itself

    async def one_step(self) -> None:
        """Do what the case waits for; a refusal because it moved on meanwhile is looked at and left behind."""
        before = self.view
        try:
            if before["stage"] == Stage.QUEUED_FOR_QUOTA:
                await self.wait_in_queue()
            elif before["stage"] == Stage.SIGN_OFF:
                await self.sign_together()
            else:
                await self.step()
        except RequestRefused as refused:
            await self.after_refusal(before, refused)

    async def after_refusal(self, before: dict[str, Any], refused: RequestRefused) -> None:
        """Look where the case is now; an award that the law does not carry is rejected."""
        self.refusals += 1
        await asyncio.sleep(self.refusals * LOOK_AGAIN_SECONDS)
        await self.look()
        if self.refusals > MOST_REFUSALS:
            raise Stuck(f"{self.number} refuses again and again: {refused}")
        if self.view["seq"] == before["seq"] and self.view["stage"] == Stage.LEAD_REVIEW:
            body = {"decision": "reject", "reason": "不符合条件。"}
            self.view = await self.people.post(self.view["lead"], f"{self.path}/review", body)

    async def look(self) -> None:
        """Read the case anew."""
        self.view = await self.people.get("auditor", self.path)

    async def sign_together(self) -> None:
        """All departments sign at the same moment."""
        tasks = [task for task in self.view["waiting_for"] if "sign_off" in task["acts"]]
        done = await asyncio.gather(*(self.sign(task) for task in tasks), return_exceptions=True)
        for outcome in done:
            if isinstance(outcome, BaseException):
                raise outcome
        await self.look()

    async def sign(self, task: dict[str, Any]) -> None:
        """One signature."""
        await self.people.post(self.account(task), f"{self.path}/signoffs", {"decision": "agree"})

    async def wait_in_queue(self) -> None:
        """Stand aside until money comes free; when nobody else is left, the year ends."""
        before = self.view["seq"]
        self.is_queued = self.has_queued = True
        self.gate.release()
        try:
            while self.view["seq"] == before and not self.closing.is_set():
                await asyncio.sleep(2 * LOOK_AGAIN_SECONDS)
                await self.look()
        finally:
            await self.gate.acquire()
            self.is_queued = False
        if self.view["seq"] == before:
            await self.step()

    async def now(self) -> datetime:
        """The case's own time."""
        return await CaseTime(self.client, self.number).now()

    async def skip_to(self, moment: datetime) -> None:
        """Let the case's time run to a moment."""
        await CaseTime(self.client, self.number).move_to(moment)

    async def settled(self, before: dict[str, Any]) -> None:
        """Wait until the case has gone on after its timer."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            await self.look()
            if self.view["final"] or self.view["waiting_for"] != before["waiting_for"]:
                return
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
        raise Stuck(f"{self.number} did not go on after {before['stage']} {before['waiting_for']}")

    async def file(self) -> None:
        """File the case; its documents come as files or on paper."""
        scenario = self.scenario
        body = {
            "measure": scenario.code,
            "facts": scenario.facts,
            "credit_commitment": True,
            "other_funding": [],
        }
        if scenario.base:
            body["award_base_key"] = scenario.base
        self.view = await self.people.post(self.applicant, "/v1/applications", body)
        self.number = self.view["case_number"]
        if not self.errand.on_paper:
            await self.upload("filing")

    async def act(self, task: dict[str, Any]) -> None:
        """Do the first act of a task, unless the errand is meant to go another way here."""
        intent = self.errand.intent
        if task["party"] == APPLICANT and "redeem" in task["acts"] and self.is_through_redeeming():
            await self.let_pass(task)
        elif "confirm_payment" in task["acts"] and intent is Intent.BANK_RETURN and not self.bank_returned:
            self.bank_returned = True
            path = f"{self.path}/payments/{task['subject']}/return"
            self.view = await self.people.post(self.account(task), path, {"reason": "账号与户名不符"})
        elif task["acts"][0] == "review" and intent is Intent.REJECT:
            body = {"decision": "reject", "reason": "不符合条件。"}
            self.view = await self.people.post(self.account(task), f"{self.path}/review", body)
        else:
            await super().act(task)

    def is_through_redeeming(self) -> bool:
        """Whether no invoice is left, or the rest is left to expire."""
        most = 1 if self.errand.intent is Intent.EXPIRE else len(self.scenario.invoices)
        return self.redeemed >= most

    async def let_pass(self, task: dict[str, Any]) -> None:
        """Let the term of a task run out."""
        before = self.view
        await self.skip_to(shanghai_midnight(date.fromisoformat(task["due_on"]) + timedelta(days=1)))
        await self.settled(before)

    async def request(self, act: str, subject: str) -> tuple[str, dict[str, Any]]:
        """The same acts, with what came on paper."""
        path, body = await super().request(act, subject)
        if act == "check_completeness" and self.errand.on_paper:
            policy = load_catalogue().in_force(shanghai_date(datetime.now().astimezone()))
            asked = policy.type(self.scenario.code).documents_for(Phase.FILING)
            body["received_on_paper"] = [each.code for each in asked if not each.electronic]
        return path, body

    async def payee(self) -> dict[str, Any]:
        """An account of the unit itself."""
        bank_branch = "62170001" if self.view["stage"] == "退票" else "62170000"
        return {
            "account_name": self.errand.unit.name,
            "bank": "廊坊银行",
            "account_number": f"{bank_branch}{self.errand.number:011}",
        }

    async def redemption(self) -> dict[str, Any]:
        """The next invoice, for a service finished and paid in full in the case's own time."""
        amount = self.scenario.invoices[self.redeemed]
        await self.upload("redemption")
        today = shanghai_date(await self.now())
        self.redeemed += 1
        invoice = {
            "number": f"{self.number}-{self.redeemed}",
            "supplier": "廊坊公共算力服务平台",
            "amount": amount,
            "service_finished_on": today.isoformat(),
            "paid_on": today.isoformat(),
        }
        return {"invoices": [invoice]} | await self.confirmed_account()
