import importlib
import sys

import numpy as np
import pytest

from assets.text import compiled
from assets.text.compiled import eight_bytes, kernel, trailing_zeros

NEIGHBOUR = "from assets.text.compiled import kernel\nSTEP = {step}\n@kernel\ndef more(x):\n    return x + STEP\n"
KERNEL = "from assets.text.compiled import kernel\nfrom neighbour import more\n@kernel\ndef twice(x):\n    return more(more(x))\n"


@pytest.fixture
def load(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)

    def load(step):
        compiled._digest.cache_clear()
        for name, source in (("neighbour", NEIGHBOUR.format(step=step)), ("own", KERNEL)):
            (tmp_path / f"{name}.py").write_text(source)
            monkeypatch.delitem(sys.modules, name, raising=False)
        importlib.invalidate_caches()
        return importlib.import_module("own").twice

    yield load
    compiled._digest.cache_clear()
    for name in ("own", "neighbour"):
        sys.modules.pop(name, None)


def test_a_kernel_is_kept_for_the_next_process(load):
    assert load(1)(5) == 7
    again = load(1)
    assert again(5) == 7 and sum(again.stats.cache_hits.values()) == 1


def test_a_kept_kernel_is_out_of_date_when_its_neighbour_changes(load):
    assert load(1)(5) == 7
    assert load(10)(5) == 25


def test_a_kept_kernel_is_out_of_date_when_the_ground_floor_changes(load, monkeypatch):
    load(1)(5)
    digest = compiled._digest
    monkeypatch.setattr(compiled, "_digest", lambda folder: digest(folder) + b"!")
    monkeypatch.setattr(compiled._digest, "cache_clear", digest.cache_clear, raising=False)
    again = load(1)
    assert again(5) == 7 and not again.stats.cache_hits


def test_a_kernel_works_where_nothing_can_be_kept(load, monkeypatch):
    monkeypatch.setattr(compiled._StampedByFolder, "_locator_classes", [])
    assert load(3)(5) == 11


def test_division_follows_numpy():
    @kernel
    def ratio(one, other):
        return one / other

    assert ratio(1.0, 0.0) == np.inf


def test_eight_bytes_are_read_from_any_place():
    @kernel
    def read(data, place):
        return eight_bytes(data, place)

    data = np.frombuffer(bytes(range(1, 21)), np.uint8)
    assert [int(read(data, place)) for place in (0, 1, 12)] == [int.from_bytes(data[place: place + 8].tobytes(), "little") for place in (0, 1, 12)]


def test_trailing_zeros_are_counted():
    @kernel
    def count(value):
        return trailing_zeros(value)

    assert [count(np.uint64(value)) for value in (1, 8, 1 << 63, 0)] == [0, 3, 63, 64]
