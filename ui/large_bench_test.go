package ui_test

import (
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/ui"
	"glimpse/ui/memory"
	"glimpse/ui/uitest"
	"glimpse/ui/work"
)

// pressed is an App at whose busiest moments a key is pressed: with each slice of
// something large there comes one. It measures the time from the key to the
// frame, the slice before it included.
type pressed struct {
	tea.Model
	key        tea.KeyPressMsg
	worst, all time.Duration
	slices     int
}

func (m *pressed) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	begin := time.Now()
	_, cmd := m.Model.Update(msg)
	if _, slice := msg.(work.SliceMsg); slice {
		m.slices++
		_, more := m.Model.Update(m.key)
		cmd = tea.Batch(cmd, more)
	}
	_ = m.View()
	took := time.Since(begin)
	m.worst, m.all = max(m.worst, took), m.all+took
	return m, cmd
}

// BenchmarkAnyKeyDuring is the worst time from a key to its frame during each of
// the large things over 100,000 images, the median of as many rounds (budget: 16 ms),
// the time of the whole of it, keys and frames included, and the number of its slices.
func BenchmarkAnyKeyDuring(b *testing.B) {
	typed := func(line string) []string { return strings.Split(line, "") }
	command := func(line string) []string { return append([]string{":"}, typed(line)...) }
	const n = 100_000
	// Garbage is collected as in the program.
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	garbage := memory.Tidy()
	for _, test := range []struct {
		name string
		// before is pressed first, press is measured, after leads back to where
		// press can be pressed again; key is the one that comes with each slice.
		before, press, after []string
		key                  string
	}{
		{name: "mark all", press: []string{"a"}, after: []string{"U"}},
		{name: "invert marks", press: []string{"i"}},
		{name: "only marked", before: []string{"a"}, press: []string{"m"}, after: []string{"m"}},
		{name: "regular expression", before: typed("//[0-9]."), press: []string{"1"}, after: []string{"backspace"}, key: "right"},
		{name: "words", before: typed("/ubunt"), press: []string{"u"}, after: []string{"backspace"}, key: "right"},
		{name: "sort", press: []string{"1"}},
		{name: "sort by property", before: command("sort os_distro:asc"), press: []string{"enter"}, after: command("sort os_distro:desc")},
		{name: "mark by expression", before: command("mark name~/x[0-9]/"), press: []string{"enter"}, after: command("mark name~/x[0-9]/")},
		{name: "mark most by expression", before: command("mark size>0"), press: []string{"enter"}, after: append([]string{"U"}, command("mark size>0")...)},
		{name: "duplicates", before: command("duplicates"), press: []string{"enter"}, after: append([]string{"esc"}, command("duplicates")...)},
		{name: "preview of deactivating", before: []string{"a"}, press: []string{"x"}, after: []string{"esc"}},
		{name: "preview of deleting", before: []string{"a"}, press: []string{"D"}, after: []string{"esc"}},
		{name: "preview of a tag", before: append([]string{"a"}, command("tag +x")...), press: []string{"enter"}, after: append([]string{"esc"}, command("tag +x")...)},
		{name: "preview of a property", before: append([]string{"a"}, command("property k=v")...), press: []string{"enter"}, after: append([]string{"esc"}, command("property k=v")...)},
		{name: "tag editor", before: []string{"a"}, press: []string{"t"}, after: []string{"esc"}},
		{name: "copying", before: []string{"a"}, press: []string{"y", "c"}},
		{name: "copying of a preview", before: []string{"a", "x"}, press: []string{"y", "c"}},
	} {
		b.Run(test.name, func(b *testing.B) {
			s := newStub(n)
			o := options(s)
			o.PageSize, o.Now, o.Large = n, time.Now, garbage.Large
			app := &pressed{Model: ui.NewWithoutTimers(o), key: uitest.Key("down")}
			if test.key != "" {
				app.key = uitest.Key(test.key)
			}
			d := uitest.NewDriver(b, app, 200, 50)
			s.images = nil // those of the list are packed, and there are no others in the program
			runtime.GC()
			d.Keys(test.before...)
			var worst []time.Duration
			var all time.Duration
			portions := 0
			// The way back counts for how often it is done: it takes longer than some of
			// what is measured.
			for b.Loop() {
				app.worst, app.all, app.slices = 0, 0, 0
				d.Keys(test.press...)
				worst, all, portions = append(worst, app.worst), all+app.all, portions+app.slices
				d.Keys(test.after...)
			}
			slices.Sort(worst)
			b.ReportMetric(float64(worst[len(worst)/2].Microseconds())/1000, "worst-ms")
			b.ReportMetric(float64(all.Microseconds())/1000/float64(b.N), "whole-ms")
			b.ReportMetric(float64(portions)/float64(b.N), "slices")
		})
	}
}
