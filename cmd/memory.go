package cmd

import (
	"context"
	"runtime"
	"runtime/debug"

	"glimpse/api"
	"glimpse/api/clouds"
	"glimpse/model"
)

// tidyMemory lets the garbage of a list that is read take less room. What is
// loaded stays, and is packed into few pieces, so that collecting the garbage more
// often costs little; a hundred thousand images then fit into 80 MiB. Whoever sets
// GOGC knows better.
func tidyMemory(env clouds.Env) {
	const percent = 20
	if lookup(env, "GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}

// pages is a walk over the images of a query. At its end it returns to the system what
// reading many took and is not needed any more; that happens beside what goes on.
type pages struct {
	*api.Pager
	read int // images
}

// manyImages are so many that reading them leaves garbage worth giving back.
const manyImages = 10_000

// Next implements backend.Pages.
func (p *pages) Next(ctx context.Context) (model.Page, error) {
	page, err := p.Pager.Next(ctx)
	if p.read += len(page.Images); err == nil && !page.More && p.read >= manyImages {
		go func() {
			runtime.GC() // what is kept for the next page outlives one collection
			debug.FreeOSMemory()
		}()
	}
	return page, err
}
