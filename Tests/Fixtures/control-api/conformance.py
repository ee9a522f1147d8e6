"""Holds a running daemon against its own OpenAPI document with schemathesis: all checks, in every phase.

usage: conformance.py SOCKET [ARGUMENT OF schemathesis run …]
"""

import pathlib
import subprocess
import sys
import tempfile

from socket_proxy import proxy

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = pathlib.Path(sys.executable).absolute().parent / "schemathesis"


def main():
    path, *arguments = sys.argv[1:]
    with proxy(path) as url:
        # All checks are on where the file does not say otherwise; named here, they would be on all the same.
        command = [
            PROGRAM, "--config-file", HERE / "schemathesis.toml", "run", f"{url}/api/v1/openapi.json",
            "--generation-database", "none", *arguments,
        ]
        # It keeps what it found in the folder where it runs.
        with tempfile.TemporaryDirectory() as folder:
            code = subprocess.run(command, cwd=folder).returncode
        sys.exit(code)


main()
