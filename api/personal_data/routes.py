"""What is kept of persons and why; what is kept of oneself, as a file; and the end of one's own account."""

from fastapi import APIRouter, Response

from api.auth import AnyAccount, Public
from api.wiring import Wired
from commands.personal_data.bodies import ClosedView, ClosingBody, KeptView, OwnDataView
from commands.personal_data.own import close_account, kept_view, own_data_view
from domain.personal_data.register import register

router = APIRouter(prefix="/v1/personal-data", tags=["个人信息"], dependencies=[Public])
own = APIRouter(prefix="/v1/me", tags=["个人信息"])


@router.get("", summary="个人信息清单")
def kept() -> list[KeptView]:
    """Which personal data is kept, of whom, why, by which law and how long."""
    return [kept_view(each) for each in register().kept]


@own.get("/data", summary="导出本人信息")
def my_data(caller: AnyAccount, wired: Wired, response: Response) -> OwnDataView:
    """Everything that is kept of the caller as a person, as a file (JSON). That it was given out is recorded."""
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return own_data_view(wired, caller)


@own.post("/closing", summary="注销本人账号")
def close(body: ClosingBody, caller: AnyAccount, wired: Wired) -> ClosedView:  # noqa: ARG001 - it says that it is meant
    """An applicant ends its account for good. Log-ins end within seconds; the answer says what was erased, what stays, and why.

    Not while a case that it filed is under way, or an objection of its own is still to be answered.
    """
    return close_account(wired, caller)
