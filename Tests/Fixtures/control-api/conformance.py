"""Holds a running daemon against its own OpenAPI document with schemathesis: all checks, in every phase.

usage: conformance.py SOCKET [ARGUMENT OF schemathesis run …]
"""

import pathlib
import subprocess
import sys

from socket_proxy import proxy

HERE = pathlib.Path(__file__).parent
PROGRAM = pathlib.Path(sys.executable).parent / "schemathesis"


def main():
    path, *arguments = sys.argv[1:]
    with proxy(path) as url:
        command = [
            PROGRAM, "--config-file", HERE / "schemathesis.toml", "run", f"{url}/api/v1/openapi.json", "--checks", "all",
            "--generation-database", "none", *arguments,
        ]
        sys.exit(subprocess.run(command).returncode)


main()
