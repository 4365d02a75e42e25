"""The closed word lists that the rules look things up in."""

import re


def words(text: str) -> frozenset[str]:
    """A set of lower-case words."""
    return frozenset(text.lower().split())


PARTICLES = words(
    "von van vom zu zur zum af av de del della dela der den di da das do dos du des la le lo las los el al bin ibn ben bint abu "
    "ter ten te y e i san st. santa und bint binti binte ag ould wa ap ab ferch ní nic ua"
)
HONORIFICS = re.compile(
    r"^(?:(?:Dr|Prof|Mr|Mrs|Ms|Mx|Drs|Ir|Ing|Hon|Emer|Assoc|Asst|Em)\b\.?|M?Mag\.(?:a\b\.?)?|Dipl\.-\w+\.?|Professor|Doctor|Mister|Madam|The Hon(?:ou?rable|\.)?|"
    r"Honou?rable|Sir|Dame|Lord|Lady|Baroness|Baron|Emeritus|Emerita|Associate (?=Prof)|Assistant (?=Prof)|Adjunct (?=Prof)|"
    r"H\.?E\.?|Rev(?:erend)?\b\.?|Rabbi|Bishop)(?=[\s.]|$)[\s.]*",
)
SHOUTED_HONORIFICS = re.compile(r"^(?:DR|PROF|MR|MRS|MS|PROFESSOR|SIR|DAME|LORD|LADY)\b\.?\s+")
OFFICES = re.compile(
    r"^(?:(?:(?:Former|Vice|Deputy|Prime|Foreign|Defen[cs]e|Finance|Acting|Retired|Ret\.|U\.S\.|US|Chief|State|Major|Brigadier|"
    r"Lieutenant|Lt\.?|Maj\.?|Brig\.?|Rear|Air|Federal|First|Press|Attorney) )*)"
    r"(?:Congress(?:man|woman|member)|Senator|Sen\b\.?|Rep(?:resentative)?\b\.?|Gov(?:ernor)?\b\.?|General|Gen\b\.?(?: Lt\.?)?|Adm(?:iral)?\b\.?|"
    r"Col(?:onel)?\b\.?|Capt(?:ain)?\b\.?|Maj(?:or)?\b\.?|Lt\b\.?|Ambassador|Amb\b\.?|President|Premier|Minister|Secretary[- ]General|Secretary|"
    r"Director[- ]General|High Representative|Chancellor|Mayor|"
    r"Marshal|Commander|Commodore|Sergeant|Commissioner|Justice|Judge|Speaker|King|Queen|Prince|Princess|Chairman|Chairwoman|Chairperson|"
    r"Delegate|Spokesperson|Lieutenant)(?: \(ret(?:\.|ired)?\)| a\. ?D\.)?\s+",
    re.IGNORECASE,
)
SHORT_OFFICES = frozenset(["gov.", "sen.", "rep.", "amb."])
SUFFIXES = re.compile(
    r"^(?:Jr\.?|Sr\.?|II|III|IV|Ph\.?\s?D\.?|M\.?D\.?|MP|MEP|MSP|QC|KC|OBE|CBE|MBE|KCMG|CMG|FRS|Esq\.?|USN|USAF|USMC|"
    r"\(?[Rr]et\.?(?:ired)?\)?|J\.?D\.?|DPhil|MSc|MPH|FMedSci|[DR]-[A-Z][\w.]*)$"
)

