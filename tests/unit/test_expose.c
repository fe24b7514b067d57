/* What the readers of a location may see beside the rest. */
#include "expose.h"
#include "keys.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

struct exposed {
    const char *key;
    unsigned kinds;
};

static void test_keys_of_the_api(void **state)
{
    static const struct exposed api_keys[] = {
        {"job_name",           EXPOSE_PEOPLE  },
        {"owner",              EXPOSE_PEOPLE  },
        {"comment",            EXPOSE_PEOPLE  },
        {"pack",               EXPOSE_PEOPLE  },
        {"damage",             EXPOSE_PEOPLE  },
        {"serial",             EXPOSE_IDENTITY},
        {"controller_version", EXPOSE_IDENTITY},
        {"lot",                EXPOSE_IDENTITY},
        {"made_on",            EXPOSE_IDENTITY},
        {"first_used_on",      EXPOSE_IDENTITY},
        {"printer",            EXPOSE_NONE    },
        {"name",               EXPOSE_NONE    },
        {"state",              EXPOSE_NONE    },
        {"job_id",             EXPOSE_NONE    },
        {"eta_at",             EXPOSE_NONE    },
        {"material",           EXPOSE_NONE    },
    };

    (void)state;
    for (size_t i = 0; i < sizeof api_keys / sizeof *api_keys; i++) {
        assert_non_null(key_find(api_keys[i].key));
        assert_int_equal(key_find(api_keys[i].key)->kind, api_keys[i].kinds);
    }
    assert_null(key_find(""));
}

static void test_keys_of_a_status_text(void **state)
{
    enum { OMITTED = EXPOSE_IDENTITY | EXPOSE_OMITTED };
    static const struct exposed status_keys[] = {
        {"jobName",                   EXPOSE_PEOPLE          },
        {"JOBNAME",                   EXPOSE_PEOPLE          },
        {"lastJobName",               EXPOSE_PEOPLE          },
        {"owner",                     EXPOSE_PEOPLE          },
        {"jobOwner",                  EXPOSE_PEOPLE          },
        {"comment",                   EXPOSE_PEOPLE          },
        {"userComment",               EXPOSE_PEOPLE          },
        {"pack",                      EXPOSE_PEOPLE          },
        {"controllerVersion",         OMITTED                },
        {"compatibleCMBVersion",      OMITTED                },
        {"xVERSIONx",                 OMITTED                },
        {"mfgLot",                    OMITTED                },
        {"MFGDATE",                   OMITTED                },
        {"1stUsageDate",              OMITTED                },
        {"productSerialNumber",       OMITTED                },
        {"modelExtruderSerialNumber", OMITTED                },
        {"udn",                       EXPOSE_IDENTITY        },
        {"SN",                        EXPOSE_IDENTITY        },
        {"hostName",                  EXPOSE_IDENTITY        },
        {"ipAddress",                 EXPOSE_IDENTITY        },
        {"macAddr",                   EXPOSE_IDENTITY        },
        {"userName",                  EXPOSE_PEOPLE          },
        {"lastUser",                  EXPOSE_PEOPLE          },
        {"author",                    EXPOSE_PEOPLE          },
        {"eMail",                     EXPOSE_PEOPLE          },
        {"cmbFileName",               EXPOSE_PEOPLE          },
        {"producer",                  EXPOSE_NONE            }, /* old clients have it */
        {"familyName",                EXPOSE_NONE            },
        {"snap",                      EXPOSE_NONE            },
        {"ownerSerial",               EXPOSE_PEOPLE | OMITTED},
        {"modelerStatus",             EXPOSE_NONE            },
        {"jobId",                     EXPOSE_NONE            },
        {"jobid",                     EXPOSE_NONE            },
        {"packing",                   EXPOSE_NONE            },
        {"soundness",                 EXPOSE_NONE            },
        {"serverTime",                EXPOSE_NONE            },
        {"lot",                       EXPOSE_NONE            },
        {"",                          EXPOSE_NONE            },
    };

    (void)state;
    for (size_t i = 0; i < sizeof status_keys / sizeof *status_keys; i++)
        assert_int_equal(expose_of_status_key(status_keys[i].key), status_keys[i].kinds);
}

/* In the sections of jobs only what is known to be nobody's is for everybody. */
static void test_keys_of_sections(void **state)
{
    static const struct {
        const char *section;
        struct exposed exposed;
    } section_keys[] = {
        {"currentJob",  {"jobId", EXPOSE_NONE}                                 },
        {"currentJob",  {"jobid", EXPOSE_NONE}                                 },
        {"previousJob", {"partMinX", EXPOSE_NONE}                              },
        {"queue",       {"sliceHeight", EXPOSE_NONE}                           },
        {"currentJob",  {"jobName", EXPOSE_PEOPLE}                             },
        {"currentJob",  {"requestedBy", EXPOSE_PEOPLE}                         },
        {"previousJob", {"department", EXPOSE_PEOPLE}                          },
        {"queue",       {"x", EXPOSE_PEOPLE}                                   },
        {"queue",       {"", EXPOSE_PEOPLE}                                    },
        {"queue",       {"hostName", EXPOSE_PEOPLE | EXPOSE_IDENTITY}          },
        {"currentJob",  {"producer", EXPOSE_IDENTITY}                          },
        {"queue",       {"Producer", EXPOSE_IDENTITY}                          },
        {"general",     {"producer", EXPOSE_IDENTITY}                          },
        {"general",     {"requestedBy", EXPOSE_NONE}                           },
        {"paia",        {"controllerVersion", EXPOSE_IDENTITY | EXPOSE_OMITTED}},
        {"paia",        {"userName", EXPOSE_PEOPLE}                            },
    };

    (void)state;
    for (size_t i = 0; i < sizeof section_keys / sizeof *section_keys; i++)
        assert_int_equal(expose_of_section_key(section_keys[i].section, section_keys[i].exposed.key),
                         section_keys[i].exposed.kinds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys_of_the_api),
        cmocka_unit_test(test_keys_of_a_status_text),
        cmocka_unit_test(test_keys_of_sections),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
