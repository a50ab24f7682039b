"""A reader of releases needs no other zone: what they ask is answered without one look into vault, clean or landing (docs/access.md)."""

import json
import subprocess
import sys

import pytest

from assets.governance.approvals import approve
from assets.governance.ledger import keys
from assets.governance.ledger.log import Log
from assets.governance.releases import folder_of, manifest_of, releases
from assets.governance.verification.verify import Check
from assets.lake import Lake


class Locked:
    """A zone for which one has no credential: every look raises."""

    def __getattr__(self, name):
        raise PermissionError("this zone may not be read")


def only(lake: Lake, *zones: str) -> Lake:
    """The lake as somebody sees it who holds the credentials of these zones."""
    return Lake(lake.home, lake.keys, {zone: lake.store(zone) if zone in zones else Locked() for zone in ("landing", "vault", "clean", "releases", "ledger")})


def test_who_trains_lists_and_verifies_with_the_releases_alone(published):
    reader = only(published, "releases")
    assert [entry["release"] for entry in releases(reader)] == ["atelier/1.0.0"]
    assert Check(folder_of(reader, "atelier/1.0.0")).run()["ok"]
    with pytest.raises(PermissionError):
        reader.tables()


def test_who_audits_needs_the_ledger_beside_them(published):
    auditor = only(published, "releases", "ledger")
    assert Check(folder_of(auditor, "atelier/1.0.0"), keys.registry(auditor)).run()["state"] == "published"
    assert Log(auditor.store("ledger")).verify()["ok"]


def test_who_approves_needs_no_more(candidate_lake):
    assert approve(only(candidate_lake, "releases", "ledger"), "atelier/1.0.0", "reviewer-a")


def test_a_copied_folder_verifies_in_a_place_without_hallmark(folder, tmp_path):
    """Isolated from this checkout and from every home: the verifier inside is all there is."""
    answer = subprocess.run([sys.executable, "-I", folder / "verify.py", folder, "--json"], cwd=tmp_path, capture_output=True, text=True, env={"PATH": ""})
    assert answer.returncode == 0 and json.loads(answer.stdout)["ok"]


def test_no_release_names_a_zone_or_a_place_of_the_house(published):
    manifest, _ = manifest_of(published, "atelier/1.0.0")
    said = json.dumps(manifest)
    assert str(published.home.path) not in said and not any(str(published.store(zone).local() or "-") in said for zone in ("landing", "vault", "clean"))
