"""Dissolved departments (机构撤并): an administrator enters who has the turns of one that is no more."""

from datetime import UTC, date, datetime

from pydantic import BaseModel, Field

from adapters.store.engine import open_session
from adapters.store.people.successions import add_succession, succession_of, successions
from adapters.store.writing import hold, transaction
from commands.access.caller import Caller
from commands.acts.checks import wrong
from commands.bodies import Body
from commands.wiring import Wiring
from domain.closed import example
from domain.day import Day
from domain.departments import DEPARTMENTS, FINANCE_BUREAU, DatedName, Party, party_name
from domain.errors import FieldError, NotFound, WrongStage
from domain.words import ShortWords


class SuccessionBody(Body):
    """登记部门撤并."""

    model_config = example(
        successor="finance_bureau",
        since="2026-11-20",
        document_number="廊编〔2026〕9号",
        document_on="2026-11-18",
    )

    successor: ShortWords = Field(title="承接职责的部门代码")
    since: Day = Field(title="自何日起承接")
    document_number: ShortWords = Field(title="机构编制文件的文号")
    document_on: Day = Field(title="文件日期")


class DepartmentView(BaseModel):
    """A department with its names, and who has its turns where it was dissolved."""

    id: str
    name: str
    names: list[DatedName]
    successor: str | None
    since: date | None = None
    document_number: str | None = None
    document_on: date | None = None


def departments(wired: Wiring) -> list[DepartmentView]:
    """Every department, dissolved ones as well."""
    return [_view(wired, party) for party in DEPARTMENTS.values()]


def dissolve(wired: Wiring, caller: Caller, department: str, body: SuccessionBody) -> DepartmentView:
    """Enter who has the turns of a department that was dissolved; the same again changes nothing.

    From then on its worklist, its people's acts and its sight are those of the successor's people, in cases under way and in new ones.

    Raises:
        NotFound: there is no such department.
        InvalidInput: with every wrong field.
        WrongStage: another successor was entered before.
    """
    party = DEPARTMENTS.get(department)
    if party is None:
        raise NotFound(
            f"没有代码为“{department[:40]}”的部门。", remedy="请使用 /v1/departments 中列出的代码。"
        )
    said = body.model_dump()
    with transaction(wired.engine) as session:
        hold(session, "departments")
        before = succession_of(session, department)
        if before is not None and before != said:
            raise WrongStage(
                f"该部门的职责已登记由{party_name(before['successor'], wired.today())}承接。",
                remedy="如承接部门又有撤并，请登记其承接部门。",
            )
        gone = successions(session)
        wrong("部门撤并登记需要更正。", _faults(department, body, gone, wired.today()))
        if before is None:
            add_succession(session, department, **said, by=caller.account, at=datetime.now(UTC))
    return _view(wired, party)


def _faults(department: str, body: SuccessionBody, gone: dict[str, str], today: date) -> list[FieldError]:
    successor = body.successor
    is_gone = department not in gone and successor in gone
    checks = (
        (department == FINANCE_BUREAU, "department", "财政部门承担资金拨付，不能登记撤并"),
        (successor not in DEPARTMENTS, "successor", "须为 /v1/departments 中列出的部门代码"),
        (successor == department, "successor", "不能由本部门承接本部门"),
        (is_gone, "successor", "该部门也已撤并，请登记实际承接的部门"),
        (body.since > today, "since", f"不得晚于今天（{today}）；尚未生效的请在生效当日登记"),
        (body.document_on > today, "document_on", f"不得晚于今天（{today}）"),
    )
    return [FieldError(path=path, message=message) for is_wrong, path, message in checks if is_wrong]


def _view(wired: Wiring, party: Party) -> DepartmentView:
    with open_session(wired.engine) as session:
        entered = succession_of(session, party.id) or {"successor": None}
    return DepartmentView(id=party.id, name=party.name_on(wired.today()), names=list(party.names), **entered)
