/* States and kinds of events: what stands in several tables is the same in all. */
#include "endpoint_metrics.h"
#include "keys.h"
#include "query.h"
#include "states.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

enum { WORDS_BYTES = 1000 };

static void add_word(char *words, const char *word, size_t length)
{
    size_t there = strlen(words);
    assert_true(there + length + 2 <= WORDS_BYTES);
    snprintf(words + there, WORDS_BYTES - there, "%s%.*s", there ? " " : "", (int)length, word);
}

/* All states, in their order. */
static void read_states(char *words)
{
    words[0] = '\0';
    for (int state = 0; state < STATE_COUNT; state++)
        add_word(words, state_name((enum state)state), strlen(state_name((enum state)state)));
}

static void test_states_that_are_asked_for(void **state)
{
    (void)state;
    char states[WORDS_BYTES];
    read_states(states);
    assert_string_equal(query_rules[QUERY_STATE].choices, states);
    assert_string_equal(key_find("state")->choices, states);
}

/* The samples of a family: where it begins, and how many there are. */
static const struct metric_sample *find_family(const char *name, size_t *count)
{
    for (size_t i = 0; i < metric_source_count; i++)
        for (size_t k = 0; k < metric_sources[i].sample_count; k++) {
            const struct metric_sample *sample = &metric_sources[i].samples[k];
            if (!sample->name || strcmp(sample->name, name) != 0)
                continue;
            for (*count = 1; k + *count < metric_sources[i].sample_count && !sample[*count].name;)
                ++*count;
            return sample;
        }
    fail_msg("no metric %s", name);
    return NULL;
}

static void test_states_that_are_measured(void **state)
{
    (void)state;
    size_t count;
    const struct metric_sample *samples = find_family("printer_state", &count);
    assert_int_equal(count, STATE_COUNT);
    for (size_t i = 0; i < count; i++) {
        char label[100], literal[100];
        snprintf(label, sizeof label, "state=\"%s\"", state_name((enum state)i));
        snprintf(literal, sizeof literal, "= '%s'", state_name((enum state)i));
        assert_string_equal(samples[i].label, label);
        assert_non_null(strstr(samples[i].sql, literal));
    }
}

/* Every kind that history_event.h defines can be asked for. */
static void test_kinds_of_events(void **state)
{
    (void)state;
    char line[200], kinds[WORDS_BYTES] = "";
    FILE *header = fopen("mod_stratasys/history_event.h", "r");
    assert_non_null(header);
    while (fgets(line, sizeof line, header)) {
        char *word = strchr(line, '"');
        if (strncmp(line, "#define EVENT_", strlen("#define EVENT_")) == 0 && word)
            add_word(kinds, word + 1, strcspn(word + 1, "\""));
    }
    fclose(header);
    assert_string_equal(query_rules[QUERY_EVENT_KIND].choices, kinds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_states_that_are_asked_for),
        cmocka_unit_test(test_states_that_are_measured),
        cmocka_unit_test(test_kinds_of_events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
