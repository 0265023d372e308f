package plan

import "strings"

// CompleteFromTitle completes a plan that was kept before plans had a command,
// and said what they undo, by its title, which told both.
func (p *Plan) CompleteFromTitle() {
	if p.Command.Command != nil || p.Undoes != nil {
		return
	}
	line := strings.TrimPrefix(p.Title, "finish: ")
	for {
		undone, undoes := strings.CutPrefix(line, "undo ")
		if !undoes {
			break
		}
		line, p.Undoes = undone, &Undo{Redoes: p.Undoes != nil && !p.Undoes.Redoes}
	}
	_ = p.Command.UnmarshalText([]byte(line)) // which always returns nil
}
