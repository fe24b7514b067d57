/* tcl_list.c and document.c: from bytes to sections, groups, keys and values. */
#include "document.h"
#include "libproto_help.h"
#include "tcl_list.h"
#include "utf8.h"

static struct document *read_text(const char *text)
{
    size_t length = strlen(text);
    struct guarded g = guarded_copy(text, length);
    struct document *document = document_read(g.bytes, length);
    assert_non_null(document);
    guarded_free(&g);
    return document;
}

static const char *value_in(const struct document *document, const char *section, size_t group, const char *key)
{
    const struct document_section *found = document_section(document, section);
    return found != NULL && group < found->group_count ? document_value(&found->groups[group], key) : NULL;
}

static void assert_value(const struct document *document, const char *section, size_t group, const char *key,
                         const char *expected)
{
    const char *value = value_in(document, section, group, key);
    if (value == NULL)
        fail_msg("no value of %s in group %zu of %s; damage: %s", key, group, section, document->damage);
    assert_string_equal(value, expected);
}

/* The value of -k in a text that holds only it, read without damage. */
static void assert_reads(const char *value, const char *expected)
{
    char text[512];
    snprintf(text, sizeof text, "set machineStatus(s) {\n\t-k %s\n};\n", value);
    struct document *document = read_text(text);
    assert_string_equal(document->damage, "");
    assert_value(document, "s", 0, "k", expected);
    document_free(document);
}

static void assert_damage(const char *text, const char *damage)
{
    struct document *document = read_text(text);
    assert_string_equal(document->damage, damage);
    document_free(document);
}

/* ---- lists ------------------------------------------------------------------------------------------------------- */

static void test_list_elements(void **state)
{
    (void)state;
    static const char list[] = " a {b {c} \\} d} \"e \\\" f\" g\\ h\\x41\\n \\u20ac {} \"\" \\";
    static const char *const expected[] = {"a", "b {c} \\} d", "e \" f", "g hA\n", "€", "", "", "\\"};
    struct guarded g = guarded_copy(list, strlen(list));
    const char *cursor = g.bytes, *end = g.bytes + strlen(list), *message = NULL;
    char scratch[sizeof list];
    struct tcl_element element;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_int_equal(tcl_list_next(&cursor, end, scratch, &element, &message), TCL_LIST_ELEMENT);
        assert_int_equal(element.length, strlen(expected[i]));
        assert_memory_equal(element.bytes, expected[i], element.length);
    }
    assert_int_equal(tcl_list_next(&cursor, end, scratch, &element, &message), TCL_LIST_END);
    guarded_free(&g);
}

static void test_list_errors(void **state)
{
    (void)state;
    static const char *const lists[] = {"{a", "{a}b", "\"a", "\"a\"b", "{\\}", "{a}}", "\"a\\\""};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct guarded g = guarded_copy(lists[i], strlen(lists[i]));
        const char *cursor = g.bytes, *end = g.bytes + strlen(lists[i]), *message = NULL;
        char scratch[16];
        struct tcl_element element;
        assert_int_equal(tcl_list_next(&cursor, end, scratch, &element, &message), TCL_LIST_ERROR);
        assert_non_null(message);
        guarded_free(&g);
    }
}

static void test_brace_end(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int length; /* -1: not closed */
    } cases[] = {
        {"{}",       2 },
        {"{a{b}c}d", 7 },
        {"{\\}}",    4 },
        {"{\\\\}}",  4 },
        {"{",        -1},
        {"{\\",      -1},
        {"{{}",      -1},
        {"{\\}",     -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct guarded g = guarded_copy(cases[i].text, strlen(cases[i].text));
        const char *end = tcl_brace_end(g.bytes, g.bytes + strlen(cases[i].text));
        assert_int_equal(end == NULL ? -1 : (int)(end - g.bytes), cases[i].length);
        guarded_free(&g);
    }
}

/* ---- good texts -------------------------------------------------------------------------------------------------- */

