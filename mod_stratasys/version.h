/* The version of mod_stratasys, its tools and its API. */
#ifndef VERSION_H
#define VERSION_H

#define STRATASYS_VERSION "0.1.0"

#endif
