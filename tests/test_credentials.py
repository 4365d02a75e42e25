"""Tests of the headers' words: who is named, in which role, of what organisation."""

import pytest

from analysis.attribution import attribute_page
from analysis.attribution.credentials import read_credentials
from analysis.attribution.short_names import expand_names
from analysis.sources.documents import read_page


def read(header: str) -> tuple[str, str, str]:
    people = read_credentials(header)
    assert people is not None
    return people.expert, people.role, people.affiliation


@pytest.mark.parametrize(
    ("header", "name", "role", "affiliation"),
    [
        ("Governor Lena Ostrow, Governor of East Marrow", "Lena Ostrow", "Governor of East Marrow", ""),
        ("Sen. Bo Lindahl, State Senator", "Bo Lindahl", "State Senator", ""),
        ("Lt. Gov. Ann Roe, Lieutenant Governor of East Marrow", "Ann Roe", "Lieutenant Governor of East Marrow", ""),
        ("Mayor Tom Harker, Mayor of Elm Falls (R)", "Tom Harker", "Mayor of Elm Falls", ""),
        ("Rep. Jane Roe, Senior Fellow, Harrow Institute", "Jane Roe", "Rep.; Senior Fellow", "Harrow Institute"),
        ("Ida Marsh, Head of Policy at the charity Warm Homes Now", "Ida Marsh", "Head of Policy", "Warm Homes Now"),
        ("Ida Marsh, director of research at the think tank Northern Lights",
         "Ida Marsh", "director of research", "Northern Lights"),
        ("Ida Marsh, spokesman for the campaign group Quiet Skies", "Ida Marsh", "spokesman", "Quiet Skies"),
        ("Ida Marsh, chief executive of trade body Pipe Fitters UK", "Ida Marsh", "chief executive", "Pipe Fitters UK"),
        ("Ida Marsh, analyst at the Oslo-based consultancy Fjord Lens", "Ida Marsh", "analyst", "Fjord Lens"),
        ("Ida Marsh, partner at law firm Hallam Pike", "Ida Marsh", "partner", "Hallam Pike"),
        ("Ida Holm, säkerhetschef på elbolaget Vindkraft", "Ida Holm", "säkerhetschef", "Vindkraft"),
        ("Ida Marsh, Reader in Medical Statistics, Marlow School of Medicine",
         "Ida Marsh", "Reader in Medical Statistics", "Marlow School of Medicine"),
        ("Dr Ida Marsh, Reader in Organic Chemistry at Marlow University",
         "Ida Marsh", "Reader in Organic Chemistry", "Marlow University"),
        ("The Rt Hon. Sir Bo Lind, Chair, Harbour Board", "Bo Lind", "Chair", "Harbour Board"),
        ("Jun.-Prof. Dr. Ida Marsh, Juniorprofessorin für Chemie, Universität Talheim",
         "Ida Marsh", "Juniorprofessorin für Chemie", "Universität Talheim"),
        ("Dr. med. Ida Marsh, Präsidentin der Landesärztekammer Nord",
         "Ida Marsh", "Präsidentin", "Landesärztekammer Nord"),
        ("Univ.-Prof. Dr. rer. nat. Bo Lind, Leiter des Instituts für Physik",
         "Bo Lind", "Leiter", "Instituts für Physik"),
        ("PD Dr. Bo Lind, Universität Talheim", "Bo Lind", "", "Universität Talheim"),
        ("Vorständin Ida Marsh, Pflegebund", "Ida Marsh", "Vorständin", "Pflegebund"),
        ("Assistant Chief Constable Ida Marsh, Westshire Police",
         "Ida Marsh", "Assistant Chief Constable", "Westshire Police"),
        ("Detective Superintendent Bo Lind", "Bo Lind", "Detective Superintendent", ""),
        ("COUN BO LIND", "Bo Lind", "", ""),
        ("Cllr Ida Marsh, Leader of Marlow Council", "Ida Marsh", "Leader", "Marlow Council"),
        ("Coun Mrs Ida Marsh (Lab, Canal Ward; cabinet member for parks)", "Ida Marsh", "cabinet member for parks", ""),
        ("Cllr Bo Lind (Con, Mill Hill)", "Bo Lind", "", ""),
        ("Her Honour Ida Marsh, O.S., Lieutenant-Governor of Saltby", "Ida Marsh", "Lieutenant-Governor of Saltby", ""),
        ("Statement by the Honourable Ida Marsh, P.C., M.P., Minister of Health",
         "Ida Marsh", "Minister of Health", ""),
        ("Major-General (Ret’d) Bo Lind, OMM, CD", "Bo Lind", "Major-General (Ret’d)", ""),
        ("Chief Warrant Officer Ida Marsh, MMM, CD", "Ida Marsh", "Chief Warrant Officer", ""),
        ("Frau Ida Marsh, Lehrerin", "Ida Marsh", "Lehrerin", ""),
        ("Prof.ssa Ida Marsh, docente di Chimica, Università di Pavona",
         "Ida Marsh", "docente di Chimica", "Università di Pavona"),
        ("Avv. Bo Lind, presidente del Comitato Valle Pulita", "Bo Lind", "presidente", "Comitato Valle Pulita"),
        ("U.S. Rep. Ida Marsh, D-Port Elm", "Ida Marsh", "U.S. Rep.", ""),
        ("U.S. Rep. Bo Lind, R-Ohio-11", "Bo Lind", "U.S. Rep.", ""),
        ("Ida Marsh, R.D., director of nutrition, Bexley Trust", "Ida Marsh", "director of nutrition", "Bexley Trust"),
        ("Ida Marsh, MBBS, FRCP, Consultant in Paediatric Allergy, Saint Olaf Hospital",
         "Ida Marsh", "Consultant in Paediatric Allergy", "Saint Olaf Hospital"),
        ("Bo Lind KC, barrister, Temple Chambers", "Bo Lind", "barrister", "Temple Chambers"),
        ("Ida Marsh FRSC, Professor of Chemistry, Marlow University",
         "Ida Marsh", "Professor of Chemistry", "Marlow University"),
        ("Ida Marsh, DNP, RN, Nurse Manager, Elm Hospital", "Ida Marsh", "Nurse Manager", "Elm Hospital"),
        ("Bo Lind, P.Eng., chief engineer, Delta Authority", "Bo Lind", "chief engineer", "Delta Authority"),
        ("Ida Marsh, who owns two bakeries in Elm Falls", "Ida Marsh", "", ""),
        ("Ida Marsh, who studies otters at the Institute of Rivers, has sent us this",
         "Ida Marsh", "", "Institute of Rivers"),
        ("Ida Marsh, partner with Ash Lowe who acted for the bank", "Ida Marsh", "partner", "Ash Lowe"),
        ("Bo Lind, Special Rapporteur on Shared Waters, posted the following thread",
         "Bo Lind", "Special Rapporteur on Shared Waters", ""),
        ("Bo Lind, Chief Executive Officer, Vulcan Steel Group, wrote to the staff on Wednesday evening",
         "Bo Lind", "Chief Executive Officer", "Vulcan Steel Group"),
        ("Ida Marsh, on behalf of the Green Left Group", "Ida Marsh", "", "Green Left Group"),
        ("Ida Marsh, directrice artistique du Théâtre des Forges depuis 2018",
         "Ida Marsh", "directrice artistique", "Théâtre des Forges"),
        ("Ida Marsh, Mayor of Pell City and President of the League of Towns",
         "Ida Marsh", "Mayor of Pell City; President", "League of Towns"),
        ("Ida Marsh, Chair of the Harbour Board", "Ida Marsh", "Chair", "Harbour Board"),
        ("Ida Marsh, Mayor of Tarn", "Ida Marsh", "Mayor of Tarn", ""),
        ("Ida Marsh, cofounder of Loom & Lark, a chain of shops", "Ida Marsh", "cofounder", "Loom & Lark"),
        ("Sir Keith Dorrow MP, Shadow Chancellor of the Exchequer",
         "Keith Dorrow", "Shadow Chancellor of the Exchequer", ""),
        ("Councillor Amy Kerr, cabinet member for housing at Tarn Council",
         "Amy Kerr", "Councillor; cabinet member for housing", "Tarn Council"),
        ("Chief Inspector Ravi Nair, Tarn Police", "Ravi Nair", "Chief Inspector", "Tarn Police"),
        ("Rear Admiral (ret.) Joan Pell, senior adviser, Harrow Institute",
         "Joan Pell", "Rear Admiral (ret.); senior adviser", "Harrow Institute"),
        ("Dr. Sc. Amir Bek, Senior Lecturer in Geology, Tarn Technical University",
         "Amir Bek", "Senior Lecturer in Geology", "Tarn Technical University"),
        ("Jane Roe, PhD, MPH, FACP, Chief Medical Officer, Elm Health",
         "Jane Roe", "Chief Medical Officer", "Elm Health"),
        ("Jane Roe, M.A., Ed.D., superintendent, Elm Falls School District",
         "Jane Roe", "superintendent", "Elm Falls School District"),
        ("Jane Roe AO FAA, Laureate Professor, University of Tarn",
         "Jane Roe", "Laureate Professor", "University of Tarn"),
        ("Associate Professor Hemi Parata, School of Law, University of Tarn",
         "Hemi Parata", "Associate Professor", "School of Law, University of Tarn"),
        ("Professor Emeritus Hemi Parata, University of Tarn",
         "Hemi Parata", "Professor Emeritus", "University of Tarn"),
        ("Te Rōpū chair Hemi Parata", "Hemi Parata", "chair", "Te Rōpū"),
        ("Jane Roe, former chief of staff to Mayor Doe", "Jane Roe", "former chief of staff to Mayor Doe", ""),
        ("Jane Roe, Professor of Law and Director of the Centre for Tax, Elm University",
         "Jane Roe", "Professor of Law; Director of the Centre for Tax", "Elm University"),
        ("Jane Roe, a nurse at Elm Hospital", "Jane Roe", "nurse", "Elm Hospital"),
        ("Jane Roe, 42, teacher in Elm Falls", "Jane Roe", "teacher in Elm Falls", ""),
        ("Jane Roe, CEO of the start-up Windly", "Jane Roe", "CEO", "Windly"),
        ("Jane Roe, campaigns director at environmental group Rivers Alive",
         "Jane Roe", "campaigns director", "Rivers Alive"),
        ("Jane Roe, general secretary of the teachers' union NEW", "Jane Roe", "general secretary", "NEW"),
        ("Jane Roe, owner of the Copper Kettle", "Jane Roe", "owner", "Copper Kettle"),
        ("Jane Roe, Minister for Fisheries and the Coast", "Jane Roe", "Minister for Fisheries and the Coast", ""),
        ("Jane Roe, Secretary of State for Health", "Jane Roe", "Secretary of State for Health", ""),
        ("Jane Roe, Mayor of London", "Jane Roe", "Mayor of London", ""),
        ("Jane Roe, Bishop of Ely", "Jane Roe", "Bishop of Ely", ""),
        ("Jane Roe, MSP for Tarn North", "Jane Roe", "MSP for Tarn North", ""),
        ("Jane Roe MP, Member for Tarn North", "Jane Roe", "Member for Tarn North", ""),
        ("Jane Roe, Labour MP for Tarn", "Jane Roe", "Labour MP for Tarn", ""),
        ("Jane Roe, Vice-Chair of the Elm Farmers’ Market Board",
         "Jane Roe", "Vice-Chair", "Elm Farmers’ Market Board"),
        ("Jane Roe, spokeswoman for the Port of Elm", "Jane Roe", "spokeswoman", "Port of Elm"),
        ("Jane Roe, deputy chief executive, Elm NHS Trust", "Jane Roe", "deputy chief executive", "Elm NHS Trust"),
        ("Jane Roe, Rotterdam School of Management", "Jane Roe", "", "Rotterdam School of Management"),
        ("Jane Roe, principal economist, Office for Budgets", "Jane Roe", "principal economist", "Office for Budgets"),
        ("Jane Roe, head of the Elm Office of Statistics", "Jane Roe", "head", "Elm Office of Statistics"),
        ("Jane Roe, lead author of the report and senior scientist at Ocean Watch",
         "Jane Roe", "lead author of the report; senior scientist", "Ocean Watch"),
        ("Jane Roe, lawyer for the plaintiffs", "Jane Roe", "lawyer for the plaintiffs", ""),
        ("Secretary Jane Roe, Department of Transport", "Jane Roe", "Secretary", "Department of Transport"),
        ("Premier John Doe", "John Doe", "Premier", ""),
        ("Attorney General Jane Roe (R)", "Jane Roe", "Attorney General", ""),
        ("House Speaker John Doe, R-Elm Falls", "John Doe", "House Speaker", ""),
        ("State Sen. Jane Roe (D-Elm Falls)", "Jane Roe", "State Sen.", ""),
        ("State Rep. John Doe, D-District 9", "John Doe", "State Rep.", ""),
        ("County Commissioner Jane Roe", "Jane Roe", "County Commissioner", ""),
        ("Senate Majority Leader Jane Roe", "Jane Roe", "Senate Majority Leader", ""),
        ("Elm County Sheriff John Doe", "John Doe", "Sheriff", "Elm County"),
        ("Elm Falls Mayor Jane Roe", "Jane Roe", "Mayor", "Elm Falls"),
        ("Harbour Union general secretary Jane Roe", "Jane Roe", "general secretary", "Harbour Union"),
        ("Steel Alliance chief executive John Doe said", "John Doe", "chief executive", "Steel Alliance"),
        ("Shadow energy minister Jane Roe", "Jane Roe", "Shadow energy minister", ""),
        ("The Most Rev. John Doe, Archbishop of Tarn", "John Doe", "Archbishop of Tarn", ""),
        ("The Very Reverend Jane Roe, Dean of Tarn", "Jane Roe", "Dean of Tarn", ""),
        ("Imam Yusuf Doe", "Yusuf Doe", "Imam", ""),
        ("Justice (ret.) Jane Roe", "Jane Roe", "Justice (ret.)", ""),
        ("Wing Commander Jane Roe, RAF", "Jane Roe", "Wing Commander", "RAF"),
        ("Staff Sgt. John Doe", "John Doe", "Staff Sgt.", ""),
        ("Fire Chief Jane Roe", "Jane Roe", "Fire Chief", ""),
        ("Jane Roe (she/her), organiser, Tarn Tenants Union", "Jane Roe", "organiser", "Tarn Tenants Union"),
        ("Jane Roe (1951), retired teacher", "Jane Roe", "retired teacher", ""),
        ("Jane Roe (45), Lehrerin aus Bonn", "Jane Roe", "Lehrerin aus Bonn", ""),
        ("JANE ROE, CHIEF ECONOMIST, TARN BANK", "Jane Roe", "Chief Economist", "Tarn Bank"),
        ("Jane Roe | Chief Analyst | Tarn Group", "Jane Roe", "Chief Analyst", "Tarn Group"),
        ("Jane Roe – Tarn Group – Chief Analyst", "Jane Roe", "Chief Analyst", "Tarn Group"),
        ("Jane Roe - director, Tarn Group", "Jane Roe", "director", "Tarn Group"),
        ("Jane Roe (Tarn Group)", "Jane Roe", "", "Tarn Group"),
        ("Jane Roe (director, Tarn Group)", "Jane Roe", "director", "Tarn Group"),
        ("Jane Roe, Tarn Group’s chief analyst", "Jane Roe", "chief analyst", "Tarn Group"),
        ("Jane Roe, the Tarn Group's head of sales", "Jane Roe", "head of sales", "Tarn Group"),
    ],
)  # fmt: skip
def test_titles_ranks_honours_and_parties_are_no_part_of_a_name(header: str, name: str, role: str, affiliation: str):
    assert read(header) == (name, role, affiliation)


