package cmd

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"glimpse/api/clouds"
	"glimpse/api/embedded"
	"glimpse/api/embedded/faults"
)

// demoOptions are the flags of `glimpse demo` beside the common ones.
type demoOptions struct {
	images   int
	latency  time.Duration
	faults   string
	listen   string
	headless bool
	seed     uint64
}

func newDemo(streams Streams, opts *options) *cobra.Command {
	flags := &demoOptions{}
	command := &cobra.Command{
		Use:   "demo",
		Short: "Browse a cloud that is embedded in this program",
		Long: `Demo serves an identity and an image service on a loopback address, with
sample images in memory, and opens the browser on it.

With --headless it only serves, and prints the clouds.yaml to use, so that
other clients can be pointed at it. The password of every account is demo. The
two sample images whose properties end the list of gophercloud's or the openstack
command's are hidden then: hidden=only lists them.`,
		Example: `  glimpse demo
  glimpse demo --images 100000 --latency 40ms
  glimpse demo --faults '503=5%,reset-after=1%,token-life=30s'
  glimpse demo --headless --listen 127.0.0.1:9292 > clouds.yaml`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return demo(command.Context(), streams, opts, flags)
		},
	}
	addQueryFlags(command, opts, asker{})
	addThemeFlag(command, opts)
	command.Flags().IntVar(&flags.images, "images", embedded.DefaultImages, "how many sample images, up to 1000000")
	command.Flags().DurationVar(&flags.latency, "latency", 0, "wait before every answer, such as 40ms")
	command.Flags().StringVar(&flags.faults, "faults", "", "what goes wrong, such as '503=5%,429=2%,reset-after=1%,token-life=3s'")
	command.Flags().StringVar(&flags.listen, "listen", "", "loopback address to serve on (default: any free port)")
	command.Flags().BoolVar(&flags.headless, "headless", false, "only serve, and print the clouds.yaml to use")
	command.Flags().Uint64Var(&flags.seed, "seed", 1, "decides the images and the faults")
	return command
}

// maxDemoImages bounds the memory that the sample takes.
const maxDemoImages = 1_000_000

// demoVolumeTakes is how long an image of a volume takes: long enough to be seen.
const demoVolumeTakes = 4 * time.Second

func demo(ctx context.Context, streams Streams, opts *options, flags *demoOptions) error {
	switch {
	case flags.images < 0 || flags.images > maxDemoImages:
		return usage(fmt.Errorf("--images %d: it is a number from 0 to %d", flags.images, maxDemoImages))
	case flags.latency < 0:
		return usage(fmt.Errorf("--latency %s: it cannot be negative", flags.latency))
	}
	if _, err := faults.Parse(flags.faults); err != nil {
		return usage(fmt.Errorf("--faults: %w", err))
	}
	serving := ctx
	if !flags.headless {
		serving = context.WithoutCancel(ctx) // it outlives the screen, which may still end a job
	}
	server, err := embedded.Start(serving, embedded.Options{
		Images: flags.images, Seed: flags.seed, Latency: flags.latency, Faults: flags.faults, Listen: flags.listen,
		HideTraps: flags.headless, Extras: true, VolumeTakes: demoVolumeTakes,
	})
	if err != nil {
		return usage(err)
	}
	defer server.Close()
	if flags.headless {
		return serveHeadless(ctx, streams, server)
	}
	if opts.cloud == "" {
		opts.cloud = "demo"
	}
	return browse(ctx, streams, opts, demoSurroundings(streams.environment(), server.CloudsYAML()))
}

// serveHeadless prints the clouds.yaml, and nothing else there, and serves
// until a signal ends it.
func serveHeadless(ctx context.Context, streams Streams, server *embedded.Server) error {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	if _, err := fmt.Fprint(streams.Out, server.CloudsYAML()); err != nil {
		return fmt.Errorf("printing the clouds.yaml: %w", err)
	}
	select {
	case <-ctx.Done():
		return nil
	case <-server.Done():
		return errors.New("the embedded service has ended by itself")
	}
}

// demoSurroundings is an environment in which the embedded clouds are the
// only ones: the user's own configuration plays no part in a demonstration.
func demoSurroundings(own clouds.Env, cloudsYAML string) clouds.Env {
	folder, err := filepath.Abs("/demo") // on Windows with the letter of a drive
	if err != nil {
		folder = "/demo"
	}
	name := filepath.Join(folder, "clouds.yaml")
	return clouds.Env{
		Environ: func() []string {
			return append(terminalOnly(own.Environ()), "OS_CLIENT_CONFIG_FILE="+name)
		},
		Open: func(path string) (fs.File, error) {
			if path == name {
				return &memoryFile{Reader: strings.NewReader(cloudsYAML), name: path, size: len(cloudsYAML)}, nil
			}
			return nil, &fs.PathError{Op: "open", Path: path, Err: os.ErrNotExist}
		},
		Home:     folder,
		WorkDir:  folder,
		Platform: own.Platform,
	}
}

// terminalOnly leaves out of an environment what chooses a cloud, and the
// proxies, none of which leads to a loopback address.
func terminalOnly(environ []string) []string {
	var kept []string
	for _, line := range environ {
		name, _, _ := strings.Cut(line, "=")
		if !strings.HasPrefix(name, "OS_") && !strings.HasSuffix(strings.ToLower(name), "_proxy") {
			kept = append(kept, line)
		}
	}
	return kept
}

// memoryFile is a file that exists in memory only. It is its own description.
type memoryFile struct {
	*strings.Reader
	name string
	size int
}

var _ fs.File = (*memoryFile)(nil)

// Stat implements fs.File.
func (f *memoryFile) Stat() (fs.FileInfo, error) { return memoryInfo{f}, nil }

// Close implements fs.File.
func (f *memoryFile) Close() error { return nil }

type memoryInfo struct{ file *memoryFile }

func (i memoryInfo) Name() string       { return filepath.Base(i.file.name) }
func (i memoryInfo) Size() int64        { return int64(i.file.size) }
func (i memoryInfo) Mode() fs.FileMode  { return 0o600 }
func (i memoryInfo) ModTime() time.Time { return time.Time{} }
func (i memoryInfo) IsDir() bool        { return false }
func (i memoryInfo) Sys() any           { return nil }
