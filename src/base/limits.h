/* SPDX-License-Identifier: MIT */
#ifndef AC_BASE_LIMITS_H
#define AC_BASE_LIMITS_H
/* A limit on everything that an outsider can make large. Reaching one is refused as ACCORD_ELIMIT,
 * before memory is taken for it. Shifted by 10, 20 and 30 they are Ki, Mi and Gi. */

#include <stdint.h>

/* Contract text. */
#define AC_CONTRACT_BYTES_MAX (16u << 20)
#define AC_TOKENS_MAX         (2u << 20)
#define AC_WORD_BYTES_MAX     100u       /* of a name or another word */
#define AC_QUOTED_BYTES_MAX   1000u      /* between quotation marks */
#define AC_NESTING_MAX        200u       /* brackets and sub-formulas inside one another */
#define AC_HEIGHT_MAX         2000u      /* of the tree of one formula: terms of one sum, too */
#define AC_NODES_MAX          (4u << 20) /* of the compiled program */
#define AC_CLAUSES_MAX        20000u
#define AC_DIAGNOSTICS_MAX    200u /* faults listed; the rest are counted */
#define AC_LEVELS_MAX         12u  /* levels of one contract */
#define AC_TERM_YEARS_MAX     100u

/* Data. */
#define AC_FIELD_BYTES_MAX        (64u << 10)         /* one field of a row */
#define AC_ROW_BYTES_MAX          (1u << 20)          /* one row */
#define AC_COLUMNS_MAX            4096u               /* columns of one file */
#define AC_UNPACKED_BYTES_MAX     (UINT64_C(1) << 40) /* of one gzip or zstd file */
#define AC_UNPACK_RATIO_MAX       1000u /* times what it is unpacked from; extracts stay below 50 */
#define AC_UNPACK_WINDOW_BITS_MAX 27    /* zstd: 128 MiB, as the zstd command itself allows */
#define AC_LAYOUT_BYTES_MAX       (1u << 20)
#define AC_FACT_FILE_BYTES_MAX    (1u << 30)
#define AC_MEMBERS_MAX            100000u      /* members of one level */
#define AC_CELLS_MAX              (256u << 20) /* cells of one column of values */
#define AC_CUBE_CELLS_MAX         (1u << 31)   /* combinations of one cube, most of them empty */
#define AC_FOLLOWED_FIELDS_MAX    8u           /* that are the same in a row and the one after it */
#define AC_GIVEN_FILES_MAX        100000u      /* files of rows named on the command line */
#define AC_CUBE_ROWS_MAX          UINT32_MAX   /* rows of one cube */
#define AC_THREADS_MAX            64u
#define AC_CUBE_FILES_MAX         (1u << 24) /* of one cube */
#define AC_ROWS_LISTED_MAX        100000u    /* rows behind one cell */
#define AC_REFUSED_KEPT_MAX       1000u /* refused rows held for the screen; all go to the file */

/* A workbook that is read. */
#define AC_WORKBOOK_PACKED_MAX  (64u << 20)  /* the file */
#define AC_WORKBOOK_BYTES_MAX   (512u << 20) /* of all its parts, unpacked */
#define AC_WORKBOOK_PARTS_MAX   10000u
#define AC_WORKBOOK_NESTING_MAX 100u       /* elements inside one another */
#define AC_WORKBOOK_TAG_MAX     (1u << 20) /* bytes of one tag or comment */
#define AC_WORKBOOK_SHEETS_MAX  1000u
#define AC_WORKBOOK_CELLS_MAX   (4u << 20) /* of one sheet, that are not empty */
#define AC_WORKBOOK_STRINGS_MAX (4u << 20)
#define AC_WORKBOOK_STYLES_MAX  100000u
#define AC_WORKBOOK_MERGED_MAX  1000u

/* The store. */
#define AC_STORE_WAIT_SECONDS  60u          /* for another who is writing, or a long reader */
#define AC_RECORD_WAIT_SECONDS 10u          /* for another who writes to a record of a pool */
#define AC_DOCUMENT_BYTES_MAX  (256u << 20) /* one file that is brought in */
#define AC_SECRET_BYTES_MAX    1024u
/* What is pulled from a warehouse. */
#define AC_SQL_BYTES_MAX      (16u << 20) /* one statement */
#define AC_SQL_CODES_MAX      1000u /* codes of a level told apart in SQL; beyond, afterwards */
#define AC_PULLED_VALUE_MAX   512u  /* characters of one value that comes back */
#define AC_PULLED_COLUMNS_MAX 64    /* of one answer */
#define AC_PULLED_REPEATS_MAX (4u << 20) /* rows whose identifier stands more than once */
#define AC_PULLED_TIMEOUT_MAX 86400u     /* seconds */

/* The session pool. */
#define AC_POOL_ROWS_MAX        (1u << 20) /* of one file: timesheets of many years */
#define AC_POOL_DOCTORS_MAX     2000u
#define AC_POOL_DAYS_MAX        800u    /* of one staffing problem */
#define AC_POOL_DUTIES_MAX      200000u /* sessions, at every time that a request may have them */
#define AC_POOL_PAIRS_MAX       (100u << 20) /* doctors x duties */
#define AC_POOL_FAULTS_MAX      200u       /* faults of input files listed; the rest are counted */
#define AC_BOOKING_EVENTS_MAX   (1u << 20) /* of one pool's record */
#define AC_INSTANCE_NUMBER_MAX  1000000u   /* in a published shift-scheduling case */
#define AC_ROSTER_MOVES_MAX     (INT64_C(1) << 50)
#define AC_LINES_FLOW_PAIRS_MAX 200000u    /* above, a search of lines begins without a flow */
#define AC_TOLL_MEMBERS_MAX     (8u << 20) /* sessions in rows of rules that no flow holds */
#define AC_SIZING_SESSIONS_MAX  (UINT64_C(1) << 30) /* drawn over all scenarios of one sizing */
#define AC_SIZING_SCENARIOS_MAX 100000u
#define AC_REFEREE_PAIRS_MAX    200000u /* doctors x duties that a referee is asked about */

/* Numbers. */
#define AC_RATIONAL_BITS_MAX (1u << 20)                /* of a numerator or denominator */
#define AC_NUMBER_TEXT_MAX   400u                      /* characters of one number in text */
#define AC_BELIEVED_MAX      INT64_C(1000000000000000) /* of a figure in data: 10^15 is refused */

#endif
