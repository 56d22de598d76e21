/* Units: what a letter counts as, one byte each (see letters.c), and grams: so many of them in a row. */
#ifndef DEDUPE_UNITS_H
#define DEDUPE_UNITS_H

#include "bits.h"

#define CHUNK 8 /* units in 64 bits */

/* Kana, ideographs and Hangul syllables: each says about as much as three letters of an alphabet. */
static inline int counts_thrice(uint32_t point)
{
    return (point >= 0x3040 && point <= 0x9FFF) || (point >= 0xAC00 && point <= 0xD7A3)
           || (point >= 0xF900 && point <= 0xFAFF) || (point >= 0x20000 && point <= 0x3FFFF);
}

#endif
