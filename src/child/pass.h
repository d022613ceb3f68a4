/* pass.h: bytes and descriptors between processes, over a pair of sockets. */
#ifndef CHILD_PASS_H
#define CHILD_PASS_H

#include <stdbool.h>
#include <stddef.h>

struct iovec;

/* All of it, with a descriptor (-1: none). False: nobody is there to take it. */
bool pass_send(int wire, const void *bytes, size_t size, int fd);
bool pass_send_pieces(int wire, struct iovec *pieces, size_t count, int fd); /* in one call where they fit; the pieces are used up */

/* All of size, and the descriptor that came with its first byte (-1: none), which is the caller's to close. False: it ended before. */
bool pass_receive(int wire, void *room, size_t size, int *fd);

#endif
