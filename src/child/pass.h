/* pass.h: bytes and descriptors between processes, over a pair of sockets. */
#ifndef CHILD_PASS_H
#define CHILD_PASS_H

#include <stdbool.h>
#include <stddef.h>

/* All of it, with a descriptor (-1: none). False: nobody is there to take it. */
bool pass_send(int wire, const void *bytes, size_t size, int fd);

/* All of size, and the descriptor that came with its first byte (-1: none), which is the caller's to close. False: it ended before. */
bool pass_receive(int wire, void *room, size_t size, int *fd);

#endif
