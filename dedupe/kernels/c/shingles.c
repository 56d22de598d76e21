/* Shingles: hashes of k consecutive words or letters. */
#include "kernels.h"
#include "avx512.h"
#include "bits.h"
#include "shingles.h"
#include "utf8.h"

#define CHUNK 1024 /* bytes looked through at a time for spaces */

/* One bit for each of up to CHUNK bytes, set where it is a space. */
static inline void find_spaces(const uint8_t *text, Py_ssize_t size, uint64_t *spaces)
{
    uint8_t flags[BLOCK];
    for (; size >= BLOCK; size -= BLOCK, text += BLOCK) {
        for (int i = 0; i < BLOCK; i++)
            flags[i] = text[i] == ' ';
        *spaces++ = packed(flags);
    }
    if (size) {
        uint8_t rest[BLOCK] = {0};
        memcpy(rest, text, (size_t)size);
        for (int i = 0; i < BLOCK; i++)
            flags[i] = rest[i] == ' ';
        *spaces = packed(flags);
    }
}

/* Hash any word: two chunks of eight bytes, zeros past its end, and as many more as it takes. */
RARE static uint64_t hash_word(const uint8_t *word, Py_ssize_t size)
{
    uint64_t hash = SEED;
    do {
        uint8_t bytes[16] = {0};
        Py_ssize_t taken = size < 16 ? size : 16;
        memcpy(bytes, word, (size_t)taken);
        hash = absorb(absorb(hash, load_chunk(bytes, 8)), load_chunk(bytes + 8, 8));
        word += taken;
        size -= taken;
    } while (size);
    return hash;
}

/* The same for a word of up to sixteen bytes, all of which may be read, whatever stands after it. */
static inline uint64_t hash_short_word(const uint8_t *word, Py_ssize_t size)
{
    static const uint8_t kept[32] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
    const uint8_t *mask = kept + 16 - size;
    uint64_t hash = absorb(SEED, load_chunk(word, 8) & load_chunk(mask, 8));
    return absorb(hash, load_chunk(word + 8, 8) & load_chunk(mask + 8, 8));
}

/* Hash each word of a document, which has `after` more bytes behind it; return how many there are. */
VECTORISED static Py_ssize_t hash_words(const uint8_t *text, const uint8_t *end, Py_ssize_t after, uint64_t *out)
{
    const uint8_t *word = text;
    Py_ssize_t count = 0;
    while (text < end) {
        uint64_t spaces[CHUNK / BLOCK];
        Py_ssize_t size = end - text < CHUNK ? end - text : CHUNK;
        Py_ssize_t short_most = end - text + after >= size + 16 ? 16 : 0;
        find_spaces(text, size, spaces);
        for (Py_ssize_t from = 0; from < size; from += BLOCK)
            for (uint64_t bits = spaces[from / BLOCK]; bits; bits &= bits - 1) {
                const uint8_t *space = text + from + lowest_bit(bits);
                Py_ssize_t length = space - word;
                if (length)
                    out[count++] = length <= short_most ? hash_short_word(word, length) : hash_word(word, length);
                word = space + 1;
            }
        text += size;
    }
    if (word < end)
        out[count++] = hash_word(word, end - word);
    return count;
}

#ifdef AVX512

#define WORDS_CHUNK 2048 /* bytes whose words are found, then hashed together: all stays in the first cache */
#define LANES 16         /* places written at once */

/* The words of up to WORDS_CHUNK bytes; each list has room for what is written past its end. */
typedef struct {
    uint32_t starts[WORDS_CHUNK / 2 + 2 * LANES], ends[WORDS_CHUNK / 2 + 2 * LANES];
    Py_ssize_t count, ended; /* one more has started than ended where the last goes on */
} Words;

/* Write the places of the bits that are set, plus `base`; return how many there are, at most half of 64. */
AVX512 static inline Py_ssize_t write_places(uint64_t bits, Py_ssize_t base, uint32_t *out)
{
    static const uint8_t places[BLOCK] = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
        22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
        44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63,
    };
    __m512i first = _mm512_set1_epi32((int)base);
    __m512i set = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(places));
    Py_ssize_t count = (Py_ssize_t)_mm_popcnt_u64(bits);
    _mm512_storeu_si512(out, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(set))));
    if (count > LANES)
        _mm512_storeu_si512(out + LANES, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(set, 1))));
    return count;
}

AVX512 static inline void find_words(const uint8_t *text, Py_ssize_t size, Words *words)
{
    uint64_t open = 0;
    words->count = words->ended = 0;
    for (Py_ssize_t at = 0; at < size; at += BLOCK) {
        __mmask64 within = lowest(size - at < BLOCK ? size - at : BLOCK);
        __m512i bytes = _mm512_maskz_loadu_epi8(within, text + at);
        uint64_t letters = _mm512_mask_cmpneq_epi8_mask(within, bytes, _mm512_set1_epi8(' '));
        uint64_t after_letter = letters << 1 | open;
        words->count += write_places(letters & ~after_letter, at, words->starts + words->count);
        words->ended += write_places(within & ~letters & after_letter, at, words->ends + words->ended);
        open = letters >> (BLOCK - 1);
    }
}

AVX512 static inline __m512i absorb_wide(__m512i hash, __m512i chunk)
{
    hash = _mm512_mullo_epi64(_mm512_xor_si512(hash, chunk), _mm512_set1_epi64((long long)CHUNK_FACTOR));
    return _mm512_xor_si512(hash, _mm512_srli_epi64(hash, 32));
}

/* Hash words of up to sixteen bytes, all of which may be read, as hash_short_word does; what it says of
 * longer ones is wrong. Return whether there are any. */
