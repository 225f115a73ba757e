"""Bringing a case back after the departments have signed, and signing again."""

import uuid

from domain.case.record.stages import Stage
from tests.workflows.walked_case import WalkedCase

EQUIPMENT = "first_equipment"


async def awaited(case: WalkedCase) -> list[str]:
    """Who is to sign now."""
    progress = await case.progress()
    return sorted(task.party for task in progress.tasks if "sign_off" in task.acts)


async def sign(case: WalkedCase, **objecting: str) -> None:
    """Everyone who is asked signs; who is named objects."""
    for party in await awaited(case):
        decision = "object" if party in objecting else "agree"
        await case.act("sign_off", party, decision=decision, reason=objecting.get(party, ""))


async def upheld(case: WalkedCase) -> None:
    """An objection of the public brings the case back to the review."""
    await case.walk(Stage.PUBLIC_NOTICE)
    objection = uuid.uuid4().hex
    await case.act("raise_objection", "public", objection=objection)
    await case.act("find_on_objection", decision="uphold", objection=objection, reason="属实")
