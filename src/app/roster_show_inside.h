/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_ROSTER_SHOW_INSIDE_H
#define AC_APP_ROSTER_SHOW_INSIDE_H
/* What the files that put a rota together share. */

#include "app/roster_show.h"

#define AC_SHOW_ALL UINT32_MAX

typedef struct ac_showing {
    ac_arena *arena;
    const ac_roster_show *show;
    const ac_pool *pool;
    const ac_problem *problem;
    const ac_roster *roster;
    uint32_t doctor; /* or AC_SHOW_ALL */
    uint32_t site;   /* or AC_SHOW_ALL */
    ac_rota *rota;
} ac_showing;

/* A text of the arena. */
ac_text ac_show_kept(const ac_showing *on, const ac_buffer *buffer);

/* "Dr Avery (AVERY)", or the code alone. */
ac_text ac_show_named(const ac_showing *on, ac_text name, ac_text code);

accord_date ac_show_date(const ac_showing *on, uint32_t day);

/* Sessions of a request that nobody works. */
uint32_t ac_show_unmet(const ac_showing *on, uint32_t request);

/* ---- roster_show_lists.c: sessions, what is not met, checks that end ---- */
void ac_show_add_sessions(const ac_showing *on);
void ac_show_add_unmet(const ac_showing *on);
void ac_show_add_checks(const ac_showing *on);

/* ---- roster_show_weeks.c ---- */
void ac_show_add_weeks(const ac_showing *on);

#endif
