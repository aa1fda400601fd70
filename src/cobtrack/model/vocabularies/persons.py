"""The groups of affected persons by which OHCHR sorts recommendations.

The names are those of the filter "Affected persons" of the Universal Human Rights Index (uhri.ohchr.org), and those of
OHCHR's thematic lists of recommendations of the Universal Periodic Review (third cycle, Slovenia).
"""

from __future__ import annotations

from functools import cache

from cobtrack.model.text.fold import fold_name

NAMES = (
    "Children",
    "Children in street situations",
    "Disappeared persons",
    "Educational staff",
    "General",
    "Girls",
    "Human rights defenders",
    "Indigenous peoples",
    "Internally displaced persons",
    "Judges, lawyers and prosecutors",
    "Law enforcement/police officials",
    "Lesbian, gay, bisexual and transgender and intersex persons",
    "Media",
    "Medical staff",
    "Mercenaries",
    "Migrants",
    "Military staff",
    "Minorities / racial, ethnic, linguistic, religious or descent-based groups",
    "Non-citizens",
    "Older persons",
    "Persons affected by armed conflict",
    "Persons deprived of their liberty",
    "Persons living in poverty",
    "Persons living in rural areas",
    "Persons living with HIV/AIDS",
    "Persons with disabilities",
    "Prison officials",
    "Private security",
    "Public officials",
    "Refugees & asylum seekers",
    "Rural women",
    "Social workers",
    "Stateless persons",
    "Vulnerable persons/groups",
    "Women",
    "Youth",
    (
        "Children in vulnerable situations (abused, living on the street, institutionalized, indigenous, migrant"
        " children etc.)"
    ),
    "Civil society",
    "Educational staff & students",
    "Law enforcement / police & prison officials",
    "Lesbian, gay, bisexual and transgender and intersex persons (LGBTI)",
    "Migrants & domestic workers",
    "Persons deprived of their liberty & detainees",
    "Roma, Gypsies, Sinti & Travellers",
)


@cache
def keys_of_names() -> frozenset[str]:
    """Return the forms of all names for comparing (see `key`)."""
    return frozenset(map(key, NAMES))


def key(name: str) -> str:
    """Return a form of a name in which case, accents and the spaces around a slash make no difference."""
    return fold_name(name).replace(" /", "/").replace("/ ", "/").replace(" and ", " & ")
