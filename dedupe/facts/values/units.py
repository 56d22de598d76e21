"""Units of measure, currencies, and the nouns that count the same things: words to one name each."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dedupe.facts.values.languages import named, openers, word_set

if TYPE_CHECKING:
    from collections.abc import Mapping


UNITS: Mapping[str, str] = named(
    """
    mm: millimetre millimetres millimeter millimeters
    cm: centimetre centimetres centimeter centimeters
    m: metre metres meter meters mètres metros
    km: kilometre kilometres kilometer kilometers kms kilomètres kilómetros
    inch: inches
    ft: foot feet
    yard: yards
    mile: miles
    nautical_mile: nautical_miles
    mg: milligram milligrams
    g: gram grams gramme grammes gramm
    kg: kilogram kilograms kilo kilos kilogramm kilogrammes kilogramos
    tonne: tonnes t tonnen toneladas
    ton: tons
    short_ton: short_tons
    lb: lbs pound pounds pfund
    oz: ounce ounces onces
    litre: litres liter liters litros l
    gallon: gallons
    barrel: barrels bbl bbls
    bpd:
    bushel: bushels
    cubic_metre: cubic_metres cubic_meters
    cubic_foot: cubic_feet
    hectare: hectares ha hektar hectáreas
    acre: acres
    sq_km: square_kilometres square_kilometers square_kilometre square_kilometer square_km
    sq_mile: square_miles sq_miles square_mile
    sq_ft: square_feet square_foot
    sq_m: square_metres square_meters square_metre square_meter
    kW: kilowatt kilowatts kw
    MW: megawatt megawatts mw
    GW: gigawatt gigawatts gw
    kWh: kilowatt-hours kwh
    MWh: megawatt-hours mwh
    GWh: gigawatt-hours gwh
    TWh: twh
    mph: miles_per_hour miles_an_hour
    km/h: kph kmh kilometers_per_hour kilometres_per_hour
    knot: knots
    degree: degrees
    """
)
"""Word (lower case, singular or plural) to the unit's one name."""

UNIT_PAIR_OPENERS: frozenset[str] = openers(unit for unit in UNITS if " " in unit)
"""The first words of units of two words."""

CONVERSIONS: Mapping[str, tuple[str, Decimal]] = {
    name: (base, Decimal(factor))
    for base, factors in {
        "m": {
            "mm": "0.001",
            "cm": "0.01",
            "m": "1",
            "km": "1000",
            "inch": "0.0254",
            "ft": "0.3048",
            "yard": "0.9144",
            "mile": "1609.344",
            "nautical mile": "1852",
        },
        "kg": {
            "mg": "0.000001",
            "g": "0.001",
            "kg": "1",
            "tonne": "1000",
            "ton": "1000",
            "short ton": "907.18474",
            "lb": "0.45359237",
            "oz": "0.028349523125",
        },
        "litre": {"litre": "1", "gallon": "3.785411784", "barrel": "158.987294928"},
        "sq m": {
            "sq m": "1",
            "sq km": "1000000",
            "hectare": "10000",
            "acre": "4046.8564224",
            "sq mile": "2589988.110336",
            "sq ft": "0.09290304",
        },
        "W": {"kW": "1000", "MW": "1000000", "GW": "1000000000"},
        "Wh": {"kWh": "1000", "MWh": "1000000", "GWh": "1000000000", "TWh": "1000000000000"},
        "km/h": {"km/h": "1", "mph": "1.609344", "knot": "1.852"},
        "hour": {
            "second": "0.000277777778",
            "minute": "0.016666666667",
            "hour": "1",
            "day": "24",
            "week": "168",
        },
        "month": {"month": "1", "year": "12", "decade": "120", "century": "1200"},
        "%": {"%": "1"},
        "point": {"point": "1", "bp": "0.01"},
    }.items()
    for name, factor in factors.items()
}
"""Unit to the base of its dimension and its size there (international yard and pound, 1959)."""

CURRENCY_SYMBOLS: Mapping[str, str] = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₽": "RUB",
    "₩": "KRW",
    "₺": "TRY",
    "₴": "UAH",
    "₦": "NGN",
    "₱": "PHP",
    "₪": "ILS",
    "₫": "VND",
    "฿": "THB",
}

DOLLARS: Mapping[str, str] = {
    "US": "USD",
    "U.S.": "USD",
    "C": "CAD",
    "CA": "CAD",
    "CAN": "CAD",
    "CDN": "CAD",
    "A": "AUD",
    "AU": "AUD",
    "AUS": "AUD",
    "NZ": "NZD",
    "HK": "HKD",
    "S": "SGD",
    "SG": "SGD",
    "NT": "TWD",
    "R": "BRL",
    "MX": "MXN",
    "Mex": "MXN",
}
"""Letters before `$` to the dollar they name."""

