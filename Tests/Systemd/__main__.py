"""Installs the package on a Debian of its own, and goes through its life as an operator sees it.

python3 Tests/Systemd --package FILE --next FILE --old FILE [--work FOLDER] [--only STEP…]
"""

import argparse
import os
import sys
import time
import traceback

from life import Life
from machine import Failed, Machine, make_base
from target import Target


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--package", required=True)
    parser.add_argument("--next", required=True, help="the package of a later version")
    parser.add_argument("--old", required=True, help="the package as the release 0.1.0, whose store was one schema older")
    parser.add_argument("--work", default=".build/systemd-test")
    parser.add_argument("--only", nargs="*", help="steps by name; install comes first always")
    arguments = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("systemd-nspawn and debootstrap need root: sudo make test-systemd")
    base = os.path.join(arguments.work, "base")
    make_base(base)
    machine, target = Machine(base, os.path.join(arguments.work, "machine")), Target()
    life = Life(machine, target, arguments.package, arguments.next, arguments.old)
    begun, failures = time.monotonic(), 0
    try:
        machine.boot()
        for name, step in life.steps():
            if arguments.only and name not in arguments.only and name != "install":
                continue
            failures += not run(machine, name, step)
            if failures and name == "install":
                break
    finally:
        target.close()
        machine.delete()
    for sentence in life.NOT_HERE:
        print(f"  -  not shown here: {sentence}")
    print(f"{'FAILED' if failures else 'passed'} in {time.monotonic() - begun:.0f} s")
    sys.exit(1 if failures else 0)


def run(machine, name, step):
    print(f"== {name}: {step.__doc__.strip()}", flush=True)
    begun = time.monotonic()
    try:
        step()
    except Exception as error:
        print(f"  !! {error}" if isinstance(error, Failed) else traceback.format_exc())
        print(machine.run("systemctl status --no-pager -l carillon; journalctl --no-pager -n 30 -u carillon", check=False))
        return False
    print(f"  ok ({time.monotonic() - begun:.1f} s)", flush=True)
    return True


main()