static void test_values(void **state)
{
    (void)state;
    assert_reads("bare", "bare");
    assert_reads(" {two  blanks }", "two  blanks ");
    assert_reads("{}", "");
    assert_reads("\"\"", "");
    assert_reads("\"07082018\"", "07082018");
    assert_reads("{0.802 -0.002}", "0.802 -0.002");
    assert_reads("{a;b:c $d [e] \"f\"}", "a;b:c $d [e] \"f\"");
    assert_reads("{outer {inner {deep}}}", "outer {inner {deep}}");
    assert_reads("{back\\slash \\{ kept}", "back\\slash \\{ kept");
    assert_reads("\"replaced \\\" \\x41\"", "replaced \" A");
    assert_reads("{folded \\\n \t line}", "folded  line");
    assert_reads("{kept \\\\\n line}", "kept \\\\\n line");
    assert_reads("x\t", "x");
    assert_reads("\\u0000", "\ufffd");
    assert_reads("{Lüfter}", "Lüfter");
    assert_reads("{L\xfc"
                 "fter}",
                 "Lüfter");
}

static void test_sections_in_order(void **state)
{
    (void)state;
    size_t length;
    char *text = fixture_read("fortus450-building", &length);
    struct document *document = document_read(text, length);
    static const char *const names[] = {"general", "cassette", "waikiki", "currentJob", "previousJob", "queue"};
    static const size_t groups[] = {1, 4, 1, 1, 1, 2};
    assert_int_equal(document->section_count, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(document->sections[i].name, names[i]);
        assert_int_equal(document->sections[i].group_count, groups[i]);
        assert_false(document->sections[i].damaged);
    }
    assert_ptr_equal(document_machine(document), &document->sections[2]);
    assert_value(document, "cassette", 3, "remainingMatl", "33.25");
    assert_value(document, "waikiki", 0, "materials", "ABS-M30 ASA PC ULT9085");
    assert_value(document, "queue", 1, "jobName", "cover; v2");
    assert_value(document, "currentJob", 0, "sliceHeight", "0.013");
    assert_int_equal(document->damage_count, 0);
    document_free(document);
    free(text);
}

static void test_job_id_in_both_spellings(void **state)
{
    (void)state;
    struct document *document = read_text("set machineStatus(a) {-jobid 5 -Owner x};set machineStatus(b) {-jobId 6}");
    assert_value(document, "a", 0, "jobId", "5");
    assert_value(document, "a", 0, "jobid", "5");
    assert_value(document, "b", 0, "jobid", "6");
    assert_null(value_in(document, "a", 0, "JOBID"));
    assert_null(value_in(document, "a", 0, "owner"));
    document_free(document);
}

static void test_what_comes_twice(void **state)
{
    (void)state;
    struct document *document = read_text(
        "set machineStatus(a) {-k 1 -k 2};\nset machineStatus(b) {-k 3};\nset machineStatus(a) {-k 4 -k 5};\n");
    assert_int_equal(document->section_count, 2);
    assert_string_equal(document->sections[0].name, "a");
    assert_int_equal(document->sections[0].groups[0].key_count, 2);
    assert_value(document, "a", 0, "k", "5");
    assert_int_equal(document->damage_count, 0);
    document_free(document);
}

static void test_empty_lists(void **state)
{
    (void)state;
    struct document *document = read_text("set machineStatus(queue) {\n\t};\nset machineStatus(general) {};");
    assert_int_equal(document->section_count, 2);
    assert_int_equal(document->sections[0].group_count, 0);
    assert_int_equal(document->sections[1].group_count, 0);
    assert_null(document_machine(document));
    assert_null(document_section(document, "cassette"));
    assert_int_equal(document->damage_count, 0);
    document_free(document);
}

static void test_groups_on_one_line(void **state)
{
    (void)state;
    struct document *document =
        read_text("set machineStatus(queue) { {-position 1 -jobName {a b}} {-position 2} {} };");
    assert_int_equal(document->sections[0].group_count, 3);
    assert_value(document, "queue", 0, "jobName", "a b");
    assert_value(document, "queue", 1, "position", "2");
    assert_int_equal(document->sections[0].groups[2].key_count, 0);
    document_free(document);
}

