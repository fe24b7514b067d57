/* The Content-Security-Policy of all answers: a page loads nothing from elsewhere but the pictures of webcams. */
#ifndef POLICY_H
#define POLICY_H

#include <stddef.h>

/* With it the head of an answer fits into 4 KiB, which many a proxy has for it. */
enum { POLICY_BYTES_MAX = 3072 };

struct policy {
    char text[POLICY_BYTES_MAX];
    size_t sources_end; /* where the next webcam's origin goes */
};

enum policy_trouble {
    POLICY_OK,
    POLICY_UNNAMEABLE, /* no policy can name that host: an IPv6 address */
    POLICY_FULL
};

void policy_begin(struct policy *policy);

/* Lets pages show pictures from the origin of a webcam's address (as config_value_webcam allows it). One that is known, or a path on
 * this server, changes nothing; neither does one with trouble. */
enum policy_trouble policy_add_webcam(struct policy *policy, const char *webcam);

#endif
