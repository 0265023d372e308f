package terminal

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"pgregory.net/rapid"
)

// start is when the tests begin; the scanner knows no clock.
var start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// reader is a scanner and what becomes of its tokens.
type reader struct {
	scanner scanner
	decoder decoder
	now     time.Time
	events  []uv.Event
}

func newReader() *reader { return &reader{scanner: scanner{EscapeWait: escapeWait}, now: start} }

// feed lets bytes arrive after a while.
func (r *reader) feed(content string, after time.Duration) {
	r.pass(after)
	r.keep(r.scanner.Feed([]byte(content), r.now))
}

// pass lets time go by, as the timer sees it.
func (r *reader) pass(wait time.Duration) {
	until := r.now.Add(wait)
	for {
		deadline := r.scanner.Deadline()
		if deadline.IsZero() || deadline.After(until) {
			break
		}
		r.now = deadline
		r.keep(r.scanner.Expire(r.now))
	}
	r.now = until
}

func (r *reader) keep(tokens []token) {
	for _, token := range tokens {
		r.events = append(r.events, r.decoder.decode(token)...)
	}
}

// heard returns what was understood, one word for each event.
func (r *reader) heard() []string {
	r.pass(time.Minute)
	var out []string
	for _, event := range r.events {
		out = append(out, describe(event))
	}
	return out
}

func describe(event uv.Event) string {
	switch event := event.(type) {
	case uv.KeyPressEvent:
		return event.String()
	case uv.PasteEvent:
		return fmt.Sprintf("paste %q", event.Content)
	case uv.MouseEvent:
		mouse := event.Mouse()
		return fmt.Sprintf("%T %s %d,%d", event, mouse, mouse.X, mouse.Y)
	default:
		return fmt.Sprintf("%T", event)
	}
}

// read returns what is understood of bytes that arrive in pieces.
func read(between time.Duration, pieces ...string) string {
	r := newReader()
	for _, piece := range pieces {
		r.feed(piece, between)
	}
	return strings.Join(r.heard(), " ")
}

