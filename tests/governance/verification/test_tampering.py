"""Whatever is done to a release, its approvals, the log or the keys: the answer is no, in a sentence that names the file."""

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

import pyarrow as pa
import pytest

from assets.governance.approvals import envelope, statement
from assets.governance.ledger import keys
from assets.governance.ledger.log import Log
from assets.governance.verification.leaves import canonical_json, sha256
from assets.lake import IntegrityError, Lake, PolicyError
from tests.conftest import make_lake
from tests.governance.conftest import make_candidate, make_published
from tests.governance.erasing import cut_again, erase
from tests.governance.tampering import Scene, stranger, swapped, with_value

ONE, TWO, THREE = "atelier/1.0.0", "atelier/2.0.0", "atelier/3.0.0"
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Case:
    """What is done to a release, and what is said of it."""

    named: str
    harm: Callable[[Scene], None]
    said: str               # a regular expression

    def __str__(self) -> str:
        return self.named


# -- a published release ----------------------------------------------------------------------------------------------------

def forge_hash(scene: Scene, name: str, change) -> None:
    scene.rewrite(name, change)
    scene.hashed(name)


def forge_roots(scene: Scene, name: str, change) -> None:
    scene.rewrite(name, change)
    scene.counted(name)


def record_of_another_shard(scene: Scene) -> None:
    one, two = scene.shards()[:2]
    for kind in ("data", "provenance"):
        first, second = one.replace("data", kind), two.replace("data", kind)
        scene.rewrite(first, lambda table, second=second: pa.concat_tables([table, scene.rows(second).slice(0, 1)]))
        scene.counted(first)


def by_one(scene: Scene) -> None:
    scene.remove(scene.approvals()[0])
    scene.publish()


def twice_the_same(scene: Scene) -> None:
    one, two = scene.approvals()
    scene.write(two, scene.read(one))
    scene.publish()


def other_public_half(scene: Scene) -> None:
    scene.registered = False
    scene.reseal(lambda manifest: next(key for key in manifest["approval"]["keys"] if key["key_id"] in scene.approvals()[0]).update(public="00" * 32))


def withdrawn_by(scene: Scene, name: str, signer, **predicate) -> None:
    scene.sign(name, name.lower(), signer, by="2.0.0", requests=["R-0001"], **predicate)


def purge_some(scene: Scene, listed: list[str], deleted: list[str]) -> None:
    scene.sign("PURGED", "purged", "officer", by=None, requests=["R-0001"], files=listed)
    for name in deleted:
        scene.remove(name)


def retired(scene: Scene, day: dt.date) -> None:
    keys.retire(scene.lake, scene.key("reviewer-a").id, day)


def no_table(scene: Scene) -> None:
    name = scene.shards()[0]
    scene.write(name, b"PAR1")
    scene.hashed(name)


def half(scene: Scene) -> None:
    scene.remove("MANIFEST.json")
    for name in (*scene.approvals(), "RELEASED", "verify.py"):
        scene.remove(name)


def foreign_approval(scene: Scene) -> None:
    (name, *_), body = scene.approvals(), json.loads(scene.read("MANIFEST.json"))
    scene.sign(name, "approval", "reviewer-a" if scene.key("reviewer-a").id in name else "reviewer-b", decision="approve",
               digest=sha256(canonical_json({**body, "version": "9.9.9"})))


