-- The record, version 1, in one SQLite file.
--
-- Coded tables hold what one document says, as one coding read it; their rows are never changed.
-- Resolved tables (entities, aliases, events, event_participants) say who and what is the same across documents; they are
-- derived from the coded ones and can be made again from them at any time.
-- Dates are kept twice: as written in ISO 8601-2 (open parts and all), and as first and last day they can mean (days since
-- 1970-01-01; both NULL where the year is open). Positions are bytes of the document's text, half-open.

-- ------------------------------------------------------------------ documents

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

-- ------------------------------------------------------------------ who and what

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

-- ------------------------------------------------------------------ when

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

-- ------------------------------------------------------------------ said

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

-- ------------------------------------------------------------------ done

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

-- ------------------------------------------------------------------ being

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