@pytest.mark.parametrize(
    ("header", "name", "role", "affiliation"),
    [
        ("Ida Marsh, programmatrice des Scènes du lac", "Ida Marsh", "programmatrice", "Scènes du lac"),
        ("Ida Marsh, maîtresse de conférences à l’université de Rennes",
         "Ida Marsh", "maîtresse de conférences", "université de Rennes"),
        ("Bo Lind, porte-parole des pompiers de l’Aubrac", "Bo Lind", "porte-parole", "pompiers de l’Aubrac"),
        ("Bo Lind, secrétaire général de la Fédération des ports",
         "Bo Lind", "secrétaire général", "Fédération des ports"),
        ("Ida Marsh, Hauptgeschäftsführerin, Klinikverband Mitte (KVM)",
         "Ida Marsh", "Hauptgeschäftsführerin", "Klinikverband Mitte (KVM)"),
        ("Ida Marsh, Gemeinderätin (Grüne)", "Ida Marsh", "Gemeinderätin", "Grüne"),
        ("Bo Lind, Chefvolkswirt der Nordbank", "Bo Lind", "Chefvolkswirt", "Nordbank"),
        ("Bo Lind, Vorsitzender des Vereins Freie Schulen", "Bo Lind", "Vorsitzender", "Vereins Freie Schulen"),
        ("Ida Holm, chefsekonom på Wasabanken", "Ida Holm", "chefsekonom", "Wasabanken"),
        ("Ida Holm, generalsekreterare för Svenska Fredsförbundet",
         "Ida Holm", "generalsekreterare", "Svenska Fredsförbundet"),
        ("Ida Holm, docent i vulkanologi vid Sankt Olofs universitet",
         "Ida Holm", "docent i vulkanologi", "Sankt Olofs universitet"),
        ("Ida Holm, formand for Dansk Havneforbund", "Ida Holm", "formand", "Dansk Havneforbund"),
        ("Ida Holm, lektor i statskundskab ved Aalborg Universitet",
         "Ida Holm", "lektor i statskundskab", "Aalborg Universitet"),
        ("Jan de Wit, voorzitter van de Bond van Schippers", "Jan de Wit", "voorzitter", "Bond van Schippers"),
        ("Jan de Wit, hoogleraar bestuursrecht aan de Universiteit Utrecht",
         "Jan de Wit", "hoogleraar bestuursrecht", "Universiteit Utrecht"),
        ("Ana Ruiz, presidenta de la Asociación de Pescadores", "Ana Ruiz", "presidenta", "Asociación de Pescadores"),
        ("Ana Ruiz, catedrática de Derecho en la Universidad de Soria",
         "Ana Ruiz", "catedrática de Derecho", "Universidad de Soria"),
        ("Ana Ruiz, portavoz de Tierra Viva", "Ana Ruiz", "portavoz", "Tierra Viva"),
        ("Lia Conti, segretario provinciale dell’Unione Lavoratori",
         "Lia Conti", "segretario provinciale", "Unione Lavoratori"),
        ("Lia Conti, capogruppo di Forza Lago in Consiglio regionale", "Lia Conti", "capogruppo", "Forza Lago"),
        ("Lia Conti, consigliera regionale (Alleanza Verde)", "Lia Conti", "consigliera regionale", "Alleanza Verde"),
        ("Ewa Nowak, główna ekonomistka Banku Mazowieckiego", "Ewa Nowak", "główna ekonomistka", "Banku Mazowieckiego"),
        ("Ewa Nowak, wiceprezeska Krajowej Izby Rolnej", "Ewa Nowak", "wiceprezeska", "Krajowej Izby Rolnej"),
        ("Ewa Nowak, analityczka, Fundacja Dom", "Ewa Nowak", "analityczka", "Fundacja Dom"),
        ("Ewa Nowak, profesor na Uniwersytecie Łódzkim", "Ewa Nowak", "profesor", "Uniwersytecie Łódzkim"),
        ("Олена Ткач, директорка Інституту економіки", "Олена Ткач", "директорка", "Інституту економіки"),
        ("Олена Ткач, голова Спілки підприємців", "Олена Ткач", "голова", "Спілки підприємців"),
        ("Олена Ткач, аналітикиня Центру безпеки", "Олена Ткач", "аналітикиня", "Центру безпеки"),
        ("Dipl.-Ing. Eva Huber, Geschäftsführerin der Stadtwerke Linz GmbH",
         "Eva Huber", "Geschäftsführerin", "Stadtwerke Linz GmbH"),
        ("Bundesumweltministerin Eva Huber (Grüne)", "Eva Huber", "Bundesumweltministerin", "Grüne"),
        ("Eva Huber (SPD), Oberbürgermeisterin von Talheim", "Eva Huber", "Oberbürgermeisterin von Talheim", "SPD"),
        ("Eva Huber, stellvertretende Vorsitzende des Beamtenbundes",
         "Eva Huber", "stellvertretende Vorsitzende", "Beamtenbundes"),
        ("Eva Huber, Sprecherin des Flüchtlingsrats Sachsen", "Eva Huber", "Sprecherin", "Flüchtlingsrats Sachsen"),
        ("Eva Huber, Professorin für Völkerrecht an der Universität Bonn",
         "Eva Huber", "Professorin für Völkerrecht", "Universität Bonn"),
        ("Eva Huber, Leiterin der Abteilung Klima am Institut für Weltwirtschaft",
         "Eva Huber", "Leiterin der Abteilung Klima", "Institut für Weltwirtschaft"),
        ("Eva Huber, wissenschaftliche Mitarbeiterin bei der Stiftung Neue Wege",
         "Eva Huber", "wissenschaftliche Mitarbeiterin", "Stiftung Neue Wege"),
        ("Luc Morel, directeur de recherche au CNRS", "Luc Morel", "directeur de recherche", "CNRS"),
        ("Luc Morel, maire (LR) de Tours", "Luc Morel", "maire (LR) de Tours", ""),
        ("Luc Morel, délégué général de l’Association des maires",
         "Luc Morel", "délégué général", "Association des maires"),
        ("Luc Morel, co-fondateur de l’ONG Terre Bleue", "Luc Morel", "co-fondateur", "ONG Terre Bleue"),
        ("Luc Morel, professeur de droit public à l’université de Rouen",
         "Luc Morel", "professeur de droit public", "université de Rouen"),
        ("Luc Morel, chercheur associé à l’Institut des mers", "Luc Morel", "chercheur associé", "Institut des mers"),
        ("Mme Ana Morel, présidente de la région Alpes", "Ana Morel", "présidente de la région Alpes", ""),
        ("Le Dr Luc Morel, chef du service des urgences à l’hôpital de Tours",
         "Luc Morel", "chef du service des urgences", "hôpital de Tours"),
        ("Nina Berg, forskningsleder ved Institutt for fredsforskning",
         "Nina Berg", "forskningsleder", "Institutt for fredsforskning"),
        ("Nina Berg, partileder i Sosialistisk Venstreparti", "Nina Berg", "partileder", "Sosialistisk Venstreparti"),
        ("Nina Berg, direktør i Dansk Industri", "Nina Berg", "direktør", "Dansk Industri"),
        ("Nina Berg, politisk ordfører (SF)", "Nina Berg", "politisk ordfører", "SF"),
        ("Nina Berg, kommunalråd (S) i Vasaborg", "Nina Berg", "kommunalråd (S) i Vasaborg", ""),
        ("Nina Berg, ordförande för Lärarförbundet", "Nina Berg", "ordförande", "Lärarförbundet"),
        ("Nina Berg, professor i statsvetenskap vid Lunds universitet",
         "Nina Berg", "professor i statsvetenskap", "Lunds universitet"),
        ("Nina Berg, vd på Fjällbolaget", "Nina Berg", "vd", "Fjällbolaget"),
        ("Nina Berg, pressekreterare hos miljöministern", "Nina Berg", "pressekreterare hos miljöministern", ""),
        ("Piet de Boer, directeur van Stichting Natuur", "Piet de Boer", "directeur", "Stichting Natuur"),
        ("Piet de Boer, woordvoerder van het ministerie van Financiën",
         "Piet de Boer", "woordvoerder", "ministerie van Financiën"),
        ("Piet de Boer, onderzoeker bij Instituut Clingendaal", "Piet de Boer", "onderzoeker", "Instituut Clingendaal"),
        ("Piet de Boer, hoofdeconoom bij Noordbank", "Piet de Boer", "hoofdeconoom", "Noordbank"),
        ("Piet de Boer (VVD), wethouder in Leiden", "Piet de Boer", "wethouder in Leiden", "VVD"),
        ("Marta Gil, directora del Instituto de Estudios Marinos",
         "Marta Gil", "directora", "Instituto de Estudios Marinos"),
        ("Marta Gil, investigadora principal del Centro de Biología",
         "Marta Gil", "investigadora principal", "Centro de Biología"),
        ("Marta Gil, alcaldesa de Soria", "Marta Gil", "alcaldesa de Soria", ""),
        ("Marta Gil, portavoz del sindicato Comisiones", "Marta Gil", "portavoz", "sindicato Comisiones"),
        ("Marta Gil, profesora de Economía Aplicada, Universidad de Vigo",
         "Marta Gil", "profesora de Economía Aplicada", "Universidad de Vigo"),
        ("Lucia Neri, direttrice dell’Istituto di Fisica", "Lucia Neri", "direttrice", "Istituto di Fisica"),
        ("Lucia Neri, presidente di Legambiente Toscana", "Lucia Neri", "presidente", "Legambiente Toscana"),
        ("Lucia Neri, professoressa ordinaria di Diritto all’Università di Pavia",
         "Lucia Neri", "professoressa ordinaria di Diritto", "Università di Pavia"),
        ("Lucia Neri, sindaca di Lucca", "Lucia Neri", "sindaca di Lucca", ""),
        ("On. Lucia Neri, deputata (Lega)", "Lucia Neri", "deputata", "Lega"),
        ("Ewa Lis, dyrektorka Instytutu Spraw Publicznych", "Ewa Lis", "dyrektorka", "Instytutu Spraw Publicznych"),
        ("Ewa Lis, rzeczniczka prasowa Ministerstwa Zdrowia", "Ewa Lis", "rzeczniczka prasowa", "Ministerstwa Zdrowia"),
        ("Ewa Lis, posłanka (KO)", "Ewa Lis", "posłanka", "KO"),
        ("Ewa Lis, ekspertka ds. energii, Fundacja Instrat", "Ewa Lis", "ekspertka ds. energii", "Fundacja Instrat"),
        ("Ірина Коваль, експертка Центру економічної стратегії",
         "Ірина Коваль", "експертка", "Центру економічної стратегії"),
        ("Ірина Коваль, професорка Київського університету", "Ірина Коваль", "професорка", "Київського університету"),
        ("Ірина Коваль, народна депутатка (Голос)", "Ірина Коваль", "народна депутатка", "Голос"),
        ("Ірина Коваль, радниця міністра економіки", "Ірина Коваль", "радниця міністра економіки", ""),
        ("Karl Moser, Nationalrat (SVP/BE)", "Karl Moser", "Nationalrat", "SVP/BE"),
        ("Karl Moser, MdB (CDU)", "Karl Moser", "MdB", "CDU"),
        ("Karl Moser, agrarpolitischer Sprecher der FDP-Fraktion",
         "Karl Moser", "agrarpolitischer Sprecher", "FDP-Fraktion"),
        ("FDP-Chef Karl Moser", "Karl Moser", "FDP-Chef", ""),
        ("IG-Metall-Vorsitzende Eva Huber", "Eva Huber", "IG-Metall-Vorsitzende", ""),
        ("Eva Huber, Geschäftsführerin beim Bundesverband Windenergie",
         "Eva Huber", "Geschäftsführerin", "Bundesverband Windenergie"),
        ("Eva Huber, Ärztin am Klinikum Nord", "Eva Huber", "Ärztin", "Klinikum Nord"),
        ("Eva Huber, Landwirtin", "Eva Huber", "Landwirtin", ""),
    ],
)  # fmt: skip
def test_positions_are_read_in_eleven_languages(header: str, name: str, role: str, affiliation: str):
    assert read(header) == (name, role, affiliation)


