/* csv.c and csv_form.c: cells that every spreadsheet reads as what they are, and none runs. */
#include "csv.h"
#include "expose.h"
#include "libproto_help.h"

#define COUNT(table) (sizeof table / sizeof *table)

static const struct csv_form plain = {',', '.', 0}, german = {';', ',', 0}, tabs = {'\t', '.', 0}, odd = {',', ',', 0};

static void expect_bytes(struct buffer *buffer, const char *expected, const char *input)
{
    assert_non_null(buffer->bytes);
    if (buffer->length != strlen(expected) || memcmp(buffer->bytes, expected, buffer->length) != 0)
        fail_msg("\"%s\" became <%s> and not <%s>", input, buffer->bytes, expected);
    buffer_free(buffer);
}

static void expect_text(const struct csv_form *form, const char *text, const char *expected)
{
    struct buffer buffer = {0};
    csv_text(&buffer, form, text, 1);
    expect_bytes(&buffer, expected, text);
}

static void test_quotes(void **state)
{
    (void)state;
    static const struct {
        const struct csv_form *form;
        const char *text, *cell;
    } cells[] = {
        {&plain,  "bracket",                      "bracket"                     },
        {&plain,  "Halter f\xc3\xbcr T\xc3\xbcr", "Halter f\xc3\xbcr T\xc3\xbcr"},
        {&plain,  "a,b",                          "\"a,b\""                     },
        {&plain,  "a;b",                          "a;b"                         },
        {&plain,  "a\tb",                         "a\tb"                        },
        {&german, "a,b",                          "a,b"                         },
        {&german, "a;b",                          "\"a;b\""                     },
        {&tabs,   "a\tb",                         "\"a\tb\""                    },
        {&tabs,   "a,b;c",                        "a,b;c"                       },
        {&plain,  "\"",                           "\"\"\"\""                    },
        {&plain,  "5\" tube",                     "\"5\"\" tube\""              },
        {&plain,  "a\nb",                         "\"a\nb\""                    },
        {&plain,  "a\rb",                         "\"a\rb\""                    },
        {&plain,  "a\r\nb",                       "\"a\r\nb\""                  },
        {&plain,  " a",                           "\" a\""                      },
        {&plain,  "a ",                           "\"a \""                      },
        {&plain,  "a\t",                          "\"a\t\""                     },
        {&plain,  " ",                            "\" \""                       },
        {&plain,  "a b",                          "a b"                         },
        {&plain,  "'a",                           "'a"                          },
        {&plain,  "a1-2",                         "a1-2"                        },
        {&plain,  "1-2",                          "\"1-2\""                     },
        {&plain,  "0012",                         "\"0012\""                    },
        {&plain,  ".5",                           "\".5\""                      },
        {&plain,  "a=b",                          "a=b"                         },
        {&plain,  "a@b.example",                  "a@b.example"                 },
        {&plain,  "\"=a\"",                       "\"\"\"=a\"\"\""              },
    };
    for (size_t i = 0; i < COUNT(cells); i++)
        expect_text(cells[i].form, cells[i].text, cells[i].cell);
}

