#!/usr/bin/env python3
"""A real ZenML 0.58.2 server with a build that it can run, for tests. Loopback only; Linux; standard library only.

  up     start the server; print ONE line of JSON
  down   stop it; --wipe also deletes the directory

It needs a virtual environment of its own, .venv58, which `make zenml58` makes. A ZenML of this age knows no projects: records
belong to a workspace and a user.
"""
import argparse
import json
import os
import pathlib
import secrets
import subprocess
import sys

sys.dont_write_bytecode = True

import fixture_processes as processes
import zenml_fixture
from fixture_records import REMOTE_FLAVORS
from fixture_rest import FixtureError, Rest
from fixture_state import Fixture, locked

HERE = pathlib.Path(__file__).resolve().parent
ZENML_VERSION = "0.58.2"


def up(fixture: Fixture, options: argparse.Namespace) -> None:
    is_new = not fixture.state
    if is_new:
        fixture.begin(password=secrets.token_hex(16), jwt_secret=secrets.token_hex(32))
    if options.owner:
        fixture.state["processes"]["guard"] = start_guard(fixture, options)
        fixture.save()
    try:
        fixture.start_server()
        fixture.wait_for("server", fixture.state["url"])
        if is_new:
            fixture.state.update(fill(fixture))
            fixture.save()
    except BaseException:
        fixture.stop()
        raise
    print(fixture.described())


def fill(fixture: Fixture) -> dict:
    """A service account, the remote stack, and a pipeline that has run once there, with a build of it."""
    url = fixture.state["url"]
    rest = Rest(url).log_in(username="default", password=fixture.state["password"])
    workspace = rest.named("/workspaces", "default")["id"]
    own = {"workspace": workspace, "user": rest.get("/current-user")["id"]}
    account = rest.post("/service_accounts", {"name": "carillon", "description": "fixture", "active": True})
    key = rest.post(f"/service_accounts/{account['id']}/api_keys", {"name": "fixture", "description": "fixture"})["body"]["key"]
    parts = {
        kind: [rest.post(f"/workspaces/{workspace}/components", {
            "name": f"remote-{kind}", "type": kind, "flavor": flavor, "configuration": {}, **own})["id"]]
        for kind, flavor in REMOTE_FLAVORS.items()}
    stack = rest.post(f"/workspaces/{workspace}/stacks", {"name": "remote", "description": "", "components": parts, **own})["id"]
    pipeline = run_once(fixture, {"ZENML_STORE_URL": url, "ZENML_STORE_API_KEY": key})
    build = rest.post(f"/workspaces/{workspace}/pipeline_builds", {
        "images": {}, "is_local": False, "contains_code": True, "zenml_version": ZENML_VERSION, "python_version": "3.11",
        "stack": stack, "pipeline": pipeline["id"], "template_deployment_id": pipeline["deployment_id"], **own})
    return {
        "api_key": key, "service_account_id": account["id"], "project": "default", "project_id": workspace, "orchestrators": {},
        "deployments": {}, "pipelines": {"nightly": pipeline["id"]}, "builds": {"nightly": build["id"]}}


def run_once(fixture: Fixture, store: dict[str, str]) -> dict:
    """Only a client can register a pipeline of this age, and only by running it."""
    client = subprocess.run(
        [str(fixture.python), str(HERE / "run_nightly58.py")], env={**fixture.environment(), **store}, cwd=HERE, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if client.returncode != 0:
        raise FixtureError(f"running the pipeline failed ({client.returncode}):\n{client.stdout[-4000:]}")
    return json.loads(client.stdout.splitlines()[-1])


def start_guard(fixture: Fixture, options: argparse.Namespace) -> dict:
    return processes.start(
        [sys.executable, str(HERE / "zenml58_fixture.py"), "guard", "--directory", str(fixture.directory),
         "--venv", str(options.venv), "--owner", str(options.owner), "--wipe"],
        fixture.log("guard"), dict(os.environ), keeps_ports=True)


COMMANDS = {"up": up, "down": zenml_fixture.down, "guard": zenml_fixture.guard}


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=COMMANDS, metavar="up|down")
    parser.add_argument("--directory", type=zenml_fixture.absolute_path, required=True, help="where all state is kept")
    parser.add_argument("--venv", type=zenml_fixture.absolute_path, default=HERE.parents[2] / ".venv58",
                        help=f"a virtual environment with zenml[server]=={ZENML_VERSION} (default: %(default)s)")
    parser.add_argument("--owner", type=int, metavar="PID", help="take everything down and wipe when this process ends")
    parser.add_argument("--wipe", action="store_true", help="with down: delete the directory")
    return parser.parse_args()


def main() -> None:
    options = parse()
    fixture = Fixture(options.directory, options.venv)
    try:
        if options.command == "guard":
            return zenml_fixture.guard(fixture, options)
        with locked(options.directory):
            COMMANDS[options.command](Fixture(options.directory, options.venv), options)
    except FixtureError as error:
        sys.exit(f"zenml58_fixture {options.command}: {error}")


if __name__ == "__main__":
    main()
