package filter

import (
	"glimpse/model"
	"glimpse/model/query"
)

// Known is what the pane offers beside the words of the language. The zero
// value offers nothing more; every function may be nil. They are called while
// keys are handled, so they must only look things up.
type Known struct {
	// Known are the properties and values in use among the images that were
	// read, the most used first.
	query.Known
	// Allowed returns the values that the service's schema of an image allows
	// for a field, such as the disk formats; nothing where it allows any.
	Allowed func(query.Field) []string
	// Meaning returns what a value stands for where it does not say so itself,
	// such as the name of the project that an owner is. It may be foreign, and
	// is escaped when drawn.
	Meaning func(field query.Field, value string) string
}

func (k Known) allowed(field query.Field) []string {
	if k.Allowed == nil {
		return nil
	}
	return k.Allowed(field)
}

func (k Known) used(field query.Field) []string {
	if k.Values == nil {
		return nil
	}
	return k.Values(field)
}

func (k Known) meaning(field query.Field, value string) string {
	if help := words[field][value]; help != "" {
		return help
	}
	if k.Meaning == nil {
		return ""
	}
	return k.Meaning(field, value)
}

// about says what a value means, and how many images have it.
func (k Known) about(field query.Field, value string) string {
	if k.Uses == nil {
		return k.meaning(field, value)
	}
	return both(k.meaning(field, value), k.Uses(field, value))
}

// both joins what there is of two things that are said of one.
func both(one, other string) string {
	if one != "" && other != "" {
		return one + ", " + other
	}
	return one + other
}

// completion is what the query language completes from.
func (k Known) completion() query.Known {
	known := k.Known
	known.Values = func(field query.Field) []string {
		if allowed := k.allowed(field); len(allowed) > 0 {
			return allowed
		}
		return k.used(field)
	}
	return known
}

// words says what the language's own values mean, where the word alone does
// not.
var words = map[query.Field]map[string]string{
	{Kind: query.FieldHidden}: {
		"no": "without hidden images, as if not said", "only": "hidden images alone", "both": "hidden images too",
	},
	{Kind: query.FieldMemberStatus}: {
		"accepted": "shared with your project, and accepted; no effect for an administrator",
		"pending":  "shared with your project, and not answered yet",
		"rejected": "shared with your project, and rejected",
		"all":      "shared with your project, whatever was answered",
	},
	{Kind: query.FieldIs}: {
		"failed": "an import or an upload failed", "stuck": "data coming in for over a day, or none for over a week",
		"attention": "all that ! shows", "duplicate": "the name is used more than once",
		"mine": "owned by your project", "snapshot": "made of a server",
		"unused": "no server and no volume was made from it",
	},
	query.AttributeField(model.AttrVisibility): {
		"public": "for everyone", "community": "for everyone who asks for it", "shared": "for the owner and its members",
		"private": "for the owner alone", "all": "every one, community images too",
	},
	query.AttributeField(model.AttrStatus): {
		"queued": "no data yet", "saving": "data is coming in", "uploading": "data for an import",
		"importing": "an import is under way", "active": "ready to use", "deactivated": "its data is locked",
		"killed": "the upload failed", "deleted": "deleted", "pending_delete": "about to be deleted",
	},
	query.AttributeField(model.AttrProtected): {
		"true": "cannot be deleted", "false": "can be deleted",
	},
}
