/* luck.h: numbers that look random and are the same on every machine (Steele, Lea and Flood 2014). */
#ifndef TRAIN_LUCK_H
#define TRAIN_LUCK_H

#include <stdint.h>

static inline uint32_t dice(uint64_t *state)
{
    *state += 0x9E3779B97F4A7C15ull;
    uint64_t z = *state;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ z >> 27) * 0x94D049BB133111EBull;
    return (uint32_t)(z >> 32);
}

#endif
