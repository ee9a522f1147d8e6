"""What is measured, one function a scenario. Each gives rows for the table."""
import json
import math
import re
import statistics
import subprocess
import time

import schedules
from ledger import Ledger
from processes import Carillon, Peer, Target, Unmeasurable
from table import Row

# As many connections as Carillon opens to one host. Left alone, net/http opens one for each job at hand, and takes longer.
CONNECTIONS = 32
GOALS = {"wheel": 100, "claims": 50_000, "dispatched": 1, "sustained": 2_000, "peer": 0.7, "idle": 20, "rate": 50,
         "simulated": 10}


class Bench:
    def __init__(self, programs, folder, rounds):
        self.programs = programs
        self.folder = folder
        self.rounds = rounds

    def target(self):
        return Target(self.programs.go_peer, self.folder)

    def carillon(self, name):
        return Carillon(self.programs.carillon, f"{self.folder}/{name}")


def wheel(bench):
    figures = json.loads(subprocess.run([bench.programs.engine_bench], check=True, stdout=subprocess.PIPE, text=True).stdout)
    limit = GOALS["wheel"]
    return [
        Row("wheel: insert, from none to 1 M timers", f"<= {limit} ns", figures["insert"], "ns", limit=limit),
        Row("wheel: cancel, from 1 M to none, in any order", f"<= {limit} ns", figures["cancel"], "ns", limit=limit),
        Row("wheel: cancel any of 1 M and insert it again, both", f"<= {2 * limit} ns", figures["replan"], "ns", limit=2 * limit),
    ]


def store(bench):
    command = [bench.programs.store_bench, str(bench.rounds), "40", "100000", f"{bench.folder}/store"]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    counts = re.findall(r"claim \+ record, (\d+) schedules", answer)
    rates = re.findall(r"fires/s, median of \d+ rounds: (\d+)", answer)
    return [
        Row(f"store: claim and record in batches of 1000, {int(count):,} schedules", f">= {GOALS['claims']:,}/s", float(rate), "fires/s",
            least=GOALS["claims"])
        for count, rate in zip(counts, rates, strict=True)
    ]


