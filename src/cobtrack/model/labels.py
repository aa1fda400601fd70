"""The labels that people read instead of the fixed words in data files, such as "in progress" for `in-progress`.

A vocabulary maps each word that a field of the data files can have, or that a view computes, to its label. Commands,
documents and exports take all labels from this module.

To add a word, add it to the `Literal` of its model and to its vocabulary here. The order of a vocabulary is the order
in which documents and help texts list its words.

Labels are written as in the middle of a sentence, in English. Their forms are translated when they are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.languages.phrases import npgettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    Vocabulary = Mapping[str, "Label"]


class Label:
    """The readable forms of one word: the singular, the plural, and special forms that only some lists use.

    All forms are in the spoken language. A form that the vocabulary does not give is the singular.
    """

    __slots__ = ("context", "english", "is_plural")

    def __init__(  # noqa: PLR0913
        self,
        singular: str,
        plural: str = "",
        *,
        short: str = "",
        of_meeting: str = "",
        verb: str = "",
        inverse: str = "",
        definite: str = "",
        is_plural: bool = False,
    ) -> None:
        self.english = {
            "singular": singular,
            "plural": plural or singular,
            "short": short or singular,
            "of_meeting": of_meeting or singular,
            "verb": verb,
            "inverse": inverse,
            "definite": definite or singular,
        }
        """The forms in English, keyed by name."""
        self.context = ""
        """The context for translators: the name of the vocabulary."""
        self.is_plural = is_plural
        """For an owner: whether a verb that follows the short form is in the plural."""

    def _form(self, name: str) -> str:
        english = self.english[name]
        return pgettext(self.context, english) if english else ""

    @property
    def singular(self) -> str:
        """The singular."""
        return self._form("singular")

    @property
    def plural(self) -> str:
        """The plural."""
        return self._form("plural")

    @property
    def short(self) -> str:
        """The form for a narrow column."""
        return self._form("short")

    @property
    def of_meeting(self) -> str:
        """The form for a deadline that is a meeting. A meeting is held, not submitted."""
        return self._form("of_meeting")

    @property
    def verb(self) -> str:
        """For a kind of deadline: the verb for the thing that its owner has to do, such as "report"."""
        return self._form("verb")

    @property
    def inverse(self) -> str:
        """For a relation: the words for the same relation as seen from the other record; "" if they are the same."""
        return self._form("inverse")

    @property
    def definite(self) -> str:
        """The form with its article, as the subject of a sentence."""
        return self._form("definite")

    def counted(self, number: int) -> str:
        """Return a number with the word, such as "3 activities"."""
        singular, plural = (f"%(num)s {self.english[form]}" for form in ("singular", "plural"))
        return npgettext(self.context, singular, plural, number)


LOGGED_STATUS: Vocabulary = {
    "done": Label("done"),
    "in-progress": Label("in progress"),
    "planned": Label("planned"),
    "postponed": Label("postponed"),
    "cancelled": Label("cancelled"),
}
"""The status of an activity or an action in its progress log."""
STATUS: Vocabulary = {**LOGGED_STATUS, "not-reported": Label("not reported")}
TIMING: Vocabulary = {
    "upcoming": Label("not begun yet"),
    "current": Label("within its timeframe"),
    "overdue": Label("overdue"),
    "unconfirmed": Label("date passed, not confirmed", short="passed?"),
    "closed": Label("done or cancelled"),
}
"""The timing of an activity or an action, computed from its timeframe and its status."""
RECURRENCE: Vocabulary = {"yearly": Label("every year")}
"""How often an activity takes place."""
DEADLINE_STATE: Vocabulary = {
    "upcoming": Label("upcoming"),
    "due-soon": Label("due soon"),
    "overdue": Label("overdue"),
    "unconfirmed": TIMING["unconfirmed"],
    "submitted": Label("submitted", of_meeting="held"),
    "cancelled": Label("cancelled"),
    "unknown": Label("not known whether submitted", of_meeting="not known whether it took place"),
}
OUTCOME: Vocabulary = {
    "submitted": Label("submitted"),
    "held": Label("held"),
    "not-submitted": Label("known not to have been submitted", of_meeting="known not to have been held"),
    "not-found": Label("no evidence of submission found", of_meeting="no evidence found that it took place"),
    "postponed": Label("postponed"),
    "cancelled": Label("cancelled"),
}
"""The outcomes that somebody can find out about a deadline."""
CERTAINTY: Vocabulary = {
    "confirmed": Label("confirmed"),
    "reported": Label("reported, not confirmed"),
    "tentative": Label("tentative"),
    "tbd": Label("to be determined"),
    "postponed": Label("postponed"),
    "superseded": Label("superseded by a later date"),
}
BASIS: Vocabulary = {
    "cob-paragraph": Label("set in the Concluding Observations"),
    "letter": Label("set in a letter"),
    "master-calendar": Label("from the master calendar"),
    "rule": Label("follows from a general rule"),
    "estimate": Label("the coalition's own estimate or plan"),
}
"""The basis for the date of a deadline."""
OWNER: Vocabulary = {
    "state": Label("the State", "States", short="State"),
    "civil-society": Label("civil society", short="NGOs", is_plural=True),
    "children": Label("children", is_plural=True),
    "un": Label("the United Nations", short="UN"),
}
"""Who has to meet a deadline."""
DEADLINE_KIND: Vocabulary = {
    "state-report": Label("State report", "State reports", verb="report"),
    "list-of-issues": Label("list of issues", "lists of issues", verb="ask"),
    "list-of-issues-reply": Label("reply to the list of issues", "replies to lists of issues", verb="reply"),
    "follow-up-report": Label("follow-up report", "follow-up reports", verb="report"),
    "mid-term-review": Label("mid-term review", "mid-term reviews", verb="review"),
    "pre-session": Label("pre-session", "pre-sessions", verb="meet"),
    "review": Label("review", "reviews", verb="review"),
    "presentation": Label("presentation", "presentations", verb="present"),
    "civil-society-submission": Label("submission by civil society", "submissions by civil society", verb="submit"),
    "children-submission": Label("submission by children", "submissions by children", verb="submit"),
}
MECHANISM_KIND: Vocabulary = {
    "treaty-body": Label("treaty body", "treaty bodies"),
    "upr": Label("Universal Periodic Review", "Universal Periodic Reviews", short="UPR"),
    "special-procedure": Label("special procedure", "special procedures"),
    "vnr": Label("Voluntary National Review", "Voluntary National Reviews", short="VNR"),
}
VOICE: Vocabulary = {
    "government": Label("government", "governments", definite="the government"),
    "civil-society": Label("civil society"),
    "children": Label("children"),
    "nhri": Label(
        "national human rights institution",
        "national human rights institutions",
        definite="the national human rights institution",
    ),
    "un": Label("United Nations", definite="the United Nations"),
}
"""The groups whose view an assessment can express."""
ASSESSED_LEVEL: Vocabulary = {
    "fully": Label("fully carried out", short="fully"),
    "largely": Label("largely carried out", short="largely"),
    "partly": Label("partly carried out", short="partly"),
    "initial-steps": Label("initial steps"),
    "none": Label("not carried out", short="not at all"),
    "regressed": Label("regressed"),
    "no-information": Label("no information"),
}
"""How far a recommendation has been carried out, as an assessment can say it."""
LEVEL: Vocabulary = {**ASSESSED_LEVEL, "not-assessed": Label("not assessed")}
GRADE: Vocabulary = {grade: Label(grade) for grade in "ABCDE"}
CONFIDENCE: Vocabulary = {"high": Label("high"), "medium": Label("medium"), "low": Label("low")}
PRIORITY: Vocabulary = {**CONFIDENCE, "not-scored": Label("not scored")}
AXIS: Vocabulary = {"importance": Label("importance"), "feasibility": Label("feasibility")}
BEARING: Vocabulary = {
    "supports": Label("for it"),
    "contradicts": Label("against it"),
    "context": Label("context"),
}
"""Whether a piece of evidence speaks for or against an assessment."""
CHAIN_LINK: Vocabulary = {
    "words": Label("words"),
    "responsible": Label("responsible body"),
    "measure": Label("measure of the State"),
    "action": Label("action"),
    "indicator": Label("indicator"),
    "evidence": Label("evidence"),
    "children": Label("view of children"),
}
"""The links of the chain from the words of a recommendation to evidence and to the view of children."""
SOURCE_TYPE: Vocabulary = {
    "report": Label("report", "reports"),
    "statistics": Label("statistics"),
    "law": Label("law", "laws"),
    "letter": Label("letter", "letters"),
    "news": Label("news"),
    "testimony": Label("testimony", "testimonies"),
    "photo": Label("photo", "photos"),
    "other": Label("other"),
}
"""The kinds of source."""
ADDRESS_STATE: Vocabulary = {
    "dead": Label("dead"),
    "changed": Label("changed"),
    "refused": Label("not visited"),
    "unclear": Label("not clear"),
    "moved": Label("moved"),
    "found": Label("found"),
}
"""What became of a web address when it was visited, the worst first."""
OUTDATED: Vocabulary = {
    "implemented": Label("already carried out"),
    "inaccurate": Label("inaccurate"),
    "superseded": Label("overtaken by later events", short="overtaken"),
}
"""The reasons why a recommendation no longer applies."""
POSITION: Vocabulary = {
    "supported": Label("supported"),
    "partly-supported": Label("partly supported"),
    "noted": Label("noted"),
    "not-stated": Label("not stated"),
}
"""The State's answer to a recommendation, in the UPR."""
FLAG: Vocabulary = {
    "urgent": Label("urgent"),
    "repeated": Label("repeated"),
    "to-check": Label("to be checked"),
    "outdated": Label("outdated"),
    "stale": Label("nothing new reported for 12 months"),
    "asks-for-resources": Label("asks for resources"),
    "no-budget": Label("asks for resources, and no budget line of the State has money for it"),
    "earlier-words": Label("with something that was written about earlier words"),
}
"""Further values, besides levels, that a filter for the status of recommendations accepts."""
PARAGRAPH_KIND: Vocabulary = {
    "introduction": Label("introductory paragraph", "introductory paragraphs", short="introduction"),
    "progress": Label("progress paragraph", "progress paragraphs", short="progress"),
    "concern": Label("concern", "concerns"),
    "recommendation": Label("recommendation", "recommendations"),
    "pledge": Label("pledge", "pledges"),
}
SEEN: Vocabulary = {
    "full": Label("known in full"),
    "part": Label("known in part only"),
    "topic": Label("only its number and topic are known", "only their numbers and topics are known"),
}
"""How much of a paragraph was seen by the person who entered it."""
LINK: Vocabulary = {
    "same-subject": Label("same subject"),
    "repeats": Label("repeats", "repeat", inverse="repeated by"),
    "strengthens": Label("strengthens", "strengthen", inverse="strengthened by"),
    "narrows": Label("narrows", "narrow", inverse="narrowed by"),
    "contradicts": Label("contradicts", "contradict", inverse="contradicted by"),
}
"""How a paragraph relates to the paragraph that it links to."""
SYSTEM: Vocabulary = {
    "cobs": Label("the official document", "the official documents"),
    "uhri": Label("UHRI"),
    "upr-info": Label("UPR Info"),
    "thematic-list": Label("a thematic list of OHCHR", "thematic lists of OHCHR"),
    "impact-oss": Label("IMPACT OSS"),
}
"""The systems that recommendations are imported from."""
INDICATOR_TYPE: Vocabulary = {
    "structural": Label("structural"),
    "process": Label("process"),
    "outcome": Label("outcome"),
}
ACTION_KIND: Vocabulary = {"action": Label("action", "actions"), "advocacy": Label("advocacy")}
RESOURCE_KIND: Vocabulary = {
    "general-comment": Label("General Comment", "General Comments"),
    "guideline": Label("guideline", "guidelines"),
    "report": Label("report", "reports"),
    "law": Label("law", "laws"),
    "tool": Label("tool", "tools"),
    "practice": Label("good practice", "good practices"),
    "other": Label("other"),
}
MATERIAL_KIND: Vocabulary = {
    "recording": Label("recording", "recordings"),
    "summary-record": Label("summary record", "summary records"),
    "language-version": Label("language version", "language versions"),
    "press-release": Label("press release", "press releases"),
    "presentation": Label("presentation", "presentations"),
    "other": Label("other"),
}
ACTOR_KIND: Vocabulary = {
    "ministry": Label("ministry", "ministries"),
    "state-body": Label("State body", "State bodies"),
    "coalition": Label("coalition", "coalitions"),
    "working-group": Label("working group", "working groups"),
    "child-led-network": Label("child-led network", "child-led networks"),
    "network": Label("network", "networks"),
    "organisation": Label("organisation", "organisations"),
    "un-agency": Label("UN agency", "UN agencies"),
    "treaty-body": Label("treaty body", "treaty bodies"),
    "regional-body": Label("regional body", "regional bodies"),
}
ICON: Vocabulary = {
    "home": Label("home"),
    "school": Label("school"),
    "health": Label("health"),
    "food": Label("food"),
    "water": Label("water"),
    "family": Label("family"),
    "safety": Label("safety"),
    "law": Label("law"),
    "justice": Label("justice"),
    "money": Label("money"),
    "voice": Label("voice"),
    "play": Label("play"),
    "disability": Label("disability"),
    "work": Label("work"),
    "online": Label("online"),
    "identity": Label("identity"),
    "nature": Label("nature"),
    "help": Label("help"),
    "calendar": Label("calendar"),
    "equality": Label("equality"),
    "information": Label("information"),
    "peace": Label("peace"),
    "journey": Label("journey"),
    "rights": Label("rights"),
}
"""The pictures that can stand beside plain words."""
MEASURE_KIND: Vocabulary = {
    "law": Label("law", "laws"),
    "policy": Label("policy", "policies"),
    "plan": Label("plan", "plans"),
    "circular": Label("circular", "circulars"),
    "budget": Label("budget", "budgets"),
    "body": Label("body", "bodies"),
    "programme": Label("programme", "programmes"),
    "other": Label("other measure", "other measures"),
}
"""The kinds of measures of the State."""
MEASURE_STAGE: Vocabulary = {
    "drafted": Label("drafted"),
    "consulted": Label("consulted on"),
    "adopted": Label("adopted"),
    "issued": Label("issued"),
    "in-force": Label("in force"),
    "amended": Label("amended"),
    "implemented": Label("implemented"),
    "repealed": Label("repealed"),
    "stopped": Label("stopped"),
}
"""The stages of a measure of the State."""
MEASURE_STATUS: Vocabulary = {**MEASURE_STAGE, "no-stage": Label("no stage recorded")}
"""The state of a measure: its current stage, if there is any."""
SEX: Vocabulary = {"female": Label("female"), "male": Label("male"), "other": Label("other")}
"""The sex of participants in a consultation."""
GROUP_AXIS: Vocabulary = {
    "sex": Label("sex"),
    "age": Label("age"),
    "place": Label("place"),
    "disability": Label("disability"),
}
"""The axes along which values of indicators are broken down that every workspace has."""
PLACE: Vocabulary = {"rural": Label("rural"), "urban": Label("urban")}
DISABILITY: Vocabulary = {
    "with-disability": Label("with disability"),
    "without-disability": Label("without disability"),
}
GROUP: Vocabulary = {**SEX, **PLACE, **DISABILITY}
"""Groups on these axes that are translated. Other groups are shown as they are written, or with their titles from
`axes` in cobtrack.yaml."""
VALUES_ARE: Vocabulary = {
    "persons": Label("numbers of persons"),
    "things": Label("numbers of things or events"),
    "rates": Label("rates"),
}
"""What the values of an indicator are."""
EVERY: Vocabulary = {
    "month": Label("every month"),
    "quarter": Label("every quarter"),
    "six-months": Label("every six months"),
    "year": Label("every year"),
    "two-years": Label("every two years"),
    "three-years": Label("every three years"),
    "five-years": Label("every five years"),
}
"""How often an indicator is to be measured."""
MEASURING: Vocabulary = {
    "overdue": TIMING["overdue"],
    "due": Label("due"),
    "measured": Label("measured"),
    "not-measured": Label("not measured yet"),
}
"""Whether an indicator is measured as planned."""
AREA_LEVEL: Vocabulary = {
    "country": Label("the whole country"),
    "region": Label("a province or region"),
    "local": Label("a place within a province or region"),
}
"""How large the area is in which the participants of a consultation live."""
FEEDBACK: Vocabulary = {
    "feedback-overdue": Label("feedback overdue"),
    "feedback-owed": Label("feedback owed"),
    "feedback-owed-again": Label("feedback owed again"),
    "feedback-given": Label("feedback given"),
}
"""Whether the participants of a consultation wait for an answer to what they said."""
CONSULTATION_STATUS: Vocabulary = {
    **FEEDBACK,
    "no-outcome": Label("with a point without an outcome"),
    "planned": LOGGED_STATUS["planned"],
}
ANSWER_STATUS: Vocabulary = {**STATUS, **LEVEL, "submitted": OUTCOME["submitted"]}
"""How a record stands that answers a point: the status of work, or how far a recommendation was carried out."""
FEEDBACK_HOW: Vocabulary = {
    "full": Label("full"),
    "friendly": Label("friendly"),
    "fast": Label("fast"),
    "followed-up": Label("followed up"),
}
"""The four qualities of an answer to children."""
AMOUNT: Vocabulary = {"planned": Label("planned"), "allocated": Label("allocated"), "spent": Label("spent")}
"""The amounts of a budget line, from the plan to the account."""
BUDGET_STATUS: Vocabulary = {
    **{word: CERTAINTY[word] for word in ("confirmed", "reported", "tentative")},
    "overspent": Label("more spent than allocated"),
}
ROLE: Vocabulary = {"lead": Label("leads"), "supports": Label("supports")}
"""What an organisation does in an activity, an action or a recommendation."""
AWAITED_STATE: Vocabulary = {
    "overdue": DEADLINE_STATE["overdue"],
    "unconfirmed": DEADLINE_STATE["unconfirmed"],
    "due-soon": DEADLINE_STATE["due-soon"],
    "upcoming": DEADLINE_STATE["upcoming"],
    "no-date": Label("without a date"),
}
"""How near the date is of a promise that is not settled, or of a reply that the State was asked for."""
AUDIENCE: Vocabulary = {
    "public": Label("for everybody"),
    "committee": Label("for the Committee only"),
    "members": Label("for members only"),
}
STANDING: Vocabulary = {
    "official": Label("official"),
    "unofficial": Label("unofficial"),
    "draft": Label("draft"),
    "outdated": Label("outdated"),
}
"""The standing of a text in one of its languages."""
PRECISION: Vocabulary = {
    "day": Label("day", "days"),
    "month": Label("month", "months"),
    "quarter": Label("quarter", "quarters"),
    "year": Label("year", "years"),
}
MOVE: Vocabulary = {
    "due": Label(""),
    "start": Label("to start by"),
    "starts": Label("waits until"),
    "ends": Label("must end by"),
}
"""The dates of an activity or a deadline that can move in a what-if comparison."""
CHANGE_TOPIC: Vocabulary = {
    "version": Label("versions"),
    "date": Label("dates that moved"),
    "record": Label("added, renamed and ended"),
    "progress": Label("progress reported"),
    "recommendation": Label("recommendations"),
    "measure": Label("measures of the State"),
    "deadline": Label("deadlines"),
    "indicator": Label("indicators"),
    "link": Label("links and responsibilities"),
    "organisation": Label("organisations"),
    "other": Label("other data"),
    "wording": Label("wording"),
}
"""What a change between two states of the data is about, in the order in which reports list the changes."""
RELATION: Vocabulary = {
    "responsible": Label("responsible", inverse="responsible for"),
    "supports": Label("with the support of", inverse="supports"),
    "groups": Label("groups", inverse="follows up"),
    "organisations": Label("organisations", inverse="runs"),
    "partners": Label("partners", inverse="partner in"),
    "addressed_to": Label("addressed to", inverse="addressed by"),
    "resources": Label("resources", inverse="helps with"),
    "activities": Label("activities", inverse="includes"),
    "serves": Label("serves", inverse="served by"),
    "due.after": Label("is relative to", inverse="sets the date of"),
    "due.before": Label("is relative to", inverse="sets the date of"),
    "was.due.after": Label("was relative to", inverse="set the earlier date of"),
    "was.due.before": Label("was relative to", inverse="set the earlier date of"),
    "starts.after": Label("waits for", inverse="sets the start of"),
    "starts.before": Label("waits for", inverse="sets the start of"),
    "ends.after": Label("counted from", inverse="sets the end of"),
    "ends.before": Label("counted from", inverse="sets the end of"),
    "procedures": Label("procedures", inverse="procedure of"),
    "with_": Label("with", inverse="consulted in"),
    "Consultation.recommendations": Label("recommendations", inverse="discussed in"),
    "Consultation.activities": Label("activities", inverse="consultations"),
    **{
        f"said.done.{name}": Label("", inverse="answers what was said in")
        for name in ("activities", "recommendations", "actions", "initiatives", "submissions", "discussions")
    },
    "asked": Label("asked", inverse="asked in"),
    "answers.by": Label("", inverse="answered in"),
    **{
        f"answers.{answer}.{name}": Label("", inverse=words)
        for answer, words in (("reported", "reported on in"), ("nothing_new", "nothing new in"))
        for name in ("activities", "actions", "recommendations", "indicators")
    },
    **{
        f"answers.added.{name}": Label("", inverse="added in")
        for name in ("initiatives", "actions", "indicators", "resources")
    },
    **{f"{name}.by": Label("", inverse="reported on") for name in ("progress", "values")},
    "organisation": Label("organisation", inverse="has the budget line"),
    "BudgetLine.recommendations": Label("recommendations", inverse="paid for by"),
    "BudgetLine.activities": Label("activities", inverse="paid for by"),
    "data_sources": Label("data sources", inverse="source of"),
    "values.data_source": Label("", inverse="source of values of"),
    "holder": Label("holder", inverse="holds"),
    "DataSource.activities": Label("activities", inverse="data sources"),
    "issuer": Label("issuer", inverse="issued"),
    "replaces": Label("replaces", inverse="replaced by"),
    "Measure.recommendations": Label("answers", inverse="answered by"),
    "articles.recommendations": Label("", inverse="answered by"),
    **{
        f"{field}.{name}": Label("", inverse="caused")
        for field in ("triggered_by", "stages.triggered_by")
        for name in ("recommendations", "documents", "discussions")
    },
    "stages.by": Label("", inverse="reported on"),
    "Indicator.recommendations": Label("recommendations", inverse="measured by"),
    "Resource.recommendations": Label("recommendations", inverse="good practice"),
    "Initiative.recommendations": Label("recommendations", inverse="supported by"),
    "Advocacy.recommendations": Label("recommendations", inverse="advocated by"),
    "recommendations": Label("recommendations", inverse="helped by"),
    "discussions": Label("discussions", inverse="discussed"),
    "after": Label("after", inverse="followed by"),
    "answers": Label("answers", inverse="answered by"),
    "actors": Label("actors", inverse="took part in"),
    "part_of": Label("part of", inverse="includes"),
    "previous": Label("previous", inverse="next document"),
    "Resource.mechanism": Label("mechanism", inverse="resources"),
    "to": Label("to", inverse="submissions"),
    "deadline": Label("for the deadline", inverse="submissions"),
    "by": Label("by", inverse="wrote"),
    "endorsed_by": Label("endorsed by", inverse="endorses"),
    "Procedure.mechanism": Label("mechanism", inverse="procedures"),
    "mechanism": Label("mechanism", inverse="documents"),
    "contacts.with_": Label("", inverse="contacted in"),
    "links.to": Label(""),
    "remarks.activities": Label("", inverse="reported in"),
    **{f"not_related.{name}": Label("", inverse="found not related to") for name in ("recommendations", "resources")},
    "assessments.consultations": Label("", inverse="cited in the assessment of"),
    "assessments.by": Label("", inverse="assessed"),
    "assessments.help_needed": Label("", inverse="asked to help with"),
    "maintainer": Label("maintained by", inverse="maintains"),
    "arrangements.lead": Label("", inverse="leads"),
    "arrangements.thematic_groups": Label("", inverse="thematic group of"),
    "review_cycle.next_report": Label("", inverse="next report of"),
    "treaty_body": Label("", inverse="treaty body of"),
    **{
        f"saved_filters.{name}": Label("", inverse="in a filter of")
        for name in ("actor", "twg", "mechanism", "document")
    },
}
"""The words that `show` uses for each link between records, in the order in which it shows the links.

Each key is the name of the field that holds the id, or `Model.field` if the words depend on the record that holds the
link. A link with an empty label is not shown, because `show` shows the field in another place. The words for `links.to`
are in LINK.
"""

