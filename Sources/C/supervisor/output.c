#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

enum {
    piece_bytes = 16 * 1024,
    /* /proc/sys/fs/pipe-max-size as the kernel sets it: pipe(7). */
    pipe_bytes_most = 1024 * 1024,
};

void open_output(struct output *output, int pipe, int directory, const struct options *options) {
    *output = (struct output){.pipe = pipe, .directory = directory, .file = -1, .files = options->output_files};
    output->file_bytes = options->output_limit / options->output_files;
}

/* Fifteen digits, so that names in their order are bytes in their order, up to a petabyte. */
static void name_file(char *name, size_t size, int64_t start) {
    snprintf(name, size, "output.%015" PRId64 ".log", start);
}

static bool begin_file(struct output *output) {
    char name[48];
    int64_t too_old = output->position - output->files * output->file_bytes;
    if (too_old >= 0) {
        name_file(name, sizeof name, too_old);
        unlinkat(output->directory, name, 0);
    }
    name_file(name, sizeof name, output->position);
    output->start = output->position;
    output->file = openat(output->directory, name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    return output->file >= 0;
}

static bool has_room(struct output *output) {
    if (output->file >= 0 && output->position - output->start < output->file_bytes) return true;
    if (output->file >= 0) close(output->file);
    return begin_file(output);
}

static void keep(struct output *output, const char *bytes, size_t count) {
    while (count > 0 && has_room(output)) {
        size_t room = (size_t)(output->start + output->file_bytes - output->position);
        ssize_t written = write(output->file, bytes, count < room ? count : room);
        if (written <= 0) break;
        output->position += written;
        bytes += written;
        count -= (size_t)written;
    }
    output->lost += count;
}

size_t move_output(struct output *output) {
    static char piece[piece_bytes];
    if (output->pipe < 0) return 0;
    ssize_t count = read(output->pipe, piece, sizeof piece);
    if (count > 0) {
        keep(output, piece, (size_t)count);
        return (size_t)count;
    }
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
    close(output->pipe);
    output->pipe = -1;
    return 0;
}

void finish_output(struct output *output) {
    size_t taken = 0, count;
    while (taken < pipe_bytes_most && (count = move_output(output)) > 0) taken += count;
    if (output->pipe >= 0) close(output->pipe);
    if (output->file >= 0) close(output->file);
    output->pipe = output->file = -1;
}
