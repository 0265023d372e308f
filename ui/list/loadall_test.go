package list

import (
	"testing"
	"time"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
)

// Whoever asks for every page while another waits for them already is served as well,
// in the order in which they asked.
func TestWhatWaitsForEveryPageIsAskedForInOrder(t *testing.T) {
	t.Parallel()
	var asked query.Query
	split, err := asked.Split(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	theme := theme.New(theme.Choice{})
	s := New(&theme, "here")
	first, ok := s.Begin(asked, split).(intent.Fetch)
	if !ok {
		t.Fatal("nothing is read")
	}
	image := full("p")
	next, ok := s.AddPage(first.Fetch.Ticket, model.Page{Images: []model.Image{image}, More: true}).(intent.Fetch)
	if !ok {
		t.Fatal("the page after that is not read")
	}
	export := intent.Export{Format: "csv", File: "all.csv"}
	for _, then := range []intent.Intent{intent.MarkShown{}, export, export} { // a second press adds nothing
		if again := s.LoadAll(then); again != nil {
			t.Errorf("%#v is asked for while the rest is being read", again)
		}
	}
	got, ok := s.AddPage(next.Fetch.Ticket, model.Page{}).(intent.All)
	if !ok || len(got) != 2 || got[0] != (intent.MarkShown{}) || got[1] != export {
		t.Errorf("then %#v is asked for", got)
	}
	if again := s.loadedAll(); again != nil {
		t.Errorf("%#v is asked for once more", again)
	}
}
