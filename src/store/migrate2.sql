-- From version 2 to version 3: where texts came from, of which language their parts are, when they were changed and where they stand is
-- known of what is read from now on (chancery recode reads again what is there).
CREATE TABLE origins (
    coding    INTEGER PRIMARY KEY REFERENCES codings,
    origin    BLOB NOT NULL
) STRICT;
ALTER TABLE metadata ADD COLUMN updated TEXT;
ALTER TABLE metadata ADD COLUMN address TEXT;
ALTER TABLE segments ADD COLUMN lang TEXT;
