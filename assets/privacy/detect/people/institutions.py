"""Whether a word with a capital names a place, an institution, a firm or a people: what stands beside it says so.

Belongs here: the telling neighbours, the peoples. Not here: who is a person (`persons`, `deeds`, the tagger). It is asked of guesses only: what a title
or a greeting announces is a person, whatever follows.
"""

import re

from assets.privacy.folding import fold

# Behind a name: what an institution or a firm is, and what kind of one.
_KIND = (r"district|regional|municipal|central|high|crown|county|supreme|city|state|federal|local|general|civil|criminal|magistrates?['’]s?|magistrates|public|"
         r"military|provincial|national|international|memorial|constitutional|administrative|appeal|commercial")
_INSTITUTION = (r"prisons?|court(?!s? \w+ (?:said|told))|courts|tribunal|police|hospital|clinic|university|college|school|academy|museum|embassy|consulate|"
                r"prosecutor['’]s office|foundation|institute|agency|gefängnis|gericht|krankenhaus")
_AREA = (r"municipality|region|province|district|county|oblast|voivodeship|village|parish|bridge|river|lake|valley|island|islands|beach|mountains|stadium|"
         r"airport|station|nationals?|citizens?")
_FIRM = (r"bank|airlines|airways|hotel|solicitors|advocates|barristers|chambers|holdings?|industries|foods|motors|roofing|"
         r"llp|llc|ltd|limited|plc|inc|corp|gmbh|ag|kg|bv|nv|ehf|sarl|sas|s\.?a\.?r\.?l|s\.?p\.?a|s\.?r\.?l|s\.?l\.?u?")
_PARTNERS = (r"(?:&|and) (?:sons?|co|company|bros|brothers|partners?)|(?:&|et) (?:cie|co|fils|frères)|(?:&|e) (?:figli|fratelli)|(?:&|y) (?:hijos|hermanos|cía)"
             "|(?:&|und) (?:söhne|co|partner)")      # 'Claire et son mari' is no firm
_BEHIND = re.compile(rf" (?:(?:{_KIND}) )?(?:{_INSTITUTION}|{_AREA}|{_FIRM})\b|,? (?:{_PARTNERS})\b(?![-’'])", re.I)
# Before a name: 'the city of', 'the newspaper', 'lives in'.
_WHOLE = (r"village|town|city|district|region|county|state|states|province|republic|municipality|commune|parish|island|prison|court|courts|port|kingdom|"
          r"commonwealth|university|bank|bishop|diocese|ville|région|département|città|comune|provincia|paese|ciudad|pueblo|municipio|villa|stadt|"
          r"dorf|gemeinde|landkreis|tribunal|audiencia|juzgado|recorder")
_ITSELF = "newspaper|magazine|company|firm|vessel|ship|journal|société|società|empresa|firma|zeitung|diario|quotidien|quotidiano"
_LIVING = (r"(?:lives?|lived|living|resident|residing|practi[sc]ing|detained|held|imprisoned|serving .{0,20}|domiciled) (?:in|at|near)"
           r"|(?:n[ée]e?|demeurant|habitant|domicili[ée]e?|r[ée]sidant|habite) à|(?:nacid[oa]|residente|vecin[oa]|vive|domiciliad[oa]) (?:en|de)"
           r"|(?:nat[oa]|residente|abita|vive) a|(?:geboren|wohnhaft|lebt|wohnt) in")
_BEFORE = re.compile(rf"\b(?:(?:{_WHOLE}) (?:of|de|d['’]|di|von|at|in) ?|(?:{_ITSELF}) |(?:{_LIVING}) )\Z", re.I)
_LINKS = frozenset("of de d di von at in near à en a".split()) | frozenset(_ITSELF.split("|"))      # one of them is the last word before
_CASE = re.compile(r"\.? v\.? ")
_JUDGE = re.compile(r"[^\W\d_]{2}, \Z|\.{6}\s*\Z")
PEOPLES = frozenset("""
afghan albanian algerian american angolan argentine argentinian armenian australian austrian azerbaijani azeri bangladeshi belarusian belgian bolivian bosnian
bosniak brazilian british bulgarian cambodian cameroonian canadian chechen chilean chinese colombian congolese croat croatian cuban cypriot czech danish dutch
ecuadorian egyptian english eritrean estonian ethiopian european filipino finnish french georgian greek hungarian icelandic indian indonesian iranian iraqi
irish israeli italian ivorian japanese jordanian kazakh kenyan kurdish kosovar latvian lebanese libyan lithuanian luxembourgish macedonian malaysian maltese
mexican moldovan mongolian montenegrin moroccan nepali nigerian norwegian pakistani palestinian peruvian polish portuguese romanian russian rwandan saudi
scottish senegalese serb serbian singaporean slovak slovakian slovene slovenian somali spanish sudanese swedish swiss syrian taiwanese tajik tanzanian thai
tunisian turkish turkmen ugandan ukrainian uruguayan uzbek venezuelan vietnamese welsh yemeni zambian zimbabwean hellenic latin asian african arabic hebrew
urdu punjabi bengali tamil persian farsi
""".split())
_NOBODY = frozenset("""
republic ministry parliament parliamentary government governments convention constitution regina crown applicant applicants appellant appellants respondent
respondents plaintiff plaintiffs defendant defendants claimant claimants petitioner petitioners prosecution prosecutor accused court courts tribunal tribunals
commission committee article articles section act law rule rules chamber registrar secretary secretariat ombudsman solicitor solicitors minister coroner hon
versus eur usd gbp chf senior deputy municipal constitutional parliamentary promulgated
""".split())


def is_nobody(text: str, start: int, end: int, sure: bool = False) -> bool:
    """Whether a guess at text[start:end] is the name of a place, an institution, a firm or a people, or a sign of law reports.

    Where the guess is `sure` only its neighbours speak against it: somebody may be called Dutch.
    """
    word = text[start:end]
    if end - start < 3:
        if word.rstrip(".") == "R" and _CASE.match(text, end - word.endswith("."), end + 5):
            return True         # 'R v Smith': the Crown
        return word.rstrip(".") in ("J", "JJ") and bool(_JUDGE.search(text, max(0, start - 8), start))      # 'Laverty, J.'
    plain = fold(word)
    if not sure and (plain.strip(".") in PEOPLES or plain.strip(".") in _NOBODY):
        return True
    if text[end:end + 1] in (" ", "'", "’", ",") and _BEHIND.match(text, end, end + 44):
        return True
    return text[start - 1:start] in (" ", "'", "’") and _linked(text, start) and bool(_BEFORE.search(text, max(0, start - 40), start))


def _linked(text: str, start: int) -> bool:
    """Whether the word before may join a name to what it is the name of: told without the pattern where a plain word says no."""
    word = text[max(0, start - 13):start - 1].rpartition(" ")[2]
    return not word.isalpha() or word.lower() in _LINKS
