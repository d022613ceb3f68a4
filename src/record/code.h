/* code.h: a coded document as the rows that the store keeps. */
#ifndef RECORD_CODE_H
#define RECORD_CODE_H

#include "doc/doc.h"
#include "store/store.h"

/* Everything lives in mem or is borrowed from d. hash, recorded: borrowed. */
chy_status code_rows(const chy_doc *d, chy_str hash, size_t size, chy_str recorded, arena *mem, struct store_coded *out, chy_err *err);

/*
 * The block of a report: what sort of event, whatever type a text makes of it, among whom, in which year ("": not known). Where two persons
 * or more take part, they alone tell who
 * ("Wang Yi met Lavrov" whether or not China and Russia are named too). A report without participants can only be one with
 * others of its document (hash). ptr NULL when mem is at its ceiling.
 */
struct code_party {
    chy_str type, key;
};
chy_str code_block(chy_str type, chy_str mode, chy_str kind, const struct code_party *parties, uint32_t party_count, chy_str hash,
                   chy_str year, arena *mem);

/*
 * A meeting between states, by whoever speaks for them, on one day: "meeting|CHN|RUS@2022-07-28"; "" for anything else. By it a report that
 * names states alone finds those that name their ministers. Parties by the keys that the document gives them.
 */
chy_str code_states(chy_str type, chy_str mode, chy_str kind, const struct code_party *parties, uint32_t party_count, chy_str date,
                    arena *mem);

/* The block of a report of such a meeting that names states alone. */
chy_str code_block_of_states(chy_str states, arena *mem);

/* The year that parts blocks, so that they stay small: that of the date, else the one that the block had before; "" when there is none. */
chy_str code_block_year(chy_str date, chy_str block);

#endif
