package contract

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"glimpse/api"
	"glimpse/api/transfer"
	"glimpse/model"
)

// transferSize is how much data is moved, and transferRounds how often: the best
// of both sides counts, because the machine does other things too.
const (
	transferSize   = 1 << 30
	transferRounds = 2
)

// BenchmarkTransferBesideCurl moves 1 GiB up and down over loopback, by curl and by
// the client with its hashing, to and from a service in another process. The
// ratios are of throughputs: 1 is as fast as curl.
func BenchmarkTransferBesideCurl(b *testing.B) {
	curl, err := exec.LookPath("curl")
	if err != nil {
		b.Skip("curl is not installed")
	}
	target := servedBy(b, 1, 0)
	c := target.client(b, admin, api.Options{})
	folder := b.TempDir()
	source, down := filepath.Join(folder, "disk.raw"), filepath.Join(folder, "down.raw")
	if err := os.WriteFile(source, make([]byte, transferSize), 0o600); err != nil {
		b.Fatal(err)
	}
	ask := func(id model.ImageID, arguments ...string) {
		b.Helper()
		arguments = append(arguments, "--silent", "--fail", "--header", "X-Auth-Token: "+target.logins[admin].Token,
			"--header", "Content-Type: application/octet-stream", target.ImageURL+"/v2/images/"+id.Raw()+"/file")
		if out, err := exec.CommandContext(b.Context(), curl, arguments...).CombinedOutput(); err != nil {
			b.Fatalf("curl: %v: %s", err, out)
		}
	}
	best := map[string]time.Duration{}
	timed := func(what string, do func()) {
		begun := time.Now()
		do()
		if took := time.Since(begun); best[what] == 0 || took < best[what] {
			best[what] = took
		}
	}
	for b.Loop() {
		for range transferRounds {
			byCurl, ours := waiting(b, c), waiting(b, c)
			timed("curl up", func() { ask(byCurl, "--upload-file", source) })
			var image model.Image
			timed("up", func() { image = uploaded(b, c, ours, source) })
			timed("curl down", func() { ask(byCurl, "--output", down) })
			timed("down", func() {
				if err := (&transfer.Download{Source: c, Image: image, Overwrite: true}).ToFile(b.Context(), down); err != nil {
					b.Fatal(err)
				}
			})
			for _, id := range []model.ImageID{byCurl, ours} {
				if err := c.Delete(b.Context(), id); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	b.ReportMetric(best["curl up"].Seconds()/best["up"].Seconds(), "up/curl")
	b.ReportMetric(best["curl down"].Seconds()/best["down"].Seconds(), "down/curl")
	b.ReportMetric(transferSize/1e6/best["up"].Seconds(), "MB-up/s")
	b.ReportMetric(transferSize/1e6/best["down"].Seconds(), "MB-down/s")
}

// waiting makes an image that waits for its data.
func waiting(b *testing.B, c *api.Client) model.ImageID {
	b.Helper()
	image, err := c.Create(b.Context(), api.NewImage{Attributes: map[model.Attribute]any{
		model.AttrDiskFormat: "raw", model.AttrContainerFormat: "bare",
	}})
	if err != nil {
		b.Fatal(err)
	}
	return image.ID
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
