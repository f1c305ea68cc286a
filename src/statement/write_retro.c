/* SPDX-License-Identifier: MIT */
/* Variations signed after they take effect, for programs and spreadsheets. */

#include "statement/inside.h"
#include "value/date.h"

#include <inttypes.h>

static ac_text code_of(const ac_statement_set *set, const ac_retro_part *part)
{
    return ac_member_code(set->program, set->facts, part->level, part->member);
}

static void add_change(ac_buffer *buffer, const ac_program *program, accord_money change)
{
    ac_buffer_add_z(buffer, "\"change\": \"");
    ac_money_add_plain(buffer, program, change);
    ac_buffer_addf(buffer, "\", \"minor\": %" PRId64, change.minor);
}

static void
add_parts(ac_buffer *buffer, const ac_statement_set *set, const ac_retro *retro, ac_text party)
{
    ac_buffer_add_z(buffer, ", \"parties\": [");
    const char *between = "";
    for (size_t i = 0; i < retro->part_count; i++) {
        const ac_retro_part *part = &retro->parts[i];
        if (!ac_retro_part_is_shown(set, part, party)) {
            continue;
        }
        ac_buffer_addf(buffer, "%s{\"party\": ", between);
        between = ", ";
        ac_buffer_add_json(buffer, code_of(set, part));
        ac_buffer_addf(buffer, ", \"role\": \"%s\", ", part->pays ? "payer" : "payee");
        add_change(buffer, set->program, part->change);
        ac_buffer_add_char(buffer, '}');
    }
    ac_buffer_add_char(buffer, ']');
}

void ac_retro_add_json(ac_buffer *buffer, const ac_statement_set *set, ac_text party)
{
    ac_buffer_add_z(buffer, "\"retro\": [");
    for (size_t i = 0; i < set->retro_count; i++) {
        const ac_retro *retro = &set->retro[i];
        const ac_variation *variation = &set->program->syntax->variations[retro->variation];
        ac_buffer_add_z(buffer, i == 0 ? "\n    {\"variation\": " : ",\n    {\"variation\": ");
        ac_buffer_add_json(buffer, variation->number);
        ac_buffer_add_z(buffer, ", \"signed\": \"");
        ac_date_add_iso(buffer, variation->signed_on);
        ac_buffer_add_z(buffer, "\", \"effective\": \"");
        ac_date_add_iso(buffer, variation->effective);
        ac_buffer_addf(buffer, "\", \"priced\": %s", retro->priced ? "true" : "false");
        if (retro->priced) {
            ac_buffer_addf(
                buffer, ", \"payments\": %zu, \"changed\": %zu, \"unknown\": %zu, ",
                retro->payments, retro->changed, retro->unknown);
            add_change(buffer, set->program, retro->change);
            add_parts(buffer, set, retro, party);
        }
        ac_buffer_add_char(buffer, '}');
    }
    ac_buffer_add_z(buffer, "],\n  ");
}

void ac_retro_add_csv(
    ac_buffer *buffer, const ac_statement_set *set, ac_text party, const char *more)
{
    for (size_t i = 0; i < set->retro_count; i++) {
        const ac_retro *retro = &set->retro[i];
        const ac_variation *variation = &set->program->syntax->variations[retro->variation];
        for (size_t k = 0; k < retro->part_count; k++) {
            const ac_retro_part *part = &retro->parts[k];
            if (!ac_retro_part_is_shown(set, part, party)) {
                continue;
            }
            ac_buffer_add_csv(buffer, variation->label);
            ac_buffer_add_z(buffer, ",,");
            ac_date_add_iso(buffer, variation->signed_on);
            ac_buffer_addf(buffer, ",no,known,%s,", part->pays ? "retro-payer" : "retro-payee");
            ac_buffer_add_csv(buffer, code_of(set, part));
            ac_buffer_add_z(buffer, ",,");
            ac_money_add_plain(buffer, set->program, part->change);
            ac_buffer_add_char(buffer, ',');
            ac_buffer_add_z(buffer, more);
        }
    }
}
