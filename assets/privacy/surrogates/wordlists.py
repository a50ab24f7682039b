"""Given names, and syllables of family names and towns, from which surrogates are put together. Our own small lists.

Belongs here: the words. Not here: how one is chosen. Family names are built of three parts, so that most belong to nobody and a
house of any size has enough of them (`pseudonyms` says how many); those that somebody in the register bears are never used.
"""


def _middles(vowels: str, consonants: str) -> tuple[str, ...]:
    return tuple(vowel + consonant for vowel in vowels for consonant in consonants.split())


GIVEN: dict[tuple[str, str], tuple[str, ...]] = {
    ("fr", "f"): tuple("""Adeline Agathe Albane Aline Armelle Astrid Aude Aurore Axelle Blandine Brigitte Catherine Cécile Céline Christelle
        Clara Claudine Colette Corinne Denise Diane Édith Élise Émeline Éva Flavie Florence Françoise Gaëlle Geneviève Ghislaine Héloïse
        Irène Jeanne Judith Juliette Laure Léonie Line Lise Louise Lucie Madeleine Margaux Marthe Maud Mélanie Mireille Monique Nathalie
        Nicole Odile Pascale Pauline Régine Roxane Sabine Sandrine Simone Suzanne Sylvie Valérie Véronique Viviane""".split()),
    ("fr", "m"): tuple("""Achille Adrien Alain Albert Alexis Anatole André Antoine Armand Arthur Auguste Bernard Bertrand Blaise Bruno
        Charles Christophe Claude Clément Damien Daniel Denis Didier Edgar Émile Éric Ernest Eugène Fabien Félix Fernand Florian François
        Frédéric Georges Gérard Gilbert Gilles Grégoire Gustave Henri Hubert Jacques Jean Joël Joseph Jules Laurent Léon Louis Luc Lucien
        Marcel Martin Maurice Michel Nicolas Olivier Pascal Patrice Paul Philippe Pierre Raoul Raymond Rémi René Robert Roger""".split()),
    ("it", "f"): tuple("""Ada Adele Agnese Alessia Alice Amalia Angela Anna Antonia Barbara Bruna Camilla Carla Carlotta Carmela Cecilia Cinzia
        Claudia Cristina Daniela Debora Delia Diana Dora Elena Elisa Emma Erica Eva Fabiola Flavia Franca Gaia Giorgia Giovanna Giuliana
        Gloria Graziella Ida Irene Isabella Laura Lia Lidia Lucia Luisa Manuela Mara Marta Michela Milena Mirella Monica Nadia Nicoletta
        Nora Olga Ornella Paola Patrizia Rita Roberta Rosanna Sabina Sandra Silvia Sofia Sonia Teresa Tina Vanna Vera Wanda""".split()),
    ("it", "m"): tuple("""Adriano Agostino Alberto Aldo Alfredo Andrea Angelo Antonio Armando Arturo Bruno Carlo Claudio Cosimo Cristiano
        Daniele Dario Diego Domenico Donato Elio Emilio Enrico Enzo Ernesto Eugenio Federico Ferdinando Flavio Franco Gennaro Giancarlo
        Gino Giorgio Giovanni Giulio Giuseppe Guido Ignazio Ivan Ivo Livio Luca Luciano Luigi Marcello Marco Mario Maurizio Mauro Nicola
        Orlando Oscar Paolo Pasquale Piero Renato Renzo Roberto Rocco Romano Salvatore Sandro Sergio Silvio Vito""".split()),
    ("en", "f"): tuple("""Ada Agnes Alice Amanda Amelia Amy Angela Ann Audrey Barbara Bernice Bethany Brenda Bridget Carol Catherine Celia
        Claire Deborah Diana Donna Dorothy Edith Eileen Elaine Elizabeth Ellen Elsie Emily Esther Ethel Evelyn Fiona Frances Gail Gillian
        Gwen Hannah Heather Helen Hilda Irene Isabel Janet Jean Jennifer Jessica Joan Judith Julia Karen Kate Laura Linda Lois Louise Lydia
        Mabel Margaret Martha Maureen Mildred Miriam Monica Nancy Nora Pamela Patricia Paula Phyllis Rachel Ruth Sarah Sheila""".split()),
    ("en", "m"): tuple("""Aaron Adam Alan Albert Alfred Andrew Anthony Arnold Arthur Barry Bernard Brian Bruce Charles Clive Colin Craig Daniel
        David Dennis Derek Donald Douglas Duncan Edgar Edward Eric Ernest Eugene Francis Gareth Gary Geoffrey George Gerald Gilbert Gordon
        Graham Harold Harry Henry Herbert Howard Hugh Ian Ivan James Jeremy John Joseph Keith Kenneth Kevin Lawrence Leonard Leslie Lionel
        Martin Maurice Neil Nigel Norman Patrick Paul Peter Philip Ralph Raymond Richard Robert Roger Ronald Roy""".split()),
    ("es", "f"): tuple("""Adelina Adriana Águeda Ainhoa Amaia Amparo Araceli Aránzazu Ariadna Azucena Beatriz Begoña Belén Benita Brígida Candela
        Carmela Cayetana Chelo Clotilde Covadonga Dulcinea Edurne Elisenda Elvira Emilia Encarna Esperanza Eulalia Fátima Felisa Fermina
        Gabriela Gertrudis Graciela Herminia Hortensia Idoia Inmaculada Irune Itziar Josefa Juana Justina Leticia Leocadia Lorena Lourdes
        Macarena Maite Manuela Marcelina Maribel Marisol Matilde Micaela Milagros Mireia Montserrat Natividad Nieves Noelia Nuria Ofelia
        Paquita Purificación Raquel Remedios Rosalía Rocío Socorro Tatiana Teodora Visitación Yolanda Zoraida""".split()),
    ("es", "m"): tuple("""Abelardo Adolfo Agustín Alejandro Alfonso Álvaro Anselmo Arsenio Baltasar Bartolomé Basilio Benito Bernardo Blas Braulio
        Calixto Camilo Carmelo Cayetano Cipriano Claudio Conrado Cristóbal Damián Dámaso Demetrio Eduardo Eladio Eliseo Emeterio Enrique
        Esteban Eusebio Evaristo Ezequiel Facundo Faustino Feliciano Fermín Fernando Florencio Fulgencio Gerardo Germán Gonzalo Gregorio
        Guillermo Hilario Hipólito Honorio Ignacio Iñaki Isidro Jacinto Jaime Javier Jerónimo Joaquín Jorge Julián Leandro Leopoldo Lorenzo
        Luciano Manuel Mariano Matías Mauricio Miguel Nicanor Norberto Pablo Pelayo Rafael Ramiro Ramón Rodrigo Sergio Tomás Vicente""".split()),
    ("de", "f"): tuple("""Adelheid Almut Anja Anke Annegret Anneliese Annette Antje Ariane Astrid Bärbel Birgit Brunhilde Carola Christa Christiane
        Cordula Cornelia Dagmar Dörte Edeltraud Elfriede Elke Elsbeth Erdmute Frauke Friederike Gerda Gerlinde Gertraud Gisela Gudrun
        Hannelore Hedwig Heike Heidrun Helga Hildegard Ilse Imke Ingeborg Ingrid Irmgard Isolde Jutta Karin Katja Kerstin Kirsten Lieselotte
        Maike Manuela Margarete Margit Marlies Mechthild Meike Renate Rosemarie Roswitha Rotraud Sabine Sigrid Silke Swantje Tanja Traudel
        Ulrike Ursula Ute Uta Waltraud Wiebke Wilhelmine""".split()),
    ("de", "m"): tuple("""Achim Adalbert Albrecht Alfons Alois Anselm Arne Arno Axel Balthasar Benno Bernd Bernhard Bertram Bodo Burkhard Carsten Christoph
        Clemens Detlef Dieter Dietmar Dirk Eberhard Eckhard Egon Ekkehard Engelbert Erhard Erwin Ewald Ferdinand Friedhelm Friedrich Gerhard
        Gernot Gottfried Götz Gunther Günter Hagen Hannes Hartmut Heiko Heiner Heinrich Helmut Heribert Hinrich Holger Horst Ingo Jochen
        Jörg Jürgen Klaus Konrad Lothar Ludger Manfred Matthias Norbert Olaf Ortwin Reinhard Reinhold Rüdiger Siegfried Sigmund Steffen
        Thorsten Tilman Torsten Uwe Volker Waldemar Walther Werner Wilhelm Winfried Wolfgang""".split()),
}
# A family name is a stem, a middle of a vowel and a consonant, and an ending.
FAMILY: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "fr": (tuple("""Alb Arv Aub Balz Barb Bast Bav Bréd Brum Cabr Calm Cast Chab Chalv Chav Corb Coud Crém Dalb Dav Delv Dorm Dram Dré Escr Estr
        Falg Fauv Flor Fram Frév Gabr Garn Glan Gouv Grém Grév Guiv Jav Jord Labr Lagr Lamb Larv Lav Lemb Lev Lorm Louv Maill Malv Marz Maub
        Mév Mont Morv Navr Nerv Norv Orb Orv Pal Parv Perv Plan Pouj Quév Ramb Rav Rév Rib Riv Romb Roux Salv Sarr Sév Sorv Talm Tarv Thév
        Tourv Trév Valm Vauz Verg Vilm Viz""".split()), _middles("aeiou", "b d g l ll m n nn nt r rn s ss st t tt v z"),
           tuple("""adeau agnac aillon albert ancelle anchard andreau anel annier arcelin ardeau armel assier audon auvel avin eilhac elac elin
        ellard endeau erain ervel essac eyron ézac ibault icard idon ieux igneau imbert inaud iquel issard ivaud olard ombel onnard
        orgeau ouard ourel ouvier ubert udel umeau urac uzet""".split())),
    "it": (tuple("""Acc Alb Ambr Arc Bald Balz Barz Benv Bold Bont Brand Cabr Cald Calv Capr Carb Cast Ceccar Cerv Cold Corb Cresc Dals Dard Dond Drag
        Ered Fald Falc Fanc Fior Forn Frasc Frug Gald Garz Gherl Girald Gramm Guald Guard Land Lav Lazz Liv Lomb Luzz Mald Malv Manf Marz
        Meld Menc Mong Mord Mugn Nald Nard Nov Ord Orl Palv Pass Pazz Perg Piv Pizz Pold Ragg Ramp Ravagn Ricc Rind Rond Salv Sard Sbr Scarl
        Serv Sold Spad Tagl Tard Torn Vald Verz Visc Volp Zamb Zan""".split()), _middles("aeiou", "b c d g gn l ll m n nt r rd s st t tt v z"),
           tuple("""abelli abene acardi accioli adori agalli agnoli alberti amelli andelli angeri anzoni arelli aresi arini asetti atelli
        avanti eghini elaghi elleri elmini emberti endoli eneri ercoli erighi esani estrini ettori iberti icoli idelli ieri ighetti
        ilardi imondi indelli ingardi irelli isardi izzardi obelli ofredi olandi omelli ondini orelli osari ovelli uberti""".split())),
    "en": (tuple("""Ald Ark Arm Ash Bald Barl Bart Bick Birch Blen Bock Brack Bram Brin Bur Calt Carl Chal Chel Clav Cold Cors Cran Crox Dal Dart Dell
        Dren Dun Eck Egg Ell Elm Ers Fal Farn Fen Flax Fram Gad Garl Gist Gor Grat Grim Hal Harl Haz Hed Hox Ick Ing Kel Ket Kirk Lam Lang
        Led Lill Lox Mal Marl Med Mor Mot Nash Net Norb Ock Old Pad Pel Pen Pick Quar Rad Ram Rish Roth Rush Sax Sed Skel Stan Swan Tad Tal
        Thax Thorn Tib Ux Wad Wal War Wed Wick Wint Yar Yel""".split()), _middles("aeio", "d g k l ll m n nd ng r rm s st t th v"),
           tuple("""acott aker alby allow anby and arby asby athorne avell bourne bury chett combe cote cutt dale dane derby ditch don ebank
        eby ecote edale egrove ekin ellow enby erby erick erley esden esham eton every ewell fold frith garth gill ginton grave ham
        holt house ingate ingby ingdale ingford ingley iston land lock low marsh mere minster moor ney over ridge royd
        shaw stock throp tree wall ward well wold worthy""".split())),
    "es": (tuple("""Abr Alb Alc Alm Amb And Arg Arr Azc Balb Bald Barb Belm Berm Brav Burg Cald Camp Carb Cast Cerv Cord Corv Dalm Delv Dorn Ech Elg Elz
        Esc Esp Est Fald Ferr Fond Galv Gand Garm Gram Guald Guand Herv Hinoj Horc Igl Irr Jald Jarm Lab Land Larr Ledr Lerm Lorc Mald Mand
        Manr Marb Medr Merl Mold Mont Mord Nald Narv Navarr Orc Ord Ort Pald Palm Pard Pedr Pomb Quir Rab Reb Riv Rond Sald Salm Sand Sarm
        Segr Sold Talv Tard Tord Ug Urb Vald Verd Vilch Zald Zamb Zub""".split()), _middles("aeiou", "b c d g l ll m n nd r rr s st t v z"),
           tuple("""abarro acosa adilla agón aguren alejo aldos amendi andiel anedo anzares arbide ardona arejo arranz asco atero avedra azabal
        edano eguera elarte elosa endaño enedo eraldo ermejo errano esteva etxea ezuela iano icedo idalgo iguero ilejos imeno indosa ingara
        iruela isarte izarra obera odrejo ogales ollano omendi ondejo onsera ordaño orieta osende uceda ugarte""".split())),
    "de": (tuple("""Abt Ahl Alt Arn Asch Aus Bald Bar Barn Ber Bind Bock Born Brand Breit Brod Buch Dach Dam Diet Dorn Drech Ebel Eich Eis Ell Erl Esch
        Fal Fech Feld Flach Frid Gall Geb Germ Gich Gold Grab Greb Grim Hag Hain Harn Heck Heid Hell Hohn Holz Imm Jar Kahl Kalt Kamm Kirn
        Klar Kolb Kram Kron Lach Lam Laub Leis Lend Lich Lind Loh Mach Mann Marb Meis Mend Morg Mund Nad Neid Nord Ober Ohl Ort Pfal Plat
        Rab Ram Reb Rein Rist Roth Sach Sand Schal Scharn Schell Schim Schon Seid Sell Sied Stahl Stein Strud Tann Teub Thal Trau Uhl Veld
        Wald Wan Wech Weid Wend Wim Wies Zell Zorn""".split()), _middles("aeiou", "d l ll m n nd ns r rn s sch st t tz"),
           tuple("""acher auer bach baum bauer beck berg bold born brecht brink bruch bruck burg dorf eck egger feld fels fried gart graf grund
        hagen hain hammer hardt haus heim helm hoff hofer holt horst huber hut kamp kemper lach lauer leben lein loh mark mayr moser mund
        neder oth rath ried roder rode sam scheid schlag schmied stedt stätter stein thaler wald wang weger weiler wieser winkel zeller""".split())),
}
TOWNS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "fr": (tuple("""Saint-Arvel Montbréd Chantev Valgarn Rochef Beauv Clairv Montarv Villebr Castelm Pontav Merv Courl Grandv Bellev Fontaub
        Sauv Longev Roquem Marv""".split()), tuple("ac ailles an ault eil elle ières igny in oncourt y".split())),
    "it": (tuple("""Castelv Montev Borgov Roccav Poggiov Torrev Villav Pontev Campov Monterm Castelm Valm Borgom Serrav Pietram Cast
        Monteb Acquab""".split()), tuple("alda anna ecchio elmo erna ignano ino ona orta uolo".split())),
    "en": (tuple("Ald Ash Bram Brin Cold Cor Elm Fen Had Hol Ket Lox Mar Nor Ock Pel Sax Stan Thax Thorn Wed Win".split()),
           tuple("bury combe dale field ford ham hurst ley mere stead wick worth".split())),
    "es": (tuple("""Villarm Montalb Castroj Fuentel Valdem Peñarr Alcald Torrel Riom Navalm Almod Carb Olmed Pozald Campor Cantar Robl Hontan
        """.split()), tuple("ada ajo anca ar edo eja ena iel illa osa uela".split())),
    "de": (tuple("Alten Birken Ebers Falken Grün Hohen Kalten Lauten Marken Neuen Ober Rauen Sieg Stein Tannen Unter Weiden Wolfen".split()),
           tuple("au bach berg born bruck dorf feld hain hausen kirchen stedt tal".split())),
}
STREETS: dict[str, str] = {"fr": "{n} rue {name}", "it": "via {name} {n}", "en": "{n} {name} Road", "es": "calle {name} {n}", "de": "{name}straße {n}"}
# Organisations are named after a family.
FIRMS: dict[str, tuple[str, ...]] = {
    "fr": ("Établissements {name}", "Société {name}", "{name} & Cie", "Cabinet {name}"),
    "it": ("Ditta {name}", "{name} Srl", "Fratelli {name}", "Studio {name}"),
    "en": ("{name} Ltd", "{name} & Partners", "{name} Associates", "The {name} Company"),
    "es": ("Casa {name}", "{name} S.A.", "Hermanos {name}", "Talleres {name}"),
    "de": ("{name} GmbH", "{name} & Söhne", "Gebrüder {name}", "Werkstätten {name}"),
}
MONTHS: dict[str, tuple[str, ...]] = {
    "fr": tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()),
    "it": tuple("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split()),
    "en": tuple("January February March April May June July August September October November December".split()),
    "es": tuple("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()),
    "de": tuple("Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()),
}
