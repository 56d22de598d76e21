/* The passes over plain arrays that cost the time: folding, shingles, signatures, sets, shared runs.
 *
 * Each kernel here has a twin of the same name and signature in twin.py, which is its definition: tests
 * hold the two equal to the bit. A kernel knows no policy. It takes C-contiguous buffers, checks every
 * length and offset before it starts (ValueError), then runs without the GIL and cannot fail, save
 * for memory. Offsets are int64[n + 1], as in Arrow's large_string, and need not begin at 0.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* One binary for every x86-64: the loader picks the widest form of these loops the processor has. */
#if defined(__GNUC__) && __GNUC__ >= 12 && !defined(__clang__) && defined(__x86_64__) && defined(__GLIBC__) \
    && !defined(__SANITIZE_ADDRESS__)
#define VECTORISED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define VECTORISED
#endif

#define COUNT(array) ((Py_ssize_t)(sizeof(array) / sizeof((array)[0])))

/* ---- Arrays from Python ------------------------------------------------------------------------ */

typedef struct {
    const char *name;
    Py_ssize_t itemsize;
    int writable;
    PyObject *object;
    Py_buffer view;
    Py_ssize_t length; /* in items */
} Array;

static void close_arrays(Array *arrays, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++)
        PyBuffer_Release(&arrays[i].view);
}

static int open_arrays(Array *arrays, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        Array *array = &arrays[i];
        int flags = PyBUF_C_CONTIGUOUS | (array->writable ? PyBUF_WRITABLE : 0);
        if (PyObject_GetBuffer(array->object, &array->view, flags) < 0) {
            close_arrays(arrays, i);
            return 0;
        }
        array->length = array->view.len / array->itemsize;
        if (array->view.itemsize != array->itemsize || (uintptr_t)array->view.buf % (size_t)array->itemsize) {
            PyErr_Format(PyExc_ValueError, "%s: expected aligned items of %zd bytes, got items of %zd bytes",
                         array->name, array->itemsize, array->view.itemsize);
            close_arrays(arrays, i + 1);
            return 0;
        }
    }
    return 1;
}

/* Offsets must rise and stay inside what they point into: every loop below relies on it. */
static int check_offsets(const Array *offsets, const Array *into)
{
    const int64_t *at = offsets->view.buf;
    int64_t last = offsets->length ? at[0] : -1;
    int sound = last >= 0;
    for (Py_ssize_t i = 1; i < offsets->length; i++) {
        sound &= at[i] >= last;
        last = at[i];
    }
    if (!sound || last > into->length) {
        PyErr_Format(PyExc_ValueError, "%s: must hold at least one offset, rise, and end within the %zd items of %s",
                     offsets->name, into->length, into->name);
        return 0;
    }
    return 1;
}

static int check_length(const Array *array, Py_ssize_t least)
{
    if (array->length < least) {
        PyErr_Format(PyExc_ValueError, "%s: needs %zd items, got %zd", array->name, least, array->length);
        return 0;
    }
    return 1;
}

static int check_positive(const char *name, Py_ssize_t value)
{
    if (value < 1) {
        PyErr_Format(PyExc_ValueError, "%s: must be at least 1, got %zd", name, value);
        return 0;
    }
    return 1;
}

static int check_rows(const Array *rows, Py_ssize_t documents)
{
    const int64_t *row = rows->view.buf;
    int sound = 1;
    for (Py_ssize_t i = 0; i < rows->length; i++)
        sound &= row[i] >= 0 && row[i] < documents;
    if (!sound)
        PyErr_Format(PyExc_ValueError, "%s: names a row outside the %zd documents", rows->name, documents);
    return sound;
}

/* Items between the first and the last offset. */
static Py_ssize_t spanned(const Array *offsets)
{
    const int64_t *at = offsets->view.buf;
    return (Py_ssize_t)(at[offsets->length - 1] - at[0]);
}

/* ---- Hashing ----------------------------------------------------------------------------------- */

