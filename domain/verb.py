"""A verb (动作): something that workflows ask to be done and activities do; its name and its two messages, for both to share."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, ParamSpec, TypeVar, cast

from domain.frozen import Frozen

Content = ParamSpec("Content")
Asked = TypeVar("Asked", bound=Frozen)
Answer = TypeVar("Answer", bound=Frozen)


class Done(Frozen):
    """The answer of a verb that has nothing to say."""


@dataclass(frozen=True)
class Verb(Generic[Content, Asked, Answer]):
    """What a verb is called, what it is asked, what it answers.

    Attributes:
        name: of the activity; in histories, in the store and in the audit chain, so it stays.
        request: makes the message that asks for it.
        answer: the type of what comes back.
        summary: what the Temporal UI shows beside it, in Chinese.
    """

    name: str
    request: Callable[Content, Asked]
    answer: type[Answer]
    summary: str

    @property
    def request_type(self) -> type[Asked]:
        """What makes the message is its class."""
        return cast("type[Asked]", self.request)

    def titled(self, summary: str) -> "Verb[Content, Asked, Answer]":
        """The same verb, shown in other words."""
        return replace(self, summary=summary)
