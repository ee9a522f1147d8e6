"""Runs cron-bench and its peers by turns and prints what they reach. Started by bench-cron."""
import argparse
import importlib.metadata
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PATTERNS = os.path.join(HERE, "Fixtures", "patterns.txt")
PYTHON_PEER = [sys.executable, os.path.join(HERE, "Peers", "python_peer.py")]
ZONES = ["UTC", "America/New_York"]
MODES = {"chained": "chained next", "parsed": "parse + next"}
# Evaluations per second that Carillon has to reach on one core of a small server.
TARGETS = {("UTC", "chained"): 10e6, ("America/New_York", "chained"): 6e6, ("UTC", "parsed"): 1e6, ("America/New_York", "parsed"): 1e6}
REFUSAL_LIMIT_MICROSECONDS = 1_000


def debian_version(package):
    answer = subprocess.run(["dpkg-query", "--show", "--showformat=${Version}", package], capture_output=True, text=True, check=False)
    return answer.stdout or "v3"


def programs(arguments):
    """The command of each program by the name shown; Carillon first."""
    return {
        "Carillon": [arguments.carillon],
        f"robfig/cron {debian_version('golang-github-robfig-cron-dev')}": [arguments.robfig],
        f"cronsim {importlib.metadata.version('cronsim')}": PYTHON_PEER + ["cronsim"],
        f"croniter {importlib.metadata.version('croniter')}": PYTHON_PEER + ["croniter"],
    }


def output(command, *more):
    return subprocess.run([*command, *more], check=True, stdout=subprocess.PIPE, text=True).stdout


def check_agreement(commands):
    """Peers are compared only while they compute the same fires; their clock changes differ, so this is in UTC."""
    with open(PATTERNS, encoding="utf-8") as lines:
        patterns = [line.strip() for line in lines if not line.startswith("#")]
    sums = {name: output(command, "check", PATTERNS).split() for name, command in commands.items()}
    for name, found in sums.items():
        for pattern, expected, other in zip(patterns, sums["Carillon"], found, strict=True):
            if expected != other:
                sys.exit(f"'{pattern}': {name} computes other fires than Carillon")
    print(f"All programs compute the same fires in UTC for all {len(patterns)} patterns.")


def measure(commands, rounds, seconds):
    """The best evaluations per second by (zone, mode, program)."""
    best = {}
    for number in range(1, rounds + 1):
        print(f"== round {number} of {rounds}", file=sys.stderr)
        for zone in ZONES:
            for mode in MODES:
                for name, command in commands.items():
                    evaluations, passed = map(float, output(command, "speed", PATTERNS, zone, mode, str(seconds)).split())
                    key = (zone, mode, name)
                    best[key] = max(best.get(key, 0), evaluations / passed)
    return best


def rate(value):
    return f"{value / 1e6:.2f} M" if value >= 1e6 else f"{value / 1e3:.1f} k"


def print_table(best, names, rounds):
    print(f"Evaluations per second of processor time: the best of {rounds} rounds in which the programs take turns;"
          " in brackets, how many times faster Carillon is.\n")
    rows = [["zone", "what", *names]]
    for zone in ZONES:
        for mode, words in MODES.items():
            ours = best[zone, mode, "Carillon"]
            cells = [rate(ours)] + [f"{rate(best[zone, mode, name])} ({ours / best[zone, mode, name]:.0f}x)" for name in names[1:]]
            rows.append([zone, words, *cells])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    print()


def are_targets_reached(best):
    reached = True
    for (zone, mode), target in TARGETS.items():
        is_enough = best[zone, mode, "Carillon"] >= target
        print(f"target {zone}, {MODES[mode]}: {rate(target)} evaluations/s: {'reached' if is_enough else 'MISSED'}")
        reached = reached and is_enough
    return reached


def is_free_of_allocations(carillon):
    """No `next` may allocate, in any zone."""
    total = 0
    for zone in ZONES:
        allocations, evaluations = map(int, output(carillon, "allocations", PATTERNS, zone).split())
        print(f"allocations in {evaluations} chained evaluations, {zone}: {allocations}")
        total += allocations
    if total:
        print("MISSED: next(after:) allocates")
    return total == 0


def is_refused_soon(carillon):
    """The first time in a process, so that nothing is warm."""
    reached = True
    for line in output(carillon, "refusals").splitlines():
        microseconds, pattern = line.split(" ", 1)
        print(f"refused in {microseconds} µs: {pattern}")
        if int(microseconds) >= REFUSAL_LIMIT_MICROSECONDS:
            print(f"MISSED: refusing '{pattern}' takes longer than a millisecond")
            reached = False
    return reached


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--carillon", required=True, help="the program cron-bench")
    parser.add_argument("--robfig", required=True, help="the program of Peers/robfig")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.5, help="at least so long for each measurement")
    arguments = parser.parse_args()
    commands = programs(arguments)
    check_agreement(commands)
    best = measure(commands, arguments.rounds, arguments.seconds)
    print_table(best, list(commands), arguments.rounds)
    # One that was missed hides none of the others.
    parts = [(are_targets_reached, best), (is_free_of_allocations, commands["Carillon"]), (is_refused_soon, commands["Carillon"])]
    sys.exit(0 if all([attempted(part, given) for part, given in parts]) else 1)


def attempted(part, given):
    try:
        return part(given)
    except Exception as failure:
        print(f"{part.__name__}: could not be measured: {failure}")
        return False


main()
