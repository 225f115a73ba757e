"""What a defect can be found in (补正项): the documents and figures that a phase asks for, and the parts of the form."""

from collections.abc import Mapping
from typing import Final

from domain.catalogue.defects import FORM_PARTS, Item
from domain.catalogue.facts import Phase
from domain.catalogue.schema import SubsidyType
from domain.frozen import Frozen

PARTS_OF: Final[Mapping[Phase, tuple[str, ...]]] = {
    Phase.FILING: tuple(FORM_PARTS),
    Phase.INSTALMENT: ("form", "other_funding"),
}
"""Phase → the parts of its form, where that is more than a form: other money is declared anew each year."""


class AskedItem(Frozen):
    """One document, figure or part of the form, with its title as people read it."""

    code: str
    title: str
    kind: Item


def items_asked(subsidy: SubsidyType, phase: Phase) -> dict[str, AskedItem]:
    """Everything that an applicant may be told to make good in a phase, by its code, documents first."""
    documents = [(each.code, each.name, Item.DOCUMENT) for each in subsidy.documents_for(phase)]
    facts = [(each.name, each.label, Item.FACT) for each in subsidy.facts_for((phase,))]
    told = PARTS_OF.get(phase, ("form",))
    listed = (*documents, *facts, *((code, FORM_PARTS[code], Item.PART) for code in told))
    return {code: AskedItem(code=code, title=title, kind=kind) for code, title, kind in listed}
