#include "layout.h"

#define ROW(name, kind, type, field)                                                                                   \
    {                                                                                                                  \
        name, kind, offsetof(struct type, field), NULL                                                                 \
    }
#define FIXED(name, text)                                                                                              \
    {                                                                                                                  \
        name, ROW_FIXED, 0, text                                                                                       \
    }
#define TAB                                                                                                            \
    {                                                                                                                  \
        "", ROW_TAB, 0, NULL                                                                                           \
    }
#define END                                                                                                            \
    {                                                                                                                  \
        NULL, ROW_END, 0, NULL                                                                                         \
    }

#define GENERAL(name, kind, field) ROW(name, kind, general_values, field)
#define SPOOL(name, kind, field)   ROW(name, kind, spool_values, field)
#define MACHINE(name, kind, field) ROW(name, kind, machine_values, field)
#define JOB(name, kind, field)     ROW(name, kind, job_values, field)

/* ---- general ---------------------------------------------------------------------------------------------------- */

#define GENERAL_TEMPERATURES                                                                                           \
    GENERAL("currentModelingLayer", ROW_COUNT, layer), GENERAL("modCount", ROW_COUNT, mod_count),                      \
        GENERAL("partCurrentTemp", ROW_COUNT, temperature_c[0]),                                                       \
        GENERAL("supportCurrentTemp", ROW_COUNT, temperature_c[1]),                                                    \
        GENERAL("envelopeCurrentTemp", ROW_COUNT, temperature_c[2]), GENERAL("partSetTemp", ROW_COUNT, set_c[0]),      \
        GENERAL("supportSetTemp", ROW_COUNT, set_c[1]), GENERAL("envelopeSetTemp", ROW_COUNT, set_c[2])

#define GENERAL_TIMES                                                                                                  \
    GENERAL("serverTime", ROW_COUNT, clock_s), GENERAL("serverTimeZoneOffset", ROW_COUNT, zone_west_s),                \
        FIXED("serverTimeDSTValue", "1"), GENERAL("startTime", ROW_COUNT, start_s),                                    \
        GENERAL("elapsedBuildTime", ROW_COUNT, build_s)

static const struct row GENERAL_MARINER[] = {
    GENERAL("modelerType", ROW_TEXT, codename),
    GENERAL("controllerVersion", ROW_TEXT, controller_version),
    GENERAL("compatibleCMBVersion", ROW_TEXT, cmb_version),
    GENERAL("modelerStatus", ROW_BRACED, word),
    GENERAL("modelerExplanation", ROW_BRACED, explanation),
    GENERAL_TEMPERATURES,
    GENERAL("partTip", ROW_TEXT, model_tip),
    GENERAL("supportTip", ROW_TEXT, support_tip),
    GENERAL_TIMES,
    END,
};

static const struct row GENERAL_FORTUS[] = {
    GENERAL("modelerType", ROW_TEXT, codename),
    GENERAL("controllerVersion", ROW_TEXT, controller_version),
    GENERAL("modelerStatus", ROW_BRACED, word),
    GENERAL("modelerExplanation", ROW_BRACED, explanation),
    GENERAL("compatibleCMBVersion", ROW_TEXT, cmb_version),
    GENERAL_TEMPERATURES,
    GENERAL("partTip", ROW_BRACED, model_tip),
    GENERAL("supportTip", ROW_BRACED, support_tip),
    GENERAL_TIMES,
    END,
};

static const struct row GENERAL_DORADO[] = {
    GENERAL("modelerType", ROW_TEXT, codename),
    GENERAL("controllerVersion", ROW_TEXT, controller_version),
    GENERAL("modelerStatus", ROW_BRACED, word),
    GENERAL("modelerExplanation", ROW_BRACED, explanation),
    GENERAL("compatibleCMBVersion", ROW_TEXT, cmb_version),
    GENERAL_TEMPERATURES,
    GENERAL("partTip", ROW_BRACED, model_tip),
    GENERAL("supportTip", ROW_BRACED, support_tip),
    GENERAL_TIMES,
    FIXED("cameraEnabled", "true"),
    END,
};

static const struct row GENERAL_ZEPHYR[] = {
    GENERAL("modelerType", ROW_QUOTED, codename),
    GENERAL("controllerVersion", ROW_TEXT, controller_version),
    GENERAL("modelerStatus", ROW_QUOTED, word),
    GENERAL("modelerExplanation", ROW_BRACED, explanation),
    GENERAL_TEMPERATURES,
    GENERAL("partTip", ROW_TEXT, model_tip),
    GENERAL("supportTip", ROW_TEXT, support_tip),
    GENERAL_TIMES,
    FIXED("airPressure_kPa", "101.3"),
    FIXED("2ndEnvelopeZone", "{left 71 right {72 73}}"),
    END,
};

