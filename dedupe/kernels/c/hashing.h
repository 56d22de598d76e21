/* Mixing numbers to hashes. */
#ifndef DEDUPE_HASHING_H
#define DEDUPE_HASHING_H

#include <Python.h>

#include <stdint.h>
#include <string.h>

/* Odd multipliers with no pattern in their bits: those of MurmurHash3's finalisers and of xxHash64. */
#define SEED UINT64_C(0x27D4EB2F165667C5)
#define CHUNK_FACTOR UINT64_C(0x9E3779B185EBCA87)
#define ORDER_FACTOR UINT64_C(0xC2B2AE3D27D4EB4F)
#define FIRST_MIX UINT64_C(0xFF51AFD7ED558CCD)
#define SECOND_MIX UINT64_C(0xC4CEB9FE1A85EC53)

#define WIDE 3        /* letters that a wide one counts as */
#define PART_SHIFT 21 /* past the bits of a code point */
#define FULL_WEIGHT 65536.0

static inline uint64_t absorb(uint64_t hash, uint64_t chunk)
{
    hash = (hash ^ chunk) * CHUNK_FACTOR;
    return hash ^ (hash >> 32);
}

static inline uint64_t avalanche(uint64_t hash)
{
    hash = (hash ^ (hash >> 33)) * FIRST_MIX;
    hash = (hash ^ (hash >> 33)) * SECOND_MIX;
    return hash ^ (hash >> 33);
}

static inline uint32_t avalanche32(uint32_t hash)
{
    hash = (hash ^ (hash >> 16)) * UINT32_C(0x85EBCA6B);
    hash = (hash ^ (hash >> 13)) * UINT32_C(0xC2B2AE35);
    return hash ^ (hash >> 16);
}

/* Eight bytes as a little-endian number on every machine, zeros past the end of the buffer. */
static inline uint64_t load_chunk(const uint8_t *text, Py_ssize_t left)
{
    uint64_t chunk = 0;
    memcpy(&chunk, text, left < 8 ? (size_t)left : 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    chunk = __builtin_bswap64(chunk);
#endif
    return chunk;
}

#endif
