"""Concluding Observations in several languages, as pages of a Word file or a PDF.

Paragraphs 1 to 4 are public texts of the United Nations: CRC/C/AZE/CO/5-6 in English and Spanish, CRC/C/FRA/CO/6-7 in
English and French. Paragraph 4 ends after the first area. Paragraphs 16 and 17 are made up in the UN's fixed wording;
they say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.docx_support import Builder


@dataclass(frozen=True)
class Version:
    """A language version of a document."""

    symbol: str
    front: tuple[str, str, str]
    """The name of the Organization, of the Convention and of the Committee."""
    issued: str
    title: str
    adopted: str
    """The footnote of the title."""
    sections: tuple[str, str, str, str, str]
    """The titles of the sections above paragraphs 1, 3, 4 and 16 (two sections)."""
    paragraphs: tuple[str, str, str, str]
    heading: str
    concern: tuple[str, ...]
    """Paragraph 16: its text and its items."""
    recommendation: tuple[str, ...]
    """Paragraph 17: its text and its items."""
    item: str
    end: tuple[str, str]
    """The title of the last section, and paragraph 18."""


AZERBAIJAN = {
    "en": Version(
        "CRC/C/AZE/CO/5-6",
        ("United Nations", "Convention on the Rights of the Child", "Committee on the Rights of the Child"),
        "Distr.: General\n22 February 2023\nOriginal: English",
        "Concluding observations on the combined fifth and sixth periodic reports of Azerbaijan*",
        "Adopted by the Committee at its ninety-second session (16 January–3 February 2023).",
        (
            "I. Introduction",
            "II. Follow-up measures taken and progress achieved by the State party",
            "III. Main areas of concern and recommendations",
            "C. General principles (arts. 2, 3, 6 and 12)",
            "Non-discrimination (a made-up paragraph)",
        ),
        (
            (
                "The Committee considered the combined fifth and sixth periodic reports of Azerbaijan at its 2680th and"
                " 2681st meetings, held on 23 and 24 January 2023, and adopted the present concluding observations at its"
                " 2698th meeting, held on 3 February 2023."
            ),
            (
                "The Committee welcomes the submission of the combined fifth and sixth periodic reports of the State party"
                " and the written replies to the list of issues, which allowed for a better understanding of the situation"
                " of children’s rights in the State party. The Committee expresses appreciation for the constructive"
                " dialogue held with the high-level and multisectoral delegation of the State party."
            ),
            (
                "The Committee welcomes the progress achieved by the State party in various areas, including the"
                " ratification in 2019 of the Council of Europe Convention on the Protection of Children against Sexual"
                " Exploitation and Sexual Abuse, and the measures taken to reduce child and maternal mortality and"
                " institutionalization, strengthen the adoption system and improve the situation of children with"
                " disabilities."
            ),
            (
                "The Committee reminds the State party of the indivisibility and interdependence of all the rights"
                " enshrined in the Convention and emphasizes the importance of all the recommendations contained in the"
                " present concluding observations. The Committee would like to draw the State party’s attention to the"
                " recommendations concerning the following areas, in respect of which urgent measures must be taken:"
                " discrimination (para. 17)."
            ),
        ),
        "Non-discrimination (a made-up paragraph)",
        ("The Committee is concerned about:", "The lack of a plan;", "The lack of a law."),
        (
            "Recalling its general comment No. 13 (2011), the Committee urges the State party to:",
            "Adopt a plan, in accordance with article 19 of the Convention;",
            "Finance the plan.",
        ),
        "({})",
        (
            "IV. Implementation and reporting",
            "The Committee will establish and communicate the due date of the next report of the State party.",
        ),
    ),
    "es": Version(
        "CRC/C/AZE/CO/5-6",
        ("Naciones Unidas", "Convención sobre los Derechos del Niño", "Comité de los Derechos del Niño"),
        "Distr. general\n22 de febrero de 2023\nEspañol\nOriginal: inglés",
        "Observaciones finales sobre los informes periódicos quinto y sexto combinados de Azerbaiyán*",
        "Aprobadas por el Comité en su 92º período de sesiones (16 de enero a 3 de febrero de 2023).",
        (
            "I. Introducción",
            "II. Medidas de seguimiento adoptadas y progresos realizados por el Estado parte",
            "III. Principales motivos de preocupación y recomendaciones",
            "C. Principios generales (arts. 2, 3, 6 y 12)",
            "No discriminación (un párrafo inventado)",
        ),
        (
            (
                "El Comité examinó los informes periódicos quinto y sexto combinados de Azerbaiyán en sus sesiones 2680ª y"
                " 2681ª, celebradas los días 23 y 24 de enero de 2023, y aprobó en su 2698ª sesión, que tuvo lugar el 3 de"
                " febrero de 2023, las presentes observaciones finales."
            ),
            (
                "El Comité acoge con satisfacción la presentación de los informes periódicos quinto y sexto combinados del"
                " Estado parte y las respuestas escritas a la lista de cuestiones, que han permitido entender mejor la"
                " situación de los derechos del niño en el país. Asimismo, agradece el diálogo constructivo mantenido con"
                " la delegación multisectorial de alto nivel del Estado parte."
            ),
            (
                "El Comité acoge con satisfacción los progresos realizados por el Estado parte en diversos ámbitos, por"
                " ejemplo el hecho de que haya ratificado el Convenio del Consejo de Europa para la Protección de los Niños"
                " contra la Explotación y el Abuso Sexual en 2019, y las medidas que se adoptaron para reducir la"
                " mortalidad y el internamiento maternos e infantiles, dar mayor impulso al sistema de adopción y mejorar"
                " la situación de los niños con discapacidad."
            ),
            (
                "El Comité recuerda al Estado parte que todos los derechos consagrados en la Convención son indivisibles e"
                " interdependientes, y hace hincapié en la importancia de todas las recomendaciones que figuran en las"
                " presentes observaciones finales. Asimismo, desea señalar a la atención del Estado parte las"
                " recomendaciones relativas a las siguientes esferas, respecto de las cuales deben adoptarse medidas"
                " urgentes: no discriminación (párr. 17)."
            ),
        ),
        "No discriminación (un párrafo inventado)",
        ("Preocupa al Comité:", "La falta de un plan;", "La falta de una ley."),
        (
            "Recordando su observación general núm. 13 (2011), el Comité insta al Estado parte a que:",
            "Apruebe un plan, de conformidad con el artículo 19 de la Convención;",
            "Financie el plan.",
        ),
        "{})",
        (
            "IV. Aplicación y presentación de informes",
            "El Comité establecerá y comunicará la fecha de presentación del próximo informe del Estado parte.",
        ),
    ),
}
FRANCE = {
    "en": Version(
        "CRC/C/FRA/CO/6-7",
        AZERBAIJAN["en"].front,
        "Distr.: General\n4 December 2023\nOriginal: English",
        "Concluding observations on the combined sixth and seventh periodic reports of France*",
        "Adopted by the Committee at its ninety-third session (8–26 May 2023).",
        AZERBAIJAN["en"].sections,
        (
            (
                "The Committee considered the combined sixth and seventh periodic reports of France at its 2702nd and"
                " 2703rd meetings, held on 9 and 10 May 2023, and adopted the present concluding observations at its 2728th"
                " meeting, held on 26 May 2023."
            ),
            (
                "The Committee welcomes the submission of the combined sixth and seventh periodic reports of the State"
                " party, under the simplified reporting procedure, which allowed for a better understanding of the"
                " situation of children’s rights in the State party. The Committee expresses its appreciation for the"
                " constructive dialogue held with the high-level and multisectoral delegation of the State party."
            ),
            (
                "The Committee welcomes the progress achieved by the State party in various areas, including the"
                " legislative, institutional and policy measures adopted to implement the Convention and the Optional"
                " Protocols thereto, in particular the creation of the post of Secretary of State for Children, the"
                " adoption of a new Pact for Childhood in 2019 and the adoption of a number of strategies and plans of"
                " action concerning children’s rights in various areas."
            ),
            (
                "The Committee reminds the State party of the indivisibility and interdependence of all the rights"
                " enshrined in the Convention and emphasizes the importance of all the recommendations contained in the"
                " present concluding observations."
            ),
        ),
        AZERBAIJAN["en"].heading,
        AZERBAIJAN["en"].concern,
        AZERBAIJAN["en"].recommendation,
        "({})",
        AZERBAIJAN["en"].end,
    ),
    "fr": Version(
        "CRC/C/FRA/CO/6-7",
        ("Nations Unies", "Convention relative aux droits de l’enfant", "Comité des droits de l’enfant"),
        "Distr. générale\n4 décembre 2023\nFrançais\nOriginal : anglais",
        "Observations finales concernant le rapport de la France valant sixième et septième rapports périodiques*",
        "Adoptées par le Comité à sa quatre-vingt-treizième session (8-26 mai 2023).",
        (
            "I. Introduction",
            "II. Mesures de suivi adoptées et progrès réalisés par l’État partie",
            "III. Principaux sujets de préoccupation et recommandations",
            "C. Principes généraux (art. 2, 3, 6 et 12)",
            "Non-discrimination (un paragraphe inventé)",
        ),
        (
            (
                "Le Comité a examiné le rapport de la France valant sixième et septième rapports périodiques à ses 2702e et"
                " 2703e séances, les 9 et 10 mai 2023, et a adopté les présentes observations finales à sa 2728e séance, le"
                " 26 mai 2023."
            ),
            (
                "Le Comité accueille avec satisfaction le rapport de la France valant sixième et septième rapports"
                " périodiques, soumis au titre de la procédure simplifiée d’établissement des rapports, qui lui a permis de"
                " mieux appréhender la situation des droits de l’enfant dans l’État partie. Il se félicite du dialogue"
                " constructif qu’il a eu avec la délégation multisectorielle de haut niveau de l’État partie."
            ),
            (
                "Le Comité prend note avec satisfaction des progrès réalisés par l’État partie dans différents domaines,"
                " notamment les mesures législatives et institutionnelles et les mesures de politique générale adoptées"
                " pour appliquer la Convention et les Protocoles facultatifs s’y rapportant, en particulier la création du"
                " poste de Secrétaire d’État chargé de la protection de l’enfance, l’adoption en 2019 d’un nouveau Pacte"
                " pour l’enfance et l’adoption d’un certain nombre de stratégies et de plans d’action concernant les droits"
                " de l’enfant dans différentes sphères."
            ),
            (
                "Le Comité rappelle à l’État partie que tous les droits consacrés par la Convention sont indissociables et"
                " interdépendants et souligne l’importance de toutes les recommandations figurant dans les présentes"
                " observations finales."
            ),
        ),
        "Non-discrimination (un paragraphe inventé)",
        ("Le Comité est préoccupé par :", "L’absence de plan ;", "L’absence de loi."),
        (
            "Rappelant son observation générale no 13 (2011), le Comité recommande à l’État partie :",
            "D’adopter un plan, conformément à l’article 19 de la Convention ;",
            "De financer le plan.",
        ),
        "{})",
        (
            "IV. Application et établissement de rapports",
            "Le Comité fixera et communiquera à l’État partie la date à laquelle il devra soumettre son rapport.",
        ),
    ),
}


def word_file(path: Path, version: Version) -> None:
    """Write a language version as a Word file in the UN's layout."""
    made = Builder()
    table = made.document.add_table(2, 2)
    organization, convention, committee = version.front
    table.cell(0, 0).text, table.cell(0, 1).text = organization, version.symbol
    table.cell(1, 0).text, table.cell(1, 1).text = convention, version.issued
    made.line(committee, bold=True)
    made.footnote(made.line(version.title, bold=True), version.adopted)
    introduction, progress, main, general, heading = version.sections
    first, second, third, fourth = version.paragraphs
    for line in (introduction, first, second, progress, third, main, fourth, general, heading):
        if line in version.paragraphs:
            made.paragraph(line)
        else:
            made.line(f"\t{line}", bold=True)
    made.number = 15
    for text, *items in (version.concern, version.recommendation):
        made.paragraph(text)
        for letter, item in zip("ab", items, strict=False):
            made.line(f"{version.item.format(letter)}\t{item}")
    title, last = version.end
    made.line(f"\t{title}", bold=True)
    made.paragraph(last)
    made.save(path)
