package api

import (
	"context"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"glimpse/model"
	"glimpse/model/query"
)

// mostIDs is how many ids one listing asks for: Glance refuses a request line
// of more than 8 KiB, in which 215 UUIDs found room.
const mostIDs = 150

// Images reads those of some images that a listing has, without their Raw
// records and in no order (GET /v2/images?id=in:…). A listing has either the
// hidden images or the others, so that it costs two requests for up to 150
// images, which go at once for any number of them. What is not in any listing
// of this project is left out: images that are gone, and shared ones that were
// not accepted.
func (c *Client) Images(ctx context.Context, ids []model.ImageID) ([]model.Image, error) {
	return c.listed(ctx, ids, "both")
}

// ImagesHidden is Images for those that are hidden, or for those that are not,
// which costs half as many requests.
func (c *Client) ImagesHidden(ctx context.Context, ids []model.ImageID, hidden bool) ([]model.Image, error) {
	if hidden {
		return c.listed(ctx, ids, "only")
	}
	return c.listed(ctx, ids, "no")
}

// wholeAtOnce is how many images are read one by one at once.
const wholeAtOnce = 8

// WholeImages reads images one by one, in the order of the ids, with their Raw records.
// The error is that of the first that cannot be read.
func (c *Client) WholeImages(ctx context.Context, ids []model.ImageID) ([]model.Image, error) {
	whole := make([]model.Image, len(ids))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(wholeAtOnce)
	for i, id := range ids {
		group.Go(func() (err error) {
			whole[i], err = c.Image(ctx, id)
			return err
		})
	}
	return whole, group.Wait()
}

func (c *Client) listed(ctx context.Context, ids []model.ImageID, hidden string) ([]model.Image, error) {
	var wanted []string
	for _, id := range ids {
		if raw := id.Raw(); raw != "" && !strings.ContainsFunc(raw, isOddInID) {
			wanted = append(wanted, raw)
		}
	}
	terms, err := query.Parse("visibility=all hidden=" + hidden)
	if err != nil {
		return nil, err
	}
	var pagers []*Pager
	for some := range slices.Chunk(wanted, mostIDs) {
		isOne := query.Term{Field: query.AttributeField(model.AttrID), Op: query.OpEqual, Values: some}
		split, err := query.Query{Terms: append(slices.Clone(terms), isOne)}.Split(time.Time{})
		if err != nil {
			return nil, err
		}
		pagers = append(pagers, c.Pages(split, PageOptions{}))
	}
	return walkAll(ctx, pagers)
}

// isOddInID reports whether a character is one that no UUID has, and that could mean
// something in a list.
func isOddInID(r rune) bool {
	return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'f') && (r < 'A' || r > 'F')
}

// walkAll reads several walks to their ends, at once.
func walkAll(ctx context.Context, pagers []*Pager) ([]model.Image, error) {
	group, ctx := errgroup.WithContext(ctx)
	found := make([][]model.Image, len(pagers))
	for i, pager := range pagers {
		group.Go(func() error {
			for more := true; more; {
				page, err := pager.Next(ctx)
				if err != nil {
					return err
				}
				found[i] = append(found[i], page.Images...)
				more = page.More
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return slices.Concat(found...), nil
}
