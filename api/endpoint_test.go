package api

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gophercloud/gophercloud/v2/openstack/identity/v3/tokens"

	"glimpse/api/clouds"
	"glimpse/model/remote"
)

func TestTheIdentityServiceIsAskedInVersion3(t *testing.T) {
	t.Parallel()
	tests := []struct{ url, want string }{
		{"http://h:5000", "http://h:5000/v3"},
		{"http://h:5000/", "http://h:5000/v3"},
		{"http://h:5000/v3", "http://h:5000/v3"},
		{"http://h:5000/v3//", "http://h:5000/v3"},
		{"http://h:5000/v2.0", "http://h:5000/v3"},
		{" https://h/identity ", "https://h/identity/v3"},
		{"https://h/identity/v3/", "https://h/identity/v3"},
		{"https://h/identity/v2.0/", "https://h/identity/v3"},
		{"https://h/v3?x=y#z", "https://h/v3"},
		{"https://h/v3?", "https://h/v3"},
		{"https://user:pw@h/v3", "https://h/v3"},
		{"http://[::1]:5000/v3", "http://[::1]:5000/v3"},
		{"", ""},
		{"h:5000/v3", ""},
		{"/v3", ""},
		{"ftp://h/v3", ""},
		{"http://", ""},
		{"http://h\x1b/", ""},
	}
	for _, test := range tests {
		got, err := identityEndpoint(test.url)
		switch {
		case test.want == "" && err == nil:
			t.Errorf("%q became %s", test.url, got)
		case test.want != "" && (err != nil || got.String() != test.want):
			t.Errorf("%q became %v, %v, want %s", test.url, got, err, test.want)
		}
	}
}

func TestAnAddressThatIsWrongIsShownWithoutItsPassword(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"ftp://me:" + secretPassword + "@h/", "http://me:" + secretPassword + "@h:x y/", "me:" + secretPassword + "@h"} {
		if _, err := webURL(address); err == nil || strings.Contains(err.Error(), secretPassword) {
			t.Errorf("%v", err)
		}
	}
}

func TestTheBaseOfAnImageEndpoint(t *testing.T) {
	t.Parallel()
	tests := []struct{ url, want string }{
		{"http://h:9292", "http://h:9292"},
		{"http://h:9292/", "http://h:9292"},
		{"http://h:9292/v2", "http://h:9292"},
		{"http://h:9292/v2/", "http://h:9292"},
		{"http://h:9292/v2.0?", "http://h:9292"},
		{"http://h:9292/v2.15/", "http://h:9292"},
		{"https://h/glance", "https://h/glance"},
		{"https://h/glance/v2", "https://h/glance"},
		{"https://h/glance/v2/", "https://h/glance"},
		{"https://h/image/", "https://h/image"},
		{"https://h/env1/image", "https://h/env1/image"},
		{"https://h/v2/image", "https://h/v2/image"},
		{"http://h:9292/v1", "http://h:9292"},
		{"http://h:9292/v1.0/", "http://h:9292"},
		{"https://h/image/v1.1", "https://h/image"},
		{"https://h/v2/0123456789abcdef0123456789abcdef", "https://h"},
		{"https://h/image/v1/0123456789ABCDEF0123456789abcdef/", "https://h/image"},
		{"https://h/v1/AUTH_0123456789abcdef0123456789abcdef", "https://h"},
		{"https://h/v2/12345678-9abc-def0-1234-56789abcdef0", "https://h"},
		{"https://h/v2/123456", "https://h"},
		{"https://h/0123456789abcdef0123456789abcdef", "https://h"},
		{"https://h/123456", "https://h/123456"},
		{"http://[2001:db8::1]:9292/v2/", "http://[2001:db8::1]:9292"},
		{"https://h/ov2", "https://h/ov2"},
		{"image", ""},
		{"", ""},
	}
	for _, test := range tests {
		got, err := baseOf(test.url)
		switch {
		case test.want == "" && err == nil:
			t.Errorf("%q became %s", test.url, got)
		case test.want != "" && (err != nil || got.String() != test.want):
			t.Errorf("%q became %v, %v, want %s", test.url, got, err, test.want)
		}
	}
}

