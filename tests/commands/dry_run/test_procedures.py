"""Along every procedure, each act does what its preview said: stage, tasks and days, events, mails, money, amount."""

import pytest

from tests.commands.dry_run.previewed_case import PreviewedCase
from tests.workflows.office import Office
from tests.workflows.recorded_procedures import WALKS


@pytest.mark.parametrize("procedure", WALKS)
async def test_every_act_on_a_procedure_does_what_its_preview_said(office: Office, procedure: str) -> None:
    code, way = WALKS[procedure]
    case = PreviewedCase.like(await office.file(code))
    await way(case)
    assert (await case.progress()).final
