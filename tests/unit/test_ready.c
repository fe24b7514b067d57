/* ready.c: rendered once for all, bounded, and gone when nobody uses it. */
#include "libproto_help.h"
#include "ready.h"
#include <pthread.h>
#include <stdatomic.h>

/* Renders text, counts how often, and may stop until a test lets it go on. */
struct work {
    const char *text;
    size_t length; /* 0: of text */
    int64_t lapses_at;
    int fails;
    atomic_int renderings;
};

static int render(void *context, struct ready *ready)
{
    struct work *work = context;

    atomic_fetch_add(&work->renderings, 1);
    if (work->fails)
        return -1;
    ready->length = work->length ? work->length : strlen(work->text);
    ready->bytes = malloc(ready->length + 1);
    memset(ready->bytes, 'x', ready->length);
    memcpy(ready->bytes, work->text, work->length ? 0 : ready->length);
    ready->lapses_at = work->lapses_at;
    return 0;
}

static void test_rendered_once_until_it_changes(void **state)
{
    (void)state;
    struct ready_cache *cache = ready_begin();
    struct work work = {.text = "a"};
    struct ready *first = ready_get(cache, "k", 1, 1, 100, render, &work);
    struct ready *second = ready_get(cache, "k", 1, 1, 200, render, &work);
    assert_ptr_equal(first, second);
    assert_int_equal(work.renderings, 1);
    assert_int_equal(first->http_status, 200);
    assert_string_equal(first->content_type, "application/json");
    assert_memory_equal(first->bytes, "a", 1);

    work.text = "b";
    struct ready *third = ready_get(cache, "k", 2, 1, 200, render, &work); /* another change number */
    assert_int_equal(work.renderings, 2);
    assert_memory_equal(third->bytes, "b", 1);
    assert_memory_equal(first->bytes, "a", 1);                      /* who holds the old one goes on reading it */
    ready_release(ready_get(cache, "k", 2, 2, 200, render, &work)); /* another file */
    assert_int_equal(work.renderings, 3);
    ready_release(ready_get(cache, "l", 2, 2, 200, render, &work)); /* another key */
    assert_int_equal(work.renderings, 4);
    ready_release(first);
    ready_release(second);
    ready_release(third);
    ready_end(cache);
}

static void test_etag_is_of_the_content(void **state)
{
    (void)state;
    struct ready_cache *cache = ready_begin();
    struct work work = {.text = "same"}, other = {.text = "sane"};
    struct ready *a = ready_get(cache, "k", 1, 1, 1, render, &work);
    struct ready *b = ready_get(cache, "k", 2, 7, 2, render, &work);
    struct ready *c = ready_get(cache, "l", 1, 1, 1, render, &other);
    assert_ptr_not_equal(a, b);
    assert_string_equal(a->etag, b->etag);
    assert_string_not_equal(a->etag, c->etag);
    assert_int_equal(a->etag[0], '"');
    assert_int_equal(a->etag[strlen(a->etag) - 1], '"');
    ready_release(a);
    ready_release(b);
    ready_release(c);
    ready_end(cache);
}

static void test_lapses(void **state)
{
    (void)state;
    struct ready_cache *cache = ready_begin();
    struct work work = {.text = "a", .lapses_at = 150};
    ready_release(ready_get(cache, "k", 1, 1, 100, render, &work));
    ready_release(ready_get(cache, "k", 1, 1, 149, render, &work));
    assert_int_equal(work.renderings, 1);
    ready_release(ready_get(cache, "k", 1, 1, 150, render, &work));
    assert_int_equal(work.renderings, 2);
    ready_end(cache);
}

static void test_failed_rendering(void **state)
{
    (void)state;
    struct ready_cache *cache = ready_begin();
    struct work work = {.text = "a", .fails = 1};
    assert_null(ready_get(cache, "k", 1, 1, 1, render, &work));
    work.fails = 0;
    struct ready *ready = ready_get(cache, "k", 1, 1, 1, render, &work);
    assert_non_null(ready);
    work.fails = 1; /* one that fails leaves what is kept for the old change number alone */
    assert_null(ready_get(cache, "k", 2, 1, 1, render, &work));
    struct ready *again = ready_get(cache, "k", 1, 1, 1, render, &work);
    assert_ptr_equal(again, ready);
    ready_release(again);
    ready_release(ready);
    ready_release(NULL);
    ready_end(cache);
}

static void test_long_keys_are_not_mixed_up(void **state)
{
    (void)state;
    struct ready_cache *cache = ready_begin();
    struct work work = {.text = "a"};
    char key[READY_KEY_BYTES_MAX + 2];
    memset(key, 'k', sizeof key);
    key[READY_KEY_BYTES_MAX] = '\0';
    ready_release(ready_get(cache, key, 1, 1, 1, render, &work));
    ready_release(ready_get(cache, key, 1, 1, 1, render, &work));
    assert_int_equal(work.renderings, 1); /* the longest key there is */
    key[READY_KEY_BYTES_MAX] = 'k';
    key[READY_KEY_BYTES_MAX + 1] = '\0';
    ready_release(ready_get(cache, key, 1, 1, 1, render, &work));
    ready_release(ready_get(cache, key, 1, 1, 1, render, &work));
    assert_int_equal(work.renderings, 3); /* beyond it nothing is kept */
    ready_end(cache);
}

static int stream_next(struct ready_stream *stream, struct buffer *out)
{
    (void)stream;
    buffer_text(out, "more");
    return 1;
}

static int stream_ends;

