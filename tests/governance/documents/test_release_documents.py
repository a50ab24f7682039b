"""What a reviewer is given: complete, honest, harmless, the same every time."""

import html
import json
import re
from html.parser import HTMLParser

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.governance.documents import release_documents
from assets.governance.documents.listing import LISTED
from assets.governance.documents.questions import QUESTIONS
from assets.governance.documents.sealing import opened
from assets.lake.errors import IntegrityError
from tests.governance.documents.house_facts import awkward, remains, small

HOSTILE = '"><script>alert(1)</script><img src=https://evil.example/x.png onerror=alert(2)>{{ 7*7 }}</style>\u202e\x00`|*'
FIGURE = r"(?<![\w#])\d[\d,]*(?:\.\d+)?"
BESIDE = {*LISTED, "../MANIFEST.json", "../verify.py"}
VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """Tags with attributes, the text a reader sees, and whether every tag is closed."""

    def __init__(self, source: bytes):
        super().__init__()
        self.tags, self.open, self.seen, self.loose = [], [], [], []
        self.feed(source.decode())

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.loose.append(tag)

    def handle_data(self, data):
        if "style" not in self.open and "code" not in self.open:
            self.seen.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", " ".join(self.seen))


def page(facts):
    return Page(release_documents(facts)["release.html"])


def poisoned(value):
    """Every free text in the facts made hostile; the root, which must be letters and digits, stays."""
    if isinstance(value, dict):
        return {key if key in KEYS else key + HOSTILE: item if key == "root" else poisoned(item) for key, item in value.items()}
    if isinstance(value, list):
        return [poisoned(item) for item in value]
    return value + HOSTILE if isinstance(value, str) else value


def _keys(value):
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            if key not in {"left_out", "merged", "quarantined", "by_language", "by_split", "by_licence", "by_year", "redactions", "human"}:
                yield from _keys(item)
    elif isinstance(value, list):
        for item in value:
            yield from _keys(item)


KEYS = set(_keys(awkward()))


@pytest.mark.parametrize("facts", [awkward, small])
def test_every_document_is_made_the_same_every_time(facts):
    first, second = release_documents(facts()), release_documents(facts())
    assert list(first) == list(LISTED) and first == second


@pytest.mark.parametrize("facts", [awkward, small])
def test_what_is_sealed_draws_the_same_documents_again(facts):
    drawn = release_documents(facts())
    assert release_documents(opened(drawn["facts.json"])) == drawn


def test_every_document_names_the_root_of_the_records():
    assert all(b"ab" * 32 in data for data in release_documents(small()).values())


@pytest.mark.parametrize("facts", [awkward(), small(), poisoned(awkward())], ids=["awkward", "small", "poisoned"])
def test_the_page_loads_nothing_runs_nothing_and_is_well_formed(facts):
    made = page(facts)
    assert made.loose == [] and made.open == []
    tags = {tag for tag, _ in made.tags}
    assert not tags & {"script", "img", "iframe", "object", "embed", "form", "base", "video", "audio", "source"}
    for tag, attributes in made.tags:
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("href", "src", "srcset", "data", "action", "xlink:href"):
            place = attributes.get(name, "#")
            assert place.startswith(("#", "data:,")) or place in BESIDE, (tag, name)
        assert "url(" not in attributes.get("style", "")
    source = release_documents(facts)["release.html"].decode()
    css = source[source.index("<style>"):source.index("</style>")]
    assert "@import" not in css and "url(" not in css and "http" not in css
    assert "default-src 'none'" in source


def test_a_hostile_name_is_shown_as_written_and_never_obeyed():
    documents = release_documents(poisoned(awkward()))
    text = page(poisoned(awkward())).text
    assert "<script>alert(1)</script>" in text, "shown"
    assert "{{ 7*7 }}" in text and " 49 " not in text
    assert "\u202e" not in text and "\x00" not in text
    card = documents["card.md"].decode()
    head, body = card.split("---\n", 2)[1:]
    assert yaml.safe_load(head)["hallmark"]["corpus"].startswith("concierge")
    assert "<script" not in body and "https://" not in body
    for row in (line for line in body.splitlines() if line.startswith("|")):
        assert re.sub(r"\\.", "", row).count("|") in {3, 4, 5, 9}
    json.loads(documents["summary.json"])


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(), min_size=1, max_size=30))
def test_any_text_can_be_a_title(text):
    facts = small()
    facts["release"]["title"] = facts["composition"]["by_source"][0]["title"] = text
    documents = release_documents(facts)
    made = Page(documents["release.html"])
    assert made.loose == [] and made.open == []
    assert yaml.safe_load(documents["card.md"].decode().split("---\n", 2)[1])["license"] == "other"


