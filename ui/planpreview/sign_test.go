package planpreview_test

import (
	"strings"
	"testing"

	"glimpse/model/command"
	"glimpse/model/diskformat"
	"glimpse/model/plan"
	"glimpse/ui/theme"
)

// signed plans a new image whose data is signed.
func signed(t *testing.T) *plan.Plan {
	t.Helper()
	wanted, err := command.Parse("create name=base disk_format=qcow2 container_format=bare protected=true file=x min_disk=10")
	if err != nil {
		t.Fatal(err)
	}
	around := &plan.Around{
		File:      &plan.LocalFile{Name: "/data/debian.qcow2", Size: 1 << 30, Info: diskformat.Info{Format: diskformat.QCOW2, VirtualSize: 10 << 30}},
		Signature: &plan.Signature{Value: strings.Repeat("c2ln", 86), Certificate: "6b1f0e5c-1111-4222-8333-444455556666", Key: "/keys/key.pem"},
	}
	p, err := plan.Move(wanted, nil, around, func() string { return "11111111-2222-4333-8444-555555555555" })
	if err != nil {
		t.Fatal(err)
	}
	return &p
}

func TestASignedImageIsPreviewedFromItsFirstLine(t *testing.T) {
	t.Parallel()
	for _, width := range []int{80, 120} {
		theme := theme.New(theme.Choice{Name: theme.Dark})
		u := &user{t: t, screen: shown(&theme, signed(t), place())}
		u.screen.SetSize(width, 20)
		if at := u.screen.Position(); at != "line 1 of 22" && at != "line 1 of 18" {
			t.Errorf("%d columns: it opens at %s", width, at)
		}
		u.shows("base  11111111", "name  ", "protected  ")
		u.press("tab").shows("POST /v2/images").press("tab", "G").shows("signed with", "img_signature_certificate_uuid  6b1f0e5c")
		// The cursor stays where a person put it.
		u.screen.SetSize(width, 18)
		u.shows("signed with")
	}
}
