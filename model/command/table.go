package command

import (
	"slices"

	"glimpse/model/query"
)

// spec declares one command.
type spec struct {
	name     string
	aliases  []string
	argument string // how the argument is written
	help     string
	example  string
	writes   bool
	// ofChanges reports whether it has no use where nothing can be changed.
	ofChanges bool
	// parse reads the argument; nil takes none and gives fixed.
	parse func(argument string) (Command, error)
	fixed Command
	// complete says what the argument may be.
	complete func(argument string, cursor int, known Known) []query.Completion
}

// specs are the commands.
var specs = slices.Concat(asking(), going(), changing(), sharing(), transferring())

// asking are the commands about which images are shown and marked.
func asking() []spec {
	return []spec{
		{
			name: "filter", argument: "EXPR | clear", example: "filter status=active tag=gold size>=1GiB",
			help:     "list the images that match, such as status=active tag=gold",
			parse:    filter,
			complete: completeFilter,
		},
		{
			name: "sort", argument: "KEY:DIR,...", example: "sort size:desc,name:asc",
			help:     "list in another order, such as size:desc,name:asc",
			parse:    order,
			complete: completeOrder,
		},
		{
			name: "search", argument: "TEXT", example: "search ubuntu 24",
			help:  "search the loaded images",
			parse: needed(optional(func(s string) Command { return Search{s} })),
		},
		{
			name: "columns", argument: "NAME,...", example: "columns name,size,os_distro",
			help:     "show these columns, any property among them; usual for the usual ones",
			parse:    columns,
			complete: completeColumns,
		},
		{
			name: "load", argument: "all", example: "load all",
			help:     "load every image of the query",
			parse:    load,
			complete: words(markAll),
		},
		{
			name: "refresh", argument: "[TIME | off]", example: "refresh 30s",
			help:     "read the list again; with a time such as 30s, every so often",
			parse:    refresh,
			complete: words("30s", "1m", "5m", never),
		},
		{
			name: "mark", argument: "all | none | invert | EXPR", example: "mark tag=gold !os_distro",
			help:     "mark images: all that are shown, or those loaded that match",
			parse:    mark,
			complete: completeMark,
		},
		{
			name: "overview", argument: "[KEY[,KEY]]", example: "overview owner,distribution",
			help:     "the images counted and added up by a key, such as owner, age or a property",
			parse:    optional(func(s string) Command { return Overview{s} }),
			complete: completeOverview,
		},
		{name: "attention", help: "what needs attention in the whole cloud, by cause", fixed: Attention{}},
		{
			name: "uses", help: "the servers and volumes made from the marked images, or from the one under the cursor",
			fixed: Uses{},
		},
		{name: "pending", help: "images shared with your project and not answered yet", fixed: Pending{}},
		{
			name: "duplicates", argument: "[name | checksum]", example: "duplicates checksum",
			help:     "only images whose name, or checksum, is used more than once, in groups",
			parse:    duplicates,
			complete: words(byName, byChecksum),
		},
	}
}

// going are the commands about where the program is and how it looks.
func going() []spec {
	return []spec{
		{
			name: "cloud", argument: "[NAME]", example: "cloud prod",
			help:     "switch to another cloud",
			parse:    nameOf(func(s string) Command { return Cloud{s} }),
			complete: listed(func(k Known) []string { return k.Clouds }),
		},
		{
			name: "project", argument: "[NAME]", example: "project demo",
			help:     "work in another project of this cloud",
			parse:    nameOf(func(s string) Command { return Project{s} }),
			complete: listed(func(k Known) []string { return k.Projects }),
		},
		{
			name: "region", argument: "[NAME]", example: "region RegionOne",
			help:     "use another region of this cloud",
			parse:    nameOf(func(s string) Command { return Region{s} }),
			complete: listed(func(k Known) []string { return k.Regions }),
		},
		{
			name: "view", argument: "[NAME]", example: "view old gold",
			help:     "open a saved view",
			parse:    nameOf(func(s string) Command { return View{s} }),
			complete: listed(func(k Known) []string { return k.Views }),
		},
		{
			name: "save-view", argument: "NAME", example: "save-view 3 old gold",
			help:     "save filters, order and columns as a view; 3 NAME puts it on key 3",
			parse:    needed(nameOf(func(s string) Command { return SaveView{s} })),
			complete: listed(func(k Known) []string { return k.Views }),
		},
		{
			name: "export", argument: "json|csv FILE", example: "export csv images.csv",
			help:     "write what is listed to a file",
			parse:    export,
			complete: completeExport,
		},
		{
			name: "theme", argument: "NAME", example: "theme light",
			help:     "change the colours",
			parse:    needed(nameOf(func(s string) Command { return Theme{s} })),
			complete: listed(func(k Known) []string { return k.Themes }),
		},
	}
}

// changing are the commands that change images, and those that show what was
// changed.
func changing() []spec {
	specs := []spec{
		{
			name: "set", aliases: []string{"edit"}, argument: "[KEY=VALUE -KEY ...]", writes: true,
			help:     "set attributes, and any other key as a property; - removes a property; alone, the form",
			example:  `set name="golden image" protected=yes min_disk=20 os_distro=ubuntu -hw_disk_bus`,
			parse:    set,
			complete: completeSet,
		},
		{
			name: "tag", aliases: []string{"tags"}, argument: "[+TAG -TAG ...]", writes: true,
			help:     "add and remove tags, and leave the others alone; alone, the form on its tags",
			example:  `tag +gold -old +"two words"`,
			parse:    tag,
			complete: completeTag,
		},
		{
			name: "property", aliases: []string{"properties"}, argument: "[KEY=VALUE ?KEY=VALUE OLD->NEW -KEY ...]", writes: true,
			help:     "set, with ? only where it is set, rename or remove properties; alone, the form on them",
			example:  `property os_distro=ubuntu "two words"="a value" ?os_version=13 image_type->kind -hw_disk_bus`,
			parse:    property,
			complete: completeProperty,
		},
		{name: "deactivate", help: "forbid the download of the image data", writes: true, fixed: Deactivate{}},
		{name: "reactivate", help: "allow the download of the image data again", writes: true, fixed: Reactivate{}},
		{name: "hide", help: "leave images out of the usual listing", writes: true, fixed: Hide{}},
		{name: "unhide", help: "put hidden images back into the usual listing", writes: true, fixed: Unhide{}},
		{name: "protect", help: "make images safe from deletion", writes: true, fixed: Protect{}},
		{name: "unprotect", help: "let images be deleted again", writes: true, fixed: Unprotect{}},
		{
			name: "create", aliases: []string{"new"}, argument: "[KEY=VALUE ...]", writes: true,
			help:     "make a new image: attributes, tag=TAG, properties, file=FILE or volume=NAME; alone, the form",
			example:  "create name=test disk_format=qcow2 container_format=bare tag=gold os_distro=debian",
			parse:    create,
			complete: completeCreate,
		},
		{name: "delete", help: "delete images, for which there is no undo", writes: true, fixed: Delete{}},
		{name: "editor", help: "edit the whole image as YAML in your own editor", writes: true, fixed: Editor{}},
		{name: "undo", help: "undo the last job, as far as it can be undone", writes: true, fixed: Undo{}},
		{name: "jobs", help: "the jobs and their progress", fixed: Jobs{}},
		{name: "log", help: "what was written to the service", fixed: Log{}},
	}
	for i := range specs {
		specs[i].ofChanges = true
	}
	return specs
}
