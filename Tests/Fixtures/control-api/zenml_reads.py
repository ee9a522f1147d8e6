"""Reads our lists with the models of the ZenML client, and prints how many items it understood.

usage: zenml_reads.py SOCKET
"""

import json
import sys
import urllib.request

from socket_proxy import proxy
from zenml.models import Page, PipelineRunResponse, ScheduleResponse


def read(url, model):
    with urllib.request.urlopen(url) as answer:
        return Page[model].model_validate(json.load(answer))


def main():
    with proxy(sys.argv[1]) as url:
        schedules = read(f"{url}/api/v1/schedules?hydrate=true&sort_by=desc:created&active=true&page=1&size=50", ScheduleResponse)
        runs = read(f"{url}/api/v1/runs?status=completed&size=5", PipelineRunResponse)
    names = sorted(schedule.name for schedule in schedules.items)
    crons = sorted(schedule.cron_expression for schedule in schedules.items if schedule.cron_expression)
    statuses = sorted({str(run.status.value) for run in runs.items})
    print(json.dumps({"schedules": names, "crons": crons, "statuses": statuses, "total": schedules.total}))


main()
