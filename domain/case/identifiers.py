"""Case numbers and workflow ids: functions with an inverse. Neither carries a person or a unit.

Case number: ``LF<year>-<measure><item>-<running number>``, for example ``LF2026-0101-00017`` for 1.1.
Workflow id: ``subsidy/<case number>``.
"""

import re
from hashlib import sha256

from domain.frozen import Frozen
from domain.normal_form import normal_form
from domain.units.code import compact

_NUMBER = re.compile(r"^LF(?P<year>\d{4})-(?P<measure>\d{2})(?P<item>\d{2})-(?P<running>\d{5,})$")


class CaseNumber(Frozen):
    """The parts of a case number; ``measure`` is the catalogue number such as "1.1" or "3"."""

    year: int
    measure: str
    running: int

    def __str__(self) -> str:
        """Write the number as people quote it."""
        head, _, item = self.measure.partition(".")
        return f"LF{self.year}-{int(head):02}{int(item or 0):02}-{self.running:05}"


def parse_case_number(text: str) -> CaseNumber | None:
    """The parts of a written case number, or None when it is not one."""
    match = _NUMBER.match(text)
    if match is None:
        return None
    head, item = int(match["measure"]), int(match["item"])
    measure = f"{head}.{item}" if item else str(head)
    return CaseNumber(year=int(match["year"]), measure=measure, running=int(match["running"]))


def workflow_id(case_number: str) -> str:
    """The Temporal workflow id of a case."""
    return f"subsidy/{case_number}"


def case_number_of(workflow: str) -> str:
    """The case number behind a workflow id."""
    return workflow.removeprefix("subsidy/")


def act_id(account: str, case_number: str, key: str) -> str:
    """The id of an act: same caller, case and idempotency key, same id. Shows none of the three."""
    return sha256(f"{account}\n{case_number}\n{key}".encode()).hexdigest()[:32]


def unit_key(text: str) -> str:
    """The key of a unit or a maker as it is kept, however it was typed."""
    code, sign, maker = text.partition("#")
    return compact(code) + sign + maker.strip().lower()


def maker_unit(incubator_code: str, person: str) -> str:
    """The unit key of a maker without legal person: the incubator's code and a digest of the person's name."""
    return f"{incubator_code}#{sha256(normal_form(person).encode()).hexdigest()[:12]}"


def legal_person(unit: str) -> str:
    """The code of the unit itself; of a maker, that of the incubator."""
    return unit.partition("#")[0]
