import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.privacy import dates
from assets.privacy.folding import fold, normal
from assets.privacy.scrub import Text, scrub
from assets.privacy.surrogates.makers import LOCALES, family
from assets.privacy.surrogates.pseudonyms import SEALED, Identity, Pseudonyms, stock_holds
from assets.privacy.surrogates.wordlists import FAMILY, FIRMS, GIVEN, MONTHS, STREETS, TOWNS
from tests.privacy.people import HELENE, KNOWN, POLICY, SUBJECT, makes, scrubbed

OTHER = Pseudonyms(b"o" * 32)
IDS = st.binary(min_size=16, max_size=16)
VALUES = [("EMAIL", "claire.dupont@gmail.com"), ("PHONE", "+33 6 12 34 56 78"), ("IBAN", "FR76 3000 6000 0112 3456 7890 189"),
          ("ADDRESS", "12, rue de la Paix"),
          ("CARD", "4242-4242-4242-4242"), ("NATIONAL_ID", "123-45-6789"), ("HANDLE", "@claire_d"), ("CLIENT_NO", "VD-200049"),
          ("DEVICE_ID", "00:1b:44:11:3a:b7"), ("PASSPORT", "C01X0006H"), ("ORG", "Banque Lazard"), ("LOCATION", "Montpellier"), ("ID", "18403/91")]


def test_every_locale_has_every_stock():
    assert LOCALES == ("fr", "it", "en", "es", "de")
    assert {locale for locale, _ in GIVEN} == set(FAMILY) == set(TOWNS) == set(STREETS) == set(FIRMS) == set(MONTHS) == set(LOCALES)
    for (locale, gender), names in GIVEN.items():
        assert len(set(map(fold, names))) == len(names) > 60, (locale, gender)


def test_one_person_one_surrogate_until_the_key_changes():
    who = Identity(b"a" * 16, "f", "fr")
    assert makes().person(who) == makes().person(who)
    assert makes().person(who) != OTHER.person(who)


@pytest.mark.parametrize("locale", LOCALES)
def test_full_names_are_as_many_as_the_docstring_says(locale):
    families = {fold("".join(parts)) for parts in product(*FAMILY[locale])}
    for gender in "fm":
        assert 24e6 < len(families) * len(GIVEN[locale, gender]) < 46e6


@pytest.mark.parametrize("locale", LOCALES)
def test_ten_thousand_people_share_no_more_surrogates_than_chance_allows(locale):
    names = {makes().person(Identity(number.to_bytes(16, "big"), "f", locale)).full for number in range(10_000)}
    assert len(names) > 9_990      # two pairs are expected among 24 million names


@settings(max_examples=100, deadline=None)
@given(IDS, st.sampled_from("fm"), st.sampled_from(LOCALES))
def test_no_surrogate_is_a_real_persons_name_and_gender_and_locale_stay(key, gender, locale):
    drawn = makes().person(Identity(key, gender, locale))
    assert drawn.given in GIVEN[locale, gender]
    assert stock_holds(normal(drawn.full))
    taken = makes(taken=[normal(drawn.full)]).person(Identity(key, gender, locale))
    assert taken != drawn and taken.given in GIVEN[locale, gender]
    own = makes().person(Identity(key, gender, locale, own=normal(f"{drawn.given} Dupont")))
    assert own.given != drawn.given
    assert makes().person(Identity(key, gender, locale, own=normal(f"Zoé {drawn.family}"))).family != drawn.family


def test_the_stock_holds_no_name_that_it_could_not_draw():
    assert not stock_holds("claire dupont") and not stock_holds("adeline") and not stock_holds("helene lefevre")


@settings(max_examples=60, deadline=None)
@given(IDS, st.sampled_from(LOCALES), st.sampled_from("fm"))
def test_one_subject_has_one_surrogate_in_texts_tables_mails_and_handles(key, locale, gender):
    who, maker = Identity(key, gender, locale, "claire dupont"), makes()
    person = maker.person(who)
    plain = fold(f"{person.given} {person.family}")
    assert {maker.render("PERSON", "Claire Dupont", who=who, record=record) for record in (b"1" * 16, b"2" * 16)} == {person.full}
    assert maker.render("PERSON", "Dupont, Claire", who=who, form="reversed") == f"{person.family}, {person.given}"
    assert maker.render("PERSON", "DUPONT", who=who, form="last") == person.family.upper()
    assert re.fullmatch(plain.replace(" ", r"\.") + r"\d\d@example\.net", maker.render("EMAIL", "cd@mail.example.org", who=who))
    assert re.fullmatch("@" + plain.replace(" ", "_") + r"\d\d", maker.render("HANDLE", "@cdupont", who=who))


def test_a_persons_name_in_a_text_is_the_one_of_the_register():
    text, _ = scrubbed("Hélène Lefèvre a écrit ce matin.", known=KNOWN)
    person = makes().person(Identity(SUBJECT, "f", "fr", normal(f"{HELENE['given_name']} {HELENE['family_name']}")))
    assert text == f"{person.full} a écrit ce matin."


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(VALUES), st.sampled_from(LOCALES), IDS)
def test_another_epoch_knows_nothing_of_this_one(one, locale, key):
    type_, value = one
    who = Identity(key, None, locale)
    assert makes().render(type_, value, locale=locale) == makes().render(type_, value, locale=locale)
    for maker_of in (lambda maker: maker.render(type_, value, locale=locale), lambda maker: maker.person(who), lambda maker: maker.tag(type_, value),
                     lambda maker: maker.mac("value", type_, normal(value))):
        assert maker_of(makes()) != maker_of(OTHER)


