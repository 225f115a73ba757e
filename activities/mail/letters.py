"""Making the letters of the cases: set once, kept in the vault, entered with the case."""

from datetime import UTC, datetime

from temporalio import activity

from adapters.files.vault import Vault
from adapters.letters.typesetter import LetterNotSet, Typesetter
from adapters.store.mail.letters import LetterOrder, LetterShelf
from adapters.store.reach import Engine
from domain.frozen import Frozen

TRIED_AGAIN = 10
"""So many letters that could not be set are tried again with each batch of mails."""


class Enclosure(Frozen):
    """A letter as it goes with a mail."""

    file_name: str
    content: bytes


class LetterMaker:
    """Makes letters, or finds those that were made.

    Args:
        engine: the store.
        vault: where the PDFs lie.
        typesetter: sets them.
    """

    def __init__(self, engine: Engine, vault: Vault, typesetter: Typesetter) -> None:
        self._shelf = LetterShelf(engine)
        self._vault = vault
        self._typesetter = typesetter

    def enclosure_of(self, message_id: str) -> Enclosure | None:
        """The letter that goes with a mail, made now unless it was before; None when there is none.

        A letter that cannot be made holds up no mail: it is noted, told on ``/readyz``, and tried again.
        """
        order = self._shelf.order(message_id)
        if order is None:
            return None
        try:
            content = self._kept(order) or self._made(order)
        except (LetterNotSet, OSError) as trouble:
            activity.logger.error("letter %s cannot be made: %s", order.letter.id, trouble)
            self._shelf.note_failure(order, str(trouble))
            return None
        return Enclosure(file_name=f"{order.letter.title}-{order.letter.number}.pdf", content=content)

    def enclosures_of(self, message_ids: list[str]) -> dict[str, Enclosure]:
        """The letters that go with mails, by Message-ID; mails without one are left out."""
        letters = {message_id: self.enclosure_of(message_id) for message_id in message_ids}
        return {message_id: letter for message_id, letter in letters.items() if letter is not None}

    def try_again(self) -> None:
        """Try some of the letters again that could not be made; they are not mailed any more, but are with the case."""
        for message_id in self._shelf.failed(TRIED_AGAIN):
            self.enclosure_of(message_id)

    def _kept(self, order: LetterOrder) -> bytes | None:
        """The letter as it was made; None when it was not, or its file is gone."""
        path = self._vault.path(order.sha256) if order.sha256 else None
        return path.read_bytes() if path and path.is_file() else None

    def _made(self, order: LetterOrder) -> bytes:
        """Set the letter and keep it, the file before the entry."""
        content = self._typesetter.pdf(order.letter)
        self._shelf.keep(order, self._vault.keep(content), len(content), datetime.now(UTC))
        return content
