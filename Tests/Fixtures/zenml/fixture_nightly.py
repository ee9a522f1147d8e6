"""The pipeline that servers run themselves; it compiles with ZenML 0.98 and 0.58."""
import time

from zenml import pipeline, step


@step(enable_cache=False)
def work(sleep_s: float = 0.0, fail: bool = False) -> float:
    """Takes `sleep_s` seconds, then fails if asked to."""
    time.sleep(sleep_s)
    if fail:
        raise ValueError("the work step was asked to fail")
    return sleep_s


@pipeline(enable_cache=False)
def nightly() -> None:
    """A static pipeline: only its steps take parameters from outside."""
    work()
