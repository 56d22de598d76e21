/* Look-ups in a large sorted table. */
#include "kernels.h"

/* Where in a rising table each value stands, -1 where it does not. The values of the table whose bits from
 * `shift` up are b stand at starts[b] to starts[b + 1]: a look-up touches two places in memory. */
PyObject *look_up(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"table", 8}, {"starts", 8}, {"values", 8}, {"out", 8, 1}};
    Array *table = &a[0], *starts = &a[1], *values = &a[2], *out = &a[3];
    Py_ssize_t shift;
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOnOO:look_up", &a[0].object, &a[1].object, &shift, &a[2].object, &a[3].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    if (shift < 0 || shift > 63) {
        PyErr_Format(PyExc_ValueError, "shift: must be from 0 to 63, got %zd", shift);
    } else if (check_offsets(starts, table) && check_length(out, values->length)) {
        const uint64_t *known = table->view.buf, *value = values->view.buf;
        const int64_t *start = starts->view.buf;
        uint64_t buckets = (uint64_t)starts->length - 1;
        int64_t *place = out->view.buf;
        Py_ssize_t count = values->length;
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; i < count; i++) {
            uint64_t bucket = value[i] >> shift;
            int64_t at = bucket < buckets ? start[bucket] : 0, end = bucket < buckets ? start[bucket + 1] : 0;
            while (at < end && known[at] < value[i])
                at++;
            place[i] = at < end && known[at] == value[i] ? at : -1;
        }
        Py_END_ALLOW_THREADS
        result = Py_NewRef(Py_None);
    }
    close_arrays(a, COUNT(a));
    return result;
}
