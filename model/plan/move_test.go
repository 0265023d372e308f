package plan_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/diskformat"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// around is a service that offers everything, and a file of 2 GiB of a disk of
// 10 GiB.
func around(change ...func(*plan.Around)) *plan.Around {
	all := &plan.Around{
		File: &plan.LocalFile{
			Name: "/data/debian.qcow2", Size: 2 << 30, Info: diskformat.Info{Format: diskformat.QCOW2, VirtualSize: 10 << 30},
		},
		Target: "/data", Folder: true,
		Stores: []model.Store{{ID: text.Of("fs"), Default: true}, {ID: text.Of("ceph")}, {ID: text.Of("tape"), ReadOnly: true}},
	}
	for _, method := range []string{plan.GlanceDirect, plan.WebDownload, plan.CopyImage, plan.GlanceDownload} {
		all.Methods = append(all.Methods, text.Of(method))
	}
	for _, one := range change {
		one(all)
	}
	return all
}

func queued(image *model.Image) {
	image.Status, image.DiskFormat, image.MinDisk = model.StatusQueued, text.Of("qcow2"), 10
}

func in(stores string) func(*model.Image) {
	return func(image *model.Image) {
		image.Stores, image.Size = text.Of(stores), 1<<30
		image.SetKnown(model.AttrSize)
	}
}

func quota(mebibytes int64) func(*plan.Around) {
	return func(a *plan.Around) { a.Quotas = []model.Quota{{Resource: model.QuotaSize, Limit: mebibytes}} }
}

func limit(resource text.Untrusted, most, used int64) func(*plan.Around) {
	return func(a *plan.Around) { a.Quotas = []model.Quota{{Resource: resource, Limit: most, Used: used}} }
}

func methods(names ...string) func(*plan.Around) {
	return func(a *plan.Around) {
		a.Methods = nil
		for _, name := range names {
			a.Methods = append(a.Methods, text.Of(name))
		}
	}
}

