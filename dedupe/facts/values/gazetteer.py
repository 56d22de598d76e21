"""Words that tell what a name names: titles, given names, bodies, places; and capitals that name nothing."""

from __future__ import annotations

from dedupe.facts.values.languages import word_set

NEVER: frozenset[str] = word_set(
    """
    A An The This That These Those I You He She It We They My Your His Her Its Our Their Me Him Us
    Them Who What When Where Why How Which Whose And Or But Nor So Yet If Then Than As At By For
    From In Into Of Off On Onto Out Over To Up With Without Within Under About Above After Again
    Against All Also Although Among Amid An Another Any Are Around Be Because Been Before Being
    Below Between Both Can Could Did Do Does Down During Each Either Even Every Few First Second
    Third Had Has Have Here However Indeed Instead Is Just Last Later Least Less Let Like Many May
    Meanwhile Might More Moreover Most Much Must Neither Never Next No None Not Nothing Now Once One
    Only Other Others Per Perhaps Rather Same Several Shall Should Since Some Something Soon Still
    Such There Therefore Though Through Thus Today Tomorrow Tonight Too Toward Towards Two Three
    Four Five Six Seven Eight Nine Ten Dozens Hundreds Thousands Unlike Until Was Well Were While
    Will Would Yes Yesterday According Additionally Asked Despite Earlier Elsewhere Following
    Further Furthermore Given Including Later Nearly Nevertheless Nonetheless Otherwise Overall
    Previously Recently Regarding Separately Similarly Speaking Specifically Ultimately
    Unfortunately Whether Thanks Sorry Please Hello Okay Oh Mine Hers Ours Really Very Maybe Part
    Photo Image Video Source Read Click Advertisement Subscribe Copyright Updated Published Story
    Report Reuter Der Die Das Den Dem Des Ein Eine Und Oder Aber Im Am Mit Nach Von Zu Auch Es Er
    Sie Wir Ich Bei Für Auf Aus Wie El La Los Las Un Una Unos Y En De Del Con Por Para Según Pero
    Sin Su Le Les Une Et Mais Dans Du Il Elle Ils Elles Nous Vous Ce Cette Ces Selon Pour Par Sur
    Avec
    """
)
"""Capitalised words that begin sentences and never names."""

TITLES: frozenset[str] = word_set(
    """
    president vice premier prime minister chancellor secretary senator sen sens rep reps
    representative congressman congresswoman governor gov mayor king queen prince princess pope
    bishop archbishop cardinal rabbi imam sheikh general gen colonel col captain capt major maj
    lieutenant lt sergeant sgt admiral adm commander chief justice judge attorney ambassador mr mrs
    ms miss dr doctor professor prof rev reverend sir dame lord lady baroness count director
    chairman chairwoman chair ceo cfo coach detective officer sheriff inspector commissioner speaker
    deputy assistant acting former federal foreign interior defense defence finance energy trade
    health treasury education justice press spokesman spokeswoman spokesperson undersecretary
    executive managing leader herr frau bundeskanzler kanzler präsident señor señora presidente
    ministro ministra monsieur madame président ministre premier-minister first hon candidate
    majority minority senior junior analyst economist presidential then-president ex-president
    """
)
"""What stands before a person's name; lower case."""

OFFICES: frozenset[str] = word_set(
    """
    president premier minister chancellor secretary senator sen sens rep reps representative
    congressman congresswoman governor gov mayor king queen prince princess pope bishop archbishop
    cardinal rabbi sheikh general gen colonel col captain capt major maj lieutenant lt sergeant sgt
    admiral adm commander judge justice attorney ambassador mr mrs ms miss dr doctor professor prof
    rev reverend sir dame lord lady baroness director chairman chairwoman coach detective officer
    sheriff inspector commissioner speaker spokesman spokeswoman spokesperson undersecretary ceo
    herr frau bundeskanzler kanzler präsident señor señora presidente ministro ministra monsieur
    madame président ministre candidate analyst economist leader
    """
)
"""Titles that alone make what follows a person (*foreign* and *former* do not)."""

