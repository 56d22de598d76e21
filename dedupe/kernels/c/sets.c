/* Sets of hashes, and how much two of them share. */
#include "kernels.h"
#include "hashing.h"

/* An open-addressing table, one in four places taken at most: in three quarters of all look-ups the first
 * place decides. A mark of 0 is an empty place; a value is marked anew whenever it is counted. */
typedef struct {
    uint64_t *values;
    uint32_t *marks, mark;
    int shift;
    uint64_t mask;
} Set;

#define ROOM 4     /* places a value */
#define BITS_LEAST 4

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
        Set set = {malloc(places * sizeof *set.values), malloc(places * sizeof *set.marks), 0, 0, 0};
        int has_room = set.values && set.marks;
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; has_room && i < documents; i++)
            size[i] = -1;
        for (Py_ssize_t i = 0; has_room && i < pairs; i++) {
            int64_t x = one[i], y = other[i];
            if (!i || x != one[i - 1] || set.mark == UINT32_MAX)
                size[x] = fill(&set, hash + at[x], at[x + 1] - at[x]);
            both[i] = shared_with(&set, hash + at[y], at[y + 1] - at[y]);
        }
        for (Py_ssize_t i = 0; has_room && i < documents; i++)
            if (size[i] < 0)
                size[i] = fill(&set, hash + at[i], at[i + 1] - at[i]);
        free(set.values);
        free(set.marks);
        Py_END_ALLOW_THREADS
        result = has_room ? Py_NewRef(Py_None) : PyErr_NoMemory();
    }
    close_arrays(a, COUNT(a));
    return result;
}
