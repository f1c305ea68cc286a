/* SPDX-License-Identifier: MIT */
/* Who does what next. Each thread looks, under the lock, for the first of these that there is:
 * a piece of a packed file to unpack, since that goes through the file one piece after another and
 * takes longest; rows to add, since that frees a piece; bytes to hash, since that goes one after
 * another, too; a piece to search and visit; one to fill. */

#include "cube/crew.h"

#include "base/assert.h"
#include "base/limits.h"

#include <stdlib.h>
#include <sys/stat.h>

#ifdef ACCORD_STRESS
enum { PIECE_BYTES = 61 };
#else
enum { PIECE_BYTES = 256 * 1024 };
#endif
enum {
    SMALL_BYTES = 2 << 20, /* less than this is not worth a second thread */
    JOBS_BYTES = 24 << 20, /* of pieces on their way, so that many files can be ahead */
    FILES_AHEAD = 16,
    JOBS_MAX = 256
};

/* The job of a file that has a number, or NULL. */
static ac_job *job_of(const ac_crew *crew, const ac_crew_file *file, size_t number)
{
    for (size_t i = 0; i < crew->job_count; i++) {
        ac_job *job = &crew->jobs[i];
        if (job->state != AC_JOB_FREE && job->file == file && job->number == number) {
            return job;
        }
    }
    return NULL;
}

static void stop(ac_crew *crew, accord_status status)
{
    if (!crew->stopped) {
        crew->stopped = true;
        crew->status = status;
    }
}

/* Whether a file may have one more piece on its way. Others than the one whose turn it is leave
 * some free for that one, which could not go on without. */
static bool may_fill(const ac_crew *crew, size_t index)
{
    const ac_crew_file *file = &crew->files[index];
    if (file->filling || file->ended || file->status.code != ACCORD_OK) {
        return false;
    }
    return index == crew->file
               ? crew->free_count > 0 && file->filled - file->added < crew->ahead_max
               : crew->free_count > crew->ahead_max;
}

static ac_crew_file *file_to_fill(const ac_crew *crew)
{
    size_t until = crew->file + FILES_AHEAD;
    for (size_t i = crew->file; i < crew->file_count && i < until; i++) {
        if (may_fill(crew, i)) {
            return &crew->files[i];
        }
    }
    return NULL;
}

/* Fills a piece of a file; NULL where that fails. The lock is held when called and when left. */
static ac_job *fill(ac_crew *crew, ac_crew_file *file)
{
    ac_job *job = crew->jobs;
    while (job->state != AC_JOB_FREE) {
        job++;
    }
    job->state = AC_JOB_BUSY;
    job->filled = false;
    job->file = file;
    job->number = file->filled;
    crew->free_count--;
    file->filling = true;
    bool fresh = file->reader == NULL;
    (void)pthread_mutex_unlock(&crew->lock);
    if (fresh) {
        ac_crew_open(crew, file);
    }
    if (file->status.code == ACCORD_OK) {
        ac_crew_fill(crew, job);
    }
    (void)pthread_mutex_lock(&crew->lock);
    file->filling = false;
    (void)pthread_cond_broadcast(&crew->changed);
    if (file->status.code != ACCORD_OK) {
        job->state = AC_JOB_FREE;
        crew->free_count++;
        file->ended = true;
        return NULL;
    }
    file->filled++;
    file->ended = job->piece.last;
    job->filled = true;
    return job;
}

/* Searches and visits a piece that is filled. The lock is held when called and when left. */
static void see_through(ac_crew *crew, ac_job *job, ac_searcher *searcher)
{
    ac_crew_file *file = job->file;
    job->state = AC_JOB_BUSY;
    (void)pthread_mutex_unlock(&crew->lock);
    searcher->maker.columns = file->maker.columns;
    ac_piece_search(&job->piece, searcher);
    (void)pthread_mutex_lock(&crew->lock);
    while (file->followed != job->number) {
        (void)pthread_cond_wait(&crew->changed, &crew->lock);
    }
    (void)pthread_mutex_unlock(&crew->lock);
    ac_piece_follow(&job->piece, &file->chain, searcher);
    (void)pthread_mutex_lock(&crew->lock);
    file->followed++;
    (void)pthread_cond_broadcast(&crew->changed);
    (void)pthread_mutex_unlock(&crew->lock);
    ac_quick_visit(crew->cube->quick, &job->piece, searcher, file->columns, &job->takes);
    (void)pthread_mutex_lock(&crew->lock);
    job->state = AC_JOB_DONE;
    (void)pthread_cond_broadcast(&crew->changed);
}

