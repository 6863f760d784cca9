#define _GNU_SOURCE
#include "cterm.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int pipe_ends[2] = {-1, -1};
static struct sigaction former[NSIG];
static bool watched[NSIG];

static void on_signal(int signal) {
    int saved = errno;
    unsigned char byte = (unsigned char)signal;
    ssize_t written = write(pipe_ends[1], &byte, 1);
    (void)written;
    errno = saved;
}

int cterm_signals_open(void) {
    if (pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    return pipe_ends[0];
}

int cterm_signals_watch(int signal) {
    if (signal <= 0 || signal >= NSIG) {
        errno = EINVAL;
        return -1;
    }
    struct sigaction present;
    if (sigaction(signal, NULL, &present) != 0) return -1;
    if (signal == SIGHUP && present.sa_handler == SIG_IGN) return 0;
    struct sigaction action = {0};
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    if (sigaction(signal, &action, NULL) != 0) return -1;
    if (!watched[signal]) former[signal] = present;
    watched[signal] = true;
    /* Whoever started the program may have had the signal blocked; what is watched must arrive. */
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, signal);
    return pthread_sigmask(SIG_UNBLOCK, &wanted, NULL) == 0 ? 0 : -1;
}

int cterm_signals_next(int descriptor) {
    unsigned char byte;
    return read(descriptor, &byte, 1) == 1 ? byte : 0;
}

void cterm_signals_close(int descriptor) {
    for (int signal = 1; signal < NSIG; signal++) {
        if (watched[signal]) sigaction(signal, &former[signal], NULL);
        watched[signal] = false;
    }
    if (descriptor < 0 || descriptor != pipe_ends[0]) return;
    close(pipe_ends[0]);
    close(pipe_ends[1]);
    pipe_ends[0] = pipe_ends[1] = -1;
}

/* The parent of another process, 0 when unknown. */
static pid_t parent_of(pid_t process) {
    char path[64], text[512];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)process);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return 0;
    ssize_t count = read(descriptor, text, sizeof text - 1);
    close(descriptor);
    if (count <= 0) return 0;
    text[count] = 0;
    /* The name in parentheses may hold anything, so the last one ends it: `pid (name) state ppid`. */
    char *end = strrchr(text, ')');
    return end && strlen(end) > 4 ? (pid_t)strtol(end + 4, NULL, 10) : 0;
}

bool cterm_has_job_control(void) {
    pid_t group = getpgrp(), ancestor = getppid();
    while (ancestor > 1 && getpgid(ancestor) == group) ancestor = parent_of(ancestor);
    return ancestor > 0 && getsid(ancestor) == getsid(0);
}

void cterm_stop_group(void) {
    if (!cterm_has_job_control()) {
        kill(0, SIGSTOP);
        return;
    }
    struct sigaction action = {0}, before;
    sigemptyset(&action.sa_mask);
    /* The others first, then this very thread: kill() alone may return before the stop takes hold, and the caller
       would take the terminal back just before it stops. */
    action.sa_handler = SIG_IGN;
    if (sigaction(SIGTSTP, &action, &before) != 0) return;
    kill(0, SIGTSTP);
    action.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &action, NULL);
    raise(SIGTSTP);
    sigaction(SIGTSTP, &before, NULL);
}
