#include "family.h"

#include "layout.h"

#include <string.h>

/* ---- materials -------------------------------------------------------------------------------------------------- */

static const struct family_material ABS_PLUS[] = {
    {"P430_BLK", "P430", "Black", "000000", "P430", "ABSplus"},
    {"P430_IVO", "P430", "Ivory", "f1e9d2", "P430", "ABSplus"},
    {"P430_RED", "P430", "Red",   "a6192e", "P430", "ABSplus"},
    {"P430_BLU", "P430", "Blue",  "003da5", "P430", "ABSplus"},
    {NULL,       NULL,   NULL,    NULL,     NULL,   NULL     },
};
static const struct family_material SOLUBLE_30[] = {
    {"SR30", "SR30", "Unspecified", "ffffff", "SR30", "SR30 support"},
    {NULL,   NULL,   NULL,          NULL,     NULL,   NULL          },
};
static const struct family_material FORTUS_MODEL[] = {
    {"ASA_RED",     "ASA",     "Red",   "a6192e", "ASA",     "ASA"    },
    {"ASA_BLK",     "ASA",     "Black", "000000", "ASA",     "ASA"    },
    {"ABS-M30_IVO", "ABS-M30", "Ivory", "f1e9d2", "ABS-M30", "ABS-M30"},
    {NULL,          NULL,      NULL,    NULL,     NULL,      NULL     },
};
static const struct family_material SOLUBLE_35[] = {
    {"SR35", "SR35", "Unspecified", "ffffff", "SR35", "SR35 support"},
    {NULL,   NULL,   NULL,          NULL,     NULL,   NULL          },
};
static const struct family_material LARGE_MODEL[] = {
    {"ULT9085", "ULT9085", "Tan",   "c5a46d", "ULT9085", "ULTEM 9085"},
    {"PC_WHT",  "PC",      "White", "ffffff", "PC",      "PC"        },
    {NULL,      NULL,      NULL,    NULL,     NULL,      NULL        },
};
static const struct family_material BREAKAWAY[] = {
    {"ULT_S", "ULT_S", "Unspecified", "ffffff", "ULT_S", "ULTEM support"},
    {NULL,    NULL,    NULL,          NULL,     NULL,    NULL           },
};
static const struct family_material F123_MODEL[] = {
    {"ABS-M30_BLK", "ABS-M30", "Black",     "000000", "ABS-M30", "ABS-M30"},
    {"ASA_GRY",     "ASA",     "Dark Gray", "4b4f54", "ASA",     "ASA"    },
    {"PLA_YEL",     "PLA",     "Yellow",    "ffd100", "PLA",     "PLA"    },
    {NULL,          NULL,      NULL,        NULL,     NULL,      NULL     },
};
static const struct family_material F123_SUPPORT[] = {
    {"QSR", "QSR", "Unspecified", "ffffff", "QSR", "QSR support"},
    {NULL,  NULL,  NULL,          NULL,     NULL,  NULL         },
};
static const struct family_material ZEPHYR_MODEL[] = {
    {"AERO-6",     "AERO-6", "Smoke", "708090", "AERO", "Aero 6"},
    {"AERO-9_BLK", "AERO-9", "Black", "000000", "AERO", "Aero 9"},
    {NULL,         NULL,     NULL,    NULL,     NULL,   NULL    },
};

/* ---- completion words ------------------------------------------------------------------------------------------- */

static const struct family_completion SILENT = {"", "", "", ""};
static const struct family_completion PROGRESS_ONLY = {"In Progress", "", "", ""};
static const struct family_completion SPEAKING = {"In Progress", "Completed", "Cancelled", "Failed"};
static const struct family_completion STRANGE = {"In Progress", "Good", "Halted", "Halted"};

/* ---- families --------------------------------------------------------------------------------------------------- */

#define MARINER_WORDS                                                                                                  \
    .layout = &LAYOUT_MARINER, .section = "mariner", .bays = 2, .model_tip = "T14", .support_tip = "T16",              \
    .materials = {ABS_PLUS, SOLUBLE_30}, .internal_idle = "sttIdle", .internal_warming = "sttChangeTemp",              \
    .internal_building = "sttBuilding"

#define DORADO_WORDS                                                                                                   \
    .layout = &LAYOUT_DORADO, .cmb_version = "10.1", .producer = "GrabCAD Print 1.44", .serial_prefix = "D",           \
    .model_tip = "F123", .support_tip = "F123S", .materials = {F123_MODEL, F123_SUPPORT}, .internal_idle = "",         \
    .internal_warming = "", .internal_building = "", .full_in3 = 60

