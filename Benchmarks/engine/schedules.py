"""Configurations and schedule files as an operator would write them, only more of them."""
import os
import shutil
from datetime import datetime, timezone

# What is lifted are the paces and the limits of runs under way. Nobody's log has a line for each of 10 000 requests
# either: the peer writes none.
CONFIGURATION = """\
state_directory: state
schedules: [schedules]
log_level: {log_level}
limits:
  in_flight: {in_flight}
  per_second: off
  target:
    in_flight: {in_flight}
    per_second: off
  catch_up_per_second: off
"""

TRIGGER = """\
trigger:
  kind: http
  url: {url}/fire
  body: {{due: "{{{{due}}}}", model: {number}, run: "{{{{run_name}}}}"}}
"""

# A file has so many documents at most.
DOCUMENTS_OF_A_FILE = 1000


def iso(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def interval(first, every, jitter=None):
    """Due at `first` and then every so many seconds: as YAML lines for schedule number n."""
    lines = f"interval_seconds: {every}\nstart_time: {iso(first)}\n"
    if jitter:
        lines += f"policy: {{jitter: {jitter}}}\n"
    return lambda number: lines


def daily_but_not_now(now):
    """Once a day, at minutes that are at least two hours away."""
    hour = datetime.fromtimestamp(now, timezone.utc).hour

    def lines(number):
        return f'cron_expression: "{number % 60} {(hour + 3 + number // 60 % 19) % 24} * * *"\n'

    return lines


def write(folder, url, count, timing, log_level="notice", in_flight="1000"):
    """A folder with a configuration and `count` schedules; an earlier one of that name is gone."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(f"{folder}/schedules")
    with open(f"{folder}/carillon.yaml", "w", encoding="utf-8") as file:
        file.write(CONFIGURATION.format(log_level=log_level, in_flight=in_flight))
    write_schedules(folder, url, count, timing)


def write_schedules(folder, url, count, timing):
    for start in range(0, count, DOCUMENTS_OF_A_FILE):
        numbers = range(start, min(start + DOCUMENTS_OF_A_FILE, count))
        with open(f"{folder}/schedules/herd-{start:07}.yaml", "w", encoding="utf-8") as file:
            file.write("---\n".join(document(number, url, timing) for number in numbers))


def document(number, url, timing):
    return f"name: herd-{number}\n" + timing(number) + TRIGGER.format(url=url, number=number)
