/* Numbers in folded text: where they stand among its units, and hashes of their values. */
#include "kernels.h"
#include "units.h"
#include "utf8.h"

#define DIGITS 10
#define UNIT_MOST 3    /* letters of a unit that may cling to a number, as in 30pct */
#define CLINGS_FROM 2  /* digits of such a number */

/* The zeros of the decimal digits past ASCII (Unicode 14, category Nd), each followed by its nine. */
static const uint32_t zeros[] = {
    0x0660,  0x06F0,  0x07C0,  0x0966,  0x09E6,  0x0A66,  0x0AE6,  0x0B66,  0x0BE6,  0x0C66,  0x0CE6,
    0x0D66,  0x0DE6,  0x0E50,  0x0ED0,  0x0F20,  0x1040,  0x1090,  0x17E0,  0x1810,  0x1946,  0x19D0,
    0x1A80,  0x1A90,  0x1B50,  0x1BB0,  0x1C40,  0x1C50,  0xA620,  0xA8D0,  0xA900,  0xA9D0,  0xA9F0,
    0xAA50,  0xABF0,  0xFF10,  0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450,
    0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0,
    0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0,
};

static int is_digit(uint32_t point)
{
    if (point < 0x80)
        return point >= '0' && point <= '9';
    if (point < zeros[0] || point == STRAY || counts_thrice(point))
        return 0;
    int low = 0, high = (int)(sizeof zeros / sizeof *zeros);
    while (low < high) {
        int middle = (low + high) / 2;
        if (zeros[middle] <= point)
            low = middle + 1;
        else
            high = middle;
    }
    return point - zeros[low - 1] < DIGITS;
}

static int is_letter(uint32_t point)
{
    if (point < 0x80)
        return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z');
    return point != STRAY && !is_digit(point);
}

/* What a scanner reads for a digit; 0 for any other letter. */
static inline uint32_t digit_like(uint32_t point)
{
    switch (point) {
    case 'o': return '0';
    case 'i': case 'l': return '1';
    case 's': return '5';
    case 'z': return '2';
    case 'g': return '9';
    case 'b': return '6';
    default: return 0;
    }
}

/* A place in a document, and the units before it. */
typedef struct {
    const uint8_t *at;
    int64_t unit;
} Cursor;

/* Go on to the next digit or byte past ASCII, or to the end. */
VECTORISED static void skip_plain(Cursor *cursor, const uint8_t *end)
{
    while (end - cursor->at >= BLOCK) {
        const uint8_t *text = cursor->at;
        uint8_t stops[BLOCK], spaces[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            stops[i] = ((uint8_t)(text[i] - '0') < DIGITS) | (text[i] >> 7);
            spaces[i] = text[i] == ' ';
        }
        uint64_t stop = packed(stops), space = packed(spaces);
        int passed = stop ? lowest_bit(stop) : BLOCK;
        if (stop)
            space &= (UINT64_C(1) << passed) - 1;
        cursor->at += passed;
        cursor->unit += passed - count_bits(space);
        if (stop)
            return;
    }
    for (; cursor->at < end && *cursor->at < 0x80 && !is_digit(*cursor->at); cursor->at++)
        cursor->unit += *cursor->at != ' ';
}

/* Pass one code point. */
static void pass(Cursor *cursor, uint32_t point, Py_ssize_t size)
{
    cursor->at += size;
    cursor->unit += point == ' ' || point == STRAY ? 0 : counts_thrice(point) ? WIDE : 1;
}

static void skip_word(Cursor *cursor, const uint8_t *end)
{
    while (cursor->at < end && *cursor->at != ' ') {
        uint32_t point;
        Py_ssize_t size = decode(cursor->at, end - cursor->at, &point);
        pass(cursor, point, size);
    }
}

/* Whether one to three letters and nothing else stand from here to the end of the word. */
static int unit_follows(const uint8_t *text, const uint8_t *end)
{
    for (int count = 0; count <= UNIT_MOST; count++) {
        if (text == end || *text == ' ')
            return count > 0;
        uint32_t point;
        text += decode(text, end - text, &point);
        if (!is_letter(point))
            return 0;
    }
    return 0;
}

