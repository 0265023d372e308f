package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
)

var (
	begun = time.Date(2026, 11, 24, 2, 30, 0, 123e6, time.UTC)
	home  = Origin{Cloud: "home", Project: "demo", User: "alice", Region: "RegionOne", Endpoint: "https://images.example/v2", Identity: "https://keystone.example/v3", ProjectID: "0a1b"}
)

func retag(n int) plan.Step {
	return plan.Step{
		Image: model.NewImageID(fmt.Sprintf("%08x-0000-4000-8000-000000000000", n)), Name: text.Of("image \x1b[31m" + fmt.Sprint(n)),
		Kind: plan.Retag, Add: []string{"gold <&> \u2028"},
	}
}

func headOf(steps int) Head {
	head := Head{ID: NewID(begun), Title: "tag +gold", Origin: home, Started: begun, Plan: plan.Plan{
		Title: "tag +gold", Command: command.Line{Command: command.Tag{Add: []string{"gold"}}},
	}}
	for n := range steps {
		head.Plan.Steps = append(head.Plan.Steps, retag(n))
	}
	return head
}

func create(t *testing.T, dir string, head Head) *Writer {
	t.Helper()
	w, err := Create(dir, head)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

func mustAppend(t *testing.T, w *Writer, records ...Record) {
	t.Helper()
	for _, record := range records {
		if err := w.Append(record); err != nil {
			t.Fatal(err)
		}
	}
}

func inverse(n int) *plan.Step {
	step := retag(n)
	step.Add, step.Remove = nil, step.Add
	return &step
}

// untrusted lets cmp look into what has no exported fields.
var untrusted = cmp.Comparer(func(a, b text.Untrusted) bool { return a == b })

func TestAJournalHoldsWhatWasWritten(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "state", "journal")
	head := headOf(4)
	w := create(t, dir, head)
	conflict := patch.Conflict{Name: "name", Shown: patch.Field{Name: "name", Set: true, Value: "a"}, Theirs: patch.Field{Name: "name"}}
	mustAppend(t, w,
		Send{Step: 1, At: begun, Request: "tags", Inverse: inverse(1)},
		Result{Step: 1, Outcome: job.Done, RequestID: text.Of("req-1"), At: begun.Add(time.Second)},
		Result{Step: 0, Outcome: job.Conflict, Reason: text.Of("name"), Conflicts: []patch.Conflict{conflict}, At: begun},
		Send{Step: 2, At: begun, Request: "tags", Inverse: inverse(2)},
	)
	if err := w.Later(Result{Step: 3, Outcome: job.Gone, At: begun}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	entry, err := Load(dir, head.ID)
	if err != nil {
		t.Fatal(err)
	}
	head.Version = 1
	if diff := cmp.Diff(head, entry.Head, untrusted); diff != "" {
		t.Error(diff)
	}
	want := []Step{
		{Result: job.Result{Step: 0, Outcome: job.Conflict, Reason: text.Of("name"), Conflicts: []patch.Conflict{conflict}, At: begun}},
		{Result: job.Result{Step: 1, Outcome: job.Done, RequestID: text.Of("req-1"), Inverse: inverse(1), At: begun.Add(time.Second)}},
		{Result: job.Result{Step: 2, Outcome: job.Waiting, Inverse: inverse(2)}, Sent: true},
		{Result: job.Result{Step: 3, Outcome: job.Gone, At: begun}},
	}
	if diff := cmp.Diff(want, entry.Steps, untrusted); diff != "" {
		t.Error(diff)
	}
	if left := entry.Unfinished(); left.Total != 4 || left.Left != 1 || left.Unsure != 1 || left.Title != head.Title || entry.Finished() {
		t.Errorf("left %+v", left)
	}
}

func TestAJournalIsItsOwnersAlone(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "journal")
	head := headOf(1)
	w := create(t, dir, head)
	about, err := os.Stat(w.path)
	if err != nil || about.Mode().Perm() != 0o600 || filepath.Base(w.path) != string(head.ID)+".jsonl" {
		t.Errorf("%v, %v", about, err)
	}
	if about, err = os.Stat(dir); err != nil || about.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", about, err)
	}
	if _, err := Create(dir, head); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second journal of one name: %v", err)
	}
}

