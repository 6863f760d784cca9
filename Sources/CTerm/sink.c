#define _GNU_SOURCE
#include "cterm.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int cterm_sink_open(const char *name) {
    return memfd_create(name, MFD_CLOEXEC);
}

ssize_t cterm_sink_size(int descriptor) {
    struct stat info;
    return fstat(descriptor, &info) == 0 ? (ssize_t)info.st_size : -1;
}

ssize_t cterm_sink_read(int descriptor, void *buffer, size_t count) {
    return pread(descriptor, buffer, count, 0);
}

int cterm_sink_truncate(int descriptor) {
    if (ftruncate(descriptor, 0) != 0) return -1;
    return lseek(descriptor, 0, SEEK_SET) == 0 ? 0 : -1;
}
