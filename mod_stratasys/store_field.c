/* Tables of fields: what binds a struct's values also tells whether they are other ones than before. */
#include "store_internal.h"
#include "units.h"
#include <math.h>
#include <string.h>

/* ---- binding ------------------------------------------------------------------------------------------------------ */

int store_text_length(const char *text, int max)
{
    int length = (int)strnlen(text, (size_t)max + 1);

    if (length <= max)
        return length;
    length = max;
    while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
        length--;
    return length;
}

void store_bind_text(sqlite3_stmt *statement, int index, const char *text)
{
    if (text && text[0])
        sqlite3_bind_text(statement, index, text, store_text_length(text, STORE_TEXT_MAX), SQLITE_STATIC);
}

void store_bind_name(sqlite3_stmt *statement, int index, const char *name)
{
    if (name && name[0])
        sqlite3_bind_text(statement, index, name, store_text_length(name, STORE_NAME_MAX), SQLITE_STATIC);
}

void store_bind_time(sqlite3_stmt *statement, int index, int64_t at)
{
    if (at > 0 && at <= UNITS_TIME_MAX_S)
        sqlite3_bind_int64(statement, index, at);
}

/* The number that is bound: NAN becomes NULL. */
static double store_field_number(enum store_kind kind, double number)
{
    switch (kind) {
    case STORE_POSITIVE:
        return number > 0 ? number : NAN;
    case STORE_ROUNDED:
        return round(number);
    case STORE_E4:
        return round(number * 1e4);
    default:
        return number;
    }
}

static void store_bind_field(sqlite3_stmt *statement, int index, enum store_kind kind, const void *value)
{
    switch (kind) {
    case STORE_TEXT:
        store_bind_text(statement, index, *(const char *const *)value);
        return;
    case STORE_LINE:
        store_bind_text(statement, index, value);
        return;
    case STORE_TIME:
    case STORE_TREMBLING:
        store_bind_time(statement, index, *(const int64_t *)value);
        return;
    case STORE_COUNT:
        sqlite3_bind_int64(statement, index, *(const int64_t *)value);
        return;
    case STORE_INT:
        if (*(const int *)value >= 0)
            sqlite3_bind_int(statement, index, *(const int *)value);
        return;
    default:
        sqlite3_bind_double(statement, index, store_field_number(kind, *(const double *)value));
    }
}

void store_bind_fields(sqlite3_stmt *statement, const struct store_table *table, const struct store_values *values)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct store_field *field = &table->fields[i];
        const char *base = values->of[field->source];
        if (base)
            store_bind_field(statement, table->first + (int)i, field->kind, base + field->offset);
    }
}

/* ---- what was written ---------------------------------------------------------------------------------------------- */

uint64_t store_hash_number(uint64_t hash, uint64_t number)
{
    hash = (hash ^ number) * UINT64_C(0x9e3779b97f4a7c15);
    hash ^= hash >> 29;
    return hash ? hash : 1;
}

uint64_t store_hash_text(uint64_t hash, const char *text)
{
    size_t length = text ? strlen(text) : 0;

    for (; length >= 8; text += 8, length -= 8) {
        uint64_t word;
        memcpy(&word, text, 8);
        hash = store_hash_number(hash, word);
    }
    uint64_t rest = length;
    for (size_t i = 0; i < length; i++)
        rest = rest << 8 | (unsigned char)text[i];
    return store_hash_number(hash, rest);
}

static uint64_t store_hash_double(uint64_t hash, double number)
{
    uint64_t bits = 0;

    if (isnan(number))
        return store_hash_number(hash, UINT64_MAX);
    memcpy(&bits, &number, sizeof bits);
    return store_hash_number(hash, bits);
}

static uint64_t store_hash_field(uint64_t hash, enum store_kind kind, const void *value)
{
    switch (kind) {
    case STORE_TREMBLING:
        return hash;
    case STORE_TEXT:
        return store_hash_text(hash, *(const char *const *)value);
    case STORE_LINE:
        return store_hash_text(hash, value);
    case STORE_TIME:
    case STORE_COUNT:
        return store_hash_number(hash, (uint64_t) * (const int64_t *)value);
    case STORE_INT:
        return store_hash_number(hash, (uint64_t) * (const int *)value);
    default:
        return store_hash_double(hash, store_field_number(kind, *(const double *)value));
    }
}

uint64_t store_hash_fields(const struct store_table *table, const struct store_values *values, uint64_t seed)
{
    uint64_t hash = store_hash_number(seed, table->count);

    for (size_t i = 0; i < table->count; i++) {
        const struct store_field *field = &table->fields[i];
        const char *base = values->of[field->source];
        hash = base ? store_hash_field(hash, field->kind, base + field->offset) : store_hash_number(hash, 0);
    }
    return hash;
}
