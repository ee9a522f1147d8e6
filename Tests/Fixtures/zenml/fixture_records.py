"""What a freshly created ZenML server is filled with: accounts, orchestrators, pipelines, deployments."""
import json
import pathlib
import secrets
import subprocess

from fixture_rest import FixtureError, Rest

HERE = pathlib.Path(__file__).resolve().parent

# Deployment name -> (pipeline, whether callers need the auth key).
DEPLOYMENTS = {
    "training-live": ("training", True),
    "scoring-live": ("scoring", False),
    "ensemble-blue": ("ensemble", True),
    "ensemble-green": ("ensemble", True),
}

CUSTOM_FLAVOR = "acme_batch"

# Of zenml_remote.py, which only a process with ZenML can import.
REMOTE_FLAVORS = {"orchestrator": "remote_local", "artifact_store": "remote_folder"}


def fill(rest: Rest, url: str, python: pathlib.Path, environment: dict[str, str]) -> dict:
    """Creates every record, and describes them in the shape that `up` prints."""
    project = rest.named("/projects", "default")["id"]
    # Two accounts: a test may rotate or lock the scheduler's key without taking the deployments down.
    scheduler, deployments = service_account(rest, "carillon"), service_account(rest, "deployments")
    orchestrators = register_orchestrators(rest)
    deployer = register_stack(rest)
    remote = register_remote_stack(rest)
    pipelines, runnable = register_pipelines(python, {
        **environment, "ZENML_STORE_URL": url, "ZENML_STORE_API_KEY": deployments["api_key"]}, remote)
    template = rest.post("/run_templates", {
        "project": project, "name": "nightly-template", "source_snapshot_id": runnable.pop("nightly-template")})
    return {
        **scheduler,
        "deployments_api_key": deployments["api_key"],
        "project": "default",
        "project_id": project,
        "orchestrators": orchestrators,
        "pipelines": {name: pipeline["id"] for name, pipeline in pipelines.items()},
        "snapshots": runnable,
        "run_templates": {"nightly-template": template["id"]},
        "deployments": {
            name: create_deployment(rest, name, pipeline, authenticated, pipelines[pipeline], project, deployer)
            for name, (pipeline, authenticated) in DEPLOYMENTS.items()
        },
    }


def service_account(rest: Rest, name: str) -> dict:
    account = rest.post("/service_accounts", {"name": name, "description": "fixture", "active": True})
    key = rest.post(f"/service_accounts/{account['id']}/api_keys", {"name": "fixture", "description": "fixture"})
    return {"service_account_id": account["id"], "api_key_id": key["id"], "api_key": key["body"]["key"]}


def register_orchestrators(rest: Rest) -> dict:
    """One that cannot schedule, one that schedules natively, and one of a flavor nobody but its owner knows."""
    rest.post("/flavors", {
        "name": CUSTOM_FLAVOR, "type": "orchestrator", "config_schema": {"type": "object"}, "integration": None,
        "source": "acme.batch.AcmeBatchFlavor", "is_custom": True})
    return {
        "local": describe(rest.named("/components", "default", type="orchestrator")),
        "native": describe(component(rest, "cluster", "orchestrator", "kubernetes")),
        "custom": describe(component(rest, "acme", "orchestrator", CUSTOM_FLAVOR)),
    }


def register_stack(rest: Rest) -> str:
    """The stack on which pipelines are deployed (everything local); returns its deployer's id."""
    deployer = component(rest, "local", "deployer", "local")["id"]
    parts = {kind: [rest.named("/components", "default", type=kind)["id"]]
             for kind in ("orchestrator", "artifact_store")}
    rest.post("/stacks", {"name": "carillon", "components": {**parts, "deployer": [deployer]}})
    return deployer


def register_remote_stack(rest: Rest) -> str:
    """The stack on which the server starts runs itself; returns its id."""
    parts = {kind: [component(rest, f"remote-{kind}", kind, flavor)["id"]] for kind, flavor in REMOTE_FLAVORS.items()}
    return rest.post("/stacks", {"name": "remote", "components": parts})["id"]


def component(rest: Rest, name: str, kind: str, flavor: str) -> dict:
    return rest.post("/components", {"name": name, "type": kind, "flavor": flavor, "configuration": {}})


def describe(orchestrator: dict) -> dict:
    return {"id": orchestrator["id"], "name": orchestrator["name"], "flavor": orchestrator["body"]["flavor_name"]}


def register_pipelines(python: pathlib.Path, environment: dict[str, str], remote_stack: str) -> tuple[dict, dict]:
    """Pipelines by name, and the ids of the snapshots that the server can run, by name."""
    client = subprocess.run(
        [str(python), str(HERE / "register_pipelines.py"), remote_stack], env=environment, cwd=HERE, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if client.returncode != 0:
        raise FixtureError(f"registering the pipelines failed ({client.returncode}):\n{client.stdout[-4000:]}")
    registered = json.loads(client.stdout.splitlines()[-1])
    return registered["pipelines"], registered["snapshots"]


def create_deployment(rest: Rest, name: str, pipeline: str, authenticated: bool,
                      registered: dict, project: str, deployer: str) -> dict:
    key = secrets.token_hex(16) if authenticated else None
    record = rest.post("/deployments", {
        "project": project, "name": name, "snapshot_id": registered["snapshot_id"],
        "deployer_id": deployer, "auth_key": key})
    return {"id": record["id"], "name": name, "pipeline": pipeline, "pipeline_id": registered["id"], "auth_key": key}
