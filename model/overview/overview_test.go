package overview_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/overview"
	"glimpse/model/query"
	"glimpse/model/text"
)

var now = time.Date(2026, 3, 31, 12, 30, 45, 678, time.UTC)

func key(t testing.TB, name string) overview.Key {
	t.Helper()
	k, err := overview.ParseKey(name)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func anyImage(t *rapid.T, index int) model.Image {
	pick := func(from ...string) text.Untrusted { return text.Of(rapid.SampledFrom(from).Draw(t, "word")) }
	img := model.Image{
		ID: model.NewImageID(fmt.Sprint(index)), Owner: pick("p1", "p2"), DiskFormat: pick("raw", "qcow2"), ContainerFormat: pick("bare"),
		Status: model.Status{Untrusted: pick("active", "queued")}, Visibility: model.Visibility{Untrusted: pick("public", "private")},
		Size: rapid.SampledFrom([]int64{0, 5, 100<<20 - 1, 100 << 20, 1<<30 - 1, 1 << 30, 5 << 30, 99 << 30, 100 << 30, 1 << 50}).Draw(t, "size"),
		CreatedAt: now.Truncate(time.Second).AddDate(0, 0, -rapid.SampledFrom([]int{0, 1, 7, 30, 90, 365, 730, 1825, 4000}).Draw(t, "days")).
			Add(time.Duration(rapid.IntRange(-1, 1).Draw(t, "seconds")) * time.Second),
		Hidden: rapid.Bool().Draw(t, "hidden"), Protected: rapid.Bool().Draw(t, "protected"),
		MinDisk: int64(rapid.IntRange(0, 2).Draw(t, "disk")),
	}
	for _, attribute := range []model.Attribute{model.AttrSize, model.AttrDiskFormat, model.AttrOwner} {
		if rapid.IntRange(0, 4).Draw(t, "null") == 0 {
			img.Null = img.Null.With(attribute)
		}
	}
	if img.Null.Has(model.AttrSize) {
		img.Size = 0
	}
	for _, tag := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"gold", "cis", "a b", "none"}), 0, 3, rapid.ID).Draw(t, "tags") {
		img.Tags = append(img.Tags, text.Of(tag))
	}
	for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"os_distro", "os_version", "odd key"}), 0, 3, rapid.ID).Draw(t, "keys") {
		img.Properties = append(img.Properties, model.Property{Key: text.Of(name), Value: pick("debian", "", "12", "a,b")})
	}
	return img
}

// TestTheQueryOfAGroupFindsItsImages holds every group against the query
// language: what enter filters by is what was counted.
func TestTheQueryOfAGroupFindsItsImages(t *testing.T) {
	t.Parallel()
	names := []string{"min_disk", "protected", "hidden", "os_version", `"odd key"`, "odd key", "id", "size", "created_at"}
	for _, known := range overview.Keys() {
		names = append(names, known.Name())
	}
	rapid.Check(t, func(t *rapid.T) {
		by, err := overview.ParseKey(rapid.SampledFrom(names).Draw(t, "by"))
		if err != nil {
			t.Fatal(err)
		}
		within, err := overview.ParseKey(rapid.SampledFrom(names).Draw(t, "within"))
		if err != nil {
			t.Fatal(err)
		}
		images := make([]model.Image, rapid.IntRange(0, 20).Draw(t, "images"))
		counting := overview.New(by, within, now)
		var total overview.Count
		for i := range images {
			images[i] = anyImage(t, i)
			counting.Add(&images[i])
			total.Images++
			total.Bytes += images[i].Size
		}
		if counting.Total() != total {
			t.Fatalf("the total is %+v, want %+v", counting.Total(), total)
		}
		sum := 0
		for _, group := range counting.Groups(overview.ByImages) {
			hold(t, images, group.Count, group.Terms)
			sum += group.Images
			for _, inner := range group.Within {
				hold(t, images, inner.Count, append(group.Terms[:len(group.Terms):len(group.Terms)], inner.Terms...))
			}
		}
		if !by.Overlaps() && sum != len(images) {
			t.Fatalf("the groups have %d images, want %d", sum, len(images))
		}
	})
}

