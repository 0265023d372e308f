package model_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"glimpse/model"
	"glimpse/model/text"
)

// filled is an image with a value in every attribute that has a field.
func filled() *model.Image {
	return &model.Image{
		ID: model.NewImageID("i"), Name: text.Of("n"), Status: model.StatusActive, Visibility: model.VisibilityShared,
		DiskFormat: text.Of("raw"), ContainerFormat: text.Of("bare"), Size: 1, VirtualSize: 2, MinDisk: 3, MinRAM: 4,
		Owner: text.Of("o"), Checksum: text.Of("c"), HashAlgorithm: text.Of("sha512"), HashValue: text.Of("h"),
		CreatedAt: time.Unix(5, 0).UTC(), UpdatedAt: time.Unix(6, 0).UTC(), Protected: true, Hidden: true,
		Stores: text.Of("fs"), DirectURL: text.Of("u"), Tags: []text.Untrusted{text.Of("Gold")},
	}
}

func TestEveryAttributeHasItsNameAndIsFoundByItExactly(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, attribute := range model.Attributes() {
		name := attribute.String()
		if name == "" || seen[name] {
			t.Errorf("attribute %d is named %q", attribute, name)
		}
		seen[name] = true
		if found, ok := model.AttributeNamed(name); !ok || found != attribute {
			t.Errorf("AttributeNamed(%q) = %v, %t", name, found, ok)
		}
	}
	for _, name := range []string{"", "Name", "hidden", "tag", "os_distro", " id"} {
		if found, ok := model.AttributeNamed(name); ok {
			t.Errorf("AttributeNamed(%q) = %v", name, found)
		}
	}
}

