/* Sorted sets of hashes. */
#include "kernels.h"

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

/* Sort by the highest bits that differ, into somewhat more buckets than there are values, then each bucket
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
    while (bits < RADIX_BITS_MOST && n << 1 >> bits > 1)
        bits++;
    while (differing >> shift >> bits)
        shift++;
    uint64_t mask = (UINT64_C(1) << bits) - 1;
    uint32_t starts[(1 << RADIX_BITS_MOST) + 1];
    memset(starts, 0, ((size_t)mask + 2) * sizeof *starts);
    for (Py_ssize_t i = 0; i < n; i++)
        starts[(values[i] >> shift & mask) + 1]++;
    uint32_t most = 0;
    for (uint64_t bucket = 0; bucket <= mask; bucket++) {
        most = starts[bucket + 1] > most ? starts[bucket + 1] : most;
        starts[bucket + 1] += starts[bucket];
    }
    for (Py_ssize_t i = 0; i < n; i++)
        scratch[starts[values[i] >> shift & mask]++] = values[i];
    /* Copied back with each the lesser of two neighbours: most places that are wrong are so by one. */
    uint64_t greater = scratch[0];
    for (Py_ssize_t i = 1; i < n; i++) {
        uint64_t value = scratch[i], lesser = value < greater ? value : greater;
        greater = value < greater ? greater : value;
        values[i - 1] = lesser;
    }
    values[n - 1] = greater;
    uint32_t from = 0;
    for (uint64_t bucket = 0; most > INSERTION_MOST && bucket <= mask; from = starts[bucket++])
        if (starts[bucket] - from > INSERTION_MOST)
            radix_sort(values + from, starts[bucket] - from, scratch);
    insertion_sort(values, n);
}

PyObject *sorted_sets(PyObject *Py_UNUSED(module), PyObject *args)
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

/* Where a merge stands in the small set and in the large one. */
typedef struct {
    int64_t i, j;
} Place;

/* Step past the lesser value, or past both where they are the same. */
static inline void merge_step(const uint64_t *small, const uint64_t *large, Place *at)
{
    uint64_t x = small[at->i], y = large[at->j];
    at->i += x <= y;
    at->j += y <= x;
}

#define STREAMS 4     /* merges side by side: each waits for its own last step only */
#define APART_FROM 64 /* values from which cutting a merge into streams pays */

/* Count the values two sets share. The small one is cut in equal parts, the large one where those begin. Of
 * each value shared a step goes past two, so that they need not be counted. */
static int64_t shared_in_streams(const uint64_t *small, int64_t m, const uint64_t *large, int64_t n)
{
    Place at[STREAMS], end[STREAMS];
    int64_t passed = 0, taken = 0, steps;
    for (int part = 0; part < STREAMS; part++) {
        at[part] = part ? end[part - 1] : (Place){0, 0};
        end[part].i = m * (part + 1) / STREAMS;
        end[part].j = part < STREAMS - 1 ? gallop(large, at[part].j, n, small[end[part].i]) : n;
        passed -= at[part].i + at[part].j;
    }
    do {
        steps = INT64_MAX;
        for (int part = 0; part < STREAMS; part++) {
            int64_t left = end[part].i - at[part].i, right = end[part].j - at[part].j;
            steps = left < steps ? left : steps;
            steps = right < steps ? right : steps;
        }
        Place a = at[0], b = at[1], c = at[2], d = at[3];
        for (int64_t step = 0; step < steps; step++) {
            merge_step(small, large, &a);
            merge_step(small, large, &b);
            merge_step(small, large, &c);
            merge_step(small, large, &d);
        }
        at[0] = a, at[1] = b, at[2] = c, at[3] = d;
        taken += STREAMS * steps;
    } while (steps);
    for (int part = 0; part < STREAMS; part++) {
        for (; at[part].i < end[part].i && at[part].j < end[part].j; taken++)
            merge_step(small, large, &at[part]);
        passed += at[part].i + at[part].j;
    }
    return passed - taken;
}

static int64_t shared_items(const uint64_t *small, int64_t m, const uint64_t *large, int64_t n)
{
    int64_t shared = 0, taken = 0;
    if (n / GALLOP_FROM > m) {
        for (int64_t i = 0, j = 0; i < m && j < n; i++) {
            j = gallop(large, j, n, small[i]);
            shared += j < n && large[j] == small[i];
        }
        return shared;
    }
    if (m >= APART_FROM)
        return shared_in_streams(small, m, large, n);
    Place at = {0, 0};
    for (; at.i < m && at.j < n; taken++)
        merge_step(small, large, &at);
    return at.i + at.j - taken;
}

PyObject *intersections(PyObject *Py_UNUSED(module), PyObject *args)
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
