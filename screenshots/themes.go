package main

import (
	"slices"
	"strings"
)

// inBothThemes adds the same picture in the light theme to every one that is
// only there in the dark one.
func inBothThemes(dark []picture) []picture {
	all := slices.Clone(dark)
	for _, p := range dark {
		light := p
		light.name += "-light"
		light.args = append(slices.Clone(p.args), "--theme", "light")
		has := func(other picture) bool { return other.name == light.name }
		if !strings.HasSuffix(p.name, "-light") && !slices.ContainsFunc(dark, has) {
			all = append(all, light)
		}
	}
	return all
}