// TestWhatMovesData says, of each command, what is planned in the words of its
// requests, or why nothing is.
func TestWhatMovesData(t *testing.T) {
	t.Parallel()
	region := command.Import{Region: "north"}
	web := command.Import{URL: "https://host/a"}
	for _, test := range []struct {
		name   string
		wanted command.Command
		image  *model.Image
		around *plan.Around
		want   string
	}{
		{"a file", command.Upload{File: "x"}, imageOf("a", queued), around(), "PUT /v2/images/a/file < /data/debian.qcow2"},
		{
			"a file for stores",
			command.Upload{File: "x", Stores: []string{"all"}},
			imageOf("a", queued), around(),
			`PUT /v2/images/a/stage < /data/debian.qcow2; POST /v2/images/a/import {"all_stores_must_succeed":true,"method":{"name":"glance-direct"},"stores":["fs","ceph"]}`,
		},
		{"a file, no stage", command.Upload{Stores: []string{"fs"}}, imageOf("a", queued), around(methods(plan.WebDownload)), "cannot import a file into chosen stores (glance-direct): it offers web-download"},
		{"a file, in the quota", command.Upload{}, imageOf("a", queued), around(quota(2 << 10)), "PUT /v2/images/a/file < /data/debian.qcow2"},
		{"a file, over quota", command.Upload{}, imageOf("a", queued), around(quota(1)), "/data/debian.qcow2 has 2.0 GiB, and the quota of this project has room for 1.0 MiB"},
		{"a file of another format", command.Upload{}, imageOf("a", queued, func(i *model.Image) { i.DiskFormat = text.Of("raw") }), around(), "its header says qcow2, not raw"},
		{"a file for a smaller disk", command.Upload{}, imageOf("a", queued, func(i *model.Image) { i.MinDisk = 5 }), around(), "its disk takes 10 GiB, and min_disk=5 is less"},
		{
			"a file that needs another",
			command.Upload{},
			imageOf("a", queued),
			around(func(a *plan.Around) { a.File.Info.Needs = "a backing file (base.qcow2)" }), "it needs a backing file (base.qcow2)",
		},
		{"a file, has data", command.Upload{}, imageOf("a"), around(), "wrong_status"},
		{"a file, held", command.Upload{}, imageOf("a", queued, property("os_glance_import_task", "x")), around(), "wrong_status"},
		{"a file, no formats", command.Upload{}, imageOf("a", queued, func(i *model.Image) { i.ContainerFormat = text.Untrusted{} }), around(), ""},
		{"a file, unknown status", command.Upload{}, imageOf("a", unknown(model.AttrStatus)), around(), "unknown_status"},
		{"no such store", command.Upload{Stores: []string{"nope"}}, imageOf("a", queued), around(), "the service has no store nope"},
		{"a store to read", command.Upload{Stores: []string{"tape"}}, imageOf("a", queued), around(), "the store tape is read-only"},
		{"a URL", web, imageOf("a", queued), around(), `POST /v2/images/a/import {"method":{"name":"web-download","uri":"https://host/a"}}`},
		{"a URL, active", web, imageOf("a"), around(), "wrong_status"},
		{"a URL, not offered", web, imageOf("a", queued), around(methods()), "this service offers no import, and cannot fetch from a URL"},
		{"a region", region, imageOf("a", queued), around(), `POST /v2/images/a/import {"method":{"glance_image_id":"a","glance_region":"north","name":"glance-download"}}`},
		{"a region, not offered", region, imageOf("a", queued), around(methods(plan.GlanceDirect)), "cannot fetch from another region (glance-download)"},
		{
			"copies",
			command.Import{Stores: []string{"all"}},
			imageOf("a", in("fs")), around(),
			`POST /v2/images/a/import {"method":{"name":"copy-image"},"stores":["ceph"]}`,
		},
		{"copies that are there", command.Import{Stores: []string{"fs"}}, imageOf("a", in("fs,ceph")), around(), "no_change"},
		{"copies of nothing", command.Import{Stores: []string{"fs"}}, imageOf("a", queued), around(), "wrong_status"},
		{"copies over quota", command.Import{Stores: []string{"ceph"}}, imageOf("a", in("fs")), around(quota(1)), "the copies take 1.0 GiB"},
		{"copies, no stores", command.Import{Stores: []string{"all"}}, imageOf("a"), around(func(a *plan.Around) { a.Stores = nil }), "does not name its stores"},
		{"copies over what is staged", command.Import{Stores: []string{"ceph"}}, imageOf("a", in("fs")), around(limit(model.QuotaStaged, 2047, 1024)), "1.0 GiB would be copied by way of the staging area, and the quota of this project allows 2.0 GiB there, of which 1.0 GiB are taken"},
		{"copies of which none is staged", command.Import{Stores: []string{"ceph"}}, imageOf("a", in("fs")), around(limit(model.QuotaStaged, 2048, 1024)), "copy-image"},
		{"a URL, nothing left", web, imageOf("a", queued), around(limit(model.QuotaSize, 1, 2)), "the quota of this project is used up: it keeps 2.0 MiB of 1.0 MiB"},
		{"a URL, just enough", web, imageOf("a", queued), around(limit(model.QuotaSize, 1, 1)), "web-download"},
		{"a URL, all is staged", web, imageOf("a", queued), around(limit(model.QuotaStaged, 1, 2)), "the imports of this project have 2.0 MiB in the staging area, and its quota allows 1.0 MiB"},
		{"a file for stores, all is staged", command.Upload{Stores: []string{"fs"}}, imageOf("a", queued), around(limit(model.QuotaStaged, 1, 2)), "have 2.0 MiB in the staging area"},
		{"a file, as many images as may be", command.Upload{}, imageOf("a", queued), around(limit(model.QuotaCount, 3, 3)), "PUT"},
		{"a file, begun MiB are not counted", command.Upload{}, imageOf("a", queued), around(limit(model.QuotaSize, 2048, 0), func(a *plan.Around) { a.File.Size += 1<<20 - 1 }), "PUT"},
		{"a file, and one MiB more", command.Upload{}, imageOf("a", queued), around(limit(model.QuotaSize, 2048, 0), func(a *plan.Around) { a.File.Size += 1 << 20 }), "the quota of this project has room for 2.0 GiB"},
		{"a limit that is none", command.Upload{}, imageOf("a", queued), around(limit(model.QuotaSize, -1, 5)), "PUT"},
		{"a region, too large", region, imageOf("a", queued), around(quota(1), func(a *plan.Around) { a.Source = imageOf("b", in("fs")) }), "the image there has 1.0 GiB, and the quota of this project has room for 1.0 MiB"},
		{"a download", command.Download{}, imageOf("a"), around(), "GET /v2/images/a/file > /data/a.raw"},
		{"a download into a file", command.Download{}, imageOf("a"), around(func(a *plan.Around) { a.Folder = false }), "GET /v2/images/a/file > /data"},
		{"a download of nothing", command.Download{}, imageOf("a", queued), around(), "no_data"},
		{"out of a store", command.DeleteFrom{Store: "fs"}, imageOf("a", in("fs,ceph")), around(), "DELETE /v2/stores/fs/a"},
		{"out of the only store", command.DeleteFrom{Store: "fs"}, imageOf("a", in("fs")), around(), "only_store"},
		{"out of another store", command.DeleteFrom{Store: "ceph"}, imageOf("a", in("fs")), around(), "no_change"},
		{"out of no store", command.DeleteFrom{Store: "x"}, imageOf("a", in("fs")), around(), "the service has no store x"},
		{"no data at all", command.Hide{}, imageOf("a"), around(), "moves no data"},
	} {
		planned, err := plan.Move(test.wanted, []*model.Image{test.image}, test.around, nil)
		if got := movedBy(&planned, err); !strings.Contains(got, test.want) || test.want == "" && got != "no_formats" {
			t.Errorf("%s: %s, not %s", test.name, got, test.want)
		}
	}
}

