"""The list of notices as the public pages through it."""

import html
import re

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
    wanted = [*sorted((case.number for case in cases[:-1]), reverse=True), cases[-1].number]
    found, onward = [], "/v1/public-notices?code=headquarters&limit=20"
    while onward:
        answer = await http.get(onward)
        found += [notice["case_number"] for notice in answer.json()]
        onward = answer.links["next"]["url"] if "next" in answer.links else ""
    assert found == wanted
    first = (await http.get("/public-notices")).text
    second = (await http.get(next_of(first))).text
    assert [number for number in wanted if f"/public-notices/{number}" in first] == wanted[:ON_A_PAGE]
    assert [number for number in wanted if f"/public-notices/{number}" in second] == wanted[ON_A_PAGE:]
    assert ("下一页" in first, "第一页" in first) == (True, False)
    assert ("下一页" in second, "第一页" in second) == (False, True)
    behind_all = "/public-notices?after=ended~2000-01-01T00:00:00Z~LF2000-0101-00001"
    assert "这一页没有公示" in (await http.get(behind_all)).text
    current = (await http.get("/public-notices?state=current")).text
    current = (await http.get(next_of(current))).text
    assert [number for number in wanted if f"/public-notices/{number}" in current] == wanted[ON_A_PAGE:-1]


def next_of(page: str) -> str:
    """Where the page after this one is."""
    found = re.search('href="([^"]+)" rel="next"', page)
    assert found is not None
    return html.unescape(found[1])


@pytest.mark.parametrize(
    "query",
    ["state=some", "after=0", "after=ended~x~y", "after=ended~0001-01-01T00:00:00%2B09:00~x", "after=~~"],
)
async def test_a_mistyped_address_is_answered_with_the_first_page(
    http: httpx.AsyncClient, published: Published, query: str
) -> None:
    page = await http.get(f"/public-notices?{query}")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert published.number in page.text