func TestEveryLineIsAnObjectWithItsType(t *testing.T) {
	t.Parallel()
	head := headOf(1)
	w := create(t, t.TempDir(), head)
	mustAppend(t, w, Send{Request: "r"}, Result{Outcome: job.Done}, End{Summary: "1 done, 0 failed"}, Drop{})
	content, err := os.ReadFile(w.path)
	if err != nil || !bytes.HasSuffix(content, []byte("\n")) {
		t.Fatal(err)
	}
	var types []string
	for row := range bytes.Lines(content) {
		var typed struct{ Type string }
		if err := json.Unmarshal(row, &typed); err != nil {
			t.Errorf("%s: %v", row, err)
		}
		types = append(types, typed.Type)
	}
	if want := []string{"head", "send", "result", "end", "drop"}; !slices.Equal(types, want) {
		t.Errorf("got %v", types)
	}
}

func TestAJournalTornAtAnyByteHoldsItsWholeLines(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	head := headOf(3)
	w := create(t, dir, head)
	mustAppend(t, w, Send{Step: 0, Inverse: inverse(0)}, Result{Step: 0, Outcome: job.Done}, Send{Step: 1}, Result{Step: 1, Outcome: job.Gone}, End{})
	w.Close()
	content, err := os.ReadFile(w.path)
	if err != nil {
		t.Fatal(err)
	}
	ends := []int{}
	for i, b := range content {
		if b == '\n' {
			ends = append(ends, i+1)
		}
	}
	// What each whole line adds to what is known.
	waiting, sent, done := "waiting", "waiting sent", "done"
	states := [][3]string{
		{waiting, waiting, waiting},
		{sent, waiting, waiting},
		{done, waiting, waiting},
		{done, sent, waiting},
		{done, "gone", waiting},
		{done, "gone", waiting},
	}
	for cut := range len(content) + 1 {
		if err := os.WriteFile(w.path, content[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		whole := 0
		for whole < len(ends) && ends[whole] <= cut {
			whole++
		}
		resumed, entry, err := Resume(dir, head.ID)
		if whole == 0 {
			if !errors.Is(err, ErrForeign) {
				t.Fatalf("cut at %d: %v", cut, err)
			}
			continue
		}
		if err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		var got [3]string
		for i := range entry.Steps {
			got[i] = string(entry.Steps[i].Outcome)
			if entry.Steps[i].Sent {
				got[i] += " sent"
			}
		}
		if got != states[whole-1] || entry.Ended != (whole == len(ends)) || entry.Faults != 0 {
			t.Errorf("cut at %d: %v, ended %v, %d faults", cut, got, entry.Ended, entry.Faults)
		}
		// What is appended then is read back: no half line is in the way.
		mustAppend(t, resumed, Result{Step: 2, Outcome: job.Refused})
		resumed.Close()
		again, err := Load(dir, head.ID)
		if err != nil || again.Faults != 0 || again.Steps[2].Outcome != job.Refused {
			t.Errorf("cut at %d, then appended to: %v", cut, err)
		}
	}
}

func TestLinesThatMakeNoSenseAreCountedAndLeftOut(t *testing.T) {
	t.Parallel()
	head, err := line(headWithVersion(1))
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{
		"garbage", "", "null", "[]", `{"type":"head"}`, `{"type":"other"}`, `{"type":"send","step":-1}`, `{"type":"send","step":2}`,
		`{"type":"result","step":0,"outcome":"waiting"}`, `{"type":"result","step":0,"outcome":"sending"}`, `{"type":"result","step":9,"outcome":"done"}`,
		`{"type":"result","step":"0"}`, "\x00\xff", `{"type":"send","step":1e99}`,
	} {
		entry, err := parse([]byte(string(head) + bad + "\n" + `{"type":"send","step":1,"request":"r"}` + "\n"))
		if err != nil || entry.Faults != 1 || !entry.Steps[1].Sent || entry.Steps[0].Outcome != job.Waiting {
			t.Errorf("%q: %+v, %v", bad, entry, err)
		}
	}
}

func headWithVersion(version int) Head {
	head := headOf(2)
	head.Version = version
	return head
}

func TestForeignFilesAreToldAndNeverFatal(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	newer, err := line(headWithVersion(2))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		string(NewID(begun)) + ".jsonl":                    "not JSON\n",
		string(NewID(begun.Add(time.Second))) + ".jsonl":   string(newer),
		string(NewID(begun.Add(2*time.Second))) + ".jsonl": `{"type":"send","step":0}` + "\n",
		string(NewID(begun.Add(3*time.Second))) + ".jsonl": "", // never begun
		string(NewID(begun.Add(4*time.Second))) + ".jsonl": `{"type":"head","ver`,
		"notes.txt": "mine",
		"copy of " + string(NewID(begun)) + ".jsonl":           "not JSON\n",
		string(NewID(begun.Add(5*time.Second))) + ".jsonl.bak": "",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, string(NewID(begun.Add(time.Hour)))+".jsonl"), 0o700); err != nil {
		t.Fatal(err)
	}
	head := headOf(1)
	create(t, dir, head).Close()
	found, err := Unfinished(dir, home)
	if len(found) != 1 || found[0].ID != head.ID {
		t.Errorf("found %v", found)
	}
	if !errors.Is(err, ErrForeign) || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("told %v", err)
	}
	if finished, err := Finished(dir, home); len(finished) != 0 || err != nil {
		t.Errorf("got %v, %v", finished, err)
	}
	if found, err := Unfinished(filepath.Join(dir, "none"), home); found != nil || err != nil {
		t.Errorf("where there is no directory: %v, %v", found, err)
	}
}

