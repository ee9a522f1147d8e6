#!/usr/bin/env python3
"""Puts schedules straight into a ZenML server's SQLite file: a thousand of them over REST would take half a minute.

  zenml_load.py DATABASE insert COUNT PROJECT_ID PIPELINE_ID
  zenml_load.py DATABASE remove
"""
import datetime
import sqlite3
import sys
import uuid


def rows(count: int, project: str, pipeline: str):
    """One every ten seconds up to an hour ago, as people create them; due once a year."""
    newest = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None) - datetime.timedelta(hours=1)
    for number in range(count):
        created = newest - datetime.timedelta(seconds=10 * number)
        yield {
            "id": uuid.uuid4().hex, "name": f"load-{number:05}", "created": str(created), "updated": str(created),
            "project_id": uuid.UUID(project).hex, "pipeline_id": uuid.UUID(pipeline).hex, "active": 1, "catchup": 0,
            "is_archived": 0, "cron_expression": f"{number % 60} 3 1 1 *"}


def insert(connection: sqlite3.Connection, count: str, project: str, pipeline: str) -> None:
    for row in rows(int(count), project, pipeline):
        names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
        connection.execute(f"INSERT INTO schedule ({names}) VALUES ({values})", row)


def remove(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM schedule WHERE name LIKE 'load-%'")


def main() -> None:
    database, command, *arguments = sys.argv[1:]
    with sqlite3.connect(database, timeout=30) as connection:
        {"insert": insert, "remove": remove}[command](connection, *arguments)


if __name__ == "__main__":
    main()
