"""Who looks at a decision besides the lead: on what departments sign (会签依据), and whose eyes are asked above a sum."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field

from domain.catalogue.ruled import Code, Ruled, Words
from domain.departments import FINANCE_BUREAU
from domain.money import Yuan

HEAD_READING, SAMPLE_READING = "closing5.head_approval", "closing5.sample"
"""The switches that turn it on; the measures ask for neither, so both stand at ``none``."""

NOT_ASKED = "none"


class Oversight(Ruled):
    """More than one pair of eyes on money (负责人审批、抽查复核), where a switch asks for it.

    Attributes:
        head_approval_above: 元; what is more than this a head approves as well.
        sample_per_mille: value of the switch → how many of a thousand approvals are drawn.
    """

    head_approval_above: Yuan
    sample_per_mille: dict[Code, Annotated[int, Field(ge=1, le=1000)]]
    clause: Words
    source: Words
    is_assumed: bool = True

    def head_of(self, lead: str, readings: Mapping[str, str]) -> str:
        """Whose head approves under these readings; empty for nobody's."""
        return {"lead": lead, "finance": FINANCE_BUREAU}.get(readings.get(HEAD_READING, NOT_ASKED), "")

    def share(self, readings: Mapping[str, str]) -> int:
        """How many of a thousand approvals are drawn under these readings."""
        return self.sample_per_mille.get(readings.get(SAMPLE_READING, NOT_ASKED), 0)


class SigningRule(Ruled):
    """Whence it comes that only those sign again whose grounds changed; the measures do not say it.

    Attributes:
        never_by_silence: department → why it has to say its opinion all the same.
        oversight: who looks besides.
    """

    clause: Words
    source: Words
    is_assumed: bool = True
    never_by_silence: dict[Code, Words] = Field(default_factory=dict)
    oversight: Oversight

    def silent(self, signers: Iterable[str]) -> tuple[str, ...]:
        """Who of these agrees by silence, where the term of the sign-off says that silence agrees."""
        return tuple(party for party in signers if party not in self.never_by_silence)


class Reliance(Ruled):
    """What one department's signature on a type rests on; a party without an entry relies on everything."""

    facts: tuple[Code, ...] = ()
    documents: tuple[Words, ...] = Field(default=())
