/* How well sentences cover stretches of words. */
#include "kernels.h"

#include <math.h>

typedef struct {
    int64_t words, columns;
    const double *shares, *weight;
    double scale;
} Cover;

static double rounded(const Cover *c, double value)
{
    return rint(value * c->scale) / c->scale;
}

/* The column that covers some words best, the first of equals; `with` is one that covers them already, or NULL. */
static int64_t best_column(const Cover *c, int64_t begin, int64_t end, const double *with, double *best)
{
    int64_t found = -1;
    double total = 0.0;
    for (int64_t w = begin; w < end; w++)
        total += c->weight[w];
    for (int64_t column = 0; column < c->columns; column++) {
        const double *share = c->shares + column * c->words;
        double covered = 0.0;
        for (int64_t w = begin; w < end; w++)
            covered += (with && with[w] > share[w] ? with[w] : share[w]) * c->weight[w];
        covered = rounded(c, covered / total);
        if (found < 0 || covered > *best) {
            *best = covered;
            found = column;
        }
    }
    return found;
}

static double cover_of(const Cover *c, int64_t column, int64_t begin, int64_t end)
{
    Cover one = *c;
    double covered = 0.0;
    one.shares += column * c->words;
    one.columns = 1;
    best_column(&one, begin, end, NULL, &covered);
    return covered;
}

static int check_begins(const Array *begins, int64_t words)
{
    const int64_t *at = begins->view.buf;
    int64_t last = -1;
    int sound = 1;
    for (Py_ssize_t i = 0; i < begins->length; i++) {
        sound &= at[i] > last && at[i] < words;
        last = at[i];
    }
    if (!sound)
        PyErr_Format(PyExc_ValueError, "begins: must rise, each a word of the %lld", (long long)words);
    return sound;
}

PyObject *best_cover(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"shares", 8}, {"weight", 8}, {"begins", 8}, {"held", 1}, {"columns", 8, 1}, {"covers", 8, 1}};
    Array *shares = &a[0], *weight = &a[1], *begins = &a[2], *held = &a[3], *columns = &a[4], *covers = &a[5];
    Cover c = {0};
    double enough;
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOOOddOO:best_cover", &a[0].object, &a[1].object, &a[2].object, &a[3].object, &enough,
                          &c.scale, &a[4].object, &a[5].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    Py_ssize_t pieces = begins->length;
    c.words = weight->length;
    c.columns = c.words ? shares->length / c.words : 0;
    if (check_begins(begins, c.words) && check_length(held, pieces) && check_length(columns, 2 * pieces)
        && check_length(covers, 2 * pieces)) {
        c.shares = shares->view.buf;
        c.weight = weight->view.buf;
        const int64_t *at = begins->view.buf;
        const int8_t *asked = held->view.buf;
        int64_t *column = columns->view.buf;
        double *cover = covers->view.buf;
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; i < pieces; i++, column += 2, cover += 2) {
            int64_t begin = at[i], end = i + 1 < pieces ? at[i + 1] : c.words;
            double both = 0.0;
            column[0] = column[1] = -1;
            cover[0] = cover[1] = 0.0;
            if (!asked[i] || (column[0] = best_column(&c, begin, end, NULL, &cover[0])) < 0 || cover[0] > 1.0 - enough)
                continue;
            int64_t second = best_column(&c, begin, end, c.shares + column[0] * c.words, &both);
            if (rounded(&c, both - cover[0]) >= enough) {
                column[1] = second;
                cover[1] = cover_of(&c, second, begin, end);
            }
        }
        Py_END_ALLOW_THREADS
        result = Py_NewRef(Py_None);
    }
    close_arrays(a, COUNT(a));
    return result;
}
