"""A decision that was wrong is taken back through HTTP, before its money is ordered; everybody reads why."""

from temporalio.testing import WorkflowEnvironment

from tests.api.asking import new_key, problem_of
from tests.api.procedure import PAYEE, POINTS, People, approve, notice_passes

WHY = {"reason": "审核时误将配套工程计入投资额。"}


async def test_the_lead_corrects_what_it_approved_and_departments_sign_on_what_changed(
    people: People, temporal: WorkflowEnvironment
) -> None:
    problem_of(await people.post("fgw", "/correction", WHY, new_key()), 409, "wrong-stage")
    await approve(people)
    await notice_passes(people, temporal)
    await people.do("yunshu", "/payee", PAYEE)
    problem_of(await people.post("gxj", "/correction", WHY, new_key()), 403, "not-allowed")
    problem_of(await people.post("fgw", "/correction", {"reason": " "}, new_key()), 422, "invalid-input")

    offered = {each["act"] for each in (await people.get("fgw")).json()["allowed_acts"]}
    assert "correct_decision" in offered
    back = await people.do("fgw", "/correction", WHY)
    assert (back["stage"], back["waiting_for"][0]["acts"]) == ("牵头审核中", ["review"])
    (told,) = [
        each
        for each in (await people.get("yunshu")).json()["timeline"]
        if each["event"] == "decision_corrected"
    ]
    assert told["reason"] == WHY["reason"]

    verified = {"audited_investment": "50000000.00"}
    again = await people.do(
        "fgw",
        "/review",
        {"decision": "approve", "checklist": POINTS, "verified_facts": verified, "reason": WHY["reason"]},
    )
    assert (again["stage"], again["amount"]) == ("部门会签中", "5000000.00")


async def test_once_the_money_is_ordered_the_answer_says_what_is_left_to_do(
    people: People, temporal: WorkflowEnvironment
) -> None:
    await approve(people)
    await notice_passes(people, temporal)
    await people.do("yunshu", "/payee", PAYEE)
    split = {"document_number": "廊财建〔2026〕88号", "city_amount": "10000000.00", "locality_amount": "0.00"}
    await people.do("finance", "/fund-document", split)
    refused = problem_of(await people.post("fgw", "/correction", WHY, new_key()), 409, "wrong-stage")
    assert "追回" in refused["remedy"]
    assert "补足差额" in refused["remedy"]