// movedBy says what a plan sends, or why it sends nothing.
func movedBy(p *plan.Plan, err error) string {
	var said []string
	for i := range p.Steps {
		for _, request := range p.Steps[i].Requests() {
			line := request.Method + " " + request.Path + " " + string(request.Body)
			switch {
			case request.File != "" && request.Method == http.MethodGet:
				line += "> " + request.File
			case request.File != "":
				line += "< " + request.File
			}
			said = append(said, line)
		}
	}
	for _, left := range p.LeftOut {
		said = append(said, string(left.Reason))
	}
	if err != nil {
		said = append(said, err.Error())
	}
	return strings.Join(said, "; ")
}

func TestAFileGoesToOneImage(t *testing.T) {
	t.Parallel()
	two := []*model.Image{imageOf("a", queued), imageOf("b", queued)}
	for _, wanted := range []command.Command{command.Upload{}, command.Import{URL: "http://a/b"}, command.Import{Region: "r"}} {
		var unfit *plan.UnfitError
		if _, err := plan.Move(wanted, two, around(), nil); !errors.As(err, &unfit) || unfit.Advice() == "" {
			t.Errorf("%#v: %v", wanted, err)
		}
	}
	_, err := plan.Move(command.Download{}, two, around(func(a *plan.Around) { a.Folder = false }), nil)
	if err == nil || !strings.Contains(err.Error(), "is no folder") {
		t.Errorf("two images in one file: %v", err)
	}
	if p, err := plan.Move(command.Download{}, []*model.Image{imageOf("a"), imageOf("b")}, around(), nil); err != nil || len(p.Steps) != 2 {
		t.Errorf("two images in a folder: %+v, %v", p, err)
	}
}

func TestANewImageTakesWhatItsFileTells(t *testing.T) {
	t.Parallel()
	made, err := plan.Move(parsed(t, "create file=debian.qcow2 min_disk=10"), nil, around(), func() string { return "new" })
	if err != nil || len(made.Steps) != 2 || made.Steps[0].Kind != plan.Create || made.Steps[1].Kind != plan.Upload {
		t.Fatalf("%+v, %v", made, err)
	}
	image := made.Steps[0].Created()
	if image.Name.Raw() != "debian" || image.DiskFormat.Raw() != "qcow2" || image.ContainerFormat.Raw() != "bare" || made.Steps[1].Image != image.ID {
		t.Errorf("made %+v", image)
	}
	if full, err := plan.Move(parsed(t, "create file=debian.qcow2"), nil, around(limit(model.QuotaCount, 3, 3)), func() string { return "new" }); err == nil ||
		err.Error() != "this project has 3 of the 3 images that its quota allows" {
		t.Errorf("beyond the quota: %+v, %v", full, err)
	}
	named, err := plan.Move(parsed(t, "create file=debian.qcow2 name=x disk_format=raw"), nil, around(), func() string { return "new" })
	if err == nil || !strings.Contains(err.Error(), "its header says qcow2, not raw") {
		t.Errorf("%+v, %v", named, err)
	}
}

