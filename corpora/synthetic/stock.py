"""The words, set phrases and site furniture that the invented language starts from."""

FUNCTION_WORDS = (
    "the of to and a in that for is on was with he it as at by from his had has be are said an have were not "
    "will but they which who its this been their or would after more than about up one out when there we "
    "also all she no if could two into over other her last so can first some what against between before "
    "under while during because since through most only now where many such may new three still them these "
    "both being made how any however until around did near within very should much those among each then"
)
PHRASE_OPENINGS = (
    "according to",
    "in a statement issued by",
    "a spokesman for",
    "as first announced by",
    "figures released by",
    "who spoke on condition of anonymity to",
    "at a news conference held by",
    "under the terms agreed with",
    "in a letter addressed to",
    "on behalf of",
    "the latest report from",
    "did not immediately respond to",
    "following a complaint lodged with",
    "in line with guidance from",
    "pending a decision by",
    "told reporters outside",
)
PHRASE_CLOSINGS = (
    "officials",
    "local police",
    "the interior ministry",
    "the finance ministry",
    "the national statistics office",
    "the high court",
    "the central bank",
    "the prime minister's office",
    "people familiar with the matter",
    "the board of directors",
    "the regional council",
    "the party's executive committee",
    "emergency services",
    "the health department",
    "a parliamentary committee",
    "the public prosecutor",
    "aid agencies working in the area",
    "the trade union",
    "the mayor's office",
    "the electoral commission",
    "the company's largest shareholder",
    "the defence ministry",
    "industry analysts",
    "residents of the town",
)
MASTHEADS = (
    "Herald",
    "Courier",
    "Post",
    "Gazette",
    "Mirror",
    "Standard",
    "Echo",
    "Tribune",
    "Observer",
    "News",
)
FURNITURE_BEFORE = (
    "{site} and its partners store cookies on your device to measure audiences and show advertising that "
    "suits you. Accept all cookies | Manage your choices",
    "This site uses cookies. By reading on you agree to the privacy notice of {site}. OK, I understand",
    "You have read 3 of your 5 free articles this month. Support {site} from 1 a week. Subscribe | Sign in",
    "Skip to main content. Home | World | Business | Sport | Culture | Weather | Today's paper of {site}",
    "Share this article: Facebook | Twitter | WhatsApp | Email | Copy link. Listen to this story on {site}",
)
FURNITURE_AFTER = (
    "Copyright {site}. All rights reserved. This material may not be published, broadcast, rewritten or "
    "redistributed without written permission.",
    "Sign up to the {site} morning briefing and get the stories that matter in your inbox every weekday.",
    "Read more on {site}: Most viewed | Editor's picks | Opinion | Letters | Crossword. Report an error",
    "Follow {site} on social media. Comments are closed on this story. Terms of use | Privacy | Contact us",
    "{site} is a member of the press council and follows its code of practice. Advertise with us | Jobs",
)

# Sounds of which words are put together; the frequent ones stand more often.
ONSETS = "b c d f g h l m n p r s t v w b d f l m n p r s t br cl cr dr fl gr pl pr sh sp st th tr ch"
VOWELS = "a e i o u a e i o a e i o u ai ea ou"
CODAS = "n r s t l m d n r s t l nd st rt ck"
SUFFIXES = "s s ed ing er ly al ity"
MONTHS = "January February March April May June July August September October November December"
