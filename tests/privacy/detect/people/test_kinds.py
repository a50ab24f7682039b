from assets.privacy.detect.people.kinds import NAMED, THING, WORDY, any_of, explained
from assets.privacy.tagger.gazetteer import EN, ES, EVERYDAY


def test_another_languages_words_may_be_names():
    assert explained("en_GB") & EN and not explained("en_GB") & ES and explained("xx") & EVERYDAY == EVERYDAY


def test_one_word_of_a_kind_speaks_for_all_unless_it_is_excused():
    assert any_of(("zwxquin", "velvet"), THING) and not any_of(("zwxquin",), WORDY)
    assert any_of(("ruby",), THING) and not any_of(("ruby",), THING, NAMED)
