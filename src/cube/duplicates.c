/* SPDX-License-Identifier: MIT */
/* Open addressing with linear probing. A hash is spread over the parts by its first bits and over a
 * part's slots in proportion, so capacities need not be powers of two and grow by half. */

#include "cube/duplicates.h"

#include "base/assert.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#ifdef ACCORD_STRESS
enum { PART_SLOTS = 4, BLOCK_BYTES_MAX = 100 };
#else
enum { PART_SLOTS = 64, BLOCK_BYTES_MAX = 64 << 10 };
#endif

#define NO_CELL UINT32_MAX

/* A slot is a quarter of a line of the cache. */
typedef struct ac_duplicate {
    uint32_t hash[3];
    uint32_t cell; /* NO_CELL: the slot is free */
} ac_duplicate;

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
    for (size_t i = 0; i < AC_DUPLICATES_PARTS; i++) {
        free(duplicates->parts[i].slots);
        free(duplicates->parts[i].amounts);
    }
    memset(duplicates->parts, 0, sizeof duplicates->parts);
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

/* The 96 bits that are kept. */
static inline void words_of(ac_identity identity, uint32_t hash[3])
{
    hash[0] = (uint32_t)identity.high;
    hash[1] = (uint32_t)(identity.high >> 32);
    hash[2] = (uint32_t)identity.low;
}

static size_t part_of(ac_identity identity)
{
    return identity.high % AC_DUPLICATES_PARTS;
}

/* Where the search for a hash begins: its second word, spread over the slots. */
static uint32_t first_slot(const ac_duplicates_part *part, uint32_t second)
{
    return (uint32_t)((uint64_t)second * part->capacity >> 32);
}

/* Returns the slot of a hash: where it is, or the free one where it would be. */
static uint32_t slot_of(const ac_duplicates_part *part, const uint32_t hash[3])
{
    uint32_t at = first_slot(part, hash[1]);
    while (part->slots[at].cell != NO_CELL &&
           memcmp(part->slots[at].hash, hash, sizeof part->slots[at].hash) != 0) {
        at = at + 1 == part->capacity ? 0 : at + 1;
    }
    return at;
}

static void *allocate(size_t count, size_t size)
{
    void *bytes = malloc(count * size);
    if (bytes == NULL) {
        ac_out_of_memory(count * size);
    }
    return bytes;
}

static void grow(ac_duplicates *duplicates, ac_duplicates_part *part)
{
    bool with_amounts = duplicates->with_amounts;
    uint64_t slot_bytes = sizeof *part->slots + (with_amounts ? sizeof *part->amounts : 0);
    ac_duplicates_part larger = {.count = part->count};
    ac_assert(part->capacity < UINT32_MAX / 2);
    larger.capacity = part->capacity == 0 ? PART_SLOTS : part->capacity + part->capacity / 2;
    larger.slots = allocate(larger.capacity, sizeof *larger.slots);
    memset(larger.slots, 0xFF, larger.capacity * sizeof *larger.slots);
    if (with_amounts) {
        larger.amounts = allocate(larger.capacity, sizeof *larger.amounts);
    }
    for (uint32_t i = 0; i < part->capacity; i++) {
        if (part->slots[i].cell != NO_CELL) {
            uint32_t at = slot_of(&larger, part->slots[i].hash);
            larger.slots[at] = part->slots[i];
            if (with_amounts) {
                larger.amounts[at] = part->amounts[i];
            }
        }
    }
    free(part->slots);
    free(part->amounts);
    duplicates->size_bytes += (larger.capacity - part->capacity) * slot_bytes;
    *part = larger;
}

void ac_duplicates_expect(const ac_duplicates *duplicates, ac_identity identity)
{
    const ac_duplicates_part *part = &duplicates->parts[part_of(identity)];
    if (part->capacity > 0) {
        uint32_t at = first_slot(part, (uint32_t)(identity.high >> 32));
        __builtin_prefetch(&part->slots[at]);
        if (part->amounts != NULL) {
            __builtin_prefetch(&part->amounts[at]);
        }
    }
}

bool ac_duplicates_find(const ac_duplicates *duplicates, ac_identity identity, uint32_t *cell)
{
    const ac_duplicates_part *part = &duplicates->parts[part_of(identity)];
    if (part->capacity == 0) {
        return false;
    }
    uint32_t hash[3];
    words_of(identity, hash);
    *cell = part->slots[slot_of(part, hash)].cell;
    return *cell != NO_CELL;
}

/* The slot of a hash in its part, made if it is not there. */
static bool add_hash(ac_duplicates *duplicates, const uint32_t hash[3], ac_kept *kept)
{
    ac_duplicates_part *part = &duplicates->parts[hash[0] % AC_DUPLICATES_PARTS];
    if ((uint64_t)part->count * 5 >= (uint64_t)part->capacity * 4) {
        grow(duplicates, part);
    }
    uint32_t at = slot_of(part, hash);
    ac_duplicate *slot = &part->slots[at];
    bool fresh = slot->cell == NO_CELL;
    if (fresh) {
        memcpy(slot->hash, hash, sizeof slot->hash);
        part->count++;
    }
    kept->cell = &slot->cell;
    kept->amount = part->amounts == NULL ? NULL : &part->amounts[at];
    return fresh;
}

static void set_kept(ac_kept *kept, uint32_t cell, int64_t amount)
{
    *kept->cell = cell;
    if (kept->amount != NULL) {
        *kept->amount = amount;
    }
}

static void put_out(ac_duplicates *duplicates, const ac_spilled *row)
{
    if (duplicates->status.code == ACCORD_OK) {
        duplicates->status = ac_spill_add(
            duplicates->spill, row->hash[0] % AC_DUPLICATES_PARTS, row, &duplicates->error);
    }
}

/* Sends all that the parts hold to a file, and all that comes after. */
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
    for (size_t i = 0; i < AC_DUPLICATES_PARTS; i++) {
        const ac_duplicates_part *part = &duplicates->parts[i];
        for (uint32_t at = 0; at < part->capacity; at++) {
            if (part->slots[at].cell != NO_CELL) {
                ac_spilled row = {
                    .cell = part->slots[at].cell,
                    .amount = part->amounts == NULL ? 0 : part->amounts[at]};
                memcpy(row.hash, part->slots[at].hash, sizeof row.hash);
                put_out(duplicates, &row);
            }
        }
    }
    ac_duplicates_empty(duplicates);
}

bool ac_duplicates_add_spilled(ac_duplicates *duplicates, const ac_spilled *row, ac_kept *kept)
{
    bool fresh = add_hash(duplicates, row->hash, kept);
    if (fresh) {
        set_kept(kept, row->cell, duplicates->with_amounts ? row->amount : 0);
    }
    return fresh;
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
    if (!add_hash(duplicates, hash, kept)) {
        return false;
    }
    set_kept(kept, row->cell, row->amount);
    if (__builtin_expect(
            duplicates->bytes_most > 0 && duplicates->size_bytes > duplicates->bytes_most, 0)) {
        spill(duplicates);
    }
    return true;
}
