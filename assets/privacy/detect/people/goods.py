"""Words of things for sale, in five languages, and the houses that are called after somebody.

Belongs here: the two lists. Not here: what a text with such words is (`shelf`), colours and the commonest pieces (THING of the tagger's gazetteer).
"""

from assets.privacy.folding import fold

# What is sold, what it is made of, and how it is cut, closed, set, packed and kept.
GOODS = frozenset(fold("""
tote clutch satchel hobo backpack rucksack wallet purse pouch cardholder holder briefcase holdall trunk suitcase luggage strap handle handles clasp buckle zip
zipped zipper pocket pockets flap closure drawstring hardware canvas calfskin lambskin goatskin suede nappa nubuck alligator python ostrich shearling
pump pumps loafer loafers sandal sandals sneaker sneakers trainers mule mules slipper slippers ballerina brogue derby oxford espadrille heel heels toe sole
insole outsole laces welt welted rubber blouse tee tshirt polo sweatshirt hoodie cardigan jumper pullover knit knitted knitwear turtleneck vest waistcoat blazer
tuxedo trench parka cape anorak overcoat gown kaftan jumpsuit romper playsuit shorts trousers chinos leggings tights stockings socks bikini swimsuit robe
pyjamas nightdress lingerie bra briefs glove gloves belt cap beanie beret headband veil tie bowtie cufflinks sunglasses umbrella shawl stole carré bandana
sleeve sleeves sleeveless collar cuff cuffs hem hemline neckline crew waist waistband pleats pleated ruffle ruffles tiered seam seams darts lining lined unlined
quilted padded embroidered embroidery beaded sequins fringe fringed appliqué print printed stripe stripes striped check checked tartan herringbone houndstooth
polka paisley jacquard brocade damask twill poplin sateen chiffon crêpe crepe organza tulle taffeta georgette jersey fleece flannel tweed bouclé gabardine
corduroy chambray percale voile muslin terry viscose lyocell tencel modal polyester polyamide nylon elastane spandex acetate merino mohair angora alpaca
cashmeran hemp jute raffia straw fibre yarn gauge weave woven handwoven selvedge swatch cushion throw blanket duvet pillowcase sheet towel tablecloth napkin
curtain upholstery sofa armchair footstool ottoman lamp vase bowl plate mug cup saucer teapot decanter tumbler candle diffuser incense wick burns
parfum perfume cologne fragrance eau notes bergamot vetiver musk cedar sandalwood patchouli iris jasmine neroli oud amber lipstick mascara serum balm cream
lotion shampoo soap bracelet necklace pendant earrings earring studs hoops brooch choker charm chain cufflink tiara signet solitaire band pavé cabochon carat
carats diamond diamonds sapphire sapphires emerald ruby rubies pearl pearls opal topaz garnet aquamarine tourmaline morganite platinum vermeil plated hallmark
dial bezel calibre chronograph tourbillon movement automatic quartz winding crown lugs luminova bracelet case sapphire crystal waterproof water resistance
stroller pushchair bodysuit onesie bib rattle doll puzzle teddy scooter helmet racket skis
fits fit slim regular relaxed tailored oversized cropped midi maxi mini length petite unisex machine wash dry iron bleach tumble handmade handcrafted
limited edition season collection capsule lookbook exclusive bestseller restock bespoke
pochette besace cabas portefeuille mallette valise sac bandoulière anse anses fermoir boucle poche poches rabat doublé cuir agneau veau daim
escarpin escarpins mocassin mocassins sandales baskets bottines talon semelle bout pointu chemisier débardeur gilet veston smoking pardessus manteau cape combinaison
short collant collants chaussettes maillot peignoir pyjama gant gants ceinture casquette béret cravate lunettes parapluie foulard étole châle manche manches
col poignet ourlet encolure taille plissé plissée volants couture coutures matelassé brodé brodée broderie imprimé imprimée rayures carreaux sergé popeline
toile velours maille tricot molleton flanelle coussin plaid couverture drap housse serviette nappe rideau canapé fauteuil tabouret lampe assiette tasse
bougie diffuseur parfum eau essence pendentif collier boucles anneau chevalière bague alliance broche diamants saphir émeraude rubis perles or rose plaqué
cadran lunette mouvement remontage boîtier étanche lavage main fermeture éclair pression édition limitée coffret coffrets écrin
borsetta tracolla zaino portafoglio manico manici fibbia tasca tasche fodera pelle vitello agnello scamosciata nappa décolleté mocassino sandali stivaletti
tacco suola punta camicetta maglione felpa gilet giubbotto cappotto mantello tuta calze costume vestaglia pigiama guanti cintura cappello cravatta occhiali
ombrello sciarpa foulard manica maniche collo polsino orlo scollatura vita plissettato balze ricamo ricamato stampa righe quadri tessuto tela raso maglia cuscino
plaid coperta lenzuolo asciugamano tovaglia tenda divano poltrona pouf lampada piatto tazza candela profumo fragranza pendente collana orecchini anello bracciale
spilla diamanti zaffiro smeraldo rubino perle placcato quadrante lunetta movimento cassa impermeabile lavaggio cerniera edizione limitata riedizione porcellana
cartera mochila monedero asa asas hebilla bolsillo bolsillos forro piel cordero ante zapatos tacón mocasín mocasines sandalias botines suela puntera blusa
jersey sudadera chaleco cazadora gabardina capa mono medias bañador bata pijama guantes cinturón gorra corbata gafas paraguas pañuelo fular manga mangas
cuello puño dobladillo escote cintura plisado volantes bordado estampado rayas cuadros tejido lona raso punto cojín manta sábana toalla mantel cortina sofá
sillón lámpara plato taza vela perfume fragancia colgante collar pendientes pulsera broche diamantes zafiro esmeralda rubí perlas esfera bisel movimiento caja
sumergible lavado cremallera edición limitada
handtasche umhängetasche rucksack geldbörse henkel schnalle reißverschluss futter kalbsleder lammleder wildleder pumps halbschuh sandale stiefel stiefelette
absatz sohle bluse weste jacke sakko smoking umhang overall strümpfe badeanzug bademantel schlafanzug handschuhe gürtel mütze krawatte brille regenschirm schal
tuch ärmel kragen manschette saum ausschnitt taille falten rüschen stickerei bestickt druck streifen karo stoff gewebe kissen decke laken handtuch tischdecke
vorhang sessel lampe teller tasse kerze duft parfum anhänger kette ohrringe armband brosche diamanten saphir smaragd rubin perlen vergoldet zifferblatt lünette
uhrwerk gehäuse wasserdicht waschen limitiert edition rahmengenäht
""").split())

