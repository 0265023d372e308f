package transfer

import (
	"context"
	"crypto/md5"  //nolint:gosec // the service says which hash it keeps
	"crypto/sha1" //nolint:gosec // the same
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"errors"
	"hash"
	"io"
	"sync"
	"sync/atomic"

	"glimpse/model/job"
)

// hashes are the algorithms of os_hash_algo that this program knows.
var hashes = map[string]func() hash.Hash{
	"md5": md5.New, "sha1": sha1.New, "sha224": sha256.New224, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New,
	"sha3_224": func() hash.Hash { return sha3.New224() }, "sha3_256": func() hash.Hash { return sha3.New256() },
	"sha3_384": func() hash.Hash { return sha3.New384() }, "sha3_512": func() hash.Hash { return sha3.New512() },
}

// The blocks in which data is passed on, and how many of them there are.
const (
	blockSize  = 256 << 10
	blockCount = 8
)

// stream reads a source ahead and hashes it, each beside whoever takes the
// blocks: reading, hashing and writing take their time at once.
type stream struct {
	ready, toHash, free chan *block
	stop                chan struct{}
	end                 sync.Once
	working             sync.WaitGroup
}

type block struct {
	content []byte
	err     error // why it is the last
	users   atomic.Int32
}

// newStream begins to read. sum may be nil.
func newStream(source io.Reader, sum hash.Hash) *stream {
	s := &stream{
		ready: make(chan *block, blockCount), toHash: make(chan *block, blockCount), free: make(chan *block, blockCount),
		stop: make(chan struct{}),
	}
	for range blockCount {
		s.free <- &block{content: make([]byte, 0, blockSize)}
	}
	s.working.Go(func() { s.read(source) })
	s.working.Go(func() {
		for b := range s.toHash {
			if sum != nil {
				sum.Write(b.content) // never fails
			}
			s.done(b)
		}
	})
	return s
}

// read fills blocks until the source ends, or the stream.
func (s *stream) read(source io.Reader) {
	defer close(s.toHash)
	for {
		select {
		case <-s.stop:
			return
		case b := <-s.free:
			n, err := fill(source, b.content[:blockSize])
			b.content, b.err = b.content[:n], err
			b.users.Store(2)
			s.toHash <- b // never waits: there is room for all blocks
			s.ready <- b
			if err != nil {
				return
			}
		}
	}
}

// fill reads until a block is full or the source has failed.
func fill(source io.Reader, into []byte) (n int, err error) {
	for n < len(into) && err == nil {
		var more int
		more, err = source.Read(into[n:])
		n += more
	}
	return n, err
}

// done gives a block back that was used.
func (s *stream) done(b *block) {
	if b.users.Add(-1) == 0 {
		s.free <- b
	}
}

// stopped is the last block of a stream that was ended before its source.
var stopped = &block{err: errors.New("it was ended")}

// next returns the next block, which is to be given back unless it is the last.
func (s *stream) next() *block {
	select {
	case b := <-s.ready:
		return b
	case <-s.stop:
		return stopped
	}
}

// close ends the stream, once what was read is hashed. What the source waits
// for has to be ended by whoever owns it.
func (s *stream) close() {
	s.end.Do(func() { close(s.stop) })
	s.working.Wait()
}

// passTo writes all blocks to a writer. readErr is why the source ended, nil at
// its end, and writeErr why the writer did.
func (s *stream) passTo(out io.Writer, count func(bytes int)) (readErr, writeErr error) {
	for {
		b := s.next()
		if _, err := out.Write(b.content); err != nil {
			return nil, err
		}
		count(len(b.content))
		if b.err != nil {
			if b.err == io.EOF { //nolint:errorlint // a reader returns io.EOF itself
				return nil, nil
			}
			return b.err, nil
		}
		s.done(b)
	}
}

// counted is a source that is read until a context ends. meter, which may be nil, is told
// how far it is.
type counted struct {
	ctx   context.Context //nolint:containedctx // reading has none of its own (io.Reader)
	from  io.Reader
	meter *job.Meter
}

// Read implements io.Reader.
func (c *counted) Read(buffer []byte) (int, error) {
	if c.ctx.Err() != nil {
		return 0, context.Cause(c.ctx)
	}
	n, err := c.from.Read(buffer)
	c.meter.Add(n)
	return n, err
}
