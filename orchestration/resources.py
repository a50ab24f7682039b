"""Resources: how the lake is configured for Dagster.

Belongs here: what a run needs from outside. Not here: what is done with it.
"""

from pathlib import Path

import dagster as dg

from assets.lake import Home, Lake


class LakeResource(dg.ConfigurableResource):
    """The lake of one home; keys and zone credentials come from the home's files and the environment, never from config."""

    home: str

    def open(self) -> Lake:
        return Lake.open(Home.open(Path(self.home)))
