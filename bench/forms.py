#!/usr/bin/env python3
"""Documents that follow the same forms and are not the same: hard negatives for `chancery dups`.

  bench/forms.py documents > FORMS.jsonl        one {"id","text","group","form"} a line
  bench/forms.py score PREDICTED < FORMS.jsonl  figures for the {"id","group"} lines of `chancery dups`

Successive communiques, readouts, agendas and notices are drawn from the forms below (wording of our own, after the manner of
such texts): every document of a form has other dates, parties and numbers. Some documents come with true copies: the head of
the text, the text between an outlet's own first and last lines, one with a few words changed, and a corrected version.
"""
import json
import random
import sys

STATES = """Kazakhstan:Kazakh:Astana Uzbekistan:Uzbek:Tashkent Tajikistan:Tajik:Dushanbe Armenia:Armenian:Yerevan Georgia:Georgian:Tbilisi
Mongolia:Mongolian:Ulaanbaatar Vietnam:Vietnamese:Hanoi Laos:Lao:Vientiane Malaysia:Malaysian:Putrajaya Indonesia:Indonesian:Jakarta
Egypt:Egyptian:Cairo Jordan:Jordanian:Amman Oman:Omani:Muscat Qatar:Qatari:Doha Kenya:Kenyan:Nairobi Ethiopia:Ethiopian:Ababa
Ghana:Ghanaian:Accra Senegal:Senegalese:Dakar Chile:Chilean:Santiago Peru:Peruvian:Lima Bolivia:Bolivian:Sucre Serbia:Serbian:Belgrade
Norway:Norwegian:Oslo Finland:Finnish:Helsinki Portugal:Portuguese:Lisbon Austria:Austrian:Vienna Poland:Polish:Warsaw""".split()
STATES = [s.split(":") for s in STATES]
GIVEN = "Anar Bolat Celso Daniyar Elmira Farid Goran Hamid Irina Jonas Karim Leila Milan Nadia Omar Pavel Rustam Saida Tomas Ulugbek Viktor Yusuf".split()
FAMILY = """Abenov Brankovic Castellanos Dzhumaev Eriksen Fadil Gasparyan Haddad Iskakov Jansen Karimli Lindqvist Mensah Nurpeisov Okello
Petrosyan Quispe Rahmani Saidov Tamm Umarov Valdes Wojcik Yilmaz Zhunusov""".split()
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
FIELDS = """water management;railway tariffs;plant quarantine;digital customs;visa facilitation;disaster relief;the training of diplomats;
air services;geological surveys;student exchange;the grid in the border districts;small hydropower;veterinary control;satellite images;
the return of cultural goods;labour migration;drug control;grain transit;fisheries;maritime rescue""".replace("\n", "").split(";")
BODIES = """Council of National Coordinators;Committee on Transport;Working Group on Customs;Board of Experts on Energy;Forum of Heads of Libraries;
Committee of Senior Officials;Working Group on Health;Commission on Border Waters""".replace("\n", "").split(";")

