"""A case of which every act is previewed before it is done, and both compared."""

import asyncio
import re
from collections import Counter
from dataclasses import fields
from typing import Any

import pytest
from sqlmodel import select
from temporalio.api.workflowservice.v1 import DescribeWorkflowExecutionResponse
from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from activities.office import CaseOffice
from adapters.mail.render import render
from adapters.store.cases.records import read_case
from adapters.store.engine import open_session
from adapters.store.mail.outbox import waiting_mail
from adapters.store.money.ledger import entry_of
from adapters.store.schema import LedgerEntry, Mail, Timeline
from adapters.temporal.announcing import Announcer
from commands.dry_run.acts import Previews, Trying
from commands.dry_run.effects import Effects
from domain.case.acts.act import Act
from domain.case.record.mail_facts import MailFacts
from domain.case.record.narrative import status_sentence
from domain.case.record.progress import Opening
from domain.case.record.steps import Progress
from domain.case.user_tasks import UserTask
from domain.errors import RefusalFacts
from domain.ledger.entries import Entry
from domain.letters import Letter, letter_of
from tests.activities.casework import KEYRING, LETTERHEAD, VAULT
from tests.workflows.walked_case import WalkedCase

Comparable = dict[str, Any]


class PreviewedCase(WalkedCase):
    """Walked like any, and compared at every step."""

    @classmethod
    def like(cls, case: WalkedCase) -> "PreviewedCase":
        """The same case, compared from now on."""
        return cls(**{each.name: getattr(case, each.name) for each in fields(case)})

    async def awaited(self) -> set[str]:
        """The kinds of act that it is somebody's task for."""
        return {kind for task in (await self.progress()).tasks for kind in task.acts}

    async def tried(self, act: Act) -> RefusalFacts | None:
        """Preview, do, compare; the refusal, if it was one."""
        try:
            await self.send(act)
        except WorkflowUpdateFailedError as failed:
            return refusal_in(failed)
        return None

    async def send(self, act: Act, update_id: str = "") -> Progress:
        """Preview, do, compare."""
        foreseen = await self.foresee(act)
        if foreseen.refusal is not None:
            raise await self.refused_alike(act, foreseen)
        before = Written(self)
        answer = await super().send(act, update_id)
        await self.same(foreseen, before)
        return answer

    async def refused_alike(self, act: Act, foreseen: Effects) -> WorkflowUpdateFailedError:
        """Do what is refused: it is refused as the preview said, and nothing is written."""
        before = Written(self)
        with pytest.raises(WorkflowUpdateFailedError) as failed:
            await super().send(act)
        assert foreseen.refusal == refusal_in(failed.value)
        assert before.since() == told(Effects())
        return failed.value

    @property
    def previews(self) -> Previews:
        """Previews on the store and the server of this case."""

        async def client() -> Client:
            return self.office.client

        office = CaseOffice(self.office.engine, Announcer(), LETTERHEAD, KEYRING, VAULT)
        return Previews(office, client, time_skipping=True)

    def trying(self, act: Act, opening: Opening | None = None) -> Trying:
        """An act to be tried as it is."""
        return Trying(self.plan.case_number, lambda _: act, lambda _, __: opening)

    async def has_no_task_of_its_own(self) -> None:
        """Wait until the case has nothing left to do: its own next task must not be taken for the preview's."""
        async with asyncio.timeout(40):
            while _is_busy((await self.handle.describe()).raw_description):
                await asyncio.sleep(0.05)

    async def foresee(self, act: Act, opening: Opening | None = None) -> Effects:
        """What the preview says; it leaves the history as it is."""
        await self.has_no_task_of_its_own()
        length = await self.history_length()
        foreseen = await self.previews.preview(self.trying(act, opening))
        assert await self.history_length() == length
        return foreseen

    async def same(self, foreseen: Effects, before: "Written") -> None:
        """The case comes to rest exactly where the preview said."""
        assert foreseen.refusal is None, foreseen.refusal
        assert foreseen.after is not None
        after = await self.at_rest(foreseen.after.seq)
        assert standing(after) == standing(foreseen.after)
        assert before.since() == told(foreseen)
        closed = [*foreseen.ended, *(moved.before for moved in foreseen.moved)]
        opened = [*foreseen.began, *(moved.after for moved in foreseen.moved)]
        assert lines(before.tasks) - lines(closed) + lines(opened) == lines(running(after))

    async def at_rest(self, seq: int) -> Progress:
        """Where the case stands when it has dealt with everything; its number tells that it has come so far."""
        async with asyncio.timeout(20):
            while (found := self.stored()) is None or found.seq < seq:
                await asyncio.sleep(0.02)
        await self.progress()
        settled = self.stored()
        assert settled is not None
        return settled

    def stored(self) -> Progress | None:
        """Where the case stands by the store."""
        case = read_case(self.office.engine, self.plan.case_number, whole=False)
        return case.progress if case else None


