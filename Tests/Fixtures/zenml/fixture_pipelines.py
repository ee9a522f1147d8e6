"""The pipelines that the fixture deploys; imported by ZenML's client and by each deployment process.

All share one step, so a test can have a slow run (`sleep_s`) or a failing one (`fail`) of any of them.
"""
import time

from zenml import pipeline, step


@step(enable_cache=False)
def work(sleep_s: float = 0.0, fail: bool = False) -> float:
    """Takes `sleep_s` seconds, then fails if asked to."""
    time.sleep(sleep_s)
    if fail:
        raise ValueError("the work step was asked to fail")
    return sleep_s


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


PIPELINES = [training, scoring, ensemble, archive]
