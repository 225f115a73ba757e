"""The post office (邮局): one workflow an installation, which empties the outbox whenever a mail waits.

Cases only signal it, so that mail trouble never holds up a case. It tries for ever, a minute apart at most; the alarm is
the failing activity with its reason, the current details, and errors in the worker's log.
"""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError, is_cancelled_exception

from domain.post_office import (
    MAIL_WAITING,
    POST_OFFICE,
    SEND_MAILS,
    PostOfficeState,
    SendReport,
    SendRequest,
)
from workflows.clock import until
from workflows.runs import RunLength

ROUND = RetryPolicy(
    initial_interval=timedelta(seconds=1),
    backoff_coefficient=2,
    maximum_interval=timedelta(minutes=1),
    maximum_attempts=20,
)
"""About a quarter of an hour; then the details are written anew and the next round begins."""

TROUBLES = {
    "MailServerAway": "邮件服务器连接不上",
    "MailHeld": "邮件服务器拒收本系统发出的邮件，请检查发信账号、发件人地址和中继许可",
    "MailDeferred": "收件方服务器要求稍后再试",
}


@workflow.defn(name=POST_OFFICE)
class PostOffice:
    """Waits for mails and has them sent, batch after batch."""

    @workflow.init
    def __init__(self, state: PostOfficeState) -> None:
        self._begun_with = state
        self._sent = state.sent
        self._failed = state.failed
        self._mail_waiting = True  # each run looks into the outbox first
        self._batches = 0
        self._trouble = ""
        self._length = RunLength()

    @workflow.run
    async def run(self, state: PostOfficeState) -> None:
        """Send what waits, for ever."""
        while True:
            self._describe()
            await until(lambda: self._mail_waiting)
            self._mail_waiting = False
            await self._send_batch()
            if self._is_long():
                totals = {"sent": self._sent, "failed": self._failed}
                workflow.continue_as_new(self._begun_with.model_copy(update=totals))

    @workflow.signal(name=MAIL_WAITING)
    def mail_waiting(self) -> None:
        """A mail was committed to the outbox."""
        self._mail_waiting = True

    async def _send_batch(self) -> None:
        """One batch; what is left over, or could not be sent, makes another one due."""
        self._batches += 1
        try:
            report = await workflow.execute_activity(
                SEND_MAILS,
                SendRequest(),
                result_type=SendReport,
                start_to_close_timeout=timedelta(minutes=2),
                heartbeat_timeout=timedelta(seconds=20),  # a killed worker holds the mails up no longer
                retry_policy=ROUND,
                summary="发送邮件",
            )
        except ActivityError as error:
            if is_cancelled_exception(error):
                raise
            self._trouble = _trouble(error)
            self._mail_waiting = True
        else:
            self._trouble = ""
            self._sent += report.sent
            self._failed += report.failed
            self._mail_waiting = self._mail_waiting or report.left > 0

    def _is_long(self) -> bool:
        return self._batches >= self._begun_with.batches_a_run or self._length.is_full()

    def _describe(self) -> None:
        """The current details in the Temporal UI; no address, no name."""
        trouble = f"**投递受阻：{self._trouble}，正在继续重试。**" if self._trouble else "投递正常。"
        workflow.set_current_details(
            f"## 邮局\n\n{trouble}\n\n- 已发送：{self._sent} 封\n- 被永久拒收：{self._failed} 封\n"
            "- 服务器不可用时自动重试，间隔最长 1 分钟，不影响案件办理；原因见 Pending Activities\n"
        )


def _trouble(error: ActivityError) -> str:
    """What went wrong, in the words of whoever watches over the installation."""
    cause = error.cause
    kind = (cause.type or "") if isinstance(cause, ApplicationError) else ""
    return TROUBLES.get(kind, f"发送未成功（{kind or type(cause).__name__}）")