/* A number being read: its digits are one unit each. */
typedef struct {
    int64_t start, end;
    uint64_t hash;
    const uint8_t *goes_on; /* where the next word must begin to be part of it; NULL where nothing may follow */
} Number;

/* Read the word at the cursor on to the number; 0 if it is not one. */
static int read_word(const Cursor *word, const uint8_t *end, Number *number)
{
    const uint8_t *text = word->at, *unit = NULL;
    uint64_t hash = number->hash, hash_before_unit = hash;
    int64_t digits = 0, count = 0;
    while (text < end && *text != ' ') {
        uint32_t point;
        Py_ssize_t size = decode(text, end - text, &point);
        uint32_t value = is_digit(point) ? point : digit_like(point);
        if (value != point && !unit) {
            unit = text;
            digits = count;
            hash_before_unit = hash;
        }
        if (!value)
            break;
        hash = absorb(hash, value);
        count++;
        text += size;
    }
    if (text == end || *text == ' ') {
        number->goes_on = text + (text < end);
    } else {
        if (digits < CLINGS_FROM || !unit_follows(unit, end))
            return 0;
        number->goes_on = NULL;
        count = digits;
        hash = hash_before_unit;
    }
    number->hash = hash;
    number->end = word->unit + count;
    return 1;
}

typedef struct {
    int64_t *starts, *ends;
    uint64_t *values;
    int64_t count;
} Numbers;

static void note(const Number *number, Numbers *out)
{
    if (number->end == number->start)
        return;
    out->starts[out->count] = number->start;
    out->ends[out->count] = number->end;
    out->values[out->count++] = avalanche(number->hash);
}

/* Each number takes three bytes of the text, or two and its end: there is room for (n + 2) / 3. */
static void read_numbers(const uint8_t *text, const uint8_t *end, Numbers *out)
{
    Cursor cursor = {text, 0};
    Number open = {0};
    for (skip_plain(&cursor, end); cursor.at < end; skip_plain(&cursor, end)) {
        uint32_t point;
        Py_ssize_t size = decode(cursor.at, end - cursor.at, &point);
        if (!is_digit(point)) {
            pass(&cursor, point, size);
            continue;
        }
        Cursor word = cursor;
        while (word.at > text && digit_like(word.at[-1])) {
            word.at--;
            word.unit--;
        }
        if (word.at == text || word.at[-1] == ' ') {
            int joins = open.goes_on == word.at;
            Number number = joins ? open : (Number){.start = word.unit, .hash = SEED};
            if (read_word(&word, end, &number)) {
                if (!joins)
                    note(&open, out);
                open = number;
            }
        }
        skip_word(&cursor, end);
    }
    note(&open, out);
}

PyObject *figures(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"data", 1}, {"offsets", 8}, {"starts", 8, 1}, {"ends", 8, 1}, {"values", 8, 1},
                 {"out_offsets", 8, 1}};
    Array *data = &a[0], *offsets = &a[1], *out_offsets = &a[5];
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOOOOO:figures", &a[0].object, &a[1].object, &a[2].object, &a[3].object,
                          &a[4].object, &a[5].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    Py_ssize_t room = -1;
    if (check_offsets(offsets, data)) {
        Py_ssize_t documents = offsets->length - 1, bytes = spanned(offsets);
        room = bytes / 3 + (bytes % 3 + 2 * documents) / 3;
    }
    if (room >= 0 && check_length(&a[2], room) && check_length(&a[3], room) && check_length(&a[4], room)
        && check_length(out_offsets, offsets->length)) {
        const uint8_t *text = data->view.buf;
        const int64_t *at = offsets->view.buf;
        int64_t *bounds = out_offsets->view.buf;
        Numbers numbers = {a[2].view.buf, a[3].view.buf, a[4].view.buf, 0};
        Py_ssize_t documents = offsets->length - 1;
        Py_BEGIN_ALLOW_THREADS
        bounds[0] = 0;
        for (Py_ssize_t i = 0; i < documents; i++) {
            read_numbers(text + at[i], text + at[i + 1], &numbers);
            bounds[i + 1] = numbers.count;
        }
        Py_END_ALLOW_THREADS
        result = PyLong_FromLongLong(numbers.count);
    }
    close_arrays(a, COUNT(a));
    return result;
}
