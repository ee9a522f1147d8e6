"""The pipelines of the fixture; imported by ZenML's client, by each deployment process and by the server's runner.

All share one step, so a test can have a slow run (`sleep_s`) or a failing one (`fail`) of any of them.
"""
from fixture_nightly import nightly, work
from zenml import pipeline


@pipeline
def training(sleep_s: float = 0.0, fail: bool = False) -> float:
    """One deployment, with an auth key."""
    return work(sleep_s=sleep_s, fail=fail)


@pipeline
def scoring(sleep_s: float = 0.0, fail: bool = False) -> float:
    """One deployment, open to anyone on this machine."""
    return work(sleep_s=sleep_s, fail=fail)


@pipeline
def ensemble(sleep_s: float = 0.0, fail: bool = False) -> float:
    """Two deployments: which one to fire cannot be guessed."""
    return work(sleep_s=sleep_s, fail=fail)


@pipeline
def archive(sleep_s: float = 0.0, fail: bool = False) -> float:
    """No deployment."""
    return work(sleep_s=sleep_s, fail=fail)


@pipeline(enable_cache=False, dynamic=True)
def tuning(sleep_s: float = 0.0, fail: bool = False) -> None:
    """Run by the server from a snapshot: a dynamic pipeline, whose own parameters can be set."""
    work(sleep_s=sleep_s, fail=fail)


DEPLOYED = [training, scoring, ensemble, archive]

# By the names of their snapshots. A run template takes its snapshot's name, so it has one of its own.
RUNNABLE = {"nightly-a": nightly, "nightly-b": nightly, "tuning": tuning, "nightly-template": nightly}
