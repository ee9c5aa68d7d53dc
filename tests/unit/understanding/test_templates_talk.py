"""Everyday talk full of command words, in every room, and the everyday forms of commands beside it."""

from datetime import datetime
from pathlib import Path

import pytest

from sarai_mqtt.core.home import Entity, Home
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.understanding.templates import SentenceUnderstander

CONFIG = Path(__file__).parents[3] / "config"
HOUSE = load_home(CONFIG / "home.yaml")
NOW = datetime(2026, 11, 22, 15, 5)

TALK = {
    "en": """
Did you see the light in the kitchen yesterday
I need to buy new lights for the living room
The blinds in my office are broken
He left the door open again
We should paint the bedroom blue
what a lovely light
the kids are in the garden
she turned on the TV and fell asleep
I like the lamp in the bedroom
my favourite song is playing
turn the page
turn around
turn left
set the table
set it up
put the milk in the fridge
put your shoes on
put the kettle on
put it on
get out
get the door
get the milk
hit the road
start over
run away
close your mouth
open your book
open wide
open sesame
play with me
play nice
play dead
stop it now
stop talking to me
stop crying
pause for a moment
next week we are going to Madrid
skip it
more
less
a bit more
louder than bombs
clean your room
clean the window please mum
sweep the kitchen yourself
cool down
warm welcome
I'm cold
it's cold outside isn't it
it's dark outside
it's too loud in the restaurant
can we have dinner in the kitchen
can I have some water
give me a hand
give me some space
give me the remote
let me in
let's go home
leave it on the table
leave me alone
keep calm
keep it down
make it quick
make my day
make sure you lock the car
make the bed in the bedroom
have a nice day
have you seen my keys in the kitchen
wake me up before you go
remind me of you
tell me the truth
tell me about the kitchen
what's in the kitchen
who's in the bathroom
is anybody in the bathroom
is dinner ready
is the cat in the garage
are you on
are the kids in the bedroom
how long have you been here
how long is the movie
how many people are in the living room
what is on TV tonight
what was the temperature in 1850
do you know what time the game starts
time flies
the timer on my phone is broken
add it up
add fuel to the fire
shopping list
the shopping list is on the table
buy low sell high
lock him up
unlock your potential
raise your hand
raise the question
lower your voice
lower the price
roll up your sleeves
roll down the hill
pull up a chair
pull the curtain of mystery
draw a picture
draw the line
drop it off at the office
light my fire
dim sum for dinner
the dim light of the kitchen
red light
green light
white christmas
fifty percent
fifty percent of people agree
twenty one
full power
hold the line
hold on
carry on
go ahead
go home
go back to the kitchen
come back
bring the plates to the kitchen
bring it up at the meeting
the song says turn off the light
he told me to open the door
don't turn on the light
I would turn the light off if I were you
my mum always says close the door
I was about to open the blinds
they locked the front door
she asked if the kitchen light was on
somebody turned off the heating
remember when we turned off all the lights
the vacuum is broken
we vacuumed the living room
the robot fell down the stairs
good night everybody
that's all folks
it's movie night tonight
we had a movie night yesterday
I love movie night
movie night was fun
don't forget the timer
turn it
turn off
turn on
switch
off
on it
set fire to the kitchen
kill the spider in the bathroom
kill bill
cut the bread in the kitchen
cut the cake
shut your eyes
""",
    "es": """
ayer compré una lámpara para el salón
la luz de la luna es preciosa
se fue la luz en toda la calle
no me gusta la luz del baño
hay que pintar el dormitorio de azul
mi madre está en la cocina
los niños están en el jardín
pon la mesa por favor
pon atención a lo que digo
pon de tu parte
ponte los zapatos
ponme un café
ponme un ejemplo
pon leche en la nevera
pon el abrigo en la entrada
ponlo ahí
sube al coche
sube las escaleras
sube conmigo
baja la voz
baja a comprar el pan
baja de ahí
bájate
cierra la boca
cierra los ojos
cierra el libro
abre la boca
abre los ojos
abre el libro por la página diez
apaga el fuego
apaga el cigarro
quita eso de ahí
quita las manos
quita los pies del sofá
deja de llorar
deja eso
deja la mochila en la entrada
deja el abrigo en el dormitorio
para un momento
para mí un café
para la cena hay pollo
sigue así
sigue recto
otra
más
menos
un poco más
más alto que tú
está muy bueno
está muy alto para su edad
está muy oscuro fuera
hay poca gente en el salón
necesito ayuda en la cocina
quiero agua
quiero comer en la cocina
dame un beso
dame la mano
dame las llaves
echa sal
echa un vistazo a la cocina
corre que llegamos tarde
corre por el pasillo
toca la guitarra
toca madera
salta a la comba
limpia tu cuarto
limpia la mesa de la cocina
pasa por el salón
pasa al despacho
pasa la sal
recoge la habitación
recoge tus juguetes
manda un mensaje a mamá
manda saludos
avísame cuando llegues
avísame si llueve
despiértame mañana
despiértame a las siete
recuérdame quién era
dime la verdad
dime algo bonito
cuenta hasta diez
cuenta un chiste
cuánto cuesta
cuánto queda de leche
cuánto falta para Navidad
cuánto tiempo llevas aquí
qué luces más bonitas
qué tal en la oficina
qué hay en la cocina
quién está en el baño
hay alguien en el baño
está la cena
está mi hermano en el dormitorio
están los niños en el salón
hace un día precioso
hace frío
tengo frío
hace calor en agosto
la canción dice apaga la luz
me dijo que abriera la puerta
no enciendas la luz
mi padre siempre cierra la puerta principal
estaba a punto de bajar las persianas
cerraron la puerta con llave
alguien ha apagado la calefacción
te acuerdas de cuando apagamos todas las luces
la aspiradora está rota
aspiramos el salón ayer
buenas noches a todos
nada de nada
noche de cine hoy con amigos
ayer tuvimos noche de cine
me encanta la noche de cine
la lista de la compra está en la mesa
falta leche
hay que comprar leche
treinta por ciento
veintiuno
el treinta por ciento de la gente
luz roja
semáforo en verde
sube la bolsa
baja el paro
sube el precio de la luz
baja el precio del gas
la luz está muy cara
ha subido la luz
la calefacción es carísima
enciende una vela
enciende el coche
apaga el móvil
abre la nevera
cierra el grifo
abre una cerveza
abre la ventana del coche
el portero cierra la puerta a las diez
volvemos a casa
vete a casa
vuelve a casa pronto
nos vemos en la entrada
deja la puerta abierta
deja que entre el perro
que entre el siguiente
hazme caso
haz los deberes
a oscuras se ve mejor el cielo
vamos a oscuras por la calle
la película empieza a las nueve
activa el cerebro
conecta con tu interior
corta el pan en la cocina
mata la araña del baño
mata el tiempo
silencio en la sala
música maestro
fuera de aquí
fuera todos
todo fuera
luces de Navidad
""",
}


