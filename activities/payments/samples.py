"""Drawing whether an approval is checked once more before payment (抽查)."""

from activities.office import CaseOffice
from activities.verbs import verb
from adapters.store.cases.file import FiledCase
from adapters.store.payments.samples import seed_in
from adapters.store.writing import Session
from domain.case.record.money_steps import SampleDraw, SampleDrawn
from domain.case.verbs import DRAW_SAMPLE
from domain.sampling import drawn_number, is_drawn


@verb(DRAW_SAMPLE)
def draw_sample(office: CaseOffice, session: Session, case: FiledCase, draw: SampleDraw) -> SampleDrawn:
    """Draw by the seed of the installation; the number is left in the record. A dry run draws nothing: who decides must not foresee it."""
    if not office.draws:
        return SampleDrawn()
    number = drawn_number(seed_in(session), case.number, draw.subject, draw.seq)
    return SampleDrawn(is_drawn=is_drawn(number, draw.per_mille), number=number)
