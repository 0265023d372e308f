package glance

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"testing"
	"time"
)

// crowd makes records as they are in a large cloud: 8 properties and 4 tags
// each.
func crowd(count int) []Record {
	records := make([]Record, count)
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	hash := fmt.Sprintf("%0128x", 12345)
	owner, sum, algorithm, disk, container := "p-demo", hash[:32], "sha512", "qcow2", "bare"
	for i := range records {
		name, size := "image-"+strconv.Itoa(i), int64(i%1000)<<20
		made := start.Add(time.Duration(i) * 1500 * time.Microsecond)
		records[i] = Record{
			ID: fmt.Sprintf("%08x-0000-4000-8000-%012x", i*2654435761%(1<<32), i), Name: &name, Status: statusActive, Visibility: "shared",
			DiskFormat: &disk, ContainerFormat: &container, Size: &size, Checksum: &sum, HashAlgo: &algorithm, HashValue: &hash,
			Owner: &owner, Stores: []string{"fs"}, CreatedAt: made, UpdatedAt: made,
			Tags: []string{"prod", "gold", "web", "t" + strconv.Itoa(i%100)},
			Properties: []Property{
				{Key: "os_distro", Value: "debian"},
				{Key: "os_version", Value: "12"},
				{Key: "architecture", Value: "x86_64"},
				{Key: "hw_disk_bus", Value: "virtio"},
				{Key: "hw_vif_model", Value: "virtio"},
				{Key: "build", Value: strconv.Itoa(i)},
				{Key: "team", Value: "infra"},
				{Key: "os_type", Value: "linux"},
			},
		}
	}
	return records
}

const crowdSize = 100_000

// discard is a ResponseWriter that keeps nothing but the length.
type discard struct {
	header http.Header
	length int
}

func (d *discard) Header() http.Header { return d.header }

func (d *discard) WriteHeader(int) {}

func (d *discard) Write(data []byte) (int, error) {
	d.length += len(data)
	return io.Discard.Write(data)
}

func BenchmarkPageOf100000Images(b *testing.B) {
	s := New(Options{Auth: callers, KeystoneURL: "http://keystone"})
	records := crowd(crowdSize)
	middle := records[crowdSize/2].ID
	s.Load(records)
	for _, query := range []string{
		"limit=25", "limit=1000", "limit=1000&marker=" + middle, "limit=1000&tag=t7", "limit=1000&sort=size:desc,name:asc",
	} {
		b.Run(query, func(b *testing.B) {
			request := httptest.NewRequest(get, "http://cloud/v2/images?"+query, nil)
			request.Header.Set("X-Auth-Token", "demo")
			b.ReportAllocs()
			for b.Loop() {
				answer := &discard{header: http.Header{}}
				s.ServeHTTP(answer, request)
				b.SetBytes(int64(answer.length))
			}
		})
	}
}

func BenchmarkLoad100000Images(b *testing.B) {
	records := crowd(crowdSize) // they stay as they are
	for b.Loop() {
		s := New(Options{})
		s.Load(records)
		if s.Len() != crowdSize {
			b.Fatal(s.Len())
		}
	}
}

func BenchmarkMemoryOf100000Images(b *testing.B) {
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		s := New(Options{})
		s.Load(crowd(crowdSize))
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MiB")
		runtime.KeepAlive(s)
	}
}

func BenchmarkPatch(b *testing.B) {
	r := newRig(b)
	r.s.Load(crowd(crowdSize))
	id := crowd(1)[0].ID
	b.ResetTimer()
	for b.Loop() {
		if got := r.do("demo", patch, "/v2/images/"+id, `[{"op": "add", "path": "/k", "value": "v"}]`); got.code != http.StatusOK {
			b.Fatal(got.body)
		}
	}
}