/* Odd multipliers with no pattern in their bits: those of MurmurHash3's finalisers and of xxHash64. */
#define SEED UINT64_C(0x27D4EB2F165667C5)
#define CHUNK_FACTOR UINT64_C(0x9E3779B185EBCA87)
#define ORDER_FACTOR UINT64_C(0xC2B2AE3D27D4EB4F)

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
    hash = (hash ^ (hash >> 33)) * UINT64_C(0xFF51AFD7ED558CCD);
    hash = (hash ^ (hash >> 33)) * UINT64_C(0xC4CEB9FE1A85EC53);
    return hash ^ (hash >> 33);
}

static inline uint32_t avalanche32(uint32_t hash)
{
    hash = (hash ^ (hash >> 16)) * UINT32_C(0x85EBCA6B);
    hash = (hash ^ (hash >> 13)) * UINT32_C(0xC2B2AE35);
    return hash ^ (hash >> 16);
}

/* ---- UTF-8 ------------------------------------------------------------------------------------- */

#define STRAY UINT32_C(0xFFFFFFFF)

static inline int continues(uint8_t byte)
{
    return (byte & 0xC0) == 0x80;
}

/* Decode the code point at `text`, of which `left` > 0 bytes are the document's; return its bytes.
 * A byte that begins no valid sequence is STRAY, one byte long. */
static inline Py_ssize_t decode(const uint8_t *text, Py_ssize_t left, uint32_t *point)
{
    uint32_t lead = text[0];
    *point = STRAY;
    if (lead < 0x80) {
        *point = lead;
        return 1;
    }
    if (lead < 0xE0) {
        if (lead < 0xC2 || left < 2 || !continues(text[1]))
            return 1;
        *point = (lead & 0x1F) << 6 | (text[1] & 0x3F);
        return 2;
    }
    if (lead < 0xF0) {
        if (left < 3 || !continues(text[1]) || !continues(text[2]))
            return 1;
        uint32_t value = (lead & 0x0F) << 12 | (uint32_t)(text[1] & 0x3F) << 6 | (text[2] & 0x3F);
        if (value < 0x800 || (value >= 0xD800 && value < 0xE000))
            return 1;
        *point = value;
        return 3;
    }
    if (lead > 0xF4 || left < 4 || !continues(text[1]) || !continues(text[2]) || !continues(text[3]))
        return 1;
    uint32_t value = (lead & 0x07) << 18 | (uint32_t)(text[1] & 0x3F) << 12 | (uint32_t)(text[2] & 0x3F) << 6
                     | (text[3] & 0x3F);
    if (value < 0x10000 || value > 0x10FFFF)
        return 1;
    *point = value;
    return 4;
}

static inline Py_ssize_t encoded_size(uint32_t point)
{
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

static Py_ssize_t encode(uint32_t point, uint8_t *out)
{
    Py_ssize_t size = encoded_size(point);
    static const uint8_t leads[] = {0, 0x00, 0xC0, 0xE0, 0xF0};
    for (Py_ssize_t i = size - 1; i > 0; i--) {
        out[i] = (uint8_t)(0x80 | (point & 0x3F));
        point >>= 6;
    }
    out[0] = (uint8_t)(leads[size] | point);
    return size;
}

/* ---- Folding ----------------------------------------------------------------------------------- */

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

typedef struct {
    const uint16_t *index;
    const uint32_t *entries;
    const uint32_t *pool;
    Py_ssize_t pool_length;
    uint8_t ascii[128]; /* the fold of an ASCII letter or digit, a space for all else */
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

static inline void put(Writer *writer, const uint8_t *bytes, Py_ssize_t size, uint32_t class)
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
    memcpy(writer->at, bytes, (size_t)size);
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
        uint8_t bytes[4];
        put(writer, bytes, encode(fold[i], bytes), CLASS(entry_of(tables, fold[i])));
    }
    return 1;
}

/* Fold ASCII up to the first other byte. Every byte is written; only those that count move the place. */
static const uint8_t *fold_ascii(const Tables *tables, const uint8_t *text, const uint8_t *end, Writer *writer)
{
    if (writer->word == ALONE && tables->ascii[*text] != ' ') {
        *writer->at++ = ' ';
        writer->word = CLOSED;
    }
    uint8_t *at = writer->at;
    int open = writer->word != CLOSED;
    while (text < end && *text < 0x80) {
        uint8_t byte = tables->ascii[*text++];
        int letter = byte != ' ';
        *at = byte;
        at += letter | open;
        open = letter;
    }
    writer->at = at;
    writer->word = open ? OPEN : CLOSED;
    return text;
}

