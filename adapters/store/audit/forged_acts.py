"""Acts that did not come from the door, as the house's chain has them."""

from sqlmodel import Session, select

from adapters.store.audit.chain import append
from adapters.store.tables.audit import AuditEntryRow
from domain.audit.canonical import digest_of_text
from domain.audit.entry import HOUSE
from domain.case.acts.authenticity import AuthenticityAsked

FORGED = "act:forged"


def record_forged(session: Session, asked: AuthenticityAsked) -> None:
    """Write down a forged act, once; the house's chain is held from then on.

    What a stranger wrote does not go into a chain, which cannot be erased: of the act's id and of the account that it names
    their digests.
    """
    statement = asked.statement
    subject = f"{statement.case_number}/{digest_of_text(statement.id)}"
    told = select(AuditEntryRow.position).where(
        AuditEntryRow.chain == HOUSE, AuditEntryRow.action == FORGED, AuditEntryRow.subject == subject
    )
    if session.exec(told).first() is not None:
        return
    after = {
        "kind": statement.kind,
        "claimed_account": digest_of_text(statement.by.account),
        "has_authenticator": asked.authenticator is not None,
    }
    append(session, chain=HOUSE, at=asked.at, action=FORGED, subject=subject, after=after)