A_SHARD, ITS_PROVENANCE = r"data/train-\d{5}-of-00004\.parquet", r"provenance/train-\d{5}-of-00004\.parquet"
RELEASE = [
    Case("a byte of a shard", lambda s: s.flip(s.shards()[0]), A_SHARD + " was changed: its bytes do not fit the hash"),
    Case("a byte of a provenance file", lambda s: s.flip(s.shards()[0].replace("data", "provenance")), ITS_PROVENANCE + " was changed"),
    Case("a byte of a document", lambda s: s.flip("documents/card.md"), r"documents/card\.md was changed"),
    Case("a byte of the verifier", lambda s: s.flip("verify.py"), r"verify\.py was changed"),
    Case("a field of the manifest", lambda s: s.edit("MANIFEST.json", lambda m: m.update(title="Other")), r"MANIFEST\.json does not fit its own seal"),
    Case("the seal", lambda s: s.edit("MANIFEST.json", lambda m: m.update(seal="0" * 64)), r"MANIFEST\.json does not fit its own seal"),
    Case("a field, sealed again", lambda s: s.reseal(lambda m: m.update(title="Other")), r"approvals/\w+\.json was given to another manifest"),
    Case("the format", lambda s: s.reseal(lambda m: m.update(format="hallmark-release/9")), r"MANIFEST\.json has a format"),
    Case("the root", lambda s: s.reseal(lambda m: m.update(root="0" * 64)), r"data/ does not add up to the Merkle root in MANIFEST\.json"),
    Case("the number of records", lambda s: s.reseal(lambda m: m.update(records=71)), r"data/ does not add up"),
    Case("the root of a shard", lambda s: s.reseal(lambda m: m["files"][s.shards()[0]].update(root="0" * 64)), A_SHARD + " was changed: its records"),
    Case("an entry of files removed", lambda s: s.reseal(lambda m: m["files"].pop("documents/card.md")), r"documents/card\.md is not listed in MANIFEST\.json"),
    Case("an entry of files added", lambda s: s.reseal(lambda m: m["files"].update({"documents/more.md": {"sha256": "0" * 64, "bytes": 1}})),
         r"documents/more\.md is listed in MANIFEST\.json but missing"),
    Case("an entry of provenance removed", lambda s: s.reseal(lambda m: m["files"].pop(s.shards()[0].replace("data", "provenance"))),
         A_SHARD + " has no provenance beside it"),
    Case("a file added", lambda s: s.write("data/more.parquet", b"PAR1"), r"data/more\.parquet is not listed in MANIFEST\.json"),
    Case("a folder added", lambda s: s.write("evidence/MANIFEST.json", b"{}"), r"evidence/MANIFEST\.json is not listed in MANIFEST\.json"),
    Case("a file removed", lambda s: s.remove(s.shards()[0]), A_SHARD + " is listed in MANIFEST.json but missing"),
    Case("a file renamed", lambda s: (s.folder / "documents/card.md").rename(s.folder / "documents/cards.md"), r"documents/cards\.md is not listed"),
    Case("two shards swapped", lambda s: s.swap(*s.shards()[:2]), A_SHARD + " was changed"),
    Case("two rows swapped", lambda s: s.rewrite(s.shards()[0], swapped), A_SHARD + " was changed: its bytes"),
    Case("two rows swapped, with a forged hash", lambda s: forge_hash(s, s.shards()[0], swapped), A_SHARD + " was changed: its records do not fit the root"),
    Case("two rows swapped, with a forged root", lambda s: forge_roots(s, s.shards()[0], swapped), r"approvals/\w+\.json was given to another manifest"),
    Case("a row repeated in place of another", lambda s: forge_hash(s, s.shards()[0], lambda t: pa.concat_tables([t.slice(1), t.slice(1, 1)])),
         A_SHARD + " holds a record twice"),
    Case("a record in two shards", record_of_another_shard, "data/ holds a record in two shards"),
    Case("a row of provenance, with a forged hash", lambda s: forge_hash(s, s.shards()[0].replace("data", "provenance"), lambda t: with_value(t, "licence", 0, "MIT")),
         ITS_PROVENANCE + " was changed: its records do not fit the root"),
    Case("provenance in another order", lambda s: forge_roots(s, s.shards()[0].replace("data", "provenance"), lambda t: t.take(list(reversed(range(t.num_rows))))),
         ITS_PROVENANCE + " does not follow the records of data/"),
    Case("provenance without an origin", lambda s: forge_hash(s, s.shards()[0].replace("data", "provenance"), lambda t: with_value(t, "object_id", 0, None)),
         ITS_PROVENANCE + " is incomplete: an origin is missing"),
    Case("a shard that is no table", no_table, A_SHARD + " cannot be read: it was changed"),

    Case("a byte of an approval", lambda s: s.flip(s.approvals()[0]), r"approvals/\w+\.json "),
    Case("the day of an approval", lambda s: s.edit(s.approvals()[0], lambda e: e.update(payload=e["payload"][:-8] + "AAAA" + e["payload"][-4:])), r"approvals/\w+\.json"),
    Case("an approval of another manifest", foreign_approval, r"approvals/\w+\.json was given to another manifest"),
    Case("an approval by the builder", lambda s: s.approve("builder"), r"approvals/\w+\.json is signed by the key that built the release"),
    Case("an approval by an unknown key", lambda s: s.approve(stranger()), r"approvals/\w+\.json is signed by key \w+, which is not enrolled"),
    Case("an approval by an officer", lambda s: s.approve("officer"), r"approvals/\w+\.json is signed by a key enrolled as officer, not as approver"),
    Case("an approval that says no", lambda s: s.approve("reviewer-a", decision="reject"), r"approvals/\w+\.json does not approve"),
    Case("an approval that is of another kind", lambda s: s.sign(s.approvals()[0], "superseded", "reviewer-a"), r"approvals/\w+\.json is not a statement of kind 'approval'"),
    Case("an approval after the key was retired", lambda s: retired(s, s.lake.house.as_of - DAY), r"approvals/\w+\.json was signed on 2026-01-31, outside the time"),
    Case("an approval dated after the key was retired", lambda s: (retired(s, s.lake.house.as_of), s.approve("reviewer-a", day=s.lake.house.as_of + DAY)),
         r"approvals/\w+\.json was signed on 2026-02-01, outside the time"),
    Case("an approval dated before the key was enrolled", lambda s: s.approve("reviewer-a", day=s.lake.house.as_of - DAY), r"was signed on 2026-01-30, outside the time"),
    Case("an approval on no day", lambda s: s.approve("reviewer-a", day=SimpleNamespace(isoformat=lambda: "some day")), r"approvals/\w+\.json was signed on some day, outside the time"),
    Case("an approval by a stolen key", lambda s: keys.compromise(s.lake, s.key("reviewer-a").id, s.lake.house.as_of), r"approvals/\w+\.json .* reported compromised"),
    Case("the same approval under two names", twice_the_same, r"approvals/\w+\.json does not approve, or lies under the name of another key"),
    Case("one approval and the marker", by_one, "RELEASED stands here without the approvals it needs"),
    Case("an approval less under the marker", lambda s: s.remove(s.approvals()[0]), "RELEASED stands here without the approvals it needs"),
    Case("a key whose public half differs", other_public_half, r"approvals/\w+\.json is signed by key \w+, whose listed public half has another fingerprint"),
    Case("a marker of other approvals", lambda s: s.edit("RELEASED", lambda r: r["approvals"].update({s.approvals()[0]: "0" * 64})), "RELEASED does not fit"),
    Case("an empty marker", lambda s: s.write("RELEASED", b""), "RELEASED does not fit the manifest and the approvals here"),

    Case("withdrawn by an approver", lambda s: withdrawn_by(s, "SUPERSEDED", "reviewer-a"), "SUPERSEDED is signed by a key enrolled as approver, not as officer"),
    Case("withdrawn by the builder", lambda s: withdrawn_by(s, "SUPERSEDED", "builder"), "SUPERSEDED is signed by the key that built the release"),
    Case("purged by an approver", lambda s: withdrawn_by(s, "PURGED", "reviewer-b", files=[]), "PURGED is signed by a key enrolled as approver, not as officer"),
    Case("purged by a key that brings itself along", lambda s: brings_itself(s), "PURGED is signed by key .* which is not enrolled"),
    Case("a purge that says nothing of files", lambda s: withdrawn_by(s, "PURGED", "officer", files="all"), "PURGED does not say what it must say"),
    Case("a purge of files that are there", lambda s: purge_some(s, s.shards()[:1], []), A_SHARD + " is here although PURGED says it is gone: the purge is under way"),
    Case("a purge that does not name what is gone", lambda s: purge_some(s, s.shards()[:1], s.shards()[:2]), A_SHARD + " is listed in MANIFEST.json but missing"),
    Case("a purge of documents", lambda s: purge_some(s, ["documents/card.md"], ["documents/card.md"]), r"PURGED names documents/card\.md, which is no file"),
    Case("a purge of what never was", lambda s: purge_some(s, ["data/other.parquet"], []), r"PURGED names data/other\.parquet, which is no file"),
    Case("a half-written release", half, r"MANIFEST\.json is missing: this folder is not a release, or only half of one"),
]


