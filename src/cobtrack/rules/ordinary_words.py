"""Words that begin with a capital and are next to a number, but are not a child's name, as in Article 12 or June 7."""

_WORDS = """
a about above absent abuse access accord according act action actions activities activity actor adding adolescent
adolescents adoptees adoption adult adults advocacy affairs after age aged agencies agency agenda agriculture aid aids
all alliance along also alternative amendment an and annex another any applicants april article articles as ask
assembly assessment association at attachment august authorities authority average babies background bank baseline
because before being below between bill birth births blind body booklet both box boy boys branch budget bunong bureau
but by call camp campaign candidates cap care caregivers caritas case cases category center central centre centres
chair chapter chart charter child childhood children circular city civil class clause clients climate cluster clusters
coalition code college column comment comments commerce commission committee commune communes community company
complaint concern concerning concluding conclusion condition conference conscience constitution consultation contact
convention cooperation coordination council councils country county court courts covenant criminal cults cultural
culture current custody cycle data date day deadline deaf decade december decision declaration decree decrees defence
degree delegates delegation department detention development dialogue digital directive director disability discussion
district districts division document domestic donor donors draft drugs due during each early east eastern economy
edition education eight eighth eleven embassy emergencies emergency employment en end energy english enrolment
environment equality even every everyone evidence example executive experts exploitation expression factor families
family fathers february federation female females fifth figure file final finally finance first five focus follow food
footnote for foreign forum foundation four fourth framework freedom french friday from full fund funds further future
gazette gender general girl girls global goal goals good government governments grade grades group groups guide
guideline guidelines handbook he health hearing help her here high his home hommes hospital hour house household
households how human humanitarian identity if impact implementation in including indeed indicator indicators
indigenous industry infants information initiative input inspection institute institution inter interim interior
international internet interview interviewees introduction invite invited is issue it item its january jarai job joint
journal judge july june junior justice juvenile khmer kingdom kreung kuy label labor labour language last law laws
leaflet league learners leisure less lesson level levels line list local lower male males march marriage may measure
measures media median meet meeting meetings mekong member members memorandum meteorology method mid migrants migration
mines minimum minister ministries ministry minor minors minute mission module monday month months more most mothers mr
mrs ms municipality name national nationality nations neglect network networks new newborns next ngo ngos night nine
no north northern not note notes november now number nutrition objective observation observations october of office
officer official ombudsman on once one online only open operational option optional order organisation organisations
organization organizations orphans other our out outcome outcomes output over overview own oxfam page panel paper para
paragraph paragraphs paras parent parents parliament part participants parties partner partners partnership party
pastor penal people peoples per period persons phase pillar pillars place plan planning plans platform play players
pledge point police policy post poverty prakas pre pregnant present primary prime principle priority privacy private
problem procedure programme programmes project protection protocol protocols province provinces provision public
punishment pupils quarter question questions ratio readers recommendation recommendations red reference refugees
region regional registration regulation rehabilitation religion report reported reporting reports republic research
reservation resolution resources respondent respondents response result results review rights risk road roadmap roma
room round royal rule rules rural safe sample saturday save scale school schools score second secondary secretariat
secretary section sector see senate senior september series service services session sessions seven seventh several
sex sexual share she sheet shelter since six sixth slide social society some sos south southern special sport sports
staff stage standard standards state statement states statistics status step steps still strategy street student
students study sub subject such summary sunday support survey survivors system table tampuan target targets task
teacher teachers team teams technology teenagers telecommunications ten tenth terre text than that the their theme
then there therefore these they third this those three through thursday title to today toddlers topic torture total
tourism towards town trafficking training transport treaty trust tuesday twelve two type under unicef union unit
united universal university until upper urban urgent use users version veteran victims village villages violence
vision visit visitors visits vocational volume voluntary volunteers ward was water we wednesday week were west western
what when where which while who why will with within without witness woman women word work workers working workshop
world year years yes young youth youths zone
"""
_IN_PLACES = """
ampov banteay battambang cham chamkar chbar chhnang dangkao geneva kampong kampot kandal kep koh kong kork kratie
meanchey mon mondulkiri new oddar pailin penh phnom poipet preah prey pursat ratanakiri reap rieng russey siem
sihanoukville speu stung svay takeo takhmao tboung thom toul treng tuol veng vihear york
"""

WORDS = frozenset(_WORDS.split())
IN_PLACES = frozenset(_IN_PLACES.split())
"""Words in the names of places. These words can be next to the name of a person."""
