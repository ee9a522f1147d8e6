// The functions are in the headers, but for what Glibc declares under _GNU_SOURCE alone; compiling this file shows that the headers
// stand on their own.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE // so that it also compiles as strict C11
#endif
#include "CLinux.h"

#include <link.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

static int forget_segments(struct dl_phdr_info *object, size_t size, void *unused) {
    (void)size;
    (void)unused;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (int index = 0; index < object->dlpi_phnum; index++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[index];
        // Only what nothing has ever written to, relocations included: these pages are read from the file again.
        if (segment->p_type != PT_LOAD || (segment->p_flags & PF_W) != 0) continue;
        uintptr_t start = (object->dlpi_addr + segment->p_vaddr + page - 1) & ~(page - 1);
        uintptr_t end = (object->dlpi_addr + segment->p_vaddr + segment->p_memsz) & ~(page - 1);
        if (start < end) madvise((void *)start, end - start, MADV_DONTNEED);
    }
    return 0;
}

void linux_forget_the_start(void) {
    malloc_trim(0);
    dl_iterate_phdr(forget_segments, NULL);
}

// It returns the error number itself.
int linux_spawn_close_others(posix_spawn_file_actions_t *actions) {
    enum { after_the_standard_three = 3 };
    return -posix_spawn_file_actions_addclosefrom_np(actions, after_the_standard_three);
}
