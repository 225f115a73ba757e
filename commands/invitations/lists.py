"""Loading an invitation list: read whole, judged row by row, kept with those whom it invites."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from activities.money.priors import prior_before_filing
from adapters.store.engine import open_session
from adapters.store.idempotency import KeptAnswer, kept_answer
from adapters.store.invitations.lists import NewList, keep_list
from adapters.store.invitations.queries import ListRecord, cases_on, open_on
from adapters.store.units.registry import units_of
from adapters.temporal.starting import start_one
from commands.access.authorise import check_inviter
from commands.access.caller import Caller
from commands.acts.checks import wrong
from commands.invitations.bodies import InvitationListHead
from commands.invitations.views import InvitationListView, list_view
from commands.keys import digest_of
from commands.wiring import Wiring
from domain.calculator.sheet import resolve_readings
from domain.catalogue.facts import Phase
from domain.catalogue.schema import Policy, SubsidyType
from domain.errors import FieldError, NotAllowed, Repeated
from domain.invitation.invited import ListSource, filing_ends, wrong_reply_by
from domain.invitation.judging import InvitationJudge, Knowledge, RowVerdict
from domain.invitation.reading import ListRow, count_fault, read_list
from domain.invitation.term import INVITATION_LIST, InvitationTerm, invitations_id
from domain.spreadsheet.cells import Row, plain_text
from domain.units.code import compact

MOST_BYTES = 1000 * 1024
"""Of a file; a list of 500 units has about a hundred KiB."""

REMEDY = "请使用下载的模板填写后上传（XLSX 或 CSV）。"


class NobodyInvited(Exception):
    """No row of the list can be invited; every row has its answer."""

    def __init__(self, verdicts: tuple[RowVerdict, ...]) -> None:
        super().__init__(f"none of {len(verdicts)} rows")
        self.verdicts = verdicts


@dataclass(frozen=True)
class Sent:
    """A list as it was sent: its head, and the table of the file or the items."""

    head: InvitationListHead
    table: tuple[Row, ...] = ()
    items: tuple[ListRow, ...] = ()

    @property
    def digest(self) -> str:
        """The same list has the same digest, whatever program saved it."""
        items = [row.model_dump(mode="json") for row in self.items]
        same = {"table": [[plain_text(cell) for cell in row] for row in self.table], "items": items}
        return digest_of("invitations", {"head": self.head.model_dump(mode="json"), **same})


class ListLoading:
    """One list that an official loads.

    Raises:
        NotAllowed: the type is led by another department, or the official is absent; the list is refused as a whole.
        ConflictOfRoles: the official bears one of the units.
        NotFound: there is no such type.
        InvalidInput: the list is wrong as a whole.
    """

    def __init__(self, wired: Wiring, caller: Caller, sent: Sent) -> None:
        self._wired, self._caller, self._sent = wired, caller, sent
        self._policy = wired.law_on(wired.today())
        self._subsidy = led_type(self._policy, sent.head.measure, caller)
        _check_head(wired, self._policy, self._subsidy, sent.head)
        self._rows = _rows_of(sent, self._subsidy)
        check_inviter(wired, caller, self._subsidy.lead, {compact(row.unit) for row in self._rows})
        self.verdicts = judged(wired, self._policy, self._subsidy, self._rows)

    async def keep(self, key: str) -> InvitationListView:
        """Keep the list once for its key. Its workflow is begun before, and waits for it: none is without the other.

        Raises:
            NobodyInvited: nobody can be invited; nothing is kept.
            TemporalAway: nothing is kept.
        """
        if not any(verdict.invited for verdict in self.verdicts):
            raise NobodyInvited(self.verdicts)
        identifier = list_id_of(self._caller, key)
        await self._begin(identifier)
        kept = await asyncio.to_thread(keep_list, self._wired.engine, self._new(identifier, key))
        return first_answer(kept, self._sent.digest)

    async def _begin(self, identifier: str) -> None:
        name = f"{self._subsidy.number} {self._subsidy.name}"
        client = await self._wired.temporal.client()
        await start_one(
            client,
            INVITATION_LIST,
            InvitationTerm(list_id=identifier, name=name),
            identifier=invitations_id(identifier),
            task_queue=self._wired.settings.task_queue,
            summary=f"免申即享名单 · {name}",
        )

    def _new(self, identifier: str, key: str) -> NewList:
        head = self._sent.head
        return NewList(
            id=identifier,
            key=kept_key(self._caller, key),
            digest=self._sent.digest,
            code=self._subsidy.code,
            policy_version=self._policy.version,
            department=self._subsidy.lead,
            source=ListSource(
                title=head.source_title, number=head.source_number, documents_held=tuple(head.documents_held)
            ),
            reply_by=head.reply_by,
            made_by=self._caller.account,
            at=datetime.now(UTC),
            verdicts=self.verdicts,
            answer_of=self._answer_of,
        )

    def _answer_of(self, kept: ListRecord) -> dict[str, Any]:
        if not kept.invitations:
            raise NobodyInvited(kept.verdicts)
        return list_view(kept, self._wired).model_dump(mode="json")


def kept_key(caller: Caller, key: str) -> str:
    """Under which the first answer is kept."""
    return sha256(f"{caller.account}\ninvitations\n{key}".encode()).hexdigest()


def list_id_of(caller: Caller, key: str) -> str:
    """The id of the list that is loaded with this key."""
    return sha256(f"invitation-list\n{kept_key(caller, key)}".encode()).hexdigest()[:32]


def answered_before(wired: Wiring, caller: Caller, key: str, digest: str) -> InvitationListView | None:
    """The first answer under this key; None when there is none."""
    first = kept_answer(wired.engine, kept_key(caller, key))
    return first_answer(first, digest) if first else None


def first_answer(first: KeptAnswer, digest: str) -> InvitationListView:
    """The answer that was kept.

    Raises:
        Repeated: the key was used for another list.
    """
    if first.digest != digest:
        raise Repeated("同一 Idempotency-Key 已用于另一份名单。", remedy="请使用新的 Idempotency-Key。")
    return InvitationListView.model_validate(first.body)


def led_type(policy: Policy, code: str, caller: Caller) -> SubsidyType:
    """The type, which the caller's department leads.

    Raises:
        NotFound: there is no such type.
        NotAllowed: another department leads it.
    """
    subsidy = policy.type(code)
    if subsidy.lead not in caller.desks:
        raise NotAllowed(
            f"“{subsidy.name}”不由您所在部门牵头，不能发出邀请。", remedy="请由牵头部门提交名单。"
        )
    return subsidy


def _check_head(wired: Wiring, policy: Policy, subsidy: SubsidyType, head: InvitationListHead) -> None:
    about_day = wrong_reply_by(wired.calendar(), wired.today(), head.reply_by, filing_ends(policy, subsidy))
    found = [FieldError(path="reply_by", message=about_day)] if about_day else []
    asked = {document.code for document in subsidy.documents_for(Phase.FILING) if not document.electronic}
    found += [
        FieldError(path=f"documents_held[{index}]", message=f"申报材料中没有代码“{code}”")
        for index, code in enumerate(head.documents_held)
        if code not in asked
    ]
    wrong("名单需要更正。", found)


def _rows_of(sent: Sent, subsidy: SubsidyType) -> tuple[ListRow, ...]:
    if sent.items:
        return sent.items
    table = read_list(sent.table, subsidy)
    wrong("名单文件需要更正。", table.faults, REMEDY)
    fault = count_fault(len(table.rows))
    wrong("名单文件需要更正。", [fault] if fault else [], REMEDY)
    return table.rows


def judged(
    wired: Wiring, policy: Policy, subsidy: SubsidyType, rows: Sequence[ListRow]
) -> tuple[RowVerdict, ...]:
    """Every row with its answer, as the store is now."""
    today, readings = wired.today(), resolve_readings(policy, None)
    units = {compact(row.unit) for row in rows}
    with open_session(wired.engine) as session:
        registered, cases, invitations = (
            units_of(session, units),
            cases_on(session, subsidy.code, units),
            open_on(session, subsidy.code),
        )
        known = Knowledge(
            unit_of=registered.get,
            case_on=lambda unit, base: cases.get((unit, base), ""),
            invitation_on=lambda unit, base: invitations.get((unit, base), ""),
            prior_of=lambda unit, base, facts: prior_before_filing(
                session, wired.catalogue, policy, subsidy.code, unit, base, facts, today, readings
            ),
        )
        judge = InvitationJudge(policy, subsidy, today, readings, known)
        return tuple(judge.verdict(row) for row in rows)
