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
