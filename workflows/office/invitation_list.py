"""The term of an invitation list (免申即享): the units are told, reminded three working days before its end, and told of it.

Confirming is no step of this workflow: it files an ordinary case, and the store knows whose invitation is still open.
"""

from datetime import datetime, timedelta

from temporalio import workflow

from domain.invitation.term import (
    CLOSE_INVITATIONS,
    INVITATION_LIST,
    OPEN_INVITATIONS,
    REMIND_INVITED,
    WITHDRAWN,
    InvitationRound,
    InvitationTerm,
    TermReport,
)
from domain.verb import Verb
from workflows.clock import RunClock
from workflows.options import ask

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 0))
"""Between looks for the list, which is committed right after this workflow is begun; after five minutes it is given up."""


@workflow.defn(name=INVITATION_LIST)
class InvitationListTerm:
    """One list, from its loading to the last day on which one may confirm."""

    @workflow.init
    def __init__(self, term: InvitationTerm) -> None:
        self._term = term
        self._clock = RunClock()
        self._is_withdrawn = False

    @workflow.run
    async def run(self, term: InvitationTerm) -> TermReport:
        """Tell, remind, close. A withdrawal closes at once."""
        report = await self._open(term)
        if not report.found:
            return report
        if await self._is_reached(report.remind_at, "等待提醒日"):
            report = await self._round(REMIND_INVITED)
        while True:
            await self._is_reached(report.close_at, "等待确认截止")
            report = await self._round(CLOSE_INVITATIONS)
            if self._is_withdrawn or report.close_at is None or report.close_at <= self._clock.reached:
                break  # an outage may have moved the end meanwhile
        self._describe("已结束", report)
        return report

    @workflow.signal(name=WITHDRAWN)
    def withdrawn(self) -> None:
        """The office has withdrawn what was still open."""
        self._is_withdrawn = True

    async def _open(self, term: InvitationTerm) -> TermReport:
        """Find the list, and have its units told."""
        for pause in PAUSES:
            report = await self._round(OPEN_INVITATIONS)
            if report.found:
                self._describe("等待单位确认", report)
                return report
            await self._clock.reaches(self._clock.now() + pause, "等待名单入库")
        workflow.set_current_details(f"## 免申即享 {term.name}\n\n名单没有提交，不办理。\n")
        return TermReport(found=False)

    async def _is_reached(self, moment: datetime | None, what: str) -> bool:
        """Wait for a moment; false when the list was withdrawn before."""
        if moment and not self._is_withdrawn:
            await self._clock.reaches(moment, what, unless=lambda: self._is_withdrawn)
        return not self._is_withdrawn

    async def _round(self, verb: Verb[..., InvitationRound, TermReport]) -> TermReport:
        return await ask(
            verb, InvitationRound(list_id=self._term.list_id, at=self._clock.now()), timedelta(seconds=60)
        )

    def _describe(self, standing: str, report: TermReport) -> None:
        """The current details in the Temporal UI; no unit, no name."""
        workflow.set_current_details(
            f"## 免申即享 {self._term.name}\n\n{standing}。邀请 {report.invited} 家，尚未答复 {report.open} 家。\n"
        )