OFFICES_WITHIN: frozenset[str] = word_set(
    """
    president minister secretary chancellor chairman chairwoman director executive ceo spokesman
    spokeswoman spokesperson senator sen sens rep reps congressman congresswoman governor gov mayor
    leader speaker ambassador representative commissioner premier mr mrs ms dr prof judge coach
    sheriff detective economist analyst
    """
)
"""Offices that end one name and begin another inside a run of capitals: *FBI Director James Comey*."""

GENERATIONS: frozenset[str] = word_set(
    """
    Jr Jr. Sr Sr. II III IV
    """
)
"""What follows a family name without being it."""

PORTFOLIOS: frozenset[str] = word_set(
    """
    State Foreign Affairs Energy Defense Defence Finance Interior Health Education Trade Justice
    Labor Labour Transport Transportation Commerce Petroleum Minerals Mines Resources Treasury
    Homeland Security Economy Culture Information Planning Environment Agriculture Industry Science
    Technology Oil Water Power Climate Change Staff General Police the House Parliament Exchequer
    """
)
"""What an office may be of, before the holder's name."""

BODIES: frozenset[str] = word_set(
    """
    Inc Corp Corporation Co Company Ltd Limited LLC LLP PLC plc AG GmbH SA SE NV SpA Holdings Group
    Partners Industries Bank Fund Trust Exchange Airlines Airways Motors Energy Oil Gas Petroleum
    Pharmaceuticals Technologies Systems Media News Times Post Journal Tribune Herald Press Agency
    Ministry Department Commission Committee Council Senate House Congress Parliament Court Police
    Army Navy Guard Force Forces Office Bureau Institute University College School Academy
    Foundation Association Organization Organisation Society Union Federation Party League Alliance
    Coalition Authority Administration Board Service Services Center Centre Hospital Church Club
    Team United Embassy Consulate Assembly Cabinet Government Treasury Reserve Hub Programme Program
    Initiative Forum Summit Network Studios Pictures Entertainment Records Republicans Democrats
    Caucus Affiliate Pentagon Kremlin Corridor Laboratories Laboratory Labs Solutions Renewables
    Ventures Capital Investments Securities Software Telecom Communications Electric Insurance
    Brands Foods Stores Consulting International Plc Conference Tribunal Mission Missions Delegation
    Executive Conservatives Labour Liberals Intelligence Exchequer Bundesbank Bundestag Ministerium
    Partei
    """
)
"""Last words (or heads before *of* and *for*) of the names of organisations."""

SITES: frozenset[str] = word_set(
    """
    City Town Village County Province State District Region Island Islands Isle River Lake Sea Ocean
    Bay Gulf Strait Basin Valley Mountain Mountains Mount Hill Hills Desert Peninsula Coast Beach
    Street Avenue Road Square Park Airport Harbour Harbor Port Pier Dock Bridge Garden Stadium
    Republic Kingdom Territory Highlands Forest Canal Cape Plaza
    """
)
"""Last words of the names of places."""

SIDES_OF: frozenset[str] = word_set(
    """
    North South East West Northern Southern Eastern Western Central Upper Lower New Greater
    """
)
"""Words that with a place still name a place."""

