package format

// Position says where a reader is: "line 12 of 80". Of nothing it says nothing.
// Beside a job a percentage would read as its progress.
func Position(unit string, at, of int) string {
	if of == 0 {
		return ""
	}
	return unit + " " + Count(at) + " of " + Count(of)
}
