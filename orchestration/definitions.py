"""The one Definitions object; `workspace.yaml` points here. The home comes from HALLMARK_HOME."""

from assets.lake import Home
from orchestration.build import build

defs = build(Home.open())