@pytest.mark.parametrize(
    ("header", "name", "role", "affiliation"),
    [
        ("Bo Lind, President of the Dockers Union, and Ida Marsh, Director of Harbour Now Alliance, in a joint letter",
         "Bo Lind and Ida Marsh", "President; Director", "Dockers Union; Harbour Now Alliance"),
        ("Dockers Union President Bo Lind and Care Alliance Director Ida Marsh, in a joint statement",
         "Bo Lind and Ida Marsh", "President; Director", "Dockers Union; Care Alliance"),
        ("Sens. Bo Lind and Ida Marsh, who drafted the bill, said in a joint statement",
         "Bo Lind and Ida Marsh", "", ""),
        ("Sens. Bo Lind, D-Ohio, and Ida Marsh, R-Iowa", "Bo Lind and Ida Marsh", "", ""),
        ("Bo Lind, Ida Marsh and Jan de Wit, Fellows, Harrow Institute",
         "Bo Lind, Ida Marsh and Jan de Wit", "Fellows", "Harrow Institute"),
        ("Bo Lind (chair, Works Council), Ida Marsh (secretary, Metal Union) and Jan de Wit (youth representative)",
         "Bo Lind, Ida Marsh and Jan de Wit", "chair; secretary; youth representative", "Works Council; Metal Union"),
        ("Bo Lind, lecturer at Harrow Law School, and Ida Marsh, former counsel at the Court of Audit",
         "Bo Lind and Ida Marsh", "lecturer; former counsel", "Harrow Law School; Court of Audit"),
        ("Jane Roe and John Doe of the Harrow Institute", "Jane Roe and John Doe", "", "Harrow Institute"),
        ("Drs. Jane Roe and John Doe, Elm Hospital", "Jane Roe and John Doe", "", "Elm Hospital"),
        ("Senators Jane Roe (D-OH) and John Doe (R-IA)", "Jane Roe and John Doe", "", ""),
        ("Eva Huber und Karl Moser, Vorsitzende der Grünen", "Eva Huber and Karl Moser", "Vorsitzende", "Grünen"),
        ("Luc Morel et Ana Petit, économistes à l’OFCE", "Luc Morel and Ana Petit", "économistes", "OFCE"),
        ("Jane Roe, co-chair, and John Doe, treasurer, Friends of the Elm",
         "Jane Roe and John Doe", "co-chair; treasurer", "Friends of the Elm"),
        ("Jane Roe (Harrow Institute) and John Doe (Elm University)",
         "Jane Roe and John Doe", "", "Harrow Institute; Elm University"),
    ],
)  # fmt: skip
def test_one_header_names_several_people_each_with_a_position(header: str, name: str, role: str, affiliation: str):
    assert read(header) == (name, role, affiliation)


