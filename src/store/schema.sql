-- The record, version 5, in one SQLite file.
--
-- A document is its bytes. A coding is one reading of one document by one set of versions; text and rows belong to a coding.
-- Nothing is overwritten. A coding is in force from `recorded` until `closed` (NULL: still); a row from `since` (NULL: as long as its
-- coding) until `until` (NULL: still). Rows that the coder made have entry 0; a correction ends the row that it corrects and puts a
-- changed copy beside it: the same `number`, the last journal entry that shaped it in `entry`, all of them in `says`. What hangs on a row (evidence, speakers ...) names it by
-- `number`, which is the id of the row that the coder made. What is in force now is seen through the views of views.c (facts, docs,
-- events ...), and what was in force at an earlier moment through temporary views of the same names.
--
-- Resolved tables (entities, aliases, resolved_events, tellings) say who and what is the same across documents; they are derived from
-- the rows in force and the journal, and can be made again from them at any time.
-- Dates are kept twice: as written in ISO 8601-2 (open parts and all), and as first and last day they can mean (days since
-- 1970-01-01; both NULL where the year is open). Moments are UTC to the second, ISO 8601. Positions are bytes of the coding's text.

-- ------------------------------------------------------------------ documents and their codings

CREATE TABLE versions (
    id        INTEGER PRIMARY KEY,
    versions  TEXT NOT NULL UNIQUE          -- of program, models and word lists, JSON
) STRICT;

CREATE TABLE documents (
    id        INTEGER PRIMARY KEY,          -- D-n
    hash      TEXT NOT NULL UNIQUE,         -- SHA-256 of the bytes, hexadecimal
    path      TEXT NOT NULL,                -- as it was called when it first came
    size      INTEGER NOT NULL,             -- bytes as they were read
    given     INTEGER NOT NULL,             -- 1: its text was handed over as it is, with what is known of it; there were no bytes to read.
                                            -- 2: version 1 of the record did not keep its bytes, only the text
    recorded  TEXT NOT NULL                 -- when we learnt of it
) STRICT;

CREATE TABLE originals (                    -- bytes of the documents that are not their own text: pages, PDFs ...
    document  INTEGER PRIMARY KEY REFERENCES documents,
    bytes     BLOB NOT NULL
) STRICT;

CREATE TABLE texts (                        -- each once
    id        INTEGER PRIMARY KEY,
    hash      TEXT NOT NULL UNIQUE,
    text      TEXT NOT NULL
) STRICT;

CREATE TABLE codings (
    id        INTEGER PRIMARY KEY,          -- C-n
    document  INTEGER NOT NULL REFERENCES documents,
    text      INTEGER NOT NULL REFERENCES texts,
    versions  INTEGER NOT NULL REFERENCES versions,
    recorded  TEXT NOT NULL,
    closed    TEXT
) STRICT;
CREATE UNIQUE INDEX codings_open ON codings (document) WHERE closed IS NULL;
CREATE INDEX codings_document ON codings (document);
CREATE INDEX codings_recorded ON codings (recorded);
CREATE INDEX codings_versions ON codings (versions, closed);
CREATE INDEX codings_closed ON codings (closed) WHERE closed IS NOT NULL;

CREATE TABLE origins (                      -- where in the document's bytes the text of a coding stands, packed as src/doc/origin.h tells;
    coding    INTEGER PRIMARY KEY REFERENCES codings,   -- none: the text is those bytes
    origin    BLOB NOT NULL
) STRICT;

CREATE TABLE metadata (                     -- what a coding knows of its document
    id                 INTEGER PRIMARY KEY,
    coding             INTEGER NOT NULL REFERENCES codings,
    publisher          TEXT,
    publisher_referent INTEGER REFERENCES referents,
    author             TEXT,                -- as the document names him
    author_referent    INTEGER REFERENCES referents,
    title              TEXT,
    lang               TEXT,
    published          TEXT,
    published_basis    TEXT,
    published_first    INTEGER,
    published_last     INTEGER,
    entry              INTEGER NOT NULL DEFAULT 0,
    says               TEXT,
    since              TEXT,
    until              TEXT,
    updated            TEXT,                -- when it was last changed, as it says itself
    address            TEXT                 -- where it says that it stands on the web
) STRICT;
CREATE INDEX metadata_coding ON metadata (coding);
CREATE INDEX metadata_published ON metadata (published_first);
CREATE INDEX metadata_address ON metadata (address) WHERE address IS NOT NULL;

