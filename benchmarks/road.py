"""The whole road: from landed files to a published release, then nothing new, then a little new.

    python -m benchmarks.road [--scale 1] [--json]

Every act is a run of the real command in its own process. CPU seconds of all its processes; ratios against the first run.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.machine import children_cpu_s, machine

COMMAND = [sys.executable, "-c", "from orchestration.cli.main import run; run()"]
CODE = Path(__file__).resolve().parents[1]


def main() -> None:
    """Measure and print one JSON object, or the same as sentences."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--scale", type=float, default=1.0)
    arguments.add_argument("--json", action="store_true")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), asked.scale)
    if asked.json:
        print(json.dumps(figures, indent=1))
    else:
        for name, value in figures.items():
            print(f"{name}: {value}")


def measure(folder: Path, scale: float) -> dict:
    home = folder / "home"
    full = _timed(home, "demo", "--scale", str(scale))
    inbox = home / "house" / "landing"
    files = [path for path in inbox.rglob("*") if path.is_file()]
    none = _timed(home, "run")
    _touch_one(inbox)
    little = _timed(home, "run")
    return {"scale": scale, "files": len(files), "raw_mb": round(sum(path.stat().st_size for path in files) / 1e6, 2),
            "full_cpu_s": round(full, 2), "nothing_new_cpu_s": round(none, 2), "one_file_changed_cpu_s": round(little, 2),
            "nothing_new_share": round(none / full, 4), "one_file_changed_share": round(little / full, 4), "machine": machine()}


def _timed(home: Path, *verb: str) -> float:
    before = children_cpu_s()
    environment = {**os.environ, "HALLMARK_HOME": str(home), "PYTHONPATH": str(CODE)}
    done = subprocess.run([*COMMAND, *verb], env=environment, cwd=home.parent, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"`hallmark {' '.join(verb)}` ended with {done.returncode}: {done.stderr.strip().splitlines()[-1:]}")
    return children_cpu_s() - before


def _touch_one(inbox: Path) -> None:
    """Add a sentence to one plain text of the archive."""
    text = min(path for path in (inbox / "archive").rglob("*.txt") if path.stat().st_size > 500)
    text.write_bytes(text.read_bytes() + b"\nThe ledger was bound again in calf that winter.\n")


if __name__ == "__main__":
    main()
