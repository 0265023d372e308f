package sample

import (
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"

	"glimpse/api/embedded/glance"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func options(n int, seed uint64) Options {
	o := Options{Images: n, Seed: seed, Now: noon, Projects: Projects{
		Admin: Project{"p-admin", "admin"}, Demo: Project{"p-demo", "demo"}, Other: Project{"p-other", "other"},
	}}
	for _, name := range Tenants() {
		o.Projects.Tenants = append(o.Projects.Tenants, Project{"p-" + name, name})
	}
	return o
}

func nameOf(r *glance.Record) string {
	if r.Name == nil {
		return ""
	}
	return *r.Name
}

func TestTheSameSeedAndTimeMakeTheSameImages(t *testing.T) {
	t.Parallel()
	one, two, other := Records(options(500, 7)), Records(options(500, 7)), Records(options(500, 8))
	if !reflect.DeepEqual(one, two) {
		t.Error("two runs differ")
	}
	same := 0
	for i := range one {
		if one[i].ID == other[i].ID {
			same++
		}
	}
	if same != 0 {
		t.Errorf("%d ids are the same under another seed", same)
	}
}

func TestALaterLookMovesTheTimesAndKeepsTheImages(t *testing.T) {
	t.Parallel()
	later := options(300, 1)
	later.Now = noon.Add(time.Minute)
	one, two := Records(options(300, 1)), Records(later)
	for i := range one {
		if one[i].ID != two[i].ID || two[i].CreatedAt.Sub(one[i].CreatedAt) != time.Minute && i != 100 {
			t.Fatalf("image %d: %s of %v became %s of %v", i, one[i].ID, one[i].CreatedAt, two[i].ID, two[i].CreatedAt)
		}
	}
}

func TestEveryNumberOfImagesIsMade(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 2, 19, 20, 59, 60, 61, 250, 2000} {
		for _, poison := range []bool{false, true} {
			o := options(n, 3)
			o.Poison = poison
			if got := len(Records(o)); got != n {
				t.Errorf("%d images (poison %v) became %d", n, poison, got)
			}
		}
	}
}

func TestImagesKeepTheServicesRules(t *testing.T) {
	t.Parallel()
	o := options(5000, 1)
	o.Poison = true
	records := Records(o)
	ids := map[string]bool{}
	for i := range records {
		r := &records[i]
		if ids[r.ID] || len(r.ID) != 36 {
			t.Fatalf("id %q is no UUID, or used twice", r.ID)
		}
		ids[r.ID] = true
		checkTimes(t, records, i)
		checkData(t, r)
		if len([]rune(nameOf(r))) > 255 || len(r.Tags) > 128 || len(r.Properties) > 128 {
			t.Errorf("%q has a name of %d, %d tags, %d properties", nameOf(r), len([]rune(nameOf(r))), len(r.Tags), len(r.Properties))
		}
		keys := map[string]bool{}
		for _, p := range r.Properties {
			if keys[p.Key] {
				t.Errorf("%q has the property %q twice", nameOf(r), p.Key)
			}
			keys[p.Key] = true
		}
		for _, tag := range r.Tags {
			if tag == "" || len([]rune(tag)) > 255 {
				t.Errorf("%q has the tag %q", nameOf(r), tag)
			}
		}
		if r.Visibility == "shared" || len(r.Members) == 0 {
			continue
		}
		t.Errorf("%q is %s and has members", nameOf(r), r.Visibility)
	}
}

func checkTimes(t *testing.T, records []glance.Record, i int) {
	t.Helper()
	r := &records[i]
	age := noon.Sub(r.CreatedAt)
	if age < youngest || age > years+time.Hour || r.UpdatedAt.Before(r.CreatedAt) || r.UpdatedAt.After(noon) {
		t.Errorf("image %d was created at %v and changed at %v", i, r.CreatedAt, r.UpdatedAt)
	}
	for _, m := range r.Members {
		if m.CreatedAt.Before(r.CreatedAt) || m.UpdatedAt.Before(m.CreatedAt) || m.UpdatedAt.After(noon) || m.Status == "pending" && m.UpdatedAt != m.CreatedAt {
			t.Errorf("image %d has the %s member of %v, changed at %v", i, m.Status, m.CreatedAt, m.UpdatedAt)
		}
	}
	for _, task := range r.Tasks {
		if task.CreatedAt.Before(r.CreatedAt) || task.UpdatedAt.Before(task.CreatedAt) || task.UpdatedAt.After(noon) {
			t.Errorf("image %d has a task of %v, changed at %v", i, task.CreatedAt, task.UpdatedAt)
		}
	}
	if i > 0 && !r.CreatedAt.Before(records[i-1].CreatedAt) && nameOf(r) != "ironic-python-agent.initramfs" {
		t.Errorf("image %d (%q) is not older than the one before it", i, nameOf(r))
	}
}

