package terminal

import (
	"sync"
	"time"
)

// answerWait is how long after a question its answer is waited for before the
// terminal is given back: it would be typed into the shell.
const answerWait = 500 * time.Millisecond

// questions counts what the terminal was asked and has not yet answered.
// Behind the questions of every write it is asked for its attributes, which
// all terminals answer, and in order: with that answer all others have come
// that will come.
type questions struct {
	mu       sync.Mutex
	open     int
	last     time.Time
	answered chan struct{} // closed when none is open
}

// asked notes that the terminal was asked for its attributes.
func (q *questions) asked(now time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.open == 0 {
		q.answered = make(chan struct{})
	}
	q.open++
	q.last = now
}

// answer notes that the terminal has told its attributes.
func (q *questions) answer() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.open == 0 {
		return
	}
	if q.open--; q.open == 0 {
		close(q.answered)
	}
}

// wait returns a channel that is closed when everything is answered, and how
// long that is worth waiting for; nothing if there is no need.
func (q *questions) wait(now time.Time) (answered <-chan struct{}, atMost time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.open == 0 {
		return nil, 0
	}
	return q.answered, q.last.Add(answerWait).Sub(now)
}
