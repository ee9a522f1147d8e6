#ifndef CARILLON_ALLOCATIONS_H
#define CARILLON_ALLOCATIONS_H

#include <stdint.h>

/// Allocations of the calling thread so far, freed ones included: malloc, calloc, realloc and the aligned kinds.
///
/// A program that links this library takes the place of glibc's functions by its own, which count and pass on; the Swift runtime
/// and every library call these.
uint64_t carillon_allocation_count(void);

#endif
