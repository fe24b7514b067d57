/* history_spool.c: what lies in the printer, and whether the jobs say the same. */
#include "history_help.h"

#define U NAN
#define SPOOL(material_, kind_, serial_, left_)                                                                        \
    {                                                                                                                  \
        .material = material_, .kind = kind_, .serial = serial_, .initial_in3 = 56.3, .left_in3 = left_,               \
        .is_loaded = 1                                                                                                 \
    }
#define EMPTY                                                                                                          \
    {                                                                                                                  \
        .material = "P430_BLK", .initial_in3 = 56.3, .left_in3 = 0, .is_loaded = 0                                     \
    }
#define TWO(model_left, support_left)                                                                                  \
    .spools = {SPOOL("P430_BLK", "model", "1", model_left), SPOOL("SR30", "support", "2", support_left)},              \
    .spool_count = 2
#define ONE(serial, left) .spools = {SPOOL("P430_BLK", "model", serial, left)}, .spool_count = 1
#define WHEEL             "wheel", 7, -100, 15, 0

/* The changes of a poll as words: "loaded 0 50, removed 1 3". */
static void spools_told(const struct kept *kept, char text[200])
{
    static const char *const words[] = {[SPOOL_LOADED] = "loaded", [SPOOL_LEFT] = "left", [SPOOL_REMOVED] = "removed"};
    text[0] = 0;
    for (size_t i = 0; i < kept->changes.spool_count; i++) {
        const struct history_spool_change *change = &kept->changes.spools[i];
        sprintf(text + strlen(text), "%s%s %zu %g", i ? ", " : "", words[change->what], change->place,
                change->spool.left_in3);
    }
}

struct poll {
    struct said said;
    const char *spools, *events;
};

static void play(const struct poll *polls, size_t count)
{
    struct kept *kept = kept_new(T);
    for (size_t i = 0; i < count; i++) {
        char text[200];
        kept->told[0] = 0;
        kept_poll(kept, &polls[i].said);
        spools_told(kept, text);
        if (strcmp(text, polls[i].spools) != 0)
            fail_msg("second %d: spools %s, not %s", polls[i].said.second, text, polls[i].spools);
        if (strcmp(kept->told, polls[i].events) != 0)
            fail_msg("second %d: events %s, not %s", polls[i].said.second, kept->told, polls[i].events);
    }
    free(kept);
}

#define PLAY(polls) play(polls, sizeof polls / sizeof *polls)

static void test_loads_and_changes(void **state)
{
    (void)state;
    static const struct poll polls[] = {
        {{10, "Idle", TWO(50, 3)},                                                               "loaded 0 50, loaded 1 3",   "material_loaded material_loaded " },
        {{20, "Idle", TWO(50, 3)},                                                               "",                          ""                                 },
        {{30, "Idle", .spools = {SPOOL("P430_BLK", "model", "1", 50), EMPTY}, .spool_count = 2},
         "removed 1 3",                                                                                                       "material_removed "                },
        {{40, "Idle", TWO(50, 56.3)},                                                            "loaded 1 56.3",             "material_loaded "                 },
        {{50, "Idle", .spools = {SPOOL("ASA_RED", "model", "3", 40), SPOOL("SR30", "support", "2", 56.3)},
          .spool_count = 2},
         "removed 0 50, loaded 0 40",                                                                                         "material_removed material_loaded "},
        {{60, "Idle", ONE("3", 40)},
         "removed 0 40, loaded 0 40, removed 1 56.3",                                                                         /* another material */
         "material_removed material_loaded material_removed "                                               },
        {{70, "Idle", ONE("4", 40)},                                                             "removed 0 40, loaded 0 40", "material_removed material_loaded "},
        {{80, "Idle", ONE("4", 42)},                                                             "removed 0 40, loaded 0 42", "material_removed material_loaded "}, /* refilled */
        {{90, "Idle", ONE(NULL, 42)},                                                            "",                          ""                                 }, /* its serial is not told: no other one */
        {{100, "Idle", ONE("4", U)},                                                             "",                          ""                                 },
        {{110, "Idle", ONE("4", 42)},                                                            "",                          ""                                 },
        {{120, "Idle"},                                                                          "removed 0 42",              "material_removed "                },
    };
    PLAY(polls);
}