# Houses and their founders, whose names stand on what they sell, and makers that copy is inspired by: folded.
HOUSES = frozenset(fold(name) for name in """
christian dior|dior|coco chanel|gabrielle chanel|chanel|yves saint laurent|saint laurent|guccio gucci|gucci|mario prada|miuccia prada|prada|gianni versace|
donatella versace|versace|giorgio armani|emporio armani|armani|valentino garavani|valentino|fendi|salvatore ferragamo|ferragamo|domenico dolce|stefano gabbana|
franco moschino|moschino|ottavio missoni|missoni|etro|emilio pucci|pucci|ermenegildo zegna|zegna|brunello cucinelli|cucinelli|loro piana|alberta ferretti|
roberto cavalli|max mara|bottega veneta|sergio rossi|giuseppe zanotti|gianvito rossi|rené caovilla|massimo alba|roberto collina|gianfranco ferré|nino cerruti|
krizia|laura biagiotti|trussardi|piero guidi|ferdinando sarmi|hermès|thierry hermès|louis vuitton|vuitton|louis cartier|cartier|van cleef|boucheron|chaumet|
mauboussin|jeanne lanvin|lanvin|paul poiret|poiret|paul iribe|armand rateau|madeleine vionnet|vionnet|elsa schiaparelli|schiaparelli|cristóbal balenciaga|
balenciaga|pierre balmain|balmain|hubert de givenchy|givenchy|nina ricci|pierre cardin|andré courrèges|courrèges|paco rabanne|emanuel ungaro|guy laroche|
jean patou|patou|jacques fath|madame grès|grès|charles frederick worth|mariano fortuny|fortuny|sonia rykiel|rykiel|sonia delaunay|jean paul gaultier|
jean-paul gaultier|gaultier|thierry mugler|mugler|christian lacroix|lacroix|kenzo takada|kenzo|isabel marant|agnès b|vanessa bruno|claudie pierlot|
jérôme dreyfuss|azzedine alaïa|alaïa|christian louboutin|louboutin|roger vivier|charles jourdan|robert clergerie|goyard|moynat|jacques guerlain|guerlain|
frédéric malle|serge lutens|francis kurkdjian|annick goutal|jo malone|ernest beaux|françois coty|tom ford|ralph lauren|calvin klein|donna karan|michael kors|
marc jacobs|kate spade|tory burch|oscar de la renta|carolina herrera|diane von furstenberg|vera wang|anna sui|betsey johnson|alexander wang|phillip lim|
rick owens|thom browne|tommy hilfiger|perry ellis|bill blass|halston|geoffrey beene|norma kamali|stuart weitzman|steve madden|sam edelman|cole haan|levi strauss|
estée lauder|elizabeth arden|helena rubinstein|charlotte tilbury|bobbi brown|jimmy choo|manolo blahnik|paul smith|vivienne westwood|alexander mcqueen|mcqueen|
stella mccartney|victoria beckham|simone rocha|mary quant|zandra rhodes|ossie clark|laura ashley|cath kidston|margaret howell|nicholas kirkwood|
rupert sanderson|anya hindmarch|lulu guinness|orla kiely|ted baker|john smedley|john lobb|thomas burberry|burberry|william morris|philip treacy|stephen jones|
erdem moralioglu|christopher kane|mary katrantzou|dries van noten|ann demeulemeester|martin margiela|margiela|raf simons|walter van beirendonck|jil sander|
karl lagerfeld|lagerfeld|hugo boss|wolfgang joop|iris von arnim|dorothee schumacher|willy bogner|bogner|adolfo domínguez|pedro del hierro|purificación garcía|
roberto verino|bimba y lola|ágatha ruiz de la prada|manuel pertegaz|enrique loewe|loewe|paloma picasso|elsa peretti|jean schlumberger|harry winston|
charles lewis tiffany|tiffany|david yurman|john hardy|monica vinader|georg jensen|patek philippe|antoni patek|audemars piguet|vacheron constantin|
abraham-louis breguet|breguet|jaeger-lecoultre|girard-perregaux|ulysse nardin|franck muller|richard mille|roger dubuis|gérald genta|hans wilsdorf|
issey miyake|yohji yamamoto|rei kawakubo|junya watanabe|gio ponti|richard ginori|richard-ginori|gae aulenti|achille castiglioni|arne jacobsen|hans wegner|
alvar aalto|charles eames|ray eames|le corbusier|charlotte perriand|jean prouvé|anni albers|josef albers|marcel breuer|verner panton|eero saarinen|
mies van der rohe|wilhelm wagenfeld|wagenfeld|marianne brandt|josef frank|rené lalique|lalique|émile gallé|josiah wedgwood|wedgwood|thomas chippendale|
chippendale|pierre frey|george spencer|designers guild|grace kelly|jane birkin|birkin|audrey hepburn|hepburn|jackie kennedy|marilyn monroe|james bond|peter pan|
am cassandre|cassandre|alphonse mucha|beatrix potter|louis comfort tiffany|peter carl fabergé|fabergé
""".replace("\n", "").split("|"))
