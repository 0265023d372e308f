package config

import (
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"glimpse/model/query"
)

// themes are the names that the setting theme takes.
var themes = []string{"auto", "dark", "light", "gruvbox", "nord", "sepia", "terminal", "mono"}

// insecureEndpoint are the words that the setting insecure_endpoint takes.
var insecureEndpoint = []string{"warn", "refuse"}

// Setting is one setting: how it is read and how it is explained.
type Setting struct {
	Name, Default, Help string
	// Example is how it is written, where the default says too little.
	Example string
	// Value returns what holds, in words.
	Value func(c *Config) string
	// of is what it may be, read into a configuration.
	of func(c *Config) kind
}

// Settings lists every setting of the file in the order of the sample.
func Settings() []Setting {
	return append(ofTheScreen(), keysSetting(), aliasesSetting(), commandsSetting(), viewsSetting(), cloudsSetting())
}

// ofTheScreen are the settings that are one value each.
func ofTheScreen() []Setting {
	return []Setting{
		{
			Name: "theme", Default: "auto", Help: "colours: " + strings.Join(themes, ", "),
			Value: func(c *Config) string { return orElse(c.Theme, "auto") },
			of:    func(c *Config) kind { return word(&c.Theme, themes) },
		},
		{
			Name: "page_size", Default: "100", Help: "images to ask for at a time, 1 to 1000",
			Value: func(c *Config) string { return orElse(numeral(c.PageSize), "100") },
			of:    func(c *Config) kind { return number(&c.PageSize, 1000) },
		},
		{
			Name: "query", Default: `""`, Help: "which images the list begins with, in the query language",
			Value: func(c *Config) string { return orElse(query.Format(c.Query), "all images") },
			of:    func(c *Config) kind { return terms(&c.Query) },
		},
		{
			Name: "sort", Default: `""`, Help: "in which order, such as size:desc,name:asc; empty is newest first",
			Value: func(c *Config) string { return orElse(query.FormatSort(c.Sort), "newest first") },
			of:    func(c *Config) kind { return order(&c.Sort) },
		},
		{
			Name: "columns", Default: "[]", Help: "columns of the list, any property among them; none are the usual ones",
			Value: func(c *Config) string { return orElse(strings.Join(c.Columns, ", "), "the usual ones") },
			of:    func(c *Config) kind { return columns(&c.Columns) },
		},
		{
			Name: "preview", Default: "false", Help: "the details beside the list, or under it",
			Value: func(c *Config) string { return strconv.FormatBool(c.Preview) },
			of:    func(c *Config) kind { return flag(&c.Preview) },
		},
		{
			Name: "wide", Default: "false", Help: "the wide table",
			Value: func(c *Config) string { return strconv.FormatBool(c.Wide) },
			of:    func(c *Config) kind { return flag(&c.Wide) },
		},
		{
			Name: "mouse", Default: "true", Help: "wheel and click; false leaves the mouse to the terminal, to select text with",
			Value: func(c *Config) string { return strconv.FormatBool(!c.NoMouse) },
			of: func(c *Config) kind {
				wanted := true
				return flag(&wanted).then(func(*yaml.Node) { c.NoMouse = !wanted })
			},
		},
		{
			Name: "refresh", Default: "off", Help: "how often the list is refreshed by itself, such as 30s; off is never",
			Value: func(c *Config) string {
				if c.Refresh == 0 {
					return "off"
				}
				return c.Refresh.String()
			},
			of: func(c *Config) kind { return duration(&c.Refresh) },
		},
		{
			Name: "workers", Default: "8", Help: "images that a job changes at once, 1 to 32",
			Value: func(c *Config) string { return orElse(numeral(c.Workers), "8") },
			of:    func(c *Config) kind { return number(&c.Workers, 32) },
		},
		{
			Name: "readers", Default: "4",
			Help:  "pages that are read at once where all images are loaded, 1 to 16; 1 reads one after the other",
			Value: func(c *Config) string { return orElse(numeral(c.Readers), "4") },
			of:    func(c *Config) kind { return number(&c.Readers, 16) },
		},
	}
}

