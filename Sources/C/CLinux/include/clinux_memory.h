/// How the C library's heap keeps what is freed. mallopt(3).
#ifndef CLINUX_MEMORY_H
#define CLINUX_MEMORY_H

#include <malloc.h>

/// Few arenas, and free memory at a heap's end goes back to the kernel.
///
/// By default each of many threads keeps an arena of its own, and freed pages with it. Call it before there are threads.
static inline void linux_keep_heap_small(void) {
    enum { arenas = 2, kept_bytes = 128 * 1024 };
    mallopt(M_ARENA_MAX, arenas);
    mallopt(M_TRIM_THRESHOLD, kept_bytes);
}

/// Lets go of free pages within the heap, and of the program's code and constants; of these, what is needed comes back page by page
/// from the kernel's cache.
///
/// A start goes through far more of them than what comes after: with the Swift runtime linked in, most of the memory in use.
void linux_forget_the_start(void);

#endif
