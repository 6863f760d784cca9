#define _GNU_SOURCE
#include "cterm.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static void close_others(void) {
#ifdef SYS_close_range
    if (syscall(SYS_close_range, 3U, ~0U, 0U) == 0) return;
#endif
    long limit = sysconf(_SC_OPEN_MAX);
    for (int descriptor = 3; descriptor < (limit > 0 ? limit : 1024); descriptor++) close(descriptor);
}

static struct winsize size_of(int columns, int rows) {
    struct winsize size = {0};
    size.ws_col = (unsigned short)columns;
    size.ws_row = (unsigned short)rows;
    return size;
}

pid_t cterm_spawn(
    const char *path, char *const arguments[], char *const environment[], const char *directory, int columns, int rows,
    int *master) {
    struct winsize size = size_of(columns, rows);
    sigset_t all, before;
    sigfillset(&all);
    /* Until the child has default handlers, a signal meant for it would run ours. */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int descriptor = -1;
    pid_t process = forkpty(&descriptor, NULL, NULL, &size);
    if (process == 0) {
        struct sigaction standard = {0};
        standard.sa_handler = SIG_DFL;
        for (int signal = 1; signal < NSIG; signal++) sigaction(signal, &standard, NULL);
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        close_others();
        if (directory && chdir(directory) != 0) _exit(126);
        execve(path, arguments, environment);
        _exit(127);
    }
    int reason = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (process < 0) {
        errno = reason;
        return -1;
    }
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    *master = descriptor;
    return process;
}

int cterm_pty_stop(int master) {
    char name[64];
    if (ptsname_r(master, name, sizeof name) != 0) return -1;
    int line = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (line < 0) return -1;
    int result = tcflow(line, TCOOFF);
    close(line);
    return result;
}

int cterm_pty_resize(int master, int columns, int rows) {
    struct winsize size = size_of(columns, rows);
    return ioctl(master, TIOCSWINSZ, &size);
}

static int reap(pid_t process, int options, int *status) {
    pid_t result;
    do {
        result = waitpid(process, status, options);
    } while (result < 0 && errno == EINTR);
    return result == process ? 1 : (int)result;
}

int cterm_wait(pid_t process, int milliseconds, int *status) {
    int result = reap(process, milliseconds < 0 ? 0 : WNOHANG, status);
    if (result != 0 || milliseconds <= 0) return result;
    int handle = (int)syscall(SYS_pidfd_open, process, 0);
    if (handle < 0) return -1;
    struct pollfd watch = {.fd = handle, .events = POLLIN};
    int ready;
    do {
        ready = poll(&watch, 1, milliseconds);
    } while (ready < 0 && errno == EINTR);
    close(handle);
    return ready > 0 ? reap(process, WNOHANG, status) : ready;
}

int cterm_exit_code(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int cterm_exit_signal(int status) {
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}
