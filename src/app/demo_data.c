/* SPDX-License-Identifier: MIT */
/* Writes the whole folder of the demonstration alliance: its small files here, its extract by
 * demo_extract.c. */

#include "app/demo_data.h"

#include "app/demo_world.h"
#include "base/assert.h"
#include "base/file.h"

#define SMALL_FILE_BYTES_MAX ((size_t)1024 * 1024)

typedef struct demo_small_file {
    const char *name;
    void (*add)(ac_buffer *buffer, const ac_demo_world *world);
} demo_small_file;

static const demo_small_file small_files[] = {
    {"README.txt",    ac_demo_add_readme   },
    {"practices.csv", ac_demo_add_practices},
    {"sites.csv",     ac_demo_add_sites    },
    {"lists.csv",     ac_demo_add_lists    },
    {"rtt.csv",       ac_demo_add_waits    },
    {"fft.csv",       ac_demo_add_friends  },
};

static accord_status write_small(
    const char *folder,
    const demo_small_file *file,
    const ac_demo_world *world,
    accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    AC_SCOPED_BUFFER(buffer, SMALL_FILE_BYTES_MAX);
    file->add(&buffer, world);
    ac_assert(!buffer.overflowed);
    return ac_file_write(
        ac_file_join(&scratch, folder, file->name), ac_buffer_text(&buffer), error);
}

accord_status ac_demo_write(
    const char *folder, uint64_t seed, const ac_demo_progress *progress, accord_error *error)
{
    AC_SCOPED_ARENA(arena);
    AC_TRY(ac_file_make_folder(folder, error));
    const ac_demo_world *world = ac_demo_world_draw(&arena, seed);
    for (size_t i = 0; i < sizeof small_files / sizeof small_files[0]; i++) {
        AC_TRY(write_small(folder, &small_files[i], world, error));
    }
    return ac_demo_write_extract(folder, world, progress, error);
}
