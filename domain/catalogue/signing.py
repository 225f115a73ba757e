"""On what a department signs (会签依据): the facts and documents whose change calls its signature back."""

from collections.abc import Iterable

from pydantic import Field

from domain.catalogue.ruled import Code, Ruled, Words


class SigningRule(Ruled):
    """Whence it comes that only those sign again whose grounds changed; the measures do not say it.

    Attributes:
        silence_agrees: whether a signer whose term passes in silence counts as agreed (视为同意).
        never_by_silence: department → why it has to say its opinion all the same.
    """

    clause: Words
    source: Words
    is_assumed: bool = True
    silence_agrees: bool = False
    never_by_silence: dict[Code, Words] = Field(default_factory=dict)

    def silent(self, signers: Iterable[str]) -> tuple[str, ...]:
        """Who of these agrees by silence."""
        if not self.silence_agrees:
            return ()
        return tuple(party for party in signers if party not in self.never_by_silence)


class Reliance(Ruled):
    """What one department's signature on a type rests on; a party without an entry relies on everything."""

    facts: tuple[Code, ...] = ()
    documents: tuple[Words, ...] = Field(default=())
