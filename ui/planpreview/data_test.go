package planpreview_test

import (
	"strings"
	"testing"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/diskformat"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/planpreview"
	"glimpse/ui/uitest"
)

// movedBy plans what a line does with the data of images of a status.
func movedBy(t *testing.T, line string, status model.Status, count int) *plan.Plan {
	t.Helper()
	wanted, err := command.Parse(line)
	if err != nil {
		t.Fatal(err)
	}
	images := make([]*model.Image, count)
	for i := range images {
		image := uitest.Image(i)
		image.Status, image.Stores, image.Size = status, text.Of("fs"), 3<<30
		image.DiskFormat, image.ContainerFormat, image.MinDisk = text.Of("qcow2"), text.Of("bare"), 20
		image.SetKnown(model.AttrSize)
		image.SetKnown(model.AttrStores)
		if line == "delete-from ceph" {
			image.Stores = text.Of("fs,ceph")
		}
		images[i] = &image
	}
	around := &plan.Around{
		File:   &plan.LocalFile{Name: "/data/debian 13.qcow2", Size: 1 << 30, Info: diskformat.Info{Format: diskformat.QCOW2, VirtualSize: 10 << 30}},
		Target: "/data", Folder: true, Replace: strings.Contains(line, "again"),
		Stores: []model.Store{{ID: text.Of("fs")}, {ID: text.Of("ceph")}},
	}
	for _, method := range []string{plan.GlanceDirect, plan.WebDownload, plan.CopyImage, plan.GlanceDownload} {
		around.Methods = append(around.Methods, text.Of(method))
	}
	p, err := plan.Move(wanted, images, around, func() string { return "11111111-2222-4333-8444-555555555555" })
	if err != nil {
		t.Fatal(err)
	}
	return &p
}

func TestThePreviewOfDataSaysWhatGoesWhere(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	for _, one := range []struct {
		line   string
		status model.Status
		count  int
	}{
		{"upload x", model.StatusQueued, 1},
		{"upload store:all x", model.StatusQueued, 1},
		{"upload x", model.StatusActive, 1},
		{"create file=x", model.StatusQueued, 0},
		{"import https://cloud.debian.org/debian-13.qcow2", model.StatusQueued, 1},
		{"import region:north", model.StatusQueued, 1},
		{"import store:ceph", model.StatusActive, 3},
		{"download x", model.StatusActive, 3},
		{"download again", model.StatusActive, 1},
		{"download x", model.StatusQueued, 2},
		{"delete-from fs", model.StatusActive, 2},
		{"delete-from ceph", model.StatusActive, 1},
	} {
		content, asked := textOf(movedBy(t, one.line, one.status, one.count), place(), planpreview.TextOptions{Width: 100, Requests: one.count < 2})
		all.WriteString("== " + one.line + "; asked: " + asked + "\n" + content + "\n")
	}
	uitest.Golden(t, "data", uitest.Screen{Lines: strings.Split(all.String(), "\n")})
}

func TestNothingOfAFileReachesTheTerminal(t *testing.T) {
	t.Parallel()
	p := movedBy(t, "upload x", model.StatusQueued, 1)
	p.Steps[0].Data.File = "/data/\x1b[2Jx\u202e\nnext"
	content, _ := textOf(p, place(), planpreview.TextOptions{Width: 100, Requests: true})
	if strings.ContainsAny(content, "\x1b\u202e") || strings.Contains(content, "\nnext") {
		t.Errorf("got %q", content)
	}
}

// TestRequestsAreWholeAtEveryWidth puts the lines of the exact requests together again.
func TestRequestsAreWholeAtEveryWidth(t *testing.T) {
	t.Parallel()
	image := uitest.Image(1)
	value := "two  blanks  in  turn  and a word that is longer than a line is wide: " + strings.Repeat("0123456789", 9)
	p := &plan.Plan{Title: "share", Steps: []plan.Step{
		{Image: image.ID, Name: image.Name, Kind: plan.Share, Members: &plan.Members{Remove: []string{strings.Repeat("c64a4af82a2c2b75", 2)}}},
		{Image: image.ID, Name: image.Name, Kind: plan.Update, Patch: patch.Patch{patch.SetProperty("p", value)}},
	}}
	for _, width := range []int{40, 79, 80, 81, 120} {
		content, _ := textOf(p, place(), planpreview.TextOptions{Width: width, Requests: true})
		var joined strings.Builder
		for line := range strings.SplitSeq(content, "\n") {
			joined.WriteString(strings.TrimLeft(line, " "))
		}
		for i := range p.Steps {
			for _, request := range p.Steps[i].Requests() {
				body := strings.Trim(string(request.Body), "[]")
				if whole := joined.String(); !strings.Contains(whole, request.Method+" "+request.Path) || !strings.Contains(whole, body) {
					t.Errorf("at %d the requests are not whole: %s %s %s\n%s", width, request.Method, request.Path, body, content)
				}
			}
		}
	}
}
