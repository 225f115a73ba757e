"""Mails about objections: to those who objected, that it was received and what was found; to the applicant, what it is about.

Those to objectors are of the public: about the case such a mail says no more than the public notice does, and the finding.
That to the applicant has the lead's summary, and nothing that the objector wrote.
"""

from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.audit.canonical import digest_of_text
from domain.frozen import Frozen
from domain.public_notice.outcome import ObjectionFinding


class ObjectorMailKind(StrEnum):
    """Why somebody is written to about an objection; the value is the name of the mail's folder in ``templates/mail``."""

    CONFIRMATION = "objection_confirmation"
    RECEIVED = "objection_received"
    ANSWERED = "objection_answered"
    SUMMARISED = "objection_summarised"


OBJECTOR_TITLES: Final[dict[ObjectorMailKind, str]] = {
    ObjectorMailKind.CONFIRMATION: "请确认以本邮箱提交的异议",
    ObjectorMailKind.RECEIVED: "您的异议已收到",
    ObjectorMailKind.ANSWERED: "您的异议已有处理结果",
    ObjectorMailKind.SUMMARISED: "异议要点告知，请作说明",
}

OBJECTOR_KINDS: Final = frozenset(kind.value for kind in ObjectorMailKind)


class ObjectorMailFacts(Frozen):
    """What the templates of ``templates/mail/<kind>`` may use.

    Attributes:
        number, name: of the subsidy type.
        lead: the department that finds on the objection.
        raised_at: when it was raised.
        reason: of the finding, in the official's words, or how the notice ended; empty before. Of a summary its words.
        until: until when the finding is due, or the confirmation, with 暂定 where provisional; empty after it.
        url: where the notice is.
        ticket: of an objector without account: makes the way to confirm, and to read what was found, when the mail leaves.
    """

    kind: ObjectorMailKind
    at: datetime
    case_number: str
    number: str
    name: str
    lead: str
    raised_at: datetime
    finding: ObjectionFinding = ObjectionFinding.OPEN
    reason: str = ""
    until: str = ""
    url: str = ""
    ticket: str = ""

    @property
    def title(self) -> str:
        """What the mail is about, in few words."""
        return OBJECTOR_TITLES[self.kind]


def summary_message_id(case_number: str, objection: str, summary: str, mail_domain: str) -> str:
    """The Message-ID of the mail that tells the applicant what an objection is about: one for each wording."""
    return f"<{case_number}.summary.{objection[:16]}.{digest_of_text(summary)[:12]}@{mail_domain}>"


def objector_message_id(case_number: str, seq: int, objection: str, mail_domain: str) -> str:
    """The Message-ID of one mail about one objection: one for each step that concerns it."""
    return f"<{case_number}.{seq}.objection.{objection[:16]}@{mail_domain}>"
