"""U3: in a form, as in JSON, each thing is said once, at every door that takes a file."""

from typing import Any

from tests.api.asking import log_in, new_key, problem_of
from tests.api.listed_payments import Treasury
from tests.api.listed_payments import treasury as treasury


async def test_a_form_says_each_thing_once(treasury: Treasury) -> None:
    made = (await treasury.make()).json()["id"]
    award = {"measure": "settlement_voucher"}
    invitation = {**award, "source_title": "名单", "source_number": "1号", "reply_by": "2026-12-20"}
    doors: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("finance", f"/v1/payment-lists/{made}/confirmations", {}),
        ("fgw", "/v1/earlier-awards/file", award),
        ("fgw", "/v1/invitations", invitation),
        ("finance", "/v1/simulations", {}),
        ("yunshu", "/v1/applications/LF2026-0101-00001/documents", {"code": "1.1-3"}),
    )
    one = ("file", ("甲.csv", b"a"))
    for username, path, form in doors:
        headers = await log_in(treasury.http, username) | new_key()
        two = await treasury.http.post(path, data=form, files=[one, one], headers=headers)
        assert two.status_code in (400, 422), (path, two.text)
        assert two.json()["remedy"], path
        stray = await treasury.http.post(path, data={**form, "stray": "1"}, files=[one], headers=headers)
        assert problem_of(stray, 422, "invalid-input")["errors"] == [
            {"path": "stray", "message": "没有这一数据项"}
        ], path
        for name in form:
            twice: dict[str, Any] = {**form, name: [form[name], "甲"]}
            told = await treasury.http.post(path, data=twice, files=[one], headers=headers)
            assert problem_of(told, 422, "invalid-input")["errors"] == [
                {"path": name, "message": "只能给出一次"}
            ], path
        torn = {**headers, "Content-Type": "multipart/form-data"}
        assert (await treasury.http.post(path, content=b"--x", headers=torn)).json()["remedy"], path