static void test_what_is_no_part_of_the_text(void **state)
{
    (void)state;
    static const char text[] = "\n\n# a note\nset machineStatus(a) {-k 1};Transferred: 40\0\0\0\0";
    struct document *document = document_read(text, sizeof text - 1);
    assert_int_equal(document->section_count, 1);
    assert_string_equal(document->damage, "");
    document_free(document);
    document = read_text("set machineStatus(a) {-k 1};\nTransferred: 40\n");
    assert_string_equal(document->damage, "");
    document_free(document);
    assert_damage("set machineStatus(a) {-k 1};\nTransferred: all\n", "outside of all sections: \"Transferred: all\"");
    assert_damage("hello\x1b\nset machineStatus(a) {-k 1};\n", "outside of all sections: \"hello?\"");
}

static void test_nul_inside_a_value(void **state)
{
    (void)state;
    static const char text[] = "set machineStatus(a) {-k {x\0y}};\n\0";
    struct document *document = document_read(text, sizeof text - 1);
    assert_value(document, "a", 0, "k", "x\ufffdy");
    document_free(document);
}

/* ---- damaged texts ----------------------------------------------------------------------------------------------- */

static const char *const six[] = {"general", "cassette", "otter", "currentJob", "previousJob", "queue"};

/* Six sections; the value of -text in the one of that number is bad. */
static void six_sections(char *out, size_t size, size_t bad_one, const char *bad)
{
    size_t used = 0;
    for (size_t i = 0; i < 6; i++) {
        int grouped = i == 1 || i == 5;
        used += (size_t)snprintf(out + used, size - used,
                                 "set machineStatus(%s) {\n%s\t-before {a b}\n\t-text %s\n\t-after \"c\"\r\n%s};\n\n",
                                 six[i], grouped ? "{\n\t-first 1\n}\n{\n" : "", i == bad_one ? bad : "{good}",
                                 grouped ? "}\n" : "");
    }
    assert_true(used < size);
}

static void assert_six(const struct document *document, size_t bad_one, const char *salvaged)
{
    assert_int_equal(document->section_count, 6);
    for (size_t i = 0; i < 6; i++) {
        size_t last = i == 1 || i == 5 ? 1 : 0;
        assert_int_equal(document->sections[i].damaged, i == bad_one);
        assert_int_equal(document->sections[i].group_count, last + 1);
        assert_value(document, six[i], 0, last == 1 ? "first" : "before", last == 1 ? "1" : "a b");
        assert_value(document, six[i], last, "before", "a b");
        assert_value(document, six[i], last, "after", "c");
        assert_value(document, six[i], last, "text", i == bad_one ? salvaged : "good");
    }
}

static void test_damage_in_each_section_loses_no_other(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"{two {open}",        "two {open"     },
        {"{closed} twice}",    "closed} twice" },
        {"{closed} -a b}",     "closed} -a b"  },
        {"{closed}}",          "closed}"       },
        {"{",                  "{"             },
        {"}",                  "}"             },
        {"{tail}tail",         "{tail}tail"    },
        {"two words",          "two words"     },
        {"\"open",             "\"open"        },
        {"\"a \"quoted\" b\"", "a \"quoted\" b"},
        {"{escaped \\}",       "escaped \\"    },
        {"",                   ""              },
    };
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        for (size_t i = 0; i < 6; i++) {
            char text[2048], begin[64];
            six_sections(text, sizeof text, i, bad[k][0]);
            struct document *document = read_text(text);
            assert_six(document, i, bad[k][1]);
            assert_int_equal(document->damage_count, 1);
            snprintf(begin, sizeof begin, "section %s: ", six[i]);
            assert_memory_equal(document->damage, begin, strlen(begin));
            assert_non_null(strstr(document->damage, "; it was read line by line"));
            document_free(document);
        }
    }
}