/* Fold one document to `out`; return the bytes written, or -1 where it needs the normaliser. */
static Py_ssize_t fold_document(const Tables *tables, const uint8_t *text, const uint8_t *end, uint8_t *out)
{
    Writer writer = {out, CLOSED};
    uint32_t combining = 0;
    while (text < end) {
        if (*text < 0x80) {
            text = fold_ascii(tables, text, end, &writer);
            combining = 0;
            continue;
        }
        uint32_t point;
        Py_ssize_t size = decode(text, end - text, &point);
        uint32_t entry = point == STRAY ? BOUNDARY : entry_of(tables, point);
        if (!tables->normalised) {
            if (entry & HARD || (entry & JOINS && combining > COMBINING(entry)))
                return -1;
            combining = COMBINING(entry);
        }
        if (tables->normalised || !POOL(entry))
            put(&writer, text, size, CLASS(entry));
        else if (!put_from_pool(tables, POOL(entry), size, &writer))
            return -1;
        text += size;
    }
    if (writer.word == CLOSED && writer.at > out)
        writer.at--;
    return writer.at - out;
}

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
    for (uint32_t point = 0; point < 128; point++) {
        uint32_t entry = entry_of(tables, point);
        uint32_t place = tables->normalised ? 0 : POOL(entry);
        uint32_t folded = place && place + 1 < tables->pool_length ? tables->pool[place + 1] : point;
        tables->ascii[point] = CLASS(entry) == BOUNDARY ? ' ' : (uint8_t)folded;
    }
    return 1;
}

static PyObject *fold(PyObject *Py_UNUSED(module), PyObject *args)
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
        && check_length(out, GROWTH * spanned(offsets)) && check_length(out_offsets, offsets->length)
        && check_length(hard, offsets->length - 1)) {
        const uint8_t *text = data->view.buf;
        const int64_t *at = offsets->view.buf;
        uint8_t *folded = out->view.buf, *flags = hard->view.buf;
        int64_t *ends = out_offsets->view.buf, end = 0;
        Py_ssize_t documents = offsets->length - 1;
        Py_BEGIN_ALLOW_THREADS
        ends[0] = 0;
        for (Py_ssize_t i = 0; i < documents; i++) {
            Py_ssize_t size = fold_document(&tables, text + at[i], text + at[i + 1], folded + end);
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

/* ---- Shingles ---------------------------------------------------------------------------------- */

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

static PyObject *word_shingles(PyObject *Py_UNUSED(module), PyObject *args)
{
    return shingles(args, "OOnKOO:word_shingles", 1);
}

static PyObject *letter_shingles(PyObject *Py_UNUSED(module), PyObject *args)
{
    return shingles(args, "OOnKOO:letter_shingles", 0);
}

/* ---- Signatures -------------------------------------------------------------------------------- */

#define LANES 16
#define MIXED_AT_ONCE 1024 /* hashes premixed at a time: 4 KB, well inside the first cache */

/* Mix up to MIXED_AT_ONCE hashes and repeat the last until LANES divides them: it lowers nothing. */
VECTORISED static Py_ssize_t premix(const uint32_t *hashes, Py_ssize_t n, uint32_t *mixed)
{
    for (Py_ssize_t i = 0; i < n; i++)
        mixed[i] = avalanche32(hashes[i]);
    for (; n % LANES; n++)
        mixed[n] = mixed[n - 1];
    return n;
}

VECTORISED static void lower(const uint32_t *mixed, Py_ssize_t n, const uint32_t *a, const uint32_t *b,
                             Py_ssize_t permutations, uint32_t *signature)
{
    for (Py_ssize_t j = 0; j < permutations; j++) {
        uint32_t factor = a[j], summand = b[j], least = signature[j];
        for (Py_ssize_t i = 0; i < n / LANES * LANES; i++) {
            uint32_t value = factor * mixed[i] + summand;
            least = value < least ? value : least;
        }
        signature[j] = least;
    }
}

static PyObject *signatures(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"hashes", 4}, {"offsets", 8}, {"a", 4}, {"b", 4}, {"out", 4, 1}};
    Array *hashes = &a[0], *offsets = &a[1], *out = &a[4];
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOOOO:signatures", &a[0].object, &a[1].object, &a[2].object, &a[3].object,
                          &a[4].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    Py_ssize_t permutations = a[2].length;
    if (check_offsets(offsets, hashes) && check_length(&a[3], permutations)
        && check_length(out, (offsets->length - 1) * permutations)) {
        const uint32_t *hash = hashes->view.buf, *factors = a[2].view.buf, *summands = a[3].view.buf;
        const int64_t *at = offsets->view.buf;
        uint32_t *signature = out->view.buf;
        Py_ssize_t documents = offsets->length - 1;
        Py_BEGIN_ALLOW_THREADS
        uint32_t mixed[MIXED_AT_ONCE];
        for (Py_ssize_t i = 0; i < documents; i++, signature += permutations) {
            memset(signature, 0xFF, (size_t)permutations * sizeof *signature);
            for (int64_t from = at[i]; from < at[i + 1]; from += MIXED_AT_ONCE) {
                int64_t n = at[i + 1] - from < MIXED_AT_ONCE ? at[i + 1] - from : MIXED_AT_ONCE;
                Py_ssize_t padded = premix(hash + from, (Py_ssize_t)n, mixed);
                lower(mixed, padded, factors, summands, permutations, signature);
            }
        }
        Py_END_ALLOW_THREADS
        result = Py_NewRef(Py_None);
    }
    close_arrays(a, COUNT(a));
    return result;
}

