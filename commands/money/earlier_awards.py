"""Awards from before this system ran: one official enters a list, or one award by hand; another confirms it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

from adapters.store.engine import open_session, transaction
from adapters.store.money.earlier_awards import (
    ActedBy,
    KeptEarlierAward,
    KeptList,
    add_list,
    entered_awards,
    find_award,
    find_list,
    hold_lists,
    settle_list,
    withdraw_award,
)
from adapters.store.money.priors import hold_priors
from adapters.store.units.registry import units_of
from adapters.store.units.succession import heirs_of
from adapters.store.writing import Session
from commands.access.authorise import check_inviter
from commands.access.caller import Caller
from commands.acts.checks import wrong
from commands.keys import digest_of
from commands.money.bodies import AwardListBody, Settlement, WithdrawalBody
from commands.wiring import Wiring
from domain.catalogue.schema import SubsidyType
from domain.earlier_awards.award import ListStatus
from domain.earlier_awards.judging import LineJudge, LineVerdict
from domain.earlier_awards.reading import AwardLine, read_lines
from domain.errors import ConflictOfRoles, NotAllowed, NotFound, Repeated, WrongStage
from domain.spreadsheet.cells import Row
from domain.units.code import compact

REMEDY = "请使用下载的模板填写后上传（XLSX 或 CSV）；全部行均无误后方可登记。"


def led_money(wired: Wiring, caller: Caller, code: str) -> SubsidyType:
    """The type, which the caller's department leads and which grants money.

    Raises:
        NotFound: there is no such type.
        NotAllowed: another department leads it.
        WrongStage: it grants no money.
    """
    subsidy = wired.law_on(wired.today()).type(code)
    if subsidy.lead not in caller.desks:
        raise NotAllowed(
            f"“{subsidy.name}”不由您所在部门牵头，不能登记其以往奖补。", remedy="请由牵头部门登记。"
        )
    if not subsidy.has_money:
        raise WrongStage(
            f"“{subsidy.name}”不涉及资金，没有以往奖补可以登记。", remedy="请选择涉及资金的事项。"
        )
    return subsidy


def lines_of_file(wired: Wiring, caller: Caller, code: str, table: Sequence[Row]) -> tuple[AwardLine, ...]:
    """The rows of an uploaded file.

    Raises:
        InvalidInput: it is no list of such awards.
    """
    lines, faults = read_lines(table, led_money(wired, caller, code))
    wrong("清单文件需要更正。", faults, REMEDY)
    return lines


def lines_of_body(body: AwardListBody) -> tuple[AwardLine, ...]:
    """The entries of a request as rows."""
    return tuple(
        AwardLine(row=index + 1, place=f"items[{index}]", **item.in_words())
        for index, item in enumerate(body.items)
    )


def judge_list(
    wired: Wiring, caller: Caller, code: str, lines: Sequence[AwardLine]
) -> tuple[LineVerdict, ...]:
    """What each row would come to; nothing is stored."""
    subsidy = led_money(wired, caller, code)
    with open_session(wired.engine) as session:
        return _judged(session, wired, subsidy, lines)


def enter_list(wired: Wiring, caller: Caller, code: str, lines: Sequence[AwardLine], key: str) -> KeptList:
    """Enter a list, once for its key. Nothing of it counts yet.

    Raises:
        InvalidInput: with every fault of every row; then nothing is kept.
        Repeated: the key was used for another list.
    """
    subsidy = led_money(wired, caller, code)
    check_inviter(wired, caller, subsidy.lead, {compact(line.unit) for line in lines})
    said = [line.model_dump(mode="json", exclude={"titles", "faults", "place"}) for line in lines]
    digest = digest_of("earlier-awards", {"code": code, "rows": said})
    identifier = sha256(f"{caller.account}\nearlier-awards\n{key}".encode()).hexdigest()[:32]
    with transaction(wired.engine) as session:
        hold_lists(session)
        first = find_list(session, identifier)
        if first is None:
            verdicts = _judged(session, wired, subsidy, lines)
            found = [fault for verdict in verdicts for fault in verdict.faults]
            wrong(f"{len(verdicts)} 行中有 {len(found)} 处需要更正，未登记。", found, REMEDY)
            awards = [(verdict.row, verdict.award) for verdict in verdicts if verdict.award]
            add_list(session, identifier, digest, subsidy.lead, awards, _by(caller, subsidy.lead))
            first = find_list(session, identifier)
    assert first is not None  # noqa: S101 - kept before or kept now
    if first.digest != digest:
        raise Repeated("同一 Idempotency-Key 已用于另一份清单。", remedy="请使用新的 Idempotency-Key。")
    return first


def settle(wired: Wiring, caller: Caller, identifier: str, said: Settlement) -> KeptList:
    """Another official confirms a list, or declines it with a reason. The same again by the same official changes nothing.

    Raises:
        NotFound: no such list, or not of the caller's department.
        ConflictOfRoles: who entered it does not confirm it.
        WrongStage: somebody else has settled it.
    """
    kept = shown_list(wired, caller, identifier)
    _check_office(caller, kept.department)
    check_inviter(wired, caller, kept.department, {award.unit for award in kept.awards})
    if caller.account == kept.made_by:
        raise ConflictOfRoles(
            "登记以往奖补的人员不能自行确认。",
            why="以往奖补影响单位今后能享受的金额，须由两人分别登记和确认。",
            remedy="请由本部门其他人员核对批准文件后确认。",
        )
    with transaction(wired.engine) as session:
        hold_lists(session)
        kept = _found(find_list(session, identifier), identifier)
        if kept.status is ListStatus.ENTERED:
            hold_priors(session, wired.catalogue.type_of(kept.code), *kept.awards)
            settle_list(session, kept, said.status, _by(caller, kept.department), said.reason)
            kept = _found(find_list(session, identifier), identifier)
    if (kept.settled_by, kept.status) != (caller.account, said.status):
        raise WrongStage("这份清单已经办理，不能再次确认或不予登记。", remedy="确有错误的，请逐笔撤销。")
    return kept


def withdraw(wired: Wiring, caller: Caller, identifier: str, body: WithdrawalBody) -> KeptEarlierAward:
    """An official of the department withdraws an award that was entered wrongly; done once.

    Raises:
        NotFound: no such award, or not of the caller's department.
        WrongStage: it does not count, or was withdrawn for another reason.
    """
    with open_session(wired.engine) as session:
        found = find_award(session, identifier)
    if found is None or not _is_office(caller, found[1]):
        raise NotFound(f"没有编号为“{identifier}”的以往奖补。", remedy="请从清单中选择。")
    award, department = found
    _check_office(caller, department)
    check_inviter(wired, caller, department, {award.unit})
    with transaction(wired.engine) as session:
        hold_lists(session)
        award = _again(session, identifier)
        if award.counts:
            hold_priors(session, wired.catalogue.type_of(award.code), award)
            withdraw_award(session, award, _by(caller, department), body.reason, body.document_number)
            award = _again(session, identifier)
    if (award.withdrawn_reason, award.withdrawn_document) != (body.reason, body.document_number):
        raise WrongStage(
            "这笔奖补没有计入，不能撤销。", why="清单尚未确认，或者这笔奖补已经撤销。", remedy="请查看清单。"
        )
    return award


def shown_list(wired: Wiring, caller: Caller, identifier: str) -> KeptList:
    """A list, for its department and whoever sees every case.

    Raises:
        NotFound: there is none, or it is not for the caller.
    """
    with open_session(wired.engine) as session:
        kept = find_list(session, identifier)
    return _found(kept if kept and _is_office(caller, kept.department) else None, identifier)


def _judged(
    session: Session, wired: Wiring, subsidy: SubsidyType, lines: Sequence[AwardLine]
) -> tuple[LineVerdict, ...]:
    units = {compact(line.unit) for line in lines}
    heirs = heirs_of(session, units)
    registered, known = units_of(session, units), entered_awards(session, subsidy.code, heirs.values())
    judge = LineJudge(subsidy, wired.today(), registered.get, lambda key: known.get(key, ""), heirs)
    return tuple(judge.verdict(line) for line in lines)


def _again(session: Session, identifier: str) -> KeptEarlierAward:
    found = find_award(session, identifier)
    assert found is not None  # noqa: S101 - rows are never removed
    return found[0]


def _found(kept: KeptList | None, identifier: str) -> KeptList:
    if kept is None:
        raise NotFound(f"没有编号为“{identifier}”的清单。", remedy="请从清单列表中选择。")
    return kept


def _is_office(caller: Caller, department: str) -> bool:
    return caller.reads_all or department in caller.desks


def _check_office(caller: Caller, department: str) -> None:
    if department not in caller.desks:
        raise NotAllowed("以往奖补由牵头部门登记、确认和撤销。", remedy="请由牵头部门办理。")


def _by(caller: Caller, department: str) -> ActedBy:
    return ActedBy(account=caller.account, party=department, at=datetime.now(UTC))
