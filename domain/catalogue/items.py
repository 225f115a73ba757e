"""What a defect can be found in (补正项): the documents and figures that a phase asks for, and the parts of the form."""

from domain.catalogue.defects import FORM_PARTS, Item
from domain.catalogue.facts import Phase
from domain.catalogue.schema import SubsidyType
from domain.frozen import Frozen


class AskedItem(Frozen):
    """One document, figure or part of the form, with its title as people read it."""

    code: str
    title: str
    kind: Item


def items_asked(subsidy: SubsidyType, phase: Phase) -> dict[str, AskedItem]:
    """Everything that an applicant may be told to make good in a phase, by its code, documents first."""
    documents = [(each.code, each.name, Item.DOCUMENT) for each in subsidy.documents_for(phase)]
    facts = [(each.name, each.label, Item.FACT) for each in subsidy.facts_for((phase,))]
    parts = [(code, title, Item.PART) for code, title in FORM_PARTS.items() if phase is Phase.FILING]
    form = [("form", FORM_PARTS["form"], Item.PART)]
    listed = (*documents, *facts, *(parts or form))
    return {code: AskedItem(code=code, title=title, kind=kind) for code, title, kind in listed}
