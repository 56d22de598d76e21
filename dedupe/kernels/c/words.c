/* Words as spans of the text they stand in. */
#include "kernels.h"

enum { LETTER = 1, DIGIT = 2, UNDERSCORE = 4, UNSPACED = 8 };

typedef struct {
    const uint32_t *points;
    const uint8_t *kinds;
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

PyObject *words(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"points", 4}, {"kinds", 1}, {"starts", 8, 1}, {"ends", 8, 1}};
    Array *points = &a[0], *kinds = &a[1], *starts = &a[2], *ends = &a[3];
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOOO:words", &a[0].object, &a[1].object, &a[2].object, &a[3].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    Text text = {points->view.buf, kinds->view.buf, points->length};
    if (check_length(kinds, text.size) && check_length(starts, text.size) && check_length(ends, text.size)) {
        int64_t *start = starts->view.buf, *end = ends->view.buf, count = 0;
        Py_BEGIN_ALLOW_THREADS
        for (int64_t at = 0; at < text.size;) {
            int64_t after = end_of_word(&text, at);
            if (after > at) {
                start[count] = at;
                end[count++] = after;
            }
            at = after > at ? after : at + 1;
        }
        Py_END_ALLOW_THREADS
        result = PyLong_FromLongLong(count);
    }
    close_arrays(a, COUNT(a));
    return result;
}