FORMS = {
    "readout": """{m1} {d1}, {y}. The Minister of Foreign Affairs, {p1}, today received {p2}, Minister of Foreign Affairs of {s2}, who is in the country on a
working visit. The Ministers reviewed the state of bilateral relations and expressed satisfaction with the dynamics of political dialogue at all
levels. Special attention was given to {f1} and to {f2}. It was noted that trade between the two countries reached {n1} million dollars in the
past year, an increase of {n2} per cent. The sides exchanged views on topical regional and international issues of mutual interest and agreed
to continue close cooperation within international organisations. {p2} conveyed an invitation to visit {c2} at a convenient time. The
invitation was accepted with gratitude. Following the meeting the Ministers signed a programme of cooperation between the two ministries for
the years {y} to {y2}.""",
    "call": """On {m1} {d1} a telephone conversation took place between the Minister for Foreign Affairs of {s1}, {p1}, and the Minister for Foreign
Affairs of {s2}, {p2}. The call was made at the initiative of the {a2} side. The ministers discussed topical issues on the bilateral agenda,
including the schedule of forthcoming contacts, and {f1}. They also touched upon the situation in the region. The ministers agreed to stay in
touch.""",
    "credentials": """{p2}, the newly appointed Ambassador Extraordinary and Plenipotentiary of {s2}, presented copies of credentials to the Deputy Minister of
Foreign Affairs {p1} on {d1} {m1} {y}. The Deputy Minister congratulated the Ambassador on the appointment and wished every success in the
discharge of the diplomatic duties. During the conversation the sides discussed prospects for cooperation in {f1} and other fields. The
Ambassador assured that no effort would be spared to strengthen the friendly relations that bind the two peoples. Diplomatic relations
between the two countries were established on {d2} {m2} 19{n2}.""",
    "communique": """Joint communique on the {o1} round of political consultations between the Ministry of Foreign Affairs of {s1} and the Ministry of Foreign
Affairs of {s2}. The {o1} round of political consultations was held in {c1} on {d1} {m1} {y}. The {a1} delegation was led by Deputy Minister {p1},
the {a2} delegation by Deputy Minister {p2}. The consultations passed in an atmosphere of friendship and mutual understanding. The sides noted
with satisfaction that relations between the two states are developing on the basis of equality, respect for sovereignty and territorial
integrity, and non-interference in internal affairs. The sides agreed to intensify work on {f1}, on {f2} and on {f3}. The sides reaffirmed
their commitment to the purposes and principles of the Charter of the United Nations and spoke in favour of strengthening the central role
of the Organisation in international affairs. The sides exchanged lists of candidacies for elective bodies of international organisations. It
was agreed to hold the next round of political consultations in {c2} in {y2}. The dates will be agreed through diplomatic channels.""",
    "agenda": """Schedule of the Minister for the week of {d1} to {d3} {m1} {y}. Monday: meeting of the collegium of the Ministry; reception of the Ambassador of
{s1}. Tuesday: talks with the Minister of Foreign Affairs of {s2}, {p2}; joint press conference at {h1}. Wednesday: speech at the opening of
the conference on {f1}; interview for national television. Thursday: session of the Government; telephone conversation with the Minister of
Foreign Affairs of {s3}. Friday: working visit to {c4}; meeting with members of the diplomatic corps at {h2}. Media representatives are asked
to register with the Press Service no later than one day before the event. Accreditation closes at {h3}. Changes to the schedule are
possible.""",
    "session": """The {o1} meeting of the {b1} was held in {c1} from {d1} to {d3} {m1} {y} under the chairmanship of {p1}. The meeting was attended by
representatives of all member states and of the Secretariat. The participants adopted the agenda and heard a report on the implementation of
decisions taken at the previous meeting. Having exchanged views on {f1} and {f2}, the participants approved {n3} documents and instructed the
Secretariat to prepare proposals before the end of the year. The draft plan of activities for {y2} was agreed in principle. The next meeting
will take place in {c2}. The meeting was held in a friendly and constructive atmosphere. The participants thanked the host country for the
warm welcome and for the excellent organisation of the meeting.""",
    "condolences": """The Minister of Foreign Affairs has sent a message of condolence to {p2}, Minister of Foreign Affairs of {s2}, in connection with the
{w1} in {c2} on {d1} {m1}, which claimed the lives of {n1} people. The message reads in part: we were deeply saddened by the news of the
tragedy. On behalf of the staff of the Ministry and on my own behalf I convey sincere condolences to the families and friends of the victims
and wish a speedy recovery to all those injured.""",
    "observers": """The mission of observers deployed for the {w2} in {s2} presented its conclusions in {c2} on {d1} {m1} {y}. The head of the mission, {p2},
said that {n1} observers from {n3} countries had visited {n2} polling stations in the capital and the regions. The mission states that the
vote was held in line with the legislation in force and that no violations that could influence the results were recorded. The mission
thanked the Central Election Commission for the conditions created for its work. The report of the mission will be handed to the authorities
and published on the website of the organisation.""",
    "briefing": """Announcement for the media. On {w3}, {d1} {m1}, at {h1}, a weekly briefing by the official spokesperson of the Ministry, {p1}, will take place
in the press centre. Topics: {f1}; the outcome of the visit to {s1}; the forthcoming session in {c2}. Accreditation is open until {h2} of the
day before. Entrance for camera crews begins {n3} minutes before the start. Journalists are requested to have with them an identity
document and a press card. A live broadcast will be available on the website of the Ministry.""",
    "passports": """Consular notice No. {n1}. The Consular Section informs citizens residing in {s2} that on {d1} and {d3} {m1} {y} an outreach service will be
held in {c2}. Applications for biometric passports, certificates of life and notarial acts will be accepted from {h1} to {h2}. Documents are
accepted by prior appointment only. The fee for a passport is {n2} dollars and is to be paid by bank card. Applicants under {n3} years
of age must be accompanied by both parents. For questions please contact the Consular Section by electronic mail.""",
    "exercise": """The joint exercise {x1}-{y} began on {d1} {m1} at the training ground near {c1}. More than {n1} service members and {n2} pieces of equipment from
{s1}, {s2} and {s3} take part in it. In the course of the exercise the units will practise the conduct of a joint operation against
conventional illegal armed groups in mountainous terrain. The opening ceremony was attended by the Chief of the General Staff, {p1}. The
exercise is of a purely defensive nature and is not directed against third countries. It will end on {d3} {m2}.""",
    "statistics": """Bulletin of the State Statistical Service for {m1} {y}. In {m1} the turnover of foreign trade amounted to {n1} million dollars, which is {n2}
per cent more than in the same month of the previous year. Exports amounted to {n4} million dollars and imports to {n5} million. The largest
partners were {s1} with {n3} per cent, {s2} with {n6} per cent and {s3} with {n7} per cent. The data are preliminary and may be revised. The
final figures will be published in the yearbook. Methodological notes are available on the website of the Service.""",
    "ratification": """The Parliament today ratified the Agreement between the Government of {s1} and the Government of {s2} on cooperation in {f1}, signed in {c2}
on {d1} {m1} {y}. The bill was presented by Deputy Minister {p1}. The document lays down the legal basis for exchanges of experience and sets
up a joint committee that will meet once a year in turn in the two countries. Of {n1} deputies present {n2} voted in favour. The Agreement
enters into force on the day of receipt of the last written notification that the parties have completed the internal procedures
necessary for its entry into force, and is concluded for a term of {n3} years.""",
    "reception": """A reception on the occasion of the national day of {s2} was held in the capital on {d1} {m1}. The event was attended by members of
parliament, heads of diplomatic missions, representatives of business and culture. In his address Ambassador {p2} spoke of the path that his
country had taken in {n2} years and of the friendship between the two peoples. Deputy Minister {p1} conveyed greetings on behalf of the
Government. Guests were offered national dishes and a concert programme of artists from {c2}.""",
}
ORDINALS = "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth".split()
WOES = ["earthquake", "mine accident", "flooding", "plane crash", "fire in a hospital", "landslide", "railway accident"]
VOTES = ["presidential election", "early parliamentary elections", "referendum on the constitution", "local elections"]
EXERCISES = "Shield Ridge Dialogue Falcon Steppe Bastion Meridian Cordon".split()


