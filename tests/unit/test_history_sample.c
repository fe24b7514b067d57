/* history_sample.c: when a sample is kept, and what is in it. And the events of machines and clocks. */
#include "history_help.h"

#define WHEEL "wheel", 7, -100, 15, 0

struct poll {
    struct said said;
    int is_due;
};

static void play(int64_t sample_interval_s, const struct poll *polls, size_t count)
{
    struct kept *kept = kept_new(T);
    kept->sample_interval_s = sample_interval_s;
    for (size_t i = 0; i < count; i++) {
        kept_poll(kept, &polls[i].said);
        if (kept->changes.sample_is_due != polls[i].is_due)
            fail_msg("second %d: a sample is %sdue", polls[i].said.second, polls[i].is_due ? "not " : "");
    }
    free(kept);
}

#define PLAY(interval_s, polls) play(interval_s, polls, sizeof polls / sizeof *polls)

static void test_only_what_changed(void **state)
{
    (void)state;
    static const struct poll polls[] = {
        {{10, "Idle", .temp_c = 20},                             1}, /* the first */
        {{20, "Idle", .temp_c = 20},                             0},
        {{30, "Idle", .temp_c = 21},                             0}, /* it trembles */
        {{40, "Idle", .temp_c = 19},                             0},
        {{50, "Idle", .temp_c = 21.1},                           1},
        {{60, "Idle", .temp_c = 20.2},                           0}, /* against the last one kept */
        {{70, "Idle", .temp_c = NAN},                            1},
        {{80, "Idle", .temp_c = NAN},                            0},
        {{90, "Idle", .temp_c = 0},                              1},
        {{100, "Building", WHEEL, 5, 0},                         1},
        {{110, "Building", WHEEL, 5, 0.00004},                   0},
        {{120, "Building", WHEEL, 5, 0.0002},                    1},
        {{130, "Building", WHEEL, 5, 0.0002, .support_used = 1}, 1},
        {{140, NULL},                                            0},
        {{150, "Idle"},                                          1},
    };
    PLAY(0, polls);
}

static void test_at_most_once_in_the_interval(void **state)
{
    (void)state;
    static const struct poll polls[] = {
        {{10, "Idle", .temp_c = 20},  1},
        {{20, "Idle", .temp_c = 40},  0},
        {{60, "Idle", .temp_c = 60},  0},
        {{70, "Idle", .temp_c = 80},  1},
        {{80, "Idle", .temp_c = 90},  0},
        {{139, "Idle", .temp_c = 80}, 0},
        {{200, "Idle", .temp_c = 80}, 0},
        {{210, "Idle", .temp_c = 90}, 1},
    };
    PLAY(60, polls);
    /* While the server's clock has to catch up, there is no time for samples. */
    static const struct poll back[] = {
        {{4000, "Idle", .temp_c = 20}, 1},
        {{400, "Idle", .temp_c = 40},  0},
        {{3999, "Idle", .temp_c = 60}, 0},
        {{4060, "Idle", .temp_c = 60}, 1},
    };
    PLAY(60, back);
}

static void test_what_is_in_it(void **state)
{
    (void)state;
    struct kept *kept = kept_new(T);
    kept_poll(kept, &(struct said){10, "Building", WHEEL, 5, 1, 4, .support_used = 0.5, .temp_c = 270});
    const struct history_sample *sample = &kept->printer.sample;
    assert_int_equal(sample->at, T + 10);
    assert_float_equal(sample->temp_c[0], 270, 1e-9);
    assert_float_equal(sample->used_in3[HISTORY_MODEL], 1, 1e-9);
    assert_float_equal(sample->used_in3[HISTORY_SUPPORT], 0.5, 1e-9);
    assert_float_equal(sample->progress_ratio, 0.25, 1e-9);
    kept_poll(kept, &(struct said){100, "Idle", .temp_c = 270});
    assert_true(kept->changes.sample_is_due);
    assert_true(isnan(sample->used_in3[HISTORY_MODEL]) && isnan(sample->progress_ratio) && isnan(sample->layer));
    free(kept);
}

