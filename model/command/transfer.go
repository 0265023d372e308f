package command

import (
	"net/url"
	"slices"
	"strings"
)

// Transfer is a command that moves image data. What it needs to know beside the
// images (a file, the stores of the service) is found out before it is planned.
type Transfer interface {
	Command
	transfer()
}

type (
	// Upload sends a file of this machine to an image that waits for its data;
	// without a file it asks for one.
	Upload struct {
		File string
		// Sign is by what the data is signed.
		Sign Sign
		// Stores are where the service is to keep the data; none is its default
		// store. Where some are named the data is staged and imported.
		Stores []string
	}
	// Import has the service take in the data by itself: from a URL, from
	// another region, or, where neither is given, from the image's own stores
	// into others. Without anything it asks which of these.
	Import struct {
		URL    string
		Region string
		// From is the id of the image in the region; empty is the same id.
		From string
		// Stores are where the data is to go; none is the default store.
		Stores []string
	}
	// Download writes the data of images into a file, or into the files of a
	// folder; without one it asks for it.
	Download struct{ File string }
	// DeleteFrom deletes the data of images from one of their stores; without
	// one it asks which.
	DeleteFrom struct{ Store string }
	// Cache has the service take the data of images into its image cache.
	Cache struct{}
	// Uncache drops them from there.
	Uncache struct{}
)

func (Upload) command()     {}
func (Import) command()     {}
func (Download) command()   {}
func (DeleteFrom) command() {}
func (Cache) command()      {}
func (Uncache) command()    {}

func (Upload) change()     {}
func (Import) change()     {}
func (DeleteFrom) change() {}
func (Cache) change()      {}
func (Uncache) change()    {}

func (Upload) transfer()     {}
func (Import) transfer()     {}
func (Download) transfer()   {}
func (DeleteFrom) transfer() {}
func (Cache) transfer()      {}
func (Uncache) transfer()    {}

// AllStores stands for every store of the service.
const AllStores = "all"

// IsEmpty reports whether a command asks for nothing but where from.
func (i Import) IsEmpty() bool { return i.URL == "" && i.Region == "" && len(i.Stores) == 0 }

// Copies reports whether a command copies the data of images to other stores.
func (i Import) Copies() bool { return i.URL == "" && i.Region == "" }

// MovesData reports whether a command moves image data.
func MovesData(c Command) bool {
	switch c := c.(type) {
	case Transfer:
		return true
	case Create:
		return c.File != "" || c.Volume != ""
	default:
		return false
	}
}

// The words before what an import is from and where it goes.
const (
	wordStore  = "store:"
	wordRegion = "region:"
	wordID     = "id:"
)

// transferring are the commands that move image data.
func transferring() []spec {
	return []spec{
		{
			name: "upload", argument: "[store:NAME,... | sign-key=FILE sign-cert=UUID] [FILE]", example: "upload debian-13.qcow2",
			help:   "send a file of this machine to a queued image; alone, it asks for the file",
			writes: true, ofChanges: true,
			parse:    upload,
			complete: completeUpload,
		},
		{
			name: "import", argument: "[URL | store:NAME,... | region:NAME [id:ID]]", writes: true, ofChanges: true,
			help:     "have the service fetch the data: from a URL, another region, or into more stores; alone, it asks",
			example:  "import https://cloud.debian.org/images/debian-13.qcow2",
			parse:    importing,
			complete: completeImport,
		},
		{
			name: "download", argument: "[FILE]", example: "download debian-13.qcow2",
			help:  "write image data into a file, or a folder for several images; alone, it asks",
			parse: nameOf(func(s string) Command { return Download{s} }),
		},
		{
			name: "delete-from", argument: "[STORE]", example: "delete-from ceph", writes: true, ofChanges: true,
			help:     "delete the data from one store of several",
			parse:    nameOf(func(s string) Command { return DeleteFrom{s} }),
			complete: completeStore,
		},
		{
			name: "location", argument: "+URL -URL ...", example: "location +https://cloud.debian.org/images/debian-13.qcow2",
			help:   "add and remove places from which the service reads the data, where it shows them",
			writes: true, ofChanges: true, parse: location,
		},
		{
			name: "cache", help: "have the service take the data into its image cache (administrators)",
			writes: true, ofChanges: true, fixed: Cache{},
		},
		{
			name: "uncache", help: "drop the data from the image cache of the service (administrators)",
			writes: true, ofChanges: true, fixed: Uncache{},
		},
	}
}

func upload(argument string) (Command, error) {
	var out Upload
	s := &scanner{line: argument}
	for s.skipBlanks() && isUploadWord(s.rest()) {
		if wrong := out.read(s); wrong != nil {
			return nil, wrong
		}
	}
	name, wrong := nameAt(argument, s.pos)
	if wrong == nil {
		wrong = out.Sign.complete()
	}
	switch {
	case wrong != nil:
		return nil, wrong
	case len(out.Stores) > 0 && !out.Sign.IsEmpty():
		return nil, &fault{problem: "signed data goes to the default store", expected: "the signature without store:"}
	case name == "" && len(out.Stores) > 0:
		return nil, faultAt(len(argument), "it after the stores", "the name of the file is missing")
	case name == "" && !out.Sign.IsEmpty():
		return nil, faultAt(len(argument), "it after the signature", "the name of the file is missing")
	}
	out.File = name
	return out, nil
}

// isUploadWord reports whether what begins here says how a file is uploaded, and is not
// its name.
func isUploadWord(rest string) bool {
	return strings.HasPrefix(rest, wordStore) || strings.HasPrefix(rest, keySignKey+"=") || strings.HasPrefix(rest, keySignCert+"=")
}

// read takes the next word before the name of the file.
func (u *Upload) read(s *scanner) (wrong *fault) {
	if strings.HasPrefix(s.rest(), wordStore) {
		u.Stores, wrong = s.stores(u.Stores)
		return wrong
	}
	key, value, wrong := s.pair()
	if wrong == nil {
		wrong = u.Sign.add(key, value)
	}
	return wrong
}

// stores reads store:NAME,NAME, each in quotation marks or not.
func (s *scanner) stores(known []string) ([]string, *fault) {
	start := s.pos
	var names []string
	s.pos += len(wordStore)
	for {
		name, wrong := s.next(",")
		if wrong != nil {
			return nil, wrong
		}
		names = append(names, name.text)
		if s.atBlank() {
			return addStores(known, start, names)
		}
		s.pos++ // the comma
	}
}

// addStores adds the stores of a word that begins at an offset, each once.
func addStores(stores []string, offset int, names []string) ([]string, *fault) {
	for _, name := range names {
		switch {
		case name == "":
			return nil, faultAt(offset, "store:NAME, or store:all", "the name of the store is missing")
		case !slices.Contains(stores, name):
			stores = append(stores, name)
		}
	}
	if slices.Contains(stores, AllStores) && len(stores) > 1 {
		return nil, faultAt(offset, "store:all by itself", "all stores, and others by name")
	}
	return stores, nil
}

func importing(argument string) (Command, error) {
	var out Import
	s := &scanner{line: argument}
	for s.skipBlanks() {
		if wrong := out.read(s); wrong != nil {
			return nil, wrong
		}
	}
	switch {
	case out.URL != "" && out.Region != "":
		return nil, &fault{problem: "a URL and a region are two sources", expected: "one of the two"}
	case out.From != "" && out.Region == "":
		return nil, &fault{problem: "the id is that of an image in another region", expected: "region:NAME id:ID"}
	}
	return out, nil
}

// read takes the next word of an import.
func (i *Import) read(s *scanner) (wrong *fault) {
	if strings.HasPrefix(s.rest(), wordStore) {
		i.Stores, wrong = s.stores(i.Stores)
		return wrong
	}
	word, wrong := s.behind(wordRegion, wordID)
	if wrong != nil {
		return wrong
	}
	return i.add(word)
}

