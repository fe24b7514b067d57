/* query.c and problem_note.c: what a request may ask, and what is told when it may not. Nothing is ignored. */
#include "buffer.h"
#include "csv.h"
#include "expose.h"
#include "history_event.h"
#include "libproto_help.h"
#include "query.h"
#include "states.h"
#include "utf8.h"

#define COUNT(table) (sizeof table / sizeof *table)

static const struct query_allowed all = {
    .parameters = (1u << QUERY_PARAMETERS) - 1 - QUERY(EVENT_KIND),
    .sorts = "ended_at started_at owner serial",
    .groups = "printer fleet_group owner day month weekday-hour",
    .expose = EXPOSE_PEOPLE | EXPOSE_IDENTITY,
};

/* The same where nobody is shown. */
static struct query_allowed without(unsigned expose)
{
    struct query_allowed allowed = all;
    allowed.expose &= ~expose;
    return allowed;
}

/* ---- what is right ------------------------------------------------------------------------------------------------ */

static void test_right(void **state)
{
    (void)state;
    static const struct {
        const char *args;
        enum query_parameter parameter;
        const char *value;
    } right[] = {
        {"from=2025-03-01",                QUERY_FROM,          "2025-03-01"               },
        {"from=2025-03-30T14:05:00+02:00", QUERY_FROM,          "2025-03-30T14:05:00 02:00"},
        {"to=whatever",                    QUERY_TO,            "whatever"                 },
        {"%74%6f=1",                       QUERY_TO,            "1"                        },
        {"by=submitted",                   QUERY_BY,            "submitted"                },
        {"printer=lab-1",                  QUERY_PRINTER,       "lab-1"                    },
        {"owner=J%C3%B6rg+M%c3%bcller",    QUERY_OWNER,         "J\xc3\xb6rg M\xc3\xbcller"},
        {"owner=J\xc3\xb6rg",              QUERY_OWNER,         "J\xc3\xb6rg"              },
        {"q=%26%3D%2B%25%20%3b;",          QUERY_Q,             "&=+% ;;"                  },
        {"q=a=b=c",                        QUERY_Q,             "a=b=c"                    },
        {"q=%F0%9F%96%A8",                 QUERY_Q,             "\xf0\x9f\x96\xa8"         },
        {"result=running",                 QUERY_RESULT,        "running"                  },
        {"kind=support",                   QUERY_MATERIAL_KIND, "support"                  },
        {"state=part_waiting",             QUERY_STATE,         "part_waiting"             },
        {"group_by=printer",               QUERY_GROUP_BY,      "printer"                  },
        {"group_by=day",                   QUERY_GROUP_BY,      "day"                      },
        {"group_by=printer,day",           QUERY_GROUP_BY,      "printer,day"              },
        {"group_by=weekday-hour%2Cowner",  QUERY_GROUP_BY,      "weekday-hour,owner"       },
        {"after=0",                        QUERY_AFTER,         "0"                        },
        {"after=9223372036854775807",      QUERY_AFTER,         "9223372036854775807"      },
        {"after=007",                      QUERY_AFTER,         "007"                      },
        {"step=60",                        QUERY_STEP,          "60"                       },
        {"step=60000ms",                   QUERY_STEP,          "60000ms"                  },
        {"step=1d",                        QUERY_STEP,          "1d"                       },
        {"sort=ended_at",                  QUERY_SORT,          "ended_at"                 },
        {"sort=-owner",                    QUERY_SORT,          "-owner"                   },
        {"limit=1",                        QUERY_LIMIT,         "1"                        },
        {"limit=1000",                     QUERY_LIMIT,         "1000"                     },
        {"limit=all",                      QUERY_LIMIT,         "all"                      },
        {"format=csv",                     QUERY_FORMAT,        "csv"                      },
        {"bom=1",                          QUERY_BOM,           "1"                        },
        {"sep=tab",                        QUERY_SEP,           "tab"                      },
        {"sep=%09",                        QUERY_SEP,           "\t"                       },
        {"sep=;",                          QUERY_SEP,           ";"                        },
        {"sep=,",                          QUERY_SEP,           ","                        },
        {"decimal=.",                      QUERY_DECIMAL,       "."                        },
        {"decimal=comma",                  QUERY_DECIMAL,       "comma"                    },
        {"&&to=5&&&",                      QUERY_TO,            "5"                        },
    };
    for (size_t i = 0; i < COUNT(right); i++) {
        struct query query;
        struct problem problem = {0};
        if (query_read(&query, right[i].args, &all, &problem))
            fail_msg("%s: %s", right[i].args, problem.detail);
        for (int parameter = 0; parameter < QUERY_PARAMETERS; parameter++)
            if (parameter != (int)right[i].parameter)
                assert_null(query.values[parameter]);
        assert_non_null(query.values[right[i].parameter]);
        assert_string_equal(query.values[right[i].parameter], right[i].value);
        assert_int_equal(problem.http_status, 0);
        query_free(&query);
    }
}

