#!/usr/bin/env python3
"""A real ZenML server with deployed pipelines, for tests and the demo. Loopback only; Linux; standard library only.

  up            start the server and the deployments (what runs already stays); print ONE line of JSON
  server-stop   stop the server alone; deployments stay
  server-start  start it again on the same port and database; print the same line
  down          stop everything; --wipe also deletes the directory
"""
import argparse
import os
import pathlib
import select
import shutil
import sys

sys.dont_write_bytecode = True

import fixture_processes as processes
from fixture_prepared import copy_prepared
from fixture_rest import FixtureError
from fixture_state import Fixture, locked

HERE = pathlib.Path(__file__).resolve().parent
ZENML_VERSION = "0.98.0"


def up(fixture: Fixture, options: argparse.Namespace) -> None:
    if not fixture.state:
        copy_prepared(fixture, options.venv)
    wanted = chosen(fixture, options.deployments)
    fixture.state["extra"].update(options.env)
    if options.owner and not processes.is_alive(fixture.state["processes"].get("guard")):
        fixture.state["processes"]["guard"] = start_guard(fixture, options)
        fixture.save()
    try:
        fixture.start_server()
        fixture.start_deployments(wanted)
    except BaseException:
        fixture.stop()
        raise
    print(fixture.described())


def chosen(fixture: Fixture, names: str | None) -> list[str]:
    known = list(fixture.state["deployments"])
    wanted = known if names is None else [name for name in names.split(",") if name]
    if unknown := sorted(set(wanted) - set(known)):
        raise FixtureError(f"no deployment is named {', '.join(unknown)}; there are {', '.join(known)}")
    return wanted


def start_guard(fixture: Fixture, options: argparse.Namespace) -> dict:
    """A process that outlives this one, keeps the fixture's ports, and takes it down when the owner is gone, however it ended."""
    return processes.start(
        [sys.executable, str(HERE / "zenml_fixture.py"), "guard", "--directory", str(fixture.directory),
         "--venv", str(options.venv), "--owner", str(options.owner), "--wipe"],
        fixture.log("guard"), dict(os.environ), keeps_ports=True)


def guard(fixture: Fixture, options: argparse.Namespace) -> None:
    try:
        owner = select.poll()
        owner.register(os.pidfd_open(options.owner), select.POLLIN)
        owner.poll()
    except ProcessLookupError:
        pass  # Already gone.
    with locked(fixture.directory):
        down(Fixture(fixture.directory, options.venv), options)


def server_stop(fixture: Fixture, options: argparse.Namespace) -> None:
    processes.stop([fixture.state["processes"].pop("server", None)])
    fixture.save()


def server_start(fixture: Fixture, options: argparse.Namespace) -> None:
    fixture.state["extra"].update(options.env)
    fixture.start_server()
    fixture.wait_for("server", fixture.state["url"])
    print(fixture.described())


def down(fixture: Fixture, options: argparse.Namespace) -> None:
    fixture.stop()
    if options.wipe:
        shutil.rmtree(fixture.directory, ignore_errors=True)


COMMANDS = {"up": up, "server-stop": server_stop, "server-start": server_start, "down": down, "guard": guard}


def key_value(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not key or not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is not KEY=VALUE")
    return key, value


def absolute_path(text: str) -> pathlib.Path:
    return pathlib.Path(text).absolute()


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=COMMANDS, metavar="up|server-stop|server-start|down")
    parser.add_argument("--directory", type=absolute_path, required=True,
                        help="where all state, logs and secrets are kept")
    parser.add_argument("--venv", type=absolute_path, default=HERE.parents[2] / ".venv",
                        help=f"a virtual environment with zenml[server]=={ZENML_VERSION} (default: %(default)s)")
    parser.add_argument("--env", type=key_value, action="append", default=[], metavar="KEY=VALUE",
                        help="one more environment variable of the server; kept for later starts")
    parser.add_argument("--deployments", metavar="A,B", help="start only these deployments (default: all)")
    parser.add_argument("--owner", type=int, metavar="PID", help="take everything down and wipe when this process ends")
    parser.add_argument("--wipe", action="store_true", help="with down: delete the directory")
    return parser.parse_args()


def check_installed(venv: pathlib.Path) -> None:
    if not any(venv.glob(f"lib/python3*/site-packages/zenml-{ZENML_VERSION}.dist-info")):
        raise FixtureError(f"{venv} does not hold zenml[server]=={ZENML_VERSION}; `make zenml` installs it")


def main() -> None:
    options = parse()
    try:
        check_installed(options.venv)
        if options.command == "guard":
            return guard(Fixture(options.directory, options.venv), options)
        with locked(options.directory):
            fixture = Fixture(options.directory, options.venv)
            if not fixture.state and options.command.startswith("server-"):
                raise FixtureError(f"{options.directory} holds no fixture; start one with `up`")
            COMMANDS[options.command](fixture, options)
    except FixtureError as error:
        sys.exit(f"zenml_fixture {options.command}: {error}")


if __name__ == "__main__":
    main()
