//go:build unix

package cmd_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"glimpse/model/command"
)

// TestF9ATerminalThatIsNotReadHoldsNoJobUp reads nothing of what the program
// writes while a job runs.
func TestF9ATerminalThatIsNotReadHoldsNoJobUp(t *testing.T) {
	t.Parallel()
	images, latency := 160, cutLatency
	if _, long := faultSeeds(t, 1); long {
		images, latency = 700, 80*time.Millisecond // ten seconds
	}
	run := func(unread bool) (took time.Duration) {
		b := newBulk(t, images, latency)
		p := b.start(nil, browsing...)
		b.preview(p, "quiet")
		if unread {
			p.mu.Lock() // whoever reads waits for it
		}
		begun := time.Now()
		p.typed("\x13")
		b.cloud.Images.Await(t, 1, time.Minute, isWrite)
		p.typed(strings.Repeat("Gg", 40)) // frames that fill the terminal's buffer
		b.cloud.Images.Await(t, b.images, time.Minute, isWrite)
		took = time.Since(begun)
		if unread {
			p.mu.Unlock()
		}
		// The message that says so ends with the next key, and some of those above may come
		// after it: the list of jobs says it for good.
		p.typed("J")
		p.await(t, fmt.Sprintf("%d done, 0 failed", b.images))
		if tagged := len(b.tagged("quiet")); tagged != b.images {
			t.Errorf("%d of %d images are tagged", tagged, b.images)
		}
		return took
	}
	// What else the machine is at can hold one run up, and not each time the unread one.
	_, long := faultSeeds(t, 1)
	var read, unread time.Duration
	for round := 1; ; round++ {
		read = max(read, run(false))
		if took := run(true); round == 1 || took < unread {
			unread = took
		}
		ratio := unread.Seconds() / read.Seconds()
		figure(t, "%.1f s read, %.1f s unread: %.2f times as long", read.Seconds(), unread.Seconds(), ratio)
		if !long || ratio <= 1.1 {
			return
		}
		if round == 3 {
			t.Fatalf("unread, the job took %.2f times as long", ratio)
		}
	}
}

