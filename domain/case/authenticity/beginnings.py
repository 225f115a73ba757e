"""Whether a run of a case was begun by the door: what is stated of what it begins with, and what it asks before anything follows.

A run to which another hands over is known by the first of them, which the door began. Whoever reaches the engine can have a worker of
his own hand over under any id, but not as a later run of that one.
"""

from datetime import datetime

from domain.audit.canonical import digest_of
from domain.case.authenticity.authenticator import Authenticator, Keyring
from domain.case.identifiers import workflow_id
from domain.case.record.progress import CaseInput
from domain.errors import NotAllowed
from domain.frozen import Frozen

NOT_BEGUN_BY_THE_DOOR = NotAllowed(
    "案件的流程未通过真实性校验，已停止，本次办理未生效。",
    why="流程启动时的内容没有有效的鉴别码，或者已经使用过，不能证明是由本系统启动的。",
    remedy="请稍后重新办理；仍出现本提示的，请联系系统管理员。",
)


class BeginningStatement(Frozen):
    """What the authenticator of a beginning stands for.

    Attributes:
        identifier: the workflow id that the run is begun under.
        workflow: its type.
        steps_before: number of the last step of the case that the store knew then: what was begun once is begun no second time.
        content_digest: SHA-256 of everything else that it begins with.
    """

    identifier: str
    workflow: str
    steps_before: int
    content_digest: str


class BeginningAsked(Frozen):
    """Check that a run was begun by the door (``check_beginning``).

    Attributes:
        case_number: that it says it is about.
        beginning: what it is, as it came.
        authenticator: what it bears; None where it bears nothing.
        run: its id, and
        first_run: that of the first of the runs that handed over to one another; its own where it was begun from outside.
        at: the case's time.
    """

    case_number: str
    beginning: BeginningStatement
    authenticator: Authenticator | None
    run: str
    first_run: str
    at: datetime


def beginning_of(identifier: str, workflow: str, given: CaseInput) -> BeginningStatement:
    """What is stated of a beginning; what was not said is left out, as in acts."""
    apart = {"authenticator", "steps_before"}
    return BeginningStatement(
        identifier=identifier,
        workflow=workflow,
        steps_before=given.steps_before,
        content_digest=digest_of(given.model_dump(mode="json", exclude=apart, exclude_defaults=True)),
    )


def certified_beginning(
    keyring: Keyring, workflow: str, given: CaseInput, steps_before: int, sent_at: datetime
) -> CaseInput:
    """What a run begins with, together with the authenticator that it will ask for."""
    stated = given.model_copy(update={"steps_before": steps_before})
    beginning = beginning_of(workflow_id(given.plan.case_number), workflow, stated)
    return stated.model_copy(update={"authenticator": keyring.certify(beginning, sent_at)})