def brings_itself(scene: Scene) -> None:
    key = stranger()
    entry = {"key_id": key.id, "public": key.public.hex(), "role": "officer", "valid_from": "2020-01-01", "valid_until": None, "compromised_on": None}
    withdrawn_by(scene, "PURGED", key, files=[], key=entry)


# -- a release that is another one without some rows, in the hands of an officer who cheats ---------------------------------

def removed(scene: Scene) -> dict:
    return json.loads(scene.read("evidence/removed.json"))


def touched(scene: Scene) -> str:
    return min(removed(scene))


def untouched(scene: Scene) -> str:
    return next(name for name in scene.shards() if name not in removed(scene))


def cheat(harm: Callable[[Scene], None]) -> Callable[[Scene], None]:
    """Whatever was done, the manifest lists it and the officer signs it."""
    def done(scene: Scene) -> None:
        harm(scene)
        scene.listed_again()
        scene.erase()

    return done


def states(scene: Scene, change: int) -> None:
    """Mend the number of removed rows wherever it stands."""
    def mend(manifest: dict) -> None:
        manifest["subtraction"]["removed"] += change
        manifest["changes"]["removed"] += change

    scene.reseal(mend)


def a_row_less_removed(scene: Scene) -> None:
    scene.edit("evidence/removed.json", lambda rows: rows[touched(scene)].pop())
    states(scene, -1)


