/* Folding: texts to words parted by single spaces. */
#include "kernels.h"
#include "avx512.h"
#include "bits.h"
#include "utf8.h"

/* The bits of an entry, as text/fold_tables.py makes them. */
enum { BOUNDARY, LETTER, MARK, UNSPACED };
#define CLASS(entry) ((entry) & 3)
#define HARD 4
#define JOINS 8
#define COMBINING(entry) ((entry) >> 8 & 0xFF)
#define POOL(entry) ((entry) >> 16)
#define BLOCK_BITS 7
#define BLOCKS (0x110000 >> BLOCK_BITS)
#define GROWTH 3
#define CHUNK 1024 /* bytes classed at a time: they and their classes stay in the first cache */

typedef struct {
    const uint16_t *index;
    const uint32_t *entries;
    const uint32_t *pool;
    Py_ssize_t pool_length;
    int normalised;
} Tables;

static inline uint32_t entry_of(const Tables *tables, uint32_t point)
{
    return tables->entries[(Py_ssize_t)tables->index[point >> BLOCK_BITS] << BLOCK_BITS
                           | (point & ((1 << BLOCK_BITS) - 1))];
}

/* What is being written: the place, and the kind of word that stands open there. */
typedef struct {
    uint8_t *at;
    enum { CLOSED, OPEN, ALONE } word; /* ALONE: an unspaced letter, which only marks may follow */
} Writer;

/* Write a character of `size` bytes; all four are written, whatever they are. */
static inline void put(Writer *writer, const uint8_t bytes[4], Py_ssize_t size, uint32_t class)
{
    if (class == BOUNDARY) {
        if (writer->word != CLOSED)
            *writer->at++ = ' ';
        writer->word = CLOSED;
        return;
    }
    if (class == MARK) {
        if (writer->word == CLOSED)
            writer->word = OPEN;
    } else {
        if (writer->word == ALONE || (class == UNSPACED && writer->word == OPEN))
            *writer->at++ = ' ';
        writer->word = class == UNSPACED ? ALONE : OPEN;
    }
    memcpy(writer->at, bytes, 4);
    writer->at += size;
}

/* Write the fold that stands in the pool; 0 if it would outgrow what its `size` bytes may take. */
static int put_from_pool(const Tables *tables, uint32_t place, Py_ssize_t size, Writer *writer)
{
    const uint32_t *fold = tables->pool + place;
    if (place >= tables->pool_length || fold[0] >= tables->pool_length - place)
        return 0;
    Py_ssize_t needed = 1;
    for (uint32_t i = 1; i <= fold[0]; i++) {
        if (fold[i] > 0x10FFFF)
            return 0;
        uint32_t class = CLASS(entry_of(tables, fold[i]));
        needed += class == BOUNDARY ? 1 : encoded_size(fold[i]) + (class == UNSPACED);
    }
    if (needed > GROWTH * size)
        return 0;
    for (uint32_t i = 1; i <= fold[0]; i++) {
        uint8_t bytes[4] = {0};
        put(writer, bytes, encode(fold[i], bytes), CLASS(entry_of(tables, fold[i])));
    }
    return 1;
}

/* Up to CHUNK bytes of text, as if they were ASCII; bit i of a word of bits is about byte i of its block. */
typedef struct {
    uint8_t folded[CHUNK + BLOCK]; /* letters and digits folded, a space for all else */
    uint64_t letters[CHUNK / BLOCK];
    uint64_t beyond[CHUNK / BLOCK]; /* not ASCII after all */
} Chunk;

static inline void class_block(const uint8_t *text, uint8_t case_bit, Chunk *chunk, Py_ssize_t block)
{
    uint8_t folded[BLOCK], letter[BLOCK], high[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
        uint8_t byte = text[i];
        letter[i] = ((uint8_t)((byte | 0x20) - 'a') < 26) | ((uint8_t)(byte - '0') < 10);
        high[i] = byte >> 7;
        folded[i] = letter[i] ? byte | case_bit : ' ';
    }
    memcpy(chunk->folded + BLOCK * block, folded, BLOCK);
    chunk->letters[block] = packed(letter);
    chunk->beyond[block] = packed(high);
}

static inline void class_chunk(const uint8_t *text, Py_ssize_t size, uint8_t case_bit, Chunk *chunk)
{
    Py_ssize_t whole = size / BLOCK;
    for (Py_ssize_t block = 0; block < whole; block++)
        class_block(text + BLOCK * block, case_bit, chunk, block);
    if (size % BLOCK) {
        uint8_t rest[BLOCK] = {0};
        memcpy(rest, text + BLOCK * whole, (size_t)(size % BLOCK));
        class_block(rest, case_bit, chunk, whole);
    }
}

