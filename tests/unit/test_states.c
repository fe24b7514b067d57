/* states.c and machines.c: words and codenames. */
#include "libproto_help.h"
#include "machines.h"
#include "states.h"

static enum state state_of(const char *general, const char *job, const struct state_word *extra, size_t count)
{
    char text[512];
    int length = snprintf(text, sizeof text, "set machineStatus(general) {%s};\nset machineStatus(currentJob) {%s};\n",
                          general, job);
    struct status *status = status_read(text, (size_t)length);
    assert_non_null(status);
    enum state state = state_of_status(status, extra, count);
    status_free(status);
    return state;
}

static enum state state_of_word(const char *word)
{
    char general[256];
    snprintf(general, sizeof general, "-modelerStatus {%s}", word);
    return state_of(general, "-startTime 1583220900", NULL, 0);
}

static void test_words(void **state)
{
    (void)state;
    static const struct {
        const char *word, *name;
    } words[] = {
        {"Idle",                                  "idle"        },
        {"Queue Empty",                           "idle"        },
        {"Wait for Part",                         "idle"        },
        {"Ready to Build",                        "idle"        },
        {"Standby",                               "idle"        },
        {"Finding Home",                          "preparing"   },
        {"Building",                              "building"    },
        {"Pending Pause",                         "building"    },
        {"Paused",                                "paused"      },
        {"Part Done",                             "part_waiting"},
        {"Completed Build",                       "part_waiting"},
        {"Build Complete",                        "part_waiting"},
        {"Remove Part and Replace Modeling Base", "part_waiting"},
        {"Load Material",                         "maintenance" },
        {"Load Model",                            "maintenance" },
        {"Load Support",                          "maintenance" },
        {"Unloading",                             "maintenance" },
        {"Load Failed",                           "maintenance" },
        {"Maintenance",                           "maintenance" },
        {"Head Maintenance",                      "maintenance" },
        {"Tip Maintenance",                       "maintenance" },
        {"Door Open",                             "maintenance" },
        {"Shutting Down",                         "maintenance" },
        {"Can't Find Home",                       "error"       },
        {"Build Error",                           "error"       },
        {"Build Stopped",                         "error"       },
        {"System Error",                          "error"       },
        {"IDLE",                                  "idle"        },
        {"part done",                             "part_waiting"},
        {"Polishing",                             "unmapped"    },
        {"Idle ",                                 "unmapped"    },
        {"",                                      "unmapped"    },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_string_equal(state_name(state_of_word(words[i].word)), words[i].name);
    assert_int_equal(state_of("", "", NULL, 0), STATE_UNMAPPED);
}

static void test_preparing_until_time_is_set(void **state)
{
    (void)state;
    static const struct {
        const char *general, *job;
        enum state state;
    } cases[] = {
        {"-startTime 0 -elapsedBuildTime 0",  "-startTime 0 -buildTime 0 -currentLayer 34 -totalLayers 35",
         STATE_PREPARING                                                                                                   },
        {"",                                  "-currentLayer 34 -totalLayers 35",                           STATE_PREPARING},
        {"-startTime {} -elapsedBuildTime x", "-startTime {} -buildTime {}",                                STATE_PREPARING},
        {"-startTime 0 -elapsedBuildTime 0",  "-startTime 1583220900 -buildTime 0",                         STATE_BUILDING },
        {"-startTime 0 -elapsedBuildTime 0",  "-startTime 0 -buildTime 1",                                  STATE_BUILDING },
        {"-startTime 1583220900",             "",                                                           STATE_BUILDING },
        {"-elapsedBuildTime 55",              "",                                                           STATE_BUILDING },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char general[256];
        snprintf(general, sizeof general, "-modelerStatus Building %s", cases[i].general);
        assert_int_equal(state_of(general, cases[i].job, NULL, 0), cases[i].state);
    }
    assert_int_equal(state_of("-modelerStatus Paused", "-startTime 0", NULL, 0), STATE_PAUSED);
}

static void test_extra_words_come_first(void **state)
{
    (void)state;
    static const struct state_word extra[] = {
        {"Polishing", STATE_BUILDING},
        {"Standby",   STATE_ERROR   },
    };
    assert_int_equal(state_of("-modelerStatus polishing", "-startTime 5", extra, 2), STATE_BUILDING);
    assert_int_equal(state_of("-modelerStatus Polishing", "-startTime 0", extra, 2), STATE_PREPARING);
    assert_int_equal(state_of("-modelerStatus Standby", "", extra, 2), STATE_ERROR);
    assert_int_equal(state_of("-modelerStatus Standby", "", extra, 1), STATE_IDLE);
    assert_int_equal(state_of("-modelerStatus Idle", "", extra, 2), STATE_IDLE);
}

static void test_an_extra_word_may_say_unmapped(void **state)
{
    (void)state;
    static const struct state_word extra[] = {
        {"Standby", STATE_UNMAPPED},
    };
    assert_int_equal(state_of("-modelerStatus Standby", "", extra, 1), STATE_UNMAPPED);
}

static void test_names(void **state)
{
    (void)state;
    static const char *const expected[] = {"idle",        "preparing", "building", "paused",   "part_waiting",
                                           "maintenance", "error",     "offline",  "unmapped", "unobserved"};
    for (size_t i = 0; i < STATE_COUNT; i++) {
        assert_string_equal(state_name((enum state)i), expected[i]);
        assert_int_equal(state_by_name(expected[i]), i);
    }
    assert_int_equal(state_by_name("Idle"), STATE_COUNT);
    assert_int_equal(state_by_name(""), STATE_COUNT);
}

static void test_busy(void **state)
{
    (void)state;
    for (size_t i = 0; i < STATE_COUNT; i++)
        assert_int_equal(state_is_busy((enum state)i),
                         i == STATE_PREPARING || i == STATE_BUILDING || i == STATE_PAUSED);
}

static void test_machines(void **state)
{
    (void)state;
    static const struct {
        const char *codename, *product, *family;
    } machines[] = {
        {"paia",    "uPrint SE",                 "uPrint"   },
        {"hana",    "uPrint",                    "uPrint"   },
        {"lahaina", "HP Designjet 3D",           "Designjet"},
        {"kapaa",   "Fortus 250mc",              "Fortus"   },
        {"sst1230", "Dimension SST 1200/1200es", "Dimension"},
        {"bst1230", "Dimension BST 1200/1200es", "Dimension"},
        {"lffs",    "Fortus 900mc",              "Fortus"   },
        {"waikiki", "Fortus 450mc",              "Fortus"   },
        {"solo",    "Mojo",                      "Mojo"     },
        {"dorado1", "F170",                      "F170"     },
        {"dorado2", "F270",                      "F270"     },
        {"dorado3", "F370",                      "F370"     },
    };
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++) {
        assert_string_equal(machine_product(machines[i].codename), machines[i].product);
        assert_string_equal(machine_family(machines[i].codename), machines[i].family);
    }
    assert_null(machine_product("otter"));
    assert_string_equal(machine_family("otter"), "Other");
    assert_null(machine_product(NULL));
    assert_string_equal(machine_family(NULL), "Other");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_preparing_until_time_is_set),
        cmocka_unit_test(test_extra_words_come_first),
        cmocka_unit_test(test_an_extra_word_may_say_unmapped),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_busy),
        cmocka_unit_test(test_machines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
