"""The made-up sentences of the filled workspace, with places for a topic, a place and a number."""

TOPICS = (
    ("2030 Agenda", "general-measures", "the goals of the 2030 Agenda"),
    ("Legislation", "general-measures", "the law on child protection"),
    ("Comprehensive policy and strategy", "general-measures", "the national plan for children"),
    ("Coordination", "general-measures", "coordination between ministries"),
    ("Allocation of resources", "general-measures", "budgets for children"),
    ("Data collection", "general-measures", "disaggregated data on children"),
    ("Independent monitoring", "general-measures", "an independent body for children's complaints"),
    ("Non-discrimination", "general-principles", "equal access to services"),
    ("Best interests of the child", "general-principles", "the best interests of the child"),
    ("Respect for the views of the child", "general-principles", "children's councils"),
    ("Birth registration and nationality", "civil-rights", "birth registration"),
    ("Corporal punishment", "violence", "positive discipline without violence"),
    ("Sexual exploitation and sexual abuse", "violence", "services for child victims"),
    ("Harmful practices", "violence", "the prevention of child marriage"),
    ("Children deprived of a family environment", "family", "family-based care"),
    ("Adoption", "family", "domestic adoption"),
    ("Children with disabilities", "health-welfare", "support for children with disabilities"),
    ("Health and health services", "health-welfare", "primary health care"),
    ("Standard of living", "health-welfare", "safe water and sanitation"),
    ("Education, including vocational training and guidance", "education", "free and compulsory education"),
    ("Rest, leisure and recreation", "education", "safe places to play"),
    ("Economic exploitation, including child labour", "special-protection", "inspections against child labour"),
    ("Children in street situations", "special-protection", "outreach to children in street situations"),
    ("Child justice", "special-protection", "alternatives to detention"),
)
"""For each paragraph with recommendations: its heading, its cluster, and the words for it in sentences."""

PLACES = (
    "in all provinces", "in the five provinces with the lowest coverage", "in urban and rural communes alike",
    "in districts with ethnic minorities", "at the national level and in each commune", "in border provinces",
)  # fmt: skip

MEASURES = (
    "strengthen the legal framework for {topic} and ensure that it is enforced",
    "allocate sufficient human, technical and financial resources to {topic}",
    "adopt a time-bound plan with indicators on {topic}, with the participation of children",
    "train officials, teachers, social workers and the police on {topic}",
    "collect data on {topic}, disaggregated by age, sex, disability, place and ethnic origin",
    "raise the awareness of parents and of the public about {topic}",
    "establish an accessible, confidential and child-friendly procedure for complaints about {topic}",
    "evaluate regularly, with civil society, what the measures on {topic} have changed for children",
)

GAPS = (
    "The Committee notes the steps taken on {topic}, but is concerned that they do not reach all children {place}.",
    "The Committee is concerned about the slow pace of the plans on {topic} {place} and about the lack of data.",
    "The Committee remains concerned that disadvantaged children do not benefit from {topic} {place}.",
)

PROGRESS = (
    "The working group met with the ministry on {topic} and agreed on the next steps {place}.",
    "A training on {topic} was held {place}, with {number} participants, most of them from communes.",
    "The draft paper on {topic} went to all members for comments and was discussed in a plenary meeting.",
    "Members collected information on {topic} {place} and entered it in the monitoring database.",
    "The annual meeting on {topic} took place {place}; {number} people took part, among them children.",
    "A brief on {topic} was handed over to the ministries and published in Khmer and English.",
)

DETAILS = (
    "The minutes and the list of follow-up points were sent to all who took part.",
    "What is still missing is the agreement of one ministry, which is expected in the next quarter.",
    "Two further meetings are planned before the end of the year.",
    "The children who took part received a summary of what was decided.",
    "Its results will be used in the next annual review.",
)

VIEWS = {
    "government": (
        "The ministry reports that a decree on {topic} is in force and that {number} officials were trained {place}.",
        "A national programme on {topic} began {place}; its first phase reached {number} schools.",
        "The budget for {topic} was increased, and an inter-ministerial group meets every quarter.",
    ),
    "civil-society": (
        "The measures on {topic} exist on paper, but members saw little change {place}.",
        "Members report that {topic} reaches towns first; {number} villages that they visited had no service at all.",
        "A draft on {topic} has been with the ministries for two years, and no date for its adoption is known.",
    ),
    "children": (
        "Children said that they had not heard about {topic} and do not know whom they can ask {place}.",
        "In the consultation, {number} children said that {topic} is better than before, but not for everybody.",
        "Children want adults to ask them about {topic} before they decide.",
    ),
}

FACTS = (
    "A survey of {number} households asked about {topic} {place}.",
    "The annual report of the ministry describes what was done for {topic} {place}.",
    "Members visited {number} communes and asked officials and families about {topic}.",
    "A newspaper reported that work on {topic} stopped {place} for lack of money.",
)

HINDRANCES = (
    "The law does not say which ministry is responsible for {topic}, and no budget line exists.",
    "Staff who work on {topic} change often, and training is not repeated {place}.",
    "Data on {topic} are not published, so nobody can see where help is needed most.",
    "Families cannot pay for travel to the offices that deal with {topic}.",
)