func TestValuesAreReadByTheKindOfTheAttribute(t *testing.T) {
	t.Parallel()
	want := map[string]any{
		"id": "i", "name": "n", "status": "active", "visibility": "shared", "disk_format": "raw", "container_format": "bare",
		"size": int64(1), "virtual_size": int64(2), "min_disk": int64(3), "min_ram": int64(4), "owner": "o", "checksum": "c",
		"os_hash_algo": "sha512", "os_hash_value": "h", "created_at": time.Unix(5, 0).UTC(), "updated_at": time.Unix(6, 0).UTC(),
		"protected": true, "os_hidden": true, "stores": "fs", "direct_url": "u",
	}
	img, got := filled(), map[string]any{}
	for _, attribute := range model.Attributes() {
		answers := 0
		if value, ok := img.Text(attribute); ok {
			got[attribute.String()] = value.Raw()
			answers++
		}
		if value, ok := img.Number(attribute); ok {
			got[attribute.String()] = value
			answers++
		}
		if value, ok := img.Time(attribute); ok {
			got[attribute.String()] = value
			answers++
		}
		if value, ok := img.Bool(attribute); ok {
			got[attribute.String()] = value
			answers++
		}
		isValue := attribute.Kind() != model.KindTags && attribute.Kind() != model.KindOther
		if isValue != (answers == 1) {
			t.Errorf("%s of kind %d has %d values", attribute, attribute.Kind(), answers)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
}

func TestNullHasNoValueWhateverTheFieldHolds(t *testing.T) {
	t.Parallel()
	img := filled()
	img.Null = ^model.AttributeSet(0)
	for _, attribute := range model.Attributes() {
		_, isText := img.Text(attribute)
		_, isNumber := img.Number(attribute)
		_, isTime := img.Time(attribute)
		_, isBool := img.Bool(attribute)
		if isText || isNumber || isTime || isBool || img.Has(attribute) {
			t.Errorf("%s has a value", attribute)
		}
	}
}

func TestAnAttributeSetHoldsEachAttributeByItself(t *testing.T) {
	t.Parallel()
	for _, one := range model.Attributes() {
		set := model.AttributeSet(0).With(one)
		for _, other := range model.Attributes() {
			if set.Has(other) != (one == other) {
				t.Errorf("the set of %s has %s: %t", one, other, set.Has(other))
			}
		}
		if set.With(one) != set || set.Without(one) != 0 || set.Without(one).Without(one) != 0 {
			t.Errorf("%s cannot be taken out again", one)
		}
	}
}

func TestAPropertyIsFoundByItsExactKeyUnlessItIsNull(t *testing.T) {
	t.Parallel()
	img := &model.Image{Properties: []model.Property{
		{Key: text.Of("os_distro"), Value: text.Of("ubuntu")},
		{Key: text.Of("empty")},
		{Key: text.Of("kernel_id"), Null: true},
	}}
	tests := []struct {
		key, want string
		found     bool
	}{
		{"os_distro", "ubuntu", true}, {"OS_DISTRO", "", false}, {"empty", "", true}, {"kernel_id", "", false}, {"absent", "", false},
	}
	for _, test := range tests {
		if got, found := img.Property(test.key); got.Raw() != test.want || found != test.found {
			t.Errorf("Property(%q) = %q, %t", test.key, got, found)
		}
	}
}

func TestATagIsFoundExactly(t *testing.T) {
	t.Parallel()
	img := filled()
	if !img.HasTag("Gold") || img.HasTag("gold") || img.HasTag("") || img.HasTag("Gold ") {
		t.Error("tags are compared exactly, case and all")
	}
	if (&model.Image{}).HasTag("") {
		t.Error("an image without tags has none")
	}
}

func TestWhyAnImageNeedsAttention(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)
	of := func(status model.Status, age time.Duration, properties ...model.Property) *model.Image {
		return &model.Image{Status: status, CreatedAt: now.Add(-age), UpdatedAt: now.Add(-age), Properties: properties}
	}
	failed := model.Property{Key: text.Of("os_glance_failed_import"), Value: text.Of("fs2")}
	well := model.Property{Key: text.Of("os_glance_failed_import"), Value: text.Of("")}
	importing := model.Property{Key: text.Of("os_glance_importing_to_stores"), Value: text.Of("fs")}
	held := model.Property{Key: text.Of("os_glance_import_task"), Value: text.Of("1")}
	const day = 24 * time.Hour
	tests := []struct {
		name string
		img  *model.Image
		want model.Cause
	}{
		{"active", of(model.StatusActive, 900*day), model.Well},
		{"an import that failed for a store", of(model.StatusActive, 0, failed), model.FailedImport},
		{"an import that failed, and then nothing for weeks", of(model.StatusQueued, 20*day, failed), model.FailedImport},
		{"an import that broke off", of(model.StatusQueued, 0, well, importing), model.FailedImport},
		{"an import that is about to begin", of(model.StatusQueued, 0, importing, held), model.Well},
		{"a copy under way", of(model.StatusActive, 0, importing), model.Well},
		{"an import that succeeded", of(model.StatusActive, 0, well), model.Well},
		{"saving for a day", of(model.StatusSaving, day), model.Well},
		{"saving for longer", of(model.StatusSaving, day+time.Second), model.Stuck},
		{"uploading for longer", of(model.StatusUploading, 2*day), model.Stuck},
		{"importing for longer", of(model.StatusImporting, 2*day), model.Stuck},
		{"queued for a week", of(model.StatusQueued, 7*day), model.Well},
		{"queued for longer", of(model.StatusQueued, 7*day+time.Second), model.Stuck},
		{"queued for longer, and tagged just now", &model.Image{Status: model.StatusQueued, CreatedAt: now.Add(-8 * day), UpdatedAt: now}, model.Stuck},
		{"made long ago, and data coming in since an hour", &model.Image{Status: model.StatusUploading, CreatedAt: now.Add(-90 * day), UpdatedAt: now.Add(-time.Hour)}, model.Well},
		{"queued since nobody knows when", &model.Image{Status: model.StatusQueued, Null: model.AttributeSet(0).With(model.AttrCreatedAt)}, model.Well},
		{"killed", of(model.StatusKilled, 0), model.Killed},
		{"about to be deleted", of(model.StatusPendingDelete, 0), model.PendingDelete},
		{"deactivated", of(model.StatusDeactivated, 0), model.Deactivated},
		{"a fault", &model.Image{Status: model.StatusActive, Faults: []model.Fault{{Reason: "no object"}}}, model.Unreadable},
		{"no status", &model.Image{Unknown: model.AttributeSet(0).With(model.AttrStatus)}, model.Unreadable},
		{"saving since nobody knows when", &model.Image{Status: model.StatusSaving, Null: model.AttributeSet(0).With(model.AttrUpdatedAt)}, model.Well},
	}
	met := map[model.Cause]bool{}
	for _, test := range tests {
		got := test.img.NeedsAttention(now)
		if got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
		met[got] = true
	}
	for _, cause := range model.Causes() {
		if !met[cause] {
			t.Errorf("cause %d is not met", cause)
		}
	}
}

func TestStatusesAndVisibilitiesAreTheAPIsWords(t *testing.T) {
	t.Parallel()
	var words []string
	for _, status := range model.Statuses() {
		words = append(words, status.Raw())
	}
	for _, visibility := range model.Visibilities() {
		words = append(words, visibility.Raw())
	}
	want := []string{
		"queued", "saving", "uploading", "importing", "active", "deactivated", "killed", "deleted", "pending_delete",
		"public", "community", "shared", "private",
	}
	if diff := cmp.Diff(want, words); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}
	model.Statuses()[0] = model.StatusActive
	if !slices.Contains(model.Statuses(), model.StatusQueued) {
		t.Error("a caller changed the list")
	}
}
