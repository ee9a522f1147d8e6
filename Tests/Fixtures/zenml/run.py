"""A pipeline's own runner script, as a command trigger starts it: its run gets the name that Carillon chose.

    run.py [--sleep SECONDS] [--fail] [--exit CODE]
"""
import argparse
import os
import sys
import traceback

from fixture_nightly import nightly


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sleep", type=float, default=0.0)
    parser.add_argument("--fail", action="store_true", help="the pipeline's step fails")
    parser.add_argument("--exit", type=int, help="how the script ends, whatever becomes of the run; by default as the run does")
    options = parser.parse_args()
    steps = {"work": {"parameters": {"sleep_s": options.sleep, "fail": options.fail}}}
    try:
        nightly.with_options(run_name=os.environ["CARILLON_RUN_NAME"], steps=steps)()
    except Exception:
        if options.exit is None:
            raise
        traceback.print_exc()
    sys.exit(options.exit)


if __name__ == "__main__":
    main()
