"""A filled ZenML database that each fixture starts from."""
import hashlib
import json
import pathlib
import secrets
import shutil
import tempfile

import fixture_processes as processes
import fixture_records as records
from fixture_rest import Rest
from fixture_state import Fixture, locked

HERE = pathlib.Path(__file__).resolve().parent


def copy_prepared(fixture: Fixture, venv: pathlib.Path) -> None:
    """Gives `fixture` a database of its own, and ports."""
    source = prepared(venv)
    records_made = json.loads((source / "state.json").read_text())
    shutil.copytree(source / "server", fixture.directory / "server", dirs_exist_ok=True)
    fixture.begin(records_made["password"], records_made["jwt_secret"])
    fixture.state = {**records_made, **fixture.state}
    for deployment in fixture.state["deployments"].values():
        port = processes.free_port()
        deployment.update(port=port, url=f"http://127.0.0.1:{port}")
    fixture.save()


def prepared(venv: pathlib.Path) -> pathlib.Path:
    """A filled database, made once per virtual environment and version of these files, then only copied.

    Filling a new server takes 15 to 30 s; a copy of its database costs nothing, and depends on no port and no path.
    """
    sources = sorted(HERE.glob("*.py"))
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
    store = venv / "carillon-fixture"
    store.mkdir(exist_ok=True)
    with locked(store):
        finished = store / digest
        if not finished.exists():
            prepare(store, finished, venv)
    return finished


def prepare(store: pathlib.Path, finished: pathlib.Path, venv: pathlib.Path) -> None:
    draft = Fixture(pathlib.Path(tempfile.mkdtemp(dir=store, prefix="draft-")), venv)
    try:
        draft.begin(password=secrets.token_hex(16), jwt_secret=secrets.token_hex(32))
        draft.start_server()
        draft.wait_for("server", draft.state["url"])
        rest = Rest(draft.state["url"]).log_in(username="default", password=draft.state["password"])
        draft.state.update(records.fill(rest, draft.state["url"], draft.python, draft.environment()))
        draft.stop()
    except BaseException:
        draft.stop()
        shutil.rmtree(draft.directory)
        raise
    draft.directory.rename(finished)
