/* Code points from UTF-8 and back. */
#ifndef DEDUPE_UTF8_H
#define DEDUPE_UTF8_H

#include <Python.h>

#include <stdint.h>

#define STRAY UINT32_C(0xFFFFFFFF)

static inline int continues(uint8_t byte)
{
    return (byte & 0xC0) == 0x80;
}

/* Decode the code point at `text`, of which `left` > 0 bytes are the document's; return its bytes.
 * A byte that begins no valid sequence is STRAY, one byte long. */
static inline Py_ssize_t decode(const uint8_t *text, Py_ssize_t left, uint32_t *point)
{
    uint32_t lead = text[0];
    *point = STRAY;
    if (lead < 0x80) {
        *point = lead;
        return 1;
    }
    if (lead < 0xE0) {
        if (lead < 0xC2 || left < 2 || !continues(text[1]))
            return 1;
        *point = (lead & 0x1F) << 6 | (text[1] & 0x3F);
        return 2;
    }
    if (lead < 0xF0) {
        if (left < 3 || !continues(text[1]) || !continues(text[2]))
            return 1;
        uint32_t value = (lead & 0x0F) << 12 | (uint32_t)(text[1] & 0x3F) << 6 | (text[2] & 0x3F);
        if (value < 0x800 || (value >= 0xD800 && value < 0xE000))
            return 1;
        *point = value;
        return 3;
    }
    if (lead > 0xF4 || left < 4 || !continues(text[1]) || !continues(text[2]) || !continues(text[3]))
        return 1;
    uint32_t value = (lead & 0x07) << 18 | (uint32_t)(text[1] & 0x3F) << 12 | (uint32_t)(text[2] & 0x3F) << 6
                     | (text[3] & 0x3F);
    if (value < 0x10000 || value > 0x10FFFF)
        return 1;
    *point = value;
    return 4;
}

static inline Py_ssize_t encoded_size(uint32_t point)
{
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

static inline Py_ssize_t encode(uint32_t point, uint8_t *out)
{
    Py_ssize_t size = encoded_size(point);
    static const uint8_t leads[] = {0, 0x00, 0xC0, 0xE0, 0xF0};
    for (Py_ssize_t i = size - 1; i > 0; i--) {
        out[i] = (uint8_t)(0x80 | (point & 0x3F));
        point >>= 6;
    }
    out[0] = (uint8_t)(leads[size] | point);
    return size;
}

#endif
