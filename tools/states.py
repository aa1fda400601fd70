"""Make `src/cobtrack/model/states/names.py`: python tools/states.py

Sources: ISO 3166-1 with its translations (pycountry, which is Debian's iso-codes), CLDR in the languages of the UN
(Babel), the UN's own short names (un-states.txt) and other names that its systems use (other-state-names.txt).
"""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pycountry
from babel import Locale

from cobtrack.model.states import lookup

HERE = Path(__file__).parent
TARGET = HERE.parent / "src/cobtrack/model/states/names.py"
LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
HEAD = '''"""A line a State: ISO 3166-1 alpha-3 and alpha-2, UN for Member and observer States, its names.

Made by tools/states.py; change what that reads and make it again.
"""

TABLE = """\\
'''


def rows(name: str) -> list[list[str]]:
    """The lines of a text file, cut at the bars."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("|") for line in lines if line and not line.startswith("#")]


def names() -> dict[str, list[str]]:
    """The names of each code, the surest first."""
    un = {code: own for code, *own in rows("un-states.txt")}
    others = [(code, name) for code, name, _ in rows("other-state-names.txt")]
    translations = [
        gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language]) for language in ("fr", "es")
    ]
    territories = [Locale(language).territories for language in LANGUAGES]
    found = {}
    for country in pycountry.countries:
        code, iso = country.alpha_3, [country.name]
        iso += [name for key in ("common_name", "official_name") if (name := getattr(country, key, ""))]
        first = [re.sub(r" \((?:the|l'|les?|la|el|las|los)\)$", "", own) for own in un.get(code, [])]
        found[code] = [
            *first,
            *(name for other, name in others if other == code),
            *iso,
            *(translation.gettext(name) for translation in translations for name in iso),
            *(name for each in territories if (name := each.get(country.alpha_2))),
        ]
    return found


def table() -> str:
    """The lines; a name that two States have in different languages stays with the State whose surer name it is."""
    un, found = {code for code, *_ in rows("un-states.txt")}, names()
    owners: dict[str, tuple[bool, int, str]] = {}
    for code, own in found.items():
        for order, key in enumerate(map(lookup.fold_name, own)):
            owners[key] = min(owners.get(key, (True, 999, "")), (code not in un, order, code))
    lines = []
    for country in sorted(pycountry.countries, key=lambda country: country.alpha_3):
        code, kept = country.alpha_3, dict[str, str]()
        for name in found[code]:
            if owners[lookup.fold_name(name)][2] == code:
                kept.setdefault(lookup.fold_name(name), name)
        rank = "UN" if code in un else "--"
        lines.append(f"{code} {country.alpha_2} {rank} {'|'.join(kept.values())}")
    return "\n".join(lines)


if __name__ == "__main__":
    TARGET.write_text(f'{HEAD}{table()}"""\n', encoding="utf-8")