/* A line of a comment that begins with a dash is no key, or a name in it would pass for something else. */
static void test_damage_keeps_lines_of_a_value_together(void **state)
{
    (void)state;
    struct document *document = read_text("set machineStatus(currentJob) {\n\t-comment {please {\n-anna wants\n- it}\n"
                                          "\t-jobId 5\n\t-owner {bert}\n\t-buildTime 6\n};\n");
    assert_int_equal(document_section(document, "currentJob")->damaged, true);
    assert_int_equal(document_section(document, "currentJob")->groups[0].key_count, 4);
    assert_value(document, "currentJob", 0, "comment", "{please {");
    assert_value(document, "currentJob", 0, "jobId", "5");
    assert_value(document, "currentJob", 0, "owner", "bert");
    assert_value(document, "currentJob", 0, "buildTime", "6");
    document_free(document);
}

/* What was damaged in the try to read a section as Tcl does is not told twice. */
static void test_damage_of_a_try_is_forgotten(void **state)
{
    (void)state;
    char text[512], name[DOCUMENT_NAME_MAX + 2];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    snprintf(text, sizeof text, "set machineStatus(a) {\n-k v\n-%s w\n-l\n};\n", name);
    struct document *document = read_text(text);
    assert_string_equal(document->damage, "section a: a key has no value; it was read line by line");
    assert_int_equal(document->damage_count, 2);
    assert_int_equal(document->sections[0].group_count, 1);
    assert_int_equal(document->sections[0].groups[0].key_count, 3);
    document_free(document);
}

static void test_a_key_has_no_blank(void **state)
{
    (void)state;
    static const char *const keys[] = {"\"-l m\"", "-l\\ m", "-l\\tm", "{-l m}", "\"-l\nm\""};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        char text[128];
        snprintf(text, sizeof text, "set machineStatus(a) {-k v %s w};\n", keys[i]);
        assert_damage(text, "section a: a key does not begin with a dash; it was read line by line");
    }
    struct document *document = read_text("set machineStatus(a) {-k v \"-l\" w {-m} x};\n");
    assert_value(document, "a", 0, "l", "w");
    assert_value(document, "a", 0, "m", "x");
    document_free(document);
}

/* Bytes that are no UTF-8, behind a list that is plain. */
static void test_encoding_behind_a_plain_list(void **state)
{
    (void)state;
    struct document *document =
        read_text("set machineStatus(a) {-k v};\nset machineStatus(L\xfc) {-k};\nx\n-l L\xfc\n");
    assert_int_equal(document->section_count, 2);
    assert_string_equal(document->sections[1].name, "Lü");
    assert_value(document, "Lü", 0, "l", "Lü");
    document_free(document);
}

static void test_damage_in_all_sections(void **state)
{
    (void)state;
    char text[1024];
    size_t used = 0;
    for (size_t i = 0; i < 6; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "set machineStatus(%s) {\n\t-k {{v}\n};\n", six[i]);
    struct document *document = read_text(text);
    assert_int_equal(document->section_count, 6);
    assert_int_equal(document->damage_count, 6);
    for (size_t i = 0; i < 6; i++)
        assert_value(document, six[i], 0, "k", "{v");
    document_free(document);
}

static void test_a_value_that_holds_a_section_stays_a_value(void **state)
{
    (void)state;
    struct document *document = read_text("set machineStatus(currentJob) {\n\t-comment {x\n"
                                          "set machineStatus(general) {-modelerStatus Idle};\n}\n};\n");
    assert_int_equal(document->section_count, 1);
    assert_int_equal(document->damage_count, 0);
    document_free(document);
}

