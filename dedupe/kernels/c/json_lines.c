/* JSON Lines (RFC 8259, one object a line): where the members of the objects stand, and strings decoded. */
#include "kernels.h"
#include "avx512.h"
#include "utf8.h"

#define NESTED_MOST 32 /* levels below a line's object; the stack holds as many calls */
#define NUMBER_MOST 256 /* bytes: Python refuses numbers of some thousands */

enum { PLAIN, ESCAPED, OTHER, NONE }; /* strings without and with escapes; numbers, true, lists...; null */
enum { ROW, COLUMN, KIND, START, END, FIELDS };
enum { MALFORMED = -1, FULL = -2 };

#define WINDOW 16384 /* bytes whose stops are marked together: they and their stops stay in the first cache */

typedef struct {
    const uint8_t *text;
    int64_t size;
    uint64_t stops[WINDOW / BLOCK]; /* a bit a byte from `first` on: quotes, backslashes, control characters */
    int64_t first, end;             /* the window, of which the last reaches past the text */
    int64_t sound;                  /* up to here all that was marked is UTF-8; MALFORMED where some is not */
} Lines;

/* The place past the sequences that begin between two places, of which those before are sound; MALFORMED where
 * one is not UTF-8. */
static int64_t past_points(const uint8_t *text, int64_t size, int64_t at, int64_t end)
{
    while (at < end) {
        uint32_t point;
        if (size - at >= 8 && !(load_chunk(text + at, 8) & UINT64_C(0x8080808080808080))) {
            at += 8;
            continue;
        }
        at += decode(text + at, size - at, &point);
        if (point == STRAY)
            return MALFORMED;
    }
    return at;
}

#ifdef AVX512

/* The same as mark_stops. */
AVX512 static int64_t mark_stops_wide(const uint8_t *text, int64_t size, int64_t first, int64_t end, uint64_t *stops,
                                      int64_t sound)
{
    for (int64_t at = first; at < end; at += BLOCK) {
        int64_t left = size - at < BLOCK ? size - at : BLOCK;
        __m512i block = _mm512_maskz_loadu_epi8(left ? lowest(left) : 0, text + at);
        *stops++ = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('"'))
                   | _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('\\'))
                   | _mm512_cmplt_epu8_mask(block, _mm512_set1_epi8(' '));
        if (sound >= 0 && _mm512_movepi8_mask(block))
            sound = past_points(text, size, sound > at ? sound : at, at + left);
    }
    return sound;
}

/* The same as copy_plain. */
AVX512 static int64_t copy_plain_wide(const uint8_t *text, int64_t size, uint8_t *out)
{
    for (int64_t at = 0; at < size; at += BLOCK) {
        __mmask64 within = lowest(size - at < BLOCK ? size - at : BLOCK);
        __m512i block = _mm512_maskz_loadu_epi8(within, text + at);
        uint64_t escapes = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('\\'));
        if (escapes) {
            _mm512_mask_storeu_epi8(out + at, (escapes & (0 - escapes)) - 1, block);
            return at + lowest_bit(escapes);
        }
        _mm512_mask_storeu_epi8(out + at, within, block);
    }
    return size;
}

#endif

/* Mark the bytes at which the reading of a string stops, from one multiple of BLOCK to another; return `sound` as
 * it is after that. */
VECTORISED static int64_t mark_stops(const uint8_t *text, int64_t size, int64_t first, int64_t end, uint64_t *stops,
                                     int64_t sound)
{
#ifdef AVX512
    if (has_avx512())
        return mark_stops_wide(text, size, first, end, stops, sound);
#endif
    uint8_t flags[BLOCK], rest[BLOCK] = {0}; /* a control character past the end stops a string too */
    for (int64_t at = first; at < end; at += BLOCK) {
        int64_t left = size - at < BLOCK ? size - at : BLOCK;
        const uint8_t *block = text + at;
        if (left < BLOCK)
            block = memcpy(rest, block, (size_t)left);
        uint8_t all = 0;
        for (int i = 0; i < BLOCK; i++) {
            flags[i] = (block[i] == '"') | (block[i] == '\\') | (block[i] < ' ');
            all |= block[i];
        }
        *stops++ = packed(flags);
        if (sound >= 0 && all >= 0x80)
            sound = past_points(text, size, sound > at ? sound : at, at + left);
    }
    return sound;
}

/* Go on to the window after this one; the last holds the place past the end, where a string stops too. */
static void next_window(Lines *lines)
{
    int64_t last = (lines->size / BLOCK + 1) * BLOCK;
    lines->first = lines->end;
    lines->end = last - lines->first < WINDOW ? last : lines->first + WINDOW;
    lines->sound = mark_stops(lines->text, lines->size, lines->first, lines->end, lines->stops, lines->sound);
}

