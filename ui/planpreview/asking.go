package planpreview

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"glimpse/ui/action"
	"glimpse/ui/intent"
)

// The words that are asked for before a plan is sent.

// asked returns what is to be typed before the plan is sent: how many
// images are to be deleted where several are, the cloud's name before it where the
// cloud is one of production; nothing elsewhere.
func (s *Screen) asked() string {
	count := ""
	if s.totals.deletes > 1 {
		count = strconv.Itoa(s.totals.deletes)
	}
	switch {
	case !s.place.Production || s.plan.IsEmpty():
		return count
	case count == "":
		return s.cloudWord()
	default:
		return s.cloudWord() + " " + count
	}
}

// cloudWord is what stands for the cloud's name where it is typed: of the
// environment, which has no name, a word that is no accident.
func (s *Screen) cloudWord() string {
	if s.place.Cloud == "" {
		return "production"
	}
	return s.place.Cloud
}

// send asks for the plan to be sent, or for the word that comes first.
func (s *Screen) send() intent.Intent {
	switch why := s.whyNotSend(); {
	case why != "":
		return intent.Notify{Text: why}
	case s.asked() == "":
		return intent.SendPlan{}
	}
	s.typing, s.wrong = true, ""
	s.word.Set("")
	s.SetSize(s.width, s.height)
	return nil
}

func (s *Screen) leave() {
	s.typing, s.wrong = false, ""
	s.SetSize(s.width, s.height)
}

// enter sends the plan if the word is what was asked for.
func (s *Screen) enter() intent.Intent {
	if !s.typing {
		return nil
	}
	if s.word.Value() != s.asked() {
		s.wrong = "nothing was sent"
		return nil
	}
	s.leave()
	return intent.SendPlan{Count: strconv.Itoa(s.images)}
}

// barred says why the plan is never sent, or nothing.
func (s *Screen) barred() string {
	if s.plan.IsEmpty() {
		return "there is nothing to send"
	}
	return s.place.ReadOnly
}

// whyNotSend says why the plan cannot be sent now, or nothing.
func (s *Screen) whyNotSend() string {
	switch why := s.barred(); {
	case why != "":
		return why
	case s.opening:
		return "the preview has just opened; " + s.theme.Keys.For("preview", action.Send) + " sends in a moment"
	default:
		return ""
	}
}

// Typing reports whether the screen takes keys that are none of its bindings, and
// what is pasted, as text.
func (s *Screen) Typing() bool { return s.typing }

// Type takes a key for the word that is asked for.
func (s *Screen) Type(key tea.KeyPressMsg) intent.Intent {
	if s.typing && s.word.Type(key) {
		s.wrong = ""
	}
	return nil
}

// Paste takes no text: what is asked for is to be typed by a person who looks.
func (s *Screen) Paste(string) intent.Intent {
	return intent.Notify{Text: "what is asked for here is typed, not pasted"}
}