static void test_damage_says_why(void **state)
{
    (void)state;
    assert_damage("set machineStatus(a) {-k {v};\n", "section a: its braces do not balance; it was read line by line");
    assert_damage("set machineStatus(a) {-k v}x;\n",
                  "section a: its closing brace is followed by other text; it was read line by line");
    assert_damage("set machineStatus(a) {-k v}\n-l w\n}\n",
                  "section a: it goes on behind its closing brace; it was read line by line");
    assert_damage("set machineStatus(a) {-k v -l};\n", "section a: a key has no value; it was read line by line");
    assert_damage("set machineStatus(a) {-k v l w};\n",
                  "section a: a key does not begin with a dash; it was read line by line");
    assert_damage("set machineStatus(a) {-k {v}w};\n",
                  "section a: a closing brace is followed by other text; it was read line by line");
    assert_damage("set machineStatus(a) v;\n", "section a: it does not begin with a brace; it was read line by line");
    assert_damage("", "there is no section, set machineStatus(…), in the text");
    assert_damage("set machineStatus(a b) {-k v};\n", "outside of all sections: \"set machineStatus(a b) {-k v};\"");
    assert_damage("set machineStatus() {-k v};\n", "outside of all sections: \"set machineStatus() {-k v};\"");
}

static void test_every_truncation(void **state)
{
    (void)state;
    for (size_t f = 0; f < FIXTURE_COUNT; f++) {
        size_t length;
        char *text = fixture_read(fixture_names[f], &length);
        struct guarded g = guarded_copy(text, length);
        for (size_t cut = 0; cut <= length; cut++) {
            /* The text's end lies at the guard page, for its beginning is cut as well. */
            struct document *tail = document_read(g.bytes + cut, length - cut);
            struct document *head = document_read(text, cut);
            assert_non_null(tail);
            assert_non_null(head);
            assert_true(head->section_count <= 6 && tail->section_count <= 6);
            if (cut < length - 3)
                assert_true(head->damage_count > 0 || head->section_count < 6);
            document_free(tail);
            document_free(head);
        }
        guarded_free(&g);
        free(text);
    }
}

static void test_truncated_text_keeps_what_came(void **state)
{
    (void)state;
    size_t length;
    char *text = fixture_read("uprint-idle", &length);
    char *in_job = strstr(text, "-submitTime");
    struct document *document = document_read(text, (size_t)(in_job - text));
    assert_int_equal(document->section_count, 4);
    assert_true(document->sections[3].damaged);
    assert_value(document, "general", 0, "modelerStatus", "Idle");
    assert_value(document, "cassette", 1, "remainingMatl", "8.5");
    assert_value(document, "currentJob", 0, "jobId", "0");
    document_free(document);
    free(text);
}

/* ---- bounds ------------------------------------------------------------------------------------------------------ */

struct text {
    char *bytes;
    size_t length;
};

/* before, then middle as often as it fits below size, then after. */
static struct text repeated(const char *before, const char *middle, const char *after, size_t size)
{
    struct text text = {malloc(size + 1), 0};
    assert_non_null(text.bytes);
    text.length = (size_t)sprintf(text.bytes, "%s", before);
    while (text.length + strlen(middle) + strlen(after) <= size) {
        memcpy(text.bytes + text.length, middle, strlen(middle));
        text.length += strlen(middle);
    }
    memcpy(text.bytes + text.length, after, strlen(after));
    text.length += strlen(after);
    return text;
}

static struct document *read_repeated(const char *before, const char *middle, const char *after, size_t size)
{
    struct text text = repeated(before, middle, after, size);
    struct guarded g = guarded_copy(text.bytes, text.length);
    struct document *document = document_read(g.bytes, text.length);
    assert_non_null(document);
    guarded_free(&g);
    free(text.bytes);
    return document;
}

static void test_too_many_keys(void **state)
{
    (void)state;
    struct document *document = read_repeated("set machineStatus(a) {", "-k v ", "};", 40000);
    assert_int_equal(document->sections[0].groups[0].key_count, DOCUMENT_KEYS_MAX);
    assert_int_equal(document->damage_count, 1);
    assert_string_equal(document->damage, "section a: more than 1024 keys; the rest was left out");
    document_free(document);
}

