package ui_test

import (
	"strings"
	"testing"

	"glimpse/ui/uitest"
)

func TestAnImageServiceWithoutTLSHasALastingSign(t *testing.T) {
	t.Parallel()
	for _, exposed := range []bool{true, false} {
		s := newStub(20)
		s.about.PlainHTTP = exposed
		d := start(t, options(s), 120, 40)
		for _, key := range []string{"j", "enter", "esc"} {
			d.Keys(key)
			if exposed {
				shows(t, d, "images over plain HTTP")
			} else {
				hides(t, d, "plain HTTP")
			}
		}
		narrow := start(t, options(s), 80, 24)
		screen := uitest.Draw(t, narrow.View(), 80, 24).Text()
		if exposed && !strings.Contains(screen, "images over plain HTTP") {
			t.Errorf("80 columns do not show it:\n%s", screen)
		}
	}
}

// What narrows the list is worth more room than the usual order and the bytes.
func TestTheQueryComesBeforeTheOrderAndTheBytes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		query, order string
		keys         []string
		want         string
	}{
		{"", "", nil, " all images                                  newest first · 20 images · 157 GiB"},
		{"", "", []string{"a"}, " all images            20 marked · 157 GiB · newest first · 20 images · 157 GiB"},
		{"status=active visibility=public name!~none", "", nil, " status=active  visibility=public  name!~none (local)        6 images · 2.7 GiB"},
		{"status=active name!~none", "", []string{"a"}, " status=active  name!~none (local)    19 marked · 156 GiB · 19 images · 156 GiB"},
		{"status=active visibility=public", "name:asc", nil, " status=active  visibility=public        by name ↑ (local) · 6 images · 2.7 GiB"},
		{"status=active visibility=public name!~none", "created:asc", nil, " status=active  visibility=public  name!~none (local)   by created ↑ · 6 images"},
		{"status=active visibility=public name!~none os_distro!=x", "", nil, " status=active  visibility=public  name!~none (local)  +1              6 images"},
	} {
		o := options(newStub(20))
		o.Query = parse(t, test.query, test.order)
		d := start(t, o, 80, 24)
		d.Keys(test.keys...)
		screen := uitest.Draw(t, d.View(), 80, 24).Text()
		if subject := strings.Split(screen, "\n")[1]; !strings.Contains(subject, test.want) {
			t.Errorf("%q in 80 columns: %q, want %q", test.query, subject, test.want)
		}
	}
}
