/* SPDX-License-Identifier: MIT */
/* Open addressing with linear probing. A hash is spread over the tables by its first bits and over
 * a table's slots in proportion, so capacities need not be powers of two and grow by half. */

#include "cube/duplicates.h"

#include "base/assert.h"
#include "base/pages.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Of eight slots or more, four fifths leave one free: a search for what is absent ends at it. */
#ifdef ACCORD_STRESS
enum { TABLE_SLOTS = 8, BLOCK_BYTES_MAX = 100, BLOCK_ROWS = 2 };
#else
enum { TABLE_SLOTS = 64, BLOCK_BYTES_MAX = 64 << 10, BLOCK_ROWS = 64 << 10 };
#endif

/* A slot is a quarter of a line of the cache. */
typedef struct ac_duplicate {
    uint32_t hash[3]; /* all 0: the slot is free */
    uint32_t kept;    /* the cell; with amounts, which of the rows that are kept */
} ac_duplicate;

struct ac_kept_block {
    int64_t amounts[BLOCK_ROWS];
    uint32_t cells[BLOCK_ROWS];
};

void ac_duplicates_init(ac_duplicates *duplicates, bool with_amounts)
{
    memset(duplicates, 0, sizeof *duplicates);
    duplicates->with_amounts = with_amounts;
}

void ac_duplicates_bound(ac_duplicates *duplicates, uint64_t bytes_most, const char *scratch)
{
    duplicates->bytes_most = bytes_most;
    duplicates->scratch = scratch == NULL ? "/tmp" : scratch;
}

void ac_duplicates_empty(ac_duplicates *duplicates)
{
    for (size_t i = 0; i < AC_DUPLICATES_TABLES; i++) {
        ac_duplicates_table *table = &duplicates->tables[i];
        ac_pages_free(table->slots, table->capacity, sizeof *table->slots);
    }
    for (size_t i = 0; i < duplicates->block_count; i++) {
        free(duplicates->blocks[i]);
    }
    free(duplicates->blocks);
    duplicates->blocks = NULL;
    duplicates->block_count = 0;
    duplicates->kept_count = 0;
    memset(duplicates->tables, 0, sizeof duplicates->tables);
    duplicates->size_bytes = 0;
}

void ac_duplicates_done(ac_duplicates *duplicates)
{
    ac_duplicates_empty(duplicates);
    ac_spill_close(duplicates->spill);
    memset(duplicates, 0, sizeof *duplicates);
}

accord_status ac_duplicates_check(const ac_duplicates *duplicates, accord_error *error)
{
    if (duplicates->status.code != ACCORD_OK && error != NULL) {
        *error = duplicates->error;
    }
    return duplicates->status;
}

static inline uint64_t turn(uint64_t word, unsigned bits)
{
    return (word << bits) | (word >> (64 - bits));
}

