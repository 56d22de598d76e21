/* Loops written by hand for AVX-512 as Ice Lake and Zen 4 have it, where compilers find no form of their own.
 *
 * Beside each stands a plain loop, which defines it, runs on every other machine and, in .ci/asan, on this.
 */
#ifndef DEDUPE_AVX512_H
#define DEDUPE_AVX512_H

#include "bits.h"

#if defined(__x86_64__) && !defined(DEDUPE_PLAIN) \
    && ((defined(__clang__) && __clang_major__ >= 9) || (!defined(__clang__) && defined(__GNUC__) && __GNUC__ >= 9))

#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi2,bmi,bmi2,popcnt")))

static inline int has_avx512(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
           && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")
           && __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("bmi2");
}

/* The lowest bits set, from 1 to 64 of them. */
static inline uint64_t lowest(Py_ssize_t count)
{
    return ~UINT64_C(0) >> (BLOCK - count);
}

#endif

#endif
