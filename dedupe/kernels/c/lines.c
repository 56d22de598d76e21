/* Lines: their hashes, and texts with some of them blanked. */
#include "kernels.h"
#include "hashing.h"
#include "tables.h"

typedef struct {
    const uint8_t *start, *end; /* without white space at the ends */
    const uint8_t *next;        /* where the next line begins */
} Line;

static inline int is_white(uint8_t byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static Line line_at(const uint8_t *text, const uint8_t *end)
{
    const uint8_t *stop = memchr(text, '\n', (size_t)(end - text));
    Line line = {text, stop ? stop : end, stop ? stop + 1 : end};
    while (line.start < line.end && is_white(*line.start))
        line.start++;
    while (line.end > line.start && is_white(line.end[-1]))
        line.end--;
    return line;
}

/* Whether a line has more than `least` code points. */
static int is_long(const Line *line, Py_ssize_t least)
{
    if (line->end - line->start <= least)
        return 0;
    Py_ssize_t points = 0;
    for (const uint8_t *at = line->start; at < line->end && points <= least; at++)
        points += (*at & 0xC0) != 0x80;
    return points > least;
}

#define FREE_BITS 26 /* left free for a row, so that hash and row sort as one number */

static uint64_t hash_line(const Line *line)
{
    uint64_t hash = SEED ^ (uint64_t)(line->end - line->start);
    const uint8_t *at = line->start;
    for (; line->end - at >= 8; at += 8)
        hash = absorb(hash, load_chunk(at, 8));
    return avalanche(absorb(hash, load_chunk(at, line->end - at))) >> FREE_BITS << FREE_BITS;
}

PyObject *line_hashes(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"data", 1}, {"offsets", 8}, {"out", 8, 1}, {"out_offsets", 8, 1}};
    Array *data = &a[0], *offsets = &a[1], *out = &a[2], *out_offsets = &a[3];
    Py_ssize_t least;
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOnOO:line_hashes", &a[0].object, &a[1].object, &least, &a[2].object, &a[3].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    if (check_positive("least", least) && check_offsets(offsets, data)
        && check_length(out, spanned(offsets) / (least + 1) + offsets->length)
        && check_length(out_offsets, offsets->length)) {
        const uint8_t *text = data->view.buf;
        const int64_t *at = offsets->view.buf;
        uint64_t *hashes = out->view.buf;
        int64_t *ends = out_offsets->view.buf, count = 0;
        Py_ssize_t documents = offsets->length - 1;
        Py_BEGIN_ALLOW_THREADS
        ends[0] = 0;
        for (Py_ssize_t i = 0; i < documents; i++) {
            for (const uint8_t *from = text + at[i], *end = text + at[i + 1]; from < end;) {
                Line line = line_at(from, end);
                if (is_long(&line, least))
                    hashes[count++] = hash_line(&line);
                from = line.next;
            }
            ends[i + 1] = count;
        }
        Py_END_ALLOW_THREADS
        result = PyLong_FromLongLong(count);
    }
    close_arrays(a, COUNT(a));
    return result;
}

/* Put for each code point one of as many bytes that is no letter: a space, a no-break space, an ideographic
 * space, a newspaper. Offsets in bytes and in code points stay what they were. */
static void blank(uint8_t *from, const uint8_t *end)
{
    static const uint8_t blanks[4][4] = {{0x20}, {0xC2, 0xA0}, {0xE3, 0x80, 0x80}, {0xF0, 0x9F, 0x93, 0xB0}};
    while (from < end) {
        Py_ssize_t size = 1;
        while (size < 4 && from + size < end && (from[size] & 0xC0) == 0x80)
            size++;
        memcpy(from, blanks[size - 1], (size_t)size);
        from += size;
    }
}

PyObject *blank_lines(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"data", 1}, {"offsets", 8}, {"which", 1}, {"table", 8}, {"starts", 8}, {"out", 1, 1}};
    Array *data = &a[0], *offsets = &a[1], *which = &a[2], *out = &a[5];
    Py_ssize_t least, shift;
    Table table;
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOOnOOnO:blank_lines", &a[0].object, &a[1].object, &a[2].object, &least,
                          &a[3].object, &a[4].object, &shift, &a[5].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    if (check_positive("least", least) && check_offsets(offsets, data) && open_table(&a[3], &a[4], shift, &table)
        && check_length(which, offsets->length - 1) && check_length(out, spanned(offsets))) {
        const int64_t *at = offsets->view.buf;
        const uint8_t *asked = which->view.buf;
        const uint8_t *text = (const uint8_t *)data->view.buf + at[0];
        uint8_t *copy = out->view.buf;
        Py_ssize_t documents = offsets->length - 1;
        Py_BEGIN_ALLOW_THREADS
        memcpy(copy, text, (size_t)(at[documents] - at[0]));
        for (Py_ssize_t i = 0; i < documents; i++) {
            if (!asked[i])
                continue;
            for (const uint8_t *from = text + (at[i] - at[0]), *end = text + (at[i + 1] - at[0]); from < end;) {
                Line line = line_at(from, end);
                if (is_long(&line, least) && place_of(&table, hash_line(&line)) >= 0)
                    blank(copy + (line.start - text), copy + (line.end - text));
                from = line.next;
            }
        }
        Py_END_ALLOW_THREADS
        result = Py_NewRef(Py_None);
    }
    close_arrays(a, COUNT(a));
    return result;
}
