import pytest

from tests.privacy.detect.reading import spans, uncovered

BIRTHS = """
Patiente Mme ODIN, ddn «22.04.1946», lit 3
Enfant : Sexe F  DDN : «03/07/2019»
Paciente: F. Nac.: «16/05/1951»   NHC: 1
RUT 1-9, FN «17-09-1952». Ingresó ayer.
66 a. F.N. «18/01/1957».
Assistante : Lia. Anniv. «14/02/1986». Aime le bleu.
Monsieur T. (né «01.01.1996», date administrative)
Ma mère (née Pruvost, «12 mai 1944») chantait.
Artjoms, b. «30.11.1990» in Riga
Born: «17.08.1982», Sofia
nato a Torino, nt. «2 - giu - 2018»
f. nac. «1967/12/30», grupo A+
geb. «07/24/87» in Ohio
born «the fourth of March nineteen eighty-two», allergic
nacida el «doce de octubre del 57», alérgica
nato a Milano il «nove novembre millenovecentocinquanta», residente
geboren am «dreißigsten Mai neunzehnhundertdreiunddreißig» zu Köln
née à Tours le «vingt et un juin mil neuf cent quarante-huit»
«3 March 1984» is my date of birth, thanks
le «3 mars 84» c'est ma date de naissance
engraved «XII . iv . MCMLXXI» inside the band
gravure « «XVII · IX · MCMLXXXVIII» » au dos
compie gli anni il «2 giugno 1971», lei
D.O.B.: «l4/O7/l962» says the scan
geb. «l2.O9.I956» wohnh. hier
her date of birth is «june the fourth two thousand and nine» i think
dob «march second eighty seven»
and the date of birth is «nine eleven fifty three» please
ich bin am «17. Juni 1991» in Bern geboren
Nace el «dos de febrero de dos mil veintidós» en Barakaldo.
Legal: Leroy Banks. BD «Dec. 9th 1988». Last ate 0600.
Il naquit à Dole le «vingt-sept décembre mille huit cent vingt-deux».
""".strip().splitlines()


@pytest.mark.parametrize("line", BIRTHS)
def test_a_date_of_birth_is_found_in_figures_and_in_words(line):
    assert uncovered(line, "BIRTH_DATE") == []


def test_a_date_of_birth_may_be_the_answer_in_the_next_turn():
    text = "agent: and the date of birth?\ncustomer: may first ninety eight\nagent: thank you"
    [(start, end, *_)] = spans(text, "BIRTH_DATE")
    assert text[start:end] == "may first ninety eight"


@pytest.mark.parametrize("line", ["The house was born of a sketch; it opened on the third of May.", "Born in Paris, this bag costs 1 250 € since 2019.", "fn 12, FN Herstal, b. 2 pieces",
                                  "Née d'un croquis, la maison ouvre dix boutiques par an.", "Nata nel 1921, la borsa"])
def test_the_birth_of_a_house_or_a_bag_is_nobodys(line):
    assert spans(line, "BIRTH_DATE") == []
