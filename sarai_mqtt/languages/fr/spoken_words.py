"""Words that the French text normalizer writes for abbreviations, units, months, letters and signs."""

ABBREVIATIONS = {
    "M.": "monsieur", "MM.": "messieurs", "Mme": "madame", "Mmes": "mesdames", "Mlle": "mademoiselle",
    "Dr": "docteur", "env.": "environ", "max.": "maximum", "min.": "minimum", "temp.": "température",
    "tél.": "téléphone", "n°": "numéro", "nº": "numéro", "p. ex.": "par exemple", "p.ex.": "par exemple",
    "c.-à-d.": "c'est-à-dire", "etc.": "et cetera", "av.": "avenue", "bd": "boulevard", "chap.": "chapitre",
    "appt.": "appartement", "ét.": "étage", "CO2": "cé o deux", "CO₂": "cé o deux",
    "24/7": "vingt-quatre heures sur vingt-quatre",
}  # fmt: skip
TITLES = frozenset({"M.", "MM.", "n°", "nº"})
# Besides those of units.yaml, or as they are said here.
UNITS = {
    "l": ("litre", "litres"), "ml": ("millilitre", "millilitres"), "cl": ("centilitre", "centilitres"),
    "mg": ("milligramme", "milligrammes"), "µg": ("microgramme", "microgrammes"), "t": ("tonne", "tonnes"),
    "kHz": ("kilohertz", "kilohertz"), "MHz": ("mégahertz", "mégahertz"), "GHz": ("gigahertz", "gigahertz"),
    "MW": ("mégawatt", "mégawatts"), "kVA": ("kilovoltampère", "kilovoltampères"),
    "Ah": ("ampère heure", "ampères heure"), "mAh": ("milliampère heure", "milliampères heure"),
    "dBm": ("décibel milliwatt", "décibels milliwatt"), "klx": ("kilolux", "kilolux"),
    "kPa": ("kilopascal", "kilopascals"), "Pa": ("pascal", "pascals"),
    "psi": ("livre par pouce carré", "livres par pouce carré"),
    "inHg": ("pouce de mercure", "pouces de mercure"), "kbit": ("kilobit", "kilobits"),
    "Mbit": ("mégabit", "mégabits"), "Gbit": ("gigabit", "gigabits"), "Ω": ("ohm", "ohms"),
    "Go": ("gigaoctet", "gigaoctets"), "Mo": ("mégaoctet", "mégaoctets"), "ko": ("kilooctet", "kilooctets"),
    "To": ("téraoctet", "téraoctets"), "kcal": ("kilocalorie", "kilocalories"),
    "cm²": ("centimètre carré", "centimètres carrés"), "cm³": ("centimètre cube", "centimètres cubes"),
    "km²": ("kilomètre carré", "kilomètres carrés"), "m2": ("mètre carré", "mètres carrés"),
    "m3": ("mètre cube", "mètres cubes"), "°": ("degré", "degrés"), "º": ("degré", "degrés"),
    "°C": ("degré", "degrés"), "ºC": ("degré", "degrés"), "°F": ("degré Fahrenheit", "degrés Fahrenheit"),
    "ºF": ("degré Fahrenheit", "degrés Fahrenheit"), "£": ("livre", "livres"), "CHF": ("franc", "francs"),
}  # fmt: skip
FEMININE_UNITS = frozenset({
    "h", "min", "s", "ms", "£", "ppm", "ppb", "t", "lb", "psi", "kcal", "bpm", "mi", "mph",
})  # fmt: skip
MONEY = frozenset({"€", "EUR", "$", "USD", "£", "CHF"})
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip
LETTERS = {
    "a": "a", "b": "bé", "c": "cé", "d": "dé", "e": "e", "f": "effe", "g": "gé", "h": "ache", "i": "i",
    "j": "ji", "k": "ka", "l": "elle", "m": "emme", "n": "enne", "o": "o", "p": "pé", "q": "ku",
    "r": "erre", "s": "esse", "t": "té", "u": "u", "v": "vé", "w": "double vé", "x": "ixe", "y": "i grec",
    "z": "zède",
}  # fmt: skip
SIGNS = {
    "&": "et", "+": "plus", "=": "égale", "×": "fois", "÷": "divisé par", "@": "arobase",
    "<": "inférieur à", ">": "supérieur à", "≥": "supérieur ou égal à", "≤": "inférieur ou égal à",
    "±": "plus ou moins", "→": "vers", "~": "environ", "½": "un demi", "¼": "un quart",
    "¾": "trois quarts", "%": "pour cent", "°": "degrés", "€": "euros", "$": "dollars", "£": "livres",
    "²": "au carré", "³": "au cube", "/": ",",
}  # fmt: skip
FRACTIONS = {
    "1/2": "un demi", "1/3": "un tiers", "2/3": "deux tiers", "1/4": "un quart", "3/4": "trois quarts",
    "1/5": "un cinquième", "2/5": "deux cinquièmes", "3/5": "trois cinquièmes", "4/5": "quatre cinquièmes",
    "1/8": "un huitième", "3/8": "trois huitièmes", "5/8": "cinq huitièmes", "7/8": "sept huitièmes",
    "1/10": "un dixième",
}  # fmt: skip
# What is written after a number, with a masculine and with a feminine noun.
PARTS = {
    "½": ("demi", "demie"), "¼": ("quart", "quart"), "¾": ("trois quarts", "trois quarts"),
    "1/2": ("demi", "demie"), "1/4": ("quart", "quart"), "3/4": ("trois quarts", "trois quarts"),
}  # fmt: skip
COUNTED_IN_ROMAN = (
    "siècle", "chapitre", "tome", "volume", "article", "phase", "acte", "niveau", "type", "titre", "annexe",
    "épisode", "partie", "section", "classe", "groupe", "guerre mondiale",
)  # fmt: skip
KINGS = (
    "Louis", "Henri", "Charles", "Philippe", "François", "Jean", "Napoléon", "Jean-Paul", "Benoît", "Pie",
    "Léon", "Élisabeth", "Elisabeth", "Catherine", "Albert", "Léopold", "Baudouin", "Guillaume", "Édouard",
    "Nicolas", "Alexandre", "Pierre", "Ramsès",
)  # fmt: skip
CODES = (
    "code postal", "code pin", "code", "mot de passe", "pin", "cp", "numéro de série",
)  # fmt: skip