static void test_none(void **state)
{
    (void)state;
    static const char *const nothing[] = {NULL, "", "&", "&&&&"};
    static const struct query_allowed none = {0};
    for (size_t i = 0; i < COUNT(nothing); i++) {
        struct query query;
        struct problem problem = {0};
        assert_int_equal(query_read(&query, nothing[i], &none, &problem), 0);
        for (int parameter = 0; parameter < QUERY_PARAMETERS; parameter++)
            assert_null(query.values[parameter]);
        query_free(&query);
    }
}

static void test_all_together(void **state)
{
    (void)state;
    static const char args[] =
        "from=1&to=2&by=ended&printer=a&fleet_group=b&product=c&owner=d&result=failed&material=e"
        "&kind=model&state=idle&q=f&group_by=printer&after=3&step=1h&sort=-owner&limit=4&cursor=g"
        "&fields=h,i&format=csv&bom=0&sep=semicolon&decimal=point";
    struct query query;
    struct problem problem = {0};
    assert_int_equal(query_read(&query, args, &all, &problem), 0);
    for (int parameter = 0; parameter < QUERY_PARAMETERS; parameter++)
        assert_true((query.values[parameter] != NULL) == (parameter != QUERY_EVENT_KIND));
    query_free(&query);
}

/* ---- what is wrong ------------------------------------------------------------------------------------------------ */

static void read_wrong(const char *args, const struct query_allowed *allowed, struct problem *problem)
{
    struct query query;
    *problem = (struct problem){0};
    if (query_read(&query, args, allowed, problem) != -1)
        fail_msg("\"%s\" is taken", args);
    assert_null(query.memory);
}

static void expect_problem(const char *args, const struct query_allowed *allowed, int http_status, const char *title,
                           const char *detail)
{
    struct problem problem;
    read_wrong(args, allowed, &problem);
    if (problem.http_status != http_status || strcmp(problem.title, title) != 0 || strcmp(problem.detail, detail) != 0)
        fail_msg("%s: %d, %s: %s\nand not: %s", args, problem.http_status, problem.title, problem.detail, detail);
}

