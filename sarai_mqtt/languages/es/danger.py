"""Spanish patterns for sentences about danger, without accents."""

import re

from sarai_mqtt.languages.patterns import any_of, pattern_of
from sarai_mqtt.languages.schema.danger import DangerSigns

_MEDICINE = any_of(r"""
    clonazepam / rivotril / alprazolam / lorazepam / dipirona / somniferos? / barbituricos? /
    paracetamol(?:es)? / ibuprofenos? / aspirinas? / dalsy / apiretal / nolotil / metamizol / gelocatil /
    frenadol / antibioticos? / amoxicilina / penicilina / insulina / morfina / codeina / tramadol /
    diazepam / valium / orfidal / lorazepam / trankimazin / melatonina / omeprazol / sintrom /
    antihistaminicos? / pastillas? / comprimidos? / capsulas? / medicinas? / medicamentos? / medicacion /
    somniferos? / analgesicos? / jarabe / antidepresivos? / gotas / vacunas? / tranquilizantes?
""")
_TOXIC = any_of(r"""
    lavandina / hipoclorito / raticida / matarratas /
    lejia / amoniaco / salfuman / cloro / detergente / veneno / matarratas / raticida / anticongelante /
    desatascador / limpia\w+ / limpiador\w* / suavizante / lavavajillas / capsulas? de \w+ / pilas? /
    bateria / pintura / gasolina / gasoil / acido / productos? (?:quimicos?|de limpieza) / quimicos? /
    colonia / perfume / quitaesmalte / acetona / herbicida / pesticida / insecticida / aguarras /
    naftalina / metanol / mercurio / alcohol de quemar / imanes / iman / setas?
    (?:venenosas?|silvestres?|del campo) / bayas
""")
_FAMILY = any_of(r"""
    hij[oa]s? / nin[oa]s? / bebe / bebes / crio / cria / peque / mujer / marido / esposa / esposo / pareja
    / novi[oa] / amig[oa] / madre / mama / padre / papa / abuel[oa] / herman[oa] / ti[oa] / prim[oa] /
    sobrin[oa] / niet[oa] / suegr[oa] / vecin[oa] / hombre / senor[a]? / persona / gente / chic[oa] /
    perr[oa] / gat[oa]
""")
_PERSON = (
    rf"(?:(?:mi|mis|tu|su|el|la|los|las|un|una|nuestr[oa]) (?:\w+ )?{_FAMILY}|alguien|mama|papa|ella|yo)"
)
_LIMB = (
    r"(?:munecas?|dedos?|manos?|piernas?|brazos?|cuello|garganta|venas?|cabeza|cara|pie|pies|cadera"
    r"|tobillo|espalda|ojos?|cejas?)"
)

