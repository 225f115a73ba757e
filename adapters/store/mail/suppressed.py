"""Addresses to which nothing is sent any more, because a server refused them for good; until somebody gives them again."""

from datetime import datetime

from sqlmodel import col, delete

from adapters.store.tables.mail import SuppressedAddress
from adapters.store.writing import Session


def key_of(address: str) -> str:
    """How an address is compared: servers tell no capitals apart."""
    return address.strip().casefold()


def suppress(session: Session, address: str, at: datetime) -> None:
    """Send nothing more to an address."""
    session.merge(SuppressedAddress(address=key_of(address), since=at))


def trust_again(session: Session, address: str) -> None:
    """Somebody has given the address: mails are sent there again."""
    session.exec(delete(SuppressedAddress).where(col(SuppressedAddress.address) == key_of(address)))
