/* A control packet of the printers' protocol: a C string in exactly 64 bytes, padded with NUL. */
#ifndef FRAME_H
#define FRAME_H

#include <stddef.h>

enum { FRAME_BYTES = 64 };

/* Writes text and its padding into frame; what is longer than 63 bytes is cut. */
void frame_write(char frame[FRAME_BYTES], const char *text);

/* Length of the text in frame: up to the first NUL, without trailing blanks. At most FRAME_BYTES. */
size_t frame_text_length(const char frame[FRAME_BYTES]);

/* Whether frame holds exactly text, trailing blanks aside. */
int frame_is(const char frame[FRAME_BYTES], const char *text);

/* Copies the frame's text to out for a message: printable ASCII as it is, every other byte as \xNN; always
 * terminated. FRAME_SHOW_BYTES hold any frame. */
enum { FRAME_SHOW_BYTES = 4 * FRAME_BYTES + 1 };
void frame_show(const char frame[FRAME_BYTES], char out[FRAME_SHOW_BYTES]);

#endif
