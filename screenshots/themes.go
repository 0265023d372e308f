package main

import "slices"

// inBothThemes adds the same picture in the light theme to every one.
func inBothThemes(dark []picture) []picture {
	all := slices.Clone(dark)
	for _, p := range dark {
		p.name += "-light"
		p.args = append(slices.Clone(p.args), "--theme", "light")
		all = append(all, p)
	}
	return all
}