def herd(bench, count):
    """Many fires that are due at one instant, and the same in Go, by turns against the same target."""
    name = f"herd-{count}"
    # Long enough for either to end before the other begins.
    every = 30 if count <= 10_000 else 80
    with bench.target() as target:
        first = int(time.time()) + lead(count)
        schedules.write(f"{bench.folder}/{name}", target.url, count, schedules.interval(first, every))
        with bench.carillon(name) as carillon:
            carillon.wait_until_armed()
            peer_first = first + every // 2
            with Peer(bench.programs.go_peer, bench.folder, f"{target.url}/fire", count, bench.rounds, peer_first, every, CONNECTIONS) as peer:
                peer.wait_until_armed()
                expect_before(first, "the daemon and the peer")
                turns = [
                    (carillon_turn(bench, name, carillon, target, count, first + number * every, every // 2 - 1),
                     peer_turn(peer, target, count, peer_first + number * every))
                    for number in range(bench.rounds)
                ]
    return herd_rows(count, turns)


def lead(count):
    """Seconds that reading and arming so many schedules may take on a busy machine."""
    return 15 + count // 1000


def expect_before(instant, who):
    if time.time() > instant - 1:
        raise Unmeasurable(f"{who} armed too late: this machine is busy with something else")


def wait_until(instant):
    time.sleep(max(0, instant - time.time()))


def carillon_turn(bench, name, carillon, target, count, due, limit):
    """Seconds behind `due` for one herd, at most `limit`, and processor seconds."""
    wait_until(due - 0.5)
    target.reset()
    with Ledger(f"{bench.folder}/{name}") as ledger:
        before, target_before, sequence = carillon.processor_time(), target.processor_time(), ledger.last_sequence()
        wait_until(due)
        wait_for(lambda: target.count() >= count, carillon, due + limit, 0.05)
        wait_for(lambda: not ledger.has_unfinished(), carillon, due + limit, 0.005)
        recorded = time.time() - due
        outcomes = ledger.outcomes(sequence)
    report = target.report()
    expect_all(outcomes.get("succeeded", 0), report, count, outcomes)
    return {
        "dispatched": report["last"] / 1e6 - due, "recorded": recorded,
        "processor": carillon.processor_time() - before, "target": target.processor_time() - target_before}


def wait_for(condition, process, deadline, pause):
    while not condition():
        process.check()
        if time.time() > deadline:
            raise Unmeasurable("a round took longer than there is until the next one")
        time.sleep(pause)


def expect_all(succeeded, report, count, detail):
    if (succeeded, report["count"], report["distinct_keys"]) != (count, count, count):
        raise Unmeasurable(f"{succeeded} of {count} fires succeeded, {report['count']} requests with {report['distinct_keys']} keys came: {detail}")


def peer_turn(peer, target, count, due):
    wait_until(due - 0.5)
    target.reset()
    before = peer.processor_time()
    finished = peer.wait_for_round()
    report = target.report()
    expect_all(count - finished["failed"], report, count, finished)
    return {"dispatched": report["last"] / 1e6 - due, "recorded": finished["recorded"], "processor": peer.processor_time() - before}


def herd_rows(count, turns):
    def median(side, key):
        return statistics.median(turn[side][key] for turn in turns)

    ours, theirs = median(0, "recorded"), median(1, "recorded")
    what = f"{count:,} fires due at one instant"
    goal = f"<= {GOALS['dispatched']} s" if count == 10_000 else ""
    rows = [
        Row(f"{what}: the last one reaches its target", goal, median(0, "dispatched"), "s",
            limit=GOALS["dispatched"] if count == 10_000 else None),
        Row(f"{what}: end to end, outcomes recorded", f">= {GOALS['sustained']:,}/s", count / ours, "fires/s", least=GOALS["sustained"]),
        Row(f"{what}: until the last outcome is recorded", f"<= {GOALS['peer']} of Go's", ours, "s", beside=theirs, limit_ratio=GOALS["peer"]),
        Row("   Go, robfig/cron, without a claim", "", theirs, "s"),
        Row("   processor time, Carillon", "", median(0, "processor"), "s", beside=median(1, "processor")),
        Row("   processor time, Go", "", median(1, "processor"), "s"),
        Row("   processor time, target (shares the cores)", "", median(0, "target"), "s"),
    ]
    each = ["   each round, Carillon: " + ", ".join(f"{turn[0]['recorded']:.2f}" for turn in turns)
            + " s; Go: " + ", ".join(f"{turn[1]['recorded']:.2f}" for turn in turns) + " s"]
    return rows + each


def lateness(bench, what, goal, count, seconds, jitter=None):
    """First byte behind due + jitter, over so many seconds with `count` fires each."""
    name = f"lateness-{count}{'-spread' if jitter else ''}"
    with bench.target() as target:
        first = int(time.time()) + lead(count)
        schedules.write(f"{bench.folder}/{name}", target.url, count, schedules.interval(first, 1, jitter))
        with bench.carillon(name) as carillon:
            carillon.wait_until_armed()
            expect_before(first, "the daemon")
            wait_until(first + 1.9)
            with Ledger(f"{bench.folder}/{name}") as ledger:
                # The first two seconds warm caches and connections.
                carillon.check()
                sequence, before = ledger.last_sequence(), carillon.processor_time()
                wait_until(first + 2.5 + seconds)
                carillon.check()
                processor = carillon.processor_time() - before
                values, outcomes = ledger.lateness_of(count * seconds, sequence), ledger.outcomes(sequence)
    share = processor / (seconds + 0.6) * 100
    rows = [
        Row(f"{what}: lateness p99", f"<= {goal} ms", values[len(values) * 99 // 100], "ms", limit=goal),
        Row("   p50", "", values[len(values) // 2], "ms"),
        Row("   longest", "", values[-1], "ms"),
    ]
    counted = ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items()))
    return rows + [f"   {counted}; the daemon took {share:.0f} % of a core"]


def many(bench, count, idle_seconds=60):
    """A large daemon that has nothing to do, started twice."""
    name = f"many-{count}"
    schedules.write(f"{bench.folder}/{name}", "http://127.0.0.1:9", count, schedules.daily_but_not_now(time.time()))
    with bench.carillon(name) as carillon:
        first_start = carillon.wait_until_armed()
        first_peak = carillon.peak_bytes()
    with bench.carillon(name) as carillon:
        restart = carillon.wait_until_armed()
        quiet = carillon.wait_until_quiet()
        before = carillon.processor_time()
        time.sleep(idle_seconds)
        carillon.check()
        share = (carillon.processor_time() - before) / idle_seconds * 100
        resident, peak = carillon.resident_bytes(), carillon.peak_bytes()
    mebi = 1 << 20
    return [
        Row(f"{count:,} schedules from files: resident memory", "<= 256 MiB", resident / mebi, "MiB", limit=256),
        Row("   at its peak, while it started", "", peak / mebi, "MiB"),
        Row("   restart until armed", "<= 2 s", restart, "s", limit=2),
        Row("   restart until quiet: files that nobody changed are read after it is armed", "", quiet, "s"),
        Row("   first start until armed, everything new", "", first_start, "s"),
        Row("   first start, memory at its peak", "", first_peak / mebi, "MiB"),
        Row(f"   idle for {idle_seconds} s, share of a core", "< 0.5 %", share, "%", limit=0.5),
    ]


def simulate(bench, count=100_000, days=30):
    """Daily schedules through a month, from their files to the last figure."""
    name, begin = "simulate", 1_790_000_000
    schedules.write(f"{bench.folder}/{name}", "http://127.0.0.1:9", count, schedules.daily_but_not_now(begin))
    program, configuration = bench.programs.carillon, f"{bench.folder}/{name}/carillon.yaml"
    simulation = [program, "simulate", "--days", str(days), "--from", schedules.iso(begin), "--json", configuration]
    turns = [(seconds_of(simulation), seconds_of([program, "check", configuration])) for _ in range(bench.rounds)]
    whole, files = (statistics.median(turn[part][0] for turn in turns) for part in (0, 1))
    starts = json.loads(turns[0][0][1])["starts"]
    if starts != count * days:
        raise Unmeasurable(f"{starts:,} starts instead of {count * days:,}")
    return [
        Row(f"simulate: {count:,} schedules, {days} days, {starts:,} starts, with reading the files", f"<= {GOALS['simulated']} s", whole, "s",
            limit=GOALS["simulated"]),
        Row("   reading the files alone (check)", "", files, "s"),
    ]


def seconds_of(command):
    """How long it takes, and what it prints."""
    begun = time.monotonic()
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    return time.monotonic() - begun, answer


def million(bench, count=1_000_000, due_count=10_000):
    """Loads a million schedules, of which some are due at one instant that comes when everything is armed and written."""
    name, every = "million", 120
    with bench.target() as target:
        begun = int(time.time())
        daily, grid = schedules.daily_but_not_now(begun), schedules.interval(begun, every)
        schedules.write(
            f"{bench.folder}/{name}", target.url, count, lambda number: grid(number) if number < due_count else daily(number))
        with bench.carillon(name) as carillon:
            armed = carillon.wait_until_armed(limit=1800)
            quiet = carillon.wait_until_quiet(limit=300)
            resident, peak = carillon.resident_bytes(), carillon.peak_bytes()
            due = next_on_grid(begun, every, after=time.time() + 15)
            fired = carillon_turn(bench, name, carillon, target, due_count, due, every - 1)
    mebi = 1 << 20
    return [
        Row(f"{count:,} schedules from files: until armed, everything new", "loads", armed, "s"),
        Row("   until quiet: what is new is in the ledger", "", quiet, "s"),
        Row("   resident memory", "", resident / mebi, "MiB"),
        Row("   at its peak", "", peak / mebi, "MiB"),
        Row(f"   {due_count:,} of them due at one instant: the last one reaches its target", "fires", fired["dispatched"], "s"),
        Row("   until the last outcome is recorded", "", fired["recorded"], "s"),
    ]


def next_on_grid(start, every, after):
    return start + math.ceil((after - start) / every) * every
