"""A stack that a ZenML server takes for a remote one, although it runs on this machine; for 0.98 and for 0.58.

A server starts runs itself only on stacks that are neither local nor of a custom flavor. These flavors are ZenML's own local
ones with `is_local` denied, registered as an integration, which is what tells them from custom ones. So this module has
to be imported before the server: `uvicorn zenml_remote:server --factory`.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

from zenml.artifact_stores.local_artifact_store import (
    LocalArtifactStore,
    LocalArtifactStoreConfig,
    LocalArtifactStoreFlavor,
)
from zenml.integrations.integration import Integration
from zenml.orchestrators.local.local_orchestrator import (
    LocalOrchestrator,
    LocalOrchestratorConfig,
    LocalOrchestratorFlavor,
)

try:
    from zenml.zen_server.pipeline_execution.workload_manager_interface import WorkloadManagerInterface
except ImportError:  # 0.58
    from zenml.zen_server.pipeline_deployment.workload_manager_interface import WorkloadManagerInterface

ORCHESTRATOR = "remote_local"
ARTIFACT_STORE = "remote_folder"


def server():
    """The ASGI application."""
    from zenml.zen_server.zen_server_api import app

    return app


class RemoteOrchestratorConfig(LocalOrchestratorConfig):
    is_local = property(lambda self: False)
    # 0.58 starts nothing on an orchestrator that waits for the run's end.
    is_synchronous = property(lambda self: False)


class RemoteOrchestrator(LocalOrchestrator):
    """Runs the steps in the process that submits them: the runner below."""


class RemoteOrchestratorFlavor(LocalOrchestratorFlavor):
    name = property(lambda self: ORCHESTRATOR)
    config_class = property(lambda self: RemoteOrchestratorConfig)
    implementation_class = property(lambda self: RemoteOrchestrator)


class RemoteFolderConfig(LocalArtifactStoreConfig):
    is_local = property(lambda self: False)


class RemoteFolder(LocalArtifactStore):
    local_path = property(lambda self: None)


class RemoteFolderFlavor(LocalArtifactStoreFlavor):
    name = property(lambda self: ARTIFACT_STORE)
    config_class = property(lambda self: RemoteFolderConfig)
    implementation_class = property(lambda self: RemoteFolder)


class RemoteIntegration(Integration):
    NAME = "carillon_fixture"
    REQUIREMENTS = []

    @classmethod
    def flavors(cls):
        return [RemoteOrchestratorFlavor, RemoteFolderFlavor]


class Runner(WorkloadManagerInterface):
    """Starts runs as processes of this machine. ZenML's own in-memory one gives them no PATH, and so no pipelines."""

    def run(self, workload_id, image, command, arguments, environment=None, sync=True, timeout_in_seconds=0):
        home = pathlib.Path(tempfile.mkdtemp(prefix=f"run-{workload_id}-", dir=os.environ["CARILLON_FIXTURE_RUNS"]))
        inherited = {name: os.environ[name] for name in ("PATH", "LANG", "PYTHONPATH") if name in os.environ}
        with (home / "output.log").open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, *command[1:], *arguments], cwd=home, stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, env={
                    **inherited, **(environment or {}), "HOME": str(home), "ZENML_CONFIG_PATH": str(home / "zenml"),
                    "ZENML_ANALYTICS_OPT_IN": "false", "ZENML_ENABLE_REPO_INIT_WARNINGS": "false"})
        if sync and process.wait(timeout=timeout_in_seconds or None) != 0:
            raise RuntimeError(f"the runner of {workload_id} ended with {process.returncode}; see {home}/output.log")

    def build_and_push_image(self, workload_id, *positional, image_name="none", **named):
        return image_name

    def delete_workload(self, workload_id):
        pass

    def get_logs(self, workload_id):
        return ""

    def log(self, workload_id, message):
        pass
