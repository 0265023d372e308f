package ui_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/ui"
	"glimpse/ui/uitest"
)

// loadedApp returns an App on a terminal of 200 by 50 with n images loaded
// and more to come.
func loadedApp(t testing.TB, n int) tea.Model {
	t.Helper()
	o := options(newStub(n + 1))
	o.PageSize = n
	app := ui.NewWithoutTimers(o)
	d := uitest.NewDriver(t, app, 200, 50)
	return d.Model
}

// busyApp is loadedApp in the middle of a job on all of its images, which are
// marked.
func busyApp(t testing.TB, n int) tea.Model {
	t.Helper()
	o := options(newStub(n))
	o.PageSize = n
	d := uitest.NewDriver(t, ui.NewWithoutTimers(o), 200, 50)
	d.Keys("a", "x", "ctrl+s")
	return d.Model
}

// BenchmarkKey is one key, from the message to the frame: it must cost the
// same with 100,000 images as with 100.
func BenchmarkKey(b *testing.B) {
	for _, n := range []int{100, 100_000} {
		loaded := sync.OnceValue(func() tea.Model { return loadedApp(b, n) })
		for name, keys := range map[string][2]string{"move": {"j", "k"}, "page": {"pgdown", "pgup"}, "end": {"G", "g"}} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				model := loaded()
				model.Update(uitest.Key("g"))
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					model.Update(uitest.Key(keys[i%2]))
					_ = model.View()
				}
			})
		}
		b.Run(fmt.Sprintf("busy/%d", n), func(b *testing.B) {
			model := busyApp(b, n)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				model.Update(uitest.Key([]string{"j", "k"}[i%2]))
				_ = model.View()
			}
		})
	}
}

func TestAKeyCostsTheSameHoweverManyAreLoaded(t *testing.T) {
	if testing.Short() {
		t.Skip("it loads 100,000 images")
	}
	costsTheSame(t, loadedApp(t, 1000), loadedApp(t, 100_000))
}

func TestAKeyCostsTheSameHoweverManyAreMarkedAndBeingChanged(t *testing.T) {
	if testing.Short() {
		t.Skip("it loads 100,000 images")
	}
	costsTheSame(t, busyApp(t, 1000), busyApp(t, 100_000))
}

func costsTheSame(t *testing.T, few, many tea.Model) {
	t.Helper()
	press := func(model tea.Model) func() {
		i := 0
		return func() {
			model.Update(uitest.Key([]string{"j", "j", "pgdown", "k"}[i%4]))
			_ = model.View()
			i++
		}
	}
	a, b := testing.AllocsPerRun(40, press(few)), testing.AllocsPerRun(40, press(many))
	t.Logf("one key allocates %.0f times with 1,000 images and %.0f with 100,000", a, b)
	if b > a*1.1+10 {
		t.Errorf("one key allocates %.0f times with 100,000 images and %.0f with 1,000", b, a)
	}
	fastest := func(do func()) time.Duration {
		best := time.Hour
		for range 60 {
			begin := time.Now()
			do()
			best = min(best, time.Since(begin))
		}
		return best
	}
	// A ratio with room for a busy machine: what walks all rows is a hundred
	// times slower.
	if x, y := fastest(press(few)), fastest(press(many)); y > 5*x+time.Millisecond {
		t.Errorf("one key takes %v with 100,000 images and %v with 1,000", y, x)
	}
}

// BenchmarkPreviewOfAll is from the key that changes all images, which are
// marked, to the preview.
func BenchmarkPreviewOfAll(b *testing.B) {
	for _, n := range []int{100, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			o := options(newStub(n))
			o.PageSize = n
			d := uitest.NewDriver(b, ui.NewWithoutTimers(o), 200, 50)
			d.Keys("a")
			b.ReportAllocs()
			for b.Loop() {
				d.Keys("x")
				_ = d.View()
				d.Keys("esc")
			}
		})
	}
}