// checkData holds the status against what an image of that status has.
func checkData(t *testing.T, r *glance.Record) {
	t.Helper()
	hasData := r.Status == "active" || r.Status == "deactivated"
	switch {
	case hasData != (len(r.Stores) > 0), r.Size == nil && hasData, r.Size != nil && !hasData && r.Status != "uploading":
		t.Errorf("%q is %s with size %v in %v", nameOf(r), r.Status, r.Size, r.Stores)
	case r.Owner == nil || *r.Owner == "":
		t.Errorf("%q has no owner", nameOf(r))
	case hasData && (r.DiskFormat == nil || r.ContainerFormat == nil):
		t.Errorf("%q has data and no format", nameOf(r))
	case r.Checksum != nil && (len(*r.Checksum) != 32 || len(*r.HashValue) != 128 || *r.HashAlgo != "sha512"):
		t.Errorf("%q has the hashes %s and %s", nameOf(r), *r.Checksum, *r.HashValue)
	case r.VirtualSize != nil && *r.DiskFormat == "raw" && *r.VirtualSize != *r.Size:
		t.Errorf("%q is raw, with a size of %d and a virtual size of %d", nameOf(r), *r.Size, *r.VirtualSize)
	}
}

func TestTheFirstScreenLooksLikeACloud(t *testing.T) {
	t.Parallel()
	records := Records(options(2000, 1))[:40]
	names, statuses, owners := map[string]bool{}, map[string]int{}, map[string]bool{}
	for i := range records {
		r := &records[i]
		name := nameOf(r)
		names[name], owners[*r.Owner] = true, true
		statuses[r.Status]++
		for _, char := range name {
			if !unicode.IsPrint(char) {
				t.Errorf("row %d is hostile: %q", i, name)
			}
		}
	}
	if len(names) < 30 || len(owners) < 8 {
		t.Errorf("%d names and %d owners on 40 rows", len(names), len(owners))
	}
	if statuses["active"] < 28 || statuses["saving"] == 0 || statuses["queued"] == 0 || statuses["importing"] == 0 || statuses["deactivated"] == 0 {
		t.Errorf("statuses %v", statuses)
	}
}

func TestTheCloudHasSomeOfEverything(t *testing.T) {
	t.Parallel()
	records := Records(options(2000, 1))
	count := map[string]int{}
	for i := range records {
		r := &records[i]
		count["status "+r.Status]++
		count["visibility "+r.Visibility]++
		count["owner "+*r.Owner]++
		for _, tag := range r.Tags {
			count["tag "+tag]++
		}
		keys := map[string]string{}
		for _, p := range r.Properties {
			keys[p.Key] = p.Value
		}
		for what, holds := range map[string]bool{
			"hidden": r.Hidden, "protected": r.Protected, "nameless": r.Name == nil, "named nothing": r.Name != nil && *r.Name == "",
			"snapshot": keys["image_type"] == "snapshot", "failed import": keys["os_glance_failed_import"] != "", "without distro": keys["os_distro"] == "",
			"of a volume": keys["block_device_mapping"] != "", "with a failed task": len(r.Tasks) > 0 && r.Tasks[0].Status == "failure" && r.Tasks[0].Message != "",
			"trap for decoders": keys["metadata"] != "", "with escapes": strings.Contains(nameOf(r), "\x1b"),
		} {
			if holds {
				count[what]++
			}
		}
		for _, member := range r.Members {
			count["member "+member.Project+" "+member.Status]++
		}
	}
	for what, least := range map[string]int{
		"status active": 1700, "status queued": 5, "status saving": 1, "status importing": 1, "status deactivated": 5,
		"visibility public": 250, "visibility private": 500, "visibility shared": 50, "visibility community": 20,
		"owner p-demo": 100, "owner p-other": 50, "owner p-admin": 250,
		"tag gold": 50, "tag cis": 20, "tag eol": 50, "tag lts": 50, "tag gpu": 5, "tag prod": 50,
		"hidden": 100, "protected": 200, "nameless": 2, "named nothing": 1, "snapshot": 300, "failed import": 5, "without distro": 50,
		"of a volume": 20, "with a failed task": 5, "trap for decoders": 1, "with escapes": 2,
		"member p-demo accepted": 5, "member p-demo pending": 5, "member p-demo rejected": 1, "member p-other accepted": 5, "member p-other pending": 2,
	} {
		if count[what] < least {
			t.Errorf("%s: %d, want %d at least", what, count[what], least)
		}
	}
	if hostile := count["with escapes"] + count["trap for decoders"]; hostile > 10 {
		t.Errorf("%d hostile images are too many for a believable list", hostile)
	}
}

