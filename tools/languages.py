"""Generate `src/cobtrack/model/languages/names.py`: python tools/languages.py

Sources: ISO 639-1 (pycountry, which contains Debian's iso-codes), and the names of languages in CLDR (Babel).
"""

from __future__ import annotations

from pathlib import Path

import pycountry
from babel import Locale, UnknownLocaleError

TARGET = Path(__file__).parent.parent / "src/cobtrack/model/languages/names.py"
HEAD = '''"""A table of all languages that have a code of two letters (ISO 639-1).

A row has this code, the code of three letters (ISO 639-3), the name in English, and the name in the language itself.

tools/languages.py generated this file. To change it, change the script, and run it again.
"""

TABLE = """\\
'''


def table() -> str:
    """Return the lines of the table. A language whose own name is not known is named in English."""
    english = Locale("en").languages
    lines = []
    for language in pycountry.languages:
        if code := getattr(language, "alpha_2", ""):
            name = english.get(code, language.name)
            own = _own_name(code) or name
            lines.append(f"{code} {language.alpha_3} {name}|{own[:1].title()}{own[1:]}")
    return "\n".join(sorted(lines))


def _own_name(code: str) -> str:
    try:
        return str(Locale(code).languages.get(code, ""))
    except UnknownLocaleError:
        return ""


if __name__ == "__main__":
    TARGET.write_text(f'{HEAD}{table()}\n"""\n', encoding="utf-8")
