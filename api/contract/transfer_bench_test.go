package contract

import (
	"cmp"
	"crypto/sha512"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"glimpse/api"
	"glimpse/api/transfer"
	"glimpse/model"
)

// transferSize is how much data is moved each time: little enough that all benchmarks end
// within minutes, or GLIMPSE_TRANSFER_MIB, which is 1024 for the budget.
func transferSize(b *testing.B) int64 {
	b.Helper()
	asked := cmp.Or(os.Getenv("GLIMPSE_TRANSFER_MIB"), "256")
	size, err := strconv.ParseInt(asked, 10, 32)
	if err != nil {
		b.Fatal(err)
	}
	return size << 20
}

// BenchmarkTransferBesideCurl moves data up and down over loopback, in turn by curl
// alone and by the client, which hashes as well; down also by curl with sha512sum behind
// it. The service is the embedded one in another process, or a real one of
// GLIMPSE_CONTRACT_DIR. The ratios are of throughputs: 1 is as fast as curl.
//
// Three quarters of the client's processor time are SHA-512, beside which all else is
// done: what one processor hashes in a second is the most that a transfer can have where
// the service sends faster than that. It is measured with nothing beside it.
//
// The best of all rounds counts, because the machine does other things too.
//
//	GLIMPSE_TRANSFER_MIB=1024 go test -run '^$' -bench TransferBesideCurl -benchtime 3x ./api/contract
func BenchmarkTransferBesideCurl(b *testing.B) {
	for _, tool := range []string{"curl", "sha512sum", "tee"} {
		if _, err := exec.LookPath(tool); err != nil {
			b.Skip(tool + " is not installed")
		}
	}
	s := newBeside(b)
	for b.Loop() {
		s.up("curl", `curl "$@" --upload-file "$SOURCE"`)
		var image model.Image
		s.take("up", func() { image = uploaded(b, s.client, s.waiting(), s.source) })
		s.run("down curl", image.ID, `curl "$@" --output "$DOWN"`)
		s.run("down curl+sha512sum", image.ID, `curl "$@" | tee "$DOWN" | sha512sum`)
		s.take("down", func() {
			err := (&transfer.Download{Source: s.client, Image: image, Overwrite: true}).ToFile(b.Context(), s.down)
			if err != nil {
				b.Fatal(err)
			}
		})
		s.take("hash", func() { s.hash(b) })
		s.remove(image.ID)
	}
	for side, took := range s.best {
		b.ReportMetric(float64(s.size)/1e6/took.Seconds(), "MB/s-"+strings.ReplaceAll(side, " ", "-"))
	}
	for _, ratio := range [][2]string{{"up", "up curl"}, {"down", "down curl"}, {"down", "down curl+sha512sum"}, {"hash", "down curl"}} {
		b.ReportMetric(s.best[ratio[1]].Seconds()/s.best[ratio[0]].Seconds(), ratio[0]+"/"+ratio[1][strings.Index(ratio[1], "curl"):])
	}
}

// beside is what the sides have in common, and the best time of each.
type beside struct {
	b            *testing.B
	target       *target
	client       *api.Client
	source, down string
	size         int64
	best         map[string]time.Duration
}

func newBeside(b *testing.B) *beside {
	b.Helper()
	on := theTarget
	if !on.IsReal {
		on = servedBy(b, 1, 0)
	}
	folder := b.TempDir()
	s := &beside{
		b: b, target: on, client: on.client(b, admin, api.Options{}), size: transferSize(b),
		source: filepath.Join(folder, "disk.raw"), down: filepath.Join(folder, "down.raw"), best: map[string]time.Duration{},
	}
	file, err := os.Create(s.source)
	if err != nil {
		b.Fatal(err)
	}
	_, err = io.CopyN(file, rand.NewChaCha8([32]byte{}), s.size)
	if err := errors.Join(err, file.Close()); err != nil {
		b.Fatal(err)
	}
	return s
}

// take measures what is done by the name of a side.
func (s *beside) take(side string, do func()) {
	begun := time.Now()
	do()
	if took := time.Since(begun); s.best[side] == 0 || took < s.best[side] {
		s.best[side] = took
	}
}

// hash does what a transfer cannot do without, and nothing else.
func (s *beside) hash(b *testing.B) {
	b.Helper()
	file, err := os.Open(s.source)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if _, err := io.Copy(sha512.New(), file); err != nil {
		b.Fatal(err)
	}
}

// up has a line of the shell upload to an image of its own.
func (s *beside) up(by, line string) {
	s.b.Helper()
	id := s.waiting()
	s.run("up "+by, id, line)
	s.remove(id)
}

// run takes the time of a line of the shell, whose curl moves the data of an image
// with the arguments that are given.
func (s *beside) run(side string, id model.ImageID, line string) {
	s.b.Helper()
	command := exec.CommandContext(s.b.Context(), "sh", "-c", line, "sh",
		"--silent", "--fail", "--header", "X-Auth-Token: "+s.target.logins[admin].Token,
		"--header", "Content-Type: application/octet-stream", s.target.ImageURL+"/v2/images/"+id.Raw()+"/file")
	command.Env = append(os.Environ(), "SOURCE="+s.source, "DOWN="+s.down)
	s.take(side, func() {
		if out, err := command.CombinedOutput(); err != nil {
			s.b.Fatalf("%s: %v: %s", side, err, out)
		}
	})
}

// waiting makes an image that waits for its data.
func (s *beside) waiting() model.ImageID {
	s.b.Helper()
	image, err := s.client.Create(s.b.Context(), api.NewImage{Attributes: map[model.Attribute]any{
		model.AttrDiskFormat: "raw", model.AttrContainerFormat: "bare",
	}})
	if err != nil {
		s.b.Fatal(err)
	}
	return image.ID
}

func (s *beside) remove(id model.ImageID) {
	s.b.Helper()
	if err := s.client.Delete(s.b.Context(), id); err != nil {
		s.b.Fatal(err)
	}
}

func uploaded(b *testing.B, c *api.Client, id model.ImageID, name string) model.Image {
	b.Helper()
	file, err := transfer.OpenLocal(name)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	image, _, err := (&transfer.Upload{Sink: c, Local: file, Image: id}).Run(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	return image
}
