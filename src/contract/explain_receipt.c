/* SPDX-License-Identifier: MIT */
/* What a receipt says of the contract's variations (which were in force where the figure stands)
 * and of the day by which its data were known. */

#include "contract/explain_tree.h"
#include "value/date.h"

void ac_explain_variation_add(
    ac_buffer *buffer, const ac_explanation *explanation, const ac_variation *variation)
{
    const ac_reason *root = explanation->root;
    ac_buffer_addf(buffer, "%.*s, signed ", AC_TEXT_ARG(variation->label));
    ac_date_add_iso(buffer, variation->signed_on);
    ac_buffer_add_z(buffer, ", in force from ");
    ac_date_add_iso(buffer, variation->effective);
    if (root->period_kind == AC_PERIOD_NONE) {
        return;
    }
    /* Clauses are read in the version of a period's first day (R33 of docs/manual/rules.md). */
    accord_date from = ac_period_from(explanation->x.calendar, root->period_kind, root->period);
    bool in_force = variation->effective.day <= from.day;
    ac_buffer_add_z(buffer, in_force ? ": in force for " : ": not yet in force for ");
    ac_period_add(buffer, explanation->x.calendar, root->period_kind, root->period);
}

void ac_explain_known_add(ac_buffer *buffer, const ac_knowledge *knowledge)
{
    ac_buffer_add_z(buffer, knowledge->by_said ? "" : "any day; the last file became known on ");
    ac_date_add_iso(buffer, knowledge->by);
}
