"""Ctrl-C during a run: noticed whoever handles the signal.

Belongs here: noticing. Not here: what a stop means (nothing half-done is ever visible: the lake sees to that).
Dagster takes the signal away while it runs and forgets one that arrives between two steps; the interpreter's wake-up
descriptor hears of it all the same.
"""

import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def noticed() -> Iterator[Callable[[], bool]]:
    """While it lasts, the function it gives answers whether somebody pressed Ctrl-C (or asked the process to end)."""
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    ours, theirs = socket.socketpair()
    for end in (ours, theirs):
        end.setblocking(False)
    before, seen = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False), bytearray()

    def asked() -> bool:
        with contextlib.suppress(BlockingIOError):
            seen.extend(ours.recv(4096))
        return signal.SIGINT in seen or signal.SIGTERM in seen

    try:
        yield asked
    finally:
        signal.set_wakeup_fd(before)
        ours.close()
        theirs.close()
