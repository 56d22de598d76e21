/* Digests: 128 bits by which equal documents are known. Not cryptographic. */
#include "kernels.h"
#include "hashing.h"

#define LANES 16 /* chunks of eight bytes mixed side by side: two vectors, as a product takes its time */
#define STRIPE (8 * LANES)

static inline uint64_t rotated(uint64_t bits, int by)
{
    return bits << by | bits >> (64 - by);
}

/* Mix a stripe into both states: the round of xxHash64 (Collet), its two factors swapped for the other. */
static inline void mix_stripe(const uint8_t *text, uint64_t *one, uint64_t *other)
{
    for (int lane = 0; lane < LANES; lane++) {
        uint64_t chunk = load_chunk(text + 8 * lane, 8);
        one[lane] = rotated(one[lane] + chunk * ORDER_FACTOR, 31) * CHUNK_FACTOR;
        other[lane] = rotated(other[lane] + chunk * CHUNK_FACTOR, 29) * ORDER_FACTOR;
    }
}

static inline uint64_t combined(const uint64_t *lanes, uint64_t size)
{
    uint64_t hash = absorb(SEED, size);
    for (int lane = 0; lane < LANES; lane++)
        hash = absorb(hash, lanes[lane]);
    return avalanche(hash);
}

VECTORISED static void digest(const uint8_t *text, Py_ssize_t size, uint64_t *out)
{
    uint64_t one[LANES], other[LANES];
    Py_ssize_t at = 0;
    for (int lane = 0; lane < LANES; lane++)
        one[lane] = other[lane] = SEED;
    for (; size - at >= STRIPE; at += STRIPE)
        mix_stripe(text + at, one, other);
    if (at < size) {
        uint8_t rest[STRIPE] = {0};
        memcpy(rest, text + at, (size_t)(size - at));
        mix_stripe(rest, one, other);
    }
    out[0] = combined(one, (uint64_t)size);
    out[1] = combined(other, (uint64_t)size);
}

PyObject *digests(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"data", 1}, {"offsets", 8}, {"out", 8, 1}};
    Array *data = &a[0], *offsets = &a[1], *out = &a[2];
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOO:digests", &a[0].object, &a[1].object, &a[2].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    if (check_offsets(offsets, data) && check_length(out, 2 * (offsets->length - 1))) {
        const uint8_t *text = data->view.buf;
        const int64_t *at = offsets->view.buf;
        uint64_t *halves = out->view.buf;
        Py_ssize_t documents = offsets->length - 1;
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; i < documents; i++)
            digest(text + at[i], (Py_ssize_t)(at[i + 1] - at[i]), halves + 2 * i);
        Py_END_ALLOW_THREADS
        result = Py_NewRef(Py_None);
    }
    close_arrays(a, COUNT(a));
    return result;
}
