package program

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/text"
)

// guard stands between Bubble Tea and the screen and catches their panics.
// Bubble Tea would print the value of a panic, which may hold anything a
// service sent, on the terminal.
type guard struct {
	model Screen
	quit  func(*CrashError)
	once  sync.Once
	// crashed is read and written on the event loop only.
	crashed bool
}

var _ tea.Model = (*guard)(nil)

// Init implements tea.Model.
func (g *guard) Init() (cmd tea.Cmd) {
	defer g.recover(func() { g.crashed = true })
	return g.watch(g.model.Init())
}

// Update implements tea.Model.
func (g *guard) Update(msg tea.Msg) (next tea.Model, cmd tea.Cmd) {
	if g.crashed {
		return g, nil
	}
	defer g.recover(func() { g.crashed, next, cmd = true, g, nil })
	_, cmd = g.model.Update(msg)
	return g, g.watch(cmd)
}

// View implements tea.Model.
func (g *guard) View() (view tea.View) {
	if g.crashed {
		return tea.View{AltScreen: true}
	}
	defer g.recover(func() { g.crashed, view = true, tea.View{AltScreen: true} })
	return g.model.View()
}

// close releases what the screen still holds.
func (g *guard) close() {
	defer g.recover(func() {})
	g.model.Close()
}

// watch returns a command that does not panic, and neither do those that it
// batches.
func (g *guard) watch(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer g.recover(func() { msg = nil })
		msg = cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			watched := make(tea.BatchMsg, len(batch))
			for i := range batch {
				watched[i] = g.watch(batch[i])
			}
			return watched
		}
		return msg
	}
}

// recover ends the program if the function that deferred it panicked, and
// then does what is to be done after that.
func (g *guard) recover(after func()) {
	value := recover()
	if value == nil {
		return
	}
	reason := fmt.Sprintf("panic with a value of type %T", value)
	if err, ok := value.(runtime.Error); ok {
		reason = text.Escape(err.Error())
	}
	crash := &CrashError{Reason: reason, Stack: debug.Stack()}
	after()
	g.once.Do(func() { g.quit(crash) })
}