static void stream_end(struct ready_stream *stream)
{
    (void)stream;
    stream_ends++;
}

static void test_a_stream_ends_with_its_answer(void **state)
{
    (void)state;
    struct ready_stream stream = {stream_next, stream_end};
    struct ready *ready = ready_new(200, "text/csv");
    struct buffer out = {0};
    assert_int_equal(ready_more(ready, &out), 0);
    ready->stream = &stream;
    ready_tag(ready, "a", 1);
    assert_int_equal(ready_more(ready, &out), 1);
    assert_string_equal(out.bytes, "more");
    buffer_free(&out);
    ready_release(ready);
    assert_int_equal(stream_ends, 1);
}

static void test_bounded_in_bytes(void **state)
{
    (void)state;
    struct ready_cache *cache = ready_begin();
    struct work quarter = {.text = "", .length = READY_ANSWER_BYTES_MAX}, small = {.text = "a"};
    struct work huge = {.text = "", .length = READY_ANSWER_BYTES_MAX + 1};
    static const char *const keys[] = {"a", "b", "c", "d"};
    for (int i = 0; i < 2; i++) {
        struct ready *ready = ready_get(cache, "h", 1, 1, 1, render, &huge);
        assert_int_equal(ready->length, huge.length); /* answered, though it is too long to be kept */
        ready_release(ready);
    }
    assert_int_equal(huge.renderings, 2);
    for (int i = 0; i < 8; i++)
        ready_release(ready_get(cache, keys[i % 4], 1, 1, 1, render, &quarter));
    assert_int_equal(quarter.renderings, 4); /* all four are kept, and fill it */
    ready_release(ready_get(cache, "s", 1, 1, 1, render, &small));
    ready_release(ready_get(cache, "s", 1, 1, 1, render, &small));
    assert_int_equal(small.renderings, 1); /* another one made room */
    for (int i = 0; i < 4; i++)
        ready_release(ready_get(cache, keys[i], 1, 1, 1, render, &quarter));
    assert_in_range(quarter.renderings, 5, 8);
    ready_end(cache);
}

static void test_many_keys(void **state)
{
    (void)state;
    struct ready_cache *cache = ready_begin();
    for (int i = 0; i < 3 * READY_SLOTS; i++) {
        char key[32];
        struct work work = {.text = key};
        snprintf(key, sizeof key, "printer %d", i);
        struct ready *ready = ready_get(cache, key, 1, 1, 1, render, &work);
        assert_int_equal(ready->length, strlen(key)); /* never another key's answer */
        assert_memory_equal(ready->bytes, key, ready->length);
        ready_release(ready);
    }
    ready_end(cache);
}

/* ---- threads ------------------------------------------------------------------------------------------------------ */

enum { THREADS = 8, ROUNDS = 3000 };

struct crowd {
    struct ready_cache *cache;
    struct work work;
    pthread_barrier_t start;
};

static void *crowd_ask_once(void *argument)
{
    struct crowd *crowd = argument;
    pthread_barrier_wait(&crowd->start);
    return ready_get(crowd->cache, "k", 1, 1, 1, render, &crowd->work);
}

static void test_one_rendering_for_many_threads(void **state)
{
    (void)state;
    struct crowd crowd = {.cache = ready_begin(), .work = {.text = "a"}};
    pthread_t threads[THREADS];
    void *answers[THREADS];
    pthread_barrier_init(&crowd.start, NULL, THREADS);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, crowd_ask_once, &crowd), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], &answers[i]);
    assert_int_equal(crowd.work.renderings, 1);
    for (int i = 0; i < THREADS; i++) {
        assert_ptr_equal(answers[i], answers[0]);
    }
    assert_int_equal(((struct ready *)answers[0])->users, THREADS + 1); /* and the cache */
    ready_end(crowd.cache);
    for (int i = 0; i < THREADS; i++)
        ready_release(answers[i]); /* outlives the cache */
    pthread_barrier_destroy(&crowd.start);
}

/* Every thread asks for numbers that rise, so that answers are replaced while others read them. */
static void *crowd_ask_on(void *argument)
{
    struct crowd *crowd = argument;
    for (int64_t i = 0; i < ROUNDS; i++) {
        struct ready *ready = ready_get(crowd->cache, i % 2 ? "k" : "l", i / 10, 1, 1, render, &crowd->work);
        if (!ready || ready->change_seq != i / 10 || memcmp(ready->bytes, "text", 4) != 0)
            return "wrong";
        ready_release(ready);
    }
    return NULL;
}

static void test_threads_that_replace(void **state)
{
    (void)state;
    struct crowd crowd = {.cache = ready_begin(), .work = {.text = "text"}};
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, crowd_ask_on, &crowd), 0);
    for (int i = 0; i < THREADS; i++) {
        void *wrong;
        pthread_join(threads[i], &wrong);
        assert_null(wrong);
    }
    ready_end(crowd.cache); /* the sanitizer finds what was released too often, or never */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rendered_once_until_it_changes),
        cmocka_unit_test(test_etag_is_of_the_content),
        cmocka_unit_test(test_lapses),
        cmocka_unit_test(test_failed_rendering),
        cmocka_unit_test(test_long_keys_are_not_mixed_up),
        cmocka_unit_test(test_a_stream_ends_with_its_answer),
        cmocka_unit_test(test_bounded_in_bytes),
        cmocka_unit_test(test_many_keys),
        cmocka_unit_test(test_one_rendering_for_many_threads),
        cmocka_unit_test(test_threads_that_replace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
