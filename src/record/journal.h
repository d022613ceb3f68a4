/*
 * journal.h: a person's word over the program's.
 *
 *     const struct correction_field fields[] = { { CHY_LIT("modality"), CHY_LIT("wants") } };
 *     struct correction c = { .action = CHY_LIT("fix"), .ids = ids, .id_count = 1, .fields = fields, .field_count = 1, .because = ..., .by
 * = ..., .made = ... }; chy_status st = journal_correct(store, &c, &entry, err);
 *
 * A correction is an entry of a journal that is only ever added to. It names what it speaks of in words that outlive a coding: a document
 * by its SHA-256, something that was read in it by what it says of whom and by its bytes and words, an entity by its type and key. What is
 * in force is a function of what the coder read and of the entries in the order in which they were made, so that entries can be undone,
 * come from another record in any order, and find their rows again when a document is read again.
 */
#ifndef RECORD_JOURNAL_H
#define RECORD_JOURNAL_H

#include "base/buf.h"
#include "store/store.h"

struct correction_field {
    chy_str name, value; /* value "": not stated */
};

struct correction {
    chy_str action;     /* fix, merge, split, reject, undo */
    const chy_str *ids; /* F-17, E-3, R-3, S-5, D-2; N-4 or a name for an entity; J-1 to undo */
    uint32_t id_count;
    const struct correction_field *fields;
    uint32_t field_count;
    chy_str because, by;
    chy_str made; /* the moment, UTC, finer than seconds: "2026-11-22T12:00:00.123456Z" */
};

/* Enter it, and change what it changes. *entry: its J-n. Errors: CHY_EUSAGE with a sentence (no such row, field or value ...). */
chy_status journal_correct(struct store *s, const struct correction *c, int64_t *entry, chy_err *err);

/* Names of blocks; with "=" before it, what states met on which day (meeting.h), where these must be looked at. */
/* What the journal says of a document, laid over its coding in force; inside store_begin .. store_end. The names of blocks whose events
 * must be told apart anew are added to blocks. */
typedef LIST(chy_str) block_list;
chy_status journal_apply(struct store *s, chy_str hash, chy_str when, arena *mem, block_list *blocks, chy_err *err);

/* Entities ("person:ola nord@NOR") as the journal has them: is one put apart from those of its name; whom is it the same as; and what the
 * blocks are called of the reports that it takes part in. */
chy_status journal_is_apart(struct store *s, chy_str name, bool *is, chy_err *err);
chy_status journal_same(struct store *s, chy_str name, chy_str when, arena *mem, block_list *blocks, chy_err *err);
/* Of documents that the journal says nothing of (their numbers, a list in JSON): the blocks of those that name one who is another by now. */
chy_status journal_rename_merged(struct store *s, chy_str list, arena *mem, block_list *blocks, chy_err *err);
chy_status journal_rename_blocks(struct store *s, int64_t entity, arena *mem, block_list *blocks, chy_err *err);

/* One entry as a line of JSON, and from one. *is_new false: it was there. An entry whose document is not there takes force when that comes.
 */
chy_status journal_write(struct store_rows *entry, buf *out, chy_err *err);
chy_status journal_read(struct store *s, chy_str line, chy_str when, bool *is_new, chy_err *err);

/* Lay the whole journal over the record once more: nothing changes when it says what is in force. Told of entries that are not what they
 * were. */
chy_status journal_replay(struct store *s, chy_str when, store_fault tell, void *user, chy_err *err);

#endif
