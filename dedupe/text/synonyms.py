"""Words of news English that stand for one another: *sack* for *dismiss*, *GOP* for *Republican*.

One version of a report says in other words what another says. The words here are those that news uses day by
day, whatever it is about, in groups that an editor would let stand for one another in a headline. Nothing
was taken from a list of others: what is not here has no synonyms, in other languages least of all.
"""

from __future__ import annotations

from collections import defaultdict

_GROUPS = """
    say said tell told state declare assert remark comment announce add note mention
    announce unveil disclose reveal announcement disclosure
    explain explanation clarify clarification
    claim allege allegation accuse accusation contend
    deny denial reject rejection refuse refusal decline dismiss rebuff
    criticise criticize criticism condemn denounce decry blast slam attack rebuke lambast censure
    praise laud hail applaud welcome
    support supporter back backer endorse endorsement favour favor
    oppose opposition opponent object objection
    demand call urge ask request appeal
    warn warning caution alert
    promise pledge vow commit commitment
    threaten threat menace
    agree agreement deal accord pact treaty memorandum contract arrangement
    sign ink signature
    plan intend intention aim aspire goal target objective
    expect anticipate expectation forecast predict prediction projection project estimate
    believe belief think thought view opinion feel felt consider
    suggest suggestion hint imply propose proposal
    begin began begun start launch commence open initiate kick beginning
    end finish conclude conclusion complete completion close terminate cease
    continue proceed remain stay keep kept
    stop halt suspend suspension pause
    delay postpone postponement defer
    cancel cancellation scrap abandon drop
    increase rise rose risen grow grew grown growth climb gain jump surge soar raise
    decrease decline fall fell fallen drop slump plunge tumble slide slid reduce reduction cut lower shrink
    expand expansion enlarge widen extend extension
    improve improvement better boost enhance strengthen
    worsen deteriorate weaken
    buy bought purchase acquire acquisition takeover
    sell sold sale divest disposal
    own owner hold held holding stake interest share shareholding
    pay paid payment
    spend spent expenditure outlay
    earn earnings profit income
    lose lost loss deficit
    revenue turnover sales
    debt loan borrowing credit
    invest investment investor fund finance
    money cash
    cost price worth value
    cheap inexpensive
    firm company corporation business group enterprise
    subsidiary unit division arm
    factory plant facility
    worker employee staff staffer aide
    job post position role
    boss chief head leader chairman chair president director
    executive ceo
    hire employ recruit appoint appointment name
    resign resignation quit
    fire dismiss dismissal sack oust
    replace replacement succeed successor
    merger merge combine
    government administration authorities authority
    country nation
    official officer
    minister secretary
    lawmaker legislator congressman congresswoman representative rep senator sen mp
    congress legislature parliament house
    republican gop
    governor gov
    election vote ballot poll
    campaign run bid candidacy
    candidate contender nominee
    law legislation bill act statute
    rule ruling regulation verdict decision
    court tribunal judge
    lawsuit suit sue litigation
    lawyer attorney counsel
    prosecutor prosecution prosecute
    investigate investigation investigator probe inquiry
    arrest detain detention custody
    prison jail imprison imprisonment
    convict conviction guilty
    charge indict indictment
    crime offence offense
    police officer cop
    kill slay slain murder dead death die died deadly fatal
    injure injury wound hurt
    victim casualty
    attack assault strike raid
    bomb blast explosion explode
    shoot shot gunfire
    gunman shooter attacker
    war conflict fighting fight fought combat battle
    army military troops soldiers forces
    weapon arms
    peace ceasefire truce
    talk negotiation negotiate discussion discuss meeting meet met
    summit conference gathering forum
    visit trip travel tour
    speech address
    statement release
    letter memo
    report story article account
    journalist reporter correspondent
    newspaper paper daily
    television tv broadcast
    video film footage clip tape
    picture photo photograph image
    ad advertisement advert commercial
    question query
    answer reply respond response react reaction
    spokesman spokeswoman spokesperson
    show demonstrate indicate reveal display
    prove evidence proof proven
    find found discover discovery
    see saw seen watch
    look appear seem
    make made build built construct construction create produce production manufacture develop development
    use utilise utilize employ
    need require requirement necessary
    want wish desire seek sought
    try tried attempt effort bid
    help aid assist assistance
    let permit enable allow
    ban prohibit prohibition bar forbid forbidden block outlaw
    force compel oblige
    prevent avoid avert
    protect protection safeguard defend defence defense
    allow approve approval authorise authorize permission
    give gave given provide supply deliver grant offer award
    get got receive obtain
    send sent dispatch ship
    take took taken
    bring brought
    go went gone leave left depart departure
    come came arrive arrival
    reach achieve attain hit
    win won victory triumph beat beaten defeat
    fail failure
    choose chose chosen select selection pick
    decide decision determine
    change alter modify amend amendment revise revision
    set establish found
    join participate participation
    include contain comprise incorporate
    cause lead led trigger prompt spark
    result outcome consequence
    effect impact influence affect
    danger risk peril hazard
    safe safety secure security
    problem trouble difficulty issue
    fear worry concern anxiety
    anger angry outrage furious fury
    happy pleased delighted glad
    surprise shock stun
    important key crucial vital significant major essential critical
    big large huge great massive major
    small little minor
    new recent latest fresh
    former ex previous earlier past
    current present existing
    future upcoming coming next
    first initial
    last final
    quick fast rapid swift
    soon shortly
    now currently
    near close nearly almost roughly approximately
    additional extra further
    many several numerous various
    entire whole
    part portion section
    half 50
    total overall
    additionally moreover furthermore
    child children kid
    woman women female
    man men male
    people persons individuals residents citizens public
    wife husband spouse
    young youth
    gay homosexual
    marriage wedding marry wed
    muslim islamic islam
    jewish jew
    religion religious faith
    school college university
    student pupil
    teacher professor
    doctor physician medic
    disease illness
    drug medicine
    vaccine vaccination jab
    virus coronavirus covid
    car vehicle auto automobile
    truck lorry
    plane aircraft jet airplane
    ship vessel boat
    rail railway train
    road street highway
    city town
    region area zone territory province
    north northern
    south southern
    east eastern
    west western
    sea ocean
    coast shore
    home house residence
    fire blaze
    flood flooding
    storm hurricane
    earthquake quake
    emission co2 carbon
    energy power electricity
    oil crude petroleum
    solar photovoltaic
    renewable clean green
    trade commerce
    export shipment
    market exchange bourse
    stock equity shares
    bank lender
    tax levy duty
    million mln m
    billion bln bn
    trillion trn
    percent pct
    dollar dlrs
    year annual annually yearly
    month monthly
    week weekly
    day daily
    january jan
    february feb
    march mar
    april apr
    august aug
    september sept sep
    october oct
    november nov
    december dec
    monday mon
    tuesday tue tues
    wednesday wed
    thursday thu thurs
    friday fri
    saturday sat
    sunday sun
    one 1
    two 2
    three 3
    four 4
    five 5
    six 6
    seven 7
    eight 8
    nine 9
    ten 10
    american us usa america
    british britain uk
    european europe eu
    chinese china
    german germany
    french france
    iraqi iraq
    turkish turkey
    spanish spain
    danish denmark
    dutch netherlands
    swiss switzerland
    polish poland
    greek greece
    norwegian norway
    swedish sweden
    afghan afghanistan
    cooperation collaboration cooperate collaborate partnership partner
    project scheme programme program initiative
    technology technological tech
    research study
    scientist researcher expert
    test trial
    phone telephone
    internet online web website site
    customer client consumer
    product goods
    supplier vendor
    equipment machinery
    output production
    debate argument argue dispute row controversy
    lie lied lying false untrue
    secret confidential classified
    corruption bribe bribery
    freedom liberty
    protest demonstration demonstrate rally march
    strike walkout
    immigrant migrant
    border frontier
    ambassador envoy diplomat
    sanction penalty
    nuclear atomic
    missile rocket
    search hunt
    rescue save
    escape flee fled
    crash collision accident
    damage destroy destruction
    repair fix
    free release
    remove removal eliminate
    publish publication print issue release
    post tweet
    write wrote written author
    speak spoke spoken talk
    hear heard
    know knew known aware
    teach taught
    remember recall
    game match
    team side squad club
    coach manager
    title championship
    actor actress
    movie film
    award prize
    celebrate celebration
    mother mum mom
    father dad
    wait await
    rich wealthy
    poor impoverished
    empty vacant
    hide hid hidden conceal
    limit restrict restriction curb cap
    handle manage deal
    swear swore sworn
    break broke broken
    throw threw thrown
    steal stole stolen theft rob robbery
    catch caught capture
    fly flew flown flight
    drive drove driven
    choice option alternative
    chance opportunity possibility
    aim purpose
    idea concept notion
    mistake error
    task duty
    rival competitor
    friend ally
    enemy foe
    fair just
    wrong incorrect
    strange odd unusual
    common usual
    difficult hard tough
    easy simple
    rule govern reign
    ensure guarantee
    refund repay
    accept accepted acceptance
    ready prepared prepare preparation
"""


def _by_word() -> dict[str, tuple[int, ...]]:
    found = defaultdict(list)
    for number, line in enumerate(_GROUPS.split("\n")):
        for word in line.split():
            found[word].append(number)
    return {word: tuple(numbers) for word, numbers in found.items()}


_GROUPS_OF = _by_word()
_ENDINGS = (
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("d", ""),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
)


def synonym_groups(word: str) -> frozenset[int]:
    """Return the numbers of the groups that a word, or a word that it is inflected from, is in."""
    return frozenset(number for form in base_forms(word) for number in _GROUPS_OF.get(form, ()))


def base_forms(word: str) -> list[str]:
    """Return a word and those that it may be inflected from: *planned*, *plann*, *planne*, *plan*."""
    forms = [word]
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            base = word.removesuffix(ending) + instead
            forms.append(base)
            if ending in ("ed", "ing") and not instead and base[-1] == base[-2]:
                forms.append(base[:-1])
    return forms
