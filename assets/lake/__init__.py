"""Ground floor: storage, identity, tables, derive, errors. Knows nobody above it."""

from assets.lake.errors import ContractError, HallmarkError, InputError, IntegrityError, NotVisible, PolicyError, SetupError, StepError
from assets.lake.house import Home, House
from assets.lake.keys import Keys
from assets.lake.lake import Lake
from assets.lake.steps import LEFT_OUT, Result, Step, left_out_rows
from assets.lake.storage import Store
from assets.lake.versions import Version

__all__ = [
    "LEFT_OUT", "ContractError", "HallmarkError", "Home", "House", "InputError", "IntegrityError", "Keys", "Lake", "NotVisible",
    "PolicyError", "Result", "SetupError", "Step", "StepError", "Store", "Version", "left_out_rows"]
