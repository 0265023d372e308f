package api

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gophercloud/gophercloud/v2/openstack/identity/v3/tokens"

	"glimpse/api/clouds"
	"glimpse/model"
	"glimpse/model/query"
)

// regional is the image service of a region, by the region's name, as an import from
// another region finds it: in the catalogue, capital letters or not.
type regional struct {
	region string
	beside
}

// regions finds the image services of all regions. The service that imports asks for
// the public address unless it is told otherwise.
func (c *Client) regions(cloud *clouds.Cloud, entry *guardTransport, catalog *tokens.ServiceCatalog) {
	for _, endpoint := range imageEndpoints(cloud, catalog) {
		region := cmp.Or(endpoint.RegionID, endpoint.Region)
		address, err := baseOf(endpoint.URL)
		if err != nil || endpoint.Interface != "public" || c.region(region) != nil {
			continue
		}
		there := c.reach(entry, address)
		if there.client != nil {
			there.client.intern = c.intern
		}
		c.elsewhere = append(c.elsewhere, regional{region, there})
	}
}

// otherRegions are the names of the regions that are not the connection's own.
func (c *Client) otherRegions() (names []string) {
	own := c.about.Region.Raw()
	for i := range c.elsewhere {
		if name := c.elsewhere[i].region; name != "" && !strings.EqualFold(name, own) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func (c *Client) region(name string) *regional {
	at := slices.IndexFunc(c.elsewhere, func(e regional) bool { return strings.EqualFold(e.region, name) })
	if at < 0 {
		return nil
	}
	return &c.elsewhere[at]
}

// regionAttempts is how often another region is asked: a preview waits for it.
const regionAttempts = 2

// ImageOfRegion reads an image of another region's image service, from which it is to
// be imported. Errors: ErrNotOffered where the catalogue has no image service in the
// region; ErrNotFound where that has no such image, or does not show it to this
// project; ErrForbidden where its address is none that the token may go to.
func (c *Client) ImageOfRegion(ctx context.Context, region string, id model.ImageID) (model.Image, error) {
	there, err := c.inRegion(region, id)
	if err != nil {
		return model.Image{}, err
	}
	return there.Image(WithAttempts(ctx, regionAttempts), id)
}

// mostOfRegion is how many images of another region are offered.
const mostOfRegion = 500

// ImagesOfRegion reads the newest images of another region's image service that can be
// imported, with one request. The errors are those of ImageOfRegion.
func (c *Client) ImagesOfRegion(ctx context.Context, region string) ([]model.Image, error) {
	there, err := c.inRegion(region, model.ImageID{})
	if err != nil {
		return nil, err
	}
	active, err := query.Parse("status=" + model.StatusActive.Raw())
	if err != nil {
		return nil, err
	}
	split, err := query.Query{Terms: active}.Split(c.retry.now())
	if err != nil {
		return nil, err
	}
	pages := there.Pages(split, PageOptions{Size: mostOfRegion})
	defer pages.Close()
	page, err := pages.Next(WithAttempts(ctx, regionAttempts))
	return page.Images, err
}

// inRegion returns the image service of a region, with the errors of ImageOfRegion.
func (c *Client) inRegion(region string, id model.ImageID) (*Client, error) {
	const operation = "reading the source"
	there := c.region(region)
	switch {
	case there == nil:
		names := make([]string, len(c.elsewhere))
		for i, one := range c.elsewhere {
			names[i] = one.region
		}
		advice := "the catalogue names none in any region"
		if len(names) > 0 {
			advice = "the regions are " + escapedList(names)
		}
		return nil, &Problem{
			Operation: operation, Image: id, Kind: ErrNotOffered, advice: advice,
			Reason: ownWords(fmt.Sprintf("the catalogue has no image service in region %s", region)),
		}
	case there.client == nil:
		return nil, &Problem{
			Operation: operation, Image: id, Kind: ErrForbidden,
			Reason: ownWords(fmt.Sprintf("the image service of region %s is not encrypted although the login is", region)),
		}
	}
	return there.client, nil
}