@pytest.fixture(scope="module")
def house():
    return SentenceUnderstander(HOUSE, ["en", "es"])


@pytest.mark.parametrize("area", [None, "kitchen"])
@pytest.mark.parametrize("language", TALK)
def test_talk_with_command_words_is_no_command(house, language, area):
    texts = TALK[language].strip().splitlines()
    assert len(texts) > 100
    assert [t for t in texts if house.understand(t, language, area)] == []


CEILING, COUNTER, LAMP, HALL = (
    "light.kitchen_ceiling",
    "light.kitchen_counter",
    "light.bedroom_lamp",
    "light.hall",
)
BLINDS, STAT, TV = "cover.bedroom_blinds", "climate.thermostat", "media_player.living_room_tv"
COMMANDS = [
    ("en", "it's way too dark in the kitchen", "HassTurnOn", {}, (CEILING, COUNTER)),
    ("en", "I can't see anything in the kitchen", "HassTurnOn", {}, (CEILING, COUNTER)),
    ("en", "would you mind turning off the hall light", "HassTurnOff", {}, (HALL,)),
    ("en", "leave the hall light on", "HassTurnOn", {}, (HALL,)),
    ("en", "make sure the hall light is off", "HassTurnOff", {}, (HALL,)),
    ("en", "dim the bedroom lamp a bit", "HassLightSet", {"brightness": 30}, (LAMP,)),
    ("en", "half brightness in the kitchen", "HassLightSet", {"brightness": 50}, (CEILING, COUNTER)),
    ("en", "change the bedroom lamp to warm white", "HassLightSet", {"temperature": 2700}, (LAMP,)),
    ("en", "roll up the bedroom blinds", "HassTurnOn", {}, (BLINDS,)),
    ("en", "bedroom blinds down please", "HassTurnOff", {}, (BLINDS,)),
    ("en", "open the bedroom blinds a little", "HassSetPosition", {"position": 25}, (BLINDS,)),
    ("en", "heating to 21 degrees", "HassClimateSetTemperature", {"temperature": 21}, (STAT,)),
    ("en", "TV volume to 40 percent", "HassSetVolume", {"volume_level": 40}, (TV,)),
    ("en", "give me five more minutes on the timer", "HassIncreaseTimer", {"minutes": 5}, ()),
    ("en", "set a timer for an hour and a half", "HassStartTimer", {"hours": 1, "minutes": 30}, ()),
    ("en", "let's start movie night", "HassTurnOn", {}, ("scene.movie_night",)),
    ("en", "do I need an umbrella", "HassGetWeather", {}, ("weather.home",)),
    ("es", "está muy oscuro en la cocina", "HassTurnOn", {}, (CEILING, COUNTER)),
    ("es", "no veo nada en la cocina", "HassTurnOn", {}, (CEILING, COUNTER)),
    ("es", "prendé la luz del pasillo", "HassTurnOn", {}, (HALL,)),
    ("es", "deja encendida la luz del pasillo", "HassTurnOn", {}, (HALL,)),
    ("es", "quiero que apagues la luz del pasillo", "HassTurnOff", {}, (HALL,)),
    ("es", "baja un poco la lámpara del dormitorio", "HassLightSet", {"brightness": 30}, (LAMP,)),
    ("es", "pon la lámpara del dormitorio a tope", "HassLightSet", {"brightness": 100}, (LAMP,)),
    ("es", "pon la lámpara del dormitorio de color azul", "HassLightSet", {"color": "blue"}, (LAMP,)),
    ("es", "súbeme la persiana del dormitorio", "HassTurnOn", {}, (BLINDS,)),
    ("es", "deja la persiana del dormitorio a la mitad", "HassSetPosition", {"position": 50}, (BLINDS,)),
    ("es", "pon el aire a 22", "HassClimateSetTemperature", {"temperature": 22}, (STAT,)),
    ("es", "volumen de la tele al cuarenta", "HassSetVolume", {"volume_level": 40}, (TV,)),
    ("es", "avísame dentro de diez minutos", "HassStartTimer", {"minutes": 10}, ()),
    ("es", "ponme un temporizador de media hora", "HassStartTimer", {"minutes": 30}, ()),
    ("es", "pon el modo noche de cine", "HassTurnOn", {}, ("scene.movie_night",)),
    ("es", "¿va a llover hoy?", "HassGetWeather", {}, ("weather.home",)),
    ("es", "mete leche en la lista de la compra", "HassShoppingListAddItem", {"item": "leche"}, ()),
]


@pytest.mark.parametrize(("language", "text", "name", "slots", "targets"), COMMANDS)
def test_everyday_commands(house, language, text, name, slots, targets):
    intent = house.understand(text, language)
    assert intent is not None
    assert (intent.name, intent.targets) == (name, targets)
    assert slots.items() <= intent.slots.items()


def test_free_text_ends_where_words_end(house):
    intent = house.understand("Añada leche a la lista de la compra", "es")
    assert (intent.name, intent.slots) == ("HassShoppingListAddItem", {"item": "leche"})


def test_a_list_named_like_the_words_before_it_takes_no_piece_of_them():
    shopping = Entity("todo.shopping", {"es": ("Lista de la compra",)})
    house = SentenceUnderstander(Home({}, {shopping.id: shopping}), ["es"])
    intent = house.understand("Añada leche a la lista de la compra", "es")
    assert intent.slots["item"] == "leche"
    assert (
        house.understand("pon un temporizador de cinco minutos para los huevos", "es").slots["name"]
        == "huevos"
    )
