package glance

import (
	"bytes"
	"cmp"
	"crypto/md5" //nolint:gosec // the API's checksum is MD5
	"crypto/sha512"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"net/http"
	"strconv"
)

const octets = "application/octet-stream"

// sums are the hashes that the service keeps of data.
type sums struct{ checksum, sha512 hash.Hash }

func newSums() sums {
	return sums{checksum: md5.New(), sha512: sha512.New()} //nolint:gosec // the API's checksum is MD5
}

// sumsOf are those of data that is all there.
func sumsOf(data []byte) sums {
	s := newSums()
	_, _ = s.Write(data) // never fails
	return s
}

// Write implements io.Writer.
func (s sums) Write(data []byte) (int, error) {
	s.checksum.Write(data)
	return s.sha512.Write(data)
}

// Fill gives a record the data that is read from a source, and the default store. It
// returns an error if the source does.
func (r *Record) Fill(from io.Reader) error {
	data, err := io.ReadAll(from)
	if err != nil {
		return err
	}
	fill(r, data, sumsOf(data))
	r.Stores = []string{storeID}
	return nil
}

// fill puts data into a record, with what the service finds out about it.
func fill(r *Record, data []byte, of sums) {
	size, algorithm := int64(len(data)), "sha512"
	sum, value := hex.EncodeToString(of.checksum.Sum(nil)), hex.EncodeToString(of.sha512.Sum(nil))
	r.Size, r.Checksum, r.HashAlgo, r.HashValue = &size, &sum, &algorithm, &value
	r.VirtualSize = virtualSize(r, data)
	r.Data = data
}

// Where the formats keep the size of the disk they describe.
const (
	qcowHeader = 512
	qcowSize   = 24
	vdiHeader  = 512
	vdiMagic   = 0x40
	vdiSize    = 0x170
	vhdFooter  = 512
	vhdSize    = 40
)

// virtualSize is the size of the disk in the data, or nil when the format
// does not tell it.
func virtualSize(r *Record, data []byte) *int64 {
	if r.DiskFormat == nil || r.ContainerFormat == nil || *r.ContainerFormat != "bare" {
		return nil
	}
	var size int64
	switch *r.DiskFormat {
	case "raw":
		size = int64(len(data))
	case "qcow2":
		if len(data) >= qcowHeader && bytes.HasPrefix(data, []byte("QFI\xfb")) {
			size = int64(binary.BigEndian.Uint64(data[qcowSize:]))
		}
	case "vhd":
		if len(data) >= vhdFooter && bytes.HasPrefix(data, []byte("conectix")) {
			size = int64(binary.BigEndian.Uint64(data[vhdSize:]))
		}
	case "vdi":
		if len(data) >= vdiHeader && binary.LittleEndian.Uint32(data[vdiMagic:]) == 0xbeda107f {
			size = int64(binary.LittleEndian.Uint64(data[vdiSize:]))
		}
	}
	if size == 0 {
		return nil
	}
	return &size
}

// missingFormats returns what must be set before there can be data.
func missingFormats(r *Record) error {
	var missing string
	if r.DiskFormat == nil || *r.DiskFormat == "" {
		missing = "disk_format"
	}
	if r.ContainerFormat == nil || *r.ContainerFormat == "" {
		if missing != "" {
			return badRequest("Properties disk_format, container_format must be set prior to saving data.")
		}
		missing = "container_format"
	}
	if missing != "" {
		return badRequest("Property " + missing + " must be set prior to saving data.")
	}
	return nil
}

func wrongTransition(from, to string) error {
	return conflict("Image status transition from " + from + " to " + to + " is not allowed")
}

func unknownStore(name string) string { return "Store for identifier " + name + " not found" }

// uploadImage answers PUT /v2/images/{id}/file. What it saves in the end is
// the image as it was in the beginning: a change made meanwhile is undone.
func (c *call) uploadImage() error {
	if kind := contentType(c.r); kind != octets {
		return unsupportedType(kind)
	}
	if err := c.within(LimitSize, 0); err != nil {
		return err
	}
	store := c.s.place(cmp.Or(c.r.Header.Get("X-Image-Meta-Store"), storeID))
	if store == nil {
		return badRequest(unknownStore(c.r.Header.Get("X-Image-Meta-Store")))
	}
	r, err := c.lookup(c.vars[0])
	if err != nil {
		return err
	}
	if err := c.mayUpload(r); err != nil {
		return err
	}
	if r.Status != statusQueued {
		return wrongTransition(r.Status, statusSaving)
	}
	if err := missingFormats(r); err != nil {
		return err
	}
	draft := *r
	draft.Status = statusSaving
	if err := c.save(&draft, saving{from: statusQueued}); err != nil {
		return uploadFailure(err, r.ID)
	}
	if err := c.within(LimitUploading, 0); err != nil {
		c.requeue(&draft)
		return err
	}
	verifies, err := c.s.verifierOf(&draft)
	if err != nil {
		c.requeue(&draft)
		return err
	}
	found := newSums()
	data, err := readData(c.r, found)
	if err != nil {
		c.requeue(&draft)
		return broken()
	}
	if !verifies.fits(data) {
		c.requeue(&draft)
		return unverified(r.ID, "Signature verification failed")
	}
	if store.readOnly() {
		c.requeue(&draft)
		return explain(http.StatusGone, "Error in store configuration. Adding images to store is disabled.")
	}
	fill(&draft, data, found)
	draft.Status, draft.Stores = statusActive, []string{store.id}
	if err := c.save(&draft, saving{from: statusSaving, withData: true}); err != nil {
		return uploadFailure(err, r.ID)
	}
	return c.empty(http.StatusNoContent)
}

