/* carillon-supervisor: runs one command so that its end is known whatever happens to the daemon that started it.
 *
 * The environment that it is started with is exactly the command's. The first process only waits until the run is
 * claimed or refused: 0 started, 3 it was started before, 1 anything else, with one sentence on stderr. The second,
 * orphaned on purpose and so nobody's zombie, is the supervisor. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clocks.h"
#include "command.h"
#include "options.h"
#include "output.h"
#include "run_directory.h"
#include "signals.h"
#include "supervise.h"

enum { status_started = 0, status_failed = 1, status_started_before = 3 };

/* What the supervisor tells the first process, in one piece (shorter than PIPE_BUF). */
struct handshake {
    int status;
    struct problem problem;
};

/* The descriptors and signal settings of the starter are its own business: none of them gets through. */
static bool leave_starter(struct problem *problem) {
    if (close_range(STDERR_FILENO + 1, ~0U, 0) != 0) return fail(problem, "close_range: %m (Linux 5.9 is needed)");
    int descriptor = 0;
    while (descriptor >= 0 && descriptor <= STDERR_FILENO) descriptor = open("/dev/null", O_RDWR);
    if (descriptor < 0) return fail(problem, "cannot open /dev/null: %m");
    close(descriptor);
    reset_signals();
    /* Nothing but SIGKILL ends the supervisor before its command: not a closed terminal, not a file size limit. */
    const int ignored[] = {SIGHUP, SIGPIPE, SIGXFSZ, SIGQUIT, SIGUSR1};
    for (size_t index = 0; index < sizeof ignored / sizeof *ignored; index++) signal(ignored[index], SIG_IGN);
    return true;
}

static void record_ending(const struct run_directory *run, const struct ending *ending) {
    enum { pause_ms = 1000, attempts = 600 };
    for (int attempt = 0; attempt < attempts; attempt++) {
        /* ENOENT: somebody removed the directory, so nobody wants to know. */
        if (write_exit_record(run, ending) || errno == ENOENT) return;
        poll(NULL, 0, pause_ms);
    }
}

/* False: the first process is gone, and with it whoever waited for the answer. */
static bool answer(int channel, int status, const struct problem *problem) {
    struct handshake handshake = {.status = status, .problem = *problem};
    if (write(channel, &handshake, sizeof handshake) != sizeof handshake) return false;
    /* Nobody who reads the starter's stderr to its end waits for us. */
    for (int descriptor = 0; descriptor <= STDERR_FILENO; descriptor++) {
        close(descriptor);
        open("/dev/null", O_RDWR);
    }
    close(channel);
    return true;
}

static enum claim prepare(const struct options *options, struct run_directory *run, struct command *command,
                          int *events, struct problem *problem) {
    setsid();
    *events = open_events();
    if (*events < 0) return fail(problem, "signalfd: %m"), claim_failed;
    if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0) return fail(problem, "cannot be a subreaper: %m"), claim_failed;
    if (!prepare_command(command, problem)) return claim_failed;
    if (!open_run_directory(options->directory, run, problem)) return claim_failed;
    run->start_by_ms = options->start_by_ms;
    name_cgroup(&command->cgroup, options->cgroup);
    return claim_run(run, &command->cgroup, problem);
}

/* The mark is there, so what became of the run has to be: nothing was executed, for nobody waits for the start. */
static void record_late_start(const struct run_directory *run) {
    int64_t now = realtime_us();
    struct ending ending = {.exec_error = ETIME, .exec_stage = "start", .started_at_us = now, .finished_at_us = now};
    record_ending(run, &ending);
}

static int be_supervisor(const struct options *options, int channel) {
    struct run_directory run;
    struct command command;
    struct output output;
    struct ending ending = {0};
    struct problem problem = {""};
    int events;
    enum claim claim = prepare(options, &run, &command, &events, &problem);
    if (claim != claim_taken) {
        answer(channel, claim == claim_refused ? status_started_before : status_failed, &problem);
        return status_failed;
    }
    bool late = is_late(&run);
    bool told = answer(channel, status_started, &problem);
    if (late || !told) {
        record_late_start(&run);
        return status_failed;
    }
    open_output(&output, command.output, run.descriptor, options);
    make_cgroup(&command.cgroup);
    start_command(&command, options, &run, &ending);
    supervise(events, options, &command, &output, &ending);
    ending.output_lost_bytes = output.lost;
    remove_cgroup(&command.cgroup);
    record_ending(&run, &ending);
    return 0;
}

static int wait_for_handshake(int channel, const char *directory) {
    struct handshake handshake;
    ssize_t count = read(channel, &handshake, sizeof handshake);
    if (count != sizeof handshake) {
        handshake.status = status_failed;
        fail(&handshake.problem, "the supervisor ended before it could start the command");
    }
    if (handshake.status == status_started_before) fail(&handshake.problem, "%s was started before", directory);
    if (handshake.status != status_started) dprintf(STDERR_FILENO, "carillon-supervisor: %s\n", handshake.problem.text);
    return handshake.status;
}

int main(int argc, char **argv) {
    struct options options;
    struct problem problem = {""};
    int channel[2];
    bool ready = leave_starter(&problem) && parse_options(argc, argv, &options, &problem);
    options.starter = getppid();
    if (ready && pipe2(channel, O_CLOEXEC) != 0) ready = fail(&problem, "cannot create a pipe: %m");
    pid_t supervisor = ready ? fork() : -1;
    if (ready && supervisor < 0) ready = fail(&problem, "cannot start a process: %m");
    if (!ready) {
        dprintf(STDERR_FILENO, "carillon-supervisor: %s\n", problem.text);
        return status_failed;
    }
    if (supervisor == 0) {
        close(channel[0]);
        return be_supervisor(&options, channel[1]);
    }
    close(channel[1]);
    return wait_for_handshake(channel[0], options.directory);
}
