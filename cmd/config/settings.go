package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"glimpse/model/query"
)

// Themes are the names that the setting theme takes.
var Themes = []string{"auto", "dark", "light", "gruvbox", "nord", "sepia", "terminal", "mono"}

// InsecureEndpoint are the words that the setting insecure_endpoint takes.
var InsecureEndpoint = []string{"warn", "refuse"}

// Setting documents one setting.
type Setting struct {
	Name, Default, Help string
	// Example is how it is written, where the default says too little.
	Example string
	// Value returns what holds, in words.
	Value func(c *Config) string
}

// Settings lists every setting of the file in the order of the sample.
func Settings() []Setting {
	return []Setting{
		{
			Name: "theme", Default: "auto", Help: "colours: " + strings.Join(Themes, ", "),
			Value: func(c *Config) string { return orElse(c.Theme, "auto") },
		},
		{
			Name: "page_size", Default: "100", Help: "images to ask for at a time, 1 to 1000",
			Value: func(c *Config) string { return orElse(numeral(c.PageSize), "100") },
		},
		{
			Name: "query", Default: `""`, Help: "which images the list begins with, in the query language",
			Value: func(c *Config) string { return orElse(query.Format(c.Query), "all images") },
		},
		{
			Name: "sort", Default: `""`, Help: "in which order, such as size:desc,name:asc; empty is newest first",
			Value: func(c *Config) string { return orElse(query.FormatSort(c.Sort), "newest first") },
		},
		{
			Name: "columns", Default: "[]", Help: "columns of the list, any property among them; none are the usual ones",
			Value: func(c *Config) string { return orElse(strings.Join(c.Columns, ", "), "the usual ones") },
		},
		{
			Name: "preview", Default: "false", Help: "the details beside the list, or under it",
			Value: func(c *Config) string { return strconv.FormatBool(c.Preview) },
		},
		{
			Name: "wide", Default: "false", Help: "the wide table",
			Value: func(c *Config) string { return strconv.FormatBool(c.Wide) },
		},
		{
			Name: "mouse", Default: "true", Help: "wheel and click; false leaves the mouse to the terminal, to select text with",
			Value: func(c *Config) string { return strconv.FormatBool(!c.NoMouse) },
		},
		{
			Name: "refresh", Default: "off", Help: "how often the list is refreshed by itself, such as 30s; off is never",
			Value: func(c *Config) string {
				if c.Refresh == 0 {
					return "off"
				}
				return c.Refresh.String()
			},
		},
		{
			Name: "workers", Default: "8", Help: "images that a job changes at once, 1 to 32",
			Value: func(c *Config) string { return orElse(numeral(c.Workers), "8") },
		},
		{
			Name: "keys", Default: "{}",
			Help: "keys bound anew: the scope, the action and its keys, as the help lists them; [] unbinds; " +
				"ctrl+c always quits and esc always goes back",
			Example: "keys:\n  marks:\n    mark-all: [ctrl+a]\n  list: {overview: [O, f2]}\n  change: {delete: []}",
			Value:   func(c *Config) string { return strconv.Itoa(len(c.binds)) },
		},
		{
			Name: "aliases", Default: "{}",
			Help:    "your own names for lines of : and of glimpse change; what follows one stands behind its line",
			Example: "aliases:\n  eol: tag +eol-2026 -gold\n  big: filter size>=10GiB",
			Value:   func(c *Config) string { return orElse(strings.Join(c.Aliases.Names(), ", "), "none") },
		},
		commandsSetting(),
		{
			Name: "views", Default: "[]", Help: "saved views; S on the screen adds one here, '3 opens the one with key: 3",
			Example: "views:\n  - name: old gold\n    key: 3\n    query: tag=gold updated<-1y\n    sort: size:desc\n" +
				"    columns: [name, size, updated_at, os_distro]",
			Value: func(c *Config) string { return strconv.Itoa(len(c.Views)) },
		},
		{
			Name: "clouds", Default: "{}",
			Help:    helpOfClouds(),
			Example: "clouds:\n  prod:\n    color: red\n    production: true\n    query: status=active\n  archive: {read_only: true}",
			Value:   func(c *Config) string { return strconv.Itoa(len(c.Clouds)) },
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
	}
}

// helpOfClouds explains what may be said of a single cloud.
func helpOfClouds() string {
	return "what holds for single clouds, by their names in clouds.yaml; a colour is one of " + strings.Join(Colors, ", ") +
		"; read_only lets nothing but reads out; production asks for the cloud's name before a change; " +
		"insecure_endpoint: refuse sends no token to an image service without TLS where the login has it"
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

// fields are the settings of the file as they are read.
func fields(c *Config) []field {
	return []field{
		{"theme", func(p *parser, n *yaml.Node) { p.word(n, &c.Theme, Themes) }},
		{"page_size", func(p *parser, n *yaml.Node) { p.number(n, &c.PageSize, 1, 1000) }},
		{"query", func(p *parser, n *yaml.Node) { p.terms(n, &c.Query) }},
		{"sort", func(p *parser, n *yaml.Node) { p.order(n, &c.Sort) }},
		{"columns", func(p *parser, n *yaml.Node) { p.names(n, &c.Columns) }},
		{"preview", func(p *parser, n *yaml.Node) { p.flag(n, &c.Preview) }},
		{"wide", func(p *parser, n *yaml.Node) { p.flag(n, &c.Wide) }},
		{"mouse", func(p *parser, n *yaml.Node) {
			wanted := true
			p.flag(n, &wanted)
			c.NoMouse = !wanted
		}},
		{"refresh", func(p *parser, n *yaml.Node) { p.duration(n, &c.Refresh) }},
		{"workers", func(p *parser, n *yaml.Node) { p.number(n, &c.Workers, 1, 32) }},
		{"keys", func(p *parser, n *yaml.Node) { p.keys(n, c) }},
		{"aliases", func(p *parser, n *yaml.Node) { p.aliases(n, &c.Aliases) }},
		{"commands", func(p *parser, n *yaml.Node) { p.commands(n, c) }},
		{"views", func(p *parser, n *yaml.Node) { p.views(n, &c.Views) }},
		{"clouds", func(p *parser, n *yaml.Node) { p.clouds(n, &c.Clouds) }},
	}
}

func (p *parser) views(node *yaml.Node, into *[]View) {
	if node.Kind != yaml.SequenceNode {
		p.wrong(node, "these are no views", "each begins with a dash: - name: old gold")
		return
	}
	for _, item := range node.Content {
		var v View
		p.settings(item, " of a view", []field{
			{"name", func(p *parser, n *yaml.Node) { p.text(n, &v.Name) }},
			{"key", func(p *parser, n *yaml.Node) { p.number(n, &v.Key, 1, 9) }},
			{"query", func(p *parser, n *yaml.Node) { p.terms(n, &v.Query) }},
			{"sort", func(p *parser, n *yaml.Node) { p.order(n, &v.Sort) }},
			{"columns", func(p *parser, n *yaml.Node) { p.names(n, &v.Columns) }},
		}, nil)
		if v.Name == "" && item.Kind == yaml.MappingNode {
			p.wrong(item, "the view has no name", "add name: …")
		}
		same := func(other View) bool { return other.Name == v.Name || other.Key != 0 && other.Key == v.Key }
		if slices.ContainsFunc(*into, same) && v.Name != "" {
			p.wrong(item, "the name or the key of the view "+v.Name+" is another one's", "each is there once")
		}
		*into = append(*into, v)
	}
}

func (p *parser) clouds(node *yaml.Node, into *map[string]Cloud) {
	if node.Kind != yaml.MappingNode {
		p.wrong(node, "these are no clouds", "write the name of a cloud, and its settings below it")
		return
	}
	*into = make(map[string]Cloud)
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		var c Cloud
		if _, again := (*into)[key.Value]; again {
			p.wrong(key, "the cloud "+key.Value+" is there twice", "remove one")
		}
		p.settings(value, " of a cloud", []field{
			{"color", func(p *parser, n *yaml.Node) { p.word(n, &c.Color, Colors) }},
			{"read_only", func(p *parser, n *yaml.Node) { p.flag(n, &c.ReadOnly) }},
			{"insecure_endpoint", func(p *parser, n *yaml.Node) {
				wanted := ""
				p.word(n, &wanted, InsecureEndpoint)
				c.RefuseInsecureEndpoint = wanted == "refuse"
			}},
			{"production", func(p *parser, n *yaml.Node) { p.flag(n, &c.Production) }},
			{"query", func(p *parser, n *yaml.Node) { p.terms(n, &c.Query) }},
			{"sort", func(p *parser, n *yaml.Node) { p.order(n, &c.Sort) }},
			{"columns", func(p *parser, n *yaml.Node) { p.names(n, &c.Columns) }},
		}, nil)
		(*into)[key.Value] = c
	}
}
