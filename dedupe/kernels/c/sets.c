/* Sets of hashes, and how much two of them share. */
#include "kernels.h"
#include "avx512.h"
#include "hashing.h"

/* An open-addressing table, one in four places taken at most: in three quarters of all look-ups the first
 * place decides. A mark of 0 is an empty place; a value is marked anew whenever it is counted. */
typedef struct {
    uint64_t *values;
    uint32_t *marks, mark;
    int shift;
    uint64_t mask;
    int in_buckets; /* kept by fill_wide */
} Set;

#define ROOM 4     /* places a value */
#define LINE 8     /* places in a line of the cache */
#define BITS_LEAST 4

/* The first place of the room that begins a line: a bucket of eight is then one. */
static uint64_t *on_a_line(uint64_t *room)
{
    return room + (LINE - (uintptr_t)room / sizeof *room % LINE) % LINE;
}

static int bits_for(int64_t count)
{
    int bits = BITS_LEAST;
    while (UINT64_C(1) << bits < (uint64_t)count * ROOM)
        bits++;
    return bits;
}

/* The place of a value, or the empty one where it would stand. Hashes are mixed once more: the caller may
 * have kept low ones only, or have values that are no hashes. */
static inline uint64_t place_of(const Set *set, uint64_t value)
{
    uint64_t place = value * CHUNK_FACTOR >> set->shift;
    while (set->marks[place] && set->values[place] != value)
        place = (place + 1) & set->mask;
    return place;
}

/* Make the set of these values, and return how many different ones there are. */
static int64_t fill(Set *set, const uint64_t *values, int64_t count)
{
    int bits = bits_for(count);
    int64_t different = 0;
    set->shift = 64 - bits;
    set->mask = (UINT64_C(1) << bits) - 1;
    set->mark = 1;
    set->in_buckets = 0;
    memset(set->marks, 0, ((size_t)set->mask + 1) * sizeof *set->marks);
    for (int64_t i = 0; i < count; i++) {
        uint64_t place = place_of(set, values[i]);
        different += !set->marks[place];
        set->marks[place] = 1;
        set->values[place] = values[i];
    }
    return different;
}

/* Count the different values that stand in the set. */
static int64_t shared_with(Set *set, const uint64_t *values, int64_t count)
{
    uint32_t mark = ++set->mark;
    int64_t shared = 0;
    for (int64_t i = 0; i < count; i++) {
        uint64_t place = place_of(set, values[i]);
        uint32_t known = set->marks[place];
        shared += known && known != mark;
        set->marks[place] = known ? mark : 0;
    }
    return shared;
}

#ifdef AVX512

/* The same memory as buckets of eight places, one or two of them taken on average: a look-up compares all eight
 * at once, and no branch depends on a value. Behind the places each bucket has a byte that says how many are
 * taken, and one with a bit for each that was counted. */
#define BUCKET_BITS 3
#define BUCKET (1 << BUCKET_BITS)

/* Which of the places that are taken in a bucket hold the value: one at most. */
AVX512 static inline __mmask8 places_of(const uint64_t *bucket, uint8_t taken, uint64_t value)
{
    __mmask8 known = (__mmask8)((1u << taken) - 1);
    return _mm512_mask_cmpeq_epi64_mask(known, _mm512_loadu_si512(bucket), _mm512_set1_epi64((long long)value));
}

/* What fill does; -1 where a bucket has not enough places. */
AVX512 static int64_t fill_wide(Set *set, const uint64_t *values, int64_t count)
{
    int bits = bits_for(count) - BUCKET_BITS, shift = set->shift = 64 - bits;
    uint64_t *buckets = set->values;
    uint8_t *taken = (uint8_t *)set->marks;
    int64_t different = 0;
    set->mask = (UINT64_C(1) << bits) - 1;
    set->in_buckets = 1;
    memset(taken, 0, (size_t)set->mask + 1);
    for (int64_t i = 0; i < count; i++) {
        uint64_t value = values[i], place = value * CHUNK_FACTOR >> shift, *bucket = buckets + (place << BUCKET_BITS);
        uint8_t here = taken[place], fresh = !places_of(bucket, here, value);
        if (here == BUCKET) {
            if (fresh)
                return -1;
            continue;
        }
        bucket[here] = value;
        taken[place] = (uint8_t)(here + fresh);
        different += fresh;
    }
    return different;
}

