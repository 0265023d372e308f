package glance

import "strings"

// readPointer splits a JSON pointer as the real service does, which follows a
// draft of RFC 6901: leading slashes fold, and spaces around a part go.
func readPointer(pointer string) ([]string, error) {
	if err := checkPointer(pointer); err != nil {
		return nil, err
	}
	parts := strings.Split(strings.TrimLeft(pointer, "/"), "/")
	for i, part := range parts {
		parts[i] = strip(strings.ReplaceAll(strings.ReplaceAll(part, "~1", "/"), "~0", "~"))
	}
	return parts, nil
}

func checkPointer(pointer string) error {
	wrong := func(why string) error { return badRequest("Pointer `" + pointer + "` " + why) }
	switch {
	case !strings.HasPrefix(pointer, "/"):
		return wrong(`does not start with "/".`)
	case adjacent(pointer[1:]):
		return wrong(`contains adjacent "/".`)
	case len(pointer) > 1 && strings.HasSuffix(pointer, "/"):
		return wrong(`end with "/".`)
	case strip(pointer[1:]) == "/":
		return wrong("does not contains valid token.")
	case badEscape(pointer):
		return wrong(`contains "~" not part of a recognized escape sequence.`)
	}
	return nil
}

// adjacent reports whether two slashes have nothing but spaces between them.
func adjacent(pointer string) bool {
	parts := strings.Split(pointer, "/")
	for i := 1; i < len(parts)-1; i++ {
		if strip(parts[i]) == "" {
			return true
		}
	}
	return false
}

func badEscape(pointer string) bool {
	for i := range len(pointer) {
		if pointer[i] == '~' && (i+1 == len(pointer) || pointer[i+1] != '0' && pointer[i+1] != '1') {
			return true
		}
	}
	return false
}
