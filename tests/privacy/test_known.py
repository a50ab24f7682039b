import pyarrow as pa

from assets.landing.kinds import SCHEMAS
from assets.privacy.known import VOCABULARY, known_matches, register_rows
from tests.privacy.people import HELENE, SUBJECT, keeps, scrubbed

ROW = {"object_id": b"o" * 16, "locator": "x", "subject_ids": [], "purposes": ["retrieval"], "source": "s"}


def rows(kind, *given):
    return pa.RecordBatch.from_pylist([ROW | {"record_id": bytes([n + 1]) * 16, "kind": kind} | one for n, one in enumerate(given)], SCHEMAS[kind])


def register(*more):
    batches = [register_rows(rows("subject", HELENE, *more)),
               register_rows(rows("inspection", {"inspector": "Bérengère Quintavalle"}))]
    return pa.Table.from_batches(batches)


def vocabulary(**words):
    return pa.Table.from_pylist([{"record_id": b"v" * 16, "value": value, "type": type_, "form": "x"} for type_, value in words.items()], VOCABULARY)


def matched(text, people=None, words=None, **row):
    batch = known_matches(rows("document", {"text": text} | row), people if people is not None else register(), words or vocabulary())
    return {(one["type"], one["form"], one["value"]) for one in batch["values"][0].as_py()}


def test_the_records_own_person_is_known_in_every_form():
    forms = {(type_, form) for type_, form, _ in matched("rien", subject_ids=[SUBJECT])}
    assert forms >= {("PERSON", "full"), ("PERSON", "reversed"), ("PERSON", "first"), ("PERSON", "last"), ("PERSON", "initial"), ("EMAIL", "email"),
                     ("PHONE", "phone"), ("ADDRESS", "address"), ("CLIENT_NO", "key")}


def test_a_full_name_is_known_house_wide_and_a_given_name_is_not():
    assert matched("HELENE LEFEVRE est venue") == {("PERSON", "full", "helene lefevre")}
    assert matched("Hélène est venue, Lefèvre aussi") == set()


def test_mails_phones_and_staff_are_known_house_wide():
    assert {form for _, form, _ in matched("0033 612 345 678, Helene.Lefevre@courriel.example.org, Berengere Quintavalle")} == {"phone", "email", "full"}


def test_a_name_inside_a_word_is_no_name():
    assert matched("Marie-Helene Lefevre et Helene Lefevrette") == {("PERSON", "full", "helene lefevre")}
    assert matched("helene lefevrette") == set()


def test_two_people_of_one_name_are_nobody_in_particular():
    twin = HELENE | {"subject_ids": [b"t" * 16], "email": None, "phone": None}
    batch = known_matches(rows("document", {"text": "Hélène Lefèvre"}), register(twin), vocabulary())
    assert [one["subject_id"] for one in batch["values"][0].as_py()] == [None]


def test_the_register_wins_over_the_catalogue():
    assert matched("Hélène Lefèvre, Maud Kessilian", words=vocabulary(KEEP="Hélène Lefèvre")) == {("PERSON", "full", "helene lefevre")}
    assert ("KEEP", "x", "maud kessilian") in matched("Maud Kessilian", words=vocabulary(KEEP="Maud Kessilian"))


def test_the_code_of_an_item_stays_wherever_it_stands_and_a_clients_number_wins():
    items = register_rows(rows("item", {"code": "BRK-77812-K"}, {"code": "MARGOT"}, {"code": "12"}, {"code": "445566"}, {"code": "4006381333931"}, {"code": HELENE["subject_key"]}))
    people = pa.Table.from_batches([*register().to_batches(), items])
    assert matched("Order two brk-77812-K, 4006381333931 for VD-200049, Margot 12, 445566", people) == {
        ("KEEP", "code", "brk-77812-k"), ("KEEP", "code", "4006381333931")}
    assert scrubbed("Order two BRK-77812-K for Saturday.", known=keeps("brk-77812-k"), locale="en")[0] == "Order two BRK-77812-K for Saturday."


def test_a_real_name_that_could_be_drawn_is_taken_everywhere():
    real = HELENE | {"given_name": "Adeline", "family_name": "Arvaladeau", "subject_ids": [b"u" * 16]}
    assert ("TAKEN", None, "adeline arvaladeau") in matched("rien", people=register(real))


def test_an_empty_register_and_vocabulary_match_nothing():
    batch = known_matches(rows("document", {"text": "Hélène Lefèvre"}), pa.table({}), pa.table({}))
    assert batch["values"].to_pylist() == [[]]


def staff(**row):
    return pa.Table.from_batches([register_rows(rows("dialogue", row))])


def test_a_public_person_who_speaks_in_an_interview_stays_public():
    speaking = staff(turns=[{"speaker": "Maud Kessilian", "text": "Oui."}, {"speaker": "Bérengère Quintavalle", "text": "Non."}])
    words = vocabulary(KEEP="Maud Kessilian")
    assert matched("Maud Kessilian", people=speaking, words=words) == {("KEEP", "x", "maud kessilian")}
    assert matched("Bérengère Quintavalle", people=speaking, words=words) == {("PERSON", "full", "berengere quintavalle")}


def test_who_answers_the_telephone_for_the_house_is_known_house_wide():
    heard = staff(turns=[{"speaker": "advisor", "text": "Bonjour, ici Maëlle Zwxqère, je vous écoute."}, {"speaker": "client", "text": "Ici Zoé Zwxq."}])
    assert matched("Maëlle Zwxqère porte une veste", people=heard) == {("PERSON", "full", "maelle zwxqere")}
    assert matched("Zoé Zwxq porte une veste", people=heard) == set()


def test_a_title_leads_from_the_family_name_to_the_person():
    assert ("PERSON", "first", "helene") in matched("Demandez à Mme Lefèvre ; Hélène se souvient de tout.")
    assert matched("Le Lefèvre bleu ; Hélène se souvient.") == set()


def test_a_source_of_subjects_without_name_fields_names_nobody():
    firm = HELENE | {"name": "Nuit de Lyon", "given_name": None, "family_name": None}
    contracts = pa.table({"name": ["s"], "subject_fields": pa.array([["email"]], pa.list_(pa.string()))})
    forms = {one["type"] for one in register_rows(rows("subject", firm), contracts)["values"][0].as_py()}
    assert "EMAIL" in forms and "PERSON" not in forms
    assert "PERSON" in {one["type"] for one in register_rows(rows("subject", firm))["values"][0].as_py()}
