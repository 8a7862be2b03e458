/* Base64 to bytes. */
#include "api/base64.h"

#include <stdint.h>

static int digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool base64_decode(const char *text, size_t length, void *out, size_t *size)
{
    uint8_t *to = out;
    if (length % 4 == 0)
        for (int padding = 0; padding < 2 && length > 0 && text[length - 1] == '='; padding++)
            length--;
    uint32_t bits = 0;
    unsigned have = 0;
    for (size_t i = 0; i < length; i++) {
        int value = digit(text[i]);
        if (value < 0)
            return false;
        bits = bits << 6 | (uint32_t)value;
        have += 6;
        if (have >= 8) {
            have -= 8;
            *to++ = (uint8_t)(bits >> have);
        }
    }
    *size = (size_t)(to - (uint8_t *)out);
    return have < 6 && (bits & ((1u << have) - 1)) == 0;
}
