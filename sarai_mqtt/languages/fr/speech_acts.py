"""French patterns of speech acts: questions, negations, statements, reports, conditions and later times."""

import re

from sarai_mqtt.languages.patterns import NEVER, inflected, one_of, verbose
from sarai_mqtt.languages.schema.speech_acts import SpeechActs


def _words(text: str) -> list[str]:
    return text.split()


# Verbs in -er: stem of the infinitive, and after "/" the stressed stem where it differs ("lever", "lève").
_ER = _words("""
    allum rallum rallumé ferm referm baiss rebaiss abaiss mont remont augment diminu coup recoup arrêt stopp
    activ désactiv réactiv branch débranch verrouill déverrouill bloqu débloqu régl/règl ajust tamis illumin
    éclair démarr redémarr lanc relanc déclench enclench lev/lèv relev/relèv soulev/soulèv tir déroul enroul
    ajout annul nettoy/nettoi aspir laiss chang programm envoy/envoi renvoy/renvoi arm désarm vid
    remplac mut tourn pass jou paus fix connect déconnect réchauff chauff aér allong ramen/ramèn rentr
""")
# Of the others: the singular of the present, which also orders; the other forms that order; the participle;
# the stems of the present plural and imperfect, and of the future.
_OTHERS = (
    ("éteins éteint", "éteindre éteignez éteignes éteigne", "éteint", "éteign", "éteindr"),
    ("rééteins rééteint", "rééteindre", "rééteint", "rééteign", "rééteindr"),
    ("ouvre ouvres", "ouvrir ouvrez", "ouvert", "ouvr", "ouvrir"),
    ("rouvre rouvres", "rouvrir rouvrez", "rouvert", "rouvr", "rouvrir"),
    ("entrouvre entrouvres", "entrouvrir entrouvrez", "entrouvert", "entrouvr", "entrouvrir"),
    ("mets met", "mettre mettez mette mettes", "mis", "mett", "mettr"),
    ("remets remet", "remettre remettez remette remettes", "remis", "remett", "remettr"),
    ("réduis réduit", "réduire réduisez réduises", "réduit", "réduis", "réduir"),
    ("descends descend", "descendre descendez descendes", "descendu", "descend", "descendr"),
    ("reprends reprend", "reprendre reprenez reprennes", "repris", "repren", "reprendr"),
    ("suspends suspend", "suspendre suspendez", "suspendu", "suspend", "suspendr"),
    ("interromps interrompt", "interrompre interrompez", "interrompu", "interromp", "interrompr"),
    ("assombris assombrit", "assombrir assombrissez", "assombri", "assombriss", "assombrir"),
    ("éclaircis éclaircit", "éclaircir éclaircissez", "éclairci", "éclairciss", "éclaircir"),
    ("rafraîchis rafraîchit", "rafraîchir rafraîchissez", "rafraîchi", "rafraîchiss", "rafraîchir"),
)
# Stems whose present says too often how things are in the reason of an order: "ça joue trop fort, baisse".
_SAID_OF_THINGS = {"tourn", "pass", "jou", "chauff", "paus", "rentr", "éclair"}
# An accented letter stands for the plain one too, as recognisers and people leave accents out. Where the
# accent makes another word ("où", "là", "demandé"), the patterns write the letter as an escape.
_LOOSE = str.maketrans(
    {accented: f"[{accented}{plain}]" for accented, plain in zip("éèêàâîôûùç", "eeeaaiouuc", strict=True)}
)


_FUTURE = "(?:ai|as|a|ons|ez|ont|ait|aient)"
"""Endings of the future, and those of the conditional that are not said to anybody."""

_Form = tuple[str, str]
"""Stem and endings."""


def _pattern(text: str) -> re.Pattern[str]:
    """Compile the verbose `text`, which is found without its accents too."""
    return verbose(text.translate(_LOOSE))


