package api

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/gophercloud/gophercloud/v2/openstack/identity/v3/tokens"

	"glimpse/api/clouds"
	"glimpse/model/lazy"
	"glimpse/model/remote"
	"glimpse/model/text"
)

// What some catalogues write behind the root of the image service: a version,
// and after it, or alone, the id of a project.
var (
	versionSuffix = lazy.Regexp(`/v\d+(\.\d+)?$`)
	projectSuffix = lazy.Regexp(`(?i)/(AUTH_)?([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$`)
	// numberSuffix is the id of a project in clouds that number them; it is one
	// behind a version alone.
	numberSuffix = lazy.Regexp(`(/v\d+(\.\d+)?)/(AUTH_)?\d+$`)
)

// imageEndpoint finds the image service in the catalogue, or takes the
// endpoint that the configuration puts in its place, and returns its base:
// the URL to which /v2/images is added, whatever path it is served under.
func imageEndpoint(cloud *clouds.Cloud, catalog *tokens.ServiceCatalog) (endpoint *url.URL, region string, err error) {
	if cloud.ImageEndpointOverride != "" {
		endpoint, err = baseOf(cloud.ImageEndpointOverride)
		if err != nil {
			return nil, "", fmt.Errorf("reading the image_endpoint_override of cloud %q: %w", cloud.Name, err)
		}
		return endpoint, cloud.Region, nil
	}
	interfaceWanted := cmp.Or(cloud.Interface, "public")
	found := offered(cloud, catalog, interfaceWanted)
	switch {
	case len(found.urls) == 0:
		return nil, "", &EndpointError{
			Cloud: cloud.Name, Region: cloud.Region, Interface: interfaceWanted,
			Regions: found.regions, Interfaces: found.interfaces,
		}
	case cloud.Region == "" && len(found.regions) > 1:
		return nil, "", &remote.RegionRequiredError{Cloud: cloud.Name, Regions: found.regions}
	}
	endpoint, err = baseOf(found.urls[0])
	if err != nil {
		return nil, "", fmt.Errorf("reading the image endpoint in the catalogue of cloud %q: %w", cloud.Name, err)
	}
	region = cloud.Region
	if region == "" && len(found.regions) == 1 {
		region = found.regions[0]
	}
	return endpoint, region, nil
}

// offer is what a catalogue says of the image service.
type offer struct {
	urls       []string // of the wanted interface, in the wanted region
	regions    []string // that have the wanted interface
	interfaces []string // in any region
}

func offered(cloud *clouds.Cloud, catalog *tokens.ServiceCatalog, interfaceWanted string) offer {
	var found offer
	for _, endpoint := range imageEndpoints(cloud, catalog) {
		found.interfaces = appendNew(found.interfaces, endpoint.Interface)
		if endpoint.Interface != interfaceWanted {
			continue
		}
		region := cmp.Or(endpoint.RegionID, endpoint.Region)
		found.regions = appendNew(found.regions, region)
		if cloud.Region == "" || cloud.Region == region || cloud.Region == endpoint.Region {
			found.urls = append(found.urls, endpoint.URL)
		}
	}
	slices.Sort(found.regions)
	return found
}

// imageEndpoints returns the endpoints of the image service that have an
// address, of every region and interface.
func imageEndpoints(cloud *clouds.Cloud, catalog *tokens.ServiceCatalog) []tokens.Endpoint {
	serviceType := cmp.Or(cloud.ImageServiceType, "image")
	var found []tokens.Endpoint
	for _, entry := range catalog.Entries {
		if entry.Type == serviceType && (cloud.ImageServiceName == "" || entry.Name == cloud.ImageServiceName) {
			found = append(found, entry.Endpoints...)
		}
	}
	return slices.DeleteFunc(found, func(e tokens.Endpoint) bool { return strings.TrimSpace(e.URL) == "" })
}

// usableRegions returns the regions of the catalogue that the configuration
// lets the user choose.
func usableRegions(cloud *clouds.Cloud, catalog *tokens.ServiceCatalog) []string {
	if cloud.ImageEndpointOverride != "" {
		return nil
	}
	regions := offered(cloud, catalog, cmp.Or(cloud.Interface, "public")).regions
	if len(cloud.Regions) == 0 {
		return regions
	}
	return slices.DeleteFunc(regions, func(region string) bool { return !slices.Contains(cloud.Regions, region) })
}

func appendNew(list []string, value string) []string {
	if value == "" || slices.Contains(list, value) {
		return list
	}
	return append(list, value)
}

// baseOf cuts the id of a project and a version off the end of an endpoint: what
// is left is the root of the service, as the openstack command finds it by
// asking which versions there are.
func baseOf(endpoint string) (*url.URL, error) {
	parsed, err := webURL(endpoint)
	if err != nil {
		return nil, err
	}
	parsed.Path = projectSuffix().ReplaceAllString(parsed.Path, "")
	parsed.Path = numberSuffix().ReplaceAllString(strings.TrimRight(parsed.Path, "/"), "$1")
	parsed.Path = strings.TrimRight(versionSuffix().ReplaceAllString(parsed.Path, ""), "/")
	return parsed, nil
}

// webURL reads the address of a service: scheme, host and path, and nothing
// else of what a URL may hold. The error shows the address without the
// credentials that somebody may have put into it.
func webURL(address string) (*url.URL, error) {
	parsed, err := url.Parse(strings.TrimSpace(address))
	if err != nil || parsed.Host == "" || parsed.Scheme != "http" && parsed.Scheme != "https" {
		shown := address
		if at := strings.LastIndexByte(shown, '@'); at >= 0 {
			shown = "…" + shown[at:]
		}
		return nil, fmt.Errorf("%q is not an http or https URL", text.Escape(shown))
	}
	return &url.URL{Scheme: parsed.Scheme, Host: parsed.Host, Path: strings.TrimRight(parsed.Path, "/")}, nil
}
