"""Words of news English that stand for one another: *sack* for *dismiss*, *GOP* for *Republican*.

One version of a report says in other words what another says. The words here are those that news uses day by
day, whatever it is about, in groups that an editor would let stand for one another in a headline. Nothing
was taken from a list of others: what is not here has no synonyms, in other languages least of all.
"""

from __future__ import annotations

from collections import defaultdict

from dedupe.text.inflection import base_forms

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
    home house residence household
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
    jail sentence imprison incarcerate incarceration
    trial hearing proceedings
    jury juror
    accused defendant suspect
    appeal challenge contest
    bail bond
    fine penalty
    plead plea
    testify testimony evidence witness
    acquit acquittal clear exonerate
    overturn quash annul reverse
    fraud swindle scam con
    smuggle smuggling trafficking traffic
    hostage captive
    kidnap abduct abduction kidnapping
    rape assault abuse
    stab knife
    burglar thief robber
    loot looting plunder
    riot unrest disturbance disorder
    terrorist militant extremist insurgent rebel
    ambush trap
    seize seizure confiscate impound
    evict eviction
    evacuate evacuation displace displaced
    shelter refuge
    refugee asylum
    aftershock tremor
    wildfire bushfire
    drought dry
    heatwave heat
    rain rainfall downpour
    snow snowfall blizzard
    gale wind gust
    landslide mudslide
    wreck wreckage debris rubble
    sink sank sunk founder
    capsize overturn
    derail derailment
    collapse crumble cave
    leak spill
    toxic poisonous
    pollute pollution contaminate contamination
    burn burnt burned scorch
    extinguish douse
    firefighter fireman crew
    ambulance paramedic
    hospital clinic infirmary
    hospitalise hospitalize hospital
    patient sufferer
    ill sick unwell
    infect infection
    spread transmit transmission pass
    outbreak epidemic
    germ bacterium bacteria microbe bug
    cure heal recover recovery
    treat treatment therapy
    surgery operation
    pregnant pregnancy
    cancer tumour tumor
    dung droppings manure faeces feces
    wash rinse clean
    smoke smoking cigarette tobacco
    alcohol liquor drink
    obese obesity overweight
    mortality deaths
    survive survivor survival
    bury burial funeral
    mourn mourning grieve grief
    tribute homage
    birth born
    baby infant newborn
    teenager teen adolescent
    elderly pensioner old
    retire retirement pension
    orphan orphaned
    divorce separate separation
    relative family kin
    resident inhabitant villager local
    neighbour neighbor
    crowd throng
    homeless destitute
    hunger famine starvation starve
    food meal
    lunch meal
    restaurant eatery cafe
    supermarket grocer grocery
    shop store retailer outlet
    shopper buyer
    petrol gasoline fuel
    diesel fuel
    wage pay salary
    bonus payout
    unemployed jobless unemployment
    redundancy layoff redundant
    recession slump downturn
    inflation prices
    budget spending
    subsidy subsidise subsidize aid
    bankrupt bankruptcy insolvency insolvent
    bailout rescue
    default nonpayment
    dividend payout
    shareholder investor
    auditor accountant
    broker dealer trader
    bond debt
    currency money
    record all-time
    peak high
    low bottom
    double twofold
    triple treble threefold
    quadruple fourfold
    dozen 12
    average mean
    rate pace
    figure number
    tally count toll
    estimate reckon put
    headquarters base
    warehouse depot storehouse
    plant mill
    mine pit colliery
    miner pitman
    farm farmland
    farmer grower
    crop harvest
    wheat grain
    cattle livestock cows
    fish fishery
    fisherman angler
    forest woodland
    tree timber
    river stream
    lake reservoir
    dam barrage
    bridge crossing
    tunnel underpass
    harbour harbor port
    airport airfield
    runway airstrip
    airline carrier
    pilot captain
    passenger traveller traveler
    ticket fare
    motorist driver
    cyclist bicycle bike
    bus coach
    tram streetcar
    motorway highway freeway
    diversion detour
    parking park
    queue line
    tourist visitor holidaymaker
    hotel inn
    holiday vacation
    beach shore
    island isle
    mountain peak
    valley dale
    village hamlet
    suburb outskirts
    district borough county
    downtown centre center
    council municipality
    mayor burgomaster
    premier chancellor
    cabinet government
    coalition alliance
    parliament assembly
    opposition rival
    voter electorate
    turnout participation
    constituency seat
    landslide overwhelming
    majority most
    minority few
    unanimous unanimously
    veto block
    ratify ratification
    reform overhaul
    privatise privatize privatisation privatization
    nationalise nationalize nationalisation nationalization
    regulator watchdog
    licence license permit
    inspect inspection check
    monitor monitoring oversee oversight supervise
    audit review
    document paper record
    minutes records
    email mail message
    leak disclose
    spy espionage
    hack hacker breach intrusion
    theft stealing
    password credential
    data information
    software program
    device gadget
    smartphone phone mobile
    computer pc laptop
    robot machine
    satellite spacecraft
    telescope observatory
    astronaut cosmonaut
    experiment test
    sample specimen
    fossil bone
    species animal
    whale cetacean
    dog hound
    horse pony
    bird fowl
    museum gallery
    painting picture canvas
    sculpture statue
    artist painter
    author writer novelist
    novel book
    poem poetry
    singer vocalist
    song tune track
    album record
    concert gig performance
    orchestra ensemble
    theatre theater playhouse
    audience spectators viewers
    festival fair
    prize trophy
    champion winner victor
    final decider
    league division
    season campaign
    goal score
    penalty spot-kick
    striker forward
    goalkeeper keeper
    defender back
    referee umpire
    injure injury injured
    fan supporter
    stadium ground arena
    race contest
    medal podium
    athlete sportsman
    runner racer
    draw tie
    relegate relegation
    qualify qualification
    debut first
    pupil schoolchild
    exam examination
    degree diploma
    lecture talk
    library branch
    volunteer unpaid
    charity nonprofit
    donate donation donor
    church parish
    priest clergyman vicar pastor
    bishop prelate
    mosque temple
    worshipper congregation
    house dwelling
    apartment flat
    tenant renter
    landlord owner
    rent lease
    mortgage loan
    builder contractor
    build erect
    demolish demolition raze
    renovate renovation refurbish refurbishment restore restoration
    roof ceiling
    wall barrier
    fence railing
    gate entrance
    blackout outage
    gas fuel
    coal lignite
    turbine windmill
    water supply
    sewage effluent
    rubbish waste garbage trash
    recycle recycling
    plastic polymer
    climate weather
    warm warming
    freeze frozen
    shrink narrow
    widen broaden
    halve half
    abolish scrap
    impose introduce
    lift remove
    resume restart reopen
    shut closed closure close
    open reopen
    unveil inaugurate
    found founding
    relocate move transfer
    split divide
    join unite
    gather assemble
    disperse scatter
    surround encircle
    occupy occupation
    withdraw withdrawal pull
    advance push
    retreat withdraw
    invade invasion
    shell bombard bombardment
    drone uav
    soldier serviceman troop
    commander general
    veteran ex-soldier
    treaty convention
    embassy mission
    visa permit
    deport deportation expel expulsion
    citizen national
    passport papers
    blame fault responsible responsibility
    apologise apologize apology sorry regret
    insist maintain
    admit confess concede acknowledge
    doubt question
    confirm verify
    stress emphasise emphasize underline
    recommend advise advice
    instruct order
    encourage urge
    discourage deter
    refuse unwilling
    hesitate reluctant
    hope optimistic
    complain complaint
    suffer endure
    struggle battle
    cope manage
    thrive flourish
    attract draw
    lure entice
    exceed surpass top
    match equal
    lack shortage scarcity
    surplus excess
    enough sufficient
    rare scarce
    frequent regular
    sudden abrupt
    gradual slow
    huge enormous
    tiny small
    broad wide
    deep profound
    severe serious grave
    mild slight
    modern contemporary
    ancient old
    famous renowned celebrated
    unknown obscure
    popular well-liked
    beautiful scenic
    dangerous hazardous risky
    brave courageous
    cruel brutal
    honest truthful
    guilty culpable
    innocent blameless
    likely probable
    certain sure
    possible potential
    early soon
    late tardy
    immediately instantly promptly
    recently lately
    eventually finally ultimately
    often frequently
    always constantly
    sometimes occasionally
    never no
    only just merely
    about around
    over more above
    under less below
    least minimum
    most maximum
    before prior ahead
    after following
    during throughout
    since from
    because owing due
    although though despite
    however but
    also too
    together jointly
    alone solo
    entirely completely fully
    partly partially
    mainly mostly chiefly primarily
    night overnight
    morning dawn
    evening dusk
    noon midday
    spring springtime
    autumn fall
    anniversary birthday
    deadline limit
    schedule timetable
    advance early
    drop shed
    climb ascend
    mark commemorate
    honour honor
    greet welcome
    host stage
    organise organize arrange
    attend present
    absent missing
    disappear vanish missing
    locate find
    trace track
    reveal uncover
    cover hide
    follow pursue
    chase pursuit
    drown drowning
    choke suffocate
    poison toxic
    bite bitten
    fight brawl
    punch hit
    push shove
    carry transport haul
    load cargo freight
    parcel package delivery
    store keep
    collect gather
    distribute distribution hand
    share divide
    receive accept
    borrow loan
    lend loan
    owe debt
    save saving
    waste squander
    afford pay
    charge bill
    rebate refund
    discount reduction
    sponsor fund
    finance bankroll
    insure insurance insurer
    compensate compensation damages
    inherit inheritance
    estate property
    asset holding
    reserve deposit
    venture business
    startup firm
    brand label
    patent licence
    design plan
    model version
    prototype model
    launch release
    recall withdraw
    flaw fault defect
    loophole gap
    hole vulnerability
    upgrade update
    install fit
    connect link
    cut sever
    disrupt disruption interrupt
    suspend freeze
    ease relax
    tighten strict stringent
    toughen strengthen
    weaken soften
"""


def _by_word() -> dict[str, tuple[int, ...]]:
    found = defaultdict(list)
    for number, line in enumerate(_GROUPS.split("\n")):
        for word in line.split():
            found[word].append(number)
    return {word: tuple(numbers) for word, numbers in found.items()}


_GROUPS_OF = _by_word()


def synonym_groups(word: str) -> frozenset[int]:
    """Return the numbers of the groups that a word, or a word that it is inflected from, is in."""
    return frozenset(number for form in base_forms(word) for number in _GROUPS_OF.get(form, ()))