PLACES: frozenset[str] = word_set(
    """
    Afghanistan Albania Algeria Andorra Angola Argentina Armenia Australia Austria Azerbaijan
    Bahamas Bahrain Bangladesh Barbados Belarus Belgium Belize Benin Bhutan Bolivia Bosnia Botswana
    Brazil Britain Brunei Bulgaria Burundi Cambodia Cameroon Canada Chad Chile China Colombia Congo
    Croatia Cuba Cyprus Czechia Czechoslovakia Denmark Djibouti Ecuador Egypt England Eritrea
    Estonia Eswatini Ethiopia Fiji Finland France Gabon Gambia Georgia Germany Ghana Greece
    Greenland Guatemala Guinea Guyana Haiti Honduras Hungary Iceland India Indonesia Iran Iraq
    Ireland Israel Italy Jamaica Japan Jordan Kazakhstan Kenya Kosovo Kuwait Kyrgyzstan Laos Latvia
    Lebanon Lesotho Liberia Libya Liechtenstein Lithuania Luxembourg Madagascar Malawi Malaysia
    Maldives Mali Malta Mauritania Mauritius Mexico Moldova Monaco Mongolia Montenegro Morocco
    Mozambique Myanmar Burma Namibia Nepal Netherlands Nicaragua Niger Nigeria Norway Oman Pakistan
    Palestine Panama Paraguay Peru Philippines Poland Portugal Qatar Romania Russia Rwanda Samoa
    Scotland Senegal Serbia Singapore Slovakia Slovenia Somalia Spain Sudan Suriname Sweden
    Switzerland Syria Taiwan Tajikistan Tanzania Thailand Togo Tonga Tunisia Turkey Türkiye
    Turkmenistan Uganda Ukraine Uruguay Uzbekistan Vanuatu Venezuela Vietnam Wales Yemen Yugoslavia
    Zambia Zimbabwe US UK USA UAE EU DRC U.S. U.K. U.A.E. South_Korea North_Korea South_Africa
    Saudi_Arabia New_Zealand Sri_Lanka Costa_Rica El_Salvador Sierra_Leone Burkina_Faso Ivory_Coast
    Hong_Kong Puerto_Rico United_States United_Kingdom United_Arab_Emirates Soviet_Union
    Papua_New_Guinea Czech_Republic Dominican_Republic Vatican Gaza West_Bank Crimea Kashmir Tibet
    Europe Asia Africa America Antarctica Oceania Middle_East Latin_America Central_America
    North_America South_America North_Africa Arctic Atlantic Pacific Mediterranean Balkans Caribbean
    Scandinavia Siberia Bavaria Bayern Catalonia Alabama Alaska Arizona Arkansas California Colorado
    Connecticut Delaware Florida Hawaii Idaho Illinois Indiana Iowa Kansas Kentucky Louisiana Maine
    Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada
    New_Hampshire New_Jersey New_Mexico New_York North_Carolina North_Dakota Ohio Oklahoma Oregon
    Pennsylvania Rhode_Island South_Carolina South_Dakota Tennessee Texas Utah Vermont Virginia
    Washington West_Virginia Wisconsin Wyoming Ontario Quebec Alberta Manitoba Queensland Victoria
    Tasmania Punjab Sindh Balochistan Bronx Brooklyn Manhattan Abuja Accra Amsterdam Ankara Athens
    Atlanta Auckland Baghdad Baltimore Bangkok Barcelona Beijing Beirut Belfast Belgrade Berlin Bern
    Birmingham Bogota Bonn Boston Brasilia Bratislava Brussels Bucharest Budapest Buenos_Aires Cairo
    Calgary Canberra Caracas Chicago Cleveland Cologne Columbus Copenhagen Dallas Damascus Davos
    Delhi Denver Detroit Dhaka Doha Dubai Dublin Edinburgh Frankfurt Geneva Glasgow Hamburg Hanoi
    Havana Helsinki Hiroshima Houston Islamabad Istanbul Jakarta Jerusalem Johannesburg Kabul
    Kampala Karachi Kathmandu Khartoum Kiev Kyiv Kinshasa Lagos Lahore Las_Vegas Lima Lisbon
    Liverpool London Los_Angeles Lyon Madrid Manchester Manila Marseille Melbourne Mexico_City Miami
    Milan Minneapolis Montreal Moscow Mumbai Munich Nairobi Naples New_Delhi New_Orleans Nice Osaka
    Oslo Ottawa Paris Peshawar Philadelphia Phoenix Pittsburgh Portland Prague Pyongyang Riyadh Rome
    Rotterdam Sacramento San_Diego San_Francisco Santiago Seattle Seoul Shanghai Sofia Stockholm
    Strasbourg Sydney Taipei Tallinn Tehran Tel_Aviv Tokyo Toronto Tripoli Tunis Ukraine Vancouver
    Venice Vienna Vilnius Warsaw Wuhan Yangon Zagreb Zurich Deutschland Österreich Schweiz
    Frankreich España Francia Alemania Allemagne Espagne München Köln Wien Zürich Genève Bruxelles
    """
)

