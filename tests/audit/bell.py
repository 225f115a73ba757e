"""A post office that counts how often it was told."""

from adapters.temporal.announcing import Announcer


class Bell(Announcer):
    """Counts how often the post office was told."""

    def __init__(self) -> None:
        self.rung = 0

    def mail(self) -> None:
        self.rung += 1