static void test_wrong(void **state)
{
    (void)state;
    static const char twice[] = "Parameter given twice", encoding[] = "Bad percent encoding",
                      control[] = "Control character", utf8[] = "Not UTF-8", empty[] = "Empty value",
                      wrong_value[] = "Value not allowed";
    static const struct {
        const char *args, *title, *detail;
    } wrong[] = {
        {"to=5&to=5",                  twice,       "\"to\" is given twice: write it once."                                                     },
        {"to=5&t%6F=6",                twice,       "\"to\" is given twice: write it once."                                                     },
        {"q=%",                        encoding,    "\"%\" encodes nothing: behind % come two hexadecimal digits; a percent sign itself is %25."},
        {"q=50%+x",                    encoding,
         "\"%+x\" encodes nothing: behind % come two hexadecimal digits; a percent sign itself is %25."                                         },
        {"q=%4",                       encoding,
         "\"%4\" encodes nothing: behind % come two hexadecimal digits; a percent sign itself is %25."                                          },
        {"q=%4g1",                     encoding,
         "\"%4g\" encodes nothing: behind % come two hexadecimal digits; a percent sign itself is %25."                                         },
        {"%=1",                        encoding,    "\"%\" encodes nothing: behind % come two hexadecimal digits; a percent sign itself is %25."},
        {"%4&1=2",                     encoding,
         "\"%4\" encodes nothing: behind % come two hexadecimal digits; a percent sign itself is %25."                                          },
        {"q=a%00b",                    control,
         "The value of \"q\" holds a control character: nothing here is found by one, leave it out."                                            },
        {"q=%0A",                      control,     "The value of \"q\" holds a control character: nothing here is found by one, leave it out." },
        {"q=%7f",                      control,     "The value of \"q\" holds a control character: nothing here is found by one, leave it out." },
        {"q=%C2%85",                   control,
         "The value of \"q\" holds a control character: nothing here is found by one, leave it out."                                            },
        {"q=a\tb",                     control,
         "The value of \"q\" holds a control character: nothing here is found by one, leave it out."                                            },
        {"format=csv%00",              control,
         "The value of \"format\" holds a control character: nothing here is found by one, leave it out."                                       },
        {"to%00=1",                    control,     "The name \"to\" holds a control character: nothing here is found by one, leave it out."    },
        {"a%1bb=1",                    control,     "The name \"a?b\" holds a control character: nothing here is found by one, leave it out."   },
        {"q=%ff",                      utf8,
         "The value of \"q\" is not valid UTF-8: encode the text as UTF-8 before it is percent-encoded."                                        },
        {"q=%C0%AF",                   utf8,
         "The value of \"q\" is not valid UTF-8: encode the text as UTF-8 before it is percent-encoded."                                        },
        {"q=%ED%A0%80",                utf8,
         "The value of \"q\" is not valid UTF-8: encode the text as UTF-8 before it is percent-encoded."                                        },
        {"q=%C3",                      utf8,
         "The value of \"q\" is not valid UTF-8: encode the text as UTF-8 before it is percent-encoded."                                        },
        {"%fcber=1",                   utf8,
         "The name \"?ber\" is not valid UTF-8: encode the text as UTF-8 before it is percent-encoded."                                         },
        {"printer=",                   empty,       "\"printer\" is empty: leave the parameter out, or write a value, such as uprint."          },
        {"from=",                      empty,       "\"from\" is empty: leave the parameter out, or write a value, such as 2025-03-01."         },
        {"cursor=",                    empty,       "\"cursor\" is empty: leave the parameter out, or write a value."                           },
        {"limit=",                     empty,
         "\"limit\" is empty: leave the parameter out, or write a whole number from 1 to 1000, or all."                                         },
        {"format",                     empty,       "\"format\" is empty: leave the parameter out, or write one of json, csv."                  },
        {"limit=0",                    wrong_value, "\"limit\" cannot be \"0\": write a whole number from 1 to 1000, or all."                   },
        {"limit=1001",                 wrong_value, "\"limit\" cannot be \"1001\": write a whole number from 1 to 1000, or all."                },
        {"limit=ALL",                  wrong_value, "\"limit\" cannot be \"ALL\": write a whole number from 1 to 1000, or all."                 },
        {"limit=-1",                   wrong_value, "\"limit\" cannot be \"-1\": write a whole number from 1 to 1000, or all."                  },
        {"limit=+5",                   wrong_value, "\"limit\" cannot be \" 5\": write a whole number from 1 to 1000, or all."                  },
        {"limit=1.5",                  wrong_value, "\"limit\" cannot be \"1.5\": write a whole number from 1 to 1000, or all."                 },
        {"limit=0x10",                 wrong_value, "\"limit\" cannot be \"0x10\": write a whole number from 1 to 1000, or all."                },
        {"limit=18446744073709551617", wrong_value,
         "\"limit\" cannot be \"18446744073709551617\": write a whole number from 1 to 1000, or all."                                           },
        {"after=9223372036854775808",  wrong_value,
         "\"after\" cannot be \"9223372036854775808\": write a whole number from 0 to 9223372036854775807."                                     },
        {"step=59",                    wrong_value,
         "\"step\" cannot be \"59\": write whole seconds, or a number and s, min, h or d (such as 10min), from 1min to "
         "1d."                                                                                                                                  },
        {"step=25h",                   wrong_value,
         "\"step\" cannot be \"25h\": write whole seconds, or a number and s, min, h or d (such as 10min), from 1min "
         "to 1d."                                                                                                                               },
        {"step=60001ms",               wrong_value,
         "\"step\" cannot be \"60001ms\": write whole seconds, or a number and s, min, h or d (such as 10min), from "
         "1min to "
         "1d."                                                                                                                                  },
        {"step=all",                   wrong_value,
         "\"step\" cannot be \"all\": write whole seconds, or a number and s, min, h or d (such as 10min), from 1min "
         "to 1d."                                                                                                                               },
        {"result=Completed",           wrong_value,
         "\"result\" cannot be \"Completed\": write one of completed, cancelled, failed, unknown, running."                                     },
        {"result=completed+cancelled", wrong_value,
         "\"result\" cannot be \"completed cancelled\": write one of completed, cancelled, failed, unknown, running."                           },
        {"result=complete",            wrong_value,
         "\"result\" cannot be \"complete\": write one of completed, cancelled, failed, unknown, running."                                      },
        {"kind=job_ended",             wrong_value, "\"kind\" cannot be \"job_ended\": write one of model, support."                            },
        {"sep=%09%09",                 wrong_value, "\"sep\" cannot be \"??\": write one of comma, semicolon, tab."                             },
        {"sep=+",                      wrong_value, "\"sep\" cannot be \" \": write one of comma, semicolon, tab."                              },
        {"bom=yes",                    wrong_value, "\"bom\" cannot be \"yes\": write one of 0, 1."                                             },
        {"sort=job_name",              wrong_value,
         "\"sort\" cannot be \"job_name\": write one of ended_at, started_at, owner, serial, with a minus before it "
         "for "
         "descending order."                                                                                                                    },
        {"sort=--owner",               wrong_value,
         "\"sort\" cannot be \"--owner\": write one of ended_at, started_at, owner, serial, with a minus before it for "
         "descending order."                                                                                                                    },
        {"sort=-",                     wrong_value,
         "\"sort\" cannot be \"-\": write one of ended_at, started_at, owner, serial, with a minus before it for "
         "descending order."                                                                                                                    },
        {"group_by=printer,owner",     wrong_value,
         "\"group_by\" cannot be \"printer,owner\": write one of printer, fleet_group, owner; one of day, month, "
         "weekday-hour; or one of each with a comma between."                                                                                   },
        {"group_by=day,month",         wrong_value,
         "\"group_by\" cannot be \"day,month\": write one of printer, fleet_group, owner; one of day, month, "
         "weekday-hour; or one of each with a comma between."                                                                                   },
        {"group_by=printer,year",      wrong_value,
         "\"group_by\" cannot be \"printer,year\": write one of printer, fleet_group, owner; one of day, month, "
         "weekday-hour; or one of each with a comma between."                                                                                   },
        {"group_by=printer,day,month", wrong_value,
         "\"group_by\" cannot be \"printer,day,month\": write one of printer, fleet_group, owner; one of day, month, "
         "weekday-hour; or one of each with a comma between."                                                                                   },
        {"group_by=printer,",          wrong_value,
         "\"group_by\" cannot be \"printer,\": write one of printer, fleet_group, owner; one of day, month, "
         "weekday-hour; or one of each with a comma between."                                                                                   },
        {"group_by=,day",              wrong_value,
         "\"group_by\" cannot be \",day\": write one of printer, fleet_group, owner; one of day, month, "
         "weekday-hour; or one of each with a comma between."                                                                                   },
    };
    for (size_t i = 0; i < COUNT(wrong); i++)
        expect_problem(wrong[i].args, &all, 400, wrong[i].title, wrong[i].detail);
}