def a_row_made_up(scene: Scene) -> None:
    scene.edit("evidence/removed.json", lambda rows: rows[touched(scene)].append(["ff" * 16, "00" * 32, "00" * 32]))
    states(scene, 1)


def changed(column: str, value, where=touched, kind: str = "data") -> Callable[[Scene], None]:
    def harm(scene: Scene) -> None:
        name = where(scene).replace("data", kind)
        scene.rewrite(name, lambda table: with_value(table, column, 0, value))
        scene.counted(name)

    return harm


def a_row_more(where) -> Callable[[Scene], None]:
    def harm(scene: Scene) -> None:
        for kind in ("data", "provenance"):
            name = where(scene).replace("data", kind)
            scene.rewrite(name, lambda table: pa.concat_tables([table, with_value(table.slice(0, 1), "record_id", 0, b"\xee" * 16)]))
            scene.counted(name)

    return harm


def less_evidence(*endings: str) -> Callable[[Scene], None]:
    def harm(scene: Scene) -> None:
        for name in [name for name in scene.evidence() if name.endswith(endings)]:
            scene.remove(name)

    return harm


def approved_once(scene: Scene) -> None:
    scene.remove(next(name for name in scene.evidence() if "approvals/" in name))
    scene.publish("evidence/")


def never_approved(scene: Scene) -> None:
    """The release it was made from, as the officer would have liked it: sealed anew and signed by the officer alone."""
    scene.reseal(lambda manifest: manifest.update(title="Other"), "evidence/")
    digest = sha256(scene.read("evidence/MANIFEST.json"))
    scene.reseal(lambda manifest: (manifest.update(title="Other"), manifest["subtraction"].update(manifest=digest), manifest["previous"].update(manifest=digest)))


def approved_unread(scene: Scene) -> None:
    """Two approvers signed the release it was made from although its root was not that of its shards."""
    scene.reseal(lambda manifest: manifest.update(root="0" * 64), "evidence/")
    older = json.loads(scene.read("evidence/MANIFEST.json"))
    digest = sha256(scene.read("evidence/MANIFEST.json"))
    for name in ("reviewer-a", "reviewer-b"):
        key = scene.key(name)
        scene.write(f"evidence/approvals/{key.id}.json", envelope(statement("approval", older, digest, scene.lake.house.as_of, decision="approve"), key))
    scene.publish("evidence/")
    scene.reseal(lambda manifest: (manifest["subtraction"].update(manifest=digest), manifest["previous"].update(manifest=digest, root="0" * 64)))


def another_evidence(scene: Scene) -> None:
    other = make_candidate(scene.lake, range(90))
    scene.write("evidence/MANIFEST.json", scene.lake.store("releases").read(f"{other}/MANIFEST.json"))


def keys_of(change: Callable[[list], None]) -> Callable[[Scene], None]:
    return lambda scene: scene.reseal(lambda manifest: change(manifest["approval"]["keys"]))