def test_every_number_on_the_page_is_in_the_facts_or_follows_from_them():
    follows = {
        8_500,               # characters of both sources
        "80.0", "20.0",      # sources: 8 and 2 of 10
        "60.0", "40.0",      # languages: 6 and 4 of 10
        "90.0", "10.0",      # splits: 9 and 1 of 10
        100,                 # one type of removed value is all of them
        2, 1,                # sources, tables, steps, checks
        len(LISTED), 32,     # documents; letters and digits of an id
        *(question.number for question in QUESTIONS if question.of_release),
        316,                 # days from the oldest check for a reservation to the day of the rights
        53, 30,              # articles of the law, at the foot
    }
    known = {f"{n:,}" if isinstance(n, int) else n for n in follows} | {f"{n:,}" for n in _numbers(small())}
    known |= set(re.findall(FIGURE, json.dumps(small())))            # dates and names, as written
    text = page(small()).text
    fingerprint = "ab" * 32
    shown = re.findall(FIGURE, text.replace(fingerprint, ""))
    assert set(shown) <= known, set(shown) - known
    assert {"17", "13", "10", "8,000", "500", "21", "55"} <= set(shown), "and the facts are on the page"


def _numbers(value):
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int):
        yield value
    elif isinstance(value, str):
        yield from (int(digits) for digits in re.findall(r"\d+", value))
    else:
        for item in value.values() if isinstance(value, dict) else value:
            yield from _numbers(item)


@pytest.mark.parametrize(("path", "named"), [
    (["release", "controller"], "release.controller"), (["funnel", 1, "in"], "funnel[1].in"), (["privacy", "second_pass"], "privacy.second_pass"),
    (["composition", "by_source", 1, "licence"], "composition.by_source[1].licence"), (["lineage", 0, "from"], "lineage[0].from"),
    (["checks"], "checks"), (["human"], "human")])
def test_a_missing_field_is_named_in_one_plain_sentence(path, named):
    facts = small()
    holder = facts
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    with pytest.raises(IntegrityError) as told:
        release_documents(facts)
    assert f"'{named}' is missing" in str(told.value)


def test_an_error_never_quotes_a_value():
    facts = small()
    facts["funnel"][0]["left_out"] = {"Madame Rossi called": "Anna Rossi"}
    with pytest.raises(IntegrityError) as told:
        release_documents(facts)
    assert "Rossi" not in str(told.value) and "funnel[0].left_out" in str(told.value)


def test_headings_do_not_skip_and_tables_are_named():
    made = page(awkward())
    levels = [int(tag[1]) for tag, _ in made.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    tags = [tag for tag, _ in made.tags]
    assert tags.count("table") == tags.count("caption") > 4
    assert all("scope" in attributes for tag, attributes in made.tags if tag == "th")
    ids = [attributes["id"] for _, attributes in made.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {attributes["href"] for tag, attributes in made.tags if tag == "a"}
    assert targets - BESIDE <= {f"#{name}" for name in ids}


def test_text_keeps_its_contrast_in_light_dark_and_print():
    source = release_documents(small())["release.html"].decode()
    themes = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block)) for block in re.findall(r":root \{(.*?)\}", source, re.S)]
    assert len(themes) == 3
    for theme in themes:
        for ink in ("ink", "soft", "gold", "green", "amber", "red", "grey"):
            for ground in ("paper", "sheet"):
                assert _contrast(theme[ink], theme[ground]) >= 4.5, (ink, ground, theme[ink])
        for tone in ("green", "amber", "red", "grey"):
            assert _contrast(theme[tone], theme[f"{tone}-wash"]) >= 4.5, tone
            assert _contrast(theme["soft"], theme[f"{tone}-wash"]) >= 4.5, tone