static void test_unknown(void **state)
{
    (void)state;
    static const struct query_allowed some = {.parameters = QUERY(TO) | QUERY(FROM) | QUERY(Q),
                                              .expose = EXPOSE_PEOPLE};
    static const struct query_allowed hidden = {.parameters = QUERY(TO) | QUERY(FROM) | QUERY(Q)};
    static const struct query_allowed none = {0};
    const char *title = "Unknown parameter";
    expect_problem("foo=1", &some, 400, title, "\"foo\" is not known here. Allowed: from, to, q.");
    expect_problem("FROM=1", &some, 400, title, "\"FROM\" is not known here. Allowed: from, to, q.");
    expect_problem("from+=1", &some, 400, title, "\"from \" is not known here. Allowed: from, to, q.");
    expect_problem("=1", &some, 400, title, "\"\" is not known here. Allowed: from, to, q.");
    expect_problem("amp;to=1", &some, 400, title, "\"amp;to\" is not known here. Allowed: from, to, q.");
    expect_problem("limit=1", &some, 400, title, "\"limit\" is not known here. Allowed: from, to, q.");
    expect_problem("foo", &hidden, 400, title, "\"foo\" is not known here. Allowed: from, to.");
    expect_problem("foo", &none, 400, title, "\"foo\" is not known here: this address takes no parameters.");
    expect_problem("owner=x", &none, 400, title, "\"owner\" is not known here: this address takes no parameters.");
}

