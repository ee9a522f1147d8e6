"""Registers the fixture's pipelines and a snapshot of each; prints their ids as the last line.

Runs in the ZenML virtual environment, with the client configured by ZENML_STORE_URL and ZENML_STORE_API_KEY.
Everything else that the fixture needs is plain REST; only a client can compile a pipeline.
"""
import json

from fixture_pipelines import PIPELINES
from zenml.client import Client


def register(stack: str) -> dict:
    """Compiles each pipeline on `stack`; its snapshot is what a deployment serves."""
    Client().activate_stack(stack)
    snapshots = [pipeline.create_snapshot(name="deployable") for pipeline in PIPELINES]
    return {
        snapshot.pipeline.name: {"id": str(snapshot.pipeline.id), "snapshot_id": str(snapshot.id)}
        for snapshot in snapshots
    }


if __name__ == "__main__":
    print(json.dumps(register(stack="carillon")))