static void test_too_many_groups(void **state)
{
    (void)state;
    struct document *document = read_repeated("set machineStatus(queue) {", "{-k v} ", "};", 40000);
    assert_int_equal(document->sections[0].group_count, DOCUMENT_GROUPS_MAX);
    assert_int_equal(document->damage_count, 1);
    assert_string_equal(document->damage, "section queue: more than 256 groups; the rest was left out");
    document_free(document);
}

static void test_too_many_sections(void **state)
{
    (void)state;
    char text[2048];
    size_t used = 0;
    for (int i = 0; i < DOCUMENT_SECTIONS_MAX + 2; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "set machineStatus(s%d) {-k %d};\n", i, i);
    struct document *document = read_text(text);
    assert_int_equal(document->section_count, DOCUMENT_SECTIONS_MAX);
    assert_value(document, "s15", 0, "k", "15");
    assert_int_equal(document->damage_count, 2);
    assert_string_equal(document->damage, "section s16: left out, as there are more than 16 sections");
    document_free(document);
}

static void test_too_long_names(void **state)
{
    (void)state;
    struct document *document = read_repeated("set machineStatus(a) {-x", "é", " v};", 400);
    const char *name = document->sections[0].groups[0].keys[0].name;
    assert_int_equal(strlen(name), DOCUMENT_NAME_MAX - 1);
    assert_true(utf8_valid(name, strlen(name)));
    assert_string_equal(document->damage, "a name is longer than 128 bytes and was cut");
    document_free(document);
}

static void test_too_long_text(void **state)
{
    (void)state;
    struct document *document =
        read_repeated("set machineStatus(a) {-k v};\n", "# x\n", "hello\n", DOCUMENT_TEXT_MAX + 100);
    assert_value(document, "a", 0, "k", "v");
    assert_string_equal(document->damage, "the text is longer than 1048576 bytes and was cut");
    document_free(document);
}

/* Hostile texts of a whole MiB. A way of reading that is quadratic would not end. */
static void test_hostile_texts_end(void **state)
{
    (void)state;
    static const struct {
        const char *before, *middle, *after;
    } texts[] = {
        {"",                              "{",                                 ""    },
        {"",                              "\\",                                ""    },
        {"",                              "\n",                                "x"   },
        {"",                              "set machineStatus(",                ""    },
        {"",                              "set machineStatus(\n",              ""    },
        {"",                              "set machineStatus(a) {\n",          ""    },
        {"",                              "set machineStatus(a) {-k {\n",      ""    },
        {"",                              "set machineStatus(a) {{{ }\n",      ""    },
        {"",                              "set machineStatus(a) {-k \"\n};\n", ""    },
        {"set machineStatus(a) ",         "{",                                 ""    },
        {"set machineStatus(a) {",        "\\",                                "};"  },
        {"set machineStatus(a) {",        "\"",                                "};"  },
        {"set machineStatus(a) {",        "\" ",                               "};"  },
        {"set machineStatus(a) {",        "{} ",                               "};"  },
        {"set machineStatus(a) {",        "- - ",                              "};"  },
        {"set machineStatus(a) {",        "-\x80 \x80 ",                       "};"  },
        {"set machineStatus(a) {-k {",    "\x80",                              "}};" },
        {"set machineStatus(queue) {",    "{- -} ",                            "};"  },
        {"set machineStatus(queue) {",    "{-k {",                             "};"  },
        {"set machineStatus(queue) {{\n", "{\n-a\n}\n",                        ""    },
        {"set machineStatus(queue) {{\n", "-\x80 \x80\n",                      ""    },
        {"set machineStatus(",            "x",                                 ""    },
        {"set machineStatus(a) {-",       "x",                                 " y};"},
        {"",                              "set machineStatus(a) {-k v};\n",    ""    },
        {"",                              "#\\\n",                             ""    },
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct document *document = read_repeated(texts[i].before, texts[i].middle, texts[i].after, DOCUMENT_TEXT_MAX);
        assert_null(strstr(document->damage, "no room"));
        document_free(document);
    }
}

