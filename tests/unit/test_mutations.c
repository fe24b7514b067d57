/* Made-up texts and conversations with random damage: nothing may be read or written out of bounds, and what comes
 * out keeps its promises. LIBPROTO_SEED repeats or varies a run. */
#include "document.h"
#include "libproto_help.h"
#include "session.h"
#include "status.h"
#include "utf8.h"

enum { TEXT_MUTATIONS = 20000, SESSION_MUTATIONS = 20000, TEXT_BYTES_MAX = 16384 };

static uint32_t next_random(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static uint32_t first_seed(void)
{
    const char *given = getenv("LIBPROTO_SEED");
    uint32_t seed = given != NULL ? (uint32_t)strtoul(given, NULL, 10) : 20;
    print_message("LIBPROTO_SEED=%u\n", seed);
    return seed != 0 ? seed : 1;
}

struct buffer {
    char bytes[TEXT_BYTES_MAX];
    size_t length;
};

static void replace(struct buffer *b, size_t at, size_t cut, const char *with, size_t length)
{
    cut = cut < b->length - at ? cut : b->length - at;
    if (b->length - cut + length > TEXT_BYTES_MAX)
        return;
    memmove(b->bytes + at + length, b->bytes + at + cut, b->length - at - cut);
    memcpy(b->bytes + at, with, length);
    b->length = b->length - cut + length;
}

static void mutate(struct buffer *b, uint32_t *seed)
{
    static const char *const pieces[] = {"{",
                                         "}",
                                         "\"",
                                         "\\",
                                         "\n",
                                         "\r\n",
                                         " ",
                                         "-",
                                         ";",
                                         "set machineStatus(",
                                         "\nset machineStatus(general) {",
                                         "};",
                                         "\t-jobName ",
                                         "\xff",
                                         "\xc3",
                                         "é",
                                         "#",
                                         "{}",
                                         "Transferred: 5"};
    size_t at = next_random(seed) % (b->length + 1);
    const char *piece = pieces[next_random(seed) % (sizeof pieces / sizeof *pieces)];
    char byte = (char)next_random(seed);
    switch (next_random(seed) % 5) {
    case 0:
        replace(b, at, 0, piece, strlen(piece));
        break;
    case 1:
        replace(b, at, 1, &byte, 1);
        break;
    case 2:
        replace(b, at, next_random(seed) % 200, "", 0);
        break;
    case 3:
        replace(b, at, strlen(piece), piece, strlen(piece));
        break;
    default: {
        char copy[200];
        size_t from = next_random(seed) % (b->length + 1), length = next_random(seed) % sizeof copy;
        length = length < b->length - from ? length : b->length - from;
        memcpy(copy, b->bytes + from, length);
        replace(b, at, 0, copy, length);
    }
    }
}

static void assert_text(const char *text)
{
    assert_non_null(text);
    assert_true(utf8_valid(text, strlen(text)));
}

static void assert_group(const struct document_group *group)
{
    assert_true(group->key_count <= DOCUMENT_KEYS_MAX);
    for (size_t k = 0; k < group->key_count; k++) {
        assert_text(group->keys[k].name);
        assert_text(group->keys[k].value);
        assert_true(strlen(group->keys[k].name) <= (size_t)UTF8_GROWTH * DOCUMENT_NAME_MAX);
        assert_non_null(document_value(group, group->keys[k].name));
    }
}

static void assert_document(const struct document *document)
{
    assert_true(document->section_count <= DOCUMENT_SECTIONS_MAX);
    assert_int_equal(document->damage_count > 0, document->damage[0] != '\0');
    assert_text(document->damage);
    for (size_t i = 0; i < document->section_count; i++) {
        const struct document_section *section = &document->sections[i];
        assert_text(section->name);
        assert_ptr_equal(document_section(document, section->name), section);
        assert_true(section->group_count <= DOCUMENT_GROUPS_MAX);
        assert_true(!section->damaged || document->damage_count > 0);
        for (size_t g = 0; g < section->group_count; g++)
            assert_group(&section->groups[g]);
    }
}

static void read_guarded(const struct buffer *b)
{
    struct guarded g = guarded_copy(b->bytes, b->length);
    struct status *status = status_read(g.bytes, b->length);
    guarded_free(&g);
    assert_non_null(status);
    assert_document(status->document);
    status_free(status);
}

static void test_mutated_texts(void **state)
{
    (void)state;
    uint32_t seed = first_seed();
    struct buffer original[FIXTURE_COUNT], b;
    for (size_t i = 0; i < FIXTURE_COUNT; i++) {
        char *text = fixture_read(fixture_names[i], &original[i].length);
        memcpy(original[i].bytes, text, original[i].length);
        free(text);
    }
    for (int i = 0; i < TEXT_MUTATIONS; i++) {
        const struct buffer *from = &original[next_random(&seed) % FIXTURE_COUNT];
        memcpy(b.bytes, from->bytes, from->length);
        b.length = from->length;
        for (uint32_t n = next_random(&seed) % 6; n < 6; n++)
            mutate(&b, &seed);
        read_guarded(&b);
    }
}

static void build_conversation(struct buffer *b, uint32_t *seed)
{
    static const char *const packets[] = {"SendFile", "status.sts", "NA", "40 ", "OK", "1048576", ""};
    static const int good[] = {0, 2, 3};
    b->length = 0;
    for (size_t i = 0; i < 3; i++, b->length += FRAME_BYTES) {
        size_t which = next_random(seed) % 8 == 0 ? next_random(seed) % 7 : (size_t)good[i];
        frame_write(b->bytes + b->length, packets[which]);
    }
    memset(b->bytes + b->length, 'x', 60);
    b->length += 60;
    if (next_random(seed) % 2 == 0)
        b->bytes[next_random(seed) % b->length] = (char)next_random(seed);
}

static void test_mutated_conversations(void **state)
{
    (void)state;
    uint32_t seed = first_seed();
    int ends[3] = {0};
    for (int i = 0; i < SESSION_MUTATIONS; i++) {
        struct buffer b;
        struct session s;
        build_conversation(&b, &seed);
        session_begin(&s);
        for (size_t at = 0, taken; at < b.length; at += taken) {
            size_t output;
            session_output(&s, &output);
            session_sent(&s, output);
            taken = 1 + next_random(&seed) % (b.length - at);
            session_feed(&s, b.bytes + at, taken);
        }
        ends[s.result]++;
        assert_true(s.payload_used <= s.payload_size && s.payload_used <= s.payload_capacity);
        session_closed(&s);
        assert_int_equal(s.result == SESSION_ERROR, s.error[0] != '\0');
        assert_text(s.error);
        session_end(&s);
    }
    assert_true(ends[SESSION_MORE] > 0 && ends[SESSION_DONE] > 0 && ends[SESSION_ERROR] > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mutated_texts),
        cmocka_unit_test(test_mutated_conversations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
