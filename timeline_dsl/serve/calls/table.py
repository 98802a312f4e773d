"""The table of calls: which there are, which parameters each declares, and what a call is given to work with."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

import attrs

from timeline_dsl.serve import clock
from timeline_dsl.serve.engine import Document, Engine
from timeline_dsl.serve.responses import Refusal, invalid
from timeline_dsl.serve.store import Database, Token, Transaction

Kind = Literal["text", "document", "list", "integer", "boolean", "time", "ids"]
Answer = Mapping[str, Any]


@attrs.frozen
class Param:
    """One parameter of a call: its wire name, what its text must hold, and its limits."""

    name: str
    kind: Kind = "text"
    required: bool = attrs.field(default=False, kw_only=True)
    choices: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    max_bytes: int | None = attrs.field(default=None, kw_only=True)
    low: int = attrs.field(default=1, kw_only=True)
    high: int | None = attrs.field(default=None, kw_only=True)

    def read(self, text: str) -> Any:
        """The value in `text`; Refusal InvalidParameter when it holds none of this kind."""
        if self.max_bytes is not None and len(text.encode()) > self.max_bytes:
            raise invalid(self.name, f"It has {len(text.encode())} bytes; at most {self.max_bytes} are allowed.")
        if self.choices and text not in self.choices:
            raise invalid(self.name, f"It must be one of {', '.join(self.choices)}.")
        return _READERS[self.kind](self, text)


def _document(param: Param, text: str) -> Any:
    value = parsed(param.name, text)
    if not isinstance(value, dict):
        raise invalid(param.name, "It must be the text of a JSON object.")
    return value


def _list(param: Param, text: str) -> Any:
    value = parsed(param.name, text)
    if not isinstance(value, list):
        raise invalid(param.name, "It must be the text of a JSON array.")
    return value


def _integer(param: Param, text: str) -> int:
    try:
        value = int(text) if len(text) <= 20 else None
    except ValueError:
        value = None
    if value is None or value < param.low or (param.high is not None and value > param.high):
        upto = f" to {param.high}" if param.high is not None else " or more"
        raise invalid(param.name, f"It must be an integer, {param.low}{upto}.")
    return value


def _boolean(param: Param, text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise invalid(param.name, "It must be true or false.")
    return text.lower() == "true"


def _time(param: Param, text: str) -> datetime:
    try:
        return clock.read(text)
    except ValueError:
        raise invalid(param.name, "It must be a UTC time written YYYY-MM-DDThh:mm:ssZ.") from None


def _ids(param: Param, text: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in text.split(",") if part.strip())
    if not found or (param.high is not None and len(found) > param.high):
        raise invalid(param.name, f"It must be a comma-separated list of 1 to {param.high or 'many'} items.")
    return found


_READERS: Mapping[Kind, Callable[[Param, str], Any]] = {
    "text": lambda _, text: text,
    "document": _document,
    "list": _list,
    "integer": _integer,
    "boolean": _boolean,
    "time": _time,
    "ids": _ids,
}


def parsed(name: str, text: str) -> Any:
    """The JSON value in `text`; Refusal InvalidParameter with the place of the fault."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise invalid(name, f"It is no JSON: {error.msg} at line {error.lineno} column {error.colno}.") from None
    except RecursionError:
        raise invalid(name, "It is nested too deeply.") from None
    except ValueError as error:
        raise invalid(name, f"It is no JSON: {error}.") from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")


@attrs.frozen(kw_only=True)
class Realm:
    """What every call of one endpoint shares.

    `region` is the region the endpoint plays, or None for any; `wake` tells the queue that there is work;
    `file_url` makes a signed local address for a bucket, an object and a lifetime in seconds.
    """

    database: Database
    engine: Engine
    root: Path
    region: str | None
    wake: Callable[[], None]
    file_url: Callable[[str, str, int], str]


@attrs.frozen(kw_only=True)
class Call:
    """One call that was let in: the parameters as texts and as values, and the realm it acts in."""

    action: str
    access_key_id: str
    texts: Mapping[str, str]
    values: Mapping[str, Any]
    realm: Realm

    def text(self, name: str) -> str | None:
        """The text of a parameter as it came, or None."""
        return self.texts.get(name)

    def require(self, name: str) -> str:
        """The text of a parameter that must be there."""
        text = self.texts.get(name)
        if text is None:
            raise missing(name)
        return text

    def document(self, name: str) -> Document | None:
        """The value of a `document` parameter, or None."""
        value: Document | None = self.values.get(name)
        return value

    def integer(self, name: str, default: int) -> int:
        """The value of an `integer` parameter."""
        return int(self.values.get(name, default))

    def flag(self, name: str) -> bool:
        """The value of a `boolean` parameter; False when absent."""
        return bool(self.values.get(name, False))

    def ids(self, name: str) -> tuple[str, ...]:
        """The value of an `ids` parameter; empty when absent."""
        return tuple(self.values.get(name, ()))

    def moment(self, name: str) -> str | None:
        """The value of a `time` parameter as it is stored, or None."""
        return clock.written(self.values[name]) if name in self.values else None


