/* Stretches of one text that another holds. */
#include "kernels.h"
#include "hashing.h"

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

PyObject *shared_runs(PyObject *Py_UNUSED(module), PyObject *args)
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
