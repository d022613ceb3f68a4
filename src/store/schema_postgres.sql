-- The record, version 6, in a PostgreSQL database: the tables and names of schema.sql, which says what each is for.
--
-- Text is ordered by its bytes (COLLATE "C"), whatever the database does. Numbers of rows come from numbers_postgres.sql, which stands before it.
--
-- Writers lock chancery_record. Who adds documents takes ROW EXCLUSIVE, as many at once as there are, and writes rows that nobody else can
-- know of; then SHARE UPDATE EXCLUSIVE, one after the other, for what several documents share: counts of names, who is the same, events.
-- Whoever else writes has it alone, in SHARE ROW EXCLUSIVE.

CREATE TABLE chancery_record (
    version   BIGINT NOT NULL,
    puts      BIGINT NOT NULL DEFAULT 0     -- batches of documents put in so far: who finds another one than before asks again
);

-- ------------------------------------------------------------------ functions that the statements use

-- a piece of a text, by bytes
CREATE FUNCTION bytes(t text, a bigint, b bigint) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
    $$ SELECT convert_from(substring(convert_to(t, 'UTF8') FROM a::int + 1 FOR greatest(b - a, 0)::int), 'UTF8') $$;
CREATE FUNCTION octets(t text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT convert_to(t, 'UTF8') $$;
CREATE FUNCTION sha256_hex(b bytea) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT encode(sha256(b), 'hex') $$;
CREATE FUNCTION sha256_hex(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
    $$ SELECT encode(sha256(convert_to(t, 'UTF8')), 'hex') $$;

CREATE FUNCTION joined(before text, next text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT CASE WHEN next IS NULL THEN before WHEN before IS NULL THEN next ELSE before || ',' || next END $$;
CREATE AGGREGATE group_concat(text) (SFUNC = joined, STYPE = text); -- of distinct texts; others are string_agg

-- Words are found by their stems, as in a file: no stop words, no accents, no marks.
CREATE TEXT SEARCH DICTIONARY chancery_stems (TEMPLATE = snowball, LANGUAGE = porter);
CREATE TEXT SEARCH CONFIGURATION chancery_words (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION chancery_words ADD MAPPING FOR asciiword, word, numword, hword, hword_part, hword_asciipart, hword_numpart,
    asciihword, numhword, int, uint, float, sfloat, version, host, email, url, url_path, file WITH chancery_stems;
CREATE FUNCTION plain_words(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
    $$ SELECT regexp_replace(regexp_replace(normalize(t, NFD), '[\u0300-\u036f]+', '', 'g'),
                             '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+', ' ', 'g') $$;
-- "one" "two words": each in quotation marks must be there
CREATE FUNCTION words_query(t text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    piece text;
    found tsquery := '';
BEGIN
    FOREACH piece IN ARRAY string_to_array(t, '"') LOOP
        found := found && phraseto_tsquery('chancery_words', plain_words(piece));
    END LOOP;
    RETURN found;
END $$;

-- ------------------------------------------------------------------ documents and their codings

CREATE TABLE versions (
    id        BIGINT PRIMARY KEY DEFAULT nextval('versions_numbers'),
    versions  TEXT COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE documents (
    id        BIGINT PRIMARY KEY,
    hash      TEXT COLLATE "C" NOT NULL UNIQUE,
    path      TEXT COLLATE "C" NOT NULL,
    size      BIGINT NOT NULL,
    given     BIGINT NOT NULL,
    recorded  TEXT COLLATE "C" NOT NULL
);

CREATE TABLE originals (
    document  BIGINT PRIMARY KEY REFERENCES documents,
    bytes     BYTEA NOT NULL
);

CREATE TABLE texts (
    id        BIGINT PRIMARY KEY DEFAULT nextval('texts_numbers'),
    hash      TEXT COLLATE "C" NOT NULL UNIQUE,
    text      TEXT COLLATE "C" NOT NULL
);

CREATE TABLE codings (
    id        BIGINT PRIMARY KEY,
    document  BIGINT NOT NULL REFERENCES documents,
    text      BIGINT NOT NULL REFERENCES texts,
    versions  BIGINT NOT NULL REFERENCES versions,
    recorded  TEXT COLLATE "C" NOT NULL,
    closed    TEXT COLLATE "C"
);
CREATE UNIQUE INDEX codings_open ON codings (document) WHERE closed IS NULL;
CREATE INDEX codings_document ON codings (document);
CREATE INDEX codings_recorded ON codings (recorded);
CREATE INDEX codings_versions ON codings (versions, closed);
CREATE INDEX codings_closed ON codings (closed) WHERE closed IS NOT NULL;

CREATE TABLE origins (
    coding    BIGINT PRIMARY KEY REFERENCES codings,
    origin    BYTEA NOT NULL
);

CREATE TABLE metadata (
    id                 BIGINT PRIMARY KEY DEFAULT nextval('metadata_numbers'),
    coding             BIGINT NOT NULL REFERENCES codings,
    publisher          TEXT COLLATE "C",
    publisher_referent BIGINT,
    author             TEXT COLLATE "C",
    author_referent    BIGINT,
    title              TEXT COLLATE "C",
    lang               TEXT COLLATE "C",
    published          TEXT COLLATE "C",
    published_basis    TEXT COLLATE "C",
    published_first    BIGINT,
    published_last     BIGINT,
    entry              BIGINT NOT NULL DEFAULT 0,
    says               TEXT COLLATE "C",
    since              TEXT COLLATE "C",
    until              TEXT COLLATE "C",
    updated            TEXT COLLATE "C",
    address            TEXT COLLATE "C"
);
CREATE INDEX metadata_coding ON metadata (coding);
CREATE INDEX metadata_published ON metadata (published_first);
CREATE INDEX metadata_address ON metadata (address) WHERE address IS NOT NULL;

CREATE TABLE segments (
    coding    BIGINT NOT NULL REFERENCES codings,
    position  BIGINT NOT NULL,
    "start"   BIGINT NOT NULL,
    "end"     BIGINT NOT NULL,
    kind      TEXT COLLATE "C" NOT NULL,
    why       TEXT COLLATE "C",
    lang      TEXT COLLATE "C",
    PRIMARY KEY (coding, position)
);

CREATE TABLE sentences (
    id        BIGINT PRIMARY KEY,
    coding    BIGINT NOT NULL REFERENCES codings,
    "start"   BIGINT NOT NULL,
    "end"     BIGINT NOT NULL
);
CREATE INDEX sentences_coding ON sentences (coding, "start");

CREATE TABLE sentence_words (
    rowid     BIGINT PRIMARY KEY,
    words     TSVECTOR NOT NULL
);
CREATE INDEX sentence_words_words ON sentence_words USING gin (words);
CREATE VIEW sentence_words_docsize AS SELECT rowid AS id FROM sentence_words;

-- ------------------------------------------------------------------ who and what

CREATE TABLE entities (
    id        BIGINT PRIMARY KEY,
    type      TEXT COLLATE "C" NOT NULL,
    key       TEXT COLLATE "C" NOT NULL,
    name      TEXT COLLATE "C" NOT NULL,
    unnamed   BIGINT NOT NULL,
    same      BIGINT NOT NULL,
    alike     BIGINT NOT NULL,
    UNIQUE (type, key)
);
CREATE INDEX entities_same ON entities (same);
CREATE INDEX entities_alike ON entities (alike);

CREATE TABLE namings (
    likeness  TEXT COLLATE "C" NOT NULL,
    entity    BIGINT NOT NULL REFERENCES entities,
    year      BIGINT NOT NULL,
    documents BIGINT NOT NULL,
    PRIMARY KEY (likeness, entity, year)
);
CREATE INDEX namings_entity ON namings (entity);

CREATE TABLE past_sames (
    entity    BIGINT NOT NULL REFERENCES entities,
    until     TEXT COLLATE "C" NOT NULL,
    same      BIGINT NOT NULL,
    PRIMARY KEY (entity, until)
);
CREATE INDEX past_sames_until ON past_sames (until);

CREATE TABLE aliases (
    folded    TEXT COLLATE "C" NOT NULL,
    entity    BIGINT NOT NULL REFERENCES entities,
    alias     TEXT COLLATE "C" NOT NULL,
    kind      TEXT COLLATE "C" NOT NULL,
    documents BIGINT NOT NULL,
    PRIMARY KEY (folded, entity, alias, kind)
);
CREATE INDEX aliases_entity ON aliases (entity, kind);

CREATE TABLE referents (
    id        BIGINT PRIMARY KEY,
    coding    BIGINT NOT NULL REFERENCES codings,
    entity    BIGINT NOT NULL REFERENCES entities,
    name      TEXT COLLATE "C" NOT NULL,
    plural    BIGINT NOT NULL,
    post      TEXT COLLATE "C",
    "of"      BIGINT REFERENCES referents,
    entry     BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX referents_coding ON referents (coding);
CREATE INDEX referents_entity ON referents (entity);
CREATE INDEX referents_of ON referents ("of") WHERE "of" IS NOT NULL;

CREATE TABLE past_placings (
    referent  BIGINT NOT NULL REFERENCES referents,
    until     TEXT COLLATE "C" NOT NULL,
    entity    BIGINT NOT NULL REFERENCES entities,
    PRIMARY KEY (referent, until)
);
CREATE INDEX past_placings_until ON past_placings (until);

CREATE TABLE referent_names (
    referent  BIGINT NOT NULL REFERENCES referents,
    kind      TEXT COLLATE "C" NOT NULL,
    alias     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (referent, kind, alias)
);

CREATE TABLE mentions (
    coding    BIGINT NOT NULL REFERENCES codings,
    position  BIGINT NOT NULL,
    part      BIGINT NOT NULL,
    "start"   BIGINT NOT NULL,
    "end"     BIGINT NOT NULL,
    form      TEXT COLLATE "C" NOT NULL,
    referent  BIGINT NOT NULL REFERENCES referents,
    PRIMARY KEY (coding, position, part)
);
CREATE INDEX mentions_referent ON mentions (referent);

-- ------------------------------------------------------------------ when

CREATE TABLE implied (
    id        BIGINT PRIMARY KEY,
    coding    BIGINT NOT NULL REFERENCES codings,
    event     TEXT COLLATE "C" NOT NULL,
    value     TEXT COLLATE "C" NOT NULL,
    first_day BIGINT,
    last_day  BIGINT
);
CREATE INDEX implied_coding ON implied (coding);

CREATE TABLE times (
    id        BIGINT PRIMARY KEY,
    coding    BIGINT NOT NULL REFERENCES codings,
    "start"   BIGINT NOT NULL,
    "end"     BIGINT NOT NULL,
    type      TEXT COLLATE "C" NOT NULL,
    value     TEXT COLLATE "C" NOT NULL,
    anchor    TEXT COLLATE "C",
    implied   BIGINT REFERENCES implied
);
CREATE INDEX times_coding ON times (coding);

-- ------------------------------------------------------------------ said

CREATE TABLE coded_statements (
    id        BIGINT PRIMARY KEY,
    number    BIGINT NOT NULL,
    coding    BIGINT NOT NULL REFERENCES codings,
    kind      TEXT COLLATE "C" NOT NULL,
    date      TEXT COLLATE "C",
    first_day BIGINT,
    last_day  BIGINT,
    occasion  TEXT COLLATE "C",
    addressee BIGINT REFERENCES referents,
    continued BIGINT NOT NULL,
    entry     BIGINT NOT NULL DEFAULT 0,
    says      TEXT COLLATE "C",
    since     TEXT COLLATE "C",
    until     TEXT COLLATE "C"
);
CREATE INDEX coded_statements_number ON coded_statements (number);
CREATE INDEX coded_statements_coding ON coded_statements (coding);
CREATE INDEX coded_statements_past ON coded_statements (until) WHERE until IS NOT NULL;

CREATE TABLE coded_speakers (
    statement BIGINT NOT NULL REFERENCES coded_statements,
    position  BIGINT NOT NULL,
    referent  BIGINT NOT NULL REFERENCES referents,
    version   BIGINT NOT NULL DEFAULT 0,
    since     TEXT COLLATE "C",
    until     TEXT COLLATE "C",
    PRIMARY KEY (statement, position, version)
);
CREATE INDEX coded_speakers_referent ON coded_speakers (referent);

CREATE TABLE coded_topics (
    statement BIGINT NOT NULL REFERENCES coded_statements,
    position  BIGINT NOT NULL,
    referent  BIGINT NOT NULL REFERENCES referents,
    version   BIGINT NOT NULL DEFAULT 0,
    since     TEXT COLLATE "C",
    until     TEXT COLLATE "C",
    PRIMARY KEY (statement, position, version)
);
CREATE INDEX coded_topics_referent ON coded_topics (referent);

CREATE TABLE coded_chains (
    kind      TEXT COLLATE "C" NOT NULL,
    item      BIGINT NOT NULL,
    position  BIGINT NOT NULL,
    referent  BIGINT NOT NULL REFERENCES referents,
    date      TEXT COLLATE "C",
    version   BIGINT NOT NULL DEFAULT 0,
    since     TEXT COLLATE "C",
    until     TEXT COLLATE "C",
    PRIMARY KEY (kind, item, position, version)
);

-- ------------------------------------------------------------------ done

CREATE TABLE coded_reports (
    id         BIGINT PRIMARY KEY,
    number     BIGINT NOT NULL,
    coding     BIGINT NOT NULL REFERENCES codings,
    position   BIGINT NOT NULL,
    type       TEXT COLLATE "C",
    mode       TEXT COLLATE "C",
    kind       TEXT COLLATE "C",
    cameo      TEXT COLLATE "C",
    date       TEXT COLLATE "C",
    first_day  BIGINT,
    last_day   BIGINT,
    place      BIGINT REFERENCES referents,
    status     TEXT COLLATE "C" NOT NULL,
    sentence   BIGINT REFERENCES sentences,
    statement  BIGINT REFERENCES coded_statements,
    within     BIGINT REFERENCES coded_reports,
    confidence BIGINT NOT NULL,
    rule       TEXT COLLATE "C",
    block      TEXT COLLATE "C" NOT NULL,
    states     TEXT COLLATE "C",
    tied       TEXT COLLATE "C",
    entry      BIGINT NOT NULL DEFAULT 0,
    says       TEXT COLLATE "C",
    since      TEXT COLLATE "C",
    until      TEXT COLLATE "C",
    published  BIGINT
);
CREATE INDEX coded_reports_number ON coded_reports (number);
CREATE INDEX coded_reports_coding ON coded_reports (coding);
CREATE INDEX coded_reports_past ON coded_reports (until) WHERE until IS NOT NULL;
CREATE INDEX coded_reports_block ON coded_reports (block, first_day, last_day, published, coding, number);
CREATE INDEX coded_reports_states ON coded_reports (states) WHERE states IS NOT NULL;
CREATE INDEX coded_reports_tied ON coded_reports (block) WHERE tied IS NOT NULL;

CREATE TABLE coded_participants (
    report    BIGINT NOT NULL REFERENCES coded_reports,
    position  BIGINT NOT NULL,
    referent  BIGINT NOT NULL REFERENCES referents,
    role      TEXT COLLATE "C" NOT NULL,
    version   BIGINT NOT NULL DEFAULT 0,
    since     TEXT COLLATE "C",
    until     TEXT COLLATE "C",
    PRIMARY KEY (report, position, version)
);
CREATE INDEX coded_participants_referent ON coded_participants (referent);

CREATE TABLE actors (
    report    BIGINT NOT NULL REFERENCES coded_reports,
    side      TEXT COLLATE "C" NOT NULL,
    position  BIGINT NOT NULL,
    code      TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (report, side, position)
);

CREATE TABLE resolved_events (
    id        BIGINT PRIMARY KEY DEFAULT nextval('resolved_events_numbers'),
    number    BIGINT NOT NULL,
    block     TEXT COLLATE "C" NOT NULL,
    type      TEXT COLLATE "C",
    mode      TEXT COLLATE "C",
    kind      TEXT COLLATE "C",
    date      TEXT COLLATE "C",
    first_day BIGINT,
    last_day  BIGINT,
    place     BIGINT REFERENCES entities,
    status    TEXT COLLATE "C" NOT NULL,
    since     TEXT COLLATE "C" NOT NULL,
    until     TEXT COLLATE "C"
);
CREATE INDEX resolved_events_number ON resolved_events (number);
CREATE INDEX resolved_events_past ON resolved_events (until) WHERE until IS NOT NULL;
CREATE INDEX resolved_events_block ON resolved_events (block, first_day);
CREATE INDEX resolved_events_date ON resolved_events (first_day);

CREATE TABLE tellings (
    report    BIGINT NOT NULL REFERENCES coded_reports,
    event     BIGINT NOT NULL,
    since     TEXT COLLATE "C" NOT NULL,
    until     TEXT COLLATE "C",
    PRIMARY KEY (report, since)
);
CREATE INDEX tellings_event ON tellings (event);

-- ------------------------------------------------------------------ being

CREATE TABLE coded_facts (
    id          BIGINT PRIMARY KEY,
    number      BIGINT NOT NULL,
    coding      BIGINT NOT NULL REFERENCES codings,
    subject     BIGINT NOT NULL REFERENCES referents,
    relation    TEXT COLLATE "C" NOT NULL,
    object      BIGINT REFERENCES referents,
    object_text TEXT COLLATE "C",
    "of"        BIGINT REFERENCES referents,
    modality    TEXT COLLATE "C" NOT NULL,
    holder      BIGINT REFERENCES referents,
    as_of       TEXT COLLATE "C",
    as_of_first BIGINT,
    as_of_last  BIGINT,
    valid_from  TEXT COLLATE "C",
    from_first  BIGINT,
    from_last   BIGINT,
    valid_to    TEXT COLLATE "C",
    to_first    BIGINT,
    to_last     BIGINT,
    ended       BIGINT NOT NULL,
    inferred    BIGINT NOT NULL,
    statement   BIGINT REFERENCES coded_statements,
    confidence  BIGINT NOT NULL,
    rule        TEXT COLLATE "C",
    entry       BIGINT NOT NULL DEFAULT 0,
    says        TEXT COLLATE "C",
    since       TEXT COLLATE "C",
    until       TEXT COLLATE "C"
);
CREATE INDEX coded_facts_number ON coded_facts (number);
CREATE INDEX coded_facts_coding ON coded_facts (coding);
CREATE INDEX coded_facts_past ON coded_facts (until) WHERE until IS NOT NULL;
CREATE INDEX coded_facts_subject ON coded_facts (subject);
CREATE INDEX coded_facts_object ON coded_facts (object) WHERE object IS NOT NULL;
CREATE INDEX coded_facts_of ON coded_facts ("of") WHERE "of" IS NOT NULL;
CREATE INDEX coded_facts_relation ON coded_facts (relation);

CREATE TABLE fact_sources (
    fact      BIGINT NOT NULL REFERENCES coded_facts,
    source    BIGINT NOT NULL REFERENCES coded_facts,
    PRIMARY KEY (fact, source)
);

-- ------------------------------------------------------------------ shown by

CREATE TABLE evidence (
    kind      TEXT COLLATE "C" NOT NULL,
    item      BIGINT NOT NULL,
    role      TEXT COLLATE "C" NOT NULL,
    position  BIGINT NOT NULL,
    "start"   BIGINT NOT NULL,
    "end"     BIGINT NOT NULL,
    PRIMARY KEY (kind, item, role, position)
);

-- ------------------------------------------------------------------ where to look

-- Resolved: what an entity has to do with, day by day, so that a question need not look at all that it has to do with. They hold what is in
-- force now (src/store/found.c); what is asked of an earlier moment goes without them.
CREATE TABLE found (
    entity    BIGINT NOT NULL,
    kind      TEXT COLLATE "C" NOT NULL,    -- E: an event that it, or who holds a post of it, took part in; S: a statement of it; A: one about it
    day       BIGINT NOT NULL,             -- the first day times 1,000 and how many more it may be, up to 999; 9999999999: not known
    item      BIGINT NOT NULL,             -- number
    PRIMARY KEY (entity, kind, day, item)
);
CREATE INDEX found_item ON found (item, kind);

CREATE TABLE held (                         -- facts that say the same of the same stand together, by the day that they are attested for
    entity    BIGINT NOT NULL,             -- subject, object or `of`
    what      TEXT COLLATE "C" NOT NULL,    -- relation|object_text|subject|object|of|modality|ended|from|to
    day       BIGINT NOT NULL,             -- as_of_first; 9999999: not known
    fact      BIGINT NOT NULL,             -- number
    PRIMARY KEY (entity, what, day, fact)
);
CREATE INDEX held_fact ON held (fact);

CREATE TABLE bands (
    month     BIGINT NOT NULL,
    band      BIGINT NOT NULL,
    document  BIGINT NOT NULL,
    PRIMARY KEY (month, band, document)
);

-- ------------------------------------------------------------------ a person's word over the program's

CREATE TABLE journal (
    id        BIGINT PRIMARY KEY,
    hash      TEXT COLLATE "C" NOT NULL UNIQUE,
    made      TEXT COLLATE "C" NOT NULL,
    author    TEXT COLLATE "C" NOT NULL,
    reason    TEXT COLLATE "C" NOT NULL,
    action    TEXT COLLATE "C" NOT NULL,
    undone    BIGINT NOT NULL DEFAULT 0,
    body      TEXT COLLATE "C" NOT NULL
);

CREATE TABLE journal_targets (
    entry     BIGINT NOT NULL REFERENCES journal,
    kind      TEXT COLLATE "C" NOT NULL,
    target    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (kind, target, entry)
);
CREATE INDEX journal_targets_entry ON journal_targets (entry);

CREATE TABLE applied (
    entry     BIGINT NOT NULL REFERENCES journal,
    kind      TEXT COLLATE "C" NOT NULL,
    item      BIGINT NOT NULL,
    PRIMARY KEY (kind, item, entry)
);

ALTER TABLE metadata ADD FOREIGN KEY (publisher_referent) REFERENCES referents, ADD FOREIGN KEY (author_referent) REFERENCES referents;
