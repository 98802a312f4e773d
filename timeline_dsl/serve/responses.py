"""What the endpoint answers: the service's codes with their HTTP statuses, and the JSON bodies that carry them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from timeline_dsl.errors import TimelineError

# code: HTTP status and the sentence the service sends with it. ProjectNotFound, Throttling.User and InvalidParameter
# stand in the submit call's own table; the gateway's codes are the common ones of the service's API family; codes
# marked inferred have no published name.
CODES: Mapping[str, tuple[int, str]] = {
    "InvalidParameter": (400, "The specified parameter is not valid."),
    "MissingParameter": (400, "A parameter that is mandatory for this request is not supplied."),
    "InvalidVersion": (400, "Specified parameter Version is not valid."),
    "InvalidAction.NotFound": (404, "Specified api is not found, please check your url and method."),
    "UnsupportedHTTPMethod": (405, "This http method is not supported."),
    "EntityTooLarge": (413, "The request body is too large."),  # inferred
    "InvalidRequest": (400, "The request is not valid HTTP."),  # inferred
    "IncompleteSignature": (400, "The request signature does not conform to Aliyun standards."),
    "SignatureDoesNotMatch": (400, "Specified signature does not match our calculation."),
    "SignatureNonceUsed": (400, "Specified signature nonce was used already."),
    "InvalidTimeStamp.Format": (400, "Specified time stamp or date value is not well formatted."),
    "InvalidTimeStamp.Expired": (400, "Specified time stamp or date value is expired."),
    "InvalidAccessKeyId.NotFound": (404, "Specified access key is not found."),
    "Throttling.User": (429, "Request was denied due to user flow control."),
    "ProjectNotFound": (404, "The specified project not found"),
    "TemplateNotFound": (404, "The specified template not found"),  # inferred
    "JobNotFound": (404, "The specified job not found"),  # inferred
    "MediaNotFound": (404, "The specified media not found"),  # inferred
    "FileNotFound": (404, "There is no such file, or its signed address has expired."),  # inferred; not a call
    "ServiceUnavailable": (503, "The request has failed due to a temporary failure of the server."),
    "InternalError": (500, "The request processing has failed due to some unknown error."),
}


class Refusal(TimelineError):
    """A call that the endpoint refuses: `code` and `status` as the service names them."""

    def __init__(self, code: str, message: str | None = None) -> None:
        self.code = code
        self.status, sentence = CODES[code]
        super().__init__(message or sentence)


def invalid(parameter: str, reason: str) -> Refusal:
    """InvalidParameter in the service's words, followed by what is wrong and how to mend it."""
    return Refusal("InvalidParameter", f"The specified parameter {parameter} is not valid. {reason}")


def new_request_id() -> str:
    """A request id as the service writes it: an upper-case UUID."""
    return str(uuid.uuid4()).upper()


def answer(request_id: str, members: Mapping[str, Any]) -> bytes:
    """The JSON body of an accepted call. Members that are None are left out, as the service does."""
    return _text({"RequestId": request_id, **members})


def refusal(request_id: str, refused: Refusal, host: str = "") -> bytes:
    """The JSON body of a refused call."""
    return _text({"RequestId": request_id, "HostId": host, "Code": refused.code, "Message": refused.message})


def _text(members: Mapping[str, Any]) -> bytes:
    return json.dumps(present(members), ensure_ascii=False).encode("utf-8", "replace")


def present(value: Any) -> Any:
    """`value` without the members that are None, at any depth."""
    if isinstance(value, Mapping):
        return {key: present(member) for key, member in value.items() if member is not None}
    if isinstance(value, list | tuple):
        return [present(member) for member in value]
    return value