OTHER_APPROVER = {"key_id": "f" * 64, "public": "0" * 64, "role": "approver", "valid_from": "2020-01-01", "valid_until": None, "compromised_on": None, "demonstration": False}
NOT_TOGETHER = A_SHARD + r" and evidence/removed\.json together are not the data/train"
SUBTRACTIVE = [
    Case("a byte of the evidence", lambda s: s.flip("evidence/removed.json"), r"evidence/removed\.json was changed"),
    Case("a removed row left out", cheat(a_row_less_removed), NOT_TOGETHER),
    Case("a removed row made up", cheat(a_row_made_up), NOT_TOGETHER),
    Case("another number of removed rows", cheat(lambda s: states(s, 1)), r"MANIFEST\.json states another number of removed rows than the evidence names, which is 2"),
    Case("a shard made up in the evidence", cheat(lambda s: s.edit("evidence/removed.json", lambda rows: rows.update({"data/x.parquet": []}))),
         r"evidence/removed\.json names data/x\.parquet, which is no shard here"),
    Case("evidence that is none", cheat(lambda s: s.write("evidence/removed.json", b"[1]")), r"evidence/removed\.json cannot be read"),
    Case("evidence of other lengths", cheat(lambda s: s.edit("evidence/removed.json", lambda rows: rows[touched(s)].append(["ff", "00", "00"]))),
         r"evidence/removed\.json does not hold ids and digests"),
    Case("a row changed beside the removed one", cheat(changed("text", "Other words.")), NOT_TOGETHER),
    Case("a row changed in another shard", cheat(changed("text", "Other words.", untouched)), A_SHARD + r" is not the one of atelier/1\.0\.0, although"),
    Case("a licence changed beside the removed one", cheat(changed("licence", "MIT", kind="provenance")), ITS_PROVENANCE + r" and evidence/removed\.json together"),
    Case("a licence changed in another shard", cheat(changed("licence", "MIT", untouched, "provenance")), ITS_PROVENANCE + r" is not the one of atelier/1\.0\.0"),
    Case("a row added beside the removed one", cheat(a_row_more(touched)), NOT_TOGETHER),
    Case("a row added in another shard", cheat(a_row_more(untouched)), A_SHARD + r" is not the one of atelier/1\.0\.0"),
    Case("a shard renamed", cheat(lambda s: s.reseal(lambda m: m["files"].update({"data/other.parquet": m["files"][untouched(s)]}))),
         r"data/other\.parquet is not the one of atelier/1\.0\.0"),
    Case("another recipe", cheat(lambda s: s.reseal(lambda m: m["recipe"].update(title="Other"))), r"MANIFEST\.json states another 'recipe' than evidence/MANIFEST\.json"),
    Case("another code", cheat(lambda s: s.reseal(lambda m: m["code"].update(version="9"))), r"MANIFEST\.json states another 'code' than evidence/MANIFEST\.json"),
    Case("a policy less", cheat(lambda s: s.reseal(lambda m: m.pop("policies"))), r"MANIFEST\.json states another 'policies'"),
    Case("a search that found nothing", cheat(lambda s: s.reseal(lambda m: m["scans"]["shards"].update(full_names=9))), r"MANIFEST\.json states another 'scans'"),
    Case("a field more", cheat(lambda s: s.reseal(lambda m: m.update(blessed=True))), r"MANIFEST\.json states another 'blessed'"),
    Case("records said to be added", cheat(lambda s: s.reseal(lambda m: m["changes"].update(added=1))), r"MANIFEST\.json does not name evidence/MANIFEST\.json as the release before"),
    Case("another release before", cheat(lambda s: s.reseal(lambda m: m["previous"].update(version="0.9.0"))), "as the release before"),
    Case("a lower threshold", cheat(lambda s: s.reseal(lambda m: m["approval"].update(threshold=0))), "lists other keys than evidence/MANIFEST.json"),
    Case("another builder", cheat(lambda s: s.reseal(lambda m: m["approval"].update(builder="0" * 64))), "lists other keys than evidence/MANIFEST.json"),
    Case("an approver added", cheat(keys_of(lambda known: known.append(OTHER_APPROVER))), "only an officer's key may be added"),
    Case("a key left out", cheat(keys_of(lambda known: known.remove(next(key for key in known if key["role"] == "approver")))), "lists other keys"),
    Case("no evidence of what was removed", cheat(less_evidence("removed.json")), r"evidence/removed\.json is missing: nothing shows what was removed"),
    Case("no manifest of what it was made from", cheat(less_evidence("MANIFEST.json")), r"evidence/MANIFEST\.json is missing"),
    Case("made from a release that nobody published", cheat(less_evidence("RELEASED")), r"evidence/RELEASED is missing: nothing shows that atelier/1\.0\.0 was published"),
    Case("made from a release that one approved", cheat(approved_once), "evidence/RELEASED stands here without the approvals it needs"),
    Case("made from a release that nobody approved", cheat(never_approved), r"evidence/approvals/\w+\.json was given to another manifest"),
    Case("made from a release that two approved unread", cheat(approved_unread), r"MANIFEST\.json rests on evidence/MANIFEST\.json, which does not add up"),
    Case("made from another release", cheat(another_evidence), r"MANIFEST\.json was made from another release than that of evidence/MANIFEST\.json"),
    Case("a byte of the older approval", lambda s: s.flip(next(name for name in s.evidence() if "approvals/" in name)), r"evidence/approvals/\w+\.json"),
    Case("an older approver's key was stolen", lambda s: keys.compromise(s.lake, s.key("reviewer-b").id, s.lake.house.as_of), r"evidence/approvals/\w+\.json .* reported compromised"),
    Case("another request", lambda s: s.erase(requests=["R-0002"]), r"approvals/\w+\.json is about other requests than MANIFEST\.json"),
    Case("a decision that is none", lambda s: s.erase(decision="approve"), r"approvals/\w+\.json does not erase"),
    Case("signed by an approver", lambda s: s.erase("reviewer-a"), r"approvals/\w+\.json is signed by a key enrolled as approver, not as officer"),
    Case("signed by the builder", lambda s: s.erase("builder"), r"approvals/\w+\.json is signed by the key that built the release"),
    Case("approved as if it were new", lambda s: s.approve("reviewer-a"), r"approvals/\w+\.json is not a statement of kind 'erasure'"),
    Case("no longer said to be subtractive", lambda s: (s.reseal(lambda m: m.pop("subtraction")), s.publish()), r"approvals/\w+\.json was given to another manifest"),
]
NESTED = [
    Case("the nested evidence cut off", cheat(lambda s: shutil.rmtree(s.folder / "evidence/evidence")), r"evidence/evidence/removed\.json is missing"),
    Case("the nested manifest cut off", cheat(lambda s: s.remove("evidence/evidence/MANIFEST.json")), r"evidence/evidence/MANIFEST\.json is missing"),
    Case("a byte of the nested evidence", lambda s: s.flip("evidence/evidence/removed.json"), r"evidence/evidence/removed\.json was changed"),
    Case("a row of the nested evidence", cheat(lambda s: s.edit("evidence/evidence/removed.json", lambda rows: rows[min(rows)][0].__setitem__(1, "00" * 32))),
         r"evidence/evidence/removed\.json together are not the data/train"),
    Case("no officer for the step before", cheat(lambda s: [s.remove(name) for name in s.evidence() if name.startswith("evidence/approvals/")]),
         "evidence/RELEASED stands here without the approvals it needs"),
]


