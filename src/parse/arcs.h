/*
 * arcs.h: from the scores of all arcs of a sentence to the best tree with exactly one root.
 *
 *     arcs_tree(score, n, stride, head, room);       // head[i] == n: word i is the root
 *
 * score[i * stride + j]: how well word i hangs from word j, j == n the root; integers, so the tree is the same on every machine.
 */
#ifndef PARSE_ARCS_H
#define PARSE_ARCS_H

#include <stddef.h>
#include <stdint.h>

enum { ARCS_MOST = 512 }; /* words; the scores are less than 2^31 either way */

/*
 * The heads that score highest, one by one, when they make a tree; else the maximum spanning tree (Chu and Liu 1965, Edmonds 1967,
 * in the form of Tarjan 1977 for dense graphs: time and memory n*n). Equal scores: the first head.
 * room: arcs_room(n) bytes, aligned for anything; what is in them does not matter.
 */
void arcs_tree(const int32_t *score, uint32_t n, size_t stride, uint32_t *head, void *room);
size_t arcs_room(uint32_t n);

#endif
