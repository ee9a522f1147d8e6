"""Reads our lists with the models of the ZenML client, and prints how many items it understood.

usage: zenml_reads.py SOCKET
"""

import json
import sys
import urllib.parse
import urllib.request

from socket_proxy import proxy
from zenml.models import Page, PipelineRunFilter, PipelineRunResponse, ScheduleFilter, ScheduleResponse
from zenml.zen_stores.rest_zen_store import RestZenStore


def read(url, model):
    with urllib.request.urlopen(url) as answer:
        return Page[model].model_validate(json.load(answer))


class Store:
    """ZenML's own REST store, as far as its lists go: what they ask for is what its client asks for."""

    _list_paginated_resources = RestZenStore._list_paginated_resources

    def __init__(self, url):
        self.url = url

    def get(self, path, params=None):
        with urllib.request.urlopen(f"{self.url}/api/v1{path}?{urllib.parse.urlencode(params)}") as answer:
            return json.load(answer)

    def totals(self, project):
        schedules = RestZenStore.list_schedules(self, ScheduleFilter(project=project, is_archived=False))
        runs = RestZenStore.list_runs(self, PipelineRunFilter(project=project, sort_by="desc:created"))
        return [schedules.total, min(runs.total, 1)]


NO_PROJECT = "00000000-0000-0000-0000-000000000000"


def main():
    with proxy(sys.argv[1]) as url:
        schedules = read(f"{url}/api/v1/schedules?hydrate=true&sort_by=desc:created&active=true&page=1&size=50", ScheduleResponse)
        runs = read(f"{url}/api/v1/runs?status=completed&size=5", PipelineRunResponse)
        projects = [Store(url).totals(NO_PROJECT), Store(url).totals("default")]
    names = sorted(schedule.name for schedule in schedules.items)
    crons = sorted(schedule.cron_expression for schedule in schedules.items if schedule.cron_expression)
    statuses = sorted({str(run.status.value) for run in runs.items})
    print(json.dumps({"schedules": names, "crons": crons, "statuses": statuses, "total": schedules.total,
                      "projects": projects}))


main()