static void test_a_damaged_text_takes_no_spool_away(void **state)
{
    (void)state;
    static const struct poll polls[] = {
        {{10, "Idle", TWO(50, 3)},      "loaded 0 50, loaded 1 3", "material_loaded material_loaded "},
        {{20, "Idle", .is_damaged = 1}, "",                        "damage "                         },
        {{30, "Idle", TWO(50, 3)},      "",                        "damage "                         },
    };
    PLAY(polls);
}

static void test_low_and_out_once(void **state)
{
    (void)state;
    static const struct poll polls[] = {
        {{10, "Building", ONE("1", 6)},   "loaded 0 6", "material_loaded "},
        {{20, "Building", ONE("1", 5.6)}, "",           "material_low "   },
        {{30, "Building", ONE("1", 5.7)}, "",           ""                },
        {{40, "Building", ONE("1", 5.6)}, "",           ""                }, /* what trembles is not low anew */
        {{50, "Building", ONE("1", 0)},   "",           "material_out "   },
        {{60, "Building", ONE("1", 0)},   "",           ""                },
        {{70, "Idle", ONE("1", 0)},       "left 0 0",   ""                }, /* the state: what is left is kept */
    };
    PLAY(polls);
}

static void test_what_is_left_is_kept_with_the_samples(void **state)
{
    (void)state;
    static const struct poll polls[] = {
        {{10, "Building", WHEEL, 5, 1, 10, ONE("1", 40)},  "loaded 0 40", "material_loaded job_began "},
        {{20, "Building", WHEEL, 15, 2, 10, ONE("1", 39)}, "",            ""                          },
        {{70, "Building", WHEEL, 65, 3, 10, ONE("1", 38)}, "left 0 38",   ""                          },
    };
    PLAY(polls);
}

