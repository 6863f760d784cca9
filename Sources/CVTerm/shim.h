#pragma once

#include <stdbool.h>
#include <vterm.h>

/* Function macros and unions do not reach Swift. */

/// Whether it is the terminal's default foreground or background.
static inline bool cvterm_is_default(const VTermColor *color) {
    return VTERM_COLOR_IS_DEFAULT_FG(color) || VTERM_COLOR_IS_DEFAULT_BG(color);
}
/// The palette number, or -1 when the colour is none of the palette.
static inline int cvterm_index(const VTermColor *color) {
    return VTERM_COLOR_IS_INDEXED(color) ? color->indexed.idx : -1;
}
/// Red, green and blue in 24 bits, of a colour outside the palette.
static inline int cvterm_rgb(const VTermColor *color) {
    return color->rgb.red << 16 | color->rgb.green << 8 | color->rgb.blue;
}
static inline bool cvterm_is_bold(const VTermScreenCell *cell) { return cell->attrs.bold; }
static inline bool cvterm_is_italic(const VTermScreenCell *cell) { return cell->attrs.italic; }
static inline bool cvterm_is_reverse(const VTermScreenCell *cell) { return cell->attrs.reverse; }
static inline bool cvterm_is_underlined(const VTermScreenCell *cell) { return cell->attrs.underline != 0; }
/// One of the code points of a cell, 0 after the last.
static inline uint32_t cvterm_scalar(const VTermScreenCell *cell, int index) {
    return index < VTERM_MAX_CHARS_PER_CELL ? cell->chars[index] : 0;
}
/// The truth of a property that is true or false.
static inline bool cvterm_boolean(const VTermValue *value) { return value->boolean; }
