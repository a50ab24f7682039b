"""The lake as it stands, told as events: every table that can be seen, what was asked of it, and every release.

Belongs here: what stands now. Not here: what happened (`runs`). Nothing here has a run: a job with what it reads and makes.
"""

from assets.governance.releases import releases
from assets.lake import Lake
from orchestration.openlineage import spec
from orchestration.openlineage.datasets import (
    CANDIDATE,
    Described,
    expectations,
    inputs_of,
    job_of,
    of_version,
    output_of,
    read_and_judged,
    release_inputs,
    release_output,
    verdicts,
)


def state_events(lake: Lake, describe: dict[str, Described], at: float) -> list[dict]:
    """One JobEvent per visible table that is an asset, one for what was asked of it, one per release; `at` is seconds since 1970."""
    moment, told = spec.moment(at), []
    for table in lake.tables():
        if table in describe:
            version = lake.read(table)
            made = of_version(lake, version, describe[table])
            told.append(spec.job_event(moment, job_of(lake, table, describe[table]), inputs_of(lake, made), [output_of(lake, made)]))
            judged = read_and_judged(lake, table, version.data_version, verdicts(version) + expectations(version))
            told.append(spec.job_event(moment, spec.job(lake.house.name, f"checks/{table}", kind="CHECK"), [judged], []))
    for entry in releases(lake):
        name = f"governance/{entry['corpus']}/{CANDIDATE}"
        told.append(spec.job_event(moment, job_of(lake, name, describe.get(name, Described())), release_inputs(lake, entry["release"]),
                                   [release_output(lake, entry["release"])]))
    return told
