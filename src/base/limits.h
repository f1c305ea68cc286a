/* SPDX-License-Identifier: MIT */
#ifndef AC_BASE_LIMITS_H
#define AC_BASE_LIMITS_H
/* A limit on everything that an outsider can make large. Reaching one is refused as ACCORD_ELIMIT,
 * before memory is taken for it. */

/* Contract text. */
#define AC_CONTRACT_BYTES_MAX (16u * 1024u * 1024u)
#define AC_TOKENS_MAX         (2u * 1024u * 1024u)
#define AC_NESTING_MAX        200u /* brackets and sub-formulas inside one another */
#define AC_CLAUSES_MAX        20000u
#define AC_DIAGNOSTICS_MAX    200u /* faults listed; the rest are counted */
#define AC_LEVELS_MAX         12u  /* levels of one contract */
#define AC_TERM_YEARS_MAX     100u

/* Data. */
#define AC_FIELD_BYTES_MAX     (64u * 1024u)   /* one field of a row */
#define AC_ROW_BYTES_MAX       (1024u * 1024u) /* one row */
#define AC_COLUMNS_MAX         4096u           /* columns of one file */
#define AC_LAYOUT_BYTES_MAX    (1024u * 1024u)
#define AC_FACT_FILE_BYTES_MAX (1024u * 1024u * 1024u)
#define AC_MEMBERS_MAX         100000u                /* members of one level */
#define AC_CELLS_MAX           (256u * 1024u * 1024u) /* cells of one column of values */
#define AC_REFUSED_KEPT_MAX    1000u /* refused rows held for the screen; all go to the file */

/* Numbers. */
#define AC_RATIONAL_BITS_MAX (1024u * 1024u) /* of a numerator or denominator */
#define AC_NUMBER_TEXT_MAX   400u            /* characters of one number in text */

#endif
