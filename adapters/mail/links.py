"""The way to an objection that a mail shows: made when the mail leaves, so that the store never has it."""

from adapters.mail.render import Facts
from adapters.settings import Settings
from domain.public_notice.objector_mail import ObjectorMailFacts
from domain.public_notice.outside import token_of


def with_way(facts: Facts, settings: Settings) -> Facts:
    """The facts of a mail; of one to an objector without account, with the way to the objection."""
    if not isinstance(facts, ObjectorMailFacts) or not facts.ticket:
        return facts
    token = token_of(settings.signing_key(), facts.ticket)
    notice = f"{settings.public_url.rstrip('/')}/public-notices/{facts.case_number}"
    return facts.model_copy(update={"url": f"{notice}/objection?token={token}"})
