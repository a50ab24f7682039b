import pytest

from assets.privacy.detect.recognisers import analyze_batch


def found(text):
    (spans,) = analyze_batch([text])
    return {text[one.start:one.end] for one in spans if one.detector in ("file name", "folder")}


@pytest.mark.parametrize(("text", "name"), [
    ("see lease_AnnaDvorin_v2.pdf please", "AnnaDvorin"),
    ("IMG_2214_PaoloKrumbach_prova.jpg", "PaoloKrumbach"),
    ("ZwxqKrumbaDvorin_CV.docx reçu", "ZwxqKrumbaDvorin"),
    ("claim_krumbach_ingrid_final_v3.docx", "krumbach_ingrid"),
    ("offerta_dvorin.zwxqa_rev4.xlsx", "dvorin.zwxqa"),
    (r"C:\Users\z.dvorin\Desktop", "z.dvorin"),
    ("/home/zdvorin/notes", "zdvorin")])
def test_a_name_in_the_name_of_a_file_or_a_folder_is_found(text, name):
    assert name in found(text)


@pytest.mark.parametrize("text", [
    "price_list_2024.pdf", "spring_summer_lookbook.pdf", "IMG_2214.jpg", "black_leather_bag.png", "report.final.pdf", "The pdf is attached", ".pdf", "/home/", "/Users/shared/x",
    "invoice_2024-03.xlsx", "a.b.c.pdf"])
def test_files_of_things_name_nobody(text):
    assert found(text) == set()


@pytest.mark.parametrize("text, names", [
    ("balloons #thankyouBertieQuaife #shoplocal", {"BertieQuaife"}), ("#JusticeForRaheemOsei", {"RaheemOsei"}), ("#auguriNonnaClelia", {"Clelia"}),
    ("#BlackLivesMatter #NewYorkFashionWeek #RoseGold #ForSale #LoveMilano #ThankYouNext", set()), ("issue #4471, a#AnnaFox", set())])
def test_tags_hold_names_of_people(text, names):
    (spans,) = analyze_batch([text])
    assert {text[one.start:one.end] for one in spans if one.detector == "hashtag"} == names
