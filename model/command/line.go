package command

// Line is a command that files keep as its canonical line.
type Line struct{ Command }

// MarshalText implements encoding.TextMarshaler.
func (l Line) MarshalText() ([]byte, error) { return []byte(Format(l.Command)), nil }

// UnmarshalText implements encoding.TextUnmarshaler. A line that is no command,
// of a later version perhaps, gives none: what else the file holds is not lost
// with it.
func (l *Line) UnmarshalText(line []byte) error {
	l.Command, _ = Parse(string(line))
	return nil
}
