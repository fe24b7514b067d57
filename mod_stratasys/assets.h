/* The files of the GUI, compiled into the module by htdocs/build.mjs, so that an administrator installs one file and
 * no path has to be right. */
#ifndef ASSETS_H
#define ASSETS_H

#include <stddef.h>

struct asset {
    const char *path; /* relative to the GUI's prefix: "index.html", "assets/app-3f2a91c0.js" */
    const char *content_type;
    const char *etag; /* in its quotes, made of the content */
    const unsigned char *bytes;
    size_t length;
    const unsigned char *gzip_bytes; /* the same compressed, or NULL where that saves nothing */
    size_t gzip_length;
    int is_immutable; /* the name holds a hash of the content */
};

extern const struct asset assets[];
extern const size_t asset_count;

/* The asset of that path ("" is index.html), or NULL. */
const struct asset *asset_find(const char *path);

#endif