GIVEN_NAMES: frozenset[str] = word_set(
    """
    Aaron Abdul Abdullah Adam Ahmed Alan Albert Alex Alexander Alexandra Alexandria Alexei Ali Alice
    Alison Amanda Amy Ana Andrea Andrei Andrew Angela Anita Ann Anna Anne Anthony Antonio Antony
    Arthur Ashley Barack Barbara Barry Ben Benjamin Bernard Bernie Bill Billy Bob Boris Brad Brandon
    Brett Brian Bruce Carl Carla Carlos Carol Caroline Catherine Charles Charlie Chris Christian
    Christina Christine Christopher Chuck Claire Claudia Colin Craig Cynthia Dan Daniel David Dean
    Deborah Denis Dennis Diana Dianne Diane Dick Dmitry Don Donald Donna Dorothy Doug Douglas Ed
    Eddie Edward Edwin Elena Eli Elizabeth Ellen Emily Emma Emmanuel Eric Erik Ernest Eva Evan
    Evelyn Faisal Fatima Felix Félix Fernando Fiona Francis Francisco Frank Franz Fred Frederick
    Gary Gavin Geoffrey George Gerald Gerhard Giorgia Giovanni Glenn Gloria Gordon Graham Grant Greg
    Gregory Guy Hannah Hans Harold Harry Hassan Heather Heinz Helen Helmut Henry Herbert Hillary
    Howard Hugh Ian Ibrahim Imran Irina Isaac Ivan Jack Jackie Jacob Jacques Jake James Jamie Jan
    Jane Janet Jason Jean Jeff Jeffrey Jennifer Jeremy Jerome Jerry Jesse Jessica Jill Jim Jimmy
    Joan Joao Joe Johann John Johnny Jon Jonathan Jorge José Jose Joseph Josh Joshua Joy Juan Judith
    Judy Julia Julian Julie Justin Kamala Karen Karl Kate Katherine Kathleen Kathy Keith Keir Kelly
    Ken Kenneth Kevin Kim Klaus Kurt Larry Laura Lawrence Lee Leo Leon Leonard Lewis Liam Lina Linda
    Lindsey Lisa Liz Louis Louise Lucas Lucy Luis Luke Lynn Maggie Manuel Marc Marco Marcus Margaret
    Maria María Marie Marina Mario Mark Martha Martin Mary Matt Matthew Maurice Max Megan Mehdi
    Melissa Michael Michel Michelle Miguel Mike Mikhail Mitch Mitt Mohamed Mohammad Mohammed
    Muhammad Nadia Nancy Narendra Natalie Nathan Neil Newt Nicholas Nick Nicolas Nigel Nikki Nina
    Noah Norman Olaf Oleg Oliver Olivia Omar Oscar Owen Pamela Patricia Patrick Paul Paula Pedro Per
    Peter Phil Philip Phillip Pierre Rachel Rafael Ralph Rand Randy Rashida Ray Raymond Rebecca Rex
    Richard Rick Rishi Robert Roberto Robin Rod Roger Roland Ron Ronald Rosa Ross Roy Rudy Russell
    Ruth Ryan Sally Sam Samantha Samuel Sandra Sara Sarah Sean Sebastian Sergei Sergey Shahid Sharon
    Simon Sofia Sonia Sophie Stanley Stefan Stephanie Stephen Steve Steven Stuart Sue Susan Suzanne
    Sylvia Tariq Ted Teresa Terry Theodore Theresa Thomas Thorvald Tim Timothy Tina Todd Tom Tony
    Tracy Ulrich Ursula Valerie Vera Victor Viktor Vincent Vladimir Volodymyr Walter Warren Wayne
    Wendy Werner Wilhelm William Winston Wolfgang Xavier Xi Yasser Yusuf Yves Yvonne Zachary
    """
)

ROLES_BEFORE: frozenset[str] = word_set(
    """
    president minister senator spokesman spokeswoman spokesperson analyst economist director
    chairman executive officer chief coach candidate governor mayor secretary lawyer attorney judge
    founder professor leader singer actor actress author wife husband son daughter brother sister
    named called congressman congresswoman commissioner head journalist reporter researcher
    scientist general manager owner resident ambassador lawmaker rival nominee
    """
)
"""Lower-case words right before a name that make it a person's."""

SAYING: frozenset[str] = word_set(
    """
    said says told added announced asked replied argued wrote tweeted claimed insisted warned
    explained noted recalled testified conceded joked acknowledged
    """
)
"""Verbs right after (or before) a name that most often have persons for subjects."""