AVX512 static int64_t shared_with_wide(const Set *set, const uint64_t *values, int64_t count)
{
    int shift = set->shift;
    const uint64_t *buckets = set->values;
    const uint8_t *taken = (const uint8_t *)set->marks;
    uint8_t *counted = (uint8_t *)set->marks + set->mask + 1;
    int64_t shared = 0;
    memset(counted, 0, (size_t)set->mask + 1);
    for (int64_t i = 0; i < count; i++) {
        uint64_t place = values[i] * CHUNK_FACTOR >> shift;
        uint8_t known = counted[place], held = places_of(buckets + (place << BUCKET_BITS), taken[place], values[i]);
        counted[place] = known | held;
        shared += (held & ~known) != 0;
    }
    return shared;
}

#endif

/* The same in the form that suits the processor and the values; what was filled tells how to look it up. */
static int64_t fill_any(Set *set, const uint64_t *values, int64_t count)
{
#ifdef AVX512
    int64_t different = has_avx512() ? fill_wide(set, values, count) : -1;
    if (different >= 0)
        return different;
#endif
    return fill(set, values, count);
}

static int64_t shared_with_any(Set *set, const uint64_t *values, int64_t count)
{
#ifdef AVX512
    if (set->in_buckets)
        return shared_with_wide(set, values, count);
#endif
    return shared_with(set, values, count);
}

PyObject *overlaps(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"hashes", 8}, {"offsets", 8}, {"left", 8}, {"right", 8}, {"shared", 8, 1}, {"sizes", 8, 1}};
    Array *hashes = &a[0], *offsets = &a[1], *left = &a[2], *right = &a[3], *shared = &a[4], *sizes = &a[5];
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOOOOO:overlaps", &a[0].object, &a[1].object, &a[2].object, &a[3].object,
                          &a[4].object, &a[5].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    Py_ssize_t pairs = left->length, documents = offsets->length - 1;
    if (check_offsets(offsets, hashes) && check_length(right, pairs) && check_length(shared, pairs)
        && check_length(sizes, documents) && check_rows(left, documents) && check_rows(right, documents)) {
        const uint64_t *hash = hashes->view.buf;
        const int64_t *at = offsets->view.buf, *one = left->view.buf, *other = right->view.buf;
        int64_t *both = shared->view.buf, *size = sizes->view.buf, longest = 0;
        for (Py_ssize_t i = 0; i < documents; i++)
            longest = at[i + 1] - at[i] > longest ? at[i + 1] - at[i] : longest;
        size_t places = (size_t)1 << bits_for(longest);
        uint64_t *room = malloc((places + LINE) * sizeof *room);
        Set set = {on_a_line(room), malloc(places * sizeof *set.marks), 0, 0, 0, 0};
        int has_room = room && set.marks;
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; has_room && i < documents; i++)
            size[i] = -1;
        for (Py_ssize_t i = 0; has_room && i < pairs; i++) {
            int64_t x = one[i], y = other[i];
            if (!i || x != one[i - 1] || set.mark == UINT32_MAX)
                size[x] = fill_any(&set, hash + at[x], at[x + 1] - at[x]);
            both[i] = shared_with_any(&set, hash + at[y], at[y + 1] - at[y]);
        }
        for (Py_ssize_t i = 0; has_room && i < documents; i++)
            if (size[i] < 0)
                size[i] = fill_any(&set, hash + at[i], at[i + 1] - at[i]);
        free(room);
        free(set.marks);
        Py_END_ALLOW_THREADS
        result = has_room ? Py_NewRef(Py_None) : PyErr_NoMemory();
    }
    close_arrays(a, COUNT(a));
    return result;
}
