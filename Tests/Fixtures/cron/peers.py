"""Answers cron questions with the two Python libraries that Carillon is compared with.

One JSON object per line on standard input: {"pattern": "0 9 * * 1", "from": 1704067200, "count": 3}; `from` is in seconds, UTC, exclusive.
One line per question on standard output: {"croniter": [seconds, ...], "cronsim": {"error": "why it refuses"}}.
"""

import json
import sys
from datetime import datetime, timezone

from croniter import CroniterBadDateError, croniter
from cronsim import CronSim


def ask_croniter(pattern, start, count):
    moments = croniter(pattern, start)
    fires = []
    try:
        while len(fires) < count:
            fires.append(moments.get_next(datetime))
    except CroniterBadDateError:
        # No further date within fifty years.
        pass
    return fires


def ask_cronsim(pattern, start, count):
    moments = CronSim(pattern, start)
    return [moment for moment, _ in zip(moments, range(count))]


def answer(ask, question):
    start = datetime.fromtimestamp(question["from"], timezone.utc)
    try:
        fires = ask(question["pattern"], start, question["count"])
    except Exception as refusal:  # Each has its own kinds, and some are plain ValueErrors.
        return {"error": f"{type(refusal).__name__}: {refusal}"}
    return [int(fire.timestamp()) for fire in fires]


for line in sys.stdin:
    question = json.loads(line)
    print(json.dumps({"croniter": answer(ask_croniter, question), "cronsim": answer(ask_cronsim, question)}))
