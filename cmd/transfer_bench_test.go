package cmd_test

import (
	"cmp"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// randomFile makes a file that no compression makes smaller.
func randomFile(b *testing.B, name string, size int64) {
	b.Helper()
	file, err := os.Create(name)
	if err != nil {
		b.Fatal(err)
	}
	_, err = io.CopyN(file, rand.NewChaCha8([32]byte{}), size)
	if err := errors.Join(err, file.Close()); err != nil {
		b.Fatal(err)
	}
}

// sparseFile makes a file that takes no room and is as large as any other on its way,
// where nothing is compressed.
func sparseFile(b *testing.B, name string, size int64) {
	b.Helper()
	file, err := os.Create(name)
	if err != nil {
		b.Fatal(err)
	}
	if err := errors.Join(file.Truncate(size), file.Close()); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkTransferMemory uploads 256 MiB, or GLIMPSE_TRANSFER_MIB, and downloads them
// again, each by a process of its own, and reports how much memory those had at most.
// Budget: 40 MiB, for 1 GiB.
//
//	GLIMPSE_TRANSFER_MIB=1024 go test -run '^$' -bench TransferMemory -benchtime 1x ./cmd
func BenchmarkTransferMemory(b *testing.B) {
	size, err := strconv.ParseInt(cmp.Or(os.Getenv("GLIMPSE_TRANSFER_MIB"), "256"), 10, 32)
	if err != nil {
		b.Fatal(err)
	}
	size <<= 20
	clouds, stop := headless(b, 0)
	defer stop()
	folder := b.TempDir()
	source, down := filepath.Join(folder, "disk.raw"), filepath.Join(folder, "down.raw")
	sparseFile(b, source, size)
	peak := map[string]float64{}
	run := func(what string, args ...string) {
		var errs strings.Builder
		command := process(b.Context(), b, []string{"OS_CLIENT_CONFIG_FILE=" + clouds, "OS_CLOUD=demo", "XDG_STATE_HOME=" + folder}, args...)
		command.Stderr = &errs
		most, err := ran(command)
		if err != nil {
			b.Fatalf("%s: %v: %s", what, err, errs.String())
		}
		peak[what] = max(peak[what], float64(most)/1024)
	}
	for b.Loop() {
		run("upload", "upload", source, "name=large", "disk_format=raw", "container_format=bare")
		run("download", "download", "large", down)
		if got, err := os.Stat(down); err != nil || got.Size() != size {
			b.Fatalf("%v, %v", got, err)
		}
		run("deletion", "change", "--query", "name=large", "--yes", "delete")
		if err := os.Remove(down); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(peak["upload"], "MiB-up")
	b.ReportMetric(peak["download"], "MiB-down")
}