static PyObject *band_hashes(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"signatures", 4}, {"out", 8, 1}};
    Py_ssize_t permutations, bands, rows;
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OnnnO:band_hashes", &a[0].object, &permutations, &bands, &rows, &a[1].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    if (check_positive("permutations", permutations) && check_positive("bands", bands)
        && check_positive("rows", rows)) {
        Py_ssize_t documents = a[0].length / permutations;
        if (rows > permutations / bands)
            PyErr_Format(PyExc_ValueError, "bands: %zd bands of %zd rows need more than the %zd permutations", bands,
                         rows, permutations);
        else if (check_length(&a[1], documents * bands)) {
            const uint32_t *signature = a[0].view.buf;
            uint64_t *out = a[1].view.buf;
            Py_BEGIN_ALLOW_THREADS
            for (Py_ssize_t i = 0; i < documents; i++, signature += permutations) {
                const uint32_t *value = signature;
                for (Py_ssize_t band = 0; band < bands; band++) {
                    uint64_t hash = SEED;
                    for (Py_ssize_t row = 0; row < rows; row++)
                        hash = absorb(hash, *value++);
                    *out++ = avalanche(hash);
                }
            }
            Py_END_ALLOW_THREADS
            result = Py_NewRef(Py_None);
        }
    }
    close_arrays(a, COUNT(a));
    return result;
}

/* ---- Sets -------------------------------------------------------------------------------------- */

#define INSERTION_MOST 24 /* items that insertion sort still beats a radix pass on */
#define RADIX_BITS_MOST 11 /* 8 KB of counters, well inside the first cache */

static void insertion_sort(uint64_t *values, Py_ssize_t n)
{
    for (Py_ssize_t i = 1; i < n; i++) {
        uint64_t value = values[i];
        Py_ssize_t j = i;
        for (; j > 0 && values[j - 1] > value; j--)
            values[j] = values[j - 1];
        values[j] = value;
    }
}

/* Sort by the highest bits that differ, into about as many buckets as there are values, then each bucket
 * by its own. Hashes are spread evenly, so that one level does; values of any other kind take more, of
 * five bits or more each, so never above thirteen. */
