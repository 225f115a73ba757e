"""What a case asks of an act before anything follows from it: whether it came from the door."""

from domain.case.acts.act import Act
from domain.case.authenticity.acts import AuthenticityAsked, statement_of
from domain.case.verbs import CHECK_AUTHENTICITY
from domain.errors import RefusalFacts
from workflows.clock import RunClock
from workflows.hearing import Heard
from workflows.options import ask_at_once


async def against_stranger(act: Act, case_number: str, clock: RunClock, heard: Heard) -> RefusalFacts | None:
    """Why an act is not taken that did not come from the door; nobody has said it, then.

    Nothing changes in the case, so that the question needs no number of its own, and may come before the act is written down.
    """
    asked = AuthenticityAsked(
        statement=statement_of(case_number, act), authenticator=act.authenticator, at=clock.now()
    )
    refusal = (await ask_at_once(CHECK_AUTHENTICITY, asked)).refusal
    if refusal is not None:
        heard.forget(act)
    return refusal
