package cmd_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// BenchmarkTransferOnGlance moves 1 GiB up and down, in turn by curl and by the whole
// program, login and journal included, between this machine and the real Glance of
// GLIMPSE_CONTRACT_DIR, which users have: it hashes as well, and sends more slowly than the
// embedded service. The best of some rounds counts. The ratios are of throughputs: 1 is
// as fast as curl, which does not hash. Beside them stands what each side takes of the
// processor, which tells more where the machine is at other work too: two thirds of what
// the program takes are SHA-512.
//
//	GLIMPSE_CONTRACT_DIR=/tmp/stack go test -run '^$' -bench TransferOnGlance -benchtime 1x ./cmd
func BenchmarkTransferOnGlance(b *testing.B) {
	const size, rounds = 1 << 30, 3
	dir := os.Getenv("GLIMPSE_CONTRACT_DIR")
	curl, err := exec.LookPath("curl")
	if dir == "" || err != nil {
		b.Skip("GLIMPSE_CONTRACT_DIR names no real service, or there is no curl")
	}
	g := newOnGlance(b, curl, filepath.Join(dir, "clouds.yaml"))
	randomFile(b, g.source, size)
	for b.Loop() {
		for range rounds {
			id := g.waiting()
			g.take("up/curl", g.curl("--upload-file", g.source, "--header", "Content-Type: application/octet-stream", g.file(id)))
			g.remove(id)
			id = g.waiting()
			g.take("up", g.glimpse("upload", g.source, "id="+id))
			g.take("down/curl", g.curl("--output", g.down, g.file(id)))
			if err := os.Remove(g.down); err != nil {
				b.Fatal(err)
			}
			g.take("down", g.glimpse("download", id, g.down))
			if got, err := os.Stat(g.down); err != nil || got.Size() != size {
				b.Fatalf("%v, %v", got, err)
			}
			if err := os.Remove(g.down); err != nil {
				b.Fatal(err)
			}
			g.remove(id)
		}
	}
	for _, way := range []string{"up", "down"} {
		b.ReportMetric(g.best[way+"/curl"].Seconds()/g.best[way].Seconds(), way+"/curl")
		b.ReportMetric(size/1e6/g.best[way].Seconds(), "MB/s-"+way)
		b.ReportMetric(g.peak[way], "MiB-"+way)
		b.ReportMetric(g.least[way].Seconds(), "cpu-s-"+way)
		b.ReportMetric(g.least[way+"/curl"].Seconds(), "cpu-s-"+way+"-curl")
	}
}

// onGlance is what the sides have in common, with the best time, the least time of the
// processor and the most memory of each.
type onGlance struct {
	b                                    *testing.B
	program, clouds, token, images, home string
	source, down                         string
	best, least                          map[string]time.Duration
	peak                                 map[string]float64
}

func newOnGlance(b *testing.B, curl, clouds string) *onGlance {
	b.Helper()
	folder := b.TempDir()
	g := &onGlance{
		b: b, program: curl, clouds: clouds, home: folder, source: filepath.Join(folder, "disk.raw"), down: filepath.Join(folder, "down.raw"),
		best: map[string]time.Duration{}, least: map[string]time.Duration{}, peak: map[string]float64{},
	}
	var endpoint string
	g.token, endpoint = loginOf(b, clouds).with(b, curl)
	g.images = endpoint + "/v2/images"
	return g
}

func (g *onGlance) file(id string) string { return g.images + "/" + id + "/file" }

// curl is curl with the token.
func (g *onGlance) curl(args ...string) *exec.Cmd {
	return exec.CommandContext(g.b.Context(), g.program, append([]string{"--silent", "--fail", "--header", "X-Auth-Token: " + g.token}, args...)...)
}

// glimpse is the built program.
func (g *onGlance) glimpse(args ...string) *exec.Cmd {
	g.b.Helper()
	binary, err := builtOnce()
	if err != nil {
		g.b.Fatal(err)
	}
	command := exec.CommandContext(g.b.Context(), binary, args...)
	command.Env = []string{"HOME=" + g.home, "PATH=" + os.Getenv("PATH"), "OS_CLIENT_CONFIG_FILE=" + g.clouds, "OS_CLOUD=real-admin"}
	return command
}

// take runs one side.
func (g *onGlance) take(side string, command *exec.Cmd) {
	g.b.Helper()
	var out bytes.Buffer
	command.Stdout, command.Stderr = &out, &out
	begun := time.Now()
	peak, err := ran(command)
	if err != nil {
		g.b.Fatalf("%s: %v: %s", side, err, &out)
	}
	keep := func(least map[string]time.Duration, took time.Duration) {
		if least[side] == 0 || took < least[side] {
			least[side] = took
		}
	}
	keep(g.best, time.Since(begun))
	keep(g.least, command.ProcessState.UserTime()+command.ProcessState.SystemTime())
	g.peak[side] = max(g.peak[side], float64(peak)/1024)
}

// waiting makes an image that waits for its data.
func (g *onGlance) waiting() string {
	g.b.Helper()
	out, err := g.curl("--header", "Content-Type: application/json", "--data", `{"disk_format": "raw", "container_format": "bare"}`, g.images).Output()
	var image struct{ ID string }
	if err != nil || json.Unmarshal(out, &image) != nil || image.ID == "" {
		g.b.Fatalf("making an image: %v: %s", err, strings.TrimSpace(string(out)))
	}
	return image.ID
}

func (g *onGlance) remove(id string) {
	g.b.Helper()
	if out, err := g.curl("--request", "DELETE", g.images+"/"+id).CombinedOutput(); err != nil {
		g.b.Fatalf("removing an image: %v: %s", err, out)
	}
}
