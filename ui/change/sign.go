package change

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/command"
	"glimpse/model/job"
	"glimpse/ui/uictx"
	"glimpse/ui/work"
)

// signingEvery is how often it is told how far a file is read that is to be signed.
const signingEvery = 250 * time.Millisecond

// signingMsg has the screen drawn anew while a file is read that is to be signed.
type signingMsg struct{ ticket uictx.Ticket }

// watchSigning tells, while a command is planned that signs a file, how far that is
// read, and lets it be given up. Of another command it does nothing.
func (f *Feature) watchSigning(wanted command.Command) (context.Context, *job.Meter, tea.Cmd) {
	if command.SignOf(wanted).IsEmpty() {
		return context.Background(), nil, nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	f.cancelSigning = cancel
	meter := &job.Meter{}
	f.reading = &work.Task{
		Doing: "reading the file to sign it",
		Progress: func() (done, all int) {
			now := meter.Transfer(f.ctx.Now)
			return int(now.Done >> 10), int(max(0, now.Total) >> 10) // in KiB
		},
		Cancel: func() tea.Cmd {
			f.planning = 0
			f.endSigning()
			return f.ctx.Notice.Say("stopped: nothing was signed and nothing sent")
		},
	}
	f.ctx.Work.Beside(f.reading)
	return ctx, meter, f.signing(signingMsg{f.planning})
}

// signing asks to be told how far it is, as long as it is awaited.
func (f *Feature) signing(msg signingMsg) tea.Cmd {
	if msg.ticket != f.planning {
		return nil
	}
	return f.ctx.After(signingEvery, msg)
}

// endSigning ends the reading of a file that is to be signed.
func (f *Feature) endSigning() {
	f.cancelSigning()
	f.ctx.Work.Drop(f.reading)
}
