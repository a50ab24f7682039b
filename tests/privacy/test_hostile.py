"""Bad input: bounded time, a reason, never a crash, and nothing personal passed on."""

import json
import time

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.landing.kinds import SCHEMAS as RAW
from assets.privacy import clean, fields
from assets.privacy.folding import normal, view
from assets.privacy.known import VALUE, Known
from assets.privacy.mentions import People, _form, _places
from assets.privacy.policy import Policies, Policy
from assets.privacy.scrub import TOO_DENSE, UNREADABLE, Text, scrub
from tests.privacy.people import KNOWN, POLICY, keeps, makes

MAIL, PHONE, IBAN = "zoe.zwxq@courriel.example.org", "06 12 34 56 78", "FR76 3000 6000 0112 3456 7890 189"
CORE = {MAIL: "zwxq", PHONE: "345678", IBAN: "60000112"}     # what tells a value even where its ends are gone
SPEED = 60_000      # characters a second that any text must reach: a twentieth of what ordinary text does, on a busy machine


def tried(*texts, known=KNOWN, policy=POLICY):
    """The clean texts of one record, how many redactions, the reason it was refused with, and CPU seconds."""
    begun = time.process_time()
    out, accounts, refused = scrub([Text(0, text) for text in texts], [b"r" * 16], [known], policy, makes(), ["fr"])
    return out, sum(map(len, accounts)), refused.get(0), time.process_time() - begun


def seen(text):
    """A text as a reader takes it in, without what parts figures."""
    return normal(view(text.replace("\x00", "")).text).replace(" ", "")


