"""Sentences as courts write them, made up for this test; what identifies somebody stands in braces."""

import re

from assets.privacy.policy import Policy
from assets.privacy.scrub import located
from assets.privacy.spans import Record, Text
from tests.privacy.people import makes

SENTENCES = (
    ("The case originated in an application (no. {41227/98}) against the Republic of Turkey lodged with the European Commission of Human "
     "Rights under former Article 25 of the Convention by two Turkish nationals, Mr {Şükrü Yıldızhan} and Mrs {Gülizar Öztunç} (“the "
     "applicants”), on 3 March 1998."),
    ("The applicants, who had been granted legal aid, were represented by Mr {T. Arslanoğlu} and Ms {N. Çelebi-Kaya}, lawyers practising in "
     "Diyarbakır. The Turkish Government (“the Government”) did not designate an Agent."),
    ("The application (no. {18774/02}) was lodged by a Polish national, Mr {Zdzisław Grzegorczyk}, on 12 April 2002. The Polish Government "
     "were represented by their Agent, Mr {J. Wołąsiewicz} of the Ministry of Foreign Affairs."),
    "The applicant was born in 1961 and lives in Łódź. On 4 May 1999 {Grzegorczyk} was arrested on suspicion of theft.",
    "Mr {A.B.} was questioned by police officers {Kowalczyk} and {Nowicki}, who stated that they had not used force.",
    "CASE OF {ÅKERSTRÖM} v. SWEDEN",
    "CASE OF {SZABÓ} AND OTHERS v. HUNGARY (Applications nos. {23456/05}, {23457/05} and {31009/06})",
    "See {Halloran} v. the United Kingdom, no. {30112/96}, § 44, and {Petrenko} v. Ukraine (dec.), no. {5512/03}, 6 May 2004.",
    ("The Chamber, composed of {Christos Rozanis}, President, {Nina Vajdić}, {Anatoly Kovlenko}, {Elisabeth Steinegger}, {Khanlar Hajibeyli},"
     " {Dean Spielberg}, judges, and {Søren Nilsson}, Section Registrar, having deliberated in private."),
    ("The applicant, Ms {Katarína Hrušovská}, is a Slovak national who was born in 1972 and lives in Košice. She is represented before the "
     "Court by Mr {M. Ďurana}, a lawyer practising in Bratislava."),
    "On 17 June 1994 the Zagreb Municipal Court (Judge {Vesna Marković-Babić}) dismissed the action. The judge, {V.M.}, was later promoted.",
    ("{Hassan Khalil al-Masri}, a Lebanese national, was stopped at the border by officer {Dimitrijević}. {Al-Masri} maintained that he had "
     "been beaten."),
    ("The first applicant, {Olena Vasylivna Tkachuk}, was born on {14 September 1957}. The second applicant, {Ihor Tkachuk}, is her son. The "
     "third applicant, {O.T.}, is a minor."),
    "In a statement of 5 May 2001, Dr {van der Heijde} noted bruises on Mr {Jansen}'s left arm.",
    "The applicant’s wife, Mrs {Leyla Şimşek}, gave birth to a son, {Baran}, in 1993. {Baran Şimşek} disappeared on 9 August 1994.",
    ("His brother {Mehmet Ali} and his neighbours {Hacı Tekin} and {Fatma Tekin} gave evidence before the public prosecutor {Mustafa Kemal "
     "Dağdeviren}."),
    "The applicant was detained with {X}, {Y.Z.} and a third person, Mr {L.}, in cell no. 12.",
    "Lieutenant {Ó Briain} and Sergeant {MacGiolla} testified that {Byrne} had been armed.",
    "The Lord Chief Justice, Lord {Wexcombe}, dismissed the appeal; {Hollis} LJ and {Pemberton-Vane} J agreed.",
    "According to Ms {Jóhanna Guðmundsdóttir}, the District Court of Reykjavík had refused to hear {Sigurður Þórðarson} as a witness.",
    ("The applicant, {Gheorghe-Cătălin Țăranu}, was born in 1969 and lives in Iaşi. He was represented by Mrs {D.O. Hatneanu-Popa}, a lawyer "
     "practising in Bucharest."),
    "Having regard to the above, {Tănase} complained that the prosecutor, {I.P.}, had not been impartial.",
    "{Nguyễn Văn Hùng} v. the Netherlands, no. {7710/11}, 14 January 2014.",
    "The house of {Abdurrahman Orak} was searched by gendarmes under the command of Captain {İsmet Yediyıldız}.",
    "The applicant’s counsel, {Kerim Yıldızlı}, {Philip Leachman} and {Aisling Reidy-Burke}, submitted written observations.",
    "In case no. {II K 412/97} the Regional Court convicted {Jerzy D.} and sentenced {Zbigniew W.} to eight years’ imprisonment.",
    "The identity card no. {AB 4417283} was found on the body of {Hüseyin}.",
    "Mr and Mrs {Kjartan Ásmundsson} appealed; the Supreme Court, by a majority, rejected {Ásmundsson}'s claim.",
    "The applicant, {Vladimír Lacko}, submitted that JUDr. {Peter Vrábel} had misled him.",
    ("By a letter of 2 July 2003, the Registry informed Mr {J.-P. Costantini} that the case {12266/86} had been communicated; application no."
     " {12266/86} was joined to it."),
    "The witness {Hana Novotná} told the investigator, Major {Šimek}, that {Dvořák} had threatened her.",
    "{Ergi}, {Kaya} and {Aksoy} were taken to the Silopi gendarmerie station where {Aksoy} died.",
    "The Government submitted that {Cyprian Ojukwu-Bello} had never been in the custody of PC {Redfern} or DS {Whitlow}.",
    ("{Nikolay Ivanov}, {Petar Ivanov} and {Stoyanka Dimitrova} are Bulgarian nationals who were born in 1950, 1975 and 1953 respectively and"
     " live in Stara Zagora."),
    "{K.-H. Reinhold Oberschlick} was born on {12.7.1948} and lives at {Lindenstraße 18, Vienna}.",
    ("In the case of {Ó Súilleabháin} v. Ireland, the Court (Third Section), sitting as a Committee composed of: {Branko Lubardić}, "
     "President, {Carlo Ranzonini}, {Péter Paczolayi}, judges, and {Olga Chernyshova-Reut}, Deputy Section Registrar."),
    "The first-instance judge, {Gaetano Di Lorenzo}, ordered the seizure of Signora {Lucia Bianchi}'s flat; {Di Lorenzo} relied on Law no. 109.",
    "{M.S.S.} v. Belgium and Greece [GC], no. {30696/09}, § 251.",
    "Mr {Y} left the country with Mr {F. W.} and Ms {R.L.D.} in June 1996.",
    "{Hrachya Harutyunian}’s co-defendant, {Artur P. Sahakyan}, retracted his statement, and {Sahakyan}’s mother, {Gayane}, was questioned.",
)


def read(marked):
    """The text without its braces, and the places of what stood in them."""
    text, places = "", []
    for number, part in enumerate(re.split(r"[{}]", marked)):
        places += [(len(text), len(text) + len(part))] if number % 2 else []
        text += part
    return text, places


def covered():
    """Per sentence: text, places of what identifies, spans found."""
    sentences = [read(marked) for marked in SENTENCES]
    records = [Record(number.to_bytes(16, "big"), (), "en") for number in range(len(sentences))]
    spans = located([Text(number, text) for number, (text, _) in enumerate(sentences)], records, Policy(dial=0.05), makes())
    return [(text, places, [(one.start, one.end) for one in inside]) for (text, places), inside in zip(sentences, spans, strict=True)]


def test_names_initials_case_titles_and_numbers_of_applications_are_found():
    missed = [text[start:end] for text, places, spans in covered() for start, end in places
              if any(text[at].isalnum() and not any(a <= at < b for a, b in spans) for at in range(start, end))]
    assert missed == []


def test_hardly_anything_else_is_taken_for_a_person():
    false = [text[a:b] for text, places, spans in covered() for a, b in spans if not any(a < end and start < b for start, end in places)]
    assert len(false) <= 5
