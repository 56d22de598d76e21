/* Stretches of one text that another holds. */
#include "kernels.h"
#include "units.h"

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

/* The grams of a text that hash to one slot: the place + 1 of the last, 0 for none, from which a chain leads
 * to the others, and for each of them a bit of 32 set. A gram that is not there nearly always finds its bit
 * clear, and no branch is guessed wrong. */
typedef struct {
    uint32_t last, bits;
} Slot;

/* Where the different grams of a text begin: `before[i]` is the place + 1 that the chain leads to from i. */
typedef struct {
    const uint8_t *units;
    int64_t n;
    Py_ssize_t k;
    Slot *slots;
    uint32_t *before;
    int shift;
} Grams;

/* The bits of a table with at least `least` slots; one at least, for a shift by 64 is undefined. */
static int bits_for(uint64_t least)
{
    int bits = 1;
    while (least > UINT64_C(1) << bits)
        bits++;
    return bits;
}

static uint64_t hash_any_gram(const uint8_t *units, Py_ssize_t k)
{
    if (k <= CHUNK)
        return load_chunk(units, k) * CHUNK_FACTOR;
    uint64_t sum = load_chunk(units, CHUNK);
    for (Py_ssize_t done = CHUNK; done + CHUNK < k; done += CHUNK)
        sum = sum * ORDER_FACTOR + load_chunk(units + done, CHUNK);
    return (sum * ORDER_FACTOR + load_chunk(units + k - CHUNK, CHUNK)) * CHUNK_FACTOR;
}

/* The same, by two loads for the usual sizes. */
static inline uint64_t hash_gram(const uint8_t *units, Py_ssize_t k)
{
    if (k <= CHUNK || k > 2 * CHUNK)
        return hash_any_gram(units, k);
    return (load_chunk(units, CHUNK) * ORDER_FACTOR + load_chunk(units + k - CHUNK, CHUNK)) * CHUNK_FACTOR;
}

/* One of 32 bits, by those of the hash that its slot leaves over. */
static inline uint32_t bit_of(uint64_t hash, int shift)
{
    return UINT32_C(1) << (hash >> (shift - 5) & 31);
}

static inline int same_units(const uint8_t *x, const uint8_t *y, Py_ssize_t k)
{
    if (k < CHUNK || k > 2 * CHUNK)
        return memcmp(x, y, (size_t)k) == 0;
    return load_chunk(x, CHUNK) == load_chunk(y, CHUNK)
           && load_chunk(x + k - CHUNK, CHUNK) == load_chunk(y + k - CHUNK, CHUNK);
}

/* The place + 1 of these units on the chain from `at`, 0 where they are not on it. */
static uint32_t follow(const Grams *grams, uint32_t at, const uint8_t *units)
{
    while (at && !same_units(grams->units + at - 1, units, grams->k))
        at = grams->before[at - 1];
    return at;
}

static inline uint32_t find_gram(const Grams *grams, const uint8_t *units)
{
    uint64_t hash = hash_gram(units, grams->k);
    Slot slot = grams->slots[hash >> grams->shift];
    return slot.bits & bit_of(hash, grams->shift) ? follow(grams, slot.last, units) : 0;
}

/* Equal grams are noted once, so that no chain grows with the repeats of a text. */
static void note_grams(Grams *grams, const uint8_t *units, int64_t n)
{
    Py_ssize_t k = grams->k;
    int64_t places = n < k ? 0 : n - k + 1;
    int bits = bits_for((uint64_t)places), shift = 64 - bits;
    Slot *slots = grams->slots;
    uint32_t *before = grams->before;
    grams->units = units;
    grams->n = n;
    grams->shift = shift;
    memset(slots, 0, sizeof *slots << bits);
    for (int64_t i = 0; i < places; i++) {
        uint64_t hash = hash_gram(units + i, k);
        uint32_t bit = bit_of(hash, shift);
        Slot *slot = slots + (hash >> shift);
        if (slot->bits & bit && follow(grams, slot->last, units + i))
            continue;
        before[i] = slot->last;
        slot->last = (uint32_t)i + 1;
        slot->bits |= bit;
    }
}

/* The values of a text's figures: their places + 1 by hash, 0 for none, equal ones once. */
typedef struct {
    const uint64_t *values;
    uint32_t *slots;
    int shift;
} Values;

#define SLOTS_PER_VALUE 2

static uint64_t find_value(const Values *known, uint64_t value)
{
    uint64_t slot = value * CHUNK_FACTOR >> known->shift, mask = UINT64_MAX >> known->shift;
    while (known->slots[slot] && known->values[known->slots[slot] - 1] != value)
        slot = (slot + 1) & mask;
    return slot;
}

