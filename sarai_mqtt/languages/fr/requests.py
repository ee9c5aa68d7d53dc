"""French orders that are not plain imperatives: polite, as a wish, or as an obligation.

They are matched against text without accents and hyphens, except those in the past tense.
"""

import re

from sarai_mqtt.languages.patterns import any_of, pattern_of
from sarai_mqtt.languages.schema.house import A_ROOM, A_THING, DEFINITE, NOUN, THE_ROOM
from sarai_mqtt.languages.schema.requests import Requests

# A noun after an elided article ("l'alarme") is marked as a bare one.
_THE = rf"(?:{DEFINITE}|l'{A_THING}|l'{A_ROOM})"
_ROOM = rf"(?:{THE_ROOM}|l'{A_ROOM})"
_SOFT = (
    r"(?:(?:(?:dis donc|dis moi|dis|he|hey|eh|ah|oh|ok|okay|d'accord|bon|ben|bah|euh|hop|allez|alors|et"
    r"|mais|maintenant|la"
    r"|tout de suite|sarai|pardon|excuse moi|excusez moi|s'il te plait|s'il vous plait|stp|svp|oui|ouais"
    r"|non|si|bonjour|salut"
    r"|bonsoir|tiens|ecoute|voila|donc|puis|ensuite|aussi|vite|enfin|merci de bien vouloir|merci de"
    r"|fais moi plaisir"
    r"|sois (?:gentille?|sympa|un amour)(?: et)?|essaie de|essaye de|veuillez|veuille|priere de|va|viens"
    r"|surtout|toujours"
    r"|sans faute|finalement|par contre|en fait|si possible) |(?:merci |essaie |essaye |priere )d')*?)"
)
_PAST_TENSE = re.compile(
    (
        r"^\W*(?:je |tu |il |elle |on |nous |vous |ils |elles )?(?:j'|t'|l')?(?:ai|as|a|avons|avez"
        r"|ont)\s+(?:\w+\s+)?\w+(?:é|ée|és|ées)\b"
    ),
    re.IGNORECASE,
)
"""Matches the compound past at the start ("j'ai allumé"), which reports and does not order."""