static void radix_sort(uint64_t *values, Py_ssize_t n, uint64_t *scratch)
{
    if (n <= INSERTION_MOST) {
        insertion_sort(values, n);
        return;
    }
    uint64_t differing = 0;
    for (Py_ssize_t i = 1; i < n; i++)
        differing |= values[i] ^ values[0];
    if (!differing)
        return;
    int bits = 5, shift = 0;
    while (bits < RADIX_BITS_MOST && n >> bits > 1)
        bits++;
    while (differing >> shift >> bits)
        shift++;
    uint64_t mask = (UINT64_C(1) << bits) - 1;
    uint32_t starts[(1 << RADIX_BITS_MOST) + 1];
    memset(starts, 0, ((size_t)mask + 2) * sizeof *starts);
    for (Py_ssize_t i = 0; i < n; i++)
        starts[(values[i] >> shift & mask) + 1]++;
    for (uint64_t bucket = 0; bucket < mask; bucket++)
        starts[bucket + 1] += starts[bucket];
    for (Py_ssize_t i = 0; i < n; i++)
        scratch[starts[values[i] >> shift & mask]++] = values[i];
    memcpy(values, scratch, (size_t)n * sizeof *values);
    uint32_t from = 0;
    for (uint64_t bucket = 0; bucket <= mask; from = starts[bucket++])
        if (starts[bucket] - from > INSERTION_MOST)
            radix_sort(values + from, starts[bucket] - from, scratch);
    insertion_sort(values, n);
}

static PyObject *sorted_sets(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"hashes", 8}, {"offsets", 8}, {"out", 8, 1}, {"out_offsets", 8, 1}};
    Array *hashes = &a[0], *offsets = &a[1], *out = &a[2], *out_offsets = &a[3];
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOOO:sorted_sets", &a[0].object, &a[1].object, &a[2].object, &a[3].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    if (check_offsets(offsets, hashes) && check_length(out, spanned(offsets))
        && check_length(out_offsets, offsets->length)) {
        const uint64_t *hash = hashes->view.buf;
        const int64_t *at = offsets->view.buf;
        uint64_t *set = out->view.buf, *scratch = NULL;
        int64_t *ends = out_offsets->view.buf, longest = 1, end = 0;
        Py_ssize_t documents = offsets->length - 1;
        for (Py_ssize_t i = 0; i < documents; i++)
            longest = at[i + 1] - at[i] > longest ? at[i + 1] - at[i] : longest;
        if (longest > UINT32_MAX) {
            PyErr_SetString(PyExc_ValueError, "hashes: a document has more than 2^32 - 1");
            close_arrays(a, COUNT(a));
            return NULL;
        }
        Py_BEGIN_ALLOW_THREADS
        scratch = malloc((size_t)longest * sizeof *scratch);
        ends[0] = 0;
        for (Py_ssize_t i = 0; scratch && i < documents; i++) {
            Py_ssize_t n = (Py_ssize_t)(at[i + 1] - at[i]);
            uint64_t *sorted = set + end;
            memcpy(sorted, hash + at[i], (size_t)n * sizeof *sorted);
            radix_sort(sorted, n, scratch);
            for (Py_ssize_t j = 0; j < n; j++)
                if (j == 0 || sorted[j] != set[end - 1])
                    set[end++] = sorted[j];
            ends[i + 1] = end;
        }
        free(scratch);
        Py_END_ALLOW_THREADS
        result = scratch ? PyLong_FromLongLong(end) : PyErr_NoMemory();
    }
    close_arrays(a, COUNT(a));
    return result;
}

#define GALLOP_FROM 32 /* times larger one set must be before skipping beats merging */

/* The first place at or after `from` whose value is not below `value`: steps double, then halve. */
static int64_t gallop(const uint64_t *values, int64_t from, int64_t n, uint64_t value)
{
    int64_t step = 1, low = from;
    while (low + step < n && values[low + step] < value) {
        low += step;
        step *= 2;
    }
    int64_t high = low + step < n ? low + step : n;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (values[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int64_t shared_items(const uint64_t *small, int64_t m, const uint64_t *large, int64_t n)
{
    int64_t shared = 0, i = 0, j = 0;
    if (n / GALLOP_FROM > m) {
        for (; i < m && j < n; i++) {
            j = gallop(large, j, n, small[i]);
            shared += j < n && large[j] == small[i];
        }
        return shared;
    }
    while (i < m && j < n) {
        uint64_t x = small[i], y = large[j];
        shared += x == y;
        i += x <= y;
        j += y <= x;
    }
    return shared;
}

static PyObject *intersections(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"hashes", 8}, {"offsets", 8}, {"left", 8}, {"right", 8}, {"out", 8, 1}};
    Array *hashes = &a[0], *offsets = &a[1], *left = &a[2], *right = &a[3], *out = &a[4];
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOOOO:intersections", &a[0].object, &a[1].object, &a[2].object, &a[3].object,
                          &a[4].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    Py_ssize_t pairs = left->length;
    if (check_offsets(offsets, hashes) && check_length(right, pairs) && check_length(out, pairs)
        && check_rows(left, offsets->length - 1) && check_rows(right, offsets->length - 1)) {
        const uint64_t *hash = hashes->view.buf;
        const int64_t *at = offsets->view.buf, *one = left->view.buf, *other = right->view.buf;
        int64_t *sizes = out->view.buf;
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; i < pairs; i++) {
            const uint64_t *x = hash + at[one[i]], *y = hash + at[other[i]];
            int64_t m = at[one[i] + 1] - at[one[i]], n = at[other[i] + 1] - at[other[i]];
            sizes[i] = m < n ? shared_items(x, m, y, n) : shared_items(y, n, x, m);
        }
        Py_END_ALLOW_THREADS
        result = Py_NewRef(Py_None);
    }
    close_arrays(a, COUNT(a));
    return result;
}

