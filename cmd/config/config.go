// Package config is the configuration of the program: a YAML file in which
// every setting is optional, saved views among them, and the lines that were
// typed in former sessions. What is wrong in the file is told all at once, with
// the line and what was expected.
//
// Nothing here is a secret, and none may be put here: how to reach a cloud is
// said in clouds.yaml.
package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/adrg/xdg"
	"go.yaml.in/yaml/v3"

	"glimpse/model/command"
	"glimpse/model/query"
	"glimpse/ui/keymap"
)

// Config is what the file says. Zero values are the defaults.
type Config struct {
	// File is where the configuration was read from, or would be.
	File string
	// Exists reports whether there is such a file.
	Exists bool

	Theme    string
	PageSize int
	// Query and Sort are what the list begins with.
	Query []query.Term
	Sort  []query.SortKey
	// Columns are the names of the list's columns; none are the usual ones.
	Columns       []string
	Preview, Wide bool
	// NoMouse leaves the mouse to the terminal, for its own selecting.
	NoMouse bool
	// Workers is how many changes are under way at once; zero is the default.
	Workers int
	// Readers is how many pages are read at once where all images are loaded; zero is
	// the default.
	Readers int
	// Refresh is how often the list is refreshed by itself; zero is never.
	Refresh time.Duration
	Views   []View
	// Clouds are the settings of single clouds, by their names in clouds.yaml.
	Clouds map[string]Cloud

	// Keys are the keys that are bound anew; nil is none.
	Keys *keymap.Map
	// Aliases are the person's own names for lines of commands.
	Aliases command.Aliases
	// binds and commands are what they are made of, with their places.
	binds         []keymap.Bind
	bindPlaces    [][3]*yaml.Node
	commands      []keymap.Command
	commandPlaces []*yaml.Node

	// lines say where each setting stands that the file has.
	lines map[string]int
}

// View is a saved view.
type View struct {
	Name string
	// Key opens it after ', from 1 to 9; 0 is none.
	Key     int
	Query   []query.Term
	Sort    []query.SortKey
	Columns []string
}

// Cloud is what holds for one cloud.
type Cloud struct {
	// Color is one of colors, or empty.
	Color string
	// ReadOnly lets no request other than reads leave the program.
	ReadOnly bool
	// RefuseInsecureEndpoint ends a connection whose image endpoint is not
	// encrypted although the login is.
	RefuseInsecureEndpoint bool
	// Production asks for the cloud's name before anything is changed.
	Production bool
	// Query, Sort and Columns are what its list begins with, instead of the
	// general ones.
	Query   []query.Term
	Sort    []query.SortKey
	Columns []string
}

// colors are the colours that a cloud may have.
var colors = []string{"red", "yellow", "green", "blue", "purple"}

// leastRefresh is the shortest time between refreshes that the file may ask
// for.
const leastRefresh = 2 * time.Second

// Line returns where a setting stands in the file, or 0 where it does not.
func (c *Config) Line(setting string) int { return c.lines[setting] }

// File returns where the configuration is looked for: at the place given by
// the flag, else at that of the variable GLIMPSE_CONFIG, else in the folder of
// the XDG Base Directory Specification. It is empty where there is no such
// folder, for want of a home.
func File(flag string, lookup func(name string) string) string {
	switch {
	case flag != "":
		return flag
	case lookup("GLIMPSE_CONFIG") != "":
		return lookup("GLIMPSE_CONFIG")
	}
	return below(base(lookup, "XDG_CONFIG_HOME", xdg.ConfigHome), "glimpse", "config.yaml")
}

// StateFolder returns where what outlives a session is kept. It is empty where
// there is no such folder, for want of a home.
func StateFolder(lookup func(name string) string) string {
	return below(base(lookup, "XDG_STATE_HOME", xdg.StateHome), "glimpse")
}

// CacheFolder returns where what can be asked for again is kept. It is empty where
// there is no such folder, for want of a home.
func CacheFolder(lookup func(name string) string) string {
	return below(base(lookup, "XDG_CACHE_HOME", xdg.CacheHome), "glimpse")
}

// base returns a base folder: the variable's if that is absolute, as the
// specification wants it, and otherwise the system's. Without a home there is
// none: the library would take the root of the file system for it.
func base(lookup func(name string) string, variable, system string) string {
	if set := lookup(variable); filepath.IsAbs(set) {
		return set
	}
	if !filepath.IsAbs(os.Getenv("HOME")) {
		return ""
	}
	return system
}

// below returns a path below a base folder, or nothing where there is none.
func below(base string, names ...string) string {
	if base == "" {
		return ""
	}
	return filepath.Join(append([]string{base}, names...)...)
}

// Load reads the configuration. A file that is not there is no error, unless
// it was asked for: by the flag or the variable. The error is an *Error, or
// one of the file system.
func Load(flag string, lookup func(name string) string) (*Config, error) {
	file := File(flag, lookup)
	wanted := flag != "" || lookup("GLIMPSE_CONFIG") != ""
	content, err := readFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !wanted:
		return &Config{File: file}, nil
	case err != nil:
		return &Config{File: file}, err
	}
	c := &Config{File: file, Exists: true}
	return c, c.parse(content)
}
