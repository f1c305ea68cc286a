/* SPDX-License-Identifier: MIT */
/* Whether two runs can be compared: they are of one agreement, so that a payment, a member and a
 * period of one are those of the other. */

#include "app/diff_inside.h"
#include "value/date.h"

enum { OLD, NEW };

/* Two runs, as their options name them. */
typedef struct pair {
    const ac_diff_options *options;
    const ac_run *runs; /* [2] */
    accord_error *error;
} pair;

static accord_status cannot(const pair *of, const char *what, ac_text old, ac_text new_one)
{
    return ac_fail(
        of->error, ACCORD_EINPUT,
        "%s and %s cannot be compared: %s (%.*s in the old one, %.*s in the new one). Only runs of "
        "one agreement can",
        of->options->sides[OLD].contract_path, of->options->sides[NEW].contract_path, what,
        AC_TEXT_ARG(old), AC_TEXT_ARG(new_one));
}

static void add_term(ac_buffer *buffer, const ac_calendar *calendar)
{
    ac_date_add_iso(buffer, calendar->term_from);
    ac_buffer_add_z(buffer, " to ");
    ac_date_add_iso(buffer, (accord_date){calendar->term_until.day - 1});
    ac_buffer_addf(buffer, ", years from %d.%d.", calendar->start_day, calendar->start_month);
}

static accord_status check_levels(const pair *of, int side)
{
    const ac_program *one = of->runs[side].contract.program;
    const ac_program *other = of->runs[1 - side].contract.program;
    for (uint32_t i = 0; i < one->level_count; i++) {
        if (ac_find_level(other, one->levels[i].name) == AC_NONE) {
            ac_text has = one->levels[i].name;
            ac_text none = AC_TEXT("none of that name");
            return cannot(
                of, "they have other levels", side == OLD ? has : none, side == OLD ? none : has);
        }
    }
    return ac_ok();
}

static accord_status check_terms(const pair *of)
{
    const ac_syntax *old = of->runs[OLD].contract.program->syntax;
    const ac_syntax *new_one = of->runs[NEW].contract.program->syntax;
    AC_SCOPED_BUFFER(before, 80);
    AC_SCOPED_BUFFER(after, 80);
    add_term(&before, &old->calendar);
    add_term(&after, &new_one->calendar);
    if (!ac_text_equal(ac_buffer_text(&before), ac_buffer_text(&after))) {
        return cannot(of, "they have other terms", ac_buffer_text(&before), ac_buffer_text(&after));
    }
    if (!ac_text_equal(old->currency, new_one->currency) ||
        old->money_places != new_one->money_places) {
        return cannot(of, "they pay in other money", old->currency, new_one->currency);
    }
    AC_TRY(check_levels(of, OLD));
    return check_levels(of, NEW);
}

static accord_status check_values(const pair *of)
{
    for (size_t i = 0; i < of->options->value_count; i++) {
        for (int side = OLD; side <= NEW; side++) {
            ac_text name = of->options->values[i];
            const ac_program *program = of->runs[side].contract.program;
            if (ac_find_quantity(program, name) == AC_NONE) {
                return ac_fail(
                    of->error, ACCORD_EINPUT, "%s has no quantity %.*s: --value names one",
                    of->options->sides[side].contract_path, AC_TEXT_ARG(name));
            }
        }
    }
    return ac_ok();
}

accord_status
ac_diff_check_comparable(const ac_diff_options *options, const ac_run runs[2], accord_error *error)
{
    const pair of = {options, runs, error};
    AC_TRY(check_terms(&of));
    return check_values(&of);
}
