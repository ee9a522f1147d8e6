"""The programs that are measured, each a process of its own, and what they cost."""
import json
import os
import socket
import subprocess
import threading
import time
import urllib.request

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Unmeasurable(Exception):
    """Why there is no figure."""


class Process:
    """A process that is ended with the block that uses it."""

    def __init__(self, command, errors, **options):
        self.errors = errors
        with open(errors, "ab") as file:
            self.process = subprocess.Popen(command, stderr=file, text=True, **options)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def processor_time(self):
        """Seconds on processors so far, in user mode and in the kernel."""
        with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident_bytes(self):
        with open(f"/proc/{self.process.pid}/statm", encoding="utf-8") as file:
            return int(file.read().split()[1]) * PAGE

    def peak_bytes(self):
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM:"))

    def check(self):
        """Its last words when it has gone."""
        if self.process.poll() is not None:
            raise self.unmeasurable(f"{self.process.args[0]} ended with {self.process.returncode}")

    def unmeasurable(self, reason):
        """With the end of what it has written: the folder where that lies is deleted before anybody can look."""
        with open(self.errors, encoding="utf-8", errors="replace") as file:
            words = file.read()[-2000:].strip()
        return Unmeasurable(f"{reason}; its last words:\n{words}" if words else f"{reason} without a word")


class Target(Process):
    """Answers every request with 200 and remembers when it came."""

    def __init__(self, go_peer, folder):
        super().__init__([go_peer, "-serve"], f"{folder}/target.log", stdout=subprocess.PIPE)
        self.url = f"http://{self.process.stdout.readline().strip()}"

    def _ask(self, path):
        with urllib.request.urlopen(f"{self.url}/{path}", timeout=60) as answer:
            return answer.read()

    def reset(self):
        self._ask("reset")

    def count(self):
        return int(self._ask("count"))

    def report(self):
        return json.loads(self._ask("report"))


class Carillon(Process):
    """The daemon, with this program in the place of systemd: it is told when the daemon is ready, and what its status is."""

    def __init__(self, program, folder):
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        path = f"{folder}/notify"
        if os.path.exists(path):
            os.unlink(path)
        self.notify.bind(path)
        environment = {**os.environ, "NOTIFY_SOCKET": path}
        self.ready_after = None
        self.ready = threading.Event()
        self.started = time.monotonic()
        super().__init__([program, "serve", "--config", f"{folder}/carillon.yaml"], f"{folder}/carillon.log", env=environment)

        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            message = self.notify.recv(4096)
            if b"READY=1" in message.split(b"\n"):
                self.ready_after = time.monotonic() - self.started
                self.ready.set()

    def wait_until_armed(self, limit=900):
        """Seconds from the start until the daemon says that it is ready: everything is read and armed."""
        while not self.ready.wait(timeout=0.5):
            self.check()
            if time.monotonic() - self.started > limit:
                raise self.unmeasurable(f"the daemon was not ready within {limit} s")
        return self.ready_after

    def wait_until_quiet(self, limit=120):
        """Seconds from the start until it has done what it puts off until it is ready: files that nobody changed are read then."""
        before = self.processor_time()
        while True:
            time.sleep(1)
            self.check()
            now = self.processor_time()
            waited = time.monotonic() - self.started
            if now - before < 0.05:
                return waited
            if waited > limit:
                raise self.unmeasurable(f"the daemon was not quiet within {limit} s")
            before = now


class Peer(Process):
    """The Go program with its jobs armed."""

    def __init__(self, go_peer, folder, url, jobs, rounds, first, every, connections):
        path = f"{folder}/peer.db"
        for suffix in ("", "-wal", "-shm"):
            if os.path.exists(path + suffix):
                os.unlink(path + suffix)
        options = {"url": url, "database": path, "jobs": jobs, "rounds": rounds, "first": first, "every": every, "connections": connections}
        command = [go_peer] + [f"-{name}={value}" for name, value in options.items()]
        super().__init__(command, f"{folder}/peer.log", stdout=subprocess.PIPE)

    def wait_until_armed(self):
        line = self.process.stdout.readline().strip()
        if line != "ready":
            self.process.wait()
            self.check()

    def wait_for_round(self):
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            self.check()
        return json.loads(line)