func TestBytesMeanKeys(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, bytes, want string }{
		{"a letter", "a", "a"},
		{"a capital", "D", "D"},
		{"a letter of two bytes", "é", "é"},
		{"a letter of three bytes", "日", "日"},
		{"a letter of four bytes", "😀", "😀"},
		{"several in one packet", "jjk", "j j k"},
		{"esc", "\x1b", "esc"},
		{"esc twice", "\x1b\x1b", "esc esc"},
		{"alt and a letter", "\x1bf", "alt+f"},
		{"alt and a letter of two bytes", "\x1bé", "alt+é"},
		{"alt and an arrow, as rxvt and PuTTY send it", "\x1b\x1b[D", "alt+left"},
		{"enter", "\r", "enter"},
		{"tab and back", "\t\x1b[Z", "tab shift+tab"},
		{"backspace of both kinds", "\x7f\x08", "backspace backspace"},
		{"alt and backspace of both kinds", "\x1b\x7f\x1b\x08", "alt+backspace alt+backspace"},
		{"ctrl and blank", "\x00", "ctrl+space"},
		{"arrows, normal and application mode", "\x1b[A\x1bOB\x1b[1;5C\x1bOD", "up down ctrl+right left"},
		{"an introducer of one byte", "\x9bA\x8fB\x9b3~", "up down delete"},
		{"the Linux console's F1 to F5", "\x1b[[A\x1b[[B\x1b[[C\x1b[[D\x1b[[E", "f1 f2 f3 f4 f5"},
		{"F1 of every kind", "\x1bOP\x1b[11~\x1b[P\x1b[[A\x1b[57364u", "f1 f1 f1 f1 f1"},
		{"F3, which with a modifier is a position", "\x1bOR\x1b[R\x1b[1;2R\x1b[13~", "f3 f3 uv.CursorPositionEvent f3"},
		{"rxvt's shift and ctrl", "\x1b[3$\x1b[3^\x1b[3@", "delete ctrl+delete ctrl+delete"},
		{"esc, ctrl+[ in the form of kitty", "\x1b[27u\x1b[91;5u", "esc esc"},
		{"esc, ctrl+[ in the form of xterm", "\x1b[27;1;27~\x1b[27;5;91~", "esc esc"},
		{"enter", "\x1b[13u\x1b[109;5u\x1b[27;5;109~\x1b[13;2u\x1b[27;2;13~\x1b[13;5u", "enter enter enter enter enter enter"},
		{"tab", "\x1b[9u\x1b[105;5u\x1b[27;5;105~\x1b[9;5u", "tab tab tab tab"},
		{"tab with shift", "\x1b[9;2u\x1b[27;2;9~\x1b[9;6u", "shift+tab shift+tab shift+tab"},
		{"backspace", "\x1b[127u\x1b[127;2u\x1b[27;2;127~\x1b[104;5u\x1b[127;5u\x1b[27;5;8~", "backspace backspace backspace backspace backspace backspace"},
		{"delete", "\x1b[3~\x1b[3;2~", "delete delete"},
		{"a blank", " \x1b[32;2u\x1b[27;2;32~", "space space space"},
		{"letters with shift", "\x1b[97;2u\x1b[27;2;65~\x1b[47:63;2u", "A A ?"},
		{"ctrl and shift stay apart from ctrl", "\x1b[99;6u\x1b[27;6;67~", "ctrl+shift+c ctrl+shift+c"},
		{"ctrl+c of every kind", "\x03\x1b[99;5u\x1b[27;5;99~\x1b[3u", "ctrl+c ctrl+c ctrl+c ctrl+c"},
		{"caps lock and num lock", "\x1b[99;69u\x1b[99;133u\x1b[1;129A\x1b[13;193u\x1b[3;129~", "ctrl+c ctrl+c up enter delete"},
		{"letters under caps lock", "\x1b[97;65u", "A"},
		{"a Cyrillic c with ctrl, its key said", "\x1b[1089::99;5u", "ctrl+c"},
		{"a Cyrillic c with ctrl, its key not said", "\x1b[1089;5u\x1b[27;5;1089~", "ctrl+c ctrl+c"},
		{"ctrl+m by its key on a Cyrillic keyboard", "\x1b[1100::109;5u", "enter"},
		{"Cyrillic letters are letters", "с\x1b[1089::99u", "с с"},
		{"a Latin letter stays where the user's keyboard has it", "\x1b[97::113;5u", "ctrl+a"},
		{"a repeated key acts, a released one does not", "\x1b[106;1:2u\x1b[106;1:3u\x1b[1;1:3A\x1b[3;1:3~", "j"},
		{"modifiers alone do nothing", "\x1b[57441;2u\x1b[57358;65u\x1b[57360;129u", ""},
		{"the keypad in application mode", "\x1bOM\x1bOp\x1bOy\x1bOk\x1bOn\x1bOj\x1bOX\x1bO \x1bOI", "enter 0 9 + . * = space tab"},
		{"the keypad in the form of kitty", "\x1b[57414u\x1b[57399u\x1b[57419u\x1b[57426u", "enter 0 up delete"},
		{"a key of Windows' console with its count", "\x1b[65;30;97;1;0;65535_\x1b[65;30;97;0;0;1_", "a"},
		{"a command key types nothing", "\x1b[99;9u", "super+c"},
		{"text that a key cannot type", "\x1b[97;;27u", "a"},
		{"a key that no keyboard has", "\x1b[0u", "ctrl+space"},
	} {
		if got := read(0, test.bytes); got != test.want {
			t.Errorf("%s: %q is %q, want %q", test.name, test.bytes, got, test.want)
		}
	}
}

