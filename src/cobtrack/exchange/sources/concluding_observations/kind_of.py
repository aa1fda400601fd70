"""What a paragraph of Concluding Observations is: told by its section and by the phrases that committees use."""

from __future__ import annotations

from cobtrack.exchange.un.phrases import REPORTING, Meaning, find, section_says


def kind_of(sections: str, text: str, *, is_late: bool = True) -> tuple[str, str]:
    """The kind of a paragraph, and a doubt where its sections and its phrases do not settle it.

    `is_late` says that it may be one of the last, which are about the reports to come.
    """
    if not sections.strip() or section_says(Meaning.introduces, sections) or find(Meaning.urgent, text):
        return "introduction", ""
    if section_says(Meaning.progress, sections):
        return "progress", ""
    recommends, concerned = find(Meaning.recommends, text), find(Meaning.concern, text)
    if recommends and concerned:
        return "recommendation", "it reads as a concern and as a recommendation, and was taken for a recommendation"
    if recommends or (is_late and any(find(meaning, text) for meaning in REPORTING)):
        return "recommendation", ""
    if concerned:
        return "concern", ""
    welcomes = find(Meaning.welcomes, text) and not find(Meaning.but, text)
    likely = "recommendation" if "should" in text else "progress" if welcomes else "concern"
    noun = "progress" if likely == "progress" else f"a {likely}"
    return likely, f"it reads neither as a concern nor as a recommendation, and was taken for {noun}"
