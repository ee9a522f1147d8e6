"""Runs the pipeline `nightly` once on the remote stack of a ZenML 0.58 server; prints its id and its deployment's as the last
line."""
import json

from fixture_nightly import nightly
from zenml.client import Client

if __name__ == "__main__":
    client = Client()
    client.activate_stack("remote")
    nightly()
    run = client.get_pipeline_run(client.list_pipeline_runs(sort_by="desc:created", size=1).items[0].id)
    print(json.dumps({"id": str(run.pipeline.id), "deployment_id": str(run.deployment_id)}))