/* ---- Look-up ----------------------------------------------------------------------------------- */

/* Where in a rising table each value stands, -1 where it does not. The table is cut into buckets by the
 * highest bits in use, about eight values in each, so that a look-up touches two places in memory. */
static PyObject *look_up(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"table", 8}, {"values", 8}, {"out", 8, 1}};
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOO:look_up", &a[0].object, &a[1].object, &a[2].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    int64_t size = a[0].length;
    const uint64_t *table = a[0].view.buf, *value = a[1].view.buf;
    int bits = 1, shift = 0; /* one bit at least: a shift by 64 is undefined */
    while (bits < 24 && size >> (bits + 3))
        bits++;
    while (size && table[size - 1] >> shift >> bits)
        shift++;
    int64_t *starts = check_length(&a[2], a[1].length) ? malloc((((size_t)1 << bits) + 1) * sizeof *starts) : NULL;
    if (starts) {
        int64_t *out = a[2].view.buf, at = 0;
        Py_BEGIN_ALLOW_THREADS
        for (uint64_t bucket = 0; bucket <= (uint64_t)1 << bits; bucket++) {
            while (at < size && table[at] >> shift < bucket)
                at++;
            starts[bucket] = at;
        }
        for (Py_ssize_t i = 0; i < a[1].length; i++) {
            uint64_t bucket = value[i] >> shift;
            int64_t place = bucket >> bits ? size : starts[bucket], end = bucket >> bits ? size : starts[bucket + 1];
            while (place < end && table[place] < value[i])
                place++;
            out[i] = place < end && table[place] == value[i] ? place : -1;
        }
        Py_END_ALLOW_THREADS
        free(starts);
        result = Py_NewRef(Py_None);
    } else if (!PyErr_Occurred()) {
        PyErr_NoMemory();
    }
    close_arrays(a, COUNT(a));
    return result;
}

/* ---- Shared runs ------------------------------------------------------------------------------- */

#define PLACE_BITS 11

/* Where in a sorted set the values begin that share their highest bits: most look-ups end there. */
typedef struct {
    const uint64_t *set;
    int64_t size;
    int shift;
    int64_t starts[(1 << PLACE_BITS) + 1];
} Places;

static void note_places(Places *places, const uint64_t *set, int64_t size)
{
    places->set = set;
    places->size = size;
    places->shift = 0;
    while (size && set[size - 1] >> places->shift >> PLACE_BITS)
        places->shift++;
    int64_t at = 0;
    for (uint64_t bucket = 0; bucket <= 1 << PLACE_BITS; bucket++) {
        while (at < size && set[at] >> places->shift < bucket)
            at++;
        places->starts[bucket] = at;
    }
}

