-- Where the numbers of rows come from in a PostgreSQL database: part of its schema, and of the step to version 5.

CREATE SEQUENCE versions_numbers;
CREATE SEQUENCE documents_numbers;
CREATE SEQUENCE texts_numbers;
CREATE SEQUENCE codings_numbers;
CREATE SEQUENCE metadata_numbers;
CREATE SEQUENCE sentences_numbers;
CREATE SEQUENCE entities_numbers;
CREATE SEQUENCE referents_numbers;
CREATE SEQUENCE implied_numbers;
CREATE SEQUENCE times_numbers;
CREATE SEQUENCE coded_statements_numbers;
CREATE SEQUENCE coded_reports_numbers;
CREATE SEQUENCE coded_facts_numbers;
CREATE SEQUENCE resolved_events_numbers;

-- What a document needs before its rows are put: rows of this answer are the number of its versions, the number before the first of its rows
-- in each table (many: how many there are of documents, codings, sentences, referents, times, implied, statements, reports, facts), and the
-- numbers of its entities, in their order, of which those that are new are made here.
--
-- Called in a transaction of its own (alone: 1), which may be lost when the server is: what rests on it is committed after it. Entities come
-- in the order of their names, so that no two callers wait for one another; and numbers last, so that who counts never waits for anybody.
CREATE FUNCTION take_numbers(alone bigint, coded_by text, many bigint[], of_type text[], of_key text[], called text[], is_unnamed bigint[])
    RETURNS SETOF bigint LANGUAGE plpgsql AS $$
DECLARE
    tables CONSTANT regclass[] := ARRAY['documents_numbers', 'codings_numbers', 'sentences_numbers', 'referents_numbers', 'times_numbers', 'implied_numbers',
                                        'coded_statements_numbers', 'coded_reports_numbers', 'coded_facts_numbers']::regclass[];
    coder bigint;
    known bigint[];
    first bigint;
BEGIN
    LOCK TABLE chancery_record IN ROW EXCLUSIVE MODE;
    IF alone = 1 THEN PERFORM set_config('synchronous_commit', 'off', true); END IF;
    SELECT id INTO coder FROM versions WHERE versions = coded_by;
    IF coder IS NULL THEN
        INSERT INTO versions (versions) VALUES (coded_by) ON CONFLICT DO NOTHING;
        SELECT id INTO coder FROM versions WHERE versions = coded_by;
    END IF;
    SELECT array_agg(e.id ORDER BY a.n) INTO known
        FROM unnest(of_type, of_key) WITH ORDINALITY AS a(type, key, n) LEFT JOIN entities e ON e.type = a.type AND e.key = a.key;
    IF array_position(known, NULL) IS NOT NULL THEN
        INSERT INTO entities (id, type, key, name, unnamed, same, alike)
            SELECT m.id, m.type, m.key, m.name, m.unnamed, m.id, m.id FROM
                (SELECT nextval('entities_numbers') AS id, x.* FROM
                    (SELECT DISTINCT ON (a.type, a.key) a.* FROM unnest(of_type, of_key, called, is_unnamed) WITH ORDINALITY AS a(type, key, name, unnamed, n)
                        WHERE known[a.n] IS NULL ORDER BY a.type, a.key, a.n) x(type, key, name, unnamed, n) ORDER BY n OFFSET 0) m
            ORDER BY m.type, m.key ON CONFLICT (type, key) DO NOTHING;
        SELECT array_agg(e.id ORDER BY a.n) INTO known
            FROM unnest(of_type, of_key) WITH ORDINALITY AS a(type, key, n) JOIN entities e ON e.type = a.type AND e.key = a.key;
    END IF;
    PERFORM pg_advisory_xact_lock(1128814931);
    RETURN NEXT coder;
    FOR i IN 1 .. array_length(tables, 1) LOOP
        first := 0;
        IF many[i] > 0 THEN
            first := nextval(tables[i]);
            IF many[i] > 1 THEN PERFORM setval(tables[i], first + many[i] - 1); END IF;
        END IF;
        RETURN NEXT first - 1;
    END LOOP;
    IF known IS NOT NULL THEN RETURN QUERY SELECT unnest(known); END IF;
END $$;

-- A record that grows fast is not yet what the server last measured, and a plan that was good for ten documents takes each of ten thousand into
-- the hand: so the first measuring is done by who adds. (Who is not the owner of the tables leaves it to the server.)
CREATE FUNCTION measure() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    count bigint := (SELECT last_value FROM codings_numbers);
BEGIN
    IF count < 50000 AND count > 8 * (SELECT greatest(reltuples, 4) FROM pg_class WHERE oid = 'codings'::regclass) THEN
        ANALYZE documents, codings, metadata, segments, sentences, entities, namings, aliases, referents, referent_names, mentions, implied, times,
            coded_statements, coded_speakers, coded_topics, coded_chains, coded_reports, coded_participants, coded_facts, fact_sources, evidence,
            resolved_events, tellings, found, held, journal, journal_targets;
    END IF;
END $$;
