-- From version 5 to version 6: events of a block lie in the order of their days; what most rows leave open is not in an index; rows
-- that are no longer so are found at once.
DROP INDEX resolved_events_block;
CREATE INDEX resolved_events_block ON resolved_events (block, first_day);
DROP INDEX referents_of;
CREATE INDEX referents_of ON referents ("of") WHERE "of" IS NOT NULL;
DROP INDEX coded_facts_object;
CREATE INDEX coded_facts_object ON coded_facts (object) WHERE object IS NOT NULL;
DROP INDEX coded_facts_of;
CREATE INDEX coded_facts_of ON coded_facts ("of") WHERE "of" IS NOT NULL;
CREATE INDEX coded_statements_past ON coded_statements (until) WHERE until IS NOT NULL;
CREATE INDEX coded_reports_past ON coded_reports (until) WHERE until IS NOT NULL;
CREATE INDEX coded_facts_past ON coded_facts (until) WHERE until IS NOT NULL;
CREATE INDEX resolved_events_past ON resolved_events (until) WHERE until IS NOT NULL;
