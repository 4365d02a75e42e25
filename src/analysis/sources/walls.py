"""Pages that stand in the place of the page that was wanted: errors, consent, logins, robots kept out."""

import re

from analysis.sources.page import Page
from analysis.text import count_words

MOST = 250  # words; such pages are short
NOT_FOUND = (
    r"^\W*(?:404|410)\b|\berror\W*404\b|\bpage (?:was |could )?not (?:be )?found\b"
    r"|\bpage (?:does not|doesn[’']t) exist\b|\bno results (?:were )?found\b"
    r"|\b(?:can[’']?t|cannot|couldn[’']t|could not|unable to) (?:find|locate) (?:the|that|this) (?:page|url|address)\b"
    r"|\b(?:has not archived|no longer available on this server|is for sale\b.{0,40}\bdomain)\b"
    r"|\bSeite (?:wurde )?nicht gefunden\b|\bnicht gefunden werden\b|\bSeite existiert nicht\b"
    r"|\bkunde inte hittas\b|\bhittade? inte sidan\b|\bsidan (?:finns inte|saknas)\b"
    r"|\bpage (?:est )?introuvable\b|\bpage\b.{0,40}\bn[’']existe (?:pas|plus)\b"
    r"|\b(?:fehler|erreur|error|errore|błąd|fel|fout)\W*(?:404|410)\b"
    r"|\b(?:page|URL)\b.{0,40}\b(?:cannot be found|was not found|has gone missing|isn[’\']t available"
    r"|is no longer available)\b"
    r"|\bSeite\b.{0,30}\b(?:nicht (?:mehr )?verfügbar|existiert\b.{0,12}\bnicht)\b"
    r"|\bpage (?:non trouvée|n[’\']est plus disponible)\b"
    r"|\bpágina (?:no (?:encontrada|existe|disponible)|solicitada ya no)\b"
    r"|\bpágina que (?:busca|buscas)\b.{0,20}\bno\b"
    r"|\bno (?:se ha|se pudo|hemos podido|pudimos) encontra(?:do|r) la página\b"
    r"|\bpagina (?:non (?:trovata|esiste)|richiesta non)\b|\bpagina che (?:cerchi|stai cercando)\b.{0,12}\bnon\b"
    r"|\bimpossibile trovare la pagina\b|\bpágina não (?:encontrada|existe)\b"
    r"|\bnie znaleziono strony\b|\bstron[ay] nie (?:istnieje|została znaleziona)\b"
    r"|\bszukasz\b.{0,12}\bnie (?:istnieje|została)\b"
    r"|\bsidan (?:hittades inte|kan inte visas|du (?:söker|letar efter) (?:finns|hittades) inte)\b"
    r"|\binte hitta sidan\b"
    r"|\bpagina (?:niet gevonden|bestaat niet)\b|\bpagina\b.{0,20}\bniet (?:worden )?(?:gevonden|vinden)\b"
)
DENIED = (
    r"\b403 forbidden\b|\baccess (?:is |was )?denied\b|\bpermission to (?:access|view)\b|\byou have been blocked\b"
    r"|\bunable to access\b|\bnot available in your (?:region|country)\b|\bZugriff verweigert\b|\båtkomst nekad\b"
    r"|\baccès (?:refusé|interdit)\b"
    r"|\bZugang verweigert\b|\bacceso denegado\b|\baccesso negato\b|\bacesso negado\b|\bbrak dostępu\b"
    r"|\btoegang geweigerd\b"
)
BROKEN = (
    r"\berror\W*50\d\b|\binternal server error\b|\bbad gateway\b|\bservice (?:is )?(?:temporarily )?unavailable\b"
    r"|\b429\b.{0,20}\btoo many requests\b|\bunexpected error\b|\b(?:down|closed) for (?:scheduled )?maintenance\b"
    r"|\bwe[’']ll be back soon\b|\bWartungsarbeiten\b|\bsuccessfully installed and working\b"
    r"|^\W*5[02]\d(?=\W*$| (?:bad|gateway|internal|server|service)\b)|\bgateway time-?out\b|\brequest time-?out\b"
    r"|\bserver (?:error|is down|took too long)\b|\bweb server is down\b"
    r"|\binterner Serverfehler\b|\bvorübergehend nicht (?:verfügbar|erreichbar)\b|\bSeite wird gewartet\b"
    r"|\berreur interne du serveur\b|\btemporairement indisponible\b|\ben maintenance\b"
    r"|\berror interno del servidor\b|\bservicio no disponible\b|\ben mantenimiento\b"
    r"|\berrore interno del server\b|\btemporaneamente non disponibile\b|\bin manutenzione\b"
    r"|\bbłąd serwera\b|\bchwilowo niedostępn\w+|\bprzerwa techniczna\b"
    r"|\binternt serverfel\b|\btillfälligt otillgänglig\b|\bnere för underhåll\b"
    r"|\binterne serverfout\b|\btijdelijk niet (?:beschikbaar|bereikbaar)\b|\bsite is in onderhoud\b"
)
ROBOT = (
    r"\bverify(?:ing)? (?:that )?you are (?:a )?human\b|\bare you a robot\b|\bcaptcha\b|\bchecking your browser\b"
    r"|^\W*just a moment\b|\bsecurity verification\b|\bincapsula\b|\bcloudflare\b|\bare not a (?:ro)?bot\b"
    r"|\bdass Sie (?:ein Mensch|kein Roboter) sind\b|\bsind Sie ein Roboter\b"
    r"|\bque vous (?:êtes humain|n[’\']êtes pas un robot)\b"
    r"|\bque eres humano\b|\bno soy un robot\b|\bdi essere umano\b|\bnon sono un robot\b"
    r"|\bnie jest(?:em|eś) robotem\b"
    r"|\binte är en robot\b|\bgeen robot\b"
)
LOGIN = (
    r"\b(?:(?:sign|log) ?in|subscribe|register|create (?:a free |an )?account)\b.{0,60}\b(?:read|continue|view|unlock)"
    r"|\b(?:already a subscriber|subscribers only|for members only|forgot(?:ten)? (?:your )?password)\b"
    r"|\baccess through your institution\b|\bstart your free trial\b"
    r"|\bPasswort vergessen\b|\bnur für Abonnenten\b|\bmelden Sie sich an\b"
    r"|\bglömt (?:ditt )?lösenord|\bendast för prenumeranter\b|\blogga in för att\b"
    r"|\bmot de passe oublié|\bréservé aux abonnés\b|\bconnectez-vous pour\b"
    r"|\b(?:reached|hit|used up) your\b.{0,30}\blimit\b|\byour last free\b"
    r"|\bfree articles? (?:remaining|left|this month)\b"
    r"|\b(?:reserved for|exclusive to|available to) (?:members|subscribers)\b|\bkeep reading\b.{0,20}\bmember\b"
    r"|\bsubscribe\b.{0,12}\b(?:full access|now)\b|\bunlock this article\b|\bsign in to your account\b"
    r"|\bArtikellimit\b|\bweiterlesen mit\b|\babonnieren und weiterlesen\b|\bmit \w+ weiterlesen\b|\bProbeabo\b"
    r"|\bil vous reste \d+\b|\blimite d[’\']articles\b|\babonnez-vous\b|\bdéjà abonné\b"
    r"|\blímite de artículos\b|\bsuscríb\w+ para\b|\b(?:para|a) suscriptores\b|\binicia sesión para\b"
    r"|\bya soy suscriptor\b|\bolvid\w+ (?:mi|su|tu) contraseña\b"
    r"|\blimite di articoli\b|\babbonati per\b|\briservato agli abbonati\b|\baccedi per\b|\bpassword dimenticata\b"
    r"|\blimit (?:darmowych|bezpłatnych)\b|\bzaloguj się\b|\bdla (?:prenumeratorów|subskrybentów)\b"
    r"|\bkup dostęp\b|\bnie pamiętasz hasła\b"
    r"|\bgränsen för (?:gratis|fria)\b|\bbli prenumerant\b|\blogga in för\b"
    r"|\blimiet van\b.{0,20}\bartikelen\b|\blog in om\b|\balleen voor abonnees\b|\bneem een abonnement\b"
    r"|\bwachtwoord vergeten\b"
)
COOKIES = (
    r"\baccept (?:all )?cookies\b|\bcookie (?:settings|preferences|policy)\b"
    r"|\bwe (?:value your privacy|use cookies)\b"
    r"|\bverwenden (?:wir )?Cookies\b|\bIhre Privatsphäre\b|\balle akzeptieren\b"
    r"|\banvänder (?:vi )?(?:kakor|cookies)\b|\bgodkänn alla\b|\butilis\w+ des cookies\b|\btout accepter\b"
)
COOKIE = r"(?:cookies?|kakor|ciasteczek|privacy|privatsphäre|vie privée|privacidad|prywatność|integritet)"
AGREE = (  # what stands on a button
    r"(?:accept(?:er|eren|eer|era)?|accetta|aceptar|akzeptieren|akceptuj|godkänn|"
    r"reject all|manage preferences|i agree|zustimmen|weiterlesen|tout refuser|"
    r"j[’']accepte|zgadzam|przejdź do serwisu|akkoord|rechazar|rifiuta)"
)
CONSENT = rf"\b{COOKIE}\b.{{0,160}}\b{AGREE}\b"
SCRIPTS = (
    r"\benable java ?script\b|\bjava ?script (?:is )?(?:required|disabled)\b|\baktivieren Sie JavaScript\b"
    r"|\baktivera java ?script\b|\bactiver java ?script\b|\byou are being redirected\b"
)
AGE = r"\b(?:over|older than|at least) (?:16|18|21)\b.{0,40}\b(?:enter|continue|site)\b"
FLAGS = re.IGNORECASE | re.DOTALL | re.MULTILINE
WALLS = {
    NOT_FOUND: "is an error page (not found); look for the page’s new address",
    DENIED: "is an error page (access denied); open the page in a browser and save it there",
    BROKEN: "is an error page of the server; try again later",
    ROBOT: "is a check for robots; open the page in a browser and save it there",
    LOGIN: "is a login page; sign in with a browser and save the page there",
    f"{COOKIES}|{CONSENT}": "is a page that asks for consent to cookies; answer it in a browser and save the page then",
    AGE: "asks for an age; answer it in a browser and save the page then",
    SCRIPTS: "holds no text without its scripts; open it in a browser, wait until it shows, and save it again",
}


def name_wall(page: Page) -> str:
    """What a short page is instead of a published one, and what to do; empty where nothing says so."""
    text = f"{page.title}\n{page.text}"
    if count_words(text) > MOST:
        return ""
    return next((told for pattern, told in WALLS.items() if re.search(pattern, text, FLAGS)), "")
