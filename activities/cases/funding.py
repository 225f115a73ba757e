"""Money of other policies (附则(四)) in the file of a case: what the acts of a step declare of it, and what they find."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from adapters.store.cases.file import FiledCase
from domain.case.record.steps import RecordedAct, Step
from domain.other_funding.declared import FIELD, corrected, declared_in
from domain.other_funding.judgement import FundingJudgement, JudgedFunding, words_of


class FundingAfter(NamedTuple):
    """What a step changes in the file, and what the record says of it."""

    changes: dict[str, Any]
    words: tuple[str, ...] = ()


def funding_after(case: FiledCase, step: Step) -> FundingAfter:
    """A declaration replaces the one before for the same matter.

    Judgements are only added: what goes with a grant was kept with its amount, what excludes is kept here.
    """
    declared: list[tuple[str, Any]] = [
        (_subject_of(act, step), act.content[FIELD]) for act in _speaking_of(step, list)
    ]
    judged = [_judged(case, act, step) for act in _speaking_of(step, dict)]
    changes: dict[str, Any] = {}
    words = []
    for subject, entries in declared:
        if subject:
            changes["later_funding"] = {**case.later_funding, subject: entries}
        else:
            changes["other_funding"] = entries
            words.append(corrected(case.declared_funding(), declared_in(entries)))
    excluding = [each for each in judged if each.judgement.kind == "excluded"]
    if excluding:
        kept = (*case.funding_judgements, *excluding)
        changes["funding_judgements"] = [each.model_dump(mode="json") for each in kept]
    return FundingAfter(changes, tuple(filter(None, (*words, *map(words_of, judged)))))


def _speaking_of(step: Step, kind: type[Any]) -> Iterator[RecordedAct]:
    """The acts of a step that declare other money, which is a list, or judge it."""
    return (act for act in step.acts if isinstance(act.content.get(FIELD), kind))


def _subject_of(act: RecordedAct, step: Step) -> str:
    """Which year of support or redemption it is about; a redemption gets its number with the step that takes it in."""
    for name in ("instalment", "redemption", "number"):
        if name in act.content:
            return str(act.content[name])
    return step.subject if "invoices" in act.content else ""


def _judged(case: FiledCase, act: RecordedAct, step: Step) -> JudgedFunding:
    subject = _subject_of(act, step)
    return JudgedFunding(
        act=act.kind,
        subject=subject,
        seq=step.seq,
        at=step.at,
        party=act.by.party,
        judgement=FundingJudgement.model_validate(act.content[FIELD]),
        declared=declared_in(case.later_funding.get(subject, ()) if subject else case.other_funding),
    )
