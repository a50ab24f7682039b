"""Given names, family names and places: lists to ask, never a rule on their own.

Belongs here: the lists and what they answer. Not here: where in a text a name is looked for (`persons`, `contexts`).
Faker brings most names (it is loaded when first asked); the lists here hold what it lacks in the languages of the houses.
"""

from functools import lru_cache

from assets.privacy.folding import fold
from assets.privacy.surrogates.wordlists import GIVEN

FEMALE = """adelaide adelheid agathe aglae aida aimee alba alberte albertine alessandra alexandrine alexia alienor aliette alix alizee almudena amandine
amelie anais anastasia andrea andree angele angelique annabella annabelle annamaria anneliese annick annunziata antonella antonietta apolline
arabella ariane arianna arlette armande assunta assya astrid athenais aude augustine aurelie auriane aveline azelie aziza azzurra barbara beatrice
beatrix benedetta benedicte berangere berengere bernadette berthe bertille bettina bianca bilitis birgit blandine brigida brigitte calista
calliope camilla camille candice capucine carina carla carlotta carmen carole caroline cassandra cassandre caterina catriona celestine celia
celine cesarine chantal charlene charlotte chiara chloe christiane christine claire clara clarisse claudette claudie clea clelia clemence
clementina clementine cleo cloe clorinda clothilde clotilde colette coline concetta constance consuelo coralie coraline cordelia corinna cosette
costanza cunegonde cynthia cyrielle dalila danielle daphne deirdre delphine desiree diletta dominique domitilla domitille donata donatella
dorothee edda edith edmee edwige eglantine eileen eleanor eleonora eleonore eliane elisabeth elisabetta elodie eloise elsa elvira elvire emanuela
emeline emerance emmanuelle enora ersilia esmee estelle eudoxie eugenia eugenie eulalie euphrasie eva evangeline evelina fabienne fabiola fanny
fantine fatima fatoumata faustine federica felicia felicie fernanda fiammetta filippa filomena fiona fiorella flaminia flavie fleur floriane
florine fosca francesca francine frederique gabriella gabrielle gaelle gaetana garance genoveffa georgette georgia georgiana georgina germaine
ghislaine giada gianna gilberte gilda ginette ginevra gioconda giovanna gisela gisele gislaine giuditta giulia giulietta giuseppina graziana
gudrun guenievre guglielmina guillemette gwenaelle gwendoline gwenola hadrienne harriet hedwige helene heloise henrietta henriette hermance
hermine hermione hildegarde honorine hortense huguette ilaria ilona ilse imogen ines inge ingrid innocenza iolanda iphigenie irena irina irma
isabeau isadora isaure iseult isolde ivana jacinthe jacqueline janine jeannette jemima jennie jocelyne joelle joelyne josephine josette josiane
josie joyce juana judith juliane julienne katarina katharina kathleen katia keira kerstin khadija klara krystyna laetitia lalitha lara larissa
laurence laurette lauriane lavinia lea leandra leila lena leonie leonor leonora leontine leopoldine letizia liliana liliane lilou linda lisbeth
lisette livia loana loredana lorena lorenza lorraine lotte louisa louise luana lucetta lucette lucienne lucilla lucille lucinda lucrezia ludivine
ludmila ludovica luigia lydie lyse madalena maddalena madeleine madeline maelle maelys magali magda magdalena maike maimouna maite malika malvina
manon manuela marceline marcella marcelle margarita margaux margherita marguerite maria marianna marianne maribel marie marielle marietta mariette
marilena marilyne marinella marinette marion marisa marjolaine marjorie marlene martine maryse maryvonne mathilde matilda matilde maude maura
maxine mei melania melanie melisande melusine meredith micaela micheline milana milena mireille miriam moira mona morgane muriel mylene myriam
myrtille nadege nadia nadine nadja naima naomi natacha natalia natalie nathalie nausicaa nerina nicoletta nieves ninon nives noelia noelie noelle
noemi noemie noor norma oceane octavie odette odile odilia olimpia olivia olympe ombeline ombretta ondine ophelia ophelie oriana oriane orietta
ornella orsola ortensia ottavia ottilia ottilie palmira paloma pascaline patrizia paulette paulina pauline pavla penelope perrine petra petronilla
philippa philippine philomena philomene pierina pierrette priscilla priya quiterie rachele radhika raffaella ramona raphaelle rebecca regina
regine renata renee ricarda roberte rolande romane romy rosalba rosalia rosalie rosalind rosalinda rosamund rosanna roseline rosella roselyne
rosemarie rosetta rosina roxane roxanne sabrina salima salome samantha samia samira sandrine sara saskia scholastique segolene selma serafina
seraphine serena servane severine shanti shirin sibilla sibylle sidonie sieglinde sigrid silvana simona simone simonetta sixtine soizic solange
solene solenne solveig sophie soraya stefania stephania stephanie susanna suzette svetlana swann sybille sylviane sylvie tabitha tamara tania
tatiana tecla teodora teresa thais thea thelma theodora theodosia theophanie therese tilde tiphaine tiziana tosca ulrike umberta ursula ursule
valentina valentine valeria valerie vanda vanessa vera verena verity veronica veronique victoire vinciane violaine violetta violette virginie
vittoria viviana viviane wendeline wilhelmina wilhelmine winifred xaviere ximena yasmin yasmina yasmine yolande yseult yvette yvonne zelie zenobia
zenobie zita zoe zohra zuleika"""
MALE = """abdallah abdel abel abelard abraham achille adalbert adalberto adelmo adhemar adolfo adolphe adriaan aduino agostino ahmed aime alair alano alban
albin alceste alcide aldemar aldric alejandro aleksander alessandro alessio alexandre alfio alfonso alfredo algernon alistair alphonse alvaro
alvise amaury ambrogio ambroise amedee amedeo amine anastase anatole anders andre angus anicet ansel anselme anselmo anthelme antoine antonin
antony apollinaire aristide arjun armand armando armel arnaldo arnaud arsene arsenio arthur artur aubin augustin augusto aurelien aurelio axel
aymeric baldassare balthazar baptiste barnabe barnaby bartholomew bartolomeo basil basile bastian bastien baudouin benedetto benedict benedikt
benjamin benoit berenger bernardo bertrand bjorn bonaventure boniface boris brice brieuc calixte camillo casimir cassien cedric celestin celestino
cesar cesare charles christophe christopher cipriano clemens clement clovis colomban columba come conrad constant constantin corentin cormac
cornelius corrado cosimo crispin cristoforo cyprien cyrano cyriaque cyril cyrille damiano damien daniele dante darius davide declan deepak denis
desire desmond dieter dietrich dieudonne dimitri dino diogo domenico domingo dominik donatien dorian duccio eamon eberhard edgard edmond edmondo
edmund edoardo edouard edwin egidio egisto eleuthere elias eligio elio eliott elliot eloi elpidio emanuele emeric emil emile emilien emmanuel
enguerrand enrico enrique enzo erasme erasmo eric ermanno ermenegildo ernesto erwan esteban etienne ettore eudes eugenio eusebe eusebio evariste
everard ezio fabio fabrice fabrizio faustin fausto felice felicien felix ferdinand ferdinando ferenc fermo ferruccio fidele filiberto filippo finn
fiorenzo firmin flavien flavio florent florentin florimond fosco foulques francesco francis francisco francois franz frederic frederick fulbert
fulvio gabin gabriel gabriele gaetan gaetano galeazzo gaspard gaspare gaston gatien gaultier gauthier gautier gauvain genaro geoffroy geraint
gerald geraud gerhard germain gervais gervase ghislain giacinto giacomo giampaolo giampiero giancarlo gianfranco gianluca gianluigi gianmarco
gianni gilberto gildas gilles gino gioacchino gioele giordano giorgio giosue giovanni girolamo giuliano giulio giustino godefroy gontran gonzague
gottfried grazian graziano gregoire gregorio gregory guglielmo gui guilhem guillaume gunther gustav gustave guy gwenael hadrien hamish hannibal
hans hassan hector heinrich helmut henri henrik herbert herman hermann herve hilaire hippolyte honore horace horatio hugues humbert humphrey hyacinthe
iacopo ibrahim ignace igor ilario ilya innocent irenee isidore isidoro ismael italo ivan ivo jacopo jacques jakob jan jasper jaume javier jerome
joachim joao jocelyn joel johan johann jonas jonathan jordi jorge joris jose josselin juan judicael jules julien jurgen justin justinien kamal
karim karl kaspar kazimierz killian klaus konrad kurt lachlan ladislas lambert lamberto lancelot lanfranco laszlo laurens laurent lauro lazare
lazzaro leandre leandro leo leon leonard leonardo leonce leonida leopold leopoldo leslie levi liborio lino lionel lionello livio loic lorenzo
lothaire loup luc lucas luchino luciano lucio ludovic ludovico luigi luis luka lysandre macaire mael magnus malachy malcolm malik malo manfred
manfredi manlio manuel marc marcantonio marcel marcelin marcellin marcello marcin marco marian mariano marien marin marius markus martial martino
massimiliano massimo mateo mathias mathieu mathis mathurin matteo matthias matthieu matthis mattia maurizio maxence maxime maximilian maximilien
medard medoro mehdi melchior michelangelo mickael miguel mihail mikael milo mirko modeste mohamed montgomery moritz mouloud moussa nabil napoleone
narcisse nathanael nathaniel nazaire nazario nestor niccolo nicodemo nicolo nigel nils norbert nunzio octave olaf oleg olindo oliver oliviero omar
omer onesime onofrio orazio oreste orlando oronzo orson osvaldo oswald othon ottavio otto ottone ovidio pablo pacome palmiro pancrazio paolino
parfait pascal pasquale patrizio paulin pedro pellegrino peppino perceval percival peregrine philibert philippe pier pierangelo pierluigi piero
pietro placide placido pompeo prosper quentin quintino quirino rafael raffaele rafferty raimond raimondo rainer ramon raoul raphael rasmus raul
raymond reginald regis reinhard remigio remo remy renaldo renato renaud rene reynald ricardo riccardo rinaldo robin roderick rodolfo rodolphe
rodrigo rodrigue rohan roland rolando romain roman romaric romeo romuald ronan rory rosario ruben ruggero ruggiero rupert sabatino sacha salomon
salvatore samir samson samuel sandor saturnin saturnino saverio savinien savino sebastian sebastiano sebastien serge sergei settimio severin
severino shaun siegfried sigismond sigmund silvain silvano silvere silvestre silvio simeon sixte soren stanislao stanislas stefan stefano steffen
stelio stephan stephane svante sven sylvain sylvere sylvestre tancrede tancredi tanguy tarek teodoro terence theo theobald theodore theodule
theophile theophraste thibaud thibault thierry thilo tibor timoteo timothee titouan tiziano tommaso torquato tristan tullio turi ubaldo ugo
ulderico ulisse ulric ulrich ulysse umberto urbain urbano uriel valdemar valentin valerian valerien valerio valery vasco venceslao venceslas
vianney victorien vincent vincenzo virgile virgilio vitale vittore vittorio viviano vladimir waldemar walter wenceslas werner wilfred wilfrid
wilhelm winston wolfgang wolfram xavier yacine yael yanis yann yannick yves yvon zaccaria zacharie zeno zenobio zephirin"""
# Given names that are more often a colour, a place, a month, a material or a word.
AMBIGUOUS = frozenset("""
adria alba amber ambra among ange angel april armani art asia assisi august aurora austin autumn azur azure azzurra balmain baron basil bear bella beryl
bianca bijou bill bishop blanche blessing bliss bob bretagne brook brooklyn buck bud bulgari camden capucine carolina cartier celeste celestine celine cerise
chad chance chanel charity chase chelsea chester china chloe christian chuck clay clemente clementine cleveland cliff come constance constant coral crane
crystal daisy dale dallas dawn dean denim desire destiny diamond dick dior dolly domingo drew duke earl else emerald eve faith felice felicity fermo fidele
fine fiore fleur flint florence forest fortune france francia frank gale garance garnet gemma gene genesis georgia ginger gioia givenchy glen gold grace grant
gucci guy happy harmony hazel heaven hermes holly honor honore hope houston hunter india indigo innocent iris israel ivory ivy jackson jade jasmine jay jet
jewel jordan journey joy judge june kent kenya kenzo king lancaster lance lanvin lark liberty lily lincoln london lorraine love luce lucky lyon madison
magenta major malta margherita marguerite marina mark marshal martin mason max may melody mercy milan miles milo miracle misty modeste myrtille nick noel norm
normandy octave olive onyx opal page paige parfait paris pascal pat patience pearl peg penny per perla phoenix pia placide pope poppy prada precious primo
prince princess prisca prosper prudence rain raven ravenna ray reed rich rob robin rocky rod roma rose royal ruby rusty saffron sage said saint san sandy
santa satin savannah savoia savoy scarlet siena sienna silver sky sofia sonny star stella sterling stone storm story sue summer sunny sydney tea temperance
topaz trinity true tulle turquoise valentino velvet verity verona victoria vienna viola violet violetta violette virginia vitale will winner winter wolf wren
""".split())
# Towns and lands as written in English, French and Italian: 'Thank you London' and 'Hello Milano' greet nobody.
PLACES = frozenset("""
aberdeen africa afrique aix aja alger algiers allemagne alsace amalfi america amerique amsterdam andalusia angleterre antwerp anvers arezzo arles asia asie
athenes athens australia austria autriche avignon barcelona barcelone bari basel bath bayeux beirut belfast belgique belgium bergamo berlin bern besancon
beverly biarritz biella birmingham bologna bologne bordeaux boston bourgogne bradford brazil brescia brest brighton bristol britain brussels bruxelles
bucharest budapest burgundy cadiz caen cairo calais calcutta cambridge canada cannes capri carrara casablanca caserta catania chantilly chicago china chine
colmar cologne come como copenhagen cornwall cremona dakar damascus delhi dijon dresden dubai dublin dublino dundee durham ecosse edimbourg edimburgo
edinburgh egypt egypte england espagne europa europe ferrara fez firenze flanders florence florida fontainebleau france francfort francia frankfurt genes
geneva geneve genoa genova germania germany giappone ginevra glasgow grasse grece greece grenoble hamburg havana holland honfleur hong hongkong iran ireland
irlanda irlande istanbul italia italie italy japan japon jerusalem kashmir kyoto lancashire lausanne leeds leicester leipzig lens lilla lille limoges lione
lisbon lisbona lisbonne liverpool livorno locarno london londra londres los lucca lucerne lugano luxembourg lyon lyons macclesfield madrid maine malaga
manchester mantova mantua marrakech marsala marseille marsiglia matera melbourne menton messina mexico miami milan milano modena monaco montecarlo montpellier
montreal moscou moscova moscow mulhouse munich murano nancy nantes naples napoli netherlands newcastle nice nimes normandie normandy norway nottingham novara
nuremberg orleans osaka oslo oxford padova padua palermo parigi paris parma pavia pekin peking persia perugia pescara philadelphia piedmont piemonte pisa
pistoia poitiers poland portofino portogallo portugal praga prague prato provence provenza quebec ravenna reims rennes rimini roma rome rotterdam roubaix
rouen russia russie saigon salerno salzburg samarkand sanremo sardegna sardinia savona saxony scandinavia scotland scozia seoul sevilla seville shanghai
sheffield sicile sicilia sicily siena singapore smyrna spagna spain spitalfields stoccolma stockholm strasbourg strasburgo suisse svizzera switzerland sydney
syria taormina texas tokyo torino toscana toscane toulon toulouse tourcoing tours trento treviso trieste trinidad tripoli troyes tunis turin turkey turquie
tuscany udine umbria utrecht valence valencia valenciennes varese vatican veneto venezia venice venise verona versailles vicenza vienna vienne vigevano wales
warsaw washington wien york yorkshire zermatt zurich zurigo
""".split())
_LOCALES = ("fr_FR", "fr_CH", "fr_BE", "fr_CA", "it_IT", "en_US", "en_GB", "en_IE", "en_IN", "es_ES", "de_DE", "pt_PT", "nl_NL")