/* Write the bytes of a block from `from` up to `to`, all of them ASCII: of boundaries in a row only the one
 * after a letter, as a space. What stands between those left out is copied with whatever follows it, as
 * many bytes each time; what counts is by how many the place moves. */
static inline void put_ascii(const uint8_t *folded, uint64_t letters, int from, int to, Writer *writer)
{
    uint64_t span = (to < BLOCK ? UINT64_C(1) << to : 0) - (UINT64_C(1) << from);
    letters &= span;
    if (writer->word == ALONE && letters >> from & 1) {
        *writer->at++ = ' ';
        writer->word = CLOSED;
    }
    uint64_t after_letter = letters << 1 | (uint64_t)(writer->word != CLOSED) << from;
    uint8_t *at = writer->at;
    for (uint64_t dropped = span & ~(letters | after_letter); dropped; dropped &= dropped - 1) {
        int next = lowest_bit(dropped);
        memcpy(at, folded + from, BLOCK);
        at += next - from;
        from = next + 1;
    }
    memcpy(at, folded + from, BLOCK);
    writer->at = at + (to - from);
    writer->word = letters >> (to - 1) ? OPEN : CLOSED;
}

/* Write the code point past ASCII at `text`; return its bytes, or -1 where the document needs the normaliser.
 * `combining` is the class of the character before, and becomes that of this one. */
static inline Py_ssize_t put_beyond(const Tables *tables, const uint8_t *text, const uint8_t *end,
                                    uint32_t *combining, Writer *writer)
{
    uint32_t point;
    uint8_t bytes[4] = {0};
    Py_ssize_t left = end - text, length = decode(text, left, &point);
    if (left >= 4)
        memcpy(bytes, text, 4);
    else
        memcpy(bytes, text, (size_t)left);
    uint32_t entry = point == STRAY ? BOUNDARY : entry_of(tables, point);
    if (!tables->normalised) {
        if (entry & HARD || (entry & JOINS && *combining > COMBINING(entry)))
            return -1;
        *combining = COMBINING(entry);
    }
    if (tables->normalised || !POOL(entry))
        put(writer, bytes, length, CLASS(entry));
    else if (!put_from_pool(tables, POOL(entry), length, writer))
        return -1;
    return length;
}

/* The bytes a document takes once it is written. */
static inline Py_ssize_t finished(const Writer *writer, const uint8_t *out)
{
    return writer->at - out - (writer->word == CLOSED && writer->at > out);
}

/* Fold one document to `out`, where BLOCK bytes more may be written; return the bytes it takes, or -1 where
 * it needs the normaliser. */
typedef Py_ssize_t Fold(const Tables *tables, const uint8_t *text, const uint8_t *end, uint8_t *out);

VECTORISED static Py_ssize_t fold_document(const Tables *tables, const uint8_t *text, const uint8_t *end, uint8_t *out)
{
    Writer writer = {out, CLOSED};
    uint32_t combining = 0;
    Chunk chunk;
    while (text < end) {
        Py_ssize_t size = end - text < CHUNK ? end - text : CHUNK, at = 0;
        class_chunk(text, size, tables->normalised ? 0 : 0x20, &chunk);
        while (at < size) {
            Py_ssize_t block = at / BLOCK;
            int from = (int)(at % BLOCK), to = size - BLOCK * block < BLOCK ? (int)(size % BLOCK) : BLOCK;
            uint64_t beyond = chunk.beyond[block] >> from;
            if (beyond)
                to = from + lowest_bit(beyond);
            if (to > from) {
                put_ascii(chunk.folded + BLOCK * block, chunk.letters[block], from, to, &writer);
                combining = 0;
                at += to - from;
                continue;
            }
            do {
                Py_ssize_t length = put_beyond(tables, text + at, end, &combining, &writer);
                if (length < 0)
                    return -1;
                at += length;
            } while (at < size && text[at] >= 0x80);
        }
        text += at;
    }
    return finished(&writer, out);
}

#ifdef AVX512

