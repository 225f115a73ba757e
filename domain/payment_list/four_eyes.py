"""Four eyes over a payment list: who decided does not pay, and who issued the money does not record that it arrived.

The decision, and what it rests on. The internal control rules for public bodies (《行政事业单位内部控制规范(试行)》,
财会〔2012〕21号, on expenditure) keep apart applying for and approving an expense, approving and executing a payment,
and doing and recording it. Here that means:

1. Whoever approved, reviewed, signed, applied or objected in a case neither puts its payment on a list nor confirms it.
2. Whoever issued the fund document of a payment does not confirm that payment, by this file or any other door: issuing is the
   approval of the payment, the file is the record of its execution. So no payment is issued and recorded by one person.
3. The maker of a list may be either of the two: a list decides nothing, every line of it was ordered before.

A line that offends refuses the whole list or file, and says which; another member of the finance bureau does it then.
"""

from collections.abc import Iterable

from domain.case.acts.four_eyes import exclude_each_other
from domain.case.acts.payment import ConfirmPayment, IssueFundDocument
from domain.case.acts.registry import label_of
from domain.frozen import Frozen
from domain.normal_form import normal_form


class DoneAct(Frozen):
    """An act that a person did in a case; the fund document where it issued one."""

    kind: str
    document_number: str = ""


def bar_from_listing(done: Iterable[DoneAct]) -> str:
    """Why this person may not put the case's payment on a list; empty when nothing bars it."""
    for act in done:
        if exclude_each_other(ConfirmPayment.kind, act.kind):
            return f"您办理过本案的“{label_of(act.kind)}”，审批与拨付不得为同一人，请由其他人员办理"
    return ""


def bar_from_confirming(done: Iterable[DoneAct], document_number: str) -> str:
    """Why this person may not confirm a payment under the document; empty when nothing bars it."""
    acts, document = tuple(done), normal_form(document_number)
    for act in acts:
        if act.kind == IssueFundDocument.kind and normal_form(act.document_number) == document:
            return "您下达了这笔资金，下达与登记到账不得为同一人，请由其他拨付人员导入"
    return bar_from_listing(acts)
