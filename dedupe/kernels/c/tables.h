/* Large tables of rising numbers without repeats. */
#ifndef DEDUPE_TABLES_H
#define DEDUPE_TABLES_H

#include "arrays.h"

/* The values whose bits from `shift` up are b stand at starts[b] to starts[b + 1]: a look-up touches two places
 * in memory. */
typedef struct {
    const uint64_t *values;
    const int64_t *starts;
    uint64_t buckets;
    int shift;
} Table;

static inline int open_table(const Array *values, const Array *starts, Py_ssize_t shift, Table *table)
{
    if (shift < 0 || shift > 63) {
        PyErr_Format(PyExc_ValueError, "shift: must be from 0 to 63, got %zd", shift);
        return 0;
    }
    if (!check_offsets(starts, values))
        return 0;
    *table = (Table){values->view.buf, starts->view.buf, (uint64_t)starts->length - 1, (int)shift};
    return 1;
}

/* Where a value stands, -1 where it does not. */
static inline int64_t place_of(const Table *table, uint64_t value)
{
    uint64_t bucket = value >> table->shift;
    if (bucket >= table->buckets)
        return -1;
    int64_t at = table->starts[bucket], end = table->starts[bucket + 1];
    while (at < end && table->values[at] < value)
        at++;
    return at < end && table->values[at] == value ? at : -1;
}

/* Ask for the bucket of a value that is looked up soon, and later for what it leads to. */
static inline void ask_for_bucket(const Table *table, uint64_t value)
{
#if defined(__GNUC__)
    uint64_t bucket = value >> table->shift;
    __builtin_prefetch(table->starts + (bucket < table->buckets ? bucket : 0));
#endif
}

static inline void ask_for_values(const Table *table, uint64_t value)
{
#if defined(__GNUC__)
    uint64_t bucket = value >> table->shift;
    __builtin_prefetch(table->values + table->starts[bucket < table->buckets ? bucket : 0]);
#endif
}

#endif
