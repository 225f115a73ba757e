"""The facts of a mail about an invitation, fixed in the transaction that caused it and rendered when sent."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from domain.calculator.award import SheetLine
from domain.case.record.narrative import day_text
from domain.catalogue.facts import FactKind, FactSpec, Phase
from domain.catalogue.schema import Policy
from domain.departments import LOCALITIES, party_name
from domain.frozen import Frozen
from domain.invitation.invited import Invited, ListSource, filing_ends
from domain.money import Yuan, yuan_text


class InvitationMailKind(StrEnum):
    """Why an invited unit is written to; the value is the name of the mail's folder in ``templates/mail``."""

    INVITED = "invitation"
    REMINDED = "invitation_reminder"
    LAPSED = "invitation_lapsed"
    WITHDRAWN = "invitation_withdrawn"


INVITATION_TITLES: dict[InvitationMailKind, str] = {
    InvitationMailKind.INVITED: "免申即享邀请，请确认",
    InvitationMailKind.REMINDED: "免申即享邀请即将到期",
    InvitationMailKind.LAPSED: "免申即享邀请已到期",
    InvitationMailKind.WITHDRAWN: "免申即享邀请已撤回",
}


INVITATION_KINDS = frozenset(kind.value for kind in InvitationMailKind)


class Figure(Frozen):
    """One prefilled figure as people read it."""

    label: str
    value: str


class InvitationMailFacts(Frozen):
    """What the templates of ``templates/mail/<kind>`` may use.

    Attributes:
        number, name: of the subsidy type.
        department: the office that invites.
        source: title and number of the document that the list comes from.
        clause, quote: what is promised.
        figures: the application as it is prefilled.
        amount: what it comes to by these figures; None when a later phase decides it.
        lines: the calculation sheet behind the amount.
        documents_held: documents that the office has already.
        documents_asked: documents that are still to be handed in.
        reply_by: the last day to confirm; ``filing_until`` the last day to apply without an invitation.
        reason: why the office withdrew; empty for the others.
        url: where the invitation is.
    """

    kind: InvitationMailKind
    at: datetime
    unit_name: str
    number: str
    name: str
    department: str
    source: str
    clause: str
    quote: str
    figures: tuple[Figure, ...] = ()
    amount: Yuan | None = None
    lines: tuple[SheetLine, ...] = ()
    documents_held: tuple[str, ...] = ()
    documents_asked: tuple[str, ...] = ()
    reply_by: str
    filing_until: str
    reason: str = ""
    url: str = ""

    @property
    def title(self) -> str:
        """What the mail is about, in few words."""
        return INVITATION_TITLES[self.kind]


def mail_facts(
    kind: InvitationMailKind,
    policy: Policy,
    code: str,
    invited: Invited,
    source: ListSource,
    *,
    reply_by: date,
    at: datetime,
    today: date,
    url: str,
    reason: str = "",
) -> InvitationMailFacts:
    """Put together what a unit is told about its invitation."""
    subsidy = policy.type(code)
    asked = [document for document in subsidy.documents_for(Phase.FILING) if not document.electronic]
    held = [document.name for document in asked if document.code in source.documents_held]
    return InvitationMailFacts(
        kind=kind,
        at=at,
        unit_name=invited.unit_name,
        number=subsidy.number,
        name=subsidy.name,
        department=party_name(subsidy.lead, today),
        source=source.words,
        clause=subsidy.clause,
        quote=subsidy.quote,
        figures=figures_of(policy, code, invited, today),
        amount=invited.amount,
        lines=invited.sheet,
        documents_held=tuple(held),
        documents_asked=tuple(document.name for document in asked if document.name not in held),
        reply_by=day_text(reply_by),
        filing_until=day_text(filing_ends(policy, subsidy)),
        reason=reason,
        url=url,
    )


def figures_of(policy: Policy, code: str, invited: Invited, today: date) -> tuple[Figure, ...]:
    """The prefilled application, line by line."""
    subsidy = policy.type(code)
    place = party_name(invited.locality, today) if invited.locality in LOCALITIES else invited.locality
    about = [("申报单位", invited.unit_name), ("统一社会信用代码", invited.unit), ("属地", place)]
    if subsidy.award_base.needs_key:
        about.append((subsidy.award_base.key_label, invited.award_base_key))
    told = [
        (fact.label, _shown(fact, invited.facts[fact.name]))
        for fact in subsidy.facts_for((Phase.FILING,))
        if invited.facts.get(fact.name) is not None
    ]
    return tuple(Figure(label=label, value=value) for label, value in (*about, *told))


def _shown(fact: FactSpec, value: Any) -> str:
    """A figure as people read it: money with 万元, choices by their names, lists entry by entry."""
    match fact.kind:
        case FactKind.MONEY:
            return yuan_text(Decimal(value))
        case FactKind.BOOLEAN:
            return "是" if value else "否"
        case FactKind.CHOICE:
            return fact.choices.get(str(value), str(value))
        case FactKind.DATE:
            return day_text(date.fromisoformat(str(value)))
        case FactKind.LIST:
            return "；".join(_entry(fact, entry) for entry in value)
        case _:
            return f"{value}{fact.unit}"


def _entry(fact: FactSpec, entry: Any) -> str:
    return "、".join(
        _shown(item, entry[item.name]) for item in fact.items if entry.get(item.name) is not None
    )