func TestDataIsDecidedAnewOnTheImage(t *testing.T) {
	t.Parallel()
	planned := func(wanted command.Command, image *model.Image) *plan.Step {
		p, err := plan.Move(wanted, []*model.Image{image}, around(), nil)
		if err != nil || len(p.Steps) != 1 {
			t.Fatalf("%#v: %+v, %v", wanted, p, err)
		}
		return &p.Steps[0]
	}
	upload := planned(command.Upload{}, imageOf("a", queued))
	copies := planned(command.Import{Stores: []string{"all"}}, imageOf("a", in("fs")))
	download := planned(command.Download{}, imageOf("a"))
	deletion := planned(command.DeleteFrom{Store: "fs"}, imageOf("a", in("fs,ceph")))
	for _, test := range []struct {
		step    *plan.Step
		now     *model.Image
		want    plan.Decision
		reason  plan.Reason
		inverse plan.Kind
	}{
		{upload, imageOf("a", queued), plan.Send, "", ""},
		{upload, nil, plan.NotAllowed, plan.NotFound, ""},
		{upload, imageOf("a", queued, status(model.StatusSaving)), plan.NotAllowed, plan.WrongStatus, ""},
		{upload, imageOf("a", queued, func(i *model.Image) { i.DiskFormat = text.Of("raw") }), plan.Conflict, plan.Changed, ""},
		{copies, imageOf("a", in("fs")), plan.Send, "", plan.DeleteFrom},
		{copies, imageOf("a", in("fs,ceph")), plan.NoChange, "", ""},
		{copies, imageOf("a", status(model.StatusDeactivated)), plan.NotAllowed, plan.WrongStatus, ""},
		{download, imageOf("a"), plan.Send, "", ""},
		{download, imageOf("a", queued), plan.NotAllowed, plan.NoData, ""},
		{deletion, imageOf("a", in("fs,ceph")), plan.Send, "", plan.Import},
		{deletion, imageOf("a", in("ceph")), plan.NoChange, "", ""},
		{deletion, imageOf("a", in("fs")), plan.NotAllowed, plan.OnlyStore, ""},
		{deletion, imageOf("a", in("fs,ceph"), status(model.StatusDeactivated)), plan.NotAllowed, plan.WrongStatus, ""},
	} {
		got := test.step.Reconcile(test.now)
		inverse := plan.Kind("")
		if got.Inverse != nil {
			inverse = got.Inverse.Kind
		}
		if got.Decision != test.want || got.Reason != test.reason || inverse != test.inverse {
			t.Errorf("%s on %+v: %+v, taken back by %q", test.step.Kind, test.now, got, inverse)
		}
	}
}

func TestDataInTheWordsOfOtherClients(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][]string{
		"upload x":           {"glance image-upload --file /data/debian.qcow2 a", "--upload-file /data/debian.qcow2"},
		"upload store:fs x":  {"image stage --file=/data/debian.qcow2 a", "image import --method=glance-direct --store=fs a"},
		"import https://h/a": {"image import --method=web-download --uri=https://h/a a", `{"method":{"name":"web-download","uri":"https://h/a"}}`},
		"import region:north id:3f0e9f0c-0c0f-4f57-8f0e-1c9d1a7e5b11": {"--remote-region=north --remote-image=3f0e9f0c"},
		"import store:ceph": {"image import --method=copy-image --store=ceph a"},
		"download x":        {"image save --file=/data/a.raw a", "--output /data/a.raw"},
		"delete-from fs":    {"glance stores-delete --store fs a", "curl -X DELETE"},
	} {
		image := imageOf("a", queued)
		if strings.HasPrefix(line, "import store") || strings.HasPrefix(line, "d") {
			image = imageOf("a", in("fs,x"))
		}
		p, err := plan.Move(parsed(t, line), []*model.Image{image}, around(), nil)
		said := script(&p, func(s *plan.Step) string { return s.OpenStack("") + s.Curl("http://glance/v2") })
		if err != nil || slices.ContainsFunc(want, func(part string) bool { return !strings.Contains(said, part) }) {
			t.Errorf("%s: %v\n%s", line, err, said)
		}
	}
}

func TestDataGoesWithNoOtherCommand(t *testing.T) {
	t.Parallel()
	_, err := plan.Compose([]command.Command{command.Upload{File: "x"}, command.Hide{}}, nil, nil)
	if err == nil || !strings.Contains(err.Error(), "goes with no other command") {
		t.Errorf("got %v", err)
	}
}

func TestTheFileOfAnImageHasNothingOthersChoose(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{"3f0e": "3f0e.raw", "-rf": "rf.raw", "../x": "___x.raw", "a b": "a_b.raw"} {
		if got := plan.FileName(imageOf(id)); got != want {
			t.Errorf("%s is kept in %s", id, got)
		}
	}
	if got := plan.FileName(imageOf("a", func(i *model.Image) { i.DiskFormat = text.Of("../x") })); got != "a.img" {
		t.Errorf("an odd format: %s", got)
	}
}

func TestAProposedNameIsWhatTheImageIsCalled(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"debian-13_amd64+x.y":    "debian-13_amd64+x.y.qcow2",
		"debian-13.qcow2":        "debian-13.qcow2",
		"":                       "a.qcow2",
		".ssh":                   "a.qcow2",
		"-rf":                    "a.qcow2",
		"../up":                  "a.qcow2",
		"two words":              "a.qcow2",
		"x\x1b":                  "a.qcow2",
		strings.Repeat("x", 101): "a.qcow2",
	} {
		if got := plan.ProposedName(imageOf("a", func(i *model.Image) { i.Name, i.DiskFormat = text.Of(name), text.Of("qcow2") })); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}