/* ---- cassette --------------------------------------------------------------------------------------------------- */

static const struct row SPOOL_MARINER[] = {
    SPOOL("name", ROW_BRACED, name),
    SPOOL("mfgDate", ROW_BRACED, made_long),
    SPOOL("mfgLot", ROW_BRACED, lot),
    SPOOL("initialMatl", ROW_REAL, initial_in3),
    SPOOL("1stUsageDate", ROW_BRACED, first_used),
    SPOOL("serialNumber", ROW_BRACED, serial_real),
    SPOOL("remainingMatl", ROW_REAL, left_in3),
    SPOOL("status", ROW_TEXT, status_loaded),
    END,
};

#define SPOOL_OF_BAY                                                                                                   \
    SPOOL("name", ROW_BRACED, name), SPOOL("colorLabel", ROW_BRACED, color_label),                                     \
        SPOOL("colorCode", ROW_BRACED, color_rgb), SPOOL("familyName", ROW_BRACED, group),                             \
        SPOOL("familyDisplayName", ROW_BRACED, group_label), SPOOL("mfgDate", ROW_QUOTED, made_short),                 \
        SPOOL("mfgLot", ROW_QUOTED, lot), SPOOL("initialMatl", ROW_REAL, initial_in3),                                 \
        SPOOL("serialNumber", ROW_BRACED, serial), SPOOL("remainingMatl", ROW_REAL, left_in3),                         \
        SPOOL("status", ROW_QUOTED, status)

static const struct row SPOOL_WAIKIKI[] = {SPOOL("spool", ROW_COUNT, bay), SPOOL_OF_BAY, END};

static const struct row SPOOL_DORADO[] = {SPOOL_OF_BAY, END};

static const struct row SPOOL_ZEPHYR[] = {
    SPOOL("name", ROW_QUOTED, name),
    SPOOL("serialNumber", ROW_TEXT, serial),
    SPOOL("initialMatl", ROW_REAL, initial_in3),
    SPOOL("remainingMatl", ROW_REAL, left_in3),
    SPOOL("status", ROW_BRACED, status_loaded),
    FIXED("humidity", "12%"),
    END,
};

/* ---- the machine ------------------------------------------------------------------------------------------------ */

#define MARINER_STATE                                                                                                  \
    MACHINE("internalState", ROW_TEXT, internal_state), MACHINE("homeState", ROW_BRACED, home_state),                  \
        MACHINE("runTimeOdometer", ROW_COUNT, power_on_s), MACHINE("buildTimeOdometer", ROW_COUNT, build_total_s),     \
        MACHINE("tipTimeOdometer", ROW_COUNT, tip_s), MACHINE("currentCurve", ROW_COUNT, curve),                       \
        MACHINE("currentXPosition", ROW_COUNT, x), MACHINE("currentYPosition", ROW_COUNT, y),                          \
        MACHINE("currentZPosition", ROW_COUNT, z)

#define MARINER_SWITCHES                                                                                               \
    FIXED("modelInHead", "true"), FIXED("supportInHead", "true"), FIXED("modelInHead2", "false"),                      \
        FIXED("supportInHead2", "false"), FIXED("xyHomed", "true"), FIXED("zHomed", "true"),                           \
        FIXED("modelLatched", "true"), FIXED("modelLatched2", "false"), FIXED("modelMotorEn", "false"),                \
        FIXED("modelCartMotorRunning", "false"), FIXED("supportLatched", "true"), FIXED("supportLatched2", "false"),   \
        FIXED("supportMotorEn", "false"), FIXED("supportCartMotorRunning", "false"),                                   \
        MACHINE("lightsOn", ROW_FLAG, lights), MACHINE("doorLatch", ROW_FLAG, busy), FIXED("xyReady", "false"),        \
        FIXED("doorOpen", "false"), FIXED("xHome", "false"), FIXED("xLimit", "false"), FIXED("yHome", "false"),        \
        FIXED("yLimit", "false"), FIXED("zHome", "false"), FIXED("zLimit", "false"), FIXED("zJam", "false"),           \
        FIXED("zFoam", "true")

#define MARINER_CALIBRATION                                                                                            \
    MACHINE("tipOffset", ROW_BRACED, tip_offset), MACHINE("zOffset", ROW_REAL, z_offset),                              \
        MACHINE("zClearance", ROW_REAL, z_clearance), FIXED("hysteresis", "{0 0 0 0}"),                                \
        MACHINE("partCalibration", ROW_BRACED, calibration), FIXED("xCorrection", "0"),                                \
        MACHINE("productSerialNumber", ROW_BRACED, serial), MACHINE("productVersion", ROW_TEXT, product_version),      \
        MACHINE("buildVersion", ROW_TEXT, controller_version),                                                         \
        MACHINE("firmwareVersion", ROW_TEXT, controller_version), FIXED("PLDVersion", "8332"),                         \
        FIXED("xScale", "5418"), FIXED("yScale", "13545"), FIXED("zScale", "64000"),                                   \
        MACHINE("cassette1Type", ROW_BRACED, model_name), MACHINE("cassette2Type", ROW_BRACED, support_name)