func TestAJobThatIsCarriedOutIsNotUnfinished(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	head := headOf(2)
	w := create(t, dir, head)
	if found, err := Unfinished(dir, home); len(found) != 0 || err != nil {
		t.Errorf("found %v, %v", found, err)
	}
	if _, _, err := Resume(dir, head.ID); !errors.Is(err, ErrLive) {
		t.Errorf("got %v", err)
	}
	if err := Discard(dir, head.ID, begun); !errors.Is(err, ErrLive) {
		t.Errorf("got %v", err)
	}
	w.Close()
	if found, err := Unfinished(dir, home); len(found) != 1 || err != nil {
		t.Errorf("found %v, %v", found, err)
	}
}

func TestJobsOfOtherImagesAreNobodysHere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	elsewhere := map[string]func(o *Origin){
		"another cloud of the same names": func(o *Origin) { o.Identity = "https://keystone.other/v3" },
		"another project of that name":    func(o *Origin) { o.ProjectID = "0a1c" },
		"another image service":           func(o *Origin) { o.Endpoint = "https://images2.example" },
		"old, another cloud":              func(o *Origin) { o.Identity, o.ProjectID, o.Cloud = "", "", "work" },
	}
	begin := func(change func(o *Origin), records ...Record) job.ID {
		head := headOf(1)
		head.ID = NewID(begun)
		change(&head.Origin)
		w := create(t, dir, head)
		mustAppend(t, w, records...)
		w.Close()
		return head.ID
	}
	for _, change := range elsewhere {
		begin(change)
		begin(change, End{})
	}
	if found, err := Unfinished(dir, home); len(found) != 0 || err != nil {
		t.Errorf("found %v, %v", found, err)
	}
	if found, err := Finished(dir, home); len(found) != 0 || err != nil {
		t.Errorf("found %v, %v", found, err)
	}
	same := func(o *Origin) { o.Cloud, o.User, o.Endpoint = "other name", "bob", "https://IMAGES.example:443/" }
	left, ended := begin(same), begin(same, End{})
	if found, err := Unfinished(dir, home); len(found) != 1 || found[0].ID != left || found[0].Perhaps || err != nil {
		t.Errorf("found %v, %v", found, err)
	}
	if found, err := Finished(dir, home); len(found) != 1 || found[0].ID != ended || found[0].Perhaps || err != nil {
		t.Errorf("found %v, %v", found, err)
	}
}

