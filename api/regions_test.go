package api

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
)

func TestImagesAreImportedFromTheOtherRegions(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, nil)
	f.catalog = []map[string]any{
		endpointIn("RegionTwo", "public", f.URL+"/two/image"), endpointIn("RegionOne", "internal", f.URL+"/internal"),
		endpointIn("RegionOne", "public", f.URL+"/image"), endpointIn("RegionFour", "internal", f.URL+"/four"),
		endpointIn("RegionThree", "public", f.URL+"/three"),
	}
	cloud := f.cloud()
	cloud.Region, cloud.Regions = "RegionOne", []string{"RegionOne"} // those that may be chosen are others
	c := f.connectTo(t, cloud, Options{})
	if about := c.About(); !slices.Equal(about.OtherRegions, []string{"RegionThree", "RegionTwo"}) || !slices.Equal(about.Regions, []string{"RegionOne"}) {
		t.Errorf("from %q, and chosen are %q", about.OtherRegions, about.Regions)
	}
}

// TestTheImagesOfAnotherRegionAreReadByOneRequest reads those that have data.
func TestTheImagesOfAnotherRegionAreReadByOneRequest(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, nil)
	f.catalog = []map[string]any{
		endpointIn("RegionOne", "public", f.URL+"/image"), endpointIn("RegionTwo", "public", f.URL+"/image"),
	}
	cloud := f.cloud()
	cloud.Region = "RegionOne"
	c := f.connectTo(t, cloud, Options{})
	var asked []string
	f.image = func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Query().Get("status")+" "+r.URL.Query().Get("limit"))
		fmt.Fprint(w, `{"images": [{"id": "a", "name": "debian", "status": "active"}]}`)
	}
	found, err := c.ImagesOfRegion(t.Context(), "regiontwo")
	if err != nil || len(found) != 1 || found[0].Name.Raw() != "debian" || !slices.Equal(asked, []string{"active 500"}) {
		t.Errorf("got %+v, %v after %q", found, err, asked)
	}
	if _, err := c.ImagesOfRegion(t.Context(), "nowhere"); !errors.Is(err, ErrNotOffered) {
		t.Errorf("of a region that is not there: %v", err)
	}
}