#define MARINER_HEATERS                                                                                                \
    MACHINE("buildHeadTemp", ROW_COUNT, build_c[0]), MACHINE("buildSuptTemp", ROW_COUNT, build_c[1]),                  \
        MACHINE("buildChamberTemp", ROW_COUNT, build_c[2]), MACHINE("standbyHeadTemp", ROW_COUNT, standby_c[0]),       \
        MACHINE("standbySuptTemp", ROW_COUNT, standby_c[1]), MACHINE("standbyChamberTemp", ROW_COUNT, standby_c[2])

#define MARINER_FLOW                                                                                                   \
    FIXED("mainFlowScale", "1"), FIXED("mainFlowAdj", "0"), FIXED("rbCountScale", "1"), FIXED("rbCountAdj", "0"),      \
        FIXED("rbTimeScale", "1"), FIXED("rbTimeAdj", "0"), FIXED("pdTimeScale", "1"), FIXED("pdTimeAdj", "0"),        \
        FIXED("headDelayScale", "1"), FIXED("headDelayAdj", "0"), FIXED("rollbackFactor", "0.4"),                      \
        FIXED("scMainFlowScale", "1"), FIXED("scMainFlowAdj", "0"), FIXED("scRbCountScale", "1"),                      \
        FIXED("scRbCountAdj", "0"), FIXED("scRbTimeScale", "1"), FIXED("scRbTimeAdj", "0"),                            \
        FIXED("scPdTimeScale", "1"), FIXED("scPdTimeAdj", "0")

static const struct row MACHINE_MARINER[] = {
    MARINER_STATE,
    MARINER_SWITCHES,
    MARINER_CALIBRATION,
    MARINER_HEATERS,
    MARINER_FLOW,
    MACHINE("headHeater_pwm", ROW_COUNT, model_heat),
    MACHINE("suptHeater_pwm", ROW_COUNT, support_heat),
    MACHINE("chamberHeater", ROW_FLAG, chamber_heat),
    END,
};

static const struct row MACHINE_WAIKIKI[] = {
    MACHINE("internalState", ROW_BRACED, internal_state),
    MACHINE("materials", ROW_BRACED, materials),
    MACHINE("modelTipOdometer", ROW_REAL, tip_model_h),
    MACHINE("supportTipOdometer", ROW_REAL, tip_support_h),
    MACHINE("productSerialNumber", ROW_BRACED, serial),
    MACHINE("currentCurve", ROW_COUNT, curve),
    END,
};

static const struct row MACHINE_LFFS[] = {
    MACHINE("internalState", ROW_BRACED, internal_state),
    MACHINE("productSerialNumber", ROW_BRACED, serial),
    MACHINE("materials", ROW_BRACED, materials),
    MACHINE("runTimeOdometer", ROW_COUNT, power_on_s),
    FIXED("vacuumOn", "true"),
    END,
};

static const struct row MACHINE_SOLO[] = {
    MACHINE("internalState", ROW_TEXT, internal_state),
    MACHINE("runTimeOdometer", ROW_COUNT, power_on_s),
    MACHINE("productSerialNumber", ROW_BRACED, serial),
    MACHINE("firmwareVersion", ROW_TEXT, controller_version),
    END,
};

static const struct row MACHINE_DORADO[] = {
    MACHINE("materials", ROW_BRACED, materials),
    MACHINE("productSerialNumber", ROW_BRACED, serial),
    MACHINE("udn", ROW_BRACED, udn),
    MACHINE("modelExtruderOdometer", ROW_COUNT, tip_s),
    FIXED("modelExtruderOdometerWarn", "4860000"),
    FIXED("modelExtruderOdometerError", "5400000"),
    FIXED("modelExtruderSerialNumber", "{70020011}"),
    MACHINE("supportExtruderOdometer", ROW_COUNT, tip_s),
    FIXED("supportExtruderOdometerWarn", "4860000"),
    FIXED("supportExtruderOdometerError", "5400000"),
    FIXED("supportExtruderSerialNumber", "{70020012}"),
    END,
};