// old puts a journal of the time before a job knew whose it is into a directory.
func old(t *testing.T, dir string) job.ID {
	t.Helper()
	content, err := os.ReadFile("testdata/without-identity.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	const id = "20261124T023000.123Z-0a1b2c"
	if err := os.WriteFile(filepath.Join(dir, id+extension), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAnOldJournalIsReadAndAdopted(t *testing.T) {
	t.Parallel()
	for _, finish := range []Record{nil, End{At: begun, Summary: "4 done, 0 failed"}, Drop{At: begun}} {
		dir := t.TempDir()
		id := old(t, dir)
		if finish != nil {
			w, _, err := Resume(dir, id)
			if err != nil {
				t.Fatal(err)
			}
			mustAppend(t, w, finish)
			w.Close()
		}
		look := func(origin Origin) (found, perhaps int) {
			left, err := Unfinished(dir, origin)
			earlier, earlierErr := Finished(dir, origin)
			if err != nil || earlierErr != nil || len(left) > 0 == (finish != nil) && len(left)+len(earlier) > 0 {
				t.Fatalf("%v, %v, %v, %v", left, earlier, err, earlierErr)
			}
			for _, one := range left {
				found++
				if one.Total != 4 || one.Left != 3 || one.Unsure != 1 || one.Origin.Project != "demo" {
					t.Errorf("left %+v", one)
				}
				if one.Perhaps {
					perhaps++
				}
			}
			for _, one := range earlier {
				found++
				if one.Title != "set name=new" || one.Summary == "" || !one.Ended.Equal(begun) {
					t.Errorf("finished %+v", one)
				}
				if one.Perhaps {
					perhaps++
				}
			}
			return found, perhaps
		}
		if found, perhaps := look(home); found != 1 || perhaps != 1 {
			t.Errorf("%d found, %d perhaps", found, perhaps)
		}
		if err := Adopt(dir, id, home, begun); err != nil {
			t.Fatal(err)
		}
		if found, perhaps := look(home); found != 1 || perhaps != 0 {
			t.Errorf("adopted: %d found, %d perhaps", found, perhaps)
		}
		// From now on it is nobody else's.
		other := home
		other.ProjectID = "0a1c"
		if found, _ := look(other); found != 0 {
			t.Error("it is another project's as well")
		}
		if err := Adopt(dir, id, other, begun); err != nil {
			t.Fatal(err)
		}
		if entry, err := Load(dir, id); err != nil || entry.ProjectID != home.ProjectID || entry.Faults != 0 || entry.Finished() != (finish != nil) {
			t.Errorf("got %+v, %v", entry, err)
		}
	}
}

// TestADamagedJournalIsToldOfAndKept damages a journal in several ways.
func TestADamagedJournalIsToldOfAndKept(t *testing.T) {
	t.Parallel()
	whole, err := os.ReadFile("testdata/without-identity.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"a byte":          strings.Replace(string(whole), `"version":1`, `"version";1`, 1),
		"a value":         strings.Replace(string(whole), `"steps":[`, `"steps":7,"x":[`, 1),
		"no first line":   string(whole[strings.Index(string(whole), "\n")+1:]),
		"zeros":           strings.Repeat("\x00", 300) + string(whole[300:]),
		"nothing but":     strings.Repeat("\x00", len(whole)),
		"its head is cut": string(whole[40:]),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			other := headOf(1)
			create(t, dir, other).Close()
			path := filepath.Join(dir, "20261124T023000.123Z-0a1b2c"+extension)
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			found, err := Unfinished(dir, home)
			if len(found) != 1 || !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), path+".damaged") {
				t.Fatalf("found %v, %v", found, err)
			}
			if kept, err := os.ReadFile(path + ".damaged"); err != nil || string(kept) != content {
				t.Errorf("kept %q, %v", kept, err)
			}
			if found, err := Unfinished(dir, home); len(found) != 1 || err != nil {
				t.Errorf("the second time: %v, %v", found, err)
			}
		})
	}
	// One that ended before its first line was whole has sent nothing, and one
	// of a later version is as it should be.
	dir := t.TempDir()
	for i, content := range []string{"", string(whole[:1]), string(whole[:200]), strings.Replace(string(whole), `"version":1`, `"version":2`, 1)} {
		if err := os.WriteFile(filepath.Join(dir, string(NewID(begun.Add(time.Duration(i)*time.Second)))+extension), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if found, err := Unfinished(dir, home); len(found) != 0 || errors.Is(err, ErrDamaged) || !errors.Is(err, ErrForeign) {
		t.Errorf("found %v, %v", found, err)
	}
	if left, _ := list(dir); len(left) != 4 {
		t.Errorf("%d are left", len(left))
	}
}

func TestFinishedJobsAreThoseThatWereEndedOrDropped(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var ids []job.ID
	for i := range 4 {
		head := headOf(1)
		head.ID = NewID(begun.Add(time.Duration(i) * time.Minute))
		ids = append(ids, head.ID)
		w := create(t, dir, head)
		if i == 1 {
			mustAppend(t, w, End{At: begun, Summary: "1 done, 0 failed"})
		}
		w.Close()
	}
	if err := Discard(dir, ids[2], begun); err != nil {
		t.Fatal(err)
	}
	finished, err := Finished(dir, home)
	if err != nil || len(finished) != 2 || finished[0].ID != ids[2] || finished[1].ID != ids[1] ||
		finished[0].Summary != "dropped" || finished[1].Summary != "1 done, 0 failed" || finished[1].Title != "tag +gold" {
		t.Errorf("got %v, %v", finished, err)
	}
	// Trying again opens the job once more.
	w, _, err := Resume(dir, ids[1])
	if err != nil {
		t.Fatal(err)
	}
	mustAppend(t, w, Send{Step: 0})
	w.Close()
	found, err := Unfinished(dir, home)
	if err != nil || len(found) != 3 || found[0].ID != ids[3] || found[1].ID != ids[1] || found[2].ID != ids[0] {
		t.Errorf("found %v, %v", found, err)
	}
}

func TestNamesThatLeadElsewhereAreRefused(t *testing.T) {
	t.Parallel()
	for _, id := range []job.ID{"", ".", "../x", "/etc/passwd", "20261124T023000.123Z-abcdef/../x", "20261124T023000.123Z-ABCDEF", "x\n20261124T023000.123Z-abcdef"} {
		if _, err := Load(t.TempDir(), id); err == nil || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %v", id, err)
		}
		if _, _, err := Resume(t.TempDir(), id); err == nil || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %v", id, err)
		}
	}
}

