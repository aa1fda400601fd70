"""Generate `names.py` and `currencies.py` in `src/cobtrack/model/states/`: python tools/states.py

Sources: ISO 3166-1 and its translations (pycountry, which contains Debian's iso-codes), CLDR in the languages of the UN
(Babel), the short names that the UN uses (un-states.txt), other names in UN systems (other-state-names.txt), and the
codes of ISO 4217, also of currencies that were replaced (Babel).
"""

from __future__ import annotations

import gettext
import re
import textwrap
from pathlib import Path

import pycountry
from babel import Locale
from babel.core import get_global

from cobtrack.model.states import lookup

HERE = Path(__file__).parent
TARGET = HERE.parent / "src/cobtrack/model/states/names.py"
CURRENCIES = TARGET.with_name("currencies.py")
SHARED_CURRENCIES = {"XAF", "XCD", "XCG", "XOF", "XPF"}
"""The currencies of several States. All other codes with X are for metals, units of account and tests."""
LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
HEAD = '''"""A table of all States. A row has two ISO 3166-1 codes, "UN" for a Member or observer, and all names.

tools/states.py generated this file. To change it, change the data that the script reads, and run the script again.
"""

TABLE = """\\
'''
HEAD_OF_CURRENCIES = '''"""The codes of all currencies of States since 1900 (ISO 4217).

tools/states.py generated this file. To change it, run the script again.
"""

_TABLE = """
'''


def rows(name: str) -> list[list[str]]:
    """Return the lines of a text file in this folder, split at "|", without comments."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("|") for line in lines if line and not line.startswith("#")]


def state_names() -> dict[str, list[str]]:
    """Return the names of each State by its code, the most reliable name first."""
    un_names = {code: names for code, *names in rows("un-states.txt")}
    other_names = [(code, name) for code, name, _ in rows("other-state-names.txt")]
    translations = [
        gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language]) for language in ("fr", "es")
    ]
    territories_by_language = [Locale(language).territories for language in LANGUAGES]
    names_by_code = {}
    for country in pycountry.countries:
        iso_names = [country.name]
        iso_names += [name for key in ("common_name", "official_name") if (name := getattr(country, key, ""))]
        names_by_code[country.alpha_3] = [
            *(_without_article(name) for name in un_names.get(country.alpha_3, [])),
            *(name for code, name in other_names if code == country.alpha_3),
            *iso_names,
            *(translation.gettext(name) for translation in translations for name in iso_names),
            *(name for territories in territories_by_language if (name := territories.get(country.alpha_2))),
        ]
    return names_by_code


def _without_article(name: str) -> str:
    """Return a name from UNTERM without the article in brackets after it, as in "Albanie (l')"."""
    return re.sub(r" \((?:the|l'|les?|la|el|las|los)\)$", "", name)


def table() -> str:
    """Return the lines of the table. If two States share a name, the State for which it is more reliable keeps it."""
    un_states, names_by_code = {code for code, *_ in rows("un-states.txt")}, state_names()
    owners: dict[str, tuple[bool, int, str]] = {}
    for code, names in names_by_code.items():
        for order, key in enumerate(map(lookup.fold_name, names)):
            owners[key] = min(owners.get(key, (True, 999, "")), (code not in un_states, order, code))
    lines = []
    for country in sorted(pycountry.countries, key=lambda country: country.alpha_3):
        code, kept = country.alpha_3, dict[str, str]()
        for name in names_by_code[code]:
            if owners[lookup.fold_name(name)][2] == code:
                kept.setdefault(lookup.fold_name(name), name)
        membership = "UN" if code in un_states else "--"
        lines.append(f"{code} {country.alpha_2} {membership} {'|'.join(kept.values())}")
    return "\n".join(lines)


def currencies() -> str:
    """Return the lines with the codes of currencies."""
    codes = {code for code in get_global("all_currencies") if not code.startswith("X")} | SHARED_CURRENCIES
    return textwrap.fill(" ".join(sorted(codes)), 119)


if __name__ == "__main__":
    CURRENCIES.write_text(
        f'{HEAD_OF_CURRENCIES}{currencies()}\n"""\nCODES = frozenset(_TABLE.split())\n', encoding="utf-8"
    )
    TARGET.write_text(f'{HEAD}{table()}"""\n', encoding="utf-8")
