package api

import (
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
