/* The groups of a report, found by their keys. */
#include "endpoint_report.h"
#include <stdlib.h>
#include <string.h>

enum { GROUPS_ROOM = 256 };

static uint64_t report_key_hash(const struct report_key *key)
{
    uint64_t hash = (uint64_t)key->time;

    hash = hash * 1000003 + (uint32_t)key->place;
    hash = hash * 1000003 + (uint32_t)key->sub;
    hash = hash * 1000003 + (uint32_t)key->kind;
    return (hash * UINT64_C(0x9e3779b97f4a7c15)) >> 20;
}

static int report_key_equals(const struct report_key *a, const struct report_key *b)
{
    return a->time == b->time && a->place == b->place && a->sub == b->sub && a->kind == b->kind;
}

/* Where the group of that key is noted, or would be. */
static uint32_t *report_groups_slot(const struct report_groups *groups, const struct report_key *key)
{
    size_t i = report_key_hash(key) & (groups->slot_count - 1);

    while (groups->slots[i] && !report_key_equals(&groups->keys[groups->slots[i] - 1], key))
        i = (i + 1) & (groups->slot_count - 1);
    return &groups->slots[i];
}

/* Room for `room` groups. What was allocated before a failure stays owned. */
static int report_groups_allocate(struct report_groups *groups, size_t room)
{
    struct report_key *moved_keys = realloc(groups->keys, room * sizeof *moved_keys);
    if (moved_keys)
        groups->keys = moved_keys;
    double *sums = realloc(groups->sums, room * groups->figures * sizeof *sums);
    if (sums)
        groups->sums = sums;
    uint64_t *printers = realloc(groups->printers, room * groups->words * sizeof *printers);
    if (printers)
        groups->printers = printers;
    uint32_t *slots = realloc(groups->slots, 2 * room * sizeof *slots);
    if (slots)
        groups->slots = slots;
    return moved_keys && sums && printers && slots ? 0 : -1;
}

static int report_groups_grow(struct report_groups *groups)
{
    size_t room = groups->room ? 2 * groups->room : GROUPS_ROOM;

    if (report_groups_allocate(groups, room))
        return -1;
    groups->room = room;
    groups->slot_count = 2 * room;
    memset(groups->slots, 0, groups->slot_count * sizeof *groups->slots);
    for (size_t i = 0; i < groups->count; i++)
        *report_groups_slot(groups, &groups->keys[i]) = (uint32_t)i + 1;
    return 0;
}

static int report_groups_add(struct report_groups *groups, const struct report_key *key, const double *first)
{
    if (groups->count == REPORT_GROUPS_MAX)
        return 1;
    if (groups->count == groups->room && report_groups_grow(groups))
        return -1;
    *report_groups_slot(groups, key) = (uint32_t)groups->count + 1;
    groups->keys[groups->count] = *key;
    memcpy(groups->sums + groups->count * groups->figures, first, groups->figures * sizeof *first);
    memset(groups->printers + groups->count * groups->words, 0, groups->words * sizeof *groups->printers);
    groups->last = groups->count++;
    return 0;
}

int report_groups_find(struct report_groups *groups, const struct report_key *key, const double *first, size_t *group)
{
    int result = 0;

    /* Rows of one group often follow each other. */
    if (groups->count == 0 || !report_key_equals(&groups->keys[groups->last], key)) {
        uint32_t found = groups->count ? *report_groups_slot(groups, key) : 0;
        if (found)
            groups->last = found - 1;
        else
            result = report_groups_add(groups, key, first);
    }
    *group = groups->last;
    return result;
}

void report_groups_count_printer(struct report_groups *groups, size_t group, int32_t printer)
{
    uint64_t *words = groups->printers + group * groups->words;

    words[printer / REPORT_WORD_BITS] |= UINT64_C(1) << printer % REPORT_WORD_BITS;
}

int report_groups_printers(const struct report_groups *groups, size_t group)
{
    int count = 0;

    for (size_t i = 0; i < groups->words; i++)
        count += __builtin_popcountll(groups->printers[group * groups->words + i]);
    return count;
}

void report_groups_empty(struct report_groups *groups)
{
    if (groups->slot_count)
        memset(groups->slots, 0, groups->slot_count * sizeof *groups->slots);
    groups->count = groups->last = 0;
}

void report_groups_free(struct report_groups *groups)
{
    free(groups->keys);
    free(groups->sums);
    free(groups->printers);
    free(groups->slots);
    *groups = (struct report_groups){0};
}
