#pragma once

/* Wide characters exist in the header only with this set; function macros would hide real functions from Swift. */
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <locale.h>
#include <stdio.h>
#include <wchar.h>
#include <ncurses.h>

/// The whole screen; Swift refuses mutable C globals.
static inline WINDOW *nc_screen_window(void) { return stdscr; }
/// How many colours the terminal has, valid after `start_color`.
static inline int nc_colors(void) { return COLORS; }

/* Cast macros do not import. */
static const attr_t nc_bold = A_BOLD, nc_dim = A_DIM, nc_italic = A_ITALIC, nc_underline = A_UNDERLINE,
                    nc_reverse = A_REVERSE;

/// Sets the look of what is written next; pairs above 32767 travel through the pointer only.
static inline int nc_set_style(WINDOW *window, attr_t attributes, int pair) {
    return wattr_set(window, attributes, 0, &pair);
}
/// A capability's text, or NULL where the terminal has none.
static inline const char *nc_capability(const char *name) {
    const char *text = tigetstr(name);
    return text == (const char *)-1 ? NULL : text;
}

/* From term.h, whose macros would take the names `lines` and `columns`. */
extern char *tiparm(const char *, ...);

/// What makes all `rows` lines scroll, or NULL where the terminal has no such thing. Valid until the next call.
static inline const char *nc_scroll_region(int rows) {
    const char *text = nc_capability("csr");
    return text ? tiparm(text, 0, rows - 1) : NULL;
}
