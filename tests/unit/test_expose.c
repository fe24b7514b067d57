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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys_of_the_api),
        cmocka_unit_test(test_keys_of_a_status_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
