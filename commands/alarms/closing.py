"""An administrator closes an alarm."""

from datetime import UTC, datetime

from adapters.store.alarms import alarm_of, close_row, row_of
from adapters.store.reach import Engine
from adapters.store.writing import transaction
from commands.access.audit_trail import party_of_caller
from commands.access.caller import Caller
from domain.alarms import Alarm
from domain.errors import NotFound, WrongStage


def close(engine: Engine, caller: Caller, identifier: int, reason: str) -> Alarm:
    """Close an alarm; found again, it is raised anew.

    Raises:
        NotFound: there is none of this id.
        WrongStage: it was closed before.
    """
    with transaction(engine) as session:
        row = row_of(session, identifier)
        if row is None:
            raise NotFound("没有这一告警。", remedy="请核对编号；告警列表见 GET /v1/alarms。")
        if row.closed_at is not None:
            raise WrongStage("该告警已经关闭。", remedy="关闭的时间和原因见 GET /v1/alarms?status=all。")
        close_row(session, row, caller.account, party_of_caller(caller), reason, datetime.now(UTC))
        session.flush()
        return alarm_of(row)