/* Each of the two kinds is found where it is allowed. */
static void test_kinds(void **state)
{
    (void)state;
    static const struct query_allowed events = {.parameters = QUERY(EVENT_KIND)};
    struct query query;
    struct problem problem = {0};
    assert_int_equal(query_read(&query, "kind=job_ended", &events, &problem), 0);
    assert_string_equal(query.values[QUERY_EVENT_KIND], "job_ended");
    assert_null(query.values[QUERY_MATERIAL_KIND]);
    query_free(&query);
    read_wrong("kind=model", &events, &problem);
    assert_non_null(strstr(problem.detail, "job_began, job_ended, state,"));
    assert_non_null(strstr(problem.detail, ", poller_stopped."));
}

static void test_hidden(void **state)
{
    (void)state;
    struct query_allowed no_people = without(EXPOSE_PEOPLE), no_serials = without(EXPOSE_IDENTITY);
    static const struct {
        const char *args, *echo;
    } people[] = {
        {"owner=anna",         "owner"    },
        {"q=anna",             "q"        },
        {"owner=",             "owner"    },
        {"owner=%FF",          "owner"    },
        {"sort=owner",         "owner"    },
        {"sort=-owner",        "-owner"   },
        {"group_by=owner",     "owner"    },
        {"group_by=day,owner", "day,owner"},
    };
    for (size_t i = 0; i < COUNT(people); i++) {
        char detail[PROBLEM_DETAIL_BYTES];
        snprintf(detail, sizeof detail,
                 "\"%s\" asks by people, which this location does not show: see StratasysExpose people.",
                 people[i].echo);
        expect_problem(people[i].args, &no_people, 403, "Not shown here", detail);
    }
    expect_problem("sort=serial", &no_serials, 403, "Not shown here",
                   "\"serial\" asks by serials, which this location does not show: see StratasysExpose identity.");
    /* What is wrong does not name what is hidden. */
    expect_problem("sort=x", &no_people, 400, "Value not allowed",
                   "\"sort\" cannot be \"x\": write one of ended_at, started_at, serial, with a minus before it for "
                   "descending order.");
    expect_problem(
        "group_by=x", &no_people, 400, "Value not allowed",
        "\"group_by\" cannot be \"x\": write one of printer, fleet_group; one of day, month, weekday-hour; or "
        "one of each with a comma between.");
}

static void test_groups_of_one_sort(void **state)
{
    (void)state;
    struct query_allowed allowed = all;
    allowed.groups = "printer product";
    expect_problem("group_by=day", &allowed, 400, "Value not allowed",
                   "\"group_by\" cannot be \"day\": write one of printer, product.");
    allowed.groups = QUERY_PERIODS;
    expect_problem("group_by=printer", &allowed, 400, "Value not allowed",
                   "\"group_by\" cannot be \"printer\": write one of hour, day, week, month, year, weekday-hour.");
}

static void test_bounds(void **state)
{
    (void)state;
    char args[QUERY_TEXT_BYTES_MAX + 64] = "q=";
    struct query query;
    struct problem problem = {0};
    memset(args + 2, 'x', QUERY_TEXT_BYTES_MAX);
    assert_int_equal(query_read(&query, args, &all, &problem), 0);
    assert_int_equal(strlen(query.values[QUERY_Q]), QUERY_TEXT_BYTES_MAX);
    query_free(&query);
    args[2 + QUERY_TEXT_BYTES_MAX] = 'x';
    expect_problem(args, &all, 400, "Value too long", "\"q\" is longer than 2048 bytes.");
}

/* ---- the table ---------------------------------------------------------------------------------------------------- */

static size_t words_of(const char *list)
{
    size_t count = 1;
    for (; *list; list++)
        count += *list == ' ';
    return count;
}

static int is_choice(enum query_parameter parameter, const char *word)
{
    return query_is_word(query_rules[parameter].choices, word, strlen(word));
}