static void note_values(Values *known, const uint64_t *values, int64_t n)
{
    int bits = bits_for(SLOTS_PER_VALUE * (uint64_t)n + 1);
    known->values = values;
    known->shift = 64 - bits;
    memset(known->slots, 0, sizeof *known->slots << bits);
    for (int64_t i = 0; i < n; i++) {
        uint64_t slot = find_value(known, values[i]);
        if (!known->slots[slot])
            known->slots[slot] = (uint32_t)i + 1;
    }
}

/* What is known of a text: its units, the shingles of it that were weighed, and its figures. */
typedef struct {
    const uint8_t *units;
    int64_t n;
    const int32_t *places, *weights;
    int64_t sampled;
    const int64_t *starts, *ends;
    const uint64_t *values;
    int64_t figures;
} Text;

/* The runs of a text that were found, in order, and what they come to. */
typedef struct {
    Run *runs;
    int64_t count, matched, longest;
    double evidence;
} Found;

static void close_run(Found *found, int64_t slack)
{
    if (!found->count)
        return;
    const Run *run = &found->runs[found->count - 1];
    int64_t size = run->end - run->start;
    found->longest = size > found->longest ? size : found->longest;
    found->evidence += evidence_of(run, slack);
}

/* How many units two texts share from their beginning, of n. */
static inline int64_t common_units(const uint8_t *x, const uint8_t *y, int64_t n)
{
    int64_t i = 0;
    for (; i + CHUNK <= n; i += CHUNK) {
        uint64_t differing = load_chunk(x + i, CHUNK) ^ load_chunk(y + i, CHUNK);
        if (differing)
            return i + lowest_bit(differing) / 8;
    }
    while (i < n && x[i] == y[i])
        i++;
    return i;
}

/* Add the matching places from `first` up to `last`, which cover the units up to `end`, to the open run or to
 * a new one. `sample` is the first place of the text's sample that was not weighed. */
static void add_places(const Text *text, int64_t first, int64_t last, int64_t end, int64_t slack, int64_t *sample,
                       Found *found)
{
    if (!found->count || first > found->runs[found->count - 1].end) {
        close_run(found, slack);
        found->runs[found->count++] = (Run){.start = first};
    }
    Run *run = &found->runs[found->count - 1];
    run->end = end;
    found->matched += last - first;
    int64_t i = *sample;
    while (i < text->sampled && text->places[i] < first)
        i++;
    for (; i < text->sampled && text->places[i] < last; i++) {
        int32_t weight = text->weights[i];
        run->weight += weight < 0 ? 0 : weight;
        run->known += weight >= 0;
    }
    *sample = i;
}

/* Find the runs of `text` in what the grams were noted of. From a gram that is found on, units are compared
 * for as long as they are the same: each makes one more place that matches. */
static void find_runs(const Grams *grams, const Text *text, int64_t slack, Found *found)
{
    const uint8_t *units = text->units;
    Py_ssize_t k = grams->k;
    int64_t sample = 0, n = text->n;
    *found = (Found){.runs = found->runs};
    if (n < k && n && grams->n == n && memcmp(grams->units, units, (size_t)n) == 0)
        add_places(text, 0, 1, n, slack, &sample, found);
    for (int64_t i = 0; n >= k && i <= n - k; i++) {
        uint32_t at = find_gram(grams, units + i);
        if (!at)
            continue;
        int64_t from = (int64_t)at - 1 + k, left = grams->n - from, right = n - k - i;
        int64_t more = common_units(grams->units + from, units + i + k, left < right ? left : right);
        add_places(text, i, i + more + 1, i + more + k, slack, &sample, found);
        i += more;
    }
    close_run(found, slack);
}

/* Of a text's figures, those that are known or lie inside a run, and the others that touch one. */
static void compare_figures(const Values *known, const Text *text, const Found *found, int64_t *agreeing,
                            int64_t *differing)
{
    const Run *run = found->runs, *last = found->runs + found->count;
    *agreeing = *differing = 0;
    for (int64_t i = 0; i < text->figures; i++) {
        int64_t start = text->starts[i], end = text->ends[i];
        while (run < last && run->end < start)
            run++;
        int touched = run < last && run->start <= end;
        int inside = touched && run->start <= start && run->end >= end;
        int agrees = inside || known->slots[find_value(known, text->values[i])];
        *agreeing += agrees;
        *differing += touched && !agrees;
    }
}

