"""Who has a task, for many cases at once: claim, release, reassign. These are no acts of a case; the store alone knows them.

They are done by the worker of the list, with the functions of their own routes. Each asks for a state of things (such a
colleague has the task), so one that is repeated after its worker died, and finds that state, is done.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, Self

from pydantic import ValidationError
from temporalio.client import Client

from adapters.files.vault import Vault
from adapters.settings import Settings
from adapters.store.cases.records import read_case
from adapters.store.dry_run import dry_run_store
from adapters.store.engine import open_session
from adapters.store.reach import Engine
from commands.access.caller import Caller, party_of
from commands.access.roles import OFFICE, Roles
from commands.access.sight import known_case
from commands.access.tokens import Tokens
from commands.bodies import Body
from commands.bulk.foreseen import Foreseen
from commands.dry_run.effects import Effects, Preview
from commands.invalid import invalid
from commands.people.bodies import Username
from commands.people.claims import claim, reassign, release
from commands.people.desk_sight import offices_of
from commands.people.office import known_people, office_of
from commands.temporal_link import TemporalLink
from commands.wiring import Wiring
from domain.bulk.listing import BulkAct, BulkItem, ItemStatus
from domain.calendar import shanghai_date
from domain.case.roles import Actor, Role
from domain.catalogue.registry import Catalogue
from domain.errors import CaseClosed, Refusal
from domain.words import Words

GIVERS: Final = Roles(Role.OFFICIAL, Role.FINANCE, Role.ADMINISTRATOR)


class NothingBody(Body):
    """领取、释放待办: there is nothing to say; ``subject`` of the item names one of several like tasks."""


class GivingBody(Body):
    """转交待办."""

    to: Username
    reason: Words


@dataclass(frozen=True)
class Taking:
    """One of the three.

    Attributes:
        do: has its effect; tells whether a mail waits to be sent.
    """

    may: Roles
    body: type[Body]
    do: Callable[[Wiring, Caller, BulkItem], bool]


def _claim(wired: Wiring, caller: Caller, item: BulkItem) -> bool:
    claim(wired, caller, item.case_number, item.subject or None)
    return False


def _release(wired: Wiring, caller: Caller, item: BulkItem) -> bool:
    _, has_mail = release(wired, caller, item.case_number, item.subject or None)
    return has_mail


def _reassign(wired: Wiring, caller: Caller, item: BulkItem) -> bool:
    said = GivingBody.model_validate(item.content["body"])
    _, has_mail = reassign(wired, caller, item.case_number, said.to, said.reason, item.subject or None)
    return has_mail


TAKINGS: Final = {
    "claim": Taking(OFFICE, NothingBody, _claim),
    "release": Taking(OFFICE, NothingBody, _release),
    "reassign": Taking(GIVERS, GivingBody, _reassign),
}


@dataclass(frozen=True)
class PeopleMatters:
    """The people matters of one kind that a caller does."""

    wired: Wiring
    caller: Caller
    kind: str

    def actor(self) -> Actor:
        """Who acts.

        Raises:
            Refusal: this is not the caller's to do.
        """
        may = TAKINGS[self.kind].may
        may.admit(self.caller)
        role = next(role for role in may.roles if role in self.caller.roles)
        return Actor(account=self.caller.account, role=role, party=party_of(role, self.caller) or role.value)

    def laid_down(self, _bulk: str, item: BulkItem, body: dict[str, Any]) -> BulkItem:
        """The item with who asks and what is asked.

        Raises:
            Refusal: the body is wrong, or there is no such case for the caller.
        """
        try:
            said = TAKINGS[self.kind].body.model_validate(body)
        except ValidationError as wrong:
            errors = [{**error, "loc": ("body", *error["loc"])} for error in wrong.errors()]
            raise Refusal.from_facts(invalid(errors)) from wrong
        case = known_case(
            read_case(self.wired.engine, item.case_number, whole=False), self.caller, item.case_number
        )
        if case.final:
            raise CaseClosed.of(case.stage)
        content = {"caller": self.caller.model_dump(mode="json"), "body": said.model_dump(mode="json")}
        return item.model_copy(update={"content": content})

    def checked(self, item: BulkItem, body: dict[str, Any]) -> Foreseen:
        """Do it on a store that forgets.

        Raises:
            Refusal: as its own route would refuse it.
        """
        asked = self.laid_down("", item, body)
        with dry_run_store(self.wired.engine) as dry_store:
            TAKINGS[self.kind].do(replace(self.wired, engine=dry_store.engine), self.caller, asked)
        return Foreseen(item, Preview(act=self.kind, effects=Effects()))

    async def foreseen(self, item: BulkItem, body: dict[str, Any]) -> Foreseen:
        """What would come of an item now.

        Raises:
            Refusal: as its own route would refuse it.
        """
        return await asyncio.to_thread(self.checked, item, body)


@dataclass(frozen=True)
class TakingTasks:
    """Does the items of a list in the worker, which is given it by whoever puts the worker together."""

    wired: Wiring

    @classmethod
    def in_worker(cls, settings: Settings, engine: Engine, catalogue: Catalogue, client: Client) -> Self:
        """Put together from what a worker has."""
        return cls(
            Wiring(
                settings=settings,
                engine=engine,
                catalogue=catalogue,
                temporal=TemporalLink(settings, client),
                vault=Vault(settings.files),
                tokens=Tokens(settings, engine),
                keyring=settings.keyring(),
                today=lambda: shanghai_date(datetime.now(UTC)),
            )
        )

    def __call__(self, asked: BulkAct, item: BulkItem) -> bool:
        """Do one item; tells whether a mail waits to be sent.

        Raises:
            Refusal: as its own route would refuse it.
        """
        caller = Caller.model_validate(item.content["caller"])
        try:
            return TAKINGS[asked.kind].do(self.wired, caller, item)
        except Refusal:
            if item.status is ItemStatus.BEGUN and self._is_so(asked.kind, caller, item):
                return True
            raise

    def _is_so(self, kind: str, caller: Caller, item: BulkItem) -> bool:
        """Whether everything is as the item asks for already."""
        case = read_case(self.wired.engine, item.case_number, whole=False)
        if case is None or case.progress is None or kind == "claim":
            return False
        with open_session(self.wired.engine) as session:
            office = office_of(session, self.wired, caller, offices_of(caller))
            people = known_people(session, case)
        wanted = GivingBody.model_validate(item.content["body"]).to if kind == "reassign" else ""
        holder = next((one.account for one in office.people if wanted and one.username == wanted), "")
        taken = [
            people.taken(task)
            for task in case.progress.tasks
            if task.party in offices_of(caller) and item.subject in ("", task.subject)
        ]
        return bool(taken) and all((one.account if one else "") == holder for one in taken)
