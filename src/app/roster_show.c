/* SPDX-License-Identifier: MIT */
/* Reads a pool and its roster for people to look at. Requests of the past are no faults here: a
 * rota of last month may be looked at. */

#include "app/roster_show_inside.h"
#include "base/limits.h"
#include "pool/build.h"

ac_text ac_show_kept(const ac_showing *on, const ac_buffer *buffer)
{
    return ac_text_copy(on->arena, ac_buffer_text(buffer));
}

ac_text ac_show_named(const ac_showing *on, ac_text name, ac_text code)
{
    AC_SCOPED_BUFFER(words, AC_FIELD_BYTES_MAX);
    if (name.size == 0) {
        return code;
    }
    ac_buffer_addf(&words, "%.*s (%.*s)", AC_TEXT_ARG(name), AC_TEXT_ARG(code));
    return ac_show_kept(on, &words);
}

accord_date ac_show_date(const ac_showing *on, uint32_t day)
{
    return (accord_date){on->problem->first.day + (int32_t)day};
}

uint32_t ac_show_unmet(const ac_showing *on, uint32_t request)
{
    const ac_request *of = &on->problem->requests[request];
    uint32_t held = 0;
    for (uint32_t i = 0; i < on->roster->count; i++) {
        uint32_t duty = on->roster->placements[i].duty;
        held += duty >= of->duty_first && duty < of->duty_first + of->duty_count ? 1 : 0;
    }
    return held < of->needed ? of->needed - held : 0;
}

static accord_status find_filter(ac_showing *on, accord_error *error)
{
    const ac_problem *p = on->problem;
    const ac_roster_show *show = on->show;
    on->doctor = AC_SHOW_ALL;
    on->site = AC_SHOW_ALL;
    on->rota->of = AC_TEXT("the pool");
    on->rota->rows_are = AC_TEXT("Doctor");
    if (show->doctor != NULL) {
        on->doctor = ac_problem_doctor(p, ac_text_of(show->doctor));
        if (on->doctor == UINT32_MAX) {
            return ac_fail(
                error, ACCORD_EINPUT, "there is no doctor \"%.100s\" in doctors.csv", show->doctor);
        }
        on->rota->of = ac_show_named(on, p->doctors[on->doctor].name, p->doctors[on->doctor].code);
    }
    if (show->site != NULL) {
        for (uint32_t i = 0; i < p->site_count; i++) {
            if (ac_text_is(p->sites[i].code, show->site)) {
                on->site = i;
            }
        }
        if (on->site == AC_SHOW_ALL) {
            return ac_fail(
                error, ACCORD_EINPUT, "there is no site \"%.100s\" in sites.csv", show->site);
        }
        on->rota->of = ac_show_named(on, p->sites[on->site].name, p->sites[on->site].code);
        on->rota->rows_are = AC_TEXT("Part of the day");
    }
    return ac_ok();
}

accord_status ac_roster_show_make(
    ac_arena *arena,
    const ac_roster_show *show,
    ac_rota *rota,
    ac_pool_faults *faults,
    accord_error *error)
{
    ac_pool *pool = AC_NEW(arena, ac_pool);
    ac_problem *problem = AC_NEW(arena, ac_problem);
    ac_roster *roster = AC_NEW(arena, ac_roster);
    ac_rota made = {
        .arena = arena,
        .from = show->period.from,
        .last = {show->period.until.day - 1},
        .today = show->period.today,
        .check_days = show->check_days};
    ac_pool_period period = show->period;
    period.today.day = INT32_MIN;
    AC_TRY(ac_pool_folder_read(arena, show->folder, &period, pool, faults, error));
    AC_TRY(ac_pool_build(arena, pool, &period, problem, error));
    AC_TRY(ac_roster_read_within(arena, problem, show->roster, roster, error));
    ac_showing on = {
        .arena = arena,
        .show = show,
        .pool = pool,
        .problem = problem,
        .roster = roster,
        .rota = &made};
    AC_TRY(find_filter(&on, error));
    ac_show_add_sessions(&on);
    if (show->doctor == NULL) {
        ac_show_add_unmet(&on);
    }
    ac_show_add_checks(&on);
    ac_show_add_weeks(&on);
    *rota = made;
    return ac_ok();
}

accord_status ac_roster_show_workbook(const char *path, const ac_rota *rota, accord_error *error)
{
    AC_SCOPED_BUFFER(title, AC_FIELD_BYTES_MAX);
    ac_sheet sheets[AC_ROTA_SHEETS];
    ac_rota_add_title(&title, rota);
    ac_rota_sheets(rota, sheets);
    ac_workbook book = {
        .sheets = sheets, .sheet_count = AC_ROTA_SHEETS, .title = ac_buffer_text(&title)};
    return ac_xlsx_write(path, &book, error);
}
