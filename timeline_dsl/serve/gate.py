"""The way of one call through the endpoint: read, recognised, let in, carried out."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

import attrs

from timeline_dsl.serve import clock, signature
from timeline_dsl.serve.calls import ACTIONS, Action, Realm
from timeline_dsl.serve.calls.table import Answer
from timeline_dsl.serve.limits import CallLimit
from timeline_dsl.serve.paths import AddressError
from timeline_dsl.serve.responses import Refusal, invalid
from timeline_dsl.serve.signature import LIFETIME, Received

VERSION = "2020-11-09"
FORM = "application/x-www-form-urlencoded"


@attrs.frozen(kw_only=True)
class Admitted:
    """A call that may be carried out."""

    action: Action
    access_key_id: str
    texts: Mapping[str, str]


@attrs.frozen(kw_only=True)
class Gate:
    """What stands between the wire and the calls."""

    realm: Realm
    secrets: Mapping[str, str]
    limit: CallLimit

    def admit(self, request: Received) -> Admitted:
        """Recognise the action and its caller. Refusal for an unknown call, a bad signature, too many calls."""
        texts = parameters(request)
        name = request.header("x-acs-action") or texts.get("Action") or ""
        action = ACTIONS.get(name)
        if action is None or request.path != "/":
            raise Refusal("InvalidAction.NotFound")
        if (request.header("x-acs-version") or texts.get("Version")) != VERSION:
            raise Refusal("InvalidVersion", f"Specified parameter Version is not valid: it must be {VERSION}.")
        if request.method not in ("GET", "POST"):
            raise Refusal("UnsupportedHTTPMethod")
        if action.before_auth is not None:
            action.before_auth(texts, self.realm.region)
        moment = clock.now()
        caller = signature.verify(
            request,
            self.secrets,
            moment,
            lambda key, nonce: self.realm.database.first_use(
                key, nonce, moment.timestamp(), 2 * LIFETIME.total_seconds()
            ),
        )
        if not self.limit.admits(caller):
            raise Refusal("Throttling.User")
        return Admitted(action=action, access_key_id=caller, texts=texts)

    def perform(self, admitted: Admitted) -> Answer:
        """Carry the call out. Refusal when a parameter or the state of things forbids it."""
        call = admitted.action.call(admitted.texts, admitted.access_key_id, self.realm)
        try:
            return admitted.action.answer(call)
        except AddressError as error:
            raise Refusal("InvalidParameter", str(error)) from error


def decoded(text: str, part: str) -> tuple[tuple[str, str], ...]:
    """The (name, value) pairs of a query or form; Refusal InvalidParameter when they are not UTF-8."""
    try:
        return tuple(parse_qsl(text, keep_blank_values=True, errors="strict"))
    except ValueError:
        raise Refusal("InvalidParameter", f"The {part} is not percent-encoded UTF-8.") from None


def parameters(request: Received) -> dict[str, str]:
    """The parameters of query and form body together."""
    pairs = list(request.query)
    if request.body and (request.header("content-type") or "").partition(";")[0].strip().lower() == FORM:
        try:
            pairs += decoded(request.body.decode("ascii"), "form body")
        except UnicodeDecodeError:
            raise Refusal("InvalidParameter", "The form body is not percent-encoded UTF-8.") from None
    texts: dict[str, str] = {}
    for name, value in pairs:
        if texts.setdefault(name, value) != value:
            raise invalid(name, "It is given twice, with different values.")
        if "\x00" in value:
            raise invalid(name, "It holds a NUL character.")
    return texts
