"""Given names, and syllables of family names and towns, from which surrogates are put together. Our own small lists.

Belongs here: the words. Not here: how one is chosen. Family names are built of a stem and an ending, so that most belong to
nobody and a house of any size has enough of them; those that do belong to somebody in the register are never used.
"""

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
}
FAMILY: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "fr": (tuple("""Arv Balz Bréd Cabr Coud Dav Delv Dré Fauv Flor Frév Garn Glan Gouv Grém Guiv Jav Jord Labr Lev Lorm Louv Malv Marz Mév Morv
        Nerv Norv Orv Parv Perv Plan Quév Rév Riv Sév Sorv Thév Trév Vauz Verg Viz""".split()),
           tuple("""adeau agnac aillon albert ancelle anchard andreau anel annier arcelin ardeau armel assier audon auvel avin eilhac elac elin
        ellard endeau erain ervel essac eyron ézac ibault icard idon ieux igneau imbert inaud iquel issard ivaud olard ombel onnard
        orgeau ouard ourel ouvier ubert udel umeau urac uzet""".split())),
    "it": (tuple("""Arc Balz Barz Benv Brand Cald Calv Capr Carb Ceccar Cold Cresc Dals Dond Ered Falc Fior Frasc Gald Garz Girald Guald Land
        Lav Liv Luzz Mald Manf Marz Menc Mord Nard Nov Ord Palv Pazz Perg Pizz Ramp Ricc Rond""".split()),
           tuple("""abelli abene acardi accioli adori agalli agnoli alberti amelli andelli angeri anzoni arelli aresi arini asetti atelli
        avanti eghini elaghi elleri elmini emberti endoli eneri ercoli erighi esani estrini ettori iberti icoli idelli ieri ighetti
        ilardi imondi indelli ingardi irelli isardi izzardi obelli ofredi olandi omelli ondini orelli osari ovelli uberti""".split())),
    "en": (tuple("""Ald Arm Ash Bald Barl Birch Brack Bram Bur Carl Chal Clav Cold Cran Dal Dun Egg Elm Fal Fen Flax Gad Gor Grim Hal Haz Hed Ick
        Kel Ket Lam Led Lox Mal Med Mor Nash Ock Pad Pel Quar Rad Rush Sax Sed Skel Swan Tad Thax Ux Wal Wed Yar""".split()),
           tuple("""acott aker alby allow anby and arby asby athorne avell bourne bury chett combe cote cutt dale dane derby ditch don ebank
        eby ecote edale egrove ekin ellow enby erby erick erley esden esham eton every ewell fold frith garth gill ginton grave ham
        holt house ingate ingby ingdale ingford ingley iston kirk land lock low marsh mere minster moor ney over ridge royd
        shaw stock throp tree wall ward well wold worthy""".split())),
}
TOWNS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "fr": (tuple("Saint-Arvel Montbréd Chantev Valgarn Rochef Beauv Clairv Bourg-l Ville-l".split()), tuple("ac ault eil ières igny oncourt y".split())),
    "it": (tuple("Castelv Montev Borgov Rocca Poggiov Torrev Villav".split()), tuple("alda ecchio elmo erna ignano ona orta".split())),
    "en": (tuple("Ald Bram Cold Elm Fen Had Lox Mar Ock Sax Thax Wed".split()), tuple("bury combe dale ford ham ley mere wick".split())),
}
STREETS: dict[str, str] = {"fr": "{n} rue {name}", "it": "via {name} {n}", "en": "{n} {name} Road"}
MONTHS: dict[str, tuple[str, ...]] = {
    "fr": tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()),
    "it": tuple("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split()),
    "en": tuple("January February March April May June July August September October November December".split()),
}
