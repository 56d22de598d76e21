/* The letter stream of a text, one byte a unit, and the hashes of each k units in a row. */
#include "kernels.h"
#include "avx512.h"
#include "units.h"
#include "utf8.h"

#define HIGH UINT64_C(0x8080808080808080)
#define SPACES UINT64_C(0x2020202020202020)
#define CHUNKS_FIRST 8    /* what is done past a letter that is not ASCII is lost: so few chunks at first, ... */
#define CHUNKS_AT_ONCE 64 /* ... then twice as many each time */

/* Move the bytes of each chunk that are no spaces together at its low end, and count them: the compress
 * of Warren, Hacker's Delight (2013), 7-4, on whole bytes. Of chunks with bytes past ASCII only `plain` is said. */
VECTORISED static void squeeze(const uint64_t *restrict chunks, int n, uint64_t *restrict squeezed,
                               uint8_t *restrict sizes, uint8_t *restrict plain)
{
    for (int i = 0; i < n; i++) {
        uint64_t chunk = chunks[i];
        uint64_t kept = (((chunk ^ SPACES) + ~HIGH) & HIGH) >> 7;
        uint64_t before = kept ^ HIGH >> 7; /* of each byte, the spaces up to it */
        before += before << 8;
        before += before << 16;
        before += before << 32;
        sizes[i] = (uint8_t)(8 - (before >> 56));
        plain[i] = !(chunk & HIGH);
        uint64_t mask = (kept << 8) - kept;
        chunk &= mask;
        before &= mask;
        for (int bit = 0; bit < 3; bit++) {
            uint64_t moving = before >> bit & HIGH >> 7;
            moving = (moving << 8) - moving;
            uint64_t bytes = chunk & moving, counts = before & moving;
            chunk = (chunk ^ bytes) | bytes >> (8 << bit);
            before = (before ^ counts) | counts >> (8 << bit);
        }
        squeezed[i] = chunk;
    }
}

static inline void store_units(uint64_t chunk, uint8_t *out)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    chunk = __builtin_bswap64(chunk);
#endif
    memcpy(out, &chunk, sizeof chunk);
}

/* Write the units of ASCII up to the first chunk with another byte; return where that is. Eight bytes are
 * written for eight read, so that nothing is written past the room of what was read. */
static const uint8_t *squeeze_ascii(const uint8_t *text, const uint8_t *end, uint8_t **out)
{
    uint64_t chunks[CHUNKS_AT_ONCE], squeezed[CHUNKS_AT_ONCE];
    uint8_t sizes[CHUNKS_AT_ONCE], plain[CHUNKS_AT_ONCE];
    for (int most = CHUNKS_FIRST; end - text >= CHUNK; most = most < CHUNKS_AT_ONCE ? 2 * most : most) {
        int n = (end - text) / CHUNK < most ? (int)((end - text) / CHUNK) : most;
        for (int i = 0; i < n; i++)
            chunks[i] = load_chunk(text + CHUNK * i, CHUNK);
        squeeze(chunks, n, squeezed, sizes, plain);
        for (int i = 0; i < n; i++) {
            if (!plain[i])
                return text;
            store_units(squeezed[i], *out);
            *out += sizes[i];
            text += CHUNK;
        }
    }
    return text;
}

#ifdef AVX512

/* The same up to the first byte past ASCII. */
AVX512 static const uint8_t *squeeze_ascii_wide(const uint8_t *text, const uint8_t *end, uint8_t **out)
{
    while (text < end) {
        Py_ssize_t size = end - text < BLOCK ? end - text : BLOCK;
        __m512i bytes = _mm512_maskz_loadu_epi8(lowest(size), text);
        uint64_t beyond = _mm512_movepi8_mask(bytes), all = ~UINT64_C(0);
        if (beyond & 1)
            break;
        uint64_t within = beyond ? lowest(lowest_bit(beyond)) : lowest(size);
        uint64_t kept = _mm512_mask_cmpneq_epi8_mask(within, bytes, _mm512_set1_epi8(' '));
        unsigned count = (unsigned)_mm_popcnt_u64(kept);
        __m512i squeezed = _mm512_maskz_compress_epi8(kept, bytes);
        if (size == BLOCK)
            _mm512_storeu_si512(*out, squeezed);
        else
            _mm512_mask_storeu_epi8(*out, _bzhi_u64(all, count), squeezed);
        *out += count;
        text += beyond ? lowest_bit(beyond) : size;
    }
    return text;
}

