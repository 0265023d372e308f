package contract

import (
	"runtime"
	"slices"
	"testing"
	"time"

	"glimpse/api"
	"glimpse/model/query"
)

// BenchmarkLoadAll reads all images one page after the other and side by side, in turn,
// and reports what part of the time the second takes. The embedded service, in a process
// of its own, takes 40 ms a request, and answers the four readers at once; a real one,
// of GLIMPSE_CONTRACT_DIR, is read by as many as it has workers (GLANCE_WORKERS=2), in
// pages of 100. Budget: 0.35 for four readers.
//
//	go test -run '^$' -bench LoadAll -benchtime 3x ./api/contract
func BenchmarkLoadAll(b *testing.B) {
	from, readers, size := theTarget, 2, 100
	if !theTarget.IsReal {
		from, readers, size = servedBy(b, 123_500, 40*time.Millisecond), 4, 1000 // of which 100,000 are listed
	}
	terms, err := query.Parse("visibility=all")
	if err != nil {
		b.Fatal(err)
	}
	split, err := query.Query{Terms: terms}.Split(time.Now())
	if err != nil {
		b.Fatal(err)
	}
	client := from.client(b, admin, api.Options{Readers: readers})
	var after, aside []float64
	for b.Loop() {
		want, one := loadAll(b, client, split, size, false)
		got, several := loadAll(b, client, split, size, true)
		if !slices.Equal(got, want) {
			b.Fatalf("%d images side by side, %d one page after the other, or not in the same order", len(got), len(want))
		}
		after, aside = append(after, one.Seconds()), append(aside, several.Seconds())
		b.ReportMetric(float64(len(got)), "images")
	}
	slices.Sort(after)
	slices.Sort(aside)
	b.ReportMetric(after[len(after)/2], "s-one-after-the-other")
	b.ReportMetric(aside[len(aside)/2], "s-side-by-side")
	b.ReportMetric(aside[len(aside)/2]/after[len(after)/2], "of-the-time")
}

// loadAll reads every page, and returns the ids in their order and how long it took.
func loadAll(b *testing.B, client *api.Client, split query.Split, size int, aside bool) (ids []string, took time.Duration) {
	b.Helper()
	runtime.GC()
	begun := time.Now()
	pager := client.Pages(split, api.PageOptions{Size: size})
	defer pager.Close()
	if aside {
		pager.All()
	}
	for {
		page, err := pager.Next(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		for i := range page.Images {
			ids = append(ids, page.Images[i].ID.Raw())
		}
		if !page.More {
			return ids, time.Since(begun)
		}
	}
}
