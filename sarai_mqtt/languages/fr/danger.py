"""French patterns for sentences about danger, without accents."""

import re

from sarai_mqtt.languages.patterns import any_of, pattern_of
from sarai_mqtt.languages.schema.danger import DangerSigns

_MEDICINE = any_of(r"""
    paracetamol / dolipranes? / efferalgan / dafalgan / ibuprofenes? / advil / nurofen / spasfon /
    aspirines? / aspegic / codeine / tramadol / morphine / antibiotiques? / amoxicilline / penicilline /
    insuline / xanax / valium / lexomil / temesta / stilnox / melatonine / previscan / kardegic /
    antihistaminiques? / ventoline / cortisone / pilules? / cachets? / comprimes? / gelules? /
    medicaments? / medocs? / somniferes? / antidouleurs? / antidepresseurs? / anxiolytiques? / calmants?
    / tranquillisants? / sirop(?: pour la toux)? / gouttes / suppositoires? / vaccins? / anticoagulants?
    / betabloquants? / suppos?
""")
_TOXIC = any_of(r"""
    (?:de |la |l')?(?:eau de )?javel / ammoniaque / acide(?: chlorhydrique)? / soude(?: caustique)? /
    deboucheur(?: \w+)? / destop / detergents? / detartrants? / antigel / poison / mort aux rats /
    raticide / lessive / adoucissant / liquide vaisselle / pastilles? (?:de |du )?lave vaisselle /
    capsules? de lessive / produits?
    (?:menagers?|chimiques?|toxiques?|d'entretien|nettoyants?|vaisselle|pour \w+) / piles?(?: boutons?)?
    / batterie / essence / gasoil / petrole / white spirit / terebenthine / acetone / dissolvant /
    vernis / parfum / alcool (?:a bruler|menager) / methanol / mercure / insecticide / desherbant /
    herbicide / pesticide / naphtaline / aimants? / antimites? / colle / peinture / champignons?
    (?:veneneux|sauvages?|du jardin|de la foret|des bois) / baies (?:rouges|noires|sauvages|toxiques) /
    muguet / laurier rose / monoxyde
""")
_FAMILY = any_of(r"""
    fils / filles? / enfants? / bebes? / petite? / gosses? / femme / mari / epouse / epoux / conjointe?
    / compagne / compagnon / copain / copine / amie? / mere / pere / maman / papa / mamie / papi / papy
    / grand mere / grand pere / frere / s(?:oe|œ)ur / tante / oncle / cousine? / neveu / niece / voisine? /
    homme / dame / monsieur / personne / gens / garcon / gamine? / chienn?e? / chatte? / chaton / beau
    pere / belle mere / colocataire / collegue
""")
_PERSON = (
    rf"(?:(?:mon|ma|mes|ton|ta|son|sa|le|la|les|un|une|notre|nos|ce|cette) (?:\w+ )?{_FAMILY}|l'(?:enfant"
    r"|homme|amie?)"
    r"|quelqu'un|maman|papa|mamie|papi|papy|elle|il|on)"
)
_LIMB = (
    r"(?:poignets?|doigts?|mains?|jambes?|bras|cou|gorge|veines?|tete|visage|figure|pieds?|hanche|cheville"
    r"|genou|dos|yeux|(?:oe|œ)il"
    r"|poumons?|cotes?|crane|nez|epaule|front|levre|langue|\w*'(?:(?:oe|œ)il|epaule))"
)
_HAS = r"(?:j'ai|a|as|ont|avons|avez|avait|ait|vient de|viens de|viennent d'|vient d'|viens d')"
# Words between two others; elided ones are one word ("d'eau").
_SOME = r"(?: [\w']+)"

