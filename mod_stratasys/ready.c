#include "ready.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

struct ready_slot {
    pthread_mutex_t lock;       /* held while its answer is rendered: one renders, who asks for the same waits for it */
    atomic_uint_fast64_t asked; /* the hash of the key for which it is held, or was last */
    char *key;                  /* owned; of ready */
    struct ready *ready;        /* NULL: empty */
};

/* A key has one slot; two keys that share it take turns. */
struct ready_cache {
    struct ready_slot slots[READY_SLOTS];
    atomic_size_t bytes;
    atomic_uint hand; /* where the next slot is emptied when there is no room */
    uint64_t seed;    /* of the slots' hashes: nobody outside can aim at a slot */
};

struct ready_cache *ready_begin(void)
{
    struct ready_cache *cache = calloc(1, sizeof *cache);

    if (cache && getrandom(&cache->seed, sizeof cache->seed, GRND_NONBLOCK) < 0)
        cache->seed = (uint64_t)(uintptr_t)cache;
    for (size_t i = 0; cache && i < READY_SLOTS; i++)
        pthread_mutex_init(&cache->slots[i].lock, NULL);
    return cache;
}

static uint64_t ready_hash(uint64_t seed, const char *bytes, size_t length)
{
    uint64_t hash = 14695981039346656037u ^ seed; /* FNV-1a */

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 1099511628211u;
    return hash;
}

void ready_release(struct ready *ready)
{
    if (!ready || __atomic_sub_fetch(&ready->users, 1, __ATOMIC_ACQ_REL) > 0)
        return;
    if (ready->stream)
        ready->stream->end(ready->stream);
    free(ready->next_url);
    free(ready->file_name);
    free(ready->bytes);
    free(ready);
}

int ready_more(struct ready *ready, struct buffer *out)
{
    return ready->stream ? ready->stream->next(ready->stream, out) : 0;
}

static void ready_empty(struct ready_cache *cache, struct ready_slot *slot)
{
    if (!slot->ready)
        return;
    atomic_fetch_sub(&cache->bytes, slot->ready->length);
    ready_release(slot->ready);
    free(slot->key);
    slot->ready = NULL;
    slot->key = NULL;
}

void ready_end(struct ready_cache *cache)
{
    for (size_t i = 0; i < READY_SLOTS; i++) {
        ready_empty(cache, &cache->slots[i]);
        pthread_mutex_destroy(&cache->slots[i].lock);
    }
    free(cache);
}

static int ready_is_fresh(const struct ready_slot *slot, const char *key, int64_t change_seq, unsigned generation,
                          int64_t now)
{
    const struct ready *ready = slot->ready;

    return ready && ready->change_seq == change_seq && ready->generation == generation &&
           (ready->lapses_at == 0 || now < ready->lapses_at) && strcmp(slot->key, key) == 0;
}

struct ready *ready_new(int http_status, const char *content_type)
{
    struct ready *ready = calloc(1, sizeof *ready);

    if (!ready)
        return NULL;
    ready->users = 1;
    ready->http_status = http_status;
    ready->content_type = content_type;
    return ready;
}

void ready_tag(struct ready *ready, const char *text, size_t length)
{
    snprintf(ready->etag, sizeof ready->etag, "\"%016llx-%zx\"", (unsigned long long)ready_hash(0, text, length),
             length);
}

static struct ready *ready_make(ready_render *render, void *context, int64_t change_seq, unsigned generation)
{
    struct ready *ready = ready_new(200, "application/json");

    if (!ready)
        return NULL;
    if (render(context, ready)) {
        ready_release(ready);
        return NULL;
    }
    ready_tag(ready, ready->bytes, ready->length);
    ready->change_seq = change_seq;
    ready->generation = generation;
    return ready;
}

/* Empties slots in turn, but for those in which somebody is at work. Returns whether there is room for so many bytes then. */
static int ready_make_room(struct ready_cache *cache, size_t length)
{
    for (int i = 0; i < READY_SLOTS && atomic_load(&cache->bytes) + length > READY_CACHED_BYTES_MAX; i++) {
        struct ready_slot *slot = &cache->slots[atomic_fetch_add(&cache->hand, 1) % READY_SLOTS];
        if (pthread_mutex_trylock(&slot->lock))
            continue;
        ready_empty(cache, slot);
        pthread_mutex_unlock(&slot->lock);
    }
    return atomic_load(&cache->bytes) + length <= READY_CACHED_BYTES_MAX;
}

/* The slot is locked by the caller. */
static void ready_keep(struct ready_cache *cache, struct ready_slot *slot, const char *key, struct ready *ready)
{
    ready_empty(cache, slot);
    if (strlen(key) > READY_KEY_BYTES_MAX || ready->length > READY_ANSWER_BYTES_MAX ||
        !ready_make_room(cache, ready->length))
        return;
    slot->key = strdup(key);
    if (!slot->key)
        return;
    atomic_fetch_add(&cache->bytes, ready->length);
    slot->ready = ready;
    __atomic_add_fetch(&ready->users, 1, __ATOMIC_RELAXED);
}

/* Locks the slot unless another key's answer is being rendered in it: waiting for that would let one client hold up others. Returns
 * whether it is locked. */
static int ready_lock(struct ready_slot *slot, uint64_t hash)
{
    if (pthread_mutex_trylock(&slot->lock)) {
        if (atomic_load(&slot->asked) != hash)
            return 0;
        pthread_mutex_lock(&slot->lock);
    }
    atomic_store(&slot->asked, hash);
    return 1;
}

struct ready *ready_get(struct ready_cache *cache, const char *key, int64_t change_seq, unsigned generation,
                        int64_t now, ready_render *render, void *context)
{
    uint64_t hash = ready_hash(cache->seed, key, strlen(key));
    struct ready_slot *slot = &cache->slots[hash % READY_SLOTS];
    struct ready *ready;

    if (!ready_lock(slot, hash))
        return ready_make(render, context, change_seq, generation);
    if (ready_is_fresh(slot, key, change_seq, generation, now)) {
        ready = slot->ready;
        __atomic_add_fetch(&ready->users, 1, __ATOMIC_RELAXED);
    } else {
        ready = ready_make(render, context, change_seq, generation);
        if (ready)
            ready_keep(cache, slot, key, ready);
    }
    pthread_mutex_unlock(&slot->lock);
    return ready;
}