/* The texts that need the most memory for their length, below all bounds. */
static void test_dense_texts_fit(void **state)
{
    (void)state;
    static const char *const dense[][2] = {
        {"set machineStatus(a) {",          "- - "        },
        {"set machineStatus(a) {",          "-\x80 \x80 " },
        {"set machineStatus(a) {",          "{} "         },
        {"set machineStatus(a) {",          "{- -} "      },
        {"set machineStatus(a) {-k {",      "\x80"        },
        {"set machineStatus(queue) {{\n",   "{\n-a\n}\n"  },
        {"set machineStatus(general) {{\n", "-\x80\n"     },
        {"set machineStatus(queue) {{\n",   "-\x80 \x80\n"},
    };
    for (size_t i = 0; i < sizeof dense / sizeof *dense; i++) {
        size_t size = strlen(dense[i][0]) + 250 * strlen(dense[i][1]);
        struct document *document = read_repeated(dense[i][0], dense[i][1], i == 4 ? "}};" : "};", size);
        assert_null(strstr(document->damage, "no room"));
        assert_true(document->damage_count <= 1);
        document_free(document);
    }
}

static void test_memory_of_a_try_is_used_again(void **state)
{
    (void)state;
    size_t size = sizeof "set machineStatus(a) {\n" + 250 * sizeof "-x x";
    struct document *document = read_repeated("set machineStatus(a) {\n", "-\x80 \x80\n", "-l\n};\n", size);
    assert_true(document->sections[0].damaged);
    assert_int_equal(document->damage_count, 1);
    document_free(document);
}

/* Each section holds the next, and each is broken only at its end. */
static void test_nested_sections_that_end_badly(void **state)
{
    (void)state;
    struct text opening = repeated("", "set machineStatus(a) {-k {\n", "", DOCUMENT_TEXT_MAX * 3 / 4);
    struct text text = repeated("", "} j}\n", "", DOCUMENT_TEXT_MAX);
    memcpy(text.bytes, opening.bytes, opening.length);
    struct document *document = document_read(text.bytes, text.length);
    assert_int_equal(document->section_count, 1);
    assert_true(document->sections[0].damaged);
    document_free(document);
    free(opening.bytes);
    free(text.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_list_elements),
        cmocka_unit_test(test_list_errors),
        cmocka_unit_test(test_brace_end),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_sections_in_order),
        cmocka_unit_test(test_job_id_in_both_spellings),
        cmocka_unit_test(test_what_comes_twice),
        cmocka_unit_test(test_empty_lists),
        cmocka_unit_test(test_groups_on_one_line),
        cmocka_unit_test(test_what_is_no_part_of_the_text),
        cmocka_unit_test(test_nul_inside_a_value),
        cmocka_unit_test(test_damage_in_each_section_loses_no_other),
        cmocka_unit_test(test_damage_keeps_lines_of_a_value_together),
        cmocka_unit_test(test_damage_of_a_try_is_forgotten),
        cmocka_unit_test(test_a_key_has_no_blank),
        cmocka_unit_test(test_encoding_behind_a_plain_list),
        cmocka_unit_test(test_damage_in_all_sections),
        cmocka_unit_test(test_a_value_that_holds_a_section_stays_a_value),
        cmocka_unit_test(test_damage_says_why),
        cmocka_unit_test(test_every_truncation),
        cmocka_unit_test(test_truncated_text_keeps_what_came),
        cmocka_unit_test(test_too_many_keys),
        cmocka_unit_test(test_too_many_groups),
        cmocka_unit_test(test_too_many_sections),
        cmocka_unit_test(test_too_long_names),
        cmocka_unit_test(test_too_long_text),
        cmocka_unit_test(test_hostile_texts_end),
        cmocka_unit_test(test_dense_texts_fit),
        cmocka_unit_test(test_memory_of_a_try_is_used_again),
        cmocka_unit_test(test_nested_sections_that_end_badly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
