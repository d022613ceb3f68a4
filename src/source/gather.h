/*
 * gather.h: what holds documents, taken apart; whatever is found goes to one who takes it.
 *
 * Runs in a locked-in child (source.c). What holds documents may itself lie in something that holds documents, down to GATHER_DEPTH; all is
 * streamed, one document in memory at a time.
 */
#ifndef SOURCE_GATHER_H
#define SOURCE_GATHER_H

#include "doc/envelope.h"
#include "source/stream.h"

enum { GATHER_DEPTH = 4, GATHER_DOCUMENT_MOST = 32 << 20, GATHER_MISSES_MOST = 10000 };

enum holder {
    HOLDER_NONE, /* a document */
    HOLDER_GZIP,
    HOLDER_ZSTD,
    HOLDER_PACKED, /* bzip2, xz */
    HOLDER_ARCHIVE,
    HOLDER_OFFICE, /* a zip archive that is one document, of a kind that is not read */
    HOLDER_WARC,
    HOLDER_ARC,
    HOLDER_FEED,
    HOLDER_MAIL,
    HOLDER_MBOX,
    HOLDER_TABLE, /* JSON lines, or values parted by commas, tabs, semicolons */
};

struct gather {
    /* A document: envelope (empty when nothing is known of it) and bytes are two pieces. False: leave off. */
    bool (*take)(void *user, chy_str name, chy_str envelope, chy_str bytes);
    /* What cannot be had: its name and a sentence without subject. False: leave off. */
    bool (*miss)(void *user, chy_str name, const char *why);
    void *user;
    const char *columns; /* of tables; NULL */
    struct stream_tally tally;
    uint64_t missed; /* from GATHER_MISSES_MOST on they are counted, and told in one sentence at the end */
    bool stopped;
};

/* What the first bytes (as many as there are, up to 4096) say, with the help of a name and a media type, both of which may be empty. */
enum holder holder_of(chy_str name, chy_str first, chy_str type, const char *columns);

/* Take a stream apart. fd: the descriptor that it reads from its beginning, when that can be sought in; -1. */
void gather_stream(struct gather *g, chy_str name, struct stream *s, int fd, int depth);

/* One piece that was found: taken apart further when it holds documents, else given out with what is known of it. */
void gather_piece(struct gather *g, chy_str name, const struct envelope *known, chy_str bytes, int depth);

/* A document as it is, whatever it looks like. known: NULL when nothing is. */
void gather_give(struct gather *g, chy_str name, const struct envelope *known, chy_str bytes);

/* For the readers of one kind. */
void gather_miss(struct gather *g, chy_str name, const char *why);
void warc_gather(struct gather *g, chy_str name, struct stream *s, int depth);
void arc_gather(struct gather *g, chy_str name, struct stream *s, int depth);
void feed_gather(struct gather *g, chy_str name, chy_str bytes, int depth);
void mail_gather(struct gather *g, chy_str name, chy_str bytes, int depth);
void mbox_gather(struct gather *g, chy_str name, struct stream *s, int depth);
void table_gather(struct gather *g, chy_str name, struct stream *s, int depth);
void archive_gather(struct gather *g, chy_str name, struct stream *s, int fd, int depth);
void packed_gather(struct gather *g, chy_str name, struct stream *s, int depth);

/* "archive.zip" + "letters/one.txt" -> "archive.zip/letters/one.txt"; empty at a failure of out. */
chy_str gather_name(buf *out, chy_str holder, char mark, chy_str inner);

bool mail_begins(chy_str first); /* as a letter does */
bool table_begins(chy_str name, chy_str first, const char *columns);

#endif