def is_given(word: str) -> bool:
    """Whether a folded word is a given name of Faker's lists or ours."""
    lists = _lists()
    return (word in lists["f"] or word in lists["m"]) and word not in AMBIGUOUS and word not in PLACES


def may_be_given(word: str) -> bool:
    """Whether a folded word is a given name, were it not also a word or a place: enough beside a surname, never alone."""
    return word in _lists()["f"] or word in _lists()["m"]


def is_plain_given(word: str) -> bool:
    """Whether a folded word is a given name of our own lists: Faker's also hold words, and alone a word has nothing else to go by."""
    return word in _lists()["ours"] and word not in AMBIGUOUS and word not in PLACES


def is_family(word: str) -> bool:
    """Whether a folded word is a family name of Faker's lists."""
    return word in _lists()["last"] and word not in AMBIGUOUS


@lru_cache(maxsize=65536)
def gender_of(given: str | None) -> str | None:
    """f or m for a given name that the lists know for one of them, else None."""
    words = fold(given).split() if given else ()
    if not words:
        return None
    word = words[0].strip(".,")
    word = word if word in _lists()["f"] or word in _lists()["m"] else word.split("-")[0]
    female, male = word in _lists()["f"], word in _lists()["m"]
    return None if female == male else "f" if female else "m"


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    from importlib import import_module

    lists: dict[str, set[str]] = {"f": set(), "m": set(), "first": set(), "last": set()}
    for locale in _LOCALES:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for attribute in dir(provider):
            which = ("last" if attribute.startswith("last_names") else "f" if attribute.startswith("first_names_female") else
                     "m" if attribute.startswith("first_names_male") else "first" if attribute.startswith("first_names") else None)
            if which:
                lists[which].update(fold(str(name)) for name in getattr(provider, attribute))
    ours = {"f": set(FEMALE.split()), "m": set(MALE.split())}
    for (_, gender), names in GIVEN.items():
        ours[gender].update(fold(name) for name in names)
    for gender, other in ("fm", "mf"):      # where Faker and we disagree, we are right
        lists[gender] -= ours[other] - ours[gender]
        lists[gender] |= ours[gender]
    lists["ours"] = ours["f"] | ours["m"]
    unsettled = lists["first"] - lists["f"] - lists["m"]
    for gender in "fm":
        lists[gender] |= unsettled
    return {which: frozenset(name for name in found if len(name) > 2) for which, found in lists.items()}
