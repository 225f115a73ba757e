"""How acts and terms are written down: for the record, for the applicant, and for the Temporal UI."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.calendar import shanghai_date
    from domain.case.act import Act
    from domain.case.record.steps import RecordedAct
    from domain.case.turns import Rung, RungKind, Turn
    from domain.departments import party_name

UNTOLD = frozenset({"sign_off", "provide_payee", "supplement"})
"""Acts whose reason is not for the applicant's mail."""

RUNG_NAMES = {
    RungKind.INFORM: "告知进展",
    RungKind.REMIND: "提醒",
    RungKind.ESCALATE: "督办",
    RungKind.LAPSE: "期满",
    RungKind.RESUME: "恢复计时",
}


def told(acts: list[Act]) -> str:
    """What the applicant is told: the deciding official's words, not a signer's opinion or a payee's remark."""
    return acts[-1].reason if acts and acts[-1].kind not in UNTOLD else ""


def recorded(act: Act) -> RecordedAct:
    """An act as it is kept."""
    return RecordedAct(
        id=act.id,
        kind=act.kind,
        by=act.by,
        digest=act.digest,
        outcome=act.outcome,
        reason=act.reason,
        content=act.model_dump(mode="json", exclude={"id", "by", "digest", "reason"}),
    )


def timer_name(turn: Turn | None, rung: Rung | None) -> str:
    """What a timer waits for."""
    if turn is None or rung is None or turn.term is None:
        return "等待"
    what = RUNG_NAMES[rung.kind]
    return f"{turn.term.label} · {party_name(turn.party, shanghai_date(rung.at))} · {what}"