/* What begins a formula, with or without what hides it: the cell is the text behind an apostrophe. */
static void test_formulas(void **state)
{
    (void)state;
    static const char *const begins[] = {
        "=",
        "+",
        "-",
        "@",
        "\xef\xbc\x9d",
        "\xef\xbc\x8b",
        "\xef\xbc\x8d",
        "\xef\xbc\xa0",
        "\xe2\x88\x92",
        "\xef\xb9\xa6",
        "\xef\xb9\xa2",
        "\xef\xb9\xa3",
        "\xef\xb9\xab",
        "\xe2\x81\xbc",
        "\xc0\xbd", /* no UTF-8, but some would read an equals sign */
    };
    static const char *const hidden_by[] = {
        "",
        " ",
        "   ",
        "\x01",
        "\x1b",
        "\x7f",
        "\xc2\x85",         /* next line */
        "\xc2\xa0",         /* no-break space */
        "\xc2\xad",         /* soft hyphen */
        "\xe2\x80\x8b",     /* zero-width space */
        "\xe2\x80\x8d",     /* zero-width joiner */
        "\xe2\x80\xae",     /* right to left */
        "\xe2\x80\xa8",     /* line separator */
        "\xe2\x81\xa0",     /* word joiner */
        "\xe3\x80\x80",     /* ideographic space */
        "\xef\xbb\xbf",     /* byte order mark */
        "\xe3\x85\xa4",     /* Hangul filler */
        "\xef\xb8\x8f",     /* variation selector */
        "\xf3\xa0\x80\xa0", /* tag */
        " \xe2\x80\x8b\xc2\xa0 \xef\xbb\xbf",
    };
    for (size_t i = 0; i < COUNT(begins); i++)
        for (size_t j = 0; j < COUNT(hidden_by); j++) {
            char text[128], cell[160];
            const char *quote = hidden_by[j][0] == ' ' ? "\"" : "";
            snprintf(text, sizeof text, "%s%scmd|'/C calc'!A0", hidden_by[j], begins[i]);
            snprintf(cell, sizeof cell, "%s'%s%s", quote, text, quote);
            expect_text(&plain, text, cell);
            expect_text(&german, text, cell);
            snprintf(text, sizeof text, "%s%s", hidden_by[j], begins[i]);
            snprintf(cell, sizeof cell, "%s'%s%s", quote, text, quote);
            expect_text(&tabs, text, cell);
        }
}

static void test_line_begins(void **state)
{
    (void)state;
    expect_text(&plain, "\ta", "\"'\ta\"");
    expect_text(&plain, "\ra", "\"'\ra\"");
    expect_text(&plain, "\na", "\"'\na\"");
    expect_text(&plain, "\r\n", "\"'\r\n\"");
    expect_text(&plain, "\t", "\"'\t\"");
    expect_text(&plain, " \ta", "\"' \ta\"");
    expect_text(&plain, "\xe2\x80\x8b\na", "\"'\xe2\x80\x8b\na\"");
}

/* Behind what ends a cell for a spreadsheet of another country, and not where nobody's cell begins. */
static void test_formulas_inside(void **state)
{
    (void)state;
    static const struct {
        const struct csv_form *form;
        const char *text, *cell;
    } cells[] = {
        {&plain,  "a;=b",              "a;'=b"             },
        {&plain,  "a;b;+c;@d",         "a;b;'+c;'@d"       },
        {&plain,  "a; \xe2\x80\x8b=b", "a;' \xe2\x80\x8b=b"},
        {&plain,  "a;\"=b",            "\"a;'\"\"=b\""     },
        {&plain,  "a;\"\"=b;",         "\"a;'\"\"\"\"=b;\""},
        {&plain,  "a,=b",              "\"a,=b\""          },
        {&plain,  "part, -2 mm",       "\"part, -2 mm\""   },
        {&german, "a,=b",              "a,'=b"             },
        {&german, "a;=b",              "\"a;=b\""          },
        {&tabs,   "a,=b;=c",           "a,'=b;'=c"         },
        {&tabs,   "a;\t=b",            "\"a;\t'=b\""       },
        {&plain,  "a\t=b",             "a\t'=b"            },
        {&plain,  "a\n=b",             "\"a\n'=b\""        },
        {&plain,  "a\r\n=b",           "\"a\r\n'=b\""      },
        {&plain,  "a\n\n\n-b",         "\"a\n\n\n'-b\""    },
        {&plain,  "\n=b",              "\"'\n'=b\""        },
        {&plain,  "=a;=b",             "'=a;'=b"           },
        {&plain,  "a;b",               "a;b"               },
        {&plain,  "a;",                "a;"                },
        {&plain,  ";",                 ";"                 },
    };
    for (size_t i = 0; i < COUNT(cells); i++)
        expect_text(cells[i].form, cells[i].text, cells[i].cell);
}

/* Nothing behind the NUL is looked at, whatever the bytes before it promise. */
static void test_broken_bytes(void **state)
{
    (void)state;
    static const char *const texts[] = {"\xf0",     "\xe2\x80", "a;\xf0\x9f", "\xc2",
                                        "\x80\x80", "\xff=",    "\xf0\x80=",  "; \xe2"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct guarded g = guarded_copy(texts[i], strlen(texts[i]) + 1);
        struct buffer buffer = {0};
        csv_text(&buffer, &plain, g.bytes, 1);
        assert_false(buffer.failed);
        assert_in_range(buffer.length, strlen(texts[i]), strlen(texts[i]) + 4);
        buffer_free(&buffer);
        guarded_free(&g);
    }
}

