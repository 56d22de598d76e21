/* Bytes told apart, as bits in one word. */
#ifndef DEDUPE_BITS_H
#define DEDUPE_BITS_H

#include "hashing.h"

#define BLOCK 64 /* bytes that one word of bits is about */

/* Pack 64 bytes of 0 or 1 to 64 bits, the first byte lowest. */
static inline uint64_t packed(const uint8_t *flags)
{
    uint8_t bits[BLOCK / 8];
    for (int i = 0; i < BLOCK / 8; i++)
        bits[i] = (uint8_t)(load_chunk(flags + 8 * i, 8) * UINT64_C(0x0102040810204080) >> 56);
    return load_chunk(bits, 8);
}

/* How many zeros stand below the lowest bit of a number that is not 0. */
static inline int lowest_bit(uint64_t bits)
{
#if defined(__GNUC__)
    return __builtin_ctzll(bits);
#else
    int count = 0;
    for (; !(bits & 1); bits >>= 1)
        count++;
    return count;
#endif
}

static inline int count_bits(uint64_t bits)
{
#if defined(__GNUC__)
    return __builtin_popcountll(bits);
#else
    int count = 0;
    for (; bits; bits &= bits - 1)
        count++;
    return count;
#endif
}

#endif
