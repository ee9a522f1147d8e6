"""Fires beside questions to the control API. Started by bench-api."""
import argparse
import os
import shutil
import signal
import sys
import tempfile
import time

import machine
import schedules
from ledger import Ledger
from load import Load
from processes import Carillon, Target, Unmeasurable

# Lateness that differs by less is the machine's, not the API's.
TOLERATED = 1.25


def main():
    parser = argparse.ArgumentParser(prog="bench-api", description=__doc__)
    parser.add_argument("--reads", type=int, default=200, help="questions a second")
    parser.add_argument("--fires", type=int, default=100, help="fires a second, spread by jitter")
    parser.add_argument("--seconds", type=int, default=20, help="how long each turn lasts")
    parser.add_argument("--rounds", type=int, default=3, help="how many turns of each kind; the lateness is that of all of them")
    parser.add_argument("--folder", default="/var/tmp", help="where the ledger lies")
    for program in ("carillon", "go-peer"):
        parser.add_argument(f"--{program}", required=True, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    # Whoever ends it ends its programs with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by SIGTERM"))
    begun = os.getloadavg()
    folder = tempfile.mkdtemp(prefix="carillon-bench-", dir=arguments.folder)
    try:
        lines, reached = measure(arguments, folder)
    except Unmeasurable as failure:
        sys.exit(f"bench-api: {failure}")
    finally:
        shutil.rmtree(folder)
    print("\n".join(lines + [""] + machine.footer(begun, arguments.folder)))
    sys.exit(0 if reached else 1)


def measure(arguments, folder):
    quiet, loaded, answers, shares = [], [], [], {False: [], True: []}
    with Target(arguments.go_peer, folder) as target:
        place = f"{folder}/api"
        first = int(time.time()) + 10 + arguments.fires // 1000
        schedules.write(place, target.url, arguments.fires, schedules.interval(first, 1, "999ms"))
        with Carillon(arguments.carillon, place) as carillon:
            carillon.wait_until_armed()
            time.sleep(max(0, first + 5 - time.time()))
            with Ledger(place) as ledger:
                for _ in range(arguments.rounds):
                    quiet += turn(arguments, carillon, ledger, shares[False])
                    with Load(f"{place}/state/carillon.sock", arguments.reads, arguments.fires) as load:
                        loaded += turn(arguments, carillon, ledger, shares[True])
                    answers += load.finish()
    return table(arguments, sorted(quiet), sorted(loaded), answers, shares)


def turn(arguments, carillon, ledger, shares):
    """Lateness of the fires of one turn, in milliseconds."""
    # What is under way belongs to the turn before.
    time.sleep(1.5)
    sequence, before, begun = ledger.last_sequence(), carillon.processor_time(), time.monotonic()
    time.sleep(arguments.seconds)
    carillon.check()
    shares.append((carillon.processor_time() - before) / (time.monotonic() - begun))
    return ledger.lateness_of(arguments.fires * arguments.seconds, sequence)


def table(arguments, quiet, loaded, answers, shares):
    def share(kind):
        return 100 * sum(shares[kind]) / len(shares[kind])

    failed = [answer for answer in answers if answer.status != 200]
    times = sorted(answer.milliseconds for answer in answers)
    ratio = percentile(loaded, 99) / percentile(quiet, 99)
    rate = len(answers) / (arguments.rounds * (arguments.seconds + 1.5))
    reached = ratio <= TOLERATED and not failed and rate >= 0.95 * arguments.reads
    lines = [
        f"{arguments.fires} fires a second, {arguments.rounds} turns of {arguments.seconds} s each without and with questions to the API",
        f"{'':34}{'without':>10}{'with':>10}{'ratio':>8}",
    ]
    for name, part in (("p50", 50), ("p99", 99), ("longest", 100)):
        without, beside = percentile(quiet, part), percentile(loaded, part)
        lines.append(f"{'lateness ' + name + ', ms':34}{without:10.2f}{beside:10.2f}{beside / without:8.2f}")
    lines += [
        f"{'share of a core, %':34}{share(False):10.1f}{share(True):10.1f}{share(True) / share(False):8.2f}",
        f"questions: {rate:.0f} a second of {arguments.reads}, {len(failed)} failed; answered within {percentile(times, 50):.2f} ms (p50),"
        f" {percentile(times, 99):.2f} ms (p99)",
        *sorted({f"   {answer.path}: {answer.status}" for answer in failed}),
        f"lateness p99 with {arguments.reads} questions a second is {ratio:.2f} of that without (goal: at most {TOLERATED}):"
        f" {'PASS' if reached else 'miss'}",
    ]
    return lines, reached


def percentile(values, part):
    return values[min(len(values) - 1, len(values) * part // 100)]


main()