static void test_agree_or_differ(void **state)
{
    (void)state;
    static const struct {
        const char *why;
        struct said second, third, last;
        const char *told;
    } lives[] = {
        {"they agree",
         {30, "Building", WHEEL, 15, 4, 10, ONE("1", 37)},
         {40, "Building", WHEEL, 25, 9, 10, ONE("1", 32)},
         {50, "Part Done", WHEEL, 30, 10, 10, ONE("1", 31)},
         "job_ended "                                                  },
        {"a little off",
         {30, "Building", WHEEL, 15, 4, 10, ONE("1", 37.1)},
         {40, "Building", WHEEL, 25, 9, 10, ONE("1", 32)},
         {50, "Part Done", WHEEL, 30, 10, 10, ONE("1", 31.1)},
         "job_ended "                                                  },
        {"the spool lost more",
         {30, "Building", WHEEL, 15, 4, 10, ONE("1", 37)},
         {40, "Building", WHEEL, 25, 9, 10, ONE("1", 32)},
         {50, "Part Done", WHEEL, 30, 10, 10, ONE("1", 30)},
         "job_ended material_differs "                                 },
        {"the readings tremble",
         {30, "Building", WHEEL, 15, 4, 10, ONE("1", 37)},
         {40, "Building", WHEEL, 25, 9, 10, ONE("1", 37.9)},
         {50, "Part Done", WHEEL, 30, 10, 10, ONE("1", 31)},
         "job_ended "                                                  },
        {"a spool was changed in a pause",
         {30, "Paused", WHEEL, 15, 4, 10, ONE("1", 37)},
         {40, "Paused", WHEEL, 15, 4, 10, ONE("9", 56)},
         {50, "Part Done", WHEEL, 30, 10, 10, ONE("9", 50)},
         "material_removed material_loaded job_ended "                 },
        {"changed in a pause, and more is lost",
         {30, "Paused", WHEEL, 15, 4, 10, ONE("1", 37)},
         {40, "Paused", WHEEL, 15, 4, 10, ONE("9", 56)},
         {50, "Part Done", WHEEL, 30, 10, 10, ONE("9", 40)},
         "material_removed material_loaded job_ended material_differs "},
        {"changed while it built: what the old one lost last nobody saw",
         {30, "Building", WHEEL, 15, 4, 10, ONE("1", 37)},
         {40, "Building", WHEEL, 25, 8, 10, ONE("9", 56)},
         {50, "Part Done", WHEEL, 30, 10, 10, ONE("9", 54)},
         "material_removed material_loaded job_ended "                 },
        {"it is gone in a gap: the spool tells of others too",
         {30, "Building", WHEEL, 15, 4, 10, ONE("1", 37)},
         {40, "Building", WHEEL, 25, 9, 10, ONE("1", 32)},
         {5000, "Idle", ONE("1", 12)},
         "unobserved job_ended "                                       },
        {"it is gone, watched",
         {30, "Building", WHEEL, 15, 4, 10, ONE("1", 37)},
         {40, "Building", WHEEL, 25, 9, 10, ONE("1", 27)},
         {50, "Idle", ONE("1", 27)},
         "job_ended material_differs "                                 },
        {"it is gone, and used some more before",
         {30, "Building", WHEEL, 15, 4, 10, ONE("1", 37)},
         {40, "Building", WHEEL, 25, 9, 10, ONE("1", 32)},
         {50, "Idle", ONE("1", 28)},
         "job_ended "                                                  },
        {"a spool of another material",
         {30, "Building", WHEEL, 15, 4, 10, "", "ASA", ONE("1", 37)},
         {40, "Building", WHEEL, 25, 9, 10, "", "ASA", ONE("1", 37)},
         {50, "Part Done", WHEEL, 30, 10, 10, "", "ASA", ONE("1", 37)},
         "job_ended "                                                  },
    };
    for (size_t i = 0; i < sizeof lives / sizeof *lives; i++) {
        struct kept *kept = kept_new(T);
        kept_poll(kept, &(struct said){10, "Idle", ONE("1", 41)});
        kept_poll(kept, &(struct said){20, "Building", WHEEL, 5, 1, 10, "", lives[i].second.material, ONE("1", 40)});
        kept->told[0] = 0;
        kept_poll(kept, &lives[i].second);
        kept_poll(kept, &lives[i].third);
        kept_poll(kept, &lives[i].last);
        if (strcmp(kept->told, lives[i].told) != 0)
            fail_msg("%s: %s", lives[i].why, kept->told);
        free(kept);
    }
}

static void test_nothing_is_told_that_is_not_known(void **state)
{
    (void)state;
    struct kept *kept = kept_new(T);
    kept_poll(kept, &(struct said){10, "Idle", ONE("1", U)});
    assert_string_equal(kept->changes.events[1].text, "P430_BLK");
    kept_poll(kept, &(struct said){20, "Idle", ONE("2", 30)});
    assert_string_equal(kept->changes.events[0].text, "P430_BLK");
    assert_string_equal(kept->changes.events[1].text, "P430_BLK, 30.0 cubic inches");
    kept_poll(kept, &(struct said){30, "Idle"});
    assert_string_equal(kept->changes.events[0].text, "P430_BLK, 30.0 cubic inches were left");
    /* No spools at all: nothing differs from what the job says. */
    kept->told[0] = 0;
    kept_poll(kept, &(struct said){40, "Building", WHEEL, 5, 1, 10});
    kept_poll(kept, &(struct said){50, "Part Done", WHEEL, 15, 10, 10});
    assert_string_equal(kept->told, "job_began job_ended ");
    free(kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_loads_and_changes), cmocka_unit_test(test_a_damaged_text_takes_no_spool_away),
        cmocka_unit_test(test_low_and_out_once),  cmocka_unit_test(test_what_is_left_is_kept_with_the_samples),
        cmocka_unit_test(test_agree_or_differ),   cmocka_unit_test(test_nothing_is_told_that_is_not_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
