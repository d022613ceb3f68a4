/* pieces.h: what the SELECTs of the store are put together from. */
#ifndef STORE_PIECES_H
#define STORE_PIECES_H

#include "base/buf.h"
#include "store/store.h"

/* SQL keeps its own lines. */
/* clang-format off */

/* An entity as people read it: e resolved, r as the document has it. What the text does not name stands in quotation marks. */
#define CALLED(e, r) "CASE WHEN " e ".unnamed = 1 THEN '“' || " r ".name || '”' ELSE " e ".name END"
/* From a referent r to the entity e that stands for it, by way of the entity a that the document's own key means. */
#define ENTITY(r, a, e) "JOIN entities " a " ON " a ".id = " r ".entity JOIN entities " e " ON " e ".id = " a ".same "
#define LEFT_ENTITY(r, a, e) "LEFT JOIN entities " a " ON " a ".id = " r ".entity LEFT JOIN entities " e " ON " e ".id = " a ".same "
#define LIST_OF(table, owner, separator) \
    "(SELECT group_concat(n, '" separator "') FROM (SELECT " CALLED("ke", "kr") " AS n FROM " table " k JOIN referents kr ON kr.id = k.referent " \
    ENTITY("kr", "ka", "ke") "WHERE k." owner " ORDER BY k.position) q)"
#define SPEAKERS(statement) LIST_OF("speakers", "statement = " statement, ", ")
#define CHAIN(kind, item) \
    "(SELECT group_concat(n, ' → ') FROM (SELECT " CALLED("ke", "kr") " || CASE WHEN k.date IS NULL THEN '' ELSE ' (' || k.date || ')' END AS n " \
    "FROM chains k JOIN referents kr ON kr.id = k.referent " ENTITY("kr", "ka", "ke") \
    "WHERE k.kind = '" kind "' AND k.item = " item " ORDER BY k.position) q)"
#define CHAIN_LAST(kind, item) \
    "(SELECT ka.same FROM chains k JOIN referents kr ON kr.id = k.referent JOIN entities ka ON ka.id = kr.entity WHERE k.kind = '" kind "' AND k.item = " item " ORDER BY k.position DESC LIMIT 1)"
#define BYTES(d, from, to) "bytes((SELECT tx.text FROM texts tx WHERE tx.id = " d ".text), " from ", " to ")"
#define EVIDENCE_WORDS(kind, item, role) \
    "(SELECT group_concat(n, ' … ') FROM (SELECT " BYTES("d", "v.\"start\"", "v.\"end\"") " AS n FROM evidence v WHERE v.kind = '" kind "' AND v.item = " item \
    " AND v.role = '" role "' ORDER BY v.position) q)"
/* What was said, without the word that leads in. */
#define SAID_WORDS(item) \
    "(SELECT CASE WHEN lower(substr(said, 1, 5)) = 'that ' THEN substr(said, 6) ELSE said END FROM (SELECT " EVIDENCE_WORDS("S", item, "content") " AS said) q)"
#define AUTHOR "coalesce((SELECT ae.name FROM referents ar " ENTITY("ar", "aa", "ae") "WHERE ar.id = d.author_referent), d.author)"
#define PUBLISHER_ENTITY "(SELECT pa.same FROM referents pb JOIN entities pa ON pa.id = pb.entity WHERE pb.id = d.publisher_referent)"
#define SOURCE_COLUMNS "d.id, d.path, d.publisher, " PUBLISHER_ENTITY ", d.published, " AUTHOR

/* "(every entity that is the same as one of these)" */
static inline void write_set(buf *sql, struct store_set set)
{
    buf_str(sql, CHY_LIT("(SELECT sa.id FROM entities sa WHERE sa.same IN ("));
    for (uint32_t i = 0; i < set.count; i++) buf_format(sql, i ? ",%lld" : "%lld", (long long)set.at[i]);
    buf_str(sql, CHY_LIT("))"));
}

static inline void write(buf *sql, const char *text) { buf_str(sql, str_of(text)); }

/* " AND e.id is an event that one of the set took part in, or one who holds a post of theirs". */
static inline void write_took_part(buf *sql, struct store_set set)
{
    if (!set.count) return;
    write(sql, " AND e.id IN (SELECT t.event FROM referents r JOIN participants p ON p.referent = r.id JOIN told t ON t.report = p.report WHERE r.entity IN ");
    write_set(sql, set);
    write(sql, " UNION SELECT t.event FROM referents o JOIN referents r ON r.\"of\" = o.id JOIN participants p ON p.referent = r.id "
               "JOIN told t ON t.report = p.report WHERE o.entity IN ");
    write_set(sql, set);
    buf_char(sql, ')');
}

/* " AND (first, last) of the row overlaps the days asked for". */
static inline void write_days(buf *sql, const char *first_column, const char *last_column, int64_t first, int64_t last)
{
    if (last != STORE_NO_DAY) buf_format(sql, " AND %s <= %lld", first_column, (long long)last);
    if (first != STORE_NO_DAY) buf_format(sql, " AND %s >= %lld", last_column, (long long)first);
}

/* clang-format on */

#endif