// readData reads the data of an image, into memory of the size that was
// announced: growing step by step costs more than the data is large. As it
// arrives it is handed to a writer too.
func readData(r *http.Request, also io.Writer) ([]byte, error) {
	const most = 4 << 30 // of a size that may be a lie
	var data bytes.Buffer
	if r.ContentLength > 0 {
		data.Grow(int(min(r.ContentLength, most)) + bytes.MinRead)
	}
	_, err := data.ReadFrom(io.TeeReader(r.Body, also))
	return data.Bytes(), err
}

func (c *call) mayUpload(r *Record) error {
	err := c.enforce(ruleUpload, r)
	if err == nil && !c.s.options.NewRBAC && !mutable(&c.who, r) {
		return forbidden("Not allowed to upload image data for image " + r.ID)
	}
	return err
}

// uploadFailure is what becomes of an image that is gone or has been seized
// by another upload.
func uploadFailure(err error, id string) error {
	var failure *statusError
	if errors.As(err, &failure) && (failure.code == http.StatusNotFound || failure.code == http.StatusConflict) {
		return explain(http.StatusGone, "Image "+id+" could not be found after upload. The image may have been deleted "+
			"during the upload, cleaning up the chunks uploaded.")
	}
	return err
}

// requeue makes an image wait for data again after an upload that failed.
func (c *call) requeue(draft *Record) {
	draft.Status, draft.Size, draft.VirtualSize = statusQueued, nil, nil
	_ = c.save(draft, saving{}) // the failure of the upload is what is told
}

// stageImage answers PUT /v2/images/{id}/stage: data that an import is to
// take.
func (c *call) stageImage() error {
	if kind := contentType(c.r); kind != octets {
		return unsupportedType(kind)
	}
	if err := c.within(LimitStaged, 0); err != nil {
		return err
	}
	r, err := c.lookup(c.vars[0])
	if err != nil {
		return err
	}
	if err := c.enforceOwned(ruleModifyImage, r); err != nil {
		return err
	}
	if r.Status != statusQueued {
		return wrongTransition(r.Status, statusUploading)
	}
	draft := *r
	draft.Status = statusUploading
	if err := c.save(&draft, saving{from: statusQueued}); err != nil {
		return uncaught(err)
	}
	if err := c.within(LimitUploading, 0); err != nil {
		c.requeue(&draft)
		return err
	}
	data, err := readData(c.r, io.Discard)
	if err != nil {
		c.requeue(&draft)
		return broken()
	}
	if !c.s.store.stage(r.ID, data) {
		return conflict("The image " + r.ID + " has data on staging")
	}
	size := int64(len(data))
	draft.Size = &size
	if err := c.save(&draft, saving{from: statusUploading}); err != nil {
		c.s.store.unstage(r.ID)
		return uncaught(err)
	}
	return c.empty(http.StatusNoContent)
}

// downloadImage answers GET /v2/images/{id}/file.
func (c *call) downloadImage() error {
	r, err := c.lookup(c.vars[0])
	if err != nil {
		return err
	}
	if r.Status == statusDeactivated && !c.who.Admin() {
		return forbidden("The requested image has been deactivated. Image data download is forbidden.")
	}
	if err := c.enforce(ruleDownload, r); err != nil {
		return err
	}
	size := orZero(r.Size)
	part, err := readRange(c.r.Header, r.Size)
	if err != nil {
		return err
	}
	if len(r.Stores) == 0 {
		return c.nothing()
	}
	content, err := c.contentOf(r)
	if err != nil {
		return broken()
	}
	if part == nil {
		c.s.cacheRead(r)
	}
	code, from, length := http.StatusOK, int64(0), size
	header := c.w.Header()
	if part != nil {
		code, from, length = http.StatusPartialContent, part.from, part.to-part.from
		header.Set("Content-Range", "bytes "+strconv.FormatInt(from, 10)+"-"+strconv.FormatInt(part.to-1, 10)+
			"/"+strconv.FormatInt(size, 10))
	}
	header.Set("Content-Type", octets)
	header.Set("Content-Length", strconv.FormatInt(length, 10))
	if r.Checksum != nil {
		header.Set("Content-Md5", *r.Checksum)
	}
	c.w.WriteHeader(code)
	_, _ = io.Copy(c.w, io.NewSectionReader(content, from, length)) // the client is gone, nothing is left to be told
	return nil
}

// cacheRead notes in the cache that an image is read whole: what is not cached yet
// is cached then.
func (s *Service) cacheRead(r *Record) {
	if s.options.Extras && r.Status == statusActive && !s.cache.hit(r.ID, s.now()) {
		s.cache.take(r.ID, orZero(r.Size), s.now(), false)
	}
}

// contentOf is the data of an image.
func (c *call) contentOf(r *Record) (io.ReaderAt, error) {
	switch {
	case r.Data != nil:
		return bytes.NewReader(r.Data), nil
	case len(r.Links) == len(r.Stores):
		data, err := fromWeb(c.r.Context(), r)
		return bytes.NewReader(data), err
	default:
		return newContent(r.ID, orZero(r.Size)), nil
	}
}
