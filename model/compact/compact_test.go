package compact_test

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/compact"
	"glimpse/model/text"
)

// anyText draws texts of every way of writing: words that come back, digits in both
// cases, UUIDs and what is nearly one, and anything else.
func anyText(t *rapid.T) text.Untrusted {
	return text.Of(rapid.OneOf(
		rapid.SampledFrom([]string{"", "ubuntu", "qcow2", strings.Repeat("é", 40), "\x00\xff"}),
		rapid.String(),
		rapid.StringMatching("[0-9a-f]{14,40}"),
		rapid.StringMatching("[0-9a-fA-F]{16}"),
		rapid.StringMatching("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
		rapid.StringMatching("[0-9a-f]{8}[-0]([0-9a-f]{4}-){2}[0-9a-fA-F]{4}-[0-9a-f]{12}"),
		rapid.SampledFrom([]string{strings.Repeat("0", 128), strings.Repeat("a1", 100)}),
	).Draw(t, "text"))
}

func texts(t *rapid.T) []text.Untrusted {
	var all []text.Untrusted
	for range rapid.IntRange(0, 4).Draw(t, "texts") {
		all = append(all, anyText(t))
	}
	return all
}

func anyTime(t *rapid.T) time.Time {
	if rapid.IntRange(0, 9).Draw(t, "no time") == 0 {
		return time.Time{}
	}
	return time.Unix(rapid.Int64Range(-1<<40, 1<<40).Draw(t, "seconds"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanoseconds")).UTC()
}

func anyImage(t *rapid.T) model.Image {
	number := func() int64 { return rapid.Int64().Draw(t, "number") }
	flag := func() bool { return rapid.Bool().Draw(t, "flag") }
	image := model.Image{
		ID: model.ImageID{Untrusted: anyText(t)}, Name: anyText(t), Status: model.Status{Untrusted: anyText(t)},
		Visibility: model.Visibility{Untrusted: anyText(t)}, DiskFormat: anyText(t), ContainerFormat: anyText(t),
		Size: number(), VirtualSize: number(), MinDisk: number(), MinRAM: number(), Owner: anyText(t), Checksum: anyText(t),
		HashAlgorithm: anyText(t), HashValue: anyText(t), CreatedAt: anyTime(t), UpdatedAt: anyTime(t), Protected: flag(), Hidden: flag(),
		Stores: anyText(t), DirectURL: anyText(t), Tags: texts(t),
		Null: model.AttributeSet(rapid.Uint32().Draw(t, "null")), Unknown: model.AttributeSet(rapid.Uint32().Draw(t, "unknown")),
	}
	for range rapid.IntRange(0, 4).Draw(t, "properties") {
		property := model.Property{Key: anyText(t), Null: flag()}
		if !property.Null {
			property.Value = anyText(t)
		}
		image.Properties = append(image.Properties, property)
	}
	for range rapid.IntRange(0, 2).Draw(t, "faults") {
		image.Faults = append(image.Faults, model.Fault{Field: anyText(t), Reason: anyText(t).Raw()})
	}
	return image
}

func TestImagesComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var store compact.Store
		var images []*model.Image
		for range rapid.IntRange(1, 5).Draw(t, "images") {
			image := anyImage(t)
			images = append(images, &image)
		}
		// Twice, so that words come back.
		early, earlyWords := store.Pack(images, beside), store.Words()
		late := store.Pack(images, beside)
		var reader compact.Reader
		var kept []string
		for i, image := range images {
			for _, read := range []*model.Image{
				reader.Read(earlyWords, early[i]), reader.Read(store.Words(), late[i]),
				earlyWords.Unpack(early[i]), store.Words().Unpack(early[i]), store.Words().Unpack(late[i]),
			} {
				if diff := cmp.Diff(image, read, cmp.AllowUnexported(text.Untrusted{})); diff != "" {
					t.Fatalf("image %d came back otherwise (-was +is):\n%s", i, diff)
				}
				kept = append(kept, read.HashValue.Raw())
			}
			if late[i].ID() != image.ID || late[i].Size() != image.Size {
				t.Fatalf("image %d has the id %q and the size %d", i, late[i].ID(), late[i].Size())
			}
			is, class := late[i].Beside()
			if shared := store.Words().Class(class); is != string(beside(nil, image)) || shared.Visibility != image.Visibility {
				t.Fatalf("beside image %d is %q, and its class is %+v", i, is, shared)
			}
			listed := reader.ReadListed(store.Words(), late[i])
			if listed.ID != image.ID || listed.Name != image.Name || listed.Owner != image.Owner || listed.Size != image.Size ||
				listed.Status != image.Status || listed.Unknown != image.Unknown || !listed.CreatedAt.Equal(image.CreatedAt) || !slices.Equal(listed.Tags, image.Tags) {
				t.Fatalf("of image %d is listed %+v", i, listed)
			}
		}
		for i, hash := range kept {
			if want := images[i/5].HashValue.Raw(); hash != want {
				t.Fatalf("a text became %q, it was %q", hash, want)
			}
		}
	})
}

