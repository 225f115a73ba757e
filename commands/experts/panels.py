"""What the lead does with an expert panel: make it, add to it, revoke a seat, read the sheets."""

from datetime import UTC, datetime
from uuid import uuid4

from adapters.store.cases.records import CaseRecord, case_in
from adapters.store.experts.mails import write_to_experts
from adapters.store.experts.panels import add_panel, experts_by_username, keep_seat, panel_of_case
from adapters.store.people.case_people import people_in
from adapters.store.writing import Session, hold, transaction
from commands.access.audit_trail import record_look
from commands.access.caller import Caller
from commands.access.sight import seen_case
from commands.acts.checks import wrong
from commands.experts.bodies import (
    CriterionBody,
    FurtherExpert,
    PanelBody,
    PanelView,
    RevocationBody,
    SeatView,
)
from commands.once import done_once
from commands.people.mails import letterhead_of
from commands.wiring import Wiring
from domain.case.record.stages import Stage
from domain.case.roles import Role
from domain.errors import FieldError, NotAllowed, NotFound, WrongStage
from domain.experts.panel import Criterion, Panel, Seat, SeatStatus, wrong_criteria
from domain.office_mail import OfficeMailKind

NO_PANEL = NotFound("本案没有专家组。", remedy="请由牵头部门先组织专家评审。")


def make_panel(
    wired: Wiring, caller: Caller, case_number: str, body: PanelBody, key: str | None
) -> PanelView:
    """Ask experts; each is written to.

    Raises:
        Refusal: not the lead, not in 专家评审中, a panel is at work already, or every wrong field.
    """
    at = datetime.now(UTC)

    def do(session: Session) -> PanelView:
        case = _led(session, caller, case_number)
        if case.stage != Stage.EXPERT_REVIEW.value:
            raise WrongStage(
                f"案件目前处于“{case.stage}”，不在专家评审阶段。",
                remedy="请在案件进入“专家评审中”后组织专家组。",
            )
        before = panel_of_case(session, case_number)
        if before is not None and before.awaited:
            raise WrongStage("本案已有专家组在评审。", remedy="请增补专家，或先撤回未评分专家的委托。")
        criteria = tuple(Criterion(**each.model_dump()) for each in body.criteria)
        found = wrong_criteria(criteria) + _wrong_documents(case, body)
        if body.due_on <= wired.today():
            found.append(FieldError(path="due_on", message="须晚于今天"))
        seats = _seats(session, case, body.experts, at, found)
        wrong("专家组需要更正。", found)
        panel = Panel(
            id=uuid4().hex,
            case_number=case_number,
            question=body.question,
            criteria=criteria,
            documents=tuple(body.documents),
            due_on=body.due_on,
            made_by=caller.account,
            made_at=at,
            seats=seats,
        )
        add_panel(session, panel, case.lead)
        write_to_experts(session, letterhead_of(wired), panel, seats, OfficeMailKind.EXPERT_ASKED, at)
        return panel_view(panel)

    return done_once(wired, caller, f"expert-panel {case_number}", key, body, PanelView, do)


def add_expert(
    wired: Wiring, caller: Caller, case_number: str, body: FurtherExpert, key: str | None
) -> PanelView:
    """One more expert, with the same question and the same last day."""
    at = datetime.now(UTC)

    def do(session: Session) -> PanelView:
        case = _led(session, caller, case_number)
        panel = _open_panel(session, case)
        found: list[FieldError] = []
        (seat,) = _seats(session, case, [body.expert], at, found) or (None,)
        wrong("专家组需要更正。", found)
        assert seat is not None  # noqa: S101 - nothing was wrong
        if panel.seat_of(seat.account):
            raise WrongStage("该专家已在本案专家组中。", remedy="请另选专家。")
        keep_seat(session, panel, seat, caller.account, case.lead)
        write_to_experts(session, letterhead_of(wired), panel, (seat,), OfficeMailKind.EXPERT_ASKED, at)
        return panel_view(_kept(session, case_number))

    return done_once(wired, caller, f"further-expert {case_number}", key, body, PanelView, do)


