"""Measurements of Hallmark beside its peers, in one run each. Importing this package limits numeric libraries to one core."""

import os

for _library in ("OPENBLAS", "OMP", "MKL"):        # before anything loads one of them
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")
