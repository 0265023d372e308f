package contract

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"glimpse/api"
	"glimpse/api/embedded"
	"glimpse/model"
	"glimpse/model/query"
)

// churn deletes and makes images while a walk by two tags goes on: every image
// that a page ended with, which is the marker of the next one, goes at once,
// and ten times a second one comes that has both tags or only one of them.
type churn struct {
	*space
	tags    [2]string
	size    int
	mine    string // limits the walk to what the test made, or is empty
	deleted map[string]bool
	// aside has pages read side by side.
	aside bool
	// spared reports whether an image may not be deleted.
	spared func(*model.Image) bool
}

func (c *churn) comes(stop <-chan struct{}) {
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for i := 0; ; i++ {
		select {
		case <-stop:
			return
		case <-ticker.C:
			tags := fmt.Sprintf("%q", c.tags[i%2])
			if i%3 == 0 {
				tags = fmt.Sprintf("%q, %q", c.tags[0], c.tags[1])
			}
			key, value, _ := strings.Cut(c.expand("{mine}"), "=")
			answer := c.send(member, "POST /v2/images", fmt.Sprintf(`{"name": "new", "tags": [%s], %q: %q}`, tags, key, value))
			if answer.status != 201 {
				c.Errorf("making an image: %d %s", answer.status, answer.body)
				return
			}
			id, _ := answer.object(c)["id"].(string)
			c.Cleanup(func() { c.remove(id) })
		}
	}
}

// walk reads every page, and returns the images in their order.
func (c *churn) walk(t *testing.T, client *api.Client) (walked []model.Image, pages int) {
	t.Helper()
	terms, err := query.Parse(strings.TrimSpace(fmt.Sprintf("tag=%q tag=%q %s", c.tags[0], c.tags[1], c.mine)))
	if err != nil {
		t.Fatal(err)
	}
	split, err := query.Query{Terms: terms}.Split(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	pager := client.Pages(split, api.PageOptions{Size: c.size})
	defer pager.Close()
	if c.aside {
		pager.All()
	}
	for {
		page, err := pager.Next(t.Context())
		if err != nil {
			t.Fatalf("page %d: %v", pages+1, err)
		}
		pages++
		walked = append(walked, page.Images...)
		if !page.More {
			return walked, pages
		}
		if last := len(page.Images) - 1; last >= 0 && !c.spared(&page.Images[last]) {
			id := page.Images[last].ID.Raw()
			if answer := c.send(member, "DELETE /v2/images/"+id, ""); answer.status != 204 {
				t.Fatalf("deleting %s: %d %s", id, answer.status, answer.body)
			}
			c.deleted[id] = true
		}
	}
}

// check walks while images come and go, and fails the test unless each image
// that was there from the beginning came once, and nothing that has not both
// tags.
func (c *churn) check(t *testing.T, before []string) {
	t.Helper()
	stop := make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() { c.comes(stop) })
	walked, pages := c.walk(t, c.target.client(t, member, api.Options{}))
	close(stop)
	group.Wait()
	seen := map[string]bool{}
	for i := range walked {
		image := &walked[i]
		if seen[image.ID.Raw()] {
			t.Errorf("%s came twice", image.ID.Raw())
		}
		seen[image.ID.Raw()] = true
		if !image.HasTag(c.tags[0]) || !image.HasTag(c.tags[1]) {
			t.Errorf("%s has the tags %v", image.ID.Raw(), image.Tags)
		}
	}
	for _, id := range before {
		if !seen[id] {
			t.Errorf("%s was there all the time and did not come", id)
		}
	}
	if len(c.deleted) == 0 || pages < 5 {
		t.Errorf("%d images were deleted in %d pages: this tests nothing", len(c.deleted), pages)
	}
	t.Logf("%d images in %d pages, %d markers deleted", len(walked), pages, len(c.deleted))
}

// ids lists what a request lists, page by page as the service links them.
func (c *churn) ids(t *testing.T) (ids []string) {
	t.Helper()
	marker := ""
	for {
		listed, _ := c.must(member, fmt.Sprintf("GET /v2/images?tag=%s&tag=%s&limit=1000&%s%s", c.tags[0], c.tags[1], c.mine, marker), "").object(t)["images"].([]any)
		for _, each := range listed {
			id, _ := each.(map[string]any)["id"].(string)
			ids = append(ids, id)
		}
		if len(listed) < 1000 {
			return ids
		}
		marker = "&marker=" + ids[len(ids)-1]
	}
}

func TestF17AWalkByTwoTagsWhileImagesComeAndGo(t *testing.T) {
	t.Run("of images of its own", func(t *testing.T) {
		s := newSpace(t)
		c := &churn{space: s, tags: [2]string{"churn-a", "churn-b"}, size: 4, mine: s.values["mine"], deleted: map[string]bool{}}
		c.spared = func(image *model.Image) bool { return image.Name.Raw() == "new" }
		for i := range 40 {
			tags := `"churn-a", "churn-b"`
			if i%4 == 3 {
				tags = `"churn-b"`
			}
			s.image(fmt.Sprintf("i%d", i), member, `{"name": "old", "tags": [`+tags+`]}`)
		}
		c.check(t, c.ids(t))
	})
	for _, aside := range []bool{false, true} {
		t.Run(fmt.Sprintf("of 10,000 images, side by side: %t", aside), func(t *testing.T) {
			t.Parallel()
			churnAmongMany(t, aside)
		})
	}
}

// churnAmongMany walks over sample images of years.
func churnAmongMany(t *testing.T, aside bool) {
	t.Helper()
	// The service outlives the test's context, for the cleaning up.
	on, stop, err := startEmbedded(context.WithoutCancel(t.Context()), embedded.Options{Images: 10_000, Seed: 17, Latency: 2 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	c := &churn{space: spaceOn(t, on), tags: [2]string{"gold", "cis"}, size: 10, aside: aside, deleted: map[string]bool{}}
	own := on.logins[member].ProjectID
	c.spared = func(image *model.Image) bool { return image.Protected || image.Owner.Raw() != own }
	c.check(t, c.ids(t))
}