# -- the homes ----------------------------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def erased_once(tmp_path_factory):
    """`atelier/1.0.0`, purged, and `atelier/2.0.0`, which is it without two records."""
    folder = tmp_path_factory.mktemp("erased once")
    lake = make_lake(folder)
    make_published(lake)
    assert erase(lake, 3, 4) == [(ONE, TWO)]
    return folder


@pytest.fixture(scope="module")
def erased_twice(erased_once, tmp_path_factory):
    """`atelier/3.0.0` beside them, without a third one."""
    folder = tmp_path_factory.mktemp("erased twice") / "copy"
    shutil.copytree(erased_once, folder)
    assert erase(Lake.open(folder / "home"), 30, requests=["R-0002"]) == [(TWO, THREE)]
    return folder


@pytest.fixture
def scene(request, tmp_path) -> Callable[[str], Scene]:
    def set_up(once: str, release: str) -> Scene:
        shutil.copytree(request.getfixturevalue(once), tmp_path / "scene")
        lake = Lake.open(tmp_path / "scene" / "home")
        return Scene(lake, release, lake.store("releases").local(release))

    return set_up


def refused(scene: Scene, case: Case, tmp_path, capsys) -> None:
    status, out = scene.verdict(tmp_path, capsys)
    assert status == 0, out
    case.harm(scene)
    status, out = scene.verdict(tmp_path, capsys)
    assert status == 1 and "NOT verified, state unproven" in out and "Traceback" not in out
    assert re.search(rf"^- .*{case.said}", out, re.MULTILINE), out


@pytest.mark.parametrize("case", RELEASE, ids=str)
def test_whatever_is_done_to_a_release_is_said(case, scene, tmp_path, capsys):
    refused(scene("published_once", ONE), case, tmp_path, capsys)


@pytest.mark.parametrize("case", SUBTRACTIVE, ids=str)
def test_whatever_an_officer_makes_of_a_subtractive_release_is_said(case, scene, tmp_path, capsys):
    refused(scene("erased_once", TWO), case, tmp_path, capsys)


@pytest.mark.parametrize("case", NESTED, ids=str)
def test_evidence_holds_back_to_the_release_that_two_approved(case, scene, tmp_path, capsys):
    refused(scene("erased_twice", THREE), case, tmp_path, capsys)


# -- what is sound says so in words -----------------------------------------------------------------------------------------

def test_a_subtractive_release_says_what_it_is(scene, tmp_path, capsys):
    status, out = scene("erased_twice", THREE).verdict(tmp_path, capsys)
    assert status == 0 and "atelier/3.0.0: verified, state published" in out
    assert "- 1 row was removed from atelier/2.0.0 under request R-0002; the rest is proven to be atelier/2.0.0 without it." in out
    assert "- 2 rows were removed from atelier/1.0.0 under request R-0001; the rest is proven to be atelier/1.0.0 without them." in out


