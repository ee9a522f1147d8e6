/* One sentence about what could not be done, for the person who reads the starter's log. */
#ifndef SUPERVISOR_PROBLEM_H
#define SUPERVISOR_PROBLEM_H

#include <stdbool.h>

struct problem {
    char text[512];
};

/* Writes the sentence and returns false, so that a caller can `return fail(...)`. `%m` is the text of errno. */
__attribute__((format(printf, 2, 3))) bool fail(struct problem *problem, const char *format, ...);

#endif
