#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum {
    piece_bytes = 16 * 1024,
    /* /proc/sys/fs/pipe-max-size as the kernel sets it: pipe(7). */
    pipe_bytes_most = 1024 * 1024,
};

void open_output(struct output *output, int pipe, int directory, int64_t limit) {
    *output = (struct output){.pipe = pipe, .directory = directory, .file = -1, .half = limit / 2};
}

static bool open_file(struct output *output) {
    output->size = 0;
    output->file =
        openat(output->directory, "output.log", O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    return output->file >= 0;
}

static bool has_room(struct output *output) {
    if (output->file >= 0 && output->size < output->half) return true;
    if (output->file >= 0) {
        if (renameat(output->directory, "output.log", output->directory, "output.1.log") != 0) return false;
        close(output->file);
    }
    return open_file(output);
}

static void keep(struct output *output, const char *bytes, size_t count) {
    while (count > 0 && has_room(output)) {
        size_t room = (size_t)(output->half - output->size);
        ssize_t written = write(output->file, bytes, count < room ? count : room);
        if (written <= 0) break;
        output->size += written;
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
