"""French patterns for questions and statements about the house, without accents and hyphens."""

import re

from sarai_mqtt.languages.patterns import pattern_of
from sarai_mqtt.languages.schema.house import A_ROOM, A_THING, DEFINITE, NOUN, THE_ROOM, HouseQuestions

# A noun after an elided article ("l'alarme") is marked as a bare one.
_THE = rf"(?:{DEFINITE}|l'{A_THING}|l'{A_ROOM})"
_ROOM = rf"(?:{THE_ROOM}|l'{A_ROOM})"
_SOFT = (
    r"(?:(?:dis donc|dis|he|hey|eh|ah|oh|ok|okay|d'accord|bon|ben|bah|euh|alors|et|mais|maintenant|la|sarai"
    r"|pardon|excuse moi"
    r"|excusez moi|s'il te plait|s'il vous plait|stp|svp|oui|non|tiens|au fait|une question|donc|bonjour"
    r"|salut) )*?"
)
_ASK = r"(?:est ce que |est ce qu')?"
_PART = (
    r"(?:(?:allume|eteint|ouvert|ferme|branche|debranche|verrouille|deverrouille|bloque|debloque|leve"
    r"|baisse|monte|charge|active|desactive"
    r"|arme|desarme|fini|termine|occupe|bouche|abime|plein|vide|casse|mouille|coupe|regle|programme|endormi"
    r"|reveille|entrouvert|tamise"
    r"|connecte|deconnecte|rempli|range|chaud|froid|sali|pret)(?:e|es|s)?|propres?|sales?|libres?|vides?"
    r"|seche?s?|en (?:marche|route|panne|pause|charge"
    r"|service|veille|cours)|hors service|a l'arret|a clef?|a jour)"
)
_BE = r"(?:est|sont|etait|etaient|reste|restent|est reste|est restee|sont restes|sont restees|a ete|ont ete)"
# The same in an inverted question ("la porte est elle fermee").
_IT = r"(?: (?:il|elle|ils|elles|t il|t elle|t ils|t elles))?"
_WHO = (
    r"(?:quelqu'un|personne|tout le monde|maman|papa|mamie|papi|les enfants|les (?:garcons|filles)|(?:le"
    r"|mon) (?:bebe|chien|chat|mari|fils|pere|frere"
    r"|copain|petit)|(?:la|ma) (?:chienne|chatte|femme|fille|mere|s(?:oe|œ)ur|copine|petite|baby sitter"
    r"|femme de menage)|mes (?:parents|enfants)|il|elle|ils|elles)"
)
_HERE = (
    r"(?:a la maison|chez (?:nous|moi|elle|lui)|ici|la|dedans|dehors|en haut|en bas|a l'interieur"
    rf"|dans {_ROOM}|au {A_ROOM}|{THE_ROOM}|devant {_THE}"
    r"|a la porte|au portail|reveillee?s?|endormie?s?|debout|au lit|rentree?s?)"
)
_LEFT = (
    r"(?:laisse|ferme|eteint|allume|ouvert|mis|oublie|branche|debranche|sorti|arrose|donne|gare|range"
    r"|verrouille|baisse|leve|coupe|arrete|active"
    r"|nourri|vide|sortie)(?:e|es|s)?"
)
_AUX = (
    r"(?:j'ai|ai je|on a|a t on|nous avons|avons nous|tu as|as tu|t'as|vous avez|avez vous"
    r"|il a|elle a|a t il|a t elle|quelqu'un a)"
)
HOUSE_QUESTIONS = HouseQuestions(
    lead_in=re.compile(
        rf"^{_SOFT}(?:{_ASK}(?:tu|vous) (?:peux|pourrais|pouvez|pourriez|sais|savez) (?:(?:me"
        r"|nous) )?(?:dire |verifier |regarder |voir |confirmer )?"
        r"|(?:peux|pourrais) tu (?:(?:me|nous) )?(?:dire|verifier|regarder|voir|confirmer|rappeler) "
        r"|(?:pouvez|pourriez) vous (?:(?:me|nous) )?"
        r"(?:dire|verifier|regarder|confirmer) |(?:dis|dites|rappelle) (?:moi|nous) |(?:sais|sauriez"
        r"|savez) (?:tu|vous) |(?:verifie|verifiez|regarde|regardez"
        r"|confirme moi|confirme|controle) |(?:je (?:veux|voudrais|me demande)|j'aimerais"
        r"|on voudrait) (?:bien )?(?:savoir )?|je (?:ne )?sais (?:pas|plus) "
        r"|je me demande |une idee de |aucune idee de |tu as une idee de )"
        r"(?:si |s'(?=il)|(?=qui\b|que\b|qu'|quel|quand|ou\b|comment\b|combien\b|pourquoi\b|a quel|ce qu"
        r"|la temperature|l'etat|la batterie|est ce))"
    ),
    own=pattern_of(
        [
            # whether the home has such a thing at all
            (
                rf"^{_SOFT}{_ASK}(?:il y a|y a t il|y a|on a|a t on|avons nous|nous avons|as tu|tu as|tu"
                rf" connais|connais tu"
                r"|tu vois|vois tu|tu trouves|tu controles|j'ai|ai je|vous avez|vous connaissez)"
                r" (?:encore |bien )?"
                rf"(?:(?:une?|des|d'autres|un autre|une autre|de la|du) |d'|l')?(?:[\w']+ )?{NOUN}"
                rf"(?: (?:ici|a la maison|chez (?:nous|moi)|dans {_ROOM}|au {A_ROOM}|quelque part|aroom"
                rf"|theroom))?$"
            ),
            (
                r"\b(?:il y a|y a t il|y a) (?:eu )?(?:une |des |du )?(?:fuites?|mouvements?|courants?"
                r" d'air)\b"
                r"(?! (?:de (?:cerveaux|capitaux|gaz)|social|artistique|litteraire))"
            ),
            (
                rf"(?:{_THE}|\b(?:la maison|le garage)) (?:a|ont)(?: (?:t il|t elle))? (?:une? |des"
                rf" )(?:\w+ )?{NOUN}$"
            ),
            # people and animals of the house
            (
                rf"^{_SOFT}{_ASK}{_WHO} (?:(?:dort|dorment)(?: (?:encore|deja|bien|enfin|dans \w+))?$"
                rf"|(?:est|sont)(?: (?:il|elle|ils|elles))?(?: \w+)?"
                rf" (?:couchee?s?"
                r"|levee?s?|au (?:travail|boulot|bureau|lit)|a l'ecole))\b"
            ),
            (
                rf"^{_SOFT}{_ASK}\w+ (?:dort|mange|travaille)$|^{_SOFT}{_ASK}\w+ (?:est|sont)(?: (?:il"
                rf"|elle))? (?:deja |encore |bien )?(?:rentree?s?"
                rf"|partie?s?"
                r"|au (?:travail|boulot|lit)|a l'ecole|couchee?s?|a la maison)$"
            ),
            (
                r"\ba quelle heure (?:est ce qu(?:e |'))?(?:\w+ )?(?:est|sont|rentre|rentrent|part|arrive)"
                r"(?: (?:il|elle|t il|t elle))?(?: (?:rentr|parti|arriv|sorti|couch)\w*)?(?: \w+)?$"
            ),
            (
                r"\bquelqu'un (?:est|n'est) (?:entree?|venue?|passee?|sortie?|rentree?)\b(?! (?:dans"
                r" l'histoire|sur la"
                r" lune))|\bquelqu'un a (?:ouvert|ferme|touche|sonne|frappe|appele|allume|eteint|laisse)\b"
            ),
            # what it uses, needs and has left
            (
                r"\b(?:qu'est ce qui|quel (?:appareil|truc)|quelle (?:chose|piece|prise)|quel athing"
                r"|quelle athing) "
                r"(?:consomme|depense|utilise|tire) (?:le )?(?:plus|moins)\b"
            ),
            (
                r"\bcombien (?:on a|a t on|avons nous|j'ai|ai je|nous avons) (?:consomm|depens|produi|pay"
                r"|utilis)\w*\b"
                r".*\b(?:electricite|eau|gaz|chauffage|courant|energie|lumiere)\b"
            ),
            r"\bquelle (?:chaine|station)\b(?: \w+){0,3} (?:tele|television|radio|poste|thething)\b",
            (
                rf"(?:{_THE}|\b(?:la|le|les|mes|ma) (?:pelouse|gazon|plantes?|fleurs)) (?:a|ont)(?: (?:t"
                rf" il|t elle|t ils"
                r"|t elles))? besoin d(?:'|e )\w+"
            ),
            (
                rf"\bcombien (?:de |d')?\w+ ?(?:a|au|pour|sur|dans) (?:{_THE}|{NOUN}|(?:la|le|les|mes)"
                rf" (?:lessive|linge"
                r"|vaisselle|cycle))|\bcombien (?:de |d')(?:toner|encre|sel|lessive|lait|cafe|croquettes"
                r"|granules|bois"
                r"|(?:oe|œ)ufs|pain|bieres?|piles)(?: (?:il )?(?:nous |me )?(?:reste|y a|on a)| (?:a t on"
                r"|avons nous"
                r"|reste t il))"
                r"|\b(?:il reste|reste t il|on a|il y a) (?:encore )?combien (?:de |d')(?:toner|encre|sel"
                r"|lessive|lait|cafe"
                r"|croquettes|granules|bois|(?:oe|œ)ufs|pain|bieres?|piles)\b"
            ),
            (
                r"\bquel(?:le)? est (?:la |le |l')?(?:pression|niveau|puissance|debit|charge|mode"
                r"|luminosite|position"
                rf"|consigne)(?: \w+)? (?:de |du |des |d')*(?:{_THE}|{NOUN})"
            ),
            (
                r"\b(?:internet|le wi ?fi|la box|le reseau|le courant|l'electricite|thething|athing)"
                r" (?:est|sont)(?: (?:il|elle))?(?: \w+)? (?:en panne|coupee?s?|tombee?s?|revenue?s?"
                r"|lente?s?)$"
            ),
            (
                r"\bil (?:faisait|a fait) (?:plus |moins |si |tres |aussi )?(?:chaud|froid|frais|bon"
                r"|humide|sombre)"
                r" (?:ici|dedans|a la maison|chez (?:nous|moi)|en haut|a l'etage)\b"
            ),
            # "les arroseurs sont-ils allumés", whichever thing it is
            (
                rf"^{_SOFT}(?:(?:le|la|les|mon|ma|mes|notre|nos) |l')"
                r"(?!guerre|monde|film|match|soleil|concert)"
                r"(?:[\w']+ ){1,4}?(?:est|sont|a t|ont|tourne t|tournent|marche t|marchent|fonctionne t"
                r"|fonctionnent) (?:il|elle|ils|elles)(?: (?:deja|encore|bien|toujours))*"
                r" (?:allum|eteint|ouvert|ferm|fini|termin|branch|charg|vid|plein|pret|en marche|verrouill"
                r"|activ|arm|arret)\w*$"
            ),
            (
                r"\b(?:on|nous|je|j'ai|on a|la maison|les panneaux) ?(?:[\w']+ ){0,2}?(?:consomm|gaspill"
                r"|produi|gener)(?:e|ons|t|s|sent|ent|er|ait)?\b"
                r"(?! (?:les|des) (?:humains|gens|vaches))"
            ),
            (
                r"\bcombien (?:d'|de )(?:\w+ )?(?:electricite|courant|energie|eau|gaz|watts|kilowatts?"
                r"|kilowattheures?|kwh|donnees|chauffage)\b"
                r"(?!.*\b(?:une?|annees lumiere|le soleil|les humains|un humain|par personne|france"
                r"|monde)\b)"
            ),
            (
                r"\bcombien (?:on |nous |a |ai |avons |est ce qu'on |est ce que nous "
                r"|la maison )?(?:consomm|depens|produi|gaspill)\w*(?: \w+){0,4}"
                r" (?:on|nous|la maison|l'electricite|aujourd'hui|hier|ce mois|cette semaine|maintenant"
                r"|panneaux)\b|\bcombien (?:on |nous |est ce qu'on )"
                r"(?:consomm|produi|depens)\w*\b|\bfacture d(?:e gaz|'electricite|'eau|e chauffage)\b"
                r"|\b(?:notre|ma|quelle est la) (?:consommation|production)\b"
            ),
            (
                r"\bcombien (?:consomme|consomment|de temps|il reste|reste t il|dure"
                rf"|manque)(?: [\w']+){{0,4}} {_THE}"
                r"(?! (?:moyenne?|en general))"
            ),
            (
                r"\b(?:temperature|degres|humidite|taux d'humidite|quelle (?:chaleur|temperature)"
                r"|qualite de l'air|co2|(?:il fait|fait il|fait t il) (?:\w+ )?(?:froid|chaud"
                r"|humide|sombre|noir|bon|clair|frais|combien))\b.*\b"
                rf"(?:dedans|ici|a la maison|interieure?|chez (?:nous|moi)|a l'etage|en haut|en bas|{_ROOM}"
                rf"|dans {A_ROOM}|{NOUN})\b"
            ),
            (
                r"\b(?:combien|quelle temperature) (?:il )?fait (?:t )?(?:il )?(?:dans|a l'interieur"
                rf"|dedans|ici|chez nous|chez moi|au {A_ROOM}|{_ROOM})"
            ),
            (
                rf"\bqui (?:est ce qui )?(?:est|etait|sont|reste)(?: encore| deja)? (?:{_HERE})\b"
                r"|\bqui (?:est ce qui )?(?:l'|m'|les |nous |t')?(?:a|ont|est) (?:ouvert|ferme"
                r"|allume|eteint|entre|rentre|sorti|sonne|appele|venu|laisse|touche|mis|leve|baisse|arrive"
                r"|utilise|enleve|deverrouille|verrouille|debranche|monte|coupe)"
                r"(?:e|es|s)?\b(?! (?:la boite de pandore|le premier|la voie))|\bqui (?:sonne|appelle"
                r"|frappe|est la)\b|\bil y a qui\b|\bqui est (?:rentre|sorti)\b"
            ),
            (
                rf"\b(?:il y a|y a t il|y a|est ce qu'il y a|reste t il) {_WHO}\b(?:.*\b{_HERE})?"
                rf"|\b{_WHO} (?:est|sont|est encore|est deja|est t|sont t|est bien)(?: il| elle| ils"
                rf"| elles)? (?:deja |encore |bien )?(?:{_HERE})|\best ce qu(?:e |')?{_WHO} (?:est|sont"
                rf"|dort|dorment)(?: deja| encore| bien)? ?(?:{_HERE}|arrivee?s?|partie?s?|sortie?s?)?\b"
            ),
            (
                r"\bou (?:est|sont|se trouve|se trouvent|est ce que j'ai (?:mis|laisse|pose|gare)"
                r"|j'ai (?:mis|laisse|pose|gare)|ai je (?:mis|laisse|pose|gare)|est passee?)"
                r" ?(?:mon|ma|mes|le (?:chat|chien|bebe|petit|robot)|la (?:telecommande|voiture|chatte"
                r"|chienne|petite|tablette)|les (?:cles|clefs|enfants)"
                r"|maman|papa|tout le monde|l'aspirateur)\b|\bou (?:j'ai|ai je|est ce que j'ai) (?:mis"
                r"|laisse|pose|gare)\b"
            ),
            (
                rf"^{_SOFT}{_ASK}(?:{_AUX}|je n'ai pas|j'ai pas) (?:(?:bien|pas|deja|encore"
                rf"|peut etre) )*{_LEFT}\b.*(?:{_THE}|\b{NOUN}\b|\b{_PART}\b|voiture|telephone"
                r"|chat|chien|plantes|cle)"
            ),
            (
                rf"^{_SOFT}{_ASK}(?:tout|toutes?|tous|quelque chose|rien|ca|c')(?: [\w']+){{0,2}} ?(?:est"
                rf"|sont|c'est)(?: il| elle)? (?:bien |deja |encore )?{_PART}\b"
            ),
            (
                r"\b(?:il y a|y a t il|y a|reste t il|il reste|j'ai laisse|on a laisse|avons nous"
                rf"|on a) (?:encore |toujours )?(?:une?|des|d'autres|plusieurs|quelques) (?:[\w']+ )?{NOUN}"
                rf"(?: [\w']+)? ?(?:{_PART}|dans|au|a|qui|sans)\b|\b(?:il y a|y a t il"
                r"|y a) (?:quelque chose|quelque chose d'|quelque chose de|rien)(?: d'"
                rf"| de)? ?(?:\w+ )?{_PART}\b"
            ),
            (
                r"\b(?:quel(?:le)?s?|combien de|combien d'|lesquel(?:le)?s|laquelle|lequel)(?: des| de"
                rf"| d')? ?(?:mes |nos |la )?(?:{NOUN})(?: [\w']+){{0,4}}? (?:{_BE}|est ce|il y a|y a t il"
                r"|on a"
                r"|avons nous|j'ai|ai je|reste t il|manquent?|sont elles|sont ils)\b(?! (?:le "
                r"|la )?(?:monde|maison blanche|univers))"
            ),
            (
                r"\b(?:dans|sur|a|de) (?:la|ma|notre|mon|l'|le) ?(?:listes?(?: (?:de|des) (?:courses|taches"
                r"|commissions))?|agenda|calendrier|boite aux lettres|boite mail"
                r"|frigo|congelateur|garde manger|frigidaire|refrigerateur|placard)\b(?! (?:a|de) paris)"
                r"|\bqu'est ce que (?:j'ai|on a|nous avons)(?: de)? (?:prevu|aujourd'hui|demain"
                r"|note|programme|a faire)\b"
            ),
            (
                r"\b(?:j'ai|ai je|on a|a t on|avons nous|il y a|y a t il|reste t il|as tu|j'ai recu"
                r"|est arrive)(?: (?:encore|bien|deja|un|une|des|de|d'|du|quelques|plusieurs|nouveaux"
                r"|nouveau"
                r"|nouvelles|d'autres|mis|programme|prevu|recu|pas))* ?(?:d')?(?:messages?|mails?"
                r"|courriels?|sms|rappels?|alarmes?|reveils?|minuteurs?|minuterie|rendez vous|rdv|reunions?"
                r"|evenements?"
                r"|appels?(?: manques?| en absence)?|notifications?|colis|courrier|lettres?|taches?"
                r"|commandes?|de la visite|visiteurs?)\b"
                r"|\b(?:quels?|quelles?|combien de|combien d') ?(?:alarmes?|minuteurs?|reveils?|rappels?"
                r"|rendez vous|reunions?|taches?|messages?)\b|\b(?:alarme|minuteur|reveil|minuterie)s?"
                r" (?:est|sont|en cours|actifs?|actives?|programmee?s?|regle)\b"
            ),
            (
                r"\b(?:(?:reste|manque) t il|il (?:reste|manque)|est ce qu'il (?:reste|manque)|y a t il"
                r"|il y a|est ce qu'il y a|avons nous|on a|a t on|est ce qu'on a|faut il(?: acheter)?"
                r"|il faut acheter"
                r"|nous reste t il|il nous reste)(?: (?:encore|assez|plus|toujours|besoin))* ?(?:du|de la"
                r"|de l'|des|de|d'|un|une)? ?(?:lait|(?:oe|œ)ufs|pain|beurre|cafe|the|sucre|biere|bieres"
                r"|vin|riz"
                r"|pates|fromage|papier toilette|lessive|croquettes|piles|fruits|eau|jus|huile|sel|yaourts"
                r"|farine|eau chaude|courant|electricite|internet|reseau|wifi)\b(?! (?:sur (?:mars|la lune)"
                r"|dans (?:le monde|la mer|l'univers)))"
            ),
            (
                r"\b(?:quand|a quelle heure) (?:est ce que )?(?:sonne|passe|passent|commence|est"
                r"|j'ai)(?: t il| t elle)? ?(?:la|le|les|mon|ma|l')? ?(?:prochaine? )?(?:alarme|minuteur"
                r"|reveil|rendez vous"
                r"|reunion|poubelles?|eboueurs|camion poubelle)\b|\b(?:mon|le|ma"
                r"|la) (?:prochaine? )?(?:rendez vous|reunion|reveil|alarme|minuteur) (?:est|sonne|c'est)\b"
            ),
            (
                r"\b(?:(?:le|la|les|mon|ma|mes|un|des) |l')(?:facteur|colis|courrier|livreur|plombier"
                r"|femme de menage|chat|chien|enfants|poissons|invites"
                r"|poubelles?|lettre|journal|paquet|bebe)(?: (?:est|sont|a|ont))?(?: (?:il|elle|ils|elles"
                r"|t il|t elle))?(?: deja| bien| ete| encore)* (?:passee?s?|arrivee?s?|venue?s?|mange"
                r"|sortie?s?"
                r"|bu|rentree?s?|nourrie?s?|livree?s?|relevee?s?|ramassee?s?|vide|videe?s?)\b"
                r"|\bquelqu'un a (?:appele|sonne|telephone|frappe)\b|\bon a sonne\b|\ba t on sonne\b"
            ),
            (
                r"\b(?:quelle|c'est quoi|quel) (?:est )?(?:cette |la |le |ce )?(?:chanson|musique|morceau"
                r"|titre|chaine|station|album)(?: (?:est ce|c'est|qui (?:passe|joue)|passe|joue"
                r"|en ce moment|la|maintenant"
                r"|est ce que c'est))*$|\bqu'est ce qui (?:passe|joue|est en train de (?:passer|jouer))\b"
                r"|\bqu'est ce qu'il y a (?:a la (?:tele|radio|television)|dans theroom|sur la (?:tele"
                r"|une))\b"
                r"|\bqui (?:chante|joue)(?: (?:ca|cette chanson|la|maintenant))?$|\b(?:a quel|le"
                r"|quel est le) volume\b(?! d'une?)|\bcomment s'appelle cette (?:chanson|musique)\b"
            ),
            (
                r"\b(?:batterie|charge|piles?) (?:du|de la|de l'|de mon|de ma|des|reste|est"
                r"|restante)\b(?! une?)|\b(?:combien de|combien il reste de|quelle est la|reste t il de la"
                r"|il reste combien de)"
                r" (?:batterie|charge)\b(?! (?:a une|dans une|d'une))|\b(?:est|sont) (?:il |elle |ils "
                r"|elles )?en charge\b|\b(?:a|ont) (?:t il |t elle )?(?:encore |assez )?(?:de la "
                r"|de )?(?:batterie|pile)s?\b"
            ),
            (
                rf"^{_SOFT}pourquoi (?:est ce que )?{_THE}(?: [\w']+)? ?(?:ne |n')?(?:{_BE}|s'est|se sont"
                r"|marche|marchent|fonctionne|fonctionnent|sonne|sonnent|bipe|clignote|clignotent|s'allume"
                r"|s'eteint"
                rf"|repond|demarre|fait)\b|^{_SOFT}pourquoi (?:est ce qu')?(?:il|elle|c'est"
                rf"|ca) (?:\w+ )?(?:bipe|clignote|sonne|si (?:sombre|froid|chaud) (?:ici|dans {_ROOM}))\b"
            ),
            (
                rf"\b(?:etat|statut) (?:de |du |des )?(?:{_THE}|{NOUN})|\bdans quel etat (?:est"
                rf"|sont) {_THE}|\bcomment (?:va|vont|est|sont) {_THE}"
            ),
            (
                r"\ba (?:combien|quel(?:le)? (?:temperature|hauteur|niveau|volume|heure|pourcentage"
                rf"|vitesse|degre))(?: [\w']+){{0,3}} ?(?:{_THE}|{_BE}|s'allume|s'eteint|se (?:ferme"
                r"|ouvre))\b.*"
                rf"(?:{_THE}|\b{_PART}\b|regle|chauffage|volume|ici|s'allume|s'eteint)"
            ),
            (
                r"\b(?:s'est|se sont|est ce que .* s'est) (?:\w+ )?(?:arretee?s?|terminee?s?|eteinte?s?"
                r"|allumee?s?|cassee?s?|bouchee?s?|ouverte?s?|fermee?s?|declenchee?s?|bloquee?s?"
                r"|coupee?s?)\b"
                rf"(?!.*\b(?:guerre|empire|monde|film|match|siecle|mondial)\b)(?=.*(?:{NOUN}|internet"
                r"|machine))"
            ),
            (
                r"^(?:\w+ ){0,3}?(?:liste|donne|lis|dis|quel(?:le)?s? (?:est|sont)|qu'est ce que|comment"
                r"|montre|il y a|y a t il|c'est quand|c'est quoi|quand est)(?: [\w']+){0,3} (?:mon|ma"
                r"|mes) (?:\w+ )?"
                r"(?:calendrier|agenda|rappels?|rendez vous|reunions?|taches?|liste|position|localisation"
                r"|messages?|mails?|journee|programme|alarmes?|minuteurs?|notifications?|planning"
                r"|emploi du temps)\b"
            ),
            (
                r"\b(?:qu'est ce que|que|qu') ?(?:j'ai|ai je|je dois|dois je|on a|nous avons"
                r"|on doit) (?:(?:de )?(?:prevu|programme|planifie)|a (?:faire|acheter|me rappeler)"
                r"|faire (?:aujourd'hui|demain)|aujourd'hui"
                r"|demain|ce (?:soir|matin)|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b"
                r"|\b(?:j'ai|ai je) quelque chose (?:de prevu|aujourd'hui|demain|ce soir)\b|\b(?:suis je"
                r"|je suis|est ce que je suis)"
                r" (?:libre|occupee?|disponible)\b"
            ),
            (
                r"\bcette (?:chanson|musique)\b|\b(?:chanson|musique|morceau) (?:qui (?:passe|joue)"
                r"|que j'entends|en cours)\b|\bqu'est ce (?:que j'|qu'on |que je suis en train d')(?:ecoute"
                r"|entends|ecouter)\b"
                r"|\bqu'est ce qu'on ecoute\b"
            ),
            (
                r"\bou (?:suis je|sommes nous|est ce que je suis|je suis|on est|est ce qu'on est)$"
                r"|\bma (?:position|localisation)\b"
            ),
            (
                r"\bc'est quoi ce (?:bruit|bip|son)\b|\bqu'est ce que c'est que ce (?:bruit|bip)\b"
                r"|\bquel est ce bruit\b|\bqu'est ce qui (?:sonne|bipe|fait ce bruit|clignote)\b"
                r"|^(?:\w+ ){0,3}?(?:est ce qu(?:e |'))?(?:la |le |les |l'|mon |ma "
                r"|internet )(?:[\w']+ ){0,4}?(?:marche|marchent|fonctionne|fonctionnent)(?: t (?:il|elle)"
                r"| t ils| t elles)?"
                r"(?: bien| encore| toujours)*$"
            ),
            (
                rf"\b(?:que fait|qu'est ce que fait|que font) {_THE}|\b(?:quand"
                rf"|a quelle heure) (?!.*\b(?:invent|decouv|fond)\w*)(?:[\w']+ ){{0,4}}{_THE}"
            ),
        ]
    ),
    general=pattern_of(
        [
            rf"^{_SOFT}comment\b(?! (?:va|vont|est|sont) )",
            (
                rf"^{_SOFT}(?:pourquoi|a quoi|pour quoi|de quoi|tous les combien|depuis quand existe"
                r"|quel age)\b"
            ),
            rf"^{_SOFT}(?:c'est |a |de )?qui\b",
            (
                rf"^{_SOFT}(?:c'est quoi|qu'est ce qu(?:'un|'une|e c'est|'est)|que (?:signifie|veut dire"
                r"|se passe|penses|faire|dois je|puis je|faut il)|qu'est ce que (?:ca|tu (?:penses"
                r"|preferes|aimes)|je (?:fais|peux"
                r"|pourrais|devrais)|signifie|veut dire)|quel(?:le)?s? (?:est|sont|etait|furent|serait|sens"
                r"|difference|couleur|marque|type|genre|sorte|pays|animal|planete"
                r"|age)\b(?! (?:la temperature|l'humidite"
                r"|la consommation|l'etat|le niveau|la batterie|le volume)\b(?!.* (?:ideale?|normale?"
                r"|recommandee?|moyenne?|meilleure?))))"
            ),
            (
                rf"^{_SOFT}{_ASK}(?:tu|vous|t') ?(?:es|crois|penses|aimes|preferes|connais|as (?:deja|vu"
                r"|des|un|une|lu|peur)|sais (?!si)|parles|veux|etes|croyez|pensez|aimez|connaissez)\b"
                rf"|^{_SOFT}(?:es|crois|penses|aimes|preferes|connais|parles) tu\b|^{_SOFT}(?:puis je"
                r"|dois je|devrais je|peut on|faut il|doit on|est il (?:possible|dangereux|bon|vrai|normal"
                r"|interdit|mieux))\b"
                rf"|^{_SOFT}(?:est ce que |est ce qu')(?:je (?:peux|dois|devrais)|on (?:peut|doit)"
                r"|il (?:faut|est (?:possible|dangereux|vrai|normal|bon))|c'est (?:dangereux|normal|vrai"
                r"|bon|grave|mieux|possible"
                r"|difficile|cher|utile))\b"
            ),
            (
                rf"^{_SOFT}(?:raconte|dis moi (?:un|une|quelque chose)|donne|chante|ecris|explique|decris"
                r"|recommande|conseille|traduis|apprends moi|parle|aide|definis|imagine|dis)\b"
                r"(?! moi (?:la temperature|l'etat|si))"
            ),
            (
                r"\b(?:invent\w*|decouv\w*|du monde|dans le monde|de l'univers|de l'histoire|en general"
                r"|normalement|d'habitude|en moyenne|sur mars|sur la lune|dans l'espace|brevet\w*|siecle"
                r"|vitesse (?:de|du) (?:la lumiere|son|rotation|croisiere)|a quelle vitesse (?:va|vont"
                r"|voyage)"
                r"|fonde en|maison blanche|tour eiffel|le film|la chanson|le livre|le roman|le soleil"
                r"|chez les romains|au moyen age|en france|en belgique|en suisse|au canada|au quebec)\b"
            ),
            (
                r"\b(?:d'|de |pour |dans |avec |qu'|que |a |consomme |dure |coute |pese |mesure |par |est "
                r"|comme )une?\b(?! (?:moment|instant|minute|heure|jour|capteur|piece|fenetre (?:ouverte)"
                r"|lumiere allumee|porte ouverte))"
            ),
            (
                r"^(?:je|j'ai|j'aime|j'adore|me|te|nous|on a vu|on est|mon \w+|ma \w+|mes \w+|je veux"
                r"|je suis|tu es|c'est) (?!.*\b(?:laisse|oublie|perdu)\b)"
            ),
        ],
        start=rf"^{_SOFT}",
    ),
    asking=re.compile(
        rf"^{_SOFT}(?:(?:a|en|de|depuis|jusqu'a|avec|pour|dans) )?(?:est ce que|est ce qu'\w+|que|qu'est ce"
        rf"|qui|quand|ou|comment|quel(?:le)?s?|combien|pourquoi|lequel|laquelle|lesquel(?:le)?s|{_BE} (?:il"
        r"|elle|ils|elles)"
        r"|y a t il|reste t il|a t (?:il|elle|on)|ont (?:ils|elles)|ai je|as tu|avons nous|avez vous"
        rf"|c'est quoi|il y a|il reste|y a)\b|{_THE}(?: [\w']+){{0,4}}? (?:est|sont|etait|a|ont|marche"
        r"|fonctionne|reste)"
        r" (?:t )?(?:il|elle|ils|elles)\b"
    ),
    about=re.compile(
        rf"{_THE}|\b(?:dans|en|de) {A_ROOM}\b"
        r"|\b(?:en haut|en bas|a l'etage|ici|dedans|a l'interieur|chez (?:nous|moi)) ?$"
    ),
    statement=pattern_of(
        [
            (
                rf"^{_SOFT}(?:je crois que |je pense que |j'ai l'impression que |il me semble que "
                rf"|on dirait que |je crois qu'|tiens )?{_THE}(?: [\w']+){{0,3}}? (?:ne |n')?(?:{_BE}|s'est"
                r"|se sont)"
                rf"(?: (?:pas|encore|toujours|deja|bien|restee?s?|mal))* {_PART}\b"
            ),
            (
                rf"^{_SOFT}(?:je crois que |je pense que |zut |mince |oh non |merde )?(?:j'ai|on a"
                r"|nous avons|tu as|t'as|vous avez|quelqu'un a)(?: (?:peut etre|encore|du"
                r"|bien))* (?:laisse|oublie)(?: [\w']+)*?"
                rf" (?:{_THE}|{NOUN})"
            ),
            (
                rf"^{_SOFT}(?:je crois que )?(?:j'ai|on a|nous avons|tu as) oublie (?:de |d')(?:fermer"
                r"|eteindre|verrouiller|couper|debrancher|arroser|nourrir|baisser|sortir)\b"
            ),
        ],
        start=rf"^{_SOFT}",
    ),
)