/* Copy bytes up to a backslash, or all of them; return how many. */
static int64_t copy_plain(const uint8_t *text, int64_t size, uint8_t *out)
{
    const uint8_t *escape = memchr(text, '\\', (size_t)size);
    size = escape ? escape - text : size;
    memcpy(out, text, (size_t)size);
    return size;
}

static inline uint8_t byte_at(const Lines *lines, int64_t at)
{
    return at < lines->size ? lines->text[at] : '\n';
}

static inline int64_t past_space(const Lines *lines, int64_t at)
{
    for (uint8_t byte = byte_at(lines, at); byte == ' ' || byte == '\t' || byte == '\r'; byte = byte_at(lines, at))
        at++;
    return at;
}

/* The first stop from a place on, which lies behind none that was asked for before. */
static inline int64_t next_stop(Lines *lines, int64_t at)
{
    for (;; at = lines->end) {
        while (at >= lines->end)
            next_window(lines);
        int64_t block = (at - lines->first) / BLOCK, blocks = (lines->end - lines->first) / BLOCK;
        uint64_t bits = lines->stops[block] >> at % BLOCK << at % BLOCK;
        while (!bits && ++block < blocks)
            bits = lines->stops[block];
        if (bits)
            return lines->first + block * BLOCK + lowest_bit(bits);
    }
}

/* The number that four hexadecimal digits stand for, or -1. */
static int64_t hex(const uint8_t *digits)
{
    int64_t number = 0;
    for (int i = 0; i < 4; i++) {
        uint8_t digit = digits[i], letter = digit | 0x20;
        if (digit >= '0' && digit <= '9')
            number = number << 4 | (digit - '0');
        else if (letter >= 'a' && letter <= 'f')
            number = number << 4 | (letter - 'a' + 10);
        else
            return -1;
    }
    return number;
}

/* What the letter after a backslash means; 0 where that is no escape by itself. */
static const uint8_t meant[256] = {
    ['"'] = '"', ['\\'] = '\\', ['/'] = '/', ['b'] = '\b', ['f'] = '\f', ['n'] = '\n', ['r'] = '\r', ['t'] = '\t',
};

/* How many bytes the escape of one or two UTF-16 units at a backslash takes, 0 if it is none or half of a pair. */
static int64_t units_size(const uint8_t *text, int64_t left)
{
    int64_t unit = left < 6 || text[1] != 'u' ? -1 : hex(text + 2);
    if (unit < 0 || unit >> 10 == 0xDC00 >> 10)
        return 0;
    if (unit >> 10 != 0xD800 >> 10)
        return 6;
    return left >= 12 && text[6] == '\\' && text[7] == 'u' && hex(text + 8) >> 10 == 0xDC00 >> 10 ? 12 : 0;
}

/* How many bytes the escape at a backslash takes, 0 if it is none or half of a surrogate pair. */
static inline int64_t escape_size(const uint8_t *text, int64_t left)
{
    return left > 1 && meant[text[1]] ? 2 : units_size(text, left);
}

/* The place of the quote that ends the string whose first letter is at `at`. */
static inline int64_t string_end(Lines *lines, int64_t at, int64_t *kind)
{
    *kind = PLAIN;
    for (;;) {
        at = next_stop(lines, at);
        switch (byte_at(lines, at)) {
        case '"':
            return at;
        case '\\': {
            int64_t size = escape_size(lines->text + at, lines->size - at);
            if (!size)
                return MALFORMED;
            *kind = ESCAPED;
            at += size;
            break;
        }
        default:
            return MALFORMED;
        }
    }
}

static int64_t past_digits(const Lines *lines, int64_t at)
{
    int64_t from = at;
    while (byte_at(lines, at) >= '0' && byte_at(lines, at) <= '9')
        at++;
    return at > from ? at : MALFORMED;
}

static int64_t past_number(const Lines *lines, int64_t at)
{
    int64_t from = at;
    at += byte_at(lines, at) == '-';
    at = byte_at(lines, at) == '0' ? at + 1 : past_digits(lines, at);
    if (at > 0 && byte_at(lines, at) == '.')
        at = past_digits(lines, at + 1);
    if (at > 0 && (byte_at(lines, at) | 0x20) == 'e') {
        at++;
        at = past_digits(lines, at + (byte_at(lines, at) == '+' || byte_at(lines, at) == '-'));
    }
    return at - from <= NUMBER_MOST ? at : MALFORMED;
}

