/* Connected components. */
#include "kernels.h"

static int64_t root_of(int64_t *parent, int64_t node)
{
    while (parent[node] != node) {
        parent[node] = parent[parent[node]]; /* halve the path as it is walked */
        node = parent[node];
    }
    return node;
}

/* Union-find in which the smallest node of a component is its root (Tarjan and van Leeuwen 1984). */
PyObject *components(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"left", 8}, {"right", 8}, {"out", 8, 1}};
    Array *left = &a[0], *right = &a[1], *out = &a[2];
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOO:components", &a[0].object, &a[1].object, &a[2].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    if (check_length(right, left->length) && check_rows(left, out->length) && check_rows(right, out->length)) {
        const int64_t *one = left->view.buf, *other = right->view.buf;
        int64_t *parent = out->view.buf;
        Py_ssize_t nodes = out->length, pairs = left->length;
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; i < nodes; i++)
            parent[i] = i;
        for (Py_ssize_t i = 0; i < pairs; i++) {
            int64_t x = root_of(parent, one[i]), y = root_of(parent, other[i]);
            if (x < y)
                parent[y] = x;
            else
                parent[x] = y;
        }
        for (Py_ssize_t i = 0; i < nodes; i++)
            parent[i] = parent[parent[i]]; /* the root of what comes before is known */
        Py_END_ALLOW_THREADS
        result = Py_NewRef(Py_None);
    }
    close_arrays(a, COUNT(a));
    return result;
}
