/* MinHash signatures and their bands. */
#include "kernels.h"
#include "hashing.h"

#define LANES 16
#define MIXED_AT_ONCE 1024 /* hashes premixed at a time: 4 KB, well inside the first cache */

/* Mix up to MIXED_AT_ONCE hashes and repeat the last until LANES divides them: it lowers nothing. */
VECTORISED static Py_ssize_t premix(const uint32_t *hashes, Py_ssize_t n, uint32_t *mixed)
{
    for (Py_ssize_t i = 0; i < n; i++)
        mixed[i] = avalanche32(hashes[i]);
    for (; n % LANES; n++)
        mixed[n] = mixed[n - 1];
    return n;
}

VECTORISED static void lower(const uint32_t *mixed, Py_ssize_t n, const uint32_t *a, const uint32_t *b,
                             Py_ssize_t permutations, uint32_t *signature)
{
    for (Py_ssize_t j = 0; j < permutations; j++) {
        uint32_t factor = a[j], summand = b[j], least = signature[j];
        for (Py_ssize_t i = 0; i < n / LANES * LANES; i++) {
            uint32_t value = factor * mixed[i] + summand;
            least = value < least ? value : least;
        }
        signature[j] = least;
    }
}

PyObject *signatures(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"hashes", 4}, {"offsets", 8}, {"a", 4}, {"b", 4}, {"out", 4, 1}};
    Array *hashes = &a[0], *offsets = &a[1], *out = &a[4];
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOOOO:signatures", &a[0].object, &a[1].object, &a[2].object, &a[3].object,
                          &a[4].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    Py_ssize_t permutations = a[2].length;
    if (check_offsets(offsets, hashes) && check_length(&a[3], permutations)
        && check_length(out, (offsets->length - 1) * permutations)) {
        const uint32_t *hash = hashes->view.buf, *factors = a[2].view.buf, *summands = a[3].view.buf;
        const int64_t *at = offsets->view.buf;
        uint32_t *signature = out->view.buf;
        Py_ssize_t documents = offsets->length - 1;
        Py_BEGIN_ALLOW_THREADS
        uint32_t mixed[MIXED_AT_ONCE];
        for (Py_ssize_t i = 0; i < documents; i++, signature += permutations) {
            memset(signature, 0xFF, (size_t)permutations * sizeof *signature);
            for (int64_t from = at[i]; from < at[i + 1]; from += MIXED_AT_ONCE) {
                int64_t n = at[i + 1] - from < MIXED_AT_ONCE ? at[i + 1] - from : MIXED_AT_ONCE;
                Py_ssize_t padded = premix(hash + from, (Py_ssize_t)n, mixed);
                lower(mixed, padded, factors, summands, permutations, signature);
            }
        }
        Py_END_ALLOW_THREADS
        result = Py_NewRef(Py_None);
    }
    close_arrays(a, COUNT(a));
    return result;
}

PyObject *band_hashes(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"signatures", 4}, {"out", 8, 1}};
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
            uint64_t *out = a[1].view.buf;
            Py_BEGIN_ALLOW_THREADS
            for (Py_ssize_t i = 0; i < documents; i++, signature += permutations) {
                const uint32_t *value = signature;
                for (Py_ssize_t band = 0; band < bands; band++) {
                    uint64_t hash = SEED;
                    for (Py_ssize_t row = 0; row < rows; row++)
                        hash = absorb(hash, *value++);
                    *out++ = avalanche(hash);
                }
            }
            Py_END_ALLOW_THREADS
            result = Py_NewRef(Py_None);
        }
    }
    close_arrays(a, COUNT(a));
    return result;
}