ROLE_NOUNS = words(
    "analyst analysts fellow fellows director directors president presidents ceo cfo coo cto cio professor professors prof. lecturer "
    "lecturers researcher researchers scholar scholars expert experts adviser advisers advisor advisors ambassador minister "
    "premier chancellor senator representative congressman congresswoman chair chairs chairman chairwoman chairperson co-chair "
    "head editor editors editor-in-chief columnist correspondent journalist reporter commentator contributor economist "
    "economists historian reader associate associates partner founder co-founder cofounder co-director secretary officer manager "
    "general commander commodore admiral colonel captain spokesperson spokesman spokeswoman member envoy counsel counselor counsellor "
    "strategist coordinator co-ordinator specialist consultant commissioner governor mayor deputy dean author writer "
    "candidate student lead leader vice-president secretary-general principal chief investigator scientist physicist "
    "sociologist anthropologist geographer lawyer attorney diplomat politician activist veteran intern assistant virologist "
    "epidemiologist physician surgeon rector provost trustee emeritus emerita chairholder producer host presenter owner "
    "farmer teacher resident engineer technologist planner organizer organiser speaker whip czar treasurer auditor judge "
    "criminologist climatologist psychologist psychiatrist immunologist biologist chemist statistician ecologist geologist "
    "nonresident non-resident superintendent pastor chaplain ombudsman rapporteur convener moderator legislator parliamentarian "
    "harbourmaster coach eyewitness witness bishop archbishop imam nurse midwife doctor baker trader merchant steward archivist curator genealogist "
    "novelist musician artist surveyor forester fisherman broker banker investor entrepreneur adjutant marshal organizer "
    "wissenschaftler wissenschaftlerin leiter leiterin direktor direktorin geschäftsführer geschäftsführerin sprecher sprecherin "
    "vorsitzender vorsitzende vorstand bürgermeister bürgermeisterin präsident präsidentin generalsekretär generalsekretärin "
    "abgeordneter abgeordnete referent referentin mitarbeiter mitarbeiterin professorin forscher forscherin berater beraterin kanzler kanzlerin "
    "spitzenkandidat spitzenkandidatin redakteur redakteurin ökonom ökonomin landrat landrätin sekretär sekretärin "
    "forskare seniorforskare utredare ordförande generaldirektör direktör vd chef docent lektor universitetslektor talesperson ledamot rådgivare handläggare "
    "partiledare riksdagsledamot verksamhetsledare statssekreterare förbundsordförande journalistin journalist ekonom chefsekonom programchef forskningsledare "
    "directeur directrice chercheur chercheuse maire professeur professeure maître maîtresse présidente ministre député députée porte-parole conseiller "
    "conseillère analyste économiste historien historienne avocat avocate secrétaire président responsable "
    "chefvolkswirt chefvolkswirtin volkswirt volkswirtin pdg vp svp evp språkrör initiativtagare comedian executive councillor councilor commissioner retraité retraitée "
    "delegate barrister solicitor magistrate prosecutor abbot undersecretary under-secretary policymaker negotiator practitioner academic postdoc"
)
ROLE_MODIFIERS = words(
    "senior junior deputy vice executive chief former founding associate assistant research policy nonresident non-resident "
    "visiting distinguished principal managing acting interim program programme project staff resident adjunct honorary "
    "emeritus emerita co lead global regional general special independent retired political foreign national press "
    "communications international security defense defence military legal economic financial operating technology "
    "academic scientific investment editorial doctoral phd postdoctoral early-career guest contributing nato-funded & and of board"
)
ORGANISATION_NOUNS = words(
    "institute institution institutions council center centre university college school house foundation bank ministry department agency group "
    "association post times news union company inc inc. corp corp. corporation llc ltd ltd. plc network fund forum society academy "
    "organisation organization initiative programme program project endowment committee commission office embassy "
    "government twitter laboratory laboratories lab labs league caucus coalition federation alliance federation chamber conference authority "
    "hospital trust observatory think-tank journal magazine newspaper herald tribune guardian review press media "
    "television radio service services partners associates holdings industries technologies systems bureau congress parliament "
    "senate caucus observatory consortium party faculty division unit hub team campaign strategies solutions enterprises "
    "club collective action advocates collaborative workers teamsters energy motors airlines bundestag assembly secretariat monitor "
    "studies affairs relations economics chapter consulting ventures capital airways unit army navy nations corps police stiftung institut "
    "brotherhood guild confederation ferry museum local county city town state programme desk platform authority "
    "universität verband bund ministerium amt stadt hochschule rat verein gesellschaft partei landesamt landkreis "
    "institutet universitetet universitet verket förbundet rådet partiet myndigheten styrelsen centret forumet stiftelsen "
    "ville ministère conseil syndicat fédération école fondation observatoire agence "
    "fundación fundação fundacja fundația stichting institutul instytut asociación associação akademie akademia universitatea uniwersytet universidade università zentrum centrum "
    "universität université universidad universiteit universitet bulwark atlantic instituto institutet fondation centro"
)
STRONG_ORGANISATION = words(
    "institute institution council center centre university college school foundation bank association league caucus coalition federation "
    "alliance academy organisation organization endowment company corporation inc inc. society network fund agency commission committee chamber chambers union "
    "house group trust post times journal forum initiative observatory laboratory party stiftung institut universität université universidad "
    "universiteit universitet fundación fundação fundacja fundația stichting institutul instytut asociación associação akademie akademia universitatea uniwersytet universidade università zentrum centrum"
)
NO_NAME = words(
    "the a an this that these those and or but nor for with from into about over under after before between against what why how "
    "when where who which whose is are was were be been will would can could should may might must not no yes if as at by to of on in "
    "its it he she they we you i his her their our your my "
    "analysts officials background introduction summary conclusion conclusions implications economic economy economics security policy policies war peace "
    "military trade key related posts read more further photo credit image images view views experts expert react reaction reactions "
    "reacts takeaways takeaway question questions answer answers outlook context analysis overview methodology method notes note "
    "references sources source contents contact share subscribe newsletter editor's video watch listen podcast event events publications "
    "next previous stakeholders organizations organisations commentators reporters leaders members business community elected "
    "impact risks risk challenges opportunities strategy strategic energy climate nuclear power global international national regional "
    "world western eastern northern southern central north south east west middle new quick comment brief issue update bottom line "
    "lessons future past present domestic foreign politics political defense defence technology digital cyber industrial financial "
    "monetary fiscal health public private social human rights law legal crisis conflict invasion summit visit meeting statement "
    "remarks speech press release breaking topics hot first second third fourth final last one two three four five six seven eight "
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october "
    "november december all other some many most declared interests conflicts disclaimer about programme expertise topic tags "
    "city science sciences food medicine engineering history statistics management mathematics environment education nutrition industry innovation sea kong zealand arabia strait straits peninsula here there now then also meanwhile however today yesterday tomorrow moreover still yet "
    "copy link links menu login search skip footer facebook linkedin email print keywords page home archive donate"
)
ROLE_ENDINGS = re.compile(  # positions written as one word with what they belong to
    r"(?:leiter(?:in)?|sprecher(?:in)?|minister(?:in)?|sekretär(?:in)?|präsident(?:in)?|chef(?:in)?|forscher(?:in)?|vorsitzende[rn]?|"
    r"direktor(?:in)?|meister(?:in)?|berater(?:in)?|wissenschaftler(?:in)?|forskare|direktör|ledare|ordförande|ekonom|rådgivare|sekreterare|assistent|lärare|filmare|läkare|sköterska|lehrer(?:in)?|anwalt|anwältin|kanzler(?:in)?|politiker(?:in)?|beauftragte[rn]?|ologist|physicist)$",
    re.IGNORECASE,
)
ORGANISATION_ENDINGS = re.compile(
    r"(?:institut|rat|verband|universität|partei|fraktion|ministerium|institutet|universitet|verket|förbundet|rådet|partiet|myndigheten|"
    r"styrelsen|centret|forumet|högskolan|amt|gesellschaft|stiftung|bank)$",
    re.IGNORECASE,
)
COUNTRIES = words(
    "afghanistan albania algeria america american argentina armenia australia australian austria austrian azerbaijan bangladesh belarus belgium bolivia "
    "bosnia brazil britain british bulgaria cambodia canada canadian chile china chinese colombia congo croatia cuba cyprus czech "
    "denmark danish ecuador egypt england english estonia ethiopia europe european eurasia finland finnish france french germany german ghana "
    "greece greek hungary iceland india indian indonesia iran iranian iraq ireland irish israel israeli israelis italy italian japan japanese "
    "kazakhstan kenya korea korean kosovo kuwait kyrgyzstan latvia lebanon libya lithuania luxembourg malaysia mali malta mexico mexican "
    "moldova mongolia morocco myanmar nato nepal netherlands dutch nigeria norway norwegian pakistan palestine palestinian peru philippines poland "
    "polish portugal qatar romania russia russian rwanda saudi senegal serbia singapore slovakia slovenia somalia spain spanish sudan "
    "sweden swedish switzerland swiss syria syrian taiwan taiwanese tajikistan tanzania thailand tunisia turkey turkish türkiye "
    "turkmenistan uganda ukraine ukrainian uae uk u.k. us u.s. usa eu uruguay uzbekistan venezuela vietnam vietnamese yemen zambia "
    "zimbabwe africa african asia asian pacific indo-pacific arctic baltic balkans atlantic nordic gulf iberia beijing moscow washington "
    "brussels kyiv london paris berlin tokyo gaza"
)
NO_ACRONYM = frozenset(
    [
        "US",
        "U.S.",
        "UK",
        "U.K.",
        "EU",
        "UN",
        "USA",
        "CEO",
        "CFO",
        "COO",
        "CTO",
        "CIO",
        "VP",
        "SVP",
        "EVP",
        "AI",
        "IT",
        "PHD",
        "MP",
        "MEP",
        "II",
        "III",
        "IV",
        "AND",
        "OF",
        "THE",
        "FOR",
        "HR",
        "PR",
        "R&D",
        "DC",
        "D.C.",
        "TV",
        "CTBT",
    ]
)
FURNITURE = re.compile(
    r"^(?:related(?: \w+){0,3}|read (?:more|next|also).*|further reading.*|more (?:from|on) .*|see also.*|you (?:may|might) also.*|"
    r"declared? interests?.*|declarations? of interests?.*|conflicts? of interests?.*|disclaimer.*|references|notes|footnotes|"
    r"endnotes|acknowledge?ments?.*|about the (?:authors?|experts?|contributors?).*|about us.*|about the [A-Z][^.]{3,60}|contact.*|media contacts?.*|tags?|topics?|share.*|follow .*|"
    r"subscribe.*|sign up.*|newsletter.*|comments?|leave a (?:reply|comment).*|photo.*credit.*|recommended.*|latest .*|"
    r"keep reading.*|image credits?.*|cookie.*|©.*|copyright.*|all rights reserved.*|back to top|publications?|trending.*|"
    r"explore (?:more|the).*|learn more.*|most popular.*|join (?:us|our).*)\s*:?$",
    re.IGNORECASE,
)
ASIDE_LINE = re.compile(
    r"^advertise?ments?$|^\[[A-Z][\w ]{2,20}, [\d/.,-]{4,12}\]$|^(?:expertise|areas? of expertise|(?:can|available to) comment on|specialisms?|focus|research (?:areas?|interests?)|follow(?: (?:him|her|them))?|twitter|x|e-?mail|"
    r"contact|image|photo(?:graph)?|picture|figure|fig\.|credits?|caption|source|sources|illustration|chart|tags|topics|read more|"
    r"published|updated|posted|date|time to read|download|share|listen|watch|disclaimer|copyright|photo credit|image credit|note|"
    r"editor['’]s note|keywords|location|language|website)\b[^:]{0,30}:|^(?:photo|image|credit|illustration)s? (?:by|from|courtesy|©)|^©|"
    r"^\(?(?:photo|image|credit|picture)\b.*\)?$|^.{0,60}\b(?:Foto|Photo|Bild|Bilder|Crédit photo) ?: ?\S.{0,50}$|^https?://\S+$|^@\w+$|^\S+@\S+\.\S+$|^(?:tel|phone|mobile|fax|ph|t|m)\b[.:]?\s*[+(\d][\d\s().+\u2010-\u2015-]{5,}|^\W*#{2,}\W*$|^[-–—*_·•\s]+$|"
    r"^(?:the )?(?:views|opinions) (?:expressed|presented)\b|^(?:read|share|print|tweet)\b(?: \w+){0,3}$|^\d+ min(?:ute)?s? read\b",
    re.IGNORECASE,
)
CLOSING_LINE = re.compile(  # of any length, at the end of a page's last statement
    r"\btakes? (?:no|any) institutional positions?\b|\bnot take (?:any |specific )?(?:institutional |policy )*positions?\b"
    r"|^(?:the )?(?:views|opinions) (?:expressed|presented|represented)\b"
    r"|\b(?:agree|consent) to the (?:storing|use) of cookies\b|\bwe use (?:\w+ )?cookies\b|\bsite uses (?:\w+ )?cookies\b"
    r"|^for (?:further|more|media|press) (?:information|enquiries|inquiries|details)\b|^to (?:arrange|request|book) (?:an )?interviews?\b"
    r"|^(?:the |our )?[\w’'&. -]{3,60} is an? (?:[\w-]+, )?(?:independent|non-?profit|non-?partisan|registered|private|public)\b[^.]{0,40}"
    r"\b(?:body|organi[sz]ation|institut(?:e|ion)|charity|think[- ]tank|foundation|publisher|newspaper|company|network|group)\b"
    r"|\S+@\S+\.[a-z]{2,}\b"
    r"|^(?:correction|clarification|corrected)\b|\ban earlier version of this\b"
    r"|\bpitch to our\b|\bsubmission guidelines\b|\bsign up (?:for|to) our\b|\ball rights reserved\b|^©|^\[\^?\w{1,4}\]:? |^\d{1,2}\.? (?:See|Cf\.|Ibid)\b",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"^(?:[TEMPFW]|tel|phone|mobile|fax|e-?mail|mail|web|contact(?: information| details)?|for (?:media|press) enquiries)\b\.?:.{0,80}$"
    r"|^.{0,30}\S+@\S+\.\w+$|^.{0,20}\[email.protected\]$|^@\w{2,30}$"
    r"|^contact information$|^contact details\b.{0,80}$",
    re.IGNORECASE,
)
FOR_GOOD = re.compile(
    r"^(?:declar|conflicts? of|competing interests?|related (?:posts|articles|content|reading|stories)"
    r"|you (?:may|might) also|recommended)",
    re.IGNORECASE,
)
BOX = re.compile(  # a line that opens a box, also in plain type
    r"^(?:(?:media )?contacts?\b|declar|conflicts? of|competing|about the|references|(?:foot|end)?notes|acknowledg)",
    re.IGNORECASE,
)
INTRODUCTION = re.compile(
    r"^(?:below|here) (?:are|is|you)\b|\bthis page is (?:being )?updated\b|\bthe following (?:are|is|statements?)\b"
    r"|\b(?:we (?:have )?(?:asked|invited|turned to|collected|spoke)"
    r"|our (?:experts|readers|fellows|panel) (?:\w+ )?(?:share|weigh|react|respond|answer|explain|assess|include|comment)"
    r"|(?:three|four|five|six|seven|eight|\d+) (?:of (?:them|our \w+) )?(?:\w+ )?(?:experts|people|voices|analysts|contributors|scholars|readers|researchers) )\b"
    r"|\bthis week \w+ of them\b",
    re.IGNORECASE,
)
SEPARATOR = re.compile(r"^\W*([*_~#⁂•·—–-])(?:\s*\1){2,}\W*$|^⁂$")
LABEL_BEFORE = re.compile(  # a line that says whose name comes next, and that it is nobody quoted
    r"^(?:compiled|edited|prepared|reviewed|translated|moderated|produced|interviews?)(?: by)?\s*:?$|^(?:editors?|moderator|(?:media |press )?(?:contacts?|enquiries|inquiries))\s*:?$",
    re.IGNORECASE,
)
SAYING = (
    r"(?:said|says|told|tells|writes|wrote|commented|comments|added|adds|argued|argues|explained|explains|noted|notes|stated|states|"
    r"observed|observes|remarked|remarks|responded|responds|warned|warns|tweeted|posted|asked|asks|concluded|concludes|continued|continues|replied|replies)"
)
HOSTED = re.compile(
    r"\b(?:compiled|edited|moderated|prepared|produced|interviewed|interviews?|translated) by\b", re.IGNORECASE
)
HOST = re.compile(
    r"^(?:Q|QUESTION|MODERATOR|HOST|INTERVIEWER|AUDIENCE|OPERATOR|PARTICIPANT|REPORTER|EDITOR|FRAGE|FRÅGA)S?\b",
    re.IGNORECASE,
)
