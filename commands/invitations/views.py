"""The bodies of the answers about invitations; addresses are in none of them."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from pydantic import BaseModel, Field

from adapters.store.invitations.queries import InvitationRecord, ListRecord
from api.problems import Problem
from commands.wiring import Wiring
from domain.calculator.award import Reason, SheetLine
from domain.case.act import Facts
from domain.departments import party_name
from domain.errors import FieldError
from domain.invitation.invited import STATUS_NAMES, WAITING_NAME, next_words
from domain.invitation.judging import RESULT_NAMES, RowResult, RowVerdict
from domain.invitation.mail_facts import Figure, figures_of
from domain.money import Yuan


class RowView(BaseModel):
    """The answer to one row; ``status`` is where its invitation stands now."""

    row: int
    unit: str
    unit_name: str
    result: RowResult
    title: str
    words: str
    faults: list[FieldError]
    reasons: list[Reason]
    amount: Yuan | None
    reference: str = Field(description="The case, or the open invitation, that is already there.")
    invitation: str = ""
    status: str = ""
    case_number: str | None = None


class JudgedView(BaseModel):
    """What a list would come to; nothing is stored."""

    counts: dict[str, int]
    rows: list[RowView]


class InvitationListView(JudgedView):
    """A list that was loaded."""

    id: str
    measure: str
    name: str
    department: str
    policy_version: str
    source: str
    documents_held: list[str]
    reply_by: date
    made_at: datetime
    standing: dict[str, int] = Field(description="Status of the invitations → how many.")


class InvitationProblem(Problem):
    """A list of which nobody can be invited, with an answer for every row."""

    rows: list[RowView]


class InvitationView(BaseModel):
    """An invitation: the application as it will be filed, and what it comes to."""

    id: str
    list_id: str
    measure: str
    number: str
    name: str
    department: str
    department_name: str
    source: str
    clause: str
    quote: str
    policy_version: str
    unit: str
    unit_name: str
    locality: str
    award_base_key: str
    facts: Facts
    figures: list[Figure]
    documents_held: list[str]
    amount: Yuan | None
    sheet: list[SheetLine]
    reply_by: date
    status: str
    status_name: str
    next: str = Field(description="What happens next; empty when nothing does.")
    reason: str
    case_number: str | None
    made_at: datetime
    settled_at: datetime | None


class InvitationsView(BaseModel):
    """What the caller is concerned with: a unit its open invitations, an office its lists."""

    invitations: list[InvitationView]
    lists: list[InvitationListView]


def judged_view(verdicts: Iterable[RowVerdict], invitations: Iterable[InvitationRecord] = ()) -> JudgedView:
    """Every row with its answer, and how many there are of each."""
    standing = {each.row: each for each in invitations}
    rows = [_row(verdict, standing.get(verdict.row)) for verdict in verdicts]
    return JudgedView(counts=dict(Counter(row.result.value for row in rows)), rows=rows)


def _row(verdict: RowVerdict, invitation: InvitationRecord | None) -> RowView:
    return RowView(
        **verdict.model_dump(exclude={"invited"}),
        title=RESULT_NAMES[verdict.result],
        invitation=invitation.id if invitation else "",
        status=invitation.status.value if invitation else "",
        case_number=invitation.case_number if invitation else None,
    )


def list_view(kept: ListRecord, wired: Wiring) -> InvitationListView:
    """A list as its office sees it."""
    subsidy = wired.catalogue.policy(kept.policy_version).type(kept.code)
    judged = judged_view(kept.verdicts, kept.invitations)
    return InvitationListView(
        **judged.model_dump(),
        id=kept.id,
        measure=kept.code,
        name=subsidy.name,
        department=kept.department,
        policy_version=kept.policy_version,
        source=kept.source.words,
        documents_held=list(kept.source.documents_held),
        reply_by=kept.reply_by,
        made_at=kept.made_at,
        standing=dict(Counter(each.status.value for each in kept.invitations)),
    )


def invitation_view(found: InvitationRecord, wired: Wiring) -> InvitationView:
    """An invitation as the unit and the office see it."""
    policy = wired.catalogue.policy(found.policy_version)
    subsidy, invited, today = policy.type(found.code), found.invited, wired.today()
    return InvitationView(
        **invited.model_dump(exclude={"contact_email", "award_base"}),
        **found.model_dump(include={"id", "list_id", "department", "policy_version", "reply_by", "reason"}),
        **found.model_dump(include={"case_number", "made_at", "settled_at"}),
        measure=found.code,
        number=subsidy.number,
        name=subsidy.name,
        department_name=party_name(found.department, today),
        source=found.source.words,
        clause=subsidy.clause,
        quote=subsidy.quote,
        figures=list(figures_of(policy, found.code, invited, today)),
        documents_held=list(found.source.documents_held),
        status=found.status.value,
        status_name=WAITING_NAME if found.waits else STATUS_NAMES[found.status],
        next=next_words(found.status, found.reply_by, found.case_number, waits=found.waits),
    )
