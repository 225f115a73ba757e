"""A person's own data, and the end of its account."""

from datetime import UTC, datetime
from typing import Final

from adapters.store.engine import open_session, transaction
from adapters.store.people.accounts import change_account
from adapters.store.personal_data.own import (
    GIVEN_OUT,
    cases_under_way,
    cases_with_open_objection,
    given_out_on,
    own_data,
)
from adapters.store.writing import Session
from commands.access.audit_trail import party_of_caller, record_house_view
from commands.access.caller import Caller
from commands.accounts.passwords import hashed, made_password
from commands.personal_data.bodies import ClosedView, KeptView, OwnDataView, OwnKind
from commands.wiring import Wiring
from domain.bounds import check_given_out
from domain.case.roles import Role
from domain.errors import NotAllowed, WrongStage
from domain.personal_data.register import PersonalData, register

GONE: Final = "（已注销）"
AT_CLOSING: Final = "closing"
"""The term of what is erased when an account is closed."""


def kept_view(kept: PersonalData) -> KeptView:
    """One entry of the register, with its term."""
    term = register().terms[kept.term]
    told = kept.model_dump(include={"id", "what", "whose", "why", "basis"})
    return KeptView(**told, term=term.words, term_because=term.why)


def own_data_view(wired: Wiring, caller: Caller) -> OwnDataView:
    """Everything of the caller; that it was given out is recorded.

    Raises:
        LimitReached: too often on one day.
    """

    def check(session: Session) -> None:
        check_given_out(given_out_on(session, caller.account, datetime.now(UTC)))

    record_house_view(wired, caller, GIVEN_OUT, caller.account, check)
    account = wired.tokens.accounts.find(caller.account)
    with open_session(wired.engine) as session:
        found = own_data(session, register().kept, caller.account)
    return OwnDataView(
        at=datetime.now(UTC),
        username=account.username if account else "",
        data=[OwnKind(**each.model_dump()) for each in found if each.rows],
        others=[kept_view(each) for each in register().kept if not each.own],
    )


def close_account(wired: Wiring, caller: Caller) -> ClosedView:
    """End the caller's account for good: log-ins end, name and address are erased; what was done with it stays.

    Raises:
        NotAllowed: not an applicant's account of this system.
        WrongStage: a case that it filed has not ended, or what it objected to is still to be answered.
    """
    account = wired.tokens.accounts.find(caller.account)
    if set(caller.roles) != {Role.APPLICANT} or account is None or account.is_external:
        raise NotAllowed(
            "此账号不能自行注销。",
            why="工作人员的账号由管理员管理；外部统一身份认证的账号在该处注销。",
            remedy="请联系管理员（或在统一身份认证中办理）。",
        )
    with transaction(wired.engine) as session:
        running = cases_under_way(session, caller.account)
        if running:
            raise WrongStage(
                f"您的账号尚有 {len(running)} 件在办案件，暂不能注销：{'、'.join(running[:10])}。",
                why="在办案件的通知和送达需要联系到申请人。",
                remedy="请待案件办结或撤回后再注销；由他人接办的，请先更正联系邮箱并由单位的其他账号办理。",
            )
        objected = cases_with_open_objection(session, caller.account)
        if objected:
            raise WrongStage(
                f"您对下列案件提出的异议尚在核查，暂不能注销：{'、'.join(objected[:10])}。",
                why="异议的核查结果需要通过本账号的邮箱告知您；异议只能由本账号查看和补充。",
                remedy="请待核查结果告知后再注销；急需核查结果的，请联系该案件的牵头部门。",
            )
        erased = {"display_name": GONE, "email": None, "password_hash": hashed(made_password())}
        change_account(
            session,
            caller.account,
            "account:closed",
            caller.account,
            party_of_caller(caller),
            datetime.now(UTC),
            is_disabled=True,
            **erased,
        )
    wired.tokens.accounts.forget(caller.account)
    kept = register().kept
    return ClosedView(
        detail="账号已注销，全部登录已收回，姓名、邮箱和密码已清除。用户名保留，以免他人冒用。",
        erased=[kept_view(each) for each in kept if each.term == AT_CLOSING],
        stays=[kept_view(each) for each in kept if each.term != AT_CLOSING],
    )
