-- From version 1 to the newest: each document's rows become its first coding. Version 1 did not say which document uses which alias of an
-- entity, only how many do: the first so many are taken.
PRAGMA legacy_alter_table = ON;
DROP VIEW sentence_texts;
DROP INDEX aliases_entity;
DROP INDEX referents_document; DROP INDEX referents_entity; DROP INDEX referents_of;
DROP INDEX mentions_referent;
DROP INDEX sentences_document;
DROP INDEX times_document; DROP INDEX implied_document;
DROP TABLE event_participants;
ALTER TABLE codings RENAME TO old_codings;
ALTER TABLE documents RENAME TO old_documents;
ALTER TABLE segments RENAME TO old_segments;
ALTER TABLE sentences RENAME TO old_sentences;
ALTER TABLE entities RENAME TO old_entities;
ALTER TABLE aliases RENAME TO old_aliases;
ALTER TABLE referents RENAME TO old_referents;
ALTER TABLE mentions RENAME TO old_mentions;
ALTER TABLE implied RENAME TO old_implied;
ALTER TABLE times RENAME TO old_times;
ALTER TABLE statements RENAME TO old_statements;
ALTER TABLE speakers RENAME TO old_speakers;
ALTER TABLE topics RENAME TO old_topics;
ALTER TABLE chains RENAME TO old_chains;
ALTER TABLE events RENAME TO old_events;
ALTER TABLE reports RENAME TO old_reports;
ALTER TABLE participants RENAME TO old_participants;
ALTER TABLE actors RENAME TO old_actors;
ALTER TABLE facts RENAME TO old_facts;
ALTER TABLE fact_sources RENAME TO old_fact_sources;
ALTER TABLE evidence RENAME TO old_evidence;
-- the new schema is laid out here --
INSERT INTO versions SELECT id, coding FROM old_codings;
INSERT INTO documents SELECT id, hash, path, size, CASE WHEN sha256_hex(text) = hash THEN 0 ELSE 2 END, recorded FROM old_documents;
INSERT INTO texts (hash, text) SELECT sha256_hex(text), text FROM old_documents WHERE 1 ORDER BY id ON CONFLICT (hash) DO NOTHING;
INSERT INTO codings SELECT id, id, (SELECT x.id FROM texts x WHERE x.hash = sha256_hex(d.text)), coding, recorded, NULL FROM old_documents d;
INSERT INTO segments (coding, position, "start", "end", kind, why) SELECT * FROM old_segments;
INSERT INTO sentences SELECT * FROM old_sentences;
INSERT INTO entities SELECT id, type, key, name, unnamed, id, id FROM old_entities;
INSERT INTO aliases SELECT * FROM old_aliases;
INSERT INTO referents SELECT id, document, entity, name, plural, post, "of", 0 FROM old_referents;
INSERT INTO metadata (coding, publisher, publisher_referent, author, author_referent, title, lang, published, published_basis, published_first, published_last)
    SELECT id, publisher, (SELECT min(r.id) FROM referents r WHERE r.coding = d.id AND r.entity = d.publisher_entity),
           author, (SELECT min(r.id) FROM referents r WHERE r.coding = d.id AND r.entity = d.author_entity),
           title, lang, published, published_basis, published_first, published_last FROM old_documents d ORDER BY id;
INSERT INTO referent_names
    SELECT r.id, a.kind, a.alias FROM (SELECT id, entity, row_number() OVER (PARTITION BY entity ORDER BY id) AS place FROM referents) r
    JOIN aliases a ON a.entity = r.entity WHERE r.place <= a.documents;
INSERT INTO mentions SELECT * FROM old_mentions;
INSERT INTO implied SELECT * FROM old_implied;
INSERT INTO times SELECT * FROM old_times;
INSERT INTO coded_statements SELECT id, id, document, kind, date, first_day, last_day, occasion, addressee, continued, 0, NULL, NULL, NULL FROM old_statements;
INSERT INTO coded_speakers SELECT statement, position, referent, 0, NULL, NULL FROM old_speakers;
INSERT INTO coded_topics SELECT statement, position, referent, 0, NULL, NULL FROM old_topics;
INSERT INTO coded_chains SELECT kind, item, position, referent, date, 0, NULL, NULL FROM old_chains;
INSERT INTO coded_reports SELECT id, id, document, position, type, mode, kind, cameo, date, first_day, last_day, place, status, sentence, statement, within,
    confidence, rule, block, NULL, NULL, 0, NULL, NULL, NULL, (SELECT m.published_first FROM metadata m WHERE m.coding = document) FROM old_reports;
INSERT INTO coded_participants SELECT report, position, referent, role, 0, NULL, NULL FROM old_participants;
INSERT INTO actors SELECT * FROM old_actors;
INSERT INTO resolved_events
    SELECT id, id, block, type, mode, kind, date, first_day, last_day, place, status,
           (SELECT min(d.recorded) FROM old_reports r JOIN old_documents d ON d.id = r.document WHERE r.event = e.id), NULL FROM old_events e;
INSERT INTO tellings SELECT r.id, r.event, d.recorded, NULL FROM old_reports r JOIN old_documents d ON d.id = r.document WHERE r.event IS NOT NULL;
INSERT INTO coded_facts SELECT id, id, document, subject, relation, object, object_text, "of", modality, holder, as_of, as_of_first, as_of_last, valid_from,
    from_first, from_last, valid_to, to_first, to_last, ended, inferred, statement, confidence, rule, 0, NULL, NULL, NULL FROM old_facts;
INSERT INTO fact_sources SELECT * FROM old_fact_sources;
INSERT INTO evidence SELECT * FROM old_evidence;
DROP TABLE old_evidence; DROP TABLE old_fact_sources; DROP TABLE old_facts; DROP TABLE old_actors; DROP TABLE old_participants; DROP TABLE old_reports;
DROP TABLE old_events; DROP TABLE old_chains; DROP TABLE old_topics; DROP TABLE old_speakers; DROP TABLE old_statements; DROP TABLE old_times;
DROP TABLE old_implied; DROP TABLE old_mentions; DROP TABLE old_referents; DROP TABLE old_aliases; DROP TABLE old_entities; DROP TABLE old_sentences;
DROP TABLE old_segments; DROP TABLE old_documents; DROP TABLE old_codings;
PRAGMA legacy_alter_table = OFF;
