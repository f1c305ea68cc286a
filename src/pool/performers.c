/* SPDX-License-Identifier: MIT */
/* Reads a published list: its columns, and what it says of each doctor of the pool. */

#include "pool/columns.h"
#include "pool/performers_inside.h"
#include "value/date.h"

#include <inttypes.h>
#include <string.h>

static const struct {
    const char *word;
    const char *headings;
} fields[] = {
#define AC_LIST_FIELD(identifier, word, headings) {word, headings},
#define AC_LIST_STATUS(word, state)
#include "pool/performers.def"
#undef AC_LIST_FIELD
#undef AC_LIST_STATUS
};

static const struct {
    const char *word;
    ac_pool_state state;
} statuses[] = {
#define AC_LIST_FIELD(identifier, word, headings)
#define AC_LIST_STATUS(word, state) {word, AC_STATE_##state},
#include "pool/performers.def"
#undef AC_LIST_FIELD
#undef AC_LIST_STATUS
};

#define NOBODY AC_NAME_NONE

typedef struct reading {
    const ac_list *list;
    ac_pool_faults *faults;
} reading;

/* ---- What the user says of the list ---- */

/* Parts "status=List status"; the last sign of equality counts for a status, the first for a
 * column. */
static bool part_said(const char *said, bool last, ac_text *left, ac_text *right)
{
    const char *sign = last ? strrchr(said, '=') : strchr(said, '=');
    if (sign == NULL) {
        return false;
    }
    *left = ac_text_trim((ac_text){said, (size_t)(sign - said)});
    *right = ac_text_trim(ac_text_of(sign + 1));
    return left->size > 0 && right->size > 0;
}

static accord_status take_column(const char *said, ac_list *list, accord_error *error)
{
    ac_text field = {0};
    ac_text heading = {0};
    size_t at = 0;
    bool whole = part_said(said, false, &field, &heading);
    while (whole && at < AC_LIST_FIELDS &&
           !ac_pool_same_words(field, ac_text_of(fields[at].word))) {
        at++;
    }
    if (!whole || at == AC_LIST_FIELDS) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "--column \"%.100s\" is not FIELD=HEADING, such as \"status=List status\"; a field is "
            "gmc, number, name, family name, given name, status, conditions, from or until",
            said);
    }
    list->at[at] = ac_pool_column_named(&list->sheet, heading);
    if (list->at[at] == list->sheet.column_count) {
        return ac_fail(
            error, ACCORD_EINPUT, "%s has no column \"%.*s\"", list->sheet.path,
            AC_TEXT_ARG(heading));
    }
    return ac_ok();
}

/* The state that a status means, or -1. */
static int64_t state_of(const ac_list_naming *naming, ac_text status)
{
    for (size_t i = 0; i < naming->status_count; i++) {
        ac_text word = {0};
        ac_text state = {0};
        if (part_said(naming->statuses[i], true, &word, &state) &&
            ac_pool_same_words(word, status)) {
            return ac_pool_word_index(ac_text_of(AC_POOL_STATES), state);
        }
    }
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        if (ac_pool_same_words(ac_text_of(statuses[i].word), status)) {
            return (int64_t)statuses[i].state;
        }
    }
    return -1;
}

static accord_status check_statuses(const ac_list_naming *naming, accord_error *error)
{
    for (size_t i = 0; i < naming->status_count; i++) {
        ac_text word = {0};
        ac_text state = {0};
        if (!part_said(naming->statuses[i], true, &word, &state) ||
            ac_pool_word_index(ac_text_of(AC_POOL_STATES), state) <= (int64_t)AC_STATE_HELD) {
            return ac_fail(
                error, ACCORD_EINPUT,
                "--status \"%.100s\" is not WORD=STATE; a state is included, included with "
                "conditions, applied, deferred, refused, suspended, removed or withdrawn",
                naming->statuses[i]);
        }
    }
    return ac_ok();
}

static void find_columns(ac_list *list)
{
    size_t count = list->sheet.column_count;
    for (size_t f = 0; f < AC_LIST_FIELDS; f++) {
        list->at[f] = count;
        for (size_t c = 0; c < count && list->at[f] == count; c++) {
            ac_text heading = ac_text_trim(list->sheet.headings[c]);
            if (ac_pool_word_index(ac_text_of(fields[f].headings), heading) != AC_POOL_ABSENT) {
                list->at[f] = c;
            }
        }
    }
}

