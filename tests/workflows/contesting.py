"""Contesting a decision of a case, as the API begins it."""

from typing import Any

from adapters.store.cases.earlier_acts import claimed, decisions_of, who_decided_of
from adapters.store.engine import open_session
from commands.acts.reopening import opening_of
from domain.case.acts.act import Act
from domain.case.contests.asking import chosen
from domain.case.contests.contested import Contestable
from domain.case.contests.decisions import KINDS
from domain.case.record.steps import Progress
from tests.workflows.starting import start_with
from tests.workflows.walked_case import WalkedCase

REASON = "发票所列服务在有效期内。"


def contesting(case: WalkedCase, against: Contestable, number: str = "") -> Act:
    """The request, with what the office works out."""
    with open_session(case.office.engine) as session:
        decision = chosen(decisions_of(session, case.plan.case_number), against, number)
        rules, number = KINDS[decision.kind], decision.number
        worked_out: dict[str, Any] = {
            "told_in": decision.told_in,
            "number": number,
            "decided_by": who_decided_of(session, case.plan.case_number, rules.decided_by, number),
            "claim": claimed(session, case.plan.case_number, rules.claimed_with, number),
        }
    return case.make("request_reconsideration", "applicant", reason=REASON, against=against, **worked_out)


async def contest(case: WalkedCase, against: Contestable, number: str = "") -> str:
    """Contest a decision; what its answer names it by."""
    act = contesting(case, against, number)
    opening = opening_of(case.office.engine, case.plan.case_number, act)
    if opening is None:
        progress = await case.send(act)
    else:
        progress = await start_with(case, opening.kind, opening.given, act)
    assert not progress.final
    return progress.tasks[-1].subject


async def answer(case: WalkedCase, reference: str, decision: str, **content: Any) -> Progress:
    """Answer it, as somebody else of the lead."""
    said = {"reconsideration": reference, "decision": decision, "reason": "经复核。"}
    by = {"by": f"{case.plan.lead}-afresh"}
    return await case.act("answer_reconsideration", **{**said, **by, **content})
