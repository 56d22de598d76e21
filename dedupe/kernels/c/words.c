/* Words as spans of the text they stand in. */
#include "kernels.h"

enum { LETTER = 1, DIGIT = 2, UNDERSCORE = 4, UNSPACED = 8, MARK = 16, COMMA = 32, HYPHEN = 64, UNREAD = 128 };

typedef struct {
    const uint32_t *points;
    const uint8_t *kinds; /* of the text's characters */
    int64_t size;
} Text;

static inline int is(const Text *text, int64_t at, int kind)
{
    return at < text->size && text->kinds[at] & kind;
}

static inline int reads(const Text *text, int64_t at, uint32_t point)
{
    return at < text->size && text->points[at] == point;
}

/* The end of two or more letters with a stop after each (U.S.), `at` itself where there are none. */
static int64_t end_of_initials(const Text *text, int64_t at)
{
    int64_t end = at;
    while (is(text, end, LETTER) && reads(text, end + 1, '.'))
        end += 2;
    return end > at + 2 ? end : at;
}

/* The end of a number: digits, parted by single stops or commas. */
static int64_t end_of_number(const Text *text, int64_t at)
{
    while (is(text, at, DIGIT))
        if (!is(text, ++at, DIGIT) && (reads(text, at, '.') || reads(text, at, ',')) && is(text, at + 1, DIGIT))
            at++;
    return at;
}

/* The end of an apostrophe and one or two letters after a word, `at` itself where there is none. */
static int64_t end_of_ending(const Text *text, int64_t at)
{
    int64_t end = at + 1;
    if (!(reads(text, at, '\'') || reads(text, at, 0x2019)) || !is(text, end, LETTER))
        return at;
    end += 1 + is(text, end + 1, LETTER);
    return is(text, end, LETTER | DIGIT | UNDERSCORE) ? at : end;
}

static int64_t end_of_word(const Text *text, int64_t at)
{
    int64_t end = at;
    if (is(text, at, UNSPACED))
        return at + 1;
    if (is(text, at, DIGIT))
        return end_of_number(text, at);
    if ((end = end_of_initials(text, at)) > at)
        return end;
    while (is(text, end, LETTER) && !is(text, end, UNSPACED))
        end++;
    return end > at ? end_of_ending(text, end) : at;
}

/* What parts a word from the one before: 0 where nothing does. */
static uint8_t gap_kind(const Text *text, int64_t begin, int64_t end)
{
    uint8_t found = begin < end ? UNSPACED : 0;
    for (int64_t at = begin; at < end; at++) {
        found |= text->kinds[at] & (MARK | COMMA);
        if (text->kinds[at] & HYPHEN && is(text, at + 1, HYPHEN))
            found |= MARK;
    }
    return found;
}

static int64_t find_words(const Text *text, int64_t *start, int64_t *end, uint8_t *gaps)
{
    int64_t count = 0, done = 0;
    for (int64_t at = 0; at < text->size;) {
        int64_t after = end_of_word(text, at);
        if (after > at) {
            gaps[count] = gap_kind(text, done, at);
            start[count] = at;
            end[count++] = done = after;
        }
        at = after > at ? after : at + 1;
    }
    return count;
}

/* `same` takes the word that a run is by itself, or -1: words are in order, `words` of them. */
static int64_t find_runs(const Text *text, const int64_t *word_start, const int64_t *word_end, int64_t words,
                         int64_t *start, int64_t *end, int64_t *same)
{
    int64_t count = 0, word = 0;
    for (int64_t at = 0; at < text->size;) {
        uint8_t kind = text->kinds[at] & (LETTER | DIGIT);
        int64_t begin = at++;
        while (at < text->size && (text->kinds[at] & (LETTER | DIGIT)) == kind)
            at++;
        if (kind) {
            while (word < words && word_start[word] < begin)
                word++;
            same[count] = word < words && word_start[word] == begin && word_end[word] == at ? word : -1;
            start[count] = begin;
            end[count++] = at;
        }
    }
    return count;
}

/* The kinds of a text's characters; returns all of them in one. */
static uint8_t read_kinds(const uint32_t *points, int64_t size, const uint8_t *table, uint8_t *kinds)
{
    uint8_t all = 0;
    for (int64_t i = 0; i < size; i++)
        all |= kinds[i] = table[points[i]];
    return all;
}

static int check_points(const Array *points, const Array *table)
{
    const uint32_t *point = points->view.buf;
    int sound = 1;
    for (Py_ssize_t i = 0; i < points->length; i++)
        sound &= point[i] < table->length;
    if (!sound)
        PyErr_Format(PyExc_ValueError, "points: names a character outside the %zd of table", table->length);
    return sound;
}

PyObject *words(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"points", 4}, {"table", 1}, {"kinds", 1, 1}, {"words", 8, 1}, {"gaps", 1, 1}, {"runs", 8, 1}};
    Array *points = &a[0], *table = &a[1], *kinds = &a[2], *words = &a[3], *gaps = &a[4], *runs = &a[5];
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOOOOO:words", &a[0].object, &a[1].object, &a[2].object, &a[3].object,
                          &a[4].object, &a[5].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    Text text = {points->view.buf, kinds->view.buf, points->length};
    if (check_points(points, table) && check_length(kinds, text.size) && check_length(words, 2 * text.size)
        && check_length(gaps, text.size) && check_length(runs, 3 * text.size)) {
        int64_t *word = words->view.buf, *run = runs->view.buf, found = 0, parts = 0;
        uint8_t all;
        Py_BEGIN_ALLOW_THREADS
        all = read_kinds(text.points, text.size, table->view.buf, kinds->view.buf);
        if (!(all & UNREAD)) {
            found = find_words(&text, word, word + text.size, gaps->view.buf);
            parts = find_runs(&text, word, word + text.size, found, run, run + text.size, run + 2 * text.size);
        }
        Py_END_ALLOW_THREADS
        result = Py_BuildValue("iLL", (int)all, (long long)found, (long long)parts);
    }
    close_arrays(a, COUNT(a));
    return result;
}