func hold(t *rapid.T, images []model.Image, want overview.Count, terms []query.Term) {
	split, err := query.Query{Terms: terms}.Split(now)
	if err != nil {
		t.Fatalf("%s: %v", query.Format(terms), err)
	}
	if _, err := query.Parse(query.Format(terms)); err != nil {
		t.Fatalf("%s: %v", query.Format(terms), err)
	}
	var got overview.Count
	for i := range images {
		if split.Match(&images[i]) {
			got.Images++
			got.Bytes += images[i].Size
		}
	}
	if got != want {
		t.Fatalf("%s finds %+v, counted were %+v", query.Format(terms), got, want)
	}
}

func TestTheOrdersOfGroups(t *testing.T) {
	t.Parallel()
	counting := overview.New(key(t, "size"), overview.Key{}, now)
	for _, size := range []int64{1, 2, 3, 200 << 30, 6 << 30, 7 << 30} {
		counting.Add(&model.Image{Size: size})
	}
	counting.Add(&model.Image{Null: model.AttributeSet(0).With(model.AttrSize)})
	counting.Add(&model.Image{Unknown: model.AttributeSet(0).With(model.AttrSize)})
	for order, want := range map[overview.Order]string{
		overview.ByImages: "under 100 MiB|5 to 10 GiB|100 GiB and more|unset|unknown|",
		overview.ByBytes:  "100 GiB and more|5 to 10 GiB|under 100 MiB|unset|unknown|",
		overview.ByValue:  "under 100 MiB|5 to 10 GiB|100 GiB and more|unset|unknown|",
	} {
		got := ""
		for _, group := range counting.Groups(order) {
			switch {
			case group.Unset:
				got += "unset|"
			case group.Unknown:
				got += "unknown|"
				if group.Terms != nil {
					t.Error("what could not be read cannot be asked for")
				}
			default:
				got += group.Value.Raw() + "|"
			}
		}
		if got != want {
			t.Errorf("order %d is %s, want %s", order, got, want)
		}
	}
}

func TestWhichKeysThereAre(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "self", "Status", "is"} {
		if k, err := overview.ParseKey(name); err == nil {
			t.Errorf("%q is read as %q", name, k.Name())
		}
	}
	if by, within, err := overview.ParseKeys(`"a, b",owner`); err != nil || by.Name() != `"a, b"` || within.Name() != "owner" {
		t.Errorf("read as %q and %q: %v", by.Name(), within.Name(), err)
	}
	counted := overview.New(key(t, `"a\"b, c"`), overview.Key{}, now)
	counted.Add(&model.Image{Properties: []model.Property{{Key: text.Of(`a"b, c`), Value: text.Of("found")}}})
	if groups := counted.Groups(overview.ByImages); len(groups) != 1 || groups[0].Terms[0].Values == nil {
		t.Errorf("a key in quotation marks counts %+v", groups)
	}
	for _, line := range []string{`"a`, `"a"b`, "", "a,b,c", "owner,", "owner,owner", ",owner"} {
		if _, _, err := overview.ParseKeys(line); err == nil {
			t.Errorf("%q is read", line)
		}
	}
	if !key(t, "owner").IsOwner() || !key(t, "tag").Overlaps() || key(t, "tags").Name() != "tag" && !key(t, "tags").Overlaps() {
		t.Error("owner and tag are keys of their own")
	}
}

func BenchmarkCounting(b *testing.B) {
	images := make([]model.Image, 1000)
	for i := range images {
		images[i] = model.Image{Size: int64(i) << 20, Owner: text.Of(fmt.Sprint(i % 50)), Properties: []model.Property{{Key: text.Of("os_distro"), Value: text.Of("debian")}}}
	}
	by, within := key(b, "owner"), key(b, "distribution")
	for b.Loop() {
		counting := overview.New(by, within, now)
		for i := range images {
			counting.Add(&images[i])
		}
	}
}
