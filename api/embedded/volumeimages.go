package embedded

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
)

// volumeImages are the images that the Block Storage service makes, as the user who asks
// for them. The record is made by a request to the Image service; the data, which may be
// large, never exists.
type volumeImages struct{ server *Server }

// Create implements cinder.Images.
func (v volumeImages) Create(token string, document []byte) (id string, err error) {
	path := v.server.imagePrefix + "/v2/images"
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, v.server.url(path), bytes.NewReader(document))
	if err != nil {
		return "", err
	}
	request.Header.Set("X-Auth-Token", token)
	request.Header.Set("Content-Type", "application/json")
	request.RequestURI = path
	answer := &heldAnswer{header: http.Header{}, status: http.StatusOK}
	v.server.image.ServeHTTP(answer, request)
	if answer.status != http.StatusCreated {
		return "", errors.New("HTTP " + http.StatusText(answer.status) + ": " + strings.TrimSpace(answer.body.String()))
	}
	var made struct{ ID string }
	err = json.Unmarshal(answer.body.Bytes(), &made)
	return made.ID, err
}

// Save implements cinder.Images.
func (v volumeImages) Save(id string) bool { return v.server.image.BeginData(id) }

// Fill implements cinder.Images.
func (v volumeImages) Fill(id string, size int64) bool { return v.server.image.EndData(id, size) }

// heldAnswer is an answer that stays in the process.
type heldAnswer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (h *heldAnswer) Header() http.Header { return h.header }

// WriteHeader implements http.ResponseWriter.
func (h *heldAnswer) WriteHeader(status int) { h.status = status }

// Write implements http.ResponseWriter.
func (h *heldAnswer) Write(content []byte) (int, error) { return h.body.Write(content) }
