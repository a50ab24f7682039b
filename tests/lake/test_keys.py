import stat

import pytest

from assets.lake import Home, Lake, SetupError
from assets.lake.keys import demonstration_key, make_keys, open_keys, subject_id
from tests.conftest import make_house


def test_keys_are_readable_by_their_user_only(tmp_path):
    make_keys(tmp_path)
    files = sorted((tmp_path / "keys").glob("*.key"))
    assert [file.stem for file in files] == ["identity", "pseudonym-1", "suppression"]
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)


def test_making_keys_twice_keeps_the_first_ones(tmp_path):
    make_keys(tmp_path)
    before = (tmp_path / "keys" / "identity.key").read_text()
    make_keys(tmp_path)
    assert (tmp_path / "keys" / "identity.key").read_text() == before


def test_a_real_home_refuses_the_keys_of_a_demonstration(tmp_path):
    home = Home.make(tmp_path / "home", make_house(tmp_path / "house"), demonstration=False)
    make_keys(home.path, seed=1)
    with pytest.raises(SetupError, match="demonstration keys"):
        Lake.open(home)


def test_a_missing_key_is_named_with_what_to_do(tmp_path):
    with pytest.raises(SetupError, match="identity.*missing.*hallmark init"):
        open_keys(tmp_path, controller="C", seed=None, demonstration=False)


@pytest.mark.parametrize("content", ["", "zz", "00" * 31, "not hexadecimal at all"])
def test_a_damaged_key_is_refused_and_not_quoted(tmp_path, content):
    make_keys(tmp_path)
    (tmp_path / "keys" / "identity.key").write_text(content)
    with pytest.raises(SetupError) as caught:
        open_keys(tmp_path, controller="C", seed=None, demonstration=False)
    assert "64 hexadecimal digits" in str(caught.value) and (not content or content not in str(caught.value))


def test_a_key_may_come_from_the_environment(tmp_path, monkeypatch):
    make_keys(tmp_path)
    from_files = open_keys(tmp_path, controller="C", seed=None, demonstration=False)
    monkeypatch.setenv("HALLMARK_KEY_IDENTITY", "11" * 32)
    assert open_keys(tmp_path, controller="C", seed=None, demonstration=False).identity != from_files.identity


def test_two_controllers_with_one_key_do_not_share_ids(tmp_path):
    make_keys(tmp_path)
    one, two = (open_keys(tmp_path, controller=name, seed=None, demonstration=False) for name in ("A", "B"))
    assert one.identity != two.identity


def test_destroying_an_epochs_key_makes_it_unreadable(tmp_path):
    make_keys(tmp_path)
    keys = open_keys(tmp_path, controller="C", seed=None, demonstration=False)
    assert len(keys.pseudonym("1")) == 32
    (tmp_path / "keys" / "pseudonym-1.key").unlink()
    with pytest.raises(SetupError):
        keys.pseudonym("1")


def test_a_client_number_is_one_person_however_it_is_spaced_or_cased():
    assert subject_id(b"k" * 32, "C", " ab-1 ") == subject_id(b"k" * 32, "C", "AB-1") != subject_id(b"k" * 32, "C", "AB-2")


def test_keys_do_not_print_themselves(tmp_path):
    make_keys(tmp_path, seed=1)
    shown = repr(open_keys(tmp_path, controller="C", seed=1, demonstration=True))
    assert demonstration_key(1, "identity").hex() not in shown and "identity" not in shown
