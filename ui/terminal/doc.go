// Package terminal stands between the terminal and Bubble Tea. It reads what
// the terminal sends, byte by byte, and lets pass what is certainly a key, a
// paste, a report of the mouse or an answer; and it sees to it that the
// terminal is asked and told only what it bears.
//
// Three rules hold whatever the terminal sends, and however it comes apart on
// the way:
//
//   - No byte of an answer, and none of a sequence that came in pieces, acts
//     as a key of its own.
//   - A key means the same in every encoding: as its control character, in the
//     form of kitty, and in that of xterm.
//   - What the terminal was asked is read before the terminal is given back.
//
// A scanner finds where sequences begin and end; what a whole one means is
// read by ultraviolet's decoder, as in Bubble Tea itself, and made uniform.
package terminal
