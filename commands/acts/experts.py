"""What an expert panel gives to the review that follows it."""

from adapters.store.cases.records import CaseRecord
from adapters.store.engine import open_session
from adapters.store.experts.panels import panel_of_case
from commands.wiring import Wiring
from domain.case.record.stages import Stage
from domain.errors import WrongStage


def panel_score(wired: Wiring, case: CaseRecord) -> int | None:
    """The score of the panel; None where the case is with no experts.

    Raises:
        WrongStage: nobody has given marks yet, or somebody is still awaited.
    """
    if case.stage != Stage.EXPERT_REVIEW.value:
        return None
    with open_session(wired.engine) as session:
        panel = panel_of_case(session, case.case_number)
    if panel is None or (panel.score is None and not panel.awaited):
        raise WrongStage(
            "还没有专家评分，不能通过。",
            why="专家评审得分由专家组逐项评分得出。",
            clause="附则(五)",
            remedy="请先组织专家组（expert-panel），待专家评分后再审核。",
        )
    if panel.awaited:
        names = "、".join(seat.name for seat in panel.awaited)
        raise WrongStage(
            f"尚有专家未评分：{names}。",
            why=f"专家评审期限至 {panel.due_on}。",
            clause="附则(五)",
            remedy="请等待专家评分，或者撤回对该专家的委托后再审核。",
        )
    return panel.score
