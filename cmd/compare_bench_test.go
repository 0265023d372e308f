package cmd_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/dustin/go-humanize"
)

// BenchmarkAgainstOpenStack measures, in turn, against the same real Glance,
// what a user waits for: `openstack image list`, `glimpse list` and the screen,
// for the first 25 images and for all of the default listing. The ratios are
// those of the medians; the processor time is that of the client's process.
//
//	GLIMPSE_CONTRACT_DIR=DIR go test -run '^$' -bench AgainstOpenStack -benchtime 3x -timeout 30m ./cmd
func BenchmarkAgainstOpenStack(b *testing.B) {
	dir := os.Getenv("GLIMPSE_CONTRACT_DIR")
	if dir == "" {
		b.Skip("GLIMPSE_CONTRACT_DIR names no real services")
	}
	openstack, err := exec.LookPath("openstack")
	if err != nil {
		b.Skip("there is no openstack client")
	}
	binary, err := builtOnce()
	if err != nil {
		b.Fatal(err)
	}
	clouds, cloud := filepath.Join(dir, "clouds.yaml"), "real-admin"
	env := append(os.Environ(), "OS_CLIENT_CONFIG_FILE="+clouds, "OS_CLOUD="+cloud)
	ids := exec.Command(binary, "list", "--output", "id")
	ids.Env = env
	all, err := ids.Output()
	if err != nil {
		b.Fatal(err)
	}
	total := humanize.Comma(int64(bytes.Count(all, []byte("\n")))) + " images"
	for _, task := range []struct {
		name, shown, keys string
		limit             []string
	}{
		{name: "first25", shown: "loaded", limit: []string{"--limit", "25"}},
		{name: "all", shown: total, keys: "\x0c"},
	} {
		b.Run(task.name, func(b *testing.B) {
			var list, client, screen spent
			for b.Loop() {
				client.process(b, env, openstack, append([]string{"image", "list"}, task.limit...)...)
				list.process(b, env, binary, append([]string{"list", "--columns", "id,name,status"}, task.limit...)...)
				screen.screen(b, clouds, cloud, task.shown, task.keys)
			}
			client.report(b, "openstack", nil)
			list.report(b, "list", &client)
			screen.report(b, "screen", &client)
		})
	}
}

// spent is what the runs of one client took.
type spent struct {
	wall, processor []time.Duration
	peak            int64 // KiB
}

func (s *spent) process(b *testing.B, env []string, program string, args ...string) {
	b.Helper()
	command := exec.Command(program, args...)
	command.Env, command.Stdout = env, io.Discard
	begun := time.Now()
	peak, err := ran(command)
	if err != nil {
		b.Fatalf("%s: %v", command, err)
	}
	s.add(time.Since(begun), peak, command)
}

// screen opens the browser and waits for its rows, after a key if there is one.
func (s *spent) screen(b *testing.B, clouds, cloud, shown, keys string) {
	b.Helper()
	opened := open(b, clouds, 120, 40, false, "--cloud", cloud)
	took := opened.await(b, "loaded")
	if keys != "" {
		io.WriteString(opened.terminal, keys)
		took = opened.await(b, shown)
	}
	peak, _ := memoryOf(opened.command.Process.Pid, "VmHWM")
	opened.close()
	s.add(took, peak, opened.command)
}

func (s *spent) add(wall time.Duration, peak int64, ended *exec.Cmd) {
	s.wall = append(s.wall, wall)
	s.processor = append(s.processor, ended.ProcessState.UserTime()+ended.ProcessState.SystemTime())
	s.peak = max(s.peak, peak)
}

func (s *spent) report(b *testing.B, name string, over *spent) {
	b.Helper()
	b.ReportMetric(median(s.wall).Seconds(), fmt.Sprintf("s-%s", name))
	b.ReportMetric(float64(s.peak)/1024, fmt.Sprintf("MiB-%s", name))
	if over != nil {
		b.ReportMetric(median(s.wall).Seconds()/median(over.wall).Seconds(), fmt.Sprintf("time-%s/openstack", name))
		b.ReportMetric(median(s.processor).Seconds()/median(over.processor).Seconds(), fmt.Sprintf("cpu-%s/openstack", name))
	}
}
