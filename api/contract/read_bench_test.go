//go:build unix

package contract

import (
	"encoding/json"
	"io"
	"net/http"
	"runtime"
	"syscall"
	"testing"
	"time"

	"glimpse/api"
	"glimpse/model/query"
)

// record is an image as encoding/json reads it: the attributes that the
// program keeps, of the same types. Properties stand beside them under any
// name, which encoding/json can only read as a map, in a second decoding.
type record struct {
	ID              string    `json:"id"`
	Name            *string   `json:"name"`
	Status          string    `json:"status"`
	Visibility      string    `json:"visibility"`
	DiskFormat      *string   `json:"disk_format"`
	ContainerFormat *string   `json:"container_format"`
	Size            *int64    `json:"size"`
	VirtualSize     *int64    `json:"virtual_size"`
	MinDisk         int64     `json:"min_disk"`
	MinRAM          int64     `json:"min_ram"`
	Owner           *string   `json:"owner"`
	Checksum        *string   `json:"checksum"`
	HashAlgorithm   *string   `json:"os_hash_algo"`
	HashValue       *string   `json:"os_hash_value"`
	CreatedAt       time.Time `json:"created_at"`
	UpdatedAt       time.Time `json:"updated_at"`
	Protected       bool      `json:"protected"`
	Hidden          bool      `json:"os_hidden"`
	Stores          string    `json:"stores"`
	Tags            []string  `json:"tags"`
	properties      map[string]any
}

// cpu returns the time that this process has used, of both kinds.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// BenchmarkRead is the processor time of reading every image from another
// process over loopback, over that of encoding/json decoding the same pages
// from memory: once into the attributes alone, and with the properties, for
// which it needs a second decoding. Budget: half of the former.
//
//	go test -run '^$' -bench Read -benchtime 3x ./api/contract
func BenchmarkRead(b *testing.B) {
	const images = 100_000
	from := servedBy(b, images, 0)
	terms, err := query.Parse("visibility=all hidden=both")
	if err != nil {
		b.Fatal(err)
	}
	split, err := query.Query{Terms: terms}.Split(time.Now())
	if err != nil {
		b.Fatal(err)
	}
	pages := rawPages(b, from, &split)
	client := from.client(b, admin, api.Options{})
	var ours, attributes, whole time.Duration
	for b.Loop() {
		runtime.GC()
		begun := cpu(b)
		if got := readAll(b, client, split); got != images {
			b.Fatalf("read %d images", got)
		}
		ours += cpu(b) - begun
		runtime.GC()
		begun = cpu(b)
		decodeAll(b, pages, false)
		attributes += cpu(b) - begun
		runtime.GC()
		begun = cpu(b)
		decodeAll(b, pages, true)
		whole += cpu(b) - begun
	}
	b.ReportMetric(ours.Seconds()/float64(b.N), "cpu-s/op")
	b.ReportMetric(ours.Seconds()/attributes.Seconds(), "x-attributes")
	b.ReportMetric(ours.Seconds()/whole.Seconds(), "x-with-properties")
}

func readAll(b *testing.B, client *api.Client, split query.Split) (images int) {
	b.Helper()
	for pager := client.Pages(split, api.PageOptions{}); ; {
		page, err := pager.Next(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		images += len(page.Images)
		if !page.More {
			return images
		}
	}
}

func decodeAll(b *testing.B, pages [][]byte, properties bool) {
	b.Helper()
	for _, page := range pages {
		var decoded struct {
			Images []record `json:"images"`
		}
		if err := json.Unmarshal(page, &decoded); err != nil {
			b.Fatal(err)
		}
		if !properties {
			continue
		}
		var again struct {
			Images []map[string]any `json:"images"`
		}
		if err := json.Unmarshal(page, &again); err != nil {
			b.Fatal(err)
		}
		for i := range decoded.Images {
			decoded.Images[i].properties = again.Images[i]
		}
	}
}

// rawPages reads the pages as the pager does, and keeps their bytes where no collector
// counts them: with 100 MB in use garbage would lie until there is as much of it.
func rawPages(b *testing.B, from *target, split *query.Split) (pages [][]byte) {
	b.Helper()
	for _, request := range split.Requests {
		marker := ""
		for {
			url := from.ImageURL + "/v2/images?limit=1000"
			for _, param := range request.Params {
				url += "&" + param.Key + "=" + param.Value
			}
			if marker != "" {
				url += "&marker=" + marker
			}
			body := getBytes(b, from, url)
			var page struct {
				Images []struct{ ID string }
				Next   string
			}
			if err := json.Unmarshal(body, &page); err != nil {
				b.Fatal(err)
			}
			if len(page.Images) > 0 {
				pages = append(pages, outside(b, body))
				marker = page.Images[len(page.Images)-1].ID
			}
			if page.Next == "" {
				break
			}
		}
	}
	return pages
}

// outside returns a copy in memory that the runtime does not manage.
func outside(b *testing.B, content []byte) []byte {
	b.Helper()
	kept, err := syscall.Mmap(-1, 0, len(content), syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = syscall.Munmap(kept) })
	copy(kept, content)
	return kept
}

func getBytes(b *testing.B, from *target, url string) []byte {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("X-Auth-Token", from.logins[admin].Token)
	response, err := httpClient.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		b.Fatalf("%s: %s, %v", url, response.Status, err)
	}
	return body
}
