"""A Debian of its own in a folder, booted with systemd-nspawn."""

import os
import shlex
import shutil
import signal
import subprocess
import time

SUITE = "bookworm"
MIRROR = "http://deb.debian.org/debian"
# The package's dependencies, so that installing it needs no network.
PACKAGES = "systemd,systemd-sysv,dbus,procps,libsqlite3-0,libcurl4,tzdata,ca-certificates"


class Failed(Exception):
    pass


def eventually(what, check, seconds=30):
    """The first true answer of `check`; fails when there is none in time."""
    deadline = time.monotonic() + seconds
    while True:
        answer = check()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise Failed(f"not within {seconds} s: {what}")
        time.sleep(0.2)


def make_base(folder):
    """A minimal Debian; made once, since that takes minutes."""
    if os.path.isdir(folder):
        return
    part = folder + ".part"
    shutil.rmtree(part, ignore_errors=True)
    os.makedirs(os.path.dirname(folder), exist_ok=True)
    command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", SUITE, part, MIRROR]
    with open(folder + ".log", "w") as log:
        if subprocess.run(command, stdout=log, stderr=log).returncode != 0:
            raise Failed(f"debootstrap failed; see {folder}.log")
    os.rename(part, folder)


class Machine:
    def __init__(self, base, folder):
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run(["cp", "-a", "--reflink=auto", base, folder], check=True)
        self.console = open(folder + ".console", "w")
        self.nspawn = None
        self.leader = None

    def boot(self):
        # Control groups of version 2, also where the machine below still has both.
        environment = {**os.environ, "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"}
        command = ["systemd-nspawn", "-D", self.folder, "-b", "--register=no", "--keep-unit", "--console=pipe", "--quiet"]
        self.nspawn = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=self.console, stderr=self.console, start_new_session=True
        )
        self.leader = eventually("the machine has a first process", self._find_leader)
        eventually("the machine is up", lambda: self.run("systemctl is-system-running", check=False) in ("running", "degraded"), 60)

    def _find_leader(self):
        if self.nspawn.poll() is not None:
            raise Failed(f"systemd-nspawn ended with {self.nspawn.returncode}; see {self.folder}.console")
        try:
            with open(f"/proc/{self.nspawn.pid}/task/{self.nspawn.pid}/children") as file:
                return int((file.read().split() or [0])[0])
        except FileNotFoundError:
            return 0

    def shell(self, command):
        return ["nsenter", "-t", str(self.leader), "-a", "/bin/sh", "-c", command]

    def run(self, command, check=True, seconds=120):
        """Runs a line of shell in the machine; what it printed, without the break at its end."""
        done = subprocess.run(self.shell(command), capture_output=True, text=True, timeout=seconds)
        if check and done.returncode != 0:
            raise Failed(f"'{command}' ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout.strip()

    def succeeds(self, command):
        return subprocess.run(self.shell(command), capture_output=True, timeout=120).returncode == 0

    def write(self, path, text, mode=0o644):
        """By way of the machine, so that what is mounted there counts."""
        quoted = shlex.quote(path)
        folder = shlex.quote(os.path.dirname(path))
        subprocess.run(
            self.shell(f"mkdir -p {folder} && cat >{quoted} && chmod {mode:o} {quoted}"), input=text, text=True, check=True
        )

    def copy_in(self, file, path):
        with open(file, "rb") as source:
            subprocess.run(self.shell(f"cat >{shlex.quote(path)}"), stdin=source, check=True)

    def stop(self):
        if self.nspawn is None or self.nspawn.poll() is not None:
            return
        self.nspawn.send_signal(signal.SIGTERM)
        try:
            self.nspawn.wait(30)
        except subprocess.TimeoutExpired:
            self.nspawn.kill()
            self.nspawn.wait()

    def delete(self):
        self.stop()
        self.console.close()
        shutil.rmtree(self.folder, ignore_errors=True)
