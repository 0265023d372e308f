package runner_test

import (
	"fmt"
	"io/fs"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/sync/errgroup"

	"glimpse/api"
	"glimpse/api/clouds"
	"glimpse/api/embedded"
	"glimpse/api/journal"
	"glimpse/api/runner"
	"glimpse/model"
	"glimpse/model/command"
	jobs "glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/query"
)

// connected is a client of an embedded service.
func connected(b *testing.B, server *embedded.Server) *api.Client {
	b.Helper()
	files := fstest.MapFS{"clouds.yaml": {Data: []byte(server.CloudsYAML())}}
	config, err := clouds.Load(clouds.Env{
		Environ: func() []string { return []string{"OS_CLIENT_CONFIG_FILE=/clouds.yaml"} },
		Open:    func(path string) (fs.File, error) { return files.Open(strings.TrimPrefix(path, "/")) },
		Home:    "/", WorkDir: "/", Platform: "linux",
	})
	if err != nil {
		b.Fatal(err)
	}
	cloud, err := config.Cloud("demo", "")
	if err != nil {
		b.Fatal(err)
	}
	client, err := api.Connect(b.Context(), cloud, api.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(client.Close)
	return client
}

// The bulk change of the budget: a write of each image and a listing of 25, which
// can take no less than the ideal.
const (
	bulk, atOnce = 500, 8
	oneWay       = 20 * time.Millisecond
	ideal        = (bulk + bulk/25) * oneWay / atOnce
	mostRequests = 560
)

// BenchmarkThroughput tags 500 images, 20 ms a request, eight at once, with
// the journal on disk, and the last look at what was changed. The budgets are
// 1.15 times the ideal, and 560 requests. How long the same requests take
// without a runner tells what of the rest is the machine's; oldest is the age of
// what was read when the request was there that changed it.
func BenchmarkThroughput(b *testing.B) {
	server, err := embedded.Start(b.Context(), embedded.Options{Images: bulk, Seed: 1, Latency: oneWay})
	if err != nil {
		b.Fatal(err)
	}
	defer server.Close()
	client := connected(b, server)
	r := runner.New(client, runner.Options{Workers: atOnce, Dir: b.TempDir(), Origin: journal.Origin{Cloud: "demo"}})
	defer func() { _ = r.Drain(b.Context()) }()
	images := listed(b, client)
	var ours, theirs, oldest time.Duration
	n, requests := 0, 0
	for ; b.Loop(); n++ {
		theirs += bare(b, client, images, fmt.Sprint("bare-", n))
		server.ForgetRequests()
		begun := time.Now()
		p, err := plan.Compose([]command.Command{command.Tag{Add: []string{fmt.Sprint("bench-", n)}}}, images, nil)
		if err != nil || len(p.Steps) != bulk {
			b.Fatal(len(p.Steps), err)
		}
		id, err := r.Start(p)
		if err != nil {
			b.Fatal(err)
		}
		progress, _ := r.Progress(id)
		for progress.State != jobs.Ended {
			<-r.Changed()
			progress, _ = r.Progress(id)
		}
		ours += time.Since(begun)
		if progress.Counts[jobs.Done] != bulk {
			b.Fatal(progress.Summary())
		}
		sent := server.Requests().Of("", "")
		requests += sent
		if sent > mostRequests {
			b.Errorf("%d requests, at most %d are allowed", sent, mostRequests)
		}
		oldest = max(oldest, oldestReading(server.RequestLog()))
	}
	b.ReportMetric(ours.Seconds()/float64(n)/ideal.Seconds(), "x-ideal")
	b.ReportMetric(ours.Seconds()/theirs.Seconds(), "x-bare")
	b.ReportMetric(float64(requests)/float64(n), "requests")
	b.ReportMetric(float64(oldest.Milliseconds()), "ms-oldest")
	b.ReportMetric(float64(n*bulk)/ours.Seconds(), "images/s")
}

// oldestReading returns the longest time between the request that read an image
// and the one that changed it.
func oldestReading(log []embedded.Request) (oldest time.Duration) {
	read := make(map[string]time.Time)
	for i := range log {
		request := &log[i]
		if request.Class == embedded.ClassImages {
			for _, id := range anyID.FindAllString(request.Query, -1) {
				read[id] = request.Began
			}
			continue
		}
		if id := anyID.FindString(request.Path); request.Method != http.MethodGet {
			oldest = max(oldest, request.Began.Sub(read[id]))
		} else {
			read[id] = request.Began
		}
	}
	return oldest
}

var anyID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// bare makes the same requests in a plain loop, each 25 images read by one
// before they are changed, and tells how long they take.
func bare(b *testing.B, client *api.Client, images []*model.Image, tag string) time.Duration {
	b.Helper()
	begun := time.Now()
	queue := make(chan *model.Image, len(images))
	var workers errgroup.Group
	workers.Go(func() error {
		defer close(queue)
		for some := range slices.Chunk(images, 25) {
			ids := make([]model.ImageID, len(some))
			for i, image := range some {
				ids[i] = image.ID
			}
			now, err := client.Images(b.Context(), ids)
			if err != nil {
				return err
			}
			for i := range now {
				queue <- &now[i]
			}
		}
		return nil
	})
	for range atOnce {
		workers.Go(func() error {
			for image := range queue {
				if err := client.Retag(b.Context(), image, []string{tag}, nil); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := workers.Wait(); err != nil {
		b.Fatal(err)
	}
	return time.Since(begun)
}

// listed are all images of a service.
func listed(b *testing.B, client *api.Client) (images []*model.Image) {
	b.Helper()
	terms, err := query.Parse("visibility=all hidden=both")
	if err != nil {
		b.Fatal(err)
	}
	split, err := query.Query{Terms: terms}.Split(time.Now())
	if err != nil {
		b.Fatal(err)
	}
	pager := client.Pages(split, api.PageOptions{})
	for {
		page, err := pager.Next(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		for i := range page.Images {
			images = append(images, &page.Images[i])
		}
		if !page.More {
			return images
		}
	}
}
