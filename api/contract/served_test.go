package contract

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"glimpse/api/embedded"
)

// serveImages makes this test binary serve so many sample images, a request in so many
// milliseconds, and print the clouds.yaml: what a reader costs is measured while another
// process serves.
const serveImages = "GLIMPSE_TEST_SERVE_IMAGES"

func serveOnly(count string) int {
	options := embedded.Options{ImagePrefix: "/", Plain: true} // an odd image ends encoding/json
	var milliseconds int64
	if _, err := fmt.Sscan(count, &options.Images, &milliseconds); err != nil {
		return 2
	}
	options.Latency = time.Duration(milliseconds) * time.Millisecond
	server, err := embedded.Start(context.Background(), options)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Print(server.CloudsYAML(), "\n# end\n")
	_, _ = io.Copy(io.Discard, os.Stdin) // until whoever measures ends
	return 0
}

// servedBy starts a process that serves so many images, each request in so much time.
func servedBy(b *testing.B, images int, latency time.Duration) *target {
	b.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), fmt.Sprintf("%s=%d %d", serveImages, images, latency.Milliseconds()))
	in, err := command.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = in.Close()
		_ = command.Wait()
	})
	var printed strings.Builder
	buffer := make([]byte, 4096)
	for !strings.Contains(printed.String(), "# end") {
		n, err := out.Read(buffer)
		printed.Write(buffer[:n])
		if err != nil {
			b.Fatalf("the server ended: %v", err)
		}
	}
	t, err := newTarget(b.Context(), printed.String())
	if err != nil {
		b.Fatal(err)
	}
	return t
}
