"""Whose signature stands when a case comes back (重新会签): only what a department relies on calls it back.

An objection never stands. The amount is nothing that a department relies on: it follows from the facts.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from domain.case.acts.act import Facts
from domain.case.record.steps import Request
from domain.catalogue.figures import differing
from domain.catalogue.schema import SubsidyType
from domain.frozen import Frozen

OBJECTION: Final = "object"
"""The decision of a signature that never stands."""

SILENCE: Final = "silence"
"""The decision of a party whose term passed in silence, where that counts as agreement (视为同意)."""

Documents = dict[str, tuple[str, ...]]
"""Code of a document → the digests of what was uploaded under it, in order."""


class Grounds(Frozen):
    """The figures and documents that a party relies on, as they are at one moment, and what was taken off for other money."""

    facts: Facts = {}
    documents: Documents = {}
    deducted: str = ""


class Signature(Frozen):
    """A signature with its grounds (会签依据)."""

    party: str
    decision: str
    at: datetime
    seq: int
    grounds: Grounds


class SignatureVerdict(Frozen):
    """Whether one party signs again, and why, in Chinese.

    Attributes:
        changed: titles of what has changed since it signed.
    """

    party: str
    signs_again: bool
    why: str
    changed: tuple[str, ...] = ()


class SignatureRecall(Request):
    """Say who has to sign again (``recall_signatures``).

    Attributes:
        signers: all who would sign, were nothing signed yet.
    """

    signers: tuple[str, ...]


class Recalled(Frozen):
    """Who has to sign again, and for the record why, and whose signature stands."""

    signers: tuple[str, ...]
    note: str
    verdicts: tuple[SignatureVerdict, ...] = ()


def grounds_of(
    subsidy: SubsidyType, party: str, facts: Mapping[str, Any], documents: Documents, deducted: str = ""
) -> Grounds:
    """What a party relies on, out of all facts and documents of a case; everything where the catalogue says nothing."""
    reliance = subsidy.relies_on.get(party)
    if reliance is None:
        return Grounds(facts=dict(facts), documents=documents, deducted=deducted)
    return Grounds(
        facts={name: facts[name] for name in reliance.facts if name in facts},
        documents={code: documents[code] for code in reliance.documents if code in documents},
    )


def judge(subsidy: SubsidyType, party: str, signed: Signature | None, now: Grounds) -> SignatureVerdict:
    """Whether a party's signature stands.

    Args:
        subsidy: gives the titles of figures and documents, and how a figure is written.
        party: who would sign.
        signed: its latest signature; None when it never signed.
        now: what it relies on, as it is now.
    """
    if signed is None:
        return SignatureVerdict(party=party, signs_again=True, why="尚未会签")
    if signed.decision == OBJECTION:
        return SignatureVerdict(party=party, signs_again=True, why="上次会签提出了异议")
    changed = changes(subsidy, signed.grounds, now)
    if changed:
        return SignatureVerdict(
            party=party, signs_again=True, why=f"所依据的{'、'.join(changed)}有变化", changed=changed
        )
    return SignatureVerdict(party=party, signs_again=False, why="所依据的数据和材料没有变化")


def changes(subsidy: SubsidyType, before: Grounds, now: Grounds) -> tuple[str, ...]:
    """Titles of the figures and documents that are not what they were, in the catalogue's order."""
    facts = [f"“{subsidy.fact(name).label}”" for name in differing(subsidy.facts, before.facts, now.facts)]
    documents = [
        f"《{document.name}》"
        for document in subsidy.documents
        if set(before.documents.get(document.code, ())) != set(now.documents.get(document.code, ()))
    ]
    return (*facts, *documents, *(["其他政策资金认定"] if before.deducted != now.deducted else []))


def note_of(verdicts: tuple[SignatureVerdict, ...], names: Mapping[str, str]) -> str:
    """The verdicts in one sentence, for the record and the applicant.

    Example: ``重新会签:市商务局(所依据的“单台销售价格(不含税)”有变化)。会签仍然有效:市科技局(所依据的数据和材料没有变化)。``
    """
    again = _listed(verdicts, names, signs_again=True)
    standing = _listed(verdicts, names, signs_again=False)
    first = f"重新会签：{again}。" if again else "各部门的会签意见均仍然有效，无须重新会签。"
    return first + (f"会签仍然有效：{standing}。" if standing else "")


def _listed(verdicts: tuple[SignatureVerdict, ...], names: Mapping[str, str], *, signs_again: bool) -> str:
    """Parties by their reason: ``市科技局、市委网信办(…);廊坊开发区(…)``."""
    by_reason: dict[str, list[str]] = {}
    for verdict in verdicts:
        if verdict.signs_again is signs_again:
            by_reason.setdefault(verdict.why, []).append(names[verdict.party])
    return "；".join(f"{'、'.join(parties)}（{why}）" for why, parties in by_reason.items())
