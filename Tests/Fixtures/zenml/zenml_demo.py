#!/usr/bin/env python3
"""Shows Carillon at work: a real ZenML server, a deployed pipeline, a Schedule on it, and the run that comes of it."""
import argparse
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True

from fixture_rest import FixtureError, Rest

HERE = pathlib.Path(__file__).resolve().parent
SCHEDULE = "demo-training"
# Enough for the daemon to start, log in and read the schedule, also on a busy machine.
DUE_IN_SECONDS = 15
RUN_WITHIN_SECONDS = 180
REPORT_WITHIN_SECONDS = 30
POLL_SECONDS = 0.5
ENDINGS = ("completed", "failed", "stopped", "cancelled")


def say(text: str) -> None:
    print(f"== {text}", flush=True)


def fixture(command: str, directory: pathlib.Path, *more: str) -> str:
    finished = subprocess.run(
        [sys.executable, str(HERE / "zenml_fixture.py"), command, "--directory", str(directory),
         "--venv", sys.prefix, *more],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    if finished.returncode != 0:
        raise FixtureError("the ZenML server did not start")
    return finished.stdout


def create_schedule(rest: Rest, server: dict) -> dict:
    due = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=DUE_IN_SECONDS)
    return rest.post("/schedules", {
        "project": server["project_id"], "name": SCHEDULE, "active": True,
        "run_once_start_time": due.replace(microsecond=0).isoformat(),
        "pipeline_id": server["pipelines"]["training"],
        "orchestrator_id": server["orchestrators"]["local"]["id"]})


def write_config(directory: pathlib.Path, server: dict) -> pathlib.Path:
    key = directory / "api-key"
    key.touch(mode=0o600)
    key.write_text(server["api_key"])
    config = directory / "carillon.yaml"
    config.write_text(
        f"state_directory: {directory / 'carillon'}\n"
        "server:\n"
        f"  url: {server['url']}\n"
        f"  project: {server['project']}\n"
        f"  api_key_file: {key}\n"
        "sync_interval: 2s\n")
    return config


def start_carillon(carillon: pathlib.Path, config: pathlib.Path) -> subprocess.Popen:
    """The daemon, its lines shown here as they come."""
    daemon = subprocess.Popen(
        [str(carillon), "serve", "--config", str(config)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    threading.Thread(target=show_lines, args=[daemon], daemon=True).start()
    return daemon


def show_lines(daemon: subprocess.Popen) -> None:
    for line in daemon.stdout:
        print(f"   carillon | {line}", end="", flush=True)


def wait_for(what: str, seconds: float, daemon: subprocess.Popen, look) -> dict:
    """What `look` returns, once it is not None."""
    deadline = time.monotonic() + seconds
    while (found := look()) is None:
        if daemon.poll() is not None:
            raise FixtureError(f"carillon ended with status {daemon.returncode} before {what}")
        if time.monotonic() > deadline:
            raise FixtureError(f"{what}: not within {seconds:.0f} s")
        time.sleep(POLL_SECONDS)
    return found


def finished_run(rest: Rest) -> dict | None:
    runs = rest.get("/runs", name=f"startswith:{SCHEDULE}-", hydrate="true")["items"]
    ended = next((run for run in runs if run["body"]["status"] in ENDINGS), None)
    if ended and ended["body"]["status"] != "completed":
        raise FixtureError(f"the run {ended['name']} ended as {ended['body']['status']}")
    return ended


def report_on(rest: Rest, path: str) -> dict | None:
    report = rest.get(path)["metadata"]["run_metadata"].get("carillon.report")
    return None if report is None else json.loads(report)


def show_run(run: dict, schedule: dict) -> None:
    say("the run, as the server reports it:")
    print(json.dumps({
        "id": run["id"],
        "name": run["name"],
        "status": run["body"]["status"],
        "due": schedule["body"]["run_once_start_time"],
        "created": run["body"]["created"],
        "end_time": run["metadata"]["end_time"],
        "pipeline": run["resources"]["pipeline"]["name"],
        "started_by_deployment": (run["metadata"]["trigger_info"] or {}).get("deployment_id"),
    }, indent=2))


def demonstrate(carillon: pathlib.Path, directory: pathlib.Path) -> None:
    say("starting a ZenML server and a deployment of the pipeline `training` (the first time about 30 s)")
    server = json.loads(fixture(
        "up", directory / "zenml", "--deployments", "training-live", "--owner", str(os.getpid())))
    say(f"ZenML answers at {server['url']}, the deployment at {server['deployments']['training-live']['url']}")
    rest = Rest(server["url"]).log_in(password=server["api_key"])
    schedule = create_schedule(rest, server)
    say(f"created the Schedule {SCHEDULE!r}, due once, at {schedule['body']['run_once_start_time']}Z;"
        " nothing in ZenML would start it")
    say("starting carillon beside it")
    daemon = start_carillon(carillon, write_config(directory, server))
    try:
        run = wait_for("a completed run", RUN_WITHIN_SECONDS, daemon, lambda: finished_run(rest))
        report = wait_for("a report on the Schedule", REPORT_WITHIN_SECONDS, daemon,
                          lambda: report_on(rest, f"/schedules/{schedule['id']}"))
    finally:
        daemon.terminate()
        daemon.wait()
    show_run(run, schedule)
    say("what carillon wrote back to the Schedule (metadata key carillon.report):")
    print(json.dumps(report, indent=2))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--carillon", type=pathlib.Path, required=True, help="the carillon executable")
    carillon = parser.parse_args().carillon.absolute()
    with tempfile.TemporaryDirectory(prefix="carillon-demo-") as directory:
        try:
            demonstrate(carillon, pathlib.Path(directory))
        except (FixtureError, OSError) as error:
            sys.exit(f"zenml-demo: {error}")
        except KeyboardInterrupt:
            sys.exit("zenml-demo: interrupted")
        finally:
            say("stopping everything and cleaning up")
            fixture("down", pathlib.Path(directory) / "zenml")
    say("done: the Schedule fired, the run completed, and the report is on the server")


if __name__ == "__main__":
    main()
