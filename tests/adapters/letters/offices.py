"""A letter office for tests, with the one typesetter of the process."""

from functools import cache
from pathlib import Path

from activities.mail.letters import LetterMaker
from adapters.files.vault import Vault
from adapters.letters.typesetter import Typesetter
from adapters.store.reach import Engine


@cache
def the_typesetter() -> Typesetter:
    """Opened once: finding the fonts takes longer than a hundred letters."""
    return Typesetter()


def letter_office(engine: Engine, folder: Path) -> LetterMaker:
    """An office that keeps its letters in a folder."""
    return LetterMaker(engine, Vault(folder), the_typesetter())