/* Unpacks on. A packed file can be filled by one thread at a time only, and everything else waits
 * for it: who does it does nothing else while there is room. */
static bool unpack_next(ac_crew *crew)
{
    ac_crew_file *file = &crew->files[crew->file];
    bool on = crew->threads > 1 && may_fill(crew, crew->file) && file->reader != NULL &&
              ac_crew_is_packed(file);
    ac_job *job = on ? fill(crew, file) : NULL;
    if (job != NULL) {
        job->state = AC_JOB_FILLED;
    }
    return on;
}

/* Sees the first piece through that waits for it. Those before it in its file are seen through by
 * others, so that none waits for itself. */
static bool see_next(ac_crew *crew, ac_searcher *searcher)
{
    ac_job *first = NULL;
    for (size_t i = 0; i < crew->job_count; i++) {
        ac_job *job = &crew->jobs[i];
        if (job->state == AC_JOB_FILLED && (first == NULL || job->number < first->number)) {
            first = job;
        }
    }
    if (first != NULL) {
        see_through(crew, first, searcher);
    }
    return first != NULL;
}

static bool fill_next(ac_crew *crew, ac_searcher *searcher)
{
    ac_crew_file *file = file_to_fill(crew);
    ac_job *job = file == NULL ? NULL : fill(crew, file);
    if (job != NULL) {
        see_through(crew, job, searcher);
    }
    return file != NULL;
}

/* Goes on to the next file once the last piece of this one is added. */
static void next_file(ac_crew *crew)
{
    ac_crew_file *file = &crew->files[crew->file];
    ac_crew_close(file);
    crew->file++;
    if (crew->file == crew->file_count) {
        stop(crew, ac_ok());
    }
}

/* Adds the rows of the piece whose turn it is, if it is ready. */
static bool add_next(ac_crew *crew)
{
    if (crew->adding) {
        return false;
    }
    ac_crew_file *file = &crew->files[crew->file];
    ac_job *job = job_of(crew, file, file->added);
    if (job == NULL && !file->filling && file->status.code != ACCORD_OK) {
        if (crew->error != NULL) {
            *crew->error = file->error;
        }
        stop(crew, file->status);
        return true;
    }
    if (job == NULL || job->state != AC_JOB_DONE || file->hashed <= job->number) {
        return false;
    }
    crew->adding = true;
    (void)pthread_mutex_unlock(&crew->lock);
    accord_status status = ac_crew_add(crew, job, crew->error);
    (void)pthread_mutex_lock(&crew->lock);
    crew->adding = false;
    bool last = job->piece.last;
    job->state = AC_JOB_FREE;
    crew->free_count++;
    file->added++;
    if (status.code != ACCORD_OK) {
        stop(crew, status);
    } else if (last) {
        next_file(crew);
    }
    return true;
}

/* Hashes the next piece of a file that no other thread is hashing. */
static bool hash_next(ac_crew *crew)
{
    for (size_t i = 0; i < crew->job_count; i++) {
        ac_job *job = &crew->jobs[i];
        ac_crew_file *file = job->file;
        if (job->state != AC_JOB_FREE && job->filled && !file->hashing &&
            file->hashed == job->number) {
            file->hashing = true;
            (void)pthread_mutex_unlock(&crew->lock);
            ac_crew_hash(crew, job);
            (void)pthread_mutex_lock(&crew->lock);
            file->hashing = false;
            file->hashed++;
            return true;
        }
    }
    return false;
}

