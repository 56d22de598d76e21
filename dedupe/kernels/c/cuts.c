/* Where sentences are best cut. */
#include "kernels.h"

#include <math.h>

typedef struct {
    int64_t words, others;
    const double *odds, *costs;
    int64_t *joints, *back;
    double *totals, *best; /* of each other at each joint; of the cuts up to each joint */
} Cuts;

/* Whether some other seems to hold a part of some words, and to lack another. */
static int is_mixed(const Cuts *c, int64_t begin, int64_t end)
{
    for (int64_t other = 0; other < c->others; other++) {
        const double *odds = c->odds + other * c->words;
        int lacks = 0, holds = 0;
        for (int64_t w = begin; w < end; w++) {
            lacks |= odds[w] > 0;
            holds |= odds[w] < 0;
        }
        if (lacks && holds)
            return 1;
    }
    return 0;
}

/* Choose among `count` joints of a stretch of words; the end of the stretch stands behind the last. */
static void choose(Cuts *c, int64_t count, int8_t *chosen)
{
    for (int64_t other = 0; other < c->others; other++) {
        const double *odds = c->odds + other * c->words;
        double total = 0.0;
        for (int64_t joint = 0, w = c->joints[0]; joint <= count; joint++) {
            for (; w < c->joints[joint]; w++)
                total += odds[w];
            c->totals[joint * c->others + other] = total;
        }
    }
    c->best[0] = 0.0;
    for (int64_t end = 1; end <= count; end++) {
        const double *to = c->totals + end * c->others;
        for (int64_t begin = 0; begin < end; begin++) {
            const double *from = c->totals + begin * c->others;
            double gained = 0.0;
            for (int64_t other = 0; other < c->others; other++)
                gained += fabs(to[other] - from[other]);
            double gain = c->best[begin] + gained - (begin ? c->costs[c->joints[begin]] : 0.0);
            if (!begin || gain > c->best[end]) {
                c->best[end] = gain;
                c->back[end] = begin;
            }
        }
    }
    for (int64_t end = count; end;) {
        end = c->back[end];
        chosen[c->joints[end]] = 1;
    }
}

static void cut(Cuts *c, int64_t begin, int64_t end, int64_t most, int8_t *chosen)
{
    int64_t count = 0;
    for (int64_t w = begin; w < end; w++)
        if (w == begin || c->costs[w] < INFINITY) {
            if (count == most) {
                c->joints[count] = w;
                choose(c, count, chosen);
                count = 0;
            }
            c->joints[count++] = w;
        }
    c->joints[count] = end;
    choose(c, count, chosen);
}

PyObject *best_cuts(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"odds", 8}, {"costs", 8}, {"bounds", 8}, {"whole", 1}, {"chosen", 1, 1}};
    Array *odds = &a[0], *costs = &a[1], *bounds = &a[2], *whole = &a[3], *chosen = &a[4];
    Py_ssize_t most;
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOOOnO:best_cuts", &a[0].object, &a[1].object, &a[2].object, &a[3].object, &most,
                          &a[4].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    Cuts c = {.words = costs->length, .others = costs->length ? odds->length / costs->length : 0};
    if (check_positive("most", most) && check_offsets(bounds, costs) && check_length(whole, bounds->length - 1)
        && check_length(chosen, c.words)) {
        const int64_t *at = bounds->view.buf;
        const int8_t *kept = whole->view.buf;
        int8_t *out = chosen->view.buf;
        size_t room = (size_t)(c.words < most ? c.words : most) + 1;
        double *memory = malloc(room * ((size_t)c.others + 1) * sizeof *memory);
        c.joints = malloc(2 * room * sizeof *c.joints);
        if (memory && c.joints) {
            c.odds = odds->view.buf;
            c.costs = costs->view.buf;
            c.back = c.joints + room;
            c.best = memory;
            c.totals = memory + room;
            Py_BEGIN_ALLOW_THREADS
            memset(out, 0, (size_t)c.words);
            for (Py_ssize_t i = 0; i + 1 < bounds->length; i++) {
                if (at[i] < at[i + 1])
                    out[at[i]] = 1;
                if (!kept[i] && is_mixed(&c, at[i], at[i + 1]))
                    cut(&c, at[i], at[i + 1], most, out);
            }
            Py_END_ALLOW_THREADS
            result = Py_NewRef(Py_None);
        } else {
            PyErr_NoMemory();
        }
        free(memory);
        free(c.joints);
    }
    close_arrays(a, COUNT(a));
    return result;
}