CURRENCY_CODES: Mapping[str, str] = {
    code: code
    for code in word_set(
        "USD EUR GBP JPY CNY INR PKR CHF SEK NOK DKK CAD AUD NZD HKD SGD TWD KRW RUB TRY BRL MXN ZAR NGN "
        "KES GHS EGP SAR AED QAR KWD ILS PLN CZK HUF BGN UAH THB IDR MYR PHP VND BDT LKR NPR ARS CLP"
    )
} | {"Rs": "rupee", "RMB": "CNY", "Tk": "BDT", "DM": "DEM", "FF": "FRF"}
"""Letters that stand before or after an amount, as written."""

CURRENCY_WORDS: Mapping[str, str] = named(
    """
    USD: dollar dollars dlr dlrs buck bucks dólares
    EUR: euro euros
    JPY: yen
    CNY: yuan renminbi
    rupee: rupees rs
    RUB: ruble rubles rouble roubles rubel
    CHF: franken
    GBP: sterling stg pound pounds
    KRW: won
    ILS: shekel shekels
    TRY: lira liras
    ITL: lire
    DEM: mark marks
    FRF: franc francs ffr
    FIM: markka
    NLG: guilder guilders
    BRL: reais cruzado cruzados
    MXN: peso pesos
    ZAR: rand
    THB: baht
    IDR: rupiah
    MYR: ringgit
    NGN: naira
    SAR: riyal riyals
    AED: dirham dirhams
    PLN: zloty zlotys
    HUF: forint forints
    SEK: crown crowns kronor krona
    NOK: kroner krone
    BDT: taka
    KES: shilling shillings
    """
)

WORDS_BESIDES: frozenset[str] = frozenset({"won", "mark", "marks", "crown", "crowns", "pound", "pounds"})
"""Currency words that are other words too: money only after a scale or thousands."""

CENTS: Mapping[str, str] = {
    "cent": "USD",
    "cents": "USD",
    "cts": "USD",
    "ct": "USD",
    "pence": "GBP",
    "pfennig": "DEM",
    "centimes": "EUR",
    "paise": "INR",
}
"""Words for a hundredth of a currency."""

CURRENCY_OWNERS: Mapping[tuple[str, str], str] = {
    ("canadian", "USD"): "CAD",
    ("australian", "USD"): "AUD",
    ("n.z.", "USD"): "NZD",
    ("new zealand", "USD"): "NZD",
    ("hong kong", "USD"): "HKD",
    ("singapore", "USD"): "SGD",
    ("taiwan", "USD"): "TWD",
    ("us", "USD"): "USD",
    ("u.s.", "USD"): "USD",
    ("american", "USD"): "USD",
    ("swiss", "FRF"): "CHF",
    ("belgian", "FRF"): "BEF",
    ("french", "FRF"): "FRF",
    ("west german", "DEM"): "DEM",
    ("german", "DEM"): "DEM",
    ("finnish", "DEM"): "FIM",
    ("pakistani", "rupee"): "PKR",
    ("pakistan", "rupee"): "PKR",
    ("indian", "rupee"): "INR",
    ("sri lankan", "rupee"): "LKR",
    ("danish", "SEK"): "DKK",
    ("danish", "NOK"): "DKK",
    ("norwegian", "SEK"): "NOK",
    ("norwegian", "NOK"): "NOK",
    ("swedish", "SEK"): "SEK",
    ("turkish", "TRY"): "TRY",
    ("british", "GBP"): "GBP",
    ("egyptian", "GBP"): "EGP",
    ("colombian", "MXN"): "COP",
    ("argentine", "MXN"): "ARS",
    ("philippine", "MXN"): "PHP",
    ("chilean", "MXN"): "CLP",
}
"""Whose currency: the word before a currency's name, with the name's usual reading."""

PER: frozenset[str] = word_set(
    "share barrel tonne ton year month week day hour minute second head person unit ounce pound lb "
    "bushel gallon litre liter kilo kilogram kg night mile kilometre acre hectare annum vehicle "
    "household game"
)
"""What an amount may be counted by after *a*, *an* or *each*; after *per* any word may stand."""

NOUNS: Mapping[str, str] = named(
    """
    person: people persons personen personas personnes menschen
    dead: deaths killed fatalities died tote toten muertos morts
    injured: wounded hurt injuries verletzte heridos blessés
    missing: vermisste desaparecidos disparus
    arrested: detained arrests
    home: homes house houses
    country: countries nation nations
    company: companies firm firms
    job: jobs
    man: men
    woman: women
    child: children kids
    life: lives
    """
)
"""Nouns that count the same thing, and plurals that `s` does not make."""

PREDICATES: frozenset[str] = word_set(
    "dead killed injured wounded hurt missing arrested detained homeless displaced tote verletzte "
    "muertos heridos morts blessés"
)
"""What may be counted though it is no noun."""

PEOPLE: frozenset[str] = word_set(
    "person man woman child civilian soldier passenger officer policeman worker resident villager "
    "student migrant fighter militant protester victim personne other"
)
"""Who may be dead or injured further on in the sentence."""


def singular(word: str) -> str:
    """Return the one name of a counted noun: synonyms joined, a plural's ending off."""
    known = NOUNS.get(word) or UNITS.get(word)
    if known:
        return known
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if is_plural(word) else word


def is_plural(word: str) -> bool:
    """Tell a plural by its ending."""
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
