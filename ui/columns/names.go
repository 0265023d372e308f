package columns

import (
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/query"
)

// keyInfos are the keys of filters, which do not change.
var keyInfos = query.Keys()

// meaning says what a column shows.
func meaning(name string) string {
	switch name {
	case query.ColumnServers:
		return "how many servers were made from it, as the compute service tells"
	case query.ColumnVolumes:
		return "how many volumes were made from it, as the block storage service tells"
	}
	if info, known := keyOf(name); known && info.Column() == name {
		if info.Field.Kind == query.FieldHidden {
			return "whether it is hidden"
		}
		// What follows a semicolon is about filters.
		help, _, _ := strings.Cut(info.Help, ";")
		if info.Field.Kind == query.FieldTag {
			return "the tags"
		}
		return help
	}
	if _, known := model.AttributeNamed(name); known {
		return "an attribute of the image"
	}
	return "a property"
}

// keyOf finds the key of filters that has a name.
func keyOf(name string) (query.KeyInfo, bool) {
	at := slices.IndexFunc(keyInfos, func(info query.KeyInfo) bool {
		return info.Column() != "" && (info.Name == name || slices.Contains(info.Aliases, name) || info.Column() == name)
	})
	if at < 0 {
		return query.KeyInfo{}, false
	}
	return keyInfos[at], true
}

// candidates returns the columns of which the name holds what was typed and
// that are not shown: first those that begin with it.
func (p *Pane) candidates() []string {
	wanted := strings.ToLower(strings.TrimSpace(p.completion.Typed()))
	var begins, holds []string
	for _, name := range p.names[p.shown:] {
		switch lower := strings.ToLower(name); {
		case strings.HasPrefix(lower, wanted):
			begins = append(begins, name)
		case strings.Contains(lower, wanted):
			holds = append(holds, name)
		}
	}
	return append(begins, holds...)
}
