/* The module dedupe.kernels._core. */
#include "kernels.h"

static PyMethodDef kernels[] = {
    {"fold", fold, METH_VARARGS, NULL},
    {"word_shingles", word_shingles, METH_VARARGS, NULL},
    {"letter_shingles", letter_shingles, METH_VARARGS, NULL},
    {"signatures", signatures, METH_VARARGS, NULL},
    {"sketches", sketches, METH_VARARGS, NULL},
    {"band_hashes", band_hashes, METH_VARARGS, NULL},
    {"overlaps", overlaps, METH_VARARGS, NULL},
    {"look_up", look_up, METH_VARARGS, NULL},
    {"letters", letters, METH_VARARGS, NULL},
    {"unit_shingles", unit_shingles, METH_VARARGS, NULL},
    {"figures", figures, METH_VARARGS, NULL},
    {"runs", runs, METH_VARARGS, NULL},
    {"digests", digests, METH_VARARGS, NULL},
    {"line_hashes", line_hashes, METH_VARARGS, NULL},
    {"blank_lines", blank_lines, METH_VARARGS, NULL},
    {"components", components, METH_VARARGS, NULL},
    {"json_members", json_members, METH_VARARGS, NULL},
    {"json_strings", json_strings, METH_VARARGS, NULL},
    {"gather", gather, METH_VARARGS, NULL},
    {"read_documents", read_documents, METH_VARARGS, NULL},
    {"best_cover", best_cover, METH_VARARGS, NULL},
    {"best_cuts", best_cuts, METH_VARARGS, NULL},
    {"log_odds", log_odds, METH_VARARGS, NULL},
    {"shared_wordings", shared_wordings, METH_VARARGS, NULL},
    {"words", words, METH_VARARGS, NULL},
    {0},
};

static PyModuleDef_Slot slots[] = {{0, NULL}};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "dedupe.kernels._core",
    .m_methods = kernels,
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit__core(void)
{
    return PyModuleDef_Init(&definition);
}
