/* The records of one run, written so that a reader never sees a half one.
 *
 * `started` exists from before the command runs, for ever: the run is never started twice. The supervisor holds an
 * exclusive flock on it for as long as it lives, so that a daemon that comes later can tell without a race:
 *   no `started`                        never started
 *   `exit`                              ended, and this is how
 *   `started`, locked                   running; its pid is in the file
 *   `started`, not locked, no `exit`    lost: the machine or the supervisor was stopped in between */
#ifndef SUPERVISOR_RUN_DIRECTORY_H
#define SUPERVISOR_RUN_DIRECTORY_H

#include <stdint.h>

#include "cgroup.h"
#include "problem.h"

struct run_directory {
    int descriptor;
    int mark;   /* `started`, open and locked; never closed */
    int exit;   /* the exit record to be: its space is taken before the command can fill the disk */
    char exit_name[32];
    int64_t start_by_ms; /* of the monotonic clock: nobody waits for a later mark; 0: any time */
};

enum claim { claim_taken, claim_refused, claim_failed };

/* How the command ended; see write_exit_record for the file. */
struct ending {
    int wait_status;           /* as waitpid gives it; meaningless after an exec error */
    int exec_error;            /* errno; 0: the command was executed */
    const char *exec_stage;    /* what failed; see note_failure, record_late_start */
    bool timed_out;
    bool cancelled;
    bool terminated;           /* process 1 told it to end, as at a shutdown: no cancellation */
    int64_t started_at_us;     /* CLOCK_REALTIME */
    int64_t finished_at_us;
    uint64_t output_lost_bytes;
    int left_behind;           /* processes that SIGKILL could not end */
};

/* Creates the directory when it is missing; its parent has to exist. */
bool open_run_directory(const char *path, struct run_directory *run, struct problem *problem);

/* Whether nobody waits for this start any more: then the daemon has looked for the mark, or will, and acts on what it
 * found. Whoever finds none from that moment on can count on it that the command does not run: so this is asked right
 * before the mark is made, and again once it is there. */
bool is_late(const struct run_directory *run);

/* Makes `started`, durably, with the name of the control group to be. `claim_refused`: it exists, somebody started this
 * run before. `claim_failed`: there is none of ours; so it is also when this is late. Who is late only once the mark is
 * there leaves it there, durable or not: `claim_taken`. */
enum claim claim_run(struct run_directory *run, const struct cgroup *cgroup, struct problem *problem);

/* Makes `exit`, durably: lines of key=value. False with errno when it cannot be written now. */
bool write_exit_record(const struct run_directory *run, const struct ending *ending);

#endif
