package faulttest

import (
	"errors"
	"io"
	"net/http"

	"glimpse/api/embedded/faults"
)

// The faults of data on its way: at a place that the seed chooses.
const (
	// ResetInAnswer ends the connection in the middle of an answer, ResetInBody
	// in the middle of what is sent; the service then gets no more of it.
	ResetInAnswer Fault = "reset in the answer"
	ResetInBody   Fault = "reset in the body"
	// Flipped changes one bit of an answer.
	Flipped Fault = "bit flipped"
)

// inData reports whether a fault is one of data.
func (f Fault) inData() bool { return f == ResetInAnswer || f == ResetInBody || f == Flipped }

var errCut = errors.New("the connection was cut")

// cut passes an exchange on with its fault after so many bytes.
func (p *Proxy) cut(entry *Request, fault Fault, after int64, w http.ResponseWriter, r *http.Request) {
	damaged := &damagedWriter{ResponseWriter: w, fault: fault, left: after}
	if fault == ResetInBody {
		r.Body = &cutBody{ReadCloser: r.Body, left: after, cut: func() { faults.Reset(w) }}
	}
	p.pass(entry, damaged, r)
}

// damagedWriter does a fault to an answer.
type damagedWriter struct {
	http.ResponseWriter
	fault Fault
	left  int64
}

// Unwrap lets http.ResponseController reach the connection.
func (d *damagedWriter) Unwrap() http.ResponseWriter { return d.ResponseWriter }

func (d *damagedWriter) Write(content []byte) (int, error) {
	before := d.left
	d.left -= int64(len(content))
	if before < 0 || d.left >= 0 {
		return d.ResponseWriter.Write(content)
	}
	if d.fault == Flipped {
		content = append([]byte(nil), content...)
		content[before] ^= 1
	}
	if d.fault != ResetInAnswer {
		return d.ResponseWriter.Write(content)
	}
	n, _ := d.ResponseWriter.Write(content[:before]) // the connection ends in any case
	_ = http.NewResponseController(d.ResponseWriter).Flush()
	faults.Reset(d.ResponseWriter)
	return n, errCut
}

// cutBody ends a request in the middle of what it sends.
type cutBody struct {
	io.ReadCloser
	left int64
	cut  func()
}

func (c *cutBody) Read(out []byte) (int, error) {
	if c.left <= 0 {
		c.cut()
		return 0, errCut
	}
	n, err := c.ReadCloser.Read(out[:min(int64(len(out)), c.left)])
	c.left -= int64(n)
	return n, err
}
