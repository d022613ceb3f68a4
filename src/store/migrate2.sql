-- From version 2 to version 3: where texts came from, of which language their parts are, when they were changed and where they stand is
-- known of what is read from now on (chancery recode reads again what is there).
CREATE TABLE origins (
    coding    INTEGER PRIMARY KEY REFERENCES codings,
    origin    BLOB NOT NULL
) STRICT;
ALTER TABLE metadata ADD COLUMN updated TEXT;
ALTER TABLE metadata ADD COLUMN address TEXT;
ALTER TABLE segments ADD COLUMN lang TEXT;
ALTER TABLE coded_reports ADD COLUMN states TEXT;
CREATE INDEX coded_reports_states ON coded_reports (states) WHERE states IS NOT NULL;
ALTER TABLE entities ADD COLUMN alike INTEGER NOT NULL DEFAULT 0;
UPDATE entities SET alike = id;
CREATE INDEX entities_alike ON entities (alike);
CREATE TABLE namings (
    likeness  TEXT NOT NULL,
    entity    INTEGER NOT NULL REFERENCES entities,
    year      INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    PRIMARY KEY (likeness, entity, year)
) STRICT, WITHOUT ROWID;
CREATE INDEX namings_entity ON namings (entity);
