"""What an expert does: see the own panels, declare an interest, give marks."""

from datetime import UTC, datetime

from adapters.store.cases.records import CaseRecord, case_in
from adapters.store.experts.panels import keep_seat, panel_by_id, panels_of_expert
from adapters.store.writing import Session, hold, transaction
from commands.access.audit_trail import record_view
from commands.access.caller import Caller
from commands.acts.checks import law_of, wrong
from commands.experts.bodies import (
    CriterionBody,
    DeclarationBody,
    MarksBody,
    OwnDocument,
    OwnPanelView,
)
from commands.experts.panels import seat_view
from commands.once import done_once
from commands.wiring import Wiring
from domain.case.record.stages import Stage
from domain.case.roles import Role
from domain.errors import FieldError, NotFound, WrongStage
from domain.experts.panel import Panel, Seat, SeatStatus, wrong_marks

PARTY = Role.EXPERT.value
OPENED = frozenset({SeatStatus.ACCEPTED, SeatStatus.SCORED})
"""Who has declared that there is no interest reads the documents."""


def own_panels(wired: Wiring, caller: Caller) -> list[OwnPanelView]:
    """Where the caller is asked for an opinion, or gave one."""
    with transaction(wired.engine) as session:
        found = [(panel, _case(session, panel)) for panel in panels_of_expert(session, caller.account)]
        return [_view(wired, panel, case, _own(panel, caller)) for panel, case in found]


def own_panel(wired: Wiring, caller: Caller, identifier: str) -> OwnPanelView:
    """One of them."""
    with transaction(wired.engine) as session:
        panel, seat = _mine(session, caller, identifier)
        return _view(wired, panel, _case(session, panel), seat)


def declare(
    wired: Wiring, caller: Caller, identifier: str, body: DeclarationBody, key: str | None
) -> OwnPanelView:
    """Say whether there is an interest; with one, the expert is out and reads nothing."""
    if body.has_interest and not body.statement:
        wrong("声明需要更正。", [FieldError(path="statement", message="有利害关系的，须说明")])

    def do(session: Session) -> OwnPanelView:
        panel, seat = _mine(session, caller, identifier, is_held=True)
        case = _case(session, panel)
        if seat.status is not SeatStatus.ASKED:
            raise WrongStage(
                f"您目前为“{seat.status.label}”，声明已经作出。", remedy="如情况有变化，请联系牵头部门。"
            )
        status = SeatStatus.DECLINED if body.has_interest else SeatStatus.ACCEPTED
        changes = {"status": status, "interest": body.statement, "at": datetime.now(UTC)}
        said = seat.model_copy(update=changes)
        keep_seat(session, panel, said, caller.account, PARTY)
        return _view(wired, panel, case, said)

    return done_once(wired, caller, f"declaration {identifier}", key, body, OwnPanelView, do)


def give_marks(
    wired: Wiring, caller: Caller, identifier: str, body: MarksBody, key: str | None
) -> OwnPanelView:
    """The marks of one expert; given again, the last ones count, until the lead has decided."""

    def do(session: Session) -> OwnPanelView:
        panel, seat = _mine(session, caller, identifier, is_held=True)
        case = _case(session, panel)
        if seat.status not in OPENED:
            raise WrongStage(
                f"您目前为“{seat.status.label}”，不能评分。", remedy="请先声明是否与申请单位有利害关系。"
            )
        if case.stage != Stage.EXPERT_REVIEW.value:
            raise WrongStage(
                f"案件目前处于“{case.stage}”，专家评审已经结束。", remedy="如有补充意见，请联系牵头部门。"
            )
        wrong("评分需要更正。", wrong_marks(panel, body.marks))
        changes = {"status": SeatStatus.SCORED, "marks": body.marks, "opinion": body.opinion}
        said = seat.model_copy(update={**changes, "at": datetime.now(UTC)})
        keep_seat(session, panel, said, caller.account, PARTY)
        return _view(wired, panel, case, said)

    return done_once(wired, caller, f"marks {identifier}", key, body, OwnPanelView, do)


def document_of_panel(wired: Wiring, caller: Caller, identifier: str, document: str) -> tuple[str, str, str]:
    """Digest, media type and name of a document that an expert reads; that it was read is recorded.

    Raises:
        NotFound: it is none of the panel's, or no declaration was made.
    """
    with transaction(wired.engine) as session:
        panel, seat = _mine(session, caller, identifier)
        case = _case(session, panel)
    found = next((each for each in case.documents if each.id == document), None)
    if found is None or document not in panel.documents or seat.status not in OPENED:
        raise NotFound("没有这份材料。", remedy="请先作出无利害关系的声明，再从评审材料中选择。")
    record_view(wired, caller, case, "document:viewed", document)
    return found.sha256, found.media_type, found.name


def _mine(session: Session, caller: Caller, identifier: str, *, is_held: bool = False) -> tuple[Panel, Seat]:
    """A panel in which the caller has a seat."""
    panel = panel_by_id(session, identifier)
    if panel is not None and is_held:
        hold(session, f"experts:{panel.case_number}")
        panel = panel_by_id(session, identifier)
    seat = panel.seat_of(caller.account) if panel else None
    if panel is None or seat is None or seat.status is SeatStatus.REVOKED:
        raise NotFound("没有这项评审委托。", remedy="请从您的评审委托中选择；委托可能已经撤回。")
    return panel, seat


def _own(panel: Panel, caller: Caller) -> Seat:
    seat = panel.seat_of(caller.account)
    assert seat is not None  # noqa: S101 - found by it
    return seat


def _case(session: Session, panel: Panel) -> CaseRecord:
    case = case_in(session, panel.case_number, whole=False)
    assert case is not None  # noqa: S101 - a panel is of a case
    return case


def _view(wired: Wiring, panel: Panel, case: CaseRecord, seat: Seat) -> OwnPanelView:
    _, subsidy = law_of(wired, case)
    titles = subsidy.document_titles
    chosen = [document for document in case.documents if document.id in panel.documents]
    return OwnPanelView(
        id=panel.id,
        case_number=panel.case_number,
        item=f"{subsidy.number} {subsidy.name}",
        question=panel.question,
        criteria=[CriterionBody(**each.model_dump()) for each in panel.criteria],
        documents=[
            OwnDocument(id=each.id, name=each.name, title=titles.get(each.code, each.code)) for each in chosen
        ]
        if seat.status in OPENED
        else [],
        due_on=panel.due_on,
        own=seat_view(panel, seat),
    )
