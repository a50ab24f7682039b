import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.privacy import dates, validators
from assets.privacy.folding import normal
from assets.privacy.pseudonyms import Identity, Pseudonyms, stock_holds
from tests.privacy.people import makes

PHONES = ["+33 (0)6 12 34 56 78", "06 12 34 56 78", "0612345678", "0033 6 12 34 56 78", "+39 347 123 4567", "347/1234567", "02 1234 5678",
          "+44 7700 900123", "07700 900123", "(212) 555-0187", "+1 212 555 0187", "090-1234-5678", "+41 79 555 12 34"]
shape = str.maketrans("0123456789", "9" * 10)


def test_one_person_one_surrogate_until_the_key_changes():
    who = Identity(b"a" * 16, "f", "fr")
    assert makes().person(who) == makes().person(who)
    assert makes().person(who) != Pseudonyms(b"other" * 6).person(who)


def test_a_thousand_people_rarely_share_a_surrogate():
    names = {makes().person(Identity(number.to_bytes(16, "big"), "f", "fr")).full for number in range(1000)}
    assert len(names) > 990


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=16, max_size=16), st.sampled_from("fm"), st.sampled_from(["fr", "it", "en"]))
def test_no_surrogate_is_a_real_persons_name(key, gender, locale):
    drawn = makes().person(Identity(key, gender, locale))
    assert stock_holds(normal(drawn.full))
    taken = makes(taken=[normal(drawn.full)]).person(Identity(key, gender, locale))
    assert taken != drawn
    own = makes().person(Identity(key, gender, locale, own=normal(f"{drawn.given} Dupont")))
    assert own.given != drawn.given


@pytest.mark.parametrize("written", PHONES)
def test_a_phone_keeps_its_form_and_rings_nowhere(written):
    phonenumbers = pytest.importorskip("phonenumbers")
    for number in range(30):
        value = written[:-2] + f"{number:02d}"
        new = makes().render("PHONE", value)
        assert new.translate(shape) == value.translate(shape) and new != value
        for region in ("FR", "IT", "GB", "US", "JP", "CH", "AE", "DE"):
            try:
                assert not phonenumbers.is_valid_number(phonenumbers.parse(new, region))
            except phonenumbers.NumberParseException:
                pass


def test_a_phone_read_out_in_words_becomes_a_tag():
    assert makes().render("PHONE", "zéro six un deux trois quatre cinq six sept huit").startswith("<PHONE_")


def test_accounts_cards_and_identity_numbers_keep_their_form_and_fail_their_check():
    for type_, value, valid in (
            ("IBAN", "FR76 3000 6000 0112 3456 7890 189", validators.iban), ("CARD", "4242-4242-4242-4242", validators.card),
            ("NATIONAL_ID", "123-45-6789", validators.ssn), ("NATIONAL_ID", "RSSMRA85T10A562S", validators.codice_fiscale)):
        assert valid(value)
        new = makes().render(type_, value)
        assert not valid(new) and new.translate(shape) != "" and len(new) == len(value) and new != value


def test_mail_lives_where_nobody_does():
    assert makes().render("EMAIL", "a@b.fr").endswith("@example.net")
    assert makes().render("EMAIL", "a@b.fr") == makes().render("EMAIL", "A@B.FR")


@pytest.mark.parametrize(("written", "form"), [("3 mars 1984", "fr"), ("March 3, 1984", "en"), ("03/03/1984", "/"), ("1984-03-03", "-"),
                                              ("3 marzo 1984", "it"), ("3.03.1984", ".")])
def test_a_date_shifts_by_whole_weeks_and_keeps_its_form(written, form):
    new = dates.shifted(written, 5)
    assert (dates.read(new) - dates.read(written)).days == 35 and dates.read(new) is not None
    assert form.isalpha() or form in new


def test_a_subjects_dates_shift_together_and_never_not_at_all():
    weeks = {makes().weeks(number.to_bytes(16, "big")) for number in range(400)}
    assert 0 not in weeks and min(weeks) == -26 and max(weeks) == 26


def test_tags_and_codes():
    assert makes().tag("PERSON", "Claire") == makes().tag("PERSON", "claire") != makes().tag("PERSON", "Clara")
    assert makes().render("LOYALTY", "VD-200049").startswith("VD-") and makes().render("LOYALTY", "VD-200049").endswith("X")
    assert makes().render("SECRET", "Accord Noir 17") == "[SECRET]"


@pytest.mark.parametrize(("written", "iso"), [
    ("12/03/2024", "2024-03-12"), ("2024-03-12T10:00:00Z", "2024-03-12"), ("20240312", "2024-03-12"), ("12 mars 2024", "2024-03-12"),
    ("Tuesday, March 12th, 2024", "2024-03-12"), ("12.3.24", "2024-03-12"), ("2024-03", "2024-03-01"), ("1987", "1987-01-01"), ("1er avril 2024", "2024-04-01"),
    ("1710201600", "2024-03-12"), ("03/25/2024", "2024-03-25"), ("soon", None), ("31/02/2024", None), ("", None)])
def test_dates_are_read_in_the_forms_of_the_sources(written, iso):
    assert (dates.read(written).isoformat() if dates.read(written) else None) == iso
