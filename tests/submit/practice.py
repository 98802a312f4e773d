"""A small real HTTP server that speaks the service's wire, with faults at will: for tests of the client alone.

Run as a program it prints its address and serves until it is ended: `python practice.py '{"drop_after": 0.2}'`.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import random
import sys
import threading
import time
from collections import Counter, deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, urlsplit

KEY = ("LTAIpracticekey0001", "practice-secret-of-the-tests")


class Practice:
    """The state behind the wire. Chances are 0 to 1 for each call; `limit` is calls in any one second, or None.

    `looks` are the statuses that a job shows at one look after the other, the last one for good.
    """

    def __init__(
        self,
        *,
        throttle=0.0,
        error=0.0,
        drop_before=0.0,
        drop_after=0.0,
        limit=None,
        seed=1,
        looks=("Queuing", "Processing", "Success"),
        failure=("", ""),
        retry_after=None,
        slow=0.0,
    ):
        self.chances = {"throttle": throttle, "error": error, "drop_before": drop_before, "drop_after": drop_after}
        self.limit, self.looks, self.failure, self.retry_after, self.slow = limit, looks, failure, retry_after, slow
        self.dice = random.Random(seed)
        self.guard = threading.Lock()
        self.recent = deque()
        self.calls = []  # (action, parameters, seconds)
        self.answers = Counter()  # by code
        self.jobs = {}  # id -> document
        self.tokens = {}  # ClientToken -> job id
        self.seen = Counter()
        self.media_status = "Normal"
        self.refuse = {}  # action -> (status, code, message)
        self.plan = deque()  # faults of the next calls, before any chance; None is a call without one
        self.plain = {}  # action -> (status, body): answers that are no JSON

    def answer(self, action, params):
        """(status, document, fault): what the call gives, the drop that goes with it included."""
        with self.guard:
            now = time.monotonic()
            self.calls.append((action, params, now))
            fault = self._fault()
            if fault in ("drop_before", "hang_before"):
                return 0, {}, fault
            if self._over(now) or fault == "throttle":
                return 429, _error("Throttling.User", "Request was denied due to user flow control."), None
            if fault == "error":
                return 503, _error("ServiceUnavailable", "The request has failed due to a temporary failure."), None
            if action in self.refuse:
                status, code, message = self.refuse[action]
                return status, _error(code, message), None
            status, document = getattr(self, f"_{action}")(params)
            return status, {"RequestId": f"R-{len(self.calls)}", **document}, fault

    def _fault(self):
        if self.plan:
            return self.plan.popleft()
        roll, reached = self.dice.random(), 0.0
        for name, chance in self.chances.items():
            reached += chance
            if roll < reached:
                return name
        return None

    def _over(self, now):
        while self.recent and self.recent[0] <= now - 1.0:
            self.recent.popleft()
        if self.limit is not None and len(self.recent) >= self.limit:
            return True
        self.recent.append(now)
        return False

    def _SubmitMediaProducingJob(self, params):  # the call's own name
        token = params.get("ClientToken", f"none-{len(self.jobs)}")
        if token not in self.tokens:
            number = len(self.jobs) + 1
            url = json.loads(params.get("OutputMediaConfig", "{}")).get("MediaURL", "")
            self.tokens[token] = f"job-{number}"
            self.jobs[f"job-{number}"] = {
                "JobId": f"job-{number}",
                "ProjectId": params.get("ProjectId") or f"project-{number}",
                "MediaId": f"media-{number}",
                "MediaURL": url,
                "Timeline": params.get("Timeline", ""),
                "UserData": params.get("UserData", ""),
                "CreateTime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                "Status": "Init",
            }
        job = self.jobs[self.tokens[token]]
        return 200, {name: job[name] for name in ("JobId", "ProjectId", "MediaId")}

    def _GetMediaProducingJob(self, params):
        job = self.jobs.get(params.get("JobId"))
        if job is None:
            return 404, _error("JobNotFound", "The specified job not found")
        look = min(self.seen[job["JobId"]], len(self.looks) - 1)
        self.seen[job["JobId"]] += 1
        job.update(Status=self.looks[look], Progress=100 * (look + 1) // len(self.looks))
        if job["Status"] in ("Failed", "S3UploadFailed"):
            job["Code"], job["Message"] = self.failure
        if job["Status"] in ("Success", "Finished", "S3UploadSuccess"):
            job["Duration"] = 14.0
        return 200, {"MediaProducingJob": job}

    def _ListMediaProducingJobs(self, params):
        jobs = sorted(self.jobs.values(), key=lambda job: int(job["JobId"][4:]), reverse=True)
        start, size = int(params.get("NextToken") or 0), int(params.get("MaxResults", 10))
        wanted = [job for job in jobs if params.get("ProjectId", job["ProjectId"]) == job["ProjectId"]]
        document = {"MediaProducingJobList": wanted[start : start + size]}
        if start + size < len(wanted):
            document["NextToken"] = str(start + size)
        return 200, document

    def _GetMediaInfo(self, params):
        if params.get("MediaId") not in {job["MediaId"] for job in self.jobs.values()}:
            return 404, _error("MediaNotFound", "The specified media not found")
        return 200, {"MediaInfo": {"MediaId": params["MediaId"], "MediaBasicInfo": {"Status": self.media_status}}}

    def _Jobs(self, params):  # not of the service: what a test asks a server in another process
        return 200, {
            "Jobs": len(self.jobs),
            "Outputs": sorted({job["MediaURL"] for job in self.jobs.values()}),
            "Answers": dict(self.answers),
            "Calls": len(self.calls),
        }


def _error(code, message):
    return {"RequestId": "R-error", "Code": code, "Message": message}


def _handler(practice):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *parts):
            pass

        def do_POST(self):  # the base class's own name
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            query = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
            form = parse_qs(body.decode(), keep_blank_values=True)
            params = {name: values[0] for name, values in {**query, **form}.items()}
            action = self.headers.get("x-acs-action", "")
            if action in practice.plain:
                self._send(*practice.plain[action])
                return
            refusal = _signature_fault(self.headers, query, body)
            if refusal is not None:
                self._send(*refusal)
                return
            if practice.slow:
                time.sleep(practice.slow)
            status, document, fault = practice.answer(action, params)
            practice.answers[document.get("Code", "OK") if fault is None else fault] += 1
            if fault is not None:
                if fault.startswith("hang"):  # taken or not, and then silence
                    time.sleep(3)
                self.close_connection = True
                self.connection.close()
                return
            headers = {"x-acs-retry-after": str(practice.retry_after)} if status == 429 and practice.retry_after else {}
            self._send(status, json.dumps(document).encode(), headers)

        def _send(self, status, body, headers=None):
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    return Handler


def _signature_fault(headers, query, body):
    """The signature worked out again from what arrived; None when it is the caller's own."""
    try:
        _, _, rest = headers["Authorization"].partition(" ")
        told = dict(part.strip().split("=", 1) for part in rest.split(","))
        names = told["SignedHeaders"].split(";")
        pairs = sorted((name, value) for name, values in query.items() for value in values)
        digest = hashlib.sha256(body).hexdigest()
        canonical = "\n".join(
            [
                "POST",
                "/",
                "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in pairs),
                "".join(f"{name}:{headers[name].strip()}\n" for name in names),
                ";".join(names),
                digest,
            ]
        )
        text = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical.encode()).hexdigest()
        right = hmac.new(KEY[1].encode(), text.encode(), hashlib.sha256).hexdigest()
    except (KeyError, ValueError, AttributeError, TypeError):
        return 400, json.dumps(_error("IncompleteSignature", "The request is not signed.")).encode()
    if told["Credential"] != KEY[0]:
        return 404, json.dumps(_error("InvalidAccessKeyId.NotFound", "Specified access key is not found.")).encode()
    if headers["x-acs-content-sha256"] != digest or not hmac.compare_digest(right, told["Signature"]):
        told_back = f"Signed string: {text} by {told['Credential']}"
        return 400, json.dumps(_error("SignatureDoesNotMatch", told_back)).encode()
    return None


@contextlib.contextmanager
def serving(practice, port=0):
    """The server in a thread of this process; gives its `host:port`."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 256

        def handle_error(self, request, client_address):
            pass

    server = Server(("127.0.0.1", port), _handler(practice))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


if __name__ == "__main__":
    with serving(Practice(**json.loads(sys.argv[1]))) as address:
        print(address, flush=True)
        sys.stdin.read()
