package faulttest_test

import (
	"bytes"
	"context"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"glimpse/api"
	"glimpse/api/embedded"
	"glimpse/api/runner/faulttest"
	"glimpse/api/transfer"
	"glimpse/model"
	jobs "glimpse/model/job"
)

// dataPath is where image data comes and goes.
var dataPath = regexp.MustCompile(`/(file|stage)$`)

// connected connects a client to a cloud through its proxies.
func connected(t testing.TB, cloud *faulttest.Cloud) *api.Client {
	t.Helper()
	chosen, err := cloudOf(t, cloud.CloudsYAML())
	if err != nil {
		t.Fatal(err)
	}
	client, err := api.Connect(t.Context(), chosen, api.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// noise is data of a size and a seed.
func noise(seed uint64, size int) []byte {
	data := make([]byte, size)
	var key [32]byte
	key[0], key[1] = byte(seed), byte(seed>>8)
	rand.NewChaCha8(key).Read(data)
	return data
}

// stored makes an image of some data, while nothing goes wrong.
func stored(t testing.TB, client *api.Client, data []byte) model.Image {
	t.Helper()
	image, err := client.Create(t.Context(), api.NewImage{
		Attributes: map[model.Attribute]any{model.AttrDiskFormat: "raw", model.AttrContainerFormat: "bare"},
	})
	if err == nil {
		err = client.Upload(t.Context(), image.ID, bytes.NewReader(data), int64(len(data)), false)
	}
	if err == nil {
		image, err = client.Image(t.Context(), image.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	return image
}

// TestF18ADownloadIsWholeOrNotThere breaks and damages downloads by a seed. A
// file under its own name always has the hash of the image; whatever else went
// wrong, the next runs bring it to that, unless a bit was flipped.
func TestF18ADownloadIsWholeOrNotThere(t *testing.T) {
	t.Parallel()
	const size = 3 << 20
	count, _ := seeds(t, 5)
	cloud := embeddedCloud(t, 1, embedded.Options{})
	f18(t, cloud, count, size)
}

func TestF18OnTheRealServices(t *testing.T) {
	t.Parallel()
	cloud, has := faulttest.RealServices(t)
	if !has {
		t.Skip("no real services")
	}
	count, _ := seeds(t, 5)
	f18(t, cloud, count, 3<<20)
}

func f18(t *testing.T, cloud *faulttest.Cloud, count, size int) {
	t.Helper()
	client := connected(t, cloud)
	data := noise(18, size)
	image := stored(t, client, data)
	t.Cleanup(func() {
		cloud.Images.Set(faulttest.Faults{})
		if err := client.Delete(context.WithoutCancel(t.Context()), image.ID); err != nil {
			t.Error(err)
		}
	})
	parts := func(r *faulttest.Request) bool { return r.Status == http.StatusPartialContent }
	runs, resumed, flipped, givenUp := 0, 0, 0, 0
	for seed := uint64(0); seed < uint64(count) || min(resumed, flipped) == 0 && seed < mostSeeds; seed++ {
		name := filepath.Join(t.TempDir(), "image.raw")
		cloud.Images.Set(faulttest.Faults{Seed: seed, Within: int64(size), Of: dataPath, Shares: []faulttest.Share{
			{Fault: faulttest.ResetInAnswer, Share: 0.6},
			{Fault: faulttest.Flipped, Share: 0.1},
			{Fault: faulttest.Busy, Share: 0.05},
			{Fault: faulttest.ResetBefore, Share: 0.05},
		}})
		spoiled := false
		for {
			runs++
			d := &transfer.Download{Source: client, Image: image, Overwrite: spoiled, Meter: &jobs.Meter{}}
			ctx, cancel := context.WithCancel(t.Context())
			if seed%2 == 1 && runs%3 == 0 { // given up at some place, as by the end of the program
				go func() {
					for d.Meter.Transfer(image.UpdatedAt).Done < int64(size/4) && ctx.Err() == nil {
						continue
					}
					cancel()
				}()
			}
			before := cloud.Images.Count(parts)
			err := d.ToFile(ctx, name)
			cancel()
			resumed += cloud.Images.Count(parts) - before
			if err == nil {
				break
			}
			if _, there := os.Lstat(name); !errors.Is(there, fs.ErrNotExist) {
				t.Fatalf("seed %d: after %v the file has its name", seed, err)
			}
			if spoiled = strings.Contains(err.Error(), "does not have the hash"); spoiled {
				flipped++
			} else {
				givenUp++
			}
			if runs > 100*count {
				t.Fatalf("seed %d: it never ends: %v", seed, err)
			}
		}
		got, err := os.ReadFile(name)
		if err != nil || !bytes.Equal(got, data) {
			t.Fatalf("seed %d: the file has %d bytes that are not the image's, %v", seed, len(got), err)
		}
		if left, _ := os.ReadDir(filepath.Dir(name)); len(left) != 1 {
			t.Errorf("seed %d: the folder holds %v", seed, left)
		}
	}
	broken := cloud.Images.Count(func(r *faulttest.Request) bool { return r.Fault != faulttest.None })
	sum := sha512.Sum512(data)
	if image.HashValue.Raw() != hex.EncodeToString(sum[:]) {
		t.Errorf("the image has the hash %s", image.HashValue.Raw())
	}
	if resumed == 0 || flipped == 0 {
		t.Errorf("%d downloads were resumed, %d met a flipped bit: the faults were too few to tell anything", resumed, flipped)
	}
	figure(t, "%d downloads of %d MiB whole, in %d runs: %d resumed, %d given up, %d with a flipped bit; "+
		"%d requests met a fault with the last seed", count, size>>20, runs, resumed, givenUp, flipped, broken)
}

// TestF12AnUploadIsWholeOrQueued breaks uploads by a seed. After each the image
// waits for its data, or has all of it; none is sent twice by itself.
func TestF12AnUploadIsWholeOrQueued(t *testing.T) {
	t.Parallel()
	count, _ := seeds(t, 5)
	f12(t, embeddedCloud(t, 1, embedded.Options{TokenLife: bulkToken}), count, 3<<20)
}

func TestF12OnTheRealServices(t *testing.T) {
	t.Parallel()
	cloud, has := faulttest.RealServices(t)
	if !has {
		t.Skip("no real services")
	}
	count, _ := seeds(t, 5)
	f12(t, cloud, count, 3<<20)
}

func f12(t *testing.T, cloud *faulttest.Cloud, count, size int) {
	t.Helper()
	client := connected(t, cloud)
	data := noise(12, size)
	name := filepath.Join(t.TempDir(), "disk.raw")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	sum := sha512.Sum512(data)
	runs, queued := 0, 0
	for seed := uint64(0); seed < uint64(count) || queued == 0 && seed < mostSeeds; seed++ {
		cloud.Images.Set(faulttest.Faults{})
		image, err := client.Create(t.Context(), api.NewImage{
			Attributes: map[model.Attribute]any{model.AttrDiskFormat: "raw", model.AttrContainerFormat: "bare"},
		})
		if err != nil {
			t.Fatal(err)
		}
		cloud.Images.Set(faulttest.Faults{Seed: seed, Within: int64(size), Of: dataPath, Shares: []faulttest.Share{
			{Fault: faulttest.ResetInBody, Share: 0.4},
			{Fault: faulttest.ResetAfter, Share: 0.1},
			{Fault: faulttest.TimedOut, Share: 0.1},
			{Fault: faulttest.Busy, Share: 0.1},
			{Fault: faulttest.Refused, Share: 0.1},
			{Fault: faulttest.ResetBefore, Share: 0.1},
		}})
		for done := false; !done; {
			runs++
			sentBefore := cloud.Images.Count(hasTakenData)
			file, err := transfer.OpenLocal(name)
			if err != nil {
				t.Fatal(err)
			}
			_, _, err = (&transfer.Upload{Sink: client, Local: file, Image: image.ID}).Run(t.Context())
			_ = file.Close()
			if sent := cloud.Images.Count(hasTakenData) - sentBefore; sent > 1 {
				t.Errorf("seed %d: the data was sent %d times", seed, sent)
			}
			record := recordOf(t, cloud, image.ID)
			switch record.Text("status") {
			case "active":
				if record["size"] != float64(size) || record.Text("os_hash_value") != hex.EncodeToString(sum[:]) {
					t.Fatalf("seed %d: the image is %v", seed, record)
				}
				if done = true; err != nil {
					t.Errorf("seed %d: the image is whole, and the upload says %v", seed, err)
				}
			case "queued":
				if queued++; err == nil || !strings.Contains(err.Error(), "did not arrive") {
					t.Fatalf("seed %d: the image is queued, and the upload says %v", seed, err)
				}
			default:
				t.Fatalf("seed %d: the image is %v after %v", seed, record, err)
			}
		}
		cloud.Images.Set(faulttest.Faults{})
		if err := client.Delete(t.Context(), image.ID); err != nil {
			t.Error(err)
		}
	}
	if queued == 0 {
		t.Error("no upload was cut off: the faults were too few to tell anything")
	}
	figure(t, "%d uploads of %d MiB whole, in %d runs, of which %d left the image queued", count, size>>20, runs, queued)
}

// recordOf reads an image past the proxies.
func recordOf(t *testing.T, cloud *faulttest.Cloud, id model.ImageID) (record faulttest.Record) {
	t.Helper()
	status, body := cloud.Do(t, http.MethodGet, "/v2/images/"+id.Raw(), nil)
	if err := json.Unmarshal(body, &record); err != nil || status != http.StatusOK {
		t.Fatalf("%s: %d, %v", id.Raw(), status, err)
	}
	return record
}

// hasTakenData reports whether data of a request went to the service.
func hasTakenData(r *faulttest.Request) bool {
	return r.Method == http.MethodPut && (r.Status != 0 || r.Fault == faulttest.ResetInBody)
}
