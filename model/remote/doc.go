// Package remote holds what both sides of the program know of a cloud that it
// is connected to: what the connection is, and why a request came to nothing.
// The client layer says it, and the screen and the commands show it.
package remote
