"""How many forms a phrase with a number has in each language, as gettext catalogues say it."""

from __future__ import annotations

_TWO = "nplurals=2; plural=(n != 1);"
_ONE = "nplurals=1; plural=0;"
_FORMS = {
    _ONE: "bo dz id ja jv km ko lo ms my su th to vi yo zh",
    "nplurals=2; plural=(n > 1);": "ak am bn fa fr gu hi hy kn ln mg mi pa ti tr uz wo zu",
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);": (
        "be bs hr ru sr uk"
    ),
    "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);": "pl",
    "nplurals=3; plural=(n==1 ? 0 : n>=2 && n<=4 ? 1 : 2);": "cs sk",
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);": "ar",
}
"""The formulas of the manual of GNU gettext (section "Plural forms") and of CLDR, with the codes of the languages."""
_BY_CODE = {code: formula for formula, codes in _FORMS.items() for code in codes.split()}


def plural_forms(code: str) -> str:
    """Return the header `Plural-Forms` for a language. A language that is not known has two forms, as English has."""
    return _BY_CODE.get(code.partition("-")[0], _TWO)
