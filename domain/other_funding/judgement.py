"""What an office finds of money from other policies (附则(四)): nothing to take off, so much deducted, or the claim excluded."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field

from domain.closed import Closed, example
from domain.errors import FieldError
from domain.frozen import Frozen
from domain.money import ZERO, Yuan, plain
from domain.other_funding.declared import FIELD, Declaration, OtherFunding, total_of
from domain.words import OneLine, Reason

CLAUSE: Final = "附则(四)"

Finding = Literal["none", "deducted", "excluded"]
FINDING_NAMES: Final[dict[str, str]] = {
    "none": "不属于同一事项，不扣除",
    "deducted": "扣除",
    "excluded": "同一事项已由其他政策支持，不予支持",
}


class FundingJudgement(Closed):
    """Whether the same matter has money of other policies (其他政策资金认定, 附则(四)).

    ``none`` takes nothing off; ``deducted`` takes ``amount`` off what is awarded; ``excluded`` goes with a refusal. Left out, it is
    ``none`` where nothing was declared, and is asked for where something was, or where something was found before.
    """

    model_config = example(
        kind="deducted", amount="2000000.00", entries=[1], reason="同一机房已获省级专项资金支持。"
    )

    kind: Finding
    amount: Yuan | None = Field(None, description="What is deducted, more than zero.")
    reason: Reason = Field("", description="Why; asked for unless nothing was declared and nothing is found.")
    entries: tuple[Annotated[int, Field(ge=1)], ...] = Field(
        (), max_length=50, description="Which declared entries it is about, from 1."
    )
    document: Annotated[str, Field(max_length=200), OneLine] = Field(
        "", description="The document that shows money which nobody declared, or more than was declared."
    )
    is_beyond_base: bool = Field(
        False, description="It is other money than the grants that the base of the award leaves out already."
    )


class GivenJudgement(Frozen):
    """A judgement with the kind of act that gave it, and the office that judged."""

    act: str
    party: str
    judgement: FundingJudgement


class JudgedFunding(GivenJudgement):
    """A judgement as it is kept with its case.

    Attributes:
        subject: the year of support or the redemption; empty for the award of the case.
        declared: what had been declared by then.
    """

    subject: str = ""
    seq: int
    at: datetime
    declared: Declaration = ()

    @property
    def sources(self) -> str:
        """Where the money comes from that it is about."""
        return sources_of(self.judgement, self.declared)


class FundingMatter(NamedTuple):
    """What lies before whoever judges.

    Attributes:
        decision: of the act: in favour, against, or for now neither.
        declared: by the applicant, for what is decided.
        before: the judgement before this one, and
        judged: the declaration that it was about.
        in_base: grants that the base of the award leaves out already, 元 (4: own funds alone count).
        stands: what was found before holds here as well, as long as nothing else was declared since.
        may_judge: whether who decides may judge it; else it is the lead's to judge.
    """

    decision: Literal["grant", "refuse", "ask"]
    declared: Declaration = ()
    before: FundingJudgement | None = None
    judged: Declaration = ()
    in_base: Decimal = ZERO
    stands: bool = False
    may_judge: bool = True


def last_of(judged: Iterable[JudgedFunding], subject: str | None = None) -> JudgedFunding | None:
    """The judgement that stands for a subject; with None, the last one of the case."""
    found = [each for each in judged if subject is None or each.subject == subject]
    return found[-1] if found else None


def sources_of(judgement: FundingJudgement, declared: Sequence[OtherFunding]) -> str:
    """The declared entries and the document that a judgement names, in words."""
    named = [declared[place - 1].source for place in judgement.entries if place <= len(declared)]
    return "、".join(dict.fromkeys([*named, *([judgement.document] if judgement.document else [])]))


def words_of(judged: JudgedFunding) -> str:
    """A judgement as record and mails tell it; empty where there is nothing to tell."""
    judgement = judged.judgement
    if judgement.kind == "excluded" or not (judgement.reason or judged.declared):
        return ""
    taken = f" {plain(judgement.amount or ZERO)} 元" if judgement.kind == "deducted" else ""
    about = f"（{judged.sources}）" if judged.sources else ""
    why = f"理由：{judgement.reason.rstrip('。')}。" if judgement.reason else ""
    return f"其他政策资金认定（{CLAUSE}）：{FINDING_NAMES[judgement.kind]}{taken}{about}。{why}"


def ground_of(
    judgement: FundingJudgement, declared: Sequence[OtherFunding], quote: str, reason: str = ""
) -> str:
    """The reason of a refusal because of money of another policy, with the law's words, and what else was said."""
    about = sources_of(judgement, declared)
    head = f"同一事项已由其他政策支持{f'（{about}）' if about else ''}，按{CLAUSE}“{quote}”，不重复享受。"
    more = dict.fromkeys(text.strip() for text in (judgement.reason, reason) if text.strip())
    return head + "".join(f"{text.rstrip('。')}。" for text in more)


