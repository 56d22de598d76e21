/* The shingles of one document, for other passes. */
#ifndef DEDUPE_SHINGLES_H
#define DEDUPE_SHINGLES_H

#include "arrays.h"

/* Uint64s that hashing the shingles of a document of so many bytes may write. */
static inline Py_ssize_t shingles_most(Py_ssize_t size, int words)
{
    return words ? size / 2 + 1 : size + 1;
}

/* Hash the shingles of k words, or letters, of a document; return how many are up to `limit` and kept.
 * `after` is how many bytes stand behind the document: they may be read but have no effect. */
Py_ssize_t hash_shingles(const uint8_t *text, Py_ssize_t size, Py_ssize_t after, int words, Py_ssize_t k,
                         uint64_t limit, uint64_t *out);

#endif