// clang-format off
static const struct family FAMILIES[] = {
    {.codename = "paia", MARINER_WORDS, .controller_version = "3980", .cmb_version = "9.1", .product_version = "10.5",
     .producer = "12.5 (6135)", .serial_prefix = "U", .full_in3 = 30, .size_in = {8, 8, 6}, .build_c = {310, 310, 77},
     .standby_c = {100, 100, 72}, .completion = &SILENT, .previous = PREVIOUS_EMPTY,
     .variant = {.transferred = TRANSFERRED_PACKET}},
    {.codename = "kapaa", MARINER_WORDS, .controller_version = "3978", .cmb_version = "9.1", .product_version = "10.4",
     .producer = "12.5 (6135)", .serial_prefix = "P", .full_in3 = 56.3, .size_in = {10, 10, 12},
     .build_c = {310, 310, 78}, .standby_c = {100, 100, 72}, .completion = &PROGRESS_ONLY, .previous = PREVIOUS_EMPTY},
    {.codename = "sst1230", MARINER_WORDS, .controller_version = "3811", .cmb_version = "8.0", .product_version = "9.2",
     .producer = "11.2 (5402)", .serial_prefix = "S", .full_in3 = 56.3, .size_in = {10, 10, 12},
     .build_c = {305, 300, 75}, .standby_c = {90, 90, 70}, .completion = &SPEAKING, .previous = PREVIOUS_NEVER_RAN,
     .words = {[PHASE_PART_DONE] = "Remove Part and Replace Modeling Base", [PHASE_IDLE] = "Queue Empty"},
     .variant = {.size_blanks = 1}},
    {.codename = "waikiki", .section = "waikiki", .layout = &LAYOUT_WAIKIKI, .controller_version = "5.8.6414.0",
     .cmb_version = "9.5", .product_version = "5.8", .producer = "12.5 (6135)", .serial_prefix = "K", .bays = 4,
     .full_in3 = 92.31, .size_in = {16, 14, 16}, .build_c = {330, 213, 95}, .standby_c = {150, 150, 80},
     .model_tip = "T16", .support_tip = "T12SR30", .materials = {FORTUS_MODEL, SOLUBLE_35}, .internal_idle = "",
     .internal_warming = "", .internal_building = "", .completion = &SILENT, .previous = PREVIOUS_NEVER_RAN,
     .support_set_point_moves = true, .variant = {.transferred = TRANSFERRED_PACKET}},
    {.codename = "lffs", .section = "lffs", .layout = &LAYOUT_LFFS, .controller_version = "3.23.5120.0",
     .cmb_version = "9.3", .product_version = "3.23", .producer = "12.0 (5890)", .serial_prefix = "L", .bays = 4,
     .full_in3 = 92.31, .size_in = {36, 24, 36}, .build_c = {380, 390, 185}, .standby_c = {200, 200, 110},
     .model_tip = "T20", .support_tip = "T16", .materials = {LARGE_MODEL, BREAKAWAY}, .internal_idle = "",
     .internal_warming = "", .internal_building = "", .completion = &STRANGE, .previous = PREVIOUS_EMPTY,
     .words = {[PHASE_PART_DONE] = "Build Complete"}, .variant = {.transferred = TRANSFERRED_INSIDE}},
    {.codename = "solo", .section = "solo", .layout = &LAYOUT_SOLO, .controller_version = "2105", .cmb_version = "8.4",
     .product_version = "7.1", .producer = "Print Wizard 7", .serial_prefix = "M", .bays = 2, .full_in3 = 42,
     .size_in = {5, 5, 5}, .build_c = {300, 300, 70}, .standby_c = {80, 80, 40}, .model_tip = "T12",
     .support_tip = "T12", .materials = {ABS_PLUS, SOLUBLE_30}, .internal_idle = "sttIdle",
     .internal_warming = "sttChangeTemp", .internal_building = "sttBuilding", .completion = &SILENT,
     .previous = PREVIOUS_EMPTY, .crlf = true},
    {.codename = "dorado1", DORADO_WORDS, .section = "dorado1", .controller_version = "1.8.3021.0",
     .product_version = "1.8", .bays = 2, .size_in = {10, 10, 10}, .build_c = {255, 260, 90},
     .standby_c = {120, 120, 60}, .completion = &SPEAKING, .previous = PREVIOUS_EMPTY,
     .set_point_0_while_building = true, .last_nuls = 3, .variant = {.transferred = TRANSFERRED_PACKET}},
    {.codename = "dorado3", DORADO_WORDS, .section = "dorado3", .controller_version = "1.9.3377.0",
     .product_version = "1.9", .bays = 4, .size_in = {14, 10, 14}, .build_c = {260, 265, 92},
     .standby_c = {120, 120, 60}, .completion = &PROGRESS_ONLY, .previous = PREVIOUS_NEVER_RAN, .no_last_newline = true,
     .variant = {.transferred = TRANSFERRED_INSIDE}},
    {.codename = "zephyr9", .section = "zephyr", .layout = &LAYOUT_ZEPHYR, .controller_version = "0.9.1-rc2",
     .cmb_version = "11.0", .product_version = "0.9", .producer = "", .serial_prefix = "Z", .bays = 2, .full_in3 = 120,
     .size_in = {20, 20, 20}, .build_c = {270, 265, 85}, .standby_c = {110, 110, 45}, .model_tip = "N4",
     .support_tip = "N4", .materials = {ZEPHYR_MODEL, F123_SUPPORT}, .internal_idle = "", .internal_warming = "",
     .internal_building = "", .completion = &SILENT, .previous = PREVIOUS_EMPTY,
     .words = {[PHASE_TIP_MAINTENANCE] = "Nozzle Service", [PHASE_STOPPED] = "Halted By Operator"},
     .variant = {.names_file = 1}},
};
// clang-format on

const struct family *family_all(size_t *count)
{
    *count = sizeof FAMILIES / sizeof *FAMILIES;
    return FAMILIES;
}

const struct family *family_named(const char *codename)
{
    for (size_t i = 0; i < sizeof FAMILIES / sizeof *FAMILIES; i++)
        if (!strcmp(FAMILIES[i].codename, codename))
            return &FAMILIES[i];
    return NULL;
}

size_t family_material_count(const struct family *family, enum family_side side)
{
    size_t count = 0;
    while (family->materials[side][count].spool_name)
        count++;
    return count;
}
