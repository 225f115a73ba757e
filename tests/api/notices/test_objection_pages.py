"""What the page of an objection without an account says fits where it stands, and a refusal what is to be done."""

from datetime import UTC, date, datetime

import httpx
import pytest

from api.pages import page
from commands.notices.confirming import OutsideObjectionView
from domain.public_notice.outside import STATE_LABELS, UNCONFIRMED

AT = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
NEW_FACTS = "有新的事实和证据的"


def shown(state: str, reason: str = "", until: date | None = None) -> str:
    """The page of an objection in a state."""
    taken = state != "unconfirmed"
    view = OutsideObjectionView(
        case_number="LF2026-0101-00017",
        state=state,
        state_label=STATE_LABELS[state] if taken or until else UNCONFIRMED,
        content="投资额与年报不符。",
        sent_at=AT,
        raised_at=AT if taken else None,
        found_at=AT if state in ("dismiss", "uphold") else None,
        reason=reason,
        confirm_until=until,
    )
    return bytes(page("objection.html", objection=view, token="t").body).decode()


@pytest.mark.parametrize(
    ("state", "reason", "until", "said", "unsaid"),
    [
        (
            "unconfirmed",
            "",
            date(2026, 11, 30),
            ("待确认", "2026年11月30日（含当日）之前", "确认提出"),
            "您提出的",
        ),
        ("unconfirmed", "", None, ("未确认", "未受理", "不予受理"), "待确认"),
        ("open", "", None, ("您提出的公示异议", "正在核查"), NEW_FACTS),
        ("dismiss", "投资额属实。", None, ("异议不成立", "投资额属实。", NEW_FACTS), "重新审核"),
        ("uphold", "投资额不实。", None, ("异议成立", "退回牵头部门重新审核"), NEW_FACTS),
        ("dropped", "申请单位已撤回申请。", None, ("<p>申请单位已撤回申请。再次公示的",), "核查结论"),
        ("dropped", "", None, ("<h2>公示已终止</h2>", "<p>再次公示的"), "None"),
    ],
)
def test_the_page_fits_where_the_objection_stands(
    state: str, reason: str, until: date | None, said: tuple[str, ...], unsaid: str
) -> None:
    html = shown(state, reason, until)
    assert [word for word in said if word not in html] == []
    assert unsaid not in html


async def test_who_filled_in_the_form_wrongly_is_told_what_to_do(http: httpx.AsyncClient) -> None:
    said = {"name": "赵某", "contact": "没有邮箱", "content": "", "evidence": "年报"}
    answer = await http.post("/public-notices/LF2026-0101-00017/objections", data=said)
    assert answer.status_code == 422
    for words in (
        "<h1>异议内容需要更正</h1>",
        "<li>联系邮箱：",
        "<li>事实和理由：",
        "请返回上一页，更正后重新提交。",
        "申请单位看不到原文",
    ):
        assert words in answer.text
    assert "<li>证据文件" not in answer.text
