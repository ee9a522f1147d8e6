#include "supervise.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clocks.h"
#include "process_tree.h"

enum phase { phase_running, phase_terminating, phase_killing, phase_over };

struct supervision {
    const struct options *options;
    const struct command *command;
    struct ending *ending;
    enum phase phase;
    bool command_ended;
    int64_t deadline_ms; /* of the phase, monotonic */
    int64_t give_up_ms;  /* on what SIGKILL does not end */
};

static const int64_t never_ms = INT64_MAX;
static const int64_t kill_round_ms = 200;
static const int64_t kill_limit_ms = 10000;
/* For a command that nothing can end: it is waited for, but without work. */
static const int64_t late_kill_round_ms = 5000;

int open_events(void) {
    sigset_t events;
    sigemptyset(&events);
    sigaddset(&events, SIGCHLD);
    sigaddset(&events, SIGTERM);
    sigaddset(&events, SIGINT);
    sigaddset(&events, SIGUSR2);
    sigprocmask(SIG_SETMASK, &events, NULL);
    return signalfd(-1, &events, SFD_NONBLOCK | SFD_CLOEXEC);
}

/* Each round ends what it sees. A process that forked meanwhile is seen by the next: its parent's end is an event. */
static void kill_round(struct supervision *supervision) {
    int64_t now = monotonic_ms();
    bool in_time = now < supervision->give_up_ms;
    supervision->deadline_ms = now + (in_time ? kill_round_ms : late_kill_round_ms);
    kill_cgroup(&supervision->command->cgroup);
    /* Also what left the group for another, or was never in one. */
    int living = signal_descendants(SIGKILL);
    if (in_time || !supervision->command_ended) return;
    supervision->ending->left_behind = living;
    supervision->phase = phase_over;
}

static void begin_killing(struct supervision *supervision) {
    supervision->phase = phase_killing;
    supervision->give_up_ms = monotonic_ms() + kill_limit_ms;
    kill_round(supervision);
}

static void begin_terminating(struct supervision *supervision) {
    supervision->phase = phase_terminating;
    supervision->deadline_ms = monotonic_ms() + supervision->options->grace_ms;
    signal_descendants(SIGTERM);
}

static void note_end_of_command(struct supervision *supervision, int wait_status) {
    supervision->command_ended = true;
    supervision->ending->wait_status = wait_status;
    supervision->ending->finished_at_us = realtime_us();
    read_exec_failure(supervision->command, supervision->ending);
}

/* To have no child is to have no descendant: an orphan would have become our child. */
static void reap(struct supervision *supervision) {
    pid_t id;
    int wait_status;
    while ((id = waitpid(-1, &wait_status, WNOHANG)) > 0) {
        bool is_command = id == supervision->command->id && !supervision->command_ended;
        if (is_command) note_end_of_command(supervision, wait_status);
    }
    if (id < 0 && errno == ECHILD) supervision->phase = phase_over;
}

static void handle_end_of_children(struct supervision *supervision) {
    reap(supervision);
    if (supervision->phase == phase_running && supervision->command_ended) begin_terminating(supervision);
    if (supervision->phase == phase_killing) kill_round(supervision);
}

/* Whether init wants everything to end, and not the daemon this command: systemd sends SIGTERM to all processes at a
 * shutdown, and to all of a unit that is stopped as a control group.
 *
 * Who cancels is the daemon that started us, or a later one in the same PID namespace. In a container it may itself be
 * process 1; then process 1 is what started us, for a namespace never has another. In doubt it is a cancellation: when
 * the daemon ended before we asked who started us, so that init looks like our starter, and when the sender is in
 * another namespace, which is told as process 0. The sender's user says nothing: user namespaces change it. */
static bool is_from_init(const struct signalfd_siginfo *signal, const struct options *options) {
    enum { init = 1 };
    return signal->ssi_pid == init && options->starter != init;
}

static void handle_request_to_end(struct supervision *supervision, const struct signalfd_siginfo *signal) {
    if (supervision->phase != phase_running) return;
    bool from_init = is_from_init(signal, supervision->options);
    supervision->ending->terminated = from_init;
    supervision->ending->cancelled = !from_init;
    begin_terminating(supervision);
}

/* A cancellation that gives no time: also to what is being ended already. */
static void handle_forced_end(struct supervision *supervision) {
    if (supervision->phase != phase_running && supervision->phase != phase_terminating) return;
    if (supervision->phase == phase_running) supervision->ending->cancelled = true;
    begin_killing(supervision);
}

static void handle_signals(struct supervision *supervision, int events) {
    struct signalfd_siginfo signal;
    while (read(events, &signal, sizeof signal) == sizeof signal) {
        if (signal.ssi_signo == SIGCHLD) {
            handle_end_of_children(supervision);
        } else if (signal.ssi_signo == SIGUSR2) {
            handle_forced_end(supervision);
        } else {
            handle_request_to_end(supervision, &signal);
        }
    }
}

static void handle_deadline(struct supervision *supervision) {
    if (monotonic_ms() < supervision->deadline_ms) return;
    switch (supervision->phase) {
    case phase_running:
        supervision->ending->timed_out = true;
        begin_terminating(supervision);
        break;
    case phase_terminating:
        begin_killing(supervision);
        break;
    case phase_killing:
        kill_round(supervision);
        break;
    case phase_over:
        break;
    }
}

static void wait_for_event(const struct supervision *supervision, struct pollfd *sources) {
    if (supervision->deadline_ms == never_ms) {
        ppoll(sources, 2, NULL, NULL);
        return;
    }
    int64_t left_ms = supervision->deadline_ms - monotonic_ms();
    if (left_ms < 0) left_ms = 0;
    struct timespec left = {.tv_sec = left_ms / 1000, .tv_nsec = left_ms % 1000 * 1000000};
    ppoll(sources, 2, &left, NULL);
}

void supervise(int events, const struct options *options, const struct command *command, struct output *output,
               struct ending *ending) {
    struct supervision supervision = {.options = options, .command = command, .ending = ending};
    supervision.deadline_ms = options->timeout_ms > 0 ? monotonic_ms() + options->timeout_ms : never_ms;
    if (command->id == 0) supervision.phase = phase_over;
    while (supervision.phase != phase_over) {
        struct pollfd sources[] = {{.fd = events, .events = POLLIN}, {.fd = output->pipe, .events = POLLIN}};
        wait_for_event(&supervision, sources);
        if (sources[1].revents != 0) move_output(output);
        if (sources[0].revents != 0) handle_signals(&supervision, events);
        handle_deadline(&supervision);
    }
    finish_output(output);
}
