"""One route an act, made of its class: what it takes, who may, and what its documentation says."""

from inspect import Parameter, Signature
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path

from api.acts.acting import ActRequest, AtOffice
from api.acts.addresses import ADDRESSES, Address
from api.auth import Require
from api.cases.views import ActAnswer
from commands.access.caller import Caller
from domain.case.acts.act import Act
from domain.case.acts.request import request_of, subject_of
from domain.closed import Closed

router = APIRouter(prefix="/v1/applications/{number}")


def _add_route(act: type[Act], address: Address) -> None:
    """Take an act in at its address."""

    async def take_in(body: Closed, caller: Caller, office: ActRequest, **subject: Any) -> ActAnswer:
        return await office.do(caller, act, body, *subject.values())

    given = {
        "body": request_of(act),
        "caller": Annotated[Caller, Depends(Require(*act.rules.by))],
        "office": AtOffice,
    }
    if about := address.path.partition("{")[2].partition("}")[0]:
        given[about] = Annotated[subject_of(act), Path()]
    parameters = [
        Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation) for name, annotation in given.items()
    ]
    take_in.__name__, take_in.__doc__ = act.kind, act.__doc__
    setattr(take_in, "__signature__", Signature(parameters, return_annotation=ActAnswer))  # noqa: B010 - not typed
    router.post(f"/{address.path}", summary=act.label, tags=[address.heading])(take_in)


for _act, _address in ADDRESSES.items():
    _add_route(_act, _address)
