/* expose.c: the kinds of keys, those of the API and those of a status text. */
#include "expose.h"
#include "libproto_help.h"

#define EACH(i, table) (size_t i = 0; i < sizeof table / sizeof *table; i++)

static void test_keys_of_the_api(void **state)
{
    (void)state;
    static const char *const people[] = {"job_name", "owner", "comment", "pack"};
    for
        EACH(i, people)
    assert_int_equal(expose_of_key(people[i]), EXPOSE_PEOPLE);
    static const char *const identity[] = {"serial", "controller_version", "lot", "made_on", "first_used_on"};
    for
        EACH(i, identity)
    assert_int_equal(expose_of_key(identity[i]), EXPOSE_IDENTITY);
    static const char *const free_to_see[] = {"printer", "name", "state", "job_id", "eta_at", "material", ""};
    for
        EACH(i, free_to_see)
    assert_int_equal(expose_of_key(free_to_see[i]), EXPOSE_NONE);
}

static void test_keys_of_a_status_text(void **state)
{
    (void)state;
    static const char *const people[] = {"jobName", "owner",       "comment",  "pack",       "JOBNAME",
                                         "Owner",   "lastJobName", "jobOwner", "userComment"};
    for
        EACH(i, people)
    assert_int_equal(expose_of_status_key(people[i]), EXPOSE_PEOPLE);
    static const char *const identity[] = {
        "controllerVersion", "compatibleCMBVersion", "firmwareVersion",           "mfgLot",  "mfgDate",
        "1stUsageDate",      "serialNumber",         "productSerialNumber",       "MFGDATE", "xVERSIONx",
        "version",           "modelTipSerial",       "modelExtruderSerialNumber", "udn"};
    for
        EACH(i, identity)
    assert_int_equal(expose_of_status_key(identity[i]), EXPOSE_IDENTITY);
    assert_int_equal(expose_of_status_key("ownerSerial"), EXPOSE_PEOPLE | EXPOSE_IDENTITY);
    static const char *const free_to_see[] = {"modelerStatus", "jobId",      "jobid", "packing",
                                              "soundness",     "serverTime", "lot",   ""};
    for
        EACH(i, free_to_see)
    assert_int_equal(expose_of_status_key(free_to_see[i]), EXPOSE_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys_of_the_api),
        cmocka_unit_test(test_keys_of_a_status_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
