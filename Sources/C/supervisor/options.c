#include "options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cgroup.h"

#define USAGE                                                                                                          \
    "usage: carillon-supervisor --directory DIR [--cwd DIR] [--cgroup PATH] [--timeout-ms N] [--grace-ms N] "            \
    "[--start-by-ms N] [--output-limit BYTES] [--output-files N] -- COMMAND [ARGUMENT ...]"

static const int64_t grace_default_ms = 10000;
static const int64_t output_limit_default = 10 * 1024 * 1024;
/* Each output file holds at least some bytes. */
static const int64_t output_limit_least = 4096;
static const int64_t output_limit_most = INT64_C(1) << 40;
/* Two, or there would be no older bytes left when a file is begun. */
static const int64_t output_files_least = 2;
static const int64_t output_files_default = 4;
static const int64_t output_files_most = 64;
/* Ten years: no sum of a deadline and the clock overflows. */
static const int64_t duration_most_ms = INT64_C(315360000000);

static bool parse_number(const char *option, const char *text, int64_t least, int64_t most, int64_t *number,
                         struct problem *problem) {
    char *end = NULL;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < least || value > most) {
        return fail(problem, "%s %s: not a whole number in %lld...%lld", option, text, (long long)least,
                    (long long)most);
    }
    *number = value;
    return true;
}

static bool parse_cgroup(const char *path, struct options *options, struct problem *problem) {
    if (path[0] != '/' || strlen(path) > cgroup_path_bytes_most) {
        return fail(problem, "--cgroup %.64s: not an absolute path of at most %d bytes", path, cgroup_path_bytes_most);
    }
    options->cgroup = path;
    return true;
}

static bool parse_option(const char *option, const char *value, struct options *options, struct problem *problem) {
    if (strcmp(option, "--directory") == 0) {
        options->directory = value;
        return true;
    }
    if (strcmp(option, "--cwd") == 0) {
        options->working_directory = value;
        return true;
    }
    if (strcmp(option, "--cgroup") == 0) return parse_cgroup(value, options, problem);
    if (strcmp(option, "--timeout-ms") == 0) {
        return parse_number(option, value, 1, duration_most_ms, &options->timeout_ms, problem);
    }
    if (strcmp(option, "--grace-ms") == 0) {
        return parse_number(option, value, 0, duration_most_ms, &options->grace_ms, problem);
    }
    if (strcmp(option, "--start-by-ms") == 0) {
        return parse_number(option, value, 1, INT64_MAX, &options->start_by_ms, problem);
    }
    if (strcmp(option, "--output-limit") == 0) {
        return parse_number(option, value, output_limit_least, output_limit_most, &options->output_limit, problem);
    }
    if (strcmp(option, "--output-files") == 0) {
        return parse_number(option, value, output_files_least, output_files_most, &options->output_files, problem);
    }
    return fail(problem, "unknown option %s; " USAGE, option);
}

bool parse_options(int argc, char **argv, struct options *options, struct problem *problem) {
    *options = (struct options){
        .grace_ms = grace_default_ms, .output_limit = output_limit_default, .output_files = output_files_default};
    int index = 1;
    while (index < argc && strcmp(argv[index], "--") != 0) {
        if (index + 1 >= argc) return fail(problem, "%s: no value; " USAGE, argv[index]);
        if (!parse_option(argv[index], argv[index + 1], options, problem)) return false;
        index += 2;
    }
    if (options->directory == NULL) return fail(problem, "no --directory; " USAGE);
    if (index + 1 >= argc || argv[index + 1][0] == '\0') return fail(problem, "no command after --; " USAGE);
    options->command = argv + index + 1;
    return true;
}