func TestOldJournalsOfFinishedJobsAreRemoved(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for i := range keep + 20 {
		head := headOf(1)
		head.ID = NewID(begun.Add(time.Duration(i) * time.Second))
		w := create(t, dir, head)
		if i != 3 { // this one stays unfinished
			mustAppend(t, w, End{})
		}
		w.Close()
	}
	ids, err := list(dir)
	// The last one was not finished when it made room.
	if err != nil || len(ids) != keep+2 || ids[0] != NewID(begun.Add((keep + 19) * time.Second))[:20]+ids[0][20:] {
		t.Errorf("%d are left, %v", len(ids), err)
	}
	if found, err := Unfinished(dir, home); len(found) != 1 || err != nil {
		t.Errorf("unfinished %v, %v", found, err)
	}
}

// TestAJournalThatIsGoneOnWithIsNotRemoved has somebody go on with a finished job just
// before its journal is removed.
func TestAJournalThatIsGoneOnWithIsNotRemoved(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		goneOn []Record
		closed bool
		stays  bool
	}{
		{"nobody does", nil, true, false},
		{"it is held", nil, false, true},
		{"more was sent", []Record{Send{Step: 0}}, true, true},
		{"it was finished again", []Record{Send{Step: 0}, Result{Outcome: job.Done}, End{}}, true, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			head := headOf(1)
			w := create(t, dir, head)
			mustAppend(t, w, End{})
			w.Close()
			folder, err := os.OpenRoot(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer folder.Close()
			again, _, err := Resume(dir, head.ID)
			if err != nil {
				t.Fatal(err)
			}
			mustAppend(t, again, test.goneOn...)
			if test.closed {
				again.Close()
			}
			removeFinished(folder, string(head.ID)+extension)
			again.Close()
			if _, err := Load(dir, head.ID); (err == nil) != test.stays {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestRecordsOfManyAreAllWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	head := headOf(400)
	w := create(t, dir, head)
	var workers sync.WaitGroup
	for first := range 8 {
		workers.Go(func() {
			for i := first; i < 400; i += 8 {
				if err := w.Append(Send{Step: i}); err != nil {
					t.Error(err)
				}
				if err := w.Later(Result{Step: i, Outcome: job.Done}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	workers.Wait()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	entry, err := Load(dir, head.ID)
	if err != nil || entry.Unfinished().Left != 0 || entry.Faults != 0 {
		t.Errorf("%+v, %v", entry.Unfinished(), err)
	}
}

func TestWhatIsNoJournalBreaksNothing(t *testing.T) {
	t.Parallel()
	for _, content := range []string{"", "\n", "\n\n\n", "{}\n", "{\n"} {
		if _, err := parse([]byte(content)); !errors.Is(err, ErrForeign) {
			t.Errorf("%q: %v", content, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	head, err := line(headWithVersion(1))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(head) + `{"type":"send","step":1,"inverse":{}}` + "\n" + `{"type":"result","step":1,"outcome":"done"}` + "\n")
	f.Add(string(head) + `{"type":"end"}` + "\n" + `{"type":"drop"`)
	f.Add("")
	f.Fuzz(func(t *testing.T, content string) {
		entry, err := parse([]byte(content))
		if err != nil {
			return
		}
		left := entry.Unfinished()
		if len(entry.Steps) != len(entry.Plan.Steps) || left.Left > left.Total || left.Unsure > left.Left || entry.whole > int64(len(content)) {
			t.Errorf("%+v of %q", entry, content)
		}
		// Reading the whole lines alone tells the same.
		again, err := parse([]byte(content)[:entry.whole])
		if err != nil || again.Unfinished() != left || again.Faults != entry.Faults {
			t.Errorf("%+v of %q", again, content)
		}
	})
}
