"""How much one unit may have under way: enough for every honest application, too little to flood a desk or a disk. Ours, not the law's."""

from typing import Final, NamedTuple

from domain.errors import LimitReached

MIB: Final = 1024 * 1024

MOST_RUNNING: Final = 20
"""Applications of one unit about one project that have not ended; the rule pays once whatever their number."""
MOST_REPEATED: Final = 200
"""The same where one base bears several awards, such as a unit's loans: more than a unit brings before an office in a year."""


MOST_FILED_A_DAY: Final = 500
"""Applications of one unit, its makers' among them, ended or not: whoever withdraws and applies again, and again, is known by it."""
MOST_DRAFTS_A_DAY: Final = 200
"""Applications of one unit that were numbered and reached no office, since Temporal was away: whoever sends them again under new keys fills the store."""


MOST_LAID_DOWN: Final = 20
"""Objections, or accounts to pay to, that one person sends to one case within 24 hours, taken or refused."""


MOST_GIVEN_OUT: Final = 10
"""How often on one day somebody takes the own data along: each time is a link of the house's chain."""


class Room(NamedTuple):
    """So many documents, and so many bytes of them in all."""

    documents: int
    size: int

    def holds(self, there: "Room", size: int) -> bool:
        """Whether one more document of a size finds room beside what is there."""
        return there.documents < self.documents and there.size + size <= self.size


IN_A_CASE: Final = {False: Room(200, 1024 * MIB), True: Room(400, 2048 * MIB)}
"""In one case by the applicant, and with the office's own: whose turn it is always finds room."""
IN_A_DAY: Final = {False: Room(600, 3072 * MIB), True: Room(1200, 6144 * MIB)}
"""In all cases of a unit within 24 hours."""


def check_room(in_case: Room, in_a_day: Room, size: int, *, is_office: bool) -> None:
    """See whether one more document may come.

    Args:
        in_case: what the case has.
        in_a_day: what came in all cases of its unit within 24 hours.
        size: of the new one, in bytes.
        is_office: whether the office adds it.

    Raises:
        LimitReached: there is no room.
    """
    most = IN_A_CASE[is_office]
    if not most.holds(in_case, size):
        raise LimitReached(
            f"本案材料已达上限（{_said(most)}），不能再上传。",
            remedy="请将其余材料以纸质形式交牵头部门，或请牵头部门上传。",
        )
    most = IN_A_DAY[is_office]
    if not most.holds(in_a_day, size):
        raise LimitReached(
            f"本单位 24 小时内上传的材料已达上限（{_said(most)}）。",
            remedy="请在其中最早一份上传满 24 小时后继续上传；已上传的材料不受影响。",
        )


def check_running(running: int, *, is_repeatable: bool) -> None:
    """See whether one more application about a project may come.

    Args:
        running: applications of the unit about it that have not ended.
        is_repeatable: whether several awards on one base are normal (``AwardBase.repeatable``).

    Raises:
        LimitReached: too many have not ended.
    """
    if is_repeatable:
        if running >= MOST_REPEATED:
            raise LimitReached(
                f"本单位在本事项下正在办理的申请已有 {running} 件，不能再提交。",
                why="一个单位同时在办的申请设有上限，以免积压影响其他单位。",
                remedy="请待部分申请办结后再提交。",
            )
    elif running >= MOST_RUNNING:
        raise LimitReached(
            f"本单位就同一项目正在办理的申请已有 {running} 件，不能再提交。",
            why="同一项目只兑现一次，重复申请不会增加金额。",
            remedy="请撤回不再需要的申请，或待其办结后再提交。",
        )


def check_filed(today: int, drafts: int) -> None:
    """See whether a unit may file one more application today.

    Args:
        today: how many it filed on this day, whatever became of them.
        drafts: how many more were numbered on this day and reached no office; they use up nothing of the others.

    Raises:
        LimitReached: too many.
    """
    if drafts >= MOST_DRAFTS_A_DAY:
        raise LimitReached(
            f"本单位今日已有 {drafts} 件申请取得编号而尚未送达受理部门，不能再提交新的申请。",
            why="系统暂时不能受理时，以新的 Idempotency-Key 重复提交，每次都另编一号，因此设有上限。",
            remedy="请在系统恢复后，用原来的 Idempotency-Key 重新发送这些申请，送达后即可继续提交；无法找回原 Idempotency-Key 的，请于次日重新提交。",
        )
    if today >= MOST_FILED_A_DAY:
        raise LimitReached(
            f"本单位今日提交的申请已达 {MOST_FILED_A_DAY} 件，不能再提交。",
            why="一个单位每日提交的申请设有上限（含已撤回的），以免反复提交占用受理窗口。",
            remedy="请于次日继续提交；已提交的申请不受影响。",
        )


def check_laid_down(within_a_day: int, what: str) -> None:
    """See whether somebody may send one more objection, or account, to a case.

    Args:
        within_a_day: how many the same person sent to it within 24 hours, taken or refused.
        what: 异议 or 收款账户.

    Raises:
        LimitReached: too many.
    """
    if within_a_day >= MOST_LAID_DOWN:
        raise LimitReached(
            f"您 24 小时内就本案提交{what}已达 {MOST_LAID_DOWN} 次，不能再提交。",
            why="每次提交都记入案件的审计记录，反复提交（含未被受理的）设有上限。",
            remedy="请在其中首次提交满 24 小时后再提交；不清楚未被受理的原因的，请联系牵头部门。",
        )


def check_given_out(today: int) -> None:
    """See whether somebody may take the own data along once more.

    Args:
        today: how often on this day so far.

    Raises:
        LimitReached: too often.
    """
    if today >= MOST_GIVEN_OUT:
        raise LimitReached(
            f"您今日导出本人信息已达 {MOST_GIVEN_OUT} 次。",
            why="每次导出都记入审计记录，因此设有上限。",
            remedy="请使用今日已导出的文件，或于次日再导出。",
        )


def _said(room: Room) -> str:
    return f"{room.documents} 份、合计 {room.size // (1024 * MIB)} GB"
