"""Numbers of cases, papers and offices are found as each country writes them; laws, articles and pieces keep theirs."""

import pytest

from tests.privacy.detect.reading import overdone, spans, uncovered

MATTERS = """
The clerk opened Case No. «4:21-cr-00318» against him.
It was registered as Docket No. «2:09-cv-11874-DPH» in Detroit.
His appeal («III AKa 212/11») was dismissed, as was his complaint («V Kz 41/10»).
By a decision of 3 May 2012 (no. «U-II-908/2011») the Constitutional Court agreed.
The court (judgment «D-4471/2018») did not agree.
The Vienna court («14 R 77/12 k») upheld it; so did the Supreme Court («3 Ob 209/13 x»).
The prosecutor's office closed criminal proceedings no. «22417003855».
A forensic report (no. «418-MD») and an offence record (no. «31 KA 004417») were drawn up.
The planning board (ref. «22/01877/FUL») refused.
Crime No. «88/2011» of the town police station; FIR «214/18».
He filed «S.C. No. 412 of 2013» after Criminal Appeal No. «91 of 2011».
See «[2016] EWCA Civ 4417», «[1951] AC 737», «[2003] 1 S.C.R. 4471», «(2009) 6 SCC 2231».
See «2011 ONSC 88231», «AIR 1971 SC 1204», «512 U.S. 4417», «803 F.3d 2217» and «ECLI:EU:C:2018:4471».
Record No. «2014/771 JR», record no. «2009/3381 P».
The list: 14. | «33871/18» 12/02/2018 | Anna.
The list: 5. | «3552/10» | 28/11/2009 | Anna; 6. | «812/09» | 03/01/2009 | Anna.
Applications nos. «16887/07» and «2013/10» were joined.
In a decision of 19 December 2001 («E. 2001/77», «K. 2001/204») the Council refused.
Applications nos. «41877/09», «41902/09» and «51/10» were joined.
Officer no. «0417» gave evidence; warrant card «7714982».
He holds driver's license No. «K 311 882 190 447» and badge number «4417».
Incident log no. «KXP-2214» and complaint «2016-031-004471».
Le procès-verbal n° «2014/004471» fut versé au dossier «17/00932».
REJETTE le pourvoi n° «B 18-14.331» ; appel RG «16/03317».
Nos ateliers ont reçu les montures «» sous les numéros «KLV-118», «KLV-119» et «KLV-120».
Docteur Bérard, RPPS «10102233445», matricule «3318842».
Matricules : «CX-3312» et «CX-3313».
Le permis «18BL00733» et la carte de séjour n° «9912 448 331».
N° d'allocataire : «3 317 842», N° dossier «21-44718».
Autos de procedimiento abreviado n.º «318/2019», rollo de sala «2214/2021».
La letrada aportó las facturas n.os «31/2018» y «7/2019».
Lo firma el letrado, colegiado n.º «7.114», y la perito, col. «28/31774».
RIT «C-2204-2019», RUC «21-4-2218837-3», expediente «DPJ-0412-23».
NHC «00318842», CIPA «2203318842», NASS «28/33417729/40».
Aktenzeichen «4 Js 1182/19», Az. «7 O 331/20», Vertrag «KV-20884».
Personal-Nr. «0 0 4 4 – 3 1», Spendernummer «33 1184 772», Fallnr. «20-44-1733».
Ricorso n. «20417/11», fascicolo «R.G. 3318/2017», patente «MI4471882K».
Matricola «0 0 3 3 1 / B», cartella «2031—00—4471».
Policy «QX—31—00817—B» and conf. «8RK.3ZD».
""".strip().splitlines()


@pytest.mark.parametrize("line", MATTERS)
def test_a_number_of_a_matter_is_found_whole(line):
    assert uncovered(line) == []


@pytest.mark.parametrize("line", [one for one in MATTERS if "R.G." not in one and "S.C. No" not in one])
def test_nothing_but_the_number_is_taken(line):
    assert [one for one in overdone(line) if len(one) > 24] == []


LAWS = """
Section 4 of the Aliens Act (Law no. 412/2003) provides so.
Government Decree no. 218/2010 contains a similar rule.
Directive 2004/38/EC and Regulation (EU) No 1215/2012 apply.
La loi n° 2016/1547, l'article 1240 et l'ordonnance du 2 mars.
La Ley 39/2015, el Real Decreto n.º 1720/2007 y la LO 3/2018.
La legge n. 241/1990 e il d.lgs. 196/2003.
Protocol No. 11, Article 6 § 1, exhibit no. 4471, annex 12/2.
Chapter no. 12345, room no. 44718, issue no. 33182.
Style no. 44-1882, model no. AB-4471, lot no. 20240-B, colour no. 18-1750.
Ref. 5711/1A-010, réf. 44718, Art. 33-4471, cat. no. 2210.
The watch, ref. AB-0914, has a 38 mm case 11.5 mm thick.
FW 2023/24 and SS 23/24, sizes EU 42/44, T 38/40, 2 IT 42/44.
Edition 234/2000, numbered 1234/2000, limited edition no. 023/150.
In case 12 guests arrive; file 3 of 4; the report of 2019; order 2500 pieces.
In this case 2 people; on file 14 June 2019; a decision in 1982.
Best before exp 11/2025. MHD 08/2026.
No. 5 and no. 19 are perfumes, n° 22 as well.
Le dossier du 12/03/2024 à 10:15 ; la commande du 11/02.
The entry on 12/05 at (10:14), the log of 09:30.
""".strip().splitlines()


@pytest.mark.parametrize("line", LAWS)
def test_laws_pieces_days_and_editions_keep_their_numbers(line):
    assert [line[one.start:one.end] for one in spans(line)] == []


def test_an_enumeration_ends_where_its_build_ends():
    text = "Applications nos. 30117/14, 30118/14 and 12 others"
    assert [text[one.start:one.end] for one in spans(text)] .count("12") == 0


def test_a_code_in_brackets_counts_only_in_a_sentence_about_courts_and_offices():
    assert uncovered("Her complaint to the police («W-331774») led nowhere.") == []
    assert spans("The bracelet (W-331774) comes in two sizes.") == []


def test_a_small_word_between_an_announcement_and_its_number_is_not_of_the_number():
    for text in ("The confirmation for CM-2024-437626 is on its way.", "La conferma per CM-2024-437626 parte adesso.", "The tracking for 77418820931 is here."):
        for one in spans(text):
            assert text[one.start].isdigit() or text.startswith("CM-", one.start), text