def _forms() -> tuple[str, str, str, str, str, str, str, str]:
    """Return patterns of the verbs.

    They are: forms that order, those of them that are no third person ("éteins", not "éteint"), the
    singular of the present, the infinitive, the participle as it sounds and as it is written, the first
    person plural, and forms that can only state.
    """
    orders, third, present, infinitives = list[_Form](), list[_Form](), list[_Form](), list[_Form]()
    participles, written, plural, stating = list[_Form](), list[_Form](), list[_Form](), list[_Form]()
    gerunds = list[str]()
    for verb in _ER:
        stem, _, stressed = verb.partition("/")
        stressed = stressed or stem
        soft = stem + "e" if stem.endswith("g") else stem.removesuffix("c") + "ç" if stem[-1] == "c" else stem
        orders += [(stressed, "es?"), (stem, "e[rz]")]
        infinitives.append((stem, "er"))
        # -er and -ez sound the same, and are often written for -é
        participles.append((stem, "(?:ée?s?|es?|e[rz])"))
        written.append((stem, r"(?:\xe9e?s?|ees?)"))
        plural += [(soft, "ons"), (stem, "ions")]
        if stem not in _SAID_OF_THINGS:
            present.append((stressed, "es?"))
            stating.append((stressed, "ent"))
        stating += [(soft, "(?:ai[st]|aient|a)"), (stem, "èrent"), (f"{stressed}er", _FUTURE)]
        gerunds.append(soft)
    for singular, others, participle, stem, future in _OTHERS:
        for form in singular.split():
            (third if form.endswith(("t", "d")) else orders).append((form, ""))
            present.append((form, ""))
        orders += [(form, "") for form in others.split()]
        present.append((stem, "e"))  # "que maman éteigne"
        infinitives.append((others.split()[0], ""))
        participles.append((participle, "e?s?"))
        written.append((participle, "e?s?"))
        plural += [(stem, "i?ons")]
        stating += [(stem, "(?:ent|ai[st]|aient)"), (future, _FUTURE)]
        gerunds.append(stem)
    kinds = ([*orders, *third], orders, present, infinitives, participles, written, plural)
    first, second, now, infinitive, participle, done, we = map(inflected, kinds)
    states = one_of([inflected(stating), rf"en[ ](?:l'|le[ ]|la[ ]|les[ ])?{one_of(gerunds)}ant"])
    return first, second, now, infinitive, participle, done, we, states


_ORDER, _OWN_ORDER, _NOW, _INFINITIVE, _PARTICIPLE, _DONE, _WE, _STATING = _forms()
_FILLER = r"""(?:(?:dis[ ]donc|dis|hé|eh|hey|ah|oh|bon|alors|bah|ben|euh|hop|ok|okay|d'accord|allez|allô
    |s'il[ -](?:te|vous)[ -]plaît|stp|svp|bonjour|salut|bonsoir|coucou|merci|et|mais|l\xe0|donc|puis|ensuite
    |maintenant|tout[ ]de[ ]suite|vite|sarai|pardon|excuse[sz]?-moi|oui|ouais|non,|si,|tiens|écoute|voilà
    |aussi|finalement|enfin|en[ ]fait|par[ ]contre)[ ,.!]+)*"""
# Pronouns before a verb, and the "ne" among them.
_PRONOUNS = r"(?:(?:ne|me|te|se|nous|vous|le|la|les|lui|leur|y|en)[ ]|[nmtsl]')*"
_ATTACHED = r"(?:[ -](?:moi|toi|nous|le|la|les|lui|leur|y|en)\b)*"
_ADVERB = r"""(?:(?:pas|plus|jamais|rien|déjà|bien|toujours|souvent|encore|juste|presque|aussi|enfin|tout
    |tous|toutes|vraiment|peut-être|quand[ ]même|d'abord|même|trop|mal|justement
    |simplement|seulement|parfois|rarement|aussitôt|quasiment)[ ])*"""
_KIN = r"""(?:mère|père|frère|s(?:œ|oe)ur|mari|femme|fils|fille|copain|copine|ami|amie|voisine?|cousine?
    |oncle|tante|(?:grand|belle|beau)[ -](?:mère|père|s(?:œ|oe)ur|frère)|chat|chien|bébé|enfants?|parents
    |colocataire|coloc|chef|patron|prof)"""
_NAMES = r"""(?:paul|pierre|jean|jacques|marie|julie|sophie|claire|camille|thomas|nicolas|lucas|hugo|louis
    |emma|léa|chloé|manon|luc|marc|anne|antoine|alice|jules|arthur|louise|sarah|laura|mathieu|julien
            |kevin)"""
_OTHERS_SUBJECT = rf"""(?:\b(?:il|elle|ils|elles|on|ça|ca|cela|quelqu'un|personne|tout[ ]le[ ]monde|chacun
    |maman|papa|mamie|mamy|papi|papy|mémé|pépé|tata|tonton|{_NAMES}
    |(?:mon|ma|mes|ton|ta|tes|son|sa|ses|notre|nos|votre|vos|leurs?|le|la|les)[ ]{_KIN}|l'{_KIN})[ ])"""
_SUBJECT = rf"(?:\bje[ ]|\bj'|\bj[ ]|{_OTHERS_SUBJECT})"
_DETERMINER = r"""(?:(?:le|la|les|un|une|des|mon|ma|mes|ton|ta|tes|son|sa|ses|notre|nos|votre|vos|leurs?
    |ce(?![ ]ser)|cet|cette|ces|chaque|toutes[ ]les|tous[ ]les)[ ]|l')"""
