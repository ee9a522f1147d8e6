/// Extended attributes, which Glibc's Swift module leaves out. xattr(7).
#ifndef CLINUX_ATTRIBUTES_H
#define CLINUX_ATTRIBUTES_H

#include <stddef.h>
#include <sys/xattr.h>

#include "clinux_result.h"

/// Reads the value of an attribute: its length, or -ENODATA when the file has none of this name, or another -errno.
static inline int linux_read_attribute(
    const char *_Nonnull path, const char *_Nonnull name, void *_Nonnull value, size_t size) {
    return clinux_result(getxattr(path, name, value, size));
}

#endif