static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        const struct csv_form *form;
        const char *number, *cell;
    } cells[] = {
        {&plain,  "12.5",       ",12.5"      },
        {&plain,  "-3",         ",-3"        },
        {&plain,  "1e-05",      ",1e-05"     },
        {&plain,  "",           ","          },
        {&german, "12.5",       ";12,5"      },
        {&german, "-0.25",      ";-0,25"     },
        {&german, "1700000000", ";1700000000"},
        {&tabs,   "12.5",       "\t12.5"     },
        {&odd,    "12.5",       ",\"12,5\""  },
        {&odd,    "12",         ",12"        },
        {&german, "1.5e+20",    ";1,5e+20"   },
    };
    for (size_t i = 0; i < COUNT(cells); i++) {
        struct buffer buffer = {0};
        csv_number(&buffer, cells[i].form, cells[i].number, 0);
        expect_bytes(&buffer, cells[i].cell, cells[i].number);
    }
}

static void test_lines(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    struct csv_form form = german;
    form.has_bom = 1;
    csv_begin(&buffer, &form);
    csv_text(&buffer, &form, "job_name", 1);
    csv_text(&buffer, &form, "model_used_cm3", 0);
    csv_end_line(&buffer);
    csv_text(&buffer, &form, "T\xc3\xbcr;=1", 1);
    csv_number(&buffer, &form, "1.25", 0);
    csv_text(&buffer, &form, "", 0);
    csv_end_line(&buffer);
    expect_bytes(&buffer, "\xef\xbb\xbfjob_name;model_used_cm3\r\n\"T\xc3\xbcr;=1\";1,25;\r\n", "lines");
    csv_begin(&buffer, &plain);
    assert_int_equal(buffer.length, 0);
}

/* A line of one unknown value is a row all the same. */
static void test_empty_first(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    csv_text(&buffer, &plain, "", 1);
    csv_end_line(&buffer);
    csv_number(&buffer, &plain, "", 1);
    csv_number(&buffer, &plain, "", 0);
    csv_end_line(&buffer);
    expect_bytes(&buffer, "\"\"\r\n\"\",\r\n", "empty");
}

/* ---- any text comes back ------------------------------------------------------------------------------------------ */

enum { RANDOM_TEXTS = 20000, RANDOM_PIECES_MAX = 12 };

/* A cell as RFC 4180 reads it, which ends at the separator or the end of its line. */
static size_t cell_read(const char *bytes, char separator, char *text)
{
    size_t i = 0, used = 0;
    int is_quoted = bytes[0] == '"';
    for (i = (size_t)is_quoted; bytes[i]; i++) {
        if (is_quoted && bytes[i] == '"' && bytes[i + 1] == '"')
            i++;
        else if (is_quoted ? bytes[i] == '"' : bytes[i] == separator || bytes[i] == '\r' || bytes[i] == '\n')
            break;
        else
            assert_true(is_quoted || bytes[i] != '"');
        text[used++] = bytes[i];
    }
    text[used] = '\0';
    return i + (size_t)is_quoted;
}

static void without_apostrophes(char *text)
{
    char *to = text;
    for (; *text; text++)
        if (*text != '\'')
            *to++ = *text;
    *to = '\0';
}

static void test_random(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a", "=",  "+",  " ",  "\"",           ",",
                                         ";", "\t", "\r", "\n", "\xe2\x80\x8b", "\xc3\xb6"};
    static const struct csv_form *const forms[] = {&plain, &german, &tabs};
    uint32_t seed = 20;
    for (int i = 0; i < RANDOM_TEXTS; i++) {
        const struct csv_form *form = forms[i % 3];
        char text[128] = "", cell[256];
        struct buffer buffer = {0};
        for (int count = 0; count < i % RANDOM_PIECES_MAX; count++) {
            seed = seed * 1664525 + 1013904223;
            strcat(text, pieces[(seed >> 16) % COUNT(pieces)]);
        }
        csv_text(&buffer, form, text, 1);
        csv_text(&buffer, form, "z", 0);
        csv_end_line(&buffer);
        size_t end = cell_read(buffer.bytes, form->separator, cell);
        if (buffer.bytes[end] != form->separator || strcmp(buffer.bytes + end + 1, "z\r\n") != 0)
            fail_msg("<%s> leaves its cell", buffer.bytes);
        assert_null(strchr("=+\t\r\n", cell[0] ? cell[0] : 'a'));
        without_apostrophes(cell);
        assert_string_equal(cell, text);
        buffer_free(&buffer);
    }
}

