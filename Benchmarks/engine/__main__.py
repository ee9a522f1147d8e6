"""Measures the whole daemon beside its goals and beside a Go program. Started by bench-engine.

Ends with 1 where a goal was missed, or something could not be measured.
"""
import argparse
import os
import shutil
import signal
import sys
import tempfile
import traceback

import machine
import measures
import table
from processes import Unmeasurable

SCENARIOS = {
    "wheel": measures.wheel,
    "store": measures.store,
    "herd": lambda bench: measures.herd(bench, 10_000),
    "large-herd": lambda bench: measures.herd(bench, 50_000),
    "idle": lambda bench: measures.lateness(bench, "one fire a second for 60 s", measures.GOALS["idle"], 1, 60),
    "rate": lambda bench: measures.lateness(
        bench, "1,000 fires a second for 30 s, spread by jitter", measures.GOALS["rate"], 1000, 30, "999ms"),
    "bursts": lambda bench: measures.lateness(bench, "1,000 fires at the beginning of each second for 30 s", measures.GOALS["rate"], 1000, 30),
    "many": lambda bench: measures.many(bench, 100_000),
    "million": measures.million,
    "simulate": measures.simulate,
}


def main():
    parser = argparse.ArgumentParser(prog="bench-engine", description=__doc__)
    parser.add_argument("scenarios", nargs="*", metavar="scenario", help=f"only these: {', '.join(SCENARIOS)}")
    parser.add_argument("--rounds", type=int, default=3, help="how often a herd is measured; the table shows medians")
    parser.add_argument("--folder", default="/var/tmp", help="where the ledgers lie: on a disk, for in memory a sync costs nothing")
    for program in ("carillon", "engine-bench", "store-bench", "go-peer"):
        parser.add_argument(f"--{program}", required=True, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if unknown := set(arguments.scenarios) - set(SCENARIOS):
        parser.error(f"there is no scenario {', '.join(sorted(unknown))}")
    # Whoever ends it ends its programs with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by SIGTERM"))
    begun = os.getloadavg()
    folder = tempfile.mkdtemp(prefix="carillon-bench-", dir=arguments.folder)
    try:
        lines = measure(measures.Bench(arguments, folder, arguments.rounds), arguments.scenarios or SCENARIOS)
    finally:
        shutil.rmtree(folder)
    table.show(lines)
    print()
    for line in machine.footer(begun, arguments.folder):
        print(line)
    sys.exit(0 if table.is_reached(lines) else 1)


def measure(bench, names):
    lines = []
    for name in names:
        print(f"== {name}", file=sys.stderr)
        try:
            lines += SCENARIOS[name](bench)
        # The others are worth knowing all the same.
        except Unmeasurable as failure:
            lines.append(table.Unmeasured(name, str(failure)))
        except Exception as failure:
            traceback.print_exc()
            lines.append(table.Unmeasured(name, traceback.format_exception_only(failure)[-1].strip()))
    return lines


main()
