#include "frame.h"

#include <stdio.h>
#include <string.h>

void frame_write(char frame[FRAME_BYTES], const char *text)
{
    memset(frame, 0, FRAME_BYTES);
    memcpy(frame, text, strnlen(text, FRAME_BYTES - 1));
}

size_t frame_text_length(const char frame[FRAME_BYTES])
{
    size_t length = strnlen(frame, FRAME_BYTES);
    while (length > 0 && (frame[length - 1] == ' ' || frame[length - 1] == '\t'))
        length--;
    return length;
}

int frame_is(const char frame[FRAME_BYTES], const char *text)
{
    size_t length = frame_text_length(frame);
    return length == strlen(text) && memcmp(frame, text, length) == 0;
}

void frame_show(const char frame[FRAME_BYTES], char out[FRAME_SHOW_BYTES])
{
    size_t length = frame_text_length(frame);
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)frame[i];
        if (byte >= 0x20 && byte < 0x7f)
            *out++ = frame[i];
        else
            out += snprintf(out, sizeof "\\xNN", "\\x%02x", byte);
    }
    *out = '\0';
}