/* Every kind of history_event.h, and no other, is a choice: the header itself is read. */
static void test_event_kinds(void **state)
{
    (void)state;
    char path[4096], line[512], name[64], kind[64];
    size_t count = 0;
    snprintf(path, sizeof path, "%.*s/../../mod_stratasys/history_event.h", (int)(strrchr(__FILE__, '/') - __FILE__),
             __FILE__);
    FILE *file = fopen(path, "r");
    if (!file)
        fail_msg("%s cannot be opened: run the tests from the project's folder", path);
    while (fgets(line, sizeof line, file))
        if (sscanf(line, "#define EVENT_%63s \"%63[^\"]\"", name, kind) == 2) {
            count++;
            if (!is_choice(QUERY_EVENT_KIND, kind))
                fail_msg("%s is no choice", kind);
        }
    fclose(file);
    assert_true(count > 10);
    assert_int_equal(words_of(query_rules[QUERY_EVENT_KIND].choices), count);
}

static void test_states(void **state)
{
    (void)state;
    for (int i = 0; i < STATE_COUNT; i++)
        assert_true(is_choice(QUERY_STATE, state_name((enum state)i)));
    assert_int_equal(words_of(query_rules[QUERY_STATE].choices), STATE_COUNT);
}

/* What a rule gives as an example is right, and it is told well: one sentence without its full stop. */
static void test_rules(void **state)
{
    (void)state;
    for (int i = 0; i < QUERY_PARAMETERS; i++) {
        const struct query_rule *rule = &query_rules[i];
        struct query_allowed allowed = {
            .parameters = 1u << i, .groups = "printer month", .expose = EXPOSE_PEOPLE | EXPOSE_IDENTITY};
        struct query query;
        struct problem problem = {0};
        struct buffer args = {0};
        assert_non_null(rule->name);
        assert_true(rule->description[0] != '\0' && rule->description[strlen(rule->description) - 1] != '.');
        assert_true((rule->type == QUERY_IS_CHOICE) <= (rule->choices != NULL));
        assert_true(rule->type != QUERY_IS_TIME || rule->example);
        if (!rule->example)
            continue;
        query_write(&args, (enum query_parameter)i, rule->example);
        if (query_read(&query, args.bytes, &allowed, &problem))
            fail_msg("%s: %s", args.bytes, problem.detail);
        assert_string_equal(query.values[i], rule->example);
        query_free(&query);
        buffer_free(&args);
    }
}

/* ---- use ---------------------------------------------------------------------------------------------------------- */

static void test_number(void **state)
{
    (void)state;
    static const struct {
        const char *args;
        enum query_parameter parameter;
        int64_t number;
    } numbers[] = {
        {"limit=1000",                QUERY_LIMIT, 1000     },
        {"limit=all",                 QUERY_LIMIT, -7       },
        {"to=1",                      QUERY_LIMIT, -7       },
        {"after=0",                   QUERY_AFTER, 0        },
        {"after=9223372036854775807", QUERY_AFTER, INT64_MAX},
        {"after=010",                 QUERY_AFTER, 10       },
        {"step=60",                   QUERY_STEP,  60       },
        {"step=90s",                  QUERY_STEP,  90       },
        {"step=120000ms",             QUERY_STEP,  120      },
        {"step=10min",                QUERY_STEP,  600      },
        {"step=24h",                  QUERY_STEP,  86400    },
        {"to=1",                      QUERY_STEP,  -7       },
    };
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct query query;
        struct problem problem = {0};
        assert_int_equal(query_read(&query, numbers[i].args, &all, &problem), 0);
        if (query_number(&query, numbers[i].parameter, -7) != numbers[i].number)
            fail_msg("%s", numbers[i].args);
        query_free(&query);
    }
}

static void test_is_word(void **state)
{
    (void)state;
    assert_true(query_is_word("a bc d", "bc", 2));
    assert_true(query_is_word("a bc d", "d", 1));
    assert_true(query_is_word("a", "abc", 1));
    assert_false(query_is_word("a bc d", "b", 1));
    assert_false(query_is_word("a bc d", "a bc", 4));
    assert_false(query_is_word("a bc d", "bcd", 3));
    assert_false(query_is_word("a bc d", "", 0));
    assert_false(query_is_word("a bc d", " ", 1));
    assert_false(query_is_word("", "", 0));
    assert_false(query_is_word(NULL, "a", 1));
}

