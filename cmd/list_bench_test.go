package cmd_test

import (
	"os"
	"strconv"
	"testing"
)

func itoa(n int) string { return strconv.Itoa(n) }

// BenchmarkList reads everything from the embedded service in a process of
// its own and reports that process's peak memory and CPU: with fifty times the
// images the peak must stay that of a few pages.
//
//	go test -run '^$' -bench List -benchtime 3x ./cmd
func BenchmarkList(b *testing.B) {
	for _, images := range []int{2_000, 100_000} {
		b.Run(itoa(images), func(b *testing.B) {
			clouds, stop := headless(b, images)
			defer stop()
			var peak, cpu float64
			for b.Loop() {
				command := process(b.Context(), b, []string{"OS_CLIENT_CONFIG_FILE=" + clouds},
					"list", "--cloud", "demo", "--output", "json", "--query", "visibility=all hidden=both")
				null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
				if err != nil {
					b.Fatal(err)
				}
				command.Stdout = null
				most, err := ran(command)
				if err != nil {
					b.Fatal(err)
				}
				null.Close()
				peak = max(peak, float64(most)/1024)
				cpu += command.ProcessState.UserTime().Seconds() + command.ProcessState.SystemTime().Seconds()
			}
			b.ReportMetric(peak, "MiB-peak")
			b.ReportMetric(cpu/float64(b.N), "cpu-s/op")
		})
	}
}
