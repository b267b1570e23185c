"""English for what is said besides time: priority, energy, people, places, lead-ins, idioms."""

from focushub.language.words_en.shapes import phrases, word_set

IMPORTANCE = phrases(
    {
        "urgent": "urgent; urgently; asap; as soon as possible; right away; immediately; "
        "top priority; highest priority; priority urgent; urgent priority",
        "high": "important; high priority; priority high; very important; high prio; crucial; "
        "critical; must do; priority 1",
        "medium": "medium priority; priority medium; normal priority; priority 2",
        "low": "maybe; perhaps; if i have time; if there is time; if there's time; if time; "
        "if i get time; if i get to it; if possible; if i can; low priority; priority low; "
        "low prio; someday; some day; whenever; no rush; not urgent; not important; nice to have; "
        "at some point; eventually; one of these days; would be nice; optional; optionally; "
        "when i get a chance; if i feel like it; not that important; can wait; priority 3",
    }
)

DESCRIBING = word_set(
    "important crucial critical optional demanding concentrate immediately brainless "
    "mindless autopilot"
)

EFFORT = phrases(
    {
        "high": "deep work; deep focus; high energy; hard focus; needs focus; need to focus; "
        "big brain; needs concentration; full concentration; concentrate; mentally heavy; "
        "when i'm fresh; when i'm sharp; brain heavy; demanding",
        "medium": "medium energy; some focus",
        "low": "easy win; quick win; easy wins; brain-dead; brain dead; braindead; low energy; "
        "low effort; no brain; brainless; mindless; easy peasy; when i'm tired; when tired; "
        "low-energy; no-brainer; zombie mode; on autopilot; autopilot; couch task; "
        "while watching tv",
    }
)

OPENINGS = tuple(
    sorted(
        (
            tuple(phrase.split())
            for phrase in [
                "please",
                "can you",
                "could you",
                "would you",
                "will you",
                "hey",
                "ok so",
                "okay so",
                "so",
                "remind me to",
                "remind me that",
                "remind me about",
                "remind me of",
                "remind me",
                "please remind me to",
                "remember to",
                "remember",
                "don't forget to",
                "dont forget to",
                "do not forget to",
                "don't forget",
                "i need to",
                "i have to",
                "i must",
                "i should",
                "i gotta",
                "i've got to",
                "i got to",
                "i want to",
                "i really need to",
                "i really have to",
                "i also need to",
                "i also have to",
                "also i need to",
                "and i need to",
                "need to",
                "have to",
                "gotta",
                "we need to",
                "we have to",
                "i'd like to",
                "i would like to",
                "set a reminder",
                "add a task to",
                "add a task for",
                "add a reminder to",
                "add a reminder for",
                "add to my list",
                "create a task to",
                "create a task for",
                "schedule a reminder to",
                "put on my list to",
                "set a reminder to",
                "set a repeating reminder to",
                "set a recurring reminder to",
                "set a reminder for",
                "set a reminder that",
                "set a reminder about",
                "set reminder to",
                "create a reminder to",
                "make sure to",
                "make sure i",
                "i'm supposed to",
                "i am supposed to",
                "todo:",
                "to do:",
                "task:",
                "add task",
                "new task",
                "then",
                "and then",
                "also",
                "plus",
                "oh and",
                "and",
                "i think i should",
                "i still have to",
                "i still need to",
                "um",
                "uh",
                "let's",
                "lets",
                "try to",
                "i'll",
                "i will",
            ]
        ),
        key=len,
        reverse=True,
    )
)

IDIOMS = frozenset(
    phrases(
        {
            "days": "sunday school; black friday; cyber monday; good friday; easter monday; "
            "easter sunday; palm sunday; ash wednesday; super tuesday; giving tuesday; may day; "
            "world day; day job; day care; day cream; day trip; day one; day to day; week to week; "
            "weekend bag; march madness",
            "times": "today show; tonight show; now or never; now and then; every now and then; "
            "now and again; here and now; midnight snack; midnight mass; midnight oil; "
            "sunday times; sunday paper; now that; for now; now what; now hiring; as of yet; "
            "night shift; night school; night out; good morning; "
            "good afternoon; good evening; good night; morning sickness; up to date; out of date; "
            "to date; by the way",
            "counts": "second hand; second opinion; second nature; second wave; second half; "
            "second thought; second thoughts; third party; first aid; first name; last name; "
            "last minute; last time; last resort; next door; next step; next steps; next level; "
            "next time",
        }
    )
)

COMPANIONS = word_set(
    "with call phone ring text email e-mail mail message msg ping meet tell "
    "ask remind thank visit see invite contact facetime whatsapp dm pay"
)

KIN = word_set(
    "mum mom mama mother dad papa father grandma grandpa granny gran nan "
    "grandmother grandfather sister brother wife husband partner boyfriend "
    "girlfriend son daughter aunt uncle cousin boss manager landlord "
    "therapist doctor dentist teacher professor prof supervisor accountant "
    "lawyer plumber electrician vet neighbour neighbor roommate flatmate "
    "babysitter colleague team kids parents dr mr mrs ms"
)

FORMS_OF_ADDRESS = word_set("prof professor dr mr mrs ms aunt uncle coach sir")

PLACE_LEADS = word_set("at in to from near")

PLACES = word_set(
    "office home work gym school library bank pharmacy supermarket store "
    "shop mall airport station hospital clinic church park pool cafe "
    "restaurant bakery uni university campus post garage garden kitchen "
    "downtown town dentist hairdresser"
)