static void test_write(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    query_write(&buffer, QUERY_FLEET_GROUP, "a-Z_0.9~,:");
    buffer_text(&buffer, "&");
    query_write(&buffer, QUERY_Q, "&=+% #?/\";\xc3\xb6");
    buffer_text(&buffer, "&");
    query_write(&buffer, QUERY_SEP, "\t");
    assert_string_equal(buffer.bytes, "fleet_group=a-Z_0.9~,:&q=%26%3D%2B%25%20%23%3F%2F%22%3B%C3%B6&sep=%09");
    buffer_free(&buffer);
}

/* ---- problems ----------------------------------------------------------------------------------------------------- */

static void test_first_problem_wins(void **state)
{
    (void)state;
    struct problem problem = {0};
    assert_int_equal(problem_note(&problem, 400, "One", "%d of %s", 1, "two"), -1);
    assert_int_equal(problem_note(&problem, 500, "Two", "later"), -1);
    assert_int_equal(problem.http_status, 400);
    assert_string_equal(problem.title, "One");
    assert_string_equal(problem.detail, "1 of two");
}

static void test_note_is_harmless(void **state)
{
    (void)state;
    struct problem problem = {0};
    problem_note(&problem, 400, "T\n", "a\r\n\x1b[31m\x7f \xff \xc3 \xc2\x85 \xe2\x80\xae \xc3\xb6");
    assert_string_equal(problem.title, "T?");
    assert_string_equal(problem.detail, "a???[31m? ? ? ? ? \xc3\xb6");
    char long_text[2 * PROBLEM_DETAIL_BYTES + 10];
    for (size_t shift = 0; shift < 3; shift++) {
        problem = (struct problem){0};
        memset(long_text, 'x', sizeof long_text);
        for (size_t i = shift; i + 3 < sizeof long_text; i += 3)
            memcpy(long_text + i, "\xe2\x82\xac", 3);
        long_text[sizeof long_text - 1] = '\0';
        problem_note(&problem, 400, long_text, "%s", long_text);
        assert_true(utf8_valid(problem.detail, strlen(problem.detail)));
        assert_true(utf8_valid(problem.title, strlen(problem.title)));
        assert_null(strchr(problem.detail, '?'));
        assert_in_range(strlen(problem.detail), PROBLEM_DETAIL_BYTES - 4, PROBLEM_DETAIL_BYTES - 1);
    }
}

static void test_echo(void **state)
{
    (void)state;
    static const char *const letters[] = {"x", "\xc3\xb6", "\xe2\x82\xac", "\xf0\x9f\x96\xa8"};
    for (size_t i = 0; i < COUNT(letters); i++)
        for (size_t count = PROBLEM_ECHO_CHARACTERS - 1; count <= PROBLEM_ECHO_CHARACTERS + 40; count++) {
            char text[1024] = "", expected[1024] = "",
                 *echo = malloc(PROBLEM_ECHO_BYTES); /* the sanitizer watches its end */
            for (size_t j = 0; j < count; j++) {
                strcat(text, letters[i]);
                if (j < PROBLEM_ECHO_CHARACTERS)
                    strcat(expected, letters[i]);
            }
            strcat(expected, count > PROBLEM_ECHO_CHARACTERS ? "\xe2\x80\xa6" : "");
            assert_ptr_equal(problem_echo(text, echo), echo);
            assert_string_equal(echo, expected);
            free(echo);
        }
    char echo[PROBLEM_ECHO_BYTES];
    assert_string_equal(problem_echo("a\nb\xff", echo), "a?b?");
    assert_string_equal(problem_echo("", echo), "");
}

/* The longest name, value and list of what is allowed fit. */
static void test_long_echo(void **state)
{
    (void)state;
    char args[4 * QUERY_TEXT_BYTES_MAX + 64] = "kind=", longest[3 * PROBLEM_ECHO_CHARACTERS + 1] = "";
    static const struct query_allowed events = {.parameters = QUERY(EVENT_KIND)};
    struct problem problem;
    for (int i = 0; i < QUERY_TEXT_BYTES_MAX / 3; i++)
        strcat(args, "%E2%82%AC");
    for (int i = 0; i < PROBLEM_ECHO_CHARACTERS; i++)
        strcat(longest, "\xe2\x82\xac");
    read_wrong(args, &events, &problem);
    char *found = strstr(problem.detail, longest);
    assert_non_null(found);
    assert_memory_equal(found + strlen(longest), "\xe2\x80\xa6\": write one of job_began,", 29);
    assert_non_null(strstr(problem.detail, ", poller_stopped."));
    args[0] = '\0';
    for (int i = 0; i < 500; i++)
        strcat(args, "%61");
    read_wrong(args, &all, &problem);
    assert_non_null(strstr(problem.detail, "aaaa\xe2\x80\xa6\" is not known here. Allowed: from, to, by,"));
    assert_non_null(strstr(problem.detail, ", sep, decimal."));
}