def _contrast(one, other):
    def luminance(colour):
        digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
        parts = [int(digits[at:at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_blocked_sources_are_struck_through_with_the_reason():
    source = release_documents(awkward())["release.html"].decode()
    assert "<s>Client notes of the former system</s>" in source
    assert "No legal basis is stated" in html.unescape(source)


def test_a_release_of_nothing_known_still_has_a_page_and_no_green_verdict():
    facts = small() | {"funnel": [], "checks": [], "lineage": [], "human": {}, "privacy": {"redactions": {}, "second_pass": None, "residual": None},
                       "composition": {"by_source": [], "by_language": {}, "by_split": {}}}
    facts["release"] |= {"root": None}
    made = page(facts)
    assert "This release holds no records." in made.text and made.loose == []
    levels = {verdict["level"] for verdict in json.loads(release_documents(facts)["summary.json"])["verdicts"].values()}
    assert levels == {"grey"}


def test_what_may_remain_is_told_with_its_bounds_on_the_page_and_the_card():
    unknown = {"type": "IBAN", "canaries": 12, "caught": 12, "residual": None, "residual_low": None, "residual_high": None, "verdict": "not known",
               "passed": None}
    facts = small()
    facts["privacy"] |= {
        "residual": [remains(), remains(**unknown)], "over_redaction": {"words_planted": 140, "words_replaced": 3, "item_words": 9000, "item_replaced": 1,
                                                                        "per_1000_words": 0.11},
        "canaries": {"records": 25, "planted": 92, "caught": 90, "forms": [{"form": "plain", "planted": 92, "caught": 90}]}}
    made = page(facts)
    assert made.loose == [] and "92 invented values of every kind were hidden in 25 records" in made.text
    assert "E-mail addresses French 21 78 of 80 0.4 (0.1 to 1.6) within its limit" in made.text and "12 of 12 not known not known" in made.text
    assert "Of 140 hidden words of the catalogue, which should stay, 3 did not." in made.text
    assert "For 1 type and language too few invented values were planted" in made.text
    card = release_documents(facts)["card.md"].decode()
    assert "| E-mail addresses | French | 21 | 0.4 (0.1 to 1.6) |" in card
    privacy = json.loads(release_documents(facts)["summary.json"])["privacy"]
    assert privacy["residual"][0] == remains() and privacy["canaries"] == facts["privacy"]["canaries"]


def test_what_changed_is_told_when_it_is_known_and_said_to_be_unknown_when_not():
    assert "This is the first release of this corpus" in page(small()).text
    facts = small()
    facts["release"]["previous"] = "0.9"
    assert "the two were not compared" in page(facts).text
    facts["changes"] = {"added": 4, "removed": 31, "changed": 0, "reasons": {"consent_withdrawn": 31}, "unexplained": 0}
    assert "Removed 31" in page(facts).text and "Consent of the person withdrawn 31" in page(facts).text


def test_an_unnamed_language_is_not_stated():
    facts = small()
    facts["composition"]["by_language"] = {"fr": {"records": 6, "characters": 60}, "": 4}
    assert "not stated 4" in page(facts).text
    header = yaml.safe_load(release_documents(facts)["card.md"].decode().split("---\n", 2)[1])
    assert header["language"] == ["fr"]


def test_a_demonstration_says_so_and_a_real_release_does_not():
    assert "Nothing here is an approval" in page(awkward()).text
    assert "Demonstration" not in page(small()).text
    assert "Demonstration" in release_documents(awkward())["card.md"].decode()


def test_the_card_header_is_what_a_hub_reads():
    header = yaml.safe_load(release_documents(small())["card.md"].decode().split("---\n", 2)[1])
    assert header["language"] == ["en", "fr"] and header["size_categories"] == ["n<1K"] and header["license"] == "other"
    assert header["hallmark"]["root"] == "ab" * 32 and header["hallmark"]["records"] == 10


def test_the_summary_tells_programs_the_same():
    told = json.loads(release_documents(small())["summary.json"])
    assert told["records"] == 10 and told["characters"] == 8_500
    assert told["verdicts"]["privacy"]["level"] == "amber"
    assert told["funnel"][0] == {
        "stage": "Arrived", "tables": 1, "in": 17, "out": 13,
        "drops": [{"disposition": "quarantined", "reason": "unreadable", "records": 2},
                  {"disposition": "left out", "reason": "empty", "records": 1},
                  {"disposition": "merged", "reason": "seen again", "records": 1}]}


def test_many_reasons_of_a_source_fold_and_none_is_lost():
    reasons = {f"reason {chr(97 + n)}": 100 - n for n in range(9)}
    fate = {"source": "letters", "title": "Letters", "arrived": 900, "released": 900 - sum(reasons.values()), "reasons": reasons}
    shown = page(small() | {"fates": [fate]})
    assert shown.open == [] and "4 further reasons 374" in shown.text
    assert all(f"Reason {chr(97 + n)} {100 - n}" in shown.text for n in range(9))


def test_a_source_that_lost_more_than_expected_is_named_beside_the_funnel():
    loss = {"source": "letters", "title": "Letters", "admitted": 40, "lost": 30, "share": 0.75, "expected": 0.5}
    fates = [{"source": "letters", "title": "Letters", "arrived": 40, "released": 10, "reasons": {"near duplicate": 30}}]
    text = page(small() | {"fates": fates, "losses": [loss]}).text.replace("\xa0", " ")
    assert "More was lost than expected" in text and "Letters 75.0 % of 40, expected at most 50 %" in text
    assert "lost than expected" not in page(small() | {"fates": fates}).text
    assert json.loads(release_documents(small() | {"losses": [loss]})["summary.json"])["losses"] == [loss]