def faults_of(given: FundingJudgement | None, matter: FundingMatter) -> list[FieldError]:
    """Everything that is wrong with a judgement, or with its not being there; by field, with what to do."""
    if given is None:
        return [*_missing(matter)]
    if not matter.may_judge:
        return [FieldError(path=FIELD, message="其他政策资金由牵头部门认定，请删去")]
    return [*_out_of_place(given, matter), *_unsaid(given, matter), *_beyond(given, matter)]


def _missing(matter: FundingMatter) -> Iterator[FieldError]:
    if matter.decision != "grant" or not _must_be_said(matter):
        return
    if matter.stands and matter.declared == matter.judged:
        return
    if not matter.may_judge:
        message = "申请单位新申报了其他政策资金，须先由牵头部门更正决定、重新审核并认定，再行办理"
        yield FieldError(path=FIELD, message=message)
        return
    if matter.declared:
        why = f"申请单位申报了其他政策资金 {len(matter.declared)} 笔共 {plain(total_of(matter.declared))} 元"
    else:
        why = f"此前认定为“{FINDING_NAMES[matter.before.kind] if matter.before else ''}”，本次须重新认定"
    yield FieldError(
        path=FIELD,
        message=f"{why}，须认定是否同一事项（{CLAUSE}）：kind 填 none（不扣除）、deducted（扣除，填 amount），"
        "并说明 reason；不予支持的，decision 选不予支持并填 excluded",
    )


def _must_be_said(matter: FundingMatter) -> bool:
    """Money that was declared, or was found before, is never passed over in silence."""
    return bool(matter.declared) or (matter.before is not None and matter.before.kind != "none")


def _out_of_place(given: FundingJudgement, matter: FundingMatter) -> Iterator[FieldError]:
    path = f"{FIELD}.kind"
    if matter.decision == "ask":
        yield FieldError(
            path=path, message="退回补正时不作认定，请删去 other_funding，审核通过或不予支持时再填"
        )
    elif matter.decision == "grant" and given.kind == "excluded":
        yield FieldError(path=path, message="认定为 excluded 的，decision 须选不予支持")
    elif matter.decision == "refuse" and given.kind != "excluded":
        message = "不予支持时只能填 excluded；因其他理由不予支持的，请删去 other_funding，理由写在 reason"
        yield FieldError(path=path, message=message)


def _unsaid(given: FundingJudgement, matter: FundingMatter) -> Iterator[FieldError]:
    if given.kind == "deducted" and not given.amount:
        yield FieldError(path=f"{FIELD}.amount", message="认定为扣除的，须填写大于 0 的扣除金额")
    if given.kind != "deducted" and given.amount is not None:
        yield FieldError(path=f"{FIELD}.amount", message="只有认定为扣除（deducted）的填写金额")
    if not given.reason.strip() and (given.kind != "none" or _must_be_said(matter)):
        yield FieldError(path=f"{FIELD}.reason", message="须说明认定理由，申请单位和会签部门均可见")
    count = len(matter.declared)
    yield from (
        FieldError(path=f"{FIELD}.entries[{place}]", message=f"申请单位共申报 {count} 笔，没有第 {entry} 笔")
        for place, entry in enumerate(given.entries)
        if entry > count
    )
    if given.kind != "none" and not given.document.strip():
        yield from _unproven(given, matter)


def _unproven(given: FundingJudgement, matter: FundingMatter) -> Iterator[FieldError]:
    """Without a document it rests on what was declared, and on no more than that."""
    path = f"{FIELD}.document"
    if not given.entries:
        yield FieldError(path=path, message="须在 entries 中指明所申报的笔次，或者填写依据文件")
        return
    named = set(given.entries)
    if max(named) > len(matter.declared):
        return
    most = total_of(matter.declared[entry - 1] for entry in named)
    if given.amount is not None and given.amount > most:
        message = f"扣除金额超过所指笔次申报的 {plain(most)} 元，须填写依据文件"
        yield FieldError(path=path, message=message)


def _beyond(given: FundingJudgement, matter: FundingMatter) -> Iterator[FieldError]:
    """The same money is not taken off twice: from the base, and once more from the award."""
    if given.kind == "deducted" and matter.in_base and not given.is_beyond_base:
        message = (
            f"计算基数已扣除财政资金 {plain(matter.in_base)} 元，同一笔资金不得再扣：已在其内的，请认定为 none；"
            "确属另一笔资金的，is_beyond_base 填 true 并在 reason 中说明"
        )
        yield FieldError(path=f"{FIELD}.is_beyond_base", message=message)
