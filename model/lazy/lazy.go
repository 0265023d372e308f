// Package lazy makes what a package needs now and then, and a start of the program
// does not wait for.
package lazy

import (
	"regexp"
	"sync"
)

// Regexp returns what compiles a regular expression of the program at its first use,
// and gives it to every use. It may be called from several goroutines. An expression
// that does not compile panics there, so each needs a test that comes by.
func Regexp(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
