#ifndef SUPERVISOR_SUPERVISE_H
#define SUPERVISOR_SUPERVISE_H

#include "command.h"
#include "options.h"
#include "output.h"
#include "run_directory.h"

/* Blocks the signals that are events here (SIGCHLD; SIGTERM and SIGINT cancel, or terminate where init sends them to
 * everybody; SIGUSR2 cancels without a grace), so that none is lost before somebody waits for it, and returns a
 * descriptor to read them from; -1 with errno. */
int open_events(void);

/* Waits until the command and everything that it left behind has ended; asleep except when something happens.
 *
 * At the timeout, at a cancellation, when init ends everything and when the command ends before its descendants: SIGTERM
 * to all of them, after the grace, or at a cancellation without one, SIGKILL until none is left: to its control group at
 * once, if it has one, and to the process tree. What even SIGKILL does not end within 10 s (another user's process, a
 * dead network disk) is counted and left; only the command itself is waited for without a limit. */
void supervise(int events, const struct options *options, const struct command *command, struct output *output,
               struct ending *ending);

#endif
