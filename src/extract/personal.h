/* SPDX-License-Identifier: MIT */
#ifndef AC_EXTRACT_PERSONAL_H
#define AC_EXTRACT_PERSONAL_H
/* Columns that say who a patient is. A layout maps one only where it names the legal basis for
 * that; no contract needs one to count what was done. */

#include "extract/layout.h"
#include "extract/row.h"

typedef enum ac_personal {
    AC_PERSONAL_NOT,
    AC_PERSONAL_NHS_NUMBER,
    AC_PERSONAL_NAME,
    AC_PERSONAL_ADDRESS,
    AC_PERSONAL_POSTCODE,
    AC_PERSONAL_BIRTH_DATE,
    AC_PERSONAL_LOCAL_IDENTIFIER
} ac_personal;

const char *ac_personal_words(ac_personal what); /* "NHS numbers", "dates of birth" ... */

/* What a column holds, going by its heading: NHSNumber, DateofBirth, Postcode. Status codes of such
 * columns and areas derived from them are not personal. */
ac_personal ac_personal_heading(ac_text heading);

/* Whether a text is an NHS number: ten digits, with or without spaces or hyphens between 3, 3 and
 * 4, and the last a check digit (modulus 11). One in eleven of any ten digits is one. */
bool ac_personal_is_nhs_number(ac_text text);

/* Whether a text of several words has an NHS number among them: "rang 943 476 5919 today". */
bool ac_personal_in_words(ac_text text);

/* Whether a text is a whole postcode, such as LE1 5WW. */
bool ac_personal_is_postcode(ac_text text);

/* Counts over the values of a column; what they come to is judged at the end. */
typedef struct ac_personal_count {
    uint64_t values;     /* that are not empty */
    uint64_t ten_digits; /* of the form of NHS numbers, whatever the last digit */
    uint64_t nhs_numbers;
    uint64_t postcodes;
} ac_personal_count;

void ac_personal_add(ac_personal_count *count, ac_text value);

/* What the values are: nine in ten have to be that; or half of those of ten digits, where there are
 * some, since an NHS number may stand for some patients and another number for the rest. A column
 * of other ten-digit numbers, of which one in eleven is an NHS number by chance, is taken for none.
 */
ac_personal ac_personal_content(const ac_personal_count *count);

/* Looks into the first 200 rows of a file, and where it is plain and of half a megabyte or more
 * into 200 at each of seven places within (of others: ac_personal_look), for mapped columns that
 * hold NHS numbers, whatever they are called. A layout that names a legal basis is not looked at,
 * nor is the plain one, which maps nothing.
 *
 * errors  ACCORD_EINPUT  there is one, or an NHS number in words: names the file, the column and
 *                        the way out
 *         ACCORD_EIO     the file cannot be read
 */
accord_status
ac_personal_check_file(const char *path, const ac_layout *layout, accord_error *error);

/* A look at what cannot be looked into beforehand, a packed file or standard input, as it is read.
 */
typedef struct ac_personal_look ac_personal_look;

/* NULL where nothing has to be looked for. The path and the layout are borrowed. */
ac_personal_look *ac_personal_look_new(
    ac_arena *arena, const char *path, const ac_layout *layout, const ac_row *heading);

/* Looks at the first 200 rows of a text that begins with a row and may break off anywhere.
 *
 * errors  ACCORD_EINPUT  an NHS number in words
 */
accord_status ac_personal_look_at(ac_personal_look *look, ac_text rows, accord_error *error);

/* Judges all that was looked at, as ac_personal_check_file does. */
accord_status ac_personal_look_end(const ac_personal_look *look, accord_error *error);

/* The same over the first bytes of a file, which may break off anywhere: what cannot be read there
 * is told by whoever reads all of it. */
accord_status ac_personal_check_head(
    ac_text head, const char *name, const ac_layout *layout, accord_error *error);

#endif