def revoke_seat(
    wired: Wiring, caller: Caller, case_number: str, account: str, body: RevocationBody, key: str | None
) -> PanelView:
    """An expert is asked no more; marks that were given count no more."""
    at = datetime.now(UTC)

    def do(session: Session) -> PanelView:
        case = _led(session, caller, case_number)
        panel = _open_panel(session, case)
        seat = panel.seat_of(account)
        if seat is None:
            raise NotFound("本案专家组中没有这位专家。", remedy="请从专家组中选择。")
        if seat.status is SeatStatus.REVOKED:
            raise WrongStage("对该专家的委托已经撤回。", remedy="请查看专家组。")
        revoked = seat.model_copy(update={"status": SeatStatus.REVOKED, "reason": body.reason, "at": at})
        keep_seat(session, panel, revoked, caller.account, case.lead)
        kind = OfficeMailKind.EXPERT_REVOKED
        write_to_experts(session, letterhead_of(wired), panel, (revoked,), kind, at, body.reason)
        return panel_view(_kept(session, case_number))

    what = f"revoked-expert {case_number} {account}"
    return done_once(wired, caller, what, key, body, PanelView, do)


def panel_seen(wired: Wiring, caller: Caller, case_number: str) -> PanelView:
    """The panel with every sheet, for offices that have a part in the case, and auditors; never for the applicant."""
    with transaction(wired.engine) as session:
        case = _seen(session, caller, case_number)
        if Role.APPLICANT in caller.roles:
            raise NotAllowed("专家评审的组织和评审表不向申请单位公开。", remedy="评审结果见案件详情。")
        found = panel_view(_kept(session, case.case_number))
    record_look(wired, caller, case, "expert-panel:viewed")
    return found


def panel_view(panel: Panel) -> PanelView:
    """A panel as its office reads it."""
    return PanelView(
        id=panel.id,
        case_number=panel.case_number,
        question=panel.question,
        criteria=[CriterionBody(**each.model_dump()) for each in panel.criteria],
        documents=list(panel.documents),
        due_on=panel.due_on,
        made_at=panel.made_at,
        score=panel.score,
        seats=[seat_view(panel, seat) for seat in panel.seats],
    )


def seat_view(panel: Panel, seat: Seat) -> SeatView:
    """One expert's sheet."""
    return SeatView(
        expert=seat.name,
        status_name=seat.status.label,
        total=panel.total(seat) if seat.marks else None,
        **seat.model_dump(exclude={"name"}),
    )


def _led(session: Session, caller: Caller, case_number: str) -> CaseRecord:
    """A case that the caller's department leads, held against other changes of its panel.

    Raises:
        NotAllowed: another department leads it.
    """
    hold(session, f"experts:{case_number}")
    case = _seen(session, caller, case_number)
    if Role.OFFICIAL not in caller.roles or case.lead not in caller.desks:
        raise NotAllowed("只有牵头部门可以组织专家评审。", remedy="请联系牵头部门。")
    return case


def _seen(session: Session, caller: Caller, case_number: str) -> CaseRecord:
    return seen_case(case_in(session, case_number, whole=False), caller, case_number)


def _kept(session: Session, case_number: str) -> Panel:
    panel = panel_of_case(session, case_number)
    if panel is None:
        raise NO_PANEL
    return panel


def _open_panel(session: Session, case: CaseRecord) -> Panel:
    """The panel, while the case is with its experts."""
    panel = _kept(session, case.case_number)
    if case.stage != Stage.EXPERT_REVIEW.value:
        raise WrongStage(
            f"案件目前处于“{case.stage}”，专家评审已经结束。", remedy="需要重新评审的，请先更正决定。"
        )
    return panel


def _wrong_documents(case: CaseRecord, body: PanelBody) -> list[FieldError]:
    known = {document.id for document in case.documents}
    return [
        FieldError(path=f"documents[{index}]", message="本案没有这份材料")
        for index, document in enumerate(body.documents)
        if document not in known
    ]


def _seats(
    session: Session, case: CaseRecord, experts: list[str], at: datetime, found: list[FieldError]
) -> tuple[Seat, ...]:
    """A seat for each expert; who is none, stands twice, belongs to the applicant or acted in the case is told."""
    known = experts_by_username(session, experts)
    acted = {
        account for accounts in people_in(session, case.case_number).done.values() for account in accounts
    }
    seats: list[Seat] = []
    for index, username in enumerate(experts):
        row = known.get(username)
        if row is None:
            message = "没有这位专家；专家账号由管理员登记（角色 expert）"
        elif username in experts[:index]:
            message = "重复"
        elif row.id in acted or (row.unit and row.unit == case.unit):
            message = "该专家参与过本案或属于申请单位，须另选"
        else:
            seats.append(Seat(account=row.id, name=row.display_name, at=at))
            continue
        found.append(FieldError(path=f"experts[{index}]", message=message))
    return tuple(seats)
