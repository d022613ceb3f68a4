-- From version 4 to version 5: what tells which texts may be copies, and what blocks of reports are looked through by. The bands are filled
-- when the views stand (bands_fill).
ALTER TABLE coded_reports ADD COLUMN published INTEGER;
UPDATE coded_reports SET published = (SELECT m.published_first FROM metadata m WHERE m.coding = coded_reports.coding AND m.until IS NULL);
DROP INDEX coded_reports_block;
CREATE INDEX coded_reports_block ON coded_reports (block, first_day, last_day, published, coding, number);
CREATE INDEX coded_reports_tied ON coded_reports (block) WHERE tied IS NOT NULL;
CREATE INDEX metadata_published ON metadata (published_first);
CREATE INDEX metadata_address ON metadata (address) WHERE address IS NOT NULL;
CREATE TABLE bands (
    month     INTEGER NOT NULL,             -- of publication, thirty days from 1970-01-01; -1: not known; -2: any
    band      INTEGER NOT NULL,
    document  INTEGER NOT NULL,
    PRIMARY KEY (month, band, document)
) STRICT, WITHOUT ROWID;
