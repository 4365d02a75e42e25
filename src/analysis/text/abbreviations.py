"""Words that end with a full stop where no sentence ends, and words that open one, by language.

Each language has four lists. After `inside` the sentence goes on: titles, and words of which something always follows.
After `numbered` it goes on where a number follows. After `closing` it goes on unless a capital follows; in German,
whose nouns have capitals, unless one of `openers` follows. `openers` are words with a capital that open a sentence,
also after an ordinal number or an initial. `ordinals` says whether a full stop makes a number an ordinal.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Abbreviations:
    """The abbreviations of one language, without spaces and the last full stop, in small letters; its opening words."""

    inside: frozenset[str]
    numbered: frozenset[str]
    closing: frozenset[str]
    openers: frozenset[str]
    ordinals: bool = False
    noun_capitals: bool = False


def _make(
    inside: str, numbered: str, closing: str, openers: str, *, ordinals: bool = False, noun_capitals: bool = False
) -> Abbreviations:
    """The lists from words that spaces part."""
    one, two, three, four = (frozenset(words.split()) for words in (inside, numbered, closing, openers))
    return Abbreviations(one, two, three, four, ordinals, noun_capitals)


GERMAN = _make(
    "dr prof hr fr frl st abg gen gfr dipl ing med jur phil rer nat mag univ doz präs vors geb gest verh bzw ca vgl "
    "evtl ggf inkl exkl einschl sog vs z.b d.h u.a v.a i.d.r z.t u.u i.e s.o s.u a.d h.c o.g dgl zzgl abzgl insb "
    "bspw rd min mind chr allg bes ehem ehm lt gem jew staatssekr botsch bgm",
    "nr art abs s bd kap abb tab ziff lit rn rdnr str § tel fax jan feb febr apr jun jul aug sep sept okt nov dez "
    "aufl jg jh az ab anm fn mio mrd tsd",
    "usw etc ff f u.s.w co bd str hrsg mio mrd tsd n.chr v.chr o.ä u.ä",
    "Der Die Das Den Dem Des Ein Eine Einer Eines Einem Einen Er Sie Es Wir Ich Ihr Man Wer Was Wo Wie Wann Warum "
    "Wenn Als Ob Dass Weil Da Dann Dort Hier Heute Morgen Gestern Danach Damals Doch Aber Und Oder Denn Auch Nur "
    "Noch Nicht Nichts Nie Niemand Kein Keine Keiner Jeder Jede Jedes Alle Alles Viele Wenige Manche Einige Beide "
    "Andere Dieser Diese Dieses Jener Jene Sein Seine Ihre Unser Unsere Mein Meine In Im An Am Auf Aus Bei Mit Nach "
    "Von Vom Zu Zum Zur Über Unter Vor Für Gegen Ohne Durch Seit Während Trotz So Zwar Zudem Außerdem Jedoch Dabei "
    "Damit Dagegen Deshalb Daher Also Allerdings Trotzdem Insgesamt Vielleicht Schade Mehr",
    ordinals=True,
    noun_capitals=True,
)
FRENCH = _make(
    "m mm mgr me mes dr drs pr prof gén col cdt lt amb st ste vve sr env p.ex c.-à-d c.à.d cf av apr vs rév ing dir "
    "prés mme mmes mlle",
    "n no nos art al p pp chap fig vol t éd ch sect par ann réf tél janv févr avr juill sept oct nov déc",
    "etc ap.j.-c av.j.-c j.-c co ltd e.u u.e",
    "Le La Les L’ Un Une Des Du Il Elle Ils Elles On Nous Vous Je J’ Tu Ce Cet Cette Ces C’ C’est Ça Cela Son Sa "
    "Ses Leur Leurs Mon Notre Qui Que Quoi Quand Où Comment Pourquoi Si Et Ou Mais Donc Or Car Puis Alors Ainsi "
    "Aussi Même Dans En À Au Aux De Par Pour Avec Sans Sous Sur Entre Vers Chez Depuis Pendant Après Avant Rien "
    "Personne Tout Tous Aucun Aucune Chaque Certains Plusieurs Voilà Voici Cependant Toutefois Pourtant Enfin Ici "
    "Là Hier Demain",
)
SPANISH = _make(
    "uu ee.uu sr sra sres sras srta dr dra dres d dña da prof profa lic ing arq abg gral gral cnel cap capt tte "
    "sgto cmdte alm mons fr sto sta st excmo excma ilmo p.ej ej aprox ca cf cfr vs ee ff pdte pdta min emb dip sen "
    "gob av avda",
    "núm n n.º nro art arts pág págs p pp cap vol fig t ed inc párr sec tel ene feb mar abr may jun jul ago sept "
    "sep oct nov dic",
    "etc uu aa cía s.a s.l c.v ltda hrs hs a.c d.c a.m p.m ee.uu",
    "El La Los Las Lo Un Una Unos Unas Él Ella Ellos Ellas Ello Yo Nosotros Usted Ustedes Se Su Sus Mi Nuestro "
    "Nuestra Este Esta Estos Estas Ese Esa Eso Esto Aquel Quien Quién Qué Cuándo Dónde Cómo Cuando Donde Como Si Y "
    "O Pero Mas Sino Porque Aunque Mientras Pues Entonces Luego Así También Tampoco No Nada Nadie Ningún Ninguno "
    "Ninguna Todo Todos Todas Cada Otro Otra Otros Muchos Pocos Algunos En De Del Al A Con Sin Por Para Sobre Entre "
    "Hasta Desde Durante Tras Según Ante Hoy Ayer Mañana Ahora Aquí Allí Ya Solo Sólo Además Sin Perdió",
)
ITALIAN = _make(
    "dott rep dott.ssa prof prof.ssa proff sig sig.ra sigg sig.na on ing avv arch rag geom gen col cap ten amm mons "
    "card sen min pres amb s st ss cfr es p.es ca dr dr.ssa vs spett egr",
    "n nn sec art artt pag pagg p pp cap vol fig c co tab par sez tel gen feb mar apr mag giu lug ago set sett ott "
    "nov dic",
    "ecc etc a.c d.c s.p.a s.r.l u.s",
    "Il Lo La I Gli Le L’ Un Uno Una Egli Lui Lei Esso Essa Loro Io Noi Voi Si Suo Sua Suoi Questo Questa Questi "
    "Queste Quello Quella Ciò Chi Che Cosa Quando Dove Come Perché Se E Ed O Ma Però Anche Neanche Non Nulla Niente "
    "Nessuno Nessuna Tutto Tutti Tutte Ogni Altri Altre Molti Pochi Alcuni In Di Del Della A Al Alla Da Dal Con Su "
    "Per Tra Fra Dopo Prima Durante Oggi Ieri Domani Ora Qui Là Già Solo Così Poi Infine Inoltre Tuttavia",
)
PORTUGUESE = _make(
    "sr sra srs sras srta dr dra drs d prof profa profs eng arq adv gen cel cap ten alm sto sta exmo exma ilmo dep "
    "sen min pres emb p.ex ex aprox ca cf av vs mons des",
    "n n.º núm nº art arts pág págs p pp cap vol fig t inc par sec tel jan fev mar abr mai jun jul ago set out nov dez",
    "etc s.a ltda cia a.c d.c e.u.a h hs",
    "O A Os As Um Uma Uns Umas Ele Ela Eles Elas Eu Nós Você Vocês Se Seu Sua Seus Suas Este Esta Estes Estas Esse "
    "Essa Isso Isto Aquele Quem Que Quando Onde Como Porque Porquê Embora E Ou Mas Porém Também Não Nada Ninguém "
    "Nenhum Nenhuma Tudo Todos Todas Cada Outro Outros Muitos Poucos Alguns Em No Na Nos Nas De Do Da Ao À Com Sem "
    "Por Para Sobre Entre Até Desde Durante Após Segundo Hoje Ontem Amanhã Agora Aqui Já Só Além Então Depois Assim",
)
DUTCH = _make(
    "dhr mevr mw mr drs dr prof ir ing ds gen kol kap lt st jhr ca bijv bv d.w.z o.a m.b.t i.v.m t.o.v m.n b.d w.o "
    "vgl incl excl resp evt zgn t.a.v i.p.v a.h.w n.a.v m.i vs ong fa",
    "nr nrs art blz p pp h hfst vol fig bijl lid tel jan feb mrt apr jun jul aug sep sept okt nov dec",
    "enz etc e.d e.a mln mld n.v b.v n.chr v.chr",
    "De Het Een Dit Dat Deze Die Hij Zij Ze Wij We Ik Jij Je U Men Wie Wat Waar Wanneer Hoe Waarom Als Toen Of Dan "
    "Daar Hier Nu Vandaag Gisteren Morgen Daarna Maar En Want Ook Alleen Nog Niet Niets Nooit Niemand Geen Ieder "
    "Iedereen Elk Elke Alle Alles Veel Weinig Sommige Enkele Beide Andere Zijn Haar Hun Onze Mijn In Op Aan Uit Bij "
    "Met Na Naar Van Voor Tegen Zonder Door Over Onder Tussen Sinds Tijdens Toch Echter Bovendien Daarom Dus Meer",
)
SWEDISH = _make(
    "hr fr dr prof em enl doc gen öv kapt löjt st s:t t.ex bl.a dvs d.v.s ca cirka resp jfr f.d s.k p.g.a pga "
    "fr.o.m t.o.m m.a.o fd sk inkl exkl ev i.e vs e.kr.f obs n.b tf t.f ing dir m.h.a a.k.a",
    "kl s sid nr kap bil fig tab § st art vol tel not jan feb febr apr jun jul aug sept sep okt nov dec milj mdr "
    "mkr tkr",
    "osv o.s.v m.m m.fl mm mfl etc o.d dyl o.dyl kr milj mdr f.kr e.kr st",
    "Den Det De En Ett Han Hon Hen Vi Jag Ni Du Man Vem Vad Var När Hur Varför Om Som Då Där Här Nu I På Av Till "
    "Från Med Vid Efter Före Under Över Mellan Mot För Utan Genom Sedan Trots Men Och Eller Så Också Även Bara Inte "
    "Inget Ingen Inga Aldrig Alla Allt Många Få Några Någon Båda Andra Denna Detta Dessa Hans Hennes Sin Deras Vår "
    "Vårt Min Mitt Idag Igår Dock Däremot Därför Dessutom Kanske",
)
DANISH = _make(
    "hr fr dr prof afd gen obl kapt st skt bl.a f.eks fx dvs d.v.s ca evt jf jvf inkl ekskl pga p.g.a vedr mht "
    "m.h.t ift i.f.t hhv vs cand mag jur ing dir tidl fhv kgl f.v.t bl.a",
    "kl s nr kap stk art bd fig tlf jan feb mar apr jun jul aug sep sept okt nov dec mio mia pkt",
    "osv o.s.v mv m.v m.m mm m.fl mfl etc o.l kr mio mia f.kr e.kr",
    "Den Det De En Et Han Hun Vi Jeg I Du Man Hvem Hvad Hvor Hvornår Hvordan Hvorfor Hvis Som Da Der Her Nu På Af "
    "Til Fra Med Ved Efter Før Under Over Mellem Mod For Uden Gennem Siden Trods Men Og Eller Så Også Kun Ikke "
    "Intet Ingen Aldrig Alle Alt Mange Få Nogle Nogen Begge Andre Denne Dette Disse Hans Hendes Sin Deres Vores Min "
    "Mit Dog Derfor Desuden Måske Når Om",
    ordinals=True,
)
NORWEGIAN = _make(
    "hr fr dr prof gen oblt kapt st bl.a f.eks dvs d.v.s ca evt jf inkl ekskl pga p.g.a vedr mht m.h.t ift hhv vs "
    "cand mag jur ing dir tidl kgl iht i.h.t st",
    "kl s nr kap pkt art bd fig tlf jan feb apr jun jul aug sep sept okt nov des mill mrd",
    "osv o.s.v mv m.v m.m mm m.fl mfl etc o.l kr mill mrd f.kr e.kr",
    "Den Det De En Ei Et Han Hun Vi Jeg I Du Man Hvem Hva Hvor Når Hvordan Hvorfor Hvis Som Da Der Her Nå På Av Til "
    "Fra Med Ved Etter Før Under Over Mellom Mot For Uten Gjennom Siden Tross Men Og Eller Så Også Bare Ikke "
    "Ingenting Ingen Aldri Alle Alt Mange Få Noen Begge Andre Denne Dette Disse Hans Hennes Sin Deres Vår Vårt Min "
    "Mitt Imidlertid Derfor Dessuten Kanskje Om",
    ordinals=True,
)
FINNISH = _make(
    "esim mm tri toht prof kenr ev maist ks vrt ts ns nk ent vs ao em so puh mrd st",
    "n s ss nro klo art luku kuva taul puh milj mrd",
    "jne ym yms ymv eaa jaa milj mrd tms kpl e.kr j.kr",
    "Se Ne Hän He Me Minä Sinä Te Tämä Tuo Nämä Nuo Joka Mikä Kuka Mitä Missä Milloin Miten Miksi Jos Kun Vaikka "
    "Koska Mutta Ja Tai Myös Vain Ei Eivät En Emme Kukaan Mikään Koskaan Kaikki Moni Monet Harva Jotkut Molemmat "
    "Muut Siellä Täällä Nyt Tänään Eilen Sitten Silti Siksi Lisäksi Ehkä",
    ordinals=True,
)
POLISH = _make(
    "dr hab prof mgr inż lek mec red ks bp abp kard o św śp gen płk ppłk mjr kpt por ppor sierż adm amb min prez "
    "prem woj p pp np tj tzn tzw m.in zob por tys mln mld al pl ul os ds dot ur zm ang niem franc łac vs jw ww",
    "nr dn ok art ust pkt lit s str t rozdz rys tab poz par godz tel",
    "itd itp etc r w rr zł gr in m.in.in n.e p.n.e br ub bm sp z o.o",
    "Ten Ta To Te Ci On Ona Ono Oni One My Ja Ty Wy Kto Co Gdzie Kiedy Jak Dlaczego Czy Jeśli Gdy Choć Bo Ponieważ "
    "Ale I A Lub Albo Więc Też Także Tylko Nie Nic Nigdy Nikt Żaden Żadna Każdy Każda Wszystko Wszyscy Wiele Wielu "
    "Mało Niektórzy Oboje Inni Tam Tu Tutaj Teraz Dziś Wczoraj Jutro Potem Jednak Dlatego Ponadto Może W Na Z Ze Do "
    "Od Po Przed Pod Nad Przy Dla Bez Przez Podczas Jego Jej Ich Nasz",
    ordinals=True,
)
CZECH = _make(
    "p pí sl dr mudr judr rndr phdr ing mgr bc doc prof gen plk pplk mjr kpt por sv tzv tzn tj např mj aj popř resp "
    "cca ca vč zejm prof akad náb ul nám tř vs min max hl býv mil mld tis arch ak vl",
    "č čl odst str s písm kap obr tab roč sv tel mil mld tis hod",
    "atd apod aj etc kč mil mld tis n.l př.n.l s.r.o a.s csc drsc ph.d",
    "Ten Ta To Ty Ti On Ona Ono Oni My Já Vy Kdo Co Kde Kdy Jak Proč Zda Jestli Když Ačkoli Protože Ale A I Nebo "
    "Tak Také Jen Ne Nic Nikdy Nikdo Žádný Žádná Každý Každá Vše Všechno Všichni Mnoho Málo Někteří Oba Jiní Tam "
    "Tady Zde Teď Dnes Včera Zítra Potom Pak Však Proto Navíc Možná V Ve Na Z Ze Do Od Po Před Pod Nad Při Pro Bez "
    "Přes Jeho Její Jejich Náš",
    ordinals=True,
)
ABBREVIATIONS = {
    "de": GERMAN, "fr": FRENCH, "es": SPANISH, "it": ITALIAN, "pt": PORTUGUESE, "nl": DUTCH, "sv": SWEDISH,
    "da": DANISH, "no": NORWEGIAN, "nb": NORWEGIAN, "nn": NORWEGIAN, "fi": FINNISH, "pl": POLISH, "cs": CZECH,
}  # fmt: skip
