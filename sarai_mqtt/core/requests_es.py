"""Spanish orders, beyond a verb at the beginning, without accents: polite, wished for, told as what should be."""

from collections.abc import Mapping

from sarai_mqtt.core.house_nouns import DEFINITE, NOUN, THE_ROOM
from sarai_mqtt.core.patterns import pattern_of

_SOFT = (
    r"(?:(?:oye|hola|hey|eh|ey|ok|okay|vale|venga|bueno|pues|a ver|ahora|y|pero|sarai|perdona|perdon|por favor|porfa|porfi|si|no|claro"
    r"|mira|anda|ya|tambien|entonces|che|haz el favor de|hazme el favor de|hazme un favor y|se (?:buen[oa]|amable|un cielo|un sol) y|ve|vete|corre y|rapido|quizas|luego|intenta|trata de"
    r"|por favor te pido que|siempre|ademas) )*?"
)
_PRONOUN = r"(?:(?:me|nos|te|le|les|lo|la|los|las|se) )*"
_CLITIC = r"(?:me|nos|te|se|le|les)?(?:l[aeo]s?)?"
# Of each verb: what orders (tú, usted, vosotros, vos), the infinitive, and "that you do it".
_STEMS: Mapping[str, tuple[str, str, str]] = {
    "apag": ("apaga|apague", "apagar", "apagu"), "cerr": ("cierra|cierre", "cerrar", "cierr"),
    "activ": ("activa|active", "activar", "activ"), "desactiv": ("desactiva|desactive", "desactivar", "desactiv"),
    "baj": ("baja|baje", "bajar", "baj"), "quit": ("quita|quite", "quitar", "quit"),
    "conect": ("conecta|conecte", "conectar", "conect"), "desconect": ("desconecta", "desconectar", "desconect"),
    "bloque": ("bloquea|bloquee", "bloquear", "bloque"), "atenu": ("atenua|atenue", "atenuar", "atenu"),
    "cambi": ("cambia|cambie", "cambiar", "cambi"), "levant": ("levanta", "levantar", "levant"),
    "ilumin": ("ilumina", "iluminar", "ilumin"), "aument": ("aumenta", "aumentar", "aument"),
    "cancel": ("cancela", "cancelar", "cancel"), "ajust": ("ajusta|ajuste", "ajustar", "ajust"),
    "silenci": ("silencia", "silenciar", "silenci"), "arranc": ("arranca", "arrancar", "arranqu"),
    "aspir": ("aspira", "aspirar", "aspir"), "limpi": ("limpia", "limpiar", "limpi"),
    "mand": ("manda|mande", "mandar", "mand"), "envi": ("envia|envie", "enviar", "envi"),
    "llam": ("llama|llame", "llamar", "llam"), "telefone": ("telefonea", "telefonear", "telefone"),
    "avis": ("avisa|avise", "avisar", "avis"), "compr": ("compra|compre", "comprar", "compr"),
    "reserv": ("reserva|reserve", "reservar", "reserv"), "encarg": ("encarga", "encargar", "encargu"),
    "anot": ("anota", "anotar", "anot"), "apunt": ("apunta", "apuntar", "apunt"),
    "grab": ("graba", "grabar", "grab"), "guard": ("guarda", "guardar", "guard"), "borr": ("borra", "borrar", "borr"),
    "elimin": ("elimina", "eliminar", "elimin"), "calient": ("calienta|caliente", "calentar", "calient"),
    "enfri": ("enfria", "enfriar", "enfri"), "riego": ("riega|riegue", "regar", "riegu"),
    "carg": ("carga|cargue", "cargar", "cargu"), "prepar": ("prepara|prepare", "preparar", "prepar"),
    "localiz": ("localiza", "localizar", "localic"), "instal": ("instala", "instalar", "instal"),
    "actualiz": ("actualiza", "actualizar", "actualic"), "reinici": ("reinicia", "reiniciar", "reinici"),
    "imprim": ("imprime", "imprimir", "imprim"), "empareja": ("empareja", "emparejar", "emparej"),
    "lav": ("lava|lave", "lavar", "lav"), "plancha": ("plancha", "planchar", "planch"),
    "freg": ("friega", "fregar", "friegu"), "barr": ("barre", "barrer", "barr"), "sec": ("seca", "secar", "sequ"),
    "descongel": ("descongela", "descongelar", "descongel"), "ventil": ("ventila", "ventilar", "ventil"),
    "pas": ("pasa(?:le)? (?:la|el) (?=aspirador|mopa|fregona|escoba|plumero)", "pasar la", "pas"), "despert": ("despierta|despierte", "despertar", "despiert"),
    "program": ("programa", "programar", "program"), "paus": ("pausa", "pausar", "paus"), "par": (r"para(?! que\b)", "parar", "par"),
    "sac": ("saca|saque", "sacar", "saqu"), "met": ("mete|meta", "meter", "met"), "encend": ("enciende|encienda", "encender", "enciend"),
    "prend": ("prende|prenda", "prender", "prend"), "abr": ("abre|abra", "abrir", "abr"), "sub": ("sube|suba", "subir", "sub"),
    "anad": ("anade|anada", "anadir", "anad"), "reduc": ("reduce", "reducir", "reduzc"),
    "reproduc": ("reproduce", "reproducir", "reproduzc"), "pon": ("pon|ponga|poned|ponme", "poner", "pong"),
    "pid": ("pide|pida", "pedir", "pid"), "extend": ("extiende|despliega", "extender", "extiend"),
    "recog": ("recoge|recoja", "recoger", "recoj"), "mant": ("manten|mantenga", "mantener", "manteng"),
    "deten": ("deten|detenga", "detener", "deteng"), "oscurec": ("oscurece", "oscurecer", "oscurezc"),
    "inici": ("inicia|inicie", "iniciar", "inici"), "arm": ("arma", "armar", "arm"), "desarm": ("desarma", "desarmar", "desarm"),
    "ment": ("regula|gradua|sintoniza|enchufa|desenchufa|ordena|tira|tiende|cuelga|contesta", "regular|graduar|enchufar|desenchufar"
             "|tirar|colgar|contestar", "regul"),
}  # fmt: skip
_ORDER = "(?:" + "|".join(order for order, _, _ in _STEMS.values()) + ")"
_INFINITIVE = "(?:" + "|".join(infinitive for _, infinitive, _ in _STEMS.values()) + ")"
_THAT = "(?:" + "|".join(that for _, _, that in _STEMS.values()) + r")(?:a|as|e|es|an|en|amos|emos|ais|eis)"
_MAKE = (
    r"(?:haz|hacer|haga|prepara|hazme|hazle|hazlo|haznos|haced)\b(?: (?:me|nos|un|una|el|la|otro|mas|algo de))* ?(?:cafe|te|foto|colada|llamada|reserva"
    r"|pedido|compra|palomitas|tostadas?|limpieza|ruido|copia|captura|videollamada|cortado|infusion|transferencia|capuchino)\b"
)
_VERBS = (
    rf"(?:{_ORDER}{_CLITIC}\b|{_MAKE}|asegura(?:te|os|rse)?\b|asegurese|procura\b|vigila\w*\b|comprueba\b|revisa\b|verifica\b|mira (?:si|que|a ver)"
    rf"|encarga(?:te|os) de|ocupate de|acuerdate de|cuida de|evita\b|dale\b(?: \w+){{0,3}}|da de (?:comer|beber)|dar de comer|deja(?:me|nos)? (?:la|el|las|los|salir|entrar"
    rf"|encendid|apagad|abiert|cerrad)\w*|toma nota|encuentra (?:mi|mis|el|la|las|los)|busca (?:mi|mis|el mando|las llaves)"
    r"|(?:ensena|muestra)(?:me|nos) (?:la|las|el|los|mi|mis)\b(?! (?:verdad|vida))|leeme (?:los|las|mis|el (?:correo|mensaje))|lee (?:los|mis|el correo)"
    r"|(?:dile|diles|dileselo)\b|di(?:le|les)? a\b|escrib(?:ele|eles|idle)\b|escribe (?:un (?:mensaje|correo|whatsapp|email)|a )|felicita\b|responde (?:al?|el)\b"
    r"|trae(?:me|nos|te)?\b|ve a mi|mueve (?:la|el)|paga\b|recuerdame\b|recuerda (?:que|me)|marca el|pulsa\b|aprieta\b|ech(?:a|ale) (?:el|la|los|las|de comer|agua)"
    r"|haz que\b|hacer que\b|da(?:le)? la luz|da luz|dame (?:luz|mas luz)|vuelve a (?:poner|encender)|ayudame a (?:encender|apagar|abrir|cerrar))"
)
_SERVICE = r"""(?:recordatorios?|alarmas?|temporizador(?:es)?|citas?|reunion(?:es)?|reservas?|mesa para|hotel|taxi|uber|cabify|vuelos?|billetes?|llamadas?
|mensajes?|correos?|whatsapps?|playlist|cancion(?:es)?|musica|volumen|lista de (?:la compra|tareas)|calendario|agenda|pedido|pizza)\b""".replace("\n", "")
NO_ORDER = pattern_of(
    [
        r"\b(?:suma|resta|pon|anade|quita|saca)(?:le)? (?:\d|uno?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)\b.*\b(?:a|y|mas|menos)\b.*\b(?:\d+|uno?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)$",
        r"\b(?:pon(?:me|lo|me un)?|dame|saca) (?:un |en |otro )?(?:ejemplo|palabras)\b|\bpon(?:te|gamos|me)? (?:en mi lugar|que|nombre)\b|\bllama(?:me|rte)\b(?! (?:un|una|a)\b)",
        r"\b(?:haz|hazme|prepara|empieza|inicia|escribe|abre|manda|pon)(?:me)? (?:un |una |el |la )?(?:\w+ )?(?:chiste|cuento|poema|historia|broma|rima|adivinanza|discurso|resumen|biografia|conversacion|debate|pregunta|juego)\b",
    ]
)
_DOING = r"(?:\w+(?:ando|iendo))(?:me|lo|la|los|las)?"
_TALK = (
    r"(?:cuent\w+|dig\w+|expli\w+|cant\w+|habl\w+|ayud\w+|ensen\w+|seas?|sep\w+|quier\w+|escuch\w+|entiend\w+|recomiend\w+|opin\w+|respond\w+|conozc\w+"
    r"|me (?:cuent|dig|expli|cant|habl|ayud|ensen|le[ae]|recomiend|escuch|quier|respond|entiend|d[ei]g)\w*)"
)
_WISH = (
    r"(?:quiero|quisiera|queremos|querria|querriamos|necesito|necesitamos|necesitaria|me gustaria|nos gustaria|preferiria|prefiero|desearia|te pido"
    r"|te ruego|te ordeno|te agradeceria|hace falta|es necesario|es importante|conviene|convendria|estaria bien|seria (?:genial|bueno|ideal|mejor|estupendo)"
    r"|me encantaria|vendria bien|me vendria bien|no estaria mal|ojala|hay que|haz)"
)
_STATE = (
    r"(?:(?:mas |menos |muy |bien )?(?:encendid|apagad|abiert|cerrad|prendid|conectad|desconectad|bloquead|subid|bajad|echad|iluminad|atenuad|limpi|oscur|calient|fri|fresc"
    r"|calentit|activad|desactivad|puest|silenciad|cargad|regad|armad|alt|baj)[oae]s?|a oscuras|en marcha|fuera|on|off|a tope|al maximo|al minimo"
    r"|mas (?:alto|bajo|fuerte|rapido|lento|claro|oscuro|calor|frio|luz))"
)
# What may come before the verb of an order.
_LEAD = (
    rf"(?:{_PRONOUN}(?:puedes|podrias|puede|podria|podeis|podriais|pueden|podrian|podemos|podriamos|podes|quieres|querrias"
    r"|se puede|se podria|seria posible|es posible|hay posibilidad de|te importa|te importaria|le importa|le importaria"
    r"|os importa|serias tan amable de|seria tan amable de|harias el favor de|me haces el favor de|me harias el favor de"
    r"|te animas a|por que no|que tal si|y si|a ver si|serias capaz de|eres capaz de)(?: por favor)? )"
)
REQUESTS = pattern_of(
    [
        rf"^{_SOFT}(?:{_LEAD})?{_PRONOUN}(?:{_VERBS}|{_INFINITIVE}{_CLITIC}\b)",
        rf"^{_SOFT}(?:ve|id|vete|siga|sigue) {_DOING}\b",
        # no hagas
        rf"^{_SOFT}(?:no|nunca|jamas) {_PRONOUN}(?:{_THAT}|dejes|deje|dejeis|hagas|toques|permitas)\b.*(?:{DEFINITE}|{_STATE})",
        rf"^{_SOFT}(?:no (?:te |se |os )?olvid\w+|no (?:vayas|vaya) a|acuerdate|recuerda) (?:de )?(?:que )?\w+",
        rf"^{_SOFT}que (?!pasa\b)(?:no )?{_PRONOUN}(?:alguien |nadie |todo )?{_PRONOUN}(?:{_THAT}|quede|quedes|este|esten|haya|sea|suene|pare|entre|deje|vaya)\b",
        rf"^{_SOFT}que (?:alguien|nadie)\b",
        rf"^{_SOFT}(?:alguien|alguno|uno|tu|vosotros) (?:deberia\w*|tiene que|tienes que|podria\w*|puede\w*|tendria\w* que) {_PRONOUN}{_INFINITIVE}{_CLITIC}\b",
        # puedes
        rf"^{_SOFT}{_LEAD}(?:por favor )?{_PRONOUN}(?:{_THAT}\b|hacer(?:me|nos)? (?:un|una|el|la|cafe|te)\b|dar(?:le)? de comer"
        rf"|buscar(?:me)? mis?|mirar si|comprobar|asegurar\w*|{_ORDER}s\b|ensenarme la|leerme (?:los|mis)|decir(?:le|les) a)",
        rf"^{_SOFT}(?:puede|podria|puedes|podrian|podra|pueden)(?: \w+){{1,5}} {DEFINITE}$",
        rf"^{_SOFT}{_PRONOUN}{_ORDER}s {DEFINITE}",
        # quiero que
        rf"^{_SOFT}(?:{_WISH}|si) (?:mucho )?(?:que|si) (?!{_TALK})(?:no )?(?:\w+ ){{0,6}}?(?:{_THAT}|estuvier\w+|estes?|esten|este|haga\w*|hicier\w+|pusier\w+|"
        rf"sonar\w+|fuer\w+|hubier\w+|haya|quede\w*|qued\w+|suene\w*|enciend\w+|encendier\w+|apag\w+|cerr\w+|abr\w+|baj\w+|subi\w+|dej\w+|mantuv\w+|avis\w+|despiert\w+)\b",
        rf"^{_SOFT}(?:{_WISH}) (?:tener |dejar |ver )?(?:{DEFINITE}|{NOUN} {_STATE}|(?:mas|menos|un poco (?:mas )?de|algo de) (?:luz|calor|frio|musica|volumen|aire|silencio))\b",
        rf"^{_SOFT}(?:{_WISH}|tengo que|tienes que|tendrias que|tenemos que|tendriamos que|deberias|deberiamos|debes|debemos|hay que|habria que|has de|vamos a|vamonos a"
        rf"|podriamos|podemos|toca|es hora de|ya es hora de|va siendo hora de|es momento de|falta) {_INFINITIVE}{_CLITIC}\b.*(?:{DEFINITE}|\b{NOUN}\b)",
        rf"^{_SOFT}(?:{_WISH}|me apetece|apetece|tengo ganas de) (?:escuchar|oir|ver|poner) (?!un (?:cuento|chiste)|a mi|mundo)",
        rf"^{_SOFT}{_WISH} {_INFINITIVE}{_CLITIC} {DEFINITE}",
        rf"\b(?:te importa|te importaria|le importa|le importaria) (?:{_INFINITIVE}|dar|hacer|que)",
        # deberia
        rf"^{_SOFT}{DEFINITE}(?: \w+){{0,3}}? (?:no )?(?:deberia|deberian|debe|deben|tiene que|tienen que|tendria que|tendrian que|ha de|han de|necesita|necesitan|hay que"
        rf"|podria|podrian|habria que)\b",
        rf"\b(?:deberia|deberian|tendria que|tendrian que|habria que|tiene que|tienen que) (?:estar|quedar\w*|ser|haber)\b.*{DEFINITE}",
        # lo que hace una maquina
        rf"^{_SOFT}(?:{_WISH}|tengo que|tenemos que|me hace falta|deseo|quiero que me|necesito que me|puedo|podria)(?: (?:hacer|poner|tener|crear|pedir|mandar|enviar|anadir|buscar|encontrar|hagas|pongas|mandes))?"
        rf" (?:un |una |unos |mi |el |la |algo de |otra |otro )?(?:\w+ ){{0,2}}{_SERVICE}",
        rf"^{_SOFT}(?:{_WISH}|tengo que|tenemos que|debo) (?:llamar|telefonear|mandar|enviar|reservar|escribir(?:le)? a)\b",
        r"\brecuerda(?:me|nos)\b|\bque me recuerdes\b|\bno dejes que (?:me )?(?:se me )?olvid\w+|\bno quiero olvidar\w*\b",
        r"\b(?:a|de|en|con|vacia|limpia|borra) (?:mi|nuestra|la|el) (?:lista(?: de (?:la compra|tareas|deseos))?|agenda|calendario|carrito|cesta)\b(?! (?:mas|de (?:paises|planetas)))",
        rf"^{_SOFT}(?:crea|cree|crear|haz|hacer|programa|pon|ponme|anade|agenda|mueve|busca(?:me)?|encuentra(?:me)?|consigue(?:me)?|organiza|concierta)\b(?: (?:un|una|otro|otra|mi|el|la|nuevo|nueva))*(?: \w+)? {_SERVICE}",
        rf"^{_SOFT}(?:tacha|vacia|contacta|informa a|hazme llegar|salta|siguiente (?:cancion|tema)|otra cancion|cambia de (?:cancion|tema)|habla mas (?:alto|bajo|despacio|fuerte)|mas bajito|no tan (?:alto|fuerte)|ayudame a (?:encontrar|buscar|localizar|recordar))\b",
        rf"^{_SOFT}(?:he perdido|no encuentro|no se donde (?:esta|he dejado|tengo|puse)|perdi) (?:mi|mis|el|la|las) (?:movil|telefono|llaves?|mando|cartera|tablet|gafas|tableta)\b",
        rf"^{_SOFT}(?:el )?volumen (?:a|al|en|mas)\b",
        # luz fuera
        rf"^{_SOFT}(?:tod[oa]s? )?(?:(?:la|las|el|los|mi) )?(?:[\w']+ ){{0,1}}{NOUN}(?: (?:del?|de la|de los|de las) \w+){{0,2}} {_STATE}(?: (?:por favor|ya|ahora|en .*))*$",
        rf"^{_SOFT}(?:fuera|abajo|arriba|adelante con|basta de|no mas|mas|menos)(?: de)?(?: las?| los?| el)? {NOUN}\b",
        rf"^{_SOFT}(?:un poco )?mas (?:alto|bajo|fuerte|flojo|luz|oscuro|claro|calor|frio|volumen)(?: por favor)?$",
        # muy oscuro aqui
        rf"^(?=.*\b(?:aqui|en {THE_ROOM})\b)(?=.*\b(?:muy|demasiado|mucho|mucha|tan|tanto|tanta|poca|un poco|bastante) (?:oscuro|claro|frio|calor|ruido|luz|humedad"
        rf"|fresco|bochorno|cargado)\b)",
        r"\b(?:esta|hace|hay) (?:muy|demasiado|demasiada) (?:oscuro|frio|calor|ruido|luz|alto|bajo|fuerte)\b(?! (?:en|fuera))|\baqui no se ve\b|\baqui (?:hace|esta|hay) (?:frio|calor|oscuro)\b",
    ]
)