static void *work(void *self)
{
    ac_crew *crew = self;
    AC_SCOPED_ARENA(arena);
    ac_searcher searcher;
    ac_searcher_init(&searcher, &arena, crew->find, crew->cube->layout->delimiter, 0);
    (void)pthread_mutex_lock(&crew->lock);
    while (!crew->stopped) {
        if (unpack_next(crew)) {
            continue;
        }
        if (add_next(crew) || hash_next(crew)) {
            (void)pthread_cond_broadcast(&crew->changed);
        } else if (!see_next(crew, &searcher) && !fill_next(crew, &searcher)) {
            (void)pthread_cond_wait(&crew->changed, &crew->lock);
        }
    }
    (void)pthread_mutex_unlock(&crew->lock);
    ac_searcher_done(&searcher);
    return NULL;
}

/* More threads than one are of use only where there is much to read. */
static unsigned threads_for(const ac_cube *cube, const ac_cube_input *inputs, size_t count)
{
    uint64_t bytes = 0;
    unsigned most = cube->threads == 0 ? 1 : cube->threads;
    if (cube->piece_bytes != 0) { /* a test or a measurement: as it says */
        return most;
    }
    for (size_t i = 0; i < count; i++) {
        struct stat about;
        if (inputs[i].in_memory) {
            bytes += inputs[i].bytes.size;
        } else if (stat(inputs[i].path, &about) == 0 && S_ISREG(about.st_mode)) {
            bytes += (uint64_t)about.st_size;
        } else {
            return most;
        }
    }
    return bytes < SMALL_BYTES ? 1 : most;
}

static void run(ac_crew *crew, unsigned threads)
{
    pthread_t others[AC_THREADS_MAX];
    unsigned begun = 0;
    /* A thread that cannot be made is one fewer: this one goes on alone if it must. */
    while (begun + 1 < threads && pthread_create(&others[begun], NULL, work, crew) == 0) {
        begun++;
    }
    (void)work(crew);
    for (unsigned i = 0; i < begun; i++) {
        (void)pthread_join(others[i], NULL);
    }
}

accord_status
ac_cube_read_by_crew(ac_cube *cube, const ac_cube_input *inputs, size_t count, accord_error *error)
{
    AC_SCOPED_ARENA(arena);
    unsigned threads = threads_for(cube, inputs, count);
    ac_crew crew = {
        .cube = cube,
        .find = ac_marks_finder(cube->marks_path),
        .piece_bytes = cube->piece_bytes == 0 ? PIECE_BYTES : cube->piece_bytes,
        .file_count = count,
        .threads = threads,
        .ahead_max = 2 * (size_t)threads + 1,
        .status = ac_ok(),
        .error = error};
    ac_assert(crew.find != NULL);
    if (count == 0) {
        return ac_ok();
    }
    size_t ahead = count == 1 ? 0 : JOBS_BYTES / crew.piece_bytes;
    ahead = ahead > JOBS_MAX ? JOBS_MAX : ahead;
    crew.job_count = crew.ahead_max + ahead;
    crew.free_count = crew.job_count;
    crew.files = AC_NEW_ARRAY(&arena, ac_crew_file, count);
    crew.jobs = AC_NEW_ARRAY(&arena, ac_job, crew.job_count);
    for (size_t i = 0; i < count; i++) {
        crew.files[i].input = &inputs[i];
    }
    (void)pthread_mutex_init(&crew.lock, NULL);
    (void)pthread_cond_init(&crew.changed, NULL);
    run(&crew, threads);
    (void)pthread_cond_destroy(&crew.changed);
    (void)pthread_mutex_destroy(&crew.lock);
    for (size_t i = crew.file; i < count; i++) {
        ac_crew_close(&crew.files[i]);
    }
    for (size_t i = 0; i < crew.job_count; i++) {
        ac_piece_done(&crew.jobs[i].piece);
        ac_buffer_done(&crew.jobs[i].packed);
        ac_takes_done(&crew.jobs[i].takes);
    }
    cube->reader = NULL;
    cube->file = NULL;
    return crew.status;
}
