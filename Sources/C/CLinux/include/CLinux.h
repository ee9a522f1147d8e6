/// What Linux offers and Glibc's Swift module does not show: typed inline wrappers, no state, no allocation.
///
/// Every function returns what its system call returns, or -errno: Swift never has to read `errno` in time.
#ifndef CLINUX_H
#define CLINUX_H

#include "clinux_attributes.h"
#include "clinux_clock.h"
#include "clinux_descriptors.h"
#include "clinux_epoll.h"
#include "clinux_memory.h"
#include "clinux_peer.h"
#include "clinux_process.h"
#include "clinux_timer.h"

#endif