static int64_t past_word(const Lines *lines, int64_t at, const char *word)
{
    int64_t size = (int64_t)strlen(word);
    return lines->size - at >= size && !memcmp(lines->text + at, word, (size_t)size) ? at + size : MALFORMED;
}

static int64_t past_name(Lines *lines, int64_t at, int64_t *kind)
{
    if (byte_at(lines, at) != '"' || (at = string_end(lines, at + 1, kind)) < 0)
        return MALFORMED;
    at = past_space(lines, at + 1);
    return byte_at(lines, at) == ':' ? past_space(lines, at + 1) : MALFORMED;
}

/* The place after a value; `kind` is what it is. `level` is how many lists and objects it stands in. */
static int64_t past_value(Lines *lines, int64_t at, int64_t *kind, int level)
{
    int64_t inner;
    *kind = OTHER;
    switch (byte_at(lines, at)) {
    case '"':
        at = string_end(lines, at + 1, kind);
        return at < 0 ? at : at + 1;
    case 't':
        return past_word(lines, at, "true");
    case 'f':
        return past_word(lines, at, "false");
    case 'n':
        *kind = NONE;
        return past_word(lines, at, "null");
    case '[': case '{': {
        uint8_t open = byte_at(lines, at), close = open + 2; /* in ASCII */
        at = past_space(lines, at + 1);
        if (byte_at(lines, at) == close)
            return at + 1;
        if (level == NESTED_MOST)
            return MALFORMED;
        for (;; at = past_space(lines, at + 1)) {
            if (open == '{' && (at = past_name(lines, at, &inner)) < 0)
                return MALFORMED;
            if ((at = past_value(lines, at, &inner, level + 1)) < 0)
                return MALFORMED;
            at = past_space(lines, at);
            if (byte_at(lines, at) == close)
                return at + 1;
            if (byte_at(lines, at) != ',')
                return MALFORMED;
        }
    }
    default:
        return past_number(lines, at);
    }
}

/* Names as they stand in the text, each where it came first, and the last row that had each. */
typedef struct {
    int64_t (*places)[2], *last, count, most;
} Names;

static inline int is_name(const Lines *lines, const int64_t *place, int64_t start, int64_t size)
{
    return place[1] - place[0] == size && !memcmp(lines->text + place[0], lines->text + start, (size_t)size);
}

/* The number of a name, most likely `guess`; MALFORMED where the row had it before. */
static int64_t column_of(const Lines *lines, Names *names, int64_t start, int64_t end, int64_t guess, int64_t row)
{
    int64_t column = guess;
    if (guess >= names->count || !is_name(lines, names->places[guess], start, end - start))
        for (column = 0; column < names->count; column++)
            if (is_name(lines, names->places[column], start, end - start))
                break;
    if (column == names->count) {
        if (column == names->most)
            return MALFORMED;
        names->places[column][0] = start;
        names->places[column][1] = end;
        names->count++;
    } else if (names->last[column] == row) {
        return MALFORMED;
    }
    names->last[column] = row;
    return column;
}

/* The place after the object at `at`, whose members are written from `count` on. */
static int64_t past_object(Lines *lines, int64_t at, Names *names, int64_t row, int64_t (*members)[FIELDS],
                           Py_ssize_t *count, Py_ssize_t most)
{
    int64_t column = -1, kind;
    at = past_space(lines, at + 1);
    if (byte_at(lines, at) == '}')
        return at + 1;
    for (;; at = past_space(lines, at + 1)) {
        int64_t name = at + 1, name_end;
        if (byte_at(lines, at) != '"' || (name_end = string_end(lines, name, &kind)) < 0)
            return MALFORMED;
        if ((column = column_of(lines, names, name, name_end, column + 1, row)) < 0)
            return MALFORMED;
        at = past_space(lines, name_end + 1);
        if (byte_at(lines, at) != ':')
            return MALFORMED;
        int64_t start = past_space(lines, at + 1);
        if ((at = past_value(lines, start, &kind, 1)) < 0)
            return MALFORMED;
        if (*count == most)
            return FULL;
        int is_string = kind <= ESCAPED;
        int64_t *member = members[(*count)++];
        member[ROW] = row;
        member[COLUMN] = column;
        member[KIND] = kind;
        member[START] = start + is_string;
        member[END] = at - is_string;
        at = past_space(lines, at);
        if (byte_at(lines, at) == '}')
            return at + 1;
        if (byte_at(lines, at) != ',')
            return MALFORMED;
    }
}