class Written:
    """What the store has, so that what comes later can be told."""

    def __init__(self, case: WalkedCase) -> None:
        self._case = case
        stored = read_case(case.office.engine, case.plan.case_number, whole=False)
        self.tasks = running(stored.progress) if stored and stored.progress else []
        self._known = {table: {key for key, _ in self._rows(table)} for table in _KEYS}

    def since(self) -> Comparable:
        """What was written since then, as a preview tells it."""
        new = {
            table: [row for key, row in self._rows(table) if key not in self._known[table]] for table in _KEYS
        }
        return {
            "events": [(row.event, row.stage, row.reason, row.subject) for row in new[Timeline]],
            "mails": sorted(mail_text(waiting_mail(row).facts) for row in new[Mail]),
            "money": [entry_text(entry_of(row)) for row in new[LedgerEntry]],
            "letters": sorted(letter_text(letter) for row in new[Mail] if (letter := self._letter(row))),
        }

    def _letter(self, row: Mail) -> Letter | None:
        """The letter that goes with a mail, as the post office makes it."""
        facts = waiting_mail(row).facts
        return letter_of(facts, row.seq, self._case.plan.lead) if isinstance(facts, MailFacts) else None

    def _rows(self, table: type[Any]) -> list[tuple[Any, Any]]:
        key = _KEYS[table]
        with open_session(self._case.office.engine) as session:
            return [
                (getattr(row, key), row) for row in session.exec(select(table).order_by(getattr(table, key)))
            ]


_KEYS: dict[type[Any], str] = {Timeline: "id", Mail: "message_id", LedgerEntry: "id"}


def told(foreseen: Effects) -> Comparable:
    """What a preview tells of what would be written."""
    return {
        "events": [(line.event, line.stage, line.reason, line.subject) for line in foreseen.happened],
        "mails": sorted(without_minutes(mail.subject, mail.text) for mail in foreseen.mails),
        "money": [entry_text(entry) for entry in foreseen.money],
        "letters": sorted(map(letter_text, foreseen.letters)),
    }


def letter_text(letter: Letter) -> tuple[str, ...]:
    """A letter by its looks; its words are those of the mail's facts."""
    return letter.id, letter.kind.value, letter.title, letter.number, letter.issuer


def mail_text(facts: Any) -> tuple[str, str]:
    """The words of a mail that was queued."""
    words = render(facts)
    return without_minutes(words.subject, words.text)


def without_minutes(subject: str, words: str) -> tuple[str, str]:
    """A mail but for the minute, which may be over when the act is done."""
    return subject, re.sub(r"\d\d:\d\d", "--:--", words)


def entry_text(entry: Entry) -> Comparable:
    """An entry but for the instant, which is later when the act is done."""
    return entry.model_dump(exclude={"at"})


def standing(progress: Progress) -> Comparable:
    """Where a case stands, in the words that everybody reads."""
    said = {"stage", "amount", "final", "overdue", "seq"}
    return {**progress.model_dump(include=said), "sentence": status_sentence(progress)}


def running(progress: Progress) -> list[UserTask]:
    """The open tasks, and the promise for the case as a whole."""
    whole = [clock for clock in progress.clocks if clock.term and clock.term.name == "whole_case"]
    return [] if progress.final else [*progress.tasks, *whole]


def lines(tasks: list[UserTask]) -> Counter[tuple[Any, ...]]:
    """Tasks with their days."""
    return Counter(
        (
            task.party,
            task.acts,
            task.subject,
            task.term and (task.term.name, task.term.due_on, task.term.provisional),
            task.stop and task.stop.model_dump_json(),
        )
        for task in tasks
    )


def refusal_in(failed: WorkflowUpdateFailedError) -> RefusalFacts:
    """The refusal that the case answered with."""
    assert isinstance(failed.cause, ApplicationError)
    return RefusalFacts.model_validate(failed.cause.details[0])


def _is_busy(described: DescribeWorkflowExecutionResponse) -> bool:
    return described.HasField("pending_workflow_task") or bool(described.pending_activities)