TIDE = "The tide came in before noon and nobody had moved the boats. It will come in again tomorrow."
BOATS = "We counted the boats twice that day. There were nine of them, and two had sunk."
PAYS = "Nobody is asking who pays for this. I would like to ask that now."
WALL = "The answer is that we all pay. That has been true since the wall was built."
LISTS = {
    "a list of speakers": "Speakers\n\n- Dr Dora Kell, Director, Tarn Institute\n"
    "- Piet van den Berg, Head of Policy, Harbour Board\n\n{turns}",
    "initials in a list": "At the table\n\nDora Kell (DK)\n\nDirector, Tarn Institute\n\nPiet van den Berg (PVDB)\n\n"
    "Head of Policy, Harbour Board\n\n{turns}",
    "biographies": "{turns}\n\nThe speakers\n\nDora Kell is Director of the Tarn Institute. "
    "Piet van den Berg is Head of Policy at the Harbour Board.\n",
}


@pytest.mark.parametrize(
    ("known", "first", "second"),
    [
        ("a list of speakers", "MS. KELL", "VAN DEN BERG"),
        ("initials in a list", "DK", "PVDB"),
        ("biographies", "Ms. Kell", "Mr. Van den Berg"),
    ],
)
def test_who_is_called_shortly_in_turns_gets_name_and_position_from_elsewhere_on_the_page(known, first, second):
    said = [(first, TIDE), (second, BOATS), (first, PAYS), (second, WALL)]
    turns = "\n\n".join(f"**{who}:** {words}" for who, words in said)
    page = read_page(f"# Who pays for the wall?\n\n{LISTS[known].format(turns=turns)}".encode(), "a.md")
    people = [found.people for found in attribute_page(page).statements]
    kell = ("Dora Kell", "Director", "Tarn Institute")
    berg = ("Piet van den Berg", "Head of Policy", "Harbour Board")
    assert [(p.expert, p.role, p.affiliation) for p in people] == [kell, berg] * 2
    assert {p.kind for p in people} == {"person"}


