package cmd

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"glimpse/api"
	"glimpse/model"
	"glimpse/ui/backend"
)

// Export implements backend.Session. No image is counted
// where the file was not written.
func (s *session) Export(ctx context.Context, export backend.Export) (images int, err error) {
	err = wholeFile(export.File, export.Replace, func(out io.Writer) (err error) {
		images, err = s.writeImages(ctx, export, out)
		return err
	})
	return images, err
}

// writeImages reads the images anew and writes those that are kept.
func (s *session) writeImages(ctx context.Context, export backend.Export, out io.Writer) (int, error) {
	columns := make([]column, 0, len(export.Columns))
	for _, name := range export.Columns {
		columns = append(columns, columnNamed(name))
	}
	askUses(ctx, s.client, columns)
	writer, err := newImageWriter(export.Format, columns, out, false)
	if err != nil {
		return 0, err
	}
	counted := &keptWriter{imageWriter: writer, keep: export.Keep}
	walk := newWalk(s.client, &export.Selection, api.PageOptions{Raw: export.Format == "json"})
	walk.writer, walk.faults = counted, io.Discard
	if err := walk.run(ctx); err != nil {
		return 0, err
	}
	return counted.images, writer.end()
}

// keptWriter writes and counts those images that are kept.
type keptWriter struct {
	imageWriter
	keep   func(*model.Image) bool
	images int
}

func (w *keptWriter) page(images []model.Image) error {
	kept := images
	if w.keep != nil {
		kept = make([]model.Image, 0, len(images))
		for i := range images {
			if w.keep(&images[i]) {
				kept = append(kept, images[i])
			}
		}
	}
	w.images += len(kept)
	return w.imageWriter.page(kept)
}

// expanded returns the path of a file as it is typed: ~ is the home.
func expanded(path string) (string, error) {
	rest, inHome := strings.CutPrefix(path, "~")
	if !inHome || rest != "" && !os.IsPathSeparator(rest[0]) {
		return path, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("finding the home of ~: %w", err)
	}
	return filepath.Join(home, rest), nil
}