/* ---- anything ----------------------------------------------------------------------------------------------------- */

enum { RANDOM_QUERIES = 100000, RANDOM_PIECES_MAX = 40 };

static uint32_t next_random(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/* Bytes, and words that lead further than bytes would. */
static void add_random(struct buffer *args, uint32_t *seed)
{
    static const char *const pieces[] = {"&",        "=",      "%",      "+",
                                         "%00",      "%0a",    "%c3%b6", "%ff",
                                         "\xc3\xb6", ",",      "-",      "all",
                                         "1",        "csv",    "day",    "printer",
                                         "format=",  "limit=", "sort=",  "group_by=",
                                         "q=",       "step=",  "sep=",   "decimal=comma",
                                         "kind=",    "10min",  "&&",     "999999999999999999999"};
    uint32_t number = next_random(seed);
    char byte = (char)(number >> 8);
    if (number % 3 == 0 && byte != '\0')
        buffer_add(args, &byte, 1);
    else
        buffer_text(args, number % 7 == 0 ? query_rules[(number >> 8) % QUERY_PARAMETERS].name
                                          : pieces[(number >> 8) % COUNT(pieces)]);
}

static void expect_promises(const char *args, const struct query_allowed *allowed)
{
    struct query query;
    struct problem problem = {0};
    if (query_read(&query, args, allowed, &problem)) {
        char line[PROBLEM_DETAIL_BYTES];
        assert_true(problem.http_status == 400 || problem.http_status == 403);
        assert_true(problem.title[0] && problem.detail[0]);
        assert_true(utf8_valid(problem.detail, strlen(problem.detail)));
        assert_string_equal(utf8_line(problem.detail, line, sizeof line), problem.detail);
        assert_null(query.memory);
        return;
    }
    assert_int_equal(problem.http_status, 0);
    for (int i = 0; i < QUERY_PARAMETERS; i++) {
        if (!query.values[i])
            continue;
        size_t length = strlen(query.values[i]);
        assert_true((allowed->parameters & 1u << i) && !(query_rules[i].needs & ~allowed->expose));
        assert_in_range(length, 1, QUERY_TEXT_BYTES_MAX);
        assert_true(utf8_valid(query.values[i], length));
        query_number(&query, QUERY_LIMIT, 0);
    }
    query_free(&query);
}

static void test_random(void **state)
{
    (void)state;
    const char *given = getenv("LIBPROTO_SEED");
    uint32_t seed = given ? (uint32_t)strtoul(given, NULL, 10) | 1 : 20;
    print_message("LIBPROTO_SEED=%u\n", seed);
    struct query_allowed shown = all, hidden = without(EXPOSE_PEOPLE), few = {.parameters = QUERY(Q) | QUERY(LIMIT)};
    const struct query_allowed *const allowed[] = {&shown, &hidden, &few};
    struct buffer args = {0};
    for (int i = 0; i < RANDOM_QUERIES; i++) {
        buffer_free(&args);
        for (uint32_t count = next_random(&seed) % RANDOM_PIECES_MAX + 1; count > 0; count--)
            add_random(&args, &seed);
        expect_promises(args.bytes, allowed[i % 3]);
    }
    buffer_free(&args);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_right),
        cmocka_unit_test(test_none),
        cmocka_unit_test(test_all_together),
        cmocka_unit_test(test_wrong),
        cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_hidden),
        cmocka_unit_test(test_groups_of_one_sort),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_event_kinds),
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_number),
        cmocka_unit_test(test_is_word),
        cmocka_unit_test(test_write),
        cmocka_unit_test(test_first_problem_wins),
        cmocka_unit_test(test_note_is_harmless),
        cmocka_unit_test(test_echo),
        cmocka_unit_test(test_long_echo),
        cmocka_unit_test(test_random),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