#endif

/* Write the units of ASCII that a text begins with, all of it or a part; return where the text goes on. */
static inline const uint8_t *put_ascii(const uint8_t *text, const uint8_t *end, uint8_t **out)
{
    if (text == end || *text & 0x80)
        return text;
#ifdef AVX512
    if (has_avx512())
        return squeeze_ascii_wide(text, end, out);
#endif
    return end - text >= CHUNK && !(load_chunk(text, CHUNK) & HIGH) ? squeeze_ascii(text, end, out) : text;
}

#define PART_MASK ((UINT32_C(1) << PART_SHIFT) - 1)

/* A letter past ASCII keeps its place among the 128 of its block, so that those of one alphabet stay apart. A
 * wide one is three bytes of seven bits, its code point shuffled so that parts of two are alike by chance only. */
static inline uint8_t *put_letter(uint32_t point, uint8_t *out)
{
    if (!counts_thrice(point)) {
        *out++ = (uint8_t)(point < 0x80 ? point : 0x80 | (point & 0x7F));
        return out;
    }
    uint32_t mixed = point * UINT32_C(0x85EBCA6B) & PART_MASK;
    mixed ^= mixed >> 11;
    mixed = mixed * UINT32_C(0xC2B2AE35) & PART_MASK;
    mixed ^= mixed >> 11;
    for (int part = 0; part < WIDE; part++)
        *out++ = (uint8_t)(0x80 | (mixed >> 7 * part & 0x7F));
    return out;
}

/* Write the units of one document. No code point has more of them than bytes. */
static uint8_t *letters_of(const uint8_t *text, const uint8_t *end, uint8_t *out)
{
    while ((text = put_ascii(text, end, &out)) < end) {
        uint32_t point;
        text += decode(text, end - text, &point);
        if (point != ' ' && point != STRAY)
            out = put_letter(point, out);
    }
    return out;
}

PyObject *letters(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"data", 1}, {"offsets", 8}, {"out", 1, 1}, {"out_offsets", 8, 1}};
    Array *data = &a[0], *offsets = &a[1], *out = &a[2], *out_offsets = &a[3];
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOOO:letters", &a[0].object, &a[1].object, &a[2].object, &a[3].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    if (check_offsets(offsets, data) && check_length(out, spanned(offsets))
        && check_length(out_offsets, offsets->length)) {
        const uint8_t *text = data->view.buf;
        const int64_t *at = offsets->view.buf;
        uint8_t *units = out->view.buf, *unit = units;
        int64_t *ends = out_offsets->view.buf;
        Py_ssize_t documents = offsets->length - 1;
        Py_BEGIN_ALLOW_THREADS
        ends[0] = 0;
        for (Py_ssize_t i = 0; i < documents; i++) {
            unit = letters_of(text + at[i], text + at[i + 1], unit);
            ends[i + 1] = unit - units;
        }
        Py_END_ALLOW_THREADS
        result = PyLong_FromLongLong(unit - units);
    }
    close_arrays(a, COUNT(a));
    return result;
}

#define GRAMS_AT_ONCE 512 /* hashed at a time: 4 KB, well inside the first cache */

/* The chunk that begins at each place: eight units, or the `width` there are. */
static void spread(const uint8_t *units, Py_ssize_t n, Py_ssize_t width, uint64_t *chunks)
{
    if (width < CHUNK)
        for (Py_ssize_t i = 0; i < n; i++)
            chunks[i] = load_chunk(units + i, width);
    else
        for (Py_ssize_t i = 0; i < n; i++)
            chunks[i] = load_chunk(units + i, CHUNK);
}

VECTORISED static void add_chunks(uint64_t *restrict sums, const uint64_t *restrict chunks, Py_ssize_t n)
{
    for (Py_ssize_t i = 0; i < n; i++)
        sums[i] = sums[i] * ORDER_FACTOR + chunks[i];
}

