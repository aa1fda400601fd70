"""A table of all languages that have a code of two letters (ISO 639-1).

A row has this code, the code of three letters (ISO 639-3), the name in English, and the name in the language itself.

tools/languages.py generated this file. To change it, change the script, and run it again.
"""

TABLE = """\
aa aar Afar|Qafar
ab abk Abkhazian|Аԥсшәа
ae ave Avestan|Avestan
af afr Afrikaans|Afrikaans
ak aka Akan|Akan
am amh Amharic|አማርኛ
an arg Aragonese|Aragonés
ar ara Arabic|العربية
as asm Assamese|অসমীয়া
av ava Avaric|Avaric
ay aym Aymara|Aymara
az aze Azerbaijani|Azərbaycan
ba bak Bashkir|Башҡорт теле
be bel Belarusian|Беларуская
bg bul Bulgarian|Български
bi bis Bislama|Bislama
bm bam Bambara|Bamanakan
bn ben Bangla|বাংলা
bo bod Tibetan|བོད་སྐད་
br bre Breton|Brezhoneg
bs bos Bosnian|Bosanski
ca cat Catalan|Català
ce che Chechen|Нохчийн
ch cha Chamorro|Chamorro
co cos Corsican|Corsu
cr cre Cree|Cree
cs ces Czech|Čeština
cu chu Church Slavic|Церковнослове́нскїй
cv chv Chuvash|Чӑваш
cy cym Welsh|Cymraeg
da dan Danish|Dansk
de deu German|Deutsch
dv div Divehi|ދިވެހިބަސް
dz dzo Dzongkha|རྫོང་ཁ
ee ewe Ewe|Eʋegbe
el ell Greek|Ελληνικά
en eng English|English
eo epo Esperanto|Esperanto
es spa Spanish|Español
et est Estonian|Eesti
eu eus Basque|Euskara
fa fas Persian|فارسی
ff ful Fula|Pulaar
fi fin Finnish|Suomi
fj fij Fijian|Fijian
fo fao Faroese|Føroyskt
fr fra French|Français
fy fry Western Frisian|Frysk
ga gle Irish|Gaeilge
gd gla Scottish Gaelic|Gàidhlig
gl glg Galician|Galego
gn grn Guarani|Avañe’ẽ
gu guj Gujarati|ગુજરાતી
gv glv Manx|Gaelg
ha hau Hausa|Hausa
he heb Hebrew|עברית
hi hin Hindi|हिन्दी
ho hmo Hiri Motu|Hiri Motu
hr hrv Croatian|Hrvatski
ht hat Haitian Creole|Kreyòl Ayisyen
hu hun Hungarian|Magyar
hy hye Armenian|Հայերեն
hz her Herero|Herero
ia ina Interlingua|Interlingua
id ind Indonesian|Indonesia
ie ile Interlingue|Interlingue
ig ibo Igbo|Igbo
ii iii Sichuan Yi|ꆈꌠꉙ
ik ipk Inupiaq|Inupiaq
io ido Ido|Ido
is isl Icelandic|Íslenska
it ita Italian|Italiano
iu iku Inuktitut|ᐃᓄᒃᑎᑐᑦ
ja jpn Japanese|日本語
jv jav Javanese|Jawa
ka kat Georgian|ქართული
kg kon Kongo|Kongo
ki kik Kikuyu|Gikuyu
kj kua Kuanyama|Kuanyama
kk kaz Kazakh|Қазақ тілі
kl kal Kalaallisut|Kalaallisut
km khm Khmer|ខ្មែរ
kn kan Kannada|ಕನ್ನಡ
ko kor Korean|한국어
kr kau Kanuri|Kanuri
ks kas Kashmiri|کٲشُر
ku kur Kurdish|Kurdî (kurmancî)
kv kom Komi|Komi
kw cor Cornish|Kernewek
ky kir Kyrgyz|Кыргызча
la lat Latin|Latina
lb ltz Luxembourgish|Lëtzebuergesch
lg lug Ganda|Luganda
li lim Limburgish|Limburgish
ln lin Lingala|Lingála
lo lao Lao|ລາວ
lt lit Lithuanian|Lietuvių
lu lub Luba-Katanga|Tshiluba
lv lav Latvian|Latviešu
mg mlg Malagasy|Malagasy
mh mah Marshallese|Marshallese
mi mri Māori|Māori
mk mkd Macedonian|Македонски
ml mal Malayalam|മലയാളം
mn mon Mongolian|Монгол
mr mar Marathi|मराठी
ms msa Malay|Melayu
mt mlt Maltese|Malti
my mya Burmese|မြန်မာ
na nau Nauru|Nauru
nb nob Norwegian Bokmål|Norsk bokmål
nd nde North Ndebele|IsiNdebele
ne nep Nepali|नेपाली
ng ndo Ndonga|Ndonga
nl nld Dutch|Nederlands
nn nno Norwegian Nynorsk|Norsk nynorsk
no nor Norwegian|Norsk
nr nbl South Ndebele|IsiNdebele
nv nav Navajo|Diné Bizaad
ny nya Nyanja|Nyanja
oc oci Occitan|Occitan
oj oji Ojibwa|Ojibwa
om orm Oromo|Oromoo
or ori Odia|ଓଡ଼ିଆ
os oss Ossetic|Ирон
pa pan Punjabi|ਪੰਜਾਬੀ
pi pli Pali|Pali
pl pol Polish|Polski
ps pus Pashto|پښتو
pt por Portuguese|Português
qu que Quechua|Runasimi
rm roh Romansh|Rumantsch
rn run Rundi|Ikirundi
ro ron Romanian|Română
ru rus Russian|Русский
rw kin Kinyarwanda|Ikinyarwanda
sa san Sanskrit|संस्कृत भाषा
sc srd Sardinian|Sardu
sd snd Sindhi|سنڌي
se sme Northern Sami|Davvisámegiella
sg sag Sango|Sängö
sh hbs Serbo-Croatian|Serbo-Croatian
si sin Sinhala|සිංහල
sk slk Slovak|Slovenčina
sl slv Slovenian|Slovenščina
sm smo Samoan|Samoan
sn sna Shona|ChiShona
so som Somali|Soomaali
sq sqi Albanian|Shqip
sr srp Serbian|Српски
ss ssw Swati|SiSwati
st sot Southern Sotho|Sesotho
su sun Sundanese|Basa Sunda
sv swe Swedish|Svenska
sw swa Swahili|Kiswahili
ta tam Tamil|தமிழ்
te tel Telugu|తెలుగు
tg tgk Tajik|Тоҷикӣ
th tha Thai|ไทย
ti tir Tigrinya|ትግርኛ
tk tuk Turkmen|Türkmen dili
tl tgl Tagalog|Tagalog
tn tsn Tswana|Setswana
to ton Tongan|Lea fakatonga
tr tur Turkish|Türkçe
ts tso Tsonga|Xitsonga
tt tat Tatar|Татар
tw twi Twi|Twi
ty tah Tahitian|Tahitian
ug uig Uyghur|ئۇيغۇرچە
uk ukr Ukrainian|Українська
ur urd Urdu|اردو
uz uzb Uzbek|O‘zbek
ve ven Venda|Tshivenḓa
vi vie Vietnamese|Tiếng Việt
vo vol Volapük|Volapük
wa wln Walloon|Walon
wo wol Wolof|Wolof
xh xho Xhosa|IsiXhosa
yi yid Yiddish|ייִדיש
yo yor Yoruba|Èdè Yorùbá
za zha Zhuang|Vahcuengh
zh zho Chinese|中文
zu zul Zulu|IsiZulu
"""