func TestTheMouseIsReadInEveryEncoding(t *testing.T) {
	t.Parallel()
	for bytes, want := range map[string]string{
		"\x1b[<0;3;4M":        "uv.MouseClickEvent left 2,3",
		"\x1b[<0;3;4m":        "uv.MouseReleaseEvent left 2,3",
		"\x1b[<65;200;50M":    "uv.MouseWheelEvent wheeldown 199,49",
		"\x1b[M #$":           "uv.MouseClickEvent left 2,3",
		"\x1b[M`\xe9\xff":     "uv.MouseWheelEvent wheelup 200,222",
		"\x1b[M #R":           "uv.MouseClickEvent left 2,49",
		"\x1b[96;3;4M":        "uv.MouseWheelEvent wheelup 2,3",
		"\x1b[<0;3;4Mj":       "uv.MouseClickEvent left 2,3 j",
		"\x1b[M  !j":          "j", // outside of the window
		"\x1b[M #\x1b[Aj":     "up j",
		"\x1b[I\x1b[Oj":       "uv.FocusEvent uv.BlurEvent j",
		"\x1b[0;3;4Mj":        "j",
		"\x1b[-1;3;4Mj":       "j",
		"\x1b[99999;99999Mjk": "j k",
	} {
		if got := read(0, bytes); got != want {
			t.Errorf("%q is %q, want %q", bytes, got, want)
		}
	}
}

func TestWhatIsPastedIsNoKey(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		pieces []string
		want   string
	}{
		{"a line", []string{"\x1b[200~DD\x1b[201~j"}, `paste "DD" j`},
		{"sequences in it", []string{"\x1b[200~a\x1b[Ab\x1b[31mc\x1b\x1b[201~j"}, `paste "a\x1b[Ab\x1b[31mc\x1b" j`},
		{"a begin in it", []string{"\x1b[200~a\x1b[200~b\x1b[201~j"}, `paste "a\x1b[200~b" j`},
		{"an introducer of one byte", []string{"\x9b200~x\x9b201~j"}, `paste "x" j`},
		{"letters that end as that introducer", []string{"\x1b[200~ě201~ D\x1b[201~j"}, `paste "ě201~ D" j`},
		{"an end in pieces", []string{"\x1b[200~DD\x1b", "[20", "1", "~j"}, `paste "DD" j`},
		{"a letter in pieces", []string{"\x1b[200~D\xc3", "\xa9D\x1b[201~j"}, `paste "DéD" j`},
		{"a begin whose ESC came alone", []string{"\x1b", "[200~DD\x1b[201~j"}, `esc paste "DD" j`},
		{"an end without a begin", []string{"\x1b[201~j"}, "j"},
		{"nothing", []string{"\x1b[200~\x1b[201~j"}, "j"},
		{"what is no text", []string{"\x1b[200~a\xffb\x1b[201~"}, `paste "a` + "\ufffd" + `b"`},
	} {
		if got := read(100*time.Millisecond, test.pieces...); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestAPasteThatNeverEndsIsHandedOnAndLetsGoOfTheKeyboard(t *testing.T) {
	t.Parallel()
	// What still comes after a halt is pasted, not typed.
	if got := read(2*time.Second, "\x1b[200~one ", "two D", "D\x1b[201~j"); got != `paste "one " paste "two D" paste "D" j` {
		t.Errorf("a slow paste is %s", got)
	}
	if got := read(2*time.Second, "\x1b[200~one", "\x1b", "j"); got != `paste "one" esc j` {
		t.Errorf("esc after a paste without an end: %s", got)
	}
	if got := read(2*time.Second, "\x1b[200~one", "\x03"); got != `paste "one" ctrl+c` {
		t.Errorf("ctrl+c after a paste without an end: %s", got)
	}
	// An end of which half has come is not shown.
	if got := read(1500*time.Millisecond, "\x1b[200~one\x1b[20", "1~j"); got != `paste "one" j` {
		t.Errorf("a mark that comes apart: %s", got)
	}
}

func TestALongPasteIsHandedOnInPieces(t *testing.T) {
	t.Parallel()
	r := newReader()
	long := strings.Repeat("é~", longestPaste/2)
	r.feed("\x1b[200~"+long+"\x1b[201~j", 0)
	var got strings.Builder
	keys := 0
	for _, event := range r.events {
		switch event := event.(type) {
		case uv.PasteEvent:
			got.WriteString(event.Content)
		case uv.KeyPressEvent:
			keys++
		}
	}
	if got.String() != long || keys != 1 || len(r.events) != 3 {
		t.Errorf("%d bytes of %d, %d keys, in %d events", got.Len(), len(long), keys, len(r.events))
	}
}

// TestAnArrowOverASlowLinkIsOneKeyOrNothing is the case that was met: the
// letters behind a late ESC opened a deletion.
func TestAnArrowOverASlowLinkIsOneKeyOrNothing(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		between time.Duration
		pieces  []string
		want    string
	}{
		{20 * time.Millisecond, []string{"\x1b", "[D"}, "left"},
		{20 * time.Millisecond, []string{"\x1b", "[", "D"}, "left"},
		{100 * time.Millisecond, []string{"\x1b", "[D"}, "esc"},
		{100 * time.Millisecond, []string{"\x1b", "[", "D"}, "esc"},
		{100 * time.Millisecond, []string{"\x1b[", "D"}, "left"},
		{100 * time.Millisecond, []string{"\x1b", "OD"}, "esc"},
		{100 * time.Millisecond, []string{"\x1b", "[1;5D"}, "esc"},
		{100 * time.Millisecond, []string{"\x1b", "[3~"}, "esc"},
		{100 * time.Millisecond, []string{"\x1b", "[[A"}, "esc"},
		{100 * time.Millisecond, []string{"\x1b", "[<0;3;4M"}, "esc"},
		{100 * time.Millisecond, []string{"\x1b", "[M #$"}, "esc"},
		{time.Second, []string{"\x1b[", "D"}, "left"},
		{time.Second, []string{"\xc3", "\xa9"}, "é"},
		{time.Hour, []string{"\xf0\x9f", "\x98", "\x80"}, "😀"},
		{time.Hour, []string{"\xc3", "j"}, "j"},
	} {
		if got := read(test.between, test.pieces...); got != test.want {
			t.Errorf("%q, %v apart, is %q, want %q", test.pieces, test.between, got, test.want)
		}
	}
}