PyObject *json_members(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"data", 1}, {"members", 8, 1}, {"numbers", 8, 1}, {"names", 8, 1}};
    Array *data = &a[0], *members = &a[1], *numbers = &a[2], *names = &a[3];
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOOO:json_members", &a[0].object, &a[1].object, &a[2].object, &a[3].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    Lines lines = {.text = data->view.buf, .size = data->length};
    Py_ssize_t count = 0, most = members->length / FIELDS, rows = 0;
    int64_t at = 0, line = 0;
    Names known = {names->view.buf, malloc((size_t)(names->length / 2 + 1) * sizeof(int64_t)), 0, names->length / 2};
    if (known.last) {
        int64_t *number = numbers->view.buf;
        Py_BEGIN_ALLOW_THREADS
        for (; at >= 0 && at < lines.size; line++, at++) {
            at = past_space(&lines, at);
            if (byte_at(&lines, at) == '{') {
                if (rows == numbers->length) {
                    at = FULL;
                    break;
                }
                at = past_object(&lines, at, &known, rows, members->view.buf, &count, most);
                if (at < 0)
                    break;
                number[rows++] = line;
                at = past_space(&lines, at);
            }
            if (byte_at(&lines, at) != '\n') {
                at = MALFORMED;
                break;
            }
        }
        while (lines.end <= lines.size)
            next_window(&lines);
        if (lines.sound < 0)
            at = MALFORMED;
        Py_END_ALLOW_THREADS
        result = Py_BuildValue("innnn", at < 0 ? (int)at : 0, count, rows, (Py_ssize_t)known.count, (Py_ssize_t)line);
    } else {
        PyErr_NoMemory();
    }
    free(known.last);
    close_arrays(a, COUNT(a));
    return result;
}

typedef int64_t (*CopyPlain)(const uint8_t *, int64_t, uint8_t *);

/* Copy a string without its escapes, which json_members has checked; return the place after it. What is no
 * escape after all is copied as it is. */
static uint8_t *unescaped(const uint8_t *text, const uint8_t *end, uint8_t *out, CopyPlain copy)
{
    for (;;) {
        int64_t size = copy(text, end - text, out);
        text += size;
        out += size;
        if (text == end)
            return out;
        int64_t taken = escape_size(text, end - text);
        if (taken == 2)
            *out++ = meant[text[1]];
        else if (taken == 6)
            out += encode((uint32_t)hex(text + 2), out);
        else if (taken == 12)
            out += encode(0x10000 + (((uint32_t)hex(text + 2) & 0x3FF) << 10 | ((uint32_t)hex(text + 8) & 0x3FF)), out);
        else
            *out++ = '\\';
        text += taken ? taken : 1;
    }
}

PyObject *json_strings(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"data", 1}, {"spans", 8}, {"escaped", 1}, {"out", 1, 1}, {"out_offsets", 8, 1}};
    Array *data = &a[0], *spans = &a[1], *escaped = &a[2], *out = &a[3], *out_offsets = &a[4];
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOOOO:json_strings", &a[0].object, &a[1].object, &a[2].object, &a[3].object,
                          &a[4].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    const int64_t(*span)[2] = spans->view.buf;
    Py_ssize_t count = spans->length / 2, total = 0;
    int sound = 1;
    for (Py_ssize_t i = 0; sound && i < count; i++) {
        sound = span[i][0] >= 0 && span[i][0] <= span[i][1] && span[i][1] <= data->length;
        total += sound ? (Py_ssize_t)(span[i][1] - span[i][0]) : 0;
    }
    if (!sound) {
        PyErr_SetString(PyExc_ValueError, "spans: must lie within data");
    } else if (check_length(escaped, count) && check_length(out, total) && check_length(out_offsets, count + 1)) {
        const uint8_t *text = data->view.buf, *has_escapes = escaped->view.buf;
        uint8_t *start = out->view.buf, *to = start;
        int64_t *ends = out_offsets->view.buf;
        CopyPlain copy = copy_plain;
#ifdef AVX512
        if (has_avx512())
            copy = copy_plain_wide;
#endif
        Py_BEGIN_ALLOW_THREADS
        ends[0] = 0;
        for (Py_ssize_t i = 0; i < count; i++) {
            const uint8_t *from = text + span[i][0], *end = text + span[i][1];
            if (has_escapes[i]) {
                to = unescaped(from, end, to, copy);
            } else {
                memcpy(to, from, (size_t)(end - from));
                to += end - from;
            }
            ends[i + 1] = to - start;
        }
        Py_END_ALLOW_THREADS
        result = PyLong_FromSsize_t(to - start);
    }
    close_arrays(a, COUNT(a));
    return result;
}
