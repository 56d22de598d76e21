/* C-contiguous buffers from Python, checked before a loop relies on them. */
#ifndef DEDUPE_ARRAYS_H
#define DEDUPE_ARRAYS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* One binary for every x86-64: the loader picks the widest form of these loops the processor has. */
#if defined(__GNUC__) && __GNUC__ >= 12 && !defined(__clang__) && defined(__x86_64__) && defined(__GLIBC__) \
    && !defined(__SANITIZE_ADDRESS__)
#define VECTORISED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define VECTORISED
#endif

/* Kept out of the loop that calls it, which then has its registers to itself. */
#if defined(__GNUC__)
#define RARE __attribute__((noinline, cold))
#else
#define RARE
#endif

#define COUNT(array) ((Py_ssize_t)(sizeof(array) / sizeof((array)[0])))

typedef struct {
    const char *name;
    Py_ssize_t itemsize;
    int writable;
    PyObject *object;
    Py_buffer view;
    Py_ssize_t length; /* in items */
} Array;

static inline void close_arrays(Array *arrays, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++)
        PyBuffer_Release(&arrays[i].view);
}

static inline int open_arrays(Array *arrays, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        Array *array = &arrays[i];
        int flags = PyBUF_C_CONTIGUOUS | (array->writable ? PyBUF_WRITABLE : 0);
        if (PyObject_GetBuffer(array->object, &array->view, flags) < 0) {
            close_arrays(arrays, i);
            return 0;
        }
        array->length = array->view.len / array->itemsize;
        if (array->view.itemsize != array->itemsize || (uintptr_t)array->view.buf % (size_t)array->itemsize) {
            PyErr_Format(PyExc_ValueError, "%s: expected aligned items of %zd bytes, got items of %zd bytes",
                         array->name, array->itemsize, array->view.itemsize);
            close_arrays(arrays, i + 1);
            return 0;
        }
    }
    return 1;
}

/* Offsets must rise and stay inside what they point into: every loop below relies on it. */
static inline int check_offsets(const Array *offsets, const Array *into)
{
    const int64_t *at = offsets->view.buf;
    int64_t last = offsets->length ? at[0] : -1;
    int sound = last >= 0;
    for (Py_ssize_t i = 1; i < offsets->length; i++) {
        sound &= at[i] >= last;
        last = at[i];
    }
    if (!sound || last > into->length) {
        PyErr_Format(PyExc_ValueError, "%s: must hold at least one offset, rise, and end within the %zd items of %s",
                     offsets->name, into->length, into->name);
        return 0;
    }
    return 1;
}

static inline int check_length(const Array *array, Py_ssize_t least)
{
    if (array->length < least) {
        PyErr_Format(PyExc_ValueError, "%s: needs %zd items, got %zd", array->name, least, array->length);
        return 0;
    }
    return 1;
}

static inline int check_positive(const char *name, Py_ssize_t value)
{
    if (value < 1) {
        PyErr_Format(PyExc_ValueError, "%s: must be at least 1, got %zd", name, value);
        return 0;
    }
    return 1;
}

static inline int check_not_negative(const char *name, Py_ssize_t value)
{
    if (value < 0) {
        PyErr_Format(PyExc_ValueError, "%s: must not be negative, got %zd", name, value);
        return 0;
    }
    return 1;
}

static inline int check_rows(const Array *rows, Py_ssize_t documents)
{
    const int64_t *row = rows->view.buf;
    int sound = 1;
    for (Py_ssize_t i = 0; i < rows->length; i++)
        sound &= row[i] >= 0 && row[i] < documents;
    if (!sound)
        PyErr_Format(PyExc_ValueError, "%s: names a row outside the %zd documents", rows->name, documents);
    return sound;
}

/* Documents that 32-bit places must reach into may not be longer than `most`. */
static inline int check_sizes(const Array *offsets, int64_t most)
{
    const int64_t *at = offsets->view.buf;
    int sound = 1;
    for (Py_ssize_t i = 1; i < offsets->length; i++)
        sound &= at[i] - at[i - 1] <= most;
    if (!sound)
        PyErr_Format(PyExc_ValueError, "%s: a document holds more than %lld items", offsets->name, (long long)most);
    return sound;
}

/* Items between the first and the last offset. */
static inline Py_ssize_t spanned(const Array *offsets)
{
    const int64_t *at = offsets->view.buf;
    return (Py_ssize_t)(at[offsets->length - 1] - at[0]);
}

#endif