func TestEscAndAKeyThatWasTypedSoonAfterAreTwoKeys(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		between time.Duration
		pieces  []string
		want    string
	}{
		{100 * time.Millisecond, []string{"\x1b", "j"}, "esc j"},
		{100 * time.Millisecond, []string{"\x1b", "\x1b", "q"}, "esc esc q"},
		// A bracket may be the rest of a sequence: it is a key once what comes
		// after it, or that nothing does, shows that it is not.
		{100 * time.Millisecond, []string{"\x1b", "[", "j", "k"}, "esc [ j k"},
		{100 * time.Millisecond, []string{"\x1b", "["}, "esc ["},
		{100 * time.Millisecond, []string{"\x1b", "[", "["}, "esc [ ["},
		{100 * time.Millisecond, []string{"\x1b", "[", "\r"}, "esc [ enter"},
		{350 * time.Millisecond, []string{"\x1b", "[", ":", "n"}, "esc [ : n"},
		{100 * time.Millisecond, []string{"\x1b", "[:n"}, "esc [ : n"},
		{350 * time.Millisecond, []string{"\x1b", "[", "/", "D"}, "esc [ / D"},
		{350 * time.Millisecond, []string{"\x1b", "[", " ", "j"}, "esc [ space j"},
		{350 * time.Millisecond, []string{"\x1b", "[", ";", "j"}, "esc [ ; j"},
		{150 * time.Millisecond, []string{"\x1b", "[", "?"}, "esc [ ?"},
		{150 * time.Millisecond, []string{"\x1b", "[", "?", "q"}, "esc [ ? q"},
		{150 * time.Millisecond, []string{"\x1b", "[", "=", "j"}, "esc [ = j"},
		{150 * time.Millisecond, []string{"\x1b", "[", "2"}, "esc [ 2"},
		{150 * time.Millisecond, []string{"\x1b", "[", "2", "j", "k"}, "esc [ 2 j k"},
		{150 * time.Millisecond, []string{"\x1b", "[", "2", "D"}, "esc [ 2 D"},
		{150 * time.Millisecond, []string{"\x1b", "[", "2", "1", "\r"}, "esc [ 2 1 enter"},
		{150 * time.Millisecond, []string{"\x1b", "[", "2", "\x1b", "n"}, "esc [ 2 esc n"},
		{150 * time.Millisecond, []string{"\x1b", "[", "M"}, "esc [ M"},
		// What came as one piece was sent by a terminal, and its end is late.
		{time.Second, []string{"\x1b[2", "~j"}, "insert j"},
		{100 * time.Millisecond, []string{"\x1b", "[", "\x1b", "k"}, "esc [ esc k"},
		{100 * time.Millisecond, []string{"\x1b", "]", "j"}, "esc ] j"},
		{100 * time.Millisecond, []string{"\x1b", "P"}, "esc P"},
		{100 * time.Millisecond, []string{"\x1b", "P", "j"}, "esc P j"},
		{100 * time.Millisecond, []string{"\x1b", "O"}, "esc O"},
		{100 * time.Millisecond, []string{"\x1b", "O", "z"}, "esc O z"},
		{time.Second, []string{"\x1b", "[", "]"}, "esc [ ]"},
		// Alt and a bracket are nothing, and hold nothing up.
		{100 * time.Millisecond, []string{"\x1b]", "j", "k"}, "k"},
		{100 * time.Millisecond, []string{"\x1b]", "\x03"}, "ctrl+c"},
		{100 * time.Millisecond, []string{"\x1b[", "\r"}, "enter"},
		{100 * time.Millisecond, []string{"\x1b[3", "\x1b[D"}, "left"},
		{3 * time.Second, []string{"\x1b[3", "j"}, "j"},
	} {
		if got := read(test.between, test.pieces...); got != test.want {
			t.Errorf("%q, %v apart, is %q, want %q", test.pieces, test.between, got, test.want)
		}
	}
}

