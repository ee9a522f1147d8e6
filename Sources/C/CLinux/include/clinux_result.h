#ifndef CLINUX_RESULT_H
#define CLINUX_RESULT_H

#include <errno.h>

/// The result itself, or -errno when it is negative.
static inline int clinux_result(long result) {
    return result < 0 ? -errno : (int)result;
}

#endif