static inline void sip_round(uint64_t v[4])
{
    v[0] += v[1];
    v[1] = turn(v[1], 13) ^ v[0];
    v[0] = turn(v[0], 32);
    v[2] += v[3];
    v[3] = turn(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = turn(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = turn(v[1], 17) ^ v[2];
    v[2] = turn(v[2], 32);
}

static inline void sip_word(uint64_t v[4], uint64_t word)
{
    v[3] ^= word;
    sip_round(v);
    sip_round(v);
    v[0] ^= word;
}

static uint64_t sip_end(uint64_t v[4])
{
    for (int i = 0; i < 4; i++) {
        sip_round(v);
    }
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* The words of a part: its length, then its bytes, the last word filled up with zeros. The length
 * keeps apart what zeros or another cut would make alike. */
static void sip_part(uint64_t v[4], ac_text part)
{
    sip_word(v, part.size);
    size_t at = 0;
    for (; at + 8 <= part.size; at += 8) {
        uint64_t word = 0;
        memcpy(&word, part.at + at, 8);
        sip_word(v, word);
    }
    if (at < part.size) {
        uint64_t word = 0;
        memcpy(&word, part.at + at, part.size - at);
        sip_word(v, word);
    }
}

ac_identity ac_identity_of(const ac_text *parts, size_t count)
{
    /* SipHash's own constants, with the 128-bit mark on the second; the key is fixed. */
    uint64_t v[4] = {
        UINT64_C(0x736f6d6570736575), UINT64_C(0x646f72616e646f6d) ^ 0xee,
        UINT64_C(0x6c7967656e657261), UINT64_C(0x7465646279746573)};
    for (size_t i = 0; i < count; i++) {
        sip_part(v, parts[i]);
    }
    v[2] ^= 0xee;
    ac_identity identity = {.high = sip_end(v)};
    v[1] ^= 0xdd;
    identity.low = sip_end(v);
    return identity;
}

/* The 96 bits that are kept, not all 0. */
static inline void words_of(ac_identity identity, uint32_t hash[3])
{
    hash[0] = (uint32_t)identity.high;
    hash[1] = (uint32_t)(identity.high >> 32);
    hash[2] = (uint32_t)identity.low;
    hash[2] |= identity.high == 0 && hash[2] == 0 ? 1 : 0;
}

/* Which part of a file a hash belongs to, and which table. */
static inline size_t part_of(uint32_t first)
{
    return first % AC_DUPLICATES_PARTS;
}

static inline size_t table_of(uint32_t first)
{
    return part_of(first) / (AC_DUPLICATES_PARTS / AC_DUPLICATES_TABLES);
}

/* Where the search for a hash begins: its second word, spread over the slots. */
static inline uint32_t first_slot(const ac_duplicates_table *table, uint32_t second)
{
    return (uint32_t)((uint64_t)second * table->capacity >> 32);
}

static inline bool is_free(const ac_duplicate *slot)
{
    return (slot->hash[0] | slot->hash[1] | slot->hash[2]) == 0;
}

/* The slot of a hash: where it is, or the free one where it would be. */
static inline ac_duplicate *slot_of(const ac_duplicates_table *table, const uint32_t hash[3])
{
    ac_duplicate *slot = table->slots + first_slot(table, hash[1]);
    while (!is_free(slot) && ((slot->hash[0] ^ hash[0]) | (slot->hash[1] ^ hash[1]) |
                              (slot->hash[2] ^ hash[2])) != 0) {
        slot = slot + 1 == table->slots + table->capacity ? table->slots : slot + 1;
    }
    return slot;
}

void ac_duplicates_expect_rows(ac_duplicates *duplicates, uint64_t rows)
{
    /* A table is then three quarters full. */
    uint64_t bytes = rows / 3 * 4 * sizeof(ac_duplicate);
    bool may = duplicates->bytes_most == 0 || bytes < duplicates->bytes_most;
    duplicates->rows_expected = may ? rows : 0;
}

uint64_t ac_duplicates_count(const ac_duplicates *duplicates)
{
    uint64_t count = 0;
    for (size_t i = 0; i < AC_DUPLICATES_TABLES; i++) {
        count += duplicates->tables[i].count;
    }
    return count;
}

/* The slots of a table that is to be larger. */
static uint32_t larger_capacity(const ac_duplicates *duplicates, uint32_t capacity)
{
    ac_assert(capacity < UINT32_MAX / 2);
    uint32_t larger = capacity == 0 ? TABLE_SLOTS : capacity + capacity / 2;
    uint64_t expected = duplicates->rows_expected / (UINT64_C(3) * AC_DUPLICATES_TABLES) * 4;
    return expected > larger && expected < UINT32_MAX / 2 ? (uint32_t)expected : larger;
}

/* Hashes stand in their order, but for those that were pushed on: both are gone through once. */
static void grow(ac_duplicates *duplicates, ac_duplicates_table *table)
{
    ac_duplicates_table larger = {.count = table->count};
    larger.capacity = larger_capacity(duplicates, table->capacity);
    larger.slots = ac_pages_new(larger.capacity, sizeof *larger.slots);
    for (uint32_t i = 0; i < table->capacity; i++) {
        if (!is_free(&table->slots[i])) {
            *slot_of(&larger, table->slots[i].hash) = table->slots[i];
        }
    }
    ac_pages_free(table->slots, table->capacity, sizeof *table->slots);
    duplicates->size_bytes += (larger.capacity - table->capacity) * sizeof *table->slots;
    *table = larger;
}

void ac_duplicates_expect(const ac_duplicates *duplicates, ac_identity identity)
{
    const ac_duplicates_table *table = &duplicates->tables[table_of((uint32_t)identity.high)];
    if (table->slots != NULL) {
        __builtin_prefetch(table->slots + first_slot(table, (uint32_t)(identity.high >> 32)));
    }
}

/* Where what is kept of a row stands. */
static ac_kept kept_of(const ac_duplicates *duplicates, ac_duplicate *slot)
{
    if (!duplicates->with_amounts) {
        return (ac_kept){.cell = &slot->kept};
    }
    ac_kept_block *block = duplicates->blocks[slot->kept / BLOCK_ROWS];
    uint32_t at = slot->kept % BLOCK_ROWS;
    return (ac_kept){.cell = &block->cells[at], .amount = &block->amounts[at]};
}

/* Keeps what is to be kept of a new row. */
static void keep(ac_duplicates *duplicates, ac_duplicate *slot, uint32_t cell, int64_t amount)
{
    slot->kept = cell;
    if (!duplicates->with_amounts) {
        return;
    }
    uint32_t at = duplicates->kept_count++;
    if (at / BLOCK_ROWS == duplicates->block_count) {
        size_t count = duplicates->block_count;
        if ((count & (count - 1)) == 0) { /* the list is full: it doubles */
            size_t room = count == 0 ? 1 : 2 * count;
            ac_kept_block **larger = realloc(duplicates->blocks, room * sizeof(ac_kept_block *));
            if (larger == NULL) {
                ac_out_of_memory(room * sizeof(ac_kept_block *));
            }
            duplicates->blocks = larger;
        }
        ac_kept_block *made = malloc(sizeof *made);
        if (made == NULL) {
            ac_out_of_memory(sizeof *made);
        }
        duplicates->blocks[duplicates->block_count++] = made;
        duplicates->size_bytes += sizeof *made;
    }
    ac_kept_block *block = duplicates->blocks[at / BLOCK_ROWS];
    block->cells[at % BLOCK_ROWS] = cell;
    block->amounts[at % BLOCK_ROWS] = amount;
    slot->kept = at;
}

bool ac_duplicates_find(const ac_duplicates *duplicates, ac_identity identity, uint32_t *cell)
{
    uint32_t hash[3];
    words_of(identity, hash);
    const ac_duplicates_table *table = &duplicates->tables[table_of(hash[0])];
    ac_duplicate *slot = table->capacity == 0 ? NULL : slot_of(table, hash);
    if (slot == NULL || is_free(slot)) {
        return false;
    }
    *cell = *kept_of(duplicates, slot).cell;
    return true;
}

/* Adds a row; false: its hash was there before. */
static inline bool
add(ac_duplicates *duplicates, const uint32_t hash[3], uint32_t cell, int64_t amount, ac_kept *kept)
{
    ac_duplicates_table *table = &duplicates->tables[table_of(hash[0])];
    if (__builtin_expect((uint64_t)table->count * 5 >= (uint64_t)table->capacity * 4, 0)) {
        grow(duplicates, table);
    }
    ac_duplicate *slot = slot_of(table, hash);
    if (__builtin_expect(!is_free(slot), 0)) {
        *kept = kept_of(duplicates, slot);
        return false;
    }
    memcpy(slot->hash, hash, sizeof slot->hash);
    table->count++;
    keep(duplicates, slot, cell, amount);
    return true;
}

static void put_out(ac_duplicates *duplicates, const ac_spilled *row)
{
    if (duplicates->status.code == ACCORD_OK) {
        duplicates->status =
            ac_spill_add(duplicates->spill, part_of(row->hash[0]), row, &duplicates->error);
    }
}

/* Sends all that the tables hold to a file, and all that comes after. */
static void spill(ac_duplicates *duplicates)
{
    uint64_t block = duplicates->bytes_most / (UINT64_C(4) * AC_DUPLICATES_PARTS);
    const ac_spill_options options = {
        .folder = duplicates->scratch,
        .parts = AC_DUPLICATES_PARTS,
        .record_bytes =
            duplicates->with_amounts ? sizeof(ac_spilled) : offsetof(ac_spilled, amount),
        .block_bytes = block > BLOCK_BYTES_MAX ? BLOCK_BYTES_MAX : (size_t)block};
    duplicates->status = ac_spill_open(&options, &duplicates->spill, &duplicates->error);
    for (size_t i = 0; i < AC_DUPLICATES_TABLES; i++) {
        const ac_duplicates_table *table = &duplicates->tables[i];
        for (uint32_t at = 0; at < table->capacity; at++) {
            if (!is_free(&table->slots[at])) {
                ac_kept kept = kept_of(duplicates, &table->slots[at]);
                ac_spilled row = {
                    .cell = *kept.cell, .amount = kept.amount == NULL ? 0 : *kept.amount};
                memcpy(row.hash, table->slots[at].hash, sizeof row.hash);
                put_out(duplicates, &row);
            }
        }
    }
    ac_duplicates_empty(duplicates);
}

bool ac_duplicates_add_spilled(ac_duplicates *duplicates, const ac_spilled *row, ac_kept *kept)
{
    int64_t amount = duplicates->with_amounts ? row->amount : 0;
    return add(duplicates, row->hash, row->cell, amount, kept);
}

bool ac_duplicates_add(ac_duplicates *duplicates, const ac_counted *row, ac_kept *kept)
{
    uint32_t hash[3];
    words_of(row->identity, hash);
    if (__builtin_expect(
            ac_duplicates_is_spilled(duplicates) || duplicates->status.code != ACCORD_OK, 0)) {
        ac_spilled out = {.cell = row->cell, .place = row->place, .amount = row->amount};
        memcpy(out.hash, hash, sizeof out.hash);
        put_out(duplicates, &out);
        return true;
    }
    if (!add(duplicates, hash, row->cell, row->amount, kept)) {
        return false;
    }
    if (__builtin_expect(
            duplicates->bytes_most > 0 && duplicates->size_bytes > duplicates->bytes_most, 0)) {
        spill(duplicates);
    }
    return true;
}