_HAVE = r"""(?:ai|as|a|avons|avez|ont|avais|avait|avions|aviez|avaient|aurai|auras|aura|aurais|aurait
    |auraient|ayant|avoir)"""
_BE = r"(?:est|sont|était|étaient|reste|restent|restait|semble|semblent)"
_OF = r"(?:de[ ]|d'|à[ ])"
# Said to the assistant, not to whoever else is in the room.
_ADDRESSED = r".*\b(?:sarai|s'il[ -](?:te|vous)[ -]plaît|stp|svp)\b"

_DEVICE = r"""(?:lumières?|lampes?|ampoules?|éclairages?|spots?|plafonniers?|lampadaires?|lustres?|appliques?
    |veilleuses?|guirlandes?|volets?|stores?|rideaux?|persiennes?|portes?|portail|portails|barrière|fenêtres?
    |serrures?|verrous?|prises?|chauffages?|radiateurs?|thermostats?|clim|climatisation|climatiseur
    |ventilateurs?|ventilo|télé|télés|télévision|téléviseur|radios?|enceintes?|chaîne|musique|volume|aspirateur
    |tondeuse|alarme|machine|hotte|four|minuteurs?)"""
_NUMBER = r"""(?:\d|\b(?:zéro|cinq|dix|quinze|vingt|trente|quarante|cinquante|soixante|septante|quatre-vingt
    |huitante|nonante|cent|moitié|degrés?)\b)"""
# What is said of a thing with these alone is a complaint, and asks for a change: "elle est trop forte".
_COMPLAINT = r"\b(?:trop|pas[ ]assez|tellement|si)\b"
_IS = r"""(?:est|sont|était|étaient|sera|seront|serait|reste|restent|restait|restaient|semble|semblent
    |semblait|para[iî]t|paraissent|demeure|demeurent|(?:a|ont|avait|avaient)[ ]l'air
    |(?:march|fonctionn|tourn|brill|chauff|affich|indiqu|marqu|jou|diffus|pass|vir|tomb)e(?:nt)?
    |devient|deviennent|devenait)"""
_SUBJECT_IS = rf"""(?:(?:tou(?:te)?s[ ])?(?:{_DETERMINER}|(?={_DEVICE}\b))(?:[\w'%-]+,?[ ]){{1,7}}?
        (?:(?:elles?|ils?|ça)[ ])?(?<!en[ ])(?<!,[ ])(?:ne[ ]|n')?{_IS}\b(?!-)
    |(?:elles?|ils?|ça|cela|c'|celle-ci|celui-ci|celle-là|celui-là)[ ]?(?:ne[ ]|n')?{_IS}[ ]{_ADVERB}
        (?:{_DONE}\b|à[ ]|au[ ]|en[ ]|sur[ ]))"""
# A brief order with no article and no verb: "lumières éteintes", "toutes les lumières du salon allumées".
_BRIEF_ORDER = rf"""(?:tou(?:te)?s[ ]les[ ])?(?={_DEVICE}\b)\w+s
    (?:[ ](?:de[ ]la|de[ ]l'|du|des|de|d'en|d'|dans[ ]la|dans[ ]le|au|à[ ]l'|à[ ]la|en)[ ]?[\w'-]+){{0,2}}
    [ ]{_DONE}(?<=s)[ !.]*$"""
# How a thing is, with no order after it: "le store est à 40 %", "volet fermé", "lampe allumée à 30 %".
_STATE = rf"""^(?!.*(?:,[ ]|\b(?:alors|donc|et)[ ])(?:{_FILLER})(?:{_PRONOUNS}{_ORDER}\b|(?:tu|vous)[ ]))
    (?!(?=.*{_COMPLAINT})(?!.*{_NUMBER})){_FILLER}(?:
    {_SUBJECT_IS}
    |(?!{_BRIEF_ORDER})
        (?:tou(?:te)?s[ ])?(?:le|la|les|l')[ ]?(?={_DEVICE}\b)(?:[\w'-]+[ ]){{1,7}}?{_ADVERB}{_DONE}
        (?:[ ](?:à|au|en|sur|par|depuis|dans|de|du)[ ].*)?$)"""
# The noun of an action names it, and does not order it: "extinction de la lumière".
_ACTION = r"""(?:allumage|extinction|ouverture|fermeture|verrouillage|déverrouillage|activation|désactivation
    |démarrage|lancement|augmentation|diminution|réduction|mise[ ](?:en|sous|hors)[ ]\w+|coupure|réglage)"""
