package terminal

import (
	"bytes"
	"errors"
	"io"
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// asking are the questions that the program and Bubble Tea ask a terminal.
var asking = [][]byte{
	[]byte(ansi.RequestKittyKeyboard), []byte(ansi.RequestBackgroundColor),
	[]byte(ansi.RequestModeSynchronizedOutput), []byte(ansi.RequestModeUnicodeCore),
}

// What turns the mouse on, and what the width of a character is measured by:
// in the second line, since the cursor in the first is reported as a key is.
var (
	mouseOn     = []byte(ansi.SetModeMouseButtonEvent + ansi.SetModeMouseExtSgr)
	altScreenOn = []byte(ansi.SetModeAltScreenSaveCursor)
	measure     = "\x1b[2;1H" + ambiguous + ansi.RequestCursorPositionReport + "\x1b[2;1H\x1b[2K\x1b[H"
)

// ambiguous is a character that some terminals for East Asian languages draw
// in two cells, as they do with all of its kind (Unicode Annex 11).
const ambiguous = "─"

// output is what is written to the terminal. It leaves out what the terminal
// does not bear, and adds what has to be asked.
type output struct {
	terminal *Terminal
	to       io.Writer

	mu sync.Mutex
	// extended says that the terminal ignores sequences that it does not
	// know, mouse that it reports the mouse without harm.
	extended, mouse bool
	// wantsMouse says that the program has turned the mouse on.
	wantsMouse bool
	// first is what is asked on the first screen, before anything is drawn.
	first string
	gone  bool
}

// Write implements io.Writer.
func (o *output) Write(content []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.write(o.suited(content)); err != nil {
		return 0, err
	}
	return len(content), nil
}

// write hands content on as it is.
func (o *output) write(content []byte) error {
	_, err := o.to.Write(content)
	if !o.gone && (errors.Is(err, syscall.EIO) || errors.Is(err, syscall.EPIPE)) {
		o.gone = true
		o.terminal.hungUp()
	}
	return err
}

// suited returns content as the terminal bears it. Nearly all of it is frames,
// in which there is nothing to change.
func (o *output) suited(content []byte) []byte {
	if bytes.Contains(content, mouseOn) {
		o.wantsMouse = true
		if !o.mouse {
			content = bytes.ReplaceAll(content, mouseOn, nil)
		}
	}
	if !o.extended {
		return withoutExtensions(content)
	}
	asks := false
	if before, after, found := bytes.Cut(content, altScreenOn); found && o.first != "" {
		asks = true
		content = bytes.Join([][]byte{before, altScreenOn, []byte(o.first), after}, nil)
		o.first = ""
	}
	for _, question := range asking {
		asks = asks || bytes.Contains(content, question)
	}
	if asks {
		o.terminal.questions.asked(time.Now())
		content = append(bytes.Clone(content), ansi.RequestPrimaryDeviceAttributes...)
	}
	return content
}

// extensions are what older consoles take for something else: what turns the
// extended keyboard on and off, and questions.
var extensions = [][]byte{
	[]byte(ansi.SetModifyOtherKeys2), []byte(ansi.ResetModifyOtherKeys),
	[]byte(ansi.PushKittyKeyboard(ansi.KittyDisambiguateEscapeCodes)),
	[]byte(ansi.PushKittyKeyboard(ansi.KittyDisambiguateEscapeCodes | ansi.KittyReportAlternateKeys)),
	[]byte(ansi.PopKittyKeyboard(1)),
	[]byte(ansi.RequestKittyKeyboard), []byte(ansi.RequestBackgroundColor),
	[]byte(ansi.RequestModeSynchronizedOutput), []byte(ansi.RequestModeUnicodeCore),
}

func withoutExtensions(content []byte) []byte {
	for _, extension := range extensions {
		if bytes.Contains(content, extension) {
			content = bytes.ReplaceAll(content, extension, nil)
		}
	}
	return content
}

// allowMouse turns the mouse on if the program wants it.
func (o *output) allowMouse() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.mouse && o.wantsMouse {
		o.write(mouseOn) //nolint:errcheck // a terminal that is gone has been told of
	}
	o.mouse = true
}

// outputFile is an output that is a file.
type outputFile struct {
	*os.File
	out *output
}

// Write implements io.Writer.
func (f outputFile) Write(content []byte) (int, error) { return f.out.Write(content) }

// WriteString keeps io.WriteString from going around Write.
func (f outputFile) WriteString(content string) (int, error) { return f.out.Write([]byte(content)) }

// ReadFrom keeps io.Copy from going around Write.
func (f outputFile) ReadFrom(from io.Reader) (int64, error) {
	return io.Copy(struct{ io.Writer }{f.out}, from)
}
