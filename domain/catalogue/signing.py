"""On what a department signs (会签依据): the facts and documents whose change calls its signature back."""

from pydantic import Field

from domain.catalogue.ruled import Code, Ruled, Words


class SigningRule(Ruled):
    """Whence it comes that only those sign again whose grounds changed; the measures do not say it."""

    clause: Words
    source: Words
    is_assumed: bool = True


class Reliance(Ruled):
    """What one department's signature on a type rests on; a party without an entry relies on everything."""

    facts: tuple[Code, ...] = ()
    documents: tuple[Words, ...] = Field(default=())