def test_a_purged_release_says_that_it_was_purged_lawfully(scene, tmp_path, capsys):
    once = scene("erased_twice", ONE)
    status, out = once.verdict(tmp_path, capsys)
    assert status == 0 and "atelier/1.0.0: verified, state purged" in out
    assert re.search(r"- This release was withdrawn under request R-0001 on 2026-01-31 by key \w{16}; version 2\.0\.0 takes its place\.", out)
    assert re.search(r"- This release was purged under request R-0001 on 2026-01-31 by key \w{16}; 14 of its files were deleted lawfully; version 2", out)
    once.flip("documents/card.md")
    assert once.verdict(tmp_path, capsys)[0] == 1       # what is left is checked as ever


def test_a_subtractive_release_that_was_purged_itself_claims_no_more_than_it_can_show(scene, tmp_path, capsys):
    status, out = scene("erased_twice", TWO).verdict(tmp_path, capsys)
    assert status == 0 and "state purged" in out
    assert "- 2 rows were removed from atelier/1.0.0 under request R-0001; what was left is not here any more, so nothing can be computed from it." in out


def test_a_subtractive_release_that_nobody_signed_yet_is_a_candidate(scene, tmp_path, capsys):
    made = scene("erased_once", TWO)
    made.remove("RELEASED")
    assert "verified, state approved" in made.verdict(tmp_path, capsys)[1]
    made.remove(made.approvals()[0])
    assert "verified, state candidate" in made.verdict(tmp_path, capsys)[1]


def test_an_officer_enrolled_later_may_withdraw_and_the_reader_is_told_to_compare(scene, tmp_path, capsys):
    old = scene("published_once", ONE)
    later = keys.make(old.lake, "later")
    entry = keys.enrol(old.lake, later.public, "officer", on=old.lake.house.as_of)
    withdrawn_by(old, "SUPERSEDED", later, key=entry)
    assert "verified, state superseded" in old.verdict(tmp_path, capsys)[1]
    old.registered = False
    status, out = old.verdict(tmp_path, capsys)
    assert status == 0 and f"by key {later.id[:16]}, which the manifest does not list: compare it with your registry; version 2.0.0" in out


def test_a_key_may_not_bring_another_role_along_than_the_manifest_lists(scene, tmp_path, capsys):
    old = scene("published_once", ONE)
    old.registered = False
    listed = keys.registry(old.lake)[old.key("reviewer-a").id]
    withdrawn_by(old, "SUPERSEDED", "reviewer-a", key={**listed, "role": "officer"})
    assert "SUPERSEDED is signed by a key enrolled as approver, not as officer" in old.verdict(tmp_path, capsys)[1]


def test_a_re_cut_that_empties_a_shard_is_proven_like_any_other(scene, tmp_path, capsys):
    old = scene("published_once", ONE)
    name = min(old.shards(1), key=lambda name: old.manifest["files"][name]["rows"])
    numbers = [int.from_bytes(one, "little") for one in old.rows(name)["record_id"].to_pylist()]
    new = Scene(old.lake, *(lambda made: (made, old.lake.store("releases").local(made)))(cut_again(old.lake, ONE, *numbers)))
    assert new.manifest["files"][name]["rows"] == 0
    assert "verified, state published" in new.verdict(tmp_path, capsys)[1]


# -- the log ------------------------------------------------------------------------------------------------------------

def entry(lake: Lake, number: int) -> bytes:
    return lake.store("ledger").read(f"log/{number:08d}.json")


def put(lake: Lake, number: int, data: bytes) -> None:
    lake.store("ledger").write(f"log/{number:08d}.json", data)


def reordered(lake: Lake) -> None:
    two, three = entry(lake, 6), entry(lake, 7)
    put(lake, 6, three)
    put(lake, 7, two)


def inserted(lake: Lake) -> None:
    for number in (8, 7):
        put(lake, number + 1, entry(lake, number))
    put(lake, 7, canonical_json({**json.loads(entry(lake, 6)), "seq": 7, "previous": sha256(entry(lake, 6))}))