/* ---- the form ----------------------------------------------------------------------------------------------------- */

static int form_read(const char *args, struct csv_form *form, struct problem *problem)
{
    static const struct query_allowed allowed = {.parameters =
                                                     QUERY(FORMAT) | QUERY(BOM) | QUERY(SEP) | QUERY(DECIMAL)};
    struct query query;
    *problem = (struct problem){0};
    if (query_read(&query, args, &allowed, problem))
        fail_msg("%s: %s", args, problem->detail);
    int result = csv_form_read(&query, form, problem);
    query_free(&query);
    return result;
}

static void test_form(void **state)
{
    (void)state;
    static const struct {
        const char *args;
        char separator, decimal;
        int has_bom;
    } forms[] = {
        {"format=csv",                             ',',  '.', 0},
        {"format=csv&bom=1",                       ',',  '.', 1},
        {"format=csv&bom=0",                       ',',  '.', 0},
        {"format=csv&sep=semicolon",               ';',  '.', 0},
        {"format=csv&sep=tab",                     '\t', '.', 0},
        {"format=csv&sep=comma",                   ',',  '.', 0},
        {"format=csv&sep=,",                       ',',  '.', 0},
        {"format=csv&sep=%3B",                     ';',  '.', 0},
        {"format=csv&sep=%09",                     '\t', '.', 0},
        {"format=csv&decimal=comma",               ';',  ',', 0},
        {"format=csv&decimal=,",                   ';',  ',', 0},
        {"format=csv&decimal=point",               ',',  '.', 0},
        {"format=csv&decimal=.",                   ',',  '.', 0},
        {"decimal=comma&sep=tab&bom=1&format=csv", '\t', ',', 1},
        {"decimal=comma&sep=semicolon&format=csv", ';',  ',', 0},
        {"",                                       ',',  '.', 0},
        {"format=json",                            ',',  '.', 0},
    };
    for (size_t i = 0; i < COUNT(forms); i++) {
        struct csv_form form;
        struct problem problem;
        if (form_read(forms[i].args, &form, &problem) != 0 || form.separator != forms[i].separator ||
            form.decimal != forms[i].decimal || form.has_bom != forms[i].has_bom)
            fail_msg("%s: %c%c%d %s", forms[i].args, form.separator, form.decimal, form.has_bom, problem.detail);
    }
}

static void test_form_that_is_wrong(void **state)
{
    (void)state;
    static const char both[] =
        "decimal=comma needs something else between the cells: write sep=semicolon or sep=tab, or "
        "leave sep out.";
    static const struct {
        const char *args, *detail;
    } wrong[] = {
        {"format=csv&decimal=comma&sep=comma", both                                                                              },
        {"format=csv&decimal=,&sep=,",         both                                                                              },
        {"sep=comma",                          "\"sep\" means something in CSV only: write format=csv, too, or leave it out."    },
        {"format=json&bom=0",                  "\"bom\" means something in CSV only: write format=csv, too, or leave it out."    },
        {"decimal=comma&sep=comma",            "\"sep\" means something in CSV only: write format=csv, too, or leave it out."    },
        {"decimal=.",                          "\"decimal\" means something in CSV only: write format=csv, too, or leave it out."},
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct csv_form form;
        struct problem problem;
        assert_int_equal(form_read(wrong[i].args, &form, &problem), -1);
        assert_int_equal(problem.http_status, 400);
        assert_string_equal(problem.detail, wrong[i].detail);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quotes),
        cmocka_unit_test(test_formulas),
        cmocka_unit_test(test_line_begins),
        cmocka_unit_test(test_formulas_inside),
        cmocka_unit_test(test_broken_bytes),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_empty_first),
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_form),
        cmocka_unit_test(test_form_that_is_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
