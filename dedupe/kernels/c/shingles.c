/* Shingles: hashes of k consecutive words or letters. */
#include "kernels.h"
#include "hashing.h"
#include "utf8.h"

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

/* How many of a chunk's bytes stand before its first space: 0 to 8. */
static inline int before_space(uint64_t chunk)
{
    uint64_t x = chunk ^ UINT64_C(0x2020202020202020);
    uint64_t spaces = (x - UINT64_C(0x0101010101010101)) & ~x & UINT64_C(0x8080808080808080);
    if (!spaces)
        return 8;
#if defined(__GNUC__)
    return __builtin_ctzll(spaces) >> 3;
#else
    int count = 0;
    for (; !(spaces & 0x80); spaces >>= 8)
        count++;
    return count;
#endif
}

/* Hash each word of a document, eight bytes at a time; return how many there are. */
static Py_ssize_t hash_words(const uint8_t *text, const uint8_t *end, const uint8_t *buffer_end, uint64_t *out)
{
    Py_ssize_t count = 0;
    while (text < end) {
        if (*text == ' ') {
            text++;
            continue;
        }
        uint64_t hash = SEED;
        for (;;) {
            uint64_t chunk = buffer_end - text >= 8 ? load_chunk(text, 8) : load_chunk(text, buffer_end - text);
            Py_ssize_t size = before_space(chunk);
            size = size < end - text ? size : end - text;
            text += size;
            if (size < 8) {
                hash = absorb(hash, chunk & ((UINT64_C(1) << 8 * size) - 1));
                break;
            }
            hash = absorb(hash, chunk);
        }
        out[count++] = hash;
    }
    return count;
}

/* Hash each letter of a document, spaces and stray bytes left out; return how many there are. */
/* Kana, ideographs and Hangul syllables: each says about as much as three letters of an alphabet. */
static inline int is_wide(uint32_t point)
{
    return (point >= 0x3040 && point <= 0x9FFF) || (point >= 0xAC00 && point <= 0xD7A3)
           || (point >= 0xF900 && point <= 0xFAFF) || (point >= 0x20000 && point <= 0x3FFFF);
}

/* A wide letter counts as WIDE letters. It takes at least so many bytes, so `out` holds enough. */
static Py_ssize_t hash_letters(const uint8_t *text, const uint8_t *end, uint64_t *out)
{
    Py_ssize_t count = 0;
    while (text < end) {
        uint32_t point;
        text += decode(text, end - text, &point);
        out[count] = absorb(SEED, point);
        count += point != ' ' && point != STRAY;
        if (point != STRAY && is_wide(point))
            for (uint32_t part = 1; part < WIDE; part++)
                out[count++] = absorb(SEED, point | part << PART_SHIFT);
    }
    return count;
}

VECTORISED static void finish(uint64_t *values, Py_ssize_t n)
{
    for (Py_ssize_t i = 0; i < n; i++)
        values[i] = avalanche(values[i]);
}

/* Turn n word or letter hashes into shingle hashes over each k of them, in place, and keep those up to
 * `limit`: a polynomial in ORDER_FACTOR rolled along (Karp and Rabin 1987), then an avalanche. */
static Py_ssize_t roll(uint64_t *values, Py_ssize_t n, Py_ssize_t k, uint64_t limit)
{
    Py_ssize_t width = n < k ? n : k, kept = 0;
    if (n == 0)
        return 0;
    uint64_t sum = 0, top = 1;
    for (Py_ssize_t i = 0; i < width; i++) {
        sum = sum * ORDER_FACTOR + values[i];
        top *= ORDER_FACTOR;
    }
    for (Py_ssize_t i = width; i < n; i++) {
        uint64_t next = sum * ORDER_FACTOR + (values[i] - values[i - width] * top);
        values[i - width] = sum;
        sum = next;
    }
    values[n - width] = sum;
    finish(values, n - width + 1);
    if (limit == UINT64_MAX)
        return n - width + 1;
    for (Py_ssize_t i = 0; i <= n - width; i++) {
        uint64_t hash = values[i];
        values[kept] = hash;
        kept += hash <= limit;
    }
    return kept;
}

static PyObject *shingles(PyObject *args, const char *format, int words)
{
    Array a[] = {{"data", 1}, {"offsets", 8}, {"out", 8, 1}, {"out_offsets", 8, 1}};
    Array *data = &a[0], *offsets = &a[1], *out = &a[2], *out_offsets = &a[3];
    Py_ssize_t k;
    unsigned long long limit;
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, format, &a[0].object, &a[1].object, &k, &limit, &a[2].object, &a[3].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    if (check_positive("k", k) && check_offsets(offsets, data)
        && check_length(out, words ? (spanned(offsets) + offsets->length) / 2 : spanned(offsets))
        && check_length(out_offsets, offsets->length)) {
        const uint8_t *text = data->view.buf;
        const int64_t *at = offsets->view.buf;
        uint64_t *hashes = out->view.buf;
        int64_t *ends = out_offsets->view.buf, end = 0;
        Py_ssize_t documents = offsets->length - 1;
        Py_BEGIN_ALLOW_THREADS
        ends[0] = 0;
        for (Py_ssize_t i = 0; i < documents; i++) {
            Py_ssize_t n = words ? hash_words(text + at[i], text + at[i + 1], text + data->length, hashes + end)
                                 : hash_letters(text + at[i], text + at[i + 1], hashes + end);
            end += roll(hashes + end, n, k, limit);
            ends[i + 1] = end;
        }
        Py_END_ALLOW_THREADS
        result = PyLong_FromLongLong(end);
    }
    close_arrays(a, COUNT(a));
    return result;
}

PyObject *word_shingles(PyObject *Py_UNUSED(module), PyObject *args)
{
    return shingles(args, "OOnKOO:word_shingles", 1);
}

PyObject *letter_shingles(PyObject *Py_UNUSED(module), PyObject *args)
{
    return shingles(args, "OOnKOO:letter_shingles", 0);
}