def numbered(form, size):
    return "".join(form.format(_word(number)) for number in range(size // len(form)))


def _word(number):
    return "".join(chr(97 + number // 26 ** place % 26) for place in range(5)).capitalize()


# -- size and repetition ------------------------------------------------------------------------------------------------------

SIZE = 60_000
PILES = {
    "one word without end": "a" * SIZE, "figures": "1234567890" * (SIZE // 10), "spaces": " " * SIZE, "line ends": "\n" * SIZE,
    "NULs": "\x00" * SIZE,
    "at signs": "@" * SIZE, "at signs apart": "@ " * (SIZE // 2), "addresses touching": "a@" * (SIZE // 2),
    "points": "a." * (SIZE // 2),
    "a host without end": "a@" + "b." * (SIZE // 2), "titles": "Mr. " * (SIZE // 4), "initials": "A. " * (SIZE // 3), "capitals": "Aa-" * (SIZE // 3),
    "the same name": "Hélène Lefèvre " * (SIZE // 15), "the same mail": "a.b@c.fr " * (SIZE // 9),
    "entities": "&#64;" * (SIZE // 5), "ampersands": "&" * SIZE,
    "accents on one letter": "e" + "\u0301" * SIZE, "accents by the hundred": ("e" + "\u0301" * 300) * (SIZE // 301), "invisible": "a" + "\u200b" * SIZE,
    "right to left": "\u202ehelene@c.fr\u202c שלום " * (SIZE // 19), "brackets": "(" * SIZE,
    "questions": "first pet? " * (SIZE // 11), "words agreed": "code word " * (SIZE // 10), "turns": "safe left 1 right 2 " * (SIZE // 20),
    "a lock without end": "safe " + "left 1, " * (SIZE // 8), "dictated signs": "b as in boy 7 " * (SIZE // 14), "a code without end": "b as in boy" + " 7" * (SIZE // 2),
    "percent": "%2E" * (SIZE // 3), "escapes": "\\u0040" * (SIZE // 6), "names of JSON": '"order":' * (SIZE // 8), "lines of a street": "no 7 a\n" * (SIZE // 7),
    "a column without end": "a@b-\n" * (SIZE // 6), "mail on lines": "a\n@b.fr\n" * (SIZE // 8), "Roman": "X.X.MCM " * (SIZE // 8), "Roman without end": "MCM" * (SIZE // 3),
    "numbers side by side": "4111111111111111 " * (SIZE // 17), "names on lines": "name zwxq\n" * (SIZE // 10), "myself": "myself zwxq " * (SIZE // 12),
    "angles": "<@" * (SIZE // 2), "colons": "ab:" * (SIZE // 3),
    "an account without end": "FR76" + " 1234" * (SIZE // 5), "schemes": "https://a:b@" * (SIZE // 12), "streets": "12 rue " * (SIZE // 7),
    "a street without end": "12 rue " + "De La " * (SIZE // 6), "spoken figures": "zero six douze " * (SIZE // 15), "spoken mail": "a dot a at " * (SIZE // 11),
    "keys": "api_key=" * (SIZE // 8),
    "key blocks": "-----BEGIN PRIVATE KEY-----\n" * (SIZE // 28), "names of many": numbered("Mme {} Abc, ", SIZE),
    "mails of many": numbered("{}ov@c.fr et ", SIZE),
    "introductions of many": numbered("je m'appelle Zo{}. ", SIZE), "handles of many": numbered("@zo{}x ", SIZE)}


@pytest.mark.parametrize("pile", PILES)
def test_no_repetition_takes_long(pile):
    tried("Hélène")     # whatever is made ready once
    (text,), _, refused, seconds = tried(PILES[pile])
    assert refused is None and text is not None and seconds < len(PILES[pile]) / SPEED + 0.5


def test_a_line_of_two_million_characters_is_scrubbed_to_its_end():
    (text,), count, _, seconds = tried("the leather bag of the house is sewn by hand " * 45_000 + MAIL)
    assert count == 1 and MAIL not in text and seconds < 20


def test_four_times_the_names_take_about_four_times_the_time():
    tried("Hélène")
    once, many = (min(tried(*(f"je m'appelle Zo{_word(number).lower()}" for number in range(count)))[3] for _ in range(2)) for count in (1_000, 4_000))
    assert many < 10 * once     # 16 and more where every name is compared with every other


def test_a_long_conversation_is_scrubbed_turn_by_turn():
    out, count, refused, seconds = tried(*["d'accord", f"écrivez à {MAIL}"] * 5_000)
    assert len(out) == 10_000 and count >= 5_000 and refused is None and not any(MAIL in text for text in out) and seconds < 15


def test_many_known_values_and_many_kept_words_take_no_longer_together():
    people = tuple(Known(f"{_word(number).lower()} abcov", "PERSON", "full", number.to_bytes(16, "big"), None, None) for number in range(4_000))
    text = " ".join(f"{_word(number)} Abcov de Solenza, " for number in range(4_000))
    (text,), count, _, seconds = tried(text, known=people + keeps("solenza"))
    assert count >= 4_000 and "Abcov" not in text and text.count("Solenza") == 4_000 and seconds < 10


def test_a_record_of_too_many_findings_stays_in_the_vault(monkeypatch):
    monkeypatch.setattr("assets.privacy.scrub.DENSEST", 20)
    texts = [Text(0, f"bonjour {MAIL} ; " * 15), Text(0, f"bonjour {MAIL} ; " * 15), Text(1, MAIL)]
    out, accounts, refused = scrub(texts, [b"1" * 16, b"2" * 16], [(), ()], POLICY, makes())
    assert out[:2] == [None, None] and accounts[:2] == [[], []] and refused == {0: TOO_DENSE} and "zwxq" not in out[2]


@given(st.lists(st.text("ab c", min_size=1, max_size=4), min_size=1, max_size=40, unique=True), st.text("ab c", max_size=60))
def test_many_values_are_found_where_few_are(values, text):
    together = sorted(_places(text, values))
    assert together == sorted((number, start, end) for number, value in enumerate(values) for _, start, end in _places(text, [value]))


NAMED = st.lists(st.sampled_from(["a", "b", "anna", "bea", "rossi", "de", "abbe"]), min_size=1, max_size=3).map(tuple)


@given(st.lists(NAMED, max_size=6), NAMED, st.booleans())
def test_a_mention_is_the_first_persons_whose_name_it_is_a_form_of(names, words, asked_before):
    people = People()
    for number, name in enumerate(names):
        people.add(name, number)
        if asked_before:
            people.called(words)
    assert people.called(words) == next(((number, _form(words, name)) for number, name in enumerate(names) if _form(words, name)), (None, ""))


# -- nasty characters -----------------------------------------------------------------------------------------------------------

NASTY = st.lists(st.sampled_from(
    ["\x00", "\x01", "\x7f", "\n", "\r", "\t", "\u00a0", "\u00ad", "\u0301" * 40, "\u200b", "\u200d", "\u200e", "\u200f", "\u202a", "\u202e", "\u202c",
     "\u2066",
     "\u2069", "\u2028", "\ufeff", "\ufffd", "\U000e0041", "\U0001f469", "שלום", "سلام", "日本", "а", "&", "&amp;", "&#0;", "&#xd800;", "%", "%40",
     "<", ">", "\"", "(",
     ")", "[", ",", ";", "!", "?", "…", "«", "»", " ", "  ", "Mr. ", "d'", "Le sac "]), max_size=6).map("".join)
APART = st.sampled_from([" ", "\n", " : ", "\u00a0", "\t", " (", ", "])


@settings(max_examples=250, deadline=None)
@given(NASTY, APART, st.sampled_from([MAIL, PHONE, IBAN]), APART, NASTY)
def test_whatever_stands_around_a_value_it_is_gone_or_the_record_is(front, before, value, behind, back):
    (text,), _, refused, _ = tried(f"{front}{before}{value}{behind}{back}", known=())
    assert refused is not None or CORE[value] not in seen(text)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([MAIL, PHONE, IBAN]), st.integers(1, 12),
       st.sampled_from(["\x00", "\u200b", "\u00ad", "\u202e", "\u2066", "\u200f", "\u0301", "\ufeff"]))
def test_whatever_invisible_stands_inside_a_value_it_is_gone(value, at, mark):
    (text,), _, _, _ = tried(f"à noter : {value[:at]}{mark}{value[at:]} merci", known=())
    assert seen(value) not in seen(text)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=30), min_size=1, max_size=4))
def test_any_characters_are_scrubbed_or_refused(texts):
    out, _, refused, _ = tried(*texts)
    broken = any(0xD800 <= ord(letter) < 0xE000 for text in texts for letter in text)
    assert (refused == UNREADABLE) == broken and (out == [None] * len(texts)) == broken


# -- whole records --------------------------------------------------------------------------------------------------------------

def row(kind="document", **values):
    return {"record_id": b"1" * 16, "source": "s", "kind": kind, "subject_ids": [], "purposes": ["p"], "licence": "L", "language": "fr"} | values


def cleaned(lake, one):
    kind = one["kind"]
    batch = pa.RecordBatch.from_pylist([one], RAW[kind])
    mart = pa.table({"record_id": pa.array([one["record_id"]], pa.binary(16)), "purposes": [["p"]]})
    matches = pa.table({"record_id": pa.array([one["record_id"]], pa.binary(16)), "values": pa.array([[]], pa.list_(VALUE))})
    return clean.clean_rows(batch, mart, matches, kind, Policies(Policy(languages=("fr", "en"))).as_params(), lake.keys)


FRENCH = "La soie est magnifique et le sac en cuir noir est arrivé hier matin dans notre boutique."


@pytest.mark.parametrize("extra", ['{"note": "a \\ud800 b"}', '{"a": [{"b": "\\udfff"}]}'], ids=["value", "deep value"])
def test_a_lone_surrogate_in_a_further_column_keeps_the_record_in_the_vault(lake, extra):
    result = cleaned(lake, row(text=FRENCH, extra=extra))
    assert result.rows.num_rows == 0 and result.left_out["reason"].to_pylist() == [UNREADABLE]


def test_further_columns_nested_without_end_are_not_passed_on(lake):
    result = cleaned(lake, row(text=FRENCH, extra='{"a":' * 5_000 + f'"{MAIL}"' + "}" * 5_000))
    assert result.rows["extra"].to_pylist() == [None]
    assert fields.extra('{"a":' * 300 + "1" + "}" * 300) is None and fields.extra('{"a":{"a":1}}') == {"a": {"a": 1}}


def test_a_speaker_and_a_title_of_nothing_but_signs_are_no_trouble(lake):
    turns = [{"speaker": "\u202e\u0301@", "role": None, "text": f"{FRENCH} {MAIL}", "at": None},
             {"speaker": "Zoé\u200b Zwxq", "role": None, "text": "\u0301", "at": None}]
    result = cleaned(lake, row("dialogue", turns=turns))
    assert "zwxq" not in seen(json.dumps(result.rows.to_pylist(), default=str, ensure_ascii=False))


@pytest.mark.parametrize("key", ["zoe.martin@courriel.example.org", "\\ud800", "06 12 34 56 78", "Zoé Martin"])
def test_a_key_that_could_be_somebody_s_does_not_leave_the_vault(lake, key):
    made = cleaned(lake, row(text=FRENCH, extra='{"' + key + '": "12", "colour": "rose", "a.b": 1, "a": {"b": 2}}')).rows.to_pylist()[0]
    assert json.loads(made["extra"]) == {"field 1": "12", "colour": "rose", "a b": 1, "a": {"b": 2}}


def test_a_number_of_json_is_read_like_text_when_it_could_be_a_telephone(lake):
    made = cleaned(lake, row(text=FRENCH, extra='{"note": 1, "year": 1921, "tel": 33612345678}')).rows.to_pylist()[0]
    assert json.loads(made["extra"])["note"] == 1 and json.loads(made["extra"])["year"] == 1921
