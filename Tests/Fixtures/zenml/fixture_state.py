"""One server with its deployments, and what is known of them between two commands."""
import fcntl
import json
import os
import pathlib

import fixture_processes as processes
from fixture_rest import Rest

HERE = pathlib.Path(__file__).resolve().parent


def locked(directory: pathlib.Path):
    """Held until the returned file is closed: two commands on one directory take turns."""
    directory.mkdir(parents=True, exist_ok=True)
    handle = (directory / "lock").open("w")
    fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


class Fixture:
    """One server and its deployments. All it knows is in DIRECTORY/state.json, so each command finds it again."""

    def __init__(self, directory: pathlib.Path, venv: pathlib.Path):
        self.directory = directory
        self.python = venv / "bin" / "python"
        self.state_file = directory / "state.json"
        self.state = json.loads(self.state_file.read_text()) if self.state_file.exists() else {}

    def save(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        draft = self.state_file.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(self.state, indent=1))
        draft.replace(self.state_file)

    def log(self, name: str) -> pathlib.Path:
        return self.directory / "logs" / f"{name}.log"

    def runs(self) -> pathlib.Path:
        """Where the server's runner keeps a folder for each run."""
        runs = self.directory / "runs"
        runs.mkdir(parents=True, exist_ok=True)
        return runs

    def begin(self, password: str, jwt_secret: str) -> None:
        """A state of its own with a new port; nothing runs yet."""
        port = processes.free_port()
        self.state = {
            "port": port, "url": f"http://127.0.0.1:{port}", "username": "default", "password": password,
            "jwt_secret": jwt_secret, "extra": {}, "processes": {}}

    def environment(self) -> dict[str, str]:
        """What every ZenML process gets: nothing of the caller's own ZenML set-up."""
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("ZENML_")}
        return {
            **inherited,
            "ZENML_ANALYTICS_OPT_IN": "false",
            "ZENML_ENABLE_REPO_INIT_WARNINGS": "false",
            "ZENML_LOGGING_COLORS_DISABLED": "true",
            "ZENML_CONFIG_PATH": str(self.directory / "client"),
            "NO_PROXY": "127.0.0.1",
            "PYTHONPATH": str(HERE),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def start_server(self) -> None:
        """Starts the process unless it runs; `wait_for` says when it answers."""
        environment = {
            **self.environment(),
            "ZENML_CONFIG_PATH": str(self.directory / "server"),
            "ZENML_SERVER_DEPLOYMENT_TYPE": "docker",
            "ZENML_SERVER_AUTH_SCHEME": "OAUTH2_PASSWORD_BEARER",
            "ZENML_SERVER_AUTO_ACTIVATE": "true",
            "ZENML_SERVER_SERVER_URL": self.state["url"],
            "ZENML_DEFAULT_USER_PASSWORD": self.state["password"],
            # Fixed, so that a token outlives a restart of the server, as it does on a real one.
            "ZENML_SERVER_JWT_SECRET_KEY": self.state["jwt_secret"],
            # Starts runs itself: snapshots, builds, templates.
            "ZENML_SERVER_WORKLOAD_MANAGER_IMPLEMENTATION_SOURCE": "zenml_remote.Runner",
            "CARILLON_FIXTURE_RUNS": str(self.runs()),
            **self.state["extra"],
        }
        self.start("server", environment, [
            "uvicorn", "zenml_remote:server", "--factory",
            "--host", "127.0.0.1", "--port", str(self.state["port"]), "--log-level", "info"])

    def start_deployment(self, name: str) -> None:
        """The process that ZenML's local deployer would start, with the same command line."""
        deployment = self.state["deployments"][name]
        environment = {
            **self.environment(),
            "ZENML_STORE_URL": self.state["url"],
            "ZENML_STORE_API_KEY": self.state["deployments_api_key"],
            "ZENML_ACTIVE_PROJECT_ID": self.state["project_id"],
        }
        self.start(name, environment, [
            "zenml.deployers.server.app", "--deployment_id", deployment["id"],
            "--host", "127.0.0.1", "--port", str(deployment["port"])])

    def start(self, name: str, environment: dict[str, str], module: list[str]) -> None:
        if processes.is_alive(self.state["processes"].get(name)):
            return
        process = processes.start([str(self.python), "-m", *module], self.log(name), environment)
        self.state["processes"][name] = process
        self.save()

    def wait_for(self, name: str, url: str) -> None:
        processes.wait_healthy(name, self.state["processes"][name], url, self.log(name))

    def start_deployments(self, wanted: list[str]) -> None:
        """Starts them side by side, then tells the server where they are, as a deployer does."""
        for name in wanted:
            self.start_deployment(name)
        self.wait_for("server", self.state["url"])
        for name in wanted:
            # On a busy machine the server may take longer than the half minute that a deployment waits for it.
            self.start_deployment(name)
        rest = Rest(self.state["url"]).log_in(password=self.state["deployments_api_key"])
        for name in wanted:
            deployment = self.state["deployments"][name]
            self.wait_for(name, deployment["url"])
            self.announce(rest, deployment, self.state["processes"][name]["pid"])

    def announce(self, rest: Rest, deployment: dict, pid: int) -> None:
        if deployment.get("pid") == pid:
            return
        rest.put(f"/deployments/{deployment['id']}", {
            "url": deployment["url"], "status": "running",
            "deployment_metadata": {"pid": pid, "port": deployment["port"], "address": "127.0.0.1"}})
        deployment["pid"] = pid
        self.save()

    def stop(self) -> None:
        """Ends every process of this fixture, the guard last."""
        running = self.state.get("processes", {})
        guard = running.pop("guard", None)
        processes.stop(list(running.values()))
        if guard and guard["pid"] != os.getpid():
            processes.stop([guard])
        if self.state:
            self.state["processes"] = {}
            self.save()

    def described(self) -> str:
        """The line that `up` prints."""
        hidden = {"jwt_secret", "deployments_api_key", "extra", "processes"}
        shown = {key: value for key, value in self.state.items() if key not in hidden}
        return json.dumps({**shown, "pid": self.state["processes"]["server"]["pid"], "directory": str(self.directory)})