func keysSetting() Setting {
	return Setting{
		Name: "keys", Default: "{}",
		Help: "keys bound anew: the scope, the action and its keys, as the help lists them; [] unbinds; " +
			"ctrl+c always quits and esc always goes back",
		Example: "keys:\n  marks:\n    mark-all: [ctrl+a]\n  list: {overview: [O, f2]}\n  change: {delete: []}",
		Value:   func(c *Config) string { return strconv.Itoa(len(c.binds)) },
		of: func(c *Config) kind {
			return kind{schema: keysSchema(), read: func(p *parser, n *yaml.Node) { p.keys(n, c) }}
		},
	}
}

func aliasesSetting() Setting {
	return Setting{
		Name: "aliases", Default: "{}",
		Help:    "your own names for lines of : and of glimpse change; what follows one stands behind its line",
		Example: "aliases:\n  eol: tag +eol-2026 -gold\n  big: filter size>=10GiB",
		Value:   func(c *Config) string { return orElse(strings.Join(c.Aliases.Names(), ", "), "none") },
		of: func(c *Config) kind {
			return kind{schema: aliasesSchema(), read: func(p *parser, n *yaml.Node) { p.aliases(n, &c.Aliases) }}
		},
	}
}

func commandsSetting() Setting {
	return Setting{
		Name: "commands", Default: "[]",
		Help: "your own commands: a key runs a line of :, or a shell command in which {{id}}, {{name}}, any attribute or property " +
			"stand for those of each marked image, {{ids}} for all; in, confirm, background, terminal, reads (runs under read_only)",
		Example: "commands:\n  - name: servers\n    key: alt+s\n    help: the servers made from the image\n" +
			"    run: openstack server list --all-projects --image {{id}}\n    reads: true\n" +
			"  - {name: eol, key: alt+e, line: tag +eol-2026}",
		Value: func(c *Config) string { return strconv.Itoa(len(c.commands)) },
		of: func(c *Config) kind {
			return kind{schema: commandsSchema(), read: func(p *parser, n *yaml.Node) { p.commands(n, c) }}
		},
	}
}

func viewsSetting() Setting {
	return Setting{
		Name: "views", Default: "[]", Help: "saved views; S on the screen adds one here, '3 opens the one with key: 3",
		Example: "views:\n  - name: old gold\n    key: 3\n    query: tag=gold updated<-1y\n    sort: size:desc\n" +
			"    columns: [name, size, updated_at, os_distro]",
		Value: func(c *Config) string { return strconv.Itoa(len(c.Views)) },
		of: func(c *Config) kind {
			view := object((&View{}).fields(), "name")
			return kind{schema: schema{Type: "array", Items: &view}, read: func(p *parser, n *yaml.Node) { p.views(n, &c.Views) }}
		},
	}
}

func cloudsSetting() Setting {
	return Setting{
		Name: "clouds", Default: "{}",
		Help: "what holds for single clouds, by their names in clouds.yaml; a colour is one of " + strings.Join(colors, ", ") +
			"; read_only lets nothing but reads out; production asks for the cloud's name before a change; " +
			"insecure_endpoint: refuse sends no token to an image service without TLS where the login has it",
		Example: "clouds:\n  prod:\n    color: red\n    production: true\n    query: status=active\n  archive: {read_only: true}",
		Value:   func(c *Config) string { return strconv.Itoa(len(c.Clouds)) },
		of: func(c *Config) kind {
			cloud := object((&Cloud{}).fields())
			return kind{schema: schema{Type: "object", Others: &cloud}, read: func(p *parser, n *yaml.Node) { p.clouds(n, &c.Clouds) }}
		},
	}
}

func orElse(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

func numeral(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// Sample returns a file that explains every setting and sets none.
func Sample() string {
	var out strings.Builder
	out.WriteString("# The configuration of glimpse. Every setting is optional; these are the defaults.\n" +
		"# How to reach a cloud, and every secret, belongs into clouds.yaml.\n")
	for _, s := range Settings() {
		fmt.Fprintf(&out, "\n# %s\n", s.Help)
		if s.Example == "" {
			fmt.Fprintf(&out, "#%s: %s\n", s.Name, s.Default)
			continue
		}
		for line := range strings.SplitSeq(s.Example, "\n") {
			fmt.Fprintf(&out, "#%s\n", line)
		}
	}
	return out.String()
}

// fields are the settings of the file, read into a configuration.
func fields(c *Config) []field {
	settings := Settings()
	all := make([]field, len(settings))
	for i, s := range settings {
		all[i] = field{s.Name, s.Help, s.of(c)}
	}
	return all
}
