"""Spanish patterns for questions and statements about the house, without accents."""

import re

from sarai_mqtt.languages.patterns import pattern_of
from sarai_mqtt.languages.schema.house import A_ROOM, DEFINITE, NOUN, THE_ROOM, HouseQuestions

_SOFT = (
    r"(?:(?:oye|hola|hey|eh|ok|okay|vale|venga|bueno|pues|a ver|ahora|y|pero|sarai|perdona|perdon"
    r"|por favor|porfa|si|no|mira|anda|ya|entonces|una pregunta) )*?"
)
_PART = (
    r"(?:encendid|apagad|abiert|cerrad|prendid|puest|conectad|desconectad|bloquead|desbloquead|subid"
    r"|bajad|echad|cargad|enchufad|activad|desactivad|armad|desarmad|acabad|terminad|ocupad|atascad"
    r"|averiad|estropead|llen|vaci|limpi|suci"
    r"|list|parad|rot|mojad|silenciad|iluminad|libre|sol|programad|ajustad|regulad|dormid|despiert)(?:o"
    r"|a|os|as|e|es)?"
)
_BE = (
    r"(?:esta|estan|estaba|estaban|estuvo|sigue|siguen|seguia|queda|quedan|quedo|se (?:ha|han) quedado"
    r"|anda|continua)"
)
_WHO = (
    r"(?:alguien|nadie|todos|todo el mundo|mama|papa|los ninos|las ninas|el (?:nino|bebe|perro|gato)"
    r"|la (?:nina|perra|gata)|mi (?:mujer|marido|hij[oa]|madre|padre|herman[oa]|novi[oa]|pareja|perro"
    r"|gato)|mis (?:padres|hijos)|el|ella|ellos)"
)
_HERE = (
    rf"(?:en casa|aqui|ahi|alli|dentro|fuera|arriba|abajo|en {THE_ROOM}|en {A_ROOM}|en la puerta"
    r"|a la puerta|despierto|dormid[oa]s?|despiertos)"
)
_FOLK = (
    r"(?:alguien|nadie|(?:(?:el|la|los|las|mi|mis) )?(?:cartero|cartera|repartidor|mensajer[oa]"
    r"|fontaner[oa]|jardiner[oa]"
    r"|(?:senora|chica|mujer) de la limpieza|asistenta|limpiadora|abuel[oa]s?|mama|papa|nin[oa]s?"
    r"|perr[oa]s?|gat[oa]s?"
    r"|bebe|mujer|marido|espos[oa]|hij[oa]s?|herman[oa]s?|madre|padre|padres|novi[oa]|basurero|camion de"
    r" la basura"
    r"|invitados|visitas?|paquetes?|pedido|vecin[oa]s?))"
)
_AT = rf"(?: (?:aqui|aca|en (?:esta )?casa|en la casa|en {THE_ROOM}|en {A_ROOM}))?"
_CAR = r"(?:el|mi|nuestro|la|mi) (?:coche|carro|auto|moto|patinete|furgoneta|camioneta)"
HOUSE_QUESTIONS = HouseQuestions(
    lead_in=re.compile(
        rf"^{_SOFT}(?:(?:me |nos )?(?:puedes|podrias|puede|podria|quieres) (?:decir(?:me)?|mirar"
        r"|comprobar|ver|revisar|confirmar\w*)|dime|decidme|sabes|sabrias decirme|tienes idea de"
        r"|quiero saber|quisiera saber|me gustaria saber|necesito saber|me pregunto|no se"
        r"|mira|comprueba|confirmame|verifica|avisame de|a ver|recuerdame)"
        r" (?:(?:si|a ver si)\b ?|(?=que\b|cual|quien|donde|cuando|como|cuant|por que|a que|a cuant"
        r"|la temperatura|el estado|la bateria|la hora))"
    ),
    own=pattern_of(
        [
            # what somebody of the house did, gave or paid, of which nothing is known
            rf"^{_SOFT}(?:le|les|lo|la|los|las|me) (?:di|dimos|diste|dieron|puse|saque|eche) \w+",
            rf"^{_SOFT}ya esta (?:la|el) (?:colada|ropa|comida|cena|lavadora|cafe|agua|pan)\b",
            (
                r"\bcuanto (?:hemos|he|se ha|llevamos|vamos|estamos) (?:pagad[oa]|pagando|gastad[oa]"
                r"|gastando)(?: \w+){0,2} (?:luz|agua|gas|electricidad|calefaccion|internet)\b"
            ),
            # what no sensor of a house tells
            (
                r"\bcuantos pasos (?:llevo|llevamos|he dado|he hecho|di|hice)\b"
                r"|\b(?:que|cual es mi|como tengo el|como tengo la|como esta mi) (?:pulso|pulsaciones|tension"
                r"|peso|ritmo cardiaco|frecuencia cardiaca)(?: (?:tengo|llevo|estoy))?$"
                r"|\bcuanto (?:peso|he dormido|dormi|he andado|he caminado|he corrido)"
                r"(?: (?:hoy|anoche|ayer))?$"
                r"|\btemperatura media(?: (?:de la casa|en casa|aqui|dentro|de dentro|hoy))*$"
                r"|\b(?:cuanto polen|nivel de polen|polen hay)\b|\bde donde (?:sopla|viene) el viento\b"
            ),
            # whether the home has such a thing at all
            (
                rf"^{_SOFT}(?:hay|no hay|tenemos|no tenemos|tengo|tienes|tiene la casa)(?: (?:algun"
                rf"|alguna|algunos|algunas"
                rf"|un|una|unos|unas|otro|otra|mas))? (?:\w+ )?{NOUN}(?: \w+)?{_AT}$"
                rf"|^{_SOFT}(?:conoces|reconoces|ves|encuentras|controlas|manejas)(?: (?:algun|alguna|un"
                rf"|una))? {NOUN}{_AT}$"
            ),
            (
                r"\b(?:hay|hubo|habia|ha habido) (?:alguna |algun |una |un )?(?:fugas?|goteras?|movimientos?"
                r"|corriente de aire)\b(?! de (?:gas|cerebros|capital))"
            ),
            (
                r"^(?:y )?(?:va |esta )?tod[oa] (?:va |esta )?(?:bien|en orden|tranquil[oa]|cerrad[oa])"
                r" (?:en|por) (?:la )?(?:casa|athing|aroom|theroom)\b"
            ),
            # people and animals of the house
            (
                rf"^{_SOFT}(?!.*\b(?:pelicula|disco|libro|cancion|juego|serie|sol|luna|tren|verano"
                rf"|invierno|otono"
                r"|primavera|navidad)\b)(?:se )?(?:ha|han) (?:llegado|vuelto|venido|salido|ido|acostado"
                r"|levantado"
                r"|despertado|dormido|comido|cenado|regresado)(?: ya)?(?: a (?:casa|dormir|la cama))?"
                r" (?:(?:el|la|los|las|mi|mis) )?[a-z]+(?: (?:a (?:casa|dormir)|ya|del? \w+|al \w+|hoy"
                r"|anoche))*$"
            ),
            (
                rf"^{_SOFT}(?:(?:a que hora|cuando) )?(?:se )?(?:vino|vinieron|llego|llegaron|salio"
                rf"|salieron|volvio|volvieron"
                r"|entro|entraron|comio|comieron|ceno|bebio|fue|fueron|acosto|acostaron|paso|pasaron|regreso)"
                rf" (?:ya |hoy |ayer |anoche )*{_FOLK}\b(?! (?:a|en) (?:la luna|marte|america))"
            ),
            (
                r"^(?:\w+ )?a que hora (?:se )?(?:llego|salio|volvio|fue|acosto|levanto|vuelve|llega|va)"
                r" [a-z]+"
                r"(?: (?:a casa|hoy|ayer|anoche|de casa))*$"
            ),
            (
                rf"\bquien (?:toco|abrio|cerro|encendio|apago|prendio|dejo|puso|uso|subio|bajo|movio)"
                rf" (?:\w+ )?{DEFINITE}"
                r"|\bquien (?:llamo|vino|entro|salio|toco|llego)(?: (?:hoy|anoche|ayer|a casa|a la puerta"
                r"|esta \w+))*$"
                r"|\b(?:alguien|nadie) (?:ha )?(?:entro|vino|salio|paso|llamo|toco|entrado|venido|salido"
                r"|llamado|tocado)\b(?! (?:a|en) (?:la luna|marte"
                r"|el espacio))"
            ),
            (
                rf"^{_SOFT}estan? (?:ya |todavia |aun )?(?:aqui|aca|en casa|arriba|abajo|dentro|fuera"
                rf"|afuera|en {THE_ROOM}) {_FOLK}\b"
            ),
            # what it uses, needs and has left
            (
                r"\b(?:que|cual)(?: (?!pais|animal|coche)\w+){0,3} (?:mas (?:gasta|consume|luz gasta"
                r"|energia consume)"
                r"|(?:gasta|consume|esta (?:gastando|consumiendo)) mas)(?: (?:luz|energia|electricidad"
                r"|agua|ahora|aqui"
                r"|en casa))*$"
            ),
            (
                rf"^(?!.*\b(?:como funciona\w*|cuanto cuesta|inventado?)\b)(?=(?:y )?(?:esta|ha|ya"
                rf"|cuant\w+|que|tiene|donde|le|queda|se|deje|cerre)\b)(?:.*\b(?:autonomia|bateria"
                rf"|carga|gasolina"
                r"|combustible|cargo|cargado|cargando|enchufado|aparcado|estacionado|cerrado)\b.*\b"
                rf"{_CAR}\b|.*\b{_CAR}\b.*\b(?:autonomia|bateria|gasolina|(?:carg|enchuf|aparc|estacion"
                rf"|cerr)ad[oa])\b)"
            ),
            (
                rf"^{_SOFT}(?:necesitan?|(?:les? )?hace falta) (?:\w+ )?(?:agua|riego|regar\w*|cortar\w*"
                rf"|comida|pilas?"
                rf"|bateria|limpi\w+|sal|tinta)\b.*(?:{DEFINITE}|\b(?:el|la|las|los|mis?) (?:cesped|pasto"
                rf"|plantas?|flores))"
            ),
            (
                r"\bcuant[oa]s? (?:\w+ )?(?:toner|tinta|sal|detergente|leche|cafe|pienso|pellets?|aceite"
                r"|lena|huevos|pan"
                r"|cervezas?|pilas) (?:nos )?(?:quedan?|hay|tenemos|tengo)\b"
            ),
            (
                rf"^{_SOFT}por que (?:no )?(?:se )?(?:fue|fueron|apago|apagaron|encendio|encendieron"
                rf"|prendio|prendieron"
                rf"|abrio|cerro|paro|salto|sono)\b.*{DEFINITE}"
            ),
            (
                r"(?<!como )\b(?:se (?:cayo|fue|ha caido|ha ido)|hay|funciona|anda|tenemos|tengo) (?:el "
                r"|la |bien"
                r" )*(?:internet|wifi"
                r"|luz|corriente|electricidad|thething)(?: (?:en casa|ya|ahora|aqui|otra vez))*$"
            ),
            (
                r"\b(?:hacia|hizo|habia|ha hecho) (?:mas |menos |mucho |mucha |tanto |tanta )?(?:calor"
                r"|frio|ruido|luz"
                r"|humedad) (?:aqui|aca|en casa|dentro|arriba|abajo)\b"
            ),
            (
                rf"^{_SOFT}(?:estan?|siguen?|quedan?) (?:ya |todavia |aun )?(?:fuera|afuera|dentro"
                rf"|adentro|en la calle"
                rf"|sacad[oa]s?|tendid[oa]s?) (?:{DEFINITE}|(?:el|la|los|las) (?:cubos?|bolsas?"
                rf"|contenedor\w*|ropa|perro|gato))"
            ),
            rf"\b(?:de )?que (?:color|brillo|intensidad) (?:es|esta|estan|son|tiene|tienen) {DEFINITE}$",
            (
                r"\b(?:estamos|estoy|esta la casa|estan las placas|esta|hemos|he|se ha"
                r"|ha) (?:\w+ ){0,2}?(?:gastando|consumiendo|usando|produciendo|generando|gastado|consumido"
                r"|producido|generado|malgastando)\b"
            ),
            (
                r"\bcuant[oa]s? (?:\w+ ){0,2}(?:luz|electricidad|energia|agua|gas|corriente|potencia|vatios"
                r"|kilovatios|kilowatios|kwh|datos|calefaccion)\b(?!.*\b(?:una?|velocidad|anos luz)\b)"
            ),
            (
                r"\bcuanto (?:gast|consum|cuest|produc|gener)\w*(?: \w+){0,3} (?:la casa|de luz|de agua"
                r"|de gas|de calefaccion|las placas|los paneles|ahora|hoy|ayer|este mes)\b"
                r"|\bcuanto (?:gastamos|consumimos|producimos|llevamos)\b|\bfactura de la? (?:luz|agua"
                r"|gas)\b"
            ),
            (
                r"\bcuanto (?:gasta|consume|gastan|consumen|falta|le falta|les falta|queda|le queda"
                rf"|les queda|tarda|lleva|tiempo)(?: \w+){{0,4}} {DEFINITE}"
            ),
            (
                r"\b(?:temperatura|grados|humedad|cuanto (?:frio|calor)|que (?:frio|calor|tal el aire"
                r"|calidad|humedad)|calidad del aire|(?:hace|hay) (?:mucho |mucha |muy |demasiado )?(?:frio"
                r"|calor|humedad|ruido|luz))\b.*\b"
                rf"(?:dentro|aqui|en casa|interior|arriba|abajo|en {THE_ROOM}|en {A_ROOM}|del? {THE_ROOM}"
                rf"|{THE_ROOM}|del? {NOUN}|de dentro)\b"
            ),
            (
                rf"\bquien (?:esta|anda|hay|queda|sigue|es el que esta|estaba) (?:\w+ )?(?:{_HERE})\b"
                r"|\bquien (?:se |me |nos |lo |la )*(?:ha|han) (?:abierto|cerrado|encendido|apagado|entrado"
                r"|salido|llamado|venido|dejado|tocado|puesto|subido|bajado|llegado|usado|quitado)\b"
                r"|\bquien (?:llama|toca)\b|\bquien hay\b"
            ),
            (
                r"\b(?:esta|estan|hay|queda|anda|sigue|siguen|estaba|ha llegado|han llegado|ha vuelto"
                rf"|ha salido)(?: ya)? {_WHO}\b(?: ya)?(?: {_HERE})?|\b{_WHO} (?:esta|estan|sigue|siguen"
                rf"|ha llegado|ha vuelto|han llegado) (?:ya )?{_HERE}"
            ),
            (
                r"\bdonde (?:esta|estan|he dejado|deje|hemos dejado|he puesto|puse|anda|andan"
                r"|he aparcado) (?:mi|mis|el (?:mando|perro|gato|coche|nino|bebe)|la (?:gata|perra|nina)"
                r"|las llaves|los ninos|mama|papa|todos|la tablet\w*|el movil)\b|\bdonde (?:he dejado|deje"
                r"|he puesto|puse|hemos dejado|he aparcado)\b"
            ),
            (
                rf"^{_SOFT}(?:me |nos |se |te )*(?:he|hemos|ha|han|deje|dejamos|habre"
                r"|habremos) (?:\w+ )?(?:dejado|cerrado|apagado|encendido|abierto|puesto|olvidado|echado"
                rf"|enchufado|sacado|regado|dado|conectado|aparcado)?\b.*(?:{DEFINITE}|\b{_PART}\b|coche"
                r"|movil|gato|perro|plantas|llave)"
            ),
            (
                rf"^{_SOFT}(?:{_BE})(?: ya| bien| aun| todavia)?(?: (?:todo|toda|todos|todas|algo|alguna?"
                rf"|alguno|nada|eso|esto))?(?: (?:la|el|las|los|mi|mis) )?.*\b(?:{_PART}|en marcha"
                r"|funcionando|sonando|cargando|cargandose|lloviendo dentro|a oscuras)\b"
            ),
            (
                r"\b(?:hay|tenemos|queda|quedan|quedo|he dejado|me he dejado|deje) (?:alguna?|algun|una?|mas"
                rf"|muchas|otra|tod[oa]s las)(?: \w+)? (?:{NOUN}) (?:\w+ )?(?:{_PART}|en|por|sin)\b"
                rf"|\bhay (?:algo|alguna?|algun)(?: \w+){{0,2}} (?:{_PART})\b"
            ),
            (
                rf"\b(?:que|cuant[oa]s|cuales?)(?: de (?:las|los))? (?:{NOUN})(?: \w+){{0,4}}? (?:{_BE}|hay"
                r"|tenemos|tengo|quedan|faltan|se han)\b(?! (?:el |la )?(?:mundo|casa blanca|universo))"
            ),
            (
                r"\b(?:en|de) (?:la|mi|nuestra|el|nuestro) (?:lista(?: de (?:la compra|tareas))?|agenda"
                r"|calendario|buzon|bandeja|nevera|congelador|despensa|frigorifico)\b|\bque (?:tengo|tenemos"
                r"|hay)(?: (?:hoy|manana|apuntado|pendiente|previsto|puesto|programado))"
            ),
            (
                r"\b(?:tengo|tenemos|hay|quedan|han llegado|me ha llegado|he recibido)(?: (?:algun|alguna"
                r"|algunos|nuevos|nuevas|mas|un|una|puesto|puesta))* (?:mensajes?|correos?|emails?"
                r"|recordatorios?|alarmas?|temporizadores?|temporizador|citas?|reuniones?|reunion|eventos?"
                r"|llamadas?|notificaciones|paquetes?|cartas?|tareas?|avisos?|pedidos?|visitas?)\b"
                r"|\bque (?:alarmas?|temporizadores|recordatorios|citas|reuniones|tareas|mensajes)\b"
                r"|\b(?:alarma|temporizador)(?:es|s)? (?:puest|activ|program)\w+"
            ),
            (
                r"\b(?:hace|hacen) falta (?:leche|huevos|pan|mantequilla|cafe|azucar|papel|detergente|pienso"
                r"|pilas|fruta|agua|aceite|sal|comprar|algo|mas)\b|\bque (?:te|os) (?:pedi"
                r"|dije) que (?:me )?(?:recordar|apunt|anot|hicier)\w*"
            ),
            (
                r"\bcuando (?:suena|sonara|es|tengo|pasa|pasan) (?:la|el|mi|a recoger)? ?(?:\w+ )?(?:alarma"
                r"|temporizador|cita|reunion|basura|despertador|camion)\b"
            ),
            (
                r"\b(?:queda|quedan|hay|tenemos|nos queda|nos quedan)(?: (?:mas|algo de|suficiente|bastante"
                r"|todavia))* (?:leche|huevos|pan|mantequilla|cafe|te|azucar|cerveza|vino|arroz|pasta|queso"
                r"|papel higienico|detergente|pienso|pilas|fruta|agua|zumo|aceite|sal"
                r"|yogures)\b(?! en (?:marte|la luna|el mar|el mundo))"
            ),
            (
                r"\b(?:ha|han) (?:llegado|venido|pasado|comido|salido|bebido|vuelto|entrado) (?:ya )?(?:el"
                r"|la|los|las|mi|mis|algun|un)? ?(?:correo|cartero|paquete|paquetes|pedido|carta|repartidor"
                r"|basura|camion|fontanero|gato|perro|ninos|peces|mensajero|invitados|nina|nino|perra"
                r"|gata)\b|\bha llamado alguien\b|\bsono (?:el|la)\b"
            ),
            (
                r"\bque (?:esta sonando|suena|estan poniendo|ponen|echan|hay puesto|esta puesto|cancion"
                r"|canal|emisora|tema|disco) ?(?:es (?:esta?|este|eso|ahora)|esta (?:sonando|puest)|suena"
                r"|ahora|en|$)|\b(?:a que|que) volumen\b|\bquien canta(?: esto| esta| ahora)?$"
                r"|\bcomo se llama esta cancion\b"
            ),
            (
                r"\bcuant[oa] (?:bateria|carga|pila)\b(?! (?:tiene|gasta|dura) una?\b)|\bbateria (?:de(?:l)?"
                r"|tiene|le queda|queda)\b(?: (?:el|la|mi|mis|al|a mi))(?! de una?)|\b(?:le "
                r"|les )?quedan? (?:\w+ )?(?:bateria|pilas?|carga) (?:al?|a l[ao]s?|en)\b|\b(?:se (?:esta"
                r"|estan) cargando|tienen? (?:\w+ )?(?:pilas?|bateria|carga))\b(?! (?:un|una|los coches))"
            ),
            (
                rf"^{_SOFT}por que (?:no )?(?:{_BE}|se ha|se han|no funciona|suena|pita"
                rf"|parpadea)(?: \w+)?.*(?:{DEFINITE})|^{_SOFT}por que {DEFINITE}(?: \w+)? (?:no )?(?:{_BE}"
                r"|se ha|funciona|suena|pita)"
            ),
            rf"\bestado de (?:{DEFINITE})|\bcomo (?:esta|estan|va|van|anda) (?:{DEFINITE})",
            (
                rf"\ba (?:cuant[oa]s?|que (?:temperatura|altura|nivel|volumen|hora))(?: \w+){{0,2}} (?:{_BE}"
                r"|tengo|tenemos|he|se (?:enciende|apaga|pone))\b"
            ),
            (
                r"\b(?:se ha (?:ido|caido|cortado|parado|acabado|terminado|apagado|encendido|roto|atascado"
                r"|estropeado|quedado|abierto|cerrado|disparado)|ha (?:terminado|acabado|saltado|sonado"
                r"|parado|empezado)) (?:ya )?(?:la|el|los|las|mi|internet)\b(?! (?:pelicula|partido|guerra"
                r"|mundo|imperio|mundial|clase|verano))"
            ),
            (
                r"^(?:\w+ ){0,3}?(?:lista|dame|lee|leeme|dime|cual(?:es)? (?:es|son)|que|como (?:esta|es)"
                r"|ensename|repasa|hay|es|esta)(?: \w+){0,2} (?:mi|mis) (?:\w+ )?(?:calendario|agenda"
                r"|recordatorios?|citas?|reunion(?:es)?|tareas?|lista|ubicacion|posicion"
                r"|mensajes?|correos?|dia|planes|alarmas?|temporizador(?:es)?|notificaciones)\b|\b(?:mi"
                r"|la) (?:proxima )?(?:cita|reunion)\b"
            ),
            (
                r"\bque (?:mas )?(?:tengo|tenemos|tendre|debo) (?:que (?:hacer|comprar|recordar)|hoy|manana"
                r"|previsto|planeado|programado|pendiente|el \w+|esta (?:tarde|noche|semana))\b"
                r"|\btengo algo (?:hoy|manana|el|esta|previsto|pendiente)\b|\bestoy (?:libre|ocupad[oa])\b"
            ),
            (
                r"\b(?:esta|esa) (?:cancion|musica)\b|\b(?:cancion|musica|tema) (?:que )?(?:suena"
                r"|esta sonando|escucho)\b|\bque (?:estoy|estamos) (?:escuchando|oyendo)\b"
            ),
            r"\bdonde (?:estoy|estamos)\b(?! de acuerdo)|\bmi (?:ubicacion|posicion)\b",
            (
                r"\bque (?:es|ha sido) ese (?:ruido|pitido|sonido)\b"
                r"|^(?:\w+ ){0,2}?(?<!como )funcionan? (?:ya |bien )?(?:la|el|las|los|mi|internet)\b"
            ),
            (
                rf"\bque (?:esta|estan) haciendo {DEFINITE}|\b(?:cuando"
                rf"|a que hora) (?!.*\b(?:invent|descubr|fund)\w*)(?:\w+ ){{0,4}}{DEFINITE}"
            ),
        ]
    ),
    general=pattern_of(
        [
            rf"^{_SOFT}como\b(?! (?:esta|estan|va|van|anda))",
            rf"^{_SOFT}(?:por que|para que|de que|cada cuanto|cuantos anos)\b",
            rf"^{_SOFT}quien(?:es)?\b",
            (
                rf"^{_SOFT}(?:que|cual|cuales) (?:es|son|fue|eran?|seria|significa\w*|pasa|pasaria|puedo"
                r"|podria|debo|diferencia|quiere decir|opinas|piensas|te parece|hago|hace falta|rima"
                r"|prefieres|pesa|nombre|me (?:pongo|recomiendas)|color (?:pinto|queda|me)|tiempo suele)\b"
                r"(?! (?:la temperatura|la humedad|el consumo|el estado|el nivel|la bateria)\b(?!.* (?:ideal"
                r"|normal|recomendad|media|mejor)))"
            ),
            (
                rf"^{_SOFT}(?:es|son|era|fue|eres|sera|puedo|debo|deberia|debemos|pueden?|crees|piensas"
                r"|te gustan?|prefieres|tienes|conoces|sabes (?:algun|alguna|hablar|cantar|que|quien|como)"
                r"|has|has visto|eran?)\b"
            ),
            (
                rf"^{_SOFT}(?:cuentame|dime (?:un|una|algo)|dame|cantame|escribe|explica\w*|describe"
                r"|recomienda\w*|traduce|ensename a|hablame|ayudame|define|imagina|di)\b"
            ),
            (
                r"\b(?:invent\w*|descubr\w*|del mundo|en el mundo|del universo|de la historia|en general"
                r"|normalmente|suele\w*|en marte|en la luna|en el espacio|patent\w*|siglo|velocidad|se fundo"
                r"|casa blanca|torre eiffel|la pelicula|la cancion|el libro|la novela|el sol)\b"
            ),
            (
                r"\b(?:de|para|en|con|que|tiene|gasta|dura|consume|cuesta|pesa|mide|por) (?:un"
                r"|una)\b(?! (?:rato|momento|minuto|hora|dia|sensor|habitacion|ventana abierta"
                r"|luz encendida))"
            ),
            (
                r"^(?:yo|me|te|nos|he visto|hemos visto|mi \w+|quiero|quisiera|estoy|soy|tengo una idea|voy"
                r"|vamos|fui) (?!.*\b(?:dejado|deje|olvidado|dejamos)\b)"
            ),
        ],
        start=rf"^{_SOFT}",
    ),
    asking=re.compile(
        rf"^{_SOFT}(?:(?:a|en|de|desde|hasta|con|para) )?(?:que|quien(?:es)?|cuando|donde|como"
        rf"|cual(?:es)?|cuant[oa]s?|por que|{_BE}|hay|habia|ha|han|he|hemos|me he|se ha|se han|tiene"
        r"|tienen|tengo|tenemos|funciona\w*|queda\w*|suena|estas?)\b"
    ),
    about=re.compile(DEFINITE + rf"|\ben {A_ROOM}\b|\b(?:arriba|abajo|aqui) ?$"),
    statement=pattern_of(
        [
            (
                rf"^{_SOFT}(?:creo que |me parece que )?{DEFINITE}(?: \w+){{0,3}}? (?:no )?(?:esta|estan"
                rf"|sigue|siguen|se ha quedado|se quedo|se han quedado) (?:\w+ )?{_PART}\b"
            ),
            (
                rf"^{_SOFT}(?:creo que )?(?:me|nos|se|te) (?:\w+ )?(?:he|hemos|deje|dejamos|ha|has"
                rf"|olvide)(?: \w+)*? (?:{DEFINITE})"
            ),
        ],
        start=rf"^{_SOFT}",
    ),
)
