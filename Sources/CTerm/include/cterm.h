#pragma once

/* What a terminal program needs below Swift: signal handlers and children between fork and exec may call only
   async-signal-safe functions, so that code is C. One terminal a process; nothing here may be called from two threads
   at once. Functions that can fail return -1 and set errno, unless they say otherwise. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Signals as bytes in a pipe */

/// Opens the pipe; returns the descriptor to poll and to read with `cterm_signals_next`.
int cterm_signals_open(void);
/// Sends a signal's number down the pipe instead of what it did before. A SIGHUP ignored since the start stays ignored.
int cterm_signals_watch(int signal);
/// The next signal number, or 0 when there is none.
int cterm_signals_next(int descriptor);
/// Gives every watched signal its former meaning and closes the pipe.
void cterm_signals_close(int descriptor);
/// Whether a shell of this session can continue a stopped process group.
bool cterm_has_job_control(void);
/// Stops the process group, as SIGTSTP does by default where there is job control, and returns once continued.
void cterm_stop_group(void);

/* Restoring the terminal after a crash */

/// From now on SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT and SIGQUIT write `bytes` to the terminal, restore the
/// mode kept by `cterm_tty_save`, put descriptors 1 and 2 back, show the end of what was written to `captured` (-1:
/// nothing), and then take their course; exit() does the same first. At most 512 bytes. `terminal` must not block.
void cterm_crash_arm(
    int terminal, const char *bytes, size_t count, int captured, int standard_output, int standard_error);
/// Leaves the terminal alone from now on; the handlers stay and take their course at once.
void cterm_crash_disarm(void);

/* Ending a program whose screen stands still */

/// Unless this is called again within so many seconds, or `cterm_watchdog_disarm`, the program gives the terminal back as
/// after a crash, says so in one line on standard error and exits with code 70. A program that was stopped or frozen for
/// longer has a second from its continuation. To be called with each frame: it takes one system call. 0 disarms.
void cterm_watchdog_arm(unsigned seconds);
/// Lets the program take its time, as before it is stopped or waits for another program.
void cterm_watchdog_disarm(void);

/* A file in memory that ncurses draws into */

/// Opens an empty memory file, closed on exec.
int cterm_sink_open(const char *name);
/// How many bytes are in it.
ssize_t cterm_sink_size(int descriptor);
/// Reads from its beginning without moving where the next write goes.
ssize_t cterm_sink_read(int descriptor, void *buffer, size_t count);
/// Empties it; the next write goes to its beginning.
int cterm_sink_truncate(int descriptor);

/* The terminal device */

/// Opens the terminal behind `like` anew for reading and writing without blocking, so that the mode of the descriptor
/// shared with the shell stays as it is. Where that is not allowed, duplicates `like` and sets the mode on it.
int cterm_tty_open(int like);
/// Undoes what `cterm_tty_open` may have done to the shared descriptor and closes the terminal.
void cterm_tty_close(int terminal);
/// Keeps the present mode for `cterm_tty_restore` and for a crash.
int cterm_tty_save(int terminal);
/// No echo, bytes at once, nothing translated; signals and flow control keep their keys. Needs a saved mode.
///
/// Where nobody types only Ctrl-C is left: a key that stops output or program would have nobody to let it go on.
int cterm_tty_raw(int terminal, bool is_unattended);
/// Back to the saved mode, at once, whatever output is waiting.
int cterm_tty_restore(int terminal);
/// Lets output stopped by Ctrl-S go on.
int cterm_tty_release_output(int terminal);
/// Drops output the terminal has not taken yet.
int cterm_tty_drop_output(int terminal);
/// Columns and rows; -1 when the device does not know.
int cterm_tty_size(int terminal, int *columns, int *rows);
/// Bytes the device still holds, 0 when it does not tell.
int cterm_tty_queued(int terminal);
/// Bytes that can be read at once, -1 on an error.
int cterm_tty_readable(int terminal);
/// Whether this process may use the terminal: it belongs to the foreground, or the terminal has no job control.
bool cterm_tty_is_foreground(int terminal);
/// Writes without blocking; nothing any more once the process has crashed. -1 with EAGAIN when the device is full.
ssize_t cterm_tty_write(int terminal, const void *bytes, size_t count);
/// Cells the C library gives a code point in the present locale, -1 when it is not printable.
int cterm_scalar_width(uint32_t scalar);

/* Programs on a pseudo-terminal */

/// Starts a program on a new pseudo-terminal of that size, with default signals, no other descriptor and, unless NULL,
/// in `directory`. Returns its process id and the non-blocking master; exit code 127 means that it was not found.
pid_t cterm_spawn(
    const char *path, char *const arguments[], char *const environment[], const char *directory, int columns, int rows,
    int *master);
/// Stops what the program's side of a pseudo-terminal writes, as a terminal does that hangs.
int cterm_pty_stop(int master);
/// Sets the size; the program gets SIGWINCH.
int cterm_pty_resize(int master, int columns, int rows);
/// Waits up to `milliseconds` (-1: for ever) for a child: 1 and its status, 0 when it still runs, -1 on an error.
int cterm_wait(pid_t process, int milliseconds, int *status);
/// The exit code in a status from `cterm_wait`, or -1 when a signal ended the child.
int cterm_exit_code(int status);
/// The signal in a status from `cterm_wait`, or 0 when the child ended by itself.
int cterm_exit_signal(int status);

/* The main queue of libdispatch, which runs the main actor: private symbols that its own run loop on Linux uses */

/// A descriptor that becomes readable when the main queue has work.
int _dispatch_get_main_queue_handle_4CF(void);
/// Runs the main queue's work; only on the main thread.
void _dispatch_main_queue_callback_4CF(void *message);