def test_without_the_key_neither_output_nor_ledger_can_be_computed_again():
    """What is stored is the clean text and MACs of values: under any other key, even knowing the values, both come out different."""
    text = "Mme Hélène Lefèvre, 06 12 34 56 78, claire@mail.example.org, VD-200049"

    def stored(maker):
        out, accounts, _ = scrub([Text(0, text)], [b"r" * 16], [KNOWN], POLICY, maker, ["fr"])
        return out[0], [one.value_mac for one in accounts[0]]

    (clean, macs), (other, other_macs) = stored(makes()), stored(OTHER)
    assert (clean, macs) == stored(makes()) and len(macs) >= 4
    assert clean != other and not set(macs) & set(other_macs)


def test_a_subjects_dates_shift_together_and_never_not_at_all():
    weeks = {makes().weeks(number.to_bytes(16, "big")) for number in range(400)}
    assert 0 not in weeks and min(weeks) == -26 and max(weeks) == 26
    who = Identity(b"a" * 16)
    moved = [(dates.read(makes().render(type_, written, who=who)) - dates.read(written)).days for type_, written in (
        ("BIRTH_DATE", "3 mars 1984"), ("DATE", "12/03/2024"), ("DATE", "3. April 1991"), ("DATE", "3 de mayo de 2001"))]
    assert moved == [7 * makes().weeks(who.key)] * 4


def test_a_date_that_cannot_be_read_becomes_a_tag():
    assert re.fullmatch(r"<DATE_[0-9a-f]{8}>", makes().render("DATE", "the week before Easter"))


def test_tags_are_the_same_for_the_same_and_secrets_are_not_told_apart():
    assert makes().tag("PERSON", "Claire") == makes().tag("PERSON", "claire") != makes().tag("PERSON", "Clara")
    for type_ in SEALED:
        assert makes().render(type_, "Accord Noir 17") == makes().tag(type_, "Tulip!8842x") == f"[{type_}]"


@pytest.mark.parametrize(("written", "form"), [
    ("3 mars 1984", r"\d{1,2} [a-zû]+ 1984"), ("March 3, 1984", r"[A-Z][a-z]+ \d{1,2}, 1984"), ("03/03/1984", r"\d\d/\d\d/1984"),
    ("1984-03-03", r"1984-\d\d-\d\d"),
    ("3 marzo 1984", r"\d{1,2} aprile 1984"), ("3.03.1984", r"\d{1,2}\.\d\d\.1984"), ("3 de marzo de 1984", r"\d{1,2} de abril de 1984"),
    ("3. März 1984", r"\d{1,2}\. April 1984"), ("3/25/1984", r"4/29/1984"), ("19840303", r"19840407"), ("3 de agosto del 1984", r"7 de septiembre del 1984"),
    ("3 agosto 1984", r"7 settembre 1984"), ("5. April 1984", r"10\. Mai 1984"), ("5 April 1984", "10 May 1984"), ("12/03/1984 10:30", r"16/04/1984 10:30")])
def test_a_date_shifts_by_whole_weeks_and_keeps_its_form_and_language(written, form):
    new = dates.shifted(written, 5)
    assert (dates.read(new) - dates.read(written)).days == 35
    assert re.fullmatch(form, new)


@pytest.mark.parametrize(("written", "iso"), [
    ("12/03/2024", "2024-03-12"), ("2024-03-12T10:00:00Z", "2024-03-12"), ("20240312", "2024-03-12"), ("12 mars 2024", "2024-03-12"),
    ("Tuesday, March 12th, 2024", "2024-03-12"), ("12.3.24", "2024-03-12"), ("2024-03", "2024-03-01"), ("1987", "1987-01-01"), ("1er avril 2024", "2024-04-01"),
    ("1710201600", "2024-03-12"), ("03/25/2024", "2024-03-25"), ("12 de marzo de 2024", "2024-03-12"), ("12. März 2024", "2024-03-12"),
    ("Dienstag, 12. Mrz. 2024", "2024-03-12"), ("1 ene. 2024", "2024-01-01"), ("3 Okt 2024", "2024-10-03"), ("soon", None), ("31/02/2024", None), ("", None)])
def test_dates_are_read_in_the_forms_of_the_sources(written, iso):
    assert (dates.read(written).isoformat() if dates.read(written) else None) == iso


@pytest.mark.parametrize("form", ["3 de marzo de 1984", "3. März 1984", "3 marzo 1984", "March 3, 1984"])
def test_a_birth_date_of_the_register_is_looked_for_in_every_language(form):
    assert form in dates.every_form("1984-03-03")


def test_a_family_name_is_drawn_of_its_parts():
    class First:
        def pick(self, options):
            return options[0]

    assert family(First(), "de") == "".join(part[0] for part in FAMILY["de"])
