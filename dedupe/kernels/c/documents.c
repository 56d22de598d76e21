/* Documents from here and there, copied back to back. */
#include "kernels.h"
#ifndef _WIN32
#include <errno.h>
#include <unistd.h>
#endif

/* Copy document i, sizes[i] bytes from starts[i] on of the buffer at which[i] in the list `chunks`. */
PyObject *gather(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"which", 8}, {"starts", 8}, {"sizes", 8}, {"out", 1, 1}};
    Array *which = &a[0], *starts = &a[1], *sizes = &a[2], *out = &a[3];
    PyObject *chunks, *result = NULL;
    if (!PyArg_ParseTuple(args, "OOOOO:gather", &chunks, &a[0].object, &a[1].object, &a[2].object, &a[3].object))
        return NULL;
    Py_ssize_t count = PyList_Size(chunks), opened = 0;
    if (count < 0 || !open_arrays(a, COUNT(a)))
        return NULL;
    Array *chunk = calloc((size_t)count + 1, sizeof *chunk);
    for (; chunk && opened < count; opened++) {
        chunk[opened].name = "chunks";
        chunk[opened].itemsize = 1;
        chunk[opened].object = PyList_GetItem(chunks, opened);
        if (!open_arrays(chunk + opened, 1))
            break;
    }
    if (!chunk) {
        PyErr_NoMemory();
    } else if (opened == count && check_rows(which, count) && check_length(starts, which->length)
               && check_length(sizes, which->length)) {
        const int64_t *at = which->view.buf, *start = starts->view.buf, *size = sizes->view.buf;
        Py_ssize_t documents = which->length, total = 0;
        int sound = 1;
        for (Py_ssize_t i = 0; sound && i < documents; i++) {
            Py_ssize_t length = chunk[at[i]].length;
            sound = start[i] >= 0 && size[i] >= 0 && start[i] <= length && size[i] <= length - start[i]
                    && size[i] <= out->length - total;
            total += sound ? (Py_ssize_t)size[i] : 0;
        }
        if (!sound) {
            PyErr_SetString(PyExc_ValueError, "sizes: a document ends outside its chunk, or outside what is filled");
        } else {
            uint8_t *to = out->view.buf;
            Py_BEGIN_ALLOW_THREADS
            for (Py_ssize_t i = 0; i < documents; to += size[i++])
                memcpy(to, (const uint8_t *)chunk[at[i]].view.buf + start[i], (size_t)size[i]);
            Py_END_ALLOW_THREADS
            result = Py_NewRef(Py_None);
        }
    }
    close_arrays(chunk, opened);
    free(chunk);
    close_arrays(a, COUNT(a));
    return result;
}

/* Read document i, sizes[i] bytes from starts[i] on of an open file; return the bytes read, fewer where it ends. */
PyObject *read_documents(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"starts", 8}, {"sizes", 8}, {"out", 1, 1}};
    Array *starts = &a[0], *sizes = &a[1], *out = &a[2];
    PyObject *result = NULL;
    int file;
    if (!PyArg_ParseTuple(args, "iOOO:read_documents", &file, &a[0].object, &a[1].object, &a[2].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
#ifdef _WIN32
    PyErr_SetString(PyExc_NotImplementedError, "read_documents: this system cannot read at a place");
#else
    if (check_length(sizes, starts->length)) {
        const int64_t *start = starts->view.buf, *size = sizes->view.buf;
        Py_ssize_t total = 0, done = 0;
        int sound = 1, failed = 0;
        for (Py_ssize_t i = 0; sound && i < starts->length; i++) {
            sound = start[i] >= 0 && size[i] >= 0 && size[i] <= out->length - total;
            total += sound ? (Py_ssize_t)size[i] : 0;
        }
        if (!sound) {
            PyErr_SetString(PyExc_ValueError, "sizes: a document begins before the file, or ends outside what is filled");
        } else {
            uint8_t *to = out->view.buf;
            Py_BEGIN_ALLOW_THREADS
            for (Py_ssize_t i = 0; !failed && i < starts->length; i++) {
                for (int64_t at = 0; at < size[i];) {
                    ssize_t got = pread(file, to + done, (size_t)(size[i] - at), (off_t)(start[i] + at));
                    if (got < 0 && errno == EINTR)
                        continue;
                    failed = got < 0 ? errno : 0;
                    if (got <= 0)
                        break;
                    at += got;
                    done += got;
                }
            }
            Py_END_ALLOW_THREADS
            errno = failed;
            result = failed ? PyErr_SetFromErrno(PyExc_OSError) : PyLong_FromSsize_t(done);
        }
    }
#endif
    close_arrays(a, COUNT(a));
    return result;
}