/* Add the last chunks, avalanche, and note which hashes are within the limit. */
VECTORISED static void finish(const uint64_t *sums, const uint64_t *last, Py_ssize_t n, uint64_t limit,
                              uint64_t *restrict hashes, uint8_t *restrict kept)
{
    for (Py_ssize_t i = 0; i < n; i++) {
        uint64_t hash = avalanche(sums[i] * ORDER_FACTOR + last[i]);
        hashes[i] = hash;
        kept[i] = hash <= limit;
    }
}

/* Hash the `width` units from each of n places on: a polynomial in ORDER_FACTOR over chunks of eight, of
 * which the last ends where the units end, so that it overlaps the one before. */
static void hash_grams(const uint8_t *units, Py_ssize_t n, Py_ssize_t width, uint64_t limit, uint64_t *hashes,
                       uint8_t *kept)
{
    uint64_t sums[GRAMS_AT_ONCE + CHUNK], chunks[GRAMS_AT_ONCE];
    if (width <= CHUNK) {
        memset(sums, 0, (size_t)n * sizeof *sums);
        spread(units, n, width, chunks);
        finish(sums, chunks, n, limit, hashes, kept);
    } else if (width <= 2 * CHUNK) {
        spread(units, n + width - CHUNK, CHUNK, sums);
        finish(sums, sums + width - CHUNK, n, limit, hashes, kept);
    } else {
        spread(units, n, CHUNK, sums);
        for (Py_ssize_t done = CHUNK; done + CHUNK < width; done += CHUNK) {
            spread(units + done, n, CHUNK, chunks);
            add_chunks(sums, chunks, n);
        }
        spread(units + width - CHUNK, n, CHUNK, chunks);
        finish(sums, chunks, n, limit, hashes, kept);
    }
}

/* What is kept, and how many it would be if there were room. */
typedef struct {
    uint64_t *hashes;
    int32_t *places;
    int64_t room, count;
} Kept;

/* Keep the flagged hashes, if there is room. A word of bits at a time: a branch for each would be guessed wrong. */
static void keep(const uint64_t *hashes, const uint8_t *flags, Py_ssize_t n, Py_ssize_t first, Kept *kept)
{
    int64_t count = kept->count;
    uint64_t *to = kept->hashes;
    int32_t *places = kept->places;
    if (count + n > kept->room) {
        for (Py_ssize_t i = 0; i < n; i++) {
            if (flags[i] && count < kept->room) {
                to[count] = hashes[i];
                places[count] = (int32_t)(first + i);
            }
            count += flags[i];
        }
    } else {
        for (Py_ssize_t from = 0; from < n; from += BLOCK)
            for (uint64_t bits = packed(flags + from); bits; bits &= bits - 1) {
                Py_ssize_t i = from + lowest_bit(bits);
                to[count] = hashes[i];
                places[count++] = (int32_t)(first + i);
            }
    }
    kept->count = count;
}

/* Keep all hashes, where there is room. */
static void keep_all(const uint64_t *hashes, Py_ssize_t n, Py_ssize_t first, Kept *kept)
{
    memcpy(kept->hashes + kept->count, hashes, (size_t)n * sizeof *hashes);
    for (Py_ssize_t i = 0; i < n; i++)
        kept->places[kept->count + i] = (int32_t)(first + i);
    kept->count += n;
}

#ifdef AVX512

#define LANES 8 /* places whose grams are hashed side by side */

/* The chunk of eight units that begins at each of eight places in a row; fifteen units are looked at, one more read. */
AVX512 static inline __m512i chunks_at(const uint8_t *units)
{
    static const uint8_t from[BLOCK] = {
        0, 1, 2, 3, 4, 5, 6,  7,  1, 2, 3, 4, 5, 6,  7,  8,  2, 3, 4, 5, 6,  7,  8,  9,  3, 4, 5,  6,  7,  8,  9,  10,
        4, 5, 6, 7, 8, 9, 10, 11, 5, 6, 7, 8, 9, 10, 11, 12, 6, 7, 8, 9, 10, 11, 12, 13, 7, 8, 9, 10, 11, 12, 13, 14,
    };
    __m128i read = _mm_loadu_si128((const void *)units);
    return _mm512_shuffle_epi8(_mm512_broadcast_i32x4(read), _mm512_loadu_si512(from));
}

