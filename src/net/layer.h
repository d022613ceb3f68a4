/*
 * layer.h: the parts of a network, taken from a model file as they lie there, once they are known to fit.
 *
 *     struct dense d;
 *     chy_status st = dense_open(m, "net.in", 448, 256, mem, &d, err);     // net.in.w, net.in.s, net.in.b
 */
#ifndef NET_LAYER_H
#define NET_LAYER_H

#include "model/model.h"
#include "net/kernels.h"

enum { NET_WIDEST = 1 << 16 }; /* of inputs and outputs */

/* The section `part``kind`, elements of `element` bytes, of this shape (0: not there). Errors: CHY_EMODEL. */
chy_status net_section(const struct model *m, const char *part, const char *kind, uint32_t element, const uint32_t shape[3],
                       const struct model_section **out, chy_err *err);

/* The same for floats, which are finite and at most a million either way. */
chy_status net_floats(const struct model *m, const char *part, const char *kind, uint32_t rows, uint32_t columns, const float **out,
                      chy_err *err);

/* PART.w, PART.s and PART.b; inputs and outputs are rounded up to KERNELS_STEP and KERNELS_BLOCK. Errors: CHY_EMODEL; CHY_ENOMEM. */
chy_status dense_open(const struct model *m, const char *part, uint32_t inputs, uint32_t outputs, arena *mem, struct dense *out,
                      chy_err *err);

static inline uint32_t round_up(uint32_t n, uint32_t unit) { return (n + unit - 1) / unit * unit; }

#endif
