package plan_test

import (
	"strings"
	"testing"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/plan"
)

// cacheOf is a cache that has some images, and is to take in others.
func cacheOf(cached, queued string) model.Cache {
	var cache model.Cache
	for id := range strings.FieldsSeq(cached) {
		cache.Cached = append(cache.Cached, model.CachedImage{ID: model.NewImageID(id)})
	}
	for id := range strings.FieldsSeq(queued) {
		cache.Queued = append(cache.Queued, model.NewImageID(id))
	}
	return cache
}

func TestImagesAreCachedAndDropped(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		wanted command.Command
		image  *model.Image
		want   string
	}{
		{"to be cached", command.Cache{}, imageOf("a"), "PUT /v2/cache/a "},
		{"cached already", command.Cache{}, imageOf("cached"), "no_change"},
		{"queued already", command.Cache{}, imageOf("queued"), "no_change"},
		{"without data", command.Cache{}, imageOf("a", queued), "wrong_status"},
		{"of unknown status", command.Cache{}, imageOf("a", unknown(model.AttrStatus)), "unknown_status"},
		{"to be dropped", command.Uncache{}, imageOf("cached"), "DELETE /v2/cache/cached "},
		{"no longer to be cached", command.Uncache{}, imageOf("queued"), "DELETE /v2/cache/queued "},
		{"deactivated, to be dropped", command.Uncache{}, imageOf("cached", status(model.StatusDeactivated)), "DELETE /v2/cache/cached "},
		{"not cached", command.Uncache{}, imageOf("a"), "no_change"},
	} {
		known := around(func(a *plan.Around) { a.Cache = cacheOf("cached", "queued") })
		planned, err := plan.Move(test.wanted, []*model.Image{test.image}, known, nil)
		if got := movedBy(&planned, err); got != test.want {
			t.Errorf("%s: %s, not %s", test.name, got, test.want)
		}
	}
}

func TestACachedImageIsDecidedAnewOnTheCache(t *testing.T) {
	t.Parallel()
	caches, drops := &plan.Step{Image: model.NewImageID("a"), Kind: plan.Cache}, &plan.Step{Image: model.NewImageID("a"), Kind: plan.Uncache}
	has, lacks := cacheOf("a", "b"), cacheOf("b", "")
	for _, test := range []struct {
		step    *plan.Step
		now     *model.Image
		cache   *model.Cache
		want    plan.Decision
		inverse plan.Kind
	}{
		{caches, imageOf("a"), &lacks, plan.Send, plan.Uncache},
		{caches, imageOf("a"), &has, plan.NoChange, ""},
		{caches, imageOf("a"), nil, plan.Send, plan.Uncache},
		{caches, imageOf("a", queued), &lacks, plan.NotAllowed, ""},
		{drops, imageOf("a"), &has, plan.Send, plan.Cache},
		{drops, imageOf("a"), &lacks, plan.NoChange, ""},
		{drops, imageOf("a", queued), &has, plan.Send, plan.Cache},
	} {
		got := test.step.ReconcileCache(test.now, test.cache)
		inverse := plan.Kind("")
		if got.Inverse != nil {
			inverse = got.Inverse.Kind
		}
		if got.Decision != test.want || inverse != test.inverse {
			t.Errorf("%s with %+v: %+v, taken back by %q", test.step.Kind, test.cache, got, inverse)
		}
	}
	if got := caches.Reconcile(nil); got.Decision != plan.NotAllowed || got.Reason != plan.NotFound {
		t.Errorf("without its image: %+v", got)
	}
}

func TestTheCacheInTheWordsOfOtherClients(t *testing.T) {
	t.Parallel()
	for kind, want := range map[plan.Kind]string{plan.Cache: "queue", plan.Uncache: "delete"} {
		step := plan.Step{Image: model.NewImageID("a"), Kind: kind}
		if said := step.OpenStack("cloud"); !strings.HasPrefix(said, "#") || !strings.Contains(said, "openstack cached image "+want+" a") {
			t.Errorf("%s: %s", kind, said)
		}
	}
}
