package journal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// version is the version of the format that this program writes and reads.
const version = 1

// Origin is the connection that a job's requests went through.
type Origin = plan.Origin

// Record is one line of a journal: a Head, Send, Result, End, Drop or
// Adoption.
type Record interface{ kind() string }

// Head is the first line of a journal.
type Head struct {
	Version int    `json:"version"`
	ID      job.ID `json:"id"`
	Title   string `json:"title"`
	Origin
	Started time.Time `json:"started"`
	Plan    plan.Plan `json:"plan"`
}

// Send says that a request is about to leave.
type Send struct {
	// Step is the number of the step in the plan, counted from 0.
	Step int       `json:"step"`
	At   time.Time `json:"at"`
	// Request is what is sent, in a line for people.
	Request string `json:"request"`
	// Inverse is the step that takes back all that this request and those
	// before it may have done, nil where none does. The last one counts.
	Inverse *plan.Step `json:"inverse,omitempty"`
}

// Result says what became of a step. Its outcome is final.
type Result struct {
	Step      int              `json:"step"`
	Outcome   job.Outcome      `json:"outcome"`
	Code      plan.Reason      `json:"code,omitempty"`
	Reason    text.Untrusted   `json:"reason,omitzero"`
	Status    int              `json:"status,omitzero"` // older journals have none
	RequestID text.Untrusted   `json:"request_id,omitzero"`
	Conflicts []patch.Conflict `json:"conflicts,omitempty"`
	Unsure    bool             `json:"unsure,omitempty"`
	At        time.Time        `json:"at"`
}

// End says that the job is over: a step without a result will not be sent.
type End struct {
	At      time.Time `json:"at"`
	Summary string    `json:"summary"`
}

// Drop says that the person wants the rest of the job left undone.
type Drop struct {
	At time.Time `json:"at"`
}

// Adoption says that the person knows that the job belongs to a connection, which
// its head does not tell for certain.
type Adoption struct {
	At time.Time `json:"at"`
	Origin
}

func (Adoption) kind() string { return "adopt" }
func (Head) kind() string     { return "head" }
func (Send) kind() string     { return "send" }
func (Result) kind() string   { return "result" }
func (End) kind() string      { return "end" }
func (Drop) kind() string     { return "drop" }

// line encodes a record with the line feed that makes it count.
func line(record Record) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(record); err != nil {
		return nil, fmt.Errorf("encoding a %s for the journal: %w", record.kind(), err)
	}
	// Every record has members of its own, so that a comma is right.
	head := []byte(`{"type":"` + record.kind() + `",`)
	return append(head, out.Bytes()[1:]...), nil
}

// decode reads a line, without its line feed. The error says that it is none
// that this program writes.
func decode(content []byte) (Record, error) {
	kind, err := kindOf(content)
	if err != nil {
		return nil, err
	}
	switch kind {
	case "head":
		return decodeAs[Head](content)
	case "send":
		return decodeAs[Send](content)
	case "result":
		return decodeAs[Result](content)
	case "end":
		return decodeAs[End](content)
	case "drop":
		return decodeAs[Drop](content)
	case "adopt":
		return decodeAs[Adoption](content)
	}
	return nil, fmt.Errorf("a line of type %q", text.Escape(kind))
}

func kindOf(content []byte) (string, error) {
	var typed struct {
		Type string `json:"type"`
	}
	err := json.Unmarshal(content, &typed)
	return typed.Type, err
}

func decodeAs[R Record](content []byte) (Record, error) {
	var record R
	if err := json.Unmarshal(content, &record); err != nil {
		return nil, err
	}
	return record, nil
}
