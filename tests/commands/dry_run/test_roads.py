"""Along every road, each act does what its preview said: stage, turns and days, events, mails, money, amount."""

import pytest

from tests.commands.dry_run.previewed_case import PreviewedCase
from tests.workflows.office import Office
from tests.workflows.record import ROADS, WALKS, end


@pytest.mark.parametrize("road", ROADS)
async def test_every_act_on_a_road_does_what_its_preview_said(office: Office, road: str) -> None:
    case = PreviewedCase.like(await office.file(ROADS[road]))
    await WALKS.get(road, end)(case)
    assert (await case.progress()).final
