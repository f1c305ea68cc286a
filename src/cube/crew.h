/* SPDX-License-Identifier: MIT */
#ifndef AC_CUBE_CREW_H
#define AC_CUBE_CREW_H
/* Several threads over the pieces of one file and of many. What each does next is chosen under one
 * lock (crew.c); what it does then needs none (crew_work.c).
 *
 * A piece is filled, searched, told where the one before it ended, and visited; its bytes are
 * hashed; and at last, in the order of files and pieces, its rows are added. Only this last step
 * changes the cube, so nothing the cube gives depends on the number of threads. */

#include "cube/quick.h"
#include "extract/personal.h"

#include <pthread.h>

typedef struct ac_crew_file {
    const ac_cube_input *input;
    ac_reader *reader; /* NULL: not opened yet, or done with */
    ac_reader_rest rest;
    ac_arena arena;
    uint32_t *columns;  /* [want_count] */
    ac_row_maker maker; /* for rows that take the long way */
    ac_left left;
    ac_chain chain;
    ac_hasher hasher;
    size_t hashed_before; /* bytes of the first pieces that the reader has hashed */
    size_t filled;        /* pieces so far */
    size_t followed;
    size_t hashed;
    size_t added;
    bool filling;
    bool hashing;
    bool ended; /* no piece follows those filled */
    uint64_t reported_bytes;
    ac_personal_look *look; /* of what could not be looked into before; else NULL */
    accord_status status;   /* of opening and filling; told when its turn to be added comes */
    accord_error error;
} ac_crew_file;

typedef enum ac_job_state {
    AC_JOB_FREE,
    AC_JOB_BUSY,
    AC_JOB_FILLED, /* waits for who searches it: who fills a packed file goes on filling */
    AC_JOB_DONE
} ac_job_state;

/* A piece on its way. */
typedef struct ac_job {
    ac_piece piece;
    ac_buffer packed; /* of a packed file: what was read as the piece was filled */
    ac_takes takes;
    ac_crew_file *file;
    size_t number; /* of the file's pieces */
    ac_job_state state;
    bool filled; /* its bytes may be hashed */
} ac_job;

typedef struct ac_crew {
    ac_cube *cube;
    ac_marks_find *find;
    size_t piece_bytes;
    unsigned threads;
    ac_crew_file *files; /* [file_count] */
    size_t file_count;
    size_t file;  /* whose pieces are added now */
    ac_job *jobs; /* [job_count] */
    size_t job_count;
    size_t free_count;
    size_t ahead_max; /* pieces on their way of the file that is added now */
    bool adding;
    bool stopped;
    accord_status status;
    accord_error *error;
    pthread_mutex_t lock;
    pthread_cond_t changed;
} ac_crew;

/* crew_work.c */

bool ac_crew_is_packed(const ac_crew_file *file); /* one that is open */

/* Opens a file and reads its heading; a failure is kept in the file. */
void ac_crew_open(const ac_crew *crew, ac_crew_file *file);
void ac_crew_close(ac_crew_file *file);

void ac_crew_fill(const ac_crew *crew, ac_job *job);
void ac_crew_hash(const ac_crew *crew, ac_job *job);

/* Adds what a piece came to; the first of a file begins it in the cube, the last ends it. */
accord_status ac_crew_add(ac_crew *crew, ac_job *job, accord_error *error);

#endif
