// Package compact keeps images small: a hundred thousand of them fit into some
// thirty MiB, where [model.Image] and its strings take a hundred.
//
// An image becomes one string, which the garbage collector need not look into.
// What few images have for themselves (status, visibility, formats and the like)
// stands once for all that have it, a word that comes back is a number, and what
// is written in hexadecimal (a hash, a UUID) takes half of its length. Reading an
// image costs a fraction of a microsecond; its id and size cost next to nothing.
package compact