_PRONOUN = r"(?:(?:me|te|nous|vous|le|la|les|lui|leur|y|en) |[mtl]')*"
_ATTACHED = r"(?: (?:moi|toi|nous|le|la|les|lui|leur|y|en))*"
# Imperatives in -e: tu and, with -z, vous; the infinitive has -r.
_ER = any_of(r"""
    allum / rallum / ferm / referm / activ / desactiv / reactiv / baiss / rebaiss / abaiss / mont /
    remont / branch / debranch / rebranch / coup / arret / stopp / verrouill / deverrouill / bloqu /
    debloqu / augment / diminu / tamis / illumin / eclair / chang / annul / ajust / regl / programm /
    lanc / relanc / demarr / redemarr / declench / enclench / aspir / nettoi / nettoy / envoi / envoy /
    renvoi / renvoy / appel / appell / telephon / achet / reserv / command / not / enregistr / gard /
    effac / supprim / chauff / rechauff / refroidi / aer / arros / charg / recharg / prepar / localis /
    install / actualis / imprim / lav / repass / balay / balai / sech / decongel / reveill / rappel /
    rappell / sort / rentr / ajout / rajout / enlev / retir / lev / relev / soulev / tir / deroul /
    enroul / arm / desarm / connect / deconnect / jou / rejou / ecout / pass / saut / mut / paus / repet
    / trouv / cherch / verifi / control / surveill / pos / accroch / decroch / rang / laiss / vid / mix
    / raccroch / partag / transfer / transmet / not / agrand / reinitialis / synchronis / filtr / isol /
    ventil / vaporis / gonfl / barr
""")
_ORDER = (
    rf"(?:{_ER}(?:e|ez|es)|(?:re)?etein(?:s|t|dre)|(?:re)?eteign(?:ez|es|e)|(?:r|entr)?ouvr(?:e|ez|es)"
    r"|(?:re)?met(?:s|t|tez|tes|te)?"
    r"|reduis(?:ez)?|reduit|descends?|descendez|redescends?|reprends?|reprenez|suspends?|suspendez"
    r"|interromps?|interrompez"
    r"|assombri(?:s|ssez)|rafraichi(?:s|ssez)|obscurci(?:s|ssez)|refroidi(?:s|ssez)|inscri(?:s|vez)|tends?"
    r"|prends? en note|prevenez|previens"
    r"|vends?|maintiens|maintenez|tonds|tondez)"
)
_INFINITIVE = (
    rf"(?:{_ER}er|(?:re)?eteindre|(?:r|entr)?ouvrir|(?:re)?mettre|reduire|(?:re)?descendre|reprendre"
    r"|suspendre|interrompre|assombrir"
    r"|rafraichir|obscurcir|refroidir|inscrire|prevenir|maintenir|tondre|sortir)"
)
# The subjunctive and the present after "tu": "que tu éteignes", "tu éteins".
_THAT = (
    rf"(?:{_ER}(?:e|es|iez|ent|ez)|(?:re)?etein(?:s|t)|(?:re)?eteign(?:e|es|iez|ent|ez)|(?:r|entr)?ouvr(?:e"
    r"|es|iez|ent|ez)"
    r"|(?:re)?mett(?:e|es|iez|ent|ez)|(?:re)?mets?|reduis(?:e|es|iez|ent|ez)?|descend(?:e|es|iez|ent|s|ez)"
    r"|repren(?:ne|nes|iez|nent|ds|ez)"
    r"|suspend(?:e|es|iez|s)|assombriss(?:e|es|iez)|previenn(?:e|es)|maintienn(?:e|es))"
)
_MAKE = (
    r"(?:fai[st]|faites|faire|prepare|preparer)\b(?: (?:moi|nous|un|une|le|la|les|encore|du|de la|des|autre"
    r"|plus de|un peu de))*"
    r"(?: d'autre)? ?(?:cafe|the|photo|lessive|appel|reservation|commande|courses|popcorn|toasts?|menage"
    r"|bruit|copie|capture|appel video"
    r"|infusion|virement|cappuccino|lumiere|noir|vaisselle|vide|silence)\b"
)
_VERBS = (
    rf"(?:{_ORDER}\b{_ATTACHED}(?! (?:il|elle|on|ils|elles)\b)|{_MAKE}|(?:assure|assurez) (?:toi|vous)\b"
    r"|(?:veille|veillez) (?:a|bien)\b"
    r"|occupe toi d|occupez vous d|fai[st]es? (?:en sorte|attention a ce)|fais (?:en sorte|que|rentrer"
    r"|sortir|chauffer|cuire|bouillir|tourner|couler"
    r"|demarrer|partir|monter|descendre|sonner|jouer|entrer)\b|regarde[zr]? (?:si|ou)\b|demande[zr]? (?:a"
    r"|au|aux)\b"
    r"|evite[zr]? (?:de|d')|donne[zr]? (?:a manger|a boire|de l'eau|moi (?:de la lumiere|plus de lumiere))"
    r"|va (?:a|chercher|dans|nettoyer|voir)\b|ramene[zr]?\b|apporte[zr]?\b|amene[zr]?\b|montre[zr]? (?:moi"
    r"|nous) (?:la|le|les|mon|ma|mes)\b"
    r"(?! (?:verite|vie))|lis (?:moi )?(?:les|mes|mon|mon courrier)\b|dis(?: lui| leur)? (?:a|au|aux) \w+"
    r"|dis (?:lui|leur)\b|ecri(?:s|vez)(?: (?:lui|leur|a)\b| un (?:message|mail|sms|texto|courriel))"
    r"|souhaite\b|reponds? (?:a|au|aux)\b"
    r"|deplace[zr]? (?:la|le)|paye?z?\b(?= (?:la|le|mon|ma|les))|appuie[zr]? (?:sur|donc)\b|compose le"
    r"|aide[zr]? (?:moi|nous) a (?:allumer|eteindre|ouvrir|fermer|retrouver|trouver|chercher|localiser))"
)
_SERVICE = any_of(r"""
    rappels? / alarmes? / reveils? / minuteurs? / minuteries? / rendez vous / rdv / reunions? /
    reservations? / table pour / hotel / taxi / uber / vtc / vols? pour / billets? / appels? / messages?
    / mails? / courriels? / sms / textos? / whatsapps? / playlist / chansons? / musique / volume / liste
    (?:de|des) (?:courses|taches|commissions) / calendrier / agenda / commande / livraison / pizza /
    chrono / chronometre / compte a rebours / memo
""")
_NO_ORDER = pattern_of(
    [
        (
            r"\b(?:additionne|soustrai[st]|ajoute|enleve|retire|retranche|multiplie) (?:\d|une?|deux|trois"
            r"|quatre|cinq|six|sept|huit|neuf|dix)\b.*"
            r"\b(?:a|et|plus|moins|par|de)\b.*\b(?:\d+|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix)$"
        ),
        (
            r"\b(?:mets toi|mettez vous|mettons|imaginons) (?:a ma place|que|en|d'accord)\b"
            r"|\bdonne(?:z)? (?:moi )?(?:un|des|une|d'autres) (?:exemples?"
            r"|mots?|idees?|conseils?|recettes?)\b|\bappelle moi (?!un |une |a )\b"
            r"|\bpasse (?:moi )?(?:une bonne|le bonjour)\b"
        ),
        (
            r"\b(?:fai[st]|faites|prepare|commence|lance|ecris|ouvre|envoie|mets?|chante|joue"
            r"|invente)(?: (?:moi|nous))? (?:une? |le |la |l')?(?:\w+ )?"
            r"(?:blague|conte|poeme|histoire|plaisanterie|rime|devinette|discours|resume|biographie"
            r"|conversation|debat|question|charade"
            r"|quiz|comptine)\b"
        ),
        # heard as an order, or a saying
        (
            r"^(?:tu |il |elle |je |on |ca )?(?:me |te )?(?:coupe|passe|monte|joue|tire"
            r"|change) (?:la parole|le temps|sur les nerfs|des tours)\b"
            r"|\bcherche[zr]? (?:un mot|a comprendre|midi)\b|\becoute[zr]?(?: (?:moi|ca|bien))*$"
            r"|\bnote (?:que|bien)\b|\btrouve (?:que|ca)\b"
        ),
    ]
)
_TALK = (
    r"(?:(?:tu |vous )?(?:(?:me|m'|nous|lui) ?)?(?:racont\w+|dis\w*|expli\w+|chant\w+|parl\w+|aid\w+"
    r"|appren\w+|apprenn\w+|sois|soyez|sach\w+|aim\w+"
    r"|ecout\w+|comprenn\w+|recommand\w+|repond\w+|connaiss\w+|conseill\w+))"
)
_WISH = (
    r"(?:je veux bien|je veux|je voudrais bien|je voudrais|on veut|on voudrait|nous voulons|nous voudrions"
    r"|j'ai besoin|on a besoin|nous avons besoin"
    r"|j'aurais besoin|il me faut|il nous faut|il me faudrait|j'aimerais bien|j'aimerais|on aimerait"
    r"|nous aimerions|je prefererais|je prefere|je souhaite"
    r"|je souhaiterais|j'apprecierais|je te demande|je te prie|je vous prie|je t'ordonne|il faut"
    r"|il faudrait|faut|faudrait|il vaudrait mieux|il vaut mieux"
    r"|il serait (?:bon|temps|bien|preferable)|ce serait (?:bien|super|genial|sympa|mieux|cool|chouette)"
    r"|ca serait (?:bien|super|genial|sympa|mieux|cool|chouette)"
    r"|c'est l'heure|il est (?:temps|l'heure)|il est important|je serais content|ca m'arrangerait"
    r"|j'ai envie|envie|je desire)"
)
_STATE = (
    r"(?:(?:plus |moins |tres |bien |trop )?(?:allumee?s?|eteinte?s?|ouverte?s?|fermee?s?|branchee?s?"
    r"|debranchee?s?|verrouillee?s?|deverrouillee?s?"
    r"|bloquee?s?|levee?s?|baissee?s?|montee?s?|eclairee?s?|tamisee?s?|propres?|sombres?|chaude?s?"
    r"|froide?s?|frais|fraiche|tiede|activee?s?"
    r"|desactivee?s?|coupee?s?|chargee?s?|arrosee?s?|armee?s?|forte?s?|basse?s?|bas|haute?s?|clair|claire)"
    r"|en marche|en route|en pause|a fond"
    r"|au (?:max|maximum|min|minimum)|off|on|dans le noir|plus (?:fort|haut|bas|vite|lentement|doucement"
    r"|clair|sombre|chaud|frais|de lumiere))"
)
# Phrases that may precede the verb of an order.
_LEAD = (
    r"(?:(?:est ce que |est ce qu'|est ce que ca )?(?:(?:tu|vous|on|quelqu'un|ca) )?(?:ne )?(?:peux tu"
    r"|pouvez vous|pourrais tu|pourriez vous|pourrait on|peut on|veux tu"
    r"|voulez vous|voudrais tu|voudriez vous|sais tu|saurais tu|peux|pouvez|pourrais|pourriez|pourrait|peut"
    r"|veux bien|veux|voulez bien|voulez|voudrais bien|voudrais"
    r"|voudriez bien|voudriez|voudrais pas|pourrais pas|peux pas|pourrait pas|saurais|serais capable de"
    r"|es capable de|es capable d'|serais assez gentille? pour"
    r"|aurais la gentillesse de|auriez la gentillesse de|auriez l'amabilite de|peut etre)"
    r"|(?:est ce que )?(?:ca|cela) (?:ne )?(?:te |vous |t')(?:derange|derangerait|embete|embeterait|ennuie"
    r"|ennuierait)(?: pas)?(?: de| si tu)?"
    r"|(?:est ce qu'il |il |c' ?)?(?:est|serait)(?: il| ce)? possible (?:de|que tu)"
    r"|(?:est ce qu'il )?y aurait il moyen de|y a (?:il )?moyen de|il y a moyen de"
    r"|pourquoi (?:ne pas|tu ne|pas)|et si (?:tu|on)|si tu (?:peux|pouvais|pourrais|voulais bien)"
    r"|tu me fais le plaisir de|qu'est ce que tu attends pour"
    r"|n'hesite pas a|je te laisse|je compte sur toi pour)(?: (?:s'il te plait|s'il vous plait|stp|bien"
    r"|donc|juste|vite))* ?(?:d')?"
)
_REQUESTS = pattern_of(
    [
        rf"^{_SOFT}(?:{_LEAD} ?)?{_PRONOUN}(?:{_VERBS}|{_INFINITIVE}\b)",
        # a prohibition, as in n'allume pas, allume pas
        (
            rf"^{_SOFT}(?:ne |n'|surtout ne |surtout n'|pas |surtout pas |ne pas |plus |ne plus "
            rf"|jamais )+{_PRONOUN}(?:{_ORDER}|{_INFINITIVE}|{_THAT}|fais|faites"
            r"|touche[zr]?|permets|va)\b"
        ),
        # a reminder, as in n'oublie pas
        (
            rf"^{_SOFT}(?:n'oublie[zr]? (?:pas|surtout pas)|oublie[zr]? (?:pas|surtout pas)|pense[zr]?"
            r"|songe[zr]?|souviens toi|souvenez vous|tache[zr]?)"
            r" (?:a|de|d'|bien|que|qu')"
        ),
        (
            rf"^{_SOFT}(?:que|qu') ?(?:la|le|les|toutes|tout|tous|personne|quelqu'un|on|l'|tu"
            rf"|{_THE})\b.*\b(?:{_THAT}|soi(?:t|s|ent)|reste|restent|aie|joue)\b"
        ),
        # somebody should
        (
            rf"^{_SOFT}(?:quelqu'un|l'un de vous|on|tu|vous) (?:devrai[ts]|devriez|dois|doit|devez"
            r"|pourrai[ts]|peut|peux|va|vas|n'as qu'a|n'avez qu'a|ferais mieux d'"
            r"|ferais mieux de|ferait bien de|ferait bien d')(?: bien| aussi"
            rf"| pas)? ?{_PRONOUN}{_INFINITIVE}\b"
        ),
        # a polite question, as in tu peux, tu m'allumes
        (
            rf"^{_SOFT}{_LEAD} ?(?:s'il te plait )?{_PRONOUN}(?:{_THAT}\b|faire (?:un|une|le|la|du|des|moi"
            r"|nous|en sorte|rentrer|sortir)\b|donner a (?:manger|boire)"
            r"|chercher m(?:on|a|es)|regarder si|verifier|t'assurer|te charger|me montrer (?:la|le|les|mes)"
            r"|me lire (?:mes|les|mon)|dire a\b|nous faire\b|me faire (?:un|une|du|couler)\b)"
        ),
        rf"^{_SOFT}(?:peux|peut|pourrais|pourrait|pouvez)(?: [\w']+){{1,5}} {_THE}$",
        rf"^{_SOFT}(?:tu|vous) {_PRONOUN}{_THAT}(?: [\w']+){{0,2}}? {_THE}",
        rf"^{_SOFT}(?:tu|vous) (?:me |m'|nous ){_THAT}\b",
        (
            rf"^{_SOFT}(?:si|et si) (?:tu|on|vous) {_PRONOUN}(?:{_ER}(?:ais|ait|iez)|eteign(?:ais|ait|iez)"
            r"|ouvr(?:ais|ait|iez)|mett(?:ais|ait|iez))\b"
        ),
        # a wish, as in je veux que
        (
            rf"^{_SOFT}{_WISH}(?: bien| vraiment| absolument)? (?:que "
            rf"|qu')(?!{_TALK}\b)(?:[\w']+ ){{0,6}}?(?:{_THAT}|soi(?:t|s|ent|yez)|reste|restent|fass\w+"
            r"|aie|ait|aille|ailles|vienne|sonne|s'allume|s'eteigne|se ferme|s'ouvre)\b"
        ),
        (
            rf"^{_SOFT}{_WISH} (?:avoir |laisser |voir |d'|de |d'avoir )?(?:{_THE}|{NOUN} {_STATE}|(?:plus"
            r"|moins|un peu plus|un peu) (?:de|d') ?"
            r"(?:lumiere|chaleur|musique|volume|air|silence|son|fraicheur)|un peu de (?:lumiere|musique"
            r"|chaleur|air|silence))"
        ),
        (
            rf"^{_SOFT}(?:{_WISH}|je dois|on doit|nous devons|tu dois|vous devez|tu devrais|on devrait"
            r"|nous devrions|vous devriez|on va|nous allons|on peut|on pourrait"
            r"|nous pourrions|c'est le moment|il serait temps) (?:de "
            rf"|d')?{_PRONOUN}{_INFINITIVE}\b.*(?:{_THE}|\b{NOUN}\b)"
        ),
        (
            rf"^{_SOFT}{_WISH} (?:de |d')?(?:ecouter|entendre|voir|regarder|mettre) (?!une? (?:conte|blague"
            r"|histoire)|mon monde)"
        ),
        rf"^{_SOFT}{_WISH} (?:de |d')?{_PRONOUN}{_INFINITIVE}(?: [\w']+)? {_THE}",
        (
            rf"^{_SOFT}{_WISH} (?:de |d')?(?:{_INFINITIVE}|nourrir) (?:le |la |les |mes )?(?:plantes?"
            r"|fleurs|pelouse|gazon"
            r"|linge|vaisselle|chat|chien|poissons|poubelles?)\b"
        ),
        # an obligation, as in la lumière devrait
        (
            rf"^{_SOFT}{_THE}(?: [\w']+){{0,3}}? (?:ne )?(?:devrait|devraient|doit|doivent|pourrait"
            r"|pourraient|aurait du|a besoin d|ont besoin d|faudrait|faut)\b"
        ),
        rf"\b(?:devrait|devraient|doit|doivent) (?:pas )?(?:etre|rester|se trouver)\b.*{_THE}",
        # services of a machine
        (
            rf"^{_SOFT}(?:{_WISH}|je dois|on doit|nous devons|je peux|je pourrais|puis je|tu peux|peux tu"
            r"|tu pourrais|pourrais tu)(?: (?:que tu|de|d'))?"
            r"(?: ?(?:me |m'|nous )?(?:faire|mettre|avoir|creer|commander|envoyer|ajouter|chercher|trouver"
            r"|fasses|mettes|envoies|programmer|regler|prendre|lancer))?"
            r" ?(?:une? |des |mon |ma |mes |le |la |l'|du |de la |un autre "
            rf"|une autre )?(?:\w+ ){{0,2}}{_SERVICE}\b"
        ),
        (
            rf"^{_SOFT}(?:{_WISH}|je dois|on doit|nous devons|il faut que je) (?:de |d')?(?:appeler"
            r"|telephoner|envoyer|reserver|commander|ecrire a|appelle|telephone|envoie"
            r"|reserve)\b"
        ),
        (
            r"\brappelle[zr]? (?:moi|nous)\b|\b(?:me|nous) rappeler? (?:de|d'|que|demain|a|ce|dans)\b"
            r"|\bque tu me rappelles\b|\bfa(?:is|ire|ites) (?:moi )?penser a\b"
            r"|\bpour (?:pas|ne pas) que j'oublie\b|\bne me laisse pas oublier\b"
        ),
        (
            r"\b(?:a|de|dans|sur|vide|efface|supprime|nettoie) (?:ma|notre|la|mon|l'|nos"
            r"|mes) ?(?:listes?(?: (?:de|des) (?:courses|taches|commissions|cadeaux))?|agenda|calendrier"
            r"|panier)\b(?! (?:plus|des pays|des planetes))"
        ),
        (
            rf"^{_SOFT}(?:cree[zr]?|fai[st]|faites|faire|programme[zr]?|mets?|mettez|mettre|ajoute[zr]?"
            r"|deplace[zr]?|cherche[zr]?|trouve[zr]?|organise[zr]?|prends?|prenez|regle[zr]?|lance[zr]?"
            r"|planifie[zr]?)\b(?: (?:moi|nous|un|une|des|mon|ma|le|la|autre|nouveau|nouvelle|nouvel|du|de"
            rf"|encore))*(?: l'| d')? ?(?:[\w']+ )?{_SERVICE}\b"
        ),
        (
            rf"^{_SOFT}(?:raye|coche|vide|contacte|informe|saute|(?:chanson|piste|titre"
            r"|morceau) (?:suivante?|precedente?)|(?:une )?autre chanson|change de (?:chanson|titre"
            r"|morceau|chaine|station)|parle (?:plus|moins) (?:fort|bas|doucement|lentement|vite)"
            r"|moins (?:fort|haut|de bruit)|pas si fort|un peu (?:plus|moins) (?:fort|haut|bas)"
            r"|plus (?:fort|haut|bas|doucement)|aide moi a (?:retrouver|trouver|chercher|localiser"
            r"|me souvenir)|suivant|suivante|precedent|pause|lecture)\b"
        ),
        (
            rf"^{_SOFT}(?:j'ai (?:encore )?perdu|je (?:ne )?(?:trouve|retrouve) (?:pas|plus)"
            r"|je (?:ne )?sais (?:pas|plus) ou (?:est|sont|j'ai mis|j'ai laisse)) (?:mon|ma|mes|le|la|les)"
            r" (?:portable|telephone|cles?|clefs?|telecommande|portefeuille|tablette|lunettes|mobile|sac)\b"
        ),
        rf"^{_SOFT}(?:le )?(?:volume|son) (?:a|au|plus|en)\b",
        # without a verb, as in lumières éteintes
        (
            rf"^{_SOFT}(?!(?:told|est|sont|y|il|reste|restent|c'est|qui|quel|quelle|quels|quelles|quand|ou"
            r"|comment|j'ai|tu|elle|on|pourquoi)\b)(?:toutes? |tous )?"
            rf"(?:(?:la|le|les|mon|ma|mes) |l')?(?:[\w']+ )?{NOUN}(?: (?:du|de la|des|de) [\w']+"
            rf"| de l'\w+){{0,2}} {_STATE}"
            r"(?: (?:s'il te plait|s'il vous plait|stp|maintenant|tout de suite|dans .*))*$"
        ),
        (
            rf"^{_SOFT}(?:plus de|moins de|encore(?: un peu)?(?: plus)? de|assez de|encore|stop|fini|du"
            r"|de la|un peu de"
            rf"|un peu plus de)(?: la| le| les)? ?{NOUN}(?: (?:s'il te plait|s'il vous plait|stp|ici|la))*$"
        ),
        (
            rf"^{_SOFT}(?:un peu )?(?:plus|moins) (?:fort|haut|bas|sombre|clair|chaud|froid|frais|vite"
            r"|doucement|lumineux)(?: (?:s'il te plait|s'il vous plait|stp))?$"
        ),
        # a complaint, as in il fait trop noir ici
        (
            rf"^(?=.*\b(?:ici|dans {_ROOM}|au {A_ROOM}|{_ROOM})\b)(?=.*\b(?:il fait|c'est|y a|il y a|on a"
            r"|ca fait)\b)(?=.*\b(?:tres|trop|bien|tellement|si|un peu|assez|pas assez|super|hyper)"
            r" (?:de )?(?:noir|sombre|clair|froid|chaud|bruit|lumiere|humide|frais|lourd"
            r"|fort)\b)(?!.*\b(?:est ce|combien|pourquoi)\b)"
        ),
        (
            r"\b(?:il fait|c'est) (?:\w+ )?(?:trop|super|hyper|vraiment|tellement) (?:noir|sombre|froid"
            r"|chaud|bruyant|clair|fort|bas)\b(?! (?:en|au|dehors|a l'exterieur|pour))"
            r"|\bon (?:n'y|y|n'y) (?:voit|vois) (?:rien|plus rien|goutte)\b|\b(?:il fait|c'est) (?:noir"
            r"|sombre|froid|chaud) (?:ici|la dedans)\b|\bici il fait (?:froid|chaud|noir|sombre)\b"
            r"|\bon (?:gele|creve de chaud|se les gele|s'entend plus)\b|\bca (?:hurle|gueule) trop\b"
        ),
    ],
    start=rf"^{_SOFT}",
)

REQUESTS = Requests(requests=_REQUESTS, no_order=_NO_ORDER, past_tense=_PAST_TENSE)
