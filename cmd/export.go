package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"glimpse/api"
	"glimpse/model"
	"glimpse/ui"
)

// Export implements ui.Session. The file is whole or not there: it is written
// beside and then put in its place.
func (s *session) Export(ctx context.Context, export ui.Export) (images int, err error) {
	path, err := expanded(export.File)
	if err != nil {
		return 0, err
	}
	if _, err := os.Lstat(path); err == nil && !export.Replace {
		return 0, &os.PathError{Op: "export", Path: export.File, Err: os.ErrExist}
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".glimpse-export-*")
	if err != nil {
		return 0, fmt.Errorf("creating the file: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.Close(), os.Remove(file.Name()))
		}
	}()
	images, err = s.writeImages(ctx, export, file)
	if err != nil {
		return 0, err
	}
	if err := errors.Join(file.Sync(), file.Chmod(exportMode)); err != nil {
		return 0, fmt.Errorf("writing the file: %w", err)
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return 0, fmt.Errorf("putting the file in its place: %w", err)
	}
	return images, file.Close()
}

// exportMode lets others read what was exported, as other programs do.
const exportMode = 0o644

// writeImages reads the images anew and writes those that are kept.
func (s *session) writeImages(ctx context.Context, export ui.Export, out io.Writer) (int, error) {
	columns := make([]column, 0, len(export.Columns))
	for _, name := range export.Columns {
		attribute, known := model.AttributeNamed(name)
		columns = append(columns, column{name: name, attribute: attribute, property: !known})
	}
	writer, err := newImageWriter(export.Format, columns, out, false)
	if err != nil {
		return 0, err
	}
	counted := &keptWriter{imageWriter: writer, keep: export.Keep}
	pager := s.client.Pages(export.Selection, api.PageOptions{Raw: export.Format == "json"})
	walk := &walk{pager: pager, writer: counted, faults: io.Discard}
	if export.Selection.SortLocal {
		err = walk.sorted(ctx, export.Selection.Compare)
	} else {
		err = walk.stream(ctx)
	}
	if err != nil {
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
	rest, inHome := strings.CutPrefix(path, "~/")
	if !inHome {
		return path, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("finding the home of ~: %w", err)
	}
	return filepath.Join(home, rest), nil
}