@attrs.frozen(kw_only=True)
class Action:
    """A call of the service: its name, its parameters, and the function that answers it.

    `before_auth` looks at the texts of the parameters before the signature is looked at.
    """

    name: str
    params: tuple[Param, ...]
    answer: Callable[[Call], Answer]
    before_auth: Callable[[Mapping[str, str], str | None], None] | None = None

    def call(self, texts: Mapping[str, str], access_key_id: str, realm: Realm) -> Call:
        """The call with its parameters read; Refusal MissingParameter or InvalidParameter."""
        known: dict[str, str] = {}
        values: dict[str, Any] = {}
        for param in self.params:
            text = texts.get(param.name)
            if text is None or (text == "" and param.kind != "text"):
                if param.required:
                    raise missing(param.name)
                continue
            if param.required and text == "":
                raise missing(param.name)
            known[param.name] = text
            values[param.name] = param.read(text)
        return Call(action=self.name, access_key_id=access_key_id, texts=known, values=values, realm=realm)


ACTIONS: dict[str, Action] = {}
F = TypeVar("F", bound=Callable[[Call], Answer])


def action(
    name: str, *params: Param, before_auth: Callable[[Mapping[str, str], str | None], None] | None = None
) -> Callable[[F], F]:
    """Enter a function into the table under the service's name of the call."""

    def enter(function: F) -> F:
        ACTIONS[name] = Action(name=name, params=params, answer=function, before_auth=before_auth)
        return function

    return enter


def missing(name: str) -> Refusal:
    """MissingParameter in the service's words."""
    return Refusal(
        "MissingParameter",
        f'The input parameter "{name}" that is mandatory for processing this request is not supplied.',
    )


def new_id() -> str:
    """An id of a job, project, template or media asset: 32 hexadecimal digits, as the service's are."""
    return uuid.uuid4().hex


def once(call: Call, act: Callable[[Transaction], Answer]) -> Answer:
    """The answer of `act`, run at most once for the call's ClientToken; without a token, run each time.

    The token and what `act` writes become lasting together. The same token with other parameters is refused.
    """
    token = call.text("ClientToken")
    with call.realm.database.transaction() as store:
        earlier = _earlier(call, token, store)
        if earlier is not None:
            return earlier
        answer = act(store)
        if token:
            store.insert(
                Token(token_key=_token_key(call, token), parameters=fingerprint(call), answer=json.dumps(dict(answer)))
            )
        return answer


def answered_before(call: Call) -> Answer | None:
    """What the call's ClientToken was answered before, or None when it is new."""
    with call.realm.database.reading() as store:
        return _earlier(call, call.text("ClientToken"), store)


def _earlier(call: Call, token: str | None, store: Transaction) -> Answer | None:
    if not token:
        return None
    if not token.isascii() or len(token) > 64:
        raise invalid("ClientToken", "It must be at most 64 ASCII characters.")
    earlier = store.get(Token, _token_key(call, token))
    if earlier is None:
        return None
    if earlier.parameters != fingerprint(call):
        raise invalid(
            "ClientToken",
            "It was used before with other parameters. Send the same parameters, or a new token for a new request.",
        )
    answer: Answer = json.loads(earlier.answer)
    return answer


def _token_key(call: Call, token: str) -> str:
    return f"{call.access_key_id} {call.action} {token}"


def fingerprint(call: Call) -> str:
    """SHA-256 of the parameters, ClientToken apart; how a structured one was spaced and ordered does not count."""
    kinds = {param.name: param.kind for param in ACTIONS[call.action].params}
    values = {
        name: call.values[name] if kinds[name] in ("document", "list") else text
        for name, text in call.texts.items()
        if name != "ClientToken"
    }
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def errors_of(findings: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The findings that refuse a document."""
    return [finding for finding in findings if finding["severity"] == "error"]


def refuse_errors(findings: Iterable[Mapping[str, Any]], parameter: str) -> None:
    """Raise InvalidParameter for the first error among `findings`, with its rule and place, and how many follow.

    The parameter named is the one the finding's path begins with, or `parameter` when the path names none.
    """
    errors = errors_of(findings)
    if not errors:
        return
    first = errors[0]
    head = str(first["path"]).split("/")[1:2]
    name = head[0] if head and head[0] in _STRUCTURED else parameter
    reason = f"{first['path'] or '/'}: {first['message']} [{first['rule']}]"
    if first.get("fix"):
        reason += f" Fix: {first['fix']}."
    if len(errors) > 1:
        reason += f" {len(errors) - 1} more: {', '.join(str(error['rule']) for error in errors[1:6])}."
    raise invalid(name, reason)


_STRUCTURED = frozenset(
    (
        "Timeline",
        "OutputMediaConfig",
        "ClipsParam",
        "UserData",
        "EditingProduceConfig",
        "MediaMetadata",
        "ProjectMetadata",
        "ProjectId",
        "TemplateId",
        "OutputMediaTarget",
        "Source",
        "ClientToken",
        "Config",
    )
)