static void index_doctors(ac_arena *arena, const ac_pool *pool, ac_list *list)
{
    const ac_pool_rows *doctors = &pool->tables[AC_POOL_DOCTORS];
    ac_names_init(&list->by_gmc, arena);
    ac_names_init(&list->by_number, arena);
    for (uint32_t i = 0; i < doctors->count; i++) {
        ac_text gmc = doctors->rows[i].cells[AC_IN_DOCTORS_GMC].text;
        ac_text number = doctors->rows[i].cells[AC_IN_DOCTORS_LIST_NUMBER].text;
        if (gmc.size > 0) {
            (void)ac_names_add(&list->by_gmc, gmc, i); /* doctors.csv has each number once */
        }
        if (number.size > 0) {
            (void)ac_names_add(&list->by_number, number, i);
        }
    }
}

accord_status ac_list_init(
    ac_arena *arena,
    const ac_pool *pool,
    const ac_list_naming *naming,
    const ac_pool_sheet *sheet,
    ac_list *list,
    accord_error *error)
{
    ac_list made = {.pool = pool, .naming = naming, .sheet = *sheet};
    find_columns(&made);
    for (size_t i = 0; i < naming->column_count; i++) {
        AC_TRY(take_column(naming->columns[i], &made, error));
    }
    AC_TRY(check_statuses(naming, error));
    bool numbered =
        made.at[AC_LIST_GMC] < sheet->column_count || made.at[AC_LIST_NUMBER] < sheet->column_count;
    if (!numbered || made.at[AC_LIST_STATUS] == sheet->column_count) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "%s has no column that is known for %s; name it, such as --column \"%s=HEADING\"",
            sheet->path, numbered ? "the status" : "a GMC or performers number",
            numbered ? "status" : "gmc");
    }
    index_doctors(arena, pool, &made);
    *list = made;
    return ac_ok();
}

static ac_text field_of(const ac_list *list, const ac_text *cells, ac_list_field field)
{
    size_t at = list->at[field];
    return at < list->sheet.column_count ? ac_text_trim(cells[at]) : (ac_text){"", 0};
}

static uint32_t doctor_of(const ac_list *list, const ac_text *cells, ac_list_field field)
{
    const ac_names *names = field == AC_LIST_GMC ? &list->by_gmc : &list->by_number;
    ac_text number = field_of(list, cells, field);
    return number.size == 0 ? NOBODY : ac_names_find(names, number);
}

bool ac_list_is_ours(const ac_list *list, const ac_text *cells)
{
    return doctor_of(list, cells, AC_LIST_GMC) != NOBODY ||
           doctor_of(list, cells, AC_LIST_NUMBER) != NOBODY;
}

/* ---- Rows of the list ---- */

#define LIST_FAULT(on, row, field, ...)                                                     \
    ac_pool_fault_add(                                                                      \
        (on)->faults, &(on)->list->sheet, (row)->line, (uint32_t)(on)->list->at[field] + 1, \
        __VA_ARGS__)

static const ac_pool_row *doctor_row(const reading *on, uint32_t doctor)
{
    return ac_pool_row_of(on->list->pool, AC_POOL_DOCTORS, doctor);
}

static bool
read_day(const reading *on, const ac_pool_sheet_row *row, ac_list_field field, accord_date *day)
{
    ac_text text = field_of(on->list, row->cells, field);
    if (text.size == 0) {
        return false;
    }
    if (ac_date_parse(text, AC_DATE_ISO, day, NULL).code == ACCORD_OK ||
        ac_date_parse(text, AC_DATE_DMY, day, NULL).code == ACCORD_OK ||
        ac_date_parse(text, AC_DATE_WORDS, day, NULL).code == ACCORD_OK) {
        return true;
    }
    LIST_FAULT(
        on, row, field, "%s \"%.*s\" is no day of the calendar; write it as 2015-01-05",
        fields[field].word, AC_TEXT_ARG(text));
    return false;
}

