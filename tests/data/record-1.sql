-- A record of version 1, as the program of that time made it of three of the example documents.


CREATE TABLE codings (
    id        INTEGER PRIMARY KEY,
    coding    TEXT NOT NULL UNIQUE          -- versions of program, models and word lists, JSON
) STRICT;

CREATE TABLE documents (
    id               INTEGER PRIMARY KEY,   -- D-n
    hash             TEXT NOT NULL UNIQUE,  -- SHA-256 of the bytes, hexadecimal
    path             TEXT NOT NULL,
    size             INTEGER NOT NULL,      -- bytes as they were read
    publisher        TEXT,
    publisher_entity INTEGER REFERENCES entities,
    author           TEXT,                  -- as the document names him
    author_entity    INTEGER REFERENCES entities,
    title            TEXT,
    lang             TEXT,
    published        TEXT,
    published_basis  TEXT,
    published_first  INTEGER,
    published_last   INTEGER,
    text             TEXT NOT NULL,
    coding           INTEGER NOT NULL REFERENCES codings,
    recorded         TEXT NOT NULL          -- when we learnt it, UTC
) STRICT;

CREATE TABLE segments (
    document  INTEGER NOT NULL REFERENCES documents,
    position  INTEGER NOT NULL,
    "start"   INTEGER NOT NULL,
    "end"     INTEGER NOT NULL,
    kind      TEXT NOT NULL,
    why       TEXT,
    PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE sentences (
    id        INTEGER PRIMARY KEY,
    document  INTEGER NOT NULL REFERENCES documents,
    "start"   INTEGER NOT NULL,
    "end"     INTEGER NOT NULL
) STRICT;
CREATE INDEX sentences_document ON sentences (document, "start");

CREATE VIEW sentence_texts AS
    SELECT s.id AS id, CAST(substr(CAST(d.text AS BLOB), s."start" + 1, s."end" - s."start") AS TEXT) AS text
    FROM sentences s JOIN documents d ON d.id = s.document;
CREATE VIRTUAL TABLE sentence_words USING fts5 (text, content = 'sentence_texts', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2');


CREATE TABLE entities (                     -- resolved
    id        INTEGER PRIMARY KEY,
    type      TEXT NOT NULL,
    key       TEXT NOT NULL,                -- what makes it the same: ISO code, normalised name; the document too when it has no name
    name      TEXT NOT NULL,                -- the spelling most documents use
    unnamed   INTEGER NOT NULL,
    UNIQUE (type, key)
) STRICT;

CREATE TABLE aliases (                      -- resolved
    folded    TEXT NOT NULL,
    entity    INTEGER NOT NULL REFERENCES entities,
    alias     TEXT NOT NULL,
    kind      TEXT NOT NULL,                -- name, alias, code, demonym; short: one word of a person's name
    documents INTEGER NOT NULL,             -- how many use it
    PRIMARY KEY (folded, entity, alias, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_entity ON aliases (entity, kind);

CREATE TABLE referents (                    -- an entity as one document knows it
    id        INTEGER PRIMARY KEY,
    document  INTEGER NOT NULL REFERENCES documents,
    entity    INTEGER NOT NULL REFERENCES entities,
    name      TEXT NOT NULL,
    plural    INTEGER NOT NULL,
    post      TEXT,
    "of"      INTEGER REFERENCES referents
) STRICT;
CREATE INDEX referents_document ON referents (document);
CREATE INDEX referents_entity ON referents (entity);
CREATE INDEX referents_of ON referents ("of");

CREATE TABLE mentions (
    document  INTEGER NOT NULL REFERENCES documents,
    position  INTEGER NOT NULL,
    part      INTEGER NOT NULL,             -- a mention may mean several
    "start"   INTEGER NOT NULL,
    "end"     INTEGER NOT NULL,
    form      TEXT NOT NULL,
    referent  INTEGER NOT NULL REFERENCES referents,
    PRIMARY KEY (document, position, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_referent ON mentions (referent);


CREATE TABLE times (
    id        INTEGER PRIMARY KEY,
    document  INTEGER NOT NULL REFERENCES documents,
    "start"   INTEGER NOT NULL,
    "end"     INTEGER NOT NULL,
    type      TEXT NOT NULL,
    value     TEXT NOT NULL,
    anchor    TEXT,
    implied   INTEGER REFERENCES implied
) STRICT;
CREATE INDEX times_document ON times (document);

CREATE TABLE implied (                      -- I-n
    id        INTEGER PRIMARY KEY,
    document  INTEGER NOT NULL REFERENCES documents,
    event     TEXT NOT NULL,
    value     TEXT NOT NULL,
    first_day INTEGER,
    last_day  INTEGER
) STRICT;
CREATE INDEX implied_document ON implied (document);


CREATE TABLE statements (                   -- S-n
    id        INTEGER PRIMARY KEY,
    document  INTEGER NOT NULL REFERENCES documents,
    kind      TEXT NOT NULL,
    date      TEXT,
    first_day INTEGER,
    last_day  INTEGER,
    occasion  TEXT,
    addressee INTEGER REFERENCES referents,
    continued INTEGER NOT NULL
) STRICT;
CREATE INDEX statements_document ON statements (document);

CREATE TABLE speakers (
    statement INTEGER NOT NULL REFERENCES statements,
    position  INTEGER NOT NULL,
    referent  INTEGER NOT NULL REFERENCES referents,
    PRIMARY KEY (statement, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX speakers_referent ON speakers (referent);

CREATE TABLE topics (
    statement INTEGER NOT NULL REFERENCES statements,
    position  INTEGER NOT NULL,
    referent  INTEGER NOT NULL REFERENCES referents,
    PRIMARY KEY (statement, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX topics_referent ON topics (referent);

CREATE TABLE chains (                       -- who carried it, innermost first
    kind      TEXT NOT NULL,                -- S: of a statement, R: of a report
    item      INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    referent  INTEGER NOT NULL REFERENCES referents,
    date      TEXT,
    PRIMARY KEY (kind, item, position)
) STRICT, WITHOUT ROWID;


CREATE TABLE events (                       -- E-n, resolved: n is the number of its first report
    id        INTEGER PRIMARY KEY,
    block     TEXT NOT NULL,
    type      TEXT,
    mode      TEXT,
    kind      TEXT,
    date      TEXT,
    first_day INTEGER,
    last_day  INTEGER,
    place     INTEGER REFERENCES entities,
    status    TEXT NOT NULL,
    reports   INTEGER NOT NULL
) STRICT;
CREATE INDEX events_block ON events (block);
CREATE INDEX events_date ON events (first_day);

CREATE TABLE event_participants (           -- resolved
    event     INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    entity    INTEGER NOT NULL REFERENCES entities,
    position  INTEGER NOT NULL,
    PRIMARY KEY (event, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_participants_entity ON event_participants (entity);

CREATE TABLE reports (                      -- R-n
    id         INTEGER PRIMARY KEY,
    document   INTEGER NOT NULL REFERENCES documents,
    position   INTEGER NOT NULL,
    type       TEXT,
    mode       TEXT,
    kind       TEXT,
    cameo      TEXT,
    date       TEXT,
    first_day  INTEGER,
    last_day   INTEGER,
    place      INTEGER REFERENCES referents,
    status     TEXT NOT NULL,
    sentence   INTEGER REFERENCES sentences,
    statement  INTEGER REFERENCES statements,
    within     INTEGER REFERENCES reports,
    confidence INTEGER NOT NULL,
    rule       TEXT,
    block      TEXT NOT NULL,               -- what kind of event among whom: only reports of one block can be of one event
    event      INTEGER REFERENCES events ON DELETE SET NULL  -- resolved
) STRICT;
CREATE INDEX reports_document ON reports (document);
CREATE INDEX reports_block ON reports (block);
CREATE INDEX reports_event ON reports (event);

CREATE TABLE participants (
    report    INTEGER NOT NULL REFERENCES reports,
    position  INTEGER NOT NULL,
    referent  INTEGER NOT NULL REFERENCES referents,
    role      TEXT NOT NULL,
    PRIMARY KEY (report, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX participants_referent ON participants (referent);

CREATE TABLE actors (                       -- actor codes of a report
    report    INTEGER NOT NULL REFERENCES reports,
    side      TEXT NOT NULL,                -- source, target
    position  INTEGER NOT NULL,
    code      TEXT NOT NULL,
    PRIMARY KEY (report, side, position)
) STRICT, WITHOUT ROWID;


CREATE TABLE facts (                        -- F-n
    id          INTEGER PRIMARY KEY,
    document    INTEGER NOT NULL REFERENCES documents,
    subject     INTEGER NOT NULL REFERENCES referents,
    relation    TEXT NOT NULL,
    object      INTEGER REFERENCES referents,
    object_text TEXT,
    "of"        INTEGER REFERENCES referents,
    modality    TEXT NOT NULL,
    holder      INTEGER REFERENCES referents,
    as_of       TEXT,
    as_of_first INTEGER,                    -- the day it is attested for: as_of, else the day of publication
    as_of_last  INTEGER,
    valid_from  TEXT,
    from_first  INTEGER,
    from_last   INTEGER,
    valid_to    TEXT,
    to_first    INTEGER,
    to_last     INTEGER,
    ended       INTEGER NOT NULL,
    inferred    INTEGER NOT NULL,
    statement   INTEGER REFERENCES statements,
    confidence  INTEGER NOT NULL,
    rule        TEXT
) STRICT;
CREATE INDEX facts_document ON facts (document);
CREATE INDEX facts_subject ON facts (subject);
CREATE INDEX facts_object ON facts (object);
CREATE INDEX facts_of ON facts ("of");
CREATE INDEX facts_relation ON facts (relation);

CREATE TABLE fact_sources (                 -- the facts that an inferred one rests on
    fact      INTEGER NOT NULL REFERENCES facts,
    source    INTEGER NOT NULL REFERENCES facts,
    PRIMARY KEY (fact, source)
) STRICT, WITHOUT ROWID;


CREATE TABLE evidence (
    kind      TEXT NOT NULL,                -- S, R, F, I
    item      INTEGER NOT NULL,
    role      TEXT NOT NULL,                -- source, cue, content; trigger, source, target; evidence
    position  INTEGER NOT NULL,
    "start"   INTEGER NOT NULL,
    "end"     INTEGER NOT NULL,
    PRIMARY KEY (kind, item, role, position)
) STRICT, WITHOUT ROWID;
PRAGMA application_id = 1128814930; PRAGMA user_version = 1;
BEGIN;
INSERT INTO codings VALUES(1,'{"program":"0.1.0","model":"55761362d2076a26","lexicon":"09e2b1f492e63476"}');
INSERT INTO documents VALUES(1,'4978b3b608a332dcad1f37d6844c768ab95fdddd0ce788ad469995c1dfed0838','examples/documents/1995-07-31-bulletin-southeast-asia.txt',1040,NULL,NULL,NULL,NULL,'The month in South-East Asia','en','1995-07-31','header line',9342,9342,replace(' date 1995-07-31 The month in South-East Asia\n\n- 11 July, Washington. President Bill Clinton announced that the United States would establish diplomatic relations with Vietnam, twenty years after the end of the war.\n- 12 July, Hanoi. Prime Minister Vo Van Kiet welcomed the decision.\n- 28 July, Bandar Seri Begawan. Vietnam was admitted to the Association of Southeast Asian Nations (ASEAN) as its seventh member. Foreign Minister Nguyen Manh Cam signed the declaration of admission. Vietnam had been an observer since 1992.\n- 29 July, Bandar Seri Begawan. The foreign ministers of ASEAN held their twenty-eighth annual meeting. Cambodia was granted observer status; it said that it hoped to become a full member.\n- 5 August, Hanoi (forthcoming). US Secretary of State Warren Christopher is due to visit Vietnam. He is expected to raise the flag over the new embassy.\n- Laos, an observer since 1992, wants to join within two or three years. Myanmar has acceded to the Treaty of Amity and Cooperation, but it has not applied for membership.\n','\n',char(10)),1,'2026-11-22T20:17:44Z');
INSERT INTO documents VALUES(2,'375644e22532d7e35fa9952a4f440b20a52cb2d0bca8dbc80338db48b368606a','examples/documents/2023-04-04-finland-nato.txt',1169,NULL,NULL,NULL,NULL,NULL,'en','2023-04-04','dateline',19451,19451,replace('BRUSSELS, 4 April 2023 - Finland became the thirty-first member of NATO on Tuesday. Foreign Minister Pekka Haavisto handed his country''s instrument of accession to US Secretary of State Antony Blinken, whose government is the depositary of the North Atlantic Treaty.\n\nFinland now had the strongest friends and allies in the world, Secretary General Jens Stoltenberg said before the flag was raised outside the headquarters. The treaty was signed in Washington 74 years ago to the day.\n\nFinland applied together with Sweden on 18 May 2022. The parliament of Türkiye was the last to ratify its accession, on 30 March; Hungary had done so three days before.\n\nSweden remains an invitee. It hopes to join by the Vilnius summit in July, but Türkiye and Hungary have not ratified its protocol. Haavisto said that Finland''s first act as a member had been to deposit its own ratification of Sweden''s accession.\n\nThe Kremlin called the enlargement an encroachment on Russia''s security. Spokesman Dmitry Peskov said, as quoted by TASS, that Moscow would have to take countermeasures. President Sauli Niinistö stressed that Finland''s membership was not directed against anyone.\n','\n',char(10)),1,'2026-11-22T20:17:44Z');
INSERT INTO documents VALUES(3,'bfa40821a36a291ca5445ff9bf423ed39f50949044535c4da37ec6ac2f266b22','examples/documents/2002-07-10-durban-agency.txt',884,NULL,NULL,NULL,NULL,NULL,'en',NULL,NULL,NULL,NULL,replace('DURBAN, July 10 (agencies) - The African Union came into being in Durban on Tuesday, taking the place of the Organisation of African Unity, which held its last session in the same city the day before.\n\nSouth African President Thabo Mbeki became the first chairman of the new union. Amara Essy of Ivory Coast, who had been Secretary-General of the OAU since last year, stays on for a year as interim chairman of the union''s commission.\n\nMbeki told the crowd in a stadium of the city that Africa had to take its place in the affairs of the world.\n\nLibyan leader Muammar Gaddafi and UN Secretary-General Kofi Annan attended the ceremony. Madagascar was kept out: the union did not recognise the government in Antananarivo and asked for new elections.\n\nThe next ordinary summit is to be held in Maputo in July 2003. Mozambique''s Joaquim Chissano is expected to take over the chair there.\n','\n',char(10)),1,'2026-11-22T20:17:44Z');
INSERT INTO segments VALUES(1,0,1,16,'furniture','header line');
INSERT INTO segments VALUES(1,1,17,45,'title','first line');
INSERT INTO segments VALUES(1,2,47,1039,'body','text');
INSERT INTO segments VALUES(2,0,0,24,'dateline','dateline');
INSERT INTO segments VALUES(2,1,25,1168,'body','text');
INSERT INTO segments VALUES(3,0,0,28,'dateline','dateline');
INSERT INTO segments VALUES(3,1,29,883,'body','text');
INSERT INTO sentences VALUES(1,1,17,45);
INSERT INTO sentences VALUES(2,1,47,69);
INSERT INTO sentences VALUES(3,1,70,215);
INSERT INTO sentences VALUES(4,1,216,233);
INSERT INTO sentences VALUES(5,1,234,283);
INSERT INTO sentences VALUES(6,1,284,315);
INSERT INTO sentences VALUES(7,1,316,413);
INSERT INTO sentences VALUES(8,1,414,483);
INSERT INTO sentences VALUES(9,1,484,524);
INSERT INTO sentences VALUES(10,1,525,556);
INSERT INTO sentences VALUES(11,1,557,628);
INSERT INTO sentences VALUES(12,1,629,713);
INSERT INTO sentences VALUES(13,1,714,746);
INSERT INTO sentences VALUES(14,1,747,812);
INSERT INTO sentences VALUES(15,1,813,867);
INSERT INTO sentences VALUES(16,1,868,940);
INSERT INTO sentences VALUES(17,1,941,1039);
INSERT INTO sentences VALUES(18,2,0,24);
INSERT INTO sentences VALUES(19,2,25,83);
INSERT INTO sentences VALUES(20,2,84,266);
INSERT INTO sentences VALUES(21,2,268,423);
INSERT INTO sentences VALUES(22,2,424,484);
INSERT INTO sentences VALUES(23,2,486,538);
INSERT INTO sentences VALUES(24,2,539,655);
INSERT INTO sentences VALUES(25,2,657,683);
INSERT INTO sentences VALUES(26,2,684,788);
INSERT INTO sentences VALUES(27,2,789,903);
INSERT INTO sentences VALUES(28,2,905,977);
INSERT INTO sentences VALUES(29,2,978,1074);
INSERT INTO sentences VALUES(30,2,1075,1168);
INSERT INTO sentences VALUES(31,3,0,28);
INSERT INTO sentences VALUES(32,3,29,200);
INSERT INTO sentences VALUES(33,3,202,281);
INSERT INTO sentences VALUES(34,3,282,434);
INSERT INTO sentences VALUES(35,3,436,544);
INSERT INTO sentences VALUES(36,3,546,634);
INSERT INTO sentences VALUES(37,3,635,747);
INSERT INTO sentences VALUES(38,3,749,811);
INSERT INTO sentences VALUES(39,3,812,883);
INSERT INTO entities VALUES(1,'place','southeastasia','Southeast Asia',0);
INSERT INTO entities VALUES(2,'place','washington','Washington',0);
INSERT INTO entities VALUES(3,'state','USA','United States',0);
INSERT INTO entities VALUES(4,'state','VNM','Vietnam',0);
INSERT INTO entities VALUES(5,'place','hanoi','Hanoi',0);
INSERT INTO entities VALUES(6,'place','bandarseribegawan','Bandar Seri Begawan',0);
INSERT INTO entities VALUES(7,'state','BRN','Brunei',0);
INSERT INTO entities VALUES(8,'organization','associationofsoutheastasiannations','Association of Southeast Asian Nations',0);
INSERT INTO entities VALUES(9,'instrument','declarationofadmission','declaration of admission',0);
INSERT INTO entities VALUES(10,'state','KHM','Cambodia',0);
INSERT INTO entities VALUES(11,'state','LAO','Laos',0);
INSERT INTO entities VALUES(12,'state','MMR','Myanmar',0);
INSERT INTO entities VALUES(13,'instrument','treatyofamityandcooperation','Treaty of Amity and Cooperation',0);
INSERT INTO entities VALUES(14,'person','bill clinton','Bill Clinton',0);
INSERT INTO entities VALUES(15,'person','vo van kiet','Vo Van Kiet',0);
INSERT INTO entities VALUES(16,'person','nguen manh cam','Nguyen Manh Cam',0);
INSERT INTO entities VALUES(17,'person','warren christopher','Warren Christopher',0);
INSERT INTO entities VALUES(18,'series','theirtwentyeighthannualmeeting','their twenty-eighth annual meeting',0);
INSERT INTO entities VALUES(19,'place','brussels','Brussels',0);
INSERT INTO entities VALUES(20,'state','BEL','Belgium',0);
INSERT INTO entities VALUES(21,'state','FIN','Finland',0);
INSERT INTO entities VALUES(22,'organization','northatlantictreatyorganization','North Atlantic Treaty Organization',0);
INSERT INTO entities VALUES(23,'instrument','northatlantictreaty','North Atlantic Treaty',0);
INSERT INTO entities VALUES(24,'state','SWE','Sweden',0);
INSERT INTO entities VALUES(25,'state','TUR','Turkey',0);
INSERT INTO entities VALUES(26,'state','HUN','Hungary',0);
INSERT INTO entities VALUES(27,'series','vilniussummit','Vilnius summit',0);
INSERT INTO entities VALUES(28,'organization','kremlin','Kremlin',0);
INSERT INTO entities VALUES(29,'state','RUS','Russia',0);
INSERT INTO entities VALUES(30,'medium','tass','TASS',0);
INSERT INTO entities VALUES(31,'place','moscow','Moscow',0);
INSERT INTO entities VALUES(32,'body','TUR/parliamentofturkiye','parliament of Türkiye',0);
INSERT INTO entities VALUES(33,'person','pekka haavisto','Pekka Haavisto',0);
INSERT INTO entities VALUES(34,'person','antoni blinken','Antony Blinken',0);
INSERT INTO entities VALUES(35,'person','jens stoltenberg','Jens Stoltenberg',0);
INSERT INTO entities VALUES(36,'person','dmitri peskov','Dmitry Peskov',0);
INSERT INTO entities VALUES(37,'person','sauli niinisto','Sauli Niinistö',0);
INSERT INTO entities VALUES(38,'instrument','itsprotocol','its protocol',0);
INSERT INTO entities VALUES(39,'place','durban','Durban',0);
INSERT INTO entities VALUES(40,'state','ZAF','South Africa',0);
INSERT INTO entities VALUES(41,'organization','africanunion','African Union',0);
INSERT INTO entities VALUES(42,'organization','organizationofafricanunity','Organisation of African Unity',0);
INSERT INTO entities VALUES(43,'state','CIV','Côte d''Ivoire',0);
INSERT INTO entities VALUES(44,'place','africa','Africa',0);
INSERT INTO entities VALUES(45,'organization','unitednations','United Nations',0);
INSERT INTO entities VALUES(46,'state','MDG','Madagascar',0);
INSERT INTO entities VALUES(47,'place','antananarivo','Antananarivo',0);
INSERT INTO entities VALUES(48,'place','maputo','Maputo',0);
INSERT INTO entities VALUES(49,'state','MOZ','Mozambique',0);
INSERT INTO entities VALUES(50,'state','LBY','Libya',0);
INSERT INTO entities VALUES(51,'person','thabo mbeki','Thabo Mbeki',0);
INSERT INTO entities VALUES(52,'person','amara essi','Amara Essy',0);
INSERT INTO entities VALUES(53,'person','muammar gaddafi','Muammar Gaddafi',0);
INSERT INTO entities VALUES(54,'person','kofi annan','Kofi Annan',0);
INSERT INTO entities VALUES(55,'person','joaquim chissano','Joaquim Chissano',0);
INSERT INTO entities VALUES(56,'person','bfa40821a36a291ca5445ff9bf423ed39f50949044535c4da37ec6ac2f266b22#17','the chair',1);
INSERT INTO entities VALUES(57,'series','itslastsession','its last session',0);
INSERT INTO entities VALUES(58,'series','nextordinarysummit','next ordinary summit',0);
INSERT INTO aliases VALUES('africa',44,'Africa','name',1);
INSERT INTO aliases VALUES('africanunion',41,'African Union','name',1);
INSERT INTO aliases VALUES('amara',52,'Amara','short',1);
INSERT INTO aliases VALUES('amaraessy',52,'Amara Essy','name',1);
INSERT INTO aliases VALUES('annan',54,'Annan','short',1);
INSERT INTO aliases VALUES('antananarivo',47,'Antananarivo','name',1);
INSERT INTO aliases VALUES('antony',34,'Antony','short',1);
INSERT INTO aliases VALUES('antonyblinken',34,'Antony Blinken','name',1);
INSERT INTO aliases VALUES('asean',8,'ASEAN','alias',1);
INSERT INTO aliases VALUES('associationofsoutheastasiannations',8,'Association of Southeast Asian Nations','name',1);
INSERT INTO aliases VALUES('au',41,'AU','alias',1);
INSERT INTO aliases VALUES('bandarseribegawan',6,'Bandar Seri Begawan','name',1);
INSERT INTO aliases VALUES('bel',20,'BEL','code',1);
INSERT INTO aliases VALUES('belgium',20,'Belgium','name',1);
INSERT INTO aliases VALUES('bill',14,'Bill','short',1);
INSERT INTO aliases VALUES('billclinton',14,'Bill Clinton','name',1);
INSERT INTO aliases VALUES('blinken',34,'Blinken','short',1);
INSERT INTO aliases VALUES('brn',7,'BRN','code',1);
INSERT INTO aliases VALUES('brunei',7,'Brunei','name',1);
INSERT INTO aliases VALUES('brussels',19,'BRUSSELS','alias',1);
INSERT INTO aliases VALUES('brussels',19,'Brussels','name',1);
INSERT INTO aliases VALUES('cam',16,'Cam','short',1);
INSERT INTO aliases VALUES('cambodia',10,'Cambodia','name',1);
INSERT INTO aliases VALUES('chissano',55,'Chissano','short',1);
INSERT INTO aliases VALUES('christopher',17,'Christopher','short',1);
INSERT INTO aliases VALUES('civ',43,'CIV','code',1);
INSERT INTO aliases VALUES('clinton',14,'Clinton','short',1);
INSERT INTO aliases VALUES('cotedivoire',43,'Côte d''Ivoire','name',1);
INSERT INTO aliases VALUES('declaration',9,'declaration','alias',1);
INSERT INTO aliases VALUES('declarationofadmission',9,'declaration of admission','name',1);
INSERT INTO aliases VALUES('dmitry',36,'Dmitry','short',1);
INSERT INTO aliases VALUES('dmitrypeskov',36,'Dmitry Peskov','name',1);
INSERT INTO aliases VALUES('durban',39,'DURBAN','alias',1);
INSERT INTO aliases VALUES('durban',39,'Durban','name',1);
INSERT INTO aliases VALUES('essy',52,'Essy','short',1);
INSERT INTO aliases VALUES('fin',21,'FIN','code',1);
INSERT INTO aliases VALUES('finland',21,'Finland','name',1);
INSERT INTO aliases VALUES('gaddafi',53,'Gaddafi','short',1);
INSERT INTO aliases VALUES('haavisto',33,'Haavisto','alias',1);
INSERT INTO aliases VALUES('haavisto',33,'Haavisto','short',1);
INSERT INTO aliases VALUES('hanoi',5,'Hanoi','name',1);
INSERT INTO aliases VALUES('hun',26,'HUN','code',1);
INSERT INTO aliases VALUES('hungary',26,'Hungary','name',1);
INSERT INTO aliases VALUES('igoafrafu',41,'IGOAFRAFU','code',1);
INSERT INTO aliases VALUES('igoafroau',42,'IGOAFROAU','code',1);
INSERT INTO aliases VALUES('igoseaasn',8,'IGOSEAASN','code',1);
INSERT INTO aliases VALUES('igouno',45,'IGOUNO','code',1);
INSERT INTO aliases VALUES('igowstnat',22,'IGOWSTNAT','code',1);
INSERT INTO aliases VALUES('itslastsession',57,'its last session','name',1);
INSERT INTO aliases VALUES('itsprotocol',38,'its protocol','name',1);
INSERT INTO aliases VALUES('ivorycoast',43,'Ivory Coast','alias',1);
INSERT INTO aliases VALUES('jens',35,'Jens','short',1);
INSERT INTO aliases VALUES('jensstoltenberg',35,'Jens Stoltenberg','name',1);
INSERT INTO aliases VALUES('joaquim',55,'Joaquim','short',1);
INSERT INTO aliases VALUES('joaquimchissano',55,'Joaquim Chissano','name',1);
INSERT INTO aliases VALUES('khm',10,'KHM','code',1);
INSERT INTO aliases VALUES('kiet',15,'Kiet','short',1);
INSERT INTO aliases VALUES('kofi',54,'Kofi','short',1);
INSERT INTO aliases VALUES('kofiannan',54,'Kofi Annan','name',1);
INSERT INTO aliases VALUES('kremlin',28,'Kremlin','name',1);
INSERT INTO aliases VALUES('lao',11,'LAO','code',1);
INSERT INTO aliases VALUES('laos',11,'Laos','name',1);
INSERT INTO aliases VALUES('lby',50,'LBY','code',1);
INSERT INTO aliases VALUES('libya',50,'Libya','name',1);
INSERT INTO aliases VALUES('libyan',50,'Libyan','demonym',1);
INSERT INTO aliases VALUES('madagascar',46,'Madagascar','name',1);
INSERT INTO aliases VALUES('maputo',48,'Maputo','name',1);
INSERT INTO aliases VALUES('mbeki',51,'Mbeki','alias',1);
INSERT INTO aliases VALUES('mbeki',51,'Mbeki','short',1);
INSERT INTO aliases VALUES('mdg',46,'MDG','code',1);
INSERT INTO aliases VALUES('mmr',12,'MMR','code',1);
INSERT INTO aliases VALUES('moscow',31,'Moscow','name',1);
INSERT INTO aliases VALUES('moz',49,'MOZ','code',1);
INSERT INTO aliases VALUES('mozambique',49,'Mozambique','name',1);
INSERT INTO aliases VALUES('muammar',53,'Muammar','short',1);
INSERT INTO aliases VALUES('muammargaddafi',53,'Muammar Gaddafi','name',1);
INSERT INTO aliases VALUES('myanmar',12,'Myanmar','name',1);
INSERT INTO aliases VALUES('nato',22,'NATO','alias',1);
INSERT INTO aliases VALUES('nextordinarysummit',58,'next ordinary summit','name',1);
INSERT INTO aliases VALUES('nguyen',16,'Nguyen','short',1);
INSERT INTO aliases VALUES('nguyenmanhcam',16,'Nguyen Manh Cam','name',1);
INSERT INTO aliases VALUES('niinisto',37,'Niinistö','short',1);
INSERT INTO aliases VALUES('northatlantictreaty',23,'North Atlantic Treaty','name',1);
INSERT INTO aliases VALUES('northatlantictreatyorganization',22,'North Atlantic Treaty Organization','name',1);
INSERT INTO aliases VALUES('oau',42,'OAU','alias',1);
INSERT INTO aliases VALUES('organisationofafricanunity',42,'Organisation of African Unity','name',1);
INSERT INTO aliases VALUES('parliament',32,'parliament','alias',1);
INSERT INTO aliases VALUES('parliamentofturkiye',32,'parliament of Türkiye','name',1);
INSERT INTO aliases VALUES('pekka',33,'Pekka','short',1);
INSERT INTO aliases VALUES('pekkahaavisto',33,'Pekka Haavisto','name',1);
INSERT INTO aliases VALUES('peskov',36,'Peskov','short',1);
INSERT INTO aliases VALUES('presidencyofrussia',28,'Presidency of Russia','alias',1);
INSERT INTO aliases VALUES('rus',29,'RUS','code',1);
INSERT INTO aliases VALUES('rusgov',28,'RUSGOV','code',1);
INSERT INTO aliases VALUES('russia',29,'Russia','name',1);
INSERT INTO aliases VALUES('sauli',37,'Sauli','short',1);
INSERT INTO aliases VALUES('sauliniinisto',37,'Sauli Niinistö','name',1);
INSERT INTO aliases VALUES('southafrica',40,'South Africa','name',1);
INSERT INTO aliases VALUES('southafrican',40,'South African','demonym',1);
INSERT INTO aliases VALUES('southeastasia',1,'South-East Asia','alias',1);
INSERT INTO aliases VALUES('southeastasia',1,'Southeast Asia','name',1);
INSERT INTO aliases VALUES('stoltenberg',35,'Stoltenberg','short',1);
INSERT INTO aliases VALUES('swe',24,'SWE','code',1);
INSERT INTO aliases VALUES('sweden',24,'Sweden','name',1);
INSERT INTO aliases VALUES('tass',30,'TASS','name',1);
INSERT INTO aliases VALUES('thabo',51,'Thabo','short',1);
INSERT INTO aliases VALUES('thabombeki',51,'Thabo Mbeki','name',1);
INSERT INTO aliases VALUES('theirtwentyeighthannualmeeting',18,'their twenty-eighth annual meeting','name',1);
INSERT INTO aliases VALUES('thenextordinarysummit',58,'The next ordinary summit','alias',1);
INSERT INTO aliases VALUES('treatyofamityandcooperation',13,'Treaty of Amity and Cooperation','name',1);
INSERT INTO aliases VALUES('tur',25,'TUR','code',1);
INSERT INTO aliases VALUES('turkey',25,'Turkey','name',1);
INSERT INTO aliases VALUES('turkiye',25,'Türkiye','alias',1);
INSERT INTO aliases VALUES('un',45,'UN','alias',1);
INSERT INTO aliases VALUES('un',45,'UN','demonym',1);
INSERT INTO aliases VALUES('unitednations',45,'United Nations','name',1);
INSERT INTO aliases VALUES('unitedstates',3,'United States','name',2);
INSERT INTO aliases VALUES('us',3,'US','alias',2);
INSERT INTO aliases VALUES('us',3,'US','demonym',2);
INSERT INTO aliases VALUES('usa',3,'USA','code',2);
INSERT INTO aliases VALUES('vietnam',4,'Vietnam','name',1);
INSERT INTO aliases VALUES('vilniussummit',27,'Vilnius summit','name',1);
INSERT INTO aliases VALUES('vnm',4,'VNM','code',1);
INSERT INTO aliases VALUES('vo',15,'Vo','short',1);
INSERT INTO aliases VALUES('vovankiet',15,'Vo Van Kiet','name',1);
INSERT INTO aliases VALUES('warren',17,'Warren','short',1);
INSERT INTO aliases VALUES('warrenchristopher',17,'Warren Christopher','name',1);
INSERT INTO aliases VALUES('washington',2,'Washington','name',2);
INSERT INTO aliases VALUES('zaf',40,'ZAF','code',1);
INSERT INTO referents VALUES(1,1,1,'Southeast Asia',0,NULL,NULL);
INSERT INTO referents VALUES(2,1,2,'Washington',0,NULL,3);
INSERT INTO referents VALUES(3,1,3,'United States',0,NULL,NULL);
INSERT INTO referents VALUES(4,1,4,'Vietnam',0,NULL,NULL);
INSERT INTO referents VALUES(5,1,5,'Hanoi',0,NULL,4);
INSERT INTO referents VALUES(6,1,6,'Bandar Seri Begawan',0,NULL,7);
INSERT INTO referents VALUES(7,1,7,'Brunei',0,NULL,NULL);
INSERT INTO referents VALUES(8,1,8,'Association of Southeast Asian Nations',0,NULL,NULL);
INSERT INTO referents VALUES(9,1,9,'declaration of admission',0,NULL,NULL);
INSERT INTO referents VALUES(10,1,10,'Cambodia',0,NULL,NULL);
INSERT INTO referents VALUES(11,1,11,'Laos',0,NULL,NULL);
INSERT INTO referents VALUES(12,1,12,'Myanmar',0,NULL,NULL);
INSERT INTO referents VALUES(13,1,13,'Treaty of Amity and Cooperation',0,NULL,NULL);
INSERT INTO referents VALUES(14,1,14,'Bill Clinton',0,'President',NULL);
INSERT INTO referents VALUES(15,1,15,'Vo Van Kiet',0,'Prime Minister',3);
INSERT INTO referents VALUES(16,1,16,'Nguyen Manh Cam',0,'Foreign Minister',3);
INSERT INTO referents VALUES(17,1,17,'Warren Christopher',0,'Secretary of State',3);
INSERT INTO referents VALUES(18,1,18,'their twenty-eighth annual meeting',0,NULL,NULL);
INSERT INTO referents VALUES(19,2,19,'Brussels',0,NULL,20);
INSERT INTO referents VALUES(20,2,20,'Belgium',0,NULL,NULL);
INSERT INTO referents VALUES(21,2,21,'Finland',0,NULL,NULL);
INSERT INTO referents VALUES(22,2,22,'North Atlantic Treaty Organization',0,NULL,NULL);
INSERT INTO referents VALUES(23,2,3,'United States',0,NULL,NULL);
INSERT INTO referents VALUES(24,2,23,'North Atlantic Treaty',0,NULL,NULL);
INSERT INTO referents VALUES(25,2,2,'Washington',0,NULL,23);
INSERT INTO referents VALUES(26,2,24,'Sweden',0,NULL,NULL);
INSERT INTO referents VALUES(27,2,25,'Turkey',0,NULL,NULL);
INSERT INTO referents VALUES(28,2,26,'Hungary',0,NULL,NULL);
INSERT INTO referents VALUES(29,2,27,'Vilnius summit',0,NULL,NULL);
INSERT INTO referents VALUES(30,2,28,'Kremlin',0,NULL,31);
INSERT INTO referents VALUES(31,2,29,'Russia',0,NULL,NULL);
INSERT INTO referents VALUES(32,2,30,'TASS',0,NULL,31);
INSERT INTO referents VALUES(33,2,31,'Moscow',0,NULL,31);
INSERT INTO referents VALUES(34,2,32,'parliament of Türkiye',0,NULL,27);
INSERT INTO referents VALUES(35,2,33,'Pekka Haavisto',0,'Foreign Minister',21);
INSERT INTO referents VALUES(36,2,34,'Antony Blinken',0,'Secretary of State',23);
INSERT INTO referents VALUES(37,2,35,'Jens Stoltenberg',0,'Secretary General',22);
INSERT INTO referents VALUES(38,2,36,'Dmitry Peskov',0,'Spokesman',NULL);
INSERT INTO referents VALUES(39,2,37,'Sauli Niinistö',0,'President',27);
INSERT INTO referents VALUES(40,2,38,'its protocol',0,NULL,NULL);
INSERT INTO referents VALUES(41,3,39,'Durban',0,NULL,42);
INSERT INTO referents VALUES(42,3,40,'South Africa',0,NULL,NULL);
INSERT INTO referents VALUES(43,3,41,'African Union',0,NULL,NULL);
INSERT INTO referents VALUES(44,3,42,'Organisation of African Unity',0,NULL,NULL);
INSERT INTO referents VALUES(45,3,43,'Côte d''Ivoire',0,NULL,NULL);
INSERT INTO referents VALUES(46,3,44,'Africa',0,NULL,NULL);
INSERT INTO referents VALUES(47,3,45,'United Nations',0,NULL,NULL);
INSERT INTO referents VALUES(48,3,46,'Madagascar',0,NULL,NULL);
INSERT INTO referents VALUES(49,3,47,'Antananarivo',0,NULL,48);
INSERT INTO referents VALUES(50,3,48,'Maputo',0,NULL,51);
INSERT INTO referents VALUES(51,3,49,'Mozambique',0,NULL,NULL);
INSERT INTO referents VALUES(52,3,50,'Libya',0,NULL,NULL);
INSERT INTO referents VALUES(53,3,51,'Thabo Mbeki',0,'President',42);
INSERT INTO referents VALUES(54,3,52,'Amara Essy',0,NULL,45);
INSERT INTO referents VALUES(55,3,53,'Muammar Gaddafi',0,'leader',52);
INSERT INTO referents VALUES(56,3,54,'Kofi Annan',0,'Secretary-General',47);
INSERT INTO referents VALUES(57,3,55,'Joaquim Chissano',0,NULL,51);
INSERT INTO referents VALUES(58,3,56,'the chair',0,'chair',NULL);
INSERT INTO referents VALUES(59,3,57,'its last session',0,NULL,NULL);
INSERT INTO referents VALUES(60,3,58,'next ordinary summit',0,NULL,NULL);
INSERT INTO mentions VALUES(1,0,0,30,45,'name',1);
INSERT INTO mentions VALUES(1,1,0,58,68,'name',2);
INSERT INTO mentions VALUES(1,2,0,80,92,'name',14);
INSERT INTO mentions VALUES(1,3,0,112,125,'name',3);
INSERT INTO mentions VALUES(1,4,0,168,175,'name',4);
INSERT INTO mentions VALUES(1,5,0,227,232,'name',5);
INSERT INTO mentions VALUES(1,6,0,249,260,'name',15);
INSERT INTO mentions VALUES(1,7,0,295,314,'name',6);
INSERT INTO mentions VALUES(1,8,0,316,323,'name',4);
INSERT INTO mentions VALUES(1,9,0,344,382,'name',8);
INSERT INTO mentions VALUES(1,10,0,384,389,'name',8);
INSERT INTO mentions VALUES(1,11,0,394,397,'pronoun',8);
INSERT INTO mentions VALUES(1,12,0,431,446,'name',16);
INSERT INTO mentions VALUES(1,13,0,458,482,'name',9);
INSERT INTO mentions VALUES(1,14,0,484,491,'name',4);
INSERT INTO mentions VALUES(1,15,0,536,555,'name',6);
INSERT INTO mentions VALUES(1,16,0,582,587,'name',8);
INSERT INTO mentions VALUES(1,17,0,593,627,'description',18);
INSERT INTO mentions VALUES(1,18,0,593,598,'pronoun',8);
INSERT INTO mentions VALUES(1,19,0,629,637,'name',10);
INSERT INTO mentions VALUES(1,20,0,667,669,'pronoun',10);
INSERT INTO mentions VALUES(1,21,0,726,731,'name',5);
INSERT INTO mentions VALUES(1,22,0,747,749,'name',3);
INSERT INTO mentions VALUES(1,23,0,769,787,'name',17);
INSERT INTO mentions VALUES(1,24,0,804,811,'name',4);
INSERT INTO mentions VALUES(1,25,0,813,815,'pronoun',17);
INSERT INTO mentions VALUES(1,26,0,870,874,'name',11);
INSERT INTO mentions VALUES(1,27,0,941,948,'name',12);
INSERT INTO mentions VALUES(1,28,0,968,999,'name',13);
INSERT INTO mentions VALUES(1,29,0,1005,1007,'pronoun',12);
INSERT INTO mentions VALUES(2,0,0,0,8,'name',19);
INSERT INTO mentions VALUES(2,1,0,25,32,'name',21);
INSERT INTO mentions VALUES(2,2,0,67,71,'name',22);
INSERT INTO mentions VALUES(2,3,0,101,115,'name',35);
INSERT INTO mentions VALUES(2,4,0,123,134,'description',21);
INSERT INTO mentions VALUES(2,5,0,123,126,'pronoun',35);
INSERT INTO mentions VALUES(2,6,0,164,166,'name',23);
INSERT INTO mentions VALUES(2,7,0,186,200,'name',36);
INSERT INTO mentions VALUES(2,8,0,202,207,'pronoun',36);
INSERT INTO mentions VALUES(2,9,0,244,265,'name',24);
INSERT INTO mentions VALUES(2,10,0,268,275,'name',21);
INSERT INTO mentions VALUES(2,11,0,349,365,'name',37);
INSERT INTO mentions VALUES(2,12,0,424,434,'description',24);
INSERT INTO mentions VALUES(2,13,0,449,459,'name',25);
INSERT INTO mentions VALUES(2,14,0,486,493,'name',21);
INSERT INTO mentions VALUES(2,15,0,516,522,'name',26);
INSERT INTO mentions VALUES(2,16,0,543,553,'name',34);
INSERT INTO mentions VALUES(2,17,0,557,565,'name',27);
INSERT INTO mentions VALUES(2,18,0,589,592,'pronoun',34);
INSERT INTO mentions VALUES(2,19,0,617,624,'name',28);
INSERT INTO mentions VALUES(2,20,0,657,663,'name',26);
INSERT INTO mentions VALUES(2,21,0,708,722,'name',29);
INSERT INTO mentions VALUES(2,22,0,736,744,'name',27);
INSERT INTO mentions VALUES(2,23,0,749,756,'name',28);
INSERT INTO mentions VALUES(2,24,0,775,787,'description',40);
INSERT INTO mentions VALUES(2,25,0,775,778,'pronoun',28);
INSERT INTO mentions VALUES(2,26,0,789,797,'name',35);
INSERT INTO mentions VALUES(2,27,0,808,815,'name',21);
INSERT INTO mentions VALUES(2,28,0,860,863,'pronoun',21);
INSERT INTO mentions VALUES(2,29,0,884,890,'name',26);
INSERT INTO mentions VALUES(2,30,0,909,916,'name',30);
INSERT INTO mentions VALUES(2,31,0,959,965,'name',31);
INSERT INTO mentions VALUES(2,32,0,988,1001,'name',38);
INSERT INTO mentions VALUES(2,33,0,1021,1025,'name',32);
INSERT INTO mentions VALUES(2,34,0,1032,1038,'metonym',31);
INSERT INTO mentions VALUES(2,35,0,1085,1100,'name',39);
INSERT INTO mentions VALUES(2,36,0,1115,1122,'name',21);
INSERT INTO mentions VALUES(3,0,0,0,6,'name',41);
INSERT INTO mentions VALUES(3,1,0,33,46,'name',43);
INSERT INTO mentions VALUES(3,2,0,66,72,'name',41);
INSERT INTO mentions VALUES(3,3,0,109,138,'name',44);
INSERT INTO mentions VALUES(3,4,0,140,145,'pronoun',44);
INSERT INTO mentions VALUES(3,5,0,151,167,'description',59);
INSERT INTO mentions VALUES(3,6,0,151,154,'pronoun',44);
INSERT INTO mentions VALUES(3,7,0,226,237,'name',53);
INSERT INTO mentions VALUES(3,8,0,267,280,'description',43);
INSERT INTO mentions VALUES(3,9,0,282,292,'name',54);
INSERT INTO mentions VALUES(3,10,0,296,307,'name',45);
INSERT INTO mentions VALUES(3,11,0,309,312,'pronoun',54);
INSERT INTO mentions VALUES(3,12,0,347,350,'name',44);
INSERT INTO mentions VALUES(3,13,0,411,420,'description',43);
INSERT INTO mentions VALUES(3,14,0,436,441,'name',53);
INSERT INTO mentions VALUES(3,15,0,487,493,'name',46);
INSERT INTO mentions VALUES(3,16,0,506,509,'pronoun',46);
INSERT INTO mentions VALUES(3,17,0,560,575,'name',55);
INSERT INTO mentions VALUES(3,18,0,580,582,'name',47);
INSERT INTO mentions VALUES(3,19,0,601,611,'name',56);
INSERT INTO mentions VALUES(3,20,0,635,645,'name',48);
INSERT INTO mentions VALUES(3,21,0,660,669,'description',43);
INSERT INTO mentions VALUES(3,22,0,688,702,'description',48);
INSERT INTO mentions VALUES(3,23,0,706,718,'name',49);
INSERT INTO mentions VALUES(3,24,0,749,773,'description',60);
INSERT INTO mentions VALUES(3,25,0,791,797,'name',50);
INSERT INTO mentions VALUES(3,26,0,812,822,'name',51);
INSERT INTO mentions VALUES(3,27,0,825,841,'name',57);
INSERT INTO mentions VALUES(3,28,0,867,876,'post',58);
INSERT INTO implied VALUES(1,1,'end of the war','1975',1826,2190);
INSERT INTO times VALUES(1,1,49,56,'DATE','1995-07-11','published',NULL);
INSERT INTO times VALUES(2,1,177,189,'DURATION','P20Y',NULL,1);
INSERT INTO times VALUES(3,1,218,225,'DATE','1995-07-12','published',NULL);
INSERT INTO times VALUES(4,1,286,293,'DATE','1995-07-28','published',NULL);
INSERT INTO times VALUES(5,1,519,523,'DATE','1992',NULL,NULL);
INSERT INTO times VALUES(6,1,527,534,'DATE','1995-07-29','published',NULL);
INSERT INTO times VALUES(7,1,613,619,'SET','P1Y',NULL,NULL);
INSERT INTO times VALUES(8,1,716,724,'DATE','1995-08-05','published',NULL);
INSERT INTO times VALUES(9,1,894,898,'DATE','1992',NULL,NULL);
INSERT INTO times VALUES(10,1,921,939,'DURATION','P2Y',NULL,NULL);
INSERT INTO times VALUES(11,2,10,22,'DATE','2023-04-04',NULL,NULL);
INSERT INTO times VALUES(12,2,75,82,'DATE','2023-04-04','published',NULL);
INSERT INTO times VALUES(13,2,276,279,'DATE','PRESENT_REF',NULL,NULL);
INSERT INTO times VALUES(14,2,460,472,'DATE','1949','published',NULL);
INSERT INTO times VALUES(15,2,526,537,'DATE','2022-05-18',NULL,NULL);
INSERT INTO times VALUES(16,2,607,615,'DATE','2023-03-30','published',NULL);
INSERT INTO times VALUES(17,2,637,654,'DATE','2023-03-27','focus 2023-03-30',NULL);
INSERT INTO times VALUES(18,2,726,730,'DATE','2023-07','published',NULL);
INSERT INTO times VALUES(19,3,8,15,'DATE','XXXX-07-10','published',NULL);
INSERT INTO times VALUES(20,3,76,83,'DATE','XXXX-WXX-2','published',NULL);
INSERT INTO times VALUES(21,3,185,199,'DATE','XXXX-07-09','focus',NULL);
INSERT INTO times VALUES(22,3,357,366,'DATE','XXXX','published',NULL);
INSERT INTO times VALUES(23,3,381,387,'DURATION','P1Y',NULL,NULL);
INSERT INTO times VALUES(24,3,801,810,'DATE','2003-07',NULL,NULL);
INSERT INTO statements VALUES(1,1,'indirect',NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO statements VALUES(2,1,'indirect',NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO statements VALUES(3,2,'indirect',NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO statements VALUES(4,2,'indirect',NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO statements VALUES(5,2,'indirect',NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO statements VALUES(6,2,'indirect',NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO statements VALUES(7,2,'indirect',NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO statements VALUES(8,3,'indirect',NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO speakers VALUES(2,0,10);
INSERT INTO speakers VALUES(1,0,14);
INSERT INTO speakers VALUES(5,0,30);
INSERT INTO speakers VALUES(4,0,35);
INSERT INTO speakers VALUES(3,0,37);
INSERT INTO speakers VALUES(6,0,38);
INSERT INTO speakers VALUES(7,0,39);
INSERT INTO speakers VALUES(8,0,53);
INSERT INTO topics VALUES(1,0,3);
INSERT INTO topics VALUES(1,1,4);
INSERT INTO topics VALUES(3,0,21);
INSERT INTO topics VALUES(4,0,21);
INSERT INTO topics VALUES(7,0,21);
INSERT INTO topics VALUES(4,1,26);
INSERT INTO topics VALUES(5,0,31);
INSERT INTO topics VALUES(6,0,31);
INSERT INTO chains VALUES('S',6,0,32,NULL);
INSERT INTO events VALUES(1,'SUPPORT/relations|state:USA|state:VNM','SUPPORT',NULL,'relations',NULL,NULL,NULL,NULL,'planned',1);
INSERT INTO events VALUES(2,'SUPPORT/praise|person:vo van kiet','SUPPORT',NULL,'praise',NULL,NULL,NULL,NULL,'occurred',1);
INSERT INTO events VALUES(3,'SUPPORT/accession|organization:associationofsoutheastasiannations|state:VNM','SUPPORT',NULL,'accession',NULL,NULL,NULL,NULL,'occurred',1);
INSERT INTO events VALUES(4,'SUPPORT/signing|person:nguen manh cam','SUPPORT',NULL,'signing',NULL,NULL,NULL,NULL,'occurred',1);
INSERT INTO events VALUES(5,'CONSULT/meeting|organization:associationofsoutheastasiannations','CONSULT','multilateral','meeting',NULL,NULL,NULL,NULL,'occurred',1);
INSERT INTO events VALUES(6,'CONSULT/meeting|person:warren christopher|state:VNM','CONSULT','visit','visit',NULL,NULL,NULL,4,'planned',1);
INSERT INTO events VALUES(7,'SUPPORT/ratification|state:MMR','SUPPORT',NULL,'ratification',NULL,NULL,NULL,NULL,'occurred',1);
INSERT INTO events VALUES(8,'SUPPORT/accession|person:pekka haavisto','SUPPORT',NULL,'accession',NULL,NULL,NULL,NULL,'occurred',1);
INSERT INTO events VALUES(9,'SUPPORT/signing|375644e22532d7e35fa9952a4f440b20a52cb2d0bca8dbc80338db48b368606a','SUPPORT',NULL,'signing','1949',-7670,-7306,2,'historical',1);
INSERT INTO events VALUES(10,'REQUEST/application|state:FIN|state:SWE','REQUEST','assist','application','2022-05-18',19130,19130,NULL,'occurred',1);
INSERT INTO events VALUES(11,'SUPPORT/ratification|body:TUR/parliamentofturkiye','SUPPORT',NULL,'ratification','2023-03-30',19446,19446,NULL,'planned',1);
INSERT INTO events VALUES(12,'SUPPORT/ratification|state:HUN','SUPPORT',NULL,'ratification','2023-03-27',19443,19443,NULL,'occurred',1);
INSERT INTO events VALUES(13,'CONSULT/meeting|organization:northatlantictreatyorganization','CONSULT','multilateral','summit','2023-07',19539,19569,NULL,'hypothetical',1);
INSERT INTO events VALUES(14,'REJECT/refusal|state:HUN|state:TUR','REJECT',NULL,'refusal','2023-07',19539,19569,NULL,'planned',1);
INSERT INTO events VALUES(15,'SUPPORT/ratification|state:FIN','SUPPORT',NULL,'ratification',NULL,NULL,NULL,NULL,'cancelled',1);
INSERT INTO events VALUES(16,'SUPPORT/accession|state:SWE','SUPPORT',NULL,'accession',NULL,NULL,NULL,NULL,'cancelled',1);
INSERT INTO events VALUES(17,'CONSULT/meeting|organization:organizationofafricanunity','CONSULT','multilateral','meeting','XXXX-07-09',NULL,NULL,39,'occurred',1);
INSERT INTO events VALUES(18,'REJECT/refusal|organization:africanunion|state:MDG','REJECT',NULL,'refusal',NULL,NULL,NULL,47,'occurred',1);
INSERT INTO events VALUES(19,'REQUEST/appeal|organization:africanunion','REQUEST','assist','appeal',NULL,NULL,NULL,47,'occurred',1);
INSERT INTO events VALUES(20,'CONSULT/meeting|organization:africanunion','CONSULT','multilateral','summit','2003-07',12234,12264,48,'planned',1);
INSERT INTO event_participants VALUES(1,3,0);
INSERT INTO event_participants VALUES(1,4,1);
INSERT INTO event_participants VALUES(2,15,0);
INSERT INTO event_participants VALUES(3,4,0);
INSERT INTO event_participants VALUES(3,8,1);
INSERT INTO event_participants VALUES(4,16,0);
INSERT INTO event_participants VALUES(5,8,0);
INSERT INTO event_participants VALUES(6,4,1);
INSERT INTO event_participants VALUES(6,17,0);
INSERT INTO event_participants VALUES(7,12,0);
INSERT INTO event_participants VALUES(8,33,0);
INSERT INTO event_participants VALUES(10,21,0);
INSERT INTO event_participants VALUES(10,24,1);
INSERT INTO event_participants VALUES(11,32,0);
INSERT INTO event_participants VALUES(12,26,0);
INSERT INTO event_participants VALUES(13,22,0);
INSERT INTO event_participants VALUES(14,25,0);
INSERT INTO event_participants VALUES(14,26,1);
INSERT INTO event_participants VALUES(15,21,0);
INSERT INTO event_participants VALUES(16,24,0);
INSERT INTO event_participants VALUES(17,42,0);
INSERT INTO event_participants VALUES(18,41,0);
INSERT INTO event_participants VALUES(18,46,1);
INSERT INTO event_participants VALUES(19,41,0);
INSERT INTO event_participants VALUES(20,41,0);
INSERT INTO reports VALUES(1,1,0,'SUPPORT',NULL,'relations','054',NULL,NULL,NULL,NULL,'planned',3,1,NULL,90,'data/lexicon/en/verbs.tsv:535','SUPPORT/relations|state:USA|state:VNM',1);
INSERT INTO reports VALUES(2,1,1,'SUPPORT',NULL,'praise','051',NULL,NULL,NULL,NULL,'occurred',5,NULL,NULL,75,'data/lexicon/en/verbs.tsv:558','SUPPORT/praise|person:vo van kiet',2);
INSERT INTO reports VALUES(3,1,2,'SUPPORT',NULL,'accession','050',NULL,NULL,NULL,NULL,'occurred',7,NULL,NULL,75,'data/lexicon/en/verbs.tsv:521','SUPPORT/accession|organization:associationofsoutheastasiannations|state:VNM',3);
INSERT INTO reports VALUES(4,1,3,'SUPPORT',NULL,'signing','057',NULL,NULL,NULL,NULL,'occurred',8,NULL,NULL,75,'data/lexicon/en/verbs.tsv:490','SUPPORT/signing|person:nguen manh cam',4);
INSERT INTO reports VALUES(5,1,4,'CONSULT','multilateral','meeting','040',NULL,NULL,NULL,NULL,'occurred',11,NULL,NULL,75,'data/lexicon/en/verbs.tsv:369','CONSULT/meeting|organization:associationofsoutheastasiannations',5);
INSERT INTO reports VALUES(6,1,5,'CONSULT','visit','visit','042',NULL,NULL,NULL,4,'planned',14,NULL,NULL,90,'data/lexicon/en/verbs.tsv:426','CONSULT/meeting|person:warren christopher|state:VNM',6);
INSERT INTO reports VALUES(7,1,6,'SUPPORT',NULL,'ratification','057',NULL,NULL,NULL,NULL,'occurred',17,NULL,NULL,75,'data/lexicon/en/verbs.tsv:503','SUPPORT/ratification|state:MMR',7);
INSERT INTO reports VALUES(8,2,0,'SUPPORT',NULL,'accession','050',NULL,NULL,NULL,NULL,'occurred',20,NULL,NULL,75,'data/lexicon/en/verbs.tsv:518','SUPPORT/accession|person:pekka haavisto',8);
INSERT INTO reports VALUES(9,2,1,'SUPPORT',NULL,'signing','057','1949',-7670,-7306,25,'historical',22,NULL,NULL,55,'data/lexicon/en/verbs.tsv:490','SUPPORT/signing|375644e22532d7e35fa9952a4f440b20a52cb2d0bca8dbc80338db48b368606a',9);
INSERT INTO reports VALUES(10,2,2,'REQUEST','assist','application','102','2022-05-18',19130,19130,NULL,'occurred',23,NULL,NULL,90,'data/lexicon/en/verbs.tsv:665','REQUEST/application|state:FIN|state:SWE',10);
INSERT INTO reports VALUES(11,2,3,'SUPPORT',NULL,'ratification','057','2023-03-30',19446,19446,NULL,'planned',24,NULL,NULL,75,'data/lexicon/en/verbs.tsv:505','SUPPORT/ratification|body:TUR/parliamentofturkiye',11);
INSERT INTO reports VALUES(12,2,4,'SUPPORT',NULL,'ratification','057','2023-03-27',19443,19443,NULL,'occurred',24,NULL,NULL,75,'data/lexicon/en/verbs.tsv:505','SUPPORT/ratification|state:HUN',12);
INSERT INTO reports VALUES(13,2,5,'CONSULT','multilateral','summit','040','2023-07',19539,19569,NULL,'hypothetical',26,NULL,NULL,55,'data/lexicon/en/verbs.tsv:399','CONSULT/meeting|organization:northatlantictreatyorganization',13);
INSERT INTO reports VALUES(14,2,6,'REJECT',NULL,'refusal','120','2023-07',19539,19569,NULL,'planned',26,NULL,NULL,90,'data/lexicon/en/verbs.tsv:483','REJECT/refusal|state:HUN|state:TUR',14);
INSERT INTO reports VALUES(15,2,7,'SUPPORT',NULL,'ratification','057',NULL,NULL,NULL,NULL,'cancelled',27,4,NULL,75,'data/lexicon/en/verbs.tsv:507','SUPPORT/ratification|state:FIN',15);
INSERT INTO reports VALUES(16,2,8,'SUPPORT',NULL,'accession','050',NULL,NULL,NULL,NULL,'cancelled',27,4,NULL,75,'data/lexicon/en/verbs.tsv:525','SUPPORT/accession|state:SWE',16);
INSERT INTO reports VALUES(17,3,0,'CONSULT','multilateral','meeting','040','XXXX-07-09',NULL,NULL,41,'occurred',32,NULL,NULL,75,'data/lexicon/en/verbs.tsv:369','CONSULT/meeting|organization:organizationofafricanunity',17);
INSERT INTO reports VALUES(18,3,1,'REJECT',NULL,'refusal','120',NULL,NULL,NULL,49,'occurred',37,NULL,NULL,90,'data/lexicon/en/verbs.tsv:543','REJECT/refusal|organization:africanunion|state:MDG',18);
INSERT INTO reports VALUES(19,3,2,'REQUEST','assist','appeal','102',NULL,NULL,NULL,49,'occurred',37,NULL,NULL,75,'data/lexicon/en/verbs.tsv:654','REQUEST/appeal|organization:africanunion',19);
INSERT INTO reports VALUES(20,3,3,'CONSULT','multilateral','summit','040','2003-07',12234,12264,50,'planned',38,NULL,NULL,55,'data/lexicon/en/verbs.tsv:399','CONSULT/meeting|organization:africanunion',20);
INSERT INTO participants VALUES(1,0,3,'source');
INSERT INTO participants VALUES(1,1,4,'target');
INSERT INTO participants VALUES(2,0,15,'source');
INSERT INTO participants VALUES(3,0,4,'target');
INSERT INTO participants VALUES(3,1,8,'third party');
INSERT INTO participants VALUES(4,0,16,'source');
INSERT INTO participants VALUES(5,0,8,'source');
INSERT INTO participants VALUES(6,0,17,'source');
INSERT INTO participants VALUES(6,1,4,'target');
INSERT INTO participants VALUES(7,0,12,'source');
INSERT INTO participants VALUES(8,0,35,'source');
INSERT INTO participants VALUES(10,0,21,'source');
INSERT INTO participants VALUES(10,1,26,'target');
INSERT INTO participants VALUES(11,0,34,'source');
INSERT INTO participants VALUES(12,0,28,'source');
INSERT INTO participants VALUES(13,0,22,'source');
INSERT INTO participants VALUES(14,0,27,'source');
INSERT INTO participants VALUES(14,1,28,'source');
INSERT INTO participants VALUES(15,0,21,'source');
INSERT INTO participants VALUES(16,0,26,'target');
INSERT INTO participants VALUES(17,0,44,'source');
INSERT INTO participants VALUES(18,0,43,'source');
INSERT INTO participants VALUES(18,1,48,'target');
INSERT INTO participants VALUES(19,0,43,'source');
INSERT INTO participants VALUES(20,0,43,'source');
INSERT INTO actors VALUES(1,'source',0,'USA');
INSERT INTO actors VALUES(1,'target',0,'VNM');
INSERT INTO actors VALUES(2,'source',0,'USAGOV');
INSERT INTO actors VALUES(3,'target',0,'VNM');
INSERT INTO actors VALUES(4,'source',0,'USAGOV');
INSERT INTO actors VALUES(5,'source',0,'IGOSEAASN');
INSERT INTO actors VALUES(6,'source',0,'USAGOV');
INSERT INTO actors VALUES(6,'target',0,'VNM');
INSERT INTO actors VALUES(7,'source',0,'MMR');
INSERT INTO actors VALUES(8,'source',0,'FINGOV');
INSERT INTO actors VALUES(10,'source',0,'FIN');
INSERT INTO actors VALUES(10,'target',0,'SWE');
INSERT INTO actors VALUES(11,'source',0,'TURLEG');
INSERT INTO actors VALUES(12,'source',0,'HUN');
INSERT INTO actors VALUES(13,'source',0,'IGOWSTNAT');
INSERT INTO actors VALUES(14,'source',0,'TUR');
INSERT INTO actors VALUES(14,'source',1,'HUN');
INSERT INTO actors VALUES(14,'target',0,'HUN');
INSERT INTO actors VALUES(15,'source',0,'FIN');
INSERT INTO actors VALUES(16,'target',0,'SWE');
INSERT INTO actors VALUES(17,'source',0,'IGOAFROAU');
INSERT INTO actors VALUES(18,'source',0,'IGOAFRAFU');
INSERT INTO actors VALUES(18,'target',0,'MDGGOV');
INSERT INTO actors VALUES(19,'source',0,'IGOAFRAFU');
INSERT INTO actors VALUES(20,'source',0,'IGOAFRAFU');
INSERT INTO facts VALUES(1,1,14,'holds_post',NULL,'President',NULL,'is',NULL,'1995-07-31',9342,9342,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,85,'title');
INSERT INTO facts VALUES(2,1,3,'relations_with',4,NULL,NULL,'plans',14,'1995-07-31',9342,9342,NULL,NULL,NULL,NULL,NULL,NULL,0,0,1,80,'data/lexicon/en/standing.tsv:144');
INSERT INTO facts VALUES(3,1,15,'holds_post',NULL,'Prime Minister',NULL,'is',NULL,'1995-07-31',9342,9342,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,85,'title');
INSERT INTO facts VALUES(4,1,4,'member_of',8,NULL,NULL,'is',NULL,'1995-07-31',9342,9342,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,80,'data/lexicon/en/standing.tsv:22');
INSERT INTO facts VALUES(5,1,16,'holds_post',NULL,'Foreign Minister',NULL,'is',NULL,'1995-07-31',9342,9342,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,85,'title');
INSERT INTO facts VALUES(6,1,3,'signed',9,NULL,NULL,'is',NULL,'1995-07-31',9342,9342,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,80,'data/lexicon/en/standing.tsv:126');
INSERT INTO facts VALUES(7,1,4,'observer_of',8,NULL,NULL,'is',NULL,'1995-07-31',9342,9342,'1992',8035,8400,NULL,NULL,NULL,1,0,NULL,80,'data/lexicon/en/standing.tsv:66');
INSERT INTO facts VALUES(8,1,10,'observer_of',8,NULL,NULL,'is',NULL,'1995-07-31',9342,9342,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,80,'data/lexicon/en/standing.tsv:292');
INSERT INTO facts VALUES(9,1,17,'holds_post',NULL,'Secretary of State',3,'is',NULL,'1995-07-31',9342,9342,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,85,'title');
INSERT INTO facts VALUES(10,1,11,'observer_of',8,NULL,NULL,'is',NULL,'1995-07-31',9342,9342,'1992',8035,8400,NULL,NULL,NULL,0,0,NULL,80,'data/lexicon/en/standing.tsv:205');
INSERT INTO facts VALUES(11,1,11,'member_of',8,NULL,NULL,'wants',11,'1995-07-31',9342,9342,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,80,'data/lexicon/en/standing.tsv:18');
INSERT INTO facts VALUES(12,1,12,'party_to',13,NULL,NULL,'is',NULL,'1995-07-31',9342,9342,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,80,'data/lexicon/en/standing.tsv:20');
INSERT INTO facts VALUES(13,1,12,'applicant_of',8,NULL,NULL,'denies',NULL,'1995-07-31',9342,9342,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,80,'data/lexicon/en/standing.tsv:81');
INSERT INTO facts VALUES(14,2,21,'member_of',22,NULL,NULL,'is',NULL,'2023-04-04',19451,19451,'2023-04-04',19451,19451,NULL,NULL,NULL,0,0,NULL,80,'data/lexicon/en/standing.tsv:13');
INSERT INTO facts VALUES(15,2,35,'holds_post',NULL,'Foreign Minister',NULL,'is',NULL,'2023-04-04',19451,19451,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,85,'title');
INSERT INTO facts VALUES(16,2,36,'holds_post',NULL,'Secretary of State',23,'is',NULL,'2023-04-04',19451,19451,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,85,'title');
INSERT INTO facts VALUES(17,2,37,'holds_post',NULL,'Secretary General',NULL,'is',NULL,'2023-04-04',19451,19451,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,85,'title');
INSERT INTO facts VALUES(18,2,21,'applicant_of',22,NULL,NULL,'is',NULL,'2023-04-04',19451,19451,'2022-05-18',19130,19130,'2023-04-04',19451,19451,1,1,NULL,60,'data/lexicon/en/standing.tsv:219');
INSERT INTO facts VALUES(19,2,28,'applicant_of',22,NULL,NULL,'is',NULL,'2023-04-04',19451,19451,'2023-03-27',19443,19443,NULL,NULL,NULL,0,1,NULL,60,'data/lexicon/en/standing.tsv:283');
INSERT INTO facts VALUES(20,2,27,'party_to',40,NULL,NULL,'denies',NULL,'2023-04-04',19451,19451,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,80,'data/lexicon/en/standing.tsv:133');
INSERT INTO facts VALUES(21,2,28,'party_to',40,NULL,NULL,'denies',NULL,'2023-04-04',19451,19451,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,80,'data/lexicon/en/standing.tsv:133');
INSERT INTO facts VALUES(22,2,38,'holds_post',NULL,'Spokesman',NULL,'is',NULL,'2023-04-04',19451,19451,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,85,'title');
INSERT INTO facts VALUES(23,2,39,'holds_post',NULL,'President',NULL,'is',NULL,'2023-04-04',19451,19451,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,85,'title');
INSERT INTO facts VALUES(24,3,53,'holds_post',NULL,'President',42,'is',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,85,'title');
INSERT INTO facts VALUES(25,3,53,'holds_post',NULL,'chairman',43,'is',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,85,'data/lexicon/en/standing.tsv:163');
INSERT INTO facts VALUES(26,3,53,'chairs',43,NULL,NULL,'is',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,1,NULL,60,'data/ontology/inferences.tsv:13');
INSERT INTO facts VALUES(27,3,54,'holds_post',NULL,'Secretary-General',44,'is',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,0,NULL,85,'data/lexicon/en/standing.tsv:166');
INSERT INTO facts VALUES(28,3,55,'holds_post',NULL,'leader',52,'is',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,85,'title');
INSERT INTO facts VALUES(29,3,56,'holds_post',NULL,'Secretary-General',47,'is',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,85,'title');
INSERT INTO facts VALUES(30,3,51,'chairs',44,NULL,NULL,'plans',57,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,80,'data/lexicon/en/standing.tsv:108');
INSERT INTO fact_sources VALUES(26,25);
INSERT INTO evidence VALUES('F',1,'evidence',0,70,79);
INSERT INTO evidence VALUES('F',2,'evidence',0,112,175);
INSERT INTO evidence VALUES('F',3,'evidence',0,234,248);
INSERT INTO evidence VALUES('F',4,'evidence',0,316,382);
INSERT INTO evidence VALUES('F',5,'evidence',0,414,430);
INSERT INTO evidence VALUES('F',6,'evidence',0,431,482);
INSERT INTO evidence VALUES('F',7,'evidence',0,484,512);
INSERT INTO evidence VALUES('F',8,'evidence',0,629,658);
INSERT INTO evidence VALUES('F',9,'evidence',0,750,768);
INSERT INTO evidence VALUES('F',10,'evidence',0,870,887);
INSERT INTO evidence VALUES('F',11,'evidence',0,870,913);
INSERT INTO evidence VALUES('F',12,'evidence',0,941,999);
INSERT INTO evidence VALUES('F',13,'evidence',0,1005,1023);
INSERT INTO evidence VALUES('F',14,'evidence',0,25,71);
INSERT INTO evidence VALUES('F',15,'evidence',0,84,100);
INSERT INTO evidence VALUES('F',16,'evidence',0,167,185);
INSERT INTO evidence VALUES('F',17,'evidence',0,331,348);
INSERT INTO evidence VALUES('F',18,'evidence',0,486,501);
INSERT INTO evidence VALUES('F',19,'evidence',0,617,633);
INSERT INTO evidence VALUES('F',20,'evidence',0,736,787);
INSERT INTO evidence VALUES('F',21,'evidence',0,736,787);
INSERT INTO evidence VALUES('F',22,'evidence',0,978,987);
INSERT INTO evidence VALUES('F',23,'evidence',0,1075,1084);
INSERT INTO evidence VALUES('F',24,'evidence',0,216,225);
INSERT INTO evidence VALUES('F',25,'evidence',0,226,263);
INSERT INTO evidence VALUES('F',26,'evidence',0,226,263);
INSERT INTO evidence VALUES('F',27,'evidence',0,309,339);
INSERT INTO evidence VALUES('F',28,'evidence',0,553,559);
INSERT INTO evidence VALUES('F',29,'evidence',0,583,600);
INSERT INTO evidence VALUES('F',30,'evidence',0,825,861);
INSERT INTO evidence VALUES('I',1,'evidence',0,177,214);
INSERT INTO evidence VALUES('R',1,'source',0,112,125);
INSERT INTO evidence VALUES('R',1,'target',0,168,175);
INSERT INTO evidence VALUES('R',1,'trigger',0,132,162);
INSERT INTO evidence VALUES('R',2,'source',0,249,260);
INSERT INTO evidence VALUES('R',2,'trigger',0,261,269);
INSERT INTO evidence VALUES('R',3,'target',0,316,323);
INSERT INTO evidence VALUES('R',3,'trigger',0,328,336);
INSERT INTO evidence VALUES('R',4,'source',0,431,446);
INSERT INTO evidence VALUES('R',4,'trigger',0,447,469);
INSERT INTO evidence VALUES('R',5,'source',0,582,587);
INSERT INTO evidence VALUES('R',5,'trigger',0,588,627);
INSERT INTO evidence VALUES('R',6,'source',0,769,787);
INSERT INTO evidence VALUES('R',6,'target',0,804,811);
INSERT INTO evidence VALUES('R',6,'trigger',0,798,803);
INSERT INTO evidence VALUES('R',7,'source',0,941,948);
INSERT INTO evidence VALUES('R',7,'trigger',0,953,974);
INSERT INTO evidence VALUES('R',8,'source',0,101,115);
INSERT INTO evidence VALUES('R',8,'trigger',0,116,147);
INSERT INTO evidence VALUES('R',9,'trigger',0,428,445);
INSERT INTO evidence VALUES('R',10,'source',0,486,493);
INSERT INTO evidence VALUES('R',10,'target',0,516,522);
INSERT INTO evidence VALUES('R',10,'trigger',0,494,501);
INSERT INTO evidence VALUES('R',11,'source',0,543,553);
INSERT INTO evidence VALUES('R',11,'trigger',0,582,588);
INSERT INTO evidence VALUES('R',12,'source',0,617,624);
INSERT INTO evidence VALUES('R',12,'trigger',0,629,636);
INSERT INTO evidence VALUES('R',13,'source',0,716,722);
INSERT INTO evidence VALUES('R',13,'trigger',0,716,722);
INSERT INTO evidence VALUES('R',14,'source',0,736,744);
INSERT INTO evidence VALUES('R',14,'source',1,749,756);
INSERT INTO evidence VALUES('R',14,'trigger',0,766,774);
INSERT INTO evidence VALUES('R',15,'source',0,860,863);
INSERT INTO evidence VALUES('R',15,'trigger',0,868,880);
INSERT INTO evidence VALUES('R',16,'target',0,884,890);
INSERT INTO evidence VALUES('R',16,'trigger',0,893,902);
INSERT INTO evidence VALUES('R',17,'source',0,109,138);
INSERT INTO evidence VALUES('R',17,'trigger',0,146,167);
INSERT INTO evidence VALUES('R',18,'source',0,660,669);
INSERT INTO evidence VALUES('R',18,'target',0,688,702);
INSERT INTO evidence VALUES('R',18,'trigger',0,678,687);
INSERT INTO evidence VALUES('R',19,'source',0,660,669);
INSERT INTO evidence VALUES('R',19,'trigger',0,723,746);
INSERT INTO evidence VALUES('R',20,'source',0,767,773);
INSERT INTO evidence VALUES('R',20,'trigger',0,767,773);
INSERT INTO evidence VALUES('S',1,'content',0,103,214);
INSERT INTO evidence VALUES('S',1,'cue',0,93,102);
INSERT INTO evidence VALUES('S',1,'source',0,70,92);
INSERT INTO evidence VALUES('S',2,'content',0,675,712);
INSERT INTO evidence VALUES('S',2,'cue',0,670,674);
INSERT INTO evidence VALUES('S',2,'source',0,667,669);
INSERT INTO evidence VALUES('S',3,'content',0,268,329);
INSERT INTO evidence VALUES('S',3,'cue',0,366,370);
INSERT INTO evidence VALUES('S',3,'source',0,331,365);
INSERT INTO evidence VALUES('S',4,'content',0,803,902);
INSERT INTO evidence VALUES('S',4,'cue',0,798,802);
INSERT INTO evidence VALUES('S',4,'source',0,789,797);
INSERT INTO evidence VALUES('S',5,'content',0,924,976);
INSERT INTO evidence VALUES('S',5,'cue',0,917,923);
INSERT INTO evidence VALUES('S',5,'source',0,905,916);
INSERT INTO evidence VALUES('S',6,'content',0,1027,1073);
INSERT INTO evidence VALUES('S',6,'cue',0,1002,1006);
INSERT INTO evidence VALUES('S',6,'source',0,978,1001);
INSERT INTO evidence VALUES('S',7,'content',0,1110,1167);
INSERT INTO evidence VALUES('S',7,'cue',0,1101,1109);
INSERT INTO evidence VALUES('S',7,'source',0,1075,1100);
INSERT INTO evidence VALUES('S',8,'content',0,482,543);
INSERT INTO evidence VALUES('S',8,'cue',0,442,446);
INSERT INTO evidence VALUES('S',8,'source',0,436,441);
COMMIT;
INSERT INTO sentence_words (sentence_words) VALUES ('rebuild');
