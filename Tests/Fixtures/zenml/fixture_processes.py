"""Starts, watches and stops the fixture's processes: by pid only, and never a pid that now belongs to someone else."""
import os
import pathlib
import random
import signal
import socket
import subprocess
import time

from fixture_rest import FixtureError, open_directly

# Below the range from which Linux takes ports for outgoing connections (32768 and up), so that a port chosen now is
# still free a few seconds later, and again when a stopped server returns to it.
PORTS = range(20000, 30000)
POLL_SECONDS = 0.05
# A cold start takes about 10 s on two idle cores; the rest is for busy machines.
HEALTHY_WITHIN_SECONDS = 180
STOP_WITHIN_SECONDS = 10

# One socket for each port that this process has drawn: bound, and never listened on.
reservations: list[socket.socket] = []


def free_port() -> int:
    """A loopback port that is nobody's. No draw gets it again, here or elsewhere, while a process holds its reservation."""
    for port in random.sample(PORTS, k=200):
        reservation = socket.socket()
        try:
            reservation.bind(("127.0.0.1", port))
        except OSError:
            reservation.close()
            continue
        # Now, and not before: from here on a server that sets the same, as asyncio's do, may bind it too; another draw may not.
        reservation.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reservations.append(reservation)
        return port
    raise FixtureError(f"no free port found between {PORTS.start} and {PORTS.stop - 1}")


def start(argv: list[str], log: pathlib.Path, environment: dict[str, str], keeps_ports: bool = False) -> dict:
    """A process in a session of its own, its output appended to `log`; what is returned identifies it for ever.

    One that `keeps_ports` holds the reservations of all ports drawn so far, for as long as it lives.
    """
    kept = [reservation.fileno() for reservation in reservations] if keeps_ports else []
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            argv, cwd=log.parent, env=environment, stdin=subprocess.DEVNULL,
            stdout=output, stderr=subprocess.STDOUT, start_new_session=True, pass_fds=kept)
    return {"pid": process.pid, "started": start_time(process.pid)}


def start_time(pid: int) -> int | None:
    """When the kernel started `pid`, in clock ticks since boot (proc(5), field 22); None when it has ended."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else int(fields[19])


def is_alive(process: dict | None) -> bool:
    return bool(process) and process["started"] is not None and start_time(process["pid"]) == process["started"]


def answers(url: str) -> bool:
    try:
        with open_directly(f"{url}/health", timeout=5) as response:
            return response.status == 200
    except OSError:  # urllib's own errors are OSErrors too.
        return False


def wait_healthy(name: str, process: dict, url: str, log: pathlib.Path) -> None:
    """Returns when GET `url`/health answers 200; fails if the process ends or takes too long, with its last lines."""
    deadline = time.monotonic() + HEALTHY_WITHIN_SECONDS
    while not answers(url):
        if not is_alive(process):
            raise FixtureError(f"{name} (pid {process['pid']}) ended while starting{tail(log)}")
        if time.monotonic() > deadline:
            raise FixtureError(f"{name} did not answer {url}/health within {HEALTHY_WITHIN_SECONDS} s{tail(log)}")
        time.sleep(POLL_SECONDS)


def stop(processes: list[dict | None]) -> None:
    """SIGTERM to all of them, then SIGKILL to those that stay; returns when every one is gone."""
    send(processes, signal.SIGTERM)
    deadline = time.monotonic() + STOP_WITHIN_SECONDS
    while any(is_alive(process) for process in processes):
        if time.monotonic() > deadline:
            send(processes, signal.SIGKILL)
        time.sleep(POLL_SECONDS)


def send(processes: list[dict | None], number: int) -> None:
    for process in processes:
        if is_alive(process):
            try:
                os.kill(process["pid"], number)
            except ProcessLookupError:
                continue  # It ended between the look and the signal.


def tail(log: pathlib.Path, lines: int = 30) -> str:
    try:
        last = log.read_text(errors="replace").splitlines()[-lines:]
    except OSError:
        return f"; {log} cannot be read"
    return "\n".join([f"; the end of {log}:", *last])