def test_two_people_named_in_full_first_are_the_same_when_called_by_family_name_or_initials():
    for short in (("Kell", "Lind"), ("D. K.", "B. L.")):
        heads = ["Dora Kell, director, Tarn Institute", "Bo Lind, analyst, Harbour Board", *short]
        text = "\n\n".join(f"**{h}:** {t}" for h, t in zip(heads, (TIDE, BOATS, PAYS, WALL), strict=True))
        page = read_page(f"# Who pays for the wall?\n\n{text}\n".encode(), "a.md")
        people = [found.people for found in attribute_page(page).statements]
        assert people[2:] == people[:2]


def test_a_short_name_that_two_people_bear_stays_short():
    listed = ["Ann Okoro", "Eve Okoro", "Bo Lind"]
    assert expand_names(["Okoro", "Lind"], listed, []) == {"Lind": "Bo Lind"}
    assert expand_names(["AO", "BL"], ["Ann Okoro", "Amy Owens", "Bo Lind"], []) == {"BL": "Bo Lind"}


def test_one_short_name_is_not_written_out_from_a_header_alone():
    assert expand_names(["Lind"], [], ["Bo Lind", "Ann Okoro"]) == {}
    assert expand_names(["Lind", "Okoro"], [], ["Bo Lind", "Ann Okoro"]) == {"Lind": "Bo Lind", "Okoro": "Ann Okoro"}
