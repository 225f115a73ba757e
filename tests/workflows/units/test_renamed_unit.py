"""A unit is renamed, and writes from another address, in the middle of a case of three years; each year has its name."""

from domain.calendar import shanghai_date
from domain.case.record.stages import Stage
from tests.workflows.office import Office
from tests.workflows.registering import Registry, leave, written
from tests.workflows.registering import registry as registry
from tests.workflows.walked_case import UNITS

FIRST, SECOND, THIRD = "廊坊云枢智算科技有限公司", "廊坊云枢智算集团有限公司", "云枢智算（河北）集团有限公司"


async def test_a_renamed_unit_is_written_to_under_its_name_and_at_its_address_of_each_year(
    office: Office, registry: Registry
) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS, subject="2")
    first = written(case)
    leave(case)
    assert {(name, address) for _, name, address in first} == {(FIRST, "yunshu@example.com")}

    registry.today = shanghai_date(await case.now())
    await registry.rename(SECOND)
    await case.walk(Stage.INSTALMENTS, subject="3")
    second = written(case)[len(first) :]
    leave(case)
    assert {name for _, name, _ in second} == {SECOND}
    assert {address for _, _, address in second} == {"yunshu@example.com"}
    assert "paid" in [event for event, _, _ in second]

    registry.today = shanghai_date(await case.now())
    await registry.rename(THIRD)
    await registry.put("yunshu", f"{UNITS[1]}/contact", contact_email="office@yunshu.example.com")
    outcome = await case.end()
    third = written(case)[len(first) + len(second) :]
    assert {(name, address) for _, name, address in third} == {(THIRD, "office@yunshu.example.com")}
    assert outcome.stage is Stage.CLOSED
    assert written(case)[: len(first)] == first
