"""The year's ranked batch: four cases, three places."""

from domain.case.record.stages import Stage
from tests.workflows.office import Office


async def test_of_four_cases_the_three_best_scores_are_selected(office: Office) -> None:
    cases = []
    for score in (70, 95, 60, 88):
        case = await office.file("foundation_model")
        await case.walk(Stage.EXPERT_REVIEW)
        await case.act("review", decision="approve", expert_score=score)
        await case.walk(Stage.BATCH_SELECTION)
        cases.append(case)
    stages = [(await case.ring()).stage for case in cases]
    notice = Stage.PUBLIC_NOTICE
    assert stages == [notice, notice, Stage.REJECTED, notice]
    assert cases[2].timeline()[-1] == "not_selected"