// TestWhatCameAsOnePieceWasNotTyped waits longer for what a terminal sent as one, and
// for what is longer than a person types: a paste begins so.
func TestWhatCameAsOnePieceWasNotTyped(t *testing.T) {
	t.Parallel()
	for _, pieces := range [][]string{{"[2"}, {"[2", "0"}, {"[", "2", "0", "0"}, {"[?"}} {
		r := newReader()
		r.feed("\x1b", 0)
		for _, piece := range pieces {
			r.feed(piece, 100*time.Millisecond)
		}
		r.pass(1500 * time.Millisecond)
		if got := strings.Join(words(r.events), " "); got != "esc" {
			t.Errorf("esc and %q act as %q", pieces, got)
		}
	}
}

func TestATerminalThatTellsEscApartIsWaitedForLonger(t *testing.T) {
	t.Parallel()
	r := newReader()
	r.scanner.Unambiguous = true
	r.feed("\x1b", 0)
	r.feed("[D", 300*time.Millisecond)
	r.feed("\x1b[27u", 0)
	r.feed("\x1b", 0) // and if it comes alone after all, it acts
	r.feed("j", time.Second)
	if got := strings.Join(r.heard(), " "); got != "left esc esc j" {
		t.Errorf("got %q", got)
	}
}

// answers are what terminals answer to the questions of this program and of
// others that ran before it.
var answers = []string{
	"\x1b[?2026;2$y", "\x1b[?2027;0$y", "\x1b[4;1$y", "\x1b[?1u", "\x1b[?0u", "\x1b[?62;22;52c", "\x1b[?6c", "\x1b[>1;4000;29c",
	"\x1b[>84;0;0c", "\x1b[=1;0c", "\x1b[2;2R", "\x1b[1;2R", "\x1b[1;80R", "\x1b[?12;40R", "\x1b[?12;40;1R", "\x1b[0n", "\x1b[?997;1n",
	"\x1b[4;600;800t", "\x1b[8;50;200t", "\x1b[6;16;8t", "\x1b[48;50;200;800;1600t", "\x1b[>4;2m",
	"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\", "\x1b]11;rgb:ffff/ffff/ffff\a", "\x1b]10;rgb:0000/0000/0000\x9c",
	"\x1b]4;1;rgb:cdcd/0000/0000\x1b\\", "\x1b]52;c;RGVsZXRl\x1b\\", "\x1b]lDelete D\x1b\\", "\x1b]Licon\x1b\\",
	"\x1bP>|XTerm(379)\x1b\\", "\x1bP1+r524742=38\x1b\\", "\x1bP0+r\x1b\\", "\x1bP1$r0m\x1b\\", "\x1bP!|7E565445\x1b\\",
	"\x1b_Gi=31;OK\x1b\\", "\x1b^DDDD\x1b\\", "\x1bXDDDD\x1b\\", "\x9d11;rgb:1e1e/1e1e/2e2e\x9c", "\x90>|foot(1.13.1)\x9c",
}

