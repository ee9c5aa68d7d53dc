"""Patterns of Spanish orders that are not plain imperatives: polite, as a wish, or as an obligation.

They are matched against text without accents, except those in the past tense.
"""

import re

from sarai_mqtt.languages.patterns import any_of, pattern_of
from sarai_mqtt.languages.schema.house import DEFINITE, NOUN, THE_ROOM
from sarai_mqtt.languages.schema.requests import Requests

_SOFT = (
    r"(?:(?:oye|hola|hey|eh|ey|ok|okay|vale|venga|bueno|pues|a ver|ahora|y|pero|sarai|perdona|perdon"
    r"|por favor|porfa|porfi|si|no|claro"
    r"|mira|anda|ya|tambien|entonces|che|haz el favor de|hazme el favor de|hazme un favor y"
    r"|se (?:buen[oa]|amable|un cielo|un sol) y|ve|vete|corre y|rapido|quizas|luego|intenta|trata de"
    r"|por favor te pido que|siempre|ademas) )*?"
)
_PAST_TENSE = re.compile(r"^\W*(?!caf|t[eé]\b)\w{2,}[éó]\b", re.IGNORECASE)
"""Matches a first word in the past tense ("apagué", "apagó"), which reports and does not order."""

_PRONOUN = r"(?:(?:me|nos|te|le|les|lo|la|los|las|se) )*"
_CLITIC = r"(?:me|nos|te|se|le|les)?(?:l[aeo]s?)?"
_ORDER = any_of(r"""
    apaga / apague / cierra / cierre / activa / active / desactiva / desactive / baja / baje / quita /
    quite / conecta / conecte / desconecta / bloquea / bloquee / atenua / atenue / cambia / cambie /
    levanta / ilumina / aumenta / cancela / ajusta / ajuste / silencia / arranca / aspira / limpia / manda
    / mande / envia / envie / llama / llame / telefonea / avisa / avise / compra / compre / reserva /
    reserve / encarga / anota / apunta / graba / guarda / borra / elimina / calienta / caliente / enfria /
    riega / riegue / carga / cargue / prepara / prepare / localiza / instala / actualiza / reinicia /
    imprime / empareja / lava / lave / plancha / friega / barre / seca / descongela / ventila /
    pasa(?:le)? (?:la|el) (?=aspirador|mopa|fregona|escoba|plumero) / despierta / despierte /
    programa / pausa / para(?! que\b) / saca / saque / mete / meta / enciende / encienda / prende / prenda
    / abre / abra / sube / suba / anade / anada / reduce / reproduce / pon / ponga / poned / ponme / pide
    / pida / extiende / despliega / recoge / recoja / manten / mantenga / deten / detenga / oscurece /
    inicia / inicie / arma / desarma / regula / gradua / sintoniza / enchufa / desenchufa / ordena / tira
    / tiende / cuelga / contesta
""")
_INFINITIVE = any_of(r"""
    apagar / cerrar / activar / desactivar / bajar / quitar / conectar / desconectar / bloquear / atenuar
    / cambiar / levantar / iluminar / aumentar / cancelar / ajustar / silenciar / arrancar / aspirar /
    limpiar / mandar / enviar / llamar / telefonear / avisar / comprar / reservar / encargar / anotar /
    apuntar / grabar / guardar / borrar / eliminar / calentar / enfriar / regar / cargar / preparar /
    localizar / instalar / actualizar / reiniciar / imprimir / emparejar / lavar / planchar / fregar /
    barrer / secar / descongelar / ventilar / pasar la / despertar / programar / pausar / parar / sacar /
    meter / encender / prender / abrir / subir / anadir / reducir / reproducir / poner / pedir / extender
    / recoger / mantener / detener / oscurecer / iniciar / armar / desarmar / regular / graduar / enchufar
    / desenchufar / tirar / colgar / contestar
""")
# Subjunctive ("que apagues"): stem and endings.
_THAT = (
    any_of(r"""
    apagu / cierr / activ / desactiv / baj / quit / conect / desconect / bloque / atenu / cambi / levant /
    ilumin / aument / cancel / ajust / silenci / arranqu / aspir / limpi / mand / envi / llam / telefone /
    avis / compr / reserv / encargu / anot / apunt / grab / guard / borr / elimin / calient / enfri /
    riegu / cargu / prepar / localic / instal / actualic / reinici / imprim / emparej / lav / planch /
    friegu / barr / sequ / descongel / ventil / pas / despiert / program / paus / par / saqu / met /
    enciend / prend / abr / sub / anad / reduzc / reproduzc / pong / pid / extiend / recoj / manteng /
    deteng / oscurezc / inici / arm / desarm / regul
""")
    + r"(?:a|as|e|es|an|en|amos|emos|ais|eis)"
)
_MAKE = (
    r"(?:haz|hacer|haga|prepara|hazme|hazle|hazlo|haznos|haced)\b(?: (?:me|nos|un|una|el|la|otro|mas"
    r"|algo de))* ?(?:cafe|te|foto|colada|llamada|reserva"
    r"|pedido|compra|palomitas|tostadas?|limpieza|ruido|copia|captura|videollamada|cortado|infusion"
    r"|transferencia|capuchino)\b"
)
_VERBS = (
    rf"(?:{_ORDER}{_CLITIC}\b|{_MAKE}|asegura(?:te|os|rse)?\b|asegurese|procura\b|vigila\w*\b|comprueba\b"
    r"|revisa\b|verifica\b|mira (?:si|que|a ver)"
    r"|encarga(?:te|os) de|ocupate de|acuerdate de|cuida de|evita\b|dale\b(?: \w+){0,3}|da de (?:comer"
    r"|beber)|dar de comer|deja(?:me|nos)? (?:la|el|las|los|salir|entrar"
    r"|encendid|apagad|abiert|cerrad)\w*|toma nota|encuentra (?:mi|mis|el|la|las|los)|busca (?:mi|mis"
    r"|el mando|las llaves)"
    r"|(?:ensena|muestra)(?:me|nos) (?:la|las|el|los|mi|mis)\b(?! (?:verdad|vida))|leeme (?:los|las|mis"
    r"|el (?:correo|mensaje))|lee (?:los|mis|el correo)"
    r"|(?:dile|diles|dileselo)\b|di(?:le|les)? a\b|escrib(?:ele|eles|idle)\b|escribe (?:un (?:mensaje"
    r"|correo|whatsapp|email)|a )|felicita\b|responde (?:al?|el)\b"
    r"|trae(?:me|nos|te)?\b|ve a mi|mueve (?:la|el)|paga\b|recuerdame\b|recuerda (?:que|me)|marca el"
    r"|pulsa\b|aprieta\b|ech(?:a|ale) (?:el|la|los|las|de comer|agua)"
    r"|haz que\b|hacer que\b|da(?:le)? la luz|da luz|dame (?:luz|mas luz)|vuelve a (?:poner|encender)"
    r"|ayudame a (?:encender|apagar|abrir|cerrar))"
)
_SERVICE = any_of(r"""
    recordatorios? / alarmas? / temporizador(?:es)? / citas? / reunion(?:es)? / reservas? / mesa para /
    hotel / taxi / uber / cabify / vuelos? / billetes? / llamadas? / mensajes? / correos? / whatsapps? /
    playlist / cancion(?:es)? / musica / volumen / lista de (?:la compra|tareas) / calendario / agenda /
    pedido / pizza
""")
_NO_ORDER = pattern_of(
    [
        (
            r"\b(?:suma|resta|pon|anade|quita|saca)(?:le)? (?:\d|uno?|dos|tres|cuatro|cinco|seis|siete|ocho"
            r"|nueve|diez)\b.*\b(?:a|y|mas|menos)\b.*\b(?:\d+|uno?|dos|tres|cuatro|cinco|seis|siete|ocho"
            r"|nueve|diez)$"
        ),
        (
            r"\b(?:pon(?:me|lo|me un)?|dame|saca) (?:un |en |otro )?(?:ejemplo|palabras)\b|\bpon(?:te|gamos"
            r"|me)? (?:en mi lugar|que|nombre)\b|\bllama(?:me|rte)\b(?! (?:un|una|a)\b)"
        ),
        (
            r"\b(?:haz|hazme|prepara|empieza|inicia|escribe|abre|manda|pon)(?:me)? (?:un |una |el "
            r"|la )?(?:\w+ )?(?:chiste|cuento|poema|historia|broma|rima|adivinanza|discurso|resumen"
            r"|biografia|conversacion|debate|pregunta|juego)\b"
        ),
    ]
)
_DOING = r"(?:\w+(?:ando|iendo))(?:me|lo|la|los|las)?"
_TALK = (
    r"(?:cuent\w+|dig\w+|expli\w+|cant\w+|habl\w+|ayud\w+|ensen\w+|seas?|sep\w+|quier\w+|escuch\w+"
    r"|entiend\w+|recomiend\w+|opin\w+|respond\w+|conozc\w+"
    r"|me (?:cuent|dig|expli|cant|habl|ayud|ensen|le[ae]|recomiend|escuch|quier|respond|entiend|d[ei]g)\w*)"
)
_WISH = (
    r"(?:quiero|quisiera|queremos|querria|querriamos|necesito|necesitamos|necesitaria|me gustaria"
    r"|nos gustaria|preferiria|prefiero|desearia|te pido"
    r"|te ruego|te ordeno|te agradeceria|hace falta|es necesario|es importante|conviene|convendria"
    r"|estaria bien|seria (?:genial|bueno|ideal|mejor|estupendo)"
    r"|me encantaria|vendria bien|me vendria bien|no estaria mal|ojala|hay que|haz)"
)
_STATE = (
    r"(?:(?:mas |menos |muy |bien )?(?:encendid|apagad|abiert|cerrad|prendid|conectad|desconectad"
    r"|bloquead|subid|bajad|echad|iluminad|atenuad|limpi|oscur|calient|fri|fresc"
    r"|calentit|activad|desactivad|puest|silenciad|cargad|regad|armad|alt|baj)[oae]s?|a oscuras"
    r"|en marcha|fuera|on|off|a tope|al maximo|al minimo"
    r"|mas (?:alto|bajo|fuerte|rapido|lento|claro|oscuro|calor|frio|luz))"
)
# Phrases that may precede the verb of an order.
_LEAD = (
    rf"(?:{_PRONOUN}(?:puedes|podrias|puede|podria|podeis|podriais|pueden|podrian|podemos|podriamos|podes"
    r"|quieres|querrias"
    r"|se puede|se podria|seria posible|es posible|hay posibilidad de|te importa|te importaria"
    r"|le importa|le importaria"
    r"|os importa|serias tan amable de|seria tan amable de|harias el favor de|me haces el favor de"
    r"|me harias el favor de"
    r"|te animas a|por que no|que tal si|y si|a ver si|serias capaz de|eres capaz de)(?: por favor)? )"
)
_REQUESTS = pattern_of(
    [
        rf"^{_SOFT}(?:{_LEAD})?{_PRONOUN}(?:{_VERBS}|{_INFINITIVE}{_CLITIC}\b)",
        rf"^{_SOFT}(?:ve|id|vete|siga|sigue) {_DOING}\b",
        # a prohibition, as in no hagas
        (
            rf"^{_SOFT}(?:no|nunca|jamas) {_PRONOUN}(?:{_THAT}|dejes|deje|dejeis|hagas|toques"
            rf"|permitas)\b.*(?:{DEFINITE}|{_STATE})"
        ),
        (
            rf"^{_SOFT}(?:no (?:te |se |os )?olvid\w+|no (?:vayas|vaya) a|acuerdate"
            r"|recuerda) (?:de )?(?:que )?\w+"
        ),
        (
            rf"^{_SOFT}que (?!pasa\b)(?:no )?{_PRONOUN}(?:alguien |nadie |todo )?{_PRONOUN}(?:{_THAT}|quede"
            r"|quedes|este|esten|haya|sea|suene|pare|entre|deje|vaya)\b"
        ),
        rf"^{_SOFT}que (?:alguien|nadie)\b",
        (
            rf"^{_SOFT}(?:alguien|alguno|uno|tu|vosotros) (?:deberia\w*|tiene que|tienes que|podria\w*"
            rf"|puede\w*|tendria\w* que) {_PRONOUN}{_INFINITIVE}{_CLITIC}\b"
        ),
        # a polite question, as in puedes
        (
            rf"^{_SOFT}{_LEAD}(?:por favor )?{_PRONOUN}(?:{_THAT}\b|hacer(?:me|nos)? (?:un|una|el|la|cafe"
            r"|te)\b|dar(?:le)? de comer"
            rf"|buscar(?:me)? mis?|mirar si|comprobar|asegurar\w*|{_ORDER}s\b|ensenarme la|leerme (?:los|mis)"
            r"|decir(?:le|les) a)"
        ),
        rf"^{_SOFT}(?:puede|podria|puedes|podrian|podra|pueden)(?: \w+){{1,5}} {DEFINITE}$",
        rf"^{_SOFT}{_PRONOUN}{_ORDER}s {DEFINITE}",
        # a wish, as in quiero que
        (
            rf"^{_SOFT}(?:{_WISH}|si) (?:mucho )?(?:que|si) (?!{_TALK})(?:no )?(?:\w+ ){{0,6}}?(?:{_THAT}"
            r"|estuvier\w+|estes?|esten|este|haga\w*|hicier\w+|pusier\w+|"
            r"sonar\w+|fuer\w+|hubier\w+|haya|quede\w*|qued\w+|suene\w*|enciend\w+|encendier\w+|apag\w+"
            r"|cerr\w+|abr\w+|baj\w+|subi\w+|dej\w+|mantuv\w+|avis\w+|despiert\w+)\b"
        ),
        (
            rf"^{_SOFT}(?:{_WISH}) (?:tener |dejar |ver )?(?:{DEFINITE}|{NOUN} {_STATE}|(?:mas|menos"
            r"|un poco (?:mas )?de|algo de) (?:luz|calor|frio|musica|volumen|aire|silencio))\b"
        ),
        (
            rf"^{_SOFT}(?:{_WISH}|tengo que|tienes que|tendrias que|tenemos que|tendriamos que|deberias"
            r"|deberiamos|debes|debemos|hay que|habria que|has de|vamos a|vamonos a"
            r"|podriamos|podemos|toca|es hora de|ya es hora de|va siendo hora de|es momento de"
            rf"|falta) {_INFINITIVE}{_CLITIC}\b.*(?:{DEFINITE}|\b{NOUN}\b)"
        ),
        (
            rf"^{_SOFT}(?:{_WISH}|me apetece|apetece|tengo ganas de) (?:escuchar|oir|ver"
            r"|poner) (?!un (?:cuento|chiste)|a mi|mundo)"
        ),
        rf"^{_SOFT}{_WISH} {_INFINITIVE}{_CLITIC} {DEFINITE}",
        rf"\b(?:te importa|te importaria|le importa|le importaria) (?:{_INFINITIVE}|dar|hacer|que)",
        # an obligation, as in debería
        (
            rf"^{_SOFT}{DEFINITE}(?: \w+){{0,3}}? (?:no )?(?:deberia|deberian|debe|deben|tiene que|tienen que"
            r"|tendria que|tendrian que|ha de|han de|necesita|necesitan|hay que"
            rf"|podria|podrian|habria que)\b"
        ),
        (
            r"\b(?:deberia|deberian|tendria que|tendrian que|habria que|tiene que|tienen que) (?:estar"
            rf"|quedar\w*|ser|haber)\b.*{DEFINITE}"
        ),
        # services of a machine
        (
            rf"^{_SOFT}(?:{_WISH}|tengo que|tenemos que|me hace falta|deseo|quiero que me|necesito que me"
            r"|puedo|podria)(?: (?:hacer|poner|tener|crear|pedir|mandar|enviar|anadir|buscar|encontrar|hagas"
            r"|pongas|mandes))?"
            rf" (?:un |una |unos |mi |el |la |algo de |otra |otro )?(?:\w+ ){{0,2}}{_SERVICE}"
        ),
        (
            rf"^{_SOFT}(?:{_WISH}|tengo que|tenemos que|debo) (?:llamar|telefonear|mandar|enviar|reservar"
            r"|escribir(?:le)? a)\b"
        ),
        (
            r"\brecuerda(?:me|nos)\b|\bque me recuerdes\b|\bno dejes que (?:me )?(?:se me )?olvid\w+"
            r"|\bno quiero olvidar\w*\b"
        ),
        (
            r"\b(?:a|de|en|con|vacia|limpia|borra) (?:mi|nuestra|la|el) (?:lista(?: de (?:la compra|tareas"
            r"|deseos))?|agenda|calendario|carrito|cesta)\b(?! (?:mas|de (?:paises|planetas)))"
        ),
        (
            rf"^{_SOFT}(?:crea|cree|crear|haz|hacer|programa|pon|ponme|anade|agenda|mueve|busca(?:me)?"
            r"|encuentra(?:me)?|consigue(?:me)?|organiza|concierta)\b(?: (?:un|una|otro|otra|mi|el|la|nuevo"
            rf"|nueva))*(?: \w+)? {_SERVICE}"
        ),
        (
            rf"^{_SOFT}(?:tacha|vacia|contacta|informa a|hazme llegar|salta|siguiente (?:cancion|tema)"
            r"|otra cancion|cambia de (?:cancion|tema)|habla mas (?:alto|bajo|despacio|fuerte)|mas bajito"
            r"|no tan (?:alto|fuerte)|ayudame a (?:encontrar|buscar|localizar|recordar))\b"
        ),
        (
            rf"^{_SOFT}(?:he perdido|no encuentro|no se donde (?:esta|he dejado|tengo|puse)|perdi) (?:mi|mis"
            r"|el|la|las) (?:movil|telefono|llaves?|mando|cartera|tablet|gafas|tableta)\b"
        ),
        rf"^{_SOFT}(?:el )?volumen (?:a|al|en|mas)\b",
        # without a verb, as in luz fuera
        (
            rf"^{_SOFT}(?!(?:esta|estan|hay|sigue|siguen|queda|quedan|es|son|que|quien|cual|cuando|donde|como"
            r"|tengo|tienes|ha|han|he)\b)(?:tod[oa]s? )?(?:(?:la|las|el|los"
            rf"|mi) )?(?:[\w']+ ){{0,1}}{NOUN}(?: (?:del?|de la|de los"
            rf"|de las) \w+){{0,2}} {_STATE}(?: (?:por favor|ya|ahora|en .*))*$"
        ),
        (
            rf"^{_SOFT}(?:fuera|abajo|arriba|adelante con|basta de|no mas|mas|menos)(?: de)?(?: las?| los?"
            rf"| el)? {NOUN}\b"
        ),
        (
            rf"^{_SOFT}(?:un poco )?mas (?:alto|bajo|fuerte|flojo|luz|oscuro|claro|calor|frio"
            r"|volumen)(?: por favor)?$"
        ),
        # a complaint, as in muy oscuro aquí
        (
            rf"^(?=.*\b(?:aqui|en {THE_ROOM})\b)(?=.*\b(?:muy|demasiado|mucho|mucha|tan|tanto|tanta|poca"
            r"|un poco|bastante) (?:oscuro|claro|frio|calor|ruido|luz|humedad"
            rf"|fresco|bochorno|cargado)\b)"
        ),
        (
            r"\b(?:esta|hace|hay) (?:muy|demasiado|demasiada) (?:oscuro|frio|calor|ruido|luz|alto|bajo"
            r"|fuerte)\b(?! (?:en|fuera))|\baqui no se ve\b|\baqui (?:hace|esta|hay) (?:frio|calor|oscuro)\b"
        ),
    ],
    start=rf"^{_SOFT}",
)

REQUESTS = Requests(requests=_REQUESTS, no_order=_NO_ORDER, past_tense=_PAST_TENSE)