// TestF22WithoutAJournalNothingIsSent: the program says so, and sends nothing.
func TestF22WithoutAJournalNothingIsSent(t *testing.T) {
	t.Parallel()
	b := newBulk(t, 20, 0)
	state := b.home + "/state/glimpse"
	if err := os.MkdirAll(state, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(state, "journal"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p := b.start(nil, browsing...)
	b.send(p, "lost")
	p.await(t, "nothing was sent")
	p.typed("\x1bq")
	if writes := b.cloud.Images.Count(isWrite); writes > 0 {
		t.Errorf("%d requests were sent", writes)
	}
	figure(t, "0 requests that change something, and the screen says so")
}

// keyboard is what the random keys are taken from: every printable character,
// control characters but those that end the program or stop it, keys that send
// a sequence, and clicks.
func keyboard() []string {
	keys := []string{
		"\r", "\r", "\t", "\x1b", "\x7f", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F", "\x1b[3~", "\x1b[Z",
		"\x1b[<0;20;8M\x1b[<0;20;8m", "\x1b[<0;50;14M\x1b[<0;50;14m", "\x1b[<65;20;8M", "\x1b[<64;20;8M",
	}
	for r := ' '; r <= '~'; r++ {
		keys = append(keys, string(r))
	}
	for r := rune(1); r < 27; r++ {
		if r != 3 && r != 26 {
			keys = append(keys, string(r))
		}
	}
	// What changes something, more often.
	return append(keys, "a", "a", " ", " ", "\x13", "\x13", "\x13", "t", "e", "P", "x", "H", "L", "D", "u", "n", "\x13", "\x13", "J", "W")
}

// TestF24ReadOnlyLetsNothingButReadsOut presses random keys and runs every
// command with --read-only.
func TestF24ReadOnlyLetsNothingButReadsOut(t *testing.T) {
	t.Parallel()
	count := 300
	_, long := faultSeeds(t, 1)
	if long {
		count = 10_000
	}
	b := newBulk(t, 60, 0)
	args := append([]string{"--read-only"}, browsing...)
	starts := b.pressRandom(t, args, count)
	commands := b.runEveryCommand(t, args, func(info command.Info) bool { return long || info.OfChanges })
	requests := b.onlyReads(t)
	figure(t, "%d random keys in %d runs and %d commands: %d requests to the image service, all of them reads", count, starts, commands, requests)
}

// TestF24WithoutReadOnlyTheSameKeysWrite shows that the test above could fail.
func TestF24WithoutReadOnlyTheSameKeysWrite(t *testing.T) {
	t.Parallel()
	b := newBulk(t, 60, 0)
	_, long := faultSeeds(t, 1)
	commands, writes := 0, 0
	// On a busy machine a preview may open only behind the keys that would send it.
	for range 5 {
		commands += b.runEveryCommand(t, browsing, func(info command.Info) bool {
			return long || info.OfChanges && b.cloud.Images.Count(isWrite) == 0
		})
		if writes = b.cloud.Images.Count(isWrite); writes > 0 {
			break
		}
	}
	if writes == 0 {
		t.Error("no command has changed anything: nothing is tested by it")
	}
	figure(t, "%d of the same commands without --read-only: %d requests that change something", commands, writes)
}

// pressRandom presses random keys, starting the program anew where they end it.
func (b *bulk) pressRandom(t *testing.T, args []string, count int) (starts int) {
	t.Helper()
	random, keys := rand.New(rand.NewPCG(24, 24)), keyboard()
	var p *played
	for pressed := 0; pressed < count; {
		if p == nil {
			p = b.start([]string{"/usr/bin/env", "EDITOR=/bin/true"}, args...)
			p.await(t, "images")
			starts++
		}
		batch := strings.Builder{}
		for range 20 {
			key := keys[random.IntN(len(keys))]
			if key == "q" && random.IntN(5) > 0 {
				key = "j"
			}
			batch.WriteString(key)
		}
		pressed += 20
		p.typed(batch.String())
		p.settled()
		if random.IntN(2) > 0 {
			p.typed("\x1b") // alone: with a key right behind it, it would be alt and that key
			p.settled()
		}
		select {
		case <-p.ended:
			p = nil
		default:
		}
	}
	if p != nil {
		b.leave(t, p)
	}
	return starts
}

// leave ends the program when all keys before have had their effect.
func (b *bulk) leave(t *testing.T, p *played) {
	t.Helper()
	for range 20 {
		p.typed("\x03")
		select {
		case <-p.ended:
			return
		case <-time.After(time.Second):
		}
	}
	screen, _ := p.text()
	t.Fatalf("the program does not end:\n%s", screen)
}

// runEveryCommand runs every command there is that is wanted, on all images,
// and says yes to what follows.
func (b *bulk) runEveryCommand(t *testing.T, args []string, wanted func(info command.Info) bool) (commands int) {
	t.Helper()
	p := b.start([]string{"/usr/bin/env", "EDITOR=/bin/true"}, args...)
	p.await(t, "images")
	for _, info := range command.Table() {
		if info.Name == "q" || info.Name == "quit" || !wanted(info) {
			continue
		}
		line := info.Example
		if !strings.HasPrefix(line, info.Name) {
			line = info.Name + " " + line
		}
		for _, keys := range []string{":mark all\r", ":" + line + "\r", "\x13", "\x1b", "\x1b"} {
			if screen, _ := p.text(); keys == "\x13" && strings.Contains(screen, "› Preview") {
				p.await(t, "ctrl+s send") // it has been open for long enough
			}
			p.typed(keys)
			p.settled()
		}
		commands++
		select {
		case <-p.ended:
			t.Fatalf("%q ended the program", line)
		default:
		}
	}
	b.leave(t, p)
	return commands
}

// settled waits until the screen has been still for a moment. A key right
// behind esc would be read as alt and that key.
func (p *played) settled() {
	for {
		select {
		case <-p.changed:
		case <-p.ended:
			return
		case <-time.After(50 * time.Millisecond):
			return
		}
	}
}

// onlyReads returns how many requests the image service saw, and fails the
// test where one was none of a reader's.
func (b *bulk) onlyReads(t *testing.T) int {
	t.Helper()
	for _, r := range b.cloud.Images.Requests() {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			t.Errorf("%s %s left the program", r.Method, r.Path)
		}
	}
	for _, r := range b.cloud.Identity.Requests() {
		if isWrite(&r) && !strings.HasSuffix(r.Path, "/auth/tokens") {
			t.Errorf("%s %s left the program", r.Method, r.Path)
		}
	}
	return len(b.cloud.Images.Requests())
}