static const struct row MACHINE_ZEPHYR[] = {
    FIXED("3rdAxis", "{homed {yes no}}"),
    MACHINE("productSerialNumber", ROW_QUOTED, serial),
    MACHINE("gantryOdometer", ROW_COUNT, power_on_s),
    FIXED("plateSensor.left", "open"),
    FIXED("welcome", "{Hello; [world] $HOME \"quoted\"}"),
    END,
};

/* ---- jobs ------------------------------------------------------------------------------------------------------- */

#define JOB_TIMES                                                                                                      \
    JOB("owner", ROW_BRACED, owner), JOB("submitTime", ROW_COUNT, submit_s),                                           \
        JOB("estimatedBuildTime", ROW_COUNT, estimated_s), JOB("startTime", ROW_COUNT, start_s),                       \
        JOB("endTime", ROW_COUNT, end_s), JOB("buildTime", ROW_COUNT, build_s),                                        \
        JOB("completionStatus", ROW_BRACED, completion)

#define JOB_MATERIAL                                                                                                   \
    JOB("partMatlName", ROW_BRACED, model_material), JOB("supportMatlName", ROW_BRACED, support_material),             \
        JOB("partTotalMatl", ROW_REAL, needed_in3[0]), JOB("supportTotalMatl", ROW_REAL, needed_in3[1]),               \
        JOB("partConsumed", ROW_REAL, used_in3[0]), JOB("supportConsumed", ROW_REAL, used_in3[1])

#define JOB_SHAPE                                                                                                      \
    JOB("totalLayers", ROW_COUNT, layers), JOB("currentLayer", ROW_COUNT, layer),                                      \
        JOB("partMinX", ROW_REAL, low_in[0]), JOB("partMinY", ROW_REAL, low_in[1]),                                    \
        JOB("partMinZ", ROW_REAL, low_in[2]), JOB("partMaxX", ROW_REAL, high_in[0]),                                   \
        JOB("partMaxY", ROW_REAL, high_in[1]), JOB("partMaxZ", ROW_REAL, high_in[2])

static const struct row JOB_MARINER[] = {
    JOB("position", ROW_BRACED_COUNT, position),
    JOB("jobName", ROW_BRACED, name),
    JOB("jobId", ROW_COUNT, id),
    JOB_TIMES,
    JOB_MATERIAL,
    JOB("partTip", ROW_TEXT, model_tip),
    JOB("supportTip", ROW_TEXT, support_tip),
    JOB_SHAPE,
    JOB("comment", ROW_BRACED, comment),
    JOB("producer", ROW_BRACED, producer),
    JOB("pack", ROW_BRACED, pack),
    END,
};

static const struct row JOB_FORTUS[] = {
    JOB("position", ROW_BRACED_COUNT, position),
    JOB("jobName", ROW_BRACED, name),
    JOB("jobid ", ROW_COUNT, id), /* two blanks before its value */
    JOB_TIMES,
    JOB_MATERIAL,
    JOB("partTip", ROW_QUOTED, model_tip_short),
    JOB("supportTip", ROW_QUOTED, support_tip_short),
    JOB_SHAPE,
    JOB("pack", ROW_BRACED, pack),
    JOB("comment", ROW_BRACED, comment),
    JOB("producer", ROW_BRACED, producer),
    JOB("buildMode", ROW_QUOTED, build_mode),
    JOB("sliceHeight", ROW_REAL, slice_in),
    TAB,
    END,
};

static const struct row JOB_ZEPHYR[] = {
    JOB("position", ROW_COUNT, position),
    JOB("jobId", ROW_COUNT, id),
    JOB("jobName", ROW_BRACED, name),
    JOB_TIMES,
    JOB_MATERIAL,
    JOB_SHAPE,
    JOB("pack", ROW_BRACED, pack),
    FIXED("reviewedBy", "{}"),
    END,
};

const struct layout LAYOUT_MARINER = {GENERAL_MARINER, SPOOL_MARINER, MACHINE_MARINER, JOB_MARINER};
const struct layout LAYOUT_WAIKIKI = {GENERAL_FORTUS, SPOOL_WAIKIKI, MACHINE_WAIKIKI, JOB_FORTUS};
const struct layout LAYOUT_LFFS = {GENERAL_FORTUS, SPOOL_WAIKIKI, MACHINE_LFFS, JOB_FORTUS};
const struct layout LAYOUT_SOLO = {GENERAL_MARINER, SPOOL_MARINER, MACHINE_SOLO, JOB_MARINER};
const struct layout LAYOUT_DORADO = {GENERAL_DORADO, SPOOL_DORADO, MACHINE_DORADO, JOB_FORTUS};
const struct layout LAYOUT_ZEPHYR = {GENERAL_ZEPHYR, SPOOL_ZEPHYR, MACHINE_ZEPHYR, JOB_ZEPHYR};
