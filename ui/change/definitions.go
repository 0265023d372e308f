package change

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/definition"
	"glimpse/ui/backend"
)

// definitionsMsg answers what the service says of properties.
type definitionsMsg struct {
	session backend.Session
	found   *definition.Catalogue
	err     error
}

// definitionsWithin is how long reading the definitions may take altogether.
const definitionsWithin = 2 * time.Minute

// readDefinitions reads what the service says of properties, once for a session.
func (f *Feature) readDefinitions() tea.Cmd {
	session := f.ctx.Session
	if session == nil || f.definitionsFor == session {
		return nil
	}
	f.definitionsFor = session
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), definitionsWithin)
		defer cancel()
		found, err := session.Definitions(ctx)
		return definitionsMsg{session: session, found: found, err: err}
	}
}

// definitionsRead takes what the service says of properties. Without it the form
// does all that it did: it is no failure, and asked again with the next form.
func (f *Feature) definitionsRead(msg definitionsMsg) {
	if msg.session != f.ctx.Session {
		return
	}
	if msg.err != nil {
		f.definitionsFor = nil
		return
	}
	f.ctx.Definitions = msg.found
}