DANGER = DangerSigns(
    lead_in=re.compile(r"^(?:(?:oye|hola|eh|ok|vale|por favor|sarai|escucha|rapido|dios mio) )+"),
    signs=pattern_of(
        [
            # gas, smoke, fire
            (
                r"\b(?:huele|olia|oler|huelo|apesta|hiede|pesta?zo|peste|tufo)\b(?: \w+){0,3} (?:a )?(?:gas"
                r"|humo|quemado|chamuscado|goma quemada|butano)\b"
                r"|\bolor(?: \w+){0,2} a (?:gas|humo|quemado|chamusquina|butano)\b|\bhuele a chamusquina\b"
            ),
            (
                r"\b(?:fuga|escape|perdida)s? de (?:gas|butano|monoxido)\b|\b(?:se escapa|se sale|pierde"
                r"|esta saliendo) (?:el |mucho )?gas\b"
            ),
            (
                r"\b(?:hay|veo|llen[oa]s?|lleno todo|llenando(?:se)?|ech\w+|salta\w*|sal(?:e|en|ia"
                r"|iendo|ir)|solt\w+"
                r"|suelt\w+|veo|vemos|tanto)\b(?: \w+){0,3}"
                r" (?:humo|llamas|chispas|humareda|fuego|gases|vapores)\b(?! en la (?:chimenea"
                r"|barbacoa|estufa))"
            ),
            (
                r"\b(?:ha explotado|ha reventado|explosion|cortocircuito)\b|\bno (?:para|deja"
                r"|paran) de (?:pitar|sonar)\b(?: \w+){0,3} (?:detector|alarma|sensor) (?:de|del) (?:humos?"
                r"|gas|monoxido|incendios|fuego)\b|\b(?:detector|alarma|sensor) (?:de|del)"
                r" (?:humos?|gas|monoxido|incendios|fuego|co)\b(?: \w+){0,3} no (?:para|deja) de (?:pitar"
                r"|sonar)\b"
            ),
            (
                r"\b(?:sube|baja|entra|entran|viene|llega|saca|huelo|sube mucho|entra mucho) (?:mucho "
                r"|un )?(?:humo|llamas)\b"
            ),
            (
                r"^(?:hay )?(?:fuego|incendio)(?: fuego)*$|\b(?:hay|empieza|veo|provocado"
                r"|es) (?:un )?(?:incendio|conato)\b|\bse ha incendiado\b"
            ),
            (
                r"\bse (?:me |nos |le )?(?:esta|estan|ha|han|quema|queman|prende"
                r"|prendio)\b(?: \w+){0,1} ?(?:quemando|ardiendo|prendido|incendiado"
                r"|incendiando)\b|\bse (?:me |nos )?quema (?:la|el|mi|toda la) (?:casa|cocina|sarten|sofa"
                r"|cama|horno|cortina|comida|piso|garaje)\b"
            ),
            (
                r"\b(?:esta|estan) (?:ardiendo|en llamas|quemandose)\b|\b(?:salid[oa]|salir) ardiendo\b"
                r"|\barde (?:la|el|mi) (?:casa|cocina|cortina|sofa)\b"
            ),
            (
                r"\b(?:detector|alarma|sensor)(?: \w+){0,2} (?:humos?|gas|monoxido|incendios|fuego"
                r"|co)\b(?: \w+){0,2} (?:pitando|sonando|saltado|pita|suena)\b"
                r"|\b(?:pita|suena|ha saltado|salto|pitando|sonando)\b(?: \w+){0,2} (?:detector|alarma"
                r"|sensor) (?:de|del) (?:humos?|gas|monoxido|incendios|fuego|co)\b"
            ),
            r"\b(?:hay|creo|intoxicacion|intoxicado|respirado|fuga|escape|exceso)\b(?: \w+){0,3} monoxido\b",
            (
                r"\bsal(?:e|iendo) (?:mucho )?gas\b|\bgas (?:que )?(?:sale|esta saliendo)\b|\bse (?:me |nos "
                r"|ha |esta )*(?:cae|caido|cayendo|cayo|hundido|hundio|derrumbado|derrumbo) (?:el|la|un"
                r"|una) (?:techo|tejado|pared|muro|balcon)\b"
            ),
            # poison
            (
                r"\b(?:bebi(?:do|o|eron)?|bebe|beber|bebiendo|tragado|trago|tragarse|comido|comio|comer"
                r"|ingerido|ingerir|chupado|lamido|inhalado"
                rf"|respirado|tomado|tomo|tome|inyectado)\b(?: \w+){{0,4}} {_TOXIC}\b"
            ),
            rf"\b(?:tragado|trago|comido|comio|ingerido)\b(?: \w+){{0,4}} {_MEDICINE}\b",
            (
                rf"\b(?:{_TOXIC}|{_MEDICINE})\b.*\b(?:se|me) l[ao]s? (?:ha|han|he) (?:tragado|comido|bebido"
                r"|tomado|metido)\b"
            ),
            r"\b(?:respirado|inhalado|aspirado)\b(?: \w+){0,3} (?:vapores|gases|humo|gas)\b",
            (
                r"\b(?:lejia|amoniaco|acido|cloro|limpi\w+|detergente|salfuman)\b(?: \w+){0,3} en (?:el|los"
                r"|un) ojos?\b"
            ),
            (
                r"\b(?:envenenad|intoxicad|intoxicacion)\w*\b|\besta(?:n)? (?:seta|baya|planta)s? (?:es"
                r"|son) (?:venenosa|toxica)s?\b"
                r"|\b(?:es|son) (?:venenos[oa]|toxic[oa])s? (?:est[aeo]s?|es[aeo]s?)\b"
            ),
            (
                r"^(?=.*\b(?:lejia|amoniaco|salfuman|cloro|desatascador)\b)(?=.*\b(?:mezcl\w+|combin\w+"
                r"|junt\w+|a la vez)\b)"
            ),
            (
                r"\b(?:me|se) (?:corte|corto|queme|quemo|rompi|rompio|quebre|quebro|fracture|fracturo"
                r"|disloque"
                rf"|disloco|torci|torcio) (?:el |la |un |una |los |las )?(?:{_LIMB}|hueso)\b|\b(?:me|se)"
                rf" (?:corte"
                r"|corto|queme|quemo|lastime|lastimo) (?:muy |bien |re |bastante )?(?:feo|mal|profundo|mucho"
                r"|con (?:un|una|el|la|agua|aceite))\b"
            ),
            # doses
            (
                rf"\b(?:tome|tomo|tomado|trague|tragado|trago)\b(?: \w+){{0,3}} (?:frasco|bote|caja|tira"
                rf"|blister|punado)s? de"
                rf" (?:\w+ )?{_MEDICINE}\b"
            ),
            (
                rf"^(?=.*\b{_MEDICINE}\b)(?=.*\b(?:cuant[oa]s?|dosis|cada cuant[oa]s?|sobredosis|miligramos"
                r"|mg"
                r"|(?:puedo|puede|puedes|podemos|debo|deberia|se puede|le puedo"
                r"|puedo darle)\b(?: \w+){0,2} ?(?:tomar\w*|dar\w*|mezclar|beber|combinar)"
                r"|maxim[oa]|(?:segur|peligros|mal|buen)o (?:tomar|dar|mezclar)\w*"
                r"|dos veces|de golpe|de una vez|que pasa si|con (?:alcohol|vino|cerveza)|he bebido"
                r"|demasiad[oa]s?|doble|por error"
                r"|sin querer|tod[oa]s (?:mis|las|sus|los)"
                r"|para (?:morir|matar\w*|dormir (?:siempre|para siempre)))\b)(?!.*\b(?:quedan?|tenemos"
                r"|hay en)\b)"
            ),
            (
                r"\b(?:pasado|pase|paso) (?:con|de) (?:la |las |el )?(?:dosis|medicacion|pastillas"
                r"|gotas)\b|\bsobredosis\b|\bdosis (?:letal|mortal|maxima|correcta|segura|de)\b"
            ),
            # injury and illness
            (
                r"\b(?:no|sin|deja de|dejado de|apenas|casi no) (?:puedo |puede |consigo |consigue "
                r"|esta )?respira(?:r|ndo)?\b"
                r"|\b(?:me|le) (?:cuesta|falta)(?: \w+){0,2} (?:respirar|aire)\b"
            ),
            (
                r"\b(?:inconsciente|sin conocimiento|sin sentido)\b|\b(?:desmay(?:ado|ada|o)|desplom(?:ado"
                r"|ada|o)|perdido el conocimiento)\b"
            ),
            (
                r"\b(?:ahogando|atragantando|atragantad[oa]|asfixiando|ahogado|ahogada)\b(?! (?:en|por"
                r"|de) (?:las |el )?(?:deudas?|trabajo|papeles|tareas|deberes|pena))|\b(?:me"
                r"|se) (?:ahoga|ahogo|asfixia|asfixio|atraganta|atraganto)\b(?! (?:en"
                r" (?:el |la |mi )?(?:trabajo|deudas|papeles|correos|deberes|un vaso)|de risa))"
            ),
            (
                rf"(?:\b{_PERSON}\b|\b(?:caid[oa]|tirad[oa]|suelo)\b)(?: \w+){{0,6}} no (?:se )?(?:mueve"
                r"|responde|reacciona|despierta|levanta"
                rf"|puede (?:moverse|levantarse|andar|hablar)|habla|contesta)\b"
            ),
            (
                r"\bno (?:se )?(?:despierta|reacciona)\b|\bno consigo despertar\w*\b"
                r"|\bno (?:me )?puedo (?:levantar|mover)(?:me)?\b(?! (?:de la cama|tan|temprano|pronto))"
            ),
            (
                r"\b(?:sangr(?:ando|a|o)|perdiendo (?:mucha )?sangre|mucha sangre|vomit\w+ sangre"
                r"|tosiendo sangre|hemorragia)\b|\bde sangrar\b"
            ),
            (
                r"\b(?:me|le|te) (?:duele|aprieta|oprime)(?: \w+){0,2} el pecho\b|\bse le duerme (?:el brazo"
                r"|la cara)\b|\b(?:dolor|presion|opresion|pinchazos?)(?: \w+){0,2} en el pecho\b"
                r"|\bse me duerme el brazo\b"
            ),
            (
                r"\b(?:infarto|ictus|derrame cerebral|convulsi(?:on(?:es|and\w+|a|ado)?)|ataque (?:al"
                r" corazon|epileptico"
                r"|cardiaco)|reaccion alergica|shock anafilactico"
                r"|anafilax\w+|embolia|aborto espontaneo)\b(?! de miocardio es)"
            ),
            (
                r"\b(?:me|te|se|nos|le) (?:he |ha |han |hemos )?(?:cort(?:ado|o)|cortaste|seccionado"
                r"|amputado|aplastado|pillado) (?:con |un |una |el |la |los |las"
                rf" |las? |mucho )*(?:{_LIMB}|cuchillo|cristal)\b"
            ),
            (
                r"\b(?:me|se|le) (?:he |ha |han )?(?:rot[oa]|partido|fracturado|dislocado) (?:el |la |un "
                rf"|una |los |las )?{_LIMB}\b"
            ),
            (
                r"\b(?:me|se|le) (?:he |ha |han )?(?:acabo de |acaba de )?(?:quemado|quemo|quemar|quemad[oa]"
                r"|escaldado|abrasado) (?:mucho |bien )?(?:el |la |un |una |los |las |toda la )?"
                rf"(?:{_LIMB}|piel|con agua|con aceite)\b"
            ),
            (
                r"\b(?:ha |han )?dado (?:la |un )?(?:corriente|calambre|chispazo)\b|\b(?:electrocutad[oa]?"
                r"|me electrocute|desangr\w+|calambrazo|descarga electrica|electrocuto)\b"
            ),
            r"\b(?:golpe|dado|golpead[oa]|golpeado|abierto) (?:en |fuerte en )?la cabeza\b",
            (
                r"\bse (?:me )?(?:ha|han|cayo) ?(?:caido)?(?: \w+){0,8} (?:no (?:se |puede |respira)|sangra"
                r"|inconsciente|se queja|se ha dado|esta herid[oa])"
            ),
            (
                rf"\b{_PERSON}\b(?: \w+){{0,4}} (?:caido|cayo)\b(?: \w+){{0,5}} (?:no|escalera|escaleras"
                r"|tejado|ventana|balcon|herid[oa]|dano)\b"
            ),
            (
                r"\b(?:hay|tengo|es) (?:un |una |varios |algun )?(?:herid[oa]s?|muert[oa]s?)\b|\b(?:esta"
                r"|estoy|estan|resultado) (?:muy |gravemente )?(?:herid[oa]s?|malherid[oa]s?"
                r"|muriendo(?:se)?|agonizando)\b|\b(?:me|se) (?:estoy|esta|estan) muriendo\b(?! de (?:risa"
                r"|hambre|sueno|aburrimiento|ganas|frio|calor|sed))"
            ),
            (
                r"\b(?:apunalad|acuchillad|disparad|atropellad|apalead|agredid|violad"
                r"|estrangulad)[oa]\b(?! la)|\b(?:me|nos|le) (?:esta|estan|ha|han) (?:pegando|agrediendo"
                r"|amenazando|pegado una paliza|mordido|picado|disparado)\b|\bpicado una? (?:vibora"
                r"|serpiente|escorpion|avispa|medusa|arana)\b"
                r"|\b(?:ataque de asma|crisis de asma|golpe de calor|hipotermia|de parto|contracciones"
                r"|roto aguas|accidente de (?:coche|trafico|moto)|bajada de azucar|coma diabetico)\b"
                r"|\b(?:cara torcida|boca torcida|se (?:me|le) (?:ha |esta )?(?:torci\w+|paraliz\w+"
                r"|cay\w+|caido) (?:la"
                r"|media) (?:cara|boca)|no (?:siente|siento) (?:las |el |la )?(?:piernas|lado|brazo"
                r"|cara|mano))\b"
                r"|\b(?:atrapad|encerrad)[oa]s? en (?:el|un) (?:ascensor|coche|fuego|incendio)\b"
                r"|\b(?:alergia|alergic)\w*\b.*\b(?:hincha|respira|garganta|cara)\w*"
            ),
            r"\b(?:mucha|muy alta|altisima) fiebre\b|\bfiebre (?:muy alta|altisima|de (?:39|4\d|cuarenta))\b",
            (
                r"\b(?:se le|se me) (?:hincha|esta hinchando|cierra|esta cerrando) la (?:garganta|lengua"
                r"|cara)\b|\bse esta poniendo (?:azul|morad[oa])\b"
            ),
            (
                r"\b(?:labios?|cara|piel|lengua)\b(?: \w+){0,3} (?:azul|morad[oa]|gris)\w*\b"
                r"|\b(?:puesto|puesta|poniendo|pone) (?:azul|morad[oa])\b"
                r"(?! (?:la|el) )"
            ),
            r"\bdolores? (?:muy |bastante )?(?:\w+ )?en el pecho\b|\bfalta(?:ndo)? el aire\b",
            r"\b(?:se|me) (?:ha |he |han )?(?:corta|corto|cortado) a proposito\b|\bse autolesiona\b",
            (
                r"\b(?:hombre|mujer|tipo|alguien|persona|desconocido)\b(?: \w+)? con (?:un "
                r"|una )?(?:cuchillo|navaja|pistola|arma|hacha)\b"
            ),
            r"\b(?:intenta|intentan|intento|intentaron|trata|tratan)(?: de)? entrar (?:en|a|por)\b",
            (
                r"^(?:\w+ ){0,3}?(?:manda|mandad|envia|envien|manden|pide|pidan|necesito|necesitamos|trae"
                r"|busca"
                r"|consigue) ayuda\b(?! (?:con|para|en|de))"
            ),
            (
                r"\b(?:resbalado|tropezado|caido)\b.*\b(?:rot[oa]|cabeza|cadera|sangr\w+|inconsciente"
                r"|no puede|no se)\b"
            ),
            (
                rf"\b(?:{_PERSON}|se|me) (?:se |me )?(?:ha |han |he |acaba de |acabo de )?(?:tragado"
                r"|trago|tragarse|tragarme)\b"
            ),
            (
                r"\b(?:bebe|nin[oa]|hij[oa]|perr[oa]|gat[oa]|sobrin[oa]|niet[oa]"
                r"|se)\b (?:se )?(?:ha|han)? ?(?:comido|chupado|mordido|lamido)"
                r"(?: \w+){0,3} (?:setas?|bayas?|plantas?|hojas?|pegamento|jabon|champu|pintura"
                r"|monedas?|imanes|pilas?|cigarr\w+"
                r"|chocolate|pasas|cebolla)\b"
            ),
            r"\b(?:hay|veo|con|sale|tanta) (?:\w+ )?sangre\b|\bsangre (?:por|en) (?:tod[oa]|el|la)\b",
            (
                r"\b(?:le|me) (?:esta|ha|han) (?:dando|dado) un (?:ataque|algo|patatus|infarto"
                r"|mareo)\b|\bpalpitaciones\b|\bpecho (?:oprimido|cerrado)\b"
            ),
            # suicide, self-harm, threats
            (
                r"\b(?:suicid\w+|matarme|matarse|quitarme la vida|quitarse la vida|acabar con (?:mi vida"
                r"|todo)|hacerme dano|hacerse dano|cortarme"
                r"(?! (?:el pelo|las unas|un traje|la))|autolesion\w*)\b|\bcortarme las venas\b"
                r"|\bno quiero (?:vivir|seguir vivien\w+|seguir viva?o?)\b"
                r"|\b(?:quiero|querria|quisiera|quiere|desea) (?:morir|morirme|morirse|estar muert[oa]"
                r"|desaparecer)\b|\bsi (?:me muero|me muriera|yo no estuviera|no existiera)\b|\bno (?:puedo"
                r"|aguanto) mas\b(?! (?:de|con))(?=.*\b(?:vida|vivir|todo|seguir)\b)|\btirarme (?:por"
                r"|desde)\b|\b(?:ganas|motivos?|razon(?:es)?) (?:de|para) vivir\b"
                r"|\bganas de (?:morir(?:me)?(?! de)|matar(?:me|se)|desaparecer|acabar con todo)\b"
                r"|\bno (?:puedo|aguanto) mas (?:con (?:mi|esta|la) vida|de vivir)\b|\bestarian mejor sin"
                r" mi\b|\bno (?:merece|vale) la pena vivir\b"
            ),
            # calls for help, intruders, attacks
            (
                r"\b(?:me|se) (?:quiero|quiere|voy a|va a|querria|quisiera|queria) (?:matar|morir"
                r"|suicidar|cortar las venas"
                r"|quitar la vida|hacer dano|tirar por)\b(?! de| por (?:ver|un|una|ir))"
            ),
            (
                r"\bhay (?:alguien|gente|un hombre|una persona)\b.* que no (?:conozco|conocemos)\b|\bse"
                r" (?:me |nos )?(?:han |ha )?"
                r"(?:metieron|metio|metido) (?:a robar|en (?:la|mi|nuestra) casa|ladrones|un ladron)\b"
            ),
            (
                r"\b(?:alguien|un (?:hombre|tipo|desconocido)|unos (?:hombres|tipos)) (?:esta|estan)"
                r" (?:intentando|tratando de|queriendo) (?:entrar|forzar|colarse)\b|\b(?:me|nos) (?:esta"
                r"|estan|viene|vienen|anda|andan) (?:siguiendo|persiguiendo|acosando)\b(?! en (?:las"
                r"|redes|insta|twitter))"
            ),
            (
                r"\b(?:llam[ae]\w*|avis[ae]\w*|telefonea\w*|marca\w*|necesit\w+|pide\w*|manda\w*"
                r"|envia\w*)\b(?: \w+){0,3} (?:ambulancia|bomberos|policia|guardia civil"
                r"|emergencias|urgencias|112|911|061|091)\b|\b(?:llama\w*|avisa\w*"
                r"|necesit\w+)(?: \w+){0,2} (?:al|un) (?:medico|doctor)\b(?! de cabecera)"
            ),
            (
                r"^(?:(?:por favor|sarai|oye) )*(?:socorro|auxilio|ayuda|ayudame|ayudenme|ayudadme|ayudeme"
                r"|ayudanos)(?: (?:socorro|auxilio|ayuda|por favor))*$"
                r"|^(?:socorro|auxilio)\b|\bque alguien (?:me|nos) ayude\b|\bes una emergencia\b"
            ),
            (
                r"\b(?:ha|han) entrado (?:un |unos |alguien |a )?(?:\w+ )?(?:ladron|ladrones|intruso|a robar"
                r"|casa a robar|desconocido)\b"
                r"|\bhay (?:un |unos )?(?:ladron|ladrones|intruso|intrusos|desconocido)\b"
                r"|\bentrado alguien\b.*\brobar\b"
                r"|\b(?:intentando|tratando de|quieren|quiere) entrar (?:en|a) (?:la |mi )?casa\b"
                r"|\bse ha colado (?:alguien|un)\b|\b(?:estan|esta) (?:entrando"
                r"|forzando)(?: \w+){0,4} (?:casa|puerta|ventana|robar)\b|\b(?:me|nos) (?:estan"
                r"|esta) (?:atacando|pegando|robando)\b"
                r"|\btiene (?:una )?(?:pistola|un cuchillo|navaja)\b"
            ),
        ]
    ),
    hints=pattern_of(
        [
            (
                rf"^(?=.*\b(?:venen\w+|toxic\w+|lejia|amoniaco|vapores|monoxido|herida|{_MEDICINE})\b)"
                rf"(?=.*\b(?:{_PERSON}|le|me|mi|malo|mala|mare\w+|enferm[oa])\b)"
            ),
            (
                r"\bmare\w+\b.*\b(?:gas|caldera|estufa|humo)\b|\b(?:gas|caldera|estufa|humo)\b.*\b(?:mare\w+"
                r"|vomit\w+|nausea\w*)\b"
                r"|\b(?:duele|dolor)\b.*\bcabeza\b.*\b(?:gas|caldera|estufa|humo)\b"
            ),
            (
                rf"(?:{_PERSON}|\b(?:me|le|mi|su))\b.*\b(?:vomit(?:o|a|ando)|fiebre alta|desmay\w+"
                r"|hinchad[oa]|dolor (?:muy )?fuerte"
                r"|duele (?:mucho|muchisimo)|paralizad[oa]|delira\w*|deshidratad[oa]|infectad[oa])\b"
            ),
        ]
    ),
    titles=pattern_of(
        [
            r"^(?!.*\b(?:humo|fuego|gas|incendio)\b).*\bcalor\b.*\bme ahogo$",
            (
                r"^(?:(?:oye|por favor|sarai|puedes|podrias|quiero|y|ahora|me) )*(?:pon(?:me|er|ga)? (?:la "
                r"|una |el |un )?(?:cancion|pelicula|peli|tema|disco|album|musica|serie)"
                r"|reproduc\w+|escuchar|toca|canta\w*|traduc\w+|busca)\b"
            ),
            (
                r"^(?:(?:oye|por favor|sarai|puedes|podrias|quiero|y|ahora|me) )*(?:apunt\w+|anad\w+|anot\w+"
                r"|mete\w*|agreg\w+|pon\w*|quita\w*|borra\w*|tacha\w*)\b.*\blista\b"
            ),
            (
                r"^(?!.*\b(?:humo|fuego|gas|incendio|venen\w+|sangr\w+|ahog\w+)\b)"
                r"(?:(?:oye|por favor|sarai|y) )*"
                r"(?:a|al|el|los|las|en|dentro|todos|todas|cada|manana|pasado|hoy|esta|de)\b[\w ]{1,60}?"
                r" (?:recuerd\w+|recorda\w+|acordame|acuerdame|avisame)\b"
            ),
            (
                r"^(?:(?:oye|por favor|sarai|puedes|podrias|quiero|y|ahora|me) )*(?:recuerd\w+|recorda\w+"
                r"|pon(?:me)? (?:un|una|el|la) (?:\w+ )?(?:temporizador|alarma|recordatorio"
                r"|minutero)|cancela\w*|compra\w*)"
            ),
            (
                r"^(?:quien|que|cual|cuando|como se)(?: \w+)? (?:canta|cantaba|escribio|dirigio|invento"
                r"|descubrio|la cancion|la pelicula|llama la (?:cancion|pelicula))\b"
                r"|\b(?:cancion|pelicula|novela|serie|libro|videojuego) (?:que se )?(?:llamad[oa]|llama"
                r"|titulad[oa]|sobre|donde|en la que)\b"
            ),
        ]
    ),
)