/* Which doctor a row is of; a row whose numbers or name are another's is a fault. */
static uint32_t match(const reading *on, const ac_pool_sheet_row *row)
{
    const ac_list *list = on->list;
    uint32_t by_gmc = doctor_of(list, row->cells, AC_LIST_GMC);
    uint32_t by_number = doctor_of(list, row->cells, AC_LIST_NUMBER);
    uint32_t doctor = by_gmc != NOBODY ? by_gmc : by_number;
    if (doctor == NOBODY) {
        return NOBODY;
    }
    const ac_pool_row *of = doctor_row(on, doctor);
    static const struct {
        ac_list_field field;
        size_t column;
    } numbers[] = {
        {AC_LIST_GMC,    AC_IN_DOCTORS_GMC        },
        {AC_LIST_NUMBER, AC_IN_DOCTORS_LIST_NUMBER}
    };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        ac_text theirs = field_of(list, row->cells, numbers[i].field);
        ac_text ours = of->cells[numbers[i].column].text;
        if (theirs.size > 0 && ours.size > 0 && !ac_text_equal(theirs, ours)) {
            LIST_FAULT(
                on, row, numbers[i].field,
                "the %s number is %.*s here and %.*s in doctors.csv, of doctor %.*s; ask which is "
                "right, and mend doctors.csv if it is wrong",
                numbers[i].field == AC_LIST_GMC ? "GMC" : "performers", AC_TEXT_ARG(theirs),
                AC_TEXT_ARG(ours), AC_TEXT_ARG(of->cells[0].text));
            return NOBODY;
        }
    }
    ac_text family = field_of(list, row->cells, AC_LIST_FAMILY);
    ac_text given = field_of(list, row->cells, AC_LIST_GIVEN);
    ac_text whole = field_of(list, row->cells, AC_LIST_NAME);
    ac_text name = of->cells[AC_IN_DOCTORS_NAME].text;
    bool same = family.size > 0 ? ac_list_same_person(name, family, given)
                                : ac_list_same_person(name, (ac_text){"", 0}, whole);
    if (!same) {
        LIST_FAULT(
            on, row, family.size > 0 ? AC_LIST_FAMILY : AC_LIST_NAME,
            "the number is that of doctor %.*s, \"%.*s\" in doctors.csv, and the name here is "
            "\"%.*s%s%.*s\"; ask whether they are one person, then mend the name or the number in "
            "doctors.csv",
            AC_TEXT_ARG(of->cells[0].text), AC_TEXT_ARG(name),
            AC_TEXT_ARG(family.size > 0 ? given : whole), given.size > 0 ? " " : "",
            AC_TEXT_ARG(family));
        return NOBODY;
    }
    return doctor;
}

static void take_row(const reading *on, const ac_pool_sheet_row *row, ac_list_entry *entries)
{
    const ac_list *list = on->list;
    uint32_t doctor = match(on, row);
    ac_text status = field_of(list, row->cells, AC_LIST_STATUS);
    int64_t state = state_of(list->naming, status);
    if (doctor == NOBODY) {
        return;
    }
    ac_list_entry *of = &entries[doctor];
    if (of->line > 0) {
        LIST_FAULT(
            on, row,
            list->at[AC_LIST_GMC] < list->sheet.column_count ? AC_LIST_GMC : AC_LIST_NUMBER,
            "the number of doctor %.*s stands on line %" PRIu64
            " already; ask which row holds, and leave the other out",
            AC_TEXT_ARG(doctor_row(on, doctor)->cells[0].text), of->line);
        return;
    }
    *of = (ac_list_entry){.line = row->line, .state = (ac_pool_state)state};
    if (state < 0) {
        LIST_FAULT(
            on, row, AC_LIST_STATUS,
            "the status \"%.*s\" of doctor %.*s is not known; say what it means, such as --status "
            "\"%.*s=included\"",
            AC_TEXT_ARG(status), AC_TEXT_ARG(doctor_row(on, doctor)->cells[0].text),
            AC_TEXT_ARG(status));
        return;
    }
    of->has_from = read_day(on, row, AC_LIST_FROM, &of->from);
    of->has_until = read_day(on, row, AC_LIST_UNTIL, &of->until);
    of->conditions = field_of(list, row->cells, AC_LIST_CONDITIONS);
    if (of->has_from && of->has_until && of->until.day < of->from.day) {
        LIST_FAULT(on, row, AC_LIST_UNTIL, "it ends before it begins; ask which day is right");
    }
    if (of->state == AC_STATE_CONDITIONS && of->conditions.size == 0) {
        LIST_FAULT(
            on, row, AC_LIST_STATUS,
            "doctor %.*s is included with conditions, and the list does not say which; give its "
            "column of conditions, or their text",
            AC_TEXT_ARG(doctor_row(on, doctor)->cells[0].text));
    }
}

void ac_list_read(const ac_list *list, ac_list_entry *entries, ac_pool_faults *faults)
{
    reading on = {list, faults};
    for (size_t i = 0; i < list->sheet.row_count; i++) {
        take_row(&on, &list->sheet.rows[i], entries);
    }
}
