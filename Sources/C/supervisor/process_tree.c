#include "process_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Ordered by id. */
struct process_table {
    struct process *processes;
    size_t count;
    size_t capacity;
};

/* proc(5): "pid (comm) state ppid ...", field 22 is the start time. comm can hold anything, parentheses too. */
static bool parse_stat(char *text, struct process *process) {
    char *after_name = strrchr(text, ')');
    if (after_name == NULL) return false;
    char state = 0;
    int fields = sscanf(after_name + 1,
                        " %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %" SCNu64, &state,
                        &process->parent, &process->start_time);
    process->ended = state == 'Z' || state == 'X';
    return fields == 3;
}

bool read_process(pid_t id, struct process *process) {
    char path[32];
    char text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", id);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    ssize_t count = read(file, text, sizeof text - 1);
    close(file);
    if (count <= 0) return false;
    text[count] = '\0';
    process->id = id;
    return parse_stat(text, process);
}

static bool append(struct process_table *table, struct process process) {
    if (table->count == table->capacity) {
        size_t capacity = table->capacity == 0 ? 512 : table->capacity * 2;
        struct process *processes = realloc(table->processes, capacity * sizeof *processes);
        if (processes == NULL) return false;
        table->processes = processes;
        table->capacity = capacity;
    }
    table->processes[table->count++] = process;
    return true;
}

static int compare_ids(const void *left, const void *right) {
    const struct process *a = left, *b = right;
    return (a->id > b->id) - (a->id < b->id);
}

/* With no memory left the table ends early; the next look sees what this one did not. */
static struct process_table read_process_table(void) {
    struct process_table table = {0};
    DIR *directory = opendir("/proc");
    if (directory == NULL) return table;
    struct dirent *entry;
    while ((entry = readdir(directory)) != NULL) {
        struct process process;
        pid_t id = atoi(entry->d_name);
        if (id > 0 && read_process(id, &process) && !append(&table, process)) break;
    }
    closedir(directory);
    if (table.count > 0) qsort(table.processes, table.count, sizeof *table.processes, compare_ids);
    return table;
}

/* Climbs from parent to parent. The table is no snapshot of one moment, so its links could even be a circle: the
 * number of steps is limited. */
static bool descends_from(pid_t ancestor, const struct process *process, const struct process_table *table) {
    for (size_t steps = 0; process != NULL && steps < table->count; steps++) {
        if (process->parent == ancestor) return true;
        struct process parent = {.id = process->parent};
        process = bsearch(&parent, table->processes, table->count, sizeof parent, compare_ids);
    }
    return false;
}

/* The pidfd is opened first and the identity checked after: a signal never reaches a stranger that got a freed id. */
static void signal_process(const struct process *process, int signal) {
    int descriptor = (int)syscall(SYS_pidfd_open, process->id, 0);
    if (descriptor < 0) return;
    struct process now;
    if (read_process(process->id, &now) && now.start_time == process->start_time) {
        syscall(SYS_pidfd_send_signal, descriptor, signal, NULL, 0);
        /* A stopped process takes no SIGTERM before it goes on. */
        if (signal == SIGTERM) syscall(SYS_pidfd_send_signal, descriptor, SIGCONT, NULL, 0);
    }
    close(descriptor);
}

int signal_descendants(int signal) {
    struct process_table table = read_process_table();
    pid_t supervisor = getpid();
    int living = 0;
    for (size_t index = 0; index < table.count; index++) {
        const struct process *process = &table.processes[index];
        if (process->ended || !descends_from(supervisor, process, &table)) continue;
        living++;
        if (signal != 0) signal_process(process, signal);
    }
    free(table.processes);
    return living;
}
