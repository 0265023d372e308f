package cmd

import (
	"context"
	"runtime"
	"runtime/debug"

	"glimpse/api"
	"glimpse/api/clouds"
	"glimpse/model"
	"glimpse/ui/memory"
)

// tidyMemory lets the garbage of a list that is read take less room, and returns what
// is told when something large begins and ends. Whoever sets GOGC knows better.
func tidyMemory(env clouds.Env) (large func(underWay bool)) {
	if lookup(env, "GOGC") != "" {
		return nil
	}
	return memory.Tidy().Large
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
