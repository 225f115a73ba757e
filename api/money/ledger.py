"""The money ledger: its entries with balances, and the proof that ledger, cases and Temporal agree."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import ConfigDict, Field

from adapters.store.cases.records import read_case
from adapters.store.engine import open_session
from adapters.store.money.earlier_awards import earlier_of
from adapters.store.money.ledger_queries import LedgerFilter, read_ledger
from api.auth import EVERY_ROLE, Require
from api.door.query_parameters import check_order
from api.money.earlier_views import EarlierAwardView, award_view
from api.money.views import LedgerView, ReconciliationView, ledger_view, reconciliation_view
from api.viewing import viewed
from api.wiring import Wired
from audit.reconciliation import reconcile_all
from audit.running_workflows import RunningWorkflows
from commands.access.caller import Caller
from commands.access.sight import seen_case
from commands.temporal_link import TemporalAway
from commands.wiring import Wiring
from domain.calendar import shanghai_midnight
from domain.case.roles import Role
from domain.errors import NotAllowed
from domain.frozen import Frozen
from domain.ledger.accounts import Account, Movement
from domain.units.code import compact

router = APIRouter(prefix="/v1", tags=["资金台账"])
Text = Annotated[str | None, Field(max_length=100, pattern=r"^[^\x00-\x1f]+$")]
RECONCILER = Require(Role.FINANCE, Role.AUDITOR, Role.ADMINISTRATOR)

FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)


class LedgerQuery(Frozen):
    """What is asked of the ledger; ``to`` is the last day."""

    model_config = ConfigDict(extra="forbid")

    case_number: Text = Field(None, alias="case", description="Case number.")
    unit: Text = None
    code: Text = Field(None, description="Subsidy type; ``voucher`` for the pool's own entries.")
    year: int | None = Field(None, ge=2000, le=2200)
    account: Account | None = None
    movement: Movement | None = None
    begins_on: date | None = Field(None, alias="from", description="First day.", ge=FIRST, le=LAST)
    ends_on: date | None = Field(None, alias="to", description="Last day.", ge=FIRST, le=LAST)
    limit: int = Field(100, ge=1, le=1000)
    after: int = Field(0, ge=0, le=2**31 - 1, description="``next`` of the page before.")

    @property
    def filter(self) -> LedgerFilter:
        """The entries that are asked for, whatever the page."""
        return LedgerFilter(
            **self.model_dump(include=set(LedgerFilter.model_fields)),
            begins=shanghai_midnight(self.begins_on) if self.begins_on else None,
            ends=shanghai_midnight(self.ends_on + timedelta(days=1)) if self.ends_on else None,
        )


@router.get("/ledger", summary="资金台账", dependencies=[viewed(EVERY_ROLE, "ledger:listed")])
def show_ledger(
    caller: Annotated[Caller, Depends(EVERY_ROLE)],
    wired: Wired,
    asked: Annotated[LedgerQuery, Query()],
) -> LedgerView:
    """Entries in order, with the balance of every account over the same filter.

    Finance, auditor and administrator read all but the cases that they have left; the others the cases that they see, one
    at a time (``case``).
    """
    _refuse_hidden(wired, caller, asked.case_number)
    check_order(asked.begins_on, asked.ends_on, ("from", "to"))
    wanted = asked.filter.model_copy(update={"left_by": caller.account})
    page = read_ledger(wired.engine, wanted, asked.after, asked.limit + 1)
    return ledger_view(page, asked.limit, _earlier(wired, asked.unit))


def _earlier(wired: Wiring, unit: str | None) -> list[EarlierAwardView]:
    """What the unit that is asked for was granted before this system ran."""
    if unit is None:
        return []
    with open_session(wired.engine) as session:
        return [award_view(wired, award) for award in earlier_of(session, compact(unit))]


def _refuse_hidden(wired: Wiring, caller: Caller, case_number: str | None) -> None:
    """Let in who reads all, or who sees the case that is asked for."""
    if case_number is None and caller.reads_all:
        return
    if case_number is None:
        raise NotAllowed(
            "您只能查看您所见案件的台账。",
            why="全部台账供财政拨付、管理员、审计使用。",
            remedy="请用 case 参数指定案件编号。",
        )
    case = read_case(wired.engine, case_number, whole=False)
    if case is not None or not caller.reads_all:
        seen_case(case, caller, case_number)


@router.get("/reconciliation", summary="对账", dependencies=[Depends(RECONCILER)])
async def show_reconciliation(wired: Wired) -> ReconciliationView:
    """Finance, auditor or administrator compare ledger, cases and Temporal; each difference is named.

    What is being recorded meanwhile is no difference. A workflow whose task fails again and again is one: 流程任务反复失败.
    """
    workflows = await _workflows(wired)
    found = await reconcile_all(wired.engine, wired.catalogue, workflows)
    return reconciliation_view(found)


async def _workflows(wired: Wiring) -> RunningWorkflows | None:
    try:
        return RunningWorkflows(await wired.temporal.client(), wired.settings.task_queue)
    except TemporalAway:
        return None
