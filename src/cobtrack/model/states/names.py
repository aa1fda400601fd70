"""A table of all States. A row has two ISO 3166-1 codes, "UN" for a Member or observer, and all names.

tools/states.py generated this file. To change it, change the data that the script reads, and run the script again.
"""

TABLE = """\
ABW AW -- Aruba|أروبا|Аруба|阿鲁巴
AFG AF UN Afghanistan|Afganistán|Islamic Republic of Afghanistan|République islamique d'Afghanistan|República Islámica de Afganistán|أفغانستان|Афганистан|阿富汗
AGO AO UN Angola|Republic of Angola|République d'Angola|República de Angola|أنغولا|Ангола|安哥拉
AIA AI -- Anguilla|Anguila|أنغويلا|Ангилья|安圭拉
ALA AX -- Åland Islands|Åland, Îles|Islas Äland|جزر آلاند|Аландские о-ва|奥兰群岛
ALB AL UN Albania|Albanie|Republic of Albania|République d'Albanie|República de Albania|ألبانيا|Албания|阿尔巴尼亚
AND AD UN Andorra|Andorre|Principality of Andorra|Principauté d'Andorre|Principado de Andorra|أندورا|Андорра|安道尔
ARE AE UN United Arab Emirates|Émirats arabes unis|Emiratos Árabes Unidos|UAE|الإمارات العربية المتحدة|ОАЭ|阿拉伯联合酋长国
ARG AR UN Argentina|Argentine|Argentine Republic|République d'Argentine|República Argentina|الأرجنتين|Аргентина|阿根廷
ARM AM UN Armenia|Arménie|Republic of Armenia|République d'Arménie|República de Armenia|أرمينيا|Армения|亚美尼亚
ASM AS -- American Samoa|Samoa américaines|Samoa Estadounidense|Samoa Americana|ساموا الأمريكية|Американское Самоа|美属萨摩亚
ATA AQ -- Antarctica|Antarctique|Antártida|أنتاركتيكا|Антарктида|南极洲
ATF TF -- French Southern Territories|Terres australes françaises|Territorios Franceses del Sur|Territorios Australes Franceses|الأقاليم الجنوبية الفرنسية|Французские Южные территории|法属南部领地
ATG AG UN Antigua and Barbuda|أنتيغوا وبربودا|Антигуа и Барбуда|安提瓜和巴布达
AUS AU UN Australia|Australie|أستراليا|Австралия|澳大利亚
AUT AT UN Austria|Autriche|Republic of Austria|République d'Autriche|República de Austria|النمسا|Австрия|奥地利
AZE AZ UN Azerbaijan|Azerbaïdjan|Azerbaiyán|Republic of Azerbaijan|République d'Azerbaïdjan|República de Azerbaiyán|أذربيجان|Азербайджан|阿塞拜疆
BDI BI UN Burundi|Republic of Burundi|République du Burundi|República de Burundi|بوروندي|Бурунди|布隆迪
BEL BE UN Belgium|Belgique|Bélgica|Kingdom of Belgium|Royaume de Belgique|Reino de Bélgica|بلجيكا|Бельгия|比利时
BEN BJ UN Benin|Dahomey|Republic of Benin|République du Bénin|República de Benín|بنين|Бенин|贝宁
BES BQ -- Bonaire, Sint Eustatius and Saba|Bonaire, Saint-Eustache et Saba|Islas BES (Caribe Neerlandés)|Caribbean Netherlands|Pays-Bas caribéens|Caribe neerlandés|هولندا الكاريبية|Бонэйр, Синт-Эстатиус и Саба|荷属加勒比区
BFA BF UN Burkina Faso|Upper Volta|Burquina Faso|بوركينا فاسو|Буркина-Фасо|布基纳法索
BGD BD UN Bangladesh|People's Republic of Bangladesh|République populaire du Bengladesh|Bangladés|República Popular de Bangladés|بنغلاديش|Бангладеш|孟加拉国
BGR BG UN Bulgaria|Bulgarie|Republic of Bulgaria|République de Bulgarie|República de Bulgaria|بلغاريا|Болгария|保加利亚
BHR BH UN Bahrain|Bahreïn|Kingdom of Bahrain|Royaume de Bahreïn|Baréin|Reino de Baréin|البحرين|Бахрейн|巴林
BHS BS UN Bahamas|Commonwealth of the Bahamas|جزر البهاما|Багамы|巴哈马
BIH BA UN Bosnia and Herzegovina|Bosnie-Herzégovine|Republic of Bosnia and Herzegovina|République de Bosnie et Herzégovine|República de Bosnia y Hercegovina|البوسنة والهرسك|Босния и Герцеговина|波斯尼亚和黑塞哥维那
BLM BL -- Saint Barthélemy|San Bartolomé|سان بارتليمي|Сен-Бартелеми|圣巴泰勒米
BLR BY UN Belarus|Byelorussian Soviet Socialist Republic|Byelorussian SSR|Republic of Belarus|République du Bélarus|Bielorrusia|República de Bielorrusia|Biélorussie|بيلاروس|Беларусь|白俄罗斯
BLZ BZ UN Belize|Belice|بليز|Белиз|伯利兹
BMU BM -- Bermuda|Bermudes|Islas Bermudas|Bermudas|برمودا|Бермудские о-ва|百慕大
BOL BO UN Bolivia (Plurinational State of)|Bolivie (État plurinational de)|Bolivia (Estado Plurinacional de)|Bolivia|Bolivie|بوليفيا|Боливия|玻利维亚
BRA BR UN Brazil|Brésil|Brasil|Federative Republic of Brazil|République fédérale du Brésil|República Federativa de Brasil|البرازيل|Бразилия|巴西
BRB BB UN Barbados|Barbade|بربادوس|Барбадос|巴巴多斯
BRN BN UN Brunei Darussalam|Brunei|بروناي|Бруней|文莱
BTN BT UN Bhutan|Bhoutan|Kingdom of Bhutan|Royaume du Bouthan|Bután|Reino de Bután|بوتان|Бутан|不丹
BVT BV -- Bouvet Island|Île Bouvet|Isla Bouvet|جزيرة بوفيه|о-в Буве|布韦岛
BWA BW UN Botswana|Republic of Botswana|République du Botswana|Botsuana|República de Botsuana|بوتسوانا|Ботсвана|博茨瓦纳
CAF CF UN Central African Republic|République centrafricaine|República Centroafricana|جمهورية أفريقيا الوسطى|Центрально-Африканская Республика|中非共和国
CAN CA UN Canada|كندا|Канада|加拿大
CCK CC -- Cocos (Keeling) Islands|Cocos (Keeling), Îles|Islas Cocos (Keeling)|Îles Cocos|Islas Cocos|جزر كوكوس (كيلينغ)|Кокосовые о-ва|科科斯（基林）群岛
CHE CH UN Switzerland|Suisse|Suiza|Swiss Confederation|Confédération helvétique|Confederación Suiza|سويسرا|Швейцария|瑞士
CHL CL UN Chile|Chili|Republic of Chile|République du Chili|República de Chile|تشيلي|Чили|智利
CHN CN UN China|Chine|People's Republic of China|République populaire de Chine|República Popular China|الصين|Китай|中国
CIV CI UN Côte d'Ivoire|Ivory Coast|Republic of Côte d'Ivoire|République de Côte d'Ivoire|Costa de Marfíl|República de Costa de Marfíl|ساحل العاج|Кот-д’Ивуар|科特迪瓦
CMR CM UN Cameroon|Cameroun|Camerún|Republic of Cameroon|République du Cameroun|República del Camerún|الكاميرون|Камерун|喀麦隆
COD CD UN Democratic Republic of the Congo|République démocratique du Congo|República Democrática del Congo|DR Congo|DRC|Zaire|Congo - Kinshasa|الكونغو - كينشاسا|Конго - Киншаса|刚果（金）
COG CG UN Congo|Republic of Congo|République du Congo|República del Congo|Congo - Brazzaville|الكونغو - برازافيل|Конго - Браззавиль|刚果（布）
COK CK -- Cook Islands|Îles Cook|Islas Cook|جزر كوك|о-ва Кука|库克群岛
COL CO UN Colombia|Colombie|Republic of Colombia|République de Colombie|República de Colombia|كولومبيا|Колумбия|哥伦比亚
COM KM UN Comoros|Comores|Comoras|Union of the Comoros|Union des Comores|Comores, Islas|جزر القمر|Коморы|科摩罗
CPV CV UN Cabo Verde|Cape Verde|Republic of Cabo Verde|Cap-Vert|République du Cap-Vert|República de Cabo Verde|الرأس الأخضر|Кабо-Верде|佛得角
CRI CR UN Costa Rica|Republic of Costa Rica|République du Costa Rica|República de Costa Rica|كوستاريكا|Коста-Рика|哥斯达黎加
CUB CU UN Cuba|Republic of Cuba|République de Cuba|República de Cuba|كوبا|Куба|古巴
CUW CW -- Curaçao|Curazao|كوراساو|Кюрасао|库拉索
CXR CX -- Christmas Island|Christmas, Île|Isla de Navidad|جزيرة كريسماس|о-в Рождества|圣诞岛
CYM KY -- Cayman Islands|Îles Caïmans|Islas Caimán|جزر كايمان|о-ва Кайман|开曼群岛
CYP CY UN Cyprus|Chypre|Chipre|Republic of Cyprus|République de Chypre|República de Chipre|قبرص|Кипр|塞浦路斯
CZE CZ UN Czechia|Tchéquie|Chequia|Czech Republic|République tchèque|República Checa|التشيك|Чехия|捷克
DEU DE UN Germany|Allemagne|Alemania|Federal Republic of Germany|République fédérale d'Allemagne|República Federal de Alemania|ألمانيا|Германия|德国
DJI DJ UN Djibouti|Republic of Djibouti|République de Djibouti|Yibuti|República de Yibuti|جيبوتي|Джибути|吉布提
DMA DM UN Dominica|Dominique|Commonwealth of Dominica|Commonwealth de la Dominique|دومينيكا|Доминика|多米尼克
DNK DK UN Denmark|Danemark|Dinamarca|Kingdom of Denmark|Royaume du Danemark|Reino de Dinamarca|الدانمرك|Дания|丹麦
DOM DO UN Dominican Republic|République dominicaine|República Dominicana|جمهورية الدومينيكان|Доминиканская Республика|多米尼加共和国
DZA DZ UN Algeria|Algérie|Argelia|People's Democratic Republic of Algeria|République algérienne démocratique et populaire|República Democrática Popular de Argelia|الجزائر|Алжир|阿尔及利亚
ECU EC UN Ecuador|Équateur|Republic of Ecuador|République d'Équateur|República del Ecuador|الإكوادور|Эквадор|厄瓜多尔
EGY EG UN Egypt|Égypte|Egipto|Arab Republic of Egypt|République arabe d'Égypte|República Árabe de Egipto|مصر|Египет|埃及
ERI ER UN Eritrea|Érythrée|the State of Eritrea|L'État d'Érythrée|Estado de Eritrea|إريتريا|Эритрея|厄立特里亚
ESH EH -- Western Sahara|Sahara occidental|الصحراء الغربية|Западная Сахара|西撒哈拉
ESP ES UN Spain|Espagne|España|Kingdom of Spain|Royaume d'Espagne|Reino de España|إسبانيا|Испания|西班牙
EST EE UN Estonia|Estonie|Republic of Estonia|République d'Estonie|República de Estonia|إستونيا|Эстония|爱沙尼亚
ETH ET UN Ethiopia|Éthiopie|Etiopía|Federal Democratic Republic of Ethiopia|République fédérale démocratique d'Éthiopie|República Federal Democrática de Etiopía|إثيوبيا|Эфиопия|埃塞俄比亚
FIN FI UN Finland|Finlande|Finlandia|Republic of Finland|République de Finlande|República de Finlandia|فنلندا|Финляндия|芬兰
FJI FJ UN Fiji|Fidji|Republic of Fiji|République des Fidji|Fiyi|República de Fiyi|فيجي|Фиджи|斐济
FLK FK -- Falkland Islands (Malvinas)|Malouines, Îles (Falkland)|Islas Falkland (Malvinas)|Falkland Islands|Îles Malouines|Islas Malvinas|جزر فوكلاند|Фолклендские о-ва|福克兰群岛
FRA FR UN France|Francia|French Republic|République française|República Francesa|فرنسا|Франция|法国
FRO FO -- Faroe Islands|Îles Féroé|Islas Feroe|جزر فارو|Фарерские о-ва|法罗群岛
FSM FM UN Micronesia (Federated States of)|Micronésie (États fédérés de)|Micronesia (Estados Federados de)|Micronesia|Micronésie|ميكرونيزيا|Федеративные Штаты Микронезии|密克罗尼西亚
GAB GA UN Gabon|Gabonese Republic|République gabonaise|República Gabonesa|الغابون|Габон|加蓬
GBR GB UN United Kingdom of Great Britain and Northern Ireland|Royaume-Uni de Grande-Bretagne et d'Irlande du Nord|Reino Unido de Gran Bretaña e Irlanda del Norte|Great Britain|UK|United Kingdom|Royaume-Uni|Reino Unido|المملكة المتحدة|Великобритания|英国
GEO GE UN Georgia|Géorgie|جورجيا|Грузия|格鲁吉亚
GGY GG -- Guernsey|Guernesey|غيرنزي|Гернси|根西岛
GHA GH UN Ghana|Republic of Ghana|République du Ghana|República de Ghana|غانا|Гана|加纳
GIB GI -- Gibraltar|جبل طارق|Гибралтар|直布罗陀
GIN GN UN Guinea|Guinée|Republic of Guinea|République de Guinée|República de Guinea|غينيا|Гвинея|几内亚
GLP GP -- Guadeloupe|Guadalupe|غوادلوب|Гваделупа|瓜德罗普
GMB GM UN Gambia|Gambie|Republic of Gambia|République de Gambie|República de Gambia|غامبيا|Гамбия|冈比亚
GNB GW UN Guinea-Bissau|Guinée-Bissau|Republic of Guinea-Bissau|République de Guinée-Bissau|Guinea-Bisáu|República de Guinea-Bissau|غينيا بيساو|Гвинея-Бисау|几内亚比绍
GNQ GQ UN Equatorial Guinea|Guinée équatoriale|Guinea Ecuatorial|Republic of Equatorial Guinea|République de Guinée Équatoriale|República de Guinea Ecuatorial|غينيا الاستوائية|Экваториальная Гвинея|赤道几内亚
GRC GR UN Greece|Grèce|Grecia|Hellenic Republic|République grecque|República Helénica|اليونان|Греция|希腊
GRD GD UN Grenada|Grenade|Granada|غرينادا|Гренада|格林纳达
GRL GL -- Greenland|Groënland|Groenlandia|غرينلاند|Гренландия|格陵兰
GTM GT UN Guatemala|Republic of Guatemala|République du Guatemala|República de Guatemala|غواتيمالا|Гватемала|危地马拉
GUF GF -- French Guiana|Guyane française|Guayana Francesa|غويانا الفرنسية|Французская Гвиана|法属圭亚那
GUM GU -- Guam|غوام|Гуам|关岛
GUY GY UN Guyana|Republic of Guyana|République de Guyana|República de Guyana|غيانا|Гайана|圭亚那
HKG HK -- Hong Kong|Hong Kong Special Administrative Region of China|Région spéciale administrative chinoise de Hong-Kong|Región Administrativa Especial China de Hong Kong|Hong Kong SAR China|R.A.S. chinoise de Hong Kong|RAE de Hong Kong (China)|هونغ كونغ الصينية (منطقة إدارية خاصة)|Гонконг (САР)|中国香港特别行政区
HMD HM -- Heard Island and McDonald Islands|Îles Heard-et-MacDonald|Isla Heard e Islas McDonald|Heard & McDonald Islands|Islas Heard y McDonald|جزيرة هيرد وجزر ماكدونالد|о-ва Херд и Макдональд|赫德岛和麦克唐纳群岛
HND HN UN Honduras|Republic of Honduras|République du Honduras|República de Honduras|هندوراس|Гондурас|洪都拉斯
HRV HR UN Croatia|Croatie|Croacia|Republic of Croatia|République de Croatie|República de Croacia|كرواتيا|Хорватия|克罗地亚
HTI HT UN Haiti|Republic of Haiti|République de Haïti|República de Haití|هايتي|Гаити|海地
HUN HU UN Hungary|Hongrie|Hungría|هنغاريا|Венгрия|匈牙利
IDN ID UN Indonesia|Indonésie|Republic of Indonesia|République d'Indonésie|República de Indonesia|إندونيسيا|Индонезия|印度尼西亚
IMN IM -- Isle of Man|Île de Man|Isla de Man|جزيرة مان|о-в Мэн|马恩岛
IND IN UN India|Inde|Republic of India|République d'Inde|República de la India|الهند|Индия|印度
IOT IO -- British Indian Ocean Territory|Territoire britannique de l'océan Indien|Territorio Británico del Océano Índico|الإقليم البريطاني في المحيط الهندي|Британская территория в Индийском океане|英属印度洋领地
IRL IE UN Ireland|Irlande|Irlanda|أيرلندا|Ирландия|爱尔兰
IRN IR UN Iran (Islamic Republic of)|Iran (République islamique d')|Irán (República Islámica del)|Iran|إيران|Иран|伊朗
IRQ IQ UN Iraq|Republic of Iraq|Irak|République d'Iraq|República de Irak|العراق|Ирак|伊拉克
ISL IS UN Iceland|Islande|Islandia|Republic of Iceland|République d'Islande|República de Islandia|آيسلندا|Исландия|冰岛
ISR IL UN Israel|State of Israel|État d'Israël|Estado de Israel|إسرائيل|Израиль|以色列
ITA IT UN Italy|Italie|Italia|Italian Republic|République italienne|República Italiana|إيطاليا|Италия|意大利
JAM JM UN Jamaica|Jamaïque|جامايكا|Ямайка|牙买加
JEY JE -- Jersey|جيرسي|Джерси|泽西岛
JOR JO UN Jordan|Jordanie|Jordania|Hashemite Kingdom of Jordan|Royaume hachémite de Jordanie|Reino Hachemí de Jordania|الأردن|Иордания|约旦
JPN JP UN Japan|Japon|اليابان|Япония|日本
KAZ KZ UN Kazakhstan|Kazajstán|Republic of Kazakhstan|République du Kazakhstan|Kazajistán|República de Kazajistán|كازاخستان|Казахстан|哈萨克斯坦
KEN KE UN Kenya|Republic of Kenya|République du Kenya|Kenia|República de Kenia|كينيا|Кения|肯尼亚
KGZ KG UN Kyrgyzstan|Kirghizistan|Kirguistán|Kyrgyz Republic|République kirghize|República Kirguiza|Kirghizstan|قيرغيزستان|Киргизия|吉尔吉斯斯坦
KHM KH UN Cambodia|Cambodge|Camboya|Democratic Kampuchea|Kampuchea|Kingdom of Cambodia|Royaume du Cambodge|Reino de Camboya|كمبوديا|Камбоджа|柬埔寨
KIR KI UN Kiribati|Republic of Kiribati|République de Kiribati|República de Kiribati|كيريباتي|Кирибати|基里巴斯
KNA KN UN Saint Kitts and Nevis|Saint-Christophe-et-Niévès|San Cristóbal y Nieves|سانت كيتس ونيفيس|Сент-Китс и Невис|圣基茨和尼维斯
KOR KR UN Republic of Korea|République de Corée|República de Corea|South Korea|Corée du Sud|Corea del Sur|كوريا الجنوبية|Республика Корея|韩国
KWT KW UN Kuwait|Koweït|State of Kuwait|État du Koweït|Estado de Kuwait|الكويت|Кувейт|科威特
LAO LA UN Lao People's Democratic Republic|République démocratique populaire lao|República Democrática Popular Lao|Lao PDR|Laos|لاوس|Лаос|老挝
LBN LB UN Lebanon|Liban|Líbano|Lebanese Republic|République libanaise|República Libanesa|لبنان|Ливан|黎巴嫩
LBR LR UN Liberia|Republic of Liberia|République du Libéria|República de Liberia|ليبيريا|Либерия|利比里亚
LBY LY UN Libya|Libye|Libia|Libyan Arab Jamahiriya|State of Libya|Socialist People's Libyan Arab Jamahiriya|ليبيا|Ливия|利比亚
LCA LC UN Saint Lucia|Sainte-Lucie|Santa Lucía|سانت لوسيا|Сент-Люсия|圣卢西亚
LIE LI UN Liechtenstein|Principality of Liechtenstein|Principauté du Liechtenstein|Principado de Liechtenstein|ليختنشتاين|Лихтенштейн|列支敦士登
LKA LK UN Sri Lanka|Ceylon|Democratic Socialist Republic of Sri Lanka|République démocratique socialiste de Sri Lanka|República Socialista Democrática de Sri Lanka|سريلانكا|Шри-Ланка|斯里兰卡
LSO LS UN Lesotho|Kingdom of Lesotho|Royaume du Lesotho|Lesoto|Reino de Lesoto|ليسوتو|Лесото|莱索托
LTU LT UN Lithuania|Lituanie|Lituania|Republic of Lithuania|République de Lituanie|República de Lituania|ليتوانيا|Литва|立陶宛
LUX LU UN Luxembourg|Luxemburgo|Grand Duchy of Luxembourg|Grand-duché du Luxembourg|Gran Ducado de Luxemburgo|لوكسمبورغ|Люксембург|卢森堡
LVA LV UN Latvia|Lettonie|Letonia|Republic of Latvia|République de Lettonie|República de Letonia|لاتفيا|Латвия|拉脱维亚
MAC MO -- Macao|Macao Special Administrative Region of China|Macau|Région spéciale administrative chinoise de Macao|Región Administrativa Especial China de Macao|Macao SAR China|R.A.S. chinoise de Macao|RAE de Macao (China)|منطقة ماكاو الإدارية الخاصة|Макао (САР)|中国澳门特别行政区
MAF MF -- Saint Martin (French part)|Saint-Martin (partie française)|San Martín (zona francesa)|St. Martin|San Martín|سان مارتن|Сен-Мартен|法属圣马丁
MAR MA UN Morocco|Maroc|Marruecos|Kingdom of Morocco|Royaume du Maroc|Reino de Marruecos|المغرب|Марокко|摩洛哥
MCO MC UN Monaco|Principality of Monaco|Principauté de Monaco|Principado de Mónaco|موناكو|Монако|摩纳哥
MDA MD UN Republic of Moldova|République de Moldova|República de Moldova|Moldova|Moldavie|Moldavia, República de|Moldavia|مولدوفا|Молдова|摩尔多瓦
MDG MG UN Madagascar|Republic of Madagascar|République de Madagascar|República de Madagascar|مدغشقر|Мадагаскар|马达加斯加
MDV MV UN Maldives|Maldivas|Republic of Maldives|République des Maldives|Islas Maldivas|República de Maldivas|جزر المالديف|Мальдивы|马尔代夫
MEX MX UN Mexico|Mexique|United Mexican States|États-Unis du Mexique|Estados Unidos Mexicanos|المكسيك|Мексика|墨西哥
MHL MH UN Marshall Islands|Îles Marshall|Islas Marshall|Republic of the Marshall Islands|République des Îles Marshall|República de las Islas Marshall|جزر مارشال|Маршалловы о-ва|马绍尔群岛
MKD MK UN North Macedonia|Macédoine du Nord|Macedonia del Norte|FYR Macedonia|TFYR Macedonia|Macedonia|the former Yugoslav Republic of Macedonia|ex-République yougoslave de Macédoine|la ex República Yugoslava de Macedonia|Republic of North Macedonia|République de Macédoine du Nord|República de Macedonia del Norte|مقدونيا الشمالية|Северная Македония|北马其顿
MLI ML UN Mali|Republic of Mali|République du Mali|República de Mali|مالي|Мали|马里
MLT MT UN Malta|Malte|Republic of Malta|République de Malte|República de Malta|مالطا|Мальта|马耳他
MMR MM UN Myanmar|Burma|Republic of Myanmar|Birmanie|République de Myanmar|Birmania|República de la Unión de Myanmar|Myanmar (Burma)|Myanmar (Birmanie)|Myanmar (Birmania)|ميانمار (بورما)|Мьянма (Бирма)|缅甸
MNE ME UN Montenegro|الجبل الأسود|Черногория|黑山
MNG MN UN Mongolia|Mongolie|منغوليا|Монголия|蒙古
MNP MP -- Northern Mariana Islands|Commonwealth of the Northern Mariana Islands|Îles Mariannes du Nord|Commonwealth des îles Mariannes du Nord|Islas Marianas del Norte|Commonwealth de las Islas Marianas del Norte|جزر ماريانا الشمالية|Северные Марианские о-ва|北马里亚纳群岛
MOZ MZ UN Mozambique|Republic of Mozambique|République du Mozambique|República de Mozambique|موزمبيق|Мозамбик|莫桑比克
MRT MR UN Mauritania|Mauritanie|Islamic Republic of Mauritania|République islamique de Mauritanie|República Islámica de Mauritania|موريتانيا|Мавритания|毛里塔尼亚
MSR MS -- Montserrat|مونتسرات|Монтсеррат|蒙特塞拉特
MTQ MQ -- Martinique|Martinica|جزر المارتينيك|Мартиника|马提尼克
MUS MU UN Mauritius|Maurice|Mauricio|Republic of Mauritius|République de l'Île Maurice|República de Mauricio|موريشيوس|Маврикий|毛里求斯
MWI MW UN Malawi|Republic of Malawi|République du Malawi|Malaui|República de Malawi|ملاوي|Малави|马拉维
MYS MY UN Malaysia|Malaisie|Malasia|ماليزيا|Малайзия|马来西亚
MYT YT -- Mayotte|مايوت|Майотта|马约特
NAM NA UN Namibia|Namibie|Republic of Namibia|République de Namibie|República de Namibia|ناميبيا|Намибия|纳米比亚
NCL NC -- New Caledonia|Nouvelle-Calédonie|Nueva Caledonia|كاليدونيا الجديدة|Новая Каледония|新喀里多尼亚
NER NE UN Niger|Republic of the Niger|République du Niger|República del Níger|النيجر|Нигер|尼日尔
NFK NF -- Norfolk Island|Île Norfolk|Isla Norfolk|جزيرة نورفولك|о-в Норфолк|诺福克岛
NGA NG UN Nigeria|Federal Republic of Nigeria|République fédérale du Nigeria|República Federal de Nigeria|نيجيريا|Нигерия|尼日利亚
NIC NI UN Nicaragua|Republic of Nicaragua|République du Nicaragua|República de Nicaragua|نيكاراغوا|Никарагуа|尼加拉瓜
NIU NU -- Niue|Nioue|نيوي|Ниуэ|纽埃
NLD NL UN Netherlands (Kingdom of the)|Pays-Bas (Royaume des)|Países Bajos (Reino de los)|Netherlands|Pays-Bas|Países Bajos|هولندا|Нидерланды|荷兰
NOR NO UN Norway|Norvège|Noruega|Kingdom of Norway|Royaume de Norvège|Reino de Noruega|النرويج|Норвегия|挪威
NPL NP UN Nepal|Federal Democratic Republic of Nepal|République fédérale démocratique du Népal|República Federal Democrática de Nepal|نيبال|Непал|尼泊尔
NRU NR UN Nauru|Republic of Nauru|République de Nauru|República de Nauru|ناورو|Науру|瑙鲁
NZL NZ UN New Zealand|Nouvelle-Zélande|Nueva Zelandia|Nueva Zelanda|نيوزيلندا|Новая Зеландия|新西兰
OMN OM UN Oman|Sultanate of Oman|Sultanat d'Oman|Sultanato de Omán|عُمان|Оман|阿曼
PAK PK UN Pakistan|Islamic Republic of Pakistan|République islamique du Pakistan|República Islámica de Pakistán|باكستان|Пакистан|巴基斯坦
PAN PA UN Panama|Republic of Panama|République du Panama|República de Panamá|بنما|Панама|巴拿马
PCN PN -- Pitcairn|Îles Pitcairn|Pitcairn Islands|Islas Pitcairn|جزر بيتكيرن|о-ва Питкэрн|皮特凯恩群岛
PER PE UN Peru|Pérou|Republic of Peru|République du Pérou|República del Perú|بيرو|Перу|秘鲁
PHL PH UN Philippines|Filipinas|Republic of the Philippines|République des Philippines|República de Filipinas|الفلبين|Филиппины|菲律宾
PLW PW UN Palau|Palaos|Republic of Palau|République de Palau|República de Palau|بالاو|Палау|帕劳
PNG PG UN Papua New Guinea|Papouasie-Nouvelle-Guinée|Papua Nueva Guinea|Independent State of Papua New Guinea|État indépendant de Papouasie-Nouvelle-Guinée|Estado Independiente de Papúa Nueva Guinea|بابوا غينيا الجديدة|Папуа — Новая Гвинея|巴布亚新几内亚
POL PL UN Poland|Pologne|Polonia|Republic of Poland|République de Pologne|República de Polonia|بولندا|Польша|波兰
PRI PR -- Puerto Rico|Porto Rico|بورتوريكو|Пуэрто-Рико|波多黎各
PRK KP UN Democratic People's Republic of Korea|République populaire démocratique de Corée|República Popular Democrática de Corea|DPR Korea|DPRK|North Korea|Corée du Nord|Corea del Norte|كوريا الشمالية|КНДР|朝鲜
PRT PT UN Portugal|Portuguese Republic|République portugaise|República Portuguesa|البرتغال|Португалия|葡萄牙
PRY PY UN Paraguay|Republic of Paraguay|République du Paraguay|República del Paraguay|باراغواي|Парагвай|巴拉圭
PSE PS UN State of Palestine|État de Palestine|Estado de Palestina|Palestine|Occupied Palestinian Territory|Palestinian Territories|Territoires palestiniens|Territorios Palestinos|الأراضي الفلسطينية|Палестинские территории|巴勒斯坦领土
PYF PF -- French Polynesia|Polynésie française|Polinesia Francesa|بولينيزيا الفرنسية|Французская Полинезия|法属波利尼西亚
QAT QA UN Qatar|State of Qatar|État du Qatar|Catar|Estado de Qatar|قطر|Катар|卡塔尔
REU RE -- Réunion|Réunion, Île de la|روينيون|Реюньон|留尼汪
ROU RO UN Romania|Roumanie|Rumania|رومانيا|Румыния|罗马尼亚
RUS RU UN Russian Federation|Fédération de Russie|Federación de Rusia|Union of Soviet Socialist Republics|Russia|Federación Rusa|Russie|Rusia|روسيا|Россия|俄罗斯
RWA RW UN Rwanda|Rwandese Republic|République rwandaise|Ruanda|República de Ruanda|رواندا|Руанда|卢旺达
SAU SA UN Saudi Arabia|Arabie saoudite|Arabia Saudita|Kingdom of Saudi Arabia|Royaume d'Arabie saoudite|Reino de Arabia Saudí|المملكة العربية السعودية|Саудовская Аравия|沙特阿拉伯
SDN SD UN Sudan|Soudan|Republic of the Sudan|République du Soudan|República de Sudán|السودان|Судан|苏丹
SEN SN UN Senegal|Republic of Senegal|République du Sénégal|República del Senegal|السنغال|Сенегал|塞内加尔
SGP SG UN Singapore|Singapour|Singapur|Republic of Singapore|République de Singapour|República de Singapur|سنغافورة|Сингапур|新加坡
SGS GS -- South Georgia and the South Sandwich Islands|Géorgie du Sud et les îles Sandwich du Sud|Islas Georgias del Sur y Sándwich del Sur|Islas Georgia del Sur y Sandwich del Sur|جورجيا الجنوبية وجزر ساندويتش الجنوبية|Южная Георгия и Южные Сандвичевы о-ва|南乔治亚和南桑威奇群岛
SHN SH -- Saint Helena, Ascension and Tristan da Cunha|Sainte-Hélène, Ascension et Tristan da Cunha|Santa Elena, Ascensión y Tristán de Acuña|St. Helena|Sainte-Hélène|Santa Elena|سانت هيلينا|о-в Св. Елены|圣赫勒拿
SJM SJ -- Svalbard and Jan Mayen|Svalbard et île Jan Mayen|سفالبارد وجان ماين|Шпицберген и Ян-Майен|斯瓦尔巴和扬马延
SLB SB UN Solomon Islands|Îles Salomon|Islas Salomón|جزر سليمان|Соломоновы о-ва|所罗门群岛
SLE SL UN Sierra Leone|Sierra Leona|Republic of Sierra Leone|République de Sierra Leone|República de Sierra Leona|سيراليون|Сьерра-Леоне|塞拉利昂
SLV SV UN El Salvador|Republic of El Salvador|République d'El Salvador|República de El Salvador|السلفادور|Сальвадор|萨尔瓦多
SMR SM UN San Marino|Saint-Marin|Republic of San Marino|République de San Marin|República de San Marino|سان مارينو|Сан-Марино|圣马力诺
SOM SO UN Somalia|Somalie|Federal Republic of Somalia|République fédérale de Somalie|República Federal de Somalia|الصومال|Сомали|索马里
SPM PM -- Saint Pierre and Miquelon|San Pedro y Miquelon|سان بيير ومكويلون|Сен-Пьер и Микелон|圣皮埃尔和密克隆群岛
SRB RS UN Serbia|Serbie|Republic of Serbia|République de Serbie|República de Serbia|صربيا|Сербия|塞尔维亚
SSD SS UN South Sudan|Soudan du Sud|Sudán del Sur|Republic of South Sudan|République du Soudan du Sud|República de Sudán del Sur|جنوب السودان|Южный Судан|南苏丹
STP ST UN Sao Tome and Principe|Santo Tomé y Príncipe|Democratic Republic of Sao Tome and Principe|République démocratique de Sao Tomé et Principe|República Democrática de Santo Tomé y Príncipe|ساو تومي وبرينسيبي|Сан-Томе и Принсипи|圣多美和普林西比
SUR SR UN Suriname|Republic of Suriname|Surinam|République du Surinam|República de Surinam|سورينام|Суринам|苏里南
SVK SK UN Slovakia|Slovaquie|Eslovaquia|Slovak Republic|République slovaque|República Eslovaca|سلوفاكيا|Словакия|斯洛伐克
SVN SI UN Slovenia|Slovénie|Eslovenia|Republic of Slovenia|République de Slovénie|República de Eslovenia|سلوفينيا|Словения|斯洛文尼亚
SWE SE UN Sweden|Suède|Suecia|Kingdom of Sweden|Royaume de Suède|Reino de Suecia|السويد|Швеция|瑞典
SWZ SZ UN Eswatini|Swaziland|Kingdom of Eswatini|Royaume d’Eswatini|Esuatini|Reino de Esuatini|إسواتيني|Эсватини|斯威士兰
SXM SX -- Sint Maarten (Dutch part)|Saint-Martin (partie néerlandaise)|Isla de San Martín (zona holandesa)|Sint Maarten|سانت مارتن|Синт-Мартен|荷属圣马丁
SYC SC UN Seychelles|Republic of Seychelles|République des Seychelles|República de las Seychelles|سيشل|Сейшельские о-ва|塞舌尔
SYR SY UN Syrian Arab Republic|République arabe syrienne|República Árabe Siria|Syria|Syrie|Siria|سوريا|Сирия|叙利亚
TCA TC -- Turks and Caicos Islands|Îles Turques-et-Caïques|Islas Turcas y Caicos|جزر توركس وكايكوس|Тёркс и Кайкос|特克斯和凯科斯群岛
TCD TD UN Chad|Tchad|Republic of Chad|République du Tchad|República del Chad|تشاد|Чад|乍得
TGO TG UN Togo|Togolese Republic|République togolaise|República Togolesa|توغو|Того|多哥
THA TH UN Thailand|Thaïlande|Tailandia|Kingdom of Thailand|Royaume de Thaïlande|Reino de Tailandia|تايلاند|Таиланд|泰国
TJK TJ UN Tajikistan|Tadjikistan|Tayikistán|Republic of Tajikistan|République du Tadjikistan|República de Tayikistán|طاجيكستان|Таджикистан|塔吉克斯坦
TKL TK -- Tokelau|توكيلاو|Токелау|托克劳
TKM TM UN Turkmenistan|تركمانستان|Туркменистан|土库曼斯坦
TLS TL UN Timor-Leste|East Timor|Democratic Republic of Timor-Leste|Timor oriental|République démocratique du Timor-Leste|República Democrática de Timor Oriental|تيمور - ليشتي|Восточный Тимор|东帝汶
TON TO UN Tonga|Kingdom of Tonga|Royaume des Tonga|Reino de Tonga|تونغا|Тонга|汤加
TTO TT UN Trinidad and Tobago|Trinité-et-Tobago|Trinidad y Tabago|Republic of Trinidad and Tobago|République de Trinité et Tobago|República de Trinidad y Tobago|ترينيداد وتوباغو|Тринидад и Тобаго|特立尼达和多巴哥
TUN TN UN Tunisia|Tunisie|Túnez|Republic of Tunisia|République de Tunisie|República de Túnez|تونس|Тунис|突尼斯
TUR TR UN Türkiye|Turkey|Turquie|Turquía|Republic of Türkiye|République de Turquie|República de Turquía|تركيا|Турция|土耳其
TUV TV UN Tuvalu|توفالو|Тувалу|图瓦卢
TWN TW -- Taiwan, Province of China|Taiwan|Taïwan, province de Chine|Taiwán, Provincia de China|تايوان|Тайвань|台湾
TZA TZ UN United Republic of Tanzania|République-Unie de Tanzanie|República Unida de Tanzanía|Tanzania|Tanzanie|تنزانيا|Танзания|坦桑尼亚
UGA UG UN Uganda|Ouganda|Republic of Uganda|République d'Ouganda|República de Uganda|أوغندا|Уганда|乌干达
UKR UA UN Ukraine|Ucrania|Ukrainian Soviet Socialist Republic|Ukrainian SSR|أوكرانيا|Украина|乌克兰
UMI UM -- United States Minor Outlying Islands|Îles mineures éloignées des États-Unis|Islas Ultramarinas Menores de Estados Unidos|U.S. Outlying Islands|Islas menores alejadas de EE. UU.|جزر الولايات المتحدة النائية|Внешние малые о-ва (США)|美国本土外小岛屿
URY UY UN Uruguay|Eastern Republic of Uruguay|République orientale d'Uruguay|República Oriental del Uruguay|أورغواي|Уругвай|乌拉圭
USA US UN United States of America|États-Unis d'Amérique|Estados Unidos de América|United States|USA|US|États-Unis|Estados Unidos|الولايات المتحدة|Соединенные Штаты|美国
UZB UZ UN Uzbekistan|Ouzbékistan|Republic of Uzbekistan|République d'Ouzbékistan|República de Uzbekistán|أوزبكستان|Узбекистан|乌兹别克斯坦
VAT VA UN Holy See|Saint-Siège|Santa Sede|Holy See (Vatican City State)|Saint-Siège (état de la cité du Vatican)|Santa Sede (Ciudad Estado del Vaticano)|Vatican City|État de la Cité du Vatican|Ciudad del Vaticano|الفاتيكان|Ватикан|梵蒂冈
VCT VC UN Saint Vincent and the Grenadines|San Vicente y las Granadinas|سانت فنسنت وجزر غرينادين|Сент-Винсент и Гренадины|圣文森特和格林纳丁斯
VEN VE UN Venezuela (Bolivarian Republic of)|Venezuela (République bolivarienne du)|Venezuela (República Bolivariana de)|Venezuela|فنزويلا|Венесуэла|委内瑞拉
VGB VG -- Virgin Islands, British|Îles Vierges britanniques|Islas Vírgenes, Británicas|جزر فيرجن البريطانية|Виргинские о-ва (Великобритания)|英属维尔京群岛
VIR VI -- Virgin Islands, U.S.|Virgin Islands of the United States|Îles Vierges, États-Unis|Îles Vierges des États-Unis d'Amérique|Islas Vírgenes, de EEUU.|Islas Vírgenes de los Estados Unidos|Islas Vírgenes de EE. UU.|جزر فيرجن الأمريكية|Виргинские о-ва (США)|美属维尔京群岛
VNM VN UN Viet Nam|Vietnam|Socialist Republic of Viet Nam|République socialiste du Viet Nam|República Socialista de Vietnam|فيتنام|Вьетнам|越南
VUT VU UN Vanuatu|Republic of Vanuatu|République du Vanuatu|República de Vanuatu|فانواتو|Вануату|瓦努阿图
WLF WF -- Wallis and Futuna|جزر والس وفوتونا|Уоллис и Футуна|瓦利斯和富图纳
WSM WS UN Samoa|Western Samoa|Independent State of Samoa|État indépendant de Samoa|Estado Independiente de Samoa|ساموا|Самоа|萨摩亚
YEM YE UN Yemen|Republic of Yemen|République du Yémen|República del Yemen|اليمن|Йемен|也门
ZAF ZA UN South Africa|Afrique du Sud|Sudáfrica|Republic of South Africa|République d'Afrique du Sud|República de Sudáfrica|جنوب أفريقيا|Южно-Африканская Республика|南非
ZMB ZM UN Zambia|Zambie|Republic of Zambia|République de Zambie|República de Zambia|زامبيا|Замбия|赞比亚
ZWE ZW UN Zimbabwe|Republic of Zimbabwe|République du Zimbabwe|Zimbabue|República de Zimbabue|زيمبابوي|Зимбабве|津巴布韦"""
