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
from workflows.runs import RunLength

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 0))
"""Between looks for the list, which is committed right after this workflow is begun; after five minutes it is given up."""


@workflow.defn(name=INVITATION_LIST)
class InvitationListTerm:
    """One list, from its loading to the last day on which one may confirm."""

    @workflow.init
    def __init__(self, term: InvitationTerm) -> None:
        self._term = term
        self._clock = RunClock()
        self._length = RunLength()
        self._is_told = False

    @workflow.run
    async def run(self, term: InvitationTerm) -> TermReport:
        """Tell, remind, close. When nothing is open any more it closes at once."""
        report = await self._open(term)
        if not report.found:
            return report
        if (ended := await self._until(report.remind_at, "等待提醒日")) is None:
            report = await self._round(REMIND_INVITED)
        while ended is None:
            if (ended := await self._until(report.close_at, "等待确认截止")) is None:
                report = await self._round(CLOSE_INVITATIONS)
                if report.close_at is None or report.close_at <= self._clock.reached:
                    ended = report  # else an outage has moved the end meanwhile
        self._describe("已结束", ended)
        return ended

    @workflow.signal(name=WITHDRAWN)
    def withdrawn(self) -> None:
        """The office has withdrawn what was still open: the store is asked."""
        self._is_told = True

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

    async def _until(self, moment: datetime | None, what: str) -> TermReport | None:
        """Wait for a moment; where a signal told and the store says so too, how the list stands with nothing open any more.

        A signal alone ends no term: anybody at the engine may send one.
        """
        while moment and not await self._clock.reaches(moment, what, unless=lambda: self._is_told):
            self._is_told = False
            report = await self._round(CLOSE_INVITATIONS)
            if not report.open:
                return report
            if self._length.is_full():
                workflow.continue_as_new(self._term)  # whatever was told is told once
        return None

    async def _round(self, verb: Verb[..., InvitationRound, TermReport]) -> TermReport:
        return await ask(
            verb, InvitationRound(list_id=self._term.list_id, at=self._clock.now()), timedelta(seconds=60)
        )

    def _describe(self, standing: str, report: TermReport) -> None:
        """The current details in the Temporal UI; no unit, no name."""
        workflow.set_current_details(
            f"## 免申即享 {self._term.name}\n\n{standing}。邀请 {report.invited} 家，尚未答复 {report.open} 家。\n"
        )
