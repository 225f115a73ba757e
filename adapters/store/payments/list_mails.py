"""Telling the finance bureau at once of what has come between a payment list and the bank."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlmodel import col, select

from adapters.store.cases.office_matters import matter_of
from adapters.store.mail.office_mail import queue_for_desk
from adapters.store.payments.list_versions import Revised, revise_lists
from adapters.store.people.desk_alarms import Letterhead
from adapters.store.schema import Payment
from adapters.store.schema import PaymentListLine as LineRow
from adapters.store.writing import Session
from domain.calendar import shanghai_date
from domain.departments import FINANCE_BUREAU, party_name
from domain.money import plain
from domain.office_mail import OfficeMailCase, OfficeMailFacts, OfficeMailKind, line_without_term
from domain.payment_list.listing import TO_PAY

TO_STOP = "清单已送国库或银行的，请立即联系停止拨付被剔除的款项。"
"""Told with a version that leaves something out, and with no other one."""


def tell_of_versions(
    session: Session, lists: Iterable[Revised], at: datetime, letterhead: Letterhead
) -> bool:
    """Write to everybody at the bureau that a list has a new version; whether a mail was queued."""
    told = [
        _write(
            session,
            f"{revised.list_id}/{revised.now.version}",
            _words(revised),
            {number: _of_case(revised, number) for number in revised.cases.values()},
            at,
            letterhead,
        )
        for revised in lists
    ]
    return any(told)


def tell_of_successor(
    session: Session, cases: Collection[str], why: str, at: datetime, letterhead: Letterhead
) -> bool:
    """The same where the cases of payments on lists have passed to another unit, which the bank does not know of.

    Where a stop reaches them with that, their lists have a new version; the lists are held.
    """
    revised = revise_lists(session, cases, at, f"{why}，停拨适用于所列案件")
    is_told = tell_of_versions(session, revised, at, letterhead)
    held_back = {number for each in revised for number in each.cases.values()}
    asked = (
        select(LineRow.list_id, Payment.id, Payment.case_number)
        .join(Payment, col(Payment.id) == LineRow.payment)
        .where(col(Payment.case_number).in_(set(cases) - held_back), Payment.status == TO_PAY)
        .order_by(col(LineRow.list_id), col(LineRow.number))
    )
    by_list: dict[str, dict[str, str]] = {}
    for list_id, payment, number in session.exec(asked):
        by_list.setdefault(list_id, {})[number] = f"支付 {payment}：{why}。"
    told = [
        _write(
            session,
            f"{list_id}/{why}/{at.isoformat()}",
            f"拨付清单 {list_id} 上有 {len(lines)} 笔未拨付款项的申请单位已变更，已在清单上注明，清单版本未变；"
            "收款账户仍为变更前所填，请核实该账户是否可以收款。",
            lines,
            at,
            letterhead,
        )
        for list_id, lines in by_list.items()
    ]
    return is_told or any(told)


def _words(revised: Revised) -> str:
    before, now = revised.before, revised.now
    is_short = any(payment in now.withheld for payment in revised.cases)
    return (
        f"拨付清单 {revised.list_id}（{revised.document_number}）第{before.version}版已由第{now.version}版替代：{now.why}。"
        f"应拨笔数由 {before.count} 笔变为 {now.count} 笔，合计由 {plain(before.total)} 元变为 {plain(now.total)} 元。"
        f"{TO_STOP if is_short else ''}请重新下载清单，按第{now.version}版办理。"
    )


def _of_case(revised: Revised, number: str) -> str:
    left_out = revised.now.withheld
    return "；".join(
        f"支付 {payment} 已从清单中剔除，请勿拨付（{left_out[payment]}）"
        if payment in left_out
        else f"支付 {payment} 已恢复，列入本版"
        for payment, case_number in revised.cases.items()
        if case_number == number
    )


def _write(
    session: Session,
    matter: str,
    words: str,
    cases: dict[str, str],
    at: datetime,
    letterhead: Letterhead,
) -> bool:
    facts = OfficeMailFacts(
        kind=OfficeMailKind.LIST_CHANGED,
        department=party_name(FINANCE_BUREAU, shanghai_date(at)),
        at=at,
        cases=tuple(_line(session, number, told, letterhead) for number, told in cases.items()),
        reason=words,
    )
    return bool(queue_for_desk(session, FINANCE_BUREAU, facts, matter, letterhead.mail_domain))


def _line(session: Session, number: str, told: str, letterhead: Letterhead) -> OfficeMailCase:
    matter = matter_of(session, number)
    return line_without_term(matter.plan, matter.progress, letterhead.public_url, told)
