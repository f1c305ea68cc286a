/* SPDX-License-Identifier: MIT */
/* By which day the data are known, and what files of stage freeze have frozen of each input. */

#include "app/load_inside.h"

/* The day that the run looks from: the one asked for, or that of the last file listed. */
static bool find_by(const ac_loading *loading, accord_date *by)
{
    if (loading->options->known_by != NULL) {
        *by = *loading->options->known_by;
        return true;
    }
    bool listed = false;
    for (size_t i = 0; i < loading->seen_count && loading->manifest->there; i++) {
        listed = listed || loading->seen[i].submission->listed;
    }
    *by = loading->manifest->latest;
    return listed;
}

/* Carries on from a day through the days that the freeze files of one thing cover without a gap. */
static accord_date carry_on(const ac_load_plan *plan, ac_text stands, accord_date frozen)
{
    bool grows = true;
    while (grows) {
        grows = false;
        for (size_t i = 0; i < plan->file_count; i++) {
            const ac_submission *of = plan->files[i]->submission;
            if (of->stage != AC_STAGE_FREEZE || !ac_text_equal(of->stands, stands)) {
                continue;
            }
            /* A file of everything speaks for all days up to the one on which it became known. */
            accord_date until = of->covers_said ? of->covers.until : of->known;
            bool joins = !of->covers_said || of->covers.from.day <= frozen.day;
            if (joins && until.day > frozen.day) {
                frozen = until;
                grows = true;
            }
        }
    }
    return frozen;
}

/* The first day that some listed file has not frozen; INT32_MAX where none is listed. */
static accord_date least_frozen(const ac_load_plan *plan, accord_date by_days)
{
    accord_date least = {INT32_MAX};
    for (size_t i = 0; i < plan->file_count; i++) {
        const ac_submission *file = plan->files[i]->submission;
        if (file->listed) {
            accord_date frozen = carry_on(plan, file->stands, by_days);
            least = frozen.day < least.day ? frozen : least;
        }
    }
    return least;
}

void ac_load_take_frozen(ac_loading *loading, uint32_t quantity, const ac_load_plan *plan)
{
    const ac_quantity *of = &loading->program->quantities[quantity];
    accord_date by = {0};
    if (!find_by(loading, &by) || of->period == AC_PERIOD_NONE) {
        return;
    }
    accord_date by_days = {by.day - (int32_t)of->type.freeze_days + 1};
    accord_date least = least_frozen(plan, by_days);
    if (plan->followers != NULL) {
        accord_date other = least_frozen(plan->followers, by_days);
        least = other.day < least.day ? other : least;
    }
    if (least.day < INT32_MAX && least.day > by_days.day) {
        loading->frozen[loading->frozen_count++] = (ac_frozen_days){quantity, least};
    }
}

const ac_knowledge *ac_load_knowledge(const ac_loading *loading)
{
    accord_date by = {0};
    if (!find_by(loading, &by)) {
        return NULL;
    }
    return ac_knowledge_make(
        loading->arena, loading->program, by, loading->options->known_by != NULL, loading->frozen,
        loading->frozen_count);
}
