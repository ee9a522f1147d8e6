#include "command.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "clocks.h"
#include "signals.h"

enum stage { stage_fork, stage_directory, stage_execute };

struct exec_failure {
    enum stage stage;
    int error;
};

bool prepare_command(struct command *command, struct problem *problem) {
    int output[2], failure[2];
    command->nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (command->nothing < 0) return fail(problem, "cannot open /dev/null: %m");
    if (pipe2(output, O_CLOEXEC) != 0 || pipe2(failure, O_CLOEXEC) != 0) {
        return fail(problem, "cannot create a pipe: %m");
    }
    /* Only our ends do not block: the command's end is another open file. */
    fcntl(output[0], F_SETFL, O_NONBLOCK);
    fcntl(failure[0], F_SETFL, O_NONBLOCK);
    command->output = output[0];
    command->output_end = output[1];
    command->failure = failure[0];
    command->failure_end = failure[1];
    return true;
}

static _Noreturn void report_exec_failure(const struct command *command, enum stage stage) {
    struct exec_failure failure = {.stage = stage, .error = errno};
    ssize_t written = write(command->failure_end, &failure, sizeof failure);
    _exit(written == sizeof failure ? 127 : 126);
}

static _Noreturn void become_command(const struct command *command, const struct options *options, pid_t supervisor) {
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    /* The supervisor can have ended before the line above. */
    if (getppid() != supervisor) _exit(127);
    dup2(command->nothing, STDIN_FILENO);
    dup2(command->output_end, STDOUT_FILENO);
    dup2(command->output_end, STDERR_FILENO);
    if (options->working_directory != NULL && chdir(options->working_directory) != 0) {
        report_exec_failure(command, stage_directory);
    }
    reset_signals();
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execvp(options->command[0], options->command);
    report_exec_failure(command, stage_execute);
}

/* Not what was to run: a secret may stand in it, and this is kept. */
static void note_failure(const struct exec_failure *failure, struct ending *ending) {
    static const char *const stages[] = {"process", "directory", "program"};
    ending->exec_error = failure->error;
    ending->exec_stage = stages[failure->stage];
}

void start_command(struct command *command, const struct options *options, const struct run_directory *run,
                   struct ending *ending) {
    pid_t supervisor = getpid();
    ending->started_at_us = realtime_us();
    command->id = fork_into_cgroup(&command->cgroup);
    if (command->id == 0) {
        /* At once, or the copy of the lock would outlive a supervisor that is killed now. */
        close(run->mark);
        become_command(command, options, supervisor);
    }
    if (command->id < 0) {
        note_failure(&(struct exec_failure){.stage = stage_fork, .error = errno}, ending);
        ending->finished_at_us = realtime_us();
        command->id = 0;
    }
    close(command->output_end);
    close(command->failure_end);
}

void read_exec_failure(const struct command *command, struct ending *ending) {
    struct exec_failure failure;
    if (read(command->failure, &failure, sizeof failure) == sizeof failure) note_failure(&failure, ending);
}