/* Write `size` bytes, from 1 to BLOCK, all of them ASCII: the same as class_block and put_ascii. */
AVX512 static inline void put_ascii_wide(__m512i bytes, Py_ssize_t size, __m512i case_bit, Writer *writer)
{
    __m512i lower = _mm512_or_si512(bytes, _mm512_set1_epi8(0x20));
    uint64_t span = lowest(size);
    uint64_t letters = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(lower, _mm512_set1_epi8('a')), _mm512_set1_epi8(26));
    letters |= _mm512_cmplt_epu8_mask(_mm512_sub_epi8(bytes, _mm512_set1_epi8('0')), _mm512_set1_epi8(10));
    letters &= span;
    if (writer->word == ALONE && letters & 1) {
        *writer->at++ = ' ';
        writer->word = CLOSED;
    }
    uint64_t kept = letters | (span & (letters << 1 | (writer->word != CLOSED)));
    __m512i folded = _mm512_mask_mov_epi8(_mm512_set1_epi8(' '), letters, _mm512_or_si512(bytes, case_bit));
    _mm512_storeu_si512(writer->at, _mm512_maskz_compress_epi8(kept, folded));
    writer->at += _mm_popcnt_u64(kept);
    writer->word = letters >> (size - 1) ? OPEN : CLOSED;
}

/* The same as fold_document. */
AVX512 static Py_ssize_t fold_document_wide(const Tables *tables, const uint8_t *text, const uint8_t *end, uint8_t *out)
{
    const __m512i case_bit = _mm512_set1_epi8(tables->normalised ? 0 : 0x20);
    Writer writer = {out, CLOSED};
    uint32_t combining = 0;
    while (text < end) {
        Py_ssize_t size = end - text < BLOCK ? end - text : BLOCK;
        __m512i bytes = _mm512_maskz_loadu_epi8(lowest(size), text);
        uint64_t beyond = _mm512_movepi8_mask(bytes);
        if (beyond)
            size = lowest_bit(beyond);
        if (size) {
            put_ascii_wide(bytes, size, case_bit, &writer);
            combining = 0;
            text += size;
            continue;
        }
        do {
            Py_ssize_t length = put_beyond(tables, text, end, &combining, &writer);
            if (length < 0)
                return -1;
            text += length;
        } while (text < end && *text >= 0x80);
    }
    return finished(&writer, out);
}

#endif

static int check_tables(const Array *index, const Array *entries, Tables *tables)
{
    int sound = index->length == BLOCKS;
    if (sound) {
        tables->index = index->view.buf;
        for (Py_ssize_t i = 0; i < BLOCKS; i++)
            sound &= ((Py_ssize_t)tables->index[i] + 1) << BLOCK_BITS <= entries->length;
    }
    if (!sound) {
        PyErr_SetString(PyExc_ValueError, "index: does not fit the entries; make the fold tables again");
        return 0;
    }
    tables->entries = entries->view.buf;
    return 1;
}

PyObject *fold(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"data", 1}, {"offsets", 8}, {"index", 2}, {"entries", 4}, {"pool", 4},
                 {"out", 1, 1}, {"out_offsets", 8, 1}, {"hard", 1, 1}};
    Array *data = &a[0], *offsets = &a[1], *out = &a[5], *out_offsets = &a[6], *hard = &a[7];
    Tables tables = {0};
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOOOOpOOO:fold", &a[0].object, &a[1].object, &a[2].object, &a[3].object,
                          &a[4].object, &tables.normalised, &a[5].object, &a[6].object, &a[7].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    tables.pool = a[4].view.buf;
    tables.pool_length = a[4].length;
    if (check_offsets(offsets, data) && check_tables(&a[2], &a[3], &tables)
        && check_length(out, GROWTH * spanned(offsets) + BLOCK) && check_length(out_offsets, offsets->length)
        && check_length(hard, offsets->length - 1)) {
        const uint8_t *text = data->view.buf;
        const int64_t *at = offsets->view.buf;
        uint8_t *folded = out->view.buf, *flags = hard->view.buf;
        int64_t *ends = out_offsets->view.buf, end = 0;
        Py_ssize_t documents = offsets->length - 1;
        Fold *fold_one = fold_document;
#ifdef AVX512
        if (has_avx512())
            fold_one = fold_document_wide;
#endif
        Py_BEGIN_ALLOW_THREADS
        ends[0] = 0;
        for (Py_ssize_t i = 0; i < documents; i++) {
            Py_ssize_t size = fold_one(&tables, text + at[i], text + at[i + 1], folded + end);
            flags[i] = size < 0;
            end += size < 0 ? 0 : size;
            ends[i + 1] = end;
        }
        Py_END_ALLOW_THREADS
        result = PyLong_FromLongLong(end);
    }
    close_arrays(a, COUNT(a));
    return result;
}
