"""A case of which every act is previewed before it is done, and both compared."""

import asyncio
import re
from collections import Counter
from dataclasses import fields
from typing import Any

import pytest
from sqlmodel import select
from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from adapters.mail.render import render
from adapters.store.cases.records import read_case
from adapters.store.engine import session
from adapters.store.mail.outbox import waiting_mail
from adapters.store.money.ledger import entry_of
from adapters.store.schema import LedgerEntry, Mail, Timeline
from commands.dry_run.acts import Opening, Previews, Trying
from commands.dry_run.effects import Effects
from domain.case.act import Act
from domain.case.record.mail_facts import MailFacts
from domain.case.record.narrative import status_sentence
from domain.case.record.steps import Progress
from domain.case.turns import Turn
from domain.catalogue.registry import load_catalogue
from domain.errors import RefusalFacts
from domain.ledger.entries import Entry
from domain.letters import Letter, letter_of
from tests.workflows.walked_case import WalkedCase

PUBLIC_URL = "https://duixian.example.com"
Comparable = dict[str, Any]


class PreviewedCase(WalkedCase):
    """Walked like any, and compared at every step."""

    @classmethod
    def like(cls, case: WalkedCase) -> "PreviewedCase":
        """The same case, compared from now on."""
        return cls(**{each.name: getattr(case, each.name) for each in fields(case)})

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

        return Previews(
            self.office.engine, load_catalogue(), client, public_url=PUBLIC_URL, time_skipping=True
        )

    def trying(self, act: Act, opening: Opening | None = None) -> Trying:
        """An act to be tried as it is."""
        return Trying(self.plan.case_number, lambda _: act, lambda _, __: opening)

    async def foresee(self, act: Act, opening: Opening | None = None) -> Effects:
        """What the preview says; it leaves the history as it is."""
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
        assert lines(before.turns) - lines(closed) + lines(opened) == lines(running(after))

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
        self.turns = running(stored.progress) if stored and stored.progress else []
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
        with session(self._case.office.engine) as reading:
            return [
                (getattr(row, key), row) for row in reading.exec(select(table).order_by(getattr(table, key)))
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


def running(progress: Progress) -> list[Turn]:
    """The open turns, and the promise for the case as a whole."""
    whole = [clock for clock in progress.clocks if clock.term and clock.term.name == "whole_case"]
    return [] if progress.final else [*progress.turns, *whole]


def lines(turns: list[Turn]) -> Counter[tuple[Any, ...]]:
    """Turns with their days."""
    return Counter(
        (
            turn.party,
            turn.acts,
            turn.subject,
            turn.term and (turn.term.name, turn.term.due_on, turn.term.provisional),
            turn.stop and turn.stop.model_dump_json(),
        )
        for turn in turns
    )


def refusal_in(failed: WorkflowUpdateFailedError) -> RefusalFacts:
    """The refusal that the case answered with."""
    assert isinstance(failed.cause, ApplicationError)
    return RefusalFacts.model_validate(failed.cause.details[0])