static int holds(const Places *places, uint64_t value)
{
    uint64_t bucket = value >> places->shift;
    if (bucket >> PLACE_BITS)
        return 0;
    int64_t low = places->starts[bucket], high = places->starts[bucket + 1];
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (places->set[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low < places->size && places->set[low] == value;
}

/* One run of shared letters, its weighed shingles summed: a weight under 0 is not known. */
typedef struct {
    int64_t start, end, weight, known;
} Run;

/* Letters past the slack, times the mean weight. Built with -ffp-contract=off: it must round as the twin. */
static double evidence_of(const Run *run, int64_t slack)
{
    int64_t letters = run->end - run->start - slack;
    if (letters <= 0)
        return 0.0;
    double mean = run->known ? (double)run->weight / (double)run->known : FULL_WEIGHT / 2.0;
    return (double)letters * (mean / FULL_WEIGHT);
}

/* A shingle of the sequence that the set holds covers k letters; runs that touch are one run. */
static void runs_of(const uint64_t *sequence, const int32_t *weights, int64_t n, const Places *places,
                    int64_t k, int64_t slack, double *out)
{
    Run run = {0};
    double evidence = 0.0;
    int64_t longest = 0;
    for (int64_t i = 0; i < n; i++) {
        if (!holds(places, sequence[i]))
            continue;
        if (i > run.end) {
            evidence += evidence_of(&run, slack);
            run = (Run){.start = i};
        }
        run.end = i + k;
        longest = run.end - run.start > longest ? run.end - run.start : longest;
        if (weights[i] >= 0) {
            run.weight += weights[i];
            run.known++;
        }
    }
    out[0] = evidence + evidence_of(&run, slack);
    out[1] = (double)longest;
}

static PyObject *shared_runs(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"hashes", 8}, {"offsets", 8}, {"weights", 4}, {"sets", 8}, {"set_offsets", 8},
                 {"left", 8}, {"right", 8}, {"out", 8, 1}};
    Array *hashes = &a[0], *offsets = &a[1], *weights = &a[2], *sets = &a[3], *set_offsets = &a[4];
    Array *left = &a[5], *right = &a[6];
    Py_ssize_t k, slack;
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOOOOOOnnO:shared_runs", &a[0].object, &a[1].object, &a[2].object,
                          &a[3].object, &a[4].object, &a[5].object, &a[6].object, &k, &slack, &a[7].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    Py_ssize_t pairs = left->length;
    if (check_positive("k", k) && check_offsets(offsets, hashes) && check_offsets(set_offsets, sets)
        && check_length(weights, hashes->length) && check_length(right, pairs)
        && check_length(&a[7], 2 * pairs) && check_rows(left, set_offsets->length - 1)
        && check_rows(right, offsets->length - 1)) {
        if (k > INT32_MAX)
            k = INT32_MAX; /* so that a place and k add without overflow */
        const uint64_t *hash = hashes->view.buf, *set = sets->view.buf;
        const int32_t *weight = weights->view.buf;
        const int64_t *at = offsets->view.buf, *set_at = set_offsets->view.buf;
        const int64_t *one = left->view.buf, *other = right->view.buf;
        double *out = a[7].view.buf;
        Py_BEGIN_ALLOW_THREADS
        Places places;
        for (Py_ssize_t i = 0; i < pairs; i++) {
            if (i == 0 || one[i] != one[i - 1])
                note_places(&places, set + set_at[one[i]], set_at[one[i] + 1] - set_at[one[i]]);
            runs_of(hash + at[other[i]], weight + at[other[i]], at[other[i] + 1] - at[other[i]], &places, k,
                    slack, out + 2 * i);
        }
        Py_END_ALLOW_THREADS
        result = Py_NewRef(Py_None);
    }
    close_arrays(a, COUNT(a));
    return result;
}

/* ---- Module ------------------------------------------------------------------------------------ */

static PyMethodDef kernels[] = {
    {"fold", fold, METH_VARARGS, NULL},
    {"word_shingles", word_shingles, METH_VARARGS, NULL},
    {"letter_shingles", letter_shingles, METH_VARARGS, NULL},
    {"signatures", signatures, METH_VARARGS, NULL},
    {"band_hashes", band_hashes, METH_VARARGS, NULL},
    {"sorted_sets", sorted_sets, METH_VARARGS, NULL},
    {"intersections", intersections, METH_VARARGS, NULL},
    {"look_up", look_up, METH_VARARGS, NULL},
    {"shared_runs", shared_runs, METH_VARARGS, NULL},
    {0},
};

static PyModuleDef_Slot slots[] = {{0, NULL}};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "dedupe.kernels._core",
    .m_methods = kernels,
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit__core(void)
{
    return PyModuleDef_Init(&definition);
}
