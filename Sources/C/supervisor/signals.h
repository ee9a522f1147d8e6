#ifndef SUPERVISOR_SIGNALS_H
#define SUPERVISOR_SIGNALS_H

#include <sys/syscall.h>
#include <unistd.h>

/* Every signal does what the system makes of it by default.
 *
 * By system call, because the C library refuses the two that it keeps for its threads (32 and 33), and a starter can
 * have them ignored: ignored signals are inherited. */
static inline void reset_signals(void) {
    enum { signals_most = 64, signal_set_bytes = 8 };
    /* All zero is SIG_DFL without flags; as large as the kernel's structure on any machine, or larger. */
    static const unsigned long by_default[8];
    for (int number = 1; number <= signals_most; number++) {
        syscall(SYS_rt_sigaction, number, by_default, NULL, signal_set_bytes);
    }
}

#endif