static int64_t longest_of(const int64_t *offsets, const int64_t *rows, Py_ssize_t n)
{
    int64_t longest = 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        int64_t size = offsets[rows[i] + 1] - offsets[rows[i]];
        longest = size > longest ? size : longest;
    }
    return longest;
}

PyObject *runs(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"units", 1}, {"offsets", 8}, {"starts", 8}, {"ends", 8}, {"values", 8}, {"figure_offsets", 8},
                 {"places", 4}, {"weights", 4}, {"sample_offsets", 8}, {"left", 8}, {"right", 8},
                 {"evidence", 8, 1}, {"counts", 8, 1}};
    Array *units = &a[0], *offsets = &a[1], *starts = &a[2], *ends = &a[3], *values = &a[4], *figure_offsets = &a[5];
    Array *places = &a[6], *weights = &a[7], *sample_offsets = &a[8], *left = &a[9], *right = &a[10];
    Py_ssize_t k, slack;
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOOOOOOOOOOnnOO:runs", &a[0].object, &a[1].object, &a[2].object, &a[3].object,
                          &a[4].object, &a[5].object, &a[6].object, &a[7].object, &a[8].object, &a[9].object,
                          &a[10].object, &k, &slack, &a[11].object, &a[12].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    Py_ssize_t pairs = left->length, documents = offsets->length - 1;
    if (check_positive("k", k) && check_not_negative("slack", slack) && check_offsets(offsets, units)
        && check_offsets(figure_offsets, values) && check_offsets(sample_offsets, places)
        && check_sizes(offsets, INT32_MAX) && check_sizes(figure_offsets, INT32_MAX)
        && check_length(starts, values->length) && check_length(ends, values->length)
        && check_length(weights, places->length) && check_length(figure_offsets, documents + 1)
        && check_length(sample_offsets, documents + 1) && check_length(right, pairs)
        && check_length(&a[11], pairs) && check_length(&a[12], 4 * pairs) && check_rows(left, documents)
        && check_rows(right, documents)) {
        const uint8_t *unit = units->view.buf;
        const int64_t *at = offsets->view.buf, *figure_at = figure_offsets->view.buf;
        const int64_t *sample_at = sample_offsets->view.buf, *one = left->view.buf, *other = right->view.buf;
        double *evidence = a[11].view.buf;
        int64_t *counts = a[12].view.buf;
        int64_t most_grams = longest_of(at, one, pairs), most_figures = longest_of(figure_at, one, pairs);
        /* Runs stand apart: each takes a unit and one that is not in it. */
        int64_t most_runs = longest_of(at, other, pairs) / 2 + 1;
        Grams grams = {.k = k};
        Values known = {0};
        Found found = {0};
        int ready;
        Py_BEGIN_ALLOW_THREADS
        grams.slots = malloc(sizeof *grams.slots << bits_for((uint64_t)most_grams));
        grams.before = malloc(((size_t)most_grams + 1) * sizeof *grams.before);
        known.slots = malloc(sizeof *known.slots << bits_for(SLOTS_PER_VALUE * (uint64_t)most_figures + 1));
        found.runs = malloc((size_t)most_runs * sizeof *found.runs);
        ready = grams.slots && grams.before && known.slots && found.runs;
        for (Py_ssize_t i = 0; ready && i < pairs; i++) {
            int64_t x = one[i], y = other[i], sampled = sample_at[y], figure = figure_at[y];
            if (i == 0 || x != one[i - 1]) {
                note_grams(&grams, unit + at[x], at[x + 1] - at[x]);
                note_values(&known, (uint64_t *)values->view.buf + figure_at[x], figure_at[x + 1] - figure_at[x]);
            }
            Text text = {
                .units = unit + at[y],
                .n = at[y + 1] - at[y],
                .places = (int32_t *)places->view.buf + sampled,
                .weights = (int32_t *)weights->view.buf + sampled,
                .sampled = sample_at[y + 1] - sampled,
                .starts = (int64_t *)starts->view.buf + figure,
                .ends = (int64_t *)ends->view.buf + figure,
                .values = (uint64_t *)values->view.buf + figure,
                .figures = figure_at[y + 1] - figure,
            };
            find_runs(&grams, &text, slack, &found);
            evidence[i] = found.evidence;
            counts[4 * i] = found.matched;
            counts[4 * i + 1] = found.longest;
            compare_figures(&known, &text, &found, counts + 4 * i + 2, counts + 4 * i + 3);
        }
        free(grams.slots);
        free(grams.before);
        free(known.slots);
        free(found.runs);
        Py_END_ALLOW_THREADS
        result = ready ? Py_NewRef(Py_None) : PyErr_NoMemory();
    }
    close_arrays(a, COUNT(a));
    return result;
}
