package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"sync"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/model/uses"
)

const (
	// oneByOneUses is how many images are asked for each by itself. For more, or
	// for all, the lists are read to their end: a page has up to a thousand
	// servers.
	oneByOneUses = 4
	// usesAttempts is how often a service is asked: a preview waits for it.
	usesAttempts = 2
	// byImage is the microversion since which Cinder filters volumes by the image
	// that they were made from. Before, and for all but administrators, it passes
	// the filter over, so that what comes is checked here.
	byImage = "volume 3.4"
)

// Uses reads which servers and volumes were made from images, from the Compute
// service (GET /servers/detail) and the Block Storage service
// (GET /volumes/detail) of the catalogue, both at once; without ids, from any
// image. All projects are asked for; who may not ask for them is shown the own
// one's, and the answer says so.
//
// It has no error: what a service does not tell is a gap in the answer.
func (c *Client) Uses(ctx context.Context, ids ...model.ImageID) uses.Found {
	ctx = WithAttempts(ctx, usesAttempts)
	var servers, volumes uses.Answer
	var both sync.WaitGroup
	both.Go(func() {
		servers = c.answered(c.compute, func() (uses.Reach, []uses.Use, error) { return c.servers(ctx, ids) })
	})
	both.Go(func() {
		volumes = c.answered(c.storage, func() (uses.Reach, []uses.Use, error) { return c.volumes(ctx, ids) })
	})
	both.Wait()
	return uses.Of(servers, volumes)
}

// answered asks a service, if it may be, and turns what went wrong into a gap.
func (c *Client) answered(from beside, ask func() (uses.Reach, []uses.Use, error)) uses.Answer {
	switch {
	case from.unsafe:
		return uses.Answer{Gap: uses.Gap{Lack: uses.Unsafe}}
	case from.client == nil:
		return uses.Answer{Gap: uses.Gap{Lack: uses.Absent}}
	}
	reach, found, err := ask()
	if err == nil {
		return uses.Answer{Reach: reach, Uses: found}
	}
	gap := uses.Gap{Lack: uses.Failed, Reason: c.explain.foreign(err.Error())}
	var problem *Problem
	if errors.As(err, &problem) {
		gap.Status, gap.Reason = problem.Status, problem.Reason
		if problem.isOneOf(ErrForbidden, ErrUnauthorized) {
			gap.Lack = uses.Refused
		}
	}
	return uses.Answer{Gap: gap}
}

// servers reads servers, of all projects or, where that is refused, of one.
func (c *Client) servers(ctx context.Context, ids []model.ImageID) (uses.Reach, []uses.Use, error) {
	if !c.learned.ownServers.Load() {
		found, err := c.eachImage(ids, func(id model.ImageID) ([]uses.Use, error) {
			return c.listServers(ctx, url.Values{"all_tenants": {"1"}}, id)
		})
		if !errors.Is(err, ErrForbidden) {
			return uses.Everywhere, usesOf(ids, found), err
		}
		c.learned.ownServers.Store(true)
	}
	found, err := c.eachImage(ids, func(id model.ImageID) ([]uses.Use, error) { return c.listServers(ctx, url.Values{}, id) })
	return uses.OwnProject, usesOf(ids, found), err
}

// volumes reads volumes. Cinder gives who is no administrator one project's,
// whatever is asked for, and does not say so.
func (c *Client) volumes(ctx context.Context, ids []model.ImageID) (uses.Reach, []uses.Use, error) {
	if !c.admin {
		found, foreign, err := c.listVolumes(ctx, model.ImageID{})
		if foreign {
			return uses.Everywhere, usesOf(ids, found), err
		}
		return uses.OwnProject, usesOf(ids, found), err
	}
	found, err := c.eachImage(ids, func(id model.ImageID) ([]uses.Use, error) {
		found, _, err := c.listVolumes(ctx, id)
		return found, err
	})
	return uses.Everywhere, usesOf(ids, found), err
}

