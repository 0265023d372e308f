package cmd_test

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// delayed is how late every answer of the service comes while keys are taken.
const delayed = 200 * time.Millisecond

// BenchmarkScreenKeyDuringTransfer is the time from a key to its frame while 512 MiB go
// up and come down again as fast as it can, over a service whose answers come 200 ms
// late: letters are typed into the line of commands, each once the one before is seen.
// Beside it stands the same with no transfer.
//
//	go test -run '^$' -bench KeyDuringTransfer -benchtime 1x ./cmd
func BenchmarkScreenKeyDuringTransfer(b *testing.B) {
	clouds, stop := headless(b, 200, "--latency", delayed.String())
	defer stop()
	folder := b.TempDir()
	source, down := filepath.Join(folder, "disk.raw"), filepath.Join(folder, "down.raw")
	sparseFile(b, source, 1<<29)
	took := map[string][]time.Duration{}
	for b.Loop() {
		s := open(b, clouds, 120, 40, false)
		s.await(b, "loaded")
		s.typing(b, took, "idle", func() bool { return len(took["idle"]) < 60 })
		s.line(b, "create file="+source+" name=large disk_format=raw container_format=bare", "Preview")
		s.sends(b)
		s.typing(b, took, "up", s.moves)
		s.line(b, "download "+down, "Preview")
		s.sends(b)
		s.typing(b, took, "down", s.moves)
		s.close()
		if err := os.Remove(down); err != nil {
			b.Fatal(err)
		}
	}
	for when, all := range took {
		if len(all) < 10 {
			b.Fatalf("%d keys were taken %s", len(all), when)
		}
		b.ReportMetric(milliseconds(median(all)), "ms-median-"+when)
		b.ReportMetric(milliseconds(slices.Max(all)), "ms-worst-"+when)
		b.ReportMetric(float64(len(all)), "keys-"+when)
	}
}

// shows reports whether the terminal shows a text.
func (s *session) shows(text string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Contains(s.emulator.String(), text)
}

// until waits until the terminal shows a text, and returns when it was written.
func (s *session) until(b *testing.B, text string) time.Time {
	b.Helper()
	deadline := time.After(5 * time.Minute)
	for !s.shows(text) {
		select {
		case <-s.changed:
		case <-deadline:
			s.mu.Lock()
			defer s.mu.Unlock()
			b.Fatalf("%q was never shown:\n%s", text, s.emulator.String())
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last
}

func (s *session) write(keys string) { io.WriteString(s.terminal, keys) }

// line enters a line of commands, and waits for what it opens.
func (s *session) line(b *testing.B, line, opens string) {
	b.Helper()
	s.write(":" + line)
	s.settled()
	s.write("\r")
	s.until(b, opens)
}

// sends confirms a preview, which takes no key in its first half second, and waits
// until data moves.
func (s *session) sends(b *testing.B) {
	b.Helper()
	time.Sleep(time.Second)
	s.write("\x13")
	s.until(b, "MiB/s")
}

// moves reports whether data is on its way, as the head of the screen tells.
func (s *session) moves() bool { return s.shows("MiB/s") }

// typing types letters into the line of commands, one after the other, while
// something goes on, and keeps how long each took to be seen.
func (s *session) typing(b *testing.B, took map[string][]time.Duration, when string, goesOn func() bool) {
	b.Helper()
	const (
		letters = "zqxjkvwzqxjkvwzqxjkvw"
		pause   = 20 * time.Millisecond
		opening = 200 * time.Millisecond
	)
	for goesOn() {
		s.write(":")
		time.Sleep(opening) // the head of the screen is never quiet meanwhile
		for end := range len(letters) {
			begun := time.Now()
			s.write(letters[end : end+1])
			took[when] = append(took[when], s.until(b, ":"+letters[:end+1]).Sub(begun))
			time.Sleep(pause)
		}
		s.write("\x1b")
		time.Sleep(opening)
	}
}
