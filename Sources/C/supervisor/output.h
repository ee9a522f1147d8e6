/* What the command printed, in at most two files: output.log, and before it output.1.log.
 *
 * The newest half of the limit at least is always kept. Nothing stays in memory, and a disk that takes no more never
 * holds the command up: what cannot be written is counted and let go. */
#ifndef SUPERVISOR_OUTPUT_H
#define SUPERVISOR_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct output {
    int pipe;         /* the end that the supervisor reads, non-blocking; -1 when nobody can write any more */
    int directory;    /* of the run */
    int file;         /* output.log; -1: not open */
    int64_t size;     /* bytes in output.log */
    int64_t half;     /* bytes at which output.log becomes output.1.log */
    uint64_t lost;    /* bytes that could not be written */
};

void open_output(struct output *output, int pipe, int directory, int64_t limit);

/* Moves one piece from the pipe to the file. Returns the number of bytes, 0 when there is none for now or for ever. */
size_t move_output(struct output *output);

/* Takes what is in the pipe now, but no more than a pipe can hold: a writer outside the tree, which got hold of the
 * pipe by other means, cannot keep the supervisor from ending. */
void finish_output(struct output *output);

#endif