LOG = [
    ("an entry edited", lambda lake: put(lake, 6, entry(lake, 6).replace(b"approve", b"approvE")), "log/00000007.json: the entry does not follow"),
    ("an entry in another spelling", lambda lake: put(lake, 6, json.dumps(json.loads(entry(lake, 6))).encode()), "log/00000006.json: the entry does not follow"),
    ("an entry removed", lambda lake: lake.store("ledger").delete("log/00000006.json"), "log/00000007.json: the entry does not follow"),
    ("the first entry removed", lambda lake: lake.store("ledger").delete("log/00000001.json"), "log/00000002.json: the entry does not follow"),
    ("two entries in another order", reordered, "log/00000006.json: the entry does not follow"),
    ("an entry inserted", inserted, "log/00000008.json: the entry does not follow"),
    ("an entry repeated at the end", lambda lake: put(lake, 9, entry(lake, 8)), "log/00000009.json: the entry does not follow"),
    ("an entry repeated with its number mended", lambda lake: put(lake, 9, canonical_json({**json.loads(entry(lake, 8)), "seq": 9})), "log/00000009.json: the entry"),
    ("a file under another name", lambda lake: lake.store("ledger").write("log/00000006b.json", entry(lake, 6)), "log/00000006b.json: this is no entry of the chain"),
]


@pytest.mark.parametrize("harm, said", [case[1:] for case in LOG], ids=[case[0] for case in LOG])
def test_whatever_is_done_to_the_log_is_said(harm, said, scene):
    lake = scene("published_once", ONE).lake
    log = Log(lake.store("ledger"))
    assert log.verify()["ok"] and log.verify()["entries"] == 8
    harm(lake)
    told = log.verify()
    assert not told["ok"] and told["problems"][0].startswith(said), told


def test_the_last_entry_removed_shows_only_against_the_digest_kept_elsewhere(scene):
    lake = scene("published_once", ONE).lake
    log = Log(lake.store("ledger"))
    kept = log.verify()["last"]
    lake.store("ledger").delete("log/00000008.json")
    assert log.verify()["ok"]                    # the chain alone cannot know
    assert log.verify(known=kept)["problems"] == [
        f"log: no entry has the digest {kept[:16]} that was kept elsewhere; entries were removed from the end, or the chain was written anew."]


def test_a_chain_written_anew_shows_against_the_digest_kept_elsewhere(scene):
    lake = scene("published_once", ONE).lake
    log, before = Log(lake.store("ledger")), "0" * 64
    kept = log.verify()["last"]
    for number in range(1, 9):
        put(lake, number, canonical_json({**json.loads(entry(lake, number)), "previous": before, "at": "2026-01-31T00:00:00+00:00"}))
        before = sha256(entry(lake, number))
    assert log.verify()["ok"] and not log.verify(known=kept)["ok"]


# -- the registry of keys ---------------------------------------------------------------------------------------------------

def test_an_edited_registry_of_keys_counts_for_nothing(scene):
    lake = scene("published_once", ONE).lake
    ledger = lake.store("ledger")
    ledger.write("keys/00000002.json", ledger.read("keys/00000002.json").replace(b"approver", b"officer"))
    with pytest.raises(IntegrityError, match=r"keys/00000003\.json: the entry does not follow"):
        keys.registry(lake)


def test_an_entry_more_gives_a_key_no_other_role(scene):
    lake = scene("published_once", ONE).lake
    known = keys.registry(lake)
    identity = keys.load(lake, "reviewer-a").id
    Log(lake.store("ledger"), "keys").append("enrol", key={**known[identity], "role": "officer"})
    assert keys.registry(lake) == known
    with pytest.raises(PolicyError, match="enrolled already"):
        keys.enrol(lake, keys.load(lake, "reviewer-a").public, "officer", on=lake.house.as_of)


@pytest.mark.parametrize("facts", [{"key_id": "0" * 64, "on": "2026-01-31"}, {"on": "2026-01-31"}, {}])
def test_an_entry_of_a_key_that_is_not_known_stops_everything_that_rests_on_keys(facts, scene):
    lake = scene("published_once", ONE).lake
    Log(lake.store("ledger"), "keys").append("retire", **facts)
    with pytest.raises(IntegrityError, match="Entry 5 of the keys in the ledger"):
        keys.registry(lake)


def test_a_registry_of_another_house_knows_none_of_the_signers(scene, tmp_path, capsys):
    once, other = scene("published_once", ONE), make_lake(tmp_path / "other")
    keys.enrol(other, keys.make(other, "mine").public, "approver", on=other.house.as_of)
    once.lake = other
    status, out = once.verdict(tmp_path, capsys)
    assert status == 1 and len(re.findall(r"approvals/\w+\.json is signed by key \w+, which is not enrolled", out)) == 2
