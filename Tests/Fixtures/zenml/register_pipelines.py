"""Registers the fixture's pipelines and a snapshot of each; prints their ids as the last line.

    register_pipelines.py REMOTE_STACK_ID

Runs in the ZenML virtual environment, with the client configured by ZENML_STORE_URL and ZENML_STORE_API_KEY.
Everything else that the fixture needs is plain REST; only a client can compile a pipeline.
"""
import json
import platform
import sys

import zenml
from fixture_pipelines import DEPLOYED, RUNNABLE
from zenml.client import Client
from zenml.models import PipelineBuildRequest


def deployable(stack: str) -> dict:
    """Compiles each pipeline on `stack`; its snapshot is what a deployment serves."""
    Client().activate_stack(stack)
    snapshots = [pipeline.create_snapshot(name="deployable") for pipeline in DEPLOYED]
    return {
        snapshot.pipeline.name: {"id": str(snapshot.pipeline.id), "snapshot_id": str(snapshot.id)}
        for snapshot in snapshots
    }


def runnable(stack: str) -> dict:
    """Snapshots that the server can run: they have a build, which is a record without any image."""
    client = Client()
    client.activate_stack(stack)
    found = {}
    for name, pipeline in RUNNABLE.items():
        build = client.zen_store.create_build(PipelineBuildRequest(
            project=client.active_project.id, stack=client.active_stack_model.id, pipeline=pipeline.register().id,
            images={}, is_local=False, contains_code=True, zenml_version=zenml.__version__,
            python_version=platform.python_version()))
        found[name] = str(pipeline.with_options(build=build.id).create_snapshot(name=name).id)
    return found


if __name__ == "__main__":
    print(json.dumps({"pipelines": deployable(stack="carillon"), "snapshots": runnable(stack=sys.argv[1])}))
