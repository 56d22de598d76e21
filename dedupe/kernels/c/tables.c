/* Look-ups in a large sorted table. */
#include "kernels.h"
#include "tables.h"

#define AHEAD 16 /* values asked for before they are looked up, and twice as many buckets: memory is slow */

static void look_up_all(const Table *table, const uint64_t *values, Py_ssize_t count, int64_t *places)
{
    for (Py_ssize_t i = -2 * AHEAD; i < count; i++) {
        if (i + 2 * AHEAD < count)
            ask_for_bucket(table, values[i + 2 * AHEAD]);
        if (i + AHEAD >= 0 && i + AHEAD < count)
            ask_for_values(table, values[i + AHEAD]);
        if (i >= 0)
            places[i] = place_of(table, values[i]);
    }
}

PyObject *look_up(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"table", 8}, {"starts", 8}, {"values", 8}, {"out", 8, 1}};
    Array *values = &a[2], *out = &a[3];
    Py_ssize_t shift;
    Table table;
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOnOO:look_up", &a[0].object, &a[1].object, &shift, &a[2].object, &a[3].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    if (open_table(&a[0], &a[1], shift, &table) && check_length(out, values->length)) {
        Py_BEGIN_ALLOW_THREADS
        look_up_all(&table, values->view.buf, values->length, out->view.buf);
        Py_END_ALLOW_THREADS
        result = Py_NewRef(Py_None);
    }
    close_arrays(a, COUNT(a));
    return result;
}
