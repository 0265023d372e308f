//go:build unix

package transfer_test

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"glimpse/api/transfer"
	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/text"
)

func TestAPipeIsNotUploaded(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	queued := &model.Image{
		ID: model.NewImageID("a"), Status: model.StatusQueued, DiskFormat: text.Of("raw"), ContainerFormat: text.Of("bare"),
	}
	service := &offers{}
	_, err := (&transfer.Planner{Service: service}).Plan(t.Context(), command.Upload{File: pipe}, []*model.Image{queued})
	if err == nil || !strings.Contains(err.Error(), "is no file whose size is known") {
		t.Errorf("got %v", err)
	}
	if len(service.asked) > 0 {
		t.Errorf("the service was asked for %q", service.asked)
	}
}
