"""Alarms: what administrators must see to, written to them once and listed for as long as it is so."""

from datetime import datetime
from enum import StrEnum

from domain.frozen import Frozen


class AlarmKind(StrEnum):
    """What is the matter."""

    CASE_INTERRUPTED = "case_interrupted"
    WORKFLOW_FAILING = "workflow_failing"
    CASE_DIFFERS = "case_differs"
    LEDGER_DIFFERS = "ledger_differs"
    FORGED_ACT = "forged_act"
    ROUND_LEFT = "round_left"

    @property
    def label(self) -> str:
        """What people read."""
        return LABELS[self]

    @property
    def to_do(self) -> str:
        """What an administrator does about it."""
        return TO_DO[self]


LABELS: dict[AlarmKind, str] = {
    AlarmKind.CASE_INTERRUPTED: "案件流程中断",
    AlarmKind.WORKFLOW_FAILING: "流程任务反复失败",
    AlarmKind.CASE_DIFFERS: "案件与流程不符",
    AlarmKind.LEDGER_DIFFERS: "台账不符",
    AlarmKind.FORGED_ACT: "办理指令或者流程未经本系统发出",
    AlarmKind.ROUND_LEFT: "每日巡查未办完",
}
TO_DO: dict[AlarmKind, str] = {
    AlarmKind.CASE_INTERRUPTED: (
        "每日巡查自动恢复；需要立即恢复的，请调用 POST /v1/applications/{案件编号}/restoration，"
        "或者运行 python -m commands.cases restore 案件编号。"
    ),
    AlarmKind.WORKFLOW_FAILING: (
        "请查看运行日志和 Temporal 页面中的失败原因，更新程序后流程自动继续；"
        "仍不能继续的，用 python -m commands.cases restore 案件编号 从已登记的记录恢复。案件材料和期限不受影响。"
    ),
    AlarmKind.CASE_DIFFERS: "请运行对账（GET /v1/reconciliation 或者 make reconcile），并查看 Temporal 页面中该案件的流程。",
    AlarmKind.LEDGER_DIFFERS: "请运行对账（GET /v1/reconciliation 或者 make reconcile），查清以前不要拨付所涉资金。",
    AlarmKind.FORGED_ACT: (
        "该指令或者流程未予办理；案件流程因此中断的，由每日巡查恢复。请检查何人能够访问流程引擎、"
        "各服务的鉴别密钥（DUIXIAN_ACT_KEYS）是否一致，并核验审计记录（GET /v1/audit/verification）。"
    ),
    AlarmKind.ROUND_LEFT: "请查看运行日志中的失败原因。次日巡查再次办理，办完后本告警自行关闭。",
}


class Alarm(Frozen):
    """One alarm, open until it is closed: by itself once all is well again, or by an administrator.

    Attributes:
        id: 1, 2, 3, … in the order in which they were raised.
        kind: what is the matter.
        subject: with what; a case number, mostly. Only one alarm of a kind is open for a subject.
        what: in words, without any personal data.
        raised_at: when it was found.
        last_seen_at: when it was found so the last time.
        tries: how often it was tried to put it right.
        outcome: what the last of them came to; may be empty.
        closed_at: None while it is open.
        closed_by: account id of who closed it, or ``system``; empty while it is open.
        closing_reason: why it was closed.
    """

    id: int
    kind: AlarmKind
    subject: str
    what: str
    raised_at: datetime
    last_seen_at: datetime
    tries: int = 0
    outcome: str = ""
    closed_at: datetime | None = None
    closed_by: str = ""
    closing_reason: str = ""
