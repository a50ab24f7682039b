"""Words of things for sale, in five languages, and the houses that are called after somebody.

Belongs here: the two lists. Not here: what a text with such words is (`shelf`), colours and the commonest pieces (THING of the tagger's gazetteer).
"""

from assets.privacy.folding import fold

# What is sold, what it is made of, and how it is cut, closed, set and packed: words that hardly mean anything else.
GOODS = frozenset(fold("""
tote clutch satchel hobo rucksack pouch cardholder briefcase holdall strap clasp buckle zip zipped zipper pocket pockets flap closure drawstring hardware
canvas calfskin lambskin goatskin suede nappa nubuck alligator python ostrich shearling pump pumps loafer loafers sandal sandals sneaker sneakers trainers
mule mules slipper slippers ballerina brogue derby oxford espadrille heel heels toe sole insole outsole laces welt welted rubber blouse tee tshirt polo
sweatshirt hoodie cardigan jumper pullover knit knitted knitwear turtleneck waistcoat blazer tuxedo trench parka anorak overcoat gown kaftan jumpsuit romper
playsuit trousers chinos leggings tights bikini swimsuit pyjamas nightdress lingerie bra glove gloves belt beanie beret headband bowtie cufflinks sunglasses
shawl stole carré bandana sleeve sleeves sleeveless collar cuff cuffs hem hemline neckline waist waistband pleats pleated ruffle ruffles tiered seam seams
darts lining lined unlined quilted padded embroidered embroidery beaded sequins fringe fringed appliqué printed stripe stripes striped tartan herringbone
houndstooth polka paisley jacquard brocade damask twill poplin sateen chiffon crêpe crepe organza tulle taffeta georgette jersey fleece flannel tweed bouclé
gabardine corduroy chambray percale voile muslin terry viscose lyocell tencel modal polyester polyamide nylon elastane spandex acetate merino mohair angora
alpaca cashmeran hemp jute raffia straw yarn gauge weave woven handwoven selvedge swatch cushion duvet tablecloth upholstery armchair footstool ottoman saucer
teapot decanter tumbler diffuser incense parfum perfume cologne fragrance bergamot vetiver musk cedar sandalwood patchouli neroli lipstick mascara bracelet
necklace pendant earrings earring studs hoops brooch choker cufflink tiara signet solitaire band pavé cabochon carat carats diamond diamonds sapphire
sapphires emerald rubies topaz aquamarine tourmaline morganite platinum vermeil plated hallmark bezel calibre chronograph tourbillon quartz winding luminova
waterproof stroller pushchair bodysuit onesie slim tailored oversized cropped bleach tumble handmade handcrafted capsule lookbook bestseller restock bespoke
pochette besace cabas portefeuille mallette valise sac bandoulière anses fermoir poche poches rabat doublé cuir agneau veau daim escarpin escarpins mocassins
sandales bottines talon semelle pointu chemisier débardeur gilet veston smoking pardessus manteau collant collants chaussettes maillot peignoir pyjama gant
gants ceinture casquette béret cravate lunettes parapluie foulard étole châle manches poignet ourlet encolure taille plissé plissée couture coutures matelassé
brodé brodée broderie imprimé imprimée rayures carreaux sergé popeline toile velours tricot molleton flanelle plaid couverture housse nappe canapé fauteuil
tabouret assiette bougie diffuseur pendentif collier boucles anneau chevalière bague alliance broche diamants saphir émeraude rubis perles plaqué cadran
remontage étanche coffret coffrets écrin borsetta tracolla zaino portafoglio manici fibbia tasca tasche fodera pelle vitello agnello scamosciata décolleté
mocassino sandali stivaletti tacco suola camicetta maglione felpa giubbotto cappotto mantello calze vestaglia pigiama guanti cintura cappello cravatta
occhiali ombrello sciarpa manica collo polsino orlo scollatura plissettato balze ricamo ricamato quadri tessuto tela maglia cuscino coperta lenzuolo
asciugamano tovaglia divano poltrona pouf candela profumo fragranza pendente collana orecchini anello bracciale spilla diamanti zaffiro smeraldo rubino perle
placcato quadrante lunetta impermeabile riedizione porcellana mochila monedero asa asas hebilla bolsillo bolsillos forro cordero ante zapatos tacón mocasín
mocasines sandalias botines suela puntera blusa sudadera chaleco cazadora gabardina bañador bata pijama guantes cinturón gorra corbata gafas paraguas pañuelo
fular manga mangas dobladillo escote plisado volantes bordado estampado rayas cuadros tejido lona cojín manta sábana mantel sofá sillón lámpara fragancia
colgante pendientes pulsera diamantes zafiro esmeralda rubí perlas bisel sumergible cremallera handtasche umhängetasche geldbörse henkel reißverschluss
kalbsleder lammleder wildleder halbschuh sandale stiefel stiefelette absatz sohle bluse weste jacke sakko umhang overall strümpfe badeanzug bademantel
schlafanzug handschuhe gürtel mütze krawatte regenschirm schal ärmel manschette saum ausschnitt rüschen stickerei bestickt gewebe kissen handtuch tischdecke
anhänger ohrringe armband brosche diamanten smaragd rubin perlen vergoldet zifferblatt lünette gehäuse wasserdicht rahmengenäht shampoo soap lotion balm towel
blanket candle umbrella wallet purse backpack suitcase luggage sofa curtain pillowcase mug napkin stockings socks lamp vase maniche mocassin fermeture éclair
boîtier cierre midi maxi coussin rideau cortina toalla tazza lampada kerze teller lampe anse tracollina cape serum amber opal garnet pearls jasmine oud
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
