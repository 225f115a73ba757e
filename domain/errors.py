"""Refusals: what is refused, why, and what to do. None of them knows HTTP.

DuixianError
├── CatalogueError      a policy file is wrong; the product does not start
└── Refusal             somebody asked for something that is not given
    ├── InvalidInput    the figures or words are wrong, field by field
    ├── NotEligible     the law does not grant it, with every reason
    ├── NotAllowed      not this person, or not this department
    ├── ConflictOfRoles this person already decided another part of the case
    ├── WrongStage      the case does not wait for this act now
    ├── NotFound        no such case, document, measure
    ├── Repeated        the same key was used for something else
    ├── CaseClosed      the case has ended
    ├── CaseInterrupted the run of the case was ended from outside, and is to be brought back
    ├── LimitReached    one has as much of something as one may have
    ├── FileTooLarge    more than is taken
    └── FileUnsupported a kind of file that is not taken
"""

from collections.abc import Sequence
from typing import Any

from domain.frozen import Frozen


class DuixianError(Exception):
    """Root of everything that this product raises on purpose."""


class CatalogueError(DuixianError):
    """A policy file cannot be read as law: names the file, the key and the reason."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        """Keep the place, so that the editor of the file finds it."""
        super().__init__(f"{file}: {key}: {reason}")
        self.file, self.key, self.reason = file, key, reason


class FieldError(Frozen):
    """One wrong field: its path (``facts.audited_investment``) and what is wrong, in Chinese."""

    path: str
    message: str


class RefusalFacts(Frozen):
    """A refusal as data, the same through Temporal and HTTP."""

    kind: str
    what: str
    why: str = ""
    clause: str = ""
    remedy: str = ""
    fields: tuple[FieldError, ...] = ()
    further: tuple["RefusalFacts", ...] = ()


class Refusal(DuixianError):
    """Something is not given. Texts are Chinese, since people read them.

    Args:
        what: what is refused, one sentence.
        why: the reason.
        clause: the clause it rests on, where there is one.
        remedy: what the asker can do.
        fields: errors by field path.
        further: what else stands against it.
    """

    kind = "refused"

    def __init__(
        self,
        what: str,
        *,
        why: str = "",
        clause: str = "",
        remedy: str = "",
        fields: tuple[FieldError, ...] = (),
        further: tuple[RefusalFacts, ...] = (),
    ) -> None:
        """Keep the parts apart; they are shown apart."""
        super().__init__(what)
        self.facts = RefusalFacts(
            kind=self.kind,
            what=what,
            why=why,
            clause=clause,
            remedy=remedy,
            fields=fields,
            further=further,
        )

    @staticmethod
    def from_facts(facts: RefusalFacts) -> "Refusal":
        """The refusal that these facts describe, of its own class again."""
        known: dict[str, type[Refusal]] = {cls.kind: cls for cls in Refusal.__subclasses__()}
        content: dict[str, Any] = {name: getattr(facts, name) for name in RefusalFacts.model_fields}
        kind, what = content.pop("kind"), content.pop("what")
        return known.get(kind, Refusal)(what, **content)

    @staticmethod
    def together(refusals: Sequence["Refusal"]) -> "Refusal":
        """The first of several refusals, with the others."""
        first, *others = refusals
        further = tuple(other.facts for other in others)
        return Refusal.from_facts(first.facts.model_copy(update={"further": further}))


class InvalidInput(Refusal):
    """Figures or words are wrong; ``fields`` says where."""

    kind = "invalid-input"


class NotEligible(Refusal):
    """The policy does not grant it; ``fields`` carries every reason at once."""

    kind = "not-eligible"


class NotAllowed(Refusal):
    """This person or department may not do this."""

    kind = "not-allowed"


class ConflictOfRoles(Refusal):
    """Four eyes: this person already decided a part that excludes this one."""

    kind = "conflict-of-roles"


class WrongStage(Refusal):
    """The case does not wait for this act now."""

    kind = "wrong-stage"


class NotFound(Refusal):
    """There is no such thing, or not for this person."""

    kind = "not-found"


class Repeated(Refusal):
    """The same idempotency key was used for another request."""

    kind = "repeated-key"


class CaseClosed(Refusal):
    """The case has ended; nothing more can be done in it."""

    kind = "case-closed"

    @classmethod
    def of(cls, stage: str = "") -> "CaseClosed":
        """Any act is too late; ``stage`` says how the case ended, where that is known."""
        told = f"（{stage}）" if stage else ""
        return cls(
            f"案件已结束{told}，不能再办理。", remedy="办理结果见案件详情；未获支持的，可以重新提交申请。"
        )


class CaseInterrupted(Refusal):
    """The run of a case that has not ended was ended from outside: terminated, deleted, timed out."""

    kind = "case-interrupted"

    @classmethod
    def of(cls) -> "CaseInterrupted":
        """Nothing that was recorded is lost; the act was not taken."""
        return cls(
            "本案的办理流程已中断，本次提交未受理。",
            why="流程在办理之外被终止；案件材料、已办事项和期限均已保存。",
            remedy="请联系系统管理员恢复流程（POST /v1/applications/{number}/restoration），恢复后以同一 Idempotency-Key 重新提交。",
        )


class CaseBusy(Refusal):
    """So much is done in one case at the same time, or was done in it, that it takes no more for now."""

    kind = "case-busy"

    @classmethod
    def at_once(cls) -> "CaseBusy":
        """More acts came at once than a case takes; nothing is wrong with the act or the service."""
        return cls(
            "本案同时收到的提交过多，本次提交尚未处理。",
            why="同一案件同时最多处理10项提交；系统运行正常。",
            remedy="请稍候片刻，以同一 Idempotency-Key 重新提交。",
        )


class OfficeBusy(Refusal):
    """So much of one kind is done at the same time that no more is taken for now."""

    kind = "office-busy"


class LimitReached(Refusal):
    """One has as much of something as one may have; what to do instead is said."""

    kind = "limit-reached"


class FileTooLarge(Refusal):
    """A file is larger than we take."""

    kind = "too-large"


class FileUnsupported(Refusal):
    """A file is of a kind that we do not take, told by its content."""

    kind = "unsupported-type"
