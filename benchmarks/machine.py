"""What was measured on: said beside every figure."""

import os
import platform
import resource
from pathlib import Path


def machine() -> dict:
    """Processor, cores this process may use, memory, Python."""
    cpu = next((line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), platform.processor())
    memory = next((int(line.split()[1]) // 2**20 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), None)
    return {"processor": cpu, "cores": len(os.sched_getaffinity(0)), "memory_gib": memory, "python": platform.python_version()}


def children_cpu_s() -> float:
    """CPU seconds of every finished child process so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak_mb() -> float:
    """Most memory this process ever held, in MB (10**6 bytes), the memory of what started it aside."""
    high = next((int(line.split()[1]) for line in _lines("/proc/self/status") if line.startswith("VmHWM")), None)
    return round((high or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * 1024 / 1e6, 1)


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []
