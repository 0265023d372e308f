package command

import "strings"

// NewImage makes the command that creates an image of pairs KEY=VALUE, each as
// it stands: nothing in them is quoted, as a shell passes them on. A property
// whose key is an attribute's name, or one of a signature or a volume, cannot be said this way.
func NewImage(pairs []string) (Create, error) {
	var out Create
	for _, pair := range pairs {
		key, value, isPair := strings.Cut(pair, "=")
		wrong := &fault{problem: shown(pair) + " is no KEY=VALUE", expected: "a key and its value, such as name=debian-12"}
		if isPair && key != "" {
			wrong = out.add(piece{text: key}, piece{text: value})
		}
		if wrong != nil {
			return Create{}, &Error{Column: 1, Problem: wrong.problem, Expected: wrong.expected}
		}
	}
	wrong := out.Sign.complete()
	if out.Volume != "" || out.Force {
		wrong = &fault{problem: "the data comes from the file", expected: "`glimpse change 'create volume=NAME'` for an image of a volume"}
	}
	if wrong != nil {
		return Create{}, &Error{Column: 1, Problem: wrong.problem, Expected: wrong.expected}
	}
	return out, nil
}