VOCABULARIES: Mapping[str, Vocabulary] = {
    "status": STATUS,
    "logged_status": LOGGED_STATUS,
    "timing": TIMING,
    "recurrence": RECURRENCE,
    "chain_link": CHAIN_LINK,
    "source_type": SOURCE_TYPE,
    "address_state": ADDRESS_STATE,
    "deadline_state": DEADLINE_STATE,
    "outcome": OUTCOME,
    "certainty": CERTAINTY,
    "basis": BASIS,
    "owner": OWNER,
    "deadline_kind": DEADLINE_KIND,
    "mechanism_kind": MECHANISM_KIND,
    "voice": VOICE,
    "level": LEVEL,
    "assessed_level": ASSESSED_LEVEL,
    "grade": GRADE,
    "confidence": CONFIDENCE,
    "priority": PRIORITY,
    "axis": AXIS,
    "bearing": BEARING,
    "outdated": OUTDATED,
    "position": POSITION,
    "flag": FLAG,
    "paragraph_kind": PARAGRAPH_KIND,
    "seen": SEEN,
    "link": LINK,
    "system": SYSTEM,
    "indicator_type": INDICATOR_TYPE,
    "action_kind": ACTION_KIND,
    "resource_kind": RESOURCE_KIND,
    "actor_kind": ACTOR_KIND,
    "icon": ICON,
    "measure_kind": MEASURE_KIND,
    "measure_stage": MEASURE_STAGE,
    "measure_status": MEASURE_STATUS,
    "sex": SEX,
    "group_axis": GROUP_AXIS,
    "group": GROUP,
    "values_are": VALUES_ARE,
    "every": EVERY,
    "measuring": MEASURING,
    "area_level": AREA_LEVEL,
    "feedback": FEEDBACK,
    "consultation_status": CONSULTATION_STATUS,
    "answer_status": ANSWER_STATUS,
    "feedback_how": FEEDBACK_HOW,
    "amount": AMOUNT,
    "budget_status": BUDGET_STATUS,
    "role": ROLE,
    "awaited_state": AWAITED_STATE,
    "audience": AUDIENCE,
    "material_kind": MATERIAL_KIND,
    "standing": STANDING,
    "precision": PRECISION,
    "move": MOVE,
    "change_topic": CHANGE_TOPIC,
    "relation": RELATION,
}
"""All vocabularies, keyed by the name that templates use, such as `status` in `labels.status`."""