REMEDIES = (
    "A budget line for {topic} in the next State budget, with a share for communes.",
    "A sub-decree that names the ministry responsible for {topic} and its duties.",
    "Publication of the data on {topic} once a year, by province.",
    "A fund for the travel costs of families who need help with {topic}.",
)

PROPOSALS = (
    "Set aside a budget for {topic} and publish each year how it was spent",
    "Adopt the draft on {topic} within one year, after consulting children",
    "Name an authority that is responsible for {topic} in every district",
    "Report to the Committee within two years on what has changed in {topic}",
)

KHMER = (
    "គណៈកម្មាធិការផ្តល់អនុសាសន៍ឱ្យរដ្ឋភាគីពង្រឹងការអនុវត្តច្បាប់និងគោលនយោបាយស្តីពីសិទ្ធិកុមារនៅគ្រប់ខេត្តក្រុង",
    "ធានាថាកុមារទាំងអស់ទទួលបានការអប់រំនិងសេវាសុខភាពដោយគ្មានការរើសអើង",
    "បង្កើនថវិកាសម្រាប់ការការពារកុមារនៅថ្នាក់ក្រោមជាតិនិងពង្រឹងសមត្ថភាពមន្ត្រីពាក់ព័ន្ធ",
    "ប្រមូលទិន្នន័យបែងចែកតាមអាយុ ភេទ ពិការភាព និងទីកន្លែង",
    "គាំទ្រ\u200bគ្រួសារ\u200bនិង\u200bសហគមន៍\u200bក្នុង\u200bការ\u200bបង្ការ\u200bអំពើ\u200bហិង្សា\u200bលើ\u200bកុមារ",
    "ក្រុមប្រឹក្សាជាតិកម្ពុជាដើម្បីកុមារពិនិត្យរបាយការណ៍និងតាមដានការអនុវត្តអនុសាសន៍ជាមួយអង្គការសង្គមស៊ីវិលនិងកុមារ",
)
"""Sentences in Khmer, without their full stop."""

PLAIN_CLUSTERS = {
    "general-measures": ("law", "The government should make good laws and plans for children."),
    "definition": ("calendar", "Nobody under 18 should marry."),
    "general-principles": ("equality", "Every child counts, and adults should listen to every child."),
    "civil-rights": ("identity", "Every child should have a name and papers from birth."),
    "violence": ("safety", "Nobody may hurt a child, at home, at school or online."),
    "family": ("family", "Children should grow up in a family that cares for them."),
    "health-welfare": ("health", "Every child should get a doctor, clean water and enough food."),
    "education": ("school", "School should be free and good for every child."),
    "special-protection": ("work", "Children should learn and play, not do hard work."),
    "optional-protocols": ("peace", "No child may be a soldier or be sold."),
    "follow-up": ("voice", "The government should tell everybody what it does for children."),
}
"""Plain words for each cluster, with a picture."""

PLAIN_KHMER = ("កុមារទាំងអស់មានសិទ្ធិទទួលបានការអប់រំ", "គ្មាននរណាម្នាក់អាចធ្វើបាបកុមារបានទេ")
"""Plain words in Khmer, which are used for everything."""

PLAIN_TOPICS = {
    "Corporal punishment": ("home", "No adult should hit a child, at home or at school."),
    "Sexual exploitation and sexual abuse": (
        "safety",
        "Children who were hurt should get help from people they trust.",
    ),
    "Independent monitoring": ("help", "Children should have a place where they can complain."),
    "Respect for the views of the child": ("voice", "Every commune should ask children what they think."),
    "Birth registration and nationality": ("identity", "Every baby should get a birth certificate for free."),
    "Children with disabilities": (
        "disability",
        "Children with disabilities should learn and play with everybody else.",
    ),
    "Health and health services": ("health", "There should be a doctor near every village."),
    "Standard of living": ("water", "Every home and every school should have clean water."),
    "Rest, leisure and recreation": ("play", "There should be safe places to play in every town."),
    "Child justice": ("justice", "Children should not be locked up with adults."),
}
"""Plain words for some of the topics, with a picture."""

PLAIN_ACTIVITIES = {
    "1.1": ("calendar", "We meet four times a year and look at what has changed."),
    "2.6": ("information", "Each year we sit down with the government and check what was done."),
    "3.3": ("voice", "We explain to many people what the Committee said."),
    "4.1": ("voice", "We ask children in all provinces what they think."),
    "4.6": ("help", "We tell children what happened with their ideas."),
}
"""Plain words for some activities, with a picture."""

HELP = (
    {"name": "Made-up Child Helpline", "number": "100", "hours": "Every day, day and night",
     "note": "The call is free. You do not have to say your name."},
    {"name": "Made-up office for children in every district", "address": "Ask at the town hall.",
     "hours": "From Monday to Friday, from 8 to 4"},
)  # fmt: skip
WISHES = (
    "We want adults to ask us before they decide about {topic}.",
    "Children in our schools know too little about {topic}.",
    "We want somebody whom we can tell what is wrong with {topic}.",
    "The things that were promised about {topic} have to come to small villages too.",
)

PLAIN_ANSWERS = {
    "given": "We have begun with this in your province.",
    "again": "We told the government. We will tell you what it does.",
    "not-done": "There is no money for this yet. We keep asking for it.",
}
"""Answers in plain words, by the state of the feedback."""
