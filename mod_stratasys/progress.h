/* How far a job is: every measure as the printer reports it, and one best figure with the name of its source. Pure. */
#ifndef PROGRESS_H
#define PROGRESS_H

#include "states.h"

struct progress {
    double time_ratio, layer_ratio, model_ratio, support_ratio; /* as reported, 0 to 1; NAN: unknown */
    double best_ratio;                                          /* NAN: unknown */
    const char *best_source; /* "time", "model_material", "layers", "state" (built); NULL: unknown */
    double remaining_s;      /* build time that is left; NAN while it is not known when it ends */
};

/*
 * The progress of the current job of status in that state. Layers are never trusted by themselves: on real machines
 * currentLayer stands at the end of the part in the first minutes of a build. The order is build time against the
 * estimate; when the estimate is used up or absent, model material; then layers, once the build is older than
 * PROGRESS_STALE_LAYER_S. remaining_s comes from the estimate alone.
 */
enum { PROGRESS_STALE_LAYER_S = 1800 };
struct progress progress_of(const struct status *status, enum state state);

#endif