// catalogue makes one of endpoints written "region interface url".
func catalogue(kind, name string, endpoints ...string) *tokens.ServiceCatalog {
	entry := tokens.CatalogEntry{Type: kind, Name: name}
	for _, line := range endpoints {
		var endpoint tokens.Endpoint
		_, _ = fmt.Sscan(line, &endpoint.RegionID, &endpoint.Interface, &endpoint.URL)
		endpoint.RegionID = strings.Trim(endpoint.RegionID, "-")
		endpoint.Region = endpoint.RegionID
		entry.Endpoints = append(entry.Endpoints, endpoint)
	}
	return &tokens.ServiceCatalog{Entries: []tokens.CatalogEntry{{Type: "identity"}, entry}}
}

func TestTheImageServiceIsFoundInTheCatalogue(t *testing.T) {
	t.Parallel()
	both := catalogue("image", "glance", "West public http://w:9292", "East public http://e:9292/v2", "East internal http://ei", "West admin http://wa")
	tests := []struct {
		name         string
		catalog      *tokens.ServiceCatalog
		cloud        clouds.Cloud
		url, region  string
		choose, miss []string // regions to choose from; interfaces there are
	}{
		{"the only region", catalogue("image", "glance", "RegionOne public http://h/image"), clouds.Cloud{}, "http://h/image", "RegionOne", nil, nil},
		{"no region at all", catalogue("image", "glance", "- public http://h"), clouds.Cloud{}, "http://h", "", nil, nil},
		{"the chosen region", both, clouds.Cloud{Region: "East"}, "http://e:9292", "East", nil, nil},
		{"none chosen", both, clouds.Cloud{}, "", "", []string{"East", "West"}, nil},
		{"none chosen, one has the interface", both, clouds.Cloud{Interface: "internal"}, "http://ei", "East", nil, nil},
		{"a region that is not there", both, clouds.Cloud{Region: "North"}, "", "", nil, []string{"public", "internal", "admin"}},
		{"an interface that the region has not", both, clouds.Cloud{Region: "West", Interface: "internal"}, "", "", nil, []string{"public", "internal", "admin"}},
		{"no image service", catalogue("volume", "cinder", "R public http://h"), clouds.Cloud{}, "", "", nil, []string{}},
		{"a first endpoint without address", catalogue("image", "glance", "R public", "R public http://h"), clouds.Cloud{}, "http://h", "R", nil, nil},
		{"a region whose endpoint has no address", catalogue("image", "glance", "Empty public", "R public http://h"), clouds.Cloud{}, "http://h", "R", nil, nil},
		{"an empty catalogue", &tokens.ServiceCatalog{}, clouds.Cloud{}, "", "", nil, []string{}},
		{"another type", catalogue("imagev2", "glance", "R public http://h"), clouds.Cloud{ImageServiceType: "imagev2"}, "http://h", "R", nil, nil},
		{"another name", catalogue("image", "glance", "R public http://h"), clouds.Cloud{ImageServiceName: "other"}, "", "", nil, []string{}},
		{"an override", both, clouds.Cloud{ImageEndpointOverride: "https://proxy/glance/v2/", Region: "East"}, "https://proxy/glance", "East", nil, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.cloud.Name = "c"
			endpoint, region, err := imageEndpoint(&test.cloud, test.catalog)
			var choose *remote.RegionRequiredError
			var miss *EndpointError
			switch {
			case test.choose != nil:
				if !errors.As(err, &choose) || !slices.Equal(choose.Regions, test.choose) || !strings.Contains(err.Error(), `"East", "West"`) {
					t.Errorf("got %v", err)
				}
			case test.miss != nil:
				if !errors.As(err, &miss) || !slices.Equal(miss.Interfaces, test.miss) || miss.Advice() == "" || !strings.Contains(err.Error(), "cloud c has no") {
					t.Errorf("got %v", err)
				}
			case err != nil || endpoint.String() != test.url || region != test.region:
				t.Errorf("got %v in %q, %v", endpoint, region, err)
			}
		})
	}
	for _, bad := range []string{"", "glance", "http://"} {
		if _, _, err := imageEndpoint(&clouds.Cloud{Name: "c"}, catalogue("image", "g", "R public "+bad)); err == nil {
			t.Errorf("%q is taken for an endpoint", bad)
		}
	}
	if _, _, err := imageEndpoint(&clouds.Cloud{ImageEndpointOverride: "x"}, nil); err == nil {
		t.Error("x is taken for an endpoint")
	}
}
