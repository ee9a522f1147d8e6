"""Questions to the control API at a steady rate, over connections that are kept."""
import http.client
import itertools
import socket
import threading
import time
from dataclasses import dataclass

# As many as a page with its events, a few commands and a scraper hold.
CONNECTIONS = 8


def questions(schedules):
    """What people, pages and Prometheus ask, again and again."""
    for number in itertools.count():
        name = f"herd-{number * 7 % schedules}"
        yield from (
            f"/api/v1/schedules/{name}", "/api/v1/runs", "/api/v1/status", f"/api/v1/schedules/{name}/why", "/readyz",
            f"/api/v1/schedules/{name}", "/api/v1/runs", "/metrics", "/api/v1/schedules", "/healthz")


@dataclass
class Answer:
    path: str
    # 0: none came.
    status: int
    milliseconds: float


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=10)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Load:
    """Asks from the beginning of its block to the end."""

    def __init__(self, path, rate, schedules):
        self.path = path
        self.rate = rate
        self.paths = questions(schedules)
        self.lock = threading.Lock()
        self.ended = threading.Event()
        self.answers = []
        self.threads = [threading.Thread(target=self._ask, args=(number,), daemon=True) for number in range(CONNECTIONS)]

    def __enter__(self):
        self.begun = time.monotonic()
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()

    def finish(self):
        for thread in self.threads:
            thread.join()
        return self.answers

    def _ask(self, number):
        """Every eighth question: each has its moment, so that a slow answer does not lower the rate of the others."""
        connection = UnixConnection(self.path)
        for turn in itertools.count():
            moment = self.begun + (turn * CONNECTIONS + number) / self.rate
            if self.ended.wait(max(0, moment - time.monotonic())):
                return connection.close()
            with self.lock:
                path = next(self.paths)
            answer = self._answer(connection, path)
            with self.lock:
                self.answers.append(answer)

    @staticmethod
    def _answer(connection, path):
        begun = time.monotonic()
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            status = answer.status
        except (OSError, http.client.HTTPException):
            connection.close()
            status = 0
        return Answer(path, status, (time.monotonic() - begun) * 1000)
