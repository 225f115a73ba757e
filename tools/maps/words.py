"""The Chinese words on a map."""

from typing import Final

from domain.case.acts.registry import label_of, rules_of
from domain.case.record.events import TITLES, Event
from domain.case.user_tasks import TimerEventKind
from domain.catalogue.registry import load_catalogue
from domain.departments import party_name
from tools.maps.beginnings import DAY, LEAD, SIGNERS
from tools.maps.deeds import ADDED_SIGNER
from tools.maps.exploring import TIME

PROCEDURES: Final = {
    "one_off": "一次性兑现",
    "multi_year": "分年兑现",
    "post_acceptance": "验收后兑现",
    "voucher": "算力券",
    "ranked_batch": "择优遴选",
    "discretionary": "酌定奖励",
    "listing": "列入名录",
    "referral": "转办",
    "recovery": "追回",
    "bank_return": "到账后退票",
    "top_up": "补足差额",
    "any_time": "随时可以发生的事项",
}
SIGNALS: Final = {"quota_released": "额度释放", "receivable_netted": "其他案件应付款抵扣"}
TIMERS: Final = {
    TimerEventKind.REMIND: "提醒",
    TimerEventKind.ESCALATE: "督办",
    TimerEventKind.INFORM: "告知进展",
    TimerEventKind.RESUME: "恢复计时",
}
"""Timer events that leave a case where it is."""

ANYWHERE: Final = "原办理环节"
BY_ITSELF: Final = "自动"
LAPSE: Final = "⏲"
"""Before what time brings."""


def act_text(act: str) -> str:
    """An act without its outcome."""
    return label_of(act.partition(":")[0])


def outcome_text(act: str) -> str:
    """The outcome of an act; empty where it has none."""
    kind, _, outcome = act.partition(":")
    return rules_of(kind).decisions.get(outcome, "")


def event_text(event: str) -> str:
    """What happens."""
    return TITLES[Event(event)]


def term_text(name: str) -> str:
    """The name of a term."""
    terms = load_catalogue().policies[-1].terms
    return terms[name].name if name in terms else _OWN_TERMS.get(name, "")


_OWN_TERMS = {
    "instalment_year": "补助年度",
    "batch": "遴选截止日",
    "pool_year": "额度年度",
    "voucher_validity": "算力券有效期",
}


def cause_text(cause: str) -> str:
    """What leads on where nobody acts."""
    if cause == TIME:
        return f"{LAPSE}到时复查"
    if cause.startswith(TIME):
        return f"{LAPSE}{term_text(cause.removeprefix(TIME))}期满"
    return SIGNALS.get(cause) or act_text(cause)


def who_text(party: str) -> str:
    """A party by its part in the procedure."""
    if party == LEAD:
        return "牵头部门"
    return "会签部门" if party in (*SIGNERS, ADDED_SIGNER) else party_name(party, DAY)
