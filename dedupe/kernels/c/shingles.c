/* Shingles: hashes of k consecutive words or letters. */
#include "kernels.h"
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
    Py_ssize_t n = words ? hash_words(text, text + size, after, out) : hash_letters(text, text + size, out);
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
