import pytest

from assets.privacy.detect.numbers.values import grouped


@pytest.mark.parametrize("written", [
    "k w / 31 / 08 / 77 / c", "31 / 18 774 / 209 / 418", "QX—77—03318—B", "0 0 3 8 – 1 1 7", "2 K J • 4 1 B", "31 – FV – 077.18", "D~00318~mx", "S-331-4471-F",
    "38_170841-K_007", "4.117'882.331", "17.331.204-K", "K 331 OT 12", "4471", "AB 330117"])
def test_a_value_is_taken_whole_whatever_parts_its_groups(written):
    for behind in ("", ", thanks", " (copy)", "; next"):
        assert grouped(written + behind, 0) == len(written)


@pytest.mark.parametrize(("text", "value"), [
    ("33418 and then", "33418"), ("CM-2024-00331 2 bags", "CM-2024-00331"), ("16331/19 05/03/2019", "16331/19"), ("4471. The next", "4471"), ("20331 – 2 boots", "20331"),
    ("331 rue", "331"), ("and 331", ""), ("for CM-2024-00331", ""), ("per 20331", ""), ("no value", ""), ("", "")])
def test_what_follows_a_value_is_not_of_it(text, value):
    assert text[:grouped(text, 0)] == value
