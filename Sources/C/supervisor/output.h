/* What the command printed, in a few files of one size: output.<position of the first byte>.log.
 *
 * A position counts the bytes from the first one on, so that a reader who knows one can go on reading whatever was
 * thrown away meanwhile. The newest bytes are always there: only the oldest file goes, when another is begun. Nothing
 * stays in memory, and a disk that takes no more never holds the command up: what cannot be written is counted and let
 * go, without a position. */
#ifndef SUPERVISOR_OUTPUT_H
#define SUPERVISOR_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "options.h"

struct output {
    int pipe;           /* the end that the supervisor reads, non-blocking; -1 when nobody can write any more */
    int directory;      /* of the run */
    int file;           /* the newest; -1: not open */
    int64_t start;      /* position of its first byte */
    int64_t position;   /* of the next byte */
    int64_t file_bytes; /* at which a file is full */
    int64_t files;      /* kept at most */
    uint64_t lost;      /* bytes that could not be written */
};

void open_output(struct output *output, int pipe, int directory, const struct options *options);

/* Moves one piece from the pipe to the file. Returns the number of bytes, 0 when there is none for now or for ever. */
size_t move_output(struct output *output);

/* Takes what is in the pipe now, but no more than a pipe can hold: a writer outside the tree, which got hold of the
 * pipe by other means, cannot keep the supervisor from ending. */
void finish_output(struct output *output);

#endif
