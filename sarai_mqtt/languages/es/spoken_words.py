"""Words that the Spanish text normalizer writes for abbreviations, units, months, letters and signs."""

ABBREVIATIONS = {
    "Sr.": "señor", "Sra.": "señora", "Sres.": "señores", "Srta.": "señorita", "Dr.": "doctor",
    "Dra.": "doctora", "Dña.": "doña", "D.": "don", "Ud.": "usted", "Uds.": "ustedes",
    "aprox.": "aproximadamente", "p. ej.": "por ejemplo", "p.ej.": "por ejemplo", "etc.": "etcétera",
    "núm.": "número", "nº": "número", "n.º": "número", "pág.": "página", "tel.": "teléfono",
    "máx.": "máxima", "mín.": "mínima", "temp.": "temperatura", "Avda.": "avenida", "C/": "calle ",
    "hab.": "habitación", "dcha.": "derecha", "izq.": "izquierda", "vs.": "contra", "CO2": "ce o dos",
    "CO₂": "ce o dos", "EE. UU.": "Estados Unidos", "EE.UU.": "Estados Unidos", "24/7": "veinticuatro siete",
}  # fmt: skip
# Names of their own, which end no sentence: a name or a number follows.
TITLES = frozenset({"Sr.", "Sra.", "Sres.", "Srta.", "Dr.", "Dra.", "Dña.", "D.", "Ud.", "Uds.", "Avda."})
# Besides those of units.yaml, or as they are said here.
UNITS = {
    "l": ("litro", "litros"), "ml": ("mililitro", "mililitros"), "cl": ("centilitro", "centilitros"),
    "mg": ("miligramo", "miligramos"), "µg": ("microgramo", "microgramos"), "t": ("tonelada", "toneladas"),
    "kHz": ("kilohercio", "kilohercios"), "MHz": ("megahercio", "megahercios"),
    "GHz": ("gigahercio", "gigahercios"), "MW": ("megavatio", "megavatios"),
    "kVA": ("kilovoltiamperio", "kilovoltiamperios"), "Ah": ("amperio hora", "amperios hora"),
    "mAh": ("miliamperio hora", "miliamperios hora"), "dBm": ("decibelio milivatio", "decibelios milivatio"),
    "klx": ("kilolux", "kilolux"), "kPa": ("kilopascal", "kilopascales"), "Pa": ("pascal", "pascales"),
    "psi": ("libra por pulgada cuadrada", "libras por pulgada cuadrada"),
    "inHg": ("pulgada de mercurio", "pulgadas de mercurio"), "kbit": ("kilobit", "kilobits"),
    "Mbit": ("megabit", "megabits"), "Gbit": ("gigabit", "gigabits"),
    "Mbps": ("megabit por segundo", "megabits por segundo"),
    "Gbps": ("gigabit por segundo", "gigabits por segundo"), "µS": ("microsiemens", "microsiemens"),
    "Ω": ("ohmio", "ohmios"), "kcal": ("kilocaloría", "kilocalorías"),
    "cm²": ("centímetro cuadrado", "centímetros cuadrados"),
    "cm³": ("centímetro cúbico", "centímetros cúbicos"),
    "km²": ("kilómetro cuadrado", "kilómetros cuadrados"),
    "ft²": ("pie cuadrado", "pies cuadrados"), "m2": ("metro cuadrado", "metros cuadrados"),
    "m3": ("metro cúbico", "metros cúbicos"), "seg": ("segundo", "segundos"),
    "kph": ("kilómetro por hora", "kilómetros por hora"),
    "°": ("grado", "grados"), "º": ("grado", "grados"), "°C": ("grado", "grados"), "ºC": ("grado", "grados"),
    "°F": ("grado Fahrenheit", "grados Fahrenheit"), "ºF": ("grado Fahrenheit", "grados Fahrenheit"),
    "£": ("libra", "libras"), "GBP": ("libra", "libras"), "MXN": ("peso mexicano", "pesos mexicanos"),
}  # fmt: skip
WORDS_NOT_UNITS = frozenset({"mi"})  # "a las 3 mi hermano"
FEMININE_UNITS = frozenset({
    "h", "£", "GBP", "ppm", "ppb", "in", "mi", "mph", "lb", "psi", "inHg", "bpm", "rpm", "t", "kcal",
})  # fmt: skip
MONEY = frozenset({"€", "EUR", "$", "USD", "£", "GBP", "MXN"})
# Home Assistant writes 21.375 with a dot, and nobody has twenty-one thousand of these.
FINE_UNITS = frozenset({
    "°", "º", "°C", "ºC", "°F", "ºF", "%", "kWh", "MWh", "kW", "V", "A", "bar", "m/s",
    "€/kWh", "EUR/kWh", "kVA",
})  # fmt: skip
FINE_NOUNS = frozenset({
    "grado", "grados", "por", "kilovatio", "kilovatios", "voltio", "voltios", "amperio", "amperios",
})  # fmt: skip
CURRENCY_NOUNS = frozenset({"peso", "pesos", "dólar", "dólares", "soles", "euros", "libras"})
MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
    "noviembre", "diciembre",
)  # fmt: skip
LETTERS = {
    "a": "a", "b": "be", "c": "ce", "d": "de", "e": "e", "f": "efe", "g": "ge", "h": "hache", "i": "i",
    "j": "jota", "k": "ka", "l": "ele", "m": "eme", "n": "ene", "ñ": "eñe", "o": "o", "p": "pe", "q": "cu",
    "r": "erre", "s": "ese", "t": "te", "u": "u", "v": "uve", "w": "uvedoble", "x": "equis",
    "y": "i griega", "z": "ceta",
}  # fmt: skip
SIGNS = {
    "&": "y", "+": "más", "=": "igual a", "×": "por", "÷": "entre", "@": "arroba", "<": "menor que",
    ">": "mayor que", "≥": "mayor o igual que", "≤": "menor o igual que", "±": "más menos", "→": "a",
    "~": "unos", "½": "medio", "¼": "un cuarto", "¾": "tres cuartos", "%": "por ciento", "°": "grados",
    "€": "euros", "$": "dólares", "£": "libras", "²": "al cuadrado", "³": "al cubo", "/": ",",
}  # fmt: skip
FRACTIONS = {
    "1/2": "medio", "1/3": "un tercio", "2/3": "dos tercios", "1/4": "un cuarto", "3/4": "tres cuartos",
    "1/5": "un quinto", "2/5": "dos quintos", "3/5": "tres quintos", "4/5": "cuatro quintos",
    "1/8": "un octavo", "3/8": "tres octavos", "5/8": "cinco octavos", "7/8": "siete octavos",
    "1/10": "un décimo",
}  # fmt: skip
# What is written after a number: "half" of a masculine and of a feminine noun.
PARTS = {
    "½": ("medio", "media"), "¼": ("cuarto", "cuarto"), "¾": ("tres cuartos", "tres cuartos"),
    "1/2": ("medio", "media"), "1/4": ("cuarto", "cuarto"), "3/4": ("tres cuartos", "tres cuartos"),
}  # fmt: skip
# Letters after an ordinal number, by its last digit; the second is feminine.
ORDINAL_ENDINGS = {
    "1": ("ro", "ra"), "2": ("do", "da"), "3": ("ro", "ra"), "4": ("to", "ta"), "5": ("to", "ta"),
    "6": ("to", "ta"), "7": ("mo", "ma"), "8": ("vo", "va"), "9": ("no", "na"), "0": ("mo", "ma"),
}  # fmt: skip
# Before a Roman numeral that is counted; other names have an ordinal up to ten: "Felipe VI".
COUNTED_IN_ROMAN = (
    "siglo", "siglos", "capítulo", "tomo", "volumen", "artículo", "fase", "acto", "nivel", "tipo", "título",
    "anexo", "episodio", "parte", "apartado", "sección", "clase", "grupo", "chapter", "guerra mundial",
)  # fmt: skip
KINGS = (
    "Felipe", "Alfonso", "Carlos", "Fernando", "Luis", "Enrique", "Pío", "Benedicto", "Juan Pablo", "León",
    "Jaime", "Sancho", "Pedro", "Guillermo", "Jorge", "Eduardo", "Ricardo", "Gregorio", "Inocencio",
    "Clemente",    "Alejandro", "Napoleón", "Francisco", "Ramsés", "Urbano", "Juan", "Nicolás",
)  # fmt: skip
QUEENS = ("Isabel", "Catalina", "María", "Juana", "Cristina", "Margarita", "Cleopatra")
# Before digits that are read one by one.
CODES = (
    "código postal", "código", "codigo", "pin", "cp", "c. p.", "c.p.", "clave", "contraseña", "zip",
    "número de serie",
)  # fmt: skip
