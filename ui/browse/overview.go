package browse

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/list"
	counts "glimpse/model/overview"
	"glimpse/ui/backend"
	"glimpse/ui/format"
	"glimpse/ui/intent"
	"glimpse/ui/overview"
	"glimpse/ui/uictx"
)

// perSlice is how many images are counted before the screen is told.
const perSlice = 20_000

// counting is what is being counted for the overview, or was last.
type counting struct {
	ticket uictx.Ticket
	// of is how many images there were when it began, done how many of them were
	// counted.
	of, done int
	// again reports whether the list has changed since, whatever its length.
	again bool
	// loads reports whether the rest of the list is read for the overview alone.
	loads bool
	// last are the keys that were counted by last.
	last intent.OpenOverview
}

// countedMsg answers that some images were counted.
type countedMsg struct {
	ticket  uictx.Ticket
	images  list.Selection
	counted *counts.Overview
	done    int
}

// Overview counts what the list shows by keys of these names.
func (f *Feature) Overview(names string) tea.Cmd {
	if names == "" {
		return f.ctx.Do(intent.OpenOverview{})
	}
	by, within, err := counts.ParseKeys(names)
	if err != nil {
		return f.ctx.Notice.Fail(f.ctx.DisplayString(err.Error()))
	}
	return f.ctx.Do(intent.OpenOverview{By: by, Within: within})
}

// openOverview counts what the list shows, and reads the rest of it.
func (f *Feature) openOverview(wanted intent.OpenOverview) tea.Cmd {
	if wanted.By.IsZero() {
		wanted = f.counting.last
	}
	if wanted.By.IsZero() {
		wanted.By, _ = counts.ParseKey("owner")
	}
	f.counting.last = wanted
	var load, quota tea.Cmd
	shown := f.overview()
	if shown != nil {
		shown.Count(wanted.By, wanted.Within)
	} else {
		shown = overview.New(f.ctx.Theme, wanted.By, wanted.Within, f.ctx.ProjectName)
		f.ctx.Layers.Base(f.ctx.Home)
		f.ctx.Layers.Push(shown)
		f.counting.loads = !f.images.LoadingAll()
		load, quota = f.ctx.Do(f.images.LoadAll(nil)), f.readQuota(shown)
	}
	return tea.Batch(load, quota, f.learn(), f.count(shown))
}

// loadAll reads the rest of the list for somebody who wants it whether or not the
// overview stays.
func (f *Feature) loadAll(wanted intent.LoadAll) tea.Cmd {
	f.counting.loads = false
	return f.ctx.Do(f.images.LoadAll(wanted.Then))
}

// overview returns the overview, or nil where none is open. Others may be seen over
// it.
func (f *Feature) overview() *overview.Screen {
	for _, screen := range f.ctx.Layers.Screens() {
		if shown, open := screen.(*overview.Screen); open {
			return shown
		}
	}
	return nil
}

// count counts all that the list shows.
func (f *Feature) count(shown *overview.Screen) tea.Cmd {
	images := f.images.Shown()
	by, within := shown.Keys()
	f.counting.ticket, f.counting.of, f.counting.done, f.counting.again = f.ctx.Ticket(), images.Len(), 0, false
	return countSome(countedMsg{ticket: f.counting.ticket, images: images, counted: counts.New(by, within, f.ctx.Now)})
}

// countSome goes on with counting.
func countSome(msg countedMsg) tea.Cmd {
	return func() tea.Msg {
		var reader list.Reader
		for end := min(msg.done+perSlice, msg.images.Len()); msg.done < end; msg.done++ {
			msg.counted.Add(reader.Read(&msg.images, msg.done))
		}
		return msg
	}
}

// counted takes what was counted so far, and goes on.
func (f *Feature) counted(msg countedMsg) tea.Cmd {
	shown := f.overview()
	if shown == nil || msg.ticket != f.counting.ticket {
		return nil
	}
	f.counting.done = msg.done
	if msg.done < msg.images.Len() {
		return countSome(msg)
	}
	f.counting.ticket = 0
	shown.Show(msg.counted)
	return nil
}

// recount counts anew where the list has changed: at its end, and before that
// only once it has grown by a quarter, so that reading a large list is not
// counting it over and over.
func (f *Feature) recount(shown *overview.Screen) tea.Cmd {
	counting, loaded := &f.counting, f.images.Len()
	growing := f.images.Busy() && !f.images.Failed() && loaded < counting.of*5/4
	if counting.ticket != 0 || f.images.Pending() || growing || !counting.again && loaded == counting.of {
		return nil
	}
	return f.count(shown)
}

// followOverview counts what the list has become, and tells the overview how far
// the list is. Once it was left, the rest of the list is not read for it.
func (f *Feature) followOverview() tea.Cmd {
	shown := f.overview()
	if shown == nil {
		if f.counting.loads {
			f.images.LoadNoMore()
		}
		f.counting.loads, f.counting.ticket = false, 0
		return nil
	}
	cmd := f.recount(shown)
	shown.SetState(overview.State{
		Counted: f.counting.done, Of: f.counting.of, Complete: f.images.Complete(), Failed: f.images.Failed(),
		Loading: f.images.LoadingAll(), Narrowed: strings.Join(f.images.Narrowed(), ", "),
	})
	return cmd
}

// exportOverview writes what was counted to a file.
func (f *Feature) exportOverview(shown *overview.Screen, wanted intent.Export) tea.Cmd {
	if !shown.Counted() {
		return f.ctx.Notice.Say("nothing is counted yet; export again when the numbers are there")
	}
	var content backend.Overview
	content.By, content.Within, content.Total, content.Groups = shown.Content()
	content.Names = f.ctx.Facts.Projects
	session := f.ctx.Session
	return f.ctx.Do(intent.Write{File: wanted.File, Failed: "nothing was exported", To: func(replace bool) (string, error) {
		err := session.ExportOverview(content, wanted.Format, wanted.File, replace)
		return fmt.Sprintf("exported the overview of %s to", format.Images(content.Total.Images)), err
	}})
}
