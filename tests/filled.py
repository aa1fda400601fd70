"""Make a filled workspace, with which the length and the speed of documents are tested: python -m tests.filled FOLDER.

The workspace is a copy of the shipped data, filled with sentences that are made up: progress, the paragraphs of the
Concluding Observations with the assessments of three voices, indicators, actions, initiatives and texts in Khmer. Its
title, its README and the sources of all that was added say that it is made up.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from cobtrack.store.yaml import reader
from tests.filled_words import (
    DETAILS,
    FACTS,
    GAPS,
    HELP,
    HINDRANCES,
    KHMER,
    MEASURES,
    PLACES,
    PLAIN_ACTIVITIES,
    PLAIN_ANSWERS,
    PLAIN_CLUSTERS,
    PLAIN_KHMER,
    PLAIN_TOPICS,
    PROGRESS,
    PROPOSALS,
    REMEDIES,
    TOPICS,
    VIEWS,
    WISHES,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

REPOSITORY = Path(__file__).parent.parent
DAY = "2026-11-26"
"""The day for which the workspace was made: all that is reported happened before."""
SOURCE = "Made up for tests"
EVIDENCE = "[Made up for tests: report {}](https://example.org/report-{})"
README = """\
# A made-up workspace

Nothing here is a fact. `python -m tests.filled` wrote these files to test documents that are full: it copied the data of the
roadmap and made up what the roadmap does not have yet. Do not publish anything that is rendered from this folder.
"""
CURRENT = "crc-2022"
URGENT = {26, 28, 32, 42, 46, 50}
_SINGLE = {5, 6, 8, 26, 38, 50}
"""The paragraphs without lettered items."""
_FIVE_ITEMS = 28
"""The paragraph with five lettered items; all others have four."""
_VOICES = {"government": "cncc", "civil-society": "crc-cambodia", "children": "ccymcr"}
_LEVELS = {
    "government": ("fully", "largely", "largely", "partly", "partly", "initial-steps"),
    "civil-society": ("largely", "partly", "initial-steps", "initial-steps", "none", "regressed", "no-information"),
    "children": ("partly", "initial-steps", "none", "none", "no-information"),
}
_MINISTRIES = ("mosvy", "moi", "moj", "moeys", "mowa", "moh", "mef", "mlvt", "mop", "cncc")
_GROUPS = ("twg-1", "twg-2", "twg-3", "twg-4", "twg-5")
_MEMBERS = ("aple", "lac", "tdh-nl", "action-education", "save-the-children", "plan-international", "cjn", "gadc")


class Filler:
    """Fills the data files of a workspace with the choices of one sequence of random numbers."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.pick = random.Random(seed)
        self.reports = 0

    def read(self, name: str) -> Any:
        """Return the data of a file."""
        return reader.read((self.folder / name).read_text(encoding="utf-8"), name).data

    def write(self, name: str, data: Any) -> None:
        """Write the data of a file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        without_aliases = json.loads(json.dumps(data))
        text = yaml.dump(without_aliases, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=100)
        path.write_text(text, encoding="utf-8")

    def some(self, words: Sequence[str], most: int) -> list[str]:
        """Return one or more different items, in the order of `words`."""
        chosen = set(self.pick.sample(words, self.pick.randint(1, most)))
        return [word for word in words if word in chosen]

    def sentence(self, frames: Sequence[str], topic: str) -> str:
        """Return a sentence about a topic."""
        values = {"topic": topic, "place": self.pick.choice(PLACES), "number": self.pick.randint(12, 480)}
        return self.pick.choice(frames).format(**values)

    def sentences(self, frames: Sequence[str], topic: str) -> str:
        """Return one or two sentences about a topic."""
        made = self.sentence(frames, topic)
        return f"{made} {self.sentence(DETAILS, topic)}" if self.pick.random() < 0.5 else made

    def khmer(self, sentences: int) -> str:
        """Return a text in Khmer."""
        return "។ ".join(self.pick.sample(KHMER, sentences)) + "។"

    def evidence(self) -> str:
        """Return a citation with an address; each is used once."""
        self.reports += 1
        return EVIDENCE.format(self.reports, self.reports)

    def day(self, first: int, last: int) -> str:
        """Return a day of one of the years, before November."""
        year, month = self.pick.randint(first, last), self.pick.randint(1, 10)
        return f"{year}-{month:02}-{self.pick.randint(1, 28):02}"

    # What the coalition does

    def pillars(self) -> None:
        """Give each activity its progress, who does it, and a text in Khmer."""
        for path in sorted((self.folder / "data/pillars").glob("*.yaml")):
            name = path.relative_to(self.folder).as_posix()
            pillar = self.read(name)
            pillar["title"] = {"en": pillar["title"], "km": self.khmer(1)}
            for category in pillar["categories"]:
                for activity in category["activities"]:
                    self.activity(activity)
            self.write(name, pillar)

    def activity(self, activity: dict[str, Any]) -> None:
        """Fill an activity."""
        topic = self.pick.choice(TOPICS)[2]
        activity["responsible"] = ["crc-cambodia", *self.some(_GROUPS, 2)]
        activity |= _plain(PLAIN_ACTIVITIES.get(activity["id"]))
        activity["recommendations"] = [f"{CURRENT}:{number}" for number in self.pick.sample(sorted(URGENT), 2)]
        if "[^" not in activity["text"] and "points" not in activity:
            activity["text"] = {"en": activity["text"], "km": self.khmer(2)}
        if activity.get("recurs"):
            activity["progress"] = [
                {**self.progress(f"{year + 1}-03-{day}", "done", topic), "for": str(year)}
                for year, day in ((2023, 12), (2024, 20))
            ]
            return
        if activity["id"] == "2.7":
            activity |= {"timeframe": "2027", "was": [_was("2025-12-01", timeframe="2025?")]}
        elif activity["id"] == "1.5":
            activity |= {"timeframe": "2022-10/2023-06", "was": [_was("2022-12-20", timeframe="2022-10/2022-12")]}
        if "progress" in activity or str(activity["timeframe"]) > "2027":
            return
        years = re.findall(r"\d{4}", str(activity["timeframe"]))
        over = int(years[-1]) < 2026
        days = sorted(self.day(2023, 2023 if over else 2026) for _ in range(self.pick.randint(2, 5)))
        last = self.pick.choice(("done", "done", "done", "in-progress")) if over else "in-progress"
        statuses = ["in-progress"] * (len(days) - 1) + [last]
        activity["progress"] = [self.progress(*entry, topic) for entry in zip(days, statuses, strict=True)]

    def progress(self, day: str, status: str, topic: str) -> dict[str, Any]:
        """Return an entry of a progress log."""
        return {
            "date": day,
            "status": status,
            "note": self.sentences(PROGRESS, topic),
            "evidence": [self.evidence()],
        }

    def roadmap(self) -> None:
        """Name the roadmap as made up, and give it later versions and a removed record."""
        roadmap = self.read("data/roadmap.yaml")
        roadmap["title"] = {"en": f"Made up for tests: {roadmap['title']}", "km": self.khmer(1)}
        roadmap["versions"][0]["changes"] = []
        for number, day in ((2, "2024-12-01"), (3, "2025-12-01")):
            changes = [self.sentence(PROGRESS, self.pick.choice(TOPICS)[2]) for _ in range(4)]
            version = {"number": number, "date": day, "note": f"Made up: the annual update, number {number}."}
            roadmap["versions"].append({**version, "changes": changes})
        removed = {"id": "2.14", "title": "Prepare a separate report on made-up matters", "date": "2025-12-01"}
        roadmap["removed"] = [{**removed, "why": "The alternative report covers the subject."}]
        self.write("data/roadmap.yaml", roadmap)

    def deadlines(self) -> None:
        """Move deadlines of the Committee, and add findings."""
        crc = self.read("data/reports-due/crc.yaml")
        by_id = {deadline["id"]: deadline for deadline in crc["deadlines"]}
        by_id["crc-mid-term-review"] |= {"due": "2027-06", "was": [_was("2025-12-01", due="2025?")]}
        by_id["crc-state-report"]["findings"] = [
            {"date": day, "outcome": "not-found", "note": self.sentence(FACTS, "the State report"), "source": SOURCE}
            for day in ("2025-06-01", "2026-06-01")
        ]
        self.write("data/reports-due/crc.yaml", crc)

    # What the Committee recommended

    def observations(self) -> None:
        """Fill the Concluding Observations with 80 recommendations and the concerns before them."""
        document = self.read(f"data/recommendations/{CURRENT}.yaml")
        earlier = [
            paragraph["id"]
            for name in ("crc-2011", "upr-2014")
            for paragraph in self.read(f"data/recommendations/{name}.yaml")["paragraphs"]
            if paragraph["kind"] == "recommendation"
        ]
        known = [row for row in document["paragraphs"] if row["kind"] != "recommendation"]
        paragraphs = [{**row, "source": SOURCE} for row in known]
        numbers = [5, *range(6, 51, 2)]
        for number, (heading, cluster, topic) in zip(numbers, TOPICS, strict=True):
            if number > 6:
                paragraphs.append(self.concern(number - 1, heading, topic))
            paragraphs += self.recommendations(number, heading, cluster, topic, earlier)
        word = {"id": f"{CURRENT}:inclusive-education", "kind": "recommendation", "cluster": "education"}
        paragraphs.append(
            word | self.content("Inclusive education", "classes for every child") | self.follow_up("classes")
        )
        document |= {"symbol": "CRC/C/XXX/CO/4-6", "source": SOURCE, "paragraphs": paragraphs}
        document |= {"not_seen": ["51-"], "remarks": []}
        self.write(f"data/recommendations/{CURRENT}.yaml", document)

    def concern(self, number: int, heading: str, topic: str) -> dict[str, Any]:
        """Return a concern of the Committee."""
        text = self.sentence(GAPS, topic)
        return {"id": f"{CURRENT}:{number}", "kind": "concern", "heading": heading, "text": text, "source": SOURCE}

    def content(self, heading: str, topic: str) -> dict[str, Any]:
        """Return the heading, text and summary of a recommendation."""
        measures = self.pick.sample(MEASURES, 2)
        text = f"{measures[0].format(topic=topic)}, and {measures[1].format(topic=topic)}, {self.pick.choice(PLACES)}."
        text = text[0].upper() + text[1:]
        return {
            "heading": heading,
            "text": {"en": text, "km": self.khmer(2)} if self.pick.random() < 0.5 else text,
            "summary": self.pick.choice(MEASURES).format(topic=topic).capitalize() + ".",
            "source": SOURCE,
        }

    def recommendations(
        self, number: int, heading: str, cluster: str, topic: str, earlier: Sequence[str]
    ) -> Iterable[dict[str, Any]]:
        """Yield a recommendation and its lettered items."""
        links = [
            {"to": identifier, "kind": kind, "source": SOURCE}
            for identifier, kind in zip(self.pick.sample(earlier, 2), ("repeats", "same-subject"), strict=True)
        ]
        whole: dict[str, Any] = {
            "id": f"{CURRENT}:{number}",
            "kind": "recommendation",
            "section": "III. Main areas of concern and recommendations",
            "cluster": cluster,
            "urgent": number in URGENT,
            "cites": [f"art. {number % 40 + 1}", f"General Comment No. {number % 26 + 1}"],
            "links": links,
            "responsible": self.some(_MINISTRIES, 3),
            "groups": self.some(_GROUPS, 2),
            "sdgs": [f"{number % 17 + 1}.1"],
            "themes": [heading],
            "affected_persons": ["Children"],
        }
        whole |= _plain(PLAIN_TOPICS.get(heading))
        if number > 6:
            whole["answers"] = [f"{CURRENT}:{number - 1}"]
        if number in _SINGLE:
            yield whole | self.content(heading, topic) | self.follow_up(topic)
            return
        yield whole | {"heading": heading, "text": "The Committee recommends that the State party:", "source": SOURCE}
        for letter in "abcde" if number == _FIVE_ITEMS else "abcd":
            item = {"id": f"{CURRENT}:{number}{letter}", "kind": "recommendation"}
            yield item | self.content(heading, topic) | self.follow_up(topic)

    def follow_up(self, topic: str) -> dict[str, Any]:
        """Return what happened to a recommendation: the view of each voice, scores, and whether it is outdated."""
        made: dict[str, Any] = {
            "scores": [
                {"criterion": criterion, "date": "2026-03-01", "score": self.pick.randint(0, 3),
                 "reason": self.sentence(FACTS, topic)}
                for criterion in ("severity", "children", "opportunity")
            ],
        }  # fmt: skip
        if self.pick.random() < 0.05:
            made["outdated"] = {"reason": "superseded", "note": self.sentence(FACTS, topic), "source": SOURCE}
        assessments = []
        if self.pick.random() < 0.4:
            assessments.append(self.assessment("government", self.day(2023, 2023), topic))
        assessments += [self.assessment(voice, self.day(2025, 2026), topic) for voice in _VOICES]
        return made | {"assessments": sorted(assessments, key=lambda item: str(item["date"]))}

    def assessment(self, voice: str, day: str, topic: str) -> dict[str, Any]:
        """Return the view of a voice on a day."""
        evidence = [
            {"bearing": bearing, "text": self.sentence(FACTS, topic), "source": self.evidence()}
            for bearing in self.some(("supports", "contradicts", "context"), 2)
        ]
        made: dict[str, Any] = {
            "date": day,
            "voice": voice,
            "by": _VOICES[voice],
            "level": self.pick.choice(_LEVELS[voice]),
            "reason": self.sentences(VIEWS[voice], topic),
            "confidence": self.pick.choice(("high", "medium", "low")),
            "evidence": evidence,
        }
        if voice != "government":
            made["obstacles"] = [self.sentence(HINDRANCES, topic)]
            made["remedies"] = [self.sentence(REMEDIES, topic)]
            made["help_needed"] = self.some(_MINISTRIES, 2)
            made["proposed"] = [self.sentence(PROPOSALS, topic) + "."]
        return made

    # The other files

    def settings(self) -> None:
        """Say how the documents are published, what the clusters are in plain words, and who helps children."""
        licence = "https://creativecommons.org/licenses/by/4.0/"
        made = {
            "publication": {
                "url": "https://example.org/made-up", "licence": "CC BY 4.0", "licence_url": licence,
                "contact": "Nobody: it is made up",
            },
            "clusters_in_plain_words": [{"cluster": name, **_plain(words)} for name, words in PLAIN_CLUSTERS.items()],
            "help": [{**service, "source": SOURCE} for service in HELP],
        }  # fmt: skip
        self.write("cobtrack.yaml", self.read("cobtrack.yaml") | made)

    def submissions(self) -> None:
        """Write submissions to three mechanisms: one sent, one confidential, one not sent yet."""
        made = {"by": ["crc-cambodia"], "endorsed_by": list(_MEMBERS), "source": SOURCE}
        sent = {"date": "2023-09-20", "words": 5420, "url": "https://example.org/made-up-submission"}
        upr = {"id": "made-up-upr", "title": "Made-up submission to the Universal Periodic Review", "to": "upr"}
        cedaw = {"id": "made-up-cedaw", "title": "Made-up letter to the Committee", "to": "cedaw", "confidential": True}
        crc = {"id": "made-up-crc", "title": "Made-up alternative report", "to": "crc"}
        submissions = [
            {**upr, **made, **sent, "deadline": "upr-stakeholder-submission"},
            {**cedaw, **made, "date": "2024-02-01", "words": 2300},
            {**crc, **made, "deadline": "crc-civil-society-submission"},
        ]
        self.write("data/submissions/made-up.yaml", {"submissions": submissions})

    def roles(self) -> None:
        """Give activities and actions those who support them, who reported on them, and contacts."""
        for path in sorted((self.folder / "data/pillars").glob("*.yaml")):
            name = path.relative_to(self.folder).as_posix()
            pillar = self.read(name)
            for category in pillar["categories"]:
                for number, activity in enumerate(category["activities"]):
                    activity["supports"] = [_MEMBERS[number % len(_MEMBERS)]]
                    for entry in activity.get("progress", [])[::2]:
                        entry["by"] = activity["responsible"][0]
            self.write(name, pillar)
        name = "data/actions/made-up.yaml"
        plan = self.read(name)
        for number, action in enumerate(plan["actions"]):
            action["supports"] = [next(member for member in _MEMBERS if member not in action["responsible"])]
            action["partners"] = ["nep"]
            if action["kind"] == "advocacy":
                action["message"] = "Every child has a right to this, and it costs little."
                action["contacts"] = [
                    {
                        "date": "2026-05-20",
                        "with": action["addressed_to"][0],
                        "asked": "To name the unit that answers for it",
                        "answered": "The unit will be named after the budget is adopted.",
                        "promised": "To name the unit",
                        "promised_by": ("2026-09", "2026-12", "2027?")[number % 3],
                    }
                ]
        self.write(name, plan)

    def replies(self) -> None:
        """Give recommendations those who support them, and some assessments a reply of the State."""
        name = f"data/recommendations/{CURRENT}.yaml"
        document = self.read(name)
        recommendations = [row for row in document["paragraphs"] if row["kind"] == "recommendation"]
        for number, row in enumerate(recommendations):
            if row.get("responsible"):
                row["supports"] = [_MEMBERS[number % len(_MEMBERS)]]
            if number % 9 == 0 and row.get("assessments"):
                assessment = row["assessments"][-1]
                assessment |= {"sent": "2026-10-15", "answer_by": "2026-11-15"}
                if number % 2:
                    reply = {"answered": "2026-11-10", "answer": "The ministries have been asked for their comments."}
                    assessment |= reply
        self.write(name, document)

    def consultations(self) -> None:
        """Write consultations with three groups of children, in which every state of feedback occurs."""
        made_up = [
            ("ccymcr", "2025-02-15", "a workshop with drawings", 26, ("overdue", "given", "again")),
            ("can", "2025-11-08", "small groups in three schools", 18, ("given", "not-done", "open")),
            ("cyln", "2026-03-21", "a survey on paper", 43, ("due", "not-done", "again", "given")),
            ("ayrg", "2026-09-05", "a meeting of an afternoon", 4, ("open",)),
        ]
        consultations = [self.consultation(number, *row) for number, row in enumerate(made_up, 1)]
        self.write("data/consultations/made-up.yaml", {"consultations": consultations})
        name = f"data/recommendations/{CURRENT}.yaml"
        document = self.read(name)
        for paragraph in document["paragraphs"]:
            if paragraph["id"] == f"{CURRENT}:26":
                for assessment in paragraph["assessments"]:
                    if assessment["voice"] == "children":
                        assessment["consultations"] = ["made-up-consultation-1"]
        self.write(name, document)

    def budgets(self) -> None:
        """Write budget lines of the State in two currencies and of the coalition, some of them with gaps."""
        lines: list[dict[str, Any]] = []
        clusters = list(yaml.safe_load((self.folder / "cobtrack.yaml").read_text(encoding="utf-8"))["clusters"])
        for year in range(2022, 2027):
            for number, cluster in enumerate(clusters):
                amount = 1_000_000 * (number + 1) + 50_000 * (year - 2022)
                line: dict[str, Any] = {
                    "id": f"made-up-{cluster}-{year}",
                    "title": f"Made-up line {number + 1}",
                    "owner": "civil-society" if number == 2 else "state",
                    "programme": f"Made-up programme {number % 3 + 1}",
                    "year": year,
                    "currency": "USD" if number % 4 else "KHR",
                    "planned": amount,
                    "clusters": [cluster] if number % 3 else [cluster, clusters[-1]],
                    "certainty": "tentative" if year == 2026 else "confirmed",
                    "source": SOURCE,
                }
                if number != 4:
                    line["allocated"] = amount - 100_000
                if year < 2026:
                    line["spent"] = amount - 150_000
                lines.append(line)
        self.write("data/budgets/made-up.yaml", {"budgets": lines})

    def consultation(
        self, number: int, group: str, day: str, method: str, participants: int, states: Sequence[str]
    ) -> dict[str, Any]:
        """Return a consultation; `states` has the state of the feedback on each point."""
        topics = self.pick.sample(TOPICS, len(states))
        half = participants // 2
        ages = [
            {"age": "10-17", "sex": "female", "number": half},
            {"age": "10-17", "sex": "male", "number": participants - half},
        ]
        return {
            "id": f"made-up-consultation-{number}",
            "title": f"Made-up consultation {number}: {topics[0][0]}",
            **_plain(("voice", "We asked children what has to change.")),
            "date": day,
            "with": [group],
            "number": participants,
            "participants": ages,
            "area": "A made-up province",
            "area_level": "region",
            "method": method.capitalize(),
            "activities": ["4.1"],
            "recommendations": [f"{CURRENT}:{next(iter(sorted(URGENT)))}"],
            "clusters": sorted({topic[1] for topic in topics}),
            "said": [
                self.point(i, topic[2], day, state)
                for i, (topic, state) in enumerate(zip(topics, states, strict=True), 1)
            ],
            "source": SOURCE,
        }

    def point(self, number: int, topic: str, day: str, state: str) -> dict[str, Any]:
        """Return a point that children made: what they said is made up, and so is what came of it."""
        year, month = int(day[:4]), int(day[5:7])
        due = f"{year + (month > 6)}-{(month + 5) % 12 + 1:02}"
        made: dict[str, Any] = {"number": number, "text": self.sentence(WISHES, topic)}
        if state == "not-done":
            made["not_done_because"] = self.sentence(HINDRANCES, topic)
        elif state != "open":
            made["done"] = {
                "activities": ["4.5"] if state == "given" else ["4.3", "2.10"],
                "recommendations": [f"{CURRENT}:26"] if state == "again" else [],
                "initiatives": [f"made-up-initiative-{number}"],
                "note": self.sentence(PROGRESS, topic),
            }
        if state in PLAIN_ANSWERS:
            made["plain"] = {"en": PLAIN_ANSWERS[state], "km": f"{PLAIN_KHMER[0]}។"}
        given = {"given": "2026-11-02" if state == "given" else f"{year}-{month:02}-28", "how": ["full", "friendly"]}
        feedback = {
            "overdue": [{"due": due}],
            "due": [{"due": "2027-01"}],
            "given": [{"due": due, **given, "note": "A letter with pictures that is made up."}],
            "again": [given],
            "not-done": [{**given, "how": ["full", "friendly", "fast"]}],
        }
        return {**made, "feedback": feedback[state]} if state in feedback else made

    def plan(self) -> None:
        """Write indicators, actions, initiatives and resources, each for recommendations of several topics."""
        items = [
            row["id"]
            for row in self.read(f"data/recommendations/{CURRENT}.yaml")["paragraphs"]
            if row["kind"] == "recommendation"
        ]
        activities = ["1.8", "1.9", "2.4", "2.9", "2.10", "2.12", "3.4", "4.1", "4.5"]
        self.write("data/indicators/made-up.yaml", {"indicators": [self.indicator(i, items) for i in range(1, 31)]})
        actions = [self.action(i, items, activities) for i in range(1, 41)]
        self.write("data/actions/made-up.yaml", {"actions": actions})
        initiatives = [self.initiative(i, items, activities) for i in range(1, 31)]
        self.write("data/initiatives/made-up.yaml", {"initiatives": initiatives})

    def measures(self) -> None:
        """Write measures of the State with stages, each for recommendations of a topic."""
        # Random numbers of its own, so that the other files do not change.
        pick = random.Random(len(TOPICS))
        items = [
            row["id"]
            for row in self.read(f"data/recommendations/{CURRENT}.yaml")["paragraphs"]
            if row["kind"] == "recommendation"
        ]
        measures = [self.measure(number, pick, items) for number in range(1, 13)]
        self.write("data/measures/made-up.yaml", {"measures": measures})

    @staticmethod
    def measure(number: int, pick: random.Random, items: Sequence[str]) -> dict[str, Any]:
        """Return a measure. The government sees every third as implemented, and civil society does not."""
        kind, topic = pick.choice(("law", "policy", "plan", "budget", "body", "programme")), pick.choice(TOPICS)[2]
        stages: list[dict[str, Any]] = [{"date": f"{2019 + number % 4}", "stage": "drafted", "voice": "government"}]
        if number % 4:
            stages.append({"date": f"2023-{number:02}-10", "stage": "adopted", "source": SOURCE})
        if number % 3 == 0:
            stages.append({"date": "2025-03", "stage": "implemented", "voice": "government", "by": "cncc"})
            note = f"The members do not see this {pick.choice(PLACES)}."
            stages.append({"date": "2026-02", "stage": "in-force", "voice": "civil-society", "note": note})
        answered = pick.sample(items, 2)
        return {
            "id": f"made-up-measure-{number}",
            "title": f"{kind.capitalize()} on {topic} (made up)",
            "kind": kind,
            "issuer": [pick.choice(_MINISTRIES)],
            "stages": stages,
            "effect": f"It says who is responsible for {topic}, and from when.",
            "recommendations": answered,
            "articles": [
                {"number": "Article 3", "text": "Each ministry names an office.", "recommendations": answered[:1]}
            ],
            "source": SOURCE,
        }

    def indicator(self, number: int, items: Sequence[str]) -> dict[str, Any]:
        """Return an indicator with a baseline, values and a target."""
        topic = self.pick.choice(TOPICS)[2]
        start = self.pick.randint(20, 80)
        step = self.pick.choice((-3, -1, 0, 2, 4))
        return {
            "id": f"made-up-indicator-{number}",
            "title": f"Districts with enough staff and money for {topic} (made up)",
            "type": self.pick.choice(("structural", "process", "outcome")),
            "recommendations": self.pick.sample(items, 2),
            "unit": "%",
            "baseline": {"date": "2022", "value": start, "source": SOURCE},
            "target": {"date": "2027", "value": min(start + 20, 100), "source": SOURCE},
            "values": [
                value
                for year in (1, 2, 3)
                for value in (
                    {"date": str(2022 + year), "value": start + step * year, "source": self.evidence()},
                    *(_values_of_groups(year, start + step * year) if number % 6 == 0 else ()),
                )
            ],
            "every": "year" if number % 10 else "month",
            "data_sources": ["child-rights-database"] if number % 2 else [],
            "measured_by": "A survey that is made up",
            "disaggregated_by": ["sex", "place"] if number % 6 == 0 else [],
            "responsible": self.some(_GROUPS, 1),
            "source": SOURCE,
        }

    def action(self, number: int, items: Sequence[str], activities: Sequence[str]) -> dict[str, Any]:
        """Return an action; every second one is advocacy."""
        topic = self.pick.choice(TOPICS)[2]
        year = self.pick.randint(2024, 2027)
        kind = "advocacy" if number % 2 else "action"
        made: dict[str, Any] = {
            "id": f"made-up-action-{number}",
            "title": self.pick.choice(PROPOSALS).format(topic=topic),
            "kind": kind,
            "recommendations": self.pick.sample(items, 3),
            "responsible": self.some((*_GROUPS, *_MEMBERS), 2),
            "addressed_to": self.some(_MINISTRIES, 2),
            "timeframe": f"{year}-01/{year}-12",
            "activities": [self.pick.choice(activities)],
            "source": SOURCE,
        }
        if year <= 2026:
            status = "done" if year < 2026 else "in-progress"
            made["progress"] = [self.progress(self.day(year, year), status, topic)]
        return made

    def initiative(self, number: int, items: Sequence[str], activities: Sequence[str]) -> dict[str, Any]:
        """Return an initiative of one or two members."""
        heading, _, topic = self.pick.choice(TOPICS)
        return {
            "id": f"made-up-initiative-{number}",
            "title": f"Made-up project {number}: {heading}",
            "organisations": self.some(_MEMBERS, 2),
            "location": self.pick.choice(PLACES),
            "timeframe": "2024/2027",
            "summary": self.sentences(PROGRESS, topic),
            "recommendations": self.pick.sample(items, 2),
            "activities": [self.pick.choice(activities)],
            "source": SOURCE,
        }


def _values_of_groups(year: int, value: int) -> list[dict[str, Any]]:
    """Return the values of four groups: those by sex for each year, those by place for one year each."""
    values = [({"sex": "female"}, value - 4 + year), ({"sex": "male"}, value + 3 - year)]
    values += [({"place": "rural"}, value - 6)] if year == 2 else [({"place": "urban"}, value + 5)] if year == 3 else []
    return [{"date": str(2022 + year), "value": number, "for": group, "source": SOURCE} for group, number in values]


def _was(day: str, **values: Any) -> dict[str, Any]:
    return {**values, "until": day, "why": "Made up: the ministry moved the meeting."}


def _plain(words: tuple[str, str] | None) -> dict[str, Any]:
    """Return plain words in both languages and their picture. Children have checked every second text."""
    if words is None:
        return {}
    icon, text = words
    made: dict[str, Any] = {"plain": {"en": text, "km": PLAIN_KHMER[len(text) % 2] + "។"}, "icon": icon}
    checked = {"date": "2026-05-16", "group": "A made-up children's club"}
    return made | ({"checked_with_children": checked} if len(text) % 2 else {})


def fill(folder: Path, seed: int = 1) -> Path:
    """Write the workspace into an empty folder. The same seed gives the same files."""
    if folder.exists() and any(folder.iterdir()):
        message = f"{folder} is not empty; choose another folder"
        raise SystemExit(message)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(REPOSITORY / "data", folder / "data")
    shutil.copy(REPOSITORY / "cobtrack.yaml", folder)
    (folder / "README.md").write_text(README, encoding="utf-8")
    filler = Filler(folder, seed)
    filler.roadmap()
    filler.deadlines()
    filler.observations()
    filler.pillars()
    filler.plan()
    filler.measures()
    filler.submissions()
    filler.consultations()
    filler.budgets()
    filler.settings()
    filler.roles()
    filler.replies()
    return folder


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    fill(given.folder, given.seed)