AVX512 static inline int hash_short_words(const uint8_t *text, const Words *words, Py_ssize_t count, uint64_t *out)
{
    const __m512i all = _mm512_set1_epi64(-1), seed = _mm512_set1_epi64((long long)SEED);
    __mmask8 is_long = 0;
    for (Py_ssize_t i = 0; i < count; i += 8) {
        __mmask8 here = (__mmask8)lowest(count - i < 8 ? count - i : 8);
        __m256i start = _mm256_loadu_si256((const void *)(words->starts + i));
        __m512i size = _mm512_cvtepu32_epi64(_mm256_sub_epi32(_mm256_loadu_si256((const void *)(words->ends + i)), start));
        is_long |= _mm512_mask_cmpgt_epu64_mask(here, size, _mm512_set1_epi64(16));
        /* A shift by 64 bits and more leaves none, so that nothing is masked. */
        __m512i bits = _mm512_slli_epi64(size, 3), more = _mm512_subs_epu16(bits, _mm512_set1_epi64(64));
        __m512i one = _mm512_mask_i32gather_epi64(all, here, start, text, 1);
        __m512i other = _mm512_mask_i32gather_epi64(all, here, start, text + 8, 1);
        one = _mm512_andnot_si512(_mm512_sllv_epi64(all, bits), one);
        other = _mm512_andnot_si512(_mm512_sllv_epi64(all, more), other);
        _mm512_mask_storeu_epi64(out + i, here, absorb_wide(absorb_wide(seed, one), other));
    }
    return is_long != 0;
}

/* The same as hash_words. A chunk ends with a word: the next one begins with that which it would cut. */
AVX512 static Py_ssize_t hash_words_wide(const uint8_t *text, const uint8_t *end, Py_ssize_t after, uint64_t *out)
{
    Words words;
    Py_ssize_t count = 0;
    while (text < end) {
        Py_ssize_t size = end - text < WORDS_CHUNK ? end - text : WORDS_CHUNK;
        find_words(text, size, &words);
        if (words.ended < words.count) {
            const uint8_t *word = text + words.starts[words.count - 1], *past = text + size;
            if (past < end && word == text) { /* as long as a chunk: to be found whole here */
                while (past < end && *past != ' ')
                    past++;
                words.count = 0;
                out[count++] = hash_word(word, past - word);
                text = past;
                continue;
            }
            if (past < end)
                size = words.starts[--words.count]; /* the next chunk begins with it */
            else
                words.ends[words.count - 1] = (uint32_t)size;
        }
        Py_ssize_t readable = words.count;
        while (readable && end + after - text - words.starts[readable - 1] < 16)
            readable--;
        int any_long = hash_short_words(text, &words, readable, out + count);
        for (Py_ssize_t i = any_long ? 0 : readable; i < words.count; i++)
            if (i >= readable || words.ends[i] - words.starts[i] > 16)
                out[count + i] = hash_word(text + words.starts[i], words.ends[i] - words.starts[i]);
        count += words.count;
        text += size;
    }
    return count;
}

#endif

/* Kana, ideographs and Hangul syllables: each says about as much as three letters of an alphabet. */
static inline int is_wide(uint32_t point)
{
    return (point >= 0x3040 && point <= 0x9FFF) || (point >= 0xAC00 && point <= 0xD7A3)
           || (point >= 0xF900 && point <= 0xFAFF) || (point >= 0x20000 && point <= 0x3FFFF);
}

/* Hash each letter of a document, spaces and stray bytes left out; return how many there are. A wide letter
 * counts as WIDE letters. It takes at least so many bytes, so `out` holds enough. */
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
    Py_ssize_t width = n < k ? n : k, last = n - width, kept = 0, i = 0;
    if (n == 0)
        return 0;
    uint64_t sum = 0, top = 1;
    for (Py_ssize_t j = 0; j < width; j++) {
        sum = sum * ORDER_FACTOR + values[j];
        top *= ORDER_FACTOR;
    }
    /* Two steps at once: a sum waits for the one before the last, and that is what it takes long for. */
    for (; i + 1 < last; i += 2) {
        uint64_t step = values[i + width] - values[i] * top;
        uint64_t second = step * ORDER_FACTOR + (values[i + 1 + width] - values[i + 1] * top);
        values[i] = sum;
        values[i + 1] = sum * ORDER_FACTOR + step;
        sum = sum * (ORDER_FACTOR * ORDER_FACTOR) + second;
    }
    if (i < last) {
        uint64_t step = values[i + width] - values[i] * top;
        values[i] = sum;
        sum = sum * ORDER_FACTOR + step;
    }
    values[last] = sum;
    finish(values, last + 1);
    if (limit == UINT64_MAX)
        return last + 1;
    for (i = 0; i <= last; i++) {
        uint64_t hash = values[i];
        values[kept] = hash;
        kept += hash <= limit;
    }
    return kept;
}

Py_ssize_t hash_shingles(const uint8_t *text, Py_ssize_t size, Py_ssize_t after, int words, Py_ssize_t k,
                         uint64_t limit, uint64_t *out)
{
    Py_ssize_t n;
    if (!words)
        n = hash_letters(text, text + size, out);
#ifdef AVX512
    else if (has_avx512())
        n = hash_words_wide(text, text + size, after, out);
#endif
    else
        n = hash_words(text, text + size, after, out);
    return roll(out, n, k, limit);
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
            end += hash_shingles(text + at[i], (Py_ssize_t)(at[i + 1] - at[i]), (Py_ssize_t)(data->length - at[i + 1]),
                                 words, k, limit, hashes + end);
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