for _name, _vocabulary in VOCABULARIES.items():
    for _label in _vocabulary.values():
        # A label in several vocabularies, such as "done", has the context of the first of them.
        _label.context = _label.context or _name

EARLIER_WORDS = "earlier-words"
"""The status word for a recommendation with something that was written about earlier words of the record."""
_ACTIVITY_STATUSES = (*STATUS, *TIMING, "stale")
_DEADLINE_STATUSES = (*DEADLINE_STATE, "held", *CERTAINTY)
_RECOMMENDATION_STATUSES = (*FLAG, *POSITION, *LEVEL, *PRIORITY)
STATUSES: dict[str, tuple[str, ...]] = {
    "activities": _ACTIVITY_STATUSES,
    "deadlines": _DEADLINE_STATUSES,
    "timeline": tuple(dict.fromkeys((*_ACTIVITY_STATUSES, *_DEADLINE_STATUSES))),
    "recommendations": _RECOMMENDATION_STATUSES,
    "paragraphs": _RECOMMENDATION_STATUSES,
    "actions": _ACTIVITY_STATUSES,
    "measures": tuple(MEASURE_STATUS),
    "consultations": tuple(CONSULTATION_STATUS),
    "budgets": tuple(BUDGET_STATUS),
    "indicators": tuple(MEASURING),
}
"""The words that a filter by status accepts, keyed by the kind of list."""
STATUS_WORDS = tuple(dict.fromkeys(word for words in STATUSES.values() for word in words))
"""All words in STATUSES, without duplicates."""
