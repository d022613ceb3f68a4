-- From version 3 to version 4: where to look. The tables are filled when the views stand (store_found_fill).
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
