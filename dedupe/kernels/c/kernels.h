/* The kernels that module.c offers to Python.
 *
 * Each has a twin of the same name and signature in twin.py, which is its definition: tests hold the two
 * equal to the bit. A kernel knows no policy. It takes C-contiguous buffers, checks every length and offset
 * before it starts (ValueError), then runs without the GIL and cannot fail, save for memory. Offsets are
 * int64[n + 1], as in Arrow's large_string, and need not begin at 0.
 */
#ifndef DEDUPE_KERNELS_H
#define DEDUPE_KERNELS_H

#include "arrays.h"

PyObject *fold(PyObject *module, PyObject *args);
PyObject *word_shingles(PyObject *module, PyObject *args);
PyObject *letter_shingles(PyObject *module, PyObject *args);
PyObject *signatures(PyObject *module, PyObject *args);
PyObject *sketches(PyObject *module, PyObject *args);
PyObject *band_hashes(PyObject *module, PyObject *args);
PyObject *overlaps(PyObject *module, PyObject *args);
PyObject *look_up(PyObject *module, PyObject *args);
PyObject *letters(PyObject *module, PyObject *args);
PyObject *unit_shingles(PyObject *module, PyObject *args);
PyObject *figures(PyObject *module, PyObject *args);
PyObject *runs(PyObject *module, PyObject *args);
PyObject *digests(PyObject *module, PyObject *args);
PyObject *line_hashes(PyObject *module, PyObject *args);
PyObject *blank_lines(PyObject *module, PyObject *args);
PyObject *components(PyObject *module, PyObject *args);
PyObject *json_members(PyObject *module, PyObject *args);
PyObject *json_strings(PyObject *module, PyObject *args);
PyObject *gather(PyObject *module, PyObject *args);
PyObject *read_documents(PyObject *module, PyObject *args);
PyObject *best_cover(PyObject *module, PyObject *args);
PyObject *best_cuts(PyObject *module, PyObject *args);
PyObject *log_odds(PyObject *module, PyObject *args);
PyObject *shared_wordings(PyObject *module, PyObject *args);
PyObject *words(PyObject *module, PyObject *args);

#endif
