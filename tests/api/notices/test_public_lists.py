"""The list of notices as the public pages through it."""

import httpx
import pytest

from api.notices.routes import ON_A_PAGE
from tests.activities.casework import Casework
from tests.api.published import Published


async def test_a_long_list_is_read_to_its_end(http: httpx.AsyncClient, casework: Casework) -> None:
    cases = [Published(casework, "headquarters") for _ in range(ON_A_PAGE + 3)]
    for case in cases:
        case.publish()
    cases[-1].end()
    wanted = [case.number for case in cases]
    found, onward = [], "/v1/public-notices?code=headquarters&limit=20"
    while onward:
        answer = await http.get(onward)
        found += [notice["case_number"] for notice in answer.json()]
        onward = answer.links["next"]["url"] if "next" in answer.links else ""
    assert found == wanted
    first, second = [(await http.get(f"/public-notices?page={page}")).text for page in (1, 2)]
    assert [number for number in wanted if f"/public-notices/{number}" in first] == wanted[:ON_A_PAGE]
    assert [number for number in wanted if f"/public-notices/{number}" in second] == wanted[ON_A_PAGE:]
    assert ("下一页" in first, "上一页" in first) == (True, False)
    assert ("下一页" in second, "上一页" in second) == (False, True)
    assert 'href="/public-notices?state=all&amp;page=2" rel="next"' in first
    assert "这一页没有公示" in (await http.get("/public-notices?page=3")).text
    current = (await http.get("/public-notices?state=current&page=2")).text
    assert [number for number in wanted if f"/public-notices/{number}" in current] == wanted[ON_A_PAGE:-1]


@pytest.mark.parametrize("query", ["state=some", "page=0", "page=-1", "page=x", "page=99999999", "page=１"])
async def test_a_mistyped_address_is_answered_with_the_first_page(
    http: httpx.AsyncClient, published: Published, query: str
) -> None:
    page = await http.get(f"/public-notices?{query}")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert published.number in page.text
