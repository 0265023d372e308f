package overview

import (
	"glimpse/model"
	"glimpse/model/text"
	"glimpse/ui/format"
)

// quotaNames are the limits that the service sets, in words.
var quotaNames = map[text.Untrusted]string{
	model.QuotaSize: "image data", model.QuotaStaged: "staged data", model.QuotaCount: "images", model.QuotaUploading: "uploads",
}

// mostQuotaLines keeps room for the values.
const mostQuotaLines = 2

// quotaLines say what the user's project uses of its limits; it is an empty line where
// there are none.
func (s *Screen) quotaLines() []string {
	said := s.quota()
	if len(said) == 0 {
		return []string{""}
	}
	lines := []string{"Your project's quota: " + said[0]}
	for _, one := range said[1:] {
		last := &lines[len(lines)-1]
		*last += ","
		if s.theme.Cells.Width(*last+" "+one+",") > s.width-3 && len(lines) < mostQuotaLines {
			lines = append(lines, "  "+one)
		} else {
			*last += " " + one
		}
	}
	for i, line := range lines {
		lines[i] = s.theme.Cells.Cut(line, s.width-3)
	}
	return lines
}

// quota says of each limit what the project uses of it.
func (s *Screen) quota() []string {
	var said []string
	for i := range s.quotas {
		one := &s.quotas[i]
		if one.Limit < 0 || one.Used == 0 && isTransient(one) {
			continue
		}
		name, known := quotaNames[one.Resource]
		if !known {
			name = s.theme.Cells.Show(one.Resource)
		}
		used := name + " " + amount(one, one.Used) + " of " + amount(one, one.Limit)
		if one.Used > one.Limit {
			used += " (over)"
		}
		said = append(said, used)
	}
	return said
}

// isTransient reports whether a limit is of what is under way, which is worth a word
// only where something is.
func isTransient(one *model.Quota) bool {
	return one.Resource == model.QuotaStaged || one.Resource == model.QuotaUploading
}

// amount writes an amount of a quota; those of bytes count in MiB.
func amount(one *model.Quota, count int64) string {
	const mostMebibytes = 1 << 42
	if one.IsBytes() && count >= 0 && count < mostMebibytes {
		return format.Size(count << 20)
	}
	return format.Count(int(count))
}
