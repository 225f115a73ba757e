"""Along every procedure, each act does what its preview said: stage, tasks and days, events, mails, money, amount."""

import pytest

from tests.commands.dry_run.previewed_case import PreviewedCase
from tests.workflows.office import Office
from tests.workflows.recorded_procedures import WALKS

SHORT = {"one_off", "multi_year", "voucher", "post_acceptance"}
"""Among them, all that a case may come to before it ends; the long run goes along every other one."""


@pytest.mark.parametrize(
    "procedure",
    [name if name in SHORT else pytest.param(name, marks=pytest.mark.long) for name in WALKS],
)
async def test_every_act_on_a_procedure_does_what_its_preview_said(office: Office, procedure: str) -> None:
    code, way = WALKS[procedure]
    case = PreviewedCase.like(await office.file(code))
    await way(case)
    assert (await case.progress()).final
