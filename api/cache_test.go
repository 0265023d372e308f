package api

import (
	"errors"
	"testing"
)

func TestTheCacheTellsWhatItHas(t *testing.T) {
	t.Parallel()
	c := newFakeCloud(t, answers{"/image/v2/cache": `{"queued_images": ["` + imageID(2) + `"], "cached_images": [
		{"image_id": "` + imageID(1) + `", "hits": 3, "last_accessed": 1700000000.25, "last_modified": 1690000000.0, "size": 16}]}`}.ServeHTTP).
		connect(t, Options{})
	cache, err := c.Cache(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	cached, queued := cache.Of(modelID(imageID(1)))
	if cached == nil || queued || cached.Hits != 3 || cached.LastAccessed.Unix() != 1700000000 {
		t.Errorf("cached is %+v, queued %v", cached, queued)
	}
	if cached, queued = cache.Of(modelID(imageID(2))); cached != nil || !queued {
		t.Errorf("the second is cached %+v, queued %v", cached, queued)
	}
}

func TestWhereThereIsNoCacheItIsAskedOnce(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]error{
		"404!Caching via API is not supported at this site.":        ErrNotOffered,
		"403!You are not authorized to complete cache_list action.": ErrForbidden,
	} {
		f := newFakeCloud(t, answers{"/image/v2/cache": answer}.ServeHTTP)
		c := f.connect(t, Options{})
		for range 2 {
			if _, err := c.Cache(t.Context()); !errors.Is(err, want) {
				t.Errorf("%s: %v", answer, err)
			}
		}
		if sent := f.count("GET"); sent != 1 {
			t.Errorf("%s: asked %d times", answer, sent)
		}
	}
}
