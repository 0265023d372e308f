package clouds

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// maxFileBytes bounds what is read of a configuration file. A clouds.yaml with
// a thousand clouds has a fifth of it.
const maxFileBytes = 1 << 20

// Env is the surroundings a configuration is read from, passed in so that
// [Load] depends on nothing else. [System] returns those of the process.
type Env struct {
	// Environ returns the environment as KEY=VALUE, like [os.Environ].
	Environ func() []string
	// Open opens a file by its path, like [os.Open]. Paths are absolute, or
	// relative to WorkDir where the user gave them so. Every error but
	// [fs.ErrNotExist] means that the file is there and cannot be used.
	Open func(path string) (fs.File, error)
	// Home is the user's home directory, for ~ and for ~/.config.
	Home string
	// WorkDir is the directory searched first.
	WorkDir string
	// Platform is the operating system by its Go name, [runtime.GOOS]; it
	// decides where the directories of configuration are.
	Platform string
}

// System returns the surroundings of this process. A home or working directory
// that cannot be found out is left empty, and nothing is searched there.
func System() Env {
	home, err := os.UserHomeDir()
	if err != nil {
		home = ""
	}
	workDir, err := os.Getwd()
	if err != nil {
		workDir = ""
	}
	return Env{
		Environ:  os.Environ,
		Open:     func(path string) (fs.File, error) { return os.Open(path) },
		Home:     home,
		WorkDir:  workDir,
		Platform: runtime.GOOS,
	}
}

// variables returns the environment as a map; as in a shell, the first of two
// settings of one variable counts.
func (e Env) variables() map[string]string {
	all := map[string]string{}
	if e.Environ == nil {
		return all
	}
	for _, setting := range e.Environ() {
		name, value, found := strings.Cut(setting, "=")
		if _, before := all[name]; found && !before {
			all[name] = value
		}
	}
	return all
}

// directories returns where configuration is looked for, the first first:
// working directory, the user's configuration, that of the site, /etc.
func (e Env) directories(variables map[string]string) []string {
	var all []string
	add := func(parts ...string) {
		if parts[0] != "" {
			all = append(all, filepath.Join(parts...))
		}
	}
	add(e.WorkDir)
	home := e.Home
	// Inside a snap HOME is a private directory; this names the real one.
	if outside := variables["SNAP_REAL_HOME"]; outside != "" {
		home = outside
	}
	if e.Platform == "darwin" {
		add(e.Home, "Library", "Application Support", "openstack")
	} else if config := variables["XDG_CONFIG_HOME"]; config != "" {
		add(config, "openstack")
	} else {
		add(e.Home, ".config", "openstack")
	}
	add(home, ".config", "openstack")
	switch e.Platform {
	case "windows": // where every user can make a folder named \etc
		add(variables["LOCALAPPDATA"], "OpenStack", "openstack")
		return withoutRepeats(all)
	case "darwin":
		add("/Library", "Application Support", "openstack")
	default:
		site := cmp.Or(variables["XDG_CONFIG_DIRS"], "/etc/xdg")
		for _, directory := range strings.Split(site, ":") {
			add(directory, "openstack")
		}
	}
	add("/etc", "openstack")
	return withoutRepeats(all)
}

// withoutRepeats returns the texts in their order, each once.
func withoutRepeats(all []string) []string {
	seen := make(map[string]bool, len(all))
	kept := all[:0]
	for _, one := range all {
		if !seen[one] {
			seen[one] = true
			kept = append(kept, one)
		}
	}
	return kept
}

// expandHome replaces a leading ~ by the home directory.
func (e Env) expandHome(path string) string {
	rest, inHome := strings.CutPrefix(path, "~")
	if e.Home == "" || !inHome || rest != "" && !os.IsPathSeparator(rest[0]) {
		return path
	}
	return e.Home + rest
}

// inWorkDir returns a path as an absolute one, if there is a working directory.
func (e Env) inWorkDir(path string) string {
	if filepath.IsAbs(path) || e.WorkDir == "" {
		return path
	}
	return filepath.Join(e.WorkDir, path)
}

// document is one configuration file as it was found.
type document struct {
	path string
	root *value
	// open reports whether others than the owner can read the file.
	open bool
	// err is what is wrong with its content.
	err error
}

// first reads the first file of the list that exists and can be read, as the
// SDK does: one that cannot be read is passed over. What was passed over is
// told in warnings.
func (e Env) first(paths []string) (document, []Warning) {
	var warnings []Warning
	for _, path := range paths {
		content, mode, err := e.read(path)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errNoFile) {
			continue
		}
		if err != nil {
			warnings = append(warnings, Warning{File: path, Problem: "passed over, because it cannot be read: " + reason(err)})
			continue
		}
		// On Windows the mode does not say who may read a file.
		found := document{path: path, open: e.Platform != "windows" && mode.IsRegular() && mode.Perm()&0o044 != 0}
		var odd []Warning
		found.root, odd, found.err = parse(path, content)
		return found, append(warnings, odd...)
	}
	return document{}, warnings
}

// errNoFile stands for a path whose parent is not a directory, or that has no
// place to be opened.
var errNoFile = errors.New("no such file")

// errDirectory stands for a path that is a directory where a file is wanted.
var errDirectory = errors.New("it is a directory")

// read returns the content of a file and its mode. Content beyond the limit is
// cut one byte after it, for the parser to refuse.
func (e Env) read(path string) ([]byte, fs.FileMode, error) {
	if e.Open == nil {
		return nil, 0, errNoFile
	}
	file, err := e.Open(path)
	if err != nil {
		return nil, 0, fmt.Errorf("opening: %w", err)
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return nil, 0, fmt.Errorf("examining: %w", err)
	}
	if info.IsDir() {
		return nil, 0, errDirectory
	}
	content, err := io.ReadAll(io.LimitReader(file, maxFileBytes+1))
	if err != nil {
		return nil, 0, fmt.Errorf("reading: %w", err)
	}
	return content, info.Mode(), nil
}

// reason returns why a file could not be used, without the path that the
// operating system's error repeats.
func reason(err error) string {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err.Error()
	}
	return err.Error()
}