// keySequences are keys as terminals send them. Alt is not among them where it
// is ESC before another key: apart, that is two keys that a person pressed.
var keySequences = []string{
	"\x1b[A", "\x1bOD", "\x1b[D", "\x1b[1;5D", "\x1b[3~", "\x1b[3;2~", "\x1b[[A", "\x1b[[D", "\x1bOP", "\x1b[11~", "\x1b[Z",
	"\x1b[91;5u", "\x1b[27;5;109~", "\x1b[1089::99;5u", "\x1b[<0;3;4M", "\x1b[<35;120;40m", "\x1b[M #$", "\x1b[M`\xe9\xff",
	"\x1b[I", "\x1b[O", "\x1b[3$", "\x1b[3^", "\x1b[a", "\x1bOa", "\x1bOM", "\x1bOq", "é", "日", "😀",
	"\x1b[106;1:3u", "\x1b[200~DqD\x1b[201~",
}

func keysOf(heard []string) []string {
	return slices.DeleteFunc(slices.Clone(heard), func(event string) bool {
		return strings.HasPrefix(event, "uv.") && !strings.HasPrefix(event, "uv.Mouse")
	})
}

// TestNoAnswerActsAsAKey cuts every answer at every byte, and waits there.
func TestNoAnswerActsAsAKey(t *testing.T) {
	t.Parallel()
	for _, answer := range answers {
		for at := range len(answer) {
			for _, wait := range []time.Duration{0, 30 * time.Millisecond, 100 * time.Millisecond, 400 * time.Millisecond} {
				got := keysOf(strings.Fields(read(wait, answer[:at], answer[at:]+"j")))
				if len(got) > 0 && got[0] == "esc" && at == 1 && wait >= escapeWait {
					got = got[1:]
				}
				if !slices.Equal(got, []string{"j"}) {
					t.Errorf("%q, cut at %d, %v apart, acts as %q", answer, at, wait, got)
				}
			}
		}
	}
}