AVX512 static inline __m512i mixed(__m512i hash, uint64_t factor)
{
    hash = _mm512_xor_si512(hash, _mm512_srli_epi64(hash, 33));
    return _mm512_mullo_epi64(hash, _mm512_set1_epi64((long long)factor));
}

/* Keep the grams of nine to sixteen units as hash_grams and keep do, while there is room and none of the last
 * eight places is reached, past which nothing may be read; return how many places are done. */
AVX512 static Py_ssize_t keep_wide(const uint8_t *units, Py_ssize_t places, Py_ssize_t width, uint64_t limit, Kept *kept)
{
    const __m512i most = _mm512_set1_epi64((long long)limit), order = _mm512_set1_epi64((long long)ORDER_FACTOR);
    const __m256i lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    int64_t count = kept->count;
    Py_ssize_t at = 0;
    for (; at + 2 * LANES <= places && count + LANES <= kept->room; at += LANES) {
        __m512i sums = _mm512_mullo_epi64(chunks_at(units + at), order);
        __m512i hash = _mm512_add_epi64(sums, chunks_at(units + at + width - CHUNK));
        hash = mixed(mixed(hash, FIRST_MIX), SECOND_MIX);
        hash = _mm512_xor_si512(hash, _mm512_srli_epi64(hash, 33));
        __mmask8 within = _mm512_cmple_epu64_mask(hash, most);
        __m256i place = _mm256_add_epi32(_mm256_set1_epi32((int)at), lanes);
        _mm512_storeu_si512(kept->hashes + count, _mm512_maskz_compress_epi64(within, hash));
        _mm256_storeu_si256((void *)(kept->places + count), _mm256_maskz_compress_epi32(within, place));
        count += (int64_t)_mm_popcnt_u64(within);
    }
    kept->count = count;
    return at;
}

#endif

static void unit_shingles_of(const uint8_t *units, Py_ssize_t n, Py_ssize_t k, uint64_t limit, Kept *kept)
{
    uint64_t hashes[GRAMS_AT_ONCE];
    uint8_t flags[GRAMS_AT_ONCE] = {0};
    Py_ssize_t width = n < k ? n : k, places = n ? n - width + 1 : 0, first = 0;
#ifdef AVX512
    if (has_avx512() && width > CHUNK && width <= 2 * CHUNK)
        first = keep_wide(units, places, width, limit, kept);
#endif
    for (; first < places; first += GRAMS_AT_ONCE) {
        Py_ssize_t count = places - first < GRAMS_AT_ONCE ? places - first : GRAMS_AT_ONCE;
        hash_grams(units + first, count, width, limit, hashes, flags);
        if (limit == UINT64_MAX && count <= kept->room - kept->count) {
            keep_all(hashes, count, first, kept);
        } else {
            memset(flags + count, 0, (size_t)(GRAMS_AT_ONCE - count));
            keep(hashes, flags, count, first, kept);
        }
    }
}

PyObject *unit_shingles(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"units", 1}, {"offsets", 8}, {"out", 8, 1}, {"places", 4, 1}, {"out_offsets", 8, 1}};
    Array *units = &a[0], *offsets = &a[1], *out = &a[2], *places = &a[3], *out_offsets = &a[4];
    Py_ssize_t k;
    unsigned long long limit;
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOnKOOO:unit_shingles", &a[0].object, &a[1].object, &k, &limit, &a[2].object,
                          &a[3].object, &a[4].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    if (check_positive("k", k) && check_offsets(offsets, units) && check_sizes(offsets, INT32_MAX)
        && check_length(places, out->length) && check_length(out_offsets, offsets->length)) {
        const uint8_t *unit = units->view.buf;
        const int64_t *at = offsets->view.buf;
        int64_t *ends = out_offsets->view.buf;
        Kept kept = {out->view.buf, places->view.buf, out->length, 0};
        Py_ssize_t documents = offsets->length - 1;
        Py_BEGIN_ALLOW_THREADS
        ends[0] = 0;
        for (Py_ssize_t i = 0; i < documents; i++) {
            unit_shingles_of(unit + at[i], (Py_ssize_t)(at[i + 1] - at[i]), k, limit, &kept);
            ends[i + 1] = kept.count;
        }
        Py_END_ALLOW_THREADS
        result = PyLong_FromLongLong(kept.count);
    }
    close_arrays(a, COUNT(a));
    return result;
}
