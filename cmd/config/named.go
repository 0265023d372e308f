package config

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// fields are what is said of a view.
func (v *View) fields() []field {
	return []field{
		{"name", "what the view is called, and opened by: :view NAME", line(&v.Name)},
		{"key", "the number that opens it behind '", number(&v.Key, 9)},
		{"query", "which images it shows, in the query language", terms(&v.Query)},
		{"sort", "in which order, such as size:desc,name:asc", order(&v.Sort)},
		{"columns", "its columns; none are those of the list", columns(&v.Columns)},
	}
}

func (p *parser) views(node *yaml.Node, into *[]View) {
	if node.Kind != yaml.SequenceNode {
		p.wrong(node, "these are no views", "each begins with a dash: - name: old gold")
		return
	}
	for _, item := range node.Content {
		var v View
		p.settings(item, " of a view", v.fields(), nil)
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

// fields are what is said of a cloud.
func (c *Cloud) fields() []field {
	insecure := ""
	return []field{
		{"color", "the colour of its name in the header", word(&c.Color, colors)},
		{"read_only", "lets nothing but reads out", flag(&c.ReadOnly)},
		{
			"insecure_endpoint", "what to do where the image service has no TLS although the login has it: refuse sends it no token",
			word(&insecure, insecureEndpoint).then(func(*yaml.Node) { c.RefuseInsecureEndpoint = insecure == "refuse" }),
		},
		{"production", "asks for the cloud's name before a change is sent", flag(&c.Production)},
		{"query", "which images its list begins with, in the query language", terms(&c.Query)},
		{"sort", "in which order its list begins, such as size:desc,name:asc", order(&c.Sort)},
		{"columns", "the columns of its list", columns(&c.Columns)},
	}
}

func (p *parser) clouds(node *yaml.Node, into *map[string]Cloud) {
	*into = make(map[string]Cloud)
	p.mapping(node, "these are no clouds", "write the name of a cloud, and its settings below it", func(name, value *yaml.Node) {
		var c Cloud
		p.settings(value, " of a cloud", c.fields(), nil)
		(*into)[name.Value] = c
	})
}