// TestPiecesActAsTheWholeOrLess cuts what a terminal sends at any bytes, and
// lets any time pass between the pieces that a network lets pass.
func TestPiecesActAsTheWholeOrLess(t *testing.T) {
	t.Parallel()
	all := append(slices.Clone(answers), keySequences...)
	rapid.Check(t, func(t *rapid.T) {
		sent := strings.Join(rapid.SliceOfN(rapid.SampledFrom(all), 1, 4).Draw(t, "sequences"), "")
		r := newReader()
		var pieces []string
		for rest := sent; rest != ""; {
			length := rapid.IntRange(1, len(rest)).Draw(t, "length")
			wait := time.Duration(rapid.IntRange(0, 480).Draw(t, "wait")) * time.Millisecond
			r.feed(rest[:length], wait)
			pieces = append(pieces, fmt.Sprintf("%v %q", wait, rest[:length]))
			rest = rest[length:]
		}
		whole := keysOf(words(newReaderOf(sent).heardEvents()))
		for _, event := range keysOf(words(r.heardEvents())) {
			if event == "esc" {
				continue // an ESC that stayed alone
			}
			at := slices.Index(whole, event)
			if at < 0 {
				t.Fatalf("%v acts as %q, which %q does not", pieces, event, sent)
			}
			whole = whole[at+1:]
		}
	})
}

func newReaderOf(sent string) *reader {
	r := newReader()
	r.feed(sent, 0)
	return r
}

func (r *reader) heardEvents() []uv.Event {
	r.pass(time.Minute)
	return r.events
}

func words(events []uv.Event) []string {
	var out []string
	for _, event := range events {
		out = append(out, describe(event))
	}
	return out
}

// TestWithoutDelayItDoesNotMatterHowBytesAreDivided holds for whatever bytes.
func TestWithoutDelayItDoesNotMatterHowBytesAreDivided(t *testing.T) {
	t.Parallel()
	piece := rapid.OneOf(rapid.SampledFrom(answers), rapid.SampledFrom(keySequences), rapid.StringOfN(rapid.RuneFrom([]rune("\x1b[]OP?;~0129ADMRcu\a\\j\u009b\u00e9")), 1, 6, -1))
	rapid.Check(t, func(t *rapid.T) {
		sent := strings.Join(rapid.SliceOfN(piece, 1, 5).Draw(t, "sent"), "")
		r := newReader()
		for rest := sent; rest != ""; {
			length := rapid.IntRange(1, len(rest)).Draw(t, "length")
			r.feed(rest[:length], 0)
			rest = rest[length:]
		}
		if whole, cut := words(newReaderOf(sent).heardEvents()), words(r.heardEvents()); !slices.Equal(whole, cut) {
			t.Fatalf("%q is %q, and in pieces %q", sent, whole, cut)
		}
	})
}

// FuzzScanner feeds anything, whole and byte by byte: nothing fails, nothing
// grows, and the keyboard is free again after a while.
func FuzzScanner(f *testing.F) {
	for _, sequence := range append(slices.Clone(answers), keySequences...) {
		f.Add([]byte(sequence))
	}
	f.Add([]byte("\x1b[99999999999999999999u\x1b[;;;;;;u\x1b[200~\x1b["))
	f.Fuzz(func(t *testing.T, content []byte) {
		whole, cut := newReader(), newReader()
		whole.feed(string(content), 0)
		for i := range content {
			cut.feed(string(content[i:i+1]), 0)
		}
		if a, b := words(whole.events), words(cut.events); !slices.Equal(a, b) {
			t.Errorf("%q is %q, and byte by byte %q", content, a, b)
		}
		if len(whole.scanner.held) > longestSequence {
			t.Errorf("%d bytes are held", len(whole.scanner.held))
		}
		whole.pass(time.Minute)
		whole.events = nil
		whole.feed("\x1b[27u", 0)
		whole.feed("\r", time.Minute)
		if got := whole.events; len(got) == 0 || describe(got[len(got)-1]) != "enter" {
			t.Errorf("after %q enter is %v", content, got)
		}
		for _, event := range whole.events {
			if key, ok := event.(uv.KeyPressEvent); ok && strings.ContainsAny(key.Text, "\x1b\x00\r\n\u009b") {
				t.Errorf("a key types %q", key.Text)
			}
			if _, asKey := event.(tea.KeyPressMsg); asKey {
				t.Error("an event was translated too early")
			}
		}
	})
}