// eachImage calls read for each of a few images, or once for all.
func (c *Client) eachImage(ids []model.ImageID, read func(model.ImageID) ([]uses.Use, error)) ([]uses.Use, error) {
	if len(ids) == 0 || len(ids) > oneByOneUses {
		return read(model.ImageID{})
	}
	var all []uses.Use
	for _, id := range ids {
		found, err := read(id)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// usesOf returns the uses of some images, all without ids. A use of another one may
// be among the answers, because filters are passed over.
func usesOf(ids []model.ImageID, found []uses.Use) []uses.Use {
	if len(ids) == 0 {
		return found
	}
	wanted := make(map[string]bool, len(ids))
	for _, id := range ids {
		wanted[id.Raw()] = true
	}
	kept := found[:0]
	for i := range found {
		if wanted[found[i].Image.Raw()] {
			kept = append(kept, found[i])
		}
	}
	return kept
}

// listServers reads the servers that were made from an image, or all. One that
// starts from a volume names no image: it is the volume that was made from one.
func (c *Client) listServers(ctx context.Context, query url.Values, image model.ImageID) ([]uses.Use, error) {
	if !image.IsEmpty() {
		query.Set("image", image.Raw())
	}
	var found []uses.Use
	request := call{
		operation: "listing servers", method: http.MethodGet, path: "/servers/detail", accept: []int{http.StatusOK}, query: query,
	}
	err := c.compute.client.pages(ctx, request, "servers", func(r record) {
		if id := recordOf(r["image"]).text("id"); !id.IsEmpty() {
			found = append(found, uses.Use{
				Image: model.ImageID{Untrusted: id}, ID: r.text("id"), Name: r.text("name"), Status: r.text("status"),
				Project: r.text("tenant_id"), CreatedAt: r.time("created"),
			})
		}
	})
	return found, err
}

// listVolumes reads the volumes that were made from an image, or all; foreign
// reports whether some belong to other projects than the user's.
func (c *Client) listVolumes(ctx context.Context, image model.ImageID) (found []uses.Use, foreign bool, err error) {
	request := call{
		operation: "listing volumes", method: http.MethodGet, path: "/volumes/detail", accept: []int{http.StatusOK},
		query: url.Values{"all_tenants": {"1"}},
	}
	if !image.IsEmpty() {
		filter, err := json.Marshal(map[string]string{"image_id": image.Raw()})
		if err != nil {
			return nil, false, err
		}
		request.query.Set("glance_metadata", string(filter))
		request.version = byImage
	}
	err = c.storage.client.pages(ctx, request, "volumes", func(r record) {
		project := r.text("os-vol-tenant-attr:tenant_id")
		foreign = foreign || !project.IsEmpty() && project != c.about.ProjectID
		id := recordOf(r["volume_image_metadata"]).text("image_id")
		if id.IsEmpty() {
			return
		}
		found = append(found, uses.Use{
			Image: model.ImageID{Untrusted: id}, ID: r.text("id"), Name: r.text("name"), Status: r.text("status"), Project: project,
			Server: attached(r), CreatedAt: r.time("created_at"),
		})
	})
	return found, foreign, err
}

// attached returns the first server that a volume is attached to.
func attached(r record) text.Untrusted {
	attachments, _ := r.list("attachments")
	for _, attachment := range attachments {
		if id := recordOf(attachment).text("server_id"); !id.IsEmpty() {
			return id
		}
	}
	return text.Untrusted{}
}

// usesPerPage is how many records are asked for at once: as many as the services
// give, whatever their limit is.
const usesPerPage = "1000"

// pages reads a list to its end, and gives take each record.
func (c *Client) pages(ctx context.Context, request call, name string, take func(record)) error {
	request.query.Set("limit", usesPerPage)
	for asked := map[string]bool{"": true}; ; {
		var list []record
		more := false
		err := c.read(ctx, request, func(body []byte) (err error) {
			var all record
			all, list, err = decodeRecords(body, name, "list of "+name)
			links, _ := all.list(name + "_links")
			for _, link := range links {
				more = more || recordOf(link).text("rel").Raw() == "next"
			}
			return err
		})
		if err != nil {
			return err
		}
		for _, r := range list {
			take(r)
		}
		if !more || len(list) == 0 {
			return nil
		}
		last := list[len(list)-1].text("id").Raw()
		if asked[last] {
			return nil // the link leads nowhere, or back
		}
		asked[last] = true
		request.query.Set("marker", last)
	}
}