// beside is the name in lower case and something else, as in a list.
func beside(buffer []byte, image *model.Image) []byte {
	return append(append(buffer, strings.ToLower(image.Name.Raw())...), "\x00more"...)
}

// usual is the image with a number, with as much as most images of a cloud have.
func usual(n int) *model.Image {
	digest := hex.EncodeToString(fmt.Appendf(nil, "%064d", n))
	image := &model.Image{
		ID:   model.NewImageID(fmt.Sprintf("%08x-5d1c-4c2e-9b7f-%012x", uint32(n)*2654435761, n)),
		Name: text.Of(fmt.Sprintf("ubuntu-22.04-server-%d-amd64", n)), Status: model.StatusActive, Visibility: model.VisibilityPublic,
		DiskFormat: text.Of("qcow2"), ContainerFormat: text.Of("bare"), Owner: text.Of(fmt.Sprintf("%032x", n%50)),
		Checksum: text.Of(digest[96:]), HashAlgorithm: text.Of("sha512"), HashValue: text.Of(digest), Size: int64(n) << 16, VirtualSize: 20 << 30,
		CreatedAt: time.Unix(1_700_000_000+int64(n), 0).UTC(), UpdatedAt: time.Unix(1_700_000_100+int64(n), 0).UTC(),
	}
	for i := range 4 {
		image.Tags = append(image.Tags, text.Of(fmt.Sprintf("tag-%d", n*(i+1)%40)))
	}
	for i := range 8 {
		image.Properties = append(image.Properties, model.Property{Key: text.Of(fmt.Sprintf("property_%d", i)), Value: text.Of(fmt.Sprintf("value-%d", n*(i+3)%90))})
	}
	return image
}

func TestAnImageTakesLittleRoom(t *testing.T) {
	t.Parallel()
	const n, budget = 20_000, 260
	var store compact.Store
	bytes := 0
	for i := range n {
		packed := store.Pack([]*model.Image{usual(i)}, beside)[0]
		bytes += len(*(*string)(unsafe.Pointer(&packed)))
	}
	t.Logf("an image takes %d bytes", bytes/n)
	if bytes/n > budget {
		t.Errorf("an image takes %d bytes, want at most %d", bytes/n, budget)
	}
}

func TestReadingMakesLittle(t *testing.T) {
	var store compact.Store
	packed := store.Pack([]*model.Image{usual(1), usual(2)}, beside)
	var reader compact.Reader
	if made := testing.AllocsPerRun(1000, func() { reader.Read(store.Words(), packed[1]) }); made > 0.1 {
		t.Errorf("reading an image allocates %v times", made)
	}
}

func BenchmarkRead(b *testing.B) {
	var store compact.Store
	var images []*model.Image
	for i := range 1000 {
		images = append(images, usual(i))
	}
	store.Pack(images, beside)
	packed := store.Pack(images, beside)
	var reader compact.Reader
	b.Run("whole", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			reader.Read(store.Words(), packed[i%len(packed)])
		}
	})
	b.Run("listed", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			reader.ReadListed(store.Words(), packed[i%len(packed)])
		}
	})
	b.Run("pack", func(b *testing.B) {
		for b.Loop() {
			store.Pack(images, beside)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(images)), "ns/image")
	})
}