# Before free text, which is left out of what is searched: "mets du jazz", "ajoute à la liste du lait".
_BEFORE_FREE_TEXT = r"""(?:.*[ ])?(?:
    (?:mets|met|mettez|mettre|remets|jou(?:e|er|ez)|pass(?:e|er|ez)|lance[rz]?|diffuse[rz]?|écout(?:e|er|ez)
        |entendre)(?:[ -](?:moi|nous))?
    |(?:note[rz]?|r?ajoute[rz]?|inscris|marque[rz]?|mets|mettez|mettre)[ ].*\bliste
        (?:[ ]d(?:e[ ]|es[ ]|')\w+)?,?)
    [ ](?:encore[ ])?(?:un[ ]peu[ ])?(?:de[ ]la|du|des|de[ ]l'|de|d'|une?|les?|la)[ ,]*$"""
# Broken off: "mets le chauffage à".
_UNFINISHED = rf"""^(?!{_BEFORE_FREE_TEXT}).*[ ](?:à|au|aux|de|du|des|d'|en|sur|dans|chez|avec|pour|par
    |sans|vers|et|ou|mais|que|qu'|qui|quand
    |si|(?<!et[ ])une?|mon|ma|mes|(?:de|à|dans|sur|pour)[ ](?:la|les?|l'))[ ,]*$"""