// behind reads a word. What follows one of the prefixes may be in quotation marks by
// itself, as in region:"a b".
func (s *scanner) behind(prefixes ...string) (piece, *fault) {
	start := s.pos
	for _, prefix := range prefixes {
		if strings.HasPrefix(s.rest(), prefix) {
			s.pos += len(prefix)
			said, wrong := s.next("")
			return piece{text: prefix + said.text, quoted: said.quoted, offset: start}, wrong
		}
	}
	return s.next("")
}

// add takes one word of an import. One that stands in quotation marks as a whole names
// stores as well.
func (i *Import) add(word piece) (wrong *fault) {
	region, isRegion := strings.CutPrefix(word.text, wordRegion)
	id, isID := strings.CutPrefix(word.text, wordID)
	switch {
	case strings.HasPrefix(word.text, wordStore):
		i.Stores, wrong = addStores(i.Stores, word.offset, strings.Split(strings.TrimPrefix(word.text, wordStore), ","))
	case isRegion && i.Region == "" && region != "":
		i.Region = region
	case isID && i.From == "":
		_, problem, _ := readID(id)
		if id == "" {
			problem = "the id of the image there is missing"
		}
		if problem != "" {
			return &fault{offset: word.offset, problem: problem, expected: exampleID + ", or no id: where it is the same as here"}
		}
		i.From = id
	case i.URL == "" && isURL(word.text):
		if hasPassword(word.text) {
			return faultAt(word.offset, "a URL without one", "the password in the URL would be kept, here and by the service")
		}
		i.URL = word.text
	case strings.HasPrefix(word.text, wordVolume):
		return faultAt(word.offset, ":create volume=NAME", "a volume becomes a new image")
	default:
		return faultAt(word.offset, "a URL with http:// or https://, store:NAME, or region:NAME",
			"%s is no source of data", shown(word.text))
	}
	return wrong
}

// isURL reports whether a service may fetch from a text: what it allows it alone
// knows. A host with an empty port is that of a URL that was pasted behind https://.
func isURL(word string) bool {
	source, err := url.Parse(word)
	isHTTP := err == nil && (source.Scheme == "http" || source.Scheme == "https")
	return isHTTP && source.Hostname() != "" && !strings.HasSuffix(source.Host, ":")
}

// hasPassword reports whether a URL holds a password.
func hasPassword(word string) bool {
	source, err := url.Parse(word)
	if err != nil {
		return false
	}
	_, has := source.User.Password()
	return has
}

// formatTransfer writes the commands that move image data.
func formatTransfer(c Command) string {
	switch c := c.(type) {
	case Upload:
		return named("upload", join(formatStores(c.Stores), c.Sign.words(), []string{formatFile(c.File)}))
	case Import:
		var words []string
		if c.URL != "" {
			words = append(words, quote(c.URL))
		}
		if c.Region != "" {
			words = append(words, wordRegion+quote(c.Region))
		}
		if c.From != "" {
			words = append(words, wordID+c.From)
		}
		return named("import", join(words, formatStores(c.Stores)))
	case Download:
		return named("download", formatFile(c.File))
	case DeleteFrom:
		return named("delete-from", formatName(c.Store))
	case Location:
		return named("location", join(signedTexts('+', c.Add), signedTexts('-', c.Remove)))
	default:
		return formatFixed(c)
	}
}

// formatStores writes where data goes.
func formatStores(stores []string) []string {
	if len(stores) == 0 {
		return nil
	}
	names := make([]string, len(stores))
	for i, store := range stores {
		names[i] = quote(store)
	}
	return []string{wordStore + strings.Join(names, ",")}
}

// formatFile writes the name of a file. One that begins as a word before it stands in
// quotes.
func formatFile(name string) string {
	switch {
	case name == "":
		return ""
	case isUploadWord(name):
		return inQuotes(name)
	default:
		return quote(name)
	}
}