DANGER = DangerSigns(
    lead_in=re.compile(
        r"^(?:(?:he|hey|eh|ok|allo|vite|sarai|ecoute|s'il te plait|s'il vous plait|mon dieu|oh|ah|bonjour"
        r"|dis|euh|merde"
        r"|attention|a) )+"
    ),
    signs=pattern_of(
        [
            # gas, smoke, fire
            (
                rf"\b(?:sens|sent|sentait|pue|puait|empeste|odeurs?)\b{_SOME}{{0,4}}? (?:(?:le|du|de|la"
                r"|une) )?"
                r"(?:gaz|brule|fumee|cramee?|roussi|butane|propane|chaud|d'(?:oe|œ)uf pourri)\b(?! (?:pour"
                r"|comme))|\bodeur d'(?:oe|œ)uf pourri\b"
            ),
            (
                r"\bfuites? de (?:gaz|butane|propane|monoxyde|mazout)\b|\bgaz (?:qui )?(?:fuit|s'echappe"
                r"|sort)\b"
                r"|\b(?:gaziniere|cuisiniere|bouteille de gaz|chaudiere)\b.*\bfuit\b|\b(?:le"
                r"|du) gaz (?:est reste|reste) ouvert\b"
                r"|\b(?:laisse|oublie) le gaz (?:ouvert|allume)\b"
            ),
            (
                r"\b(?:il y a|y a|y'a|je vois|on voit|pleine?s?|rempli\w*|envahi\w*|tellement|sort|sortent"
                r"|crache|crachent|monte|fait|font"
                rf"|degage|entre|vient|arrive){_SOME}{{0,4}} (?:fumee|flammes|etincelles|feu)\b"
                r"(?! (?:dans (?:la cheminee|le (?:poele|barbecue|insert))|de (?:circulation|camp|bois"
                r"|signalisation)"
                r"|d'artifice|rouge|vert|orange|tricolore))"
            ),
            (
                r"\b(?:a|vient d') ?explos\w+\b|\bune? (?:explosion|court circuit|incendie)\b"
                r"|\bincendie (?:dans|a|chez)\b"
            ),
            (
                r"\b(?:detecteur|alarme|capteur)s? (?:de |d'|a )?(?:fumees?|gaz|monoxyde|incendie|co|feu)\b"
                rf"{_SOME}{{0,4}} (?:sonnent?|bipent?|hurlent?|retentit|se (?:declenche|sont|met)|s'est"
                r"|arrete pas|s'arrete|sonner|biper)\b"
                rf"|\b(?:sonne|bipe|hurle)\b{_SOME}{{0,3}} (?:detecteur|alarme) (?:de |d'|a )?(?:fumees?"
                r"|gaz|monoxyde|incendie|feu|co)\b"
                r"|\b(?:detecteur|alarme) (?:de |d'|a )?(?:fumees?|gaz|monoxyde|incendie|feu"
                r"|co) (?:qui )?(?:sonne|bipe|hurle)\b"
            ),
            r"^(?:au )?feu(?: (?:au )?feu)*$|\bau feu\b(?! (?:rouge|vert|orange|de|tricolore|doux|d'))",
            (
                r"\b(?:a|ont|est|vient de) pris feu\b|\b(?:prend|prennent|a pris|ont pris|prendre) feu\b"
                r"|\ben (?:feu|flammes)\b"
                r"|\b(?:maison|cuisine|appartement|immeuble|poele|friteuse|canape|lit|four|rideaux?|garage"
                r"|casserole|voiture"
                r"|matelas|prise|multiprise|toit|huile) (?:est en train de )?(?:bruler?|brulent"
                r"|crame)\b(?! (?:un peu|toujours) )"
                r"|\by a le feu\b|\bca (?:brule|crame)\b(?! (?:les (?:doigts|mains)|des calories|les yeux"
                r"|un peu|la langue|la gorge))"
                r"|\ble feu (?:a|dans|chez) (?:la|le|l'|ma|mon|nous)\b(?! ?(?:cheminee|poele|insert"
                r"|barbecue|foyer))"
            ),
            (
                r"\b(?:intoxication|intoxiquee?s?|fuite|du|exces de|respire)\b(?: [\w']+){0,3} (?:au "
                r"|de )?monoxyde\b"
            ),
            (
                r"\b(?:fumee|flammes|etincelles) (?:qui )?(?:passe|entre|arrive|sort|sortent|monte"
                r"|montent|vient|s'echappent?)\b"
                r"|\b(?:plafond|toit|mur|balcon|plancher|escalier) (?:s'est|vient de s'|s'|est en train"
                r" de s')"
                r" ?(?:effondr|ecroul)\w*"
            ),
            # poison
            (
                r"\b(?:bu|boit|boire|avale|avaler|mange|manger|ingere|ingerer|leche|suce|inhale|respire"
                rf"|pris|mis)\b{_SOME}{{0,4}}? "
                rf"(?:(?:de la |de l'|du |des |une? |la |le |l'|d')*){_TOXIC}\b"
            ),
            rf"\b{_HAS} (?:avale|aval\w+|mange|ingere|pris|prise?){_SOME}{{0,4}} {_MEDICINE}\b",
            (
                rf"\b{_PERSON} (?:a |ont |vient d'|vient de )?(?:tout )?aval(?:e|er|ee)\b(?! (?:de travers"
                r"|sa salive))"
            ),
            r"\bj'ai avale\b(?! (?:de travers|ma salive|un (?:sandwich|cafe)|mon))",
            rf"\b(?:respire|inhale|inspire)\b{_SOME}{{0,3}} (?:vapeurs?|gaz|fumee|emanations?)\b",
            (
                r"\b(?:javel|acide|soude|ammoniaque|produit|lessive|detergent"
                rf"|colle)\b{_SOME}{{0,4}} (?:dans|sur) (?:les yeux|l'(?:oe|œ)il|le visage)\b"
            ),
            (
                r"\bempoisonn\w+\b(?! (?:le|la|les) vie)|\bintoxication\b|\bintoxiquee?s?\b|\b(?:champignon"
                r"|baie|plante|produit)s?\b"
                r".*\b(?:toxique|veneneu\w+|comestible)s?\b|\bcentre anti ?poison\b"
            ),
            (
                r"^(?=.*\b(?:javel|ammoniaque|acide|deboucheur|destop|detartrant|vinaigre)\b)"
                r"(?=.*\b(?:melang\w+|combin\w+|ensemble|ajouter|verser)\b)(?=.*\b(?:javel|ammoniaque|acide"
                r"|deboucheur|destop)\b)"
            ),
            (
                r"\bquelque chose (?:est en train de )?(?:brule|crame)r?\b|\b(?:envoie|envoyez|appelle"
                r"|appelez)"
                r" (?:moi )?(?:de l'aide|les secours)\b(?! (?:pour|a|avec))|\bn'en peux plus de (?:vivre"
                r"|la vie)\b"
            ),
            (
                r"\b(?:je|il|elle|maman|papa) manque d'air\b|\b(?:souffle court|a bout de souffle)\b"
                r"|\bquelqu'un (?:que (?:je ne"
                r" connais|nous ne connaissons|on ne connait) pas|d'inconnu)\b"
            ),
            # doses
            (
                rf"^(?=.*\b{_MEDICINE}\b)(?=.*\b(?:combien|doses?|posologie|overdose|surdose|milligrammes"
                r"|mg|grammes"
                r"|(?:puis je|je peux|peut on|on peut|peux tu|dois je|je dois|faut il|est ce que je peux"
                r"|peut il|peut elle"
                r"|elle peut|il peut)\b(?: [\w']+){0,3} ?(?:prendre|donner|melanger|boire|avaler|reprendre)"
                r"|maxim\w+|(?:dangereux|risque|grave|mauvais|sans danger) de (?:prendre|donner|melanger)"
                r"|deux fois|avec (?:de l'alcool|du vin|de la biere)|j'ai bu|trop|double|par erreur"
                r"|toute la boite|tous (?:mes|les|ses)"
                r"|toute la plaquette|pour (?:mourir|dormir pour toujours|en finir"
                r"|me tuer))\b)(?!.*\b(?:reste t il|il reste|en stock)\b)"
            ),
            (
                r"\b(?:overdose|surdosage|surdose)\b|\bdose (?:letale|mortelle|maximale|correcte"
                r"|de)\b(?! (?:cafe|lessive|sel))"
            ),
            # injury and illness
            (
                rf"\b{_PERSON} (?:s'est|vient de s') ?(?:effondr|ecroul)(?:ee?|er)\b|\b(?:ma|sa|la) (?:gorge"
                r"|langue) (?:se (?:ferme|bloque)|gonfle|enfle|est (?:toute )?(?:gonflee|enflee))\b"
            ),
            (
                r"\b(?:respire|respirer|respirent)\b(?: \w+)? (?:pas|plus|mal|a peine|difficilement)\b"
                r"|\bplus (?:a )?respirer\b"
                r"|\b(?:pas|plus|peine|mal|difficile|difficultes?|arrive pas"
                r"|arrive plus) a (?:bien )?respirer\b"
                r"|\bpeu[xt] (?:pas|plus) respirer\b|\bne respire\b"
            ),
            (
                r"\b(?:inconsciente?s?|sans connaissance|perdu connaissance|perte de connaissance"
                r"|evanouie?s?|evanoui|s'evanouit"
                r"|tombe dans les pommes|fait un malaise|un malaise (?:cardiaque|vagal)|dans le coma"
                r"|convuls\w+)\b"
            ),
            (
                r"\b(?:s'etouffe|m'etouffe|(?<!on )etouffe|s'etrangle|suffoque|asphyxi\w+|s'etouffer|se noie"
                r"|me noie|noyee?(?! (?:sous|dans) (?:les? |mes |la )?(?:dettes?|travail|papiers?|masse))"
                r"|en train de se noyer)\b"
                r"(?! (?:de rire|de chaleur|dans (?:le travail|les (?:papiers|mails)|un verre))| l'affaire)"
            ),
            (
                rf"(?:\b{_PERSON}\b|\b(?:tombee?|par terre|allongee?)\b){_SOME}{{0,6}} (?:ne |n')?(?:bouge"
                r"|repond|reagit|se reveille"
                r"|se releve|parle|peut) (?:pas|plus)\b|\b(?:bouge|reagit) (?:plus|pas)\b|\breveille (?:pas"
                r"|plus)\b"
                r"|\b(?:pas|plus) (?:a )?(?:le |la |l')?(?:reveiller|me relever|me lever|bouger (?:le|la"
                r"|les|mon|ma|mes))\b"
            ),
            (
                r"\b(?:saigne|saignent|saigner|saignement|hemorragie|(?:perd|perds|perdu) (?:beaucoup de "
                r"|du )sang|beaucoup de sang"
                r"|plein de sang|du sang (?:partout|dans|qui)|vomi\w* du sang|crache du sang"
                r"|tousse du sang)\b"
            ),
            (
                r"\b(?:mal|douleurs?|pression|oppression|serre|pointe|brulure"
                r"|elancement)\b(?: [\w']+){0,3} (?:a|dans|au|de) (?:la |le |ma )?"
                r"poitrine\b|\bpoitrine (?:qui )?(?:me )?(?:serre|fait mal)\b|\bdouleurs? (?:thoracique"
                r"|dans le bras gauche)\w*\b"
                r"|\bmal au (?:c(?:oe|œ)ur et au bras|bras gauche)\b"
            ),
            (
                r"\b(?:infarctus|avc|crise (?:cardiaque|d'epilepsie|d'asthme|de tetanie)|arret cardiaque"
                r"|attaque cerebrale|embolie"
                r"|choc anaphylactique|allergique|anaphyla\w+|(?:oe|œ)deme de quincke|fausse couche"
                r"|epilepsie"
                r"|hypothermie"
                r"|coup de chaleur|coma|hypoglycemie|insolation|deshydrat\w+)\b(?! (?:c'est quoi"
                r"|est une maladie))"
                r"(?=.*\b(?:j'ai|je|fait|fais|faire|il|elle|on|mon|ma|a|en|mes|crois)\b|$)"
            ),
            (
                r"\b(?:s'est|me suis|s'etait|vient de se|viens de me|s'est fait"
                r"|se sont) (?:\w+ )?(?:coupee?|ouverte?|cassee?|casse|coupe"
                r"|brulee?|brule|fracturee?|fracture|ecrasee?|ecrase|coince|coincee|blessee?|blesse"
                r"|ebouillantee?|ebouillante|electrocutee?"
                r"|electrocute|foule|luxe|poignardee?|mutilee?|mordue?|pique\w*|renversee?|agressee?"
                r"|couper|bruler|casser|blesser)\b"
                r"(?! (?:les cheveux|la parole|les ongles|en deux|la tete a))"
            ),
            (
                rf"\b(?:j'ai|il a|elle a|a) (?:le |la |l'|un |une |les )?{_LIMB} (?:cassee?s?|coupee?s?"
                r"|ouverte?s?|brulee?s?|gonflee?s?)\b"
            ),
            (
                r"\b(?:s'est|me suis|s'est pris|ai pris|a pris|pris) (?:une |un )?(?:electrocut\w*"
                r"|decharge(?: electrique)?|coup de jus"
                r"|chataigne|coup de courant)\b|\belectrocut\w+\b"
            ),
            (
                r"\b(?:coup|cogne|cognee|tape|tombee?|choc|chute|frappe\w*)\b(?: [\w']+){0,3} (?:a|sur"
                r"|contre|dans) (?:la |sa |ma )(?:tete|nuque)\b"
            ),
            (
                rf"\b{_PERSON}\b{_SOME}{{0,3}} tombee?s?\b{_SOME}{{0,6}} (?:escaliers?|toit|echelle|fenetre"
                r"|balcon|blessee?|bouge|mal|saigne"
                r"|tete|l'(?:escalier|echelle)|relever|releve)\b|\btombee? (?:dans|de|du) (?:l'|les |le "
                r"|la )?(?:escaliers?|toit|echelle|balcon)\b"
            ),
            (
                r"\b(?:il y a|y a|j'ai|c'est) (?:une? |des |plusieurs |deux )?(?:blessee?s?"
                r"|morte?s?)\b(?! de (?:rire|fatigue|faim|trouille))"
                r"|(?<!plante )(?<!batterie )(?<!telephone )\b(?:est|suis|sont|etait) (?:\w+ )?(?:blessee?s?"
                r"|mourante?s?|en train de mourir(?! de (?:rire|faim|soif|chaud|froid|honte|ennui))"
                r"|gravement malade)\b"
                r"|\b(?:se|me) (?:meurt|vide de son sang)\b|\bje (?:vais"
                r"|suis en train de) mourir\b(?! de (?:rire|faim|soif|chaud|froid|honte|ennui"
                r"|fatigue))"
            ),
            (
                r"\b(?:m'a|m'ont|on m'a|nous a|l'a|a ete|ai ete|s'est fait|me suis fait|vient de (?:me|le"
                r"|la)|me|se fait|me fais) (?:\w+ )?"
                r"(?:poignard|agress|frapp|viol|etrangl|attaqu|menac|tabass|batt|renvers"
                r"|tir[eé]e? dessus)(?:u|ue|e|ee|ent|er)?s?\b"
                r"|\b(?:mordue?|piquee?) par (?:une? )?(?:vipere|serpent|chien|scorpion|guepe|frelon"
                r"|araignee|meduse|abeille)\b"
                r"|\b(?:nous a|m'a|m'ont|nous ont|se fait|s'est fait|suis fait) (?:\w+ )?(?:cambriol"
                r"|braqu|devalis"
                r"|vol)(?:ee?s?|er)\b|\b(?:on|quelqu'un|un (?:homme|type|inconnu)) (?:me|nous) (?:suit"
                r"|poursuit"
                r"|harcele)\b(?! sur)"
                r"|\baccident (?:de (?:voiture|moto|la route|velo)|grave)\b|\b(?:va|vais"
                r"|est en train d') ?accoucher\b|\bperdu les eaux\b"
                r"|\bcontractions\b(?=.*\b(?:j'ai|ma|elle)\b)|\b(?:bouche|visage) (?:de travers|deformee?"
                r"|paralysee?)\b"
                rf"|\b(?:sens|sent) (?:plus|pas) (?:mes|mon|ma|ses|son|sa|la|le|les) {_LIMB}\b"
                r"|\bcoincee?s? dans (?:l'ascenseur|la voiture)\b"
            ),
            (
                r"\b(?:beaucoup|enormement) de fievre\b|\b(?:fievre|temperature)\b(?: [\w']+){0,4} (?:39"
                r"|4[0-2]|quarante|trente neuf)\b"
                r"|\b(?:39|4[0-2]|quarante|trente neuf)(?: \w+)? de (?:fievre|temperature)\b"
                r"|\bforte fievre\b|\bfievre (?:tres )?(?:elevee|forte)\b"
            ),
            (
                r"\b(?:gorge|langue|visage|levres?)\b(?: [\w']+){0,4} (?:gonfl\w+|enfl\w+|bleue?s?"
                r"|violette?s?|se serre)\b"
                r"|\b(?:gonfle|enfle|gonflent)\b(?: [\w']+){0,3} (?:gorge|langue|visage|levres?)\b"
                r"|\b(?:bebe|enfant|fils|fille|visage|mari|femme|pere"
                r"|mere)\b (?:\w+ ){0,2}(?:devient|est|devenue?) "
                r"(?:tout |toute )?(?:bleue?|violette?)\b|\b(?:il|elle) (?:devient|est devenue?"
                r"|est toute?) (?:bleue?|violette?)\b"
            ),
            # suicide, self-harm, threats
            (
                r"\b(?:suicid\w+|me tuer|se tuer|mettre fin a (?:mes|ses|ma|sa) (?:jours|vie)"
                r"|en finir(?: avec (?:la vie|tout|ma vie))?|me faire du mal"
                r"|se faire du mal|me pendre|se pendre|m'ouvrir les veines|me mutil\w+|s'automutil\w+"
                r"|se mutil\w+|me scarif\w+|se scarif\w+"
                r"|automutil\w+)\b(?! (?:la tache|avec (?:le|ce) (?:repassage|menage|travail)))"
                r"|\b(?:veux|voudrais|veut|envie de|aimerais|prefere|prefererais) (?:\w+ )?(?:mourir"
                r"|disparaitre|etre morte?|crever)\b"
                r"|\b(?:veux|veut|envie de) (?:plus|pas) (?:de )?(?:vivre|continuer a vivre|etre la)\b"
                r"|\bplus (?:envie|gout|raison|raisons) (?:de|a) (?:vivre|la vie)\b"
                r"|\bmieux (?:sans moi|si je (?:n'etais|mourais|disparaissais))\b|\b(?:vie"
                r"|vivre) (?:ne )?vaut (?:pas|plus)\b|\bme jeter (?:par|du|sous|d'un)\b"
                r"|\bplus la force de vivre\b|\bvaut (?:plus|pas) la peine (?:d'etre vecue|de vivre)\b"
            ),
            (
                r"\b(?:tuer|buter|egorger|poignarder|etrangler) (?:quelqu'un|mon (?:mari|pere|voisin|patron"
                r"|frere)|ma (?:femme|mere|s(?:oe|œ)ur|voisine))\b"
            ),
            # calls for help, intruders, attacks
            (
                r"\b(?:appel\w*|telephon\w+|previen\w+|contact\w+|besoin|envoi\w*|envoy\w+|compos\w+"
                rf"|fai[st]\w* venir|joindre|faut)\b{_SOME}{{0,3}} "
                r"(?:(?:l'|d'une )?ambulance|(?:les )?pompiers|samu|police|gendarmes?|gendarmerie|secours"
                r"|urgences|112|911|144|117|118|15|17|18"
                r"|le (?:15|17|18))\b(?! (?:minutes?|heures?|degres|pour cent|euros))|\b(?:besoin|vite"
                r"|urgence) (?:d'un|un) (?:medecin|docteur)\b"
                r"|\bappel\w* (?:vite |tout de suite )?(?:un|le) (?:medecin|docteur)\b"
            ),
            (
                r"^(?:(?:s'il te plait|sarai|vite) )*(?:au secours|a l'aide|l'aide|secours|aidez moi"
                r"|aide moi|aide nous|aidez nous"
                r"|a moi)(?: (?:au secours|a l'aide|vite|s'il te plait|s'il vous plait|aidez moi"
                r"|aide moi))*$"
                r"|\bau secours\b|^a l'aide\b|\bc'est une urgence\b|\burgence (?:medicale|vitale)\b"
                r"|\bquelqu'un (?:m'aide|peut m'aider)\b"
                r"|\bbesoin d'aide (?:vite|tout de suite|d'urgence|urgente?)\b"
            ),
            (
                r"\b(?:il y a|y a|c'est|vois|entends) (?:une? |des )?(?:\w+ )?(?:cambrioleurs?|voleurs?"
                r"|intrus|rodeurs?|inconnue?s?|etranger)\b"
                r"(?! (?:dans le film|celebre))|\b(?:entre|entree?s?|rentree?s?|entrer|rentrer|penetre\w*"
                r"|s'introdui\w+) (?:par effraction|de force)\b"
                r"|\b(?:essaie|essaye|essaient|essayent|tente|tentent|veut|veulent) (?:d'|de )?(?:entrer"
                r"|rentrer|forcer|casser)\b(?! (?:dans"
                r" (?:l'equipe|l'ecole)|le (?:mot|code)))|\bforc\w+ (?:la|ma|notre) (?:porte|serrure"
                r"|fenetre)\b|\bcambriole\w*\b(?=.*\b(?:me|nous|on|a|est)\b)"
                r"|\b(?:a|avec|tient) (?:un|une) (?:couteau|arme|pistolet|fusil|hache|machette)\b"
                r"|\bcoups de feu\b"
                r"|\bquelqu'un (?:est|s'est) (?:entre|introduit|rentre)(?: \w+)? (?:chez|dans)\b"
                r"|\bme suit dans la rue\b"
            ),
            (
                r"\b(?:bebe|enfant|fils|fille|chien|chat|petite?|chienne|chatte|niece"
                rf"|neveu)\b{_SOME}{{0,2}} (?:a |vient de |vient d')?"
                r"(?:mange|manger|avale|avaler|leche|bu|boire|mordu|suce)\b"
                r"(?: [\w']+){0,4} (?:champignons?|baies?|plantes?|feuilles?|savon|shampo\w+|peinture"
                r"|pieces?|aimants?|piles?|cigarettes?|megots?"
                r"|chocolat|raisins?|oignons?|mort|muguet|lego|bille|perle)\b"
            ),
        ]
    ),
    hints=pattern_of(
        [
            (
                r"^(?=.*\b(?:empoisonn\w+|toxiques?|javel|ammoniaque|vapeurs|monoxyde|blessure|plaie"
                rf"|{_MEDICINE})\b)"
                rf"(?=.*\b(?:{_PERSON}|je|j'ai|me|m'a|mon|ma|mal|nausees?|malade|vomi\w*)\b)"
            ),
            (
                r"\b(?:tete (?:qui )?tourne|nausees?|vomi\w*|vertiges?|mal (?:a la|de) tete)\b.*\b(?:gaz"
                r"|chaudiere|poele|fumee|cheminee)\b"
                r"|\b(?:gaz|chaudiere|poele|fumee|cheminee)\b.*\b(?:tete (?:qui )?tourne|nausees?|vomi\w*"
                r"|vertiges?|mal (?:a la|de) tete)\b"
            ),
            (
                rf"(?:{_PERSON}|\b(?:je|j'ai|me|lui|mon|ma|son|sa)\b).*\b(?:vomi(?:t|s|ssement)?s?"
                r"|de la fievre|evanoui\w*|gonflee?|enflee?"
                r"|tres mal (?:au|a)|atrocement mal|horriblement mal|paralysee?|delire|deshydrat\w+"
                r"|infectee?|malaise)\b"
            ),
        ]
    ),
    titles=pattern_of(
        [
            r"^(?:quand|a quelle heure|combien de fois|depuis quand)\b.*\b(?:detecteur|alarme|capteur)s?\b",
            (
                r"^(?:(?:dis|s'il te plait|sarai|tu peux|peux tu|tu pourrais|pourrais tu|je veux"
                r"|je voudrais|et|maintenant) )*"
                r"(?:(?:mets?|mettre|met|lance|lancer|joue|jouer|ecouter?|passe|passer)(?: moi)? (?:la "
                r"|une |le |un |l'|du |de la )?(?:chanson"
                r"|film|morceau|titre|disque|album|musique|serie|dessin anime|l'album|episode|podcast)|joue"
                r"|jouer|ecouter|chante\w*"
                r"|tradui\w+|cherche\w*)\b"
            ),
            (
                r"^(?:(?:dis|s'il te plait|sarai|tu peux|peux tu|tu pourrais|pourrais tu|je veux"
                r"|je voudrais|et|maintenant) )*(?:note\w*"
                r"|ajoute\w*|rajoute\w*|mets?|mettre|inscri\w+|enleve\w*|retire\w*|supprime\w*|raye\w*"
                r"|coche\w*)\b.*\b(?:liste|courses)\b"
            ),
            (
                r"^(?:(?:dis|s'il te plait|sarai|tu peux|peux tu|tu pourrais|pourrais tu|je veux"
                r"|je voudrais|et|maintenant) )*"
                r"(?:rappelle\w* (?:moi|nous)|me rappeler|n'oublie pas|(?:mets?|mettre|lance|lancer|regle"
                r"|regler)(?: moi)? (?:un|une|le|la|l') ?"
                r"(?:\w+ )?(?:minuteur|alarme|rappel|reveil|chrono)|annule\w*|achete\w*)"
            ),
            (
                r"^(?:qui|quel|quelle|quand|comment)(?: \w+)? (?:chante|chantait|a chante|a ecrit|a realise"
                r"|a invente|a decouvert|joue dans"
                r"|s'appelle (?:la chanson|le film))\b|\b(?:chanson|film|roman|serie|livre"
                r"|jeu video) (?:qui )?(?:s'appelle|appelee?|intitulee?"
                r"|sur|ou|dans lequel)\b"
            ),
        ]
    ),
)