SPEECH_ACTS = SpeechActs(
    polite=_pattern(
        rf"""^{_FILLER}(?:
        (?:est-ce[ ]qu(?:e[ ]|'))?(?:(?:tu|vous)[ ])(?:ne[ ])?{_PRONOUNS}
            (?:peux|pourrais|voudrais|veux|pouvez|pourriez|voudriez|voulez)\b
            (?![ ](?:bien[ ])?(?:que|qu'|quoi|me[ ](?:dire|parler|raconter)|m'expliquer|nous[ ]dire|dire
            |expliquer|croire))
        |(?:peux|pourrais|voudrais|veux)[ -]tu\b(?![ ](?:que|qu'|me[ ]dire|m'expliquer|dire|expliquer))
        |(?:pouvez|pourriez|voudriez|voulez)[ -]vous\b
            (?![ ](?:que|qu'|me[ ]dire|m'expliquer|dire|expliquer))
        |(?:(?:est-ce[ ]que[ ])?(?:ça|cela)|est-ce[ ]que[ ]ça)[ ](?:ne[ ])?(?:te|vous)[ ](?:dérange
            |dérangerait|embête|embêterait|ennuie|ennuierait)\b
        |(?:ça|cela)[ ](?:t'|vous[ ])(?:embête|embêterait|ennuie|ennuierait)\b
        |(?={_ADDRESSED})(?:(?:est-ce[ ]qu')?on[ ](?:peut|pourrait)|(?:peut|pourrait)[ -]on)[ ]
            (?!me[ ]dire|savoir)
        |(?:tu|vous)[ ](?:aurais|auriez)[ ]la[ ]gentillesse\b|(?:aurais|auriez)[ -](?:tu|vous)[ ]la[ ]
        |(?:serais|seriez)[ -](?:tu|vous)[ ](?:assez|aussi)\b
        |(?:est-ce[ ]qu'il[ ]|il[ ]|c'|ce[ ])?(?:(?:est|serait)(?:-il|-ce)?[ ])?possible[ ]{_OF}
        |(?:tu|vous)[ ](?!n'|ne[ ]){_PRONOUNS}{_ORDER}\b(?<!er)(?<!re)(?<!ir)
            |tu[ ](?!n'|ne[ ]){_PRONOUNS}(?:ouvre|ferme)s?\b)"""
    ),
    asking=_pattern(
        rf"""^{_FILLER}(?:(?:à|a|de|d'|dans|depuis|jusqu'|jusqu'à|avec|pour|en|chez|sur|par)[ ]?)?
        (?:qui|quoi|quand|o\xf9|comment|pourquoi|combien|quel(?:le)?s?|(?:le|la|les)quel(?:le)?s?|auquel|duquel
        |est-ce|est[ ]ce[ ]que|n'est-ce|y[ ]a-t-il|y[ ]a[ ]t[ ]il|(?:sais|crois|penses|connais)[ -]tu
        |(?:savez|croyez|pensez|connaissez)[ -]vous|(?:tu|vous)[ ](?:sais|savez|crois|croyez|penses|pensez
        |te[ ]souviens|vous[ ]souvenez)|dis(?:-|[ ])moi|dites(?:-|[ ])moi)\b
        |^{_FILLER}(?:que[ ](?!(?:le|la|les|tout|toutes|tous|quelqu'un|la[ ]lumière)\b)|qu'(?!(?:il|elle
            |on)s?[ ]))
        |^{_FILLER}(?:ne[ ]|n')?{_PRONOUNS}\w+-(?:t-)?(?:il|elle|on|ils|elles|je|ce)\b
        |^{_FILLER}(?:n')?(?:l'|les[ ]|la[ ]|le[ ]|m'|t'|lui[ ])?(?:as|avais|es|étais|vas|dois|devrais
            |sais)[ -]tu\b
        |^{_FILLER}(?:n')?(?:l'|les[ ])?(?:avez|aviez|êtes|étiez|allez|devez|devriez|savez)[ -]vous\b
        |^{_FILLER}\w+[ ]t[ ](?:il|elle|on|ils|elles)\b
        |^{_FILLER}(?:tu|t'|vous)[ ]?(?:ne[ ]|n')?{_PRONOUNS}(?:as|avais|avez|aviez)\b"""
    ),
    order=_pattern(
        rf"""^{_FILLER}{_PRONOUNS}{_OWN_ORDER}\b(?!-t-|-(?:il|elle|on|je|ils|elles)\b
        |[ ]t[ ](?:il|elle|on)\b|[ ](?:il|elle|on)\b)"""
    ),
    negation=_pattern(
        # "tu pourrais pas éteindre la lumière ?" asks for it
        rf"""^(?!{_FILLER}(?:est-ce[ ]que[ ])?(?:(?:tu|vous)[ ])?(?:ne[ ])?(?:pourrais|pourriez|voudrais
            |voudriez)
            (?:-tu|-vous)?[ ]pas[ ]{_PRONOUNS}{_INFINITIVE}[^?]*\?$).*?(?:
        (?:\b(?<!pourquoi[ ])(?:ne[ ]|n')(?!est-ce[ ]pas|importe\b
            |(?:te|vous)[ ](?:dérange|embête|ennuie)|t'(?:embête|ennuie)))
            # The reason of an order may be negative: "allume, on n'y voit rien".
            (?<!on[ ]n')(?:(?<![,;.][ ]il[ ]ne[ ])(?<![,;.][ ]je[ ]ne[ ])(?<![,;.][ ]on[ ]ne[ ])
            (?<![,;.][ ]elle[ ]ne[ ])(?<![,;.][ ]ça[ ]ne[ ])(?<![,;.][ ]je[ ]n')(?<![,;.][ ]il[ ]n')
            |(?={_PRONOUNS}(?:{_ORDER}|faut|dois|doit|devrai[st]|veux|veut|voudrais|peux|peut)\b))
        |\bon[ ]n'{_PRONOUNS}(?:{_ORDER}|a[ ]pas[ ]besoin)\b
        |\b{_ORDER}{_ATTACHED}[ ](?:surtout[ ])?
            (?:pas\b(?![ ](?:trop|si|tout|mal|à[ ]pas|encore[ ]trop)\b)
            |jamais|rien|ni\b|aucun(?:e|es|s)?\b|nulle[ ]part|plus[ ](?:jamais|la|le|les|ma|mon|mes|cette)\b
            |plus[ ](?:l'|du[ ]tout)|que[ ])
        |(?:^|[,;.][ ]?|\b(?:et|mais|surtout|non|ou|donc|alors|sarai|plaît)[ ])(?:surtout[ ])?
            (?:pas|jamais|plus[ ]jamais)[ ](?!mal\b|à[ ]pas|trop\b|si[ ]|besoin[ ]de[ ]te)
        |\bpas[ ](?:{_PRONOUNS}(?:{_INFINITIVE}|{_ORDER})|touche|besoin|la[ ]peine|question|envie|obligé
            |utile
            |nécessaire|maintenant|encore[ ]{_OF}|tout[ ]de[ ]suite|aujourd'hui|cette[ ]fois)\b
        |\b(?:faut|dois|doit|devez|devrais|devrait|veux|voulez|veut|peux|peut|pouvez|voulais|demande
            |demandé|touche
            |touchez|tenais|voudrais|pourrais|pourriez|fais|faites|suis|est|sont|soit|soient|va|vas|vais)
            [ ](?:surtout[ ]|même[ ])?(?:pas|jamais|plus[ ]{_PRONOUNS}{_INFINITIVE}|rien)\b
        |\bplus[ ](?:jamais|besoin|question)\b|\b(?:sert|servent)[ ]à[ ]rien\b
        |\bplus[ ]{_PRONOUNS}{_INFINITIVE}\b
        |\b(?:sauf|excepté|hormis|à[ ]part|à[ ]l'exception|au[ ]lieu|plutôt[ ]que)\b
        |\bsans[ ](?:que|qu'|{_PRONOUNS}{_INFINITIVE}\b|toucher|bouger)
        |\b(?:interdit|interdis|interdiction|défense|hors[ ]de[ ]question|inutile|arrête[sz]?|arrêter
            |cesse[sz]?|évite[sz]?|éviter|évitez|empêche[sz]?|empêcher|refuse[sz]?|renonce
            |gare[ ]à[ ]toi)
            \b[^,;.]{{0,25}}?[ ]{_OF}{_PRONOUNS}{_INFINITIVE}\b
        |\bjamais\b(?!.*\bsi[ ]jamais\b)|\b(?:c'est|surtout)[ ]pas\b
        # thought better of it
        |[ ](?:non|nan|laisse(?:[ ]tomber)?|annule|oublie|je[ ](?:plaisante|rigole|blague))[ .!?]*$)"""
    ),
    statement=_pattern(
        rf"""{_UNFINISHED}|^{_FILLER}(?:l'|la[ ]|les[ ]|une?[ ])?{_ACTION}\b
        |\b{_STATING}\b(?!-(?:tu|vous))
        # somebody does it: "elle allume", "j'éteins", "maman ferme"; not the questions "allume-t-il"
        |{_SUBJECT}{_PRONOUNS}{_ADVERB}{_NOW}\b(?!-)
        |\bnous[ ]{_PRONOUNS}{_WE}\b|\b(?:c'est|est-ce)[ ][\w' -]{{1,25}}?qui[ ]{_PRONOUNS}{_NOW}\b
        # somebody did it
        |(?:\b|')(?:{_HAVE})[ ]{_ADVERB}(?:(?:été|fait|voulu|failli|pu|dû|su|essayé[ ]{_OF}?|oublié[ ]{_OF}?
            |laissé|commencé[ ]à|réussi[ ]à|fini[ ]{_OF}?|demandé[ ]{_OF}?)[ ]?)?
            {_PRONOUNS}(?:{_PARTICIPLE}|{_INFINITIVE})\b(?!-)
        |(?:\b|')(?:{_HAVE})[ ]{_ADVERB}(?:oublié|laissé|failli)\b
        # it does it by itself: "la lampe s'allume", "ça se ferme"
        |\b(?:se[ ]|s')(?:{_NOW}\b(?!-)|(?:est|sont|était|étaient|sera|seront)[ ]{_ADVERB}{_PARTICIPLE}\b)
        |^{_FILLER}{_DETERMINER}(?!.*,)(?:[\w'-]+[ ]){{1,5}}?(?:{_PRONOUNS}{_ADVERB}{_NOW}(?:[ ]|$)
            |(?:ne[ ]|n')?{_BE}[ ]{_ADVERB}{_PARTICIPLE}\b)
        |,[ ]{_DETERMINER}(?:[\w'-]+[ ]){{1,2}}{_PRONOUNS}{_NOW}[ ](?:{_DETERMINER}|$)
        # what it would do: "allumer le four, c'est cher"
        |^{_FILLER}{_INFINITIVE}[ ](?:.*,[ ](?:c'est|ça|cela|c'était)
            |.*\b(?:économise|consomme|coûte|permet|prend|sert|rend|est))\b
        # somebody is about to, has to, can or wants to
        |\b(?:je|j|tu|vous|nous|qui|{_OTHERS_SUBJECT})[ ]?{_PRONOUNS}(?:vais|vas|va|allons|allez|vont
            |allais|allait|allaient|irai|ira)[ ]{_ADVERB}{_PRONOUNS}{_INFINITIVE}\b
        |\b(?:vais|vont|allais|allait|allaient)[ ]{_ADVERB}{_PRONOUNS}{_INFINITIVE}\b
        |\b(?:viens|vient|venons|venez|viennent|venais|venait|venaient)[ ](?:juste[ ]|tout[ ]juste[ ])?
            {_OF}{_PRONOUNS}{_INFINITIVE}\b
        # "on peut éteindre ?" asks leave, unless it is said to us
        |^(?!{_ADDRESSED}).*\bon[ ]{_PRONOUNS}(?:pourrait|peut)[ ]{_ADVERB}{_PRONOUNS}{_INFINITIVE}\b
        |(?:{_SUBJECT}|\bnous[ ]){_PRONOUNS}(?:(?<!\bon[ ])(?:pourrait|peut)|dois|doit
            |devons|doivent|devrais|devrait|devait|devais|peux|peuvent|pouvais|pouvait|pourrais|pourraient
            |pouvons|pourrions|sais|sait|savais|savait|veut|veulent|voulais|voulait|voulaient|aime
            |adore|déteste|essaie|essaye|essayais|essayait|compte|comptais|comptait
            |hésite|reviens|revient|passe|pense|espère|ose|préfère|refuse
            |suis[ ]censé
            |apprends|apprend|commence|continue|arrive|fini[st]|oublie|évite|laisse|laissait|laissais
            |fais|fait|faisait|viens|vient)[ ]{_ADVERB}(?:de[ ]|d'|à[ ])?{_PRONOUNS}{_INFINITIVE}\b
        |{_OTHERS_SUBJECT}{_PRONOUNS}(?:veut|voudrait|aimerait|préfère|souhaite|demande|exige|veulent
            |voudraient
            |voulait)[ ]{_ADVERB}(?:que[ ]|qu')
        # a possibility, or somebody else sent to do it: "tu pouvais éteindre", "va ouvrir la porte"
        |(?<!\bsi[ ])\b(?:tu|vous)[ ]{_PRONOUNS}(?:pourras|pourrez|pouvais|pouviez|dois|devez|devras|devrez
            |devais|deviez|devrais|devriez
            |sauras|saurez|savais|saviez|aurais[ ]pu|auriez[ ]pu)\b
        |^{_FILLER}(?:va|vas|allez|viens|venez|cours|courez|file|filez|retourne[sz]?|reviens|monte[sz]?|descends
            |descendez)[ ](?:donc[ ]|vite[ ]|vite[ ]me[ ])?{_PRONOUNS}{_INFINITIVE}\b
        |\b(?:voulais|voulait|voulions|pensais|croyais|souhaitais|espérais)\b
        |\b(?:faut|fallait|faudra|faudrait|suffit|suffirait
            |vaut[ ]mieux)[ ]{_ADVERB}{_OF}?{_PRONOUNS}{_INFINITIVE}\b
        |\b(?:comment|o\xf9|pour|afin[ ]de|afin|en[ ]train|le[ ]droit|l'habitude|le[ ]temps|capable|prêt|prête
            |sert|servent|cher|dangereux|impossible|bizarre|mauvais|agréable|pénible
            |peur|l'air|façon|manière|facile|difficile|normal|marre|idée
            |quand)[ ]{_OF}?{_PRONOUNS}{_INFINITIVE}\b
        # reminders: acting now would be wrong
        |\b(?:rappelle[sz]?|rappelez|rappeler|oublie[sz]?|oubliez|oublier|pense[sz]?|pensez|penser|souviens
            |souvenir|fais-moi[ ]penser)\b[^,;]*?[ ](?:{_OF}|qu(?:e[ ]|'))(?:[^,;]*[ ])?{_PRONOUNS}{_ORDER}\b
        |^{_FILLER}(?:tu|vous)[ ]{_PRONOUNS}{_ORDER}[ ](?:toujours|souvent|parfois|tout[ ]le[ ]temps|encore
            |trop[ ]souvent|rarement|d'habitude)\b
        |\b(?:hier|avant-hier|avant[ ]hier|autrefois|jadis|d'habitude|l'autre[ ](?:jour|soir|fois)
            |la[ ]dernière[ ]fois
            |(?:la[ ]semaine|l'année|le[ ]mois|la[ ]nuit)[ ](?:dernière?|passée?)
            |il[ ]y[ ]a[ ](?:\d+|une?|deux|trois|quatre|cinq|dix|quinze|vingt|quelques|longtemps|peu
            |plusieurs)
            [ ](?:\w+[ ])?(?:secondes?|minutes?|heures?|jours?|semaines?|mois|ans?|temps|moments?|instants?)
            |souvent|parfois|en[ ]général)\b"""
    ),
    state=_pattern(_STATE),
    wish=NEVER,
    report=_pattern(
        rf"""\b(?:dit(?!es?\b)|disait|disais|disent|disaient|disant|dirait|demand\xe9|demandait|demandais
            |demandaient|demandent
            |(?:il|elle|on|maman|papa|qui)[ ]{_PRONOUNS}(?:demande|répète|chante|propose)
            |racont\xe9|raconte[ ](?:que|qu')|racontait|crié|criait|hurlé|écrit|entendu|entendais|entendait|lu
            |rêvé|répondu|répond|répète[ ](?:que|qu')|r\xe9p\xe9t\xe9|affirme|prétend|prétendait|annoncé
            |ordonné|ordonnait|exigé|suggéré|propos\xe9|conseill\xe9|chant\xe9|chantait|murmuré|chuchoté|déclaré
            |{_HAVE}[ ]{_ADVERB}(?:demande|raconte|repete|propose|conseille|chante)
            |expliqu\xe9[ ]que|selon|s'intitule|intitulée?s?|titre
            |d'après[ ](?:toi|lui|elle|eux|moi|mon|ma|le|la|les|maman|papa))\b
        |\b(?:chanson|film|livre|roman|série|histoire|poème|paroles|refrain|épisode|blague|jeu|pub|conte
            |émission)\b
            .*\b(?:dit|dise|parle|s'appelle|appelée?|raconte|est|était|o\xf9|commence|fait|qui|chante)\b
        |\bil[ ]était[ ]une[ ]fois\b"""
    ),
    condition=_pattern(
        r"""\b(?<!dis-moi[ ])(?<!dites-moi[ ])(?<!dis[ ]moi[ ])(?<!sais[ ])(?<!savoir[ ])
        (?<!vérifie[ ])(?<!regarde[ ])si\b(?![,.!]|$)
        (?![ ](?:tu[ ](?:peux|pouvais|veux[ ]bien|voulais[ ]bien|le[ ]veux[ ]bien)\b
            |vous[ ](?:pouvez|pouviez|voulez[ ]bien|vouliez[ ]bien)\b|possible\b
            |(?:ça|cela)[ ](?:ne[ ])?(?:te|vous)[ ](?:dérange|embête|ennuie)|fort|forte|haut|bas|grand|tard
            |tôt|vite))
        |\bs'ils?\b(?![ -](?:te|vous|t')[ -]?(?:plaî[ts]|plais))
        |\bquand\b(?![ ]même\b)|\b(?:lorsqu(?:e|'il|'elle|'on|')|dès[ ]qu|aussitôt[ ]qu|sitôt|sans[ ]quoi
        |une[ ]fois[ ]qu|tant[ ]qu|jusqu'à[ ]ce[ ]qu|jusqu'au[ ]moment|en[ ]attendant[ ]qu|pendant[ ]qu
            |alors[ ]qu
        |(?:chaque|la[ ]prochaine|toutes[ ]les|à[ ]chaque)[ ]fois[ ]qu|à[ ]moins[ ]qu|au[ ]cas[ ]où
            |en[ ]cas[ ]d
        |à[ ]condition|pourvu[ ]qu|(?<!serait[ ])bien[ ]qu|quoiqu|avant[ ]qu|après[ ]qu|depuis[ ]qu
            |(?:le[ ]jour|au[ ]moment)[ ]où
        |le[ ]temps[ ]qu|maintenant[ ]qu|du[ ]moment[ ]qu)\w*'?
        |\bavant[ ](?:de[ ]|d')|\baprès[ ](?:avoir|être|s'être|manger|dîner)\b
        |\bune[ ]fois[ ](?:(?:le|la|les|mon|ma|mes|notre|nos)[ ]|l')
        |\bsi[ ]jamais\b|\bsinon\b|\b(?:imagine[sz]?|imaginons|suppos(?:e|ez|ons))\b"""
    ),
    schedule=_pattern(
        r"""\bdemain\b|\b(?:ce[ ](?:soir|midi|matin)|cette[ ](?:nuit|après-midi|semaine)|cet[ ]après-midi
            |cet[ ]aprem
        |après-demain|plus[ ]tard|tout[ ]à[ ]l'heure|tantôt|tout[ ]à[ ]l[ ]heure
        |(?:à|a|dès|vers|avant|après|jusqu'à|pour)[ ](?:l'aube|midi|minuit|l'aurore)
        |au[ ](?:lever|coucher)[ ](?:du[ ]soleil|du[ ]jour)|au[ ](?:crépuscule|réveil|petit[ ]matin)
        |à[ ]la[ ](?:tombée[ ]de[ ]la[ ]nuit|nuit[ ]tombée)|à[ ]la[ ]nuit\b
        |chaque[ ](?:jour|soir|matin|nuit|heure|semaine|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)
        |tous[ ]les[ ](?:jours|soirs|matins|midis|week-ends|(?:lun|mar|mercre|jeu|vendre|same)dis|dimanches
            |\w+[ ]jours)
        |toutes[ ]les[ ](?:nuits|heures|semaines|\w+[ ](?:minutes|heures|secondes))
        |(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?|(?:le|pour[ ]le)[ ](?:soir|matin|week-end)
        |nuit[ ]tombée|en[ ](?:fin|début)[ ]de[ ]\w+
            |(?:pendant|dans|durant)[ ]la[ ](?:nuit|soirée|matinée|journée)
            |en[ ](?:soirée|matinée)|après[ ](?:le|la|les|mon|ma|mes|ton|notre)[ ]\w+|après[ ]l'\w+
        |la[ ](?:semaine|fois|année)[ ]prochaine|le[ ]mois[ ]prochain|bientôt
        |(?:dans|d'ici|après|au[ ]bout[ ]d[e'])[ ]?(?:[\w-]+[ ]){1,4}?(?:secondes?|minutes?|min|heures?
            |jours?|semaines?)
        |dans[ ](?:un[ ](?:moment|instant|petit[ ]moment)|peu[ ]de[ ]temps)
        |(?:à|a|vers|dès|avant|après|jusqu'à|d'ici|pour|à[ ]partir[ ]de)[ ](?:exactement[ ])?
            (?:(?:une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize
            |dix-sept|dix-huit|dix-neuf|vingt(?:-deux|-trois|[ ]et[ ]une|-et-une)?|\d{1,2})
            [ ]?(?:heures?|h)(?:\d\d)?
            |\d{1,2}:\d\d))\b"""
    ),
)
