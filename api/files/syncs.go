package files

import "os"

// syncEvery is how much of a file is written before the disk is asked to take it.
const syncEvery = 64 << 20

// syncs has the disk take a large file while more of it is written, so that nobody
// waits for all of it in the end.
type syncs struct {
	written int        // since the last one began
	running chan error // nil where none is under way
}

// wrote begins a sync once enough was written, unless one is under way. The error is
// that of the one before: the system tells it once.
func (s *syncs) wrote(file *os.File, bytes int) error {
	if s.written += bytes; s.written < syncEvery {
		return nil
	}
	select {
	case err := <-s.running:
		s.running = nil
		if err != nil {
			return err
		}
	default:
	}
	if s.running != nil {
		return nil
	}
	running := make(chan error, 1)
	s.written, s.running = 0, running
	go func() { running <- syncFile(file) }()
	return nil
}

// wait waits for the one under way.
func (s *syncs) wait() error {
	if s.running == nil {
		return nil
	}
	err := <-s.running
	s.running = nil
	return err
}
