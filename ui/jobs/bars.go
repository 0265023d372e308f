package jobs

import (
	"slices"

	"glimpse/model/job"
	"glimpse/ui/table"
)

// Bars draws a bar for each job under way, as far as there is room on a screen of a
// width, and says how far the one is that was begun last. The report of a job says
// so itself.
func (f *Feature) Bars(width int) []table.Piece {
	const bar, words = 6, 24
	under := f.UnderWay()
	if report, open := f.ctx.Layers.Top().(*Report); open {
		under = slices.DeleteFunc(slices.Clone(under), func(p *job.Progress) bool { return p.ID == report.ID() })
	}
	if len(under) == 0 {
		return nil
	}
	room := width * 2 / 5
	newest := under[len(under)-1]
	under = under[len(under)-max(1, min(len(under), (room-words)/(bar+1))):]
	var out []table.Piece
	for _, progress := range under {
		out = append(append(out, Bar(f.ctx.Theme, progress, bar)...), table.Piece{Text: " "})
	}
	badge, style := Badge(f.ctx.Theme, newest, room-len(under)*(bar+1), f.ctx.Now)
	return append(out, table.Piece{Text: badge, Style: style}, table.Piece{Text: " "})
}
