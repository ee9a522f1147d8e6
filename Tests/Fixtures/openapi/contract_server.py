"""A server made of an OpenAPI document: refuses what the document does not declare, answers from its schemas.

    contract_server.py DOCUMENT.json

Prints its port and ends when its standard input does. For tests:
  GET  /__calls    {"calls": [...], "violations": [...], "uncalled": [ids of operations]}
  POST /__answers  {"operation": id, "answers": [{"status": 200, "body": {...}} or {"fields": {...}}]}: used in turn, the last
                   one for ever; "fields" are put into the answer that the schema gives
"""

import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from answers import Answers
from contract import Contract, pairs


class State:
    def __init__(self, document):
        self.lock = threading.Lock()
        self.contract = Contract(document)
        self.answers = Answers(self.contract)
        self.calls, self.violations, self.planned = [], [], {}

    def report(self):
        with self.lock:
            called = {call["operation"] for call in self.calls}
            uncalled = [o["id"] for o in self.contract.operations if o["id"] not in called]
            return {"calls": self.calls, "violations": self.violations, "uncalled": uncalled}

    def plan(self, wish):
        with self.lock:
            self.planned[wish["operation"]] = wish["answers"]

    def handle(self, method, path, query, headers, body):
        operation, values = self.contract.find(method, path)
        if operation is None:
            return self.refuse(404, f"{method} {path}: {values}")
        content_type = (headers.get("content-type") or "").split(";")[0]
        sent, problem = self.parsed(content_type, body)
        problems = [problem] if problem else self.contract.problems(operation, values, pairs(query), content_type, sent)
        if not operation.get("open") and not headers.get("authorization"):
            problems.append("no authorization")
        if problems:
            return self.refuse(400, f"{method} {path}: {'; '.join(problems)}")
        with self.lock:
            names = [name for name, _ in pairs(query)]
            key = headers.get("idempotency-key")
            self.calls.append({"operation": operation["id"], "path": path, "query": names, "body": sent, "idempotency_key": key})
            return self.planned_answer(operation, self.answers.answer(operation, values, pairs(query), sent))

    @staticmethod
    def parsed(content_type, body):
        if not body:
            return None, None
        try:
            if content_type == "application/x-www-form-urlencoded":
                return dict(pairs(body.decode())), None
            return json.loads(body), None
        except ValueError as error:
            return None, f"the body is not {content_type}: {error}"

    def planned_answer(self, operation, answer):
        plan = self.planned.get(operation["id"])
        if not plan:
            return answer
        wish = plan.pop(0) if len(plan) > 1 else plan[0]
        if "fields" in wish:
            return wish.get("status", answer[0]), (answer[1] or {}) | wish["fields"]
        return wish.get("status", answer[0]), wish.get("body")

    def refuse(self, status, problem):
        with self.lock:
            self.violations.append(problem)
        return status, {"detail": problem}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: State

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        path, _, query = self.path.partition("?")
        if path == "/__calls":
            return self.answer(200, self.state.report())
        if path == "/__answers":
            self.state.plan(json.loads(body))
            return self.answer(200, {})
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.answer(*self.state.handle(self.command, path, query, headers, body))

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

    def answer(self, status, value):
        body = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        if value is not None:
            self.send_header("content-type", "application/json")
        if status != 204:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def end_with_parent():
    while os.read(0, 4096):
        pass
    os._exit(0)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        Handler.state = State(json.load(file))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(server.server_port, flush=True)
    threading.Thread(target=end_with_parent, daemon=True).start()
    server.serve_forever()
