#define _GNU_SOURCE
#include "cterm.h"
#include "internal.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

enum { RESET_CAPACITY = 512, TAIL = 16384, STACK_SIZE = 65536 };

static const int fatal[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGQUIT};
enum { FATAL_COUNT = sizeof fatal / sizeof fatal[0] };

static struct sigaction former[FATAL_COUNT];
static bool installed;
static volatile sig_atomic_t armed;
volatile sig_atomic_t cterm_has_crashed;

static int terminal_fd = -1, captured_fd = -1, output_fd = -1, error_fd = -1;
static char reset_bytes[RESET_CAPACITY];
static size_t reset_count;
static char alternate_stack[STACK_SIZE];
static char tail[TAIL];

/* The descriptor never blocks; what the terminal does not take is lost. */
static bool write_all(int descriptor, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(descriptor, bytes, count);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes += written;
        count -= (size_t)written;
    }
    return true;
}

static void show_captured(void) {
    struct stat info;
    if (captured_fd < 0 || fstat(captured_fd, &info) != 0 || info.st_size <= 0) return;
    off_t start = info.st_size > TAIL ? info.st_size - TAIL : 0;
    ssize_t count = pread(captured_fd, tail, TAIL, start);
    /* Not through standard error: that descriptor would wait for a frozen terminal. */
    if (count > 0) write_all(terminal_fd, tail, (size_t)count);
}

void cterm_crash_give_back(void) {
    if (!armed) return;
    armed = 0;
    cterm_has_crashed = 1;
    if (!write_all(terminal_fd, reset_bytes, reset_count)) {
        /* Frames nobody saw are in the way. */
        tcflush(terminal_fd, TCOFLUSH);
        write_all(terminal_fd, reset_bytes, reset_count);
    }
    cterm_tty_restore(terminal_fd);
    if (output_fd >= 0) dup2(output_fd, STDOUT_FILENO);
    if (error_fd >= 0) dup2(error_fd, STDERR_FILENO);
    show_captured();
}

static void on_crash(int signal, siginfo_t *info, void *context) {
    (void)context;
    int saved = errno;
    cterm_crash_give_back();
    for (int index = 0; index < FATAL_COUNT; index++) {
        if (fatal[index] == signal) sigaction(signal, &former[index], NULL);
    }
    errno = saved;
    /* A fault happens again on return, now with the former handler, which wants to see its context. */
    bool is_fault = signal == SIGILL || signal == SIGSEGV || signal == SIGBUS || signal == SIGFPE;
    if (!is_fault || info->si_code <= 0) raise(signal);
}

static void install(void) {
    atexit(cterm_crash_give_back);
    stack_t stack = {0};
    if (sigaltstack(NULL, &stack) == 0 && (stack.ss_flags & SS_DISABLE)) {
        stack.ss_sp = alternate_stack;
        stack.ss_size = sizeof alternate_stack;
        stack.ss_flags = 0;
        sigaltstack(&stack, NULL);
    }
    /* The Swift runtime's own handler asks questions on a terminal and waits half a minute for the answer; it gets
       its turn only where the user configured it. The message of the trap itself is shown either way. */
    bool wants_backtrace = getenv("SWIFT_BACKTRACE") != NULL;
    for (int index = 0; index < FATAL_COUNT; index++) {
        struct sigaction action = {0};
        action.sa_sigaction = on_crash;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK;
        sigemptyset(&action.sa_mask);
        if (sigaction(fatal[index], &action, &former[index]) != 0) continue;
        if (wants_backtrace) continue;
        former[index].sa_flags = 0;
        former[index].sa_handler = SIG_DFL;
        sigemptyset(&former[index].sa_mask);
    }
    installed = true;
}

void cterm_crash_arm(
    int terminal, const char *bytes, size_t count, int captured, int standard_output, int standard_error) {
    armed = 0;
    terminal_fd = terminal;
    captured_fd = captured;
    output_fd = standard_output;
    error_fd = standard_error;
    reset_count = count < RESET_CAPACITY ? count : RESET_CAPACITY;
    memcpy(reset_bytes, bytes, reset_count);
    if (!installed) install();
    armed = 1;
}

void cterm_crash_disarm(void) {
    armed = 0;
}