/* Events, with the texts that a person reads. */
static void test_events(void **state)
{
    (void)state;
    static const struct {
        struct said said;
        const char *told, *text; /* text: of the last event */
    } polls[] = {
        {{10, "Idle", .serial = "A1", .version = "3978"},                   "",                   "idle; it says: Idle"                                               },
        {{20, "Idle", .serial = "A1", .version = "3978", .ahead_s = 60},    "",                   NULL                                                       },
        {{30, "Idle", .serial = "A1", .version = "3978", .ahead_s = 121},
         "clock ",                                                                                "its clock went forward by 1 min against the server's"     },
        {{40, "Idle", .serial = "A1", .version = "3978", .ahead_s = -7200},
         "clock ",                                                                                "its clock went back by 2 h 2 min against the server's"    },
        {{50, "Idle", .has_no_clock = 1},                                   "",                   NULL                                                       }, /* nor is what is missing another one */
        {{60, "Idle", .serial = "A1", .version = "3979", .ahead_s = -7200},
         "version ",                                                                              "its controller has another version"                       },
        {{70, "Idle", .serial = "B2", .version = "3979", .ahead_s = -7200},
         "machine ",                                                                              "another machine answers: its serial number is another one"},
        {{80, "Idle", .serial = "B2", .ahead_s = -7200, .is_damaged = 1},   "damage ",            "its status text is damaged"                               },
        {{90, "Idle", .serial = "B2", .ahead_s = -7200, .is_damaged = 1},   "",                   NULL                                                       },
        {{100, "Idle", .serial = "B2", .ahead_s = -7200},                   "damage ",            "its status text is whole again"                           },
        {{110, NULL},                                                       "",                   NULL                                                       },
        {{120, NULL},                                                       "",                   NULL                                                       },
        {{130, NULL},                                                       "offline ",           "it does not answer"                                       },
        {{140, NULL},                                                       "",                   NULL                                                       },
        {{150, "Idle", .ahead_s = -7200},                                   "online ",            "idle; it says: Idle"                                               },
        {{4000, "Idle", .ahead_s = -7200},                                  "unobserved ",        "idle; it says: Idle"                                               },
        {{4010, NULL},                                                      "",                   NULL                                                       },
        {{4020, NULL},                                                      "",                   NULL                                                       },
        {{4030, NULL},                                                      "offline ",           "it does not answer"                                       },
        {{200000, "Idle", .ahead_s = -7200},                                "unobserved online ", "idle; it says: Idle"                                               },
        {{100, NULL},                                                       "",                   NULL                                                       }, /* the server's clock went back: the first poll failed */
        {{110, "Idle", .ahead_s = 192690},                                  "",                   NULL                                                       },
    };
    struct kept *kept = kept_new(T);
    for (size_t i = 0; i < sizeof polls / sizeof *polls; i++) {
        kept->told[0] = 0;
        kept_poll(kept, &polls[i].said);
        if (strcmp(kept->told, polls[i].told) != 0)
            fail_msg("second %d: %s", polls[i].said.second, kept->told);
        if (polls[i].text == NULL)
            assert_int_equal(kept->changes.event_count, 0);
        else
            assert_string_equal(kept->changes.events[kept->changes.event_count - 1].text, polls[i].text);
    }
    free(kept);
}

static void test_what_the_odometer_says_of_a_gap(void **state)
{
    (void)state;
    static const struct {
        const char *why;
        struct said said[3];
        double build_s;
    } lives[] = {
        {"watched",                      {{10, "Idle", .odometer_s = 1000}, {70, "Idle", .odometer_s = 1060}},               0   },
        {"a gap",                        {{10, "Idle", .odometer_s = 1000}, {5000, "Idle", .odometer_s = 3000}},             2000},
        {"more than there was time",     {{10, "Idle", .odometer_s = 1000}, {5000, "Idle", .odometer_s = 99000}},            4990},
        {"it fell",                      {{10, "Idle", .odometer_s = 1000}, {5000, "Idle", .odometer_s = 900}},              0   },
        {"another machine",
         {{10, "Idle", .odometer_s = 1000, .serial = "A"}, {5000, "Idle", .odometer_s = 3000, .serial = "B"}},
         0                                                                                                                       },
        {"the first answer",             {{5000, "Idle", .odometer_s = 1000}},                                               0   },
        {"it knows better than the job",
         {{10, "Building", WHEEL, 5, .odometer_s = 1000}, {5000, "Building", WHEEL, 3005, .odometer_s = 3900}},
         2900                                                                                                                    },
        {"the job, where there is none", {{10, "Building", WHEEL, 5}, {5000, "Building", WHEEL, 3005}},                      3000},
        {"offline",                      {{10, "Idle", .odometer_s = 1000}, {20, NULL}, {5000, "Idle", .odometer_s = 3000}}, 2000},
    };
    for (size_t i = 0; i < sizeof lives / sizeof *lives; i++) {
        struct kept *kept = kept_new(T);
        for (size_t p = 0; p < 3 && lives[i].said[p].second; p++)
            kept_poll(kept, &lives[i].said[p]);
        if (fabs(kept->unseen_build_s - lives[i].build_s) > 1e-9)
            fail_msg("%s: %g", lives[i].why, kept->unseen_build_s);
        free(kept);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_what_changed),
        cmocka_unit_test(test_at_most_once_in_the_interval),
        cmocka_unit_test(test_what_is_in_it),
        cmocka_unit_test(test_events),
        cmocka_unit_test(test_what_the_odometer_says_of_a_gap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