CREATE TABLE segments (
    coding    INTEGER NOT NULL REFERENCES codings,
    position  INTEGER NOT NULL,
    "start"   INTEGER NOT NULL,
    "end"     INTEGER NOT NULL,
    kind      TEXT NOT NULL,
    why       TEXT,
    lang      TEXT,                         -- NULL: that of the document
    PRIMARY KEY (coding, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE sentences (
    id        INTEGER PRIMARY KEY,
    coding    INTEGER NOT NULL REFERENCES codings,
    "start"   INTEGER NOT NULL,
    "end"     INTEGER NOT NULL
) STRICT;
CREATE INDEX sentences_coding ON sentences (coding, "start");

CREATE VIEW sentence_texts AS
    SELECT s.id AS id, CAST(substr(CAST(x.text AS BLOB), s."start" + 1, s."end" - s."start") AS TEXT) AS text
    FROM sentences s JOIN codings c ON c.id = s.coding JOIN texts x ON x.id = c.text;
CREATE VIRTUAL TABLE IF NOT EXISTS sentence_words USING fts5 (text, content = 'sentence_texts', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2');

-- ------------------------------------------------------------------ who and what

CREATE TABLE entities (                     -- resolved
    id        INTEGER PRIMARY KEY,
    type      TEXT NOT NULL,
    key       TEXT NOT NULL,                -- what makes it the same: ISO code, normalised name; the document too when it has no name
    name      TEXT NOT NULL,                -- the spelling most documents use
    unnamed   INTEGER NOT NULL,
    same      INTEGER NOT NULL,             -- the entity that stands for all that are the same as this one; itself when it stands alone
    alike     INTEGER NOT NULL,             -- as same, by names and posts alone: the journal has no say in it
    UNIQUE (type, key)
) STRICT;
CREATE INDEX entities_same ON entities (same);
CREATE INDEX entities_alike ON entities (alike);

CREATE TABLE namings (                      -- resolved: under which words an entity is looked at beside others (src/record/key.h)
    likeness  TEXT NOT NULL,                -- "lavrov sergej"; "lavrov@RUS/foreign minister"; "short:chs"
    entity    INTEGER NOT NULL REFERENCES entities,
    year      INTEGER NOT NULL,             -- of publication, of what tells of a post; 0: any
    documents INTEGER NOT NULL,             -- how many say so, in their codings in force
    PRIMARY KEY (likeness, entity, year)
) STRICT, WITHOUT ROWID;
CREATE INDEX namings_entity ON namings (entity);

CREATE TABLE past_sames (                   -- what `same` was, until it was changed
    entity    INTEGER NOT NULL REFERENCES entities,
    until     TEXT NOT NULL,
    same      INTEGER NOT NULL,
    PRIMARY KEY (entity, until)
) STRICT, WITHOUT ROWID;
CREATE INDEX past_sames_until ON past_sames (until);

CREATE TABLE aliases (                      -- resolved
    folded    TEXT NOT NULL,
    entity    INTEGER NOT NULL REFERENCES entities,
    alias     TEXT NOT NULL,
    kind      TEXT NOT NULL,                -- name, alias, code, demonym; short: one word of a person's name
    documents INTEGER NOT NULL,             -- how many use it, in their codings in force
    PRIMARY KEY (folded, entity, alias, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_entity ON aliases (entity, kind);

CREATE TABLE referents (                    -- an entity as one coding of one document knows it
    id        INTEGER PRIMARY KEY,
    coding    INTEGER NOT NULL REFERENCES codings,
    entity    INTEGER NOT NULL REFERENCES entities,
    name      TEXT NOT NULL,
    plural    INTEGER NOT NULL,
    post      TEXT,
    "of"      INTEGER REFERENCES referents,
    entry     INTEGER NOT NULL DEFAULT 0    -- a correction needed it
) STRICT;
CREATE INDEX referents_coding ON referents (coding);
CREATE INDEX referents_entity ON referents (entity);
CREATE INDEX referents_of ON referents ("of") WHERE "of" IS NOT NULL;

CREATE TABLE past_placings (                -- which entity a referent meant, until it was changed
    referent  INTEGER NOT NULL REFERENCES referents,
    until     TEXT NOT NULL,
    entity    INTEGER NOT NULL REFERENCES entities,
    PRIMARY KEY (referent, until)
) STRICT, WITHOUT ROWID;
CREATE INDEX past_placings_until ON past_placings (until);

CREATE TABLE referent_names (               -- how the document calls it
    referent  INTEGER NOT NULL REFERENCES referents,
    kind      TEXT NOT NULL,                -- as of aliases
    alias     TEXT NOT NULL,
    PRIMARY KEY (referent, kind, alias)
) STRICT, WITHOUT ROWID;

CREATE TABLE mentions (
    coding    INTEGER NOT NULL REFERENCES codings,
    position  INTEGER NOT NULL,
    part      INTEGER NOT NULL,             -- a mention may mean several
    "start"   INTEGER NOT NULL,
    "end"     INTEGER NOT NULL,
    form      TEXT NOT NULL,
    referent  INTEGER NOT NULL REFERENCES referents,
    PRIMARY KEY (coding, position, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_referent ON mentions (referent);

-- ------------------------------------------------------------------ when

CREATE TABLE implied (                      -- I-n
    id        INTEGER PRIMARY KEY,
    coding    INTEGER NOT NULL REFERENCES codings,
    event     TEXT NOT NULL,
    value     TEXT NOT NULL,
    first_day INTEGER,
    last_day  INTEGER
) STRICT;
CREATE INDEX implied_coding ON implied (coding);

CREATE TABLE times (
    id        INTEGER PRIMARY KEY,
    coding    INTEGER NOT NULL REFERENCES codings,
    "start"   INTEGER NOT NULL,
    "end"     INTEGER NOT NULL,
    type      TEXT NOT NULL,
    value     TEXT NOT NULL,
    anchor    TEXT,
    implied   INTEGER REFERENCES implied
) STRICT;
CREATE INDEX times_coding ON times (coding);

-- ------------------------------------------------------------------ said

CREATE TABLE coded_statements (             -- S-n
    id        INTEGER PRIMARY KEY,
    number    INTEGER NOT NULL,
    coding    INTEGER NOT NULL REFERENCES codings,
    kind      TEXT NOT NULL,
    date      TEXT,
    first_day INTEGER,
    last_day  INTEGER,
    occasion  TEXT,
    addressee INTEGER REFERENCES referents,
    continued INTEGER NOT NULL,
    entry     INTEGER NOT NULL DEFAULT 0,
    says      TEXT,
    since     TEXT,
    until     TEXT
) STRICT;
CREATE INDEX coded_statements_number ON coded_statements (number);
CREATE INDEX coded_statements_coding ON coded_statements (coding);
CREATE INDEX coded_statements_past ON coded_statements (until) WHERE until IS NOT NULL;

CREATE TABLE coded_speakers (
    statement INTEGER NOT NULL REFERENCES coded_statements,
    position  INTEGER NOT NULL,
    referent  INTEGER NOT NULL REFERENCES referents,
    version   INTEGER NOT NULL DEFAULT 0,   -- 0: the coder's; else the id of the corrected row that it belongs to
    since     TEXT,
    until     TEXT,
    PRIMARY KEY (statement, position, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX coded_speakers_referent ON coded_speakers (referent);

CREATE TABLE coded_topics (
    statement INTEGER NOT NULL REFERENCES coded_statements,
    position  INTEGER NOT NULL,
    referent  INTEGER NOT NULL REFERENCES referents,
    version   INTEGER NOT NULL DEFAULT 0,   -- 0: the coder's; else the id of the corrected row that it belongs to
    since     TEXT,
    until     TEXT,
    PRIMARY KEY (statement, position, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX coded_topics_referent ON coded_topics (referent);

CREATE TABLE coded_chains (                 -- who carried it, innermost first
    kind      TEXT NOT NULL,                -- S: of a statement, R: of a report
    item      INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    referent  INTEGER NOT NULL REFERENCES referents,
    date      TEXT,
    version   INTEGER NOT NULL DEFAULT 0,   -- 0: the coder's; else the id of the corrected row that it belongs to
    since     TEXT,
    until     TEXT,
    PRIMARY KEY (kind, item, position, version)
) STRICT, WITHOUT ROWID;

-- ------------------------------------------------------------------ done

CREATE TABLE coded_reports (                -- R-n
    id         INTEGER PRIMARY KEY,
    number     INTEGER NOT NULL,
    coding     INTEGER NOT NULL REFERENCES codings,
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
    statement  INTEGER REFERENCES coded_statements,
    within     INTEGER REFERENCES coded_reports,
    confidence INTEGER NOT NULL,
    rule       TEXT,
    block      TEXT NOT NULL,               -- what kind of event among whom: only reports of one block can be of one event
    states     TEXT,                        -- a meeting of these states on one day, "meeting|CHN|RUS@2022-07-28"; NULL: not told
    tied       TEXT,                        -- by a correction: reports with the same words here are of one event, and of no other
    entry      INTEGER NOT NULL DEFAULT 0,
    says       TEXT,
    since      TEXT,
    until      TEXT,
    published  INTEGER                      -- the day that the document was published on, first of what it can mean: beside the block
) STRICT;
CREATE INDEX coded_reports_number ON coded_reports (number);
CREATE INDEX coded_reports_coding ON coded_reports (coding);
CREATE INDEX coded_reports_past ON coded_reports (until) WHERE until IS NOT NULL;
CREATE INDEX coded_reports_block ON coded_reports (block, first_day, last_day, published, coding, number);
CREATE INDEX coded_reports_states ON coded_reports (states) WHERE states IS NOT NULL;
CREATE INDEX coded_reports_tied ON coded_reports (block) WHERE tied IS NOT NULL;

CREATE TABLE coded_participants (
    report    INTEGER NOT NULL REFERENCES coded_reports,
    position  INTEGER NOT NULL,
    referent  INTEGER NOT NULL REFERENCES referents,
    role      TEXT NOT NULL,
    version   INTEGER NOT NULL DEFAULT 0,   -- 0: the coder's; else the id of the corrected row that it belongs to
    since     TEXT,
    until     TEXT,
    PRIMARY KEY (report, position, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX coded_participants_referent ON coded_participants (referent);

CREATE TABLE actors (                       -- actor codes of a report
    report    INTEGER NOT NULL REFERENCES coded_reports,
    side      TEXT NOT NULL,                -- source, target
    position  INTEGER NOT NULL,
    code      TEXT NOT NULL,
    PRIMARY KEY (report, side, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE resolved_events (              -- E-n, resolved: n is the number of its first report
    id        INTEGER PRIMARY KEY,
    number    INTEGER NOT NULL,
    block     TEXT NOT NULL,
    type      TEXT,
    mode      TEXT,
    kind      TEXT,
    date      TEXT,
    first_day INTEGER,
    last_day  INTEGER,
    place     INTEGER REFERENCES entities,
    status    TEXT NOT NULL,
    since     TEXT NOT NULL,
    until     TEXT
) STRICT;
CREATE INDEX resolved_events_number ON resolved_events (number);
CREATE INDEX resolved_events_past ON resolved_events (until) WHERE until IS NOT NULL;
CREATE INDEX resolved_events_block ON resolved_events (block, first_day);
CREATE INDEX resolved_events_date ON resolved_events (first_day);

CREATE TABLE tellings (                     -- resolved: which event a report tells of
    report    INTEGER NOT NULL REFERENCES coded_reports,
    event     INTEGER NOT NULL,
    since     TEXT NOT NULL,
    until     TEXT,
    PRIMARY KEY (report, since)
) STRICT, WITHOUT ROWID;
CREATE INDEX tellings_event ON tellings (event);

-- ------------------------------------------------------------------ being

CREATE TABLE coded_facts (                  -- F-n
    id          INTEGER PRIMARY KEY,
    number      INTEGER NOT NULL,
    coding      INTEGER NOT NULL REFERENCES codings,
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
    statement   INTEGER REFERENCES coded_statements,
    confidence  INTEGER NOT NULL,
    rule        TEXT,
    entry       INTEGER NOT NULL DEFAULT 0,
    says        TEXT,
    since       TEXT,
    until       TEXT
) STRICT;
CREATE INDEX coded_facts_number ON coded_facts (number);
CREATE INDEX coded_facts_coding ON coded_facts (coding);
CREATE INDEX coded_facts_past ON coded_facts (until) WHERE until IS NOT NULL;
CREATE INDEX coded_facts_subject ON coded_facts (subject);
CREATE INDEX coded_facts_object ON coded_facts (object) WHERE object IS NOT NULL;
CREATE INDEX coded_facts_of ON coded_facts ("of") WHERE "of" IS NOT NULL;
CREATE INDEX coded_facts_relation ON coded_facts (relation);

CREATE TABLE fact_sources (                 -- the facts that an inferred one rests on
    fact      INTEGER NOT NULL REFERENCES coded_facts,
    source    INTEGER NOT NULL REFERENCES coded_facts,
    PRIMARY KEY (fact, source)
) STRICT, WITHOUT ROWID;

-- ------------------------------------------------------------------ shown by

CREATE TABLE evidence (
    kind      TEXT NOT NULL,                -- S, R, F, I
    item      INTEGER NOT NULL,
    role      TEXT NOT NULL,                -- source, cue, content; trigger, source, target; evidence
    position  INTEGER NOT NULL,
    "start"   INTEGER NOT NULL,
    "end"     INTEGER NOT NULL,
    PRIMARY KEY (kind, item, role, position)
) STRICT, WITHOUT ROWID;

-- ------------------------------------------------------------------ where to look

-- Resolved: what an entity has to do with, day by day, so that a question need not look at all that it has to do with. They hold what is in
-- force now (src/store/found.c); what is asked of an earlier moment goes without them.
CREATE TABLE found (
    entity    INTEGER NOT NULL,
    kind      TEXT NOT NULL,                -- E: an event that it, or who holds a post of it, took part in; S: a statement of it; A: one about it
    day       INTEGER NOT NULL,             -- the first day times 1,000 and how many more it may be, up to 999; 9999999999: not known
    item      INTEGER NOT NULL,             -- number
    PRIMARY KEY (entity, kind, day, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX found_item ON found (item, kind);

CREATE TABLE held (                         -- facts that say the same of the same stand together, by the day that they are attested for
    entity    INTEGER NOT NULL,             -- subject, object or `of`
    what      TEXT NOT NULL,                -- relation|object_text|subject|object|of|modality|ended|from|to
    day       INTEGER NOT NULL,             -- as_of_first; 9999999: not known
    fact      INTEGER NOT NULL,             -- number
    PRIMARY KEY (entity, what, day, fact)
) STRICT, WITHOUT ROWID;
CREATE INDEX held_fact ON held (fact);

-- Which texts in force are worth comparing with one another: those that share a band (src/near/near.h), about the same time or, by fewer and
-- longer bands, at any.
CREATE TABLE bands (
    month     INTEGER NOT NULL,             -- of publication, thirty days from 1970-01-01; -1: not known; -2: any
    band      INTEGER NOT NULL,
    document  INTEGER NOT NULL,
    PRIMARY KEY (month, band, document)
) STRICT, WITHOUT ROWID;

-- ------------------------------------------------------------------ a person's word over the program's

CREATE TABLE journal (                      -- J-n; only ever added to
    id        INTEGER PRIMARY KEY,
    hash      TEXT NOT NULL UNIQUE,         -- SHA-256 of all that it says: the same entry is known on every record
    made      TEXT NOT NULL,
    author    TEXT NOT NULL,
    reason    TEXT NOT NULL,
    action    TEXT NOT NULL,                -- fix, merge, split, reject, accept, undo
    undone    INTEGER NOT NULL DEFAULT 0,   -- resolved: 1 when an entry that is not undone itself undoes it
    body      TEXT NOT NULL                 -- JSON: its targets, in words that outlive a coding, and what is to be so
) STRICT;

CREATE TABLE journal_targets (              -- what an entry speaks of
    entry     INTEGER NOT NULL REFERENCES journal,
    kind      TEXT NOT NULL,                -- D: a document, or something that was read in it; N: an entity; J: another entry
    target    TEXT NOT NULL,                -- SHA-256 of the document; type and key of the entity; hash of the entry
    PRIMARY KEY (kind, target, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_targets_entry ON journal_targets (entry);

CREATE TABLE applied (                      -- resolved: the rows that an entry has a say in
    entry     INTEGER NOT NULL REFERENCES journal,
    kind      TEXT NOT NULL,                -- S, R, F, D
    item      INTEGER NOT NULL,             -- the number
    PRIMARY KEY (kind, item, entry)
) STRICT, WITHOUT ROWID;
