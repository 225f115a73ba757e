"""Whether an act came from the door: what is stated of it when it is sent, and what its case asks when it has come."""

from datetime import datetime

from domain.audit.canonical import digest_of
from domain.case.acts.act import Act
from domain.case.authenticity.authenticator import Authenticator, Keyring, Statement
from domain.errors import NotAllowed, RefusalFacts
from domain.frozen import Frozen

NOT_FROM_THE_DOOR = NotAllowed(
    "本次办理未通过真实性校验，未生效。",
    why="办理内容没有有效的鉴别码，不能证明是由办理人通过本系统提交的。",
    remedy="请登录系统重新办理；仍出现本提示的，请联系管理员核对各服务的鉴别密钥是否一致。",
)


class AuthenticityAsked(Frozen):
    """Check that an act came from the door (``check_authenticity``).

    Attributes:
        statement: what the act is, as it came.
        authenticator: what it bears; None where it bears nothing.
        at: the case's time.
    """

    statement: Statement
    authenticator: Authenticator | None
    at: datetime


class Authenticity(Frozen):
    """Why an act is not taken; None where it came from the door."""

    refusal: RefusalFacts | None = None


def statement_of(case_number: str, act: Act) -> Statement:
    """What is stated of an act.

    What stands in it as if it had not been said is left out, so that builds of which one knows more fields than the other agree.
    """
    apart = {"id", "by", "authenticator"}
    return Statement(
        case_number=case_number,
        kind=act.kind,
        id=act.id,
        by=act.by,
        content_digest=digest_of(act.model_dump(mode="json", exclude=apart, exclude_defaults=True)),
    )


def certified(keyring: Keyring, case_number: str, act: Act, sent_at: datetime) -> Act:
    """The act with the authenticator that its case will ask for."""
    authenticator = keyring.certify(statement_of(case_number, act), sent_at)
    return act.model_copy(update={"authenticator": authenticator})
