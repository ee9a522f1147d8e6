#include "run_directory.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clocks.h"
#include "process_tree.h"

/* More than the longest record; some file systems give the space back in blocks anyway. */
enum { record_bytes = 1024 };

bool open_run_directory(const char *path, struct run_directory *run, struct problem *problem) {
    *run = (struct run_directory){.descriptor = -1, .mark = -1, .exit = -1};
    if (mkdir(path, 0700) != 0 && errno != EEXIST) return fail(problem, "cannot create the directory %s: %m", path);
    run->descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (run->descriptor < 0) return fail(problem, "cannot open the directory %s: %m", path);
    return true;
}

/* A file of our own under a name that no other living supervisor uses. */
static int create_private(int directory, const char *name) {
    unlinkat(directory, name, 0);
    return openat(directory, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
}

static bool reserve_exit_record(struct run_directory *run, struct problem *problem) {
    snprintf(run->exit_name, sizeof run->exit_name, "exit.%d", getpid());
    run->exit = create_private(run->descriptor, run->exit_name);
    if (run->exit < 0) return fail(problem, "cannot create the exit record: %m");
    errno = posix_fallocate(run->exit, 0, record_bytes);
    if (errno != 0) return fail(problem, "cannot reserve space for the exit record: %m");
    return true;
}

static void read_boot_id(char *boot_id, size_t size) {
    int file = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    ssize_t count = file < 0 ? 0 : read(file, boot_id, size - 1);
    if (file >= 0) close(file);
    boot_id[count > 0 ? count : 0] = '\0';
    boot_id[strcspn(boot_id, "\n")] = '\0';
}

static bool write_mark(int mark, const struct cgroup *cgroup) {
    struct process self;
    char boot_id[64];
    if (!read_process(getpid(), &self)) return false;
    read_boot_id(boot_id, sizeof boot_id);
    int count = dprintf(mark, "pid=%d\nstart_time_ticks=%" PRIu64 "\nboot_id=%s\nstarted_at_us=%" PRId64 "\n",
                        self.id, self.start_time, boot_id, realtime_us());
    if (count > 0 && cgroup->path[0] != '\0') count = dprintf(mark, "cgroup=%s\n", cgroup->path);
    return count > 0 && fsync(mark) == 0;
}

/* The new names have to outlive a crash of the machine: that of the mark, and that of the directory in its parent. */
static bool sync_names(int directory) {
    int parent = openat(directory, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = fsync(directory) == 0 && parent >= 0 && fsync(parent) == 0;
    if (parent >= 0) close(parent);
    return synced;
}

bool is_late(const struct run_directory *run) {
    return run->start_by_ms > 0 && monotonic_ms() >= run->start_by_ms;
}

/* link(2) refuses an existing name as O_EXCL does, but the mark appears with its contents and its lock: nobody can
 * find it in between and take the run for lost. */
static enum claim publish_mark(struct run_directory *run, const char *name, struct problem *problem) {
    /* Not earlier: what was written and synced until here can have taken as long as the disk hung. */
    if (is_late(run)) return fail(problem, "nobody waits for this start any more"), claim_failed;
    if (linkat(run->descriptor, name, run->descriptor, "started", 0) != 0) {
        if (errno == EEXIST) return claim_refused;
        fail(problem, "cannot create the mark `started`: %m");
        return claim_failed;
    }
    unlinkat(run->descriptor, name, 0);
    if (sync_names(run->descriptor)) return claim_taken;
    /* A mark that the daemon may have found is not taken back: what became of the run gets written down beside it. */
    if (is_late(run)) return claim_taken;
    fail(problem, "cannot make the mark `started` durable: %m");
    unlinkat(run->descriptor, "started", 0);
    return claim_failed;
}

static enum claim make_mark(struct run_directory *run, const struct cgroup *cgroup, struct problem *problem) {
    char name[32];
    snprintf(name, sizeof name, "started.%d", getpid());
    run->mark = create_private(run->descriptor, name);
    enum claim claim = claim_failed;
    if (run->mark < 0 || flock(run->mark, LOCK_EX | LOCK_NB) != 0 || !write_mark(run->mark, cgroup)) {
        fail(problem, "cannot write the mark `started`: %m");
    } else {
        claim = publish_mark(run, name, problem);
    }
    unlinkat(run->descriptor, name, 0);
    return claim;
}

enum claim claim_run(struct run_directory *run, const struct cgroup *cgroup, struct problem *problem) {
    if (faccessat(run->descriptor, "started", F_OK, 0) == 0) return claim_refused;
    enum claim claim = reserve_exit_record(run, problem) ? make_mark(run, cgroup, problem) : claim_failed;
    if (claim != claim_taken) unlinkat(run->descriptor, run->exit_name, 0);
    return claim;
}

static int format_cause(char *text, size_t size, const struct ending *ending) {
    if (ending->exec_error != 0) {
        return snprintf(text, size, "exec_error=%d\nexec_stage=%s\n", ending->exec_error, ending->exec_stage);
    }
    if (WIFSIGNALED(ending->wait_status)) return snprintf(text, size, "signal=%d\n", WTERMSIG(ending->wait_status));
    return snprintf(text, size, "exit_code=%d\n", WEXITSTATUS(ending->wait_status));
}

static int format_record(char *text, size_t size, const struct ending *ending) {
    int count = format_cause(text, size, ending);
    return count + snprintf(text + count, size - (size_t)count,
                            "timed_out=%d\ncancelled=%d\nterminated=%d\nstarted_at_us=%" PRId64
                            "\nfinished_at_us=%" PRId64 "\noutput_lost_bytes=%" PRIu64 "\nleft_behind=%d\n",
                            ending->timed_out, ending->cancelled, ending->terminated, ending->started_at_us,
                            ending->finished_at_us, ending->output_lost_bytes, ending->left_behind);
}

bool write_exit_record(const struct run_directory *run, const struct ending *ending) {
    char text[record_bytes];
    int count = format_record(text, sizeof text, ending);
    return pwrite(run->exit, text, (size_t)count, 0) == count && ftruncate(run->exit, count) == 0 &&
           fsync(run->exit) == 0 && renameat(run->descriptor, run->exit_name, run->descriptor, "exit") == 0 &&
           fsync(run->descriptor) == 0;
}