def slots(r):
    """What fills a form this time."""
    s = r.sample(STATES, 4)
    day = r.randint(1, 20)
    people = [f"{r.choice(GIVEN)} {f}" for f in r.sample(FAMILY, 2)]
    fields = r.sample(FIELDS, 3)
    year = r.randint(2009, 2024)
    months = r.sample(MONTHS, 2)
    out = {"d1": day, "d2": r.randint(1, 28), "d3": day + r.randint(2, 8), "m1": months[0], "m2": months[1], "y": year, "y2": year + 1,
           "p1": people[0], "p2": people[1], "f1": fields[0], "f2": fields[1], "f3": fields[2], "o1": r.choice(ORDINALS), "b1": r.choice(BODIES),
           "w1": r.choice(WOES), "w2": r.choice(VOTES), "w3": r.choice(DAYS), "x1": r.choice(EXERCISES),
           "n1": r.randint(101, 990), "n2": r.randint(11, 89), "n3": r.randint(11, 45), "n4": r.randint(100, 400), "n5": r.randint(100, 400),
           "n6": r.randint(5, 19), "n7": r.randint(3, 9), "c4": r.choice(STATES)[2]}
    for i, (name, people_of, city) in enumerate(s[:3], 1):
        out[f"s{i}"], out[f"a{i}"], out[f"c{i}"] = name, people_of, city
    for i in range(1, 4):
        out[f"h{i}"] = f"{r.randint(9, 18)}:{r.choice(['00', '15', '30', '45'])}"
    return out


def copies(r, text):
    """True copies of a text, each by its kind."""
    words = text.split()
    changed = [w for w in words if r.random() > .04]
    corrected = text.rsplit(" ", 6)[0] + ". (Corrected version.)"
    return {"head": " ".join(words[: int(len(words) * .7)]) + " ...",
            "carried": f"{r.choice(['HERALD', 'COURIER', 'MORNING POST'])}. {text}\n\nRead also: the ten most quiet streets of the old town. Sign up for our letter.",
            "edited": " ".join(changed),
            "corrected": corrected}


def documents(each=24, seed=7):
    for form, text in FORMS.items():
        flat = " ".join(text.split())
        for i in range(each):
            r = random.Random(f"{seed}-{form}-{i}")
            whole = flat.format(**slots(r))
            yield {"id": f"{form}-{i}", "group": f"{form}-{i}", "form": form, "text": whole}
            if i % 3 == 0:
                for kind, copy in copies(r, whole).items():
                    yield {"id": f"{form}-{i}-{kind}", "group": f"{form}-{i}", "form": form, "text": copy}


def score(predicted):
    gold = [json.loads(line) for line in sys.stdin]
    group = {p["id"]: p["group"] for p in map(json.loads, open(predicted, encoding="utf-8"))}
    given = right = wanted = 0
    wrong = {}
    for i, a in enumerate(gold):
        for b in gold[:i]:
            same, told = a["group"] == b["group"], group[a["id"]] == group[b["id"]]
            given += told
            wanted += same
            right += same and told
            if same != told:
                wrong[a["form"], "missed" if same else "made up"] = wrong.get((a["form"], "missed" if same else "made up"), 0) + 1
    precision, recall = right / max(given, 1), right / max(wanted, 1)
    print(f"documents {len(gold)}  pairs given {given} right {right} wanted {wanted}  precision {precision:.4f}  recall {recall:.4f}")
    for (form, what), n in sorted(wrong.items()):
        print(f"  {form}: {n} {what}")
    return 0 if precision >= .99 else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["score"]:
        sys.exit(score(sys.argv[2]))
    for document in documents():
        print(json.dumps(document, ensure_ascii=False))
