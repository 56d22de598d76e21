/* MinHash signatures and their bands. */
#include "kernels.h"
#include "hashing.h"
#include "shingles.h"

#define LANES 64           /* permutations side by side: as many as keep their numbers in registers */
#define MIXED_AT_ONCE 1024 /* hashes mixed at a time: 4 KB, well inside the first cache */

VECTORISED static void mix(const uint64_t *hashes, Py_ssize_t n, uint32_t *mixed)
{
    for (Py_ssize_t i = 0; i < n; i++)
        mixed[i] = avalanche32((uint32_t)hashes[i]);
}

VECTORISED static void lower(const uint32_t *mixed, Py_ssize_t n, const uint32_t *a, const uint32_t *b,
                             Py_ssize_t permutations, uint32_t *signature)
{
    for (Py_ssize_t from = 0; from < permutations; from += LANES) {
        uint32_t factors[LANES], summands[LANES], least[LANES];
        Py_ssize_t width = permutations - from < LANES ? permutations - from : LANES;
        for (Py_ssize_t j = 0; j < LANES; j++) {
            Py_ssize_t permutation = from + (j < width ? j : 0);
            factors[j] = a[permutation];
            summands[j] = b[permutation];
            least[j] = signature[permutation];
        }
        for (Py_ssize_t i = 0; i < n; i++)
            for (Py_ssize_t j = 0; j < LANES; j++) {
                uint32_t value = factors[j] * mixed[i] + summands[j];
                least[j] = value < least[j] ? value : least[j];
            }
        memcpy(signature + from, least, (size_t)width * sizeof *least);
    }
}

static void sign(const uint64_t *hashes, int64_t n, const uint32_t *a, const uint32_t *b, Py_ssize_t permutations,
                 uint32_t *signature)
{
    uint32_t mixed[MIXED_AT_ONCE];
    memset(signature, 0xFF, (size_t)permutations * sizeof *signature);
    for (int64_t from = 0; from < n; from += MIXED_AT_ONCE) {
        Py_ssize_t size = n - from < MIXED_AT_ONCE ? (Py_ssize_t)(n - from) : MIXED_AT_ONCE;
        mix(hashes + from, size, mixed);
        lower(mixed, size, a, b, permutations, signature);
    }
}

PyObject *signatures(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"hashes", 8}, {"offsets", 8}, {"a", 4}, {"b", 4}, {"out", 4, 1}};
    Array *hashes = &a[0], *offsets = &a[1], *out = &a[4];
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOOOO:signatures", &a[0].object, &a[1].object, &a[2].object, &a[3].object,
                          &a[4].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    Py_ssize_t permutations = a[2].length;
    if (check_offsets(offsets, hashes) && check_length(&a[3], permutations)
        && check_length(out, (offsets->length - 1) * permutations)) {
        const uint64_t *hash = hashes->view.buf;
        const uint32_t *factors = a[2].view.buf, *summands = a[3].view.buf;
        const int64_t *at = offsets->view.buf;
        uint32_t *signature = out->view.buf;
        Py_ssize_t documents = offsets->length - 1;
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; i < documents; i++)
            sign(hash + at[i], at[i + 1] - at[i], factors, summands, permutations, signature + i * permutations);
        Py_END_ALLOW_THREADS
        result = Py_NewRef(Py_None);
    }
    close_arrays(a, COUNT(a));
    return result;
}

/* Shingles and signature a document at a time, so that the hashes never leave the first cache. */
PyObject *sketches(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"data", 1}, {"offsets", 8}, {"a", 4}, {"b", 4}, {"out", 4, 1}};
    Array *data = &a[0], *offsets = &a[1], *out = &a[4];
    int words;
    Py_ssize_t k;
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOpnOOO:sketches", &a[0].object, &a[1].object, &words, &k, &a[2].object,
                          &a[3].object, &a[4].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    Py_ssize_t permutations = a[2].length, documents = offsets->length - 1, longest = 0;
    if (check_positive("k", k) && check_offsets(offsets, data) && check_length(&a[3], permutations)
        && check_length(out, documents * permutations)) {
        const uint8_t *text = data->view.buf;
        const uint32_t *factors = a[2].view.buf, *summands = a[3].view.buf;
        const int64_t *at = offsets->view.buf;
        uint32_t *signature = out->view.buf;
        for (Py_ssize_t i = 0; i < documents; i++)
            longest = at[i + 1] - at[i] > longest ? (Py_ssize_t)(at[i + 1] - at[i]) : longest;
        uint64_t *hashes = malloc((size_t)shingles_most(longest, words) * sizeof *hashes);
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; hashes && i < documents; i++) {
            Py_ssize_t n = hash_shingles(text + at[i], (Py_ssize_t)(at[i + 1] - at[i]),
                                         (Py_ssize_t)(data->length - at[i + 1]), words, k, UINT64_MAX, hashes);
            sign(hashes, n, factors, summands, permutations, signature + i * permutations);
        }
        Py_END_ALLOW_THREADS
        result = hashes ? Py_NewRef(Py_None) : PyErr_NoMemory();
        free(hashes);
    }
    close_arrays(a, COUNT(a));
    return result;
}

PyObject *band_hashes(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"signatures", 4}, {"out", 4, 1}};
    Py_ssize_t permutations, bands, rows;
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OnnnO:band_hashes", &a[0].object, &permutations, &bands, &rows, &a[1].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    if (check_positive("permutations", permutations) && check_positive("bands", bands)
        && check_positive("rows", rows)) {
        Py_ssize_t documents = a[0].length / permutations;
        if (rows > permutations / bands)
            PyErr_Format(PyExc_ValueError, "bands: %zd bands of %zd rows need more than the %zd permutations", bands,
                         rows, permutations);
        else if (check_length(&a[1], documents * bands)) {
            const uint32_t *signature = a[0].view.buf;
            uint32_t *out = a[1].view.buf;
            Py_BEGIN_ALLOW_THREADS
            for (Py_ssize_t i = 0; i < documents; i++, signature += permutations) {
                const uint32_t *value = signature;
                for (Py_ssize_t band = 0; band < bands; band++) {
                    uint64_t hash = SEED;
                    for (Py_ssize_t row = 0; row < rows; row++)
                        hash = absorb(hash, *value++);
                    *out++ = (uint32_t)avalanche(hash);
                }
            }
            Py_END_ALLOW_THREADS
            result = Py_NewRef(Py_None);
        }
    }
    close_arrays(a, COUNT(a));
    return result;
}
