"""The mistakes Hallmark names, and the boundary that keeps data out of every other error.

Belongs here: one class per kind of mistake, and `boundary`. Not here: what to do about a mistake (the command decides).
"""

import contextlib
import re
import traceback
import uuid
from collections.abc import Iterator


class HallmarkError(Exception):
    """One plain sentence: what went wrong, where, what to do. Never the content of a record."""

    exit_code = 1


class ContractError(HallmarkError):
    """A file of the house (contract, recipe, policy, house.yaml) is wrong."""

    exit_code = 2


class InputError(HallmarkError):
    """What was asked for does not exist or cannot be read."""

    exit_code = 2


class IntegrityError(HallmarkError):
    """Stored data is not what it claims to be: a wrong hash, a lost row, an unchecked version."""


class NotVisible(IntegrityError):
    """A table has no version whose required checks all passed."""


class PolicyError(HallmarkError):
    """A right, a purpose or a gate says no."""


class SetupError(HallmarkError):
    """This machine or deployment lacks something: a key, a folder, a permission, disk space."""

    exit_code = 2


class StepError(HallmarkError):
    """A step failed on foreign code; the original lies in the vault."""


_FROM_OUR_TEMP = re.compile(r"[^\w.-]")


@contextlib.contextmanager
def boundary(step: str, vault=None, *, object_id: bytes | None = None, record_id: bytes | None = None) -> Iterator[None]:
    """Let out class, step and ids of a foreign error; keep the original under `vault/errors/`.

    Libraries quote the data they choke on, so neither message nor cause may pass. Hallmark's own errors pass as they are.
    """
    try:
        yield
    except HallmarkError:
        raise
    except Exception as original:
        raise contained(original, step, vault, object_id=object_id, record_id=record_id) from None


def contained(original: Exception, step: str, vault=None, *, object_id: bytes | None = None,
              record_id: bytes | None = None) -> HallmarkError:
    """The safe face of a foreign error: what the boundary raises in its place."""
    if isinstance(original, PermissionError):
        return SetupError(f"Step '{step}' may not read or write a place it needs; give this user the permission and run again.")
    if isinstance(original, OSError) and original.errno == 28:
        return SetupError(f"Step '{step}' found the disk full; free space and run again, nothing was lost.")
    where = "".join(
        f" on {kind} {value.hex()}" for kind, value in (("object", object_id), ("record", record_id)) if value is not None)
    kept = ""
    if vault is not None:
        name = f"errors/{_FROM_OUR_TEMP.sub('-', step)}-{uuid.uuid4().hex}.txt"
        text = "".join(traceback.format_exception(original)).encode("utf-8", "backslashreplace")
        try:
            vault.write(name, text)
            kept = f"; the original is kept in the vault as {name}"
        except Exception:  # every store refuses in its own way, and this is the last resort
            kept = "; the original could not be kept, the vault cannot be written"
    return StepError(f"Step '{step}' failed with {type(original).__name__}{where}{kept}.")
