package api

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"

	"github.com/gophercloud/gophercloud/v2"
	"github.com/gophercloud/gophercloud/v2/openstack/identity/v3/tokens"

	"glimpse/api/clouds"
	"glimpse/model/lazy"
)

// beside is a service beside the image service. It is only read from, but for images that
// are made of volumes.
type beside struct {
	// client sends to it: with the same token, by the same rules, and at its own
	// pace. It is nil where the service is not to be asked.
	client *Client
	// unsafe reports that it has an address, and none that the token may go to.
	unsafe bool
}

// The types under which a catalogue lists the services that use images, the best
// first, and the versions of their APIs that this program speaks.
var (
	computeTypes = []string{"compute"}
	storageTypes = slices.DeleteFunc(append([]string{"block-storage", "volumev3"}, gophercloud.ServiceTypeAliases["block-storage"]...),
		func(name string) bool { return name == "volumev2" })

	computeVersion = lazy.Regexp(`/v2(\.1)?(/|$)`)
	storageVersion = lazy.Regexp(`/v3(/|$)`)
	anyVersion     = lazy.Regexp(`/v\d+(\.\d+)?(/|$)`)
	bareVersion    = lazy.Regexp(`/v\d+(\.\d+)?$`)
)

// besides finds the services that use images.
func (c *Client) besides(cloud *clouds.Cloud, entry *guardTransport, first login) {
	project := url.PathEscape(first.about.ProjectID.Raw())
	compute := found(cloud, &cloud.Compute, first, computeTypes, computeVersion())
	if compute != nil && !anyVersion().MatchString(compute.Path) {
		compute.Path += "/v2.1"
	}
	storage := found(cloud, &cloud.BlockStorage, first, storageTypes, storageVersion())
	if storage != nil && !anyVersion().MatchString(storage.Path) {
		storage.Path += "/v3"
	}
	// Before 2022 the service wanted the project in its address.
	if storage != nil && bareVersion().MatchString(storage.Path) && project != "" {
		storage.Path += "/" + project
	}
	c.compute = c.reach(entry, compute)
	if c.storage = c.reach(entry, storage); c.storage.client != nil {
		entry.volumes = storage
	}
}

// reach lets reads through to a service. The token goes over no line that is
// easier to overhear than those it has taken already.
func (c *Client) reach(entry *guardTransport, address *url.URL) beside {
	switch {
	case address == nil:
		return beside{}
	case exposed(entry.identity, address) && !c.about.PlainHTTP:
		return beside{unsafe: true}
	}
	entry.readOnlyAt = append(entry.readOnlyAt, address)
	client := c.at(address)
	client.retry = newRetrier(c.retry.now) // a service that is busy does not hold the images up
	client.retry.log, client.retry.sleep, client.retry.random = c.log, c.retry.sleep, c.retry.random
	return beside{client: client}
}

// at is the client for another service of the same cloud: with the same token and
// the same bounds.
func (c *Client) at(base *url.URL) *Client {
	return &Client{
		about: c.about, endpoint: base, service: c.service, transport: c.transport, source: c.source, retry: c.retry,
		explain: c.explain, log: c.log, timeout: c.timeout, life: c.life, end: c.end,
	}
}

// found returns the address of a service: the one that the configuration says, or that
// of the first of some types that the catalogue has for the interface and the region;
// nil where there is none whose version is spoken here.
func found(cloud *clouds.Cloud, said *clouds.Service, first login, types []string, version *regexp.Regexp) *url.URL {
	if said.Endpoint != "" {
		address, _ := webURL(said.EndpointFor(first.about.ProjectID.Raw())) // which was checked when it was read
		return address
	}
	if said.Type != "" {
		types = []string{said.Type}
	}
	where := place{region: said.Region, face: cmp.Or(said.Interface, cloud.Interface, "public")}
	for _, wanted := range types {
		for _, entry := range first.catalog.Entries {
			if entry.Type != wanted || said.Name != "" && entry.Name != said.Name {
				continue
			}
			if address := where.addressIn(entry.Endpoints, version); address != nil {
				return address
			}
		}
	}
	return nil
}

// place is where in a catalogue an address is looked for; an empty region is any.
type place struct{ region, face string }

func (p place) addressIn(endpoints []tokens.Endpoint, version *regexp.Regexp) *url.URL {
	for _, endpoint := range endpoints {
		here := p.region == "" || p.region == endpoint.RegionID || p.region == endpoint.Region
		address, err := webURL(endpoint.URL)
		if err != nil || !here || endpoint.Interface != p.face {
			continue
		}
		if version.MatchString(address.Path) || !anyVersion().MatchString(address.Path) {
			return address
		}
	}
	return nil
}