func TestHostileImagesArePrivateToOthersButForOne(t *testing.T) {
	t.Parallel()
	community := 0
	o := options(2000, 1)
	for i := range hostiles {
		m := newMaker(o)
		m.begin(0, noon.Add(-time.Hour))
		hostiles[i].make(m)
		m.finish()
		switch r := m.r; {
		case r.Visibility == "community":
			community++
		case r.Visibility != "private" || *r.Owner == "p-demo" || *r.Owner == "p-other" || *r.Owner == "p-admin":
			t.Errorf("%q is %s and belongs to %s", nameOf(r), r.Visibility, *r.Owner)
		}
	}
	if community != 1 {
		t.Errorf("%d are community images", community)
	}
}

func TestPoisonPutsEveryHostileImageNearTheTop(t *testing.T) {
	t.Parallel()
	o := options(300, 1)
	o.Poison = true
	names := map[string]int{}
	for i, r := range Records(o) {
		names[nameOf(&r)] = i
	}
	for _, h := range hostiles {
		if at, found := names[h.name]; h.name != "" && (!found || at > 150) {
			t.Errorf("%q is at %d (%v)", h.name, at, found)
		}
	}
}

func TestAPlainSampleIsHarmless(t *testing.T) {
	t.Parallel()
	o := options(2000, 1)
	o.Plain = true
	traps := map[string]bool{}
	for _, h := range hostiles {
		traps[h.name] = h.name != ""
	}
	for _, r := range Records(o) {
		if traps[nameOf(&r)] {
			t.Errorf("%q is there", nameOf(&r))
		}
		for _, p := range r.Properties {
			if p.Key == "metadata" || p.Key == "" {
				t.Errorf("%q has the property %q", nameOf(&r), p.Key)
			}
		}
	}
}

func TestASnapshotIsOfAnImageThatWasThere(t *testing.T) {
	t.Parallel()
	records := Records(options(2000, 1))
	created := map[string]time.Time{}
	for _, r := range records {
		created[r.ID] = r.CreatedAt
	}
	for _, r := range records {
		for _, p := range r.Properties {
			if p.Key != "base_image_ref" {
				continue
			}
			if at, found := created[p.Value]; !found || !at.Before(r.CreatedAt) {
				t.Errorf("%q is of %s, created at %v (%v)", nameOf(&r), p.Value, at, found)
			}
		}
	}
}

func TestTheAgentsKernelAndRamdiskAreOfTheSameInstant(t *testing.T) {
	t.Parallel()
	times := map[string]time.Time{}
	for _, r := range Records(options(2000, 1)) {
		if strings.HasPrefix(nameOf(&r), "ironic-") {
			times[nameOf(&r)] = r.CreatedAt
		}
	}
	kernel, ramdisk := times["ironic-python-agent.kernel"], times["ironic-python-agent.initramfs"]
	if kernel.IsZero() || !kernel.Equal(ramdisk) {
		t.Errorf("created at %v and %v", kernel, ramdisk)
	}
}

func BenchmarkRecords100000(b *testing.B) {
	o := options(100_000, 1)
	b.ReportAllocs()
	for b.Loop() {
		Records(o)
	}
}
