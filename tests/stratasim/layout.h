/* The keys of a status text: which, in which order, spelled how. */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <stddef.h>
#include <stdint.h>

enum row_kind {
    ROW_TEXT,   /* as it is; the field is a const char * */
    ROW_BRACED, /* {text} */
    ROW_QUOTED, /* "text" */
    ROW_COUNT,  /* an int64_t */
    ROW_BRACED_COUNT,
    ROW_REAL, /* a double with six digits */
    ROW_FLAG, /* an int64_t as true or false */
    ROW_FIXED,
    ROW_TAB, /* a line with nothing but a tab */
    ROW_END
};

/* One line: where its value lies in the struct that its table is made for, or, for ROW_FIXED, the value itself. */
struct row {
    const char *key;
    enum row_kind kind;
    size_t offset;
    const char *fixed;
};

/* The values that the tables refer to. Texts belong to whoever filled the struct. */
struct general_values {
    const char *codename, *controller_version, *cmb_version, *word, *explanation, *model_tip, *support_tip;
    int64_t layer, mod_count, temperature_c[3], set_c[3], clock_s, zone_west_s, start_s, build_s;
};

struct machine_values {
    const char *internal_state, *home_state, *serial, *product_version, *controller_version, *materials, *udn;
    const char *model_name, *support_name;
    int64_t power_on_s, build_total_s, tip_s, curve, x, y, z, model_heat, support_heat, chamber_heat, busy, lights;
    int64_t build_c[3], standby_c[3];
    double tip_model_h, tip_support_h;
    const char *tip_offset, *calibration;
    double z_offset, z_clearance;
};

struct spool_values {
    int64_t bay, count;
    const char *name, *color_label, *color_rgb, *group, *group_label;
    const char *made_long, *made_short, *lot, *first_used, *serial_real, *serial, *status, *status_loaded;
    double initial_in3, left_in3;
};

struct job_values {
    int64_t position, id, submit_s, estimated_s, start_s, end_s, build_s, layers, layer;
    const char *name, *owner, *completion, *model_material, *support_material, *model_tip, *support_tip;
    const char *model_tip_short, *support_tip_short;
    const char *comment, *producer, *pack, *build_mode;
    double needed_in3[2], used_in3[2], low_in[3], high_in[3], slice_in;
};

/* A family's tables; each ends with ROW_END. */
struct layout {
    const struct row *general, *spool, *machine, *job;
};

extern const struct layout LAYOUT_MARINER, LAYOUT_WAIKIKI, LAYOUT_LFFS, LAYOUT_SOLO, LAYOUT_DORADO, LAYOUT_ZEPHYR;

#endif
