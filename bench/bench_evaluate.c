/* SPDX-License-Identifier: MIT */
/* Times the exact evaluation of a contract over made-up facts against its stated limit.
 *   bench_evaluate CONTRACT
 * Prints the median of nine runs in processor time, and the ratio to the limit; exits 1 above it.
 */

#include "base/file.h"
#include "contract/evaluate.h"
#include "made_facts.h"

#include <stdlib.h>
#include <time.h>

static double processor_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

int main(int count, char **words)
{
    enum { RUNS = 9 };
    const double limit = 200;
    AC_SCOPED_ARENA(arena);
    ac_text source;
    accord_error error;
    if (count < 2 ||
        ac_file_read(words[1], (size_t)1 << 24, &arena, &source, &error).code != ACCORD_OK) {
        (void)fprintf(stderr, "usage: bench_evaluate CONTRACT\n");
        return 2;
    }
    double compile = processor_ms();
    ac_diagnostics diagnostics;
    ac_diagnostics_init(&diagnostics, &arena);
    const ac_program *program = ac_compile(&arena, source, &diagnostics);
    compile = processor_ms() - compile;
    if (program == NULL) {
        (void)fprintf(stderr, "%s has faults\n", words[1]);
        return 1;
    }
    const ac_facts *facts = made_facts(&arena, program, &(made_options){93, 100, 1});
    double times[RUNS];
    size_t bytes = 0;
    for (int i = 0; i < RUNS; i++) {
        AC_SCOPED_ARENA(run);
        ac_evaluation *evaluation = NULL;
        double start = processor_ms();
        if (ac_evaluate(&run, program, facts, 0, &evaluation, &error).code != ACCORD_OK) {
            (void)fprintf(stderr, "%s\n", error.message);
            return 1;
        }
        times[i] = processor_ms() - start;
        bytes = run.used_bytes;
    }
    qsort(times, RUNS, sizeof times[0], by_size);
    double median = times[RUNS / 2];
    printf(
        "check %.1f ms; exact evaluation %.1f ms (%.1f to %.1f), %.1f MB kept; "
        "limit %.0f ms: %.2f of it\n",
        compile, median, times[0], times[RUNS - 1], (double)bytes / 1e6, limit, median / limit);
    return median <= limit ? 0 : 1;
}
