"""What the proof found, by the four words; nothing is what everybody hopes for."""

from dataclasses import dataclass, field
from enum import StrEnum


class Wrong(StrEnum):
    """How something can be wrong."""

    LOST = "lost"
    """Accepted and not there, answered differently later, or a mail that was owed and never came."""
    TWICE = "twice"
    """Paid, counted or done more than once, or done though nobody was told so."""
    OVERSPENT = "overspent"
    """More given than a pool, a cap or an award allows."""
    STUCK = "stuck"
    """A case, queue or mail that does not go on, or of which store and Temporal disagree."""


@dataclass
class Findings:
    """Each wrong thing in a sentence."""

    sentences: dict[Wrong, list[str]] = field(default_factory=lambda: {wrong: [] for wrong in Wrong})
    differences: list[str] = field(default_factory=list)
    """What the product's own reconciliation and the verification of its audit record name."""

    def add(self, wrong: Wrong, *sentences: str) -> None:
        """Note some."""
        self.sentences[wrong] += sentences

    def count(self, wrong: Wrong) -> int:
        """How many of a kind."""
        return len(self.sentences[wrong])

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong."""
        return not any(self.sentences.values()) and not self.differences
