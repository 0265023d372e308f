// Package scripttest runs glimpse as scripts do: every command of it, in whole
// processes, on a terminal, in a pipe, interrupted and killed. The scripts are
// below testdata; script_test.go says what they may use beside the commands of
// testscript.
package scripttest
