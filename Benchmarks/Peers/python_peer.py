"""croniter's and cronsim's side of the comparison: the same commands as cron-bench, measured in the same processor time.

    python_peer.py croniter|cronsim check PATTERNS
    python_peer.py croniter|cronsim speed PATTERNS ZONE chained|parsed SECONDS
"""
import itertools
import sys
import time
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

CHAIN_LENGTH = 128
START, END = datetime(2026, 1, 1, tzinfo=timezone.utc), datetime(2088, 1, 1, tzinfo=timezone.utc)


def croniter_fires(pattern, start):
    expression = croniter(pattern, start)
    return iter(lambda: expression.get_next(datetime), None)


def cronsim_fires(pattern, start):
    return CronSim(pattern, start)


def chain(fires):
    """The fires of one chain, and how many evaluations they took."""
    taken = []
    for fire in itertools.islice(fires, CHAIN_LENGTH):
        if fire >= END:
            return taken, len(taken) + 1
        taken.append(fire)
    return taken, len(taken)


def run_chained(patterns, start):
    chains = [fires_of(pattern, start) for pattern in patterns]
    begin = time.thread_time()
    evaluations = sum(chain(fires)[1] for fires in chains)
    return evaluations, time.thread_time() - begin


def run_parsed(patterns, start):
    begin = time.thread_time()
    for pattern in patterns:
        next(fires_of(pattern, start))
    return len(patterns), time.thread_time() - begin


def speed(patterns, zone, mode, limit):
    start = START.astimezone(ZoneInfo(zone))
    run = {"chained": run_chained, "parsed": run_parsed}[mode]
    evaluations, passed = 0, 0.0
    while passed < limit:
        more, seconds = run(patterns, start)
        evaluations, passed = evaluations + more, passed + seconds
    print(evaluations, passed)


def check(patterns):
    for pattern in patterns:
        print(sum(int(fire.timestamp()) for fire in chain(fires_of(pattern, START))[0]))


peer, command, path, *rest = sys.argv[1:]
if peer == "croniter":
    from croniter import croniter
    fires_of = croniter_fires
else:
    from cronsim import CronSim
    fires_of = cronsim_fires
with open(path, encoding="utf-8") as lines:
    texts = [line.strip() for line in lines if not line.startswith("#")]
if command == "check":
    check(texts)
else:
    speed(texts, rest[0], rest[1], float(rest[2]))
